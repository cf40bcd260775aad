/* What is shown, written down before it is shown (decisions 4 and 46). The rows and the answer made
 * of them have to be there first, so the trace travels in a segment of its own, with those of its
 * turn, whatever their operations and scopes; on the lane that does not wait for the disk. An
 * answer whose trace cannot be written is never sent: 503. */
#include "engine/flight.h"

#include "engine/bookkeeping.h"

/* It lives in its segment. */
struct trace_batch {
    struct flight *flights[BATCH_MAX];
    unsigned count;
};

/* Somebody with a key. What anybody may read shows no person. */
static bool is_of_known_caller(const struct flight *flight)
{
    const struct slice scope = flight->x.principal.scope;
    return slice_is_set(scope) && !slice_is(scope, "PUBLIC") && !flight->is_errand;
}

static bool is_refused_command(const struct flight *flight)
{
    const struct operation *operation = flight->x.operation;
    return operation && (operation->flags & OPERATION_COMMAND) && !flight->is_dry_run &&
           flight->outcome.kind != OUTCOME_REPLY;
}

static void name_path(struct flight *flight)
{
    const struct operation *operation = flight->x.operation;
    for (unsigned i = 0; i < EXCHANGE_PATH_MEMBERS; i++) {
        if (id_is_set(flight->x.path_id[i]))
            names_add(&flight->x.names, named_by_member(route_member_name(operation, i)),
                      flight->x.path_id[i]);
    }
}

void trace_read_names(struct flight *flight)
{
    struct exchange *x = &flight->x;
    const struct operation *operation = x->operation;
    if (!operation || !flight->has_read)
        return;
    const struct reply *reply = &operation->reply;
    struct names_of of = { 0 };
    if (!reply->content_type || flight->outcome.kind == OUTCOME_PROBLEM)
        names_init(&x->names, x->arena);
    if (flight->reply.status < 400)
        of = (struct names_of){ reply->view, operation->flags & OPERATION_LIST,
                                reply->embedded.name, reply->embedded.view };
    if (!reply->content_type || flight->reply.status >= 400)
        names_read(&x->names, buffer_as_slice(&flight->body), &of);
    /* A refusal says something of whom the body asks about. */
    if (flight->reply.status == 409)
        names_read(&x->names, flight->call->body, &(struct names_of){ 0 });
    if (flight->outcome.kind == OUTCOME_MOVED)
        names_add(&x->names, named_by_member(route_member_name(operation, 0)), x->moved_to);
    name_path(flight);
}

bool trace_is_due(const struct flight *flight)
{
    const struct operation *operation = flight->x.operation;
    if (flight->is_traced || !flight->has_read || flight->reply.status >= 500 ||
        !is_of_known_caller(flight))
        return false;
    return (operation->flags & OPERATION_PERSONAL) || names_hold_person(&flight->x.names);
}

bool trace_audit_is_due(const struct flight *flight)
{
    const int status = flight->reply.status;
    return !flight->is_traced && status >= 400 && status < 500 && status != 401 &&
           is_refused_command(flight) && slice_is_set(flight->x.principal.scope);
}

enum step trace_wait(struct flight *flight)
{
    flight_wait(flight, &flight->engine->traces);
    return STEP_WAITS;
}

/* --- a batch --- */

static void take_batch(struct engine *engine, struct trace_batch *batch)
{
    unsigned limit =
        engine->options.batch_limit < BATCH_MAX ? engine->options.batch_limit : BATCH_MAX;
    if (engine->traces.first->is_alone)
        limit = 1;
    for (struct flight *f = engine->traces.first, *next; f && batch->count < limit; f = next) {
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
    flight_wake(flight, flight_refuse(flight, REASON_DATABASE_UNAVAILABLE), "without a trace");
}

static void on_done(struct segment *segment)
{
    const struct trace_batch *batch = segment->owner;
    for (unsigned i = 0; i < batch->count; i++)
        go_on(batch->flights[i], segment, batch->count > 1);
    segment_free(segment);
}

static void send_batch(struct engine *engine)
{
    struct segment *segment = segment_new(NULL, on_done);
    struct trace_batch *batch = segment ? segment_alloc(segment, sizeof *batch) : NULL;
    if (!batch) {
        struct flight *flight = engine->traces.first;
        segment_free(segment);
        flight_wake(flight, flight_refuse(flight, REASON_TEMPORARY_REDUCED_CAPACITY), "no memory");
        return;
    }
    segment->owner = batch;
    take_batch(engine, batch);
    bookkeeping_add(segment, batch->flights, batch->count);
    pool_submit(engine->pool, POOL_READ, segment);
}

void engine_send_traces(struct engine *engine)
{
    while (engine->traces.first && pool_can_send(engine->pool, POOL_READ))
        send_batch(engine);
}
