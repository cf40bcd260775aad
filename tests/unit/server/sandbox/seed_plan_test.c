/* SPDX-License-Identifier: EUPL-1.2 */
/* The plans of a demonstration: days in order, none ahead of today, numbers that pass our own
 * checks. */
#include "sandbox/plan.h"

#include "api/checks.h"
#include "candidacy.h"
#include "sandbox/grid.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

enum { COUNT = 720 };

static const struct date today = { 2028, 3, 1 }; /* the day after a 29 February */
static const char codes[] = "1.1.1 1.1.2 1.2.1 2.1.1 2.1.2 2.1.3 2.1.4 2.1.5 10.1.1";

static void plans_do_not_depend_on_how_many_come_after(void **state)
{
    (void)state;
    const struct demo_plan *few[60], *many[COUNT];
    demo_plans_assign(few, 60, true);
    demo_plans_assign(many, COUNT, true);
    for (int i = 0; i < 60; i++)
        assert_ptr_equal(few[i], many[i]);
}

static void nobody_expires_without_a_clock(void **state)
{
    (void)state;
    const struct demo_plan *plans[COUNT];
    demo_plans_assign(plans, COUNT, false);
    for (int i = 0; i < COUNT; i++)
        assert_false(plans[i]->flags & PLAN_EXPIRES);
}

static void days_are_in_order_and_none_is_ahead(void **state)
{
    (void)state;
    const struct demo_plan *plans[COUNT];
    demo_plans_assign(plans, COUNT, true);
    for (unsigned i = 0; i < COUNT; i++) {
        struct seed_random random = seed_random_of(i);
        struct date days[STEP_COUNT];
        demo_plan_days(plans[i], today, &random, days);
        assert_false(date_is_after(days[plans[i]->last], today));
        for (enum demo_step step = 1; step <= plans[i]->last; step++) {
            bool is_skipped = (plans[i]->flags & PLAN_DIRECT) && step > STEP_RESTITUTION;
            if (!is_skipped)
                assert_false(date_is_before(days[step], days[step - 1]));
        }
        if (plans[i]->flags & PLAN_DIRECT)
            assert_true(plans[i]->last == STEP_RESTITUTION ||
                        !date_is_before(days[STEP_SUBMISSION], days[STEP_RESTITUTION]));
    }
}

static void who_expires_was_in_time_by_the_clock_set_back(void **state)
{
    (void)state;
    const struct demo_plan *plans[COUNT];
    unsigned seen = 0;
    demo_plans_assign(plans, COUNT, true);
    for (unsigned i = 0; i < COUNT; i++) {
        struct seed_random random = seed_random_of(i);
        struct date days[STEP_COUNT];
        if (!(plans[i]->flags & PLAN_EXPIRES))
            continue;
        demo_plan_days(plans[i], today, &random, days);
        struct date late = date_add_days(today, -DEMO_LATE_DAYS);
        struct date deadline = date_add_years(days[STEP_PRIOR_END], 5);
        assert_false(date_is_after(days[STEP_FINAL_END], late));
        assert_true(date_is_after(deadline, late));
        assert_true(date_is_before(deadline, days[STEP_FINAL_RESTITUTION]));
        seen++;
    }
    assert_true(seen > 0);
}

static void files_reach_their_session_in_time(void **state)
{
    (void)state;
    const struct demo_plan *plans[COUNT];
    int newest = demo_session_ages[DEMO_SESSIONS - 1] + DEMO_SESSION_NOTICE_DAYS;
    demo_plans_assign(plans, COUNT, true);
    for (unsigned i = 0; i < COUNT; i++) {
        if (plans[i]->ending > ENDING_ON_AGENDA)
            assert_true((int)plans[i]->age_min > newest);
    }
}

static void every_state_has_its_plan(void **state)
{
    (void)state;
    for (enum candidacy_state s = CANDIDACY_CONTACT; s < CANDIDACY_STATE_COUNT; s++) {
        const struct demo_plan *plan = demo_state_plan(candidacy_state_name(s));
        assert_non_null(plan);
        assert_string_equal(plan->title, candidacy_state_name(s));
    }
    assert_int_equal(CANDIDACY_STATE_COUNT - CANDIDACY_CONTACT, DEMO_STATES);
    assert_null(demo_state_plan("EXPIRE"));
    assert_null(demo_state_plan(""));
}

/* Whatever the number, and whatever the day: the shortest five years are those with one leap day.
 */
static void plans_of_states_need_no_clock(void **state)
{
    (void)state;
    for (unsigned i = 0; i < DEMO_STATES * 50; i++) {
        const struct demo_plan *plan = &demo_state_plans[i % DEMO_STATES];
        struct seed_random random = seed_random_of(i);
        struct date days[STEP_COUNT];
        demo_plan_days(plan, today, &random, days);
        assert_false(plan->flags & PLAN_EXPIRES);
        assert_false(date_is_after(days[plan->last], today));
        for (enum demo_step step = 1; step <= plan->last; step++)
            assert_false(date_is_before(days[step], days[step - 1]));
        if (plan->flags & PLAN_IS_SWEPT)
            assert_true(date_is_before(date_add_years(days[plan->last], 5), today));
    }
}

static void company_numbers_are_well_formed(void **state)
{
    (void)state;
    for (unsigned i = 1; i <= 2100; i++) {
        char siret[SEED_SIRET_TEXT_SIZE];
        seed_siret_print(i, siret);
        struct slice text = slice_of(siret);
        assert_int_equal(check_siret(&text), REASON_NONE);
    }
}

static int compare_dates(const void *a, const void *b)
{
    return date_compare(*(const struct date *)a, *(const struct date *)b);
}

static void births_are_of_different_days(void **state)
{
    (void)state;
    static struct date births[13999];
    for (unsigned i = 0; i < 13999; i++) {
        struct seed_random random = seed_random_of(i);
        births[i] = seed_identity_of(i, &random).birth;
    }
    qsort(births, 13999, sizeof births[0], compare_dates);
    for (unsigned i = 1; i < 13999; i++)
        assert_true(date_is_before(births[i - 1], births[i]));
}

static void a_grid_nests_as_its_codes_do(void **state)
{
    (void)state;
    static struct seed_grid grid;
    assert_true(seed_grid_init(&grid, codes));
    assert_int_equal(grid.item_count, 9);
    assert_int_equal(grid.subdomain_count, 4);
    assert_int_equal(grid.domain_count, 3);
    assert_string_equal(grid.domain_codes[2], "10");
    assert_int_equal(grid.items[7].place, 4);
    assert_int_equal(grid.items[7].size, 5);
    assert_int_equal(seed_grid_domains(&grid, 1 << 2 | 1 << 3), 1 << 1 | 1 << 2);
    assert_int_equal(seed_grid_widen(&grid, 1 << 0), 1 << 0 | 1 << 1);
    assert_false(seed_grid_init(&grid, "1 2 3")); /* domains without sub-domains are no socle */
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(plans_do_not_depend_on_how_many_come_after),
        cmocka_unit_test(nobody_expires_without_a_clock),
        cmocka_unit_test(days_are_in_order_and_none_is_ahead),
        cmocka_unit_test(who_expires_was_in_time_by_the_clock_set_back),
        cmocka_unit_test(files_reach_their_session_in_time),
        cmocka_unit_test(every_state_has_its_plan),
        cmocka_unit_test(plans_of_states_need_no_clock),
        cmocka_unit_test(company_numbers_are_well_formed),
        cmocka_unit_test(births_are_of_different_days),
        cmocka_unit_test(a_grid_nests_as_its_codes_do),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
