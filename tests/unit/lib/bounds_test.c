/* SPDX-License-Identifier: EUPL-1.2 */
/* As large as can be: nothing is cut, nothing is read or written beyond the end. The sanitizers of
 * every build watch. */
#include "fixture.h"

#include "session_machine.h"

enum {
    DOMAINS = REFERENTIAL_MAX_DOMAINS,
    SUBDOMAINS = REFERENTIAL_MAX_SUBDOMAINS,
    ITEMS = REFERENTIAL_MAX_ITEMS,
    LAST_DOMAIN = DOMAINS - 1,
    LAST_SUBDOMAIN = SUBDOMAINS - 1
};

static struct world w;
static struct decision decision;

/* Every bound reached: 16 domains of 4 sub-domains of 4 criteria, all of which must be validated.
 */
static void largest(struct referential *referential)
{
    char code[40];
    referential_init(referential);
    for (int d = 0; d < DOMAINS; d++) {
        snprintf(code, sizeof code, "%d", d + 1);
        assert_true(referential_add_domain(referential, code, strlen(code)));
        for (int s = 0; s < SUBDOMAINS / DOMAINS; s++) {
            snprintf(code, sizeof code, "%d.%d", d + 1, s + 1);
            assert_true(referential_add_subdomain(referential, code, strlen(code),
                                                  THRESHOLD_PERCENTAGE, 100));
            for (int c = 0; c < ITEMS / SUBDOMAINS; c++) {
                snprintf(code, sizeof code, "%d.%d.%d", d + 1, s + 1, c + 1);
                assert_true(referential_add_criterion(referential, code, strlen(code), false));
            }
        }
    }
    assert_int_equal(referential->domain_count, DOMAINS);
    assert_int_equal(referential->subdomain_count, SUBDOMAINS);
    assert_int_equal(referential->item_count, ITEMS);
}

/* A prior evaluation of it, still open, that validates everything but the last domain. */
static void largest_world(void)
{
    world_at(&w, CANDIDACY_PRIOR_IN_PROGRESS);
    largest(&w.referential);
    give_prior(&w, false, UINT32_C(1) << LAST_DOMAIN);
}

static void a_referential_holds_no_more(void **state)
{
    (void)state;
    static struct referential r;
    largest(&r);
    assert_false(referential_add_domain(&r, "99", 2));
    assert_false(referential_add_subdomain(&r, "99.1", 4, THRESHOLD_PERCENTAGE, 100));
    assert_false(referential_add_criterion(&r, "99.1.1", 6, false));
    assert_int_equal(referential_find_item(&r, "16.4.4", 6), ITEMS - 1);
    assert_int_equal(referential_find_item(&r, "nowhere", 7), -1);
    assert_int_equal(referential_find_subdomain(&r, "nowhere", 7), -1);
    assert_int_equal(referential_find_domain(&r, "nowhere", 7), -1);
}

static void it_is_checked_printed_and_parsed(void **state)
{
    (void)state;
    static struct referential r, again;
    static struct referential_fault faults[REFERENTIAL_MAX_FAULTS];
    static char text[REFERENTIAL_TEXT_SIZE];
    largest(&r);
    assert_int_equal(referential_check(&r, faults), 0);
    const size_t size = referential_print(&r, text, sizeof text);
    assert_true(size > 0);
    /* Exactly so much room is enough, and one byte less is none at all. */
    char *exact = malloc(size + 1), *small = malloc(size);
    assert_int_equal(referential_print(&r, exact, size + 1), size);
    assert_string_equal(exact, text);
    assert_int_equal(referential_print(&r, small, size), 0);
    free(exact);
    free(small);
    assert_true(referential_parse(text, size, &again));
    static char again_text[REFERENTIAL_TEXT_SIZE];
    assert_int_equal(referential_print(&again, again_text, sizeof again_text), size);
    assert_string_equal(again_text, text);
}

static void every_fault_is_told(void **state)
{
    (void)state;
    static struct referential r;
    struct referential_fault *faults = malloc(REFERENTIAL_MAX_FAULTS * sizeof *faults);
    largest(&r);
    for (int i = 0; i < ITEMS; i++)
        memcpy(r.items[i].code, "1", 2);
    for (int s = 0; s < SUBDOMAINS; s++) {
        memcpy(r.subdomains[s].code, "1", 2);
        r.subdomains[s].threshold_kind = THRESHOLD_NONE;
    }
    for (int d = 0; d < DOMAINS; d++)
        memcpy(r.domains[d].code, "1", 2);
    assert_int_equal(referential_check(&r, faults),
                     SUBDOMAINS + DOMAINS - 1 + SUBDOMAINS - 1 + ITEMS - 1);
    free(faults);
}

