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

static void who_voted_was_there(void **state)
{
    (void)state;
    sit(2, 2);
    for (int i = 0; i < 2 * VOTE_COUNT; i++) {
        struct agenda_item *item = &items[i % 2];
        memset(items, 0, sizeof items);
        item->votes[i / 2] = 1 << 2;
        assert_accepted(session_attend(&session, 4, 1 << 2));
        const struct outcome outcome = session_attend(&session, 4, 1 << 0 | 1 << 1 | 1 << 3);
        assert_refused(outcome, REASON_JUROR_HAS_VOTED);
        assert_int_equal(outcome.unmet[0].detail.jurors, 1 << 2);
        item->step_downs = 1 << 2; /* his vote does not count */
        assert_accepted(session_attend(&session, 4, 0));
    }
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
    assert_accepted(session_attend(&session, 3, 0));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(who_does_not_sit_steps_down_from_nothing),
        cmocka_unit_test(who_voted_was_there),
        cmocka_unit_test(who_voted_and_left_does_not_come_back),
        cmocka_unit_test(who_is_not_counted_in_is_not_there),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
