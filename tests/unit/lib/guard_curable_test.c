/* SPDX-License-Identifier: EUPL-1.2 */
/* What no data would cure is known before there are any. */
#include "fixture.h"

static struct world w;
static struct reason_detail detail;

static void at(enum candidacy_state state, enum candidacy_event event)
{
    world_at(&w, state);
    world_ask(&w, event);
}

static bool is_curable(enum guard guard)
{
    const struct exact_world *exact = world_exact(&w);
    return guard_is_curable(guard, &exact->now, &exact->asked, &w.policy, &detail);
}

static enum guard_answer answer_of(enum candidacy_event event, enum guard guard)
{
    struct allowed_event events[CANDIDACY_MAX_ALLOWED_EVENTS];
    const int count = world_allowed(&w, "2026-12-01", 0, events);
    for (int i = 0; i < count; i++)
        for (int k = 0; events[i].transition->event == event && k < events[i].guard_count; k++)
            if (events[i].guards[k].guard == guard) {
                assert_true(events[i].guards[k].answer != GUARD_UNMET || !events[i].is_allowed);
                return events[i].guards[k].answer;
            }
    fail_msg("%s is not asked of %s", guard_info(guard)->name, candidacy_event_name(event));
    return GUARD_MET;
}

static void most_guards_on_the_data_are_curable(void **state)
{
    (void)state;
    at(CANDIDACY_CONTACT, EVENT_RECORD_INFORMATION);
    detail.domains = DOMAIN_2; /* of an answer before */
    assert_true(is_curable(GUARD_CONSENT_MISSING));
    assert_int_equal(detail.domains, 0);
    assert_int_equal(answer_of(EVENT_RECORD_INFORMATION, GUARD_CONSENT_MISSING), GUARD_NEEDS_DATA);
}

static void results_need_a_sitting_that_was_held(void **state)
{
    (void)state;
    at(CANDIDACY_PRIOR_IN_PROGRESS, EVENT_RECORD_RESULTS);
    assert_true(is_curable(GUARD_RESULT_BEFORE_SITTING));
    w.asked.today = day("2026-01-12"); /* the first of both */
    assert_true(is_curable(GUARD_RESULT_BEFORE_SITTING));
    w.asked.today = day("2026-01-11");
    assert_false(is_curable(GUARD_RESULT_BEFORE_SITTING));
    assert_true(date_is_set(detail.limit));
    assert_true(is_curable(GUARD_NOT_ASSIGNED_EVALUATOR));
    w.evaluations[0].sitting_count = 0;
    assert_true(is_curable(GUARD_RESULT_BEFORE_SITTING));
    assert_false(is_curable(GUARD_NOT_ASSIGNED_EVALUATOR));
    at(CANDIDACY_INFORMED, EVENT_RECORD_RESULTS); /* no evaluation */
    assert_true(is_curable(GUARD_RESULT_BEFORE_SITTING));
    assert_false(is_curable(GUARD_NOT_ASSIGNED_EVALUATOR));
}

static void some_sitting_can_be_cancelled_or_none(void **state)
{
    (void)state;
    at(CANDIDACY_PRIOR_IN_PROGRESS, EVENT_CANCEL_SITTING);
    assert_true(is_curable(GUARD_SITTING_NOT_IN_EVALUATION));
    assert_true(is_curable(GUARD_SITTING_IN_USE)); /* the second */
    w.sittings[0][0].date = day("2026-01-15");     /* now the first listed is the later one */
    assert_true(is_curable(GUARD_SITTING_IN_USE));
    w.evaluations[0].sitting_count = 1;
    assert_false(is_curable(GUARD_SITTING_IN_USE));
    assert_int_equal(answer_of(EVENT_CANCEL_SITTING, GUARD_SITTING_IN_USE), GUARD_UNMET);
    w.evaluations[0].sitting_count = 0;
    assert_true(is_curable(GUARD_SITTING_IN_USE)); /* the other says it */
    assert_false(is_curable(GUARD_SITTING_NOT_IN_EVALUATION));
    at(CANDIDACY_INFORMED, EVENT_CANCEL_SITTING); /* no evaluation */
    assert_true(is_curable(GUARD_SITTING_IN_USE));
    assert_false(is_curable(GUARD_SITTING_NOT_IN_EVALUATION));
}

