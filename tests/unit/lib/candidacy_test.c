/* SPDX-License-Identifier: EUPL-1.2 */
/* Whole stories of a candidacy, and the facts derived from its snapshot. */
#include "fixture.h"

#include "name.h"

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

static void the_direct_route_ends_in_a_certificate(void **state) /* scenario 1 */
{
    (void)state;
    world_at(&w, CANDIDACY_NONE);
    happens(EVENT_OPEN_CONTACT, CANDIDACY_CONTACT);
    assert_true(has_effect(CANDIDACY_EFFECT_CREATE));
    happens(EVENT_RECORD_INFORMATION, CANDIDACY_INFORMED);
    assert_date(decision.information_on, "2026-01-05");
    w.now.information_on = decision.information_on;
    happens(EVENT_START_PRIOR, CANDIDACY_PRIOR_IN_PROGRESS);
    assert_ptr_equal(decision.referential, &w.referential);
    assert_true(id_equals(decision.referential_version_id, an_id(VERSION)));
    assert_true(decision.scope == referential_all_subdomains(&w.referential));
    assert_int_equal(strlen(decision.results), 107);
    assert_int_equal(strspn(decision.results, "-"), 107);
    give_prior(&w, false, 0);
    happens(EVENT_COMPLETE_PRIOR, CANDIDACY_PRIOR_COMPLETED);
    assert_date(decision.cycle_start,
                "2026-01-14"); /* the last sitting, not the day of entry (A1) */
    assert_date(decision.deadline, "2031-01-14");
    assert_int_equal(decision.missing_domains, 0);
    assert_int_equal(decision.evaluation, 0);
    give_prior(&w, true, 0);
    happens(EVENT_RECORD_RESTITUTION, CANDIDACY_JURY_READY);
    w.evaluations[0].restituted_on = day("2026-01-14");
    happens(EVENT_SUBMIT_FILE, CANDIDACY_SUBMITTED);
    assert_true(decision.is_direct_route);
    give_file(&w, false);
    happens(EVENT_PUT_ON_AGENDA, CANDIDACY_ON_AGENDA);
    give_file(&w, true);
    happens(EVENT_CERTIFY, CANDIDACY_CERTIFIED);
    assert_true(has_effect(CANDIDACY_EFFECT_DECIDE_FILE));
}

static void a_partial_result_leads_through_training_to_the_jury(void **state) /* scenarios 2, 26 */
{
    (void)state;
    world_at(&w, CANDIDACY_PRIOR_COMPLETED);
    assert_int_equal(candidacy_missing_domains(&w.now), DOMAIN_2 | DOMAIN_3);
    assert_true(candidacy_may_get_portfolio(&w.now));
    happens(EVENT_RECORD_RESTITUTION, CANDIDACY_PARTIAL);
    w.evaluations[0].restituted_on = day("2026-01-14");
    happens(EVENT_PROPOSE_PATH, CANDIDACY_PATH_PROPOSED);
    assert_date(decision.planned_end, "2026-09-30");
    assert_int_equal(decision.effect_count, 3); /* update, path, modules */
    assert_int_equal(decision.effects[2].kind, CANDIDACY_EFFECT_CREATE_MODULE);
    assert_int_equal(candidacy_effect_next(&decision.effects[2], &w.now, -1), 0);
    assert_int_equal(candidacy_effect_next(&decision.effects[2], &w.now, 0), 1);
    assert_int_equal(candidacy_effect_next(&decision.effects[2], &w.now, 1), -1);
    give_path(&w, PATH_STATUS_PROPOSED);
    happens(EVENT_DECLINE_PATH, CANDIDACY_PARTIAL);
    happens(EVENT_PROPOSE_PATH, CANDIDACY_PATH_PROPOSED);
    happens(EVENT_ACCEPT_PATH, CANDIDACY_IN_TRAINING);
    give_path(&w, PATH_STATUS_ACCEPTED);
    world_ask(&w, EVENT_CLOSE_MODULE);
    w.asked.data.module_id = an_id(MODULE_ID + 1);
    assert_accepted(world_decide(&w, &decision));
    assert_int_equal(decision.effects[1].kind, CANDIDACY_EFFECT_CLOSE_MODULE);
    assert_int_equal(decision.effects[1].index, 1);
    assert_int_equal(candidacy_effect_next(&decision.effects[1], &w.now, -1), 1);
    assert_int_equal(candidacy_effect_next(&decision.effects[1], &w.now, 1), -1);
    happens(EVENT_CLOSE_PATH, CANDIDACY_FINAL_READY);
    give_path(&w, PATH_STATUS_CLOSED);
    happens(EVENT_START_FINAL, CANDIDACY_FINAL_IN_PROGRESS);
    assert_true(decision.scope == referential_subdomains_of(&w.referential, DOMAIN_2 | DOMAIN_3));
    give_final(&w, false, 0);
    happens(EVENT_COMPLETE_FINAL, CANDIDACY_FINAL_COMPLETED);
    assert_int_equal(decision.missing_domains, 0);
    assert_false(date_is_set(decision.deadline)); /* never moves */
    assert_int_equal(decision.evaluation, 1);
    give_final(&w, true, 0);
    happens(EVENT_RECORD_RESTITUTION, CANDIDACY_JURY_READY);
    w.evaluations[1].restituted_on = day("2026-10-12");
    happens(EVENT_SUBMIT_FILE, CANDIDACY_SUBMITTED);
    assert_false(decision.is_direct_route);
}

