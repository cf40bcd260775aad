/* SPDX-License-Identifier: EUPL-1.2 */
/* Every guard of every row, broken one by one: the reason comes, and no other. */
#include "guard_cases.h"

/* T31 is in the table from every live state so that allowed-events explains it; in these the
 * candidate's situation refuses whatever is sent. */
static bool is_never_accepted(const struct transition *row)
{
    return row->event == EVENT_TRANSFER &&
           (row->from == CANDIDACY_ON_AGENDA || row->from == CANDIDACY_PRIOR_IN_PROGRESS ||
            row->from == CANDIDACY_FINAL_IN_PROGRESS);
}

static void every_transition_is_possible(void **state)
{
    (void)state;
    size_t count;
    const struct transition *table = transitions(&count);
    for (size_t i = 0; i < count; i++) {
        if (is_never_accepted(&table[i]))
            continue;
        world_at(&w, table[i].from);
        world_ask(&w, table[i].event);
        const struct outcome outcome = world_decide(&w, &decision);
        if (outcome.count != 0)
            fail_msg("%s from %s: %s", candidacy_event_name(table[i].event),
                     candidacy_state_name(table[i].from),
                     reason_info(outcome.unmet[0].reason)->code);
        assert_ptr_equal(decision.transition, &table[i]);
        assert_in_range(decision.effect_count, 1, TRANSITION_MAX_EFFECTS);
    }
}

static void break_one(enum candidacy_state state, size_t c)
{
    world_at(&w, state);
    world_ask(&w, cases[c].event);
    cases[c].break_it();
    const struct outcome outcome = world_decide(&w, &decision);
    const enum reason expected = guard_info(cases[c].guard)->reason;
    if (outcome.count != 1 || outcome.unmet[0].reason != expected)
        fail_msg("%s from %s: %s expected, %d refusals, first %s",
                 candidacy_event_name(cases[c].event), candidacy_state_name(state),
                 reason_info(expected)->code, outcome.count,
                 outcome.count > 0 ? reason_info(outcome.unmet[0].reason)->code : "none");
}

static void each_guard_broken_alone_gives_its_reason_alone(void **state)
{
    (void)state;
    size_t count;
    const struct transition *table = transitions(&count);
    for (size_t c = 0; c < COUNT(cases); c++) {
        if (cases[c].state != CANDIDACY_EVERY_STATE) {
            break_one(cases[c].state, c);
            continue;
        }
        for (size_t i = 0; i < count; i++)
            if (table[i].event == cases[c].event && !is_never_accepted(&table[i]))
                break_one(table[i].from, c);
    }
}

static void some_transfers_are_refused_whatever_is_sent(void **state)
{
    (void)state;
    static const struct {
        enum candidacy_state state;
        enum reason reason;
    } expected[] = { { CANDIDACY_ON_AGENDA, REASON_FILE_ON_AGENDA },
                     { CANDIDACY_PRIOR_IN_PROGRESS, REASON_EVALUATION_IN_PROGRESS },
                     { CANDIDACY_FINAL_IN_PROGRESS, REASON_EVALUATION_IN_PROGRESS } };
    for (size_t i = 0; i < COUNT(expected); i++) {
        world_at(&w, expected[i].state);
        world_ask(&w, EVENT_TRANSFER);
        w.file.live_session_id = (struct id){ { 0 } }; /* the organism does not see the agenda */
        assert_refused(world_decide(&w, &decision), expected[i].reason);
    }
}

static void no_guard_of_the_table_goes_untested(void **state)
{
    (void)state;
    size_t count;
    const struct transition *table = transitions(&count);
    for (size_t i = 0; i < count; i++)
        for (int g = 0; table[i].guards[g] != GUARD_NONE; g++) {
            bool is_tested = false;
            for (size_t c = 0; c < COUNT(cases); c++)
                is_tested |=
                    (cases[c].state == table[i].from || cases[c].state == CANDIDACY_EVERY_STATE) &&
                    cases[c].event == table[i].event && cases[c].guard == table[i].guards[g];
            if (!is_tested)
                fail_msg("%s of %s from %s", guard_info(table[i].guards[g])->name,
                         candidacy_event_name(table[i].event), candidacy_state_name(table[i].from));
        }
}

