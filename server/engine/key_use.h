/* SPDX-License-Identifier: EUPL-1.2 */
/* When keys are used: noted in memory by the requests of a loop, and told to the database now and
 * then in a transaction of its own, so that no request pays for it or waits for it. What a process
 * that dies has not told yet is lost: at most a minute. */
#ifndef KEY_USE_H
#define KEY_USE_H

#include "db/pool.h"
#include "id.h"

#include <stdbool.h>
#include <stdint.h>

enum { KEY_USES_MAX = 256, KEY_USE_PERIOD_MS = 60 * 1000 };

struct key_uses {
    /* Since the last time; when it is full, a further key is noted the next time. */
    struct key_use {
        struct id key_id;
        int64_t used_ms; /* since 1970 */
    } uses[KEY_USES_MAX];
    unsigned count;
    int64_t due_ms; /* monotonic */
    bool is_running;
};

void key_uses_note(struct key_uses *uses, struct id key_id, int64_t now_unix_ms);
/* Tells what was noted, when it is time. */
void key_uses_turn(struct key_uses *uses, struct pool *pool, int64_t now_ms);

#endif