static void results_are_laid_over_what_was_there(void **state)
{
    (void)state;
    world_at(&w, CANDIDACY_PRIOR_IN_PROGRESS);
    world_ask(&w, EVENT_RECORD_RESULTS);
    assert_accepted(world_decide(&w, &decision));
    char expected[REFERENTIAL_MAX_ITEMS + 1];
    strcpy(expected, w.results[0]);
    expected[item_at(&w.referential, "2.1.1")] = 'V';
    expected[item_at(&w.referential, "2.1.2")] = 'E';
    assert_string_equal(decision.results, expected);
    w.evaluations[0].results = NULL; /* the first save */
    assert_accepted(world_decide(&w, &decision));
    assert_int_equal(decision.results[item_at(&w.referential, "2.1.1")], 'V');
    assert_int_equal(strspn(decision.results, "-"), item_at(&w.referential, "2.1.1"));
}

static void an_incomplete_grid_names_its_criteria(void **state) /* scenario 8 */
{
    (void)state;
    world_at(&w, CANDIDACY_PRIOR_IN_PROGRESS);
    world_ask(&w, EVENT_COMPLETE_PRIOR);
    w.results[0][item_at(&w.referential, "5.2.4")] = '-';
    const struct outcome outcome = world_decide(&w, &decision);
    assert_refused(outcome, REASON_GRID_INCOMPLETE);
    assert_int_equal(item_set_count(&outcome.unmet[0].detail.items), 1);
    assert_true(item_set_has(&outcome.unmet[0].detail.items, item_at(&w.referential, "5.2.4")));
}

static void submitting_with_a_missing_subdomain_names_the_domain(void **state) /* scenario 7 */
{
    (void)state;
    world_at(&w, CANDIDACY_PARTIAL);
    grid(&w.referential, referential_all_subdomains(&w.referential), 0, w.results[0]);
    w.results[0][item_at(&w.referential, "6.2.1")] = 'N';
    w.results[0][item_at(&w.referential, "6.2.2")] = 'N';
    score(&w, 0);
    world_ask(&w, EVENT_SUBMIT_FILE);
    const struct outcome outcome = world_decide(&w, &decision);
    assert_refused(outcome, REASON_DOMAINS_MISSING);
    assert_int_equal(outcome.unmet[0].detail.domains, 1 << 5);
}

static void the_deadline_day_is_included(void **state) /* scenarios 13, 14 and 15 */
{
    (void)state;
    world_at(&w, CANDIDACY_FINAL_READY);
    world_ask(&w, EVENT_START_FINAL);
    w.now.deadline = day("2026-03-15");
    w.path.closed_on = day("2026-03-01");
    w.asked.occurred_on = w.asked.deadline_day = w.asked.today = day("2026-03-15");
    w.asked.data.sitting_date = day("2026-03-15");
    assert_accepted(world_decide(&w, &decision));
    w.asked.data.sitting_date = day("2026-03-16");
    const struct outcome outcome = world_decide(&w, &decision);
    assert_refused(outcome, REASON_EVALUATION_AFTER_DEADLINE);
    assert_date(outcome.unmet[0].detail.limit, "2026-03-15");
    w.now.deadline = candidacy_deadline(day("2024-02-29"), &w.policy);
    w.asked.occurred_on = w.asked.deadline_day = w.asked.today = day("2029-02-28");
    w.asked.data.sitting_date = day("2029-02-28");
    assert_accepted(world_decide(&w, &decision));
    w.asked.data.sitting_date = day("2029-03-01");
    assert_refused(world_decide(&w, &decision), REASON_EVALUATION_AFTER_DEADLINE);
}

