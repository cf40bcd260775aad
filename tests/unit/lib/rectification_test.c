/* SPDX-License-Identifier: EUPL-1.2 */
/* Rectifying minutes: of signed minutes, one draft at a time, never who voted, signed as the
 * minutes were (3.4). */
#include "rectification.h"

#include "session_fixture.h"

enum { EMPLOYER = 0, OTHER_EMPLOYER = 1, EMPLOYEE = 2, OTHER_EMPLOYEE = 3 };

/* Two and two; the first of each voted on the first file, which is decided; the others stepped
 * down from it, and the second file was not examined. */
static void sign_session(void)
{
    sit(2, 2);
    session.state = SESSION_SIGNED;
    items[0].verdict = VERDICT_CERTIFIED;
    items[0].votes[VOTE_FOR] = session_juror_bit(EMPLOYER);
    items[0].votes[VOTE_ABSTAIN] = session_juror_bit(EMPLOYEE);
    items[0].step_downs = session_juror_bit(OTHER_EMPLOYER) | session_juror_bit(OTHER_EMPLOYEE);
    items[1].verdict = VERDICT_NOT_EXAMINED;
}

static void signed_minutes_alone_are_rectified(void **state)
{
    (void)state;
    sign_session();
    for (int from = 0; from < SESSION_STATE_COUNT; from++) {
        session.state = (enum session_state)from;
        if (from == SESSION_SIGNED)
            assert_accepted(rectification_draft(&session, (struct id){ { 0 } }));
        else
            assert_refused(rectification_draft(&session, session.id), REASON_MINUTES_NOT_SIGNED);
    }
}

static void there_is_one_draft_at_a_time(void **state)
{
    (void)state;
    sign_session();
    const struct id draft_id = { { 7 } };
    const struct outcome outcome = rectification_draft(&session, draft_id);
    assert_refused(outcome, REASON_RECTIFICATION_PENDING);
    assert_true(id_equals(outcome.unmet[0].detail.id, draft_id));
}

static void how_a_juror_was_there_is_wording(void **state)
{
    (void)state;
    sign_session();
    for (int i = 0; i < 4; i++) {
        assert_true(rectification_keeps_voters(&session, i, PRESENCE_REMOTE));
        assert_true(rectification_keeps_voters(&session, i, PRESENCE_PRESENT));
    }
    jurors[OTHER_EMPLOYER].presence = PRESENCE_ABSENT;
    assert_true(rectification_keeps_voters(&session, OTHER_EMPLOYER, PRESENCE_ABSENT));
}

static void who_voted_was_there(void **state)
{
    (void)state;
    sign_session();
    session.chair_member_id = session.vice_chair_member_id = (struct id){ { 0 } };
    assert_false(rectification_keeps_voters(&session, EMPLOYER, PRESENCE_ABSENT));
    assert_false(rectification_keeps_voters(&session, EMPLOYEE, PRESENCE_ABSENT));
    assert_true(rectification_keeps_voters(&session, OTHER_EMPLOYER, PRESENCE_ABSENT));
    items[1].votes[VOTE_AGAINST] = session_juror_bit(OTHER_EMPLOYER); /* on what was not examined */
    assert_false(rectification_keeps_voters(&session, OTHER_EMPLOYER, PRESENCE_ABSENT));
    items[1].step_downs = session_juror_bit(OTHER_EMPLOYER); /* voted, and left: it counted not */
    assert_true(rectification_keeps_voters(&session, OTHER_EMPLOYER, PRESENCE_ABSENT));
}

static void who_signed_was_there(void **state)
{
    (void)state;
    sign_session();
    for (int vote = 0; vote < VOTE_COUNT; vote++)
        items[0].votes[vote] = 0;
    assert_false(rectification_keeps_voters(&session, EMPLOYER, PRESENCE_ABSENT));
    assert_false(rectification_keeps_voters(&session, EMPLOYEE, PRESENCE_ABSENT));
}

