/* SPDX-License-Identifier: EUPL-1.2 */
/* The registry of reasons: complete, bilingual, consistent. */
#include "fixture.h"

static void every_reason_has_a_status_and_texts_in_both_languages(void **state)
{
    (void)state;
    for (int i = 1; i < REASON_COUNT; i++) {
        const struct reason_info *info = reason_info((enum reason)i);
        assert_in_range(info->status, 400, 505);
        assert_in_range(strlen(info->code), 2, REASON_CODE_SIZE - 1);
        assert_int_equal(strspn(info->code, "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_"),
                         strlen(info->code));
        assert_true(strlen(info->title_fr) > 2 && strlen(info->title_en) > 2);
        assert_true(strlen(info->detail_fr) > 10 && strlen(info->detail_en) > 10);
        if (info->detail_fr[strlen(info->detail_fr) - 1] != '.' ||
            info->detail_en[strlen(info->detail_en) - 1] != '.')
            fail_msg("%s does not end with a full stop", info->code);
    }
}

static void a_code_leads_to_its_reason_and_is_unique(void **state)
{
    (void)state;
    for (int i = 1; i < REASON_COUNT; i++) {
        const char *code = reason_info((enum reason)i)->code;
        assert_int_equal(reason_from_code(code, strlen(code)),
                         i); /* the first of two would be found instead */
    }
    assert_int_equal(reason_from_code("NOPE", 4), REASON_NONE);
    assert_int_equal(reason_from_code("GRID_INCOMPLET", 14), REASON_NONE);
    assert_int_equal(reason_from_code("", 0), REASON_NONE);
}

static void guards_of_both_machines_are_conflicts(void **state)
{
    (void)state;
    for (int i = GUARD_NONE + 1; i < GUARD_COUNT; i++)
        assert_int_equal(reason_info(guard_info((enum guard)i)->reason)->status, 409);
    assert_int_equal(reason_info(REASON_INVALID_STATE)->status, 409);
    assert_int_equal(reason_info(REASON_DATE_IN_FUTURE)->status, 409);
    assert_int_equal(reason_info(REASON_READ_ONLY_FIELD)->status, 422);
    assert_int_equal(reason_info(REASON_ROLE_NOT_ALLOWED)->status, 403);
}

