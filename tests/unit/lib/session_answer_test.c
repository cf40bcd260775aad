/* SPDX-License-Identifier: EUPL-1.2 */
/* What a session answers beforehand, and what its refusals name. */
#include "session_fixture.h"

#include "name.h"

static struct session_allowed_event events[SESSION_EVENT_COUNT];

static const struct session_allowed_event *allowed(enum session_event event, unsigned actors)
{
    const int count = session_allowed_events(&session, &POLICY_DEFAULT, day("2026-02-10"), actors,
                                             UINT64_MAX, events);
    for (int i = 0; i < count; i++)
        if (events[i].transition->event == event)
            return &events[i];
    return NULL;
}

static int answers(const struct session_allowed_event *event, enum guard_answer wanted)
{
    int count = 0;
    for (int i = 0; i < event->guard_count; i++)
        count += event->guards[i].answer == wanted;
    return count;
}

static void an_opening_is_answered_without_anything_sent(void **state)
{
    (void)state;
    sit(1, 1);
    session.state = SESSION_CONVENED;
    const struct session_allowed_event *open = allowed(SESSION_EVENT_OPEN, 0);
    assert_int_equal(answers(open, GUARD_MET), 8);
    assert_true(open->is_allowed);
    session.held_on = day("2026-02-11");
    session.vice_chair_member_id = session.chair_member_id;
    open = allowed(SESSION_EVENT_OPEN, 0);
    assert_int_equal(answers(open, GUARD_UNMET), 2);      /* too early, chairs of one college */
    assert_int_equal(answers(open, GUARD_NEEDS_DATA), 1); /* its day */
    assert_false(open->is_allowed);
}

static void a_closing_is_answered_by_the_files(void **state)
{
    (void)state;
    sit(1, 1);
    assert_int_equal(answers(allowed(SESSION_EVENT_CLOSE, 0), GUARD_UNMET), 1);
    items[0].verdict = items[1].verdict = VERDICT_CERTIFIED;
    assert_int_equal(answers(allowed(SESSION_EVENT_CLOSE, 0), GUARD_MET), 2);
}

static void a_signature_waits_for_its_signer(void **state)
{
    (void)state;
    sit(1, 1);
    session.state = SESSION_CLOSED;
    const struct session_allowed_event *sign_event = allowed(SESSION_EVENT_SIGN, 0);
    assert_int_equal(answers(sign_event, GUARD_NEEDS_DATA), 3);
    assert_true(sign_event->is_allowed);
    session.state = SESSION_PLANNED;
    assert_int_equal(answers(allowed(SESSION_EVENT_CANCEL, 0), GUARD_NEEDS_DATA), 2);
}

static void each_is_told_his_own_events(void **state)
{
    (void)state;
    sit(1, 1);
    session.state = SESSION_PLANNED;
    assert_non_null(allowed(SESSION_EVENT_CONVENE, 0));
    assert_non_null(allowed(SESSION_EVENT_CONVENE, ACTOR_SECRETARY));
    assert_null(allowed(SESSION_EVENT_CONVENE, ACTOR_CHAIR));
    session.state = SESSION_CLOSED;
    assert_non_null(allowed(SESSION_EVENT_SIGN, ACTOR_CHAIR));
    assert_null(allowed(SESSION_EVENT_SIGN, ACTOR_SECRETARY));
}

static void the_file_of_a_linked_juror_is_named(void **state)
{
    (void)state;
    for (int file = 0; file < 2; file++) {
        sit(1, 1);
        session.state = SESSION_CONVENED;
        items[file].dependent = 1;
        const struct outcome outcome = decide(SESSION_EVENT_OPEN);
        assert_refused(outcome, REASON_QUORUM_NOT_MET);
        assert_true(id_equals(outcome.unmet[0].detail.id, an_id(ITEM + file)));
    }
}

static void chairs_of_one_college_are_seen_in_either_order(void **state)
{
    (void)state;
    sit(2, 2);
    session.state = SESSION_CONVENED;
    session.vice_chair_member_id = jurors[1].member_id;
    assert_refused(decide(SESSION_EVENT_OPEN), REASON_SAME_COLLEGE_SIGNATURES);
    session.chair_member_id = jurors[1].member_id;
    session.vice_chair_member_id = jurors[0].member_id;
    assert_refused(decide(SESSION_EVENT_OPEN), REASON_SAME_COLLEGE_SIGNATURES);
    session.vice_chair_member_id = an_id(999); /* nobody who sits here */
    assert_accepted(decide(SESSION_EVENT_OPEN));
}

static void who_holds_an_outdated_convocation_is_named(void **state)
{
    (void)state;
    sit(2, 2);
    session.state = SESSION_CONVENED;
    jurors[1].is_outdated = true; /* of somebody who was never convened it says nothing */
    assert_accepted(decide(SESSION_EVENT_OPEN));
    jurors[1].is_convened = true;
    const struct outcome outcome = decide(SESSION_EVENT_OPEN);
    assert_refused(outcome, REASON_MEMBERS_TO_CONVENE);
    assert_int_equal(outcome.unmet[0].detail.jurors, session_juror_bit(1));
    assert_false(allowed(SESSION_EVENT_OPEN, 0)->is_allowed);
    jurors[1].is_outdated = false;
    assert_accepted(decide(SESSION_EVENT_OPEN));
}