static void all_failing_guards_are_told_at_once(void **state)
{
    (void)state;
    world_at(&w, CANDIDACY_PARTIAL);
    world_ask(&w, EVENT_PROPOSE_PATH);
    module_on_validated();
    training_not_allowed();
    trainer_evaluated();
    path_too_long();
    const struct outcome outcome = world_decide(&w, &decision);
    assert_int_equal(outcome.count, 4);
    assert_int_equal(outcome.unmet[0].reason, REASON_PATH_DOMAIN_ALREADY_VALIDATED);
    assert_int_equal(outcome.unmet[0].detail.modules, 1 << 2);
    assert_int_equal(outcome.unmet[0].detail.domains, 1 << 0);
    assert_int_equal(outcome.unmet[1].reason, REASON_TRAINING_ORGANISM_NOT_ALLOWED);
    assert_int_equal(outcome.unmet[2].reason, REASON_TRAINER_IS_EVALUATOR);
    assert_int_equal(outcome.unmet[2].detail.modules, 1 << 1);
    assert_int_equal(outcome.unmet[3].reason, REASON_PATH_BEYOND_DEADLINE);
    assert_date(outcome.unmet[3].detail.limit, "2031-01-14");
}

static void a_refusal_leaves_the_decision_alone(void **state)
{
    (void)state;
    world_at(&w, CANDIDACY_PARTIAL);
    world_ask(&w, EVENT_PROPOSE_PATH);
    no_modules();
    memset(&decision, 0x5a, sizeof decision);
    struct decision before = decision;
    assert_int_equal(world_decide(&w, &decision).count, 1);
    assert_memory_equal(&before, &decision, sizeof decision);
}

static void what_happened_elsewhere_is_not_told_before_consent(void **state)
{
    (void)state;
    world_at(&w, CANDIDACY_CONTACT);
    world_ask(&w, EVENT_RECORD_INFORMATION);
    no_consent();
    live_elsewhere();
    certified();
    assert_refused(world_decide(&w, &decision), REASON_CONSENT_MISSING);
    struct allowed_event events[CANDIDACY_MAX_ALLOWED_EVENTS];
    assert_int_equal(world_allowed(&w, "2026-02-01", 0, events), 8);
    for (int g = 0; g < events[0].guard_count; g++)
        assert_int_not_equal(events[0].guards[g].answer, GUARD_UNMET);
}

static void one_human_is_one_person_whatever_the_account(void **state) /* scenario 23 */
{
    (void)state;
    world_at(&w, CANDIDACY_PARTIAL);
    world_ask(&w, EVENT_PROPOSE_PATH);
    const struct person second_account = { .id = an_id(555), .human_id = an_id(EVALUATOR) };
    w.affiliations[4] = (struct affiliation){
        second_account, an_id(TRAINING_ORG), AFFILIATION_TRAINER, { day("2020-01-01"), { 0 } }
    };
    w.proposed[0].trainer = second_account;
    assert_refused(world_decide(&w, &decision), REASON_TRAINER_IS_EVALUATOR);
    world_at(&w, CANDIDACY_FINAL_READY);
    world_ask(&w, EVENT_START_FINAL);
    w.trainers[0] = second_account;
    assert_refused(world_decide(&w, &decision), REASON_EVALUATOR_IS_TRAINER);
}

static void one_organism_may_evaluate_and_train_by_different_persons(void **state) /* scenario 25 */
{
    (void)state;
    world_at(&w, CANDIDACY_PARTIAL);
    world_ask(&w, EVENT_PROPOSE_PATH);
    w.habilitations[1].org_id = an_id(ORG);
    w.affiliations[2].org_id = an_id(ORG);
    w.proposed[0].training_org_id = w.proposed[1].training_org_id = an_id(ORG);
    assert_accepted(world_decide(&w, &decision));
}

