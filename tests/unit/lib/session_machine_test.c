/* SPDX-License-Identifier: EUPL-1.2 */
/* The life of a session: its table, what opens, closes, signs and cancels it, and who may. */
#include "session_fixture.h"

static void every_state_and_event_is_as_specified(void **state) /* 9.3 */
{
    (void)state;
    enum { NO = -1 };
    /* clang-format off */
    static const int expected[SESSION_STATE_COUNT][SESSION_EVENT_COUNT] = {
        /*                      CONVENE           OPEN          CLOSE           SIGN            CANCEL      REOPEN */
        [SESSION_PLANNED] = { SESSION_CONVENED, NO, NO, NO, SESSION_CANCELLED, NO },
        [SESSION_CONVENED] = { SESSION_CONVENED, SESSION_OPEN, NO, NO, SESSION_CANCELLED, NO },
        [SESSION_OPEN] = { NO, NO, SESSION_CLOSED, NO, NO, NO },
        [SESSION_CLOSED] = { NO, NO, NO, SESSION_SIGNED, NO, SESSION_OPEN },
        [SESSION_SIGNED] = { NO, NO, NO, NO, NO, NO },
        [SESSION_CANCELLED] = { NO, NO, NO, NO, NO, NO },
    };
    /* clang-format on */
    for (int from = 0; from < SESSION_STATE_COUNT; from++)
        for (int event = 0; event < SESSION_EVENT_COUNT; event++) {
            sit(1, 1);
            session.state = (enum session_state)from;
            session.signed_by[0] = an_id(VICE_CHAIR);
            items[0].verdict = items[1].verdict = VERDICT_CERTIFIED;
            struct session_command asked = ask((enum session_event)event);
            asked.signer_id = an_id(CHAIR);
            const struct outcome outcome =
                session_decide(&session, &asked, &POLICY_DEFAULT, &decision);
            if (expected[from][event] == NO) {
                assert_refused(outcome, REASON_INVALID_STATE);
                continue;
            }
            assert_accepted(outcome);
            assert_int_equal(decision.to, expected[from][event]);
        }
}

static void closing_needs_a_verdict_on_every_file(void **state)
{
    (void)state;
    sit(1, 1);
    items[0].verdict = VERDICT_CERTIFIED;
    const struct outcome outcome = decide(SESSION_EVENT_CLOSE);
    assert_refused(outcome, REASON_ITEMS_UNDECIDED);
    assert_true(id_equals(outcome.unmet[0].detail.id, an_id(ITEM + 1)));
    items[1].verdict = VERDICT_NOT_EXAMINED;
    assert_accepted(decide(SESSION_EVENT_CLOSE));
    assert_int_equal(decision.effects[1].kind, SESSION_EFFECT_WRITE_MINUTES);
}

static void decisions_take_effect_at_the_second_signature_only(void **state) /* decision 13 */
{
    (void)state;
    sit(2, 2);
    session.state = SESSION_CLOSED;
    items[0].verdict = items[1].verdict = VERDICT_CERTIFIED;
    assert_accepted(sign(CHAIR));
    assert_int_equal(decision.to, SESSION_CLOSED);
    assert_int_equal(decision.effect_count, 2);
    session.signed_by[0] = an_id(CHAIR);
    assert_refused(sign(CHAIR), REASON_ALREADY_SIGNED);
    assert_accepted(sign(VICE_CHAIR));
    assert_int_equal(decision.to, SESSION_SIGNED);
    assert_int_equal(decision.effect_count, 3);
    assert_int_equal(decision.effects[1].count, 1);
    assert_int_equal(decision.effects[2].kind, SESSION_EFFECT_DECIDE_ITEM);
    assert_int_equal(decision.effects[2].count, 2);
    assert_refused(sign(213), REASON_SIGNER_NOT_ALLOWED); /* a juror who is neither */
}

