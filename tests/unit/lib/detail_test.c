/* SPDX-License-Identifier: EUPL-1.2 */
/* A refusal says what is at fault: the file, the module, the numbers; also when it is the first of
 * several, and nothing where there is nothing to say. */
#include "fixture.h"

static struct world w;
static struct decision decision;

static void at(enum candidacy_state state, enum candidacy_event event)
{
    world_at(&w, state);
    world_ask(&w, event);
}

static struct reason_detail refusal(enum reason reason)
{
    const struct outcome outcome = world_decide(&w, &decision);
    for (int i = 0; i < outcome.count; i++)
        if (outcome.unmet[i].reason == reason)
            return outcome.unmet[i].detail;
    fail_msg("not refused for %s", reason_info(reason)->code);
    return (struct reason_detail){ 0 };
}

/* Which proof of it: three acts ask for the candidate's consent, each in its own way. */
static void what_proves_the_consent_is_named(void **state)
{
    (void)state;
    static const struct {
        enum candidacy_state from;
        enum candidacy_event event;
        const char *name;
    } cases[] = { { CANDIDACY_CONTACT, EVENT_RECORD_INFORMATION, "has_consent" },
                  { CANDIDACY_PATH_PROPOSED, EVENT_ACCEPT_PATH, "proof" },
                  { CANDIDACY_INFORMED, EVENT_TRANSFER, "consent_on" } };
    for (size_t i = 0; i < COUNT(cases); i++) {
        at(cases[i].from, cases[i].event);
        w.asked.data.has_consent = w.asked.data.has_proof = false;
        w.asked.data.written_on = (struct date){ 0 };
        const struct reason_detail detail = refusal(REASON_CONSENT_MISSING);
        assert_int_equal(detail.name_count, 1);
        assert_string_equal(detail.names[0], cases[i].name);
    }
}

static void a_refusal_without_details_has_none(void **state)
{
    (void)state;
    const struct reason_detail nothing = { 0 };
    at(CANDIDACY_ABANDONED, EVENT_CANCEL);
    w.asked.data.has_reason = false;
    const struct reason_detail detail = refusal(REASON_REASON_REQUIRED);
    assert_memory_equal(&detail, &nothing, sizeof nothing);
    struct outcome outcome = { 0 };
    outcome_add(&outcome, REASON_INVALID_STATE, NULL);
    assert_memory_equal(&outcome.unmet[0].detail, &nothing, sizeof nothing);
}

static void a_quorum_tells_how_many_are_needed(void **state)
{
    (void)state;
    at(CANDIDACY_ON_AGENDA, EVENT_CERTIFY);
    w.session.tally = (struct tally){ .voters = { 2, 1 }, .min_per_college = 2 };
    const struct reason_detail detail = refusal(REASON_QUORUM_NOT_MET);
    assert_int_equal(detail.expected, 4);
    assert_int_equal(detail.found, 3);
}

static void a_majority_tells_how_many_votes_it_needs(void **state)
{
    (void)state;
    at(CANDIDACY_ON_AGENDA, EVENT_CERTIFY);
    w.session.tally =
        (struct tally){ .voters = { 3, 3 }, .votes = { 3, 1, 2 }, .min_per_college = 1 };
    struct reason_detail detail = refusal(REASON_NO_MAJORITY);
    assert_int_equal(detail.expected, 4);
    assert_int_equal(detail.found, 3); /* for */
    at(CANDIDACY_ON_AGENDA, EVENT_REFUSE);
    w.session.tally =
        (struct tally){ .voters = { 3, 3 }, .votes = { 3, 1, 2 }, .min_per_college = 1 };
    detail = refusal(REASON_NO_MAJORITY);
    assert_int_equal(detail.expected, 4);
    assert_int_equal(detail.found, 1); /* against */
}

static void parity_tells_both_colleges(void **state)
{
    (void)state;
    at(CANDIDACY_ON_AGENDA, EVENT_CERTIFY);
    w.session.tally = (struct tally){ .voters = { 3, 2 }, .votes = { 5 }, .min_per_college = 1 };
    const struct reason_detail detail = refusal(REASON_PARITY_BROKEN);
    assert_int_equal(detail.expected, 3);
    assert_int_equal(detail.found, 2);
}

static void the_first_of_two_results_is_looked_at(void **state)
{
    (void)state;
    at(CANDIDACY_PRIOR_IN_PROGRESS, EVENT_RECORD_RESULTS);
    w.graded[0].item = -1;
    refusal(REASON_CRITERION_NOT_IN_REFERENTIAL);
    at(CANDIDACY_FINAL_IN_PROGRESS, EVENT_RECORD_RESULTS);
    w.graded[0].item = 0; /* the first criterion of all: of domain 1, which was validated */
    const struct reason_detail detail = refusal(REASON_CRITERION_OUT_OF_SCOPE);
    assert_true(item_set_has(&detail.items, 0));
    assert_int_equal(item_set_count(&detail.items), 1);
}

