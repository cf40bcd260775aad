/* SPDX-License-Identifier: EUPL-1.2 */
/* S6: who acts is asked what he is in the cycle, beside the one who is named. */
#include "fixture.h"

static struct world w;
static struct decision decision;

/* Whoever is named: somebody who trained enters it, as an evaluator. */
static void hand_trained(void)
{
    w.trainers[0] = a_person(TRAINER);
    w.now.trainers = w.trainers;
    w.now.trainer_count = 1;
    w.asked.hand = (struct hand){ a_person(TRAINER), ACTOR_EVALUATOR | ACTOR_TRAINER };
}

static void who_acts_evaluates_whoever_is_named(void **state)
{
    (void)state;
    world_at(&w, CANDIDACY_FINAL_READY);
    world_ask(&w, EVENT_START_FINAL);
    w.asked.data.evaluator = a_person(EVALUATOR);
    assert_accepted(world_decide(&w, &decision));
    hand_trained();
    const struct outcome outcome = world_decide(&w, &decision);
    assert_refused(outcome, REASON_EVALUATOR_IS_TRAINER);
    assert_true(id_equals(outcome.unmet[0].detail.id, an_id(TRAINER)));
    w.asked.hand.functions |= ACTOR_REFERENT; /* plans sittings for others */
    assert_accepted(world_decide(&w, &decision));
    w.asked.hand = (struct hand){ { { { 0 } }, { { 0 } } }, ACTOR_EVALUATOR }; /* a system */
    assert_accepted(world_decide(&w, &decision));
    world_at(&w, CANDIDACY_PARTIAL);
    world_ask(&w, EVENT_PROPOSE_PATH);
    assert_accepted(world_decide(&w, &decision));
    const struct person evaluated = { .human_id = w.proposed[0].trainer.id };
    w.now.evaluators = &evaluated;
    w.now.evaluator_count = 1;
    assert_refused(world_decide(&w, &decision), REASON_TRAINER_IS_EVALUATOR);
}

static void a_hand_evaluates_where_the_table_gives_the_act_to_nobody_else(void **state)
{
    (void)state;
    size_t count;
    const struct transition *table = transitions(&count);
    for (size_t i = 0; i < count; i++) {
        const enum guard *guard = table[i].guards;
        while (*guard != GUARD_NONE && *guard != GUARD_EVALUATOR_IS_TRAINER)
            guard++;
        for (unsigned actor = 1; *guard != GUARD_NONE && actor <= ACTOR_CANDIDATE; actor <<= 1) {
            const struct candidacy_command asked = {
                .event = table[i].event, .hand = { a_person(TRAINER), ACTOR_EVALUATOR | actor }
            };
            const bool is_typed = actor != ACTOR_EVALUATOR && (table[i].actors & actor);
            assert_int_equal(person_is_set(candidacy_evaluating_hand(&asked)), !is_typed);
        }
    }
}

static void who_trained_is_told_before_he_evaluates(void **state)
{
    (void)state;
    struct allowed_event events[CANDIDACY_MAX_ALLOWED_EVENTS];
    world_at(&w, CANDIDACY_FINAL_IN_PROGRESS);
    hand_trained();
    const int count = world_allowed(&w, "2026-07-01", ACTOR_EVALUATOR, events);
    assert_true(count > 0);
    /* A day that is put right judges nobody: it may be that of a module. */
    for (int i = 0; i < count; i++)
        assert_int_equal(events[i].is_allowed, events[i].transition->event == EVENT_CORRECT_DATE);
}

/* Every act that gives results back, every function that it is given to, every one who is named. */
static void who_trained_gives_no_results_back_in_any_function(void **state)
{
    (void)state;
    static const unsigned functions[] = { ACTOR_COUNSELLOR, ACTOR_EVALUATOR, ACTOR_REFERENT,
                                          ACTOR_REFERENT | ACTOR_EVALUATOR };
    for (size_t i = 0; i < sizeof functions / sizeof functions[0]; i++) {
        world_at(&w, CANDIDACY_FINAL_COMPLETED);
        world_ask(&w, EVENT_RECORD_RESTITUTION);
        w.asked.hand = (struct hand){ a_person(EVALUATOR), functions[i] };
        assert_accepted(world_decide(&w, &decision));
        hand_trained();
        w.asked.hand.functions = functions[i];
        assert_refused(world_decide(&w, &decision), REASON_EVALUATOR_IS_TRAINER);
        w.asked.hand = (struct hand){ a_person(EVALUATOR), functions[i] };
        w.trainers[0] = w.asked.data.evaluator; /* the one who is named */
        assert_refused(world_decide(&w, &decision), REASON_EVALUATOR_IS_TRAINER);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(who_acts_evaluates_whoever_is_named),
        cmocka_unit_test(a_hand_evaluates_where_the_table_gives_the_act_to_nobody_else),
        cmocka_unit_test(who_trained_is_told_before_he_evaluates),
        cmocka_unit_test(who_trained_gives_no_results_back_in_any_function),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