static void a_module_that_is_open_is_needed(void **state)
{
    (void)state;
    at(CANDIDACY_IN_TRAINING, EVENT_CLOSE_MODULE);
    assert_true(is_curable(GUARD_MODULE_CLOSED));
    w.modules[0].status = MODULE_DONE;
    assert_true(is_curable(GUARD_MODULE_CLOSED));
    w.modules[1].status = MODULE_WAIVED;
    assert_false(is_curable(GUARD_MODULE_CLOSED));
    w.modules[0].status = MODULE_OPEN;
    assert_true(is_curable(GUARD_MODULE_CLOSED));
    w.modules[0].status = MODULE_DONE;
    assert_int_equal(answer_of(EVENT_RECORD_ATTENDANCE, GUARD_MODULE_CLOSED), GUARD_UNMET);
    w.now.path = NULL;
    assert_false(is_curable(GUARD_MODULE_CLOSED));
}

static void a_module_that_is_closed_is_needed(void **state)
{
    (void)state;
    at(CANDIDACY_IN_TRAINING, EVENT_REOPEN_MODULE);
    assert_true(is_curable(GUARD_MODULE_NOT_CLOSED)); /* the first was waived */
    w.modules[0].status = MODULE_OPEN;
    assert_false(is_curable(GUARD_MODULE_NOT_CLOSED));
    assert_int_equal(answer_of(EVENT_REOPEN_MODULE, GUARD_MODULE_NOT_CLOSED), GUARD_UNMET);
    w.modules[1].status = MODULE_DONE;
    assert_true(is_curable(GUARD_MODULE_NOT_CLOSED));
    w.now.path = NULL;
    assert_false(is_curable(GUARD_MODULE_NOT_CLOSED));
}

static void a_restitution_is_needed(void **state)
{
    (void)state;
    at(CANDIDACY_JURY_READY, EVENT_CORRECT_RESTITUTION);
    assert_true(is_curable(GUARD_EVALUATION_NOT_RESTITUTED));
    w.evaluations[0].restituted_on = (struct date){ 0 };
    assert_true(is_curable(GUARD_EVALUATION_NOT_RESTITUTED)); /* the second */
    w.evaluations[1].is_annulled = true;
    assert_false(is_curable(GUARD_EVALUATION_NOT_RESTITUTED));
    assert_int_equal(answer_of(EVENT_CORRECT_RESTITUTION, GUARD_EVALUATION_NOT_RESTITUTED),
                     GUARD_UNMET);
    assert_true(is_curable(GUARD_RESTITUTION_DECIDED_UPON)); /* the other says it */
}

static void a_restitution_that_nothing_rests_on_is_needed(void **state)
{
    (void)state;
    at(CANDIDACY_JURY_READY, EVENT_CORRECT_RESTITUTION);
    w.now.voiding_count = 1;
    w.voidings[0] = (struct voiding){ .after_evaluations = 1 };
    assert_true(is_curable(GUARD_RESTITUTION_DECIDED_UPON)); /* the second came after it */
    w.evaluations[1].restituted_on = (struct date){ 0 };
    assert_false(is_curable(GUARD_RESTITUTION_DECIDED_UPON));
    w.evaluations[1].restituted_on = day("2026-10-12");
    w.voidings[0].after_evaluations = 2;
    assert_false(is_curable(GUARD_RESTITUTION_DECIDED_UPON));
    assert_int_equal(answer_of(EVENT_CORRECT_RESTITUTION, GUARD_RESTITUTION_DECIDED_UPON),
                     GUARD_UNMET);
}

