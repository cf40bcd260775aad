/* SPDX-License-Identifier: EUPL-1.2 */
/* What is derived from snapshots that the database never holds. */
#include "fixture.h"

static struct world w;
static struct decision decision;

static void at(enum candidacy_state state, enum candidacy_event event)
{
    world_at(&w, state);
    world_ask(&w, event);
}

static void an_event_without_its_evaluation_changes_none(void **state)
{
    (void)state;
    at(CANDIDACY_PRIOR_IN_PROGRESS, EVENT_ADD_SITTING);
    w.now.evaluation_count = 0;
    assert_accepted(world_decide(&w, &decision));
    assert_int_equal(decision.evaluation, -1);
    at(CANDIDACY_PRIOR_COMPLETED, EVENT_RECORD_RESTITUTION);
    w.now.evaluation_count = 0;
    assert_accepted(world_decide(&w, &decision));
    assert_int_equal(decision.evaluation, -1);
}

static void what_is_not_completed_does_not_count(void **state)
{
    (void)state;
    world_at(&w, CANDIDACY_PARTIAL);
    w.evaluations[0].completed_on = (struct date){ 0 }; /* scored, not completed */
    assert_int_equal(candidacy_missing_domains(&w.now), 0x7f);
    assert_ptr_equal(candidacy_open_evaluation(&w.now), &w.evaluations[0]);
    w.evaluations[0].is_annulled = true;
    assert_null(candidacy_open_evaluation(&w.now));
    assert_null(candidacy_completed_evaluation(&w.now));
    char statuses[REFERENTIAL_MAX_SUBDOMAINS + 1];
    candidacy_subdomain_statuses(&w.now, statuses);
    assert_int_equal(strspn(statuses, "-"), w.referential.subdomain_count);
}

static void the_last_completed_evaluation_is_any_of_them(void **state)
{
    (void)state;
    world_at(&w, CANDIDACY_PARTIAL);
    for (int id = 0; id < 3; id++) {
        w.evaluations[0].id = an_id(id);
        assert_ptr_equal(candidacy_completed_evaluation(&w.now), &w.evaluations[0]);
        assert_null(candidacy_completed_evaluation_but(&w.now, an_id(id)));
    }
}

static void a_voiding_beyond_the_last_evaluation_comes_after_it(void **state)
{
    (void)state;
    world_at(&w, CANDIDACY_JURY_READY);
    w.now.voiding_count = 1;
    w.voidings[0] = (struct voiding){ referential_subdomains_of(&w.referential, DOMAIN_3), 9 };
    assert_int_equal(candidacy_missing_domains(&w.now), DOMAIN_3);
    w.voidings[0].after_evaluations = 2;
    assert_int_equal(candidacy_missing_domains(&w.now), DOMAIN_3);
    w.voidings[0].after_evaluations = 1; /* the final one validated it again */
    assert_int_equal(candidacy_missing_domains(&w.now), 0);
    w.voidings[0].subdomains = referential_subdomains_of(&w.referential, 1);
    assert_int_equal(candidacy_missing_domains(&w.now), 1);
}

static void without_a_referential_nothing_is_validated(void **state)
{
    (void)state;
    world_at(&w, CANDIDACY_PARTIAL);
    w.now.referential = NULL;
    char statuses[REFERENTIAL_MAX_SUBDOMAINS + 1], domains[REFERENTIAL_MAX_DOMAINS + 1];
    assert_true(candidacy_validated_subdomains(&w.now) == 0);
    assert_int_equal(candidacy_missing_domains(&w.now), 0);
    candidacy_subdomain_statuses(&w.now, statuses);
    assert_string_equal(statuses, "");
    candidacy_domain_statuses(&w.now, domains);
    assert_string_equal(domains, "");
    assert_false(candidacy_may_get_portfolio(&w.now));
}

static void nothing_is_found_without_a_path_or_an_id(void **state)
{
    (void)state;
    world_at(&w, CANDIDACY_IN_TRAINING);
    assert_int_equal(path_find_module(NULL, an_id(MODULE_ID)), -1);
    w.modules[0].id = (struct id){ { 0 } };
    assert_int_equal(path_find_module(&w.path, (struct id){ { 0 } }), -1);
    assert_int_equal(path_find_module(&w.path, an_id(MODULE_ID + 1)), 1);
}

