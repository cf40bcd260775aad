/* SPDX-License-Identifier: EUPL-1.2 */
/* Certificates: the right to issue one, references with check digits, verification codes. */
#include "certificate.h"

#include "name.h"

#include <string.h>

const char *const certificate_state_names[] = {
    [CERTIFICATE_ISSUED] = "ISSUED",
    [CERTIFICATE_ANNULLED] = "ANNULLED",
    NULL,
};
NAMES_END_WITH(certificate_state_names, CERTIFICATE_STATE_COUNT);
const char *const annul_reason_names[] = {
    [ANNUL_FOR_ERROR] = "ERROR",
    [ANNUL_FOR_FRAUD] = "FRAUD",
    NULL,
};
NAMES_END_WITH(annul_reason_names, ANNUL_REASON_COUNT);

const char *const duplicate_reason_names[] = {
    [DUPLICATE_OF_LOST] = "LOST",
    [DUPLICATE_OF_STOLEN] = "STOLEN",
    [DUPLICATE_OF_DESTROYED] = "DESTROYED",
    [DUPLICATE_OF_NOT_RECEIVED] = "NOT_RECEIVED",
    [DUPLICATE_OF_IDENTITY_CORRECTED] = "IDENTITY_CORRECTED",
    [DUPLICATE_FOR_OTHER] = "OTHER",
    NULL,
};
NAMES_END_WITH(duplicate_reason_names, DUPLICATE_REASON_COUNT);

struct outcome certificate_issue(const struct certificate_facts *facts)
{
    struct outcome outcome = { 0 };
    if (facts->candidacy_state != CANDIDACY_CERTIFIED || facts->verdict != VERDICT_CERTIFIED)
        outcome_add(&outcome, REASON_INVALID_STATE, NULL);
    if (facts->session_state != SESSION_SIGNED && !facts->is_decided_otherwise)
        outcome_add(&outcome, REASON_SESSION_NOT_SIGNED, NULL);
    if (id_is_set(facts->live_certificate_id))
        outcome_add(&outcome, REASON_CERTIFICATE_EXISTS,
                    &(struct reason_detail){ .id = facts->live_certificate_id });
    if (facts->is_annulled)
        outcome_add(&outcome, REASON_CERTIFICATE_ANNULLED, NULL);
    return outcome;
}

/* References */

static bool is_letter(char c)
{
    return c >= 'A' && c <= 'Z';
}

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

/* The remainder of a longer number, digit by digit: letters count for two digits (IBAN rule). */
static int mod97_append(int remainder, char c)
{
    if (is_digit(c))
        return (remainder * 10 + (c - '0')) % 97;
    return (remainder * 100 + (c - 'A' + 10)) % 97;
}

int reference_check(const char *text, size_t size)
{
    int remainder = 0;
    bool is_empty = true;
    for (size_t i = 0; i < size; i++) {
        if (text[i] == '-' || text[i] == ' ')
            continue;
        if (!is_letter(text[i]) && !is_digit(text[i]))
            return -1;
        remainder = mod97_append(remainder, text[i]);
        is_empty = false;
    }
    return is_empty ? -1 : 98 - remainder * 100 % 97;
}

/* The number of characters of one class at the start. */
static size_t span(const char *text, size_t size, bool (*is_of_class)(char c))
{
    size_t i = 0;
    while (i < size && is_of_class(text[i]))
        i++;
    return i;
}

bool reference_is_valid(const char *text, size_t size)
{
    const size_t prefix = span(text, size, is_letter);
    if (prefix < 2 || size < prefix + 15 || size >= REFERENCE_TEXT_SIZE || text[prefix] != '-')
        return false;
    const char *year = text + prefix + 1;
    const char *number = year + 5;
    if (span(year, 4, is_digit) != 4 || year[4] != '-')
        return false;
    const size_t digits = span(number, (size_t)(text + size - number), is_digit);
    const char *check = number + digits;
    if (digits < 6 || (size_t)(text + size - check) != 3 || check[0] != '-')
        return false;
    const int expected = reference_check(text, (size_t)(check - text));
    return check[1] == '0' + expected / 10 && check[2] == '0' + expected % 10;
}

/* Verification codes */

/* 128 bits are 26 characters of 5 bits with 2 bits to spare, which are the highest ones. */
void verification_code_print(const unsigned char random[16], char ret_text[VERIFICATION_CODE_SIZE])
{
    unsigned pending = 0;
    int bits = 2; /* the two leading zeros */
    size_t size = 0;
    for (size_t i = 0; i < 16; i++) {
        pending = pending << 8 | random[i];
        bits += 8;
        while (bits >= 5) {
            bits -= 5;
            ret_text[size++] = typed_code_digits[pending >> bits & 31];
        }
        pending &= (1u << bits) - 1;
    }
    ret_text[size] = '\0';
}

bool verification_code_normalise(const char *text, size_t size,
                                 char ret_text[VERIFICATION_CODE_SIZE])
{
    char code[VERIFICATION_CODE_SIZE];
    if (!typed_code_normalise(text, size, code) || code[0] > '7') /* 128 bits only */
        return false;
    memcpy(ret_text, code, sizeof code);
    return true;
}
