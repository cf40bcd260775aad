#include "api/checks.h"

#include "certificate.h"

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

enum reason check_digits(const void *slice)
{
    const struct slice *text = slice;
    for (size_t i = 0; i < text->size; i++) {
        if (!is_digit(text->at[i]))
            return REASON_PATTERN;
    }
    return REASON_NONE;
}

/* Luhn. The post office's establishments (SIREN 356000000) follow another rule: their digits add up
 * to a multiple of 5. */
enum reason check_siret(const void *slice)
{
    const struct slice *text = slice;
    int luhn = 0, plain = 0;
    if (text->size != 14 || check_digits(slice) != REASON_NONE)
        return REASON_SIRET_INVALID;
    for (size_t i = 0; i < text->size; i++) {
        int digit = text->at[i] - '0';
        int doubled = i % 2 == 0 ? digit * 2 : digit;
        luhn += doubled > 9 ? doubled - 9 : doubled;
        plain += digit;
    }
    bool is_post = memcmp(text->at, "356000000", 9) == 0 && plain % 5 == 0;
    return luhn % 10 == 0 || is_post ? REASON_NONE : REASON_SIRET_INVALID;
}

enum reason check_insee_code(const void *slice)
{
    const struct slice *text = slice;
    for (size_t i = 0; i < text->size; i++) {
        bool is_corsica =
            i == 1 && text->at[0] == '2' && (text->at[i] == 'A' || text->at[i] == 'B');
        if (!is_digit(text->at[i]) && !is_corsica)
            return REASON_PATTERN;
    }
    return text->size == 5 ? REASON_NONE : REASON_PATTERN;
}

enum reason check_email(const void *slice)
{
    const struct slice *text = slice;
    size_t at = 0, count = 0;
    for (size_t i = 0; i < text->size; i++) {
        if (text->at[i] == '@') {
            at = i;
            count++;
        }
        if ((unsigned char)text->at[i] <= ' ')
            return REASON_EMAIL_INVALID;
    }
    bool has_domain = count == 1 && at > 0 && at + 1 < text->size &&
                      memchr(text->at + at, '.', text->size - at) != NULL;
    return has_domain ? REASON_NONE : REASON_EMAIL_INVALID;
}

enum reason check_phone(const void *slice)
{
    const struct slice *text = slice;
    size_t digits = 0;
    for (size_t i = 0; i < text->size; i++) {
        if (is_digit(text->at[i]))
            digits++;
        else if (!strchr("+ .-()", text->at[i]))
            return REASON_PHONE_INVALID;
    }
    return digits >= 4 ? REASON_NONE : REASON_PHONE_INVALID;
}

enum reason check_reference(const void *slice)
{
    const struct slice *text = slice;
    return reference_is_valid(text->at, text->size) ? REASON_NONE : REASON_REFERENCE_INVALID;
}

struct slice enum_text(const struct fields *fields, const void *input, const char *name,
                       const char *const *names, int value)
{
    if (!field_is_given(fields, input, name) || field_is_null(fields, input, name))
        return (struct slice){ 0 };
    return slice_of(names[value]);
}
