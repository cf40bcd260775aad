/* SPDX-License-Identifier: EUPL-1.2 */
/* What a decision that is mended changes of its candidacy, and until when it may (3.4). */
#include "fixture.h"

static struct world w;
static struct decision decision;

/* A refusal of domain 3 lies behind; another domain is named in its stead, 0 = none. */
static void mend(enum candidacy_state state, uint32_t domains)
{
    world_at(&w, state);
    world_ask(&w, EVENT_RECTIFY_DECISION);
    give_refusal(&w);
    w.asked.data.domains = domains;
}

static uint64_t subdomains_of(uint32_t domains)
{
    return referential_subdomains_of(&w.referential, domains);
}

static int count_revoided(void)
{
    int count = 0;
    for (int i = 0; i < decision.effect_count; i++)
        if (decision.effects[i].kind == CANDIDACY_EFFECT_REVOID_SUBDOMAINS)
            count += decision.effects[i].count;
    return count;
}

/* Where a refusal leaves a candidacy. */
static bool is_after_refusal(enum candidacy_state state)
{
    return state == CANDIDACY_PARTIAL || state == CANDIDACY_EXPIRED;
}

static void what_it_names_instead_is_voided_and_the_rest_given_back(void **state)
{
    (void)state;
    static const enum candidacy_state states[] = { CANDIDACY_PARTIAL, CANDIDACY_EXPIRED };
    for (size_t i = 0; i < COUNT(states); i++) {
        mend(states[i], DOMAIN_2);
        assert_int_equal(candidacy_missing_domains(&w.now), DOMAIN_3);
        assert_accepted(world_decide(&w, &decision));
        assert_int_equal(decision.to, states[i]);
        assert_true(decision.voided == subdomains_of(DOMAIN_2));
        assert_int_equal(decision.voided_after, 2);
        assert_int_equal(decision.missing_domains, DOMAIN_2);
        assert_int_equal(count_revoided(), 1);
    }
}

static void words_alone_void_nothing_wherever_it_stands(void **state)
{
    (void)state;
    size_t count;
    const struct transition *table = transitions(&count);
    for (size_t i = 0; i < count; i++) {
        if (table[i].event != EVENT_RECTIFY_DECISION)
            continue;
        mend(table[i].from, 0);
        assert_accepted(world_decide(&w, &decision));
        assert_int_equal(decision.to, table[i].from);
        assert_true(decision.voided == 0);
        assert_int_equal(decision.missing_domains, candidacy_missing_domains(&w.now));
        assert_int_equal(decision.previous_state, w.now.previous_state);
        assert_int_equal(count_revoided(), 0);
    }
}

static void who_went_on_from_a_refusal_answers_to_what_it_named(void **state)
{
    (void)state;
    size_t count;
    const struct transition *table = transitions(&count);
    for (size_t i = 0; i < count; i++) {
        if (table[i].event != EVENT_RECTIFY_DECISION || is_after_refusal(table[i].from))
            continue;
        mend(table[i].from, DOMAIN_2);
        assert_refused(world_decide(&w, &decision), REASON_DECISION_BUILT_UPON);
    }
    mend(CANDIDACY_PARTIAL, DOMAIN_2);
    w.voidings[0].after_evaluations = 1; /* evaluated since */
    assert_refused(world_decide(&w, &decision), REASON_DECISION_BUILT_UPON);
}

static void what_voids_nothing_names_no_other_domain(void **state)
{
    (void)state;
    mend(CANDIDACY_PARTIAL, DOMAIN_2);
    w.voidings[0].is_lifted = true; /* appealed, and examined again */
    assert_refused(world_decide(&w, &decision), REASON_DECISION_BUILT_UPON);
    mend(CANDIDACY_PARTIAL, DOMAIN_2);
    w.asked.data.decision_id = an_id(999); /* no refusal of this candidacy */
    assert_refused(world_decide(&w, &decision), REASON_DECISION_BUILT_UPON);
}

static void a_refusal_is_found_while_it_voids(void **state)
{
    (void)state;
    enum { OTHER_REFUSAL = REFUSAL + 1 };
    struct voiding voidings[] = { { .decision_id = an_id(REFUSAL) },
                                  { .decision_id = an_id(OTHER_REFUSAL) },
                                  { .decision_id = an_id(REFUSAL), .is_lifted = true } };
    mend(CANDIDACY_PARTIAL, 0);
    w.now.voidings = voidings;
    w.now.voiding_count = COUNT(voidings);
    assert_ptr_equal(candidacy_find_voiding(&w.now, an_id(REFUSAL)), &voidings[0]);
    assert_ptr_equal(candidacy_find_voiding(&w.now, an_id(OTHER_REFUSAL)), &voidings[1]);
    assert_null(candidacy_find_voiding(&w.now, an_id(999)));
    voidings[0].is_lifted = true;
    voidings[2].is_lifted = false;
    assert_ptr_equal(candidacy_find_voiding(&w.now, an_id(REFUSAL)), &voidings[2]);
    voidings[2].is_lifted = true;
    assert_null(candidacy_find_voiding(&w.now, an_id(REFUSAL)));
    w.now.voiding_count = 0;
    assert_null(candidacy_find_voiding(&w.now, an_id(OTHER_REFUSAL)));
}

static void what_is_missing_follows_the_domains_it_would_name(void **state)
{
    (void)state;
    mend(CANDIDACY_PARTIAL, 0);
    const struct id refusal = an_id(REFUSAL), other = an_id(999);
    assert_int_equal(candidacy_missing_revoided(&w.now, refusal, 0), 0);
    assert_int_equal(candidacy_missing_revoided(&w.now, refusal, subdomains_of(1)), 1);
    assert_int_equal(
        candidacy_missing_revoided(&w.now, refusal, subdomains_of(DOMAIN_2 | DOMAIN_3)),
        DOMAIN_2 | DOMAIN_3);
    /* that of another one still stands */
    assert_int_equal(candidacy_missing_revoided(&w.now, other, subdomains_of(DOMAIN_2)),
                     DOMAIN_2 | DOMAIN_3);
}

static void the_day_to_answer_moves_as_long_as_the_answer_is_awaited(void **state)
{
    (void)state;
    mend(CANDIDACY_DEFERRED, 0);
    w.now.answer_by = day("2027-01-09");
    assert_accepted(world_decide(&w, &decision));
    assert_date(decision.answer_by, "2027-01-09");
    w.asked.data.answer_by = day("2027-02-01");
    assert_accepted(world_decide(&w, &decision));
    assert_date(decision.answer_by, "2027-02-01");
    mend(CANDIDACY_SUBMITTED, 0); /* it was answered */
    w.asked.data.answer_by = day("2027-02-01");
    assert_accepted(world_decide(&w, &decision));
    assert_false(date_is_set(decision.answer_by));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_it_names_instead_is_voided_and_the_rest_given_back),
        cmocka_unit_test(words_alone_void_nothing_wherever_it_stands),
        cmocka_unit_test(who_went_on_from_a_refusal_answers_to_what_it_named),
        cmocka_unit_test(what_voids_nothing_names_no_other_domain),
        cmocka_unit_test(a_refusal_is_found_while_it_voids),
        cmocka_unit_test(what_is_missing_follows_the_domains_it_would_name),
        cmocka_unit_test(the_day_to_answer_moves_as_long_as_the_answer_is_awaited),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
