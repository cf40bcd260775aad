/* Runs operations: the one place that knows requests, connections, batches, retries and replies.
 *
 * One engine a loop, nothing shared. A request becomes a flight:
 *
 *     intake -> (principal) -> input -> load ... -> decide -> write ... -> reply
 *
 * Flights that wait in the same turn travel together: loads of one operation and one scope share
 * their statements, commands share a commit. A commit that fails is taken apart and its commands
 * are run one by one. */
#ifndef ENGINE_H
#define ENGINE_H

#include "api/operation.h"
#include "candidacy.h"
#include "db/pool.h"
#include "http/http.h"
#include "slice.h"

#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>

enum { ENGINE_LATENCY_BUCKETS = 12 };

struct engine_options {
    const char *const *origins; /* CORS, exact; NULL-terminated */
    const struct policy *policy;
    const char *certifier_name;
    bool is_sandbox;
    unsigned queue_limit;               /* flights waiting a lane; beyond: 503 */
    size_t body_limit, grid_body_limit; /* bytes */
    unsigned batch_limit;               /* flights in one segment */
};

struct engine_counts {
    atomic_ulong requests[6]; /* by status class, 1..5 */
    atomic_ulong latency[ENGINE_LATENCY_BUCKETS + 1];
    atomic_ulong latency_sum_ms;
    atomic_ulong flights, batches, batched_flights, replayed_alone, stale, unknown_outcomes;
};

struct engine;

struct engine *engine_new(const struct engine_options *options, struct pool *pool);
void engine_free(struct engine *engine);
/* The handler to start http with. */
struct http_handler engine_handler(struct engine *engine);
/* Once a turn, after pool and http have had their events: forms segments from what waits. */
void engine_turn(struct engine *engine);
/* Runs an operation in the scope SYSTEM for the process itself: no body, no key. on_end comes once,
 * from a later engine_turn(), with what was decided and the status that a caller would have got;
 * not when the engine is freed before. False: another one is under way, or the engine drains. */
bool engine_run(struct engine *engine, const struct operation *operation,
                void (*on_end)(void *owner, const struct exchange *x, int status), void *owner);
/* Something waits that a connection could take now: the loop does not sleep. */
bool engine_can_send(const struct engine *engine);
/* From now on readiness fails and Connection: close is sent; flights under way are finished. */
void engine_drain(struct engine *engine);
unsigned engine_flights(const struct engine *engine);
const struct engine_counts *engine_count(const struct engine *engine);

#endif
