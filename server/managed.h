/* SPDX-License-Identifier: EUPL-1.2 */
/* A server under a service manager: SIGHUP gives it other settings, and the manager is told how it
 * goes. Works without one: then nobody is told. All of it in the main thread. */
#ifndef MANAGED_H
#define MANAGED_H

#include "live.h"
#include "loop.h"

#include <stdbool.h>
#include <stdint.h>

enum { MANAGED_WHY_SIZE = 256 };

struct managed {
    const struct config *started;
    struct loop *const *loops;
    unsigned count;
    struct live *live;     /* the settings that hold, or will when every loop has taken them */
    struct live *replaced; /* while there are loops that may still read it */
    bool is_asked;         /* to read the settings, and has not yet */
    bool has_told, was_ready;
    char refused[MANAGED_WHY_SIZE]; /* why the settings were not taken, the last time; "" = they
                                       were */
    int64_t watchdog_ms, watched_ms;
    bool is_stuck_told;
    unsigned long turns[CONFIG_LOOPS_MAX]; /* when the watchdog was last told */
};

/* The settings of the start, for the loops. False: out of memory. */
bool managed_init(struct managed *managed, const struct config *started);
/* The loops run: from now on it may be told and asked. */
void managed_begin(struct managed *managed, struct loop *const *loops, unsigned count);
/* SIGHUP came. */
void managed_ask(struct managed *managed);
/* Once a turn. `is_ready`: every loop has its database. */
void managed_turn(struct managed *managed, bool is_ready, int64_t now_ms);
/* How long the turn after may wait, `wait_ms` at most. */
int managed_wait_ms(const struct managed *managed, int wait_ms);
void managed_end(struct managed *managed); /* it stops */
void managed_release(struct managed *managed);

#endif
