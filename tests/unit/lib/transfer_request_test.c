/* SPDX-License-Identifier: EUPL-1.2 */
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
    asked.here_id = an_id(7); /* one live file a certification: it cannot be elsewhere as well */
    assert_refused(transfer_request_send(&asked), REASON_CANDIDACY_HELD_HERE);
    asked = question();
    asked.pending_id = an_id(8);
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
    asked.pending_id = an_id(8);
    asked.is_elsewhere = false;
    const struct outcome outcome = transfer_request_send(&asked);
    assert_int_equal(outcome.count, 3);
    assert_true(outcome_has(&outcome, REASON_DATE_IN_FUTURE));
    assert_true(outcome_has(&outcome, REASON_TRANSFER_ALREADY_REQUESTED));
    assert_true(outcome_has(&outcome, REASON_NO_CANDIDACY_ELSEWHERE));
}

static void of_a_candidate_of_others_nothing_is_told(void **state)
{
    (void)state;
    struct transfer_question asked = question();
    asked.needs_sight = true;
    for (int i = 0; i < 4; i++) {
        asked.is_elsewhere = (i & 1) != 0;
        asked.here_id = (struct id){ { (i & 2) != 0 } };
        const struct outcome outcome = transfer_request_send(&asked);
        assert_int_equal(outcome.count, 1);
        assert_refused(outcome, REASON_SIGHT_NOT_ACCEPTED);
    }
}

static void the_same_is_asked_so_many_times(void **state)
{
    (void)state;
    const struct date today = day("2026-01-14");
    for (int count = 4; count <= 6; count++)
        for (int most = 0; most <= 5; most += 5) {
            struct transfer_question asked = question();
            const struct transfer_offer offered = { .state = CANDIDACY_PARTIAL,
                                                    .contact_on = day("2026-01-05"),
                                                    .consent_on = today,
                                                    .today = today,
                                                    .repetition = { count, most } };
            asked.repetition = offered.repetition;
            const struct outcome sent = transfer_request_send(&asked),
                                 given = transfer_request_offer(&offered);
            if (most == 0 || count < most) {
                assert_true(sent.count + given.count == 0);
                continue;
            }
            assert_refused(sent, REASON_REQUESTS_TOO_MANY);
            assert_refused(given, REASON_REQUESTS_TOO_MANY);
            assert_int_equal(sent.unmet[0].detail.bound, most);
        }
}

static void only_a_contact_asks(void **state)
{
    (void)state;
    for (int other = 0; other < CANDIDACY_STATE_COUNT; other++) {
        struct transfer_question asked = question();
        asked.state = (enum candidacy_state)other;
        asked.pending_id = (struct id){ { other != CANDIDACY_CONTACT } }; /* told alone */
        if (other == CANDIDACY_CONTACT)
            assert_accepted(transfer_request_send(&asked));
        else
            assert_refused(transfer_request_send(&asked), REASON_INVALID_STATE);
    }
}

/* What a side makes of a request or an offer in that state, with a reason; COUNT = refused. */
static enum transfer_request_state after(struct transfer_standing now, int party, int event)
{
    enum transfer_request_state to = TRANSFER_REQUEST_STATE_COUNT;
    const struct outcome outcome = transfer_request_decide(
        now, (enum transfer_party)party, (enum transfer_request_event)event, true, &to);
    if (to == TRANSFER_REQUEST_STATE_COUNT)
        assert_refused(outcome, REASON_INVALID_STATE);
    else
        assert_accepted(outcome);
    return to;
}

/* From the rules, written apart from the table. */
static enum transfer_request_state expected(struct transfer_standing now, int party, int event)
{
    const bool is_offer = now.kind == TRANSFER_KIND_OFFER;
    const bool is_pending = now.state == TRANSFER_REQUEST_PENDING;
    const bool is_open = is_pending || now.state == TRANSFER_REQUEST_AGREED;
    if (event == TRANSFER_REQUEST_EVENT_ACCEPT && party == TRANSFER_PARTY_RECEIVED && is_offer &&
        is_pending)
        return TRANSFER_REQUEST_AGREED;
    if (event == TRANSFER_REQUEST_EVENT_GRANT && party == TRANSFER_PARTY_NONE && is_pending)
        return TRANSFER_REQUEST_AGREED;
    if (event == TRANSFER_REQUEST_EVENT_DECLINE && party == TRANSFER_PARTY_RECEIVED &&
        (is_pending || (is_open && is_offer)))
        return TRANSFER_REQUEST_DECLINED;
    if (event == TRANSFER_REQUEST_EVENT_RETRACT && party == TRANSFER_PARTY_SENT && is_open)
        return TRANSFER_REQUEST_RETRACTED;
    return TRANSFER_REQUEST_STATE_COUNT;
}

