/* SPDX-License-Identifier: EUPL-1.2 */
/* Sessions: arithmetic of the vote up to 3 + 3, composition, the life of a session. */
#include "session_fixture.h"

#include "name.h"

static const struct verdict_grounds said_all = { true, true, true };
static const struct verdict_grounds said_nothing;

/* The verdict as the rule reads: an absolute majority of the voters present, for or against; else
 * deferred. */
static enum verdict expected_verdict(int for_votes, int against, int voters)
{
    if (for_votes >= voters / 2 + 1)
        return VERDICT_CERTIFIED;
    return against >= voters / 2 + 1 ? VERDICT_REFUSED : VERDICT_DEFERRED;
}

static void every_ballot_up_to_three_and_three_has_the_right_verdict(void **state)
{
    (void)state;
    int ballots = 0;
    for (int college = 1; college <= 3; college++) {
        const int voters = 2 * college;
        int combinations = 1;
        for (int i = 0; i < voters; i++)
            combinations *= VOTE_COUNT;
        for (int ballot = 0; ballot < combinations; ballot++, ballots++) {
            int count[VOTE_COUNT] = { 0 };
            sit(college, college);
            for (int i = 0, rest = ballot; i < voters; i++, rest /= VOTE_COUNT) {
                items[0].votes[rest % VOTE_COUNT] |= UINT64_C(1) << i;
                count[rest % VOTE_COUNT]++;
            }
            const struct tally tally = session_tally(&session, &items[0], &POLICY_DEFAULT);
            const enum verdict verdict =
                expected_verdict(count[VOTE_FOR], count[VOTE_AGAINST], voters);
            assert_true(tally_is_complete(&tally) && tally_has_parity(&tally) &&
                        tally_has_quorum(&tally));
            assert_int_equal(tally_verdict(&tally), verdict);
            for (int wished = VERDICT_CERTIFIED; wished <= VERDICT_DEFERRED; wished++) {
                const struct outcome outcome = session_record_verdict(
                    &session, &items[0], (enum verdict)wished, &said_all, 0, &POLICY_DEFAULT);
                if (wished == (int)verdict)
                    assert_accepted(outcome);
                else
                    assert_refused(outcome, REASON_NO_MAJORITY);
            }
        }
    }
    assert_int_equal(ballots, 9 + 81 + 729);
}

static void a_tie_defers_without_casting_vote(void **state) /* A21 */
{
    (void)state;
    sit(1, 1);
    items[0].votes[VOTE_FOR] = 1;
    items[0].votes[VOTE_AGAINST] = 2;
    assert_accepted(session_record_verdict(&session, &items[0], VERDICT_DEFERRED, &said_all, 0,
                                           &POLICY_DEFAULT));
    assert_refused(session_record_verdict(&session, &items[0], VERDICT_DEFERRED, &said_nothing, 0,
                                          &POLICY_DEFAULT),
                   REASON_REQUEST_REQUIRED);
}

static void a_proposal_to_defer_needs_the_same_majority(void **state) /* decision 13 */
{
    (void)state;
    sit(1, 1);
    items[0].is_proposal_to_defer = true;
    items[0].votes[VOTE_FOR] = 3;
    assert_accepted(session_record_verdict(&session, &items[0], VERDICT_DEFERRED, &said_all, 0,
                                           &POLICY_DEFAULT));
    assert_refused(session_record_verdict(&session, &items[0], VERDICT_CERTIFIED, &said_all, 0,
                                          &POLICY_DEFAULT),
                   REASON_NO_MAJORITY);
    items[0].votes[VOTE_FOR] = 1;
    items[0].votes[VOTE_AGAINST] = 2;
    const struct tally tally = session_tally(&session, &items[0], &POLICY_DEFAULT);
    assert_int_equal(tally_verdict(&tally), VERDICT_NONE); /* lost: the file is still to be voted */
}

