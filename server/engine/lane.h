/* SPDX-License-Identifier: EUPL-1.2 */
/* Lanes: what waits for the database, by what it costs and for whom. What is short never waits
 * behind what is long, because each lane has connections of its own; within a lane the tenants take
 * turns, so that whoever asks for much waits for himself. The table is in lane.c. */
#ifndef LANE_H
#define LANE_H

#include "api/operation.h"
#include "db/pool.h"
#include "id.h"

#include <stdbool.h>
#include <stdint.h>

struct engine;
struct flight;

/* In the order in which they are sent in a turn: reads, what commands read, traces, writes. */
enum lane {
    LANE_READ,
    LANE_NATIONAL_READ,
    LANE_COMMAND,
    LANE_NATIONAL_COMMAND,
    LANE_LIST,
    LANE_NATIONAL_LIST,
    LANE_NATIONAL_HEAVY,
    LANE_TRACE,
    LANE_NATIONAL_TRACE,
    LANE_WRITE,
    LANE_NATIONAL_WRITE,
    LANE_PIECE_IN, /* of files; only tenants send some */
    LANE_PIECE_OUT,
    LANE_NATIONAL_PIECE_OUT,
    LANE_INCLUDE, /* what rows of lists point at */
    LANE_NATIONAL_INCLUDE,
    LANES,
};

struct lane_info {
    const char *name;
    enum pool_lane pool;
    enum lane next;   /* where its flights wait next; itself = nowhere */
    unsigned batch;   /* flights in one segment */
    unsigned entries; /* of lists, in one segment of several flights; 0 = any number */
    unsigned waiting; /* of one tenant; 0 = limits.tenant_waiting */
    bool is_long;     /* who asks for it is ready to wait, and so is PostgreSQL */
    bool rests;       /* after each segment for as long as that took: others find a processor */
};

extern const struct lane_info lane_infos[LANES];

/* What one tenant has waiting: an organism, a network …; of the nation each credential, of unknown
 * callers each address. */
struct account {
    struct id whose;
    unsigned waiting[LANES], waiting_in_all;
    size_t held;           /* bytes of its answers that were not taken yet, those that are large */
    size_t sent;           /* bytes of bodies on their way in, those that are large */
    uint64_t round[LANES]; /* of what came last */
    int64_t since_ms[LANES]; /* what waits first does not wait for longer than since then */
};

/* Who pays for what a flight holds: its tenant; for a caller without a key his address, and all of
 * these callers together. NULL = nobody. */
struct payers {
    struct account *own, *together;
};

/* Accounts beyond these are shared, a few tenants each. */
enum { ACCOUNTS = 512, ACCOUNT_WAYS = 8 };

struct accounts {
    struct account sets[ACCOUNTS / ACCOUNT_WAYS][ACCOUNT_WAYS];
};

/* For whom a flight waits: a tenant; of the nation each credential; of unknown callers each host.
 */
struct id lane_whose(const struct flight *flight);
/* How many flights a segment of it takes. */
unsigned lane_batch(const struct engine *engine, enum lane lane);
enum lane lane_of_load(const struct flight *flight);
enum lane lane_of_trace(const struct flight *flight);
enum lane lane_of_write(const struct flight *flight);
enum lane lane_of_feed(const struct flight *flight);
enum lane lane_of_include(const struct flight *flight);
/* It waits in the lane from now on, behind the others of its tenant and in turn with those of other
 * tenants. */
void lane_wait(struct flight *flight, enum lane lane);
/* Behind a segment that took a flight of a tenant in its round, and of the same tenant `more` that
 * waited for later ones. They are served together, for little more than one of them, and cost no
 * turns: what the tenant has still waiting comes so many rounds earlier. */
void lane_move_up(struct engine *engine, enum lane lane, struct account *account, uint64_t round,
                  unsigned more);
/* What was asked for a tenant took so long: it costs as many turns as short ones would have had in
 * that time, and what the tenant has waiting comes so many rounds later. Where all of them take
 * long of late, because the machine is busy, that is nobody's: only what takes far longer is
 * charged. */
void lane_charge(struct engine *engine, enum lane lane, struct account *account, struct id whose,
                 int64_t ms);
/* False: its tenant has as much waiting as anybody may have, or waits for so long that more could
 * only wait longer. Asked before any work is done for it. */
bool lane_admits(struct flight *flight);
/* The answer of a read is held for its tenant until the client has taken it, or has gone. False: so
 * much is held for that tenant already that the others would find no room. A first one always is.
 * Callers without a key have the share of one tenant together, and of that an address its part:
 * whoever has a key finds room. */
bool lane_holds(struct flight *flight);
/* The same of a body on its way in, which needs `bytes` in all: of a tenant's those that are large,
 * of callers without a key each. Before it is known who sends it, it is only remembered, and asked
 * again with 0 then. */
bool lane_takes_in(struct flight *flight, size_t bytes);
void lane_let_go(struct flight *flight);

#endif
