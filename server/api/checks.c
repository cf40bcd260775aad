/* SPDX-License-Identifier: EUPL-1.2 */
#include "api/checks.h"

#include "api/address_range.h"
#include "certificate.h"
#include "referential.h"
#include "typed_code.h"

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

enum reason check_digits(const void *slice)
{
    const struct slice *text = slice;
    for (size_t i = 0; i < text->size; i++) {
        if (!is_digit(text->at[i]))
            return REASON_DIGITS_INVALID;
    }
    return REASON_NONE;
}

static bool is_luhn(const char *digits, size_t count)
{
    int sum = 0;
    for (size_t i = 0; i < count; i++) {
        const int digit = digits[count - 1 - i] - '0';
        const int doubled = i % 2 ? digit * 2 : digit;
        sum += doubled > 9 ? doubled - 9 : doubled;
    }
    return sum % 10 == 0;
}

/* SIREN and the whole by Luhn, and not all zero. The post office's establishments (SIREN 356000000)
 * follow another rule: their digits add up to a multiple of 5. */
enum reason check_siret(const void *slice)
{
    enum { SIREN_SIZE = 9, SIRET_SIZE = 14 };
    const struct slice *text = slice;
    int plain = 0;
    if (text->size != SIRET_SIZE || check_digits(slice) != REASON_NONE)
        return REASON_SIRET_INVALID;
    for (size_t i = 0; i < SIRET_SIZE; i++)
        plain += text->at[i] - '0';
    bool is_post = memcmp(text->at, "356000000", SIREN_SIZE) == 0 && plain % 5 == 0;
    bool is_zero = memcmp(text->at, "000000000", SIREN_SIZE) == 0;
    bool is_right = is_luhn(text->at, SIREN_SIZE) && (is_post || is_luhn(text->at, SIRET_SIZE));
    return is_right && !is_zero ? REASON_NONE : REASON_SIRET_INVALID;
}

enum reason check_insee_code(const void *slice)
{
    const struct slice *text = slice;
    for (size_t i = 0; i < text->size; i++) {
        bool is_corsica =
            i == 1 && text->at[0] == '2' && (text->at[i] == 'A' || text->at[i] == 'B');
        if (!is_digit(text->at[i]) && !is_corsica)
            return REASON_INSEE_CODE_INVALID;
    }
    return text->size == 5 ? REASON_NONE : REASON_INSEE_CODE_INVALID;
}

enum reason check_department(const void *slice)
{
    const struct slice *text = slice;
    const bool is_corsica = slice_is(*text, "2A") || slice_is(*text, "2B");
    const bool is_overseas =
        text->size == 3 && text->at[0] == '9' && (text->at[1] == '7' || text->at[1] == '8');
    const bool is_right =
        is_corsica || ((text->size == 2 || is_overseas) && check_digits(slice) == REASON_NONE);
    return is_right ? REASON_NONE : REASON_DEPARTMENT_INVALID;
}

/* There is none abroad: whoever lives there has it in the line of the town. */
enum reason check_postal_code(const void *slice)
{
    const struct slice *text = slice;
    const bool is_right =
        text->size == 5 && check_digits(slice) == REASON_NONE && memcmp(text->at, "00000", 5) != 0;
    return is_right ? REASON_NONE : REASON_POSTAL_CODE_INVALID;
}

