/* SPDX-License-Identifier: EUPL-1.2 */
/* Appointments: every state with every event, and the days around. */
#include "fixture.h"

#include "appointment.h"

static const struct date before = { 2026, 1, 14 }, today = { 2026, 1, 15 }, after = { 2026, 1, 16 };

static struct outcome decide(enum appointment_state state, enum appointment_event event,
                             struct date on, struct date new_day, bool has_reason,
                             enum appointment_state *ret_to)
{
    struct appointment_command command = {
        .event = event, .today = today, .new_day = new_day, .has_reason = has_reason
    };
    return appointment_decide(state, on, &command, ret_to);
}

/* What was told of a day that is over is told anew by the other word. */
static bool puts_right(int from, int event)
{
    return (from == APPOINTMENT_DONE && event == APPOINTMENT_EVENT_MISSED) ||
           (from == APPOINTMENT_MISSED && event == APPOINTMENT_EVENT_DONE);
}

static void what_ended_does_not_move(void **state)
{
    (void)state;
    for (int from = APPOINTMENT_DONE; from <= APPOINTMENT_CANCELLED; from++) {
        for (int event = 0; event < APPOINTMENT_EVENT_COUNT; event++) {
            if (puts_right(from, event))
                continue;
            enum appointment_state to = APPOINTMENT_PLANNED;
            struct outcome outcome = decide((enum appointment_state)from,
                                            (enum appointment_event)event, today, today, true, &to);
            assert_true(outcome_has(&outcome, REASON_INVALID_STATE));
            assert_int_equal(to, APPOINTMENT_PLANNED);
        }
    }
}

static void done_and_missed_put_each_other_right(void **state)
{
    (void)state;
    enum appointment_state to = APPOINTMENT_PLANNED;
    struct outcome outcome =
        decide(APPOINTMENT_MISSED, APPOINTMENT_EVENT_DONE, before, today, false, &to);
    assert_int_equal(outcome.count, 0);
    assert_int_equal(to, APPOINTMENT_DONE);
    outcome = decide(APPOINTMENT_DONE, APPOINTMENT_EVENT_MISSED, before, today, false, &to);
    assert_int_equal(outcome.count, 0);
    assert_int_equal(to, APPOINTMENT_MISSED);
}

static void the_day_decides(void **state)
{
    (void)state;
    static const struct {
        enum appointment_event event;
        const struct date *on, *new_day;
        bool has_reason;
        enum reason refused; /* REASON_NONE = it happens */
        enum appointment_state to;
    } cases[] = {
        { APPOINTMENT_EVENT_DONE, &before, &today, false, REASON_NONE, APPOINTMENT_DONE },
        { APPOINTMENT_EVENT_DONE, &today, &today, false, REASON_NONE, APPOINTMENT_DONE },
        { APPOINTMENT_EVENT_DONE, &after, &today, false, REASON_APPOINTMENT_TO_COME, 0 },
        { APPOINTMENT_EVENT_MISSED, &before, &today, false, REASON_NONE, APPOINTMENT_MISSED },
        { APPOINTMENT_EVENT_MISSED, &today, &today, false, REASON_NONE, APPOINTMENT_MISSED },
        { APPOINTMENT_EVENT_MISSED, &after, &today, false, REASON_APPOINTMENT_TO_COME, 0 },
        { APPOINTMENT_EVENT_CANCEL, &before, &today, true, REASON_APPOINTMENT_PAST, 0 },
        { APPOINTMENT_EVENT_CANCEL, &today, &today, true, REASON_NONE, APPOINTMENT_CANCELLED },
        { APPOINTMENT_EVENT_CANCEL, &after, &today, true, REASON_NONE, APPOINTMENT_CANCELLED },
        { APPOINTMENT_EVENT_CANCEL, &after, &today, false, REASON_REASON_REQUIRED, 0 },
        { APPOINTMENT_EVENT_RESCHEDULE, &before, &after, false, REASON_APPOINTMENT_PAST, 0 },
        { APPOINTMENT_EVENT_RESCHEDULE, &after, &before, false, REASON_APPOINTMENT_PAST, 0 },
        { APPOINTMENT_EVENT_RESCHEDULE, &today, &after, false, REASON_NONE, APPOINTMENT_PLANNED },
        { APPOINTMENT_EVENT_RESCHEDULE, &after, &today, false, REASON_NONE, APPOINTMENT_PLANNED },
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        enum appointment_state to = APPOINTMENT_PLANNED;
        struct outcome outcome = decide(APPOINTMENT_PLANNED, cases[i].event, *cases[i].on,
                                        *cases[i].new_day, cases[i].has_reason, &to);
        bool is_refused = cases[i].refused != REASON_NONE;
        if (outcome.count != is_refused || (is_refused && !outcome_has(&outcome, cases[i].refused)))
            fail_msg("case %zu: %d reasons", i, outcome.count);
        assert_int_equal(to, is_refused ? APPOINTMENT_PLANNED : cases[i].to);
    }
}

static void every_reason_is_told(void **state)
{
    (void)state;
    enum appointment_state to;
    struct outcome outcome =
        decide(APPOINTMENT_PLANNED, APPOINTMENT_EVENT_CANCEL, before, today, false, &to);
    assert_int_equal(outcome.count, 2);
}

static void to_the_same_time_nothing_is_moved(void **state)
{
    (void)state;
    enum appointment_state to;
    const struct appointment_command command = { .event = APPOINTMENT_EVENT_RESCHEDULE,
                                                 .today = today,
                                                 .new_day = after,
                                                 .is_unchanged = true };
    const struct outcome outcome = appointment_decide(APPOINTMENT_PLANNED, after, &command, &to);
    assert_int_equal(outcome.count, 1);
    assert_int_equal(outcome.unmet[0].reason, REASON_NOTHING_CHANGED);
}

static void nobody_is_expected_on_a_day_that_is_over(void **state)
{
    (void)state;
    assert_int_equal(appointment_may_be_planned(before, today).count, 1);
    assert_int_equal(appointment_may_be_planned(today, today).count, 0);
    assert_int_equal(appointment_may_be_planned(after, today).count, 0);
    /* A day beyond the calendar is no day, and not past. */
    assert_int_equal(appointment_may_be_planned((struct date){ 0 }, today).count, 0);
}

static void the_whole_table_is_what_is_found(void **state)
{
    (void)state;
    size_t count;
    const struct appointment_transition *table = appointment_transitions(&count);
    assert_int_equal(count, APPOINTMENT_EVENT_COUNT + 2); /* DONE and MISSED, each put right */
    for (size_t i = 0; i < count; i++)
        assert_ptr_equal(appointment_find(table[i].from, table[i].event), &table[i]);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_ended_does_not_move),
        cmocka_unit_test(done_and_missed_put_each_other_right),
        cmocka_unit_test(the_day_decides),
        cmocka_unit_test(every_reason_is_told),
        cmocka_unit_test(to_the_same_time_nothing_is_moved),
        cmocka_unit_test(nobody_is_expected_on_a_day_that_is_over),
        cmocka_unit_test(the_whole_table_is_what_is_found),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
