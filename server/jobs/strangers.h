/* SPDX-License-Identifier: EUPL-1.2 */
/* Writes down the callers whom nobody knew (engine/strangers.h): every ten seconds, and when its
 * loop ends. In every loop, each for its own; the database adds them up, to one row a minute. */
#ifndef STRANGERS_JOB_H
#define STRANGERS_JOB_H

#include "db/pool.h"
#include "engine/strangers.h"

struct strangers_job {
    struct pool *pool;
    struct strangers *strangers;
    int64_t due_ms; /* monotonic */
    bool is_running;
};

void strangers_job_turn(struct strangers_job *job, int64_t now_ms);

#endif
