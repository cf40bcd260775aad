/* SPDX-License-Identifier: EUPL-1.2 */
/* The order of days: each pair of the table at both sides of its bound, from every state in which
 * its event happens; and that no event which sets a day goes without. */
#include "fixture.h"

#include "day_order.h"

static struct world w;
static struct decision decision;

static const struct day_order *orders(size_t *ret_count)
{
    return day_orders(ret_count);
}

/* What is written is so before the act. */
static void set_day(enum ordered_day which, struct date day)
{
    if (which == ORDERED_DAY_WRITING)
        w.asked.occurred_on = date_add_days(day, 2);
    if (which == ORDERED_DAY_SITTING)
        w.asked.data.sitting_date = day;
    else if (which == ORDERED_DAY_RESTITUTION)
        w.asked.data.given_on = day;
    else if (which == ORDERED_DAY_WRITING)
        w.asked.data.written_on = day;
    else if (which == ORDERED_DAY_SESSION)
        w.session.held_on = day;
    else
        w.asked.occurred_on = day;
}

static bool is_asked(const struct transition *row, enum guard guard)
{
    for (int g = 0; row->guards[g] != GUARD_NONE; g++)
        if (row->guards[g] == guard)
            return true;
    return false;
}

/* What the fixture leaves out: each bound has a day of its own. */
static void give_bounds(void)
{
    w.asked.today = w.asked.deadline_day = day("2026-12-01");
    w.path.ended_on = day("2026-09-30");
    for (int i = 0; i < w.now.evaluation_count; i++)
        w.evaluations[i].results_on = w.sittings[i][0].date;
    w.voidings[0].decided_on = day("2026-11-10");
}

/* Of the answers to one day; other guards may object, too. */
static bool is_refused(const struct day_order *order, struct date day)
{
    set_day(order->day, day);
    const struct outcome outcome = world_decide(&w, &decision);
    for (int i = 0; i < outcome.count; i++) {
        if (outcome.unmet[i].reason != guard_info(order->guard)->reason)
            continue;
        assert_true(date_is_set(outcome.unmet[i].detail.date));
        assert_true(date_is_before(outcome.unmet[i].detail.date, outcome.unmet[i].detail.limit));
        return true;
    }
    return false;
}

/* The latest day that any pair of the same guard asks for. */
static struct date latest_bound(const struct day_order *order)
{
    size_t count;
    const struct day_order *all = orders(&count);
    struct date latest = { 0 };
    for (size_t i = 0; i < count; i++) {
        const struct date bound = day_bound_of(all[i].bound, &w.now, &w.asked).day;
        if (all[i].event == order->event && all[i].guard == order->guard &&
            date_is_after(bound, latest))
            latest = bound;
    }
    return latest;
}

static bool try_from(const struct transition *row, const struct day_order *order)
{
    world_at(&w, row->from);
    world_ask(&w, row->event);
    give_bounds();
    const struct date bound = day_bound_of(order->bound, &w.now, &w.asked).day;
    if (!date_is_set(bound))
        return false;
    if (!is_refused(order, date_add_days(bound, -1)))
        fail_msg("%s from %s: the day before bound %d of %s passes",
                 candidacy_event_name(row->event), candidacy_state_name(row->from), order->bound,
                 guard_info(order->guard)->name);
    const struct date latest = latest_bound(order);
    if (is_refused(order, latest) || is_refused(order, date_add_days(latest, 1)))
        fail_msg("%s from %s: bound %d of %s itself is refused", candidacy_event_name(row->event),
                 candidacy_state_name(row->from), order->bound, guard_info(order->guard)->name);
    return true;
}

static void each_pair_holds_at_both_sides_of_its_bound(void **state)
{
    (void)state;
    size_t order_count, row_count;
    const struct day_order *all = orders(&order_count);
    const struct transition *rows = transitions(&row_count);
    for (size_t i = 0; i < order_count; i++) {
        int tried = 0;
        for (size_t r = 0; r < row_count; r++)
            if (rows[r].event == all[i].event && is_asked(&rows[r], all[i].guard))
                tried += try_from(&rows[r], &all[i]);
        /* What the fixture has nothing of has tests of its own below. */
        if (tried == 0 && all[i].bound != DAY_BOUND_END_OF_PATH &&
            all[i].bound != DAY_BOUND_REFUSAL &&
            !(all[i].event == EVENT_SUBMIT_FILE && all[i].bound == DAY_BOUND_MOVE_OF_FILE))
            fail_msg("bound %d of %s is never tried", all[i].bound,
                     candidacy_event_name(all[i].event));
    }
}

