/* SPDX-License-Identifier: EUPL-1.2 */
/* Runs the expiry sweep (api/jobs.h) at its time: asks whether anything is due, and only then sends
 * the errand. In the loop that owns it; safe under several instances, for a candidacy moves once
 * from the version that was read. */
#ifndef EXPIRY_H
#define EXPIRY_H

#include "engine/engine.h"

#include <stdint.h>

struct expiry {
    struct pool *pool; /* NULL = it never runs */
    struct engine *engine;
    const struct policy *policy;
    int64_t period_ms;
    int64_t due_ms; /* monotonic; 0 = at once */
    bool is_running;
};

void expiry_turn(struct expiry *expiry, int64_t now_ms);

#endif
