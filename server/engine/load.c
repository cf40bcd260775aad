/* Reads: flights of one operation and one scope share their statements and one snapshot of the
 * database. */
#include "engine/flight.h"

#include "clock.h"
#include "engine/list.h"
#include "engine/tenant.h"
#include "sql.h"

#include <assert.h>

/* What left together. It lives in its segment, and the segment until the last flight has read it.
 */
struct load_batch {
    struct segment *segment;
    struct flight *flights[BATCH_MAX]; /* by seat */
    unsigned count, readers;
    struct shared_rows *loads[FLIGHT_LOADS]; /* by their place in the lists; NULL: nobody asked */
    struct shared_rows *replies[2];
    struct shared_rows *key, *holder;
};

enum { SCOPE_EXECUTION = 0 };

static bool knows_holder(const struct flight *flight)
{
    return slice_is_set(flight->x.principal.scope);
}

/* --- forming a segment --- */

static bool may_share(const struct flight *a, const struct flight *b)
{
    if (knows_holder(a) != knows_holder(b))
        return false;
    if (!knows_holder(a))
        return true;
    return a->x.operation == b->x.operation && a->x.extra_loads == b->x.extra_loads &&
           flight_sees_as(a, b) && list_statement(a) == list_statement(b);
}

/* Off the list: the first flight and those that may travel with it. */
static void take_group(struct engine *engine, enum lane lane, struct load_batch *batch)
{
    const unsigned limit = lane_batch(engine, lane);
    for (struct flight *f = engine->waiting[lane].list.first, *next; f && batch->count < limit;
         f = next) {
        next = f->next;
        if (batch->count && !may_share(batch->flights[0], f))
            continue;
        flight_take(f);
        f->seat = batch->count;
        batch->flights[batch->count++] = f;
    }
}

typedef void (*bind_function)(const struct exchange *, struct params *);

/* One statement with the items of every flight; NULL when none has any, or memory is short. */
static struct shared_rows *add_items(struct load_batch *batch, const struct statement *statement,
                                     bind_function bind)
{
    struct segment *segment = batch->segment;
    const struct exchange *head = &batch->flights[0]->x;
    struct shared_rows *shared = shared_rows_new(segment, segment->count, batch->count);
    struct execution *execution =
        segment_add(segment, statement, head->principal.scope, head->principal.scope_id);
    if (!shared || !execution)
        return NULL;
    for (unsigned seat = 0; seat < batch->count; seat++) {
        unsigned before = execution->params.item_count;
        bind(&batch->flights[seat]->x, &execution->params);
        shared->items[seat] = execution->params.item_count - before;
    }
    if (execution->params.item_count > 0)
        return shared;
    segment_remove_last(segment); /* nobody asked: nothing is sent */
    return NULL;
}

static void bind_query(const struct exchange *x, struct params *params)
{
    const struct operation *operation = x->operation;
    if (operation_is_paged(operation)) {
        params_item(params);
        list_bind_page((const struct flight *)x, params);
        if (operation->reply.bind)
            operation->reply.bind(x, params);
    } else if (operation->reply.bind) {
        operation->reply.bind(x, params);
    } else {
        exchange_bind_path(x, params);
    }
}

static void bind_key(const struct exchange *x, struct params *params)
{
    const struct flight *flight = (const struct flight *)x;
    if (!slice_is_set(flight->key))
        return;
    params_item(params);
    params_text(params, "principal_key", flight->principal_key);
    params_text(params, "operation", slice_of(flight->x.operation->id));
    params_text(params, "path", flight->call->path);
    params_text(params, "key", flight->key);
}

static void bind_digest(const struct exchange *x, struct params *params)
{
    params_item(params);
    params_bytes(params, "digest", ((const struct flight *)x)->lookup, DIGEST_SIZE);
}

static void add_replies(struct load_batch *batch)
{
    const struct operation *operation = batch->flights[0]->x.operation;
    const struct reply *reply = &operation->reply;
    if (reply->statement)
        batch->replies[0] = add_items(batch, list_statement(batch->flights[0]), bind_query);
    if (reply->embedded.statement)
        batch->replies[1] =
            add_items(batch, reply->embedded.statement,
                      reply->embedded.bind ? reply->embedded.bind : exchange_bind_path);
}

static void add_loads(struct load_batch *batch)
{
    const struct exchange *head = &batch->flights[0]->x;
    const struct operation *operation = head->operation;
    const struct load *lists[] = { operation->loads, head->extra_loads };
    unsigned place = 0, roots = 0;
    flight_set_scope(batch->flights[0], batch->segment);
    for (unsigned list = 0; list < 2; list++) {
        for (const struct load *l = lists[list]; l && l->statement; l++) {
            roots += (l->flags & LOAD_ROOT) != 0;
            assert(place < FLIGHT_LOADS && roots <= 1);
            batch->loads[place++] =
                add_items(batch, l->statement, l->bind ? l->bind : exchange_bind_path);
        }
    }
    assert(roots == 1 || !(operation->flags & OPERATION_IF_MATCH));
    /* Behind the loads: whoever sees what a twin has done sees its stored answer too, which went
     * into the same commit. The other way round a twin would be refused for what it did itself. */
    if (operation->flags & OPERATION_COMMAND)
        batch->key = add_items(batch, &SQL_idempotency_find, bind_key);
    else
        add_replies(batch);
}

