/* SPDX-License-Identifier: EUPL-1.2 */
/* Certificates: issuing, references with check digits, verification codes. */
#include "fixture.h"

#include "certificate.h"

static void a_certificate_needs_a_signed_favourable_decision_and_no_twin(void **state)
{
    (void)state;
    struct certificate_facts facts = {
        CANDIDACY_CERTIFIED, SESSION_SIGNED, VERDICT_CERTIFIED, { { 0 } }
    };
    assert_accepted(certificate_issue(&facts));
    facts.session_state = SESSION_CLOSED;
    assert_refused(certificate_issue(&facts), REASON_SESSION_NOT_SIGNED);
    facts.session_state = SESSION_SIGNED;
    facts.live_certificate_id = an_id(7);
    assert_refused(certificate_issue(&facts), REASON_CERTIFICATE_EXISTS);
    facts.live_certificate_id = (struct id){ 0 };
    facts.verdict = VERDICT_DEFERRED;
    assert_refused(certificate_issue(&facts), REASON_INVALID_STATE);
    facts.verdict = VERDICT_CERTIFIED;
    facts.candidacy_state = CANDIDACY_ON_AGENDA;
    assert_refused(certificate_issue(&facts), REASON_INVALID_STATE);
    /* Decided otherwise, it does not wait for any signature. */
    facts = (struct certificate_facts){ CANDIDACY_PARTIAL, SESSION_CLOSED, VERDICT_REFUSED,
                                        .is_decided_otherwise = true };
    const struct outcome outcome = certificate_issue(&facts);
    assert_int_equal(outcome.count, 1);
    assert_int_equal(outcome.unmet[0].reason, REASON_INVALID_STATE);
}

/* Computed elsewhere. */
static const char *const vectors[] = {
    "CLEA-2026-000123-15", "DOS-2026-000123-52",  "CAN-2026-000001-17",
    "COM-2026-000042-75",  "CLEA-2030-999999-79",
};

static void references_match_the_vectors(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(vectors); i++) {
        const char *text = vectors[i];
        assert_true(reference_is_valid(text, strlen(text)));
        assert_int_equal(reference_check(text, strlen(text) - 3),
                         strtol(text + strlen(text) - 2, NULL, 10));
    }
    assert_int_equal(reference_check("CLEA-2026-000123", 16), 15);
    assert_int_equal(reference_check("CLEA2026000123", 14), 15);
    assert_int_equal(reference_check("clea", 4), -1);
    assert_int_equal(reference_check("--", 2), -1);
}

static void one_wrong_or_two_swapped_characters_are_always_caught(void **state)
{
    (void)state;
    for (size_t v = 0; v < COUNT(vectors); v++) {
        char text[REFERENCE_TEXT_SIZE];
        const size_t size = strlen(vectors[v]);
        for (size_t i = 0; i < size; i++) {
            const char right = vectors[v][i];
            for (char c = '0'; c <= '9' && right >= '0' && right <= '9'; c++) {
                strcpy(text, vectors[v]);
                text[i] = c;
                assert_int_equal(reference_is_valid(text, size), c == right);
            }
            if (i + 1 < size && text[i + 1] != '-' && right != '-') {
                strcpy(text, vectors[v]);
                text[i] = vectors[v][i + 1];
                text[i + 1] = right;
                assert_int_equal(reference_is_valid(text, size), text[i] == right);
            }
        }
    }
    assert_false(reference_is_valid("DOS-2026-000123-15", 18)); /* the key of CLEA */
}

static void references_have_one_shape(void **state)
{
    (void)state;
    static const char *const wrong[] = { "",
                                         "CLEA",
                                         "CLEA-2026-000123",
                                         "clea-2026-000123-15",
                                         "CLEA 2026 000123 15",
                                         "CLEA-26-000123-15",
                                         "CLEA-2026-000123-15-",
                                         "-2026-000123-15",
                                         "CLEA-2026-00123-15",
                                         "CLEA-2026-000123-1",
                                         "CLEA-2026-000123-150" };
    for (size_t i = 0; i < COUNT(wrong); i++)
        if (reference_is_valid(wrong[i], strlen(wrong[i])))
            fail_msg("accepted: %s", wrong[i]);
}

