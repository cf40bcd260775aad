/* SPDX-License-Identifier: EUPL-1.2 */
/* The steps of one invented candidacy: each is one or several events of one day, sent by those
 * whose part it is. */
#ifndef SEED_STEP_H
#define SEED_STEP_H

#include "policy.h"
#include "sandbox/caller.h"
#include "sandbox/grid.h"
#include "sandbox/people.h"
#include "sandbox/plan.h"

#include <stdbool.h>
#include <stdint.h>

#define CANDIDACY_PATH "/v1/candidacies/"

enum { PATH_SIZE = 160 };

struct journey {
    const struct demo_plan *plan;
    unsigned number, call_count;
    char subject[32];
    struct seed_random random;
    const struct demo_organism *owner, *training;
    const struct demo_person *evaluator, *final_evaluator, *trainer;
    struct date days[STEP_COUNT];
    uint64_t gaps, gaps_again; /* sub-domains, after the prior and after the final evaluation */
    enum demo_step next;
    char path[PATH_SIZE]; /* of the candidacy */
};

struct journeys;

/* One thread and its connection. */
struct worker {
    struct journeys *journeys; /* where the next one is taken from */
    struct seed_caller caller;
    const struct seed_grid *grid;
    const struct policy *policy;
    const struct demo *demo;
};

/* False when an answer was not the expected one; it was then told. */
bool seed_step(struct worker *worker, struct journey *journey, enum demo_step step) NODISCARD;
/* What ends the candidacy by an act of its own, after its last step; nothing when its plan says so.
 */
bool seed_close(struct worker *worker, struct journey *journey) NODISCARD;

#endif