/* --- what came back --- */

static void on_done(struct segment *segment)
{
    struct load_batch *batch = segment->owner;
    bool is_good = segment->outcome == SEGMENT_COMMITTED;
    batch->readers = batch->count;
    for (unsigned seat = 0; seat < batch->count; seat++) {
        struct flight *f = batch->flights[seat];
        f->loaded = is_good ? batch : NULL;
        if (!is_good) {
            failure_note(&f->failure, segment);
            flight_wake(f, flight_refuse(f, failure_reason(segment)), "the read failed");
        } else if (!knows_holder(f)) {
            flight_wake(f, STEP_KNOWN, "the holder was read");
        } else if (f->x.operation->flags & OPERATION_COMMAND) {
            flight_wake(f, STEP_DECIDE, "the snapshot was read");
        } else {
            flight_wake(f, STEP_SHOW, "the rows were read");
        }
    }
    if (!is_good)
        segment_free(segment);
}

void load_let_go(struct flight *flight)
{
    struct load_batch *batch = flight->loaded;
    flight->loaded = NULL;
    if (batch && --batch->readers == 0)
        segment_free(batch->segment);
}

/* The present of the database's own clock, the real one unless it is a sandbox's, and its day where
 * the caller acts. */
static void read_present(struct flight *flight)
{
    const struct segment *segment = flight->loaded->segment;
    struct exchange *x = &flight->x;
    if (segment_row_count(segment, SCOPE_EXECUTION) == 0)
        return;
    struct row row = segment_row(segment, SCOPE_EXECUTION, 0, x->arena);
    x->moment.pretended = row_date(&row, "pretended_day");
    if (!row_is_null(&row, "pretended_seconds"))
        x->moment.unix_seconds = row_int(&row, "pretended_seconds");
    x->today = moment_day(x->moment, x->principal.time_zone);
}

static void read_rows(struct flight *flight, struct shared_rows *shared, const struct load *load)
{
    struct exchange *x = &flight->x;
    struct rows rows = { 0 };
    if (shared && !shared_rows_of(shared, flight->seat, &rows)) {
        x->has_failed = true;
        return;
    }
    if (rows.segment && !tenant_may_see(flight, &rows)) {
        flight->shows_others = true;
        return;
    }
    for (unsigned i = 0; i < rows.count; i++) {
        struct row row = segment_row(rows.segment, rows.execution, rows_number(&rows, i), x->arena);
        int64_t version = x->version;
        load->read(x, &row);
        x->has_failed |= row.has_failed;
        if (!(load->flags & LOAD_ROOT))
            x->version = version;
    }
    if (rows.count == 0 && (load->flags & LOAD_REQUIRED))
        x->is_missing = true;
}

void load_read(struct flight *flight)
{
    const struct load_batch *batch = flight->loaded;
    const struct load *lists[] = { flight->x.operation->loads, flight->x.extra_loads };
    unsigned place = 0;
    assert(batch->flights[flight->seat] == flight);
    read_present(flight);
    for (unsigned list = 0; list < 2; list++) {
        for (const struct load *l = lists[list]; l && l->statement; l++)
            read_rows(flight, batch->loads[place++], l);
    }
}

static struct rows rows_of(const struct flight *flight, struct shared_rows *shared)
{
    struct rows rows = { 0 };
    if (shared && !shared_rows_of(shared, flight->seat, &rows))
        return (struct rows){ 0 };
    return rows;
}

struct rows load_reply_rows(const struct flight *flight, unsigned place)
{
    return rows_of(flight, flight->loaded->replies[place]);
}

struct rows load_key_rows(const struct flight *flight)
{
    return rows_of(flight, flight->loaded->key);
}

struct rows load_holder_rows(const struct flight *flight)
{
    return rows_of(flight, flight->loaded->holder);
}

/* --- queueing --- */

enum step load_wait(struct flight *flight)
{
    lane_wait(flight, lane_of_load(flight));
    return STEP_WAITS;
}

void load_send(struct engine *engine, enum lane lane)
{
    struct segment *segment = segment_new(NULL, on_done);
    struct load_batch *batch = segment ? segment_alloc(segment, sizeof *batch) : NULL;
    if (!batch) {
        struct flight *flight = engine->waiting[lane].list.first;
        segment_free(segment);
        flight_wake(flight, flight_refuse(flight, REASON_TEMPORARY_REDUCED_CAPACITY), "no memory");
        return;
    }
    segment->owner = batch;
    batch->segment = segment;
    take_group(engine, lane, batch);
    /* A credential is looked up before anything is known about its holder: the scope is unset. */
    if (knows_holder(batch->flights[0]))
        add_loads(batch);
    else
        batch->holder = add_items(batch, &SQL_principal_find, bind_digest);
    pool_submit(engine->pool, lane_infos[lane].pool, segment);
}