static void a_verdict_needs_every_vote_and_every_domain(void **state)
{
    (void)state;
    sit(1, 1);
    items[0].votes[VOTE_FOR] = 1;
    assert_refused(session_record_verdict(&session, &items[0], VERDICT_CERTIFIED, &said_all, 0,
                                          &POLICY_DEFAULT),
                   REASON_VOTES_MISSING);
    items[0].votes[VOTE_FOR] = 3;
    assert_refused(session_record_verdict(&session, &items[0], VERDICT_CERTIFIED, &said_all, 1 << 5,
                                          &POLICY_DEFAULT),
                   REASON_DOMAINS_MISSING);
    session.state = SESSION_CLOSED;
    assert_refused(session_record_verdict(&session, &items[0], VERDICT_CERTIFIED, &said_all, 0,
                                          &POLICY_DEFAULT),
                   REASON_SESSION_NOT_OPEN);
    session.state = SESSION_OPEN;
    assert_accepted(session_record_verdict(&session, &items[1], VERDICT_NOT_EXAMINED, &said_all, 1,
                                           &POLICY_DEFAULT));
    assert_refused(session_record_verdict(&session, &items[1], VERDICT_NOT_EXAMINED, &said_nothing,
                                          1, &POLICY_DEFAULT),
                   REASON_REASON_REQUIRED);
}

static void two_employers_and_one_employee_need_a_step_down(void **state) /* scenario 36 */
{
    (void)state;
    sit(2, 1);
    session.state = SESSION_CONVENED;
    assert_refused(decide(SESSION_EVENT_OPEN), REASON_PARITY_BROKEN);
    items[0].step_downs = 1 << 1;
    const struct outcome outcome = decide(SESSION_EVENT_OPEN);
    assert_refused(outcome, REASON_PARITY_BROKEN); /* every file must reach parity */
    assert_true(id_equals(outcome.unmet[0].detail.id, an_id(ITEM + 1)));
    items[1].step_downs = 1 << 1;
    assert_accepted(decide(SESSION_EVENT_OPEN));
    assert_int_equal(decision.to, SESSION_OPEN);
}

static void one_employer_alone_is_no_quorum(void **state) /* scenario 36 */
{
    (void)state;
    sit(1, 0);
    session.state = SESSION_CONVENED;
    assert_refused(decide(SESSION_EVENT_OPEN), REASON_QUORUM_NOT_MET);
    sit(1, 1);
    session.state = SESSION_CONVENED;
    session.min_per_college = 2;
    assert_refused(decide(SESSION_EVENT_OPEN), REASON_QUORUM_NOT_MET);
    sit(2, 2);
    session.state = SESSION_CONVENED;
    session.min_per_college = 2;
    assert_accepted(decide(SESSION_EVENT_OPEN));
    session.item_count = 0;
    jurors[3].presence = PRESENCE_ABSENT;
    assert_refused(decide(SESSION_EVENT_OPEN), REASON_QUORUM_NOT_MET);
}

static void a_remote_juror_is_present(void **state) /* scenario 42 */
{
    (void)state;
    sit(1, 1);
    session.state = SESSION_CONVENED;
    jurors[1].presence = PRESENCE_REMOTE;
    assert_accepted(decide(SESSION_EVENT_OPEN));
    jurors[1].presence = PRESENCE_ABSENT;
    assert_refused(decide(SESSION_EVENT_OPEN), REASON_QUORUM_NOT_MET);
}

static void who_stepped_down_has_no_vote_that_counts(void **state)
{
    (void)state;
    sit(2, 2);
    items[0].votes[VOTE_FOR] = 0xf;
    items[0].step_downs = 1 << 0 | 1 << 2;
    const struct tally tally = session_tally(&session, &items[0], &POLICY_DEFAULT);
    assert_int_equal(tally.votes[VOTE_FOR], 2);
    assert_int_equal(tally_voters(&tally), 2);
    assert_refused(cast(0, CHAIR), REASON_VOTER_NOT_ALLOWED);
    assert_accepted(cast(1, CHAIR));
    assert_refused(cast(1, 999), REASON_VOTER_NOT_ALLOWED);
    session.state = SESSION_CONVENED;
    assert_refused(cast(1, CHAIR), REASON_SESSION_NOT_OPEN);
}

