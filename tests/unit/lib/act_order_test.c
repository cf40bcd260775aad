/* SPDX-License-Identifier: EUPL-1.2 */
/* The acts of a history beside each other: what stands, what a day that is corrected lies between.
 */
#include "fixture.h"

#include "act_order.h"

static struct world w;
static struct decision decision;

static const struct act *act_at(int i)
{
    return &w.acts[i];
}

static void begin(void)
{
    world_at(&w, CANDIDACY_IN_TRAINING);
    world_ask(&w, EVENT_CORRECT_DATE);
}

static void an_act_is_found_by_its_id_alone(void **state)
{
    (void)state;
    begin();
    assert_ptr_equal(act_find(&w.facts, an_id(ACT_ID + 1)), act_at(1));
    assert_null(act_find(&w.facts, an_id(REFUSAL)));
}

static void what_was_taken_back_or_fell_stands_no_more(void **state)
{
    (void)state;
    begin();
    give_act(&w, 1, EVENT_CLOSE_MODULE, "2026-03-01");
    w.acts[1].module_id = an_id(MODULE_ID);
    give_act(&w, 2, EVENT_REOPEN_MODULE, "2026-03-02");
    assert_true(act_stands(&w.facts, act_at(1))); /* another module was opened again */
    w.acts[2].module_id = an_id(MODULE_ID);
    assert_false(act_stands(&w.facts, act_at(1)));
    assert_true(act_stands(&w.facts, act_at(2)));
    w.acts[2].is_fallen = true;
    assert_false(act_stands(&w.facts, act_at(2)));
}

static void acts_with_corrections_of_their_own_are_not_dated(void **state)
{
    (void)state;
    assert_true(act_is_dated(EVENT_ACCEPT_PATH));
    assert_false(act_is_dated(EVENT_OPEN_CONTACT));
    assert_false(act_is_dated(EVENT_RECORD_ATTENDANCE));
    begin();
    w.asked.data.act_id = w.acts[0].id;
    w.asked.data.happened_on = day("2026-01-03");
    assert_refused(world_decide(&w, &decision), REASON_ACT_NOT_CORRECTED);
    begin();
    w.acts[1].is_fallen = true;
    assert_refused(world_decide(&w, &decision), REASON_ACT_NOT_CORRECTED);
}

static void the_commission_decides_upon_what_lies_before(void **state)
{
    (void)state;
    static const enum candidacy_event decisions[] = { EVENT_CERTIFY, EVENT_DEFER, EVENT_REFUSE };
    begin();
    for (size_t i = 0; i < COUNT(decisions); i++) {
        give_act(&w, 2, decisions[i], "2026-11-10");
        assert_true(act_is_decided_upon(&w.facts, act_at(1)));
        assert_false(act_is_decided_upon(&w.facts, act_at(2)));
    }
    give_act(&w, 2, EVENT_SUBMIT_FILE, "2026-10-20");
    assert_true(act_is_decided_upon(&w.facts, act_at(1)));
    give_act(&w, 3, EVENT_RECALL_FILE, "2026-10-22");
    assert_false(act_is_decided_upon(&w.facts, act_at(1)));
}

static void who_acted_held_the_function_on_that_day(void **state)
{
    (void)state;
    begin();
    w.affiliations[0].spell.from = day("2026-01-05");
    assert_true(act_person_was_there(&w.facts, act_at(1), day("2026-01-05")));
    assert_false(act_person_was_there(&w.facts, act_at(1), day("2026-01-04")));
    w.acts[1].event = EVENT_ACCEPT_PATH; /* the organism's */
    assert_true(act_person_was_there(&w.facts, act_at(1), day("2026-01-04")));
    assert_true(act_person_was_there(&w.facts, act_at(0), day("2026-01-04"))); /* dated elsewhere */
}

