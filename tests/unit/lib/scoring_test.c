/* SPDX-License-Identifier: EUPL-1.2 */
/* Results to validated sub-domains, domains, gaps and the scope of a final evaluation. */
#include "fixture.h"

static struct referential ref;

static int setup(void **state)
{
    (void)state;
    socle(&ref);
    return 0;
}

static char status_with(const char *subdomain, int validated, const struct policy *policy)
{
    char results[REFERENTIAL_MAX_ITEMS + 1], statuses[REFERENTIAL_MAX_SUBDOMAINS + 1];
    const int s = referential_find_subdomain(&ref, subdomain, strlen(subdomain));
    assert_true(s >= 0);
    memset(results, 'E', sizeof results);
    memset(results + ref.subdomains[s].first_item, 'V', (size_t)validated);
    referential_score_subdomains(&ref, policy, referential_all_subdomains(&ref), results, statuses);
    return statuses[s];
}

static void thresholds_of_domain_2_are_those_found(void **state) /* scenarios 3, 4 and 6 */
{
    (void)state;
    static const struct {
        const char *subdomain;
        int validated;
        char status;
    } cases[] = { { "2.1", 5, 'N' }, { "2.1", 6, 'V' }, { "2.1", 7, 'V' }, { "2.2", 0, 'N' },
                  { "2.2", 1, 'V' }, { "2.3", 5, 'N' }, { "2.3", 6, 'V' }, { "2.4", 0, 'N' },
                  { "2.4", 1, 'V' }, { "2.5", 1, 'N' }, { "2.5", 2, 'V' }, { "2.5", 3, 'V' } };
    for (size_t i = 0; i < COUNT(cases); i++)
        if (status_with(cases[i].subdomain, cases[i].validated, &POLICY_DEFAULT) != cases[i].status)
            fail_msg("%s with %d is not %c", cases[i].subdomain, cases[i].validated,
                     cases[i].status);
}

/* The smallest sufficient number for each size, by hand: 1 of 1, 1 of 2, 2 of 3, then three
 * quarters rounded up. */
static void the_least_number_for_every_size_is_as_by_hand(void **state)
{
    (void)state;
    static const int least[] = { 0, 1, 1, 2, 3, 4, 5, 6, 6 };
    for (int s = 0; s < ref.subdomain_count; s++) {
        const int size = ref.subdomains[s].item_count;
        assert_in_range(size, 1, 8);
        assert_int_equal(status_with(ref.subdomains[s].code, least[size] - 1, &POLICY_DEFAULT),
                         'N');
        assert_int_equal(status_with(ref.subdomains[s].code, least[size], &POLICY_DEFAULT), 'V');
    }
}

static void the_stricter_policy_overrides_every_threshold(void **state)
{
    (void)state;
    struct policy stricter = POLICY_DEFAULT;
    stricter.is_stricter = true;
    static const int least[] = { 0, 1, 2, 3, 3, 4, 5, 6, 6 }; /* 75 % everywhere */
    for (int s = 0; s < ref.subdomain_count; s++) {
        const int size = ref.subdomains[s].item_count;
        assert_int_equal(status_with(ref.subdomains[s].code, least[size] - 1, &stricter), 'N');
        assert_int_equal(status_with(ref.subdomains[s].code, least[size], &stricter), 'V');
    }
    const int s = referential_find_subdomain(&ref, "2.1", 3);
    ref.subdomains[s].threshold_kind = THRESHOLD_COUNT;
    ref.subdomains[s].threshold = 1;
    assert_int_equal(status_with("2.1", 1, &POLICY_DEFAULT), 'V');
    assert_int_equal(status_with("2.1", 5, &stricter), 'N');
    socle(&ref);
}

static void a_mandatory_criterion_cannot_be_missed(void **state)
{
    (void)state;
    ref.items[item_at(&ref, "2.1.7")].is_mandatory = true;
    assert_int_equal(status_with("2.1", 6, &POLICY_DEFAULT), 'N');
    assert_int_equal(status_with("2.1", 7, &POLICY_DEFAULT), 'V');
    socle(&ref);
}

static void a_subdomain_without_criteria_is_never_validated(void **state)
{
    (void)state;
    static struct referential empty;
    const char *shape = "D 1\nS 1.1 P 50\n";
    char statuses[REFERENTIAL_MAX_SUBDOMAINS + 1];
    assert_true(referential_parse(shape, strlen(shape), &empty));
    referential_score_subdomains(&empty, &POLICY_DEFAULT, 1, "", statuses);
    assert_string_equal(statuses, "N");
}