static void a_linked_juror_is_recused(void **state) /* A19 */
{
    (void)state;
    sit(2, 2);
    items[0].dependent = 1 << 0;
    session.state = SESSION_CONVENED;
    assert_refused(decide(SESSION_EVENT_OPEN), REASON_PARITY_BROKEN); /* without a word of his */
    items[0].step_downs = 1 << 3;
    assert_accepted(decide(SESSION_EVENT_OPEN));
    session.state = SESSION_OPEN;
    assert_refused(cast(0, CHAIR), REASON_JUROR_NOT_INDEPENDENT);
    assert_accepted(cast(1, CHAIR));
    items[0].votes[VOTE_FOR] = 1 << 1 | 1 << 2;
    assert_accepted(session_record_verdict(&session, &items[0], VERDICT_CERTIFIED, &said_all, 0,
                                           &POLICY_DEFAULT));
    items[0].votes[VOTE_FOR] |= 1 << 0; /* cast before the link was known: it is taken out aloud */
    assert_refused(session_record_verdict(&session, &items[0], VERDICT_CERTIFIED, &said_all, 0,
                                          &POLICY_DEFAULT),
                   REASON_JUROR_NOT_INDEPENDENT);
    items[0].step_downs |= 1 << 0;
    assert_accepted(session_record_verdict(&session, &items[0], VERDICT_CERTIFIED, &said_all, 0,
                                           &POLICY_DEFAULT));
    assert_refused(step_down(an_id(CHAIR), true, true), REASON_JUROR_NOT_INDEPENDENT);
    assert_accepted(step_down(jurors[3].member_id, true, true));
}

/* An active evaluator of an organism of a file: not in the session at all. */
static void an_excluded_juror_does_not_sit(void **state)
{
    (void)state;
    sit(2, 2);
    session.excluded = 1 << 3;
    assert_refused(cast(1, 213), REASON_JUROR_NOT_INDEPENDENT);
    session.state = SESSION_CONVENED;
    items[0].step_downs = items[1].step_downs = 1 << 1;
    const struct outcome outcome = decide(SESSION_EVENT_OPEN);
    assert_refused(outcome, REASON_JUROR_NOT_INDEPENDENT);
    assert_int_equal(outcome.unmet[0].detail.jurors, 1 << 3);
    jurors[3].presence = PRESENCE_ABSENT;
    assert_accepted(decide(SESSION_EVENT_OPEN));
}

static void names_go_both_ways(void **state)
{
    (void)state;
    enum verdict verdict;
    enum vote vote;
    enum session_state session_state;
    assert_true(verdict_from_name("REFUSED", 7, &verdict));
    assert_int_equal(verdict, VERDICT_REFUSED);
    assert_false(verdict_from_name("NONE", 4, &verdict));
    assert_true(vote_from_name("ABSTAIN", 7, &vote));
    assert_int_equal(vote, VOTE_ABSTAIN);
    assert_true(session_state_from_name("SIGNED", 6, &session_state));
    assert_int_equal(session_state, SESSION_SIGNED);
}