/* The catalogue of the contract, in its order. */
static void the_catalogue_of_the_contract_is_there(void **state)
{
    (void)state;
    /* clang-format off */
    static const struct {
        int status;
        const char *codes;
    } catalogue[] = {
        { 400, "MALFORMED_JSON DUPLICATE_MEMBER NESTING_TOO_DEEP INVALID_UTF8 UNKNOWN_PARAMETER PARAMETER_INVALID "
               "PARAMETER_REPEATED CURSOR_INVALID REFERENCE_INVALID IDEMPOTENCY_KEY_REQUIRED IDEMPOTENCY_KEY_INVALID "
               "HEADER_INVALID BODY_NOT_EXPECTED HOST_INVALID" },
        { 401, "CREDENTIALS_REQUIRED TOKEN_INVALID TOKEN_EXPIRED KEY_EXPIRED KEY_REVOKED" },
        { 403, "ROLE_NOT_ALLOWED" },
        { 404, "NOT_FOUND" },
        { 405, "METHOD_NOT_ALLOWED" },
        { 406, "NOT_ACCEPTABLE" },
        { 408, "REQUEST_TIMEOUT" },
        { 410, "CURSOR_EXPIRED" },
        { 413, "BODY_TOO_LARGE" },
        { 414, "URI_TOO_LONG" },
        { 415, "MEDIA_TYPE_UNSUPPORTED" },
        { 417, "EXPECTATION_FAILED" },
        { 431, "HEADERS_TOO_LARGE" },
        { 412, "VERSION_MISMATCH" },
        { 428, "PRECONDITION_REQUIRED" },
        { 422, "REQUIRED NULL_NOT_ALLOWED TYPE ENUM MIN_LENGTH MAX_LENGTH PATTERN RANGE TOO_MANY_ITEMS DUPLICATE_ITEM "
               "DATE_INVALID UNKNOWN_FIELD READ_ONLY_FIELD REFERENCE_UNKNOWN SIRET_INVALID "
               "CHARACTER_INVALID NAME_INVALID BIRTHPLACE_MISMATCH PLACE_NAME_MISMATCH EMAIL_INVALID PHONE_INVALID POSTAL_CODE_INVALID URL_NOT_ALLOWED VALIDATION_FAILED IDEMPOTENCY_KEY_REUSED" },
        { 409, "INVALID_STATE RESULTS_FROZEN IDEMPOTENCY_IN_PROGRESS DEADLINE_PASSED "
               "EVALUATION_AFTER_DEADLINE GRID_INCOMPLETE NO_SITTING DOMAINS_MISSING MODULES_OPEN PATH_NOT_CLOSED "
               "PATH_EMPTY PATH_BEYOND_DEADLINE PATH_DOMAIN_ALREADY_VALIDATED FINAL_BEFORE_TRAINING_END "
               "RESTITUTION_BEFORE_EVALUATION INFORMATION_REQUIRED CONSENT_MISSING IDENTITY_INCOMPLETE "
               "FILE_INCOMPLETE EVALUATOR_IS_TRAINER TRAINER_IS_EVALUATOR EVALUATOR_NOT_AFFILIATED "
               "NOT_ASSIGNED_EVALUATOR JUROR_NOT_INDEPENDENT PARITY_BROKEN QUORUM_NOT_MET SAME_COLLEGE_SIGNATURES "
               "MERGE_BREAKS_SEPARATION ORGANISM_NOT_HABILITATED TRAINING_ORGANISM_NOT_ALLOWED "
               "COMMISSION_NOT_COMPETENT NO_ACTIVE_REFERENTIAL REFERENTIAL_OVERLAP REFERENTIAL_IMMUTABLE "
               "CANDIDACY_ALREADY_OPEN ALREADY_CERTIFIED DUPLICATE_CANDIDATE POSSIBLE_DUPLICATE CANDIDATE_HELD_ELSEWHERE FILE_ALREADY_ON_AGENDA "
               "CERTIFICATE_EXISTS DATE_IN_FUTURE RESULT_BEFORE_SITTING RECORDS_TOO_MANY CODE_OF_ASKER "
               "CRITERION_NOT_IN_REFERENTIAL PATH_INCOMPLETE REASON_REQUIRED DOMAIN_ALREADY_VALIDATED FILE_ON_AGENDA "
               "SESSION_LOCKED SESSION_FULL SESSION_NOT_OPEN NO_MAJORITY TOO_EARLY EVALUATION_IN_PROGRESS" },
        { 500, "INTERNAL" },
        { 503, "DRAINING DATABASE_UNAVAILABLE OUTCOME_UNKNOWN TEMPORARY_REDUCED_CAPACITY DOCUMENT_NOT_DRAWN" },
        { 504, "STATEMENT_TIMEOUT" },
    };
    /* clang-format on */
    for (size_t i = 0; i < COUNT(catalogue); i++)
        for (const char *at = catalogue[i].codes; *at != '\0'; at += strspn(at, " ")) {
            const size_t size = strcspn(at, " ");
            const enum reason reason = reason_from_code(at, size);
            if (reason == REASON_NONE || reason_info(reason)->status != catalogue[i].status)
                fail_msg("%.*s", (int)size, at);
            at += size;
        }
}

static void a_kebab_twin_names_the_problem_type(void **state)
{
    (void)state;
    char text[REASON_CODE_SIZE];
    reason_print_kebab(REASON_GRID_INCOMPLETE, text);
    assert_string_equal(text, "grid-incomplete");
    reason_print_kebab(REASON_NONE, text);
    assert_string_equal(text, "internal");
}

static void digits_stay_and_numbers_out_of_range_are_internal(void **state)
{
    (void)state;
    char text[REASON_CODE_SIZE];
    reason_print_kebab(REASON_INVALID_UTF8, text);
    assert_string_equal(text, "invalid-utf8");
    assert_ptr_equal(reason_info(REASON_COUNT), reason_info(REASON_INTERNAL));
    assert_ptr_equal(reason_info(REASON_NONE), reason_info(REASON_INTERNAL));
    assert_string_equal(reason_info((enum reason)(REASON_NONE + 1))->code, "MALFORMED_JSON");
    assert_string_equal(reason_info((enum reason)(REASON_COUNT - 1))->code, "STATEMENT_TIMEOUT");
    assert_int_equal(reason_from_code("XSD_INVALID", 11), REASON_NONE); /* LATER is no reason yet */
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_reason_has_a_status_and_texts_in_both_languages),
        cmocka_unit_test(a_code_leads_to_its_reason_and_is_unique),
        cmocka_unit_test(guards_of_both_machines_are_conflicts),
        cmocka_unit_test(the_catalogue_of_the_contract_is_there),
        cmocka_unit_test(a_kebab_twin_names_the_problem_type),
        cmocka_unit_test(digits_stay_and_numbers_out_of_range_are_internal),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
