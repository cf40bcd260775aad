/* SPDX-License-Identifier: EUPL-1.2 */
/* What is shown, written down before it is shown (decisions 4 and 46). The rows and the answer made
 * of them have to be there first, so the trace travels in a segment of its own, with those of its
 * turn, whatever their operations and scopes; on a lane that does not wait for the disk. A trace
 * that only met another transaction is written again; an answer whose trace cannot be written is
 * never sent: 503. */
#include "engine/flight.h"

#include "engine/bookkeeping.h"

/* It lives in its segment. */
struct trace_batch {
    struct flight *flights[BATCH_MAX];
    unsigned count;
};

enum step trace_wait(struct flight *flight)
{
    lane_wait(flight, lane_of_trace(flight));
    return STEP_WAITS;
}

/* --- a batch --- */

static void take_batch(struct engine *engine, enum lane lane, struct trace_batch *batch)
{
    struct flight_list *waiting = &engine->waiting[lane].list;
    unsigned limit = lane_batch(engine, lane);
    if (waiting->first->is_alone)
        limit = 1;
    for (struct flight *f = waiting->first, *next; f && batch->count < limit; f = next) {
        next = f->next;
        if (limit > 1 && f->is_alone)
            continue;
        flight_take(f);
        batch->flights[batch->count++] = f;
    }
}

static void go_on(struct flight *flight, const struct segment *segment, bool was_shared)
{
    if (segment->outcome == SEGMENT_COMMITTED) {
        flight->is_traced = true;
        flight_wake(flight, STEP_SEND, "its trace is written");
        return;
    }
    if (segment->outcome == SEGMENT_FAILED && was_shared) {
        flight->is_alone = true;
        flight_wake(flight, STEP_TRACE, "the batch failed");
        return;
    }
    failure_note(&flight->failure, segment);
    if (failure_is_stale(segment)) {
        flight_wake(flight, STEP_AGAIN, "its trace met another transaction");
        return;
    }
    flight_wake(flight, flight_refuse(flight, REASON_DATABASE_UNAVAILABLE), "without a trace");
}

static void on_done(struct segment *segment)
{
    const struct trace_batch *batch = segment->owner;
    for (unsigned i = 0; i < batch->count; i++)
        go_on(batch->flights[i], segment, batch->count > 1);
    segment_free(segment);
}

void trace_send(struct engine *engine, enum lane lane)
{
    struct segment *segment = segment_new(NULL, on_done);
    struct trace_batch *batch = segment ? segment_alloc(segment, sizeof *batch) : NULL;
    if (!batch) {
        struct flight *flight = engine->waiting[lane].list.first;
        segment_free(segment);
        flight_wake(flight, flight_refuse(flight, REASON_TEMPORARY_REDUCED_CAPACITY), "no memory");
        return;
    }
    segment->owner = batch;
    take_batch(engine, lane, batch);
    bookkeeping_add(segment, batch->flights, batch->count);
    pool_submit(engine->pool, lane_infos[lane].pool, segment);
}
