/* Requests for a transfer: who may ask, and every state with every event of each side (decision
 * 16). */
#include "transfer_request.h"
#include "fixture.h"

static struct transfer_question question(void)
{
    return (struct transfer_question){ .state = CANDIDACY_CONTACT,
                                       .contact_on = day("2026-01-05"),
                                       .consent_on = day("2026-01-14"),
                                       .today = day("2026-01-14"),
                                       .is_elsewhere = true };
}

static void a_contact_asks_for_the_file_that_another_organism_holds(void **state)
{
    (void)state;
    struct transfer_question asked = question();
    assert_accepted(transfer_request_send(&asked));
    asked.is_elsewhere = false;
    assert_refused(transfer_request_send(&asked), REASON_NO_CANDIDACY_ELSEWHERE);
    asked.is_here = true; /* one live file a certification: it cannot be elsewhere as well */
    assert_refused(transfer_request_send(&asked), REASON_CANDIDACY_HELD_HERE);
    asked = question();
    asked.is_pending = true;
    assert_refused(transfer_request_send(&asked), REASON_TRANSFER_ALREADY_REQUESTED);
}

static void the_candidate_has_consented_by_then(void **state)
{
    (void)state;
    struct transfer_question asked = question();
    asked.consent_on = day("2026-01-15");
    const struct outcome outcome = transfer_request_send(&asked);
    assert_refused(outcome, REASON_DATE_IN_FUTURE);
    assert_date(outcome.unmet[0].detail.date, "2026-01-15");
    assert_date(outcome.unmet[0].detail.limit, "2026-01-14");
    asked.consent_on = day("2026-01-05");
    assert_accepted(transfer_request_send(&asked));
    asked.consent_on = day("2026-01-04"); /* nobody had met him */
    assert_refused(transfer_request_send(&asked), REASON_BEFORE_CONTACT);
}

static void everything_that_is_wrong_is_told_at_once(void **state)
{
    (void)state;
    struct transfer_question asked = question();
    asked.consent_on = day("2026-01-15");
    asked.is_pending = true;
    asked.is_elsewhere = false;
    const struct outcome outcome = transfer_request_send(&asked);
    assert_int_equal(outcome.count, 3);
    assert_true(outcome_has(&outcome, REASON_DATE_IN_FUTURE));
    assert_true(outcome_has(&outcome, REASON_TRANSFER_ALREADY_REQUESTED));
    assert_true(outcome_has(&outcome, REASON_NO_CANDIDACY_ELSEWHERE));
}

static void only_a_contact_asks(void **state)
{
    (void)state;
    for (int other = 0; other < CANDIDACY_STATE_COUNT; other++) {
        struct transfer_question asked = question();
        asked.state = (enum candidacy_state)other;
        asked.is_pending = other != CANDIDACY_CONTACT; /* told alone */
        if (other == CANDIDACY_CONTACT)
            assert_accepted(transfer_request_send(&asked));
        else
            assert_refused(transfer_request_send(&asked), REASON_INVALID_STATE);
    }
}

/* What a side makes of a request in that state, with a reason; COUNT = refused. */
static enum transfer_request_state after(int from, int party, int event)
{
    enum transfer_request_state to = TRANSFER_REQUEST_STATE_COUNT;
    const struct outcome outcome =
        transfer_request_decide((enum transfer_request_state)from, (enum transfer_party)party,
                                (enum transfer_request_event)event, true, &to);
    if (to == TRANSFER_REQUEST_STATE_COUNT)
        assert_refused(outcome, REASON_INVALID_STATE);
    else
        assert_accepted(outcome);
    return to;
}

static void the_holder_declines_and_the_other_retracts(void **state)
{
    (void)state;
    for (int from = 0; from < TRANSFER_REQUEST_STATE_COUNT; from++) {
        for (int party = 0; party < TRANSFER_PARTY_COUNT; party++) {
            for (int event = 0; event < TRANSFER_REQUEST_EVENT_COUNT; event++) {
                const enum transfer_request_state to = after(from, party, event);
                if (from != TRANSFER_REQUEST_PENDING)
                    assert_int_equal(to, TRANSFER_REQUEST_STATE_COUNT);
                else if (party == TRANSFER_PARTY_RECEIVED &&
                         event == TRANSFER_REQUEST_EVENT_DECLINE)
                    assert_int_equal(to, TRANSFER_REQUEST_DECLINED);
                else if (party == TRANSFER_PARTY_SENT && event == TRANSFER_REQUEST_EVENT_RETRACT)
                    assert_int_equal(to, TRANSFER_REQUEST_RETRACTED);
                else
                    assert_int_equal(to, TRANSFER_REQUEST_STATE_COUNT);
            }
        }
    }
}

static void a_file_is_not_kept_without_a_reason(void **state)
{
    (void)state;
    enum transfer_request_state to = TRANSFER_REQUEST_STATE_COUNT;
    assert_refused(transfer_request_decide(TRANSFER_REQUEST_PENDING, TRANSFER_PARTY_RECEIVED,
                                           TRANSFER_REQUEST_EVENT_DECLINE, false, &to),
                   REASON_REASON_REQUIRED);
    assert_int_equal(to, TRANSFER_REQUEST_STATE_COUNT);
    assert_accepted(transfer_request_decide(TRANSFER_REQUEST_PENDING, TRANSFER_PARTY_SENT,
                                            TRANSFER_REQUEST_EVENT_RETRACT, false, &to));
    assert_int_equal(to, TRANSFER_REQUEST_RETRACTED);
}

static void every_state_and_event_has_a_name(void **state)
{
    (void)state;
    size_t count = 0;
    const struct transfer_request_transition *rows = transfer_request_transitions(&count);
    assert_int_equal(count, 2);
    for (size_t i = 0; i < count; i++)
        assert_ptr_equal(
            transfer_request_transition_find(rows[i].from, rows[i].party, rows[i].event), &rows[i]);
    assert_null(transfer_request_state_names[TRANSFER_REQUEST_STATE_COUNT]);
    assert_null(transfer_request_event_names[TRANSFER_REQUEST_EVENT_COUNT]);
    assert_null(transfer_party_names[TRANSFER_PARTY_COUNT]);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_contact_asks_for_the_file_that_another_organism_holds),
        cmocka_unit_test(the_candidate_has_consented_by_then),
        cmocka_unit_test(everything_that_is_wrong_is_told_at_once),
        cmocka_unit_test(only_a_contact_asks),
        cmocka_unit_test(the_holder_declines_and_the_other_retracts),
        cmocka_unit_test(a_file_is_not_kept_without_a_reason),
        cmocka_unit_test(every_state_and_event_has_a_name),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