static void an_act_is_judged_on_its_date(void **state) /* scenario 33 and A29 */
{
    (void)state;
    world_at(&w, CANDIDACY_INFORMED);
    w.now.contact_on = w.now.information_on = day("2025-12-01");
    world_ask(&w, EVENT_START_PRIOR);
    w.habilitations[0].spell = (struct spell){ day("2023-01-01"), day("2025-12-31") };
    w.asked.data.sitting_date = day("2026-01-05");
    assert_refused(world_decide(&w, &decision), REASON_ORGANISM_NOT_HABILITATED);
    w.asked.data.sitting_date = day("2025-12-31");
    w.asked.occurred_on = w.asked.deadline_day = w.asked.today = day("2026-01-03");
    assert_accepted(world_decide(&w, &decision));
    w.suspension = (struct spell){ day("2025-12-31"), { 0 } };
    w.habilitations[0].suspensions = &w.suspension;
    w.habilitations[0].suspension_count = 1;
    assert_refused(world_decide(&w, &decision), REASON_ORGANISM_NOT_HABILITATED);
    w.asked.data.sitting_date = day("2025-12-30");
    assert_accepted(world_decide(&w, &decision));
    w.habilitations[2] = (struct habilitation){ .org_id = an_id(ORG),
                                                .activity = ACTIVITY_EVALUATION,
                                                .spell = { day("2020-01-01"), { 0 } } };
    w.facts.habilitation_count = 3; /* through its network (A28) */
    w.asked.data.sitting_date = day("2025-12-31");
    assert_accepted(world_decide(&w, &decision));
}

static void quality_certificates_replace_habilitations_from_their_day(void **state) /* A27 */
{
    (void)state;
    world_at(&w, CANDIDACY_PARTIAL);
    world_ask(&w, EVENT_PROPOSE_PATH);
    w.policy.training_rule = TRAINING_BY_QUALITY_CERTIFICATE;
    w.policy.training_quality_from = day("2026-02-01");
    assert_refused(world_decide(&w, &decision), REASON_TRAINING_ORGANISM_NOT_ALLOWED);
    w.policy.training_quality_from = day("2026-02-02"); /* the modules start the day before */
    assert_accepted(world_decide(&w, &decision));
    w.policy.training_quality_from = day("2019-07-01");
    w.habilitations[1].activity = ACTIVITY_TRAINING_QUALITY;
    assert_accepted(world_decide(&w, &decision));
}

/* What is lacking is named: what the day of each module asks for, each once. */
static void a_refusal_to_train_names_what_is_needed(void **state) /* A27 */
{
    (void)state;
    static const struct {
        const char *from, *names[2];
        size_t count;
    } days[] = {
        { "2026-02-03", { "HABILITATION" }, 1 },
        { "2026-02-02", { "HABILITATION", "QUALITY_CERTIFICATE" }, 2 },
        { "2026-02-01", { "QUALITY_CERTIFICATE" }, 1 },
    };
    for (size_t i = 0; i < sizeof days / sizeof days[0]; i++) {
        world_at(&w, CANDIDACY_PARTIAL);
        world_ask(&w, EVENT_PROPOSE_PATH);
        w.proposed[0].planned_start = day("2026-02-01");
        w.proposed[1].planned_start = day("2026-02-02");
        w.facts.habilitation_count = 1; /* to evaluate */
        w.policy.training_rule = TRAINING_BY_QUALITY_CERTIFICATE;
        w.policy.training_quality_from = day(days[i].from);
        const struct outcome outcome = world_decide(&w, &decision);
        assert_refused(outcome, REASON_TRAINING_ORGANISM_NOT_ALLOWED);
        const struct reason_detail *detail = &outcome.unmet[0].detail;
        assert_int_equal(detail->modules, 3);
        assert_int_equal(detail->name_count, days[i].count);
        for (size_t k = 0; k < days[i].count; k++)
            assert_string_equal(detail->names[k], days[i].names[k]);
    }
}