/* A guard whose table has no pair of the event asks nothing. */
static void every_guard_of_the_order_has_its_pair(void **state)
{
    (void)state;
    static const enum guard guards[] = {
        GUARD_INFORMATION_REQUIRED, GUARD_FINAL_BEFORE_TRAINING_END, GUARD_DATE_BEFORE_PREVIOUS_ACT,
        GUARD_RESULT_BEFORE_SITTING, GUARD_RESTITUTION_BEFORE_EVALUATION
    };
    size_t order_count, row_count;
    const struct day_order *all = orders(&order_count);
    const struct transition *rows = transitions(&row_count);
    for (size_t r = 0; r < row_count; r++)
        for (size_t g = 0; g < COUNT(guards); g++) {
            /* A correction asks the pairs of the act whose day it puts right: act_order_test.c. */
            bool is_there = !is_asked(&rows[r], guards[g]) || rows[r].event == EVENT_CORRECT_DATE;
            for (size_t i = 0; i < order_count; i++)
                is_there |= all[i].event == rows[r].event && all[i].guard == guards[g];
            if (!is_there)
                fail_msg("%s of %s", guard_info(guards[g])->name,
                         candidacy_event_name(rows[r].event));
        }
}

/* Who sets the day of a sitting asks for the information of a prior evaluation, and for the end of
 * the training of a final one, whichever sitting comes first. */
static void a_sitting_after_a_cancelled_one_is_asked_what_the_first_was(void **state)
{
    (void)state;
    world_at(&w, CANDIDACY_PRIOR_IN_PROGRESS);
    world_ask(&w, EVENT_ADD_SITTING);
    w.evaluations[0].sitting_count = 0;
    w.evaluations[0].results = NULL;
    w.asked.data.sitting_date = date_add_days(w.now.information_on, -1);
    assert_refused(world_decide(&w, &decision), REASON_INFORMATION_REQUIRED);
    w.asked.data.sitting_date = w.now.information_on;
    assert_accepted(world_decide(&w, &decision));
    world_at(&w, CANDIDACY_FINAL_IN_PROGRESS);
    world_ask(&w, EVENT_ADD_SITTING);
    w.evaluations[1].sitting_count = 0;
    w.asked.data.sitting_date = date_add_days(w.path.closed_on, -1);
    assert_refused(world_decide(&w, &decision), REASON_FINAL_BEFORE_TRAINING_END);
    w.asked.data.sitting_date = w.path.closed_on;
    assert_accepted(world_decide(&w, &decision));
}

static void nothing_is_proposed_before_what_ended_the_path_before(void **state)
{
    (void)state;
    static const enum path_status ends[] = { PATH_STATUS_DECLINED, PATH_STATUS_INTERRUPTED };
    for (size_t i = 0; i < COUNT(ends); i++) {
        world_at(&w, CANDIDACY_PARTIAL);
        give_path(&w, ends[i]);
        w.now.trainer_count = 0;
        world_ask(&w, EVENT_PROPOSE_PATH);
        w.path.ended_on = date_add_days(w.asked.occurred_on, 1);
        assert_refused(world_decide(&w, &decision), REASON_DATE_BEFORE_PREVIOUS_ACT);
        w.path.ended_on = w.asked.occurred_on;
        assert_accepted(world_decide(&w, &decision));
    }
    w.voidings[0] = (struct voiding){ .decision_id = an_id(REFUSAL),
                                      .decided_on = date_add_days(w.asked.occurred_on, 1) };
    w.now.voiding_count = 1;
    assert_refused(world_decide(&w, &decision), REASON_DATE_BEFORE_PREVIOUS_ACT);
}

