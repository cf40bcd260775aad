/* SPDX-License-Identifier: EUPL-1.2 */
#include "sandbox/plan.h"

#include <string.h>

const int demo_session_ages[DEMO_SESSIONS] = { 60, 25 };

/* clang-format off */
/* The state that a plan ends in gives its title. */
static const struct demo_plan plans[] = {
    { "CONTACT",           8,  STEP_CONTACT,           0,                               0,  45,  ENDING_NONE },
    { "INFORMED",          8,  STEP_INFORMATION,       0,                               0,  45,  ENDING_NONE },
    { "PRIOR_IN_PROGRESS", 6,  STEP_PRIOR,             0,                               0,  4,   ENDING_NONE },
    { "PRIOR_IN_PROGRESS", 4,  STEP_PRIOR,             PLAN_AHEAD,                      0,  3,   ENDING_NONE },
    { "PRIOR_COMPLETED",   6,  STEP_PRIOR_END,         0,                               0,  5,   ENDING_NONE },
    { "PARTIAL",           10, STEP_RESTITUTION,       0,                               1,  90,  ENDING_NONE },
    { "PARTIAL",           4,  STEP_ANSWER,            PLAN_DECLINES,                   1,  60,  ENDING_NONE },
    { "PARTIAL",           4,  STEP_FINAL_RESTITUTION, PLAN_FAILS_AGAIN,                1,  60,  ENDING_NONE },
    { "PATH_PROPOSED",     8,  STEP_PROPOSAL,          0,                               0,  15,  ENDING_NONE },
    { "IN_TRAINING",       18, STEP_ANSWER,            0,                               5,  50,  ENDING_NONE },
    { "FINAL_READY",       7,  STEP_TRAINING_END,      0,                               0,  15,  ENDING_NONE },
    { "FINAL_IN_PROGRESS", 6,  STEP_FINAL,             0,                               0,  4,   ENDING_NONE },
    { "FINAL_COMPLETED",   5,  STEP_FINAL_END,         0,                               0,  4,   ENDING_NONE },
    { "JURY_READY",        4,  STEP_RESTITUTION,       PLAN_DIRECT,                     0,  12,  ENDING_NONE },
    { "JURY_READY",        6,  STEP_FINAL_RESTITUTION, 0,                               0,  12,  ENDING_NONE },
    { "SUBMITTED",         3,  STEP_SUBMISSION,        PLAN_DIRECT,                     0,  10,  ENDING_NONE },
    { "SUBMITTED",         6,  STEP_SUBMISSION,        0,                               0,  10,  ENDING_NONE },
    { "ON_AGENDA",         9,  STEP_SUBMISSION,        0,                               2,  20,  ENDING_ON_AGENDA },
    { "CERTIFIED",         8,  STEP_SUBMISSION,        PLAN_DIRECT,                     36, 110, ENDING_CERTIFIED },
    { "CERTIFIED",         17, STEP_SUBMISSION,        0,                               36, 110, ENDING_CERTIFIED },
    { "DEFERRED",          4,  STEP_SUBMISSION,        0,                               36, 55,  ENDING_DEFERRED },
    { "SUBMITTED",         3,  STEP_SUBMISSION,        0,                               36, 110, ENDING_ANSWERED },
    { "PARTIAL",           4,  STEP_SUBMISSION,        0,                               36, 110, ENDING_REFUSED },
    { "EXPIRED",           4,  STEP_FINAL_RESTITUTION, PLAN_EXPIRES | PLAN_FAILS_AGAIN, 0,  0,   ENDING_NONE },
};

/* Chosen by name, so that weights do not matter. The one that expires was evaluated five years and
 * some days ago: from its last step on, the sweep of a server beside may close it as well as ours. */
const struct demo_plan demo_state_plans[DEMO_STATES] = {
    { "CONTACT",           0, STEP_CONTACT,           0,                 0,    3,    ENDING_NONE },
    { "INFORMED",          0, STEP_INFORMATION,       0,                 0,    3,    ENDING_NONE },
    { "PRIOR_IN_PROGRESS", 0, STEP_PRIOR,             0,                 0,    3,    ENDING_NONE },
    { "PRIOR_COMPLETED",   0, STEP_PRIOR_END,         0,                 0,    3,    ENDING_NONE },
    { "PARTIAL",           0, STEP_RESTITUTION,       0,                 0,    10,   ENDING_NONE },
    { "PATH_PROPOSED",     0, STEP_PROPOSAL,          0,                 0,    10,   ENDING_NONE },
    { "IN_TRAINING",       0, STEP_ANSWER,            0,                 5,    30,   ENDING_NONE },
    { "FINAL_READY",       0, STEP_TRAINING_END,      0,                 0,    10,   ENDING_NONE },
    { "FINAL_IN_PROGRESS", 0, STEP_FINAL,             0,                 0,    3,    ENDING_NONE },
    { "FINAL_COMPLETED",   0, STEP_FINAL_END,         0,                 0,    3,    ENDING_NONE },
    { "JURY_READY",        0, STEP_FINAL_RESTITUTION, 0,                 0,    10,   ENDING_NONE },
    { "SUBMITTED",         0, STEP_SUBMISSION,        0,                 0,    10,   ENDING_NONE },
    { "ON_AGENDA",         0, STEP_SUBMISSION,        0,                 2,    20,   ENDING_ON_AGENDA },
    { "DEFERRED",          0, STEP_SUBMISSION,        0,                 12,   30,   ENDING_DEFERRED },
    { "CERTIFIED",         0, STEP_SUBMISSION,        0,                 12,   30,   ENDING_CERTIFIED },
    { "EXPIRED",           0, STEP_PRIOR_END,         PLAN_IS_SWEPT,     1830, 1860, ENDING_NONE },
    { "WITHDRAWN",         0, STEP_RESTITUTION,       PLAN_IS_WITHDRAWN, 0,    10,   ENDING_NONE },
    { "ABANDONED",         0, STEP_RESTITUTION,       PLAN_IS_ABANDONED, 0,    10,   ENDING_NONE },
    { "CANCELLED",         0, STEP_INFORMATION,       PLAN_IS_CANCELLED, 0,    3,    ENDING_NONE },
};
/* clang-format on */

