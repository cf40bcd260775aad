/* SPDX-License-Identifier: EUPL-1.2 */
/* Who runs a session, file by file, and who signs it in the place of another. */
#include "session_fixture.h"

enum {
    BARRED_NOT,
    BARRED_LINKED,
    BARRED_DECLARED,
    BARRED_EXCLUDED,
    BARRED_LEFT,
    BARRED_ABSENT,
    BARS
};

/* The first file, on which a juror may not judge for one of these reasons. */
static void bar(int juror, int why)
{
    const uint64_t bit = session_juror_bit(juror);
    if (why == BARRED_LINKED)
        items[0].dependent |= bit;
    if (why == BARRED_DECLARED) {
        items[0].recusals |= bit;
        items[0].step_downs |= bit;
    }
    if (why == BARRED_EXCLUDED)
        session.excluded |= bit;
    if (why == BARRED_LEFT) {
        items[0].departed |= bit;
        items[0].step_downs |= bit;
    }
    if (why == BARRED_ABSENT)
        jurors[juror].presence = PRESENCE_ABSENT;
}

/* Chair 0 and vice-chair 3, of six; the employer 2 has had a mandate for longest. */
static void nobody_who_may_not_judge_a_file_decides_it(void **state)
{
    (void)state;
    for (int chair = 0; chair < BARS; chair++)
        for (int vice_chair = 0; vice_chair < BARS; vice_chair++) {
            sit(3, 3);
            jurors[2].mandate_from = day("2020-01-01");
            bar(0, chair);
            bar(3, vice_chair);
            uint64_t expected =
                (chair == BARRED_NOT ? 1u << 0 : 0) | (vice_chair == BARRED_NOT ? 1u << 3 : 0);
            if (expected == 0 && (chair != BARRED_ABSENT || vice_chair != BARRED_ABSENT))
                expected = 1 << 2; /* its eldest voter */
            assert_int_equal(session_presiding(&session, &items[0]), expected);
            for (int juror = 0; juror < 6; juror++) {
                const struct outcome outcome =
                    session_preside(&session, &items[0], session_juror_bit(juror));
                const bool is_judge_of_nothing =
                    (juror == 0 && chair >= BARRED_LINKED && chair <= BARRED_EXCLUDED) ||
                    (juror == 3 && vice_chair >= BARRED_LINKED && vice_chair <= BARRED_EXCLUDED);
                if ((expected & session_juror_bit(juror)) != 0)
                    assert_accepted(outcome);
                else
                    assert_refused(outcome, is_judge_of_nothing ? REASON_JUROR_NOT_INDEPENDENT
                                                                : REASON_NOT_PRESIDING);
            }
        }
}

/* Then nothing can be decided: that it was not examined is said by who runs the session. */
static void of_a_file_without_voters_the_chairs_speak(void **state)
{
    (void)state;
    sit(1, 1);
    bar(0, BARRED_LINKED);
    bar(1, BARRED_DECLARED);
    assert_int_equal(session_presiding(&session, &items[0]), 3);
}

static void a_file_that_all_have_voted_on_is_examined(void **state)
{
    (void)state;
    static const struct verdict_grounds said = { true, true, true };
    for (int choice = 0; choice < VOTE_COUNT; choice++) {
        sit(2, 2);
        items[0].votes[choice] = 15;
        const struct outcome outcome = session_record_verdict(
            &session, &items[0], VERDICT_NOT_EXAMINED, &said, 0, &POLICY_DEFAULT);
        assert_refused(outcome, REASON_FILE_VOTED);
        items[0].votes[choice] = 7; /* one is silent */
        assert_accepted(session_record_verdict(&session, &items[0], VERDICT_NOT_EXAMINED, &said, 0,
                                               &POLICY_DEFAULT));
        items[0].step_downs = 8; /* and has left: no parity */
        assert_accepted(session_record_verdict(&session, &items[0], VERDICT_NOT_EXAMINED, &said, 0,
                                               &POLICY_DEFAULT));
    }
    sit(2, 2);
    items[0].votes[VOTE_FOR] =
        15; /* what they gave cannot be recorded: a domain was voided since */
    assert_accepted(session_record_verdict(&session, &items[0], VERDICT_NOT_EXAMINED, &said, 1,
                                           &POLICY_DEFAULT));
    items[0].votes[VOTE_FOR] = 0;
    items[0].votes[VOTE_AGAINST] = 15; /* a refusal can */
    assert_refused(session_record_verdict(&session, &items[0], VERDICT_NOT_EXAMINED, &said, 1,
                                          &POLICY_DEFAULT),
                   REASON_FILE_VOTED);
    sit(1, 1);
    bar(0, BARRED_LINKED);
    bar(1, BARRED_LINKED); /* nobody votes */
    assert_accepted(session_record_verdict(&session, &items[0], VERDICT_NOT_EXAMINED, &said, 0,
                                           &POLICY_DEFAULT));
}