static void a_day_follows_what_stands_before_it(void **state)
{
    (void)state;
    struct reason_detail detail;
    begin();
    give_act(&w, 1, EVENT_ACCEPT_PATH, "2026-01-22");
    give_act(&w, 2, EVENT_CLOSE_MODULE, "2026-03-01");
    assert_false(act_follows(&w.facts, act_at(2), day("2026-01-21"), &detail));
    assert_date(detail.limit, "2026-01-22");
    assert_int_equal(detail.behind, EVENT_ACCEPT_PATH + 1);
    assert_int_equal(detail.which, ACT_DATE_OF_CORRECTION);
    assert_true(act_follows(&w.facts, act_at(2), day("2026-01-22"), &detail));
    w.acts[1].is_fallen = true;
    assert_true(act_follows(&w.facts, act_at(2), day("2026-01-21"), &detail));
    give_act(&w, 1, EVENT_RECORD_RESULTS, "2026-01-14"); /* which is nothing to a module */
    assert_true(act_follows(&w.facts, act_at(2), day("2026-01-03"), &detail));
    give_act(&w, 1, EVENT_CLOSE_MODULE, "2026-03-01"); /* what takes back follows what it does */
    give_act(&w, 2, EVENT_REOPEN_MODULE, "2026-03-05");
    assert_false(act_follows(&w.facts, act_at(2), day("2026-02-28"), &detail));
    assert_true(act_follows(&w.facts, act_at(2), day("2026-03-01"), &detail));
    w.acts[2].rests_on = day("2026-03-02");
    assert_false(act_follows(&w.facts, act_at(2), day("2026-03-01"), &detail));
    assert_date(detail.limit, "2026-03-02");
}

static void a_day_precedes_what_stands_behind_it(void **state)
{
    (void)state;
    struct reason_detail detail;
    begin();
    give_act(&w, 2, EVENT_START_PRIOR, "2026-01-10");
    w.acts[2].sitting_day = day("2026-01-08"); /* the earlier of both */
    assert_true(act_precedes(&w.facts, act_at(1), day("2026-01-08"), &detail));
    assert_false(act_precedes(&w.facts, act_at(1), day("2026-01-09"), &detail));
    assert_date(detail.limit, "2026-01-08");
    assert_int_equal(detail.behind, EVENT_ADD_SITTING + 1);
    w.acts[2].sitting_day = day("2026-01-12");
    assert_false(act_precedes(&w.facts, act_at(1), day("2026-01-11"), &detail));
    assert_date(detail.limit, "2026-01-10");
    assert_int_equal(detail.behind, EVENT_START_PRIOR + 1);
    w.acts[2].is_fallen = true;
    assert_true(act_precedes(&w.facts, act_at(1), day("2026-01-13"), &detail));
}

/* Of another module nothing is asked; of a day that no act has, neither. */
static void what_is_about_something_else_bounds_nothing(void **state)
{
    (void)state;
    struct reason_detail detail;
    begin();
    give_act(&w, 1, EVENT_RECORD_ATTENDANCE, "2026-02-20");
    w.acts[1].module_id = an_id(MODULE_ID);
    give_act(&w, 2, EVENT_CLOSE_MODULE, "2026-03-01");
    w.acts[2].module_id = an_id(MODULE_ID + 1);
    assert_true(act_follows(&w.facts, act_at(2), day("2026-02-19"), &detail));
    w.acts[2].module_id = an_id(MODULE_ID);
    assert_false(act_follows(&w.facts, act_at(2), day("2026-02-19"), &detail));
    give_act(&w, 1, EVENT_SUBMIT_FILE, "2026-10-20");
    give_act(&w, 2, EVENT_PUT_ON_AGENDA, "2026-10-21"); /* the session has the day */
    assert_true(act_precedes(&w.facts, act_at(1), day("2026-10-22"), &detail));
    give_act(&w, 1, EVENT_RECORD_INFORMATION, "2026-01-05");
    give_act(&w, 2, EVENT_WITHDRAW, "2026-02-01"); /* and what was written before it */
    assert_false(act_precedes(&w.facts, act_at(1), day("2026-02-02"), &detail));
    give_act(&w, 2, EVENT_ADD_SITTING, "2026-02-01");
    assert_true(act_precedes(&w.facts, act_at(1), day("2026-02-02"), &detail));
}

static void the_latest_day_of_results_is_found_anew(void **state)
{
    (void)state;
    world_at(&w, CANDIDACY_PRIOR_IN_PROGRESS);
    world_ask(&w, EVENT_CORRECT_DATE);
    give_act(&w, 1, EVENT_RECORD_RESULTS, "2026-01-20");
    w.acts[1].person = a_person(EVALUATOR);
    w.acts[1].org_id = an_id(ORG);
    w.acts[1].evaluation_id = an_id(PRIOR);
    w.asked.data.happened_on = day("2026-01-14");
    assert_accepted(world_decide(&w, &decision));
    assert_date(decision.results_on, "2026-01-14");
    assert_false(date_is_set(decision.information_on));
    give_act(&w, 2, EVENT_RECORD_RESULTS, "2026-01-16");
    assert_accepted(world_decide(&w, &decision));
    assert_date(decision.results_on, "2026-01-14"); /* of another evaluation */
    w.acts[2].evaluation_id = an_id(PRIOR);
    assert_accepted(world_decide(&w, &decision));
    assert_date(decision.results_on, "2026-01-16");
    w.asked.data.happened_on = day("2026-01-18");
    assert_accepted(world_decide(&w, &decision));
    assert_date(decision.results_on, "2026-01-18");
    world_ask(&w, EVENT_CORRECT_DATE);
    assert_accepted(world_decide(&w, &decision));
    assert_date(decision.information_on, "2026-01-04");
}

