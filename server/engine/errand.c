/* SPDX-License-Identifier: EUPL-1.2 */
/* Errands: operations that the process runs for itself. A flight like any other, with nobody at the
 * other end. */
#include "engine/flight.h"

#include "clock.h"
#include "log.h"

#include <stdlib.h>

enum { ERRAND_MEMORY = 8 * 1024 * 1024 };

struct errand {
    struct http_call call; /* an empty request */
    struct arena arena;
    struct flight *flight;
    void (*on_end)(void *owner, const struct exchange *x, int status);
    void *owner;
    bool has_ended;
};

void errand_release(struct engine *engine)
{
    struct errand *errand = engine->errand;
    engine->errand = NULL;
    if (!errand)
        return;
    flight_take(errand->flight);
    buffer_release(&errand->flight->body);
    buffer_release(&errand->flight->reply.body);
    arena_release(&errand->arena);
    free(errand);
}

/* Not from within the flight's own functions: they may still look at it. */
void errand_turn(struct engine *engine)
{
    struct errand *errand = engine->errand;
    if (!errand || !errand->has_ended)
        return;
    errand->on_end(errand->owner, &errand->flight->x, errand->flight->reply.status);
    errand_release(engine);
}

void errand_answer(struct flight *flight)
{
    struct engine *engine = flight->engine;
    engine->errand->has_ended = true;
    log_fields(flight->reply.status < 400 ? LOG_INFO : LOG_WARNING, "errand",
               LOG_SLICE("request_id", flight->request_id),
               LOG_TEXT("operation", flight->x.operation->id),
               LOG_NUMBER("status", flight->reply.status),
               LOG_NUMBER("ms", clock_monotonic_ms() - flight->call->started_ms));
}

bool engine_run(struct engine *engine, const struct operation *operation,
                void (*on_end)(void *owner, const struct exchange *x, int status), void *owner)
{
    if (engine->errand || engine->is_draining)
        return false;
    struct errand *errand = calloc(1, sizeof *errand);
    if (!errand)
        return false;
    arena_init(&errand->arena, ERRAND_MEMORY);
    struct flight *flight = arena_alloc(&errand->arena, sizeof *flight);
    if (!flight) {
        arena_release(&errand->arena);
        free(errand);
        return false;
    }
    errand->call.arena = &errand->arena;
    errand->call.path = slice_of(operation->path);
    errand->call.started_ms = clock_monotonic_ms();
    errand->flight = flight;
    errand->on_end = on_end;
    errand->owner = owner;
    engine->errand = errand;
    flight_init(flight, engine, &errand->call);
    flight->is_errand = true;
    flight->deadline_ms = errand->call.started_ms + engine->options.live.request_ms;
    flight->request_id = input_request_id(flight);
    flight->x.now_ms = clock_unix_ms();
    flight->x.moment = (struct moment){ .unix_seconds = flight->x.now_ms / 1000 };
    flight->x.today = moment_day(flight->x.moment, TIME_ZONE_PARIS);
    flight->x.operation = operation;
    flight->x.principal = (struct principal){ .scope = SLICE("SYSTEM"),
                                              .roles = operation->roles,
                                              .permissions = operation_permission(operation) };
    flight_wake(flight, STEP_INPUT, "an errand");
    return true;
}