static void a_file_is_not_sent_again_before_it_was_sent(void **state)
{
    (void)state;
    world_at(&w, CANDIDACY_JURY_READY);
    give_file(&w, false);
    w.file.is_recalled = true;
    w.file.moved_on = day("2026-10-22");
    world_ask(&w, EVENT_SUBMIT_FILE);
    w.asked.occurred_on = date_add_days(w.file.moved_on, -1);
    assert_refused(world_decide(&w, &decision), REASON_DATE_BEFORE_PREVIOUS_ACT);
    w.asked.occurred_on = w.file.moved_on;
    assert_accepted(world_decide(&w, &decision));
}

/* What was taken back, planned or never held is no act behind which a cycle ends. */
static void an_end_lies_behind_what_stands_alone(void **state)
{
    (void)state;
    world_at(&w, CANDIDACY_FINAL_IN_PROGRESS);
    world_ask(&w, EVENT_WITHDRAW);
    assert_date(day_bound_of(DAY_BOUND_LAST_ACT, &w.now, &w.asked).day, "2026-09-30");
    w.evaluations[1].results_on = day("2026-10-10");
    assert_date(day_bound_of(DAY_BOUND_LAST_ACT, &w.now, &w.asked).day, "2026-10-10");
    w.evaluations[1].is_annulled = true;
    w.path.closed_on = w.modules[0].closed_on = w.modules[1].closed_on = (struct date){ 0 };
    assert_date(day_bound_of(DAY_BOUND_LAST_ACT, &w.now, &w.asked).day, "2026-02-20");
    w.path.ended_on = day("2026-03-01");
    assert_date(day_bound_of(DAY_BOUND_LAST_ACT, &w.now, &w.asked).day, "2026-03-01");
    w.evaluations[0].is_annulled = true; /* and the path with it */
    w.now.cycle_start = (struct date){ 0 };
    assert_date(day_bound_of(DAY_BOUND_LAST_ACT, &w.now, &w.asked).day, "2026-01-05");
    give_file(&w, false);
    assert_date(day_bound_of(DAY_BOUND_LAST_ACT, &w.now, &w.asked).day, "2026-10-20");
}

/* A refusal that is examined again counts no more, nor does who is put on no agenda. */
static void what_was_taken_back_bounds_nothing(void **state)
{
    (void)state;
    world_at(&w, CANDIDACY_PARTIAL);
    world_ask(&w, EVENT_PROPOSE_PATH);
    w.voidings[0] = (struct voiding){ .decision_id = an_id(REFUSAL),
                                      .decided_on = date_add_days(w.asked.occurred_on, 1),
                                      .is_lifted = true };
    w.now.voiding_count = 1;
    assert_accepted(world_decide(&w, &decision));
    world_at(&w, CANDIDACY_SUBMITTED);
    world_ask(&w, EVENT_PUT_ON_AGENDA);
    w.facts.session = NULL;
    assert_refused(world_decide(&w, &decision), REASON_SESSION_LOCKED);
}

static bool holds(enum guard guard, struct reason_detail *ret_detail)
{
    const struct exact_world *exact = world_exact(&w);
    return guard_holds(guard, &exact->now, &exact->asked, &w.policy, ret_detail);
}

/* Decision 38: an act lies by the latest day that has begun where it may have been done. */
static void no_act_lies_behind_the_latest_day_that_has_begun(void **state)
{
    (void)state;
    struct reason_detail detail;
    world_at(&w, CANDIDACY_PARTIAL);
    world_ask(&w, EVENT_CORRECT_RESTITUTION);
    w.asked.occurred_on = date_add_days(w.asked.today, 1);
    assert_false(holds(GUARD_DATE_IN_FUTURE, &detail));
    assert_date(detail.limit, "2026-12-01");
    w.asked.latest = w.asked.occurred_on; /* it is tomorrow there */
    assert_true(holds(GUARD_DATE_IN_FUTURE, &detail));
    w.asked.occurred_on = date_add_days(w.asked.today, 2);
    assert_false(holds(GUARD_DATE_IN_FUTURE, &detail));
    assert_int_equal(detail.which, ACT_DATE_OF_ACT);
    assert_date(detail.limit, "2026-12-02");
}

static void results_were_not_given_back_in_the_future(void **state)
{
    (void)state;
    struct reason_detail detail;
    world_at(&w, CANDIDACY_PARTIAL);
    world_ask(&w, EVENT_CORRECT_RESTITUTION);
    w.asked.data.given_on = w.asked.today;
    assert_accepted(world_decide(&w, &decision));
    w.asked.data.given_on = date_add_days(w.asked.today, 1);
    assert_refused(world_decide(&w, &decision), REASON_DATE_IN_FUTURE);
    assert_false(holds(GUARD_DATE_IN_FUTURE, &detail));
    assert_int_equal(detail.which, ACT_DATE_OF_RESTITUTION);
    assert_date(detail.date, "2026-12-02");
}