static void both_signatures_are_of_different_colleges(void **state)
{
    (void)state;
    sit(2, 2);
    session.state = SESSION_CLOSED;
    session.vice_chair_member_id = an_id(211); /* an employer too */
    session.signed_by[0] = an_id(CHAIR);
    assert_refused(sign(211), REASON_SAME_COLLEGE_SIGNATURES);
    session.state = SESSION_CONVENED;
    assert_refused(decide(SESSION_EVENT_OPEN), REASON_SAME_COLLEGE_SIGNATURES);
    session.state = SESSION_CLOSED;
    session.vice_chair_member_id =
        (struct id){ 0 }; /* nobody named: any present juror of the other college */
    assert_accepted(sign(213));
    jurors[3].presence = PRESENCE_ABSENT;
    assert_refused(sign(213), REASON_SIGNER_NOT_ALLOWED);
}

static struct outcome decide_on(enum session_event event, const char *occurred_on)
{
    struct session_command asked = ask(event);
    asked.today = day("2026-03-01");
    asked.occurred_on = day(occurred_on);
    return session_decide(&session, &asked, &POLICY_DEFAULT, &decision);
}

static void assert_dated(struct outcome outcome, enum reason reason, const char *date,
                         const char *limit)
{
    assert_refused(outcome, reason);
    assert_date(outcome.unmet[0].detail.date, date);
    assert_date(outcome.unmet[0].detail.limit, limit);
}

static void the_acts_of_a_session_follow_one_another(void **state)
{
    (void)state;
    sit(1, 1); /* held on 2026-02-10 */
    items[0].verdict = items[1].verdict = VERDICT_CERTIFIED;
    session.state = SESSION_PLANNED;
    assert_accepted(decide_on(SESSION_EVENT_CONVENE, "2026-02-10"));
    assert_dated(decide_on(SESSION_EVENT_CONVENE, "2026-02-11"), REASON_DATE_AFTER_SESSION,
                 "2026-02-11", "2026-02-10");
    assert_accepted(decide_on(SESSION_EVENT_CANCEL, "2026-01-01"));
    session.state = SESSION_CONVENED;
    session.convened_on = day("2026-02-01");
    assert_accepted(decide_on(SESSION_EVENT_CONVENE, "2026-02-01")); /* somebody was forgotten */
    assert_dated(decide_on(SESSION_EVENT_CONVENE, "2026-01-31"), REASON_DATE_BEFORE_PREVIOUS_ACT,
                 "2026-01-31", "2026-02-01");
    assert_accepted(decide_on(SESSION_EVENT_CANCEL, "2026-02-01"));
    assert_dated(decide_on(SESSION_EVENT_CANCEL, "2026-01-31"), REASON_DATE_BEFORE_PREVIOUS_ACT,
                 "2026-01-31", "2026-02-01");
    assert_accepted(decide_on(SESSION_EVENT_OPEN, "2026-02-10"));
    assert_dated(decide_on(SESSION_EVENT_OPEN, "2026-02-09"), REASON_SESSION_TOO_EARLY,
                 "2026-02-09", "2026-02-10");
    assert_dated(decide_on(SESSION_EVENT_OPEN, "2026-02-11"), REASON_DATE_AFTER_SESSION,
                 "2026-02-11", "2026-02-10");
    session.state = SESSION_OPEN;
    assert_accepted(decide_on(SESSION_EVENT_CLOSE, "2026-02-10"));
    assert_accepted(decide_on(SESSION_EVENT_CLOSE, "2026-02-11"));
    assert_dated(decide_on(SESSION_EVENT_CLOSE, "2026-02-09"), REASON_DATE_BEFORE_PREVIOUS_ACT,
                 "2026-02-09", "2026-02-10");
}