static void timely_sittings_are_entered_until_the_grace_ends(void **state) /* scenario 13, A6 */
{
    (void)state;
    world_at(&w, CANDIDACY_FINAL_IN_PROGRESS);
    w.now.deadline = day("2026-10-10"); /* the day of the sitting */
    world_ask(&w, EVENT_COMPLETE_FINAL);
    w.asked.occurred_on = w.asked.deadline_day = w.asked.today =
        day("2026-11-09"); /* thirty days later */
    assert_accepted(world_decide(&w, &decision));
    assert_int_equal(decision.missing_domains, 0);
    w.asked.occurred_on = w.asked.deadline_day = w.asked.today = day("2026-11-10");
    assert_refused(world_decide(&w, &decision), REASON_DEADLINE_PASSED);
}

static void restitution_after_the_deadline_expires_a_failed_final(void **state) /* T16 */
{
    (void)state;
    world_at(&w, CANDIDACY_FINAL_COMPLETED);
    grid(&w.referential, w.evaluations[1].scope, DOMAIN_3, w.results[1]);
    score(&w, 1);
    happens(EVENT_RECORD_RESTITUTION, CANDIDACY_PARTIAL);
    assert_int_equal(decision.missing_domains, DOMAIN_3);
    w.now.state = CANDIDACY_FINAL_COMPLETED;
    w.now.deadline = day("2026-11-30"); /* today is the day after */
    happens(EVENT_RECORD_RESTITUTION, CANDIDACY_EXPIRED);
    w.now.state = CANDIDACY_FINAL_COMPLETED;
    grid(&w.referential, w.evaluations[1].scope, 0, w.results[1]);
    score(&w, 1);
    happens(EVENT_RECORD_RESTITUTION, CANDIDACY_JURY_READY); /* A4: timely, so it does not expire */
}

static void
the_direct_route_must_be_submitted_in_time_and_the_other_not(void **state) /* scenario 19, A4 */
{
    (void)state;
    world_at(&w, CANDIDACY_JURY_READY);
    w.now.deadline = day("2026-11-30");
    world_ask(&w, EVENT_SUBMIT_FILE);
    assert_accepted(world_decide(&w, &decision)); /* by a timely final evaluation */
    w.now.evaluation_count = 1;
    grid(&w.referential, referential_all_subdomains(&w.referential), 0, w.results[0]);
    score(&w, 0);
    assert_refused(world_decide(&w, &decision), REASON_DEADLINE_PASSED);
    w.asked.deadline_day = w.asked.today = day("2026-11-30");
    assert_accepted(world_decide(&w, &decision));
}

static void a_deferral_is_answered_and_comes_back(void **state) /* scenario 39 */
{
    (void)state;
    world_at(&w, CANDIDACY_ON_AGENDA);
    world_ask(&w, EVENT_DEFER);
    w.file.moved_on = day("2026-01-20");
    w.asked.occurred_on = day("2026-02-10");
    assert_accepted(world_decide(&w, &decision));
    assert_date(decision.answer_by, "2026-04-11");
    assert_int_equal(decision.to, CANDIDACY_DEFERRED);
    world_at(&w, CANDIDACY_DEFERRED);
    w.now.deadline = day("2026-03-01"); /* allowed after it: evaluations were in time */
    happens(EVENT_ANSWER_COMPLEMENT, CANDIDACY_SUBMITTED);
}

static void
a_refusal_voids_whole_domains_and_keeps_the_deadline(void **state) /* T23, A25, decision 12 */
{
    (void)state;
    world_at(&w, CANDIDACY_ON_AGENDA);
    happens(EVENT_REFUSE, CANDIDACY_PARTIAL);
    assert_true(decision.voided == referential_subdomains_of(&w.referential, DOMAIN_3));
    assert_int_equal(decision.missing_domains, DOMAIN_3);
    assert_int_equal(decision.voided_after, 2);
    assert_false(date_is_set(decision.deadline));
    w.voidings[0] = (struct voiding){ decision.voided, decision.voided_after };
    w.now.voiding_count = 1;
    assert_int_equal(candidacy_missing_domains(&w.now), DOMAIN_3);
    char statuses[REFERENTIAL_MAX_DOMAINS + 1];
    candidacy_domain_statuses(&w.now, statuses);
    assert_string_equal(statuses, "VVNVVVV");
    w.voidings[0].after_evaluations =
        1; /* the final evaluation came after: its validation counts */
    assert_int_equal(candidacy_missing_domains(&w.now), 0);
    w.now.state = CANDIDACY_ON_AGENDA;
    world_ask(&w, EVENT_REFUSE);
    w.now.deadline = day("2026-11-10"); /* the day of the session, signed weeks later */
    assert_accepted(world_decide(&w, &decision));
    assert_int_equal(decision.to, CANDIDACY_PARTIAL);
    w.now.deadline = day("2026-11-09"); /* the session sat the day after */
    assert_accepted(world_decide(&w, &decision));
    assert_int_equal(decision.to, CANDIDACY_EXPIRED);
}