static void who_would_have_been_a_voter_stays_absent(void **state)
{
    (void)state;
    sign_session();
    jurors[OTHER_EMPLOYER].presence = PRESENCE_ABSENT;
    assert_true(rectification_keeps_voters(&session, OTHER_EMPLOYER, PRESENCE_PRESENT));
    items[0].step_downs = 0;
    assert_false(rectification_keeps_voters(&session, OTHER_EMPLOYER, PRESENCE_REMOTE));
    items[0].dependent = session_juror_bit(OTHER_EMPLOYER); /* recused all the same */
    assert_true(rectification_keeps_voters(&session, OTHER_EMPLOYER, PRESENCE_REMOTE));
    items[0].dependent = 0;
    session.excluded = session_juror_bit(OTHER_EMPLOYER);
    assert_true(rectification_keeps_voters(&session, OTHER_EMPLOYER, PRESENCE_REMOTE));
    session.excluded = 0;
    items[0].verdict = VERDICT_NONE;
    assert_true(rectification_keeps_voters(&session, OTHER_EMPLOYER, PRESENCE_REMOTE));
}

static struct rectification draft;

static struct outcome sign_draft(int member, bool *ret_is_complete)
{
    return rectification_sign(&session, &draft, an_id(member), &POLICY_DEFAULT, ret_is_complete);
}

static void it_is_signed_as_the_minutes_were(void **state)
{
    (void)state;
    sign_session();
    session.signed_by[0] = an_id(CHAIR); /* of the minutes: nothing to these */
    session.signed_by[1] = an_id(VICE_CHAIR);
    draft = (struct rectification){ .state = RECTIFICATION_DRAFTED };
    bool is_complete = true;
    assert_accepted(sign_draft(CHAIR, &is_complete));
    assert_false(is_complete);
    draft.signed_by[0] = an_id(CHAIR);
    assert_refused(sign_draft(CHAIR, &is_complete), REASON_ALREADY_SIGNED);
    assert_refused(sign_draft(213, &is_complete), REASON_SIGNER_NOT_ALLOWED);
    assert_false(is_complete);
    jurors[EMPLOYEE].college = COLLEGE_EMPLOYER;
    assert_refused(sign_draft(VICE_CHAIR, &is_complete), REASON_SAME_COLLEGE_SIGNATURES);
    jurors[EMPLOYEE].college = COLLEGE_EMPLOYEE;
    assert_accepted(sign_draft(VICE_CHAIR, &is_complete));
    assert_true(is_complete);
}

static void a_settled_one_is_neither_signed_nor_withdrawn(void **state)
{
    (void)state;
    sign_session();
    bool is_complete = true;
    draft = (struct rectification){ .state = RECTIFICATION_DRAFTED };
    assert_accepted(rectification_withdraw(&draft));
    for (int settled = RECTIFICATION_SIGNED; settled <= RECTIFICATION_WITHDRAWN; settled++) {
        draft.state = (enum rectification_state)settled;
        assert_refused(sign_draft(CHAIR, &is_complete), REASON_RECTIFICATION_SETTLED);
        assert_refused(rectification_withdraw(&draft), REASON_RECTIFICATION_SETTLED);
    }
}

static void states_have_their_names(void **state)
{
    (void)state;
    enum rectification_state found = RECTIFICATION_SIGNED;
    assert_true(rectification_state_from_name("DRAFTED", 7, &found));
    assert_int_equal(found, RECTIFICATION_DRAFTED);
    assert_true(rectification_state_from_name("WITHDRAWN", 9, &found));
    assert_int_equal(found, RECTIFICATION_WITHDRAWN);
    assert_false(rectification_state_from_name("SETTLED", 7, &found));
    assert_int_equal(found, RECTIFICATION_WITHDRAWN);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(signed_minutes_alone_are_rectified),
        cmocka_unit_test(there_is_one_draft_at_a_time),
        cmocka_unit_test(how_a_juror_was_there_is_wording),
        cmocka_unit_test(who_voted_was_there),
        cmocka_unit_test(who_signed_was_there),
        cmocka_unit_test(who_would_have_been_a_voter_stays_absent),
        cmocka_unit_test(it_is_signed_as_the_minutes_were),
        cmocka_unit_test(a_settled_one_is_neither_signed_nor_withdrawn),
        cmocka_unit_test(states_have_their_names),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