static void each_side_has_events_of_its_own(void **state)
{
    (void)state;
    for (int kind = 0; kind < TRANSFER_KIND_COUNT; kind++)
        for (int from = 0; from < TRANSFER_REQUEST_STATE_COUNT; from++)
            for (int party = 0; party <= TRANSFER_PARTY_NONE; party++)
                for (int event = 0; event < TRANSFER_REQUEST_EVENT_COUNT; event++) {
                    const struct transfer_standing now = { (enum transfer_kind)kind,
                                                           (enum transfer_request_state)from };
                    assert_int_equal(after(now, party, event), expected(now, party, event));
                }
}

static const struct transfer_standing asked = { TRANSFER_KIND_REQUEST, TRANSFER_REQUEST_PENDING };

static void a_file_is_not_kept_without_a_reason(void **state)
{
    (void)state;
    enum transfer_request_state to = TRANSFER_REQUEST_STATE_COUNT;
    assert_refused(transfer_request_decide(asked, TRANSFER_PARTY_RECEIVED,
                                           TRANSFER_REQUEST_EVENT_DECLINE, false, &to),
                   REASON_REASON_REQUIRED);
    assert_refused(transfer_request_decide(asked, TRANSFER_PARTY_NONE, TRANSFER_REQUEST_EVENT_GRANT,
                                           false, &to),
                   REASON_REASON_REQUIRED);
    assert_int_equal(to, TRANSFER_REQUEST_STATE_COUNT);
    assert_accepted(transfer_request_decide(asked, TRANSFER_PARTY_SENT,
                                            TRANSFER_REQUEST_EVENT_RETRACT, false, &to));
    assert_int_equal(to, TRANSFER_REQUEST_RETRACTED);
}

static struct transfer_offer an_offer(void)
{
    return (struct transfer_offer){ .state = CANDIDACY_IN_TRAINING,
                                    .contact_on = day("2026-01-05"),
                                    .consent_on = day("2026-01-14"),
                                    .today = day("2026-01-14") };
}

static void what_is_held_is_offered_once_with_the_consent_of_the_candidate(void **state)
{
    (void)state;
    struct transfer_offer offer = an_offer();
    assert_accepted(transfer_request_offer(&offer));
    offer.offered_id = an_id(9);
    assert_refused(transfer_request_offer(&offer), REASON_TRANSFER_ALREADY_OFFERED);
    offer = an_offer();
    offer.consent_on = day("2026-01-15");
    assert_refused(transfer_request_offer(&offer), REASON_DATE_IN_FUTURE);
    offer.consent_on = day("2026-01-04");
    assert_refused(transfer_request_offer(&offer), REASON_BEFORE_CONTACT);
    offer.consent_on = day("2026-01-05");
    assert_accepted(transfer_request_offer(&offer));
}

static void what_is_over_is_not_offered(void **state)
{
    (void)state;
    for (int at = CANDIDACY_CONTACT; at < CANDIDACY_STATE_COUNT; at++) {
        struct transfer_offer offer = an_offer();
        offer.state = (enum candidacy_state)at;
        offer.offered_id = an_id(9); /* told alone */
        const bool moves = !candidacy_state_is_terminal(offer.state) && at != CANDIDACY_ABANDONED;
        assert_refused(transfer_request_offer(&offer),
                       moves ? REASON_TRANSFER_ALREADY_OFFERED : REASON_INVALID_STATE);
    }
}

static void every_state_and_event_has_a_name(void **state)
{
    (void)state;
    size_t count = 0;
    const struct transfer_request_transition *rows = transfer_request_transitions(&count);
    assert_int_equal(count, 6);
    for (size_t i = 0; i < count; i++)
        assert_ptr_equal(transfer_request_transition_find(
                             (struct transfer_standing){ TRANSFER_KIND_OFFER, rows[i].from },
                             rows[i].party, rows[i].event),
                         &rows[i]);
    assert_null(transfer_request_state_names[TRANSFER_REQUEST_STATE_COUNT]);
    assert_null(transfer_request_event_names[TRANSFER_REQUEST_EVENT_COUNT]);
    assert_null(transfer_party_names[TRANSFER_PARTY_COUNT]);
    assert_null(transfer_kind_names[TRANSFER_KIND_COUNT]);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_contact_asks_for_the_file_that_another_organism_holds),
        cmocka_unit_test(the_candidate_has_consented_by_then),
        cmocka_unit_test(everything_that_is_wrong_is_told_at_once),
        cmocka_unit_test(of_a_candidate_of_others_nothing_is_told),
        cmocka_unit_test(the_same_is_asked_so_many_times),
        cmocka_unit_test(only_a_contact_asks),
        cmocka_unit_test(each_side_has_events_of_its_own),
        cmocka_unit_test(what_is_held_is_offered_once_with_the_consent_of_the_candidate),
        cmocka_unit_test(what_is_over_is_not_offered),
        cmocka_unit_test(a_file_is_not_kept_without_a_reason),
        cmocka_unit_test(every_state_and_event_has_a_name),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
