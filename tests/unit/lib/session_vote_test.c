/* SPDX-License-Identifier: EUPL-1.2 */
/* Whose word a vote is: cast, written down, confirmed, changed, contested (decision 35). */
#include "session_fixture.h"

enum { OTHER_EMPLOYER = 211, OTHER_EMPLOYEE = 213 };

static struct ballot a_ballot(int member, enum vote choice, bool is_own)
{
    return (struct ballot){ .member_id = an_id(member), .choice = choice, .is_own = is_own };
}

static struct outcome write_down(int member, const struct policy *policy)
{
    const struct ballot ballot = a_ballot(member, VOTE_FOR, false);
    return session_vote(&session, &items[0], &ballot, policy);
}

/* Two and two; chair and vice-chair spoke for themselves, the other two were written down. */
static void two_are_written_down(void)
{
    sit(2, 2);
    items[0].votes[VOTE_FOR] = 1 << 0 | 1 << 1 | 1 << 2;
    items[0].votes[VOTE_AGAINST] = 1 << 3;
    items[0].recorded = 1 << 1 | 1 << 3;
}

static void a_vote_may_be_written_down_until_its_juror_speaks(void **state)
{
    (void)state;
    two_are_written_down();
    assert_accepted(write_down(OTHER_EMPLOYER, &POLICY_DEFAULT)); /* a slip is corrected */
    assert_refused(write_down(CHAIR, &POLICY_DEFAULT), REASON_VOTE_IS_OWN);
    items[0].votes[VOTE_AGAINST] = 0;
    items[0].contested = 1 << 3;
    items[0].recorded = 1 << 1;
    assert_refused(write_down(OTHER_EMPLOYEE, &POLICY_DEFAULT), REASON_VOTE_IS_OWN);
    assert_accepted(cast(0, OTHER_EMPLOYEE)); /* who contested may still vote */
    assert_refused(write_down(999, &POLICY_DEFAULT), REASON_VOTER_NOT_ALLOWED);
    items[0].votes[VOTE_ABSTAIN] = 1 << 1;
    items[0].votes[VOTE_FOR] = items[0].recorded = 0;
    assert_refused(write_down(OTHER_EMPLOYER, &POLICY_DEFAULT), REASON_VOTE_IS_OWN);
}

/* A step-down takes a vote out of the count, and the way back puts it there again. */
static void nobody_else_takes_a_word_out_of_the_count(void **state)
{
    (void)state;
    for (int is_undone = 0; is_undone <= 1; is_undone++) {
        two_are_written_down();
        items[0].step_downs = is_undone ? 0xf : 0;
        assert_refused(step_down(an_id(CHAIR), false, is_undone), REASON_VOTE_IS_OWN);
        assert_accepted(step_down(an_id(CHAIR), true, is_undone));
        assert_accepted(step_down(an_id(OTHER_EMPLOYEE), false, is_undone));
        items[0].votes[VOTE_AGAINST] = 0;
        items[0].recorded = 1 << 1;
        assert_accepted(step_down(an_id(OTHER_EMPLOYEE), false, is_undone)); /* said nothing yet */
        items[0].contested = 1 << 3;
        assert_refused(step_down(an_id(OTHER_EMPLOYEE), false, is_undone), REASON_VOTE_IS_OWN);
        assert_refused(step_down(an_id(999), false, is_undone), REASON_VOTER_NOT_ALLOWED);
        assert_accepted(step_down(an_id(OTHER_EMPLOYEE), true, is_undone));
    }
}

static void the_certifier_may_want_each_vote_in_person(void **state)
{
    (void)state;
    struct policy policy = POLICY_DEFAULT;
    policy.are_recorded_votes_allowed = false;
    sit(1, 1);
    assert_refused(write_down(CHAIR, &policy), REASON_RECORDED_VOTES_NOT_ALLOWED);
    const struct ballot own = a_ballot(CHAIR, VOTE_FOR, true);
    assert_accepted(session_vote(&session, &items[0], &own, &policy));
}

static void what_was_written_down_awaits_its_juror(void **state)
{
    (void)state;
    two_are_written_down();
    assert_false(session_awaits_word(&session, &items[0], 0)); /* spoke in person */
    assert_true(session_awaits_word(&session, &items[0], 1));
    assert_false(session_awaits_word(&session, &items[0], -1));
    assert_false(session_awaits_word(&session, &items[1], 1)); /* another file */
    items[1].votes[VOTE_FOR] = items[1].recorded = 1 << 0;
    assert_true(session_awaits_word(&session, &items[1], 0)); /* the chair's was written down */
    items[0].step_downs = 1 << 1;
    assert_false(session_awaits_word(&session, &items[0], 1)); /* a vote that does not count */
    items[0].step_downs = 0;
    items[0].verdict = VERDICT_NOT_EXAMINED;
    assert_false(session_awaits_word(&session, &items[0], 1)); /* nor here */
    items[0].verdict = VERDICT_CERTIFIED;
    for (int i = 0; i < SESSION_STATE_COUNT; i++) {
        session.state = (enum session_state)i;
        assert_int_equal(session_awaits_word(&session, &items[0], 1),
                         i == SESSION_OPEN || i == SESSION_CLOSED);
    }
}

