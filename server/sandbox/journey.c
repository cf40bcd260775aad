/* SPDX-License-Identifier: EUPL-1.2 */
#include "sandbox/journey.h"

#include "progress.h"

#include <assert.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>

/* So many people at a time: their commands share commits. */
enum { WORKERS = 16 };

#define SUBJECT "demo" /* whose keys */

struct journeys {
    const struct journey_options *options;
    struct seed_grid grid;
    struct journey *items;
    enum demo_step last; /* of this round */
    bool is_late_round;
    atomic_uint next;
    atomic_bool has_failed;
    struct progress progress;
};

/* --- going --- */

static bool is_taken(const struct journey *journey, enum demo_step step)
{
    bool is_training = step >= STEP_PROPOSAL && step <= STEP_FINAL_RESTITUTION;
    return !is_training || !(journey->plan->flags & PLAN_DIRECT);
}

bool journey_go(struct worker *worker, struct journey *journey, enum demo_step last)
{
    seed_caller_about(&worker->caller, journey->subject, &journey->call_count);
    while (journey->next <= journey->plan->last && journey->next <= last) {
        enum demo_step step = journey->next++;
        if (is_taken(journey, step) && !seed_step(worker, journey, step))
            return false;
    }
    return journey->next <= journey->plan->last || seed_close(worker, journey);
}

/* Late ones are few; they go on with the others in the round after theirs. */
static bool is_of_round(const struct journeys *journeys, unsigned i)
{
    return !journeys->is_late_round || (journeys->items[i].plan->flags & PLAN_EXPIRES);
}

static unsigned count_of_round(const struct journeys *journeys)
{
    unsigned count = 0;
    for (unsigned i = 0; i < journeys->options->count; i++)
        count += is_of_round(journeys, i);
    return count;
}

static void *work(void *context)
{
    struct worker *worker = context;
    struct journeys *journeys = worker->journeys;
    while (!atomic_load(&journeys->has_failed)) {
        unsigned i = atomic_fetch_add(&journeys->next, 1);
        if (i >= journeys->options->count)
            break;
        struct journey *journey = &journeys->items[i];
        if (!is_of_round(journeys, i))
            continue;
        if (!journey_go(worker, journey, journeys->last))
            atomic_store(&journeys->has_failed, true);
        progress_step(&journeys->progress, NULL);
    }
    return NULL;
}

static bool run_round(struct journeys *journeys, bool is_late_round, enum demo_step last)
{
    const struct journey_options *options = journeys->options;
    struct worker workers[WORKERS];
    pthread_t threads[WORKERS];
    bool is_started[WORKERS];
    journeys->is_late_round = is_late_round;
    journeys->last = last;
    atomic_store(&journeys->next, 0);
    progress_begin(&journeys->progress, is_late_round ? "late candidacies" : "candidacies",
                   count_of_round(journeys));
    for (unsigned i = 0; i < WORKERS; i++) {
        workers[i] = (struct worker){ .journeys = journeys,
                                      .grid = &journeys->grid,
                                      .policy = options->policy,
                                      .demo = options->demo };
        seed_caller_init(&workers[i].caller, options->port);
        is_started[i] = pthread_create(&threads[i], NULL, work, &workers[i]) == 0;
    }
    if (!is_started[0])
        work(&workers[0]);
    for (unsigned i = 0; i < WORKERS; i++) {
        if (is_started[i])
            pthread_join(threads[i], NULL);
        seed_caller_release(&workers[i].caller);
    }
    progress_end(&journeys->progress);
    return !atomic_load(&journeys->has_failed);
}

/* --- the two clocks --- */

static bool set_clock(const struct journey_options *options, struct date today)
{
    struct seed_caller caller;
    seed_caller_init(&caller, options->port);
    bool is_set = seed_caller_set_clock(&caller, options->demo->administrator.token, today);
    seed_caller_release(&caller);
    return is_set;
}

static bool has_late(const struct journeys *journeys)
{
    for (unsigned i = 0; i < journeys->options->count; i++) {
        if (journeys->items[i].plan->flags & PLAN_EXPIRES)
            return true;
    }
    return false;
}

bool journey_file(const struct journey *journey, const struct seed_grid *grid,
                  struct demo_file *ret_file)
{
    struct slice id = slice_of(journey->path + sizeof CANDIDACY_PATH - 1);
    *ret_file = (struct demo_file){
        .ending = journey->plan->ending,
        .submitted_on = journey->days[STEP_SUBMISSION],
        .referent = &journey->owner->seats[SEAT_REFERENT],
        .domain_code = grid->domain_codes[journey->number % grid->domain_count],
    };
    return id_parse(id, &ret_file->candidacy_id);
}