static void a_whole_grid_is_scored(void **state)
{
    (void)state;
    largest_world();
    world_ask(&w, EVENT_COMPLETE_PRIOR);
    assert_accepted(world_decide(&w, &decision));
    assert_int_equal(strlen(decision.subdomain_statuses), SUBDOMAINS);
    assert_int_equal(decision.missing_domains, UINT32_C(1) << LAST_DOMAIN);
    assert_int_equal(decision.subdomain_statuses[LAST_SUBDOMAIN], RESULT_NOT_VALIDATED);
}

static void a_whole_candidacy_has_its_statuses(void **state)
{
    (void)state;
    largest_world();
    give_prior(&w, true, UINT32_C(1) << LAST_DOMAIN);
    char *subdomains = malloc(SUBDOMAINS + 1), *domains = malloc(DOMAINS + 1);
    const struct candidacy *now = &world_exact(&w)->now;
    candidacy_subdomain_statuses(now, subdomains);
    candidacy_domain_statuses(now, domains);
    assert_int_equal(strlen(subdomains), SUBDOMAINS);
    assert_string_equal(domains, "VVVVVVVVVVVVVVVN");
    assert_true(candidacy_may_get_portfolio(now));
    assert_int_equal(candidacy_missing_domains(now), UINT32_C(1) << LAST_DOMAIN);
    free(subdomains);
    free(domains);
}

static void masks_of_it_are_whole(void **state)
{
    (void)state;
    static struct referential r;
    largest(&r);
    assert_true(referential_all_subdomains(&r) == UINT64_MAX);
    assert_int_equal(referential_all_domains(&r), (UINT32_C(1) << DOMAINS) - 1);
    const struct item_set items = referential_items_of(&r, UINT64_MAX);
    assert_int_equal(item_set_count(&items), ITEMS);
    assert_true(referential_subdomains_of(&r, UINT32_C(1) << LAST_DOMAIN) ==
                UINT64_C(15) << (SUBDOMAINS - 4));
}

/* A path of as many modules as there may be: each is looked at, each is written. */
static void the_longest_path_is_proposed_and_closed(void **state)
{
    (void)state;
    static struct proposed_module proposed[PATH_MAX_MODULES];
    static struct module modules[PATH_MAX_MODULES];
    world_at(&w, CANDIDACY_PARTIAL);
    world_ask(&w, EVENT_PROPOSE_PATH);
    for (int i = 0; i < PATH_MAX_MODULES; i++)
        proposed[i] = w.proposed[i % 2];
    w.asked.data.modules = proposed;
    w.asked.data.module_count = PATH_MAX_MODULES;
    assert_accepted(world_decide(&w, &decision));
    assert_int_equal(decision.effects[2].count, PATH_MAX_MODULES);
    proposed[PATH_MAX_MODULES - 1].trainer = a_person(EVALUATOR);
    const struct outcome outcome = world_decide(&w, &decision);
    assert_true(outcome_has(&outcome, REASON_TRAINER_IS_EVALUATOR));
    world_at(&w, CANDIDACY_IN_TRAINING);
    world_ask(&w, EVENT_CLOSE_PATH);
    for (int i = 0; i < PATH_MAX_MODULES; i++)
        modules[i] = w.modules[i % 2];
    w.path.modules = modules;
    w.path.module_count = PATH_MAX_MODULES;
    assert_accepted(world_decide(&w, &decision));
    modules[PATH_MAX_MODULES - 1].status = MODULE_OPEN;
    assert_refused(world_decide(&w, &decision), REASON_MODULES_OPEN);
}

/* Decision 36: at the bound the act that would add one more is refused and tells the bound; one
 * below it is accepted. */