static void a_session_is_planned_before_it_is_convened(void **state)
{
    (void)state;
    sit(1, 1); /* held on 2026-02-10 */
    session.state = SESSION_PLANNED;
    session.planned_on = day("2026-01-05");
    assert_accepted(decide_on(SESSION_EVENT_CONVENE, "2026-01-05"));
    assert_dated(decide_on(SESSION_EVENT_CONVENE, "2026-01-04"), REASON_DATE_BEFORE_PREVIOUS_ACT,
                 "2026-01-04", "2026-01-05");
    assert_dated(decide_on(SESSION_EVENT_CANCEL, "2026-01-04"), REASON_DATE_BEFORE_PREVIOUS_ACT,
                 "2026-01-04", "2026-01-05");
    session.planned_on = day("2026-02-10"); /* on its very day */
    assert_dated(decide_on(SESSION_EVENT_CONVENE, "2026-02-09"), REASON_DATE_BEFORE_PREVIOUS_ACT,
                 "2026-02-09", "2026-02-10");
    session.planned_on = day("2026-02-11"); /* recorded when it was over */
    assert_accepted(decide_on(SESSION_EVENT_CONVENE, "2026-01-04"));
    session.state = SESSION_CONVENED;
    session.convened_on = day("2026-01-04");
    assert_dated(decide_on(SESSION_EVENT_CONVENE, "2026-01-03"), REASON_DATE_BEFORE_PREVIOUS_ACT,
                 "2026-01-03", "2026-01-04");
}

static void a_session_does_not_open_before_its_day(void **state)
{
    (void)state;
    sit(1, 1);
    session.state = SESSION_CONVENED;
    session.held_on = day("2026-02-11");
    assert_refused(decide(SESSION_EVENT_OPEN), REASON_SESSION_TOO_EARLY);
}

static void cancelling_needs_a_reason_and_frees_the_files(void **state)
{
    (void)state;
    sit(1, 1);
    session.state = SESSION_CONVENED;
    struct session_command asked = ask(SESSION_EVENT_CANCEL);
    asked.has_reason = false;
    assert_refused(session_decide(&session, &asked, &POLICY_DEFAULT, &decision),
                   REASON_REASON_REQUIRED);
    assert_accepted(decide(SESSION_EVENT_CANCEL));
    assert_int_equal(decision.effect_count, 2);
    assert_int_equal(decision.effects[1].kind, SESSION_EFFECT_RELEASE_ITEM);
    assert_int_equal(decision.effects[1].count, 2);
    asked.actors = ACTOR_JUROR;
    assert_refused(session_decide(&session, &asked, &POLICY_DEFAULT, &decision),
                   REASON_ROLE_NOT_ALLOWED);
}

static void allowed_events_of_a_session_explain_themselves(void **state)
{
    (void)state;
    struct session_allowed_event events[SESSION_EVENT_COUNT];
    sit(2, 1);
    session.state = SESSION_CONVENED;
    assert_int_equal(
        session_allowed_events(&session, &POLICY_DEFAULT, day("2026-02-10"), 0, UINT64_MAX, events),
        3);
    assert_false(events[0].is_allowed);
    assert_int_equal(events[0].guards[0].answer, GUARD_MET);   /* who presides */
    assert_int_equal(events[0].guards[3].answer, GUARD_MET);   /* quorum */
    assert_int_equal(events[0].guards[4].answer, GUARD_UNMET); /* parity */
    assert_true(events[1].is_allowed);
    assert_int_equal(events[1].guards[0].answer, GUARD_NEEDS_DATA);
    assert_int_equal(session_allowed_events(&session, &POLICY_DEFAULT, day("2026-02-10"),
                                            ACTOR_CHAIR, 0, events),
                     1);
    assert_int_equal(events[0].guards[0].answer,
                     GUARD_UNMET); /* a chair, and not of this session */
}

static void the_agenda_is_open_before_the_session(void **state)
{
    (void)state;
    for (int i = 0; i < SESSION_STATE_COUNT; i++)
        assert_int_equal(session_agenda_is_open((enum session_state)i),
                         i == SESSION_PLANNED || i == SESSION_CONVENED);
    sit(1, 1);
    assert_accepted(session_attend(&session, 2, 3));
    session.state = SESSION_CLOSED;
    assert_refused(session_attend(&session, 2, 3), REASON_SESSION_LOCKED);
    assert_refused(step_down(an_id(CHAIR), true, false), REASON_SESSION_LOCKED);
}

