/* SPDX-License-Identifier: EUPL-1.2 */
/* What keeps the draft of a référentiel from activation. */
#include "fixture.h"

static bool has_fault(const struct referential *referential, enum reason reason, const char *code)
{
    struct referential_fault faults[REFERENTIAL_MAX_FAULTS];
    const int count = referential_check(referential, faults);
    for (int i = 0; i < count; i++)
        if (faults[i].reason == reason && strcmp(faults[i].code, code) == 0)
            return true;
    return false;
}

static void a_draft_is_told_everything_that_is_wrong(void **state)
{
    (void)state;
    static struct referential draft;
    struct referential_fault faults[REFERENTIAL_MAX_FAULTS];
    referential_init(&draft);
    assert_int_equal(referential_check(&draft, faults), 0); /* a body has a domain at least */
    referential_add_domain(&draft, "1", 1);
    referential_add_subdomain(&draft, "1.1", 3, THRESHOLD_PERCENTAGE, 75);
    referential_add_subdomain(&draft, "1.2", 3, THRESHOLD_NONE, 0);
    referential_add_criterion(&draft, "1.2.1", 5, false);
    referential_add_subdomain(&draft, "1.3", 3, THRESHOLD_BOTH, 50);
    referential_add_criterion(&draft, "1.3.1", 5, false);
    referential_add_subdomain(&draft, "1.4", 3, THRESHOLD_COUNT, 2);
    referential_add_criterion(&draft, "1.2.1", 5, false);
    referential_add_subdomain(&draft, "1.4", 3, THRESHOLD_PERCENTAGE, 101);
    referential_add_criterion(&draft, "1.4.1", 5, false);
    referential_add_domain(&draft, "1", 1);
    assert_true(has_fault(&draft, REASON_SUBDOMAIN_WITHOUT_CRITERIA, "1.1"));
    assert_true(has_fault(&draft, REASON_THRESHOLD_MISSING, "1.2"));
    assert_true(has_fault(&draft, REASON_THRESHOLD_AMBIGUOUS, "1.3"));
    assert_true(has_fault(&draft, REASON_THRESHOLD_OUT_OF_RANGE, "1.4"));
    assert_true(has_fault(&draft, REASON_CODE_DUPLICATED, "1.2.1"));
    assert_true(has_fault(&draft, REASON_CODE_DUPLICATED, "1.4"));
    assert_true(has_fault(&draft, REASON_CODE_DUPLICATED, "1"));
    assert_int_equal(referential_check(&draft, faults),
                     8); /* two thresholds of 1.4 are out of range */
    static struct referential good;
    socle(&good);
    assert_int_equal(referential_check(&good, faults), 0);
}

static void thresholds_of_a_draft_are_in_range(void **state)
{
    (void)state;
    static const struct {
        enum threshold_kind kind;
        int threshold, item_count;
        bool is_fine;
    } cases[] = { { THRESHOLD_PERCENTAGE, 0, 1, false },  { THRESHOLD_PERCENTAGE, 1, 1, true },
                  { THRESHOLD_PERCENTAGE, 100, 1, true }, { THRESHOLD_PERCENTAGE, 101, 1, false },
                  { THRESHOLD_COUNT, 0, 1, false },       { THRESHOLD_COUNT, 1, 1, true },
                  { THRESHOLD_COUNT, 2, 2, true },        { THRESHOLD_COUNT, 3, 2, false },
                  { THRESHOLD_COUNT, 3, 0, true } };
    for (size_t i = 0; i < COUNT(cases); i++) {
        static struct referential draft;
        referential_init(&draft);
        assert_true(referential_add_domain(&draft, "1", 1));
        assert_true(referential_add_subdomain(&draft, "1.1", 3, cases[i].kind, cases[i].threshold));
        for (int c = 0; c < cases[i].item_count; c++) {
            char code[] = "1.1.1";
            code[4] = (char)('1' + c);
            assert_true(referential_add_criterion(&draft, code, 5, false));
        }
        assert_int_equal(!has_fault(&draft, REASON_THRESHOLD_OUT_OF_RANGE, "1.1"),
                         cases[i].is_fine);
    }
}

static void every_fault_of_a_whole_draft_is_told(void **state)
{
    (void)state;
    static struct referential draft;
    struct referential_fault faults[REFERENTIAL_MAX_FAULTS + 1] = { 0 };
    referential_init(&draft);
    assert_true(referential_add_domain(&draft, "1", 1));
    for (int s = 0; s < REFERENTIAL_MAX_SUBDOMAINS; s++) {
        char code[8];
        const int size = snprintf(code, sizeof code, "1.%d", s + 1);
        assert_true(referential_add_subdomain(&draft, code, (size_t)size, THRESHOLD_NONE, 0));
    }
    assert_int_equal(referential_check(&draft, faults), 2 * REFERENTIAL_MAX_SUBDOMAINS);
    referential_init(&draft);
    assert_true(referential_add_domain(&draft, "1", 1));
    draft.subdomains[0].threshold_kind = (enum threshold_kind)9; /* nobody writes that */
    assert_int_equal(referential_check(&draft, faults), 0);
    assert_null(faults[REFERENTIAL_MAX_FAULTS].code);
}

static void the_second_of_two_alike_is_told(void **state)
{
    (void)state;
    static struct referential r;
    static struct referential_fault faults[REFERENTIAL_MAX_FAULTS];
    referential_init(&r);
    assert_true(referential_add_domain(&r, "1", 1));
    assert_true(referential_add_subdomain(&r, "1.1", 3, THRESHOLD_PERCENTAGE, 50));
    assert_true(referential_add_criterion(&r, "1.1.1", 5, false));
    assert_true(referential_add_criterion(&r, "1.1.1", 5, false));
    assert_true(referential_add_subdomain(&r, "1.1", 3, THRESHOLD_PERCENTAGE, 50));
    assert_true(referential_add_criterion(&r, "1.2.1", 5, false));
    assert_int_equal(referential_check(&r, faults), 2);
    assert_string_equal(faults[0].code, "1.1");
    assert_string_equal(faults[1].code, "1.1.1");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_draft_is_told_everything_that_is_wrong),
        cmocka_unit_test(thresholds_of_a_draft_are_in_range),
        cmocka_unit_test(every_fault_of_a_whole_draft_is_told),
        cmocka_unit_test(the_second_of_two_alike_is_told),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
