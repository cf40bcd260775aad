/* SPDX-License-Identifier: EUPL-1.2 */
/* What is told of a training: how much of it may be, once, and until when it is corrected. */
#include "broken_world.h"

static void hours_beyond_a_module_need_a_reason_and_have_an_end(void **state)
{
    (void)state;
    world_at(&w, CANDIDACY_IN_TRAINING);
    world_ask(&w, EVENT_RECORD_ATTENDANCE);
    w.modules[0].attended_minutes = 30 * 60;
    w.asked.data.attended_minutes = 10 * 60; /* 40 hours in all, 30 of which were attended */
    assert_accepted(world_decide(&w, &decision));
    w.asked.data.attended_minutes = 10 * 60 + 1;
    const struct outcome outcome = world_decide(&w, &decision);
    assert_refused(outcome, REASON_HOURS_BEYOND_MODULE);
    assert_true(outcome.unmet[0].detail.has_minutes);
    assert_int_equal(detail_left_minutes(&outcome.unmet[0].detail), 10 * 60);
    w.asked.data.has_overrun_reason = true;
    assert_accepted(world_decide(&w, &decision));
    w.modules[0].attended_minutes = MODULE_MAX_MINUTES - w.asked.data.attended_minutes;
    assert_accepted(world_decide(&w, &decision));
    w.modules[0].attended_minutes++;
    assert_refused(world_decide(&w, &decision), REASON_HOURS_BEYOND_MODULE);
    w.modules[0].attended_minutes = 30 * 60;
    w.asked.data.attended_minutes =
        10 * 60 + 1; /* more than was planned is not for who trains from elsewhere */
    w.asked.acting_org_id = an_id(TRAINING_ORG);
    assert_refused(world_decide(&w, &decision), REASON_HOURS_BEYOND_MODULE);
    w.asked.data.attended_minutes = 10 * 60;
    assert_accepted(world_decide(&w, &decision));
    w.asked.data.attended_minutes = 10 * 60 + 1;
    w.asked.acting_org_id = (struct id){ { 0 } }; /* the certifier */
    assert_accepted(world_decide(&w, &decision));
    w.asked.acting_org_id = an_id(ORG);
    assert_accepted(world_decide(&w, &decision));
    w.modules[0].attended_minutes = w.modules[1].attended_minutes = 41 * 60;
    w.asked.data.has_overrun_reason = false;
    const struct outcome over = world_decide(&w, &decision);
    assert_int_equal(detail_left_minutes(&over.unmet[0].detail), 0);
}

static void a_correction_has_the_bounds_of_what_it_corrects(void **state)
{
    (void)state;
    world_at(&w, CANDIDACY_IN_TRAINING);
    world_ask(&w, EVENT_CORRECT_ATTENDANCE);
    w.modules[0].planned_minutes = 20 * 60;
    w.asked.data.attended_minutes = 20 * 60; /* all that was attended is what is corrected */
    assert_accepted(world_decide(&w, &decision));
    w.asked.data.attended_minutes++;
    const struct outcome outcome = world_decide(&w, &decision);
    assert_refused(outcome, REASON_HOURS_BEYOND_MODULE);
    assert_int_equal(detail_left_minutes(&outcome.unmet[0].detail), 20 * 60);
    w.asked.data.has_overrun_reason = true;
    assert_accepted(world_decide(&w, &decision));
    /* To less is never beyond, whatever was attended besides. */
    w.asked.data.has_overrun_reason = false;
    w.modules[0].attended_minutes = 50 * 60;
    w.asked.data.attended_minutes = 0;
    assert_accepted(world_decide(&w, &decision));
    w.asked.data.attended_minutes = 7 * 60 - 1;
    assert_accepted(world_decide(&w, &decision));
    w.asked.data.attended_minutes = 7 * 60 + 1;
    assert_refused(world_decide(&w, &decision), REASON_HOURS_BEYOND_MODULE);
    w.asked.data.recorded.attended_minutes = 0; /* corrected to nothing before */
    w.asked.data.attended_minutes = 60;
    w.modules[0].attended_minutes = 0;
    assert_refused(world_decide(&w, &decision), REASON_ATTENDANCE_NOT_IN_PATH);
}

