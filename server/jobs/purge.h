/* SPDX-License-Identifier: EUPL-1.2 */
/* Forgets what has served its time: idempotency records older than their promise, changes that
 * nobody may ask for any more, and pieces of files of which nothing came. A short pass now
 * and then, in the loop that owns it; safe under several instances, for a row is deleted once. */
#ifndef PURGE_H
#define PURGE_H

#include "db/pool.h"

#include <stdint.h>

struct purge {
    struct pool *pool;
    int idempotency_days, change_days;
    int64_t due_ms; /* monotonic; 0 = at once */
    bool is_running;
};

void purge_turn(struct purge *purge, int64_t now_ms);

#endif