static void something_attended_is_needed(void **state)
{
    (void)state;
    at(CANDIDACY_IN_TRAINING, EVENT_CORRECT_ATTENDANCE);
    assert_true(is_curable(GUARD_ATTENDANCE_NOT_IN_PATH));
    w.modules[0].attended_minutes = 0;
    assert_true(is_curable(GUARD_ATTENDANCE_NOT_IN_PATH));
    w.modules[1].attended_minutes = 0;
    assert_false(is_curable(GUARD_ATTENDANCE_NOT_IN_PATH));
    w.now.path = NULL;
    assert_int_equal(answer_of(EVENT_CORRECT_ATTENDANCE, GUARD_ATTENDANCE_NOT_IN_PATH),
                     GUARD_UNMET);
}

static void an_evaluation_that_counts_is_needed(void **state)
{
    (void)state;
    at(CANDIDACY_PARTIAL, EVENT_ANNUL_EVALUATION);
    assert_true(is_curable(GUARD_EVALUATION_NOT_ANNULLABLE));
    w.evaluations[0].is_annulled = true;
    assert_false(is_curable(GUARD_EVALUATION_NOT_ANNULLABLE));
}

static void a_receiver_is_needed(void **state)
{
    (void)state;
    at(CANDIDACY_INFORMED, EVENT_TRANSFER);
    assert_false(is_curable(GUARD_TRANSFER_NOT_AGREED));
    w.facts.own.has_receiver = true;
    assert_true(is_curable(GUARD_TRANSFER_NOT_AGREED));
}

/* Decision 16. */
static void
what_happened_elsewhere_is_told_after_consent_and_what_happened_here_before(void **state)
{
    (void)state;
    static const enum guard guards[] = { GUARD_CANDIDACY_ALREADY_OPEN, GUARD_ALREADY_CERTIFIED,
                                         GUARD_REENTRY_NEEDS_CERTIFIER };
    at(CANDIDACY_CONTACT, EVENT_RECORD_INFORMATION);
    w.facts.own.has_live_candidacy = w.facts.own.is_certified = w.facts.own.has_fraud = true;
    for (size_t i = 0; i < COUNT(guards); i++) {
        assert_int_equal(guard_info(guards[i])->kind, GUARD_AFTER_CONSENT);
        assert_int_equal(answer_of(EVENT_RECORD_INFORMATION, guards[i]), GUARD_NEEDS_DATA);
    }
    w.facts.own.live_here_id = w.facts.own.certified_here_id = an_id(7);
    w.facts.own.has_fraud_here = true;
    for (size_t i = 0; i < COUNT(guards); i++)
        assert_int_equal(answer_of(EVENT_RECORD_INFORMATION, guards[i]), GUARD_UNMET);
    w.now.is_opened_by_certifier = true;
    assert_true(is_curable(GUARD_REENTRY_NEEDS_CERTIFIER));
}

static void the_record_of_others_is_known_before_any_data(void **state)
{
    (void)state;
    at(CANDIDACY_CONTACT, EVENT_RECORD_INFORMATION);
    assert_int_equal(answer_of(EVENT_RECORD_INFORMATION, GUARD_SIGHT_NOT_ACCEPTED), GUARD_MET);
    w.facts.own.needs_sight = true;
    assert_int_equal(answer_of(EVENT_RECORD_INFORMATION, GUARD_SIGHT_NOT_ACCEPTED), GUARD_UNMET);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(most_guards_on_the_data_are_curable),
        cmocka_unit_test(results_need_a_sitting_that_was_held),
        cmocka_unit_test(some_sitting_can_be_cancelled_or_none),
        cmocka_unit_test(a_module_that_is_open_is_needed),
        cmocka_unit_test(a_module_that_is_closed_is_needed),
        cmocka_unit_test(a_restitution_is_needed),
        cmocka_unit_test(a_restitution_that_nothing_rests_on_is_needed),
        cmocka_unit_test(something_attended_is_needed),
        cmocka_unit_test(an_evaluation_that_counts_is_needed),
        cmocka_unit_test(a_receiver_is_needed),
        cmocka_unit_test(
            what_happened_elsewhere_is_told_after_consent_and_what_happened_here_before),
        cmocka_unit_test(the_record_of_others_is_known_before_any_data),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
