/* SPDX-License-Identifier: EUPL-1.2 */
/* What an annulment leaves behind (decision 12, 9.3), and what a re-examination finds. */
#include "certificate.h"
#include "fixture.h"

static struct world w;
static struct decision decision;

static void annul(enum candidacy_state state, int evaluation)
{
    world_at(&w, state);
    world_ask(&w, EVENT_ANNUL_EVALUATION);
    w.asked.data.evaluation_id = an_id(evaluation);
}

/* Things that effects of a kind are for. */
static int count_effects(enum candidacy_effect_kind kind)
{
    const struct candidacy *now = &world_exact(&w)->now;
    int count = 0;
    for (int e = 0; e < decision.effect_count; e++) {
        const struct candidacy_effect *effect = &decision.effects[e];
        int i = effect->kind == kind ? candidacy_effect_next(effect, now, -1) : -1;
        for (; i >= 0; i = candidacy_effect_next(effect, now, i))
            count++;
    }
    return count;
}

static void without_the_prior_evaluation_there_is_no_cycle(void **state)
{
    (void)state;
    static const enum candidacy_state states[] = {
        CANDIDACY_PRIOR_COMPLETED, CANDIDACY_PARTIAL,     CANDIDACY_PATH_PROPOSED,
        CANDIDACY_IN_TRAINING,     CANDIDACY_FINAL_READY, CANDIDACY_FINAL_COMPLETED,
        CANDIDACY_JURY_READY,
    };
    for (size_t i = 0; i < COUNT(states); i++) {
        annul(states[i], PRIOR);
        assert_accepted(world_decide(&w, &decision));
        assert_int_equal(decision.to, CANDIDACY_INFORMED);
        assert_true(decision.clears_cycle);
        assert_int_equal(decision.missing_domains, referential_all_domains(&w.referential));
        assert_int_equal(count_effects(CANDIDACY_EFFECT_ANNUL_EVALUATION),
                         w.now.evaluation_count); /* what rests on it falls with it */
        assert_int_equal(count_effects(CANDIDACY_EFFECT_STOP_PATH),
                         states[i] == CANDIDACY_PATH_PROPOSED ||
                             states[i] == CANDIDACY_IN_TRAINING);
    }
}

static void without_a_final_one_its_domains_are_missing_again(void **state)
{
    (void)state;
    static const enum candidacy_state states[] = { CANDIDACY_FINAL_COMPLETED,
                                                   CANDIDACY_JURY_READY };
    for (size_t i = 0; i < COUNT(states); i++) {
        annul(states[i], FINAL);
        assert_accepted(world_decide(&w, &decision));
        assert_int_equal(decision.to, CANDIDACY_PARTIAL);
        assert_false(decision.clears_cycle);
        assert_int_equal(decision.missing_domains, DOMAIN_2 | DOMAIN_3);
        assert_int_equal(count_effects(CANDIDACY_EFFECT_ANNUL_EVALUATION), 1);
        assert_int_equal(decision.effects[1].index, 1);
    }
}

static void what_misses_nothing_all_the_same_stays_ready(void **state)
{
    (void)state;
    annul(CANDIDACY_JURY_READY, FINAL);
    grid(&w.referential, referential_all_subdomains(&w.referential), 0, w.results[0]);
    score(&w, 0);
    assert_accepted(world_decide(&w, &decision));
    assert_int_equal(decision.to, CANDIDACY_JURY_READY);
}

static void an_earlier_one_may_fall_while_the_last_awaits_its_restitution(void **state)
{
    (void)state;
    struct evaluation three[3];
    annul(CANDIDACY_FINAL_COMPLETED, FINAL);
    three[0] = w.evaluations[0];
    three[1] = three[2] = w.evaluations[1];
    three[1].restituted_on = day("2026-10-12");
    three[2].id = an_id(44);
    w.now.evaluations = three;
    w.now.evaluation_count = 3;
    assert_accepted(world_decide(&w, &decision));
    assert_int_equal(decision.to, CANDIDACY_FINAL_COMPLETED);
    w.asked.data.evaluation_id = an_id(44);
    assert_accepted(world_decide(&w, &decision));
    assert_int_equal(decision.to, CANDIDACY_PARTIAL);
}

static void an_evaluation_that_is_not_completed_is_not_annulled(void **state)
{
    (void)state;
    annul(CANDIDACY_PARTIAL, PRIOR);
    w.evaluations[0].completed_on = (struct date){ 0 };
    assert_refused(world_decide(&w, &decision), REASON_EVALUATION_NOT_ANNULLABLE);
    annul(CANDIDACY_FINAL_IN_PROGRESS, PRIOR);
    assert_refused(world_decide(&w, &decision), REASON_EVALUATION_IN_PROGRESS);
}

static void a_new_prior_evaluation_keeps_the_pinned_version(void **state)
{
    (void)state;
    world_at(&w, CANDIDACY_INFORMED);
    world_ask(&w, EVENT_START_PRIOR);
    w.now.referential = &w.referential;
    w.now.referential_version_id = an_id(77);
    w.active.spell.to = day("2026-01-01"); /* another version, and over */
    assert_accepted(world_decide(&w, &decision));
    assert_true(id_equals(decision.referential_version_id, an_id(77)));
    assert_ptr_equal(decision.referential, &w.referential);
}