/* A signature stands for the votes of its own college, and for no others. */
static void a_signature_answers_for_its_college(void **state)
{
    (void)state;
    for (int place = 0; place < 2; place++) {
        two_are_written_down();
        session.state = SESSION_CLOSED;
        items[0].verdict = VERDICT_CERTIFIED;
        session.signed_by[place] = an_id(CHAIR);
        assert_false(session_awaits_word(&session, &items[0], 1));
        assert_true(session_awaits_word(&session, &items[0], 3));
        assert_refused(session_contest(&session, &items[0], an_id(OTHER_EMPLOYER)),
                       REASON_VOTE_NOT_AWAITED);
        assert_accepted(session_contest(&session, &items[0], an_id(OTHER_EMPLOYEE)));
        session.signed_by[1 - place] = an_id(VICE_CHAIR);
        assert_refused(session_contest(&session, &items[0], an_id(OTHER_EMPLOYEE)),
                       REASON_VOTE_NOT_AWAITED);
    }
}

static void a_contest_is_of_what_was_written_down(void **state)
{
    (void)state;
    two_are_written_down();
    assert_accepted(session_contest(&session, &items[0], an_id(OTHER_EMPLOYER)));
    assert_refused(session_contest(&session, &items[0], an_id(CHAIR)), REASON_VOTE_NOT_AWAITED);
    assert_refused(session_contest(&session, &items[0], an_id(999)), REASON_VOTE_NOT_AWAITED);
    assert_refused(session_contest(&session, &items[1], an_id(OTHER_EMPLOYER)),
                   REASON_VOTE_NOT_AWAITED);
}

static void the_same_choice_confirms(void **state)
{
    (void)state;
    two_are_written_down();
    const struct ballot same = a_ballot(OTHER_EMPLOYEE, VOTE_AGAINST, true),
                        other = a_ballot(OTHER_EMPLOYEE, VOTE_FOR, true),
                        noted = a_ballot(OTHER_EMPLOYEE, VOTE_AGAINST, false),
                        own = a_ballot(CHAIR, VOTE_FOR, true);
    assert_true(session_confirms(&session, &items[0], &same));
    assert_false(session_confirms(&session, &items[0], &other));
    assert_false(session_confirms(&session, &items[0], &noted));
    assert_false(session_confirms(&session, &items[0], &own));
}

/* After the decision only who is still awaited speaks, and what was decided on that word falls. */
static void a_decision_falls_with_what_it_counted(void **state)
{
    (void)state;
    two_are_written_down();
    assert_false(session_decision_falls(&session, &items[0], 1)); /* there is none */
    items[0].verdict = VERDICT_CERTIFIED;
    assert_true(session_decision_falls(&session, &items[0], 1));
    assert_false(session_decision_falls(&session, &items[0], 0));
    assert_accepted(cast(0, OTHER_EMPLOYER));
    assert_refused(cast(0, CHAIR), REASON_FILE_DECIDED);
    assert_refused(write_down(OTHER_EMPLOYER, &POLICY_DEFAULT), REASON_FILE_DECIDED);
    session.state = SESSION_CLOSED;
    assert_true(session_decision_falls(&session, &items[0], 1));
    assert_accepted(cast(0, OTHER_EMPLOYER));
    const struct outcome late = cast(0, CHAIR);
    assert_true(outcome_has(&late, REASON_SESSION_NOT_OPEN) &&
                outcome_has(&late, REASON_FILE_DECIDED));
    session.signed_by[0] = an_id(CHAIR);
    const struct outcome signed_for = cast(0, OTHER_EMPLOYER);
    assert_true(outcome_has(&signed_for, REASON_SESSION_NOT_OPEN) &&
                outcome_has(&signed_for, REASON_FILE_DECIDED));
    session.signed_by[0] = (struct id){ { 0 } };
    items[0].verdict = VERDICT_NOT_EXAMINED;
    assert_false(session_decision_falls(&session, &items[0], 1));
}

