/* SPDX-License-Identifier: EUPL-1.2 */
/* Annulment by four eyes: who may confirm what, until when (9.3). */
#include "annulment_request.h"

#include "fixture.h"

static struct annulment_answer answer; /* by another person, in time, with a reason */

static int begin(void **state)
{
    (void)state;
    answer = (struct annulment_answer){ .confirm_until = { 2026, 3, 12 },
                                        .today = { 2026, 3, 12 },
                                        .has_reason = true };
    return 0;
}

static void assert_answered(enum annulment_request_event event, enum annulment_request_state to)
{
    enum annulment_request_state found = ANNULMENT_REQUEST_STATE_COUNT;
    assert_accepted(annulment_request_decide(&answer, event, &found));
    assert_int_equal(found, to);
}

static void assert_not_answered(enum annulment_request_event event, enum reason reason)
{
    enum annulment_request_state found = ANNULMENT_REQUEST_STATE_COUNT;
    assert_refused(annulment_request_decide(&answer, event, &found), reason);
    assert_int_equal(found, ANNULMENT_REQUEST_STATE_COUNT);
}

static void one_request_a_certificate_is_open(void **state)
{
    (void)state;
    const struct id none = { { 0 } }, open = { { 1 } };
    assert_accepted(annulment_request_ask(CERTIFICATE_ISSUED, none));
    assert_refused(annulment_request_ask(CERTIFICATE_ISSUED, open),
                   REASON_ANNULMENT_ALREADY_REQUESTED);
    assert_refused(annulment_request_ask(CERTIFICATE_ANNULLED, none), REASON_CERTIFICATE_ANNULLED);
    const struct outcome both = annulment_request_ask(CERTIFICATE_ANNULLED, open);
    assert_int_equal(both.count, 1);
    assert_refused(both, REASON_CERTIFICATE_ANNULLED);
}

static void it_waits_as_long_as_the_policy_says(void **state)
{
    (void)state;
    struct policy policy = POLICY_DEFAULT;
    assert_date(annulment_confirm_until(day("2026-02-10"), &policy), "2026-03-12");
    policy.annulment_days = 1;
    assert_date(annulment_confirm_until(day("2026-02-28"), &policy), "2026-03-01");
}

static void another_person_confirms_in_time(void **state)
{
    (void)state;
    assert_answered(ANNULMENT_EVENT_CONFIRM, ANNULMENT_CONFIRMED);
    answer.has_reason = false; /* that of the request is the one that counts */
    assert_answered(ANNULMENT_EVENT_CONFIRM, ANNULMENT_CONFIRMED);
    answer.today = day("2026-03-13");
    assert_not_answered(ANNULMENT_EVENT_CONFIRM, REASON_ANSWER_TOO_LATE);
    answer.is_asker = true;
    enum annulment_request_state to;
    assert_int_equal(annulment_request_decide(&answer, ANNULMENT_EVENT_CONFIRM, &to).count, 2);
    answer.today = day("2026-02-10");
    assert_not_answered(ANNULMENT_EVENT_CONFIRM, REASON_CONFIRMER_IS_ASKER);
}

static void whoever_refuses_says_why(void **state)
{
    (void)state;
    assert_answered(ANNULMENT_EVENT_REFUSE, ANNULMENT_REFUSED);
    answer.is_asker = true; /* and takes it back */
    answer.today = day("2026-03-13");
    assert_answered(ANNULMENT_EVENT_REFUSE, ANNULMENT_REFUSED);
    answer.has_reason = false;
    assert_not_answered(ANNULMENT_EVENT_REFUSE, REASON_REASON_REQUIRED);
}

static void what_is_answered_stays(void **state)
{
    (void)state;
    for (enum annulment_request_state from = ANNULMENT_CONFIRMED;
         from < ANNULMENT_REQUEST_STATE_COUNT; from++) {
        answer.state = from;
        assert_not_answered(ANNULMENT_EVENT_CONFIRM, REASON_INVALID_STATE);
        assert_not_answered(ANNULMENT_EVENT_REFUSE, REASON_INVALID_STATE);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(one_request_a_certificate_is_open),
        cmocka_unit_test(it_waits_as_long_as_the_policy_says),
        cmocka_unit_test_setup(another_person_confirms_in_time, begin),
        cmocka_unit_test_setup(whoever_refuses_says_why, begin),
        cmocka_unit_test_setup(what_is_answered_stays, begin),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