static bool is_letter_or_digit(char c)
{
    return is_digit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/* Parts between full stops, none of them empty; `is_part` judges each. */
static bool has_parts(struct slice text, size_t least, bool (*is_part)(struct slice))
{
    size_t count = 0;
    for (size_t first = 0; first <= text.size; count++) {
        const char *at = text.at + first;
        const char *stop = memchr(at, '.', text.size - first);
        const size_t size = stop ? (size_t)(stop - at) : text.size - first;
        if (size == 0 || !is_part((struct slice){ at, size }))
            return false;
        first += size + 1;
    }
    return count >= least;
}

/* An atom of RFC 5322. */
static bool is_atom(struct slice text)
{
    for (size_t i = 0; i < text.size; i++) {
        if (!is_letter_or_digit(text.at[i]) && !strchr("!#$%&'*+-/=?^_`{|}~", text.at[i]))
            return false;
    }
    return true;
}

/* A label of the domain name system. */
static bool is_label(struct slice text)
{
    for (size_t i = 0; i < text.size; i++) {
        bool is_edge = i == 0 || i + 1 == text.size;
        if (!is_letter_or_digit(text.at[i]) && (is_edge || text.at[i] != '-'))
            return false;
    }
    return text.size <= 63;
}

/* local@domain (RFC 5321): atoms before, two labels at least behind, and no last label of digits.
 */
enum reason check_email(const void *slice)
{
    enum { LOCAL_MAX = 64, EMAIL_MAX = 254 };
    const struct slice *text = slice;
    const char *sign = memchr(text->at, '@', text->size);
    const char *end = text->at + text->size;
    if (!sign || text->size > EMAIL_MAX || sign - text->at > LOCAL_MAX)
        return REASON_EMAIL_INVALID;
    const struct slice local = { text->at, (size_t)(sign - text->at) };
    const struct slice domain = { sign + 1, (size_t)(end - sign - 1) };
    const char *stop = memrchr(domain.at, '.', domain.size);
    const struct slice last = { stop ? stop + 1 : end, stop ? (size_t)(end - stop - 1) : 0 };
    bool is_right = has_parts(local, 1, is_atom) && has_parts(domain, 2, is_label) &&
                    check_digits(&last) != REASON_NONE;
    return is_right ? REASON_NONE : REASON_EMAIL_INVALID;
}

/* ITU-T E.123 and E.164: a + or none, 4 to 15 digits, and one sign between two of them at most; an
 * area in brackets. */
enum reason check_phone(const void *slice)
{
    const struct slice *text = slice;
    size_t digits = 0, signs = 0;
    bool is_open = false;
    for (size_t i = 0; i < text->size; i++) {
        const char c = text->at[i];
        if (is_digit(c)) {
            digits++;
            signs = 0;
        } else if (c == '+' && i == 0) {
            continue;
        } else if (c == '(' && !is_open) {
            is_open = true;
        } else if (c == ')' && is_open && signs == 0 && digits > 0) {
            is_open = false;
        } else if (c == '\0' || !strchr(" .-/", c) || digits == 0 || signs++ > 0) {
            return REASON_PHONE_INVALID;
        }
    }
    bool is_right = digits >= 4 && digits <= 15 && signs == 0 && !is_open;
    return is_right ? REASON_NONE : REASON_PHONE_INVALID;
}

bool looks_like_reference(struct slice text)
{
    size_t letters = 0;
    while (letters < text.size && text.at[letters] >= 'A' && text.at[letters] <= 'Z')
        letters++;
    return letters >= 2 && letters <= 4 && letters < text.size && text.at[letters] == '-';
}

enum reason check_reference(const void *slice)
{
    const struct slice *text = slice;
    if (reference_is_valid(text->at, text->size))
        return REASON_NONE;
    return looks_like_reference(*text) ? REASON_REFERENCE_INVALID : REASON_PATTERN;
}

enum reason check_typed_code(const void *slice)
{
    const struct slice *text = slice;
    char code[TYPED_CODE_SIZE];
    return typed_code_normalise(text->at, text->size, code) ? REASON_NONE : REASON_CODE_INVALID;
}

enum reason check_verification_code(const void *slice)
{
    const struct slice *text = slice;
    char code[VERIFICATION_CODE_SIZE];
    return verification_code_normalise(text->at, text->size, code) ? REASON_NONE
                                                                   : REASON_CODE_INVALID;
}

enum reason check_item_code(const void *slice)
{
    const struct slice *text = slice;
    return referential_code_is_valid(text->at, text->size) ? REASON_NONE : REASON_ITEM_CODE_INVALID;
}

enum reason check_referential_code(const void *slice)
{
    enum { CODE_MAX = 40 };
    const struct slice *text = slice;
    for (size_t i = 0; i < text->size; i++) {
        const char c = text->at[i];
        if (!((c >= 'A' && c <= 'Z') || is_digit(c) || c == '-'))
            return REASON_REFERENTIAL_CODE_INVALID;
    }
    return text->size >= 1 && text->size <= CODE_MAX ? REASON_NONE
                                                     : REASON_REFERENTIAL_CODE_INVALID;
}

enum reason check_website(const void *slice)
{
    const struct slice *text = slice;
    bool is_web =
        slice_starts_with(*text, SLICE("https://")) || slice_starts_with(*text, SLICE("http://"));
    return is_web ? REASON_NONE : REASON_URL_NOT_ALLOWED;
}

/* Blanks where people put them, dashes of every kind where a code is typed. */
#define CODE "^[^0-9A-Za-z]*([0-9A-TV-Za-tv-z][^0-9A-Za-z]*){26}$"
static const struct {
    field_check check;
    const char *pattern;
} patterns[] = {
    { check_siret, "^\\s*([0-9]\\s*){14}$" },
    { check_digits, "^\\s*([0-9]\\s*)+$" },
    { check_department, "^\\s*([0-9]\\s*){1,3}([ABab]\\s*)?$" },
    { check_insee_code, "^\\s*[0-9]\\s*[0-9ABab]\\s*([0-9]\\s*){3}$" },
    { check_postal_code, "^\\s*([0-9]\\s*){5}$" },
    { check_email, "^\\s*[^\\s@]+@[^\\s@]+\\.[^\\s@]+\\s*$" },
    { check_phone, "^\\s*\\+?[0-9()./\\s-]+$" },
    { check_reference, "^[^0-9A-Za-z]*([A-Za-z][^0-9A-Za-z]*){2,4}([0-9][^0-9A-Za-z]*)+$" },
    { check_typed_code, CODE },
    { check_verification_code, CODE },
    { check_item_code, "^\\s*[0-9A-Za-z._-]+\\s*$" },
    { check_referential_code, "^\\s*[0-9A-Z-]+\\s*$" },
    { check_website, "^\\s*https?://" },
    { check_address_range, "^\\s*[0-9A-Fa-f:.]+(/[0-9]{1,3})?\\s*$" },
};

const char *check_pattern(field_check check)
{
    for (size_t i = 0; i < sizeof patterns / sizeof patterns[0]; i++) {
        if (patterns[i].check == check)
            return patterns[i].pattern;
    }
    return NULL;
}

struct slice enum_text(const struct fields *fields, const void *input, const char *name,
                       const char *const *names, int value)
{
    if (!field_is_given(fields, input, name) || field_is_null(fields, input, name))
        return (struct slice){ 0 };
    return slice_of(names[value]);
}
