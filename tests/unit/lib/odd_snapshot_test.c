/* SPDX-License-Identifier: EUPL-1.2 */
/* Snapshots that the database never holds: each guard still answers, and decides by each of its
 * conditions alone. */
#include "fixture.h"

static struct world w;
static struct decision decision;
static struct reason_detail detail;

static bool holds(enum guard guard)
{
    const struct exact_world *exact = world_exact(&w);
    return guard_holds(guard, &exact->now, &exact->asked, &w.policy, &detail);
}

static void at(enum candidacy_state state, enum candidacy_event event)
{
    world_at(&w, state);
    world_ask(&w, event);
}

static void without_an_evaluation_nothing_was_done_too_early(void **state)
{
    (void)state;
    at(CANDIDACY_INFORMED, EVENT_ADD_SITTING);
    assert_true(holds(GUARD_SITTING_TO_COME));
    assert_true(holds(GUARD_DATE_BEFORE_PREVIOUS_ACT));
    assert_true(holds(GUARD_RESULT_BEFORE_SITTING));
    assert_true(holds(GUARD_CRITERION_OUT_OF_SCOPE));
    assert_true(holds(GUARD_RESTITUTION_BEFORE_EVALUATION));
    assert_true(holds(GUARD_SITTINGS_TOO_MANY));
    w.asked.event = EVENT_PROPOSE_PATH;
    assert_true(holds(GUARD_DATE_BEFORE_PREVIOUS_ACT));
    w.asked.event = EVENT_WITHDRAW; /* an act without order */
    assert_true(holds(GUARD_DATE_BEFORE_PREVIOUS_ACT));
}

static void without_an_evaluation_nothing_is_complete_or_assigned(void **state)
{
    (void)state;
    at(CANDIDACY_INFORMED, EVENT_ADD_SITTING);
    assert_false(holds(GUARD_GRID_INCOMPLETE));
    assert_false(holds(GUARD_NO_SITTING));
    assert_false(holds(GUARD_NOT_ASSIGNED_EVALUATOR));
    assert_true(holds(GUARD_EVALUATION_IN_PROGRESS));
}

static void an_evaluation_without_any_result_misses_its_whole_scope(void **state)
{
    (void)state;
    at(CANDIDACY_FINAL_IN_PROGRESS, EVENT_COMPLETE_FINAL);
    w.evaluations[1].results = NULL;
    assert_false(holds(GUARD_GRID_INCOMPLETE));
    const struct item_set expected = referential_items_of(&w.referential, w.evaluations[1].scope);
    assert_memory_equal(&detail.items, &expected, sizeof expected);
}

static void without_a_path_nothing_is_closed_or_out_of_order(void **state)
{
    (void)state;
    static const enum candidacy_event events[] = {
        EVENT_ACCEPT_PATH,  EVENT_DECLINE_PATH,   EVENT_RECORD_ATTENDANCE, EVENT_CORRECT_ATTENDANCE,
        EVENT_CLOSE_MODULE, EVENT_CHANGE_TRAINER, EVENT_CLOSE_PATH,        EVENT_INTERRUPT_PATH
    };
    for (size_t i = 0; i < COUNT(events); i++) {
        at(CANDIDACY_PARTIAL, events[i]);
        assert_true(holds(GUARD_DATE_BEFORE_PREVIOUS_ACT));
    }
    assert_false(holds(GUARD_MODULES_OPEN));
    assert_false(holds(GUARD_PATH_NOT_CLOSED));
    assert_false(holds(GUARD_MODULE_NOT_IN_PATH));
    assert_true(holds(GUARD_MODULE_CLOSED));
    assert_true(holds(GUARD_PATH_WHOLLY_WAIVED));
    assert_true(holds(GUARD_FINAL_BEFORE_TRAINING_END));
    w.asked.event = EVENT_CHANGE_TRAINER;
    assert_true(holds(GUARD_TRAINER_NOT_AFFILIATED)); /* MODULE_NOT_IN_PATH says it */
    assert_true(holds(GUARD_TRAINER_IS_EVALUATOR));
    w.asked.event = EVENT_REOPEN_PATH;
    assert_false(holds(GUARD_PATH_NOT_DECLINED));
    assert_true(holds(GUARD_TRAINER_IS_EVALUATOR)); /* PATH_NOT_DECLINED says it */
}