static void verification_codes_are_crockford_base32(void **state)
{
    (void)state;
    unsigned char random[16] = { 0 };
    char text[VERIFICATION_CODE_SIZE], again[VERIFICATION_CODE_SIZE];
    verification_code_print(random, text);
    assert_string_equal(text, "00000000000000000000000000");
    memset(random, 0xff, sizeof random);
    verification_code_print(random, text);
    assert_string_equal(text, "7ZZZZZZZZZZZZZZZZZZZZZZZZZ");
    for (int i = 0; i < 16; i++)
        random[i] = (unsigned char)(i * 17);
    verification_code_print(random, text); /* computed elsewhere */
    assert_string_equal(text, "0024H36H2NCSVRH6DAQF6DVVQZ");
    assert_true(verification_code_normalise(text, strlen(text), again));
    assert_string_equal(text, again);
}

static void a_typed_code_is_forgiven_its_look_alikes(void **state)
{
    (void)state;
    char text[VERIFICATION_CODE_SIZE] = "untouched";
    assert_true(verification_code_normalise("ol23-4567-89ab cdef-ghjk-mnpq-rs", 32, text));
    assert_string_equal(text, "0123456789ABCDEFGHJKMNPQRS");
    strcpy(text, "untouched");
    assert_false(verification_code_normalise("0123456789ABCDEFGHJKMNPQR", 25, text));
    assert_false(verification_code_normalise("0123456789ABCDEFGHJKMNPQRST", 27, text));
    assert_false(verification_code_normalise("0123456789ABCDEFGHJKMNPQRU", 26, text));
    assert_false(verification_code_normalise("8123456789ABCDEFGHJKMNPQRS", 26,
                                             text)); /* more than 128 bits */
    assert_false(verification_code_normalise("0123456789ABCDEFGHJKMNPQ\0S", 26, text));
    assert_string_equal(text, "untouched");
}

static void every_part_of_a_reference_counts(void **state)
{
    (void)state;
    static const char *const wrong[] = {
        "CLEA-20x6-000123-15", "CLEA-2026x000123-15",  "CLEA-2026-00012-155", "CLEA-2026-0001230-1",
        "CLEA-2026-000123x15", "CLEA-2026-000123-x5",  "CLEA-2026-000123-1x", "CLEAx2026-000123-15",
        "C-2026-000123-15",    "CLEA-2026-0001x3-155", "CLEA-202-0000123-15", "C1EA-2026-000123-15",
        "CLEA-2026-000123-1:", "CLEA-2026-000123-/5",  "[LEA-2026-000123-15", "@LEA-2026-000123-15",
    };
    for (size_t i = 0; i < COUNT(wrong); i++)
        if (reference_is_valid(wrong[i], strlen(wrong[i])))
            fail_msg("accepted: %s", wrong[i]);
    assert_int_equal(reference_check("CLEA 2026 000123", 16), 15);
    assert_int_equal(reference_check("A", 1), 98 - 1000 % 97);
    assert_int_equal(reference_check("Z", 1), 98 - 3500 % 97);
    assert_int_equal(reference_check("0", 1), 98);
    assert_int_equal(reference_check("9", 1), 98 - 900 % 97);
    assert_int_equal(reference_check("", 0), -1);
    /* Longer than any reference that is printed. */
    assert_false(reference_is_valid("CLEA-2026-0000000000000000000000000000000000000-15", 50));
}