/* Then the commission takes the files that were meant for it. */
static bool run_commission(struct journeys *journeys)
{
    const struct journey_options *options = journeys->options;
    struct progress progress;
    const struct commission_options commission = { .demo = options->demo,
                                                   .progress = &progress,
                                                   .port = options->port,
                                                   .has_clock = options->has_clock,
                                                   .clock_today = options->clock_today,
                                                   .subject = SUBJECT };
    struct demo_file *files = calloc(options->count + 1, sizeof *files);
    unsigned count = 0;
    for (unsigned i = 0; files && i < options->count; i++) {
        const struct journey *journey = &journeys->items[i];
        if (journey->plan->ending != ENDING_NONE &&
            journey_file(journey, &journeys->grid, &files[count]))
            count++;
    }
    bool is_done = files && (count == 0 || commission_run(&commission, files, count));
    free(files);
    return is_done;
}

/* Those who come too late live their last months some weeks ago, then everybody arrives today. */
static bool run_all(struct journeys *journeys)
{
    const struct journey_options *options = journeys->options;
    bool is_done = true;
    if (has_late(journeys)) {
        is_done = set_clock(options, date_add_days(options->demo->today, -DEMO_LATE_DAYS)) &&
                  run_round(journeys, true, STEP_FINAL_END);
        is_done = set_clock(options, options->clock_today) && is_done;
    }
    return is_done && run_round(journeys, false, STEP_SUBMISSION) && run_commission(journeys);
}

/* --- casting --- */

/* Round and round those that evaluate, or that train. */
static const struct demo_organism *nth_organism(const struct demo *demo, unsigned number,
                                                bool evaluates)
{
    unsigned count = 0;
    for (unsigned i = 0; i < demo->organism_count; i++)
        count += evaluates ? demo->organisms[i].evaluates : demo->organisms[i].trains;
    assert(count > 0); /* every demonstration has both sorts */
    number %= count;
    for (unsigned i = 0;; i++) {
        bool is_one = evaluates ? demo->organisms[i].evaluates : demo->organisms[i].trains;
        if (is_one && number-- == 0)
            return &demo->organisms[i];
    }
}

static const struct demo_person *one_of_two(const struct demo_organism *organism,
                                            enum demo_seat first, struct seed_random *random)
{
    enum demo_seat seat = first + seed_random_between(random, 0, 1);
    return id_is_set(organism->seats[seat].id) ? &organism->seats[seat] : &organism->seats[first];
}

void journey_cast(struct journey *journey, unsigned number, const char *subject,
                  const struct demo_plan *plan, const struct demo *demo,
                  const struct seed_grid *grid)
{
    *journey = (struct journey){ .plan = plan, .number = number, .random = seed_random_of(number) };
    snprintf(journey->subject, sizeof journey->subject, "%s-%u", subject, number);
    journey->owner = nth_organism(demo, number, true);
    journey->training = journey->owner->trains ? journey->owner : nth_organism(demo, 1, false);
    journey->evaluator = one_of_two(journey->owner, SEAT_EVALUATOR, &journey->random);
    journey->final_evaluator = one_of_two(journey->owner, SEAT_EVALUATOR, &journey->random);
    journey->trainer = one_of_two(journey->training, SEAT_TRAINER, &journey->random);
    demo_plan_days(plan, demo->today, &journey->random, journey->days);
    if (!(plan->flags & PLAN_DIRECT))
        journey->gaps = seed_grid_pick_gaps(grid, &journey->random);
    if (plan->flags & PLAN_FAILS_AGAIN)
        journey->gaps_again = journey->gaps & (~journey->gaps + 1);
}

bool journeys_run(const struct journey_options *options)
{
    struct journeys journeys = { .options = options,
                                 .items = calloc(options->count + 1, sizeof *journeys.items) };
    /* NOLINTNEXTLINE(bugprone-sizeof-expression): an array of pointers */
    const struct demo_plan **plans = calloc(options->count + 1, sizeof *plans);
    bool is_done = false;
    if (!seed_grid_init(&journeys.grid, options->item_codes)) {
        progress_note("seed: the référentiel in force has no criteria to evaluate");
        goto done;
    }
    if (!journeys.items || !plans)
        goto done;
    demo_plans_assign(plans, options->count, options->has_clock);
    for (unsigned i = 0; i < options->count; i++)
        journey_cast(&journeys.items[i], i, SUBJECT, plans[i], options->demo, &journeys.grid);
    is_done = run_all(&journeys);
done:
    free(plans);
    free(journeys.items);
    return is_done;
}
