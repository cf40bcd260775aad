/* SPDX-License-Identifier: EUPL-1.2 */
#include "sandbox/scenario.h"

#include "db/store.h"
#include "operator/sandbox_agrees.h"
#include "progress.h"
#include "sandbox/inside.h"
#include "sandbox/journey.h"
#include "sandbox/keys.h"
#include "sandbox/mark.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { WHY_SIZE = 512, COUNT_MAX = 100 };

const struct command_option scenario_options[] = {
    { "state", "STATE", "the state they come to, or ALL: one in each; may be given several times" },
    { "count", "N", "how many of each (1)", COUNT_MAX },
    { 0 },
};

struct scenario {
    const struct config *config;
    bool is_wanted[DEMO_STATES];
    unsigned count; /* of each */
    struct store *store;
    struct seed_mark mark;
    struct demo demo;
    struct seed_grid grid;
    const struct seed_inside *inside;
    char why[WHY_SIZE];
};

/* --- one candidacy --- */

/* Nobody else bears it, whatever becomes of the candidacy: people are matched by name and birth,
 * and the keys of the requests are made of it. */
static bool take_number(struct scenario *scenario, unsigned *ret_number)
{
    struct buffer text = { 0 };
    bool is_taken =
        store_run(scenario->store,
                  "insert into setting (name, value) values ('scenario', '{\"taken\": 1}')"
                  " on conflict on constraint setting_pk do update"
                  " set value = jsonb_build_object('taken',"
                  " (setting.value ->> 'taken')::int + 1)",
                  NULL, scenario->why, WHY_SIZE) &&
        store_read(scenario->store, "select value ->> 'taken' from setting where name = 'scenario'",
                   &text, scenario->why, WHY_SIZE);
    if (is_taken)
        *ret_number = scenario->mark.candidacies + (unsigned)strtoul(text.at, NULL, 10);
    buffer_release(&text);
    if (is_taken && *ret_number >= SEED_IDENTITIES) {
        snprintf(scenario->why, WHY_SIZE, "this sandbox has used up all invented people");
        return false;
    }
    return is_taken;
}

/* Its session is held today, or convened for later: the clock stays as it is. */
static bool meet_commission(const struct scenario *scenario, const struct journey *journey)
{
    const struct commission_options options = { .demo = &scenario->demo,
                                                .port = scenario->inside->port,
                                                .subject = journey->subject };
    struct demo_file file;
    return journey->plan->ending == ENDING_NONE ||
           (journey_file(journey, &scenario->grid, &file) && commission_run(&options, &file, 1));
}

static bool build(struct scenario *scenario, struct worker *worker, struct journey *journey)
{
    return journey_go(worker, journey, STEP_SUBMISSION) && meet_commission(scenario, journey);
}

/* Where it stands, in the answer of the caller. */
static struct slice read_state(struct worker *worker, const struct journey *journey)
{
    const char *token = journey->owner->seats[SEAT_REFERENT].token;
    if (journey->path[0] == '\0' || !seed_caller_get(&worker->caller, journey->path, token))
        return (struct slice){ 0 };
    return document_text(document_member(worker->caller.answer, "state"));
}

static void tell(const struct worker *worker, const struct journey *journey)
{
    struct slice reference = document_text(document_member(worker->caller.answer, "reference"));
    char organism[ID_TEXT_SIZE];
    id_print(journey->owner->id, organism);
    printf("%s %s %.*s %s\n", journey->plan->title, journey->path + sizeof CANDIDACY_PATH - 1,
           (int)reference.size, reference.at, organism);
    fflush(stdout);
}

static bool make_one(struct scenario *scenario, struct worker *worker, const struct demo_plan *plan)
{
    struct journey journey;
    unsigned number;
    if (!take_number(scenario, &number))
        return false;
    journey_cast(&journey, number, "scenario", plan, &scenario->demo, &scenario->grid);
    bool is_built = build(scenario, worker, &journey);
    struct slice state = read_state(worker, &journey);
    if (is_built && slice_is(state, plan->title)) {
        tell(worker, &journey);
        return true;
    }
    if (state.size)
        snprintf(scenario->why, WHY_SIZE, "the candidacy %s was to be %s and is %.*s",
                 journey.path + sizeof CANDIDACY_PATH - 1, plan->title, (int)state.size, state.at);
    else
        snprintf(scenario->why, WHY_SIZE, "no candidacy could be made %s", plan->title);
    return false;
}

/* --- all of them --- */

static unsigned wanted_count(const struct scenario *scenario)
{
    unsigned count = 0;
    for (unsigned i = 0; i < DEMO_STATES; i++)
        count += scenario->is_wanted[i] ? scenario->count : 0;
    return count;
}