static void an_annulled_evaluation_no_longer_counts(void **state) /* decision 12 */
{
    (void)state;
    world_at(&w, CANDIDACY_JURY_READY);
    assert_int_equal(candidacy_missing_domains(&w.now), 0);
    w.evaluations[1].is_annulled = true;
    assert_int_equal(candidacy_missing_domains(&w.now), DOMAIN_2 | DOMAIN_3);
    assert_true(candidacy_is_direct_route(&w.now));
    assert_true(
        candidacy_has_evaluator(&w.now, a_person(EVALUATOR))); /* who acted stays an evaluator */
}

static void
a_retest_never_takes_a_validation_away(void **state) /* invariant 7, with RETEST_DOMAIN */
{
    (void)state;
    world_at(&w, CANDIDACY_FINAL_IN_PROGRESS);
    const int s = referential_find_subdomain(&w.referential, "2.1", 3);
    memset(w.results[0] + w.referential.subdomains[s].first_item, 'V', 7);
    score(&w, 0); /* 2.1 was validated before */
    memset(w.results[1] + w.referential.subdomains[s].first_item, 'N', 7);
    world_ask(&w, EVENT_COMPLETE_FINAL);
    assert_accepted(world_decide(&w, &decision));
    assert_int_equal(decision.subdomain_statuses[s], 'N');
    assert_int_equal(decision.missing_domains, 0);
}

static void chosen_domains_narrow_a_final_evaluation(void **state) /* A13 */
{
    (void)state;
    world_at(&w, CANDIDACY_FINAL_READY);
    world_ask(&w, EVENT_START_FINAL);
    w.asked.data.domains = DOMAIN_3;
    assert_accepted(world_decide(&w, &decision));
    assert_true(decision.scope == referential_subdomains_of(&w.referential, DOMAIN_3));
}

static void the_version_is_that_of_the_first_sitting(void **state)
{
    (void)state;
    static struct referential next;
    struct active_referential versions[2];
    const char *shape = "D 1\nD 2\n";
    assert_true(referential_parse(shape, strlen(shape), &next));
    world_at(&w, CANDIDACY_INFORMED);
    world_ask(&w, EVENT_START_PRIOR);
    versions[0] = (struct active_referential){ an_id(VERSION),
                                               &w.referential,
                                               { day("2018-01-01"), day("2026-01-11") } };
    versions[1] =
        (struct active_referential){ an_id(VERSION + 1), &next, { day("2026-01-12"), { 0 } } };
    w.facts.referentials = versions;
    w.facts.referential_count = 2;
    assert_accepted(world_decide(&w, &decision));
    assert_ptr_equal(decision.referential, &next);
    assert_string_equal(decision.results, "--");
    assert_int_equal(decision.missing_domains, 3);
}

static void allowed_events_explain_themselves(void **state)
{
    (void)state;
    struct allowed_event events[CANDIDACY_MAX_ALLOWED_EVENTS];
    world_at(&w, CANDIDACY_PRIOR_IN_PROGRESS);
    w.results[0][item_at(&w.referential, "1.1.1")] = '-';
    int count = world_allowed(&w, "2026-01-20", ACTOR_EVALUATOR, events);
    assert_int_equal(count, 6); /* sittings, results, the end; a day that is put right */
    assert_int_equal(events[4].transition->event, EVENT_COMPLETE_PRIOR);
    assert_false(events[4].is_allowed);
    assert_int_equal(events[4].guards[0].answer, GUARD_NEEDS_DATA);
    assert_int_equal(events[4].guards[5].answer, GUARD_UNMET);
    assert_true(item_set_has(&events[4].guards[5].detail.items, item_at(&w.referential, "1.1.1")));
    assert_int_equal(events[4].guards[6].answer, GUARD_MET);
    count = world_allowed(&w, "2026-01-20", ACTOR_REFERENT, events);
    assert_int_equal(count, 7); /* a sitting more, less or told anew; withdraw, abandon, transfer */
    assert_int_equal(events[5].transition->event, EVENT_TRANSFER);
    assert_false(events[5].is_allowed);
    assert_int_equal(events[5].guards[8].answer, GUARD_UNMET); /* EVALUATION_IN_PROGRESS */
    w.now.state = CANDIDACY_CANCELLED;
    assert_int_equal(world_allowed(&w, "2026-01-20", 0, events), 0);
}

