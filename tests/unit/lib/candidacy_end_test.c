/* SPDX-License-Identifier: EUPL-1.2 */
/* How a candidacy leaves its way: expired, abandoned, withdrawn, transferred, cancelled. */
#include "fixture.h"

static struct world w;
static struct decision decision;

/* Decides, expects acceptance, and moves the state; rows are the test's own to write. */
static void happens(enum candidacy_event event, enum candidacy_state expected)
{
    world_ask(&w, event);
    assert_accepted(world_decide(&w, &decision));
    assert_string_equal(candidacy_state_name(decision.to), candidacy_state_name(expected));
    w.now.state = decision.to;
}

static bool has_effect(enum candidacy_effect_kind kind)
{
    for (int i = 0; i < decision.effect_count; i++)
        if (decision.effects[i].kind == kind)
            return true;
    return false;
}

static void the_sweep_expires_the_day_after(void **state) /* scenario 17 */
{
    (void)state;
    world_at(&w, CANDIDACY_IN_TRAINING);
    world_ask(&w, EVENT_EXPIRE);
    w.asked.actors = ACTOR_SYSTEM;
    w.asked.deadline_day = w.asked.today = w.asked.occurred_on = day("2031-01-14");
    assert_refused(world_decide(&w, &decision), REASON_DEADLINE_NOT_PASSED);
    w.asked.deadline_day = w.asked.today = w.asked.occurred_on = day("2031-01-15");
    assert_accepted(world_decide(&w, &decision));
    assert_int_equal(decision.to, CANDIDACY_EXPIRED);
    assert_true(has_effect(CANDIDACY_EFFECT_STOP_PATH));
    world_at(&w, CANDIDACY_PARTIAL); /* no live path: nothing to stop */
    happens(EVENT_EXPIRE, CANDIDACY_EXPIRED);
    assert_false(has_effect(CANDIDACY_EFFECT_STOP_PATH));
    world_ask(&w, EVENT_EXPIRE);
    assert_refused(world_decide(&w, &decision), REASON_INVALID_STATE); /* twice changes nothing */
}

static void an_abandoned_candidacy_goes_back_to_where_it_was(void **state) /* scenario 32 */
{
    (void)state;
    for (int from = CANDIDACY_CONTACT; from <= CANDIDACY_FINAL_COMPLETED; from++) {
        world_at(&w, (enum candidacy_state)from);
        const struct date deadline = w.now.deadline;
        happens(EVENT_ABANDON, CANDIDACY_ABANDONED);
        assert_int_equal(decision.previous_state, from);
        assert_int_equal(decision.effect_count, 1); /* its path waits with it */
        w.now.previous_state = decision.previous_state;
        happens(EVENT_CORRECT_IDENTITY, CANDIDACY_ABANDONED); /* what is only noted moves nothing */
        assert_int_equal(decision.previous_state, from);
        happens(EVENT_RESUME, (enum candidacy_state)from);
        assert_int_equal(decision.previous_state, CANDIDACY_NONE);
        assert_false(date_is_set(decision.deadline));
        assert_int_equal(date_compare(w.now.deadline, deadline), 0);
    }
}

static void proof_shortens_the_patience(void **state) /* T27 */
{
    (void)state;
    world_at(&w, CANDIDACY_PARTIAL);
    world_ask(&w, EVENT_ABANDON);
    w.asked.occurred_on = day("2026-02-01");
    assert_refused(world_decide(&w, &decision), REASON_TOO_EARLY);
    w.asked.data.written_on = day("2026-02-02"); /* proof of tomorrow */
    assert_refused(world_decide(&w, &decision), REASON_TOO_EARLY);
    w.asked.data.written_on = day("2026-01-31");
    assert_accepted(world_decide(&w, &decision));
    w.asked.actors = ACTOR_SYSTEM; /* the sweep reads no letters */
    assert_refused(world_decide(&w, &decision), REASON_TOO_EARLY);
}

static void the_sweep_closes_what_never_became_a_file(void **state) /* decision 16 */
{
    (void)state;
    static const struct {
        enum candidacy_state state;
        const char *last_day;                           /* of patience; NULL = for ever */
    } cases[] = { { CANDIDACY_CONTACT, "2026-04-25" },  /* 90 days after the entry */
                  { CANDIDACY_INFORMED, "2027-01-25" }, /* 12 months */
                  { CANDIDACY_PRIOR_IN_PROGRESS, "2027-01-25" },
                  { CANDIDACY_PARTIAL, NULL },
                  { CANDIDACY_IN_TRAINING, NULL } };
    for (size_t i = 0; i < COUNT(cases); i++) {
        world_at(&w, cases[i].state);
        world_ask(&w, EVENT_ABANDON);
        w.asked.actors = ACTOR_SYSTEM;
        w.asked.occurred_on = w.asked.deadline_day = w.asked.today =
            day(cases[i].last_day != NULL ? cases[i].last_day : "2030-12-31");
        assert_refused(world_decide(&w, &decision), REASON_TOO_EARLY);
        w.asked.occurred_on = w.asked.deadline_day = w.asked.today =
            date_add_days(w.asked.today, 1);
        if (cases[i].last_day != NULL)
            assert_accepted(world_decide(&w, &decision));
        else
            assert_refused(world_decide(&w, &decision), REASON_TOO_EARLY);
    }
}