static void nobody_who_is_not_there_leaves_or_stands_in(void **state)
{
    (void)state;
    sit(2, 2);
    const struct leaving leaving = { .member_id = an_id(999), .callers = 15 };
    assert_false(session_may_say_left(&session, &leaving));
    assert_refused(session_leave(&session, &leaving), REASON_VOTER_NOT_ALLOWED);
    session.state = SESSION_CLOSED;
    assert_refused(session_name_stand_in(&session, an_id(999)), REASON_SIGNATURE_NOT_AWAITED);
    session.signed_by[0] = jurors[2].member_id; /* the other college */
    assert_accepted(session_name_stand_in(&session, jurors[1].member_id));
    session.state = SESSION_SIGNED; /* and rectified yet */
    assert_accepted(session_name_stand_in(&session, jurors[1].member_id));
    session.chair_member_id = (struct id){ { 0 } };
    assert_refused(session_name_stand_in(&session, jurors[1].member_id),
                   REASON_SIGNATURE_NOT_AWAITED);
}

static void who_was_there_signs_in_the_place_of_the_chair(void **state)
{
    (void)state;
    sit(3, 2);
    session.state = SESSION_CLOSED;
    jurors[2].presence = PRESENCE_ABSENT;
    static const enum reason expected[] = { REASON_SIGNER_NOT_ALLOWED, REASON_NONE,
                                            REASON_SIGNER_NOT_ALLOWED, REASON_SIGNER_NOT_ALLOWED,
                                            REASON_NONE };
    for (int juror = 0; juror < 5; juror++) {
        const struct outcome outcome = session_name_stand_in(&session, jurors[juror].member_id);
        if (expected[juror] == REASON_NONE)
            assert_accepted(outcome);
        else
            assert_refused(outcome, expected[juror]);
    }
    jurors[1].presence = PRESENCE_ABSENT; /* nobody else of the college was there */
    assert_accepted(session_name_stand_in(&session, jurors[2].member_id));
    assert_refused(sign(211), REASON_SIGNER_NOT_ALLOWED);
    session.stand_ins[COLLEGE_EMPLOYER] = jurors[1].member_id;
    assert_accepted(sign(211));
    session.signed_by[0] = an_id(211);
    assert_refused(sign(CHAIR), REASON_SAME_COLLEGE_SIGNATURES);
    assert_refused(session_name_stand_in(&session, jurors[2].member_id),
                   REASON_SIGNATURE_NOT_AWAITED);
    session.state = SESSION_OPEN;
    assert_refused(session_name_stand_in(&session, jurors[4].member_id),
                   REASON_SIGNATURE_NOT_AWAITED);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(nobody_who_may_not_judge_a_file_decides_it),
        cmocka_unit_test(of_a_file_without_voters_the_chairs_speak),
        cmocka_unit_test(a_file_that_all_have_voted_on_is_examined),
        cmocka_unit_test(nobody_who_is_not_there_leaves_or_stands_in),
        cmocka_unit_test(who_was_there_signs_in_the_place_of_the_chair),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
