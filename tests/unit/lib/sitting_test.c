/* SPDX-License-Identifier: EUPL-1.2 */
/* A sitting is recorded once, and cancelled as long as no result rests on it. */
#include "fixture.h"

static struct world w;
static struct reason_detail detail;
static struct decision decision;

static bool holds(enum guard guard)
{
    const struct exact_world *exact = world_exact(&w);
    return guard_holds(guard, &exact->now, &exact->asked, &w.policy, &detail);
}

static void at(enum candidacy_state state, enum candidacy_event event)
{
    world_at(&w, state);
    world_ask(&w, event);
}

static void the_same_day_hour_and_evaluator_are_one_sitting(void **state)
{
    (void)state;
    at(CANDIDACY_PRIOR_IN_PROGRESS, EVENT_ADD_SITTING);
    assert_true(holds(GUARD_SITTING_ALREADY_RECORDED)); /* another day */
    w.asked.data.sitting_date = day("2026-01-14");
    assert_false(holds(GUARD_SITTING_ALREADY_RECORDED));
    assert_true(id_equals(detail.id, an_id(LAST_SITTING)));
    w.asked.data.evaluator = a_person(OTHER_EVALUATOR);
    assert_true(holds(GUARD_SITTING_ALREADY_RECORDED));
    w.asked.data.evaluator = a_person(EVALUATOR);
    w.asked.data.starts_at = 1768386600000; /* an hour beside one that nobody told */
    assert_true(holds(GUARD_SITTING_ALREADY_RECORDED));
    w.sittings[0][1].starts_at = 1768386600000;
    assert_false(holds(GUARD_SITTING_ALREADY_RECORDED));
    at(CANDIDACY_INFORMED, EVENT_ADD_SITTING); /* no evaluation */
    assert_true(holds(GUARD_SITTING_ALREADY_RECORDED));
}

static void results_rest_on_the_first_sitting_of_who_recorded_them(void **state)
{
    (void)state;
    at(CANDIDACY_PRIOR_IN_PROGRESS, EVENT_CANCEL_SITTING);
    assert_true(holds(GUARD_SITTING_IN_USE)); /* the last one: the first stays */
    w.asked.data.sitting_id = w.sittings[0][0].id;
    assert_false(holds(GUARD_SITTING_IN_USE));
    assert_true(id_equals(detail.id, w.sittings[0][0].id));
    assert_int_equal(date_compare(detail.date, day("2026-01-12")), 0);
    w.sittings[0][1].date = day("2026-01-12"); /* another one that day serves as well */
    assert_true(holds(GUARD_SITTING_IN_USE));
    w.sittings[0][1].evaluator = a_person(OTHER_EVALUATOR);
    assert_false(holds(GUARD_SITTING_IN_USE));
}

static void without_a_result_and_before_its_day_nothing_rests_on_a_sitting(void **state)
{
    (void)state;
    at(CANDIDACY_PRIOR_IN_PROGRESS, EVENT_CANCEL_SITTING);
    w.asked.data.sitting_id = w.sittings[0][0].id;
    w.asked.today = day("2026-01-11");
    assert_true(holds(GUARD_SITTING_IN_USE));
    w.asked.today = day("2026-01-12");
    assert_false(holds(GUARD_SITTING_IN_USE));
    const int last = w.referential.item_count - 1;
    for (int item = 0; item <= last; item += last) {
        memset(w.results[0], RESULT_NONE, (size_t)w.referential.item_count);
        assert_true(holds(GUARD_SITTING_IN_USE));
        w.results[0][item] = RESULT_NOT_EVALUATED;
        assert_false(holds(GUARD_SITTING_IN_USE));
    }
    w.evaluations[0].results = NULL;
    assert_true(holds(GUARD_SITTING_IN_USE));
}