/* Whoever comes is another than nobody. */
static void a_module_without_a_trainer_is_given_one(void **state)
{
    (void)state;
    at(CANDIDACY_IN_TRAINING, EVENT_CHANGE_TRAINER);
    w.asked.data.trainer = w.modules[0].trainer;
    assert_false(holds(GUARD_NOTHING_CHANGED));
    w.asked.data.trainer = w.modules[0].trainer = (struct person){ 0 };
    assert_true(holds(GUARD_NOTHING_CHANGED)); /* that one is named, the shape of the act asks */
}

/* A38: on the day that is told, else on the day as it stands. */
static void who_gave_results_back_was_affiliated_that_day(void **state)
{
    (void)state;
    at(CANDIDACY_PARTIAL, EVENT_CORRECT_RESTITUTION);
    w.affiliations[1].spell.to = w.evaluations[0].restituted_on;
    w.asked.data.evaluator = a_person(EVALUATOR);
    assert_true(holds(GUARD_PERSON_NOT_AFFILIATED));
    w.asked.data.given_on = date_add_days(w.evaluations[0].restituted_on, 1);
    assert_false(holds(GUARD_PERSON_NOT_AFFILIATED));
    w.asked.data.given_on = (struct date){ 0 };
    w.asked.data.evaluation_id = an_id(999); /* EVALUATION_NOT_RESTITUTED says it, too */
    assert_false(holds(GUARD_PERSON_NOT_AFFILIATED));
}

static void without_a_file_no_verdict_is_too_early(void **state)
{
    (void)state;
    static const enum candidacy_event events[] = { EVENT_CERTIFY, EVENT_DEFER, EVENT_REFUSE };
    for (size_t i = 0; i < COUNT(events); i++) {
        at(CANDIDACY_JURY_READY, events[i]);
        assert_true(holds(GUARD_DATE_BEFORE_PREVIOUS_ACT));
    }
    assert_true(holds(GUARD_FILE_ALREADY_ON_AGENDA));
    assert_false(holds(GUARD_SESSION_NOT_OF_COMMISSION));
}

static void on_an_agenda_without_a_file_no_session_is_named(void **state)
{
    (void)state;
    at(CANDIDACY_ON_AGENDA, EVENT_PUT_ON_AGENDA);
    w.now.file = NULL;
    const struct outcome outcome = world_decide(&w, &decision);
    assert_int_equal(outcome.unmet[0].reason, REASON_FILE_ALREADY_ON_AGENDA);
    assert_false(id_is_set(outcome.unmet[0].detail.id));
}

/* T29: there is nothing that a session could hold. */
static void without_a_file_no_agenda_is_locked(void **state)
{
    (void)state;
    at(CANDIDACY_ON_AGENDA, EVENT_CANCEL);
    w.now.file = NULL;
    assert_true(holds(GUARD_AGENDA_LOCKED));
}

static void without_a_session_only_the_lock_and_the_opening_are_told(void **state)
{
    (void)state;
    at(CANDIDACY_ON_AGENDA, EVENT_CERTIFY);
    w.facts.session = NULL;
    assert_false(holds(GUARD_SESSION_LOCKED));
    assert_false(holds(GUARD_SESSION_NOT_OPEN));
    assert_true(holds(GUARD_SESSION_NOT_OF_COMMISSION));
    assert_true(holds(GUARD_SESSION_FULL));
    assert_true(holds(GUARD_PARITY_BROKEN));
    assert_true(holds(GUARD_QUORUM_NOT_MET));
    assert_true(holds(GUARD_JUROR_NOT_INDEPENDENT));
    assert_true(holds(GUARD_NO_MAJORITY));
}

static void a_session_is_full_at_its_capacity(void **state)
{
    (void)state;
    at(CANDIDACY_SUBMITTED, EVENT_PUT_ON_AGENDA);
    w.session.capacity = 3;
    w.session.agenda_count = 2;
    assert_true(holds(GUARD_SESSION_FULL));
    w.session.agenda_count = 3;
    assert_false(holds(GUARD_SESSION_FULL));
    assert_int_equal(detail.expected, 3);
    assert_int_equal(detail.found, 3);
    w.session.capacity = 0; /* no limit */
    assert_true(holds(GUARD_SESSION_FULL));
}