static void the_actors_of_a_session_are_those_of_its_row(void **state)
{
    (void)state;
    sit(1, 1);
    session.state = SESSION_PLANNED;
    struct session_command asked = ask(SESSION_EVENT_CONVENE);
    asked.actors = ACTOR_SECRETARY | ACTOR_JUROR;
    assert_accepted(session_decide(&session, &asked, &POLICY_DEFAULT, &decision));
    asked.actors = ACTOR_CHAIR;
    assert_refused(session_decide(&session, &asked, &POLICY_DEFAULT, &decision),
                   REASON_ROLE_NOT_ALLOWED);
}

static void the_refusals_of_opening_carry_their_counts(void **state)
{
    (void)state;
    sit(2, 1);
    session.state = SESSION_CONVENED;
    struct outcome outcome = decide(SESSION_EVENT_OPEN);
    assert_refused(outcome, REASON_PARITY_BROKEN);
    assert_int_equal(outcome.unmet[0].detail.expected, 2);
    assert_int_equal(outcome.unmet[0].detail.found, 1);
    session.min_per_college = 2;
    outcome = decide(SESSION_EVENT_OPEN);
    assert_refused(outcome, REASON_QUORUM_NOT_MET);
    assert_int_equal(outcome.unmet[0].detail.expected, 4);
    assert_int_equal(outcome.unmet[0].detail.found, 3);
    sit(1, 1);
    session.state = SESSION_CONVENED;
    session.held_on = day("2026-02-11");
    outcome = decide(SESSION_EVENT_OPEN);
    assert_date(outcome.unmet[0].detail.date, "2026-02-10");
    assert_date(outcome.unmet[0].detail.limit, "2026-02-11");
    sit(1, 1);
    outcome = decide(SESSION_EVENT_CLOSE);
    assert_refused(outcome, REASON_ITEMS_UNDECIDED);
    assert_int_equal(outcome.unmet[0].detail.found, 2);
    assert_true(id_equals(outcome.unmet[0].detail.id, an_id(ITEM)));
}

static void who_may_sign_is_named_present_and_has_not(void **state)
{
    (void)state;
    sit(2, 2);
    session.state = SESSION_CLOSED;
    assert_refused(sign(999), REASON_SIGNER_NOT_ALLOWED);
    session.chair_member_id = (struct id){ { 0 } }; /* only one is named: any present juror */
    assert_accepted(sign(213));
    assert_int_equal(decision.to, SESSION_CLOSED);
    session.signed_by[1] = an_id(213);
    assert_refused(sign(213), REASON_ALREADY_SIGNED);
    assert_refused(sign(VICE_CHAIR), REASON_SAME_COLLEGE_SIGNATURES);
    assert_accepted(sign(211));
    assert_int_equal(decision.to, SESSION_SIGNED);
    session.signed_by[0] = an_id(213);
    session.signed_by[1] = (struct id){ { 0 } };
    assert_accepted(sign(211));
    assert_int_equal(decision.to, SESSION_SIGNED);
    const struct outcome nobody =
        session_decide(&session, &(struct session_command){ .event = SESSION_EVENT_SIGN },
                       &POLICY_DEFAULT, &decision);
    assert_refused(nobody, REASON_SIGNER_NOT_ALLOWED); /* and nobody has not signed */
}

/* Decision 35: the secretary plans, convenes and cancels; chair and vice-chair open and close. */
static void who_presides_opens_and_closes(void **state)
{
    (void)state;
    static const struct {
        enum session_event event;
        enum session_state from;
    } acts[] = { { SESSION_EVENT_OPEN, SESSION_CONVENED }, { SESSION_EVENT_CLOSE, SESSION_OPEN } };
    for (int i = 0; i < 2; i++) {
        sit(2, 2);
        session.state = acts[i].from;
        items[0].verdict = items[1].verdict = VERDICT_CERTIFIED;
        struct session_command asked = ask(acts[i].event);
        asked.actors = ACTOR_SECRETARY;
        assert_refused(session_decide(&session, &asked, &POLICY_DEFAULT, &decision),
                       REASON_ROLE_NOT_ALLOWED);
        asked.actors = ACTOR_CHAIR;
        for (int juror = 0; juror < 4; juror++) {
            asked.callers = session_juror_bit(juror);
            const struct outcome outcome =
                session_decide(&session, &asked, &POLICY_DEFAULT, &decision);
            if (juror % 2 == 0)
                assert_accepted(outcome);
            else
                assert_refused(outcome, REASON_NOT_PRESIDING);
        }
    }
}