static void patience_without_a_day_has_no_end(void **state)
{
    (void)state;
    world_at(&w, CANDIDACY_CONTACT);
    w.now.last_activity_on = (struct date){ 0 };
    assert_false(date_is_set(candidacy_patience(&w.now, &w.policy, false)));
    assert_date(candidacy_patience(&w.now, &w.policy, true), "2026-04-25");
    w.now.entered_on = (struct date){ 0 };
    assert_false(date_is_set(candidacy_patience(&w.now, &w.policy, true)));
}

static void a_planned_end_is_taken_as_sent(void **state)
{
    (void)state;
    at(CANDIDACY_PARTIAL, EVENT_PROPOSE_PATH);
    w.asked.data.planned_end = day("2026-08-01");
    assert_accepted(world_decide(&w, &decision));
    assert_date(decision.planned_end, "2026-08-01");
    w.asked.data.planned_end = (struct date){ 0 };
    w.proposed[0].planned_end = day("2026-11-30"); /* the later one is the first */
    assert_accepted(world_decide(&w, &decision));
    assert_date(decision.planned_end, "2026-11-30");
}

static void only_what_was_taken_up_again_is_scored_again(void **state)
{
    (void)state;
    at(CANDIDACY_FINAL_IN_PROGRESS, EVENT_COMPLETE_FINAL);
    w.evaluations[1].scope = referential_subdomains_of(&w.referential, DOMAIN_2);
    grid(&w.referential, w.evaluations[1].scope, 0, w.results[1]);
    assert_accepted(world_decide(&w, &decision));
    assert_int_equal(decision.missing_domains, DOMAIN_3);
    for (int s = 0; s < w.referential.subdomain_count; s++)
        assert_int_equal(decision.subdomain_statuses[s],
                         w.referential.subdomains[s].domain == 1 ? 'V' : '-');
}

static void an_outcome_holds_so_many_reasons_and_each_once(void **state)
{
    (void)state;
    struct outcome outcome = { 0 };
    outcome_add(&outcome, REASON_NOT_FOUND, NULL);
    outcome_add(&outcome, REASON_NOT_FOUND, NULL);
    assert_int_equal(outcome.count, 1);
    for (int i = REASON_NONE + 1; i < REASON_COUNT; i++)
        outcome_add(&outcome, (enum reason)i, NULL);
    assert_int_equal(outcome.count, OUTCOME_MAX_REASONS);
    assert_true(outcome_has(&outcome, REASON_NOT_FOUND));
    assert_false(outcome_has(&outcome, (enum reason)(REASON_COUNT - 1)));
}

static void a_spell_holds_its_first_and_its_last_day(void **state)
{
    (void)state;
    const struct spell spell = { day("2026-01-02"), day("2026-01-04") };
    const struct spell endless = { day("2026-01-02"), { 0 } };
    assert_false(spell_contains(spell, day("2026-01-01")));
    assert_true(spell_contains(spell, day("2026-01-02")));
    assert_true(spell_contains(spell, day("2026-01-04")));
    assert_false(spell_contains(spell, day("2026-01-05")));
    assert_true(spell_contains(endless, day("9999-12-31")));
    assert_false(spell_contains((struct spell){ { 0 }, { 0 } }, (struct date){ 0 }));
}

static void an_affiliation_is_of_a_person_an_organism_a_role_and_a_day(void **state)
{
    (void)state;
    world_at(&w, CANDIDACY_NONE);
    const struct affiliation *all = w.affiliations;
    const struct date today = day("2026-01-01");
    assert_true(affiliations_allow(all, 1, a_person(COUNSELLOR), an_id(ORG), AFFILIATION_COUNSELLOR,
                                   today));
    assert_false(affiliations_allow(all, 1, a_person(COUNSELLOR), an_id(OTHER_ORG),
                                    AFFILIATION_COUNSELLOR, today));
    assert_false(
        affiliations_allow(all, 1, a_person(COUNSELLOR), an_id(ORG), AFFILIATION_EVALUATOR, today));
    assert_false(
        affiliations_allow(all, 1, a_person(TRAINER), an_id(ORG), AFFILIATION_COUNSELLOR, today));
    assert_false(affiliations_allow(all, 1, a_person(COUNSELLOR), an_id(ORG),
                                    AFFILIATION_COUNSELLOR, day("2019-12-31")));
    assert_true(habilitations_allow(w.habilitations, 1, an_id(ORG), ACTIVITY_EVALUATION, today));
    assert_false(
        habilitations_allow(w.habilitations, 1, an_id(OTHER_ORG), ACTIVITY_EVALUATION, today));
    assert_false(habilitations_allow(w.habilitations, 1, an_id(ORG), ACTIVITY_TRAINING, today));
}