static void votes_are_decided_in_an_open_or_a_closed_session(void **state)
{
    (void)state;
    at(CANDIDACY_ON_AGENDA, EVENT_CERTIFY);
    for (int i = 0; i < SESSION_STATE_COUNT; i++) {
        w.session.state = (enum session_state)i;
        assert_int_equal(holds(GUARD_SESSION_NOT_OPEN), i == SESSION_OPEN || i == SESSION_CLOSED);
        assert_int_equal(holds(GUARD_SESSION_LOCKED),
                         i == SESSION_PLANNED || i == SESSION_CONVENED);
    }
}

static void a_commission_is_named_and_competent(void **state)
{
    (void)state;
    at(CANDIDACY_JURY_READY, EVENT_SUBMIT_FILE);
    assert_true(holds(GUARD_COMMISSION_NOT_COMPETENT));
    assert_true(id_equals(detail.id, an_id(COMMISSION)));
    w.asked.data.commission_id = (struct id){ { 0 } };
    assert_false(holds(GUARD_COMMISSION_NOT_COMPETENT));
    assert_int_equal(detail.name_count, 0);
    w.facts.is_region_missing = true; /* nobody said where the candidate lives */
    assert_false(holds(GUARD_COMMISSION_NOT_COMPETENT));
    assert_int_equal(detail.name_count, 1);
    assert_string_equal(detail.names[0], "region");
}

static void information_must_be_there(void **state)
{
    (void)state;
    at(CANDIDACY_INFORMED, EVENT_START_PRIOR);
    w.now.information_on = (struct date){ 0 };
    assert_false(holds(GUARD_INFORMATION_REQUIRED));
    w.now.information_on = day("2026-01-12"); /* the day of the sitting */
    assert_true(holds(GUARD_INFORMATION_REQUIRED));
    w.asked.data.sitting_date = (struct date){ 0 }; /* no date to compare */
    assert_true(holds(GUARD_INFORMATION_REQUIRED));
}

static void an_unset_deadline_never_ends_a_grace(void **state)
{
    (void)state;
    at(CANDIDACY_FINAL_IN_PROGRESS, EVENT_EXPIRE);
    assert_true(holds(GUARD_GRACE_NOT_PASSED));
    w.now.deadline = (struct date){ 0 };
    assert_false(holds(GUARD_GRACE_NOT_PASSED));
}

static void the_first_sitting_of_the_evaluator_counts(void **state)
{
    (void)state;
    at(CANDIDACY_PRIOR_IN_PROGRESS, EVENT_RECORD_RESULTS);
    w.sittings[0][0] = a_sitting("2026-01-14", EVALUATOR);
    w.sittings[0][1] = a_sitting("2026-01-12", EVALUATOR); /* entered out of order */
    w.asked.occurred_on = day("2026-01-12");
    assert_true(holds(GUARD_RESULT_BEFORE_SITTING));
    w.asked.occurred_on = day("2026-01-11");
    assert_false(holds(GUARD_RESULT_BEFORE_SITTING));
    assert_date(detail.date, "2026-01-11");
    assert_date(detail.limit, "2026-01-12");
    w.sittings[0][1].evaluator = a_person(OTHER_EVALUATOR);
    w.asked.occurred_on = day("2026-01-13");
    assert_false(holds(GUARD_RESULT_BEFORE_SITTING));
}

static void a_criterion_beyond_the_version_is_none_of_it(void **state)
{
    (void)state;
    at(CANDIDACY_PRIOR_IN_PROGRESS, EVENT_RECORD_RESULTS);
    assert_true(holds(GUARD_CRITERION_NOT_IN_REFERENTIAL));
    w.graded[1].item = w.referential.item_count - 1;
    assert_true(holds(GUARD_CRITERION_NOT_IN_REFERENTIAL));
    w.graded[1].item = w.referential.item_count;
    assert_false(holds(GUARD_CRITERION_NOT_IN_REFERENTIAL));
    w.evaluations[0].scope = 1; /* item 107 is nowhere: not out of scope either */
    w.graded[0].item = 0;
    assert_true(holds(GUARD_CRITERION_OUT_OF_SCOPE));
    w.graded[1].item = w.referential.item_count - 1;
    assert_false(holds(GUARD_CRITERION_OUT_OF_SCOPE));
    assert_true(item_set_has(&detail.items, w.referential.item_count - 1));
    assert_int_equal(item_set_count(&detail.items), 1);
}