static void a_day_that_is_put_right_has_come_and_lies_in_the_cycle(void **state)
{
    (void)state;
    begin();
    give_act(&w, 1, EVENT_CLOSE_PATH, "2026-09-30");
    w.asked.data.happened_on = day("2026-09-29"); /* within the five years */
    assert_accepted(world_decide(&w, &decision));
    w.asked.data.happened_on = date_add_days(w.asked.today, 1);
    assert_refused(world_decide(&w, &decision), REASON_DATE_IN_FUTURE);
    w.asked.data.happened_on = date_add_days(w.now.contact_on, -1);
    assert_refused(world_decide(&w, &decision), REASON_BEFORE_CONTACT);
}

/* Every act that has a day of its own has something that puts it right, or somebody else's. */
static void each_act_has_its_correction(void **state)
{
    (void)state;
    assert_int_equal(act_corrected_by(EVENT_ACCEPT_PATH), EVENT_CORRECT_DATE);
    assert_int_equal(act_corrected_by(EVENT_RECORD_RESTITUTION), EVENT_CORRECT_RESTITUTION);
    assert_int_equal(act_corrected_by(EVENT_ADD_SITTING), EVENT_CORRECT_SITTING);
    assert_int_equal(act_corrected_by(EVENT_RECORD_ATTENDANCE), EVENT_CORRECT_ATTENDANCE);
    assert_int_equal(act_corrected_by(EVENT_OPEN_CONTACT), EVENT_CORRECT_CONTACT);
    assert_int_equal(act_corrected_by(EVENT_REFUSE), CANDIDACY_EVENT_COUNT);
    for (int event = 0; event < CANDIDACY_EVENT_COUNT; event++)
        if (act_corrected_by((enum candidacy_event)event) != CANDIDACY_EVENT_COUNT)
            assert_true(act_is_note(act_corrected_by((enum candidacy_event)event)));
    assert_false(act_is_note(EVENT_TRANSFER));
}

/* The day that was wrong made the last activity; what was only said of acts is none. */
static void the_last_activity_is_found_anew(void **state)
{
    (void)state;
    begin();
    give_act(&w, 2, EVENT_ACCEPT_PATH, "2026-11-22");
    give_act(&w, 3, EVENT_CORRECT_RESTITUTION, "2026-11-30");
    w.asked.data.act_id = w.acts[2].id;
    w.asked.data.happened_on = day("2026-01-22");
    w.now.last_activity_on = day("2026-11-22");
    assert_accepted(world_decide(&w, &decision));
    assert_date(decision.last_activity_on, "2026-01-22");
    w.acts[1].day = day("2026-01-25");
    w.acts[1].event = EVENT_CHANGE_TRAINER;
    assert_accepted(world_decide(&w, &decision));
    assert_date(decision.last_activity_on, "2026-01-25");
    w.now.last_activity_on = day("2026-11-23"); /* which another one made */
    assert_accepted(world_decide(&w, &decision));
    assert_false(date_is_set(decision.last_activity_on));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_act_has_its_correction),
        cmocka_unit_test(the_last_activity_is_found_anew),
        cmocka_unit_test(an_act_is_found_by_its_id_alone),
        cmocka_unit_test(what_was_taken_back_or_fell_stands_no_more),
        cmocka_unit_test(acts_with_corrections_of_their_own_are_not_dated),
        cmocka_unit_test(the_commission_decides_upon_what_lies_before),
        cmocka_unit_test(who_acted_held_the_function_on_that_day),
        cmocka_unit_test(a_day_follows_what_stands_before_it),
        cmocka_unit_test(a_day_precedes_what_stands_behind_it),
        cmocka_unit_test(what_is_about_something_else_bounds_nothing),
        cmocka_unit_test(the_latest_day_of_results_is_found_anew),
        cmocka_unit_test(a_day_that_is_put_right_has_come_and_lies_in_the_cycle),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
