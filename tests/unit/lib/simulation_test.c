/* What a session could decide: who would step down from a file. */
#include "session_fixture.h"
#include "simulation.h"

static uint64_t proposed(void)
{
    return simulation_step_downs(&session, &items[0], &POLICY_DEFAULT);
}

static void alternates_step_down_first_and_the_chairs_last(void **state)
{
    (void)state;
    sit(4, 1);
    assert_int_equal(proposed(), 1 << 1 | 1 << 2 | 1 << 3);
    session.chair_member_id = jurors[3].member_id;
    assert_int_equal(proposed(), 1 << 0 | 1 << 1 | 1 << 2);
    sit(3, 2);
    assert_int_equal(proposed(), 1 << 2);
    jurors[1].is_alternate = true;
    assert_int_equal(proposed(), 1 << 1);
    items[0].votes[VOTE_ABSTAIN] = 1 << 1; /* who has spoken stays as long as another can go */
    assert_int_equal(proposed(), 1 << 2);
    items[0].recorded = 1 << 1;
    assert_int_equal(proposed(), 1 << 1);
    items[0].contested = 1 << 1;
    assert_int_equal(proposed(), 1 << 2);
    sit(1, 3);
    assert_int_equal(proposed(), 1 << 2 | 1 << 3);
}

static void nobody_steps_down_without_need_or_use(void **state)
{
    (void)state;
    sit(2, 2);
    assert_int_equal(proposed(), 0);
    items[0].dependent = 1 << 3; /* a recusal of one college costs the other a vote */
    assert_int_equal(proposed(), 1 << 1);
    items[0].step_downs = 1 << 1;
    assert_int_equal(proposed(), 0);
    sit(2, 0);
    assert_int_equal(proposed(), 0);
    sit(3, 1);
    session.min_per_college = 2;
    assert_int_equal(proposed(), 0);
}

/* Nobody recorded yet: the members of that day, not their alternates, but for an alternate who
 * chairs; then who attends. */
static void members_are_expected_until_presence_is_recorded(void **state)
{
    (void)state;
    struct juror invited[6];
    sit(3, 2);
    for (int i = 0; i < 5; i++)
        jurors[i].presence = i == 4 ? PRESENCE_REMOTE : PRESENCE_ABSENT;
    jurors[0].is_alternate = jurors[1].is_alternate = true; /* the first is the chair */
    session.excluded = 1 << 2;
    const struct session now = session;
    simulation_invite(&now, 0, invited);
    session.jurors = invited;
    assert_int_equal(session_attending(&session), 1 << 0 | 1 << 3 | 1 << 4);
    simulation_invite(&now, 5, invited);
    assert_int_equal(session_attending(&session), 1 << 4);
}

static void who_was_convened_is_expected_and_nobody_else(void **state)
{
    (void)state;
    sit(3, 2);
    jurors[1].is_alternate = jurors[1].is_convened = true;
    jurors[2].is_convened = jurors[3].is_convened = true;
    session.excluded = 1 << 2;
    const struct session now = session;
    struct juror invited[6];
    simulation_invite(&now, 0, invited);
    session.jurors = invited;
    assert_int_equal(session_attending(&session), 1 << 1 | 1 << 3); /* not the chair */
    jurors[0].presence = PRESENCE_ABSENT;
    simulation_invite(&now, 5, invited);
    assert_int_equal(session_attending(&session), 1 << 1 | 1 << 2 | 1 << 3 | 1 << 4);
}