static void a_module_on_no_domain_is_not_on_a_missing_one(void **state)
{
    (void)state;
    static const int domains[] = { -1, REFERENTIAL_MAX_DOMAINS, 0 };
    for (size_t i = 0; i < COUNT(domains); i++) {
        at(CANDIDACY_PARTIAL, EVENT_PROPOSE_PATH);
        w.proposed[2] = w.proposed[0];
        w.proposed[2].domain = domains[i];
        w.asked.data.module_count = 3;
        assert_false(holds(GUARD_PATH_DOMAIN_ALREADY_VALIDATED));
        assert_int_equal(detail.modules, 1 << 2);
        assert_int_equal(detail.domains, domains[i] == 0 ? 1 : 0);
        assert_true(holds(GUARD_PATH_INCOMPLETE));
    }
}

static void each_module_of_a_path_begins_in_the_cycle(void **state)
{
    (void)state;
    for (int i = 0; i < 2; i++) {
        at(CANDIDACY_PARTIAL, EVENT_PROPOSE_PATH);
        w.proposed[i].planned_start = w.now.contact_on;
        assert_true(holds(GUARD_BEFORE_CONTACT));
        w.proposed[i].planned_start = date_add_days(w.now.contact_on, -1);
        assert_false(holds(GUARD_BEFORE_CONTACT));
    }
}

static void a_path_ends_with_each_of_its_modules(void **state)
{
    (void)state;
    at(CANDIDACY_PARTIAL, EVENT_PROPOSE_PATH);
    w.proposed[1].planned_end = day("2031-01-14"); /* the last day */
    w.asked.data.planned_end = day("2031-01-14");
    assert_true(holds(GUARD_PATH_BEYOND_DEADLINE));
    w.proposed[1].planned_end = day("2031-01-15");
    assert_false(holds(GUARD_PATH_BEYOND_DEADLINE));
    assert_int_equal(detail.modules, 1 << 1);
    w.proposed[1].planned_end = day("2031-01-14");
    w.asked.data.planned_end = day("2031-01-15");
    assert_false(holds(GUARD_PATH_BEYOND_DEADLINE));
    assert_int_equal(detail.modules, 0);
}

/* A set shows the first ones; the others are judged all the same. */
static void every_module_is_looked_at_however_many(void **state)
{
    (void)state;
    enum { MANY = PATH_MAX_MODULES + 2 };
    static struct proposed_module proposed[MANY];
    static struct module modules[MANY];
    at(CANDIDACY_PARTIAL, EVENT_PROPOSE_PATH);
    for (int i = 0; i < MANY; i++)
        proposed[i] = w.proposed[i % 2];
    w.asked.data.modules = proposed;
    w.asked.data.module_count = MANY;
    assert_accepted(world_decide(&w, &decision));
    assert_int_equal(decision.effects[2].count, MANY);
    proposed[MANY - 1].trainer = a_person(EVALUATOR);
    assert_false(holds(GUARD_TRAINER_IS_EVALUATOR));
    assert_true(detail.modules == UINT64_C(1) << (PATH_MAX_MODULES - 1));
    at(CANDIDACY_IN_TRAINING, EVENT_CLOSE_PATH);
    for (int i = 0; i < MANY; i++)
        modules[i] = (struct module){ .id = an_id(500 + i), .status = MODULE_WAIVED };
    modules[MANY - 1].status = MODULE_OPEN;
    w.path.modules = modules;
    w.path.module_count = MANY;
    assert_false(holds(GUARD_MODULES_OPEN));
    modules[MANY - 1].status = MODULE_WAIVED;
    assert_true(holds(GUARD_MODULES_OPEN));
    assert_false(holds(GUARD_PATH_WHOLLY_WAIVED));
    modules[MANY - 1].status = MODULE_DONE;
    assert_true(holds(GUARD_PATH_WHOLLY_WAIVED));
}

static void modules_still_open_are_named_with_their_domains(void **state)
{
    (void)state;
    at(CANDIDACY_IN_TRAINING, EVENT_CLOSE_PATH);
    w.modules[1].status = MODULE_OPEN;
    assert_false(holds(GUARD_MODULES_OPEN));
    assert_int_equal(detail.modules, 1 << 1);
    assert_int_equal(detail.domains, 1 << 2);
    w.modules[0].status = MODULE_WAIVED;
    w.modules[1].status = MODULE_DONE;
    assert_true(holds(GUARD_MODULES_OPEN));
    assert_true(holds(GUARD_PATH_WHOLLY_WAIVED));
}