static void what_is_no_sitting_of_the_evaluation_is_told_once(void **state)
{
    (void)state;
    at(CANDIDACY_PRIOR_IN_PROGRESS, EVENT_CANCEL_SITTING);
    assert_true(holds(GUARD_SITTING_NOT_IN_EVALUATION));
    w.asked.data.sitting_id = an_id(999);
    assert_false(holds(GUARD_SITTING_NOT_IN_EVALUATION));
    assert_true(id_equals(detail.id, an_id(999)));
    assert_true(holds(GUARD_SITTING_IN_USE));
    at(CANDIDACY_INFORMED, EVENT_CANCEL_SITTING); /* no evaluation */
    assert_false(holds(GUARD_SITTING_NOT_IN_EVALUATION));
}

/* What is planned ahead was not done before anything; what was held was, planned or not. */
static void a_sitting_comes_after_those_that_were_held(void **state)
{
    (void)state;
    at(CANDIDACY_PRIOR_IN_PROGRESS, EVENT_ADD_SITTING);
    w.sittings[0][1].date = day("2026-12-08");
    w.asked.data.sitting_date = day("2026-12-04"); /* between today and the planned one */
    assert_true(holds(GUARD_DATE_BEFORE_PREVIOUS_ACT));
    w.asked.data.sitting_date = day("2026-01-12"); /* the day of the first */
    assert_true(holds(GUARD_DATE_BEFORE_PREVIOUS_ACT));
    w.asked.data.sitting_date = day("2026-01-11");
    assert_false(holds(GUARD_DATE_BEFORE_PREVIOUS_ACT));
    assert_int_equal(date_compare(detail.limit, day("2026-01-12")), 0);
    w.asked.data.sitting_date = day("2026-12-04");
    w.asked.today = day("2026-12-08"); /* now it was held */
    assert_false(holds(GUARD_DATE_BEFORE_PREVIOUS_ACT));
    w.sittings[0][0].date = day("2026-12-05"); /* in whatever order they were planned */
    w.sittings[0][1].date = day("2026-12-03");
    assert_false(holds(GUARD_DATE_BEFORE_PREVIOUS_ACT));
    assert_int_equal(date_compare(detail.limit, day("2026-12-05")), 0);
}

static void no_evaluation_is_completed_before_a_sitting_that_is_still_to_come(void **state)
{
    (void)state;
    at(CANDIDACY_PRIOR_IN_PROGRESS, EVENT_COMPLETE_PRIOR);
    assert_true(holds(GUARD_SITTING_TO_COME));
    w.sittings[0][1].date = day("2026-12-08");
    assert_false(holds(GUARD_SITTING_TO_COME));
    assert_true(id_equals(detail.id, an_id(LAST_SITTING)));
    assert_int_equal(date_compare(detail.date, day("2026-12-08")), 0);
    w.sittings[0][0].date = day("2026-12-09"); /* the first of them is named */
    assert_false(holds(GUARD_SITTING_TO_COME));
    assert_true(id_equals(detail.id, an_id(30)));
    w.sittings[0][1].date = day("2026-01-14");
    assert_false(holds(GUARD_SITTING_TO_COME));
}

static void refused_for(enum reason reason, enum candidacy_event behind, const char *limit)
{
    const struct outcome outcome = world_decide(&w, &decision);
    assert_refused(outcome, reason);
    assert_date(outcome.unmet[0].detail.limit, limit);
    assert_int_equal(outcome.unmet[0].detail.behind, behind + 1);
    assert_int_equal(outcome.unmet[0].detail.which, ACT_DATE_OF_SITTING);
}