static void what_is_missing_and_who_could_come_is_said(void **state)
{
    (void)state;
    sit(3, 1);
    session.min_per_college = 2;
    jurors[0].presence = jurors[1].presence = jurors[2].presence = PRESENCE_ABSENT;
    items[0].dependent = 1 << 2;
    struct simulation_file file = simulation_of_file(&session, &items[0], &POLICY_DEFAULT);
    assert_int_equal(file.standing, SIMULATION_VOTERS_MISSING);
    assert_int_equal(file.missing[COLLEGE_EMPLOYER], 2);
    assert_int_equal(file.missing[COLLEGE_EMPLOYEE], 1);
    assert_int_equal(file.available, 1 << 0 | 1 << 1);
    assert_false(file.can_be_settled); /* nobody is left of the employees */
    session.min_per_college = 1;
    jurors[3].presence = PRESENCE_ABSENT; /* who could come, and none of the employers could */
    items[0].dependent = 1 << 0 | 1 << 1 | 1 << 2;
    assert_false(simulation_of_file(&session, &items[0], &POLICY_DEFAULT).can_be_settled);
    items[0].dependent = 1 << 2;
    jurors[3].presence = PRESENCE_PRESENT;
    file = simulation_of_file(&session, &items[0], &POLICY_DEFAULT);
    assert_int_equal(file.missing[COLLEGE_EMPLOYEE], 0);
    assert_true(file.can_be_settled);
    jurors[0].presence = PRESENCE_PRESENT;
    file = simulation_of_file(&session, &items[0], &POLICY_DEFAULT);
    assert_int_equal(file.standing, SIMULATION_DECIDABLE);
    assert_int_equal(file.available, 0);
    jurors[1].presence = PRESENCE_REMOTE;
    file = simulation_of_file(&session, &items[0], &POLICY_DEFAULT);
    assert_int_equal(file.standing, SIMULATION_STEP_DOWNS_NEEDED);
    assert_int_equal(file.step_downs, 1 << 1);
}

static void the_opening_is_that_of_the_machine(void **state)
{
    (void)state;
    sit(1, 1);
    session.state = SESSION_PLANNED;
    assert_accepted(simulation_of_opening(&session, &POLICY_DEFAULT));
    assert_int_equal(session.state, SESSION_PLANNED);
    session.excluded = 1 << 1;
    struct outcome outcome = simulation_of_opening(&session, &POLICY_DEFAULT);
    assert_true(outcome_has(&outcome, REASON_JUROR_NOT_INDEPENDENT));
    session.excluded = 0;
    session.chair_member_id = session.vice_chair_member_id = an_id(999);
    assert_refused(simulation_of_opening(&session, &POLICY_DEFAULT), REASON_NOT_PRESIDING);
}

static struct simulation_chairs chairs_after(enum college college, int chair, int vice_chair)
{
    const struct last_chairs last = { college, an_id(chair), an_id(vice_chair) };
    return simulation_of_chairs(&session, &last);
}

/* 3.4: of two colleges, in turn. */
static void chair_and_vice_chair_change_places(void **state)
{
    (void)state;
    sit(3, 3);
    struct simulation_chairs chairs = chairs_after(COLLEGE_EMPLOYER, CHAIR, VICE_CHAIR);
    assert_int_equal(chairs.chair, 3);
    assert_int_equal(chairs.vice_chair, 0);
    chairs = chairs_after(COLLEGE_EMPLOYEE, 215, 212);
    assert_int_equal(chairs.chair, 2);
    assert_int_equal(chairs.vice_chair, 5);
    jurors[2].presence = PRESENCE_ABSENT; /* somebody else of that college */
    assert_int_equal(chairs_after(COLLEGE_EMPLOYEE, 215, 212).chair, 0);
    items[0].recusals = 1 << 0;
    assert_int_equal(chairs_after(COLLEGE_EMPLOYEE, 215, 212).chair, 1);
    items[0].dependent = items[1].dependent = 1 << 1;
    assert_int_equal(chairs_after(COLLEGE_EMPLOYEE, 215, 212).chair, 0);
    jurors[0].is_alternate = true;
    assert_int_equal(chairs_after(COLLEGE_EMPLOYEE, 215, 212).chair, 1);
    session.excluded = 1 << 0 | 1 << 1;
    assert_int_equal(chairs_after(COLLEGE_EMPLOYEE, 215, 212).chair, -1);
    assert_int_equal(chairs_after(COLLEGE_EMPLOYER, 999, 999).chair, 3);
    assert_int_equal(chairs_after(COLLEGE_EMPLOYER, 999, 999).vice_chair, -1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(alternates_step_down_first_and_the_chairs_last),
        cmocka_unit_test(nobody_steps_down_without_need_or_use),
        cmocka_unit_test(members_are_expected_until_presence_is_recorded),
        cmocka_unit_test(who_was_convened_is_expected_and_nobody_else),
        cmocka_unit_test(what_is_missing_and_who_could_come_is_said),
        cmocka_unit_test(the_opening_is_that_of_the_machine),
        cmocka_unit_test(chair_and_vice_chair_change_places),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