/* T6: the first path that was proposed since, and never before, is what it is built upon. */
static void the_first_path_after_a_restitution_is_built_upon_it(void **state)
{
    (void)state;
    struct evaluation evaluation = { .id = an_id(PRIOR) };
    evaluation_is_built_upon(&evaluation, day("2026-01-20"));
    assert_false(date_is_set(evaluation.built_upon_on)); /* nothing was given back */
    evaluation.restituted_on = day("2026-01-14");
    evaluation_is_built_upon(&evaluation, day("2026-01-13"));
    assert_false(date_is_set(evaluation.built_upon_on));
    evaluation_is_built_upon(&evaluation, day("2026-01-14"));
    assert_date(evaluation.built_upon_on, "2026-01-14");
    evaluation_is_built_upon(&evaluation, day("2026-01-20"));
    assert_date(evaluation.built_upon_on, "2026-01-14");
}

/* T6: a file that was sent was built upon what was given back by then; one that was recalled is
 * taken back. */
static void a_restitution_stays_before_the_file_that_was_sent_since(void **state)
{
    (void)state;
    struct reason_detail detail;
    world_at(&w, CANDIDACY_JURY_READY);
    world_ask(&w, EVENT_CORRECT_RESTITUTION);
    w.asked.data.given_on = day("2026-10-21");
    assert_true(holds(GUARD_DATE_AFTER_NEXT_ACT, &detail));
    give_file(&w, false); /* 2026-10-20 */
    assert_false(holds(GUARD_DATE_AFTER_NEXT_ACT, &detail));
    assert_date(detail.date, "2026-10-21");
    assert_date(detail.limit, "2026-10-20");
    w.asked.data.given_on = w.file.submitted_on;
    assert_true(holds(GUARD_DATE_AFTER_NEXT_ACT, &detail));
    w.asked.data.given_on = day("2026-10-21");
    w.file.submitted_on = w.evaluations[0].restituted_on; /* on that day it was built upon it */
    assert_false(holds(GUARD_DATE_AFTER_NEXT_ACT, &detail));
    w.file.is_recalled = true;
    assert_true(holds(GUARD_DATE_AFTER_NEXT_ACT, &detail));
    w.file.is_recalled = false;
    w.file.submitted_on = date_add_days(w.evaluations[0].restituted_on, -1);
    assert_true(holds(GUARD_DATE_AFTER_NEXT_ACT, &detail));
}

/* T28: what was told of it since is none of its days. */
static void whoever_resumes_follows_the_abandonment_alone(void **state)
{
    (void)state;
    world_at(&w, CANDIDACY_ABANDONED);
    world_ask(&w, EVENT_RESUME);
    w.now.last_activity_on = day("2026-11-30");
    w.asked.occurred_on = w.now.abandoned_on;
    assert_accepted(world_decide(&w, &decision));
    w.asked.occurred_on = date_add_days(w.now.abandoned_on, -1);
    assert_refused(world_decide(&w, &decision), REASON_DATE_BEFORE_PREVIOUS_ACT);
}

/* T27: patience begins with what was done, not with what was said of it later. */
static void a_note_is_no_activity(void **state)
{
    (void)state;
    world_at(&w, CANDIDACY_PARTIAL);
    world_ask(&w, EVENT_CORRECT_RESTITUTION);
    assert_accepted(world_decide(&w, &decision));
    assert_false(date_is_set(decision.last_activity_on));
    world_ask(&w, EVENT_PROPOSE_PATH);
    assert_accepted(world_decide(&w, &decision));
    assert_int_equal(date_compare(decision.last_activity_on, w.asked.occurred_on), 0);
    w.now.last_activity_on = date_add_days(w.asked.occurred_on, 1); /* which was later stays */
    assert_accepted(world_decide(&w, &decision));
    assert_false(date_is_set(decision.last_activity_on));
}