static void as_many_sittings_as_there_may_be_and_no_more(void **state)
{
    (void)state;
    static struct sitting held[EVALUATION_MAX_SITTINGS];
    world_at(&w, CANDIDACY_PRIOR_IN_PROGRESS);
    world_ask(&w, EVENT_ADD_SITTING);
    for (int i = 0; i < EVALUATION_MAX_SITTINGS; i++)
        held[i] = w.sittings[0][0];
    w.evaluations[0].sittings = held;
    w.evaluations[0].sitting_count = EVALUATION_MAX_SITTINGS - 1;
    assert_accepted(world_decide(&w, &decision));
    w.evaluations[0].sitting_count = EVALUATION_MAX_SITTINGS;
    const struct outcome outcome = world_decide(&w, &decision);
    assert_refused(outcome, REASON_SITTINGS_TOO_MANY);
    assert_int_equal(outcome.unmet[0].detail.bound, EVALUATION_MAX_SITTINGS);
    world_ask(&w, EVENT_COMPLETE_PRIOR); /* what does not add goes on */
    assert_accepted(world_decide(&w, &decision));
}

static void as_many_paths_as_there_may_be_and_no_more(void **state)
{
    (void)state;
    world_at(&w, CANDIDACY_PARTIAL);
    world_ask(&w, EVENT_PROPOSE_PATH);
    w.now.path_count = CYCLE_MAX_PATHS - 1;
    assert_accepted(world_decide(&w, &decision));
    w.now.path_count = CYCLE_MAX_PATHS;
    const struct outcome outcome = world_decide(&w, &decision);
    assert_refused(outcome, REASON_PATHS_TOO_MANY);
    assert_int_equal(outcome.unmet[0].detail.bound, CYCLE_MAX_PATHS);
}

static void a_file_is_sent_so_often_and_no_more(void **state)
{
    (void)state;
    world_at(&w, CANDIDACY_JURY_READY);
    world_ask(&w, EVENT_SUBMIT_FILE);
    w.now.file_count = CANDIDACY_MAX_FILES - 1;
    assert_accepted(world_decide(&w, &decision));
    w.now.file_count = CANDIDACY_MAX_FILES;
    const struct outcome outcome = world_decide(&w, &decision);
    assert_refused(outcome, REASON_FILES_TOO_MANY);
    assert_int_equal(outcome.unmet[0].detail.bound, CANDIDACY_MAX_FILES);
}

static void a_history_grows_so_long_and_no_longer(void **state)
{
    (void)state;
    world_at(&w, CANDIDACY_PRIOR_IN_PROGRESS);
    world_ask(&w, EVENT_RECORD_RESULTS);
    w.now.event_count = CANDIDACY_MAX_EVENTS - 1;
    assert_accepted(world_decide(&w, &decision));
    w.now.event_count = CANDIDACY_MAX_EVENTS;
    const struct outcome outcome = world_decide(&w, &decision);
    assert_refused(outcome, REASON_EVENTS_TOO_MANY);
    assert_int_equal(outcome.unmet[0].detail.bound, CANDIDACY_MAX_EVENTS);
    world_ask(&w, EVENT_WITHDRAW);
    assert_accepted(world_decide(&w, &decision));
}

/* Who trains for another organism writes hours, and corrects them: the file still has room for what
 * brings it to its end. */
static void hours_leave_room_for_the_end(void **state)
{
    static const enum candidacy_event lesser[] = { EVENT_RECORD_ATTENDANCE,
                                                   EVENT_CORRECT_ATTENDANCE, EVENT_CHANGE_TRAINER };
    (void)state;
    for (size_t i = 0; i < sizeof lesser / sizeof *lesser; i++) {
        world_at(&w, CANDIDACY_IN_TRAINING);
        world_ask(&w, lesser[i]);
        w.now.event_count = CANDIDACY_MAX_LESSER_EVENTS - 1;
        assert_accepted(world_decide(&w, &decision));
        w.now.event_count = CANDIDACY_MAX_LESSER_EVENTS;
        const struct outcome outcome = world_decide(&w, &decision);
        assert_refused(outcome, REASON_EVENTS_TOO_MANY);
        assert_int_equal(outcome.unmet[0].detail.bound, CANDIDACY_MAX_LESSER_EVENTS);
    }
}

static bool has_guard(const struct transition *row, enum guard guard)
{
    for (int i = 0; row->guards[i] != GUARD_NONE; i++)
        if (row->guards[i] == guard)
            return true;
    return false;
}