static void the_first_criterion_of_all_is_one(void **state)
{
    (void)state;
    at(CANDIDACY_PRIOR_IN_PROGRESS, EVENT_RECORD_RESULTS);
    w.graded[0].item = 0;
    assert_accepted(world_decide(&w, &decision));
}

static void the_first_of_two_proposed_modules_is_looked_at(void **state)
{
    (void)state;
    at(CANDIDACY_PARTIAL, EVENT_PROPOSE_PATH);
    w.proposed[0].domain = 6; /* validated */
    struct reason_detail detail = refusal(REASON_PATH_DOMAIN_ALREADY_VALIDATED);
    assert_true(detail.modules == 1 && detail.domains == 1 << 6);
    detail = refusal(REASON_PATH_INCOMPLETE);
    assert_int_equal(detail.domains, DOMAIN_2);
    at(CANDIDACY_PARTIAL, EVENT_PROPOSE_PATH);
    w.proposed[0].planned_end = day("2031-01-15");
    w.asked.data.planned_end = day("2030-12-31");
    assert_true(refusal(REASON_PATH_BEYOND_DEADLINE).modules == 1);
    at(CANDIDACY_PARTIAL, EVENT_PROPOSE_PATH);
    w.proposed[0].training_org_id = an_id(ORG);
    detail = refusal(REASON_TRAINING_ORGANISM_NOT_ALLOWED);
    assert_true(detail.modules == 1 && id_equals(detail.id, an_id(ORG)));
    at(CANDIDACY_PARTIAL, EVENT_PROPOSE_PATH);
    w.proposed[0].trainer = a_person(OTHER_EVALUATOR);
    detail = refusal(REASON_TRAINER_NOT_AFFILIATED);
    assert_true(detail.modules == 1 && detail.domains == 0 && detail.expected == 0);
    at(CANDIDACY_PARTIAL, EVENT_PROPOSE_PATH);
    w.proposed[0].trainer = a_person(EVALUATOR);
    detail = refusal(REASON_TRAINER_IS_EVALUATOR);
    assert_true(detail.modules == 1 && detail.domains == 0);
}

static void a_module_of_no_domain_is_refused(void **state)
{
    (void)state;
    const int domains[] = { -1, 7, REFERENTIAL_MAX_DOMAINS, REFERENTIAL_MAX_DOMAINS + 20 };
    for (size_t i = 0; i < COUNT(domains); i++) {
        at(CANDIDACY_PARTIAL, EVENT_PROPOSE_PATH);
        w.proposed[1].domain = domains[i];
        const struct reason_detail detail = refusal(REASON_PATH_DOMAIN_ALREADY_VALIDATED);
        assert_true(detail.modules == 2);
        assert_int_equal(detail.domains & ~(UINT32_C(1) << 7), 0);
    }
}

/* The first domain of all can be missing like any other. */
static void a_module_on_the_first_domain_is_accepted(void **state)
{
    (void)state;
    at(CANDIDACY_PARTIAL, EVENT_PROPOSE_PATH);
    give_prior(&w, true, 1 | DOMAIN_2);
    w.evaluations[0].restituted_on = day("2026-01-14");
    w.proposed[0].domain = 0;
    w.proposed[1].domain = 1;
    assert_accepted(world_decide(&w, &decision));
}

static void the_first_of_two_modules_is_looked_at(void **state)
{
    (void)state;
    at(CANDIDACY_IN_TRAINING, EVENT_CLOSE_PATH);
    w.modules[0].status = MODULE_OPEN;
    const struct reason_detail detail = refusal(REASON_MODULES_OPEN);
    assert_true(detail.modules == 1 && detail.domains == DOMAIN_2);
    at(CANDIDACY_IN_TRAINING, EVENT_CLOSE_PATH);
    w.modules[0].closed_on = day("2026-10-05"); /* after the other one */
    w.asked.occurred_on = day("2026-10-04");
    assert_date(refusal(REASON_DATE_BEFORE_PREVIOUS_ACT).limit, "2026-10-05");
}

/* What a step writes is written once, and says which item only where there are several. */
static void effects_on_the_candidacy_itself_have_no_index(void **state)
{
    (void)state;
    size_t count, accepted = 0;
    const struct transition *table = transitions(&count);
    for (size_t i = 0; i < count; i++) {
        at(table[i].from, table[i].event);
        const struct outcome outcome = world_decide(&w, &decision);
        accepted += outcome_is_accepted(&outcome);
        for (int k = 0; outcome_is_accepted(&outcome) && k < decision.effect_count; k++) {
            const struct candidacy_effect *effect = &decision.effects[k];
            if (effect->kind == CANDIDACY_EFFECT_CREATE_MODULE ||
                effect->kind == CANDIDACY_EFFECT_ANNUL_EVALUATION)
                continue;
            assert_int_equal(effect->index, 0);
            assert_int_equal(effect->count, 1);
        }
    }
    /* A file on an agenda and an evaluation in progress are not transferred. */
    assert_int_equal(accepted, count - 3);
}