static void a_waiver_with_a_reason_is_one(void **state)
{
    (void)state;
    at(CANDIDACY_IN_TRAINING, EVENT_CLOSE_MODULE);
    w.asked.data.module_status = MODULE_WAIVED;
    assert_false(holds(GUARD_WAIVER_REASON_REQUIRED));
    w.asked.data.has_reason = true;
    assert_true(holds(GUARD_WAIVER_REASON_REQUIRED));
}

static void a_module_without_trainer_or_start_is_judged_on_the_day_of_the_proposal(void **state)
{
    (void)state;
    at(CANDIDACY_PARTIAL, EVENT_PROPOSE_PATH);
    w.proposed[0].trainer = (struct person){ 0 };
    w.proposed[1].planned_start = (struct date){ 0 };
    w.affiliations[2].spell.to = day("2026-01-20"); /* the day of the proposal */
    w.habilitations[1].spell.to = day("2026-01-20");
    assert_true(holds(GUARD_TRAINER_NOT_AFFILIATED));
    assert_false(holds(GUARD_TRAINING_ORGANISM_NOT_ALLOWED)); /* the other module starts later */
    assert_int_equal(detail.modules, 1 << 0);
    assert_date(detail.date, "2026-02-01");
    w.affiliations[2].spell.to = day("2026-01-19");
    assert_false(holds(GUARD_TRAINER_NOT_AFFILIATED));
    assert_int_equal(detail.modules, 1 << 1);
    assert_date(detail.date, "2026-01-20");
}

static void no_guard_and_the_count_of_guards_object_to_nothing(void **state)
{
    (void)state;
    at(CANDIDACY_NONE, EVENT_OPEN_CONTACT);
    assert_true(holds(GUARD_NONE));
    assert_true(holds(GUARD_COUNT));
    assert_true(holds((enum guard)(GUARD_COUNT + 1)));
}

static void a_sitting_still_to_come_was_not_held(void **state)
{
    (void)state;
    at(CANDIDACY_PRIOR_IN_PROGRESS, EVENT_COMPLETE_PRIOR);
    w.asked.deadline_day = w.asked.today = day("2026-01-11");
    assert_false(holds(GUARD_NO_SITTING));
    w.asked.deadline_day = w.asked.today = day("2026-01-12");
    assert_true(holds(GUARD_NO_SITTING));
    w.sittings[0][0].date = day("2026-01-20"); /* the last one is entered first */
    assert_date(evaluation_last_sitting(&w.evaluations[0]), "2026-01-20");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(without_an_evaluation_nothing_was_done_too_early),
        cmocka_unit_test(without_an_evaluation_nothing_is_complete_or_assigned),
        cmocka_unit_test(an_evaluation_without_any_result_misses_its_whole_scope),
        cmocka_unit_test(without_a_path_nothing_is_closed_or_out_of_order),
        cmocka_unit_test(a_module_without_a_trainer_is_given_one),
        cmocka_unit_test(who_gave_results_back_was_affiliated_that_day),
        cmocka_unit_test(without_a_file_no_verdict_is_too_early),
        cmocka_unit_test(on_an_agenda_without_a_file_no_session_is_named),
        cmocka_unit_test(without_a_file_no_agenda_is_locked),
        cmocka_unit_test(without_a_session_only_the_lock_and_the_opening_are_told),
        cmocka_unit_test(a_session_is_full_at_its_capacity),
        cmocka_unit_test(votes_are_decided_in_an_open_or_a_closed_session),
        cmocka_unit_test(a_commission_is_named_and_competent),
        cmocka_unit_test(information_must_be_there),
        cmocka_unit_test(an_unset_deadline_never_ends_a_grace),
        cmocka_unit_test(the_first_sitting_of_the_evaluator_counts),
        cmocka_unit_test(a_criterion_beyond_the_version_is_none_of_it),
        cmocka_unit_test(a_module_on_no_domain_is_not_on_a_missing_one),
        cmocka_unit_test(each_module_of_a_path_begins_in_the_cycle),
        cmocka_unit_test(a_path_ends_with_each_of_its_modules),
        cmocka_unit_test(every_module_is_looked_at_however_many),
        cmocka_unit_test(modules_still_open_are_named_with_their_domains),
        cmocka_unit_test(a_waiver_with_a_reason_is_one),
        cmocka_unit_test(a_module_without_trainer_or_start_is_judged_on_the_day_of_the_proposal),
        cmocka_unit_test(no_guard_and_the_count_of_guards_object_to_nothing),
        cmocka_unit_test(a_sitting_still_to_come_was_not_held),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
