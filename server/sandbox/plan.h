/* SPDX-License-Identifier: EUPL-1.2 */
/* How far each candidacy of a demonstration goes, and on which days: pure, the same for the same
 * number. */
#ifndef SEED_PLAN_H
#define SEED_PLAN_H

#include "calendar.h"
#include "sandbox/names.h"

#include <stdbool.h>

/* In the order of the journey; a step is one or several events of one day. */
enum demo_step {
    STEP_CONTACT,
    STEP_INFORMATION,
    STEP_PRIOR,
    STEP_PRIOR_END,
    STEP_RESTITUTION,
    STEP_PROPOSAL,
    STEP_ANSWER, /* of the candidate to the path */
    STEP_TRAINING_END,
    STEP_FINAL,
    STEP_FINAL_END,
    STEP_FINAL_RESTITUTION,
    STEP_SUBMISSION,
    STEP_COUNT,
};

enum demo_plan_flags {
    PLAN_DIRECT = 1 << 0,      /* everything validated by the prior evaluation: no path */
    PLAN_AHEAD = 1 << 1,       /* the first sitting is planned, not held */
    PLAN_DECLINES = 1 << 2,    /* the candidate declines the path */
    PLAN_FAILS_AGAIN = 1 << 3, /* the final evaluation leaves a gap */
    PLAN_EXPIRES =
        1 << 4, /* results given back after the five years: needs a clock that can be set */
    /* How it ends by an act of its own, today. */
    PLAN_IS_WITHDRAWN = 1 << 5,
    PLAN_IS_ABANDONED = 1 << 6,
    PLAN_IS_CANCELLED = 1 << 7,
    PLAN_IS_SWEPT = 1 << 8, /* past its five years: the sweep closes it */
};

/* What becomes of a file that was sent to the commission. */
enum demo_ending {
    ENDING_NONE,
    ENDING_ON_AGENDA, /* of the session to come */
    ENDING_CERTIFIED,
    ENDING_DEFERRED,
    ENDING_ANSWERED, /* deferred, then answered */
    ENDING_REFUSED,
};

struct demo_plan {
    const char *title;
    unsigned weight;
    enum demo_step last;
    unsigned flags;            /* enum demo_plan_flags */
    unsigned age_min, age_max; /* days since the last step */
    enum demo_ending ending;
};

/* One for each state of a candidacy, in the order of the journey, its title the name of the state.
 * None needs the clock of a sandbox to be moved. */
enum { DEMO_STATES = 19 };
extern const struct demo_plan demo_state_plans[DEMO_STATES];
const struct demo_plan *demo_state_plan(const char *state); /* NULL = no such state */

/* The clock is set so many days back while the candidacies that expire live; their deadline is
 * between the two days. */
enum { DEMO_LATE_DAYS = 40, DEMO_DEADLINE_DAYS = 10 };

/* Days before today on which the commission sat; a file is sent so many days earlier at least. */
enum { DEMO_SESSIONS = 2, DEMO_SESSION_NOTICE_DAYS = 10, DEMO_SESSION_AHEAD_DAYS = 14 };
extern const int demo_session_ages[DEMO_SESSIONS]; /* oldest first */

/* A plan for each of `count` candidacies, mixed by weight; the first ones do not depend on the
 * count. */
void demo_plans_assign(const struct demo_plan *ret_plans[], unsigned count, bool has_clock);
void demo_plan_days(const struct demo_plan *plan, struct date today, struct seed_random *random,
                    struct date ret_days[STEP_COUNT]);

#endif