const struct demo_plan *demo_state_plan(const char *state)
{
    for (unsigned i = 0; i < DEMO_STATES; i++) {
        if (strcmp(demo_state_plans[i].title, state) == 0)
            return &demo_state_plans[i];
    }
    return NULL;
}

enum { PLAN_COUNT = sizeof plans / sizeof plans[0] };

/* Days since the step before. */
static const struct {
    unsigned low, high;
} gaps[STEP_COUNT] = {
    [STEP_CONTACT] = { 0, 0 },   [STEP_INFORMATION] = { 2, 12 },      [STEP_PRIOR] = { 5, 20 },
    [STEP_PRIOR_END] = { 0, 3 }, [STEP_RESTITUTION] = { 0, 4 },       [STEP_PROPOSAL] = { 3, 12 },
    [STEP_ANSWER] = { 1, 10 },   [STEP_TRAINING_END] = { 25, 90 },    [STEP_FINAL] = { 3, 15 },
    [STEP_FINAL_END] = { 0, 2 }, [STEP_FINAL_RESTITUTION] = { 0, 3 }, [STEP_SUBMISSION] = { 2, 10 },
};

/* Smooth weighted round robin: everybody gains his weight, the richest is taken and pays the whole.
 */
void demo_plans_assign(const struct demo_plan *ret_plans[], unsigned count, bool has_clock)
{
    int purses[PLAN_COUNT] = { 0 };
    for (unsigned i = 0; i < count; i++) {
        int total = 0;
        unsigned best = 0;
        for (unsigned p = 0; p < PLAN_COUNT; p++) {
            int weight = !has_clock && (plans[p].flags & PLAN_EXPIRES) ? 0 : (int)plans[p].weight;
            total += weight;
            purses[p] += weight;
            if (purses[p] > purses[best])
                best = p;
        }
        purses[best] -= total;
        ret_plans[i] = &plans[best];
    }
}

/* Five years and more lie between the prior evaluation and the end; the deadline falls between the
 * two clocks. */
static void stretch(struct date today, struct date days[STEP_COUNT])
{
    static const int before_late[STEP_COUNT] = {
        [STEP_PROPOSAL] = 160, [STEP_ANSWER] = 150,  [STEP_TRAINING_END] = 20,
        [STEP_FINAL] = 8,      [STEP_FINAL_END] = 6,
    };
    struct date late = date_add_days(today, -DEMO_LATE_DAYS);
    struct date prior_end = date_add_years(date_add_days(today, -DEMO_DEADLINE_DAYS), -5);
    int shift = date_days_between(days[STEP_PRIOR_END], prior_end);
    for (enum demo_step step = 0; step <= STEP_RESTITUTION; step++)
        days[step] = date_add_days(days[step], shift);
    for (enum demo_step step = STEP_PROPOSAL; step <= STEP_FINAL_END; step++)
        days[step] = date_add_days(late, -before_late[step]);
    days[STEP_FINAL_RESTITUTION] = today;
}

void demo_plan_days(const struct demo_plan *plan, struct date today, struct seed_random *random,
                    struct date ret_days[STEP_COUNT])
{
    int offsets[STEP_COUNT] = { 0 };
    for (enum demo_step step = 1; step < STEP_COUNT; step++) {
        enum demo_step before = step - 1;
        if (step == STEP_SUBMISSION && (plan->flags & PLAN_DIRECT))
            before = STEP_RESTITUTION;
        offsets[step] =
            offsets[before] + (int)seed_random_between(random, gaps[step].low, gaps[step].high);
    }
    int age = (int)seed_random_between(random, plan->age_min, plan->age_max);
    for (enum demo_step step = 0; step < STEP_COUNT; step++)
        ret_days[step] = date_add_days(today, offsets[step] - offsets[plan->last] - age);
    if (plan->flags & PLAN_EXPIRES)
        stretch(today, ret_days);
}