static void no_state_has_more_events_than_the_bound(void **state)
{
    (void)state;
    size_t size;
    const struct transition *table = transitions(&size);
    for (int from = 0; from < CANDIDACY_STATE_COUNT; from++) {
        int count = 0;
        for (size_t i = 0; i < size; i++)
            count += table[i].from == (enum candidacy_state)from;
        assert_in_range(count, 0, CANDIDACY_MAX_ALLOWED_EVENTS);
    }
}

static void an_unset_person_is_nobody(void **state)
{
    (void)state;
    const struct person nobody = { 0 };
    assert_false(person_is_same(nobody, nobody));
    assert_false(person_is_same(nobody, a_person(1)));
    assert_true(
        person_is_same((struct person){ .id = an_id(2), .human_id = an_id(1) }, a_person(1)));
    assert_false(
        person_is_same((struct person){ .id = an_id(1), .human_id = an_id(2) }, a_person(1)));
}

static void names_go_both_ways(void **state)
{
    (void)state;
    for (int i = CANDIDACY_CONTACT; i < CANDIDACY_STATE_COUNT; i++) {
        enum candidacy_state found = CANDIDACY_NONE;
        const char *name = candidacy_state_name((enum candidacy_state)i);
        assert_true(candidacy_state_from_name(name, strlen(name), &found));
        assert_int_equal(found, i);
    }
    for (int i = 0; i < CANDIDACY_EVENT_COUNT; i++) {
        const char *name = candidacy_event_name((enum candidacy_event)i);
        assert_int_equal(name_find(candidacy_event_names, name, strlen(name)), i);
    }
    enum candidacy_state found = CANDIDACY_PARTIAL;
    assert_false(candidacy_state_from_name("NONE", 4, &found));
    assert_false(candidacy_state_from_name("CONTAC", 6, &found));
    assert_false(candidacy_state_from_name("CONTACTS", 8, &found));
    assert_false(candidacy_state_from_name("", 0, &found));
    assert_int_equal(found, CANDIDACY_PARTIAL);
}

/* Whichever was entered last: the evaluations are in no order of their days. */
static void what_is_validated_is_so_from_the_last_completion_that_counts(void **state)
{
    (void)state;
    world_at(&w, CANDIDACY_FINAL_IN_PROGRESS);
    assert_date(candidacy_validated_on(&w.now), "2026-01-14");
    world_at(&w, CANDIDACY_JURY_READY);
    assert_date(candidacy_validated_on(&w.now), "2026-10-11");
    w.evaluations[0].completed_on = day("2026-10-12");
    assert_date(candidacy_validated_on(&w.now), "2026-10-12");
    w.evaluations[0].is_annulled = true;
    assert_date(candidacy_validated_on(&w.now), "2026-10-11");
    w.evaluations[1].is_annulled = true;
    assert_false(date_is_set(candidacy_validated_on(&w.now)));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_direct_route_ends_in_a_certificate),
        cmocka_unit_test(a_partial_result_leads_through_training_to_the_jury),
        cmocka_unit_test(results_are_laid_over_what_was_there),
        cmocka_unit_test(an_incomplete_grid_names_its_criteria),
        cmocka_unit_test(submitting_with_a_missing_subdomain_names_the_domain),
        cmocka_unit_test(the_deadline_day_is_included),
        cmocka_unit_test(timely_sittings_are_entered_until_the_grace_ends),
        cmocka_unit_test(restitution_after_the_deadline_expires_a_failed_final),
        cmocka_unit_test(the_direct_route_must_be_submitted_in_time_and_the_other_not),
        cmocka_unit_test(a_deferral_is_answered_and_comes_back),
        cmocka_unit_test(a_refusal_voids_whole_domains_and_keeps_the_deadline),
        cmocka_unit_test(an_annulled_evaluation_no_longer_counts),
        cmocka_unit_test(a_retest_never_takes_a_validation_away),
        cmocka_unit_test(chosen_domains_narrow_a_final_evaluation),
        cmocka_unit_test(the_version_is_that_of_the_first_sitting),
        cmocka_unit_test(allowed_events_explain_themselves),
        cmocka_unit_test(no_state_has_more_events_than_the_bound),
        cmocka_unit_test(an_unset_person_is_nobody),
        cmocka_unit_test(names_go_both_ways),
        cmocka_unit_test(what_is_validated_is_so_from_the_last_completion_that_counts),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