static void a_human_without_record_is_somebody(void **state)
{
    (void)state;
    const struct person human = { .human_id = an_id(EVALUATOR) };
    assert_true(person_is_set(human));
    assert_true(person_is_same(human, a_person(EVALUATOR)));
    assert_false(person_is_same(human, (struct person){ 0 }));
}

static void any_decision_may_void(void **state)
{
    (void)state;
    at(CANDIDACY_JURY_READY, EVENT_SUBMIT_FILE);
    w.voidings[0] =
        (struct voiding){ .subdomains = referential_subdomains_of(&w.referential, DOMAIN_3),
                          .after_evaluations = 2,
                          .decision_id = an_id(0) };
    w.now.voiding_count = 1;
    assert_int_equal(candidacy_missing_domains(&w.now), DOMAIN_3);
}

static void without_a_version_there_is_no_status(void **state)
{
    (void)state;
    char statuses[REFERENTIAL_MAX_DOMAINS + 1] = "VV";
    at(CANDIDACY_INFORMED, EVENT_START_PRIOR);
    candidacy_domain_statuses(&w.now, statuses);
    assert_string_equal(statuses, "");
}

static void a_final_evaluation_is_no_direct_route_wherever_it_stands(void **state)
{
    (void)state;
    at(CANDIDACY_JURY_READY, EVENT_SUBMIT_FILE);
    w.evaluations[0].kind = EVALUATION_FINAL;
    w.evaluations[1].kind = EVALUATION_PRIOR;
    assert_false(candidacy_is_direct_route(&w.now));
}

static void who_held_the_first_sitting_only_is_an_evaluator(void **state)
{
    (void)state;
    at(CANDIDACY_PARTIAL, EVENT_PROPOSE_PATH);
    w.sittings[0][0].evaluator = a_person(OTHER_EVALUATOR);
    assert_true(candidacy_has_evaluator(&w.now, a_person(OTHER_EVALUATOR)));
    assert_true(candidacy_has_evaluator(&w.now, a_person(EVALUATOR)));
    assert_false(candidacy_has_evaluator(&w.now, a_person(TRAINER)));
}

static void what_is_not_there_is_not_found(void **state)
{
    (void)state;
    at(CANDIDACY_IN_TRAINING, EVENT_CLOSE_MODULE);
    assert_int_equal(path_find_module(NULL, an_id(MODULE_ID)), -1);
    assert_int_equal(path_find_module(&w.path, (struct id){ { 0 } }), -1);
    assert_int_equal(path_find_module(&w.path, an_id(99)), -1);
    w.evaluations[0].sitting_count = 0;
    assert_false(date_is_set(evaluation_last_sitting(&w.evaluations[0])));
}

static void only_what_comes_after_the_file_is_terminal(void **state)
{
    (void)state;
    assert_true(candidacy_state_is_terminal(CANDIDACY_CERTIFIED));
    assert_false(candidacy_state_is_terminal(CANDIDACY_DEFERRED));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_event_without_its_evaluation_changes_none),
        cmocka_unit_test(what_is_not_completed_does_not_count),
        cmocka_unit_test(the_last_completed_evaluation_is_any_of_them),
        cmocka_unit_test(a_voiding_beyond_the_last_evaluation_comes_after_it),
        cmocka_unit_test(without_a_referential_nothing_is_validated),
        cmocka_unit_test(nothing_is_found_without_a_path_or_an_id),
        cmocka_unit_test(patience_without_a_day_has_no_end),
        cmocka_unit_test(a_planned_end_is_taken_as_sent),
        cmocka_unit_test(only_what_was_taken_up_again_is_scored_again),
        cmocka_unit_test(an_outcome_holds_so_many_reasons_and_each_once),
        cmocka_unit_test(a_spell_holds_its_first_and_its_last_day),
        cmocka_unit_test(an_affiliation_is_of_a_person_an_organism_a_role_and_a_day),
        cmocka_unit_test(a_human_without_record_is_somebody),
        cmocka_unit_test(any_decision_may_void),
        cmocka_unit_test(without_a_version_there_is_no_status),
        cmocka_unit_test(a_final_evaluation_is_no_direct_route_wherever_it_stands),
        cmocka_unit_test(who_held_the_first_sitting_only_is_an_evaluator),
        cmocka_unit_test(what_is_not_there_is_not_found),
        cmocka_unit_test(only_what_comes_after_the_file_is_terminal),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