static void who_is_absent_does_not_preside(void **state)
{
    (void)state;
    sit(2, 2);
    assert_accepted(session_preside(&session, NULL, 1 << 0));
    assert_accepted(session_preside(&session, NULL, 1 << 2));
    assert_refused(session_preside(&session, NULL, 1 << 1 | 1 << 3), REASON_NOT_PRESIDING);
    jurors[0].presence = PRESENCE_ABSENT;
    assert_refused(session_preside(&session, NULL, 1 << 0), REASON_NOT_PRESIDING);
    assert_accepted(session_preside(&session, NULL, 1 << 0 | 1 << 2));
    jurors[2].presence = PRESENCE_REMOTE;
    assert_accepted(session_preside(&session, NULL, 1 << 2));
    session.vice_chair_member_id = (struct id){ { 0 } };
    assert_refused(session_preside(&session, NULL, UINT64_MAX), REASON_NOT_PRESIDING);
}

static void that_nobody_is_named_to_chair_is_said_as_such(void **state)
{
    (void)state;
    sit(2, 2);
    session.state = SESSION_CONVENED;
    assert_accepted(decide(SESSION_EVENT_OPEN));
    session.chair_member_id = (struct id){ { 0 } };
    assert_accepted(decide(SESSION_EVENT_OPEN)); /* the vice-chair opens it */
    session.vice_chair_member_id = (struct id){ { 0 } };
    const struct outcome outcome = decide(SESSION_EVENT_OPEN);
    assert_refused(outcome, REASON_CHAIR_NOT_NAMED);
    assert_int_equal(outcome.count, 1);
}

static void nobody_is_convened_without_an_hour(void **state)
{
    (void)state;
    sit(2, 2);
    for (int from = SESSION_PLANNED; from <= SESSION_CONVENED; from++) {
        session.state = (enum session_state)from;
        session.has_start = true;
        assert_accepted(decide(SESSION_EVENT_CONVENE));
        session.has_start = false;
        assert_refused(decide(SESSION_EVENT_CONVENE), REASON_START_NOT_SET);
    }
}

static void the_table_is_the_one_that_is_walked(void **state)
{
    (void)state;
    size_t count;
    const struct session_transition *rows = session_transitions(&count);
    for (size_t i = 0; i < count; i++) {
        assert_ptr_equal(session_transition_find(rows[i].from, rows[i].event), &rows[i]);
        for (int g = 0; rows[i].guards[g] != SESSION_GUARD_NONE; g++)
            assert_int_equal(reason_info(session_guard_info(rows[i].guards[g])->reason)->status,
                             409);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_state_and_event_is_as_specified),
        cmocka_unit_test(closing_needs_a_verdict_on_every_file),
        cmocka_unit_test(decisions_take_effect_at_the_second_signature_only),
        cmocka_unit_test(both_signatures_are_of_different_colleges),
        cmocka_unit_test(the_acts_of_a_session_follow_one_another),
        cmocka_unit_test(a_session_is_planned_before_it_is_convened),
        cmocka_unit_test(a_session_does_not_open_before_its_day),
        cmocka_unit_test(cancelling_needs_a_reason_and_frees_the_files),
        cmocka_unit_test(allowed_events_of_a_session_explain_themselves),
        cmocka_unit_test(the_agenda_is_open_before_the_session),
        cmocka_unit_test(the_actors_of_a_session_are_those_of_its_row),
        cmocka_unit_test(the_refusals_of_opening_carry_their_counts),
        cmocka_unit_test(who_may_sign_is_named_present_and_has_not),
        cmocka_unit_test(who_presides_opens_and_closes),
        cmocka_unit_test(who_is_absent_does_not_preside),
        cmocka_unit_test(that_nobody_is_named_to_chair_is_said_as_such),
        cmocka_unit_test(nobody_is_convened_without_an_hour),
        cmocka_unit_test(the_table_is_the_one_that_is_walked),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