/* Of each bound the act that set it, which whoever reads the refusal may put right. */
static void a_refusal_says_whose_day_stands_in_the_way(void **state)
{
    (void)state;
    world_at(&w, CANDIDACY_IN_TRAINING);
    world_ask(&w, EVENT_ABANDON);
    static const struct {
        enum path_status status;
        enum candidacy_event event;
    } ends[] = { { PATH_STATUS_DECLINED, EVENT_DECLINE_PATH },
                 { PATH_STATUS_CLOSED, EVENT_CLOSE_PATH },
                 { PATH_STATUS_INTERRUPTED, EVENT_INTERRUPT_PATH } };
    w.path.ended_on = day("2026-03-01");
    for (size_t i = 0; i < COUNT(ends); i++) {
        w.path.status = ends[i].status;
        assert_int_equal(day_bound_of(DAY_BOUND_END_OF_PATH, &w.now, &w.asked).made_by,
                         ends[i].event);
    }
    assert_int_equal(day_bound_of(DAY_BOUND_END_OF_EVALUATION, &w.now, &w.asked).made_by,
                     EVENT_COMPLETE_PRIOR);
    w.sittings[0][1].date = day("2026-01-15");
    assert_int_equal(day_bound_of(DAY_BOUND_END_OF_EVALUATION, &w.now, &w.asked).made_by,
                     EVENT_ADD_SITTING);
    world_at(&w, CANDIDACY_JURY_READY);
    world_ask(&w, EVENT_SUBMIT_FILE);
    assert_int_equal(day_bound_of(DAY_BOUND_END_OF_EVALUATION, &w.now, &w.asked).made_by,
                     EVENT_COMPLETE_FINAL);
    assert_false(date_is_set(day_bound_of(DAY_BOUND_MOVE_OF_FILE, &w.now, &w.asked).day));
    give_file(&w, false);
    assert_int_equal(day_bound_of(DAY_BOUND_MOVE_OF_FILE, &w.now, &w.asked).made_by,
                     EVENT_SUBMIT_FILE);
    w.file.moved_on = date_add_days(w.file.submitted_on, 1);
    assert_int_equal(day_bound_of(DAY_BOUND_MOVE_OF_FILE, &w.now, &w.asked).made_by, EVENT_DEFER);
    w.file.is_recalled = true;
    assert_int_equal(day_bound_of(DAY_BOUND_MOVE_OF_FILE, &w.now, &w.asked).made_by,
                     EVENT_RECALL_FILE);
    w.asked.occurred_on = date_add_days(w.file.submitted_on, -1);
    const struct outcome outcome = world_decide(&w, &decision);
    assert_refused(outcome, REASON_DATE_BEFORE_PREVIOUS_ACT);
    assert_int_equal(outcome.unmet[0].detail.behind, EVENT_RECALL_FILE + 1);
}

static void the_count_of_bounds_bounds_nothing(void **state)
{
    (void)state;
    world_at(&w, CANDIDACY_ON_AGENDA);
    world_ask(&w, EVENT_CERTIFY);
    assert_false(date_is_set(day_bound_of(DAY_BOUND_COUNT, &w.now, &w.asked).day));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_pair_holds_at_both_sides_of_its_bound),
        cmocka_unit_test(every_guard_of_the_order_has_its_pair),
        cmocka_unit_test(a_sitting_after_a_cancelled_one_is_asked_what_the_first_was),
        cmocka_unit_test(nothing_is_proposed_before_what_ended_the_path_before),
        cmocka_unit_test(a_file_is_not_sent_again_before_it_was_sent),
        cmocka_unit_test(an_end_lies_behind_what_stands_alone),
        cmocka_unit_test(what_was_taken_back_bounds_nothing),
        cmocka_unit_test(no_act_lies_behind_the_latest_day_that_has_begun),
        cmocka_unit_test(results_were_not_given_back_in_the_future),
        cmocka_unit_test(the_first_path_after_a_restitution_is_built_upon_it),
        cmocka_unit_test(a_restitution_stays_before_the_file_that_was_sent_since),
        cmocka_unit_test(whoever_resumes_follows_the_abandonment_alone),
        cmocka_unit_test(a_note_is_no_activity),
        cmocka_unit_test(a_refusal_says_whose_day_stands_in_the_way),
        cmocka_unit_test(the_count_of_bounds_bounds_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
