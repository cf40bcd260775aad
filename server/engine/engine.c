#include "engine/engine.h"

#include "clock.h"
#include "engine/flight.h"

#include <stdlib.h>

enum { WITHOUT_DATABASE_MS = 1000 };

struct engine *engine_new(const struct engine_options *options, struct pool *pool)
{
    struct engine *engine = calloc(1, sizeof *engine);
    if (!engine)
        return NULL;
    engine->options = *options;
    engine->pool = pool;
    engine->load_end = &engine->load_first;
    engine->write_end = &engine->write_first;
    return engine;
}

void engine_free(struct engine *engine)
{
    if (!engine)
        return;
    errand_release(engine);
    principals_release(&engine->principals);
    free(engine);
}

/* While a lane has no connection at all, nobody is kept waiting for long: the client hears that the
 * database is away. A short wait rides over a single lost connection. */
static void refuse_waiting(struct flight **first, struct flight ***end, unsigned *waiting)
{
    int64_t patience_ms = clock_monotonic_ms() - WITHOUT_DATABASE_MS;
    struct flight **link = first;
    while (*link) {
        struct flight *flight = *link;
        if (flight->call->started_ms > patience_ms) {
            link = &flight->next;
            continue;
        }
        *link = flight->next;
        --*waiting;
        flight->failure.cause = "no connection to the database";
        flight_refuse(flight, REASON_DATABASE_UNAVAILABLE);
    }
    *end = link;
}

void engine_turn(struct engine *engine)
{
    struct pool_counts counts;
    pool_count(engine->pool, &counts);
    errand_turn(engine);
    engine_send_loads(engine);
    engine_send_writes(engine);
    if (counts.live[POOL_READ] == 0)
        refuse_waiting(&engine->load_first, &engine->load_end, &engine->load_waiting);
    if (counts.live[POOL_WRITE] == 0)
        refuse_waiting(&engine->write_first, &engine->write_end, &engine->write_waiting);
}

bool engine_can_send(const struct engine *engine)
{
    return (engine->load_first && pool_can_send(engine->pool, POOL_READ)) ||
           (engine->write_first && pool_can_send(engine->pool, POOL_WRITE));
}

void engine_drain(struct engine *engine)
{
    engine->is_draining = true;
}

unsigned engine_flights(const struct engine *engine)
{
    return engine->flights;
}

const struct engine_counts *engine_count(const struct engine *engine)
{
    return &engine->counts;
}
