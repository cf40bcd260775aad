/* SPDX-License-Identifier: EUPL-1.2 */
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

/* The vote in person weighs more than the chair, and the chair more than a member's seat. */
static void a_word_in_person_outweighs_the_chair_and_the_chair_a_seat(void **state)
{
    (void)state;
    sit(2, 1);
    jurors[1].is_alternate = true;
    items[0].votes[VOTE_FOR] = 1 << 1;
    assert_int_equal(proposed(), 1 << 0); /* the chair, not the alternate who has voted */
    sit(2, 1);
    jurors[1].is_alternate = true;
    session.chair_member_id = jurors[1].member_id;
    assert_int_equal(proposed(), 1 << 0); /* the member, not the alternate in the chair */
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

static void one_who_was_convened_is_enough_to_expect_nobody_else(void **state)
{
    (void)state;
    sit(3, 2);
    jurors[0].is_convened = true;
    struct juror invited[6];
    simulation_invite(&session, 0, invited);
    session.jurors = invited;
    assert_int_equal(session_attending(&session), 1 << 0);
}

static void one_whose_presence_is_recorded_ends_the_expecting(void **state)
{
    (void)state;
    sit(2, 2);
    jurors[0].presence = jurors[1].presence = jurors[2].presence = PRESENCE_ABSENT;
    struct juror invited[6];
    simulation_invite(&session, 1, invited);
    session.jurors = invited;
    assert_int_equal(session_attending(&session), 1 << 3);
}

static void who_is_no_juror_of_the_session_is_neither_asked_nor_copied(void **state)
{
    (void)state;
    sit(2, 2);
    session.juror_count = 3;
    jurors[3].is_convened = true;
    struct juror invited[6] = { 0 };
    simulation_invite(&session, 0, invited);
    assert_false(id_is_set(invited[3].member_id));
    session.jurors = invited;
    assert_int_equal(session_attending(&session), 1 << 0 | 1 << 1 | 1 << 2);
}

static void nobody_is_asked_for_of_a_college_that_lacks_nobody(void **state)
{
    (void)state;
    sit(3, 2);
    jurors[2].presence = jurors[4].presence = PRESENCE_ABSENT;
    session.min_per_college = 2;
    const struct simulation_file file = simulation_of_file(&session, &items[0], &POLICY_DEFAULT);
    assert_int_equal(file.missing[COLLEGE_EMPLOYER], 0);
    assert_int_equal(file.available, 1 << 4);
    assert_true(file.can_be_settled);
}

static void one_who_comes_is_enough_where_one_is_missing(void **state)
{
    (void)state;
    sit(1, 1);
    jurors[0].presence = PRESENCE_ABSENT;
    session.min_per_college = 1;
    struct simulation_file file = simulation_of_file(&session, &items[0], &POLICY_DEFAULT);
    assert_int_equal(file.available, 1 << 0);
    assert_true(file.can_be_settled);
    jurors[0].presence = PRESENCE_PRESENT;
    file = simulation_of_file(&session, &items[0], &POLICY_DEFAULT);
    assert_int_equal(file.standing, SIMULATION_DECIDABLE);
    assert_true(file.can_be_settled);
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

/* Their turn it is, and yet they could judge none of the files. */
static void who_is_recused_from_every_file_does_not_preside(void **state)
{
    (void)state;
    sit(3, 3);
    items[0].dependent = 1 << 2;
    assert_int_equal(chairs_after(COLLEGE_EMPLOYEE, 215, 212).chair, 2);
    items[1].recusals = 1 << 2;
    assert_int_equal(chairs_after(COLLEGE_EMPLOYEE, 215, 212).chair, 0);
    session.item_count = 0; /* nothing to be recused from */
    assert_int_equal(chairs_after(COLLEGE_EMPLOYEE, 215, 212).chair, 2);
}

static void what_is_not_on_the_agenda_recuses_nobody_from_the_chair(void **state)
{
    (void)state;
    sit(2, 2);
    session.item_count = 1;
    items[1].recusals = 1 << 0;
    assert_int_equal(chairs_after(COLLEGE_EMPLOYEE, 999, 999).chair, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(alternates_step_down_first_and_the_chairs_last),
        cmocka_unit_test(a_word_in_person_outweighs_the_chair_and_the_chair_a_seat),
        cmocka_unit_test(nobody_steps_down_without_need_or_use),
        cmocka_unit_test(members_are_expected_until_presence_is_recorded),
        cmocka_unit_test(who_was_convened_is_expected_and_nobody_else),
        cmocka_unit_test(one_who_was_convened_is_enough_to_expect_nobody_else),
        cmocka_unit_test(one_whose_presence_is_recorded_ends_the_expecting),
        cmocka_unit_test(who_is_no_juror_of_the_session_is_neither_asked_nor_copied),
        cmocka_unit_test(nobody_is_asked_for_of_a_college_that_lacks_nobody),
        cmocka_unit_test(one_who_comes_is_enough_where_one_is_missing),
        cmocka_unit_test(what_is_missing_and_who_could_come_is_said),
        cmocka_unit_test(the_opening_is_that_of_the_machine),
        cmocka_unit_test(chair_and_vice_chair_change_places),
        cmocka_unit_test(who_is_recused_from_every_file_does_not_preside),
        cmocka_unit_test(what_is_not_on_the_agenda_recuses_nobody_from_the_chair),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