static void
one_missing_subdomain_misses_its_domain_and_no_other(void **state) /* scenario 7: no compensation */
{
    (void)state;
    char results[REFERENTIAL_MAX_ITEMS + 1], statuses[REFERENTIAL_MAX_SUBDOMAINS + 1];
    char domains[REFERENTIAL_MAX_DOMAINS + 1];
    for (int s = 0; s < ref.subdomain_count; s++) {
        grid(&ref, referential_all_subdomains(&ref), 0, results);
        memset(results + ref.subdomains[s].first_item, 'N', (size_t)ref.subdomains[s].item_count);
        referential_score_subdomains(&ref, &POLICY_DEFAULT, referential_all_subdomains(&ref),
                                     results, statuses);
        referential_score_domains(&ref, statuses, domains);
        const uint64_t validated = referential_validated(&ref, statuses);
        assert_true(validated == (referential_all_subdomains(&ref) & ~(UINT64_C(1) << s)));
        assert_int_equal(referential_missing_domains(&ref, validated),
                         1 << ref.subdomains[s].domain);
        for (int d = 0; d < 7; d++)
            assert_int_equal(domains[d], d == ref.subdomains[s].domain ? 'N' : 'V');
    }
    assert_int_equal(referential_missing_domains(&ref, referential_all_subdomains(&ref)), 0);
    assert_int_equal(referential_missing_domains(&ref, 0), 0x7f);
}

static void a_final_evaluation_bears_on_what_is_missing(void **state) /* A12, A13 */
{
    (void)state;
    const uint64_t all = referential_all_subdomains(&ref);
    const uint64_t missing_2_1 = UINT64_C(1) << referential_find_subdomain(&ref, "2.1", 3);
    const uint64_t missing_6_2 = UINT64_C(1) << referential_find_subdomain(&ref, "6.2", 3);
    const uint64_t validated = all & ~missing_2_1 & ~missing_6_2;
    struct policy by_domain = POLICY_DEFAULT;
    by_domain.retest_granularity = RETEST_DOMAIN;
    assert_true(referential_retest_scope(&ref, &POLICY_DEFAULT, validated, 0) ==
                (missing_2_1 | missing_6_2));
    assert_true(referential_retest_scope(&ref, &POLICY_DEFAULT, validated, 1 << 5) == missing_6_2);
    assert_true(referential_retest_scope(&ref, &by_domain, validated, 1 << 1) ==
                referential_subdomains_of(&ref, 1 << 1));
    assert_true(referential_retest_scope(&ref, &POLICY_DEFAULT, validated, 1 << 0) == 0);
    const struct item_set items = referential_items_of(&ref, missing_2_1 | missing_6_2);
    assert_int_equal(item_set_count(&items), 7 + 2);
    assert_int_equal(referential_domains_touched(&ref, missing_2_1 | missing_6_2), 1 << 1 | 1 << 5);
}

static void a_grid_is_complete_when_nothing_in_scope_is_missing(void **state) /* scenario 8 */
{
    (void)state;
    char results[REFERENTIAL_MAX_ITEMS + 1];
    const uint64_t scope = referential_subdomains_of(&ref, 1 << 3);
    grid(&ref, scope, 0, results);
    struct item_set missing = referential_missing_items(&ref, scope, results);
    assert_true(item_set_is_empty(&missing));
    results[item_at(&ref, "4.3.2")] = '-';
    results[item_at(&ref, "4.1.1")] = 'E'; /* not evaluated is a result */
    missing = referential_missing_items(&ref, scope, results);
    assert_int_equal(item_set_count(&missing), 1);
    assert_true(item_set_has(&missing, item_at(&ref, "4.3.2")));
}

static void results_have_wire_names(void **state)
{
    (void)state;
    assert_string_equal(result_name('V'), "VALIDATED");
    assert_string_equal(result_name('N'), "NOT_VALIDATED");
    assert_string_equal(result_name('E'), "NOT_EVALUATED");
    assert_null(result_name('-'));
}

