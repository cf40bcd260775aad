#include "engine/engine.h"

#include "engine/flight.h"

#include <stdlib.h>

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
    principals_release(&engine->principals);
    free(engine);
}

void engine_turn(struct engine *engine)
{
    engine_send_loads(engine);
    engine_send_writes(engine);
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