/* Whatever the reason and the module. */
static void no_day_has_more_than_its_hours(void **state)
{
    (void)state;
    static const enum candidacy_event events[] = { EVENT_RECORD_ATTENDANCE,
                                                   EVENT_CORRECT_ATTENDANCE };
    for (size_t i = 0; i < COUNT(events); i++) {
        world_at(&w, CANDIDACY_IN_TRAINING);
        world_ask(&w, events[i]);
        w.asked.data.has_overrun_reason = true;
        w.asked.data.attended_minutes = 1440;
        assert_accepted(world_decide(&w, &decision));
        w.asked.data.attended_minutes = 1441;
        assert_refused(world_decide(&w, &decision), REASON_HOURS_BEYOND_DAY);
        w.asked.data.attended_minutes = 840;
        w.asked.data.day_minutes = 600; /* beside it */
        assert_accepted(world_decide(&w, &decision));
        w.asked.data.day_minutes = 601;
        const struct outcome outcome = world_decide(&w, &decision);
        assert_refused(outcome, REASON_HOURS_BEYOND_DAY);
        assert_int_equal(detail_left_minutes(&outcome.unmet[0].detail), 839);
    }
    /* What was told beyond a day before is corrected to less, though still beyond. */
    w.asked.data.recorded.attended_minutes = 3000;
    w.asked.data.attended_minutes = 2000;
    assert_accepted(world_decide(&w, &decision));
}

static void what_was_attended_in_a_path_before_is_not_corrected(void **state)
{
    (void)state;
    world_at(&w, CANDIDACY_IN_TRAINING);
    world_ask(&w, EVENT_CORRECT_ATTENDANCE);
    w.asked.data.module_id = w.asked.data.recorded.module_id = an_id(999);
    assert_refused(world_decide(&w, &decision), REASON_ATTENDANCE_NOT_IN_PATH);
}

/* By their names, so that the next one is not forgotten. */
static void who_trains_from_elsewhere_tells_attendance_alone(void **state)
{
    (void)state;
    for (int event = 0; event < CANDIDACY_EVENT_COUNT; event++)
        assert_int_equal(event_is_of_attendance((enum candidacy_event)event),
                         strstr(candidacy_event_names[event], "_ATTENDANCE") != NULL);
}

static void a_training_is_corrected_until_it_was_decided_upon(void **state)
{
    (void)state;
    world_at(&w, CANDIDACY_PARTIAL);
    world_ask(&w, EVENT_CORRECT_ATTENDANCE);
    w.voidings[0] = (struct voiding){ .after_evaluations = w.now.evaluation_count };
    w.now.voiding_count = 1;
    assert_accepted(world_decide(&w, &decision)); /* begun since, and interrupted */
    w.path.status = PATH_STATUS_CLOSED;
    assert_refused(world_decide(&w, &decision), REASON_TRAINING_DECIDED_UPON);
    w.voidings[0].after_evaluations--; /* evaluated since */
    assert_accepted(world_decide(&w, &decision));
}

static void as_many_hours_of_one_day_are_stated_to_be_others(void **state)
{
    (void)state;
    world_at(&w, CANDIDACY_IN_TRAINING);
    world_ask(&w, EVENT_RECORD_ATTENDANCE);
    w.asked.data.attendance_id = an_id(999);
    const struct outcome again = world_decide(&w, &decision);
    assert_refused(again, REASON_ATTENDANCE_ALREADY_RECORDED);
    assert_true(id_equals(again.unmet[0].detail.id, an_id(999)));
    w.asked.data.is_distinct = true;
    assert_accepted(world_decide(&w, &decision));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(hours_beyond_a_module_need_a_reason_and_have_an_end),
        cmocka_unit_test(a_correction_has_the_bounds_of_what_it_corrects),
        cmocka_unit_test(no_day_has_more_than_its_hours),
        cmocka_unit_test(what_was_attended_in_a_path_before_is_not_corrected),
        cmocka_unit_test(who_trains_from_elsewhere_tells_attendance_alone),
        cmocka_unit_test(a_training_is_corrected_until_it_was_decided_upon),
        cmocka_unit_test(as_many_hours_of_one_day_are_stated_to_be_others),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