/* What is said to be required is what is enough, and one less is not. */
static void the_required_count_is_the_least_that_validates(void **state)
{
    (void)state;
    static struct referential referential;
    struct policy policy = POLICY_DEFAULT;
    for (int kind = 0; kind < 3; kind++)
        for (int threshold = 1; threshold <= 100; threshold++)
            for (int count = 1; count <= 20; count++) {
                referential.subdomain_count = 1;
                referential.item_count = count;
                referential.subdomains[0] = (struct subdomain){
                    .item_count = (short)count,
                    .threshold_kind = kind == 1 ? THRESHOLD_COUNT : THRESHOLD_PERCENTAGE,
                    .threshold = (short)(kind == 1 ? 1 + threshold % count : threshold),
                };
                policy.is_stricter = kind == 2;
                policy.stricter_min_pct = threshold;
                const int required = referential_required_count(&referential, &policy, 0);
                assert_in_range(required, 1, count);
                char results[REFERENTIAL_MAX_ITEMS + 1] = "";
                for (int validated = 0; validated <= count; validated++) {
                    memset(results, RESULT_NOT_VALIDATED, (size_t)count);
                    memset(results, RESULT_VALIDATED, (size_t)validated);
                    assert_int_equal(
                        referential_subdomain_is_validated(&referential, &policy, 0, results),
                        validated >= required);
                }
            }
}

static void a_draft_validates_nothing(void **state)
{
    (void)state;
    static const enum threshold_kind kinds[] = { THRESHOLD_NONE, THRESHOLD_BOTH,
                                                 (enum threshold_kind)9 };
    const int s = referential_find_subdomain(&ref, "2.4", 3);
    for (size_t i = 0; i < COUNT(kinds); i++) {
        ref.subdomains[s].threshold_kind = kinds[i];
        assert_int_equal(referential_required_count(&ref, &POLICY_DEFAULT, s),
                         ref.subdomains[s].item_count + 1);
        assert_int_equal(status_with("2.4", 1, &POLICY_DEFAULT), 'N');
    }
    socle(&ref);
}

static void a_count_is_reached_or_not(void **state)
{
    (void)state;
    const int s = referential_find_subdomain(&ref, "2.1", 3);
    ref.subdomains[s].threshold_kind = THRESHOLD_COUNT;
    ref.subdomains[s].threshold = 4;
    assert_int_equal(status_with("2.1", 3, &POLICY_DEFAULT), 'N');
    assert_int_equal(status_with("2.1", 4, &POLICY_DEFAULT), 'V');
    assert_int_equal(status_with("2.1", 5, &POLICY_DEFAULT), 'V');
    socle(&ref);
}

static void a_domain_partly_unknown_is_not_validated(void **state)
{
    (void)state;
    char statuses[REFERENTIAL_MAX_SUBDOMAINS + 1], domains[REFERENTIAL_MAX_DOMAINS + 1];
    memset(statuses, '-', (size_t)ref.subdomain_count);
    statuses[ref.subdomain_count] = '\0';
    referential_score_domains(&ref, statuses, domains);
    assert_string_equal(domains, "-------");
    statuses[0] = 'V';
    referential_score_domains(&ref, statuses, domains);
    assert_string_equal(domains, "N------");
    memset(statuses, 'V', 5);
    referential_score_domains(&ref, statuses, domains);
    assert_string_equal(domains, "V------");
}

static void an_empty_version_has_no_domains(void **state)
{
    (void)state;
    static struct referential empty;
    referential_init(&empty);
    assert_int_equal(referential_all_domains(&empty), 0);
    assert_true(referential_all_subdomains(&empty) == 0);
}

static void a_domain_that_is_not_there_has_no_subdomains(void **state)
{
    (void)state;
    static struct referential r;
    socle(&r);
    assert_true(referential_subdomains_of(&r, UINT32_MAX) == referential_all_subdomains(&r));
    assert_true(referential_subdomains_of(&r, UINT32_C(1) << 7) == 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_required_count_is_the_least_that_validates),
        cmocka_unit_test(thresholds_of_domain_2_are_those_found),
        cmocka_unit_test(the_least_number_for_every_size_is_as_by_hand),
        cmocka_unit_test(the_stricter_policy_overrides_every_threshold),
        cmocka_unit_test(a_mandatory_criterion_cannot_be_missed),
        cmocka_unit_test(a_subdomain_without_criteria_is_never_validated),
        cmocka_unit_test(one_missing_subdomain_misses_its_domain_and_no_other),
        cmocka_unit_test(a_final_evaluation_bears_on_what_is_missing),
        cmocka_unit_test(a_grid_is_complete_when_nothing_in_scope_is_missing),
        cmocka_unit_test(results_have_wire_names),
        cmocka_unit_test(a_draft_validates_nothing),
        cmocka_unit_test(a_count_is_reached_or_not),
        cmocka_unit_test(a_domain_partly_unknown_is_not_validated),
        cmocka_unit_test(an_empty_version_has_no_domains),
        cmocka_unit_test(a_domain_that_is_not_there_has_no_subdomains),
    };
    return cmocka_run_group_tests(tests, setup, NULL);
}