static void every_name_goes_both_ways(void **state)
{
    (void)state;
    enum college college;
    enum presence presence;
    assert_true(college_from_name("EMPLOYEE", 8, &college));
    assert_int_equal(college, COLLEGE_EMPLOYEE);
    assert_true(college_from_name("EMPLOYER", 8, &college));
    assert_int_equal(college, COLLEGE_EMPLOYER);
    assert_false(college_from_name("employer", 8, &college));
    assert_true(presence_from_name("REMOTE", 6, &presence));
    assert_int_equal(presence, PRESENCE_REMOTE);
    assert_true(presence_from_name("ABSENT", 6, &presence));
    assert_int_equal(presence, PRESENCE_ABSENT);
    assert_false(presence_from_name("", 0, &presence));
    for (int i = 0; i < SESSION_STATE_COUNT; i++) {
        enum session_state found = SESSION_STATE_COUNT;
        const char *name = session_state_name((enum session_state)i);
        assert_true(session_state_from_name(name, strlen(name), &found));
        assert_int_equal(found, i);
    }
    enum session_state unknown = SESSION_CLOSED;
    assert_false(session_state_from_name("CLOSE", 5, &unknown));
    assert_int_equal(unknown, SESSION_CLOSED);
    for (int i = 0; i < SESSION_EVENT_COUNT; i++) {
        const char *name = session_event_name((enum session_event)i);
        assert_int_equal(name_find(session_event_names, name, strlen(name)), i);
    }
    enum vote vote;
    enum verdict verdict = VERDICT_NONE;
    assert_true(vote_from_name("FOR", 3, &vote));
    assert_int_equal(vote, VOTE_FOR);
    assert_false(vote_from_name("for", 3, &vote));
    assert_true(verdict_from_name("CERTIFIED", 9, &verdict));
    assert_int_equal(verdict, VERDICT_CERTIFIED);
    assert_false(verdict_from_name("CERTIFIE", 8, &verdict));
}

static void items_and_jurors_are_found_by_their_id(void **state)
{
    (void)state;
    sit(2, 2);
    assert_int_equal(session_find_item(&session, an_id(ITEM)), 0);
    assert_int_equal(session_find_item(&session, an_id(ITEM + 1)), 1);
    assert_int_equal(session_find_item(&session, an_id(999)), -1);
    assert_int_equal(session_find_juror(&session, an_id(CHAIR)), 0);
    assert_int_equal(session_find_juror(&session, an_id(213)), 3);
    items[1].id = jurors[3].member_id = (struct id){ { 0 } };
    assert_int_equal(session_find_item(&session, (struct id){ { 0 } }), -1);
    assert_int_equal(session_find_juror(&session, (struct id){ { 0 } }), -1);
}

/* Whoever comes behind the bound is known, and sits in nothing. */
static void no_more_jurors_than_the_bound_sit(void **state)
{
    (void)state;
    static struct juror many[SESSION_MAX_JURORS + 1];
    sit(1, 1);
    for (int i = 0; i <= SESSION_MAX_JURORS; i++)
        many[i] = (struct juror){ .member_id = an_id(600 + i),
                                  .college = i % 2 == 0 ? COLLEGE_EMPLOYER : COLLEGE_EMPLOYEE,
                                  .presence = PRESENCE_PRESENT };
    session.jurors = many;
    session.juror_count = SESSION_MAX_JURORS + 1;
    assert_true(session_voters(&session, NULL) == UINT64_MAX);
    assert_int_equal(session_find_juror(&session, an_id(600 + SESSION_MAX_JURORS)),
                     SESSION_MAX_JURORS);
    session.state = SESSION_OPEN;
    assert_refused(cast(0, 600 + SESSION_MAX_JURORS), REASON_VOTER_NOT_ALLOWED);
    assert_int_equal(session_find_juror(&session, an_id(600 + SESSION_MAX_JURORS - 1)),
                     SESSION_MAX_JURORS - 1);
    const struct tally tally = session_tally(&session, NULL, &POLICY_DEFAULT);
    assert_int_equal(tally_voters(&tally), SESSION_MAX_JURORS);
}