/* A contested vote is missing, not an abstention: the file waits for the juror. */
static void a_contested_vote_counts_as_not_cast(void **state)
{
    (void)state;
    static const struct verdict_grounds grounds = { true, true, true };
    sit(1, 1);
    items[0].votes[VOTE_FOR] = 1 << 0;
    items[0].contested = 1 << 1;
    assert_refused(session_record_verdict(&session, &items[0], VERDICT_CERTIFIED, &grounds, 0,
                                          &POLICY_DEFAULT),
                   REASON_VOTES_MISSING);
    items[0].votes[VOTE_FOR] = 1 << 0 | 1 << 1;
    items[0].recorded = 1 << 1; /* what is written down counts for the decision */
    items[0].contested = 0;
    assert_accepted(session_record_verdict(&session, &items[0], VERDICT_CERTIFIED, &grounds, 0,
                                           &POLICY_DEFAULT));
}

/* Parity and quorum as they are told: of those who may vote. */
static void who_may_not_vote_is_no_voter_to_count_on(void **state)
{
    (void)state;
    sit(2, 2);
    items[0].dependent = 1 << 1;
    session.excluded = 1 << 3;
    assert_int_equal(session_attending(&session), 0xf);
    assert_int_equal(session_voters(&session, NULL), 1 << 0 | 1 << 1 | 1 << 2);
    assert_int_equal(session_voters(&session, &items[0]), 1 << 0 | 1 << 2);
    const struct tally tally = session_tally(&session, &items[0], &POLICY_DEFAULT);
    assert_int_equal(tally.voters[COLLEGE_EMPLOYER], 1);
    assert_int_equal(tally.voters[COLLEGE_EMPLOYEE], 1);
    jurors[2].presence = PRESENCE_ABSENT;
    assert_int_equal(session_voters(&session, &items[0]), 1 << 0);
}

/* A recusal is said with its reason, by its juror, and taken back by nobody else. */
static void a_recusal_is_its_jurors(void **state)
{
    (void)state;
    sit(2, 2);
    struct departure said = { .member_id = an_id(CHAIR), .is_own = true, .is_recusal = true };
    assert_refused(session_step_down(&session, &items[0], &said), REASON_REASON_REQUIRED);
    said.has_reason = true;
    assert_accepted(session_step_down(&session, &items[0], &said));
    said.is_own = false;
    assert_refused(session_step_down(&session, &items[0], &said), REASON_RECUSAL_IS_OWN);
    items[0].step_downs = items[0].recusals = 1 << 0;
    for (int is_undone = 0; is_undone < 2; is_undone++) {
        assert_refused(step_down(an_id(CHAIR), false, is_undone), REASON_RECUSAL_IS_OWN);
        assert_accepted(step_down(an_id(CHAIR), true, is_undone));
        assert_accepted(step_down(an_id(VICE_CHAIR), false, is_undone));
    }
    session.state = SESSION_PLANNED; /* from the day the file is on the agenda */
    assert_accepted(step_down(an_id(CHAIR), true, false));
}

/* No vote was counted on it; every other verdict has its own way to be mended. */
static void only_what_was_not_examined_is_taken_up_again_while_the_session_is_open(void **state)
{
    (void)state;
    sit(1, 1);
    for (int s = 0; s < SESSION_STATE_COUNT; s++) {
        session.state = (enum session_state)s;
        for (int v = VERDICT_NONE; v < VERDICT_COUNT; v++) {
            items[0].verdict = (enum verdict)v;
            const struct outcome said = session_reopen_item(&session, &items[0], true);
            const struct outcome unsaid = session_reopen_item(&session, &items[0], false);
            assert_int_equal(outcome_has(&said, REASON_FILE_DECIDED), v != VERDICT_NOT_EXAMINED);
            assert_int_equal(outcome_has(&said, REASON_SESSION_NOT_OPEN), s != SESSION_OPEN);
            assert_int_equal(said.count, (v != VERDICT_NOT_EXAMINED) + (s != SESSION_OPEN));
            assert_true(outcome_has(&unsaid, REASON_REASON_REQUIRED));
            assert_int_equal(unsaid.count, said.count + 1);
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_vote_may_be_written_down_until_its_juror_speaks),
        cmocka_unit_test(nobody_else_takes_a_word_out_of_the_count),
        cmocka_unit_test(the_certifier_may_want_each_vote_in_person),
        cmocka_unit_test(what_was_written_down_awaits_its_juror),
        cmocka_unit_test(a_signature_answers_for_its_college),
        cmocka_unit_test(a_contest_is_of_what_was_written_down),
        cmocka_unit_test(the_same_choice_confirms),
        cmocka_unit_test(a_decision_falls_with_what_it_counted),
        cmocka_unit_test(a_contested_vote_counts_as_not_cast),
        cmocka_unit_test(who_may_not_vote_is_no_voter_to_count_on),
        cmocka_unit_test(a_recusal_is_its_jurors),
        cmocka_unit_test(only_what_was_not_examined_is_taken_up_again_while_the_session_is_open),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