/* T4: by day, and as far as they have come: the last one of another evaluator is put right. */
static void a_sitting_stays_between_those_beside_it(void **state)
{
    (void)state;
    world_at(&w, CANDIDACY_PRIOR_IN_PROGRESS);
    world_ask(&w, EVENT_CORRECT_SITTING);
    w.asked.data.sitting_date = day("2026-01-12"); /* another evaluator's of that day */
    assert_accepted(world_decide(&w, &decision));
    w.asked.data.sitting_date = day("2026-01-11");
    refused_for(REASON_DATE_BEFORE_PREVIOUS_ACT, EVENT_ADD_SITTING, "2026-01-12");
    w.asked.data.sitting_id = w.sittings[0][0].id;
    assert_accepted(world_decide(&w, &decision));
    w.asked.data.sitting_date = day("2026-01-14");
    assert_accepted(world_decide(&w, &decision));
    w.asked.data.sitting_date = day("2026-01-15");
    refused_for(REASON_DATE_AFTER_NEXT_ACT, EVENT_ADD_SITTING, "2026-01-14");
    w.sittings[0][1].date = day("2026-12-02"); /* still to come */
    assert_accepted(world_decide(&w, &decision));
    w.asked.data.sitting_date = day("2026-12-24"); /* as it may be itself */
    assert_accepted(world_decide(&w, &decision));
    w.sittings[0][0].date = day("2026-12-10"); /* which was not held before anything */
    w.sittings[0][1].date = day("2026-12-12");
    w.asked.data.sitting_id = an_id(LAST_SITTING);
    w.asked.data.sitting_date = day("2026-12-09");
    assert_accepted(world_decide(&w, &decision));
    w.asked.data.sitting_date = (struct date){ 0 }; /* and what is not told stays */
    w.habilitations[0].spell.to = w.affiliations[1].spell.to = day("2026-01-01");
    assert_accepted(world_decide(&w, &decision));
}

/* T4: results rest on the first sitting of whoever recorded them. */
static void a_sitting_stays_before_the_results_of_its_evaluator(void **state)
{
    (void)state;
    world_at(&w, CANDIDACY_PRIOR_IN_PROGRESS);
    world_ask(&w, EVENT_CORRECT_SITTING);
    give_act(&w, 0, EVENT_RECORD_RESULTS, "2026-01-16");
    w.acts[0].evaluation_id = an_id(PRIOR);
    w.acts[0].person = a_person(OTHER_EVALUATOR);
    w.asked.data.sitting_date = day("2026-01-16");
    assert_accepted(world_decide(&w, &decision));
    w.asked.data.sitting_date = day("2026-01-17");
    refused_for(REASON_DATE_AFTER_NEXT_ACT, EVENT_RECORD_RESULTS, "2026-01-16");
    w.acts[0].event = EVENT_COMPLETE_PRIOR;
    assert_accepted(world_decide(&w, &decision));
    w.acts[0].event = EVENT_RECORD_RESULTS;
    w.acts[0].evaluation_id = an_id(FINAL);
    assert_accepted(world_decide(&w, &decision));
    w.acts[0].evaluation_id = an_id(PRIOR);
    w.acts[0].person = a_person(EVALUATOR); /* whose first one it is not */
    assert_accepted(world_decide(&w, &decision));
    w.acts[0].person = a_person(OTHER_EVALUATOR);
    w.sittings[0][0].evaluator = a_person(OTHER_EVALUATOR); /* then they rest on the one before */
    assert_accepted(world_decide(&w, &decision));
    w.asked.data.sitting_id = w.sittings[0][0].id;
    w.asked.data.sitting_date = day("2026-01-14");
    assert_refused(world_decide(&w, &decision), REASON_SITTING_ALREADY_RECORDED);
    w.asked.data.starts_at = 1;
    assert_accepted(world_decide(&w, &decision));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_same_day_hour_and_evaluator_are_one_sitting),
        cmocka_unit_test(results_rest_on_the_first_sitting_of_who_recorded_them),
        cmocka_unit_test(without_a_result_and_before_its_day_nothing_rests_on_a_sitting),
        cmocka_unit_test(a_sitting_comes_after_those_that_were_held),
        cmocka_unit_test(no_evaluation_is_completed_before_a_sitting_that_is_still_to_come),
        cmocka_unit_test(what_is_no_sitting_of_the_evaluation_is_told_once),
        cmocka_unit_test(a_sitting_stays_between_those_beside_it),
        cmocka_unit_test(a_sitting_stays_before_the_results_of_its_evaluator),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