static void a_refusal_without_details_has_none(void **state)
{
    (void)state;
    const struct reason_detail nothing = { 0 };
    sit(1, 1);
    session.state = SESSION_PLANNED;
    struct session_command asked = ask(SESSION_EVENT_CANCEL);
    asked.has_reason = false;
    const struct outcome outcome = session_decide(&session, &asked, &POLICY_DEFAULT, &decision);
    assert_refused(outcome, REASON_REASON_REQUIRED);
    assert_memory_equal(&outcome.unmet[0].detail, &nothing, sizeof nothing);
}

static void an_absent_juror_is_no_voter(void **state)
{
    (void)state;
    sit(2, 2);
    jurors[0].presence = PRESENCE_ABSENT;
    assert_int_equal(session_voters(&session, NULL), 1 << 1 | 1 << 2 | 1 << 3);
}

static void the_number_of_the_session_wins_over_the_policy(void **state)
{
    (void)state;
    struct policy policy = POLICY_DEFAULT;
    policy.min_per_college = 2;
    sit(2, 2);
    session.min_per_college = 1;
    assert_int_equal(session_tally(&session, NULL, &policy).min_per_college, 1);
    session.min_per_college = 0;
    assert_int_equal(session_tally(&session, NULL, &policy).min_per_college, 2);
}

/* The name of value 0 is found like the others. */
#define assert_first(type, from_name, name, value)                                                 \
    do {                                                                                           \
        enum type found_ = (enum type)((value) + 1);                                               \
        assert_true(from_name(name, strlen(name), &found_));                                       \
        assert_int_equal(found_, value);                                                           \
    } while (0)

static void names_are_found_or_nothing_is_written(void **state)
{
    (void)state;
    enum verdict verdict = VERDICT_REFUSED;
    assert_false(verdict_from_name("NONE", 4, &verdict));
    assert_int_equal(verdict, VERDICT_REFUSED);
    assert_first(session_state, session_state_from_name, "PLANNED", SESSION_PLANNED);
    assert_first(college, college_from_name, "EMPLOYER", COLLEGE_EMPLOYER);
    assert_first(presence, presence_from_name, "ABSENT", PRESENCE_ABSENT);
    assert_first(vote, vote_from_name, "FOR", VOTE_FOR);
    assert_int_equal(name_find(vote_names, "PERHAPS", 7), -1);
}

static void the_first_file_without_parity_is_named(void **state)
{
    (void)state;
    for (int file = 0; file < 2; file++) {
        sit(2, 2);
        session.state = SESSION_CONVENED;
        items[file].step_downs = 1;
        const struct outcome outcome = decide(SESSION_EVENT_OPEN);
        assert_refused(outcome, REASON_PARITY_BROKEN);
        assert_true(id_equals(outcome.unmet[0].detail.id, an_id(ITEM + file)));
        assert_int_equal(outcome.unmet[0].detail.expected, 1);
        assert_int_equal(outcome.unmet[0].detail.found, 2);
    }
}

static void a_deferral_is_answered_within_the_cycle(void **state)
{
    (void)state;
    const struct date held_on = day("2026-02-10");
    struct spell days = session_answer_days(held_on, day("2026-02-11"));
    assert_date(days.from, "2026-02-11");
    assert_date(days.to, "2026-02-11");
    days = session_answer_days(held_on, held_on); /* no day of it is left */
    assert_date(days.from, "2026-02-11");
    assert_false(date_is_set(days.to));
    days = session_answer_days(held_on, day("2026-02-09"));
    assert_false(date_is_set(days.to));
}

static void a_deferral_that_names_no_day_has_the_usual_one(void **state)
{
    (void)state;
    const struct date held_on = day("2026-02-10"); /* 60 days before 2026-04-11 */
    assert_date(session_answer_by(held_on, day("2031-01-14"), &POLICY_DEFAULT), "2026-04-11");
    assert_date(session_answer_by(held_on, day("2026-04-11"), &POLICY_DEFAULT), "2026-04-11");
    assert_date(session_answer_by(held_on, day("2026-04-10"), &POLICY_DEFAULT), "2026-04-10");
    assert_date(session_answer_by(held_on, day("2026-02-09"), &POLICY_DEFAULT), "2026-04-11");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_opening_is_answered_without_anything_sent),
        cmocka_unit_test(a_closing_is_answered_by_the_files),
        cmocka_unit_test(a_signature_waits_for_its_signer),
        cmocka_unit_test(each_is_told_his_own_events),
        cmocka_unit_test(the_file_of_a_linked_juror_is_named),
        cmocka_unit_test(chairs_of_one_college_are_seen_in_either_order),
        cmocka_unit_test(who_holds_an_outdated_convocation_is_named),
        cmocka_unit_test(a_refusal_without_details_has_none),
        cmocka_unit_test(an_absent_juror_is_no_voter),
        cmocka_unit_test(the_number_of_the_session_wins_over_the_policy),
        cmocka_unit_test(names_are_found_or_nothing_is_written),
        cmocka_unit_test(the_first_file_without_parity_is_named),
        cmocka_unit_test(a_deferral_is_answered_within_the_cycle),
        cmocka_unit_test(a_deferral_that_names_no_day_has_the_usual_one),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