static void a_lifted_refusal_counts_no_more(void **state)
{
    (void)state;
    world_at(&w, CANDIDACY_PARTIAL);
    give_refusal(&w);
    assert_int_equal(candidacy_missing_domains(&w.now), DOMAIN_3);
    assert_int_equal(candidacy_missing_without(&w.now, an_id(999)), DOMAIN_3);
    assert_int_equal(candidacy_missing_without(&w.now, an_id(REFUSAL)), 0);
    w.voidings[0].is_lifted = true;
    assert_int_equal(candidacy_missing_domains(&w.now), 0);
}

static void after_fraud_only_the_certifier_opens(void **state)
{
    (void)state;
    world_at(&w, CANDIDACY_CONTACT);
    world_ask(&w, EVENT_RECORD_INFORMATION);
    w.facts.own.has_fraud = true;
    assert_refused(world_decide(&w, &decision), REASON_REENTRY_NEEDS_CERTIFIER);
    w.now.is_opened_by_certifier = true;
    assert_accepted(world_decide(&w, &decision));
    w.now.is_opened_by_certifier = false;
    w.asked.data.has_consent = false; /* told after consent only */
    assert_refused(world_decide(&w, &decision), REASON_CONSENT_MISSING);
}

static void an_annulled_certificate_is_not_issued_anew(void **state)
{
    (void)state;
    const struct certificate_facts facts = { .candidacy_state = CANDIDACY_CERTIFIED,
                                             .session_state = SESSION_SIGNED,
                                             .verdict = VERDICT_CERTIFIED,
                                             .is_annulled = true };
    assert_refused(certificate_issue(&facts), REASON_CERTIFICATE_ANNULLED);
    world_at(&w, CANDIDACY_CERTIFIED);
    world_ask(&w, EVENT_ANNUL_CERTIFICATE);
    assert_accepted(world_decide(&w, &decision));
    assert_true(decision.annuls_certificate);
}

/* However many there are: the prior one and all that rest on it, those annulled before left out. */
static void all_that_count_fall_with_the_prior_one(void **state)
{
    (void)state;
    static struct evaluation many[300];
    annul(CANDIDACY_JURY_READY, PRIOR);
    many[0] = w.evaluations[0];
    for (int i = 1; i < (int)COUNT(many); i++) {
        many[i] = w.evaluations[1];
        many[i].id = an_id(600 + i);
        many[i].is_annulled = i % 3 == 1;
    }
    w.now.evaluations = many;
    w.now.evaluation_count = COUNT(many);
    assert_accepted(world_decide(&w, &decision));
    assert_int_equal(count_effects(CANDIDACY_EFFECT_ANNUL_EVALUATION), 200);
    assert_int_equal(candidacy_effect_next(&decision.effects[1], &w.now, 0), 2);
}

static void what_was_annulled_before_is_not_annulled_again(void **state)
{
    (void)state;
    annul(CANDIDACY_JURY_READY, PRIOR);
    w.evaluations[1].is_annulled = true;
    assert_accepted(world_decide(&w, &decision));
    assert_true(decision.clears_cycle);
    assert_int_equal(count_effects(CANDIDACY_EFFECT_ANNUL_EVALUATION), 1);
}

static void an_evaluation_without_name_is_not_found(void **state)
{
    (void)state;
    world_at(&w, CANDIDACY_JURY_READY);
    w.evaluations[0].id = (struct id){ { 0 } };
    assert_int_equal(candidacy_find_evaluation(&w.now, (struct id){ { 0 } }), -1);
    assert_int_equal(candidacy_find_evaluation(&w.now, an_id(FINAL)), 1);
}

/* However many there are, each counts. */
static void the_others_count_when_one_of_many_falls(void **state)
{
    (void)state;
    static struct evaluation many[300];
    annul(CANDIDACY_JURY_READY, FINAL);
    many[0] = w.evaluations[0];
    for (int i = 1; i < (int)COUNT(many); i++) {
        many[i] = w.evaluations[1];
        many[i].id = an_id(600 + i);
    }
    many[1].id = an_id(FINAL); /* the others validate the same */
    w.now.evaluations = many;
    w.now.evaluation_count = COUNT(many);
    assert_accepted(world_decide(&w, &decision));
    assert_int_equal(decision.to, CANDIDACY_JURY_READY);
    assert_int_equal(count_effects(CANDIDACY_EFFECT_ANNUL_EVALUATION), 1);
    for (int i = 2; i < (int)COUNT(many); i++)
        many[i].is_annulled = true;
    assert_accepted(world_decide(&w, &decision));
    assert_int_equal(decision.to, CANDIDACY_PARTIAL);
    assert_int_equal(decision.missing_domains, DOMAIN_2 | DOMAIN_3);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(without_the_prior_evaluation_there_is_no_cycle),
        cmocka_unit_test(without_a_final_one_its_domains_are_missing_again),
        cmocka_unit_test(what_misses_nothing_all_the_same_stays_ready),
        cmocka_unit_test(an_earlier_one_may_fall_while_the_last_awaits_its_restitution),
        cmocka_unit_test(an_evaluation_that_is_not_completed_is_not_annulled),
        cmocka_unit_test(a_new_prior_evaluation_keeps_the_pinned_version),
        cmocka_unit_test(a_lifted_refusal_counts_no_more),
        cmocka_unit_test(after_fraud_only_the_certifier_opens),
        cmocka_unit_test(an_annulled_certificate_is_not_issued_anew),
        cmocka_unit_test(all_that_count_fall_with_the_prior_one),
        cmocka_unit_test(what_was_annulled_before_is_not_annulled_again),
        cmocka_unit_test(an_evaluation_without_name_is_not_found),
        cmocka_unit_test(the_others_count_when_one_of_many_falls),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