/* What ends for another reason than the length of the history. */
static bool ends_by_itself(const struct transition *row)
{
    static const enum guard bounds[] = { GUARD_EVENTS_TOO_MANY, GUARD_PATHS_TOO_MANY,
                                         GUARD_FILES_TOO_MANY };
    for (size_t i = 0; i < COUNT(bounds); i++)
        if (has_guard(row, bounds[i]))
            return true;
    /* The certifier's, once of a decision or an evaluation. */
    if ((row->actors & ~(unsigned)(ACTOR_CERTIFIER | ACTOR_SYSTEM)) == 0 &&
        row->event != EVENT_DEFER && row->event != EVENT_REFUSE)
        return true;
    return row->event == EVENT_PUT_ON_AGENDA ||  /* so often a file: BOUND(FILE_ENTRIES) */
           row->event == EVENT_CANCEL_SITTING || /* takes back what ADD_SITTING added */
           row->event == EVENT_CLOSE_MODULE;     /* once a module */
}

/* States that lead to each other by events without an end: none. Else a history grows for ever. */
static void what_goes_round_ends_somewhere(void **state)
{
    (void)state;
    static bool leads[CANDIDACY_STATE_COUNT][CANDIDACY_STATE_COUNT];
    size_t count;
    const struct transition *rows = transitions(&count);
    for (size_t i = 0; i < count; i++)
        for (int k = 0; rows[i].to[k] != CANDIDACY_NONE; k++)
            leads[rows[i].from][rows[i].to[k]] |= !ends_by_itself(&rows[i]);
    for (int via = 0; via < CANDIDACY_STATE_COUNT; via++)
        for (int from = 0; from < CANDIDACY_STATE_COUNT; from++)
            for (int to = 0; to < CANDIDACY_STATE_COUNT; to++)
                leads[from][to] |= leads[from][via] && leads[via][to];
    for (int s = 0; s < CANDIDACY_STATE_COUNT; s++)
        if (leads[s][s])
            fail_msg("%s: there and back without an end",
                     candidacy_state_name((enum candidacy_state)s));
}

static void as_many_jurors_as_there_may_be_and_no_more(void **state)
{
    (void)state;
    const struct session session = { .state = SESSION_PLANNED };
    assert_accepted(session_attend(&session, SESSION_MAX_JURORS, 0));
    const struct outcome outcome = session_attend(&session, SESSION_MAX_JURORS + 1, 0);
    assert_refused(outcome, REASON_JURORS_TOO_MANY);
    assert_int_equal(outcome.unmet[0].detail.bound, SESSION_MAX_JURORS);
    assert_true(session_juror_bit(SESSION_MAX_JURORS - 1) == UINT64_C(1) << 63);
    assert_true(session_juror_bit(SESSION_MAX_JURORS) == 0);
}

/* An agenda beyond its bound can still be ended: every file leaves it. */
static void every_file_is_released_however_many(void **state)
{
    (void)state;
    static struct agenda_item many[SESSION_MAX_ITEMS + 8];
    static struct session_decision released;
    const struct session crowded = { .state = SESSION_PLANNED,
                                     .held_on = day("2026-02-10"),
                                     .items = many,
                                     .item_count = COUNT(many) };
    const struct session_command cancel = { .event = SESSION_EVENT_CANCEL,
                                            .today = day("2026-02-10"),
                                            .has_reason = true };
    assert_accepted(session_decide(&crowded, &cancel, &POLICY_DEFAULT, &released));
    assert_int_equal(released.effect_count, 2);
    assert_int_equal(released.effects[0].kind, SESSION_EFFECT_UPDATE);
    assert_int_equal(released.effects[1].kind, SESSION_EFFECT_RELEASE_ITEM);
    assert_int_equal(released.effects[1].count, COUNT(many));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_referential_holds_no_more),
        cmocka_unit_test(it_is_checked_printed_and_parsed),
        cmocka_unit_test(every_fault_is_told),
        cmocka_unit_test(a_whole_grid_is_scored),
        cmocka_unit_test(a_whole_candidacy_has_its_statuses),
        cmocka_unit_test(masks_of_it_are_whole),
        cmocka_unit_test(the_longest_path_is_proposed_and_closed),
        cmocka_unit_test(as_many_sittings_as_there_may_be_and_no_more),
        cmocka_unit_test(as_many_paths_as_there_may_be_and_no_more),
        cmocka_unit_test(a_file_is_sent_so_often_and_no_more),
        cmocka_unit_test(a_history_grows_so_long_and_no_longer),
        cmocka_unit_test(hours_leave_room_for_the_end),
        cmocka_unit_test(what_goes_round_ends_somewhere),
        cmocka_unit_test(as_many_jurors_as_there_may_be_and_no_more),
        cmocka_unit_test(every_file_is_released_however_many),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