/* Decision 15: by default the attestation of each evaluation that counts. */
static void a_file_tells_which_pieces_it_lacks(void **state)
{
    (void)state;
    at(CANDIDACY_JURY_READY, EVENT_SUBMIT_FILE);
    w.evaluations[0].restituted_on = (struct date){ 0 };
    assert_int_equal(refusal(REASON_FILE_INCOMPLETE).pieces, 1u << PIECE_ATTESTATION);
    w.policy.mandatory_pieces |= 1u << PIECE_PORTFOLIO;
    assert_int_equal(refusal(REASON_FILE_INCOMPLETE).pieces,
                     1u << PIECE_ATTESTATION | 1u << PIECE_PORTFOLIO);
    w.facts.own.has_portfolio = true;
    assert_int_equal(refusal(REASON_FILE_INCOMPLETE).pieces, 1u << PIECE_ATTESTATION);
    w.policy.mandatory_pieces = 0;
    assert_accepted(world_decide(&w, &decision));
}

/* What was annulled needs no attestation any more. */
static void an_annulled_evaluation_needs_no_attestation(void **state)
{
    (void)state;
    static struct evaluation three[3];
    at(CANDIDACY_JURY_READY, EVENT_SUBMIT_FILE);
    three[0] = w.evaluations[0];
    three[1] = three[2] = w.evaluations[1];
    three[1].restituted_on = (struct date){ 0 };
    three[1].is_annulled = true;
    w.now.evaluations = three;
    w.now.evaluation_count = 3;
    assert_accepted(world_decide(&w, &decision));
}

static const struct allowed_event *allowed(enum candidacy_event event)
{
    static struct allowed_event events[CANDIDACY_MAX_ALLOWED_EVENTS];
    const struct exact_world *exact = world_exact(&w);
    const int count = candidacy_allowed_events(
        &exact->now,
        &(struct candidacy_command){
            .today = w.asked.today, .deadline_day = w.asked.deadline_day, .facts = &exact->facts },
        &w.policy, events);
    for (int i = 0; i < count; i++)
        if (events[i].transition->event == event)
            return &events[i];
    return NULL;
}

static void an_event_is_allowed_unless_a_guard_on_the_state_fails(void **state)
{
    (void)state;
    at(CANDIDACY_JURY_READY, EVENT_SUBMIT_FILE);
    assert_true(allowed(EVENT_SUBMIT_FILE)->is_allowed);
    w.results[1][item_at(&w.referential, "3.1.1")] = 'N';
    grid(&w.referential, w.evaluations[1].scope, DOMAIN_3, w.results[1]);
    score(&w, 1);
    const struct allowed_event *refused = allowed(EVENT_SUBMIT_FILE);
    assert_false(refused->is_allowed);
    int unmet = 0, open = 0;
    for (int i = 0; i < refused->guard_count; i++) {
        unmet += refused->guards[i].answer == GUARD_UNMET;
        open += refused->guards[i].answer == GUARD_NEEDS_DATA;
    }
    assert_int_equal(unmet, 1); /* DOMAINS_MISSING */
    assert_true(open > 0);
    assert_null(allowed(EVENT_CERTIFY));
}

static void the_opening_is_allowed_where_nothing_is_yet(void **state)
{
    (void)state;
    at(CANDIDACY_NONE, EVENT_OPEN_CONTACT);
    assert_non_null(allowed(EVENT_OPEN_CONTACT));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_proves_the_consent_is_named),
        cmocka_unit_test(a_refusal_without_details_has_none),
        cmocka_unit_test(a_quorum_tells_how_many_are_needed),
        cmocka_unit_test(a_majority_tells_how_many_votes_it_needs),
        cmocka_unit_test(parity_tells_both_colleges),
        cmocka_unit_test(the_first_of_two_results_is_looked_at),
        cmocka_unit_test(the_first_criterion_of_all_is_one),
        cmocka_unit_test(the_first_of_two_proposed_modules_is_looked_at),
        cmocka_unit_test(a_module_of_no_domain_is_refused),
        cmocka_unit_test(a_module_on_the_first_domain_is_accepted),
        cmocka_unit_test(the_first_of_two_modules_is_looked_at),
        cmocka_unit_test(effects_on_the_candidacy_itself_have_no_index),
        cmocka_unit_test(a_file_tells_which_pieces_it_lacks),
        cmocka_unit_test(an_annulled_evaluation_needs_no_attestation),
        cmocka_unit_test(an_event_is_allowed_unless_a_guard_on_the_state_fails),
        cmocka_unit_test(the_opening_is_allowed_where_nothing_is_yet),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
