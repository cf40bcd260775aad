/* SPDX-License-Identifier: EUPL-1.2 */
#include "json/parse.h"

#include <stdlib.h>
#include <string.h>

/* jansson 2.14 recurses up to 2048 levels, a limit that cannot be set, so brackets are counted
 * first (platform-facts.md 3). Broken text may be counted wrong: it is refused either way. */
static bool is_too_deep(struct slice text, size_t *ret_offset)
{
    unsigned depth = 0;
    bool is_in_string = false;
    for (size_t i = 0; i < text.size; i++) {
        char c = text.at[i];
        if (is_in_string) {
            if (c == '\\')
                i++;
            else if (c == '"')
                is_in_string = false;
        } else if (c == '"') {
            is_in_string = true;
        } else if (c == '{' || c == '[') {
            *ret_offset = i + 1;
            if (++depth > PARSE_DEPTH_MAX)
                return true;
        } else if ((c == '}' || c == ']') && depth > 0) {
            depth--;
        }
    }
    return false;
}

struct slice parse_body(struct slice body)
{
    static const char mark[] = "\xEF\xBB\xBF";
    enum { SIZE = sizeof mark - 1 };
    const bool has_mark = body.size >= SIZE && memcmp(body.at, mark, SIZE) == 0;
    const size_t skipped = has_mark ? SIZE : 0;
    return body.size > skipped ? (struct slice){ body.at + skipped, body.size - skipped }
                               : SLICE("{}");
}

/* --- numbers that nothing holds --- */

static size_t span_digits(struct slice text, size_t at)
{
    size_t i = at;
    while (i < text.size && text.at[i] >= '0' && text.at[i] <= '9')
        i++;
    return i - at;
}

struct number {
    size_t size;   /* 0: what stands there is no number of JSON */
    size_t digits; /* of its integer part */
    bool is_real, is_negative;
};

/* RFC 8259, 6. */
static struct number read_number(struct slice text, size_t at)
{
    const struct number none = { 0 };
    struct number number = { .is_negative = text.at[at] == '-' };
    size_t i = at + number.is_negative;
    number.digits = span_digits(text, i);
    if (number.digits == 0 || (number.digits > 1 && text.at[i] == '0'))
        return none;
    i += number.digits;
    if (i < text.size && text.at[i] == '.') {
        const size_t digits = span_digits(text, i + 1);
        if (digits == 0)
            return none;
        number.is_real = true;
        i += 1 + digits;
    }
    if (i < text.size && (text.at[i] == 'e' || text.at[i] == 'E')) {
        i++;
        i += i < text.size && (text.at[i] == '+' || text.at[i] == '-');
        const size_t digits = span_digits(text, i);
        if (digits == 0)
            return none;
        number.is_real = true;
        i += digits;
    }
    number.size = i - at;
    return number;
}

static bool is_beyond(const char *digits, size_t count, const char *largest)
{
    const size_t most = strlen(largest);
    return count > most || (count == most && memcmp(digits, largest, most) > 0);
}

/* The same text with other numbers in the place of those: of as many signs, or fewer and blanks. */
static void replace_number(char *at, const struct number *number)
{
    const char *largest = number->is_negative ? "9223372036854775808" : "9223372036854775807";
    const bool is_too_large =
        !number->is_real && is_beyond(at + number->is_negative, number->digits, largest);
    if (!number->is_real && !is_too_large)
        return;
    const char *by = number->is_real ? "0.5" : largest;
    for (size_t i = number->is_negative; i < number->size; i++)
        at[i] = *by ? *by++ : ' ';
}

static char *with_numbers_that_fit(struct slice text)
{
    char *copy = malloc(text.size);
    bool is_in_string = false;
    if (!copy)
        return NULL;
    memcpy(copy, text.at, text.size);
    for (size_t i = 0; i < text.size; i++) {
        const char c = text.at[i];
        if (is_in_string && c == '\\') {
            i++;
        } else if (c == '"') {
            is_in_string = !is_in_string;
        } else if (!is_in_string && (c == '-' || (c >= '0' && c <= '9'))) {
            const struct number number = read_number(text, i);
            if (number.size > 0)
                replace_number(copy + i, &number);
            /* What follows digits without an end is no number either. */
            i += number.size > 0 ? number.size - 1 : span_digits(text, i + 1);
        }
    }
    return copy;
}

/* --- parsing --- */

static json_t *load(struct slice text, enum parse_nul nul, json_error_t *ret_error)
{
    const size_t flags = JSON_REJECT_DUPLICATES | JSON_DECODE_ANY;
    return json_loadb(text.at ? text.at : "", text.size,
                      nul == PARSE_WITH_NUL ? flags | JSON_ALLOW_NUL : flags, ret_error);
}

static enum reason refuse(const json_error_t *error, enum parse_nul nul, enum status *ret_status)
{
    switch (json_error_code(error)) {
    case json_error_out_of_memory:
        *ret_status = STATUS_NO_MEMORY;
        return REASON_NONE;
    case json_error_invalid_utf8:
        return REASON_INVALID_UTF8;
    case json_error_duplicate_key:
        return REASON_DUPLICATE_MEMBER;
    case json_error_stack_overflow:
        return REASON_NESTING_TOO_DEEP;
    case json_error_null_byte_in_key:
        return nul == PARSE_WITH_NUL ? REASON_CHARACTER_INVALID : REASON_MALFORMED_JSON;
    default:
        return REASON_MALFORMED_JSON;
    }
}

enum reason parse_text(struct slice text, enum parse_nul nul, json_t **ret_root, size_t *ret_offset,
                       enum status *ret_status)
{
    size_t offset = 0;
    json_error_t error = { .position = 0 };
    *ret_status = STATUS_OK;
    if (is_too_deep(text, ret_offset ? ret_offset : &offset))
        return REASON_NESTING_TOO_DEEP;
    json_t *root = load(text, nul, &error);
    if (!root && json_error_code(&error) == json_error_numeric_overflow) {
        char *fitting = with_numbers_that_fit(text);
        if (!fitting) {
            *ret_status = STATUS_NO_MEMORY;
            return REASON_NONE;
        }
        root = load((struct slice){ fitting, text.size }, nul, &error);
        free(fitting);
    }
    if (root) {
        *ret_root = root;
        return REASON_NONE;
    }
    if (ret_offset)
        *ret_offset = error.position > 0 ? (size_t)error.position : 0;
    return refuse(&error, nul, ret_status);
}
