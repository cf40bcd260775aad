/* SPDX-License-Identifier: EUPL-1.2 */
/* Who votes on a file of a session: steps down, was there, comes back. */
#include "session_fixture.h"

static void who_does_not_sit_steps_down_from_nothing(void **state)
{
    (void)state;
    sit(1, 1);
    assert_refused(step_down(an_id(999), true, false), REASON_VOTER_NOT_ALLOWED);
    items[0].dependent = 1;
    assert_accepted(step_down(an_id(CHAIR), true, false));
    session.state = SESSION_OPEN + 1;
    assert_refused(step_down(an_id(CHAIR), true, false), REASON_SESSION_LOCKED);
}

/* Whatever a juror did, or did not do, since it opened. */
static void who_was_counted_is_made_absent_by_nobody(void **state)
{
    (void)state;
    enum { SILENT = VOTE_COUNT, RECORDED, CONTESTED, STEPPED_DOWN, RECUSED, LINKED, DEEDS };
    sit(2, 2);
    for (int deed = 0; deed < DEEDS; deed++)
        for (int juror = 0; juror < 4; juror++) {
            const uint64_t bit = session_juror_bit(juror), all = 15;
            memset(items, 0, sizeof items);
            struct agenda_item *item = &items[juror % 2];
            if (deed < VOTE_COUNT)
                item->votes[deed] = bit;
            if (deed == RECORDED)
                item->votes[VOTE_FOR] = item->recorded = bit;
            if (deed == CONTESTED)
                item->contested = bit;
            if (deed == STEPPED_DOWN || deed == RECUSED)
                item->step_downs = bit;
            if (deed == RECUSED)
                item->recusals = bit;
            if (deed == LINKED)
                item->dependent = bit;
            session.state = SESSION_OPEN;
            assert_accepted(session_attend(&session, 4, all));
            const struct outcome outcome = session_attend(&session, 4, all & ~bit);
            assert_refused(outcome, REASON_JUROR_IS_COUNTED);
            assert_int_equal(outcome.unmet[0].detail.jurors, bit);
            session.state = SESSION_CONVENED; /* not yet */
            if (deed == SILENT || deed >= CONTESTED)
                assert_accepted(session_attend(&session, 4, all & ~bit));
        }
}

static struct leaving leaves(int juror, int from_item, uint64_t callers)
{
    return (struct leaving){ .member_id = jurors[juror].member_id,
                             .from_item = from_item,
                             .callers = callers,
                             .is_own = (callers & session_juror_bit(juror)) != 0 };
}

/* Four jurors: the chair and another employer, the vice-chair and another employee. */
static void one_leaves_by_ones_own_word_or_that_of_the_chair_of_the_college(void **state)
{
    (void)state;
    static const bool may[4][4] = { { true, false, false, false },
                                    { true, true, false, false },
                                    { false, false, true, false },
                                    { false, false, true, true } };
    sit(2, 2);
    for (int juror = 0; juror < 4; juror++)
        for (int caller = 0; caller < 4; caller++) {
            const struct leaving leaving = leaves(juror, 0, session_juror_bit(caller));
            assert_int_equal(session_may_say_left(&session, &leaving), may[juror][caller]);
        }
    const struct leaving other = leaves(1, 0, 1);
    assert_accepted(session_leave(&session, &other));
    jurors[0].presence = PRESENCE_ABSENT;
    assert_false(session_may_say_left(&session, &other));
    jurors[1].has_left = true;
    assert_refused(session_leave(&session, &other), REASON_ALREADY_RECORDED);
    jurors[1].presence = PRESENCE_ABSENT;
    assert_refused(session_leave(&session, &other), REASON_VOTER_NOT_ALLOWED);
    jurors[1].presence = PRESENCE_PRESENT;
    jurors[1].has_left = false;
    session.state = SESSION_CLOSED;
    assert_refused(session_leave(&session, &other), REASON_SESSION_NOT_OPEN);
}

static void what_was_voted_stays_with_who_leaves(void **state)
{
    (void)state;
    sit(2, 2);
    const struct leaving own = leaves(1, 0, 1 << 1), by_chair = leaves(1, 0, 1 << 0);
    assert_true(session_leaves_file(&session, 0, &own));
    assert_true(session_leaves_file(&session, 1, &by_chair));
    const struct leaving later = leaves(1, 1, 1 << 1), behind = leaves(1, -1, 1 << 1);
    assert_false(session_leaves_file(&session, 0, &later));
    assert_true(session_leaves_file(&session, 1, &later));
    assert_false(session_leaves_file(&session, 1, &behind));
    items[0].contested = 1 << 1; /* whose silence it is */
    assert_true(session_leaves_file(&session, 0, &own));
    assert_false(session_leaves_file(&session, 0, &by_chair));
    items[0].contested = 0;
    for (int vote = 0; vote < VOTE_COUNT; vote++) {
        memset(items[0].votes, 0, sizeof items[0].votes);
        items[0].votes[vote] = 1 << 1;
        assert_false(session_leaves_file(&session, 0, &own));
    }
    items[1].verdict = VERDICT_CERTIFIED;
    assert_false(session_leaves_file(&session, 1, &own));
}

/* A vote counts again when its juror comes back to the file, so not of a juror who has left. */
static void who_voted_and_left_does_not_come_back(void **state)
{
    (void)state;
    sit(2, 2);
    items[0].step_downs = 1 << 1 | 1 << 3;
    items[0].votes[VOTE_ABSTAIN] = 1 << 1;
    assert_accepted(step_down(jurors[1].member_id, true, true));
    jurors[1].presence = jurors[3].presence = PRESENCE_ABSENT;
    assert_refused(step_down(jurors[1].member_id, true, true), REASON_VOTER_NOT_ALLOWED);
    assert_accepted(step_down(jurors[1].member_id, true, false));
    assert_accepted(step_down(jurors[3].member_id, true, true));
}

/* What an array holds behind its count is nobody and nothing. */
static void who_is_not_counted_in_is_not_there(void **state)
{
    (void)state;
    sit(2, 2);
    items[1].votes[VOTE_FOR] = 1 << 2;
    session.juror_count = 3;
    session.item_count = 1;
    assert_int_equal(session_voters(&session, NULL), 1 << 0 | 1 << 1 | 1 << 2);
    assert_int_equal(session_find_juror(&session, jurors[3].member_id), -1);
    assert_int_equal(session_find_item(&session, items[1].id), -1);
    const struct tally tally = session_tally_of(&session, NULL, UINT64_MAX, &POLICY_DEFAULT);
    assert_int_equal(tally.voters[COLLEGE_EMPLOYER], 2);
    assert_int_equal(tally.voters[COLLEGE_EMPLOYEE], 1);
    session.state = SESSION_CONVENED;
    session.item_count = 0;
    assert_accepted(session_attend(&session, 3, 0));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(who_does_not_sit_steps_down_from_nothing),
        cmocka_unit_test(who_was_counted_is_made_absent_by_nobody),
        cmocka_unit_test(one_leaves_by_ones_own_word_or_that_of_the_chair_of_the_college),
        cmocka_unit_test(what_was_voted_stays_with_who_leaves),
        cmocka_unit_test(who_voted_and_left_does_not_come_back),
        cmocka_unit_test(who_is_not_counted_in_is_not_there),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