static void characters_beside_the_alphabet_are_no_code(void **state)
{
    (void)state;
    char code[27] = "0123456789ABCDEFGHJKMNPQRS", text[VERIFICATION_CODE_SIZE];
    for (int c = 0; c < 128; c++) {
        code[25] = (char)c;
        const bool is_known = (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z' && c != 'U') ||
                              (c >= 'a' && c <= 'z' && c != 'u');
        assert_int_equal(verification_code_normalise(code, 26, text), is_known);
        if (!is_known)
            continue;
        const char upper = (char)(c >= 'a' ? c - 'a' + 'A' : c);
        assert_int_equal(text[25], upper == 'I' || upper == 'L' ? '1' : upper == 'O' ? '0' : upper);
    }
    code[25] = 'S';
    code[0] = '7';
    assert_true(verification_code_normalise(code, 26, text));
}

/* The same with the check digits it would have if its shape were right: they are not what refuses
 * it. */
static bool is_valid_with_check(const char *body)
{
    char *text = malloc(strlen(body) + 4); /* no NUL: whoever reads on is seen */
    char whole[80];
    const int size =
        snprintf(whole, sizeof whole, "%s-%02d", body, reference_check(body, strlen(body)));
    memcpy(text, whole, (size_t)size);
    char *exact = realloc(text, (size_t)size);
    const bool is_valid = reference_is_valid(exact, (size_t)size);
    free(exact);
    return is_valid;
}

static void right_check_digits_do_not_make_a_reference(void **state)
{
    (void)state;
    static const char *const wrong[] = {
        "D-2026-000123",   "1OS-2026-000123",  "DOS 2026-000123", "DOS-2026 000123",
        "DOS-202-000123",  "DOS-20260-000123", "DOS-20A6-000123", "DOS-2026-00123",
        "DOS-2026-0001A3", "DOSSIER",          "DOS-2026",        "DOS",
    };
    assert_true(is_valid_with_check("DOS-2026-000123"));
    assert_true(is_valid_with_check("PV-2026-1234567")); /* grows when needed */
    assert_true(is_valid_with_check("ABCDEFGH-9999-9223372036854775807"));
    assert_true(is_valid_with_check("AZ-0001-000000"));
    for (size_t i = 0; i < COUNT(wrong); i++)
        if (is_valid_with_check(wrong[i]))
            fail_msg("accepted: %s", wrong[i]);
    /* One character too long for a reference, and the longest one there is. */
    char body[REFERENCE_TEXT_SIZE + 1] = "CLEA-2026-";
    memset(body + 10, '1', REFERENCE_TEXT_SIZE - 13);
    body[REFERENCE_TEXT_SIZE - 3] = '\0';
    assert_false(is_valid_with_check(body));
    body[REFERENCE_TEXT_SIZE - 4] = '\0';
    assert_true(is_valid_with_check(body));
}

static void check_digits_are_digits(void **state)
{
    (void)state;
    /* 52 as 4 and 12: the sum is right, the character is none of a number. */
    assert_true(reference_is_valid("DOS-2026-000123-52", 18));
    assert_false(reference_is_valid("DOS-2026-000123-4<", 18));
}

static void a_code_that_goes_on_is_none(void **state)
{
    (void)state;
    char text[VERIFICATION_CODE_SIZE];
    char endless[400];
    memset(endless, '0', sizeof endless);
    assert_false(verification_code_normalise(endless, sizeof endless, text));
}

static void a_reference_is_read_to_its_end_and_no_further(void **state)
{
    (void)state;
    static const char *const unended[] = { "DOS", "DOSSIERSANSFIN", "DOS-2026-000123123456",
                                           "DOS-2026-000123-", "D" };
    for (size_t i = 0; i < COUNT(unended); i++) {
        const size_t size = strlen(unended[i]);
        char *exact = malloc(size);
        memcpy(exact, unended[i], size);
        assert_false(reference_is_valid(exact, size));
        free(exact);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_certificate_needs_a_signed_favourable_decision_and_no_twin),
        cmocka_unit_test(references_match_the_vectors),
        cmocka_unit_test(one_wrong_or_two_swapped_characters_are_always_caught),
        cmocka_unit_test(references_have_one_shape),
        cmocka_unit_test(verification_codes_are_crockford_base32),
        cmocka_unit_test(a_typed_code_is_forgiven_its_look_alikes),
        cmocka_unit_test(every_part_of_a_reference_counts),
        cmocka_unit_test(characters_beside_the_alphabet_are_no_code),
        cmocka_unit_test(right_check_digits_do_not_make_a_reference),
        cmocka_unit_test(check_digits_are_digits),
        cmocka_unit_test(a_code_that_goes_on_is_none),
        cmocka_unit_test(a_reference_is_read_to_its_end_and_no_further),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