static void the_candidate_accepts_without_proof(void **state)
{
    (void)state;
    world_at(&w, CANDIDACY_PATH_PROPOSED);
    world_ask(&w, EVENT_ACCEPT_PATH);
    no_proof();
    w.asked.actors = ACTOR_CANDIDATE;
    assert_accepted(world_decide(&w, &decision));
}

static void a_path_need_not_cover_the_gaps_when_the_policy_says_so(void **state) /* A13 */
{
    (void)state;
    world_at(&w, CANDIDACY_PARTIAL);
    world_ask(&w, EVENT_PROPOSE_PATH);
    module_forgotten();
    w.policy.path_must_cover_gaps = false;
    assert_accepted(world_decide(&w, &decision));
    world_at(&w, CANDIDACY_IN_TRAINING);
    world_ask(&w, EVENT_CLOSE_PATH);
    all_waived();
    w.policy.whole_path_may_be_waived = true; /* A11 */
    assert_accepted(world_decide(&w, &decision));
}

static void a_cancelled_session_frees_its_files_whatever_its_state(void **state) /* T20 */
{
    (void)state;
    world_at(&w, CANDIDACY_ON_AGENDA);
    world_ask(&w, EVENT_REMOVE_FROM_AGENDA);
    w.session.state = SESSION_CLOSED;
    w.asked.data.is_session_effect = true;
    assert_accepted(world_decide(&w, &decision));
    assert_int_equal(decision.to, CANDIDACY_SUBMITTED);
}

/* Each has its own day (decision 38): here it is the day after the deadline, there it is not over.
 */
static void deadlines_are_compared_with_their_own_day(void **state)
{
    static const struct {
        enum candidacy_state state;
        enum candidacy_event event;
        const char *last_day;
        bool is_in_time; /* accepted on the last day, refused after it; the sweep: the other way */
    } deadlines[] = { { CANDIDACY_PATH_PROPOSED, EVENT_ACCEPT_PATH, "2031-01-14", true },
                      { CANDIDACY_ABANDONED, EVENT_RESUME, "2031-01-14", true },
                      { CANDIDACY_FINAL_IN_PROGRESS, EVENT_RECORD_RESULTS, "2031-02-13", true },
                      { CANDIDACY_PARTIAL, EVENT_EXPIRE, "2031-01-14", false },
                      { CANDIDACY_FINAL_IN_PROGRESS, EVENT_EXPIRE, "2031-02-13", false } };
    (void)state;
    for (size_t i = 0; i < COUNT(deadlines); i++) {
        world_at(&w, deadlines[i].state);
        world_ask(&w, deadlines[i].event);
        w.asked.today = date_add_days(day(deadlines[i].last_day), 1);
        w.asked.deadline_day = day(deadlines[i].last_day);
        struct outcome outcome = world_decide(&w, &decision);
        assert_int_equal(outcome_is_accepted(&outcome), deadlines[i].is_in_time);
        w.asked.deadline_day = w.asked.today;
        w.asked.today = day(deadlines[i].last_day);
        outcome = world_decide(&w, &decision);
        assert_int_equal(outcome_is_accepted(&outcome), !deadlines[i].is_in_time);
    }
}

/* T16: what is given back on the last day leads on, where that day is not over. */
static void a_restitution_is_in_time_by_the_day_of_the_deadline(void **state)
{
    (void)state;
    world_at(&w, CANDIDACY_FINAL_COMPLETED);
    final_failed();
    world_ask(&w, EVENT_RECORD_RESTITUTION);
    w.asked.today = day("2031-01-15");
    w.asked.deadline_day = day("2031-01-14");
    assert_accepted(world_decide(&w, &decision));
    assert_int_equal(decision.to, CANDIDACY_PARTIAL);
    w.asked.deadline_day = day("2031-01-15");
    assert_accepted(world_decide(&w, &decision));
    assert_int_equal(decision.to, CANDIDACY_EXPIRED);
}

