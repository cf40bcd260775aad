/* SPDX-License-Identifier: EUPL-1.2 */
/* Requests for a link: each condition of a beginning by itself, and every state with every event
 * (decision 34). */
#include "link_request.h"
#include "fixture.h"

static struct link_question question(void)
{
    return (struct link_question){ .valid_from = day("2026-02-10"),
                                   .answer_until = day("2026-03-12"),
                                   .today = day("2026-02-10"),
                                   .deadline_day = day("2026-02-10"),
                                   .needs_consent = true };
}

static void a_link_begins_with_its_acceptance(void **state)
{
    (void)state;
    struct link_question asked = question();
    assert_date(link_begins(&asked), "2026-02-10");
    asked.today = day("2026-02-20");
    assert_date(link_begins(&asked), "2026-02-20");
    asked.valid_from = day("2026-03-01");
    assert_date(link_begins(&asked), "2026-03-01");
}

static void what_binds_two_is_not_asked_for_from_yesterday_on(void **state)
{
    (void)state;
    struct link_question asked = question();
    assert_accepted(link_request_ask(&asked, LINK_REQUEST_PENDING));
    asked.valid_from = day("2026-02-09");
    const struct outcome outcome = link_request_ask(&asked, LINK_REQUEST_PENDING);
    assert_refused(outcome, REASON_LINK_BEFORE_CONSENT);
    assert_date(outcome.unmet[0].detail.limit, "2026-02-10");
    asked.needs_consent = false;
    assert_accepted(link_request_ask(&asked, LINK_REQUEST_ACCEPTED));
}

static void the_other_side_is_asked_so_many_times(void **state)
{
    (void)state;
    struct link_question asked = question();
    for (int count = 4; count <= 6; count++) {
        asked.repetition = (struct repetition){ count, 0 };
        assert_accepted(link_request_ask(&asked, LINK_REQUEST_PENDING));
        asked.repetition.most = 5;
        const struct outcome outcome = link_request_ask(&asked, LINK_REQUEST_PENDING);
        assert_int_equal(outcome.count, count >= 5);
        assert_int_equal(outcome_has(&outcome, REASON_REQUESTS_TOO_MANY), count >= 5);
        assert_accepted(link_request_ask(&asked, LINK_REQUEST_GRANTED)); /* nobody is asked */
    }
}

static void what_stands_against_a_link_is_told_where_it_is_settled(void **state)
{
    (void)state;
    struct link_question asked = question();
    asked.overlapping_id = an_id(7);
    assert_refused(link_request_ask(&asked, LINK_REQUEST_PENDING), REASON_PERIOD_OVERLAP);
    assert_refused(link_request_accept(&asked), REASON_PERIOD_OVERLAP);
    asked = question();
    asked.is_excluded = true;
    assert_refused(link_request_ask(&asked, LINK_REQUEST_PENDING), REASON_JUROR_IS_SECRETARY);
    assert_refused(link_request_ask(&asked, LINK_REQUEST_GRANTED), REASON_JUROR_IS_SECRETARY);
    assert_refused(link_request_accept(&asked), REASON_JUROR_IS_SECRETARY);
    asked = question();
    asked.meets_session = true;
    assert_accepted(link_request_ask(&asked, LINK_REQUEST_PENDING));
    assert_refused(link_request_ask(&asked, LINK_REQUEST_GRANTED), REASON_LINK_MEETS_SESSION);
    assert_refused(link_request_accept(&asked), REASON_LINK_MEETS_SESSION);
}

static void an_answer_comes_in_time(void **state)
{
    (void)state;
    struct link_question asked = question();
    assert_accepted(link_request_accept(&asked));
    asked.deadline_day = day("2026-03-12");
    assert_accepted(link_request_accept(&asked));
    asked.deadline_day = day("2026-03-13");
    const struct outcome outcome = link_request_accept(&asked);
    assert_refused(outcome, REASON_ANSWER_TOO_LATE);
    assert_date(outcome.unmet[0].detail.limit, "2026-03-12");
    asked.answer_until = (struct date){ 0 }; /* nobody is waited for */
    assert_accepted(link_request_accept(&asked));
}

static void a_period_that_is_over_is_not_accepted(void **state)
{
    (void)state;
    struct link_question asked = question();
    asked.valid_to = day("2026-02-20");
    asked.today = day("2026-02-20");
    assert_accepted(link_request_accept(&asked));
    asked.today = day("2026-02-21");
    assert_refused(link_request_accept(&asked), REASON_LINK_PERIOD_OVER);
}

static void a_request_begins_where_it_may(void **state)
{
    (void)state;
    struct link_question asked = question();
    assert_int_equal(link_request_first_state(&asked, false), LINK_REQUEST_PENDING);
    assert_int_equal(link_request_first_state(&asked, true), LINK_REQUEST_GRANTED);
    asked.needs_consent = false;
    assert_int_equal(link_request_first_state(&asked, false), LINK_REQUEST_ACCEPTED);
    assert_int_equal(link_request_first_state(&asked, true), LINK_REQUEST_ACCEPTED);
}

static void every_state_meets_every_event(void **state)
{
    static const struct {
        enum link_request_event event;
        enum link_party party;
        enum link_request_state to;
        bool needs_reason, makes_link;
    } moves[LINK_REQUEST_EVENT_COUNT] = {
        { LINK_REQUEST_EVENT_ACCEPT, LINK_PARTY_OTHER, LINK_REQUEST_ACCEPTED, false, true },
        { LINK_REQUEST_EVENT_GRANT, LINK_PARTY_CERTIFIER, LINK_REQUEST_GRANTED, true, true },
        { LINK_REQUEST_EVENT_DECLINE, LINK_PARTY_OTHER, LINK_REQUEST_DECLINED, false, false },
        { LINK_REQUEST_EVENT_RETRACT, LINK_PARTY_ASKED, LINK_REQUEST_RETRACTED, false, false },
        { LINK_REQUEST_EVENT_LAPSE, LINK_PARTY_TIME, LINK_REQUEST_LAPSED, false, false },
    };
    (void)state;
    for (int from = 0; from < LINK_REQUEST_STATE_COUNT; from++) {
        for (int i = 0; i < LINK_REQUEST_EVENT_COUNT; i++) {
            const struct link_request_transition *found =
                link_request_transition_find((enum link_request_state)from, moves[i].event);
            if (from != LINK_REQUEST_PENDING) {
                assert_null(found);
                continue;
            }
            assert_non_null(found);
            assert_int_equal(found->to, moves[i].to);
            assert_int_equal(found->party, moves[i].party);
            assert_int_equal(found->needs_reason, moves[i].needs_reason);
            assert_int_equal(found->makes_link, moves[i].makes_link);
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_link_begins_with_its_acceptance),
        cmocka_unit_test(what_binds_two_is_not_asked_for_from_yesterday_on),
        cmocka_unit_test(what_stands_against_a_link_is_told_where_it_is_settled),
        cmocka_unit_test(an_answer_comes_in_time),
        cmocka_unit_test(a_period_that_is_over_is_not_accepted),
        cmocka_unit_test(the_other_side_is_asked_so_many_times),
        cmocka_unit_test(a_request_begins_where_it_may),
        cmocka_unit_test(every_state_meets_every_event),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