static void a_verdict_without_its_voters_is_refused_with_counts(void **state)
{
    (void)state;
    sit(3, 1);
    items[0].votes[VOTE_FOR] = 0xf;
    struct outcome outcome = session_record_verdict(&session, &items[0], VERDICT_CERTIFIED,
                                                    &said_all, 0, &POLICY_DEFAULT);
    assert_refused(outcome, REASON_PARITY_BROKEN);
    assert_int_equal(outcome.unmet[0].detail.expected, 3);
    assert_int_equal(outcome.unmet[0].detail.found, 1);
    assert_true(id_equals(outcome.unmet[0].detail.id, an_id(ITEM)));
    session.min_per_college = 2;
    outcome = session_record_verdict(&session, &items[0], VERDICT_CERTIFIED, &said_all, 0,
                                     &POLICY_DEFAULT);
    assert_refused(outcome, REASON_QUORUM_NOT_MET);
    assert_int_equal(outcome.unmet[0].detail.expected, 4);
    assert_int_equal(outcome.unmet[0].detail.found, 4);
    sit(1, 1);
    items[0].votes[VOTE_FOR] = 1;
    outcome = session_record_verdict(&session, &items[0], VERDICT_CERTIFIED, &said_all, 0,
                                     &POLICY_DEFAULT);
    assert_refused(outcome, REASON_VOTES_MISSING);
    assert_int_equal(outcome.unmet[0].detail.expected, 2);
    assert_int_equal(outcome.unmet[0].detail.found, 1);
    assert_int_equal(outcome.unmet[0].detail.jurors, 1 << 1); /* whose it is that is missing */
    items[0].votes[VOTE_AGAINST] = 2;
    outcome = session_record_verdict(&session, &items[0], VERDICT_CERTIFIED, &said_all, 0,
                                     &POLICY_DEFAULT);
    assert_refused(outcome, REASON_NO_MAJORITY);
    assert_int_equal(outcome.unmet[0].detail.expected, 2);
    assert_int_equal(outcome.unmet[0].detail.found, 1);
    items[0].votes[VOTE_ABSTAIN] = 2; /* twice: more votes than voters */
    assert_refused(session_record_verdict(&session, &items[0], VERDICT_DEFERRED, &said_all, 0,
                                          &POLICY_DEFAULT),
                   REASON_VOTES_MISSING);
}

static void expect_lack(enum verdict verdict, int needed, int found)
{
    const struct outcome outcome =
        session_record_verdict(&session, &items[0], verdict, &said_all, 0, &POLICY_DEFAULT);
    assert_refused(outcome, REASON_NO_MAJORITY);
    assert_int_equal(outcome.unmet[0].detail.expected, needed);
    assert_int_equal(outcome.unmet[0].detail.found, found);
    assert_int_equal(outcome.unmet[0].detail.domains, 0); /* of which it does not speak */
}

static void the_votes_of_the_verdict_are_counted(void **state)
{
    (void)state;
    sit(1, 1);
    items[0].votes[VOTE_AGAINST] = 1;
    items[0].votes[VOTE_ABSTAIN] = 2;
    expect_lack(VERDICT_CERTIFIED, 2, 0);
    expect_lack(VERDICT_REFUSED, 2, 1); /* those against */
    items[0].votes[VOTE_AGAINST] = 3;
    items[0].votes[VOTE_ABSTAIN] = 0;
    expect_lack(VERDICT_DEFERRED, 0, 0); /* the lack of a majority has none */
    items[0].votes[VOTE_FOR] = 3;
    items[0].votes[VOTE_AGAINST] = 0;
    items[0].is_proposal_to_defer = true;
    expect_lack(VERDICT_CERTIFIED, 0, 0); /* they were for the deferral */
    items[0].votes[VOTE_FOR] = 0;
    items[0].votes[VOTE_AGAINST] = 3;
    expect_lack(VERDICT_DEFERRED, 2, 0); /* nobody was for it */
}

static void each_verdict_has_grounds_of_its_own(void **state)
{
    (void)state;
    sit(1, 1);
    items[0].votes[VOTE_AGAINST] = 3;
    const struct outcome bare = session_record_verdict(&session, &items[0], VERDICT_REFUSED,
                                                       &said_nothing, 0, &POLICY_DEFAULT);
    assert_int_equal(bare.count, 2);
    assert_true(outcome_has(&bare, REASON_REASON_REQUIRED));
    assert_true(outcome_has(&bare, REASON_REFUSED_DOMAINS_REQUIRED));
    const struct verdict_grounds reasons = { .has_reasons = true };
    assert_refused(
        session_record_verdict(&session, &items[0], VERDICT_REFUSED, &reasons, 0, &POLICY_DEFAULT),
        REASON_REFUSED_DOMAINS_REQUIRED);
}