/* Invariant 19: whatever an event speaks of. */
static void nothing_that_an_event_tells_precedes_the_contact(void **state)
{
    (void)state;
    const struct date contact = day("2026-01-02"), early = day("2026-01-01");
    struct date *const told[] = { &w.asked.occurred_on, &w.asked.data.sitting_date,
                                  &w.asked.data.written_on, &w.asked.data.planned_start };
    for (size_t i = 0; i < COUNT(told); i++) {
        struct outcome outcome;
        world_at(&w, CANDIDACY_CONTACT);
        world_ask(&w, EVENT_RECORD_INFORMATION);
        *told[i] = contact;
        outcome = world_decide(&w, &decision);
        assert_false(outcome_has(&outcome, REASON_BEFORE_CONTACT));
        *told[i] = early;
        outcome = world_decide(&w, &decision);
        assert_true(outcome_has(&outcome, REASON_BEFORE_CONTACT));
    }
    world_at(&w, CANDIDACY_PARTIAL);
    world_ask(&w, EVENT_PROPOSE_PATH);
    w.proposed[1].planned_start = early;
    assert_refused(world_decide(&w, &decision), REASON_BEFORE_CONTACT);
}

static void what_was_written_was_written_by_today(void **state)
{
    (void)state;
    static const enum candidacy_event events[] = { EVENT_ABANDON, EVENT_WITHDRAW };
    for (size_t i = 0; i < COUNT(events); i++) {
        world_at(&w, CANDIDACY_INFORMED);
        world_ask(&w, events[i]);
        w.asked.data.written_on = date_add_days(w.asked.today, 1);
        assert_refused(world_decide(&w, &decision), REASON_DATE_IN_FUTURE);
    }
}

/* Decision 37: the counsellor may say that somebody alike is another person. */
static void somebody_alike_may_be_another_person(void **state)
{
    (void)state;
    world_at(&w, CANDIDACY_CONTACT);
    world_ask(&w, EVENT_RECORD_INFORMATION);
    w.facts.own.alike_count = 1;
    assert_refused(world_decide(&w, &decision), REASON_POSSIBLE_DUPLICATE);
    w.asked.data.is_distinct = true;
    assert_accepted(world_decide(&w, &decision));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_transition_is_possible),
        cmocka_unit_test(each_guard_broken_alone_gives_its_reason_alone),
        cmocka_unit_test(some_transfers_are_refused_whatever_is_sent),
        cmocka_unit_test(no_guard_of_the_table_goes_untested),
        cmocka_unit_test(all_failing_guards_are_told_at_once),
        cmocka_unit_test(a_refusal_leaves_the_decision_alone),
        cmocka_unit_test(what_happened_elsewhere_is_not_told_before_consent),
        cmocka_unit_test(one_human_is_one_person_whatever_the_account),
        cmocka_unit_test(one_organism_may_evaluate_and_train_by_different_persons),
        cmocka_unit_test(an_act_is_judged_on_its_date),
        cmocka_unit_test(quality_certificates_replace_habilitations_from_their_day),
        cmocka_unit_test(a_refusal_to_train_names_what_is_needed),
        cmocka_unit_test(the_candidate_accepts_without_proof),
        cmocka_unit_test(a_path_need_not_cover_the_gaps_when_the_policy_says_so),
        cmocka_unit_test(a_cancelled_session_frees_its_files_whatever_its_state),
        cmocka_unit_test(deadlines_are_compared_with_their_own_day),
        cmocka_unit_test(a_restitution_is_in_time_by_the_day_of_the_deadline),
        cmocka_unit_test(nothing_that_an_event_tells_precedes_the_contact),
        cmocka_unit_test(what_was_written_was_written_by_today),
        cmocka_unit_test(somebody_alike_may_be_another_person),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