static void the_candidate_withdraws_by_his_own_act(void **state) /* T26 */
{
    (void)state;
    world_at(&w, CANDIDACY_DEFERRED);
    world_ask(&w, EVENT_WITHDRAW);
    w.asked.data.written_on = (struct date){ 0 };
    w.asked.actors = ACTOR_REFERENT;
    assert_refused(world_decide(&w, &decision), REASON_REQUEST_NOT_DATED);
    w.asked.actors = ACTOR_CANDIDATE;
    assert_accepted(world_decide(&w, &decision));
    assert_true(has_effect(CANDIDACY_EFFECT_WITHDRAW_FILE));
    w.asked.actors = ACTOR_COUNSELLOR;
    assert_refused(world_decide(&w, &decision), REASON_ROLE_NOT_ALLOWED);
}

static void a_transfer_changes_the_owner_and_nothing_else(void **state) /* scenario 30 */
{
    (void)state;
    world_at(&w, CANDIDACY_DEFERRED);
    w.now.answer_by = day("2027-01-09");
    happens(EVENT_TRANSFER, CANDIDACY_DEFERRED);
    assert_true(id_equals(decision.owner_org_id, an_id(OTHER_ORG)));
    assert_true(has_effect(CANDIDACY_EFFECT_TRANSFER));
    assert_date(decision.answer_by, "2027-01-09");
    assert_int_equal(decision.missing_domains, candidacy_missing_domains(&w.now));
    world_at(&w, CANDIDACY_IN_TRAINING);
    happens(EVENT_TRANSFER, CANDIDACY_IN_TRAINING);
    assert_false(has_effect(CANDIDACY_EFFECT_STOP_PATH));
}

static void a_cancelled_file_leaves_queue_and_agenda(void **state) /* T29 */
{
    (void)state;
    world_at(&w, CANDIDACY_ON_AGENDA);
    happens(EVENT_CANCEL, CANDIDACY_CANCELLED);
    assert_true(has_effect(CANDIDACY_EFFECT_CLEAR_AGENDA));
    assert_true(has_effect(CANDIDACY_EFFECT_WITHDRAW_FILE));
    world_at(&w, CANDIDACY_PATH_PROPOSED);
    happens(EVENT_CANCEL, CANDIDACY_CANCELLED);
    assert_true(has_effect(CANDIDACY_EFFECT_STOP_PATH));
    world_at(&w, CANDIDACY_PARTIAL);
    world_ask(&w, EVENT_CANCEL);
    w.asked.actors = ACTOR_REFERENT;
    assert_refused(world_decide(&w, &decision), REASON_ROLE_NOT_ALLOWED);
}

/* 9.4: what the deadline closed is not offered either, whether the sweep has come by or not. */
static void what_the_deadline_closed_is_not_offered(void **state)
{
    (void)state;
    struct allowed_event events[CANDIDACY_MAX_ALLOWED_EVENTS];
    world_at(&w, CANDIDACY_PARTIAL);
    world_ask(&w, EVENT_PROPOSE_PATH);
    const int before = world_allowed(&w, "2031-01-14", 0, events);
    const int after = world_allowed(&w, "2031-01-15", 0, events);
    assert_true(after < before);
    for (int i = 0; i < after; i++)
        assert_int_not_equal(events[i].transition->event, EVENT_PROPOSE_PATH);
    w.asked.deadline_day = w.asked.today = day("2031-01-15");
    assert_refused(world_decide(&w, &decision), REASON_DEADLINE_PASSED);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_the_deadline_closed_is_not_offered),
        cmocka_unit_test(the_sweep_expires_the_day_after),
        cmocka_unit_test(an_abandoned_candidacy_goes_back_to_where_it_was),
        cmocka_unit_test(proof_shortens_the_patience),
        cmocka_unit_test(the_sweep_closes_what_never_became_a_file),
        cmocka_unit_test(the_candidate_withdraws_by_his_own_act),
        cmocka_unit_test(a_transfer_changes_the_owner_and_nothing_else),
        cmocka_unit_test(a_cancelled_file_leaves_queue_and_agenda),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