/* Who voted is part of what was decided, and so is the outcome. */
static void what_is_decided_stays_so(void **state)
{
    (void)state;
    sit(1, 1);
    items[0].votes[VOTE_FOR] = 3;
    for (int verdict = VERDICT_NONE; verdict < VERDICT_COUNT; verdict++) {
        items[0].verdict = (enum verdict)verdict;
        const struct outcome again = session_record_verdict(&session, &items[0], VERDICT_CERTIFIED,
                                                            &said_all, 0, &POLICY_DEFAULT),
                             left = step_down(an_id(CHAIR), true, false),
                             back = step_down(an_id(CHAIR), true, true);
        if (verdict == VERDICT_NONE) {
            assert_true(again.count + left.count + back.count == 0);
            continue;
        }
        assert_refused(again, REASON_FILE_DECIDED);
        assert_refused(left, REASON_FILE_DECIDED);
        assert_refused(back, REASON_FILE_DECIDED);
    }
}

static void what_a_verdict_says_is_corrected_while_the_session_is_open(void **state)
{
    (void)state;
    sit(1, 1);
    for (int s = 0; s < SESSION_STATE_COUNT; s++) {
        session.state = (enum session_state)s;
        for (int v = VERDICT_NONE + 1; v < VERDICT_COUNT; v++) {
            items[0].verdict = (enum verdict)v;
            const struct outcome all = session_correct_verdict(&session, &items[0], &said_all);
            const struct outcome none = session_correct_verdict(&session, &items[0], &said_nothing);
            assert_int_equal(outcome_has(&all, REASON_SESSION_NOT_OPEN), s != SESSION_OPEN);
            assert_int_equal(all.count, s != SESSION_OPEN);
            assert_int_equal(outcome_has(&none, REASON_REQUEST_REQUIRED), v == VERDICT_DEFERRED);
            assert_int_equal(outcome_has(&none, REASON_REASON_REQUIRED),
                             v == VERDICT_REFUSED || v == VERDICT_NOT_EXAMINED);
            assert_int_equal(outcome_has(&none, REASON_REFUSED_DOMAINS_REQUIRED),
                             v == VERDICT_REFUSED);
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_ballot_up_to_three_and_three_has_the_right_verdict),
        cmocka_unit_test(a_tie_defers_without_casting_vote),
        cmocka_unit_test(a_proposal_to_defer_needs_the_same_majority),
        cmocka_unit_test(a_verdict_needs_every_vote_and_every_domain),
        cmocka_unit_test(two_employers_and_one_employee_need_a_step_down),
        cmocka_unit_test(one_employer_alone_is_no_quorum),
        cmocka_unit_test(a_remote_juror_is_present),
        cmocka_unit_test(who_stepped_down_has_no_vote_that_counts),
        cmocka_unit_test(a_linked_juror_is_recused),
        cmocka_unit_test(an_excluded_juror_does_not_sit),
        cmocka_unit_test(names_go_both_ways),
        cmocka_unit_test(every_name_goes_both_ways),
        cmocka_unit_test(items_and_jurors_are_found_by_their_id),
        cmocka_unit_test(no_more_jurors_than_the_bound_sit),
        cmocka_unit_test(a_verdict_without_its_voters_is_refused_with_counts),
        cmocka_unit_test(the_votes_of_the_verdict_are_counted),
        cmocka_unit_test(each_verdict_has_grounds_of_its_own),
        cmocka_unit_test(what_is_decided_stays_so),
        cmocka_unit_test(what_a_verdict_says_is_corrected_while_the_session_is_open),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