static bool make_all(void *context, const struct seed_inside *inside)
{
    struct scenario *scenario = context;
    struct progress progress;
    struct worker worker = { .grid = &scenario->grid,
                             .policy = inside->policy,
                             .demo = &scenario->demo };
    bool is_done = seed_grid_init(&scenario->grid, inside->item_codes);
    if (!is_done)
        snprintf(scenario->why, WHY_SIZE, "the référentiel in force has no criteria to evaluate");
    scenario->inside = inside;
    progress_begin(&progress, "candidacies", wanted_count(scenario));
    seed_caller_init(&worker.caller, inside->port);
    for (unsigned i = 0; i < DEMO_STATES; i++) {
        for (unsigned n = 0; is_done && scenario->is_wanted[i] && n < scenario->count; n++) {
            progress_step(&progress, demo_state_plans[i].title);
            is_done = make_one(scenario, &worker, &demo_state_plans[i]);
        }
    }
    if (is_done)
        progress_end(&progress);
    seed_caller_release(&worker.caller);
    return is_done;
}

/* Keys of our own, since those of the demonstration exist in clear with their holders only. They
 * end with the run, however it ends; after a crash an hour, or the end of the next run. */
static bool make_with_keys(struct scenario *scenario)
{
    char why[WHY_SIZE];
    if (!demo_lend_keys(scenario->store, &scenario->demo, scenario->why, WHY_SIZE))
        return false;
    bool is_done = seed_inside_run(scenario->config, scenario->store, make_all, scenario,
                                   scenario->why, WHY_SIZE);
    bool are_back = demo_take_keys_back(scenario->store, why, WHY_SIZE);
    if (is_done && !are_back)
        memcpy(scenario->why, why, WHY_SIZE);
    return is_done && are_back;
}

/* Invented people have no place among real ones, and they need the organisms of the demonstration.
 */
static bool is_place_for_it(struct scenario *scenario)
{
    const char *conninfo = scenario->config->database.migrator_conninfo;
    if (!scenario->config->sandbox.enabled) {
        snprintf(scenario->why, WHY_SIZE,
                 "this instance is not a sandbox (sandbox.enabled = false); invented candidacies "
                 "have no place in it");
        return false;
    }
    if (!sandbox_agrees(conninfo, true, scenario->why, WHY_SIZE))
        return false;
    scenario->store = store_open(conninfo, "clea-sandbox scenario", scenario->why, WHY_SIZE);
    /* One at a time, and none beside a seed. */
    if (!scenario->store ||
        !store_run(scenario->store, "select pg_advisory_lock(hashtext('clea seed'))", NULL,
                   scenario->why, WHY_SIZE) ||
        !seed_mark_read(scenario->store, &scenario->mark, scenario->why, WHY_SIZE))
        return false;
    if (!scenario->mark.is_complete)
        snprintf(scenario->why, WHY_SIZE,
                 "this sandbox has no demonstration, or a half one; run clea-sandbox seed --demo "
                 "first");
    return scenario->mark.is_complete;
}

static bool make(struct scenario *scenario)
{
    struct date clock;
    if (!is_place_for_it(scenario) ||
        !seed_clock_read(scenario->store, &clock, scenario->why, WHY_SIZE))
        return false;
    snprintf(scenario->why, WHY_SIZE, "out of memory");
    return demo_init(&scenario->demo, 0, seed_clock_day(clock)) && make_with_keys(scenario);
}

/* --- arguments --- */

static bool want(struct scenario *scenario, const char *state)
{
    const struct demo_plan *plan = demo_state_plan(state);
    bool is_all = strcmp(state, "ALL") == 0;
    for (unsigned i = 0; i < DEMO_STATES; i++)
        scenario->is_wanted[i] |= is_all || plan == &demo_state_plans[i];
    return is_all || plan;
}

static int complain(const char *what, const char *state)
{
    fprintf(stderr, "clea-sandbox: scenario: %s%s; the states are", what, state);
    for (unsigned i = 0; i < DEMO_STATES; i++)
        fprintf(stderr, " %s", demo_state_plans[i].title);
    fprintf(stderr, ", or ALL\n");
    return 2;
}

static int understand(struct scenario *scenario, const struct command_line *line)
{
    if (!command_value(line, "state"))
        return complain("--state STATE is missing", "");
    for (size_t i = 0; i < line->count; i++) {
        const struct command_value *value = &line->values[i];
        if (strcmp(value->name, "state") == 0 && !want(scenario, value->value))
            return complain("no state is called ", value->value);
    }
    scenario->count = command_number(line, "count", 1);
    return 0;
}

int scenario_run(const struct config *config, const struct command_line *line)
{
    struct scenario scenario = { .config = config };
    int misunderstood = understand(&scenario, line);
    if (misunderstood)
        return misunderstood;
    bool is_done = make(&scenario);
    if (!is_done)
        progress_note("scenario: %s", scenario.why);
    demo_release(&scenario.demo);
    store_close(scenario.store);
    return is_done ? 0 : 1;
}
