/* SPDX-License-Identifier: EUPL-1.2 */
/* Runs operations: the one place that knows requests, connections, batches, retries and replies.
 *
 * One engine a loop, nothing shared. A request becomes a flight:
 *
 *     head -> (identify) -> input -> load -> decide -> write -> answer
 *
 * Flights that wait in the same turn travel together: loads of one operation and one scope share
 * their statements, commands share a commit. A commit that fails is taken apart and its commands
 * are run one by one. Commands of one root go one behind the other. The page is engine.c. */
#ifndef ENGINE_H
#define ENGINE_H

#include "api/operation.h"
#include "candidacy.h"
#include "db/pool.h"
#include "engine/forwarded.h"
#include "engine/lane.h"
#include "engine/principal_news.h"
#include "engine/strangers.h"
#include "api/notices.h"
#include "http/http.h"
#include "slice.h"

#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>

enum { ENGINE_LATENCY_BUCKETS = 12 };

struct login_reader;

/* What may change from one turn to the next. */
struct engine_live {
    const char *const *origins; /* CORS, exact; NULL-terminated */
    unsigned tenant_waiting;    /* of one tenant in one lane; 0 = no limit of its own */
    int64_t wait_ms;    /* whose flights wait for longer is refused more of them; 0 = nobody is */
    int64_t request_ms; /* a request that still waits, or is still stale, after this: 503 */
    size_t body_limit, grid_body_limit, file_limit; /* bytes */
    unsigned often[LIMITS]; /* in the window of each; 0 = as often as one likes */
};

struct engine_options {
    struct engine_live live;
    struct forwarding forwarding; /* of proxies in front */
    const struct policy *policy;
    const char *certifier_name;
    struct notices notices;
    bool is_sandbox;
    struct principal_news *news; /* shared by all loops; NULL: no credential is remembered */
    struct login_reader *login;  /* of this loop; NULL: nobody signs in */
    unsigned queue_limit;        /* flights that wait; beyond: 503 */
    size_t tenant_answer_bytes;  /* of answers that one tenant has not taken; 0 = any */
    size_t tenant_body_bytes;    /* of bodies that one tenant sends; 0 = any */
    unsigned batch_limit;        /* flights in one segment */
};

struct engine_counts {
    atomic_ulong requests[6]; /* by status class, 1..5 */
    atomic_ulong latency[ENGINE_LATENCY_BUCKETS + 1];
    atomic_ulong latency_sum_ms;
    atomic_ulong remembered, unremembered; /* callers, by whether they had to be looked up */
    atomic_ulong shed[LANES];              /* refused because so many waited, or for so long */
    atomic_ulong flights, batches, batched_flights, replayed_alone, stale, unknown_outcomes;
};

struct engine;

struct engine *engine_new(const struct engine_options *options, struct pool *pool);
void engine_free(struct engine *engine);
/* Between two turns: what comes from now on is under these. */
void engine_change(struct engine *engine, const struct engine_live *live);
/* The handler to start http with. */
struct http_handler engine_handler(struct engine *engine);
/* Once a turn, after pool and http have had their events: forms segments from what waits. */
void engine_turn(struct engine *engine);
/* Runs an operation in the scope SYSTEM for the process itself: no body, no key. on_end comes once,
 * from a later engine_turn(), with what was decided and the status that a caller would have got;
 * not when the engine is freed before. False: another one is under way, or the engine drains. */
bool engine_run(struct engine *engine, const struct operation *operation,
                void (*on_end)(void *owner, const struct exchange *x, int status), void *owner);
/* An attempt to fetch keys of identity providers has ended: who waits for it is looked at again. */
void engine_keys_came(struct engine *engine);
/* Something waits that could go on now: the loop does not sleep. */
bool engine_can_send(const struct engine *engine);
/* Milliseconds until engine_turn() has something to do by itself; -1 = nothing. */
int engine_timeout_ms(const struct engine *engine, int64_t now_ms);
/* From now on readiness fails and Connection: close is sent; flights under way are finished. */
void engine_drain(struct engine *engine);
/* The pool is gone, every segment has ended: who still waits is answered that the database is away.
 */
void engine_lose_pool(struct engine *engine);
/* Those whom nobody knew since somebody cleared it. */
struct strangers *engine_strangers(struct engine *engine);
const struct engine_counts *engine_count(const struct engine *engine);

#endif
