/* Writes: several commands share one commit; when it fails they are taken apart and run one by one,
 * so that the failure of one is never the failure of another.
 *
 * A batch is a two-phase segment. First every command's writes and its reply rows; at the flush the
 * touched rows are compared with what was decided (a snapshot that was stale touches fewer), the
 * replies are rendered, and then the idempotency records and the audit rows go out with the commit.
 * Nothing is answered before the commit was seen. */
#include "engine/flight.h"

#include "engine/bookkeeping.h"
#include "engine/verdict.h"
#include "sql.h"

#include <assert.h>

enum { WRITES_FIRST_MAX = 8 };

/* It lives in its segment. */
struct write_batch {
    struct engine *engine;
    struct flight *flights[BATCH_MAX];
    unsigned count;
    enum reason cause; /* why the batch was abandoned at the flush, REASON_NONE = it was not */
    bool is_dry_run;   /* abandoned on purpose: the rendered answer is the answer */
};

enum step write_wait(struct flight *flight)
{
    if (flight->step == STEP_AUDIT) {
        flight->x.effect_count = 0;
        root_leave(flight); /* it changes nothing: nobody needs to wait for its trace */
    }
    lane_wait(flight, lane_of_write(flight));
    return STEP_WAITS;
}

/* A refused command writes nothing but its audit row. */
static bool is_refused(const struct flight *flight)
{
    return flight->step == STEP_AUDIT;
}

/* --- forming a batch --- */

/* Locks are taken in the order of roots in every batch, so that two loops never wait for one
 * another. Two commands of one root are never here at once (root.c). */
static void insert_sorted(struct write_batch *batch, struct flight *flight)
{
    unsigned at = batch->count++;
    for (; at > 0; at--) {
        struct flight *before = batch->flights[at - 1];
        int order = memcmp(before->x.root_id.bytes, flight->x.root_id.bytes,
                           sizeof flight->x.root_id.bytes);
        assert(order != 0 || !id_is_set(flight->x.root_id) || is_refused(before) ||
               is_refused(flight));
        if (order <= 0)
            break;
        batch->flights[at] = before;
    }
    batch->flights[at] = flight;
}

static bool travels_alone(const struct flight *flight)
{
    bool shares = is_refused(flight) || (flight->x.operation->flags & OPERATION_BATCHED);
    return flight->is_alone || flight->is_dry_run || !shares;
}

/* Off the list: the first command, and those that may share its commit. */
static void take_batch(struct engine *engine, enum lane lane, struct write_batch *batch)
{
    struct flight_list *waiting = &engine->waiting[lane].list;
    unsigned limit = lane_batch(engine, lane);
    if (travels_alone(waiting->first))
        limit = 1;
    for (struct flight *f = waiting->first, *next; f && batch->count < limit; f = next) {
        next = f->next;
        if (limit > 1 && travels_alone(f))
            continue;
        flight_take(f);
        f->written = 0;
        insert_sorted(batch, f);
    }
}

static struct execution *add(struct segment *segment, const struct flight *flight,
                             const struct statement *statement)
{
    return segment_add(segment, statement, flight->x.principal.scope, flight->x.principal.scope_id);
}

static void add_key_lock(struct segment *segment, struct flight *flight)
{
    flight->key_execution = segment->count;
    struct execution *execution = add(segment, flight, &SQL_idempotency_lock);
    if (!execution)
        return;
    params_item(&execution->params);
    params_text(&execution->params, "principal_key", flight->principal_key);
    params_text(&execution->params, "operation", slice_of(flight->x.operation->id));
    params_text(&execution->params, "path", flight->call->path);
    params_text(&execution->params, "key", flight->key);
}

/* The effects of one kind as items of one statement, of `ret_execution` when it is there already;
 * how many there were. */
static unsigned add_kind(struct segment *segment, const struct flight *flight,
                         const struct write *write, struct execution **ret_execution)
{
    const struct exchange *x = &flight->x;
    struct execution *execution = *ret_execution;
    unsigned count = 0;
    for (unsigned i = 0; i < x->effect_count; i++) {
        if (x->effects[i].write != write)
            continue;
        if (!execution)
            execution = add(segment, flight, write->statement);
        if (!execution)
            return count;
        params_item(&execution->params);
        write->bind(x, &x->effects[i], &execution->params);
        count++;
    }
    *ret_execution = execution;
    return count;
}

/* What all commands together only share, kind by kind: one statement for the batch. Commands of
 * several operations may name the same row of a table. */
static void add_first(struct segment *segment, struct write_batch *batch)
{
    const struct write *done[WRITES_FIRST_MAX];
    unsigned done_count = 0;
    for (unsigned i = 0; i < batch->count; i++) {
        const struct exchange *x = &batch->flights[i]->x;
        for (unsigned e = 0; e < x->effect_count; e++) {
            const struct write *write = x->effects[e].write;
            unsigned at = 0;
            while (at < done_count && done[at] != write)
                at++;
            if (!(write->flags & WRITE_FIRST) || at < done_count)
                continue;
            assert(done_count < WRITES_FIRST_MAX);
            done[done_count++] = write;
            struct execution *execution = NULL;
            for (unsigned k = i; k < batch->count; k++)
                batch->flights[k]->written +=
                    add_kind(segment, batch->flights[k], write, &execution);
        }
    }
}

static void add_effects(struct segment *segment, struct flight *flight)
{
    const struct exchange *x = &flight->x;
    flight->write_first = segment->count;
    for (unsigned table = 0; table < OPERATION_WRITE_TABLES; table++) {
        const struct writes *writes = &x->operation->writes[table];
        for (unsigned row = 0; row < writes->count; row++) {
            struct execution *execution = NULL;
            if (!(writes->rows[row].flags & WRITE_FIRST))
                flight->written += add_kind(segment, flight, &writes->rows[row], &execution);
        }
    }
    flight->write_count = segment->count - flight->write_first;
    /* An effect of a row that is in no table of its operation would be lost without a word. */
    assert(segment->has_no_memory || flight->written == x->effect_count);
}

static void add_reply(struct segment *segment, struct flight *flight, unsigned place,
                      const struct statement *statement,
                      void (*bind)(const struct exchange *, struct params *))
{
    struct execution *execution = add(segment, flight, statement);
    if (!execution)
        return;
    (bind ? bind : exchange_bind_result)(&flight->x, &execution->params);
    flight->reply_rows[place] = (struct rows){ segment, segment->count - 1, 0, NULL };
}

static void add_command(struct segment *segment, struct flight *flight)
{
    const struct reply *reply = exchange_reply(&flight->x);
    flight_set_scope(flight, segment);
    if (flight->is_dry_run)
        add(segment, flight, &SQL_dry_run_begin);
    if (slice_is_set(flight->key))
        add_key_lock(segment, flight);
    add_effects(segment, flight);
    flight->reply_rows[0] = flight->reply_rows[1] = (struct rows){ 0 };
    if (reply->statement)
        add_reply(segment, flight, 0, reply->statement, reply->bind);
    if (reply->embedded.statement)
        add_reply(segment, flight, 1, reply->embedded.statement, reply->embedded.bind);
    if (flight->is_dry_run)
        add(segment, flight, &SQL_constraints_fire);
}

/* --- at the flush --- */

static const struct write *write_of_execution(const struct flight *flight,
                                              const struct execution *execution)
{
    for (unsigned table = 0; table < OPERATION_WRITE_TABLES; table++) {
        const struct writes *writes = &flight->x.operation->writes[table];
        for (unsigned row = 0; row < writes->count; row++) {
            if (writes->rows[row].statement == execution->statement)
                return &writes->rows[row];
        }
    }
    return NULL;
}

/* A write touched less than was decided. As a rule somebody else was faster, and the next load sees
 * it. When load after load finds the root as it was, nothing is stale: the row is there to be read,
 * and the database lets this caller change nothing of it. Several times, because an act of several
 * roots may lose to writers of the others while its own stands still. */
static enum reason reason_of_miss(struct flight *flight)
{
    bool is_unchanged = flight->missed_version && flight->missed_version == flight->x.version;
    flight->missed_version = flight->x.version;
    flight->misses = is_unchanged ? flight->misses + 1 : 0;
    return flight->misses >= MISSES_MAX ? REASON_OUT_OF_SCOPE : REASON_VERSION_MISMATCH;
}

/* REASON_NONE when everything touched what was decided. */
static enum reason check_command(struct flight *flight, const struct segment *segment)
{
    if (slice_is_set(flight->key)) {
        struct row row = segment_row(segment, flight->key_execution, 0, flight->x.arena);
        if (!row_bool(&row, "is_ours")) /* a twin holds the key right now */
            return REASON_IDEMPOTENCY_IN_PROGRESS;
        if (row_bool(&row, "is_stored")) /* a twin was faster: load again, and find its answer */
            return REASON_VERSION_MISMATCH;
    }
    for (unsigned i = 0; i < flight->write_count; i++) {
        unsigned at = flight->write_first + i;
        const struct write *write = write_of_execution(flight, &segment->executions[at]);
        assert(write && segment->executions[at].result);
        if ((write->flags & WRITE_EXACT) &&
            segment_touched(segment, at) != segment->executions[at].params.item_count) {
            return reason_of_miss(flight);
        }
    }
    return REASON_NONE;
}

static void render(struct write_batch *batch, struct flight *flight, const struct segment *segment)
{
    for (unsigned place = 0; place < 2; place++) {
        struct rows *rows = &flight->reply_rows[place];
        if (rows->segment)
            rows->count = segment_row_count(segment, rows->execution);
    }
    if (flight_render(flight) != REASON_NONE || flight->reply.status >= 400)
        batch->cause = REASON_INTERNAL; /* what cannot be told must not happen */
    shown_read(flight);
    if (flight->x.names.has_failed)
        batch->cause = REASON_TEMPORARY_REDUCED_CAPACITY;
    batch->is_dry_run = flight->is_dry_run; /* they travel alone */
}

static void on_flushed(struct segment *segment)
{
    struct write_batch *batch = segment->owner;
    for (unsigned i = 0; i < batch->count && batch->cause == REASON_NONE; i++) {
        if (!is_refused(batch->flights[i]))
            batch->cause = check_command(batch->flights[i], segment);
    }
    for (unsigned i = 0; i < batch->count && batch->cause == REASON_NONE; i++) {
        if (!is_refused(batch->flights[i]))
            render(batch, batch->flights[i], segment);
    }
    if (batch->cause != REASON_NONE || batch->is_dry_run) {
        segment_abandon(segment);
        return;
    }
    bookkeeping_add(segment, batch->flights, batch->count);
}

/* --- the end --- */

/* How a flight goes on once its batch has ended. */
static enum step go_on(const struct write_batch *batch, const struct segment *segment,
                       struct flight *flight)
{
    bool is_dry = batch->is_dry_run && batch->cause == REASON_NONE &&
                  segment->outcome == SEGMENT_FAILED && segment->is_abandoned;
    if (segment->outcome == SEGMENT_COMMITTED || is_dry) {
        flight->is_traced = !is_dry;
        return is_refused(flight) ? STEP_SEND : flight_end(flight, OUTCOME_REPLY);
    }
    if (segment->outcome == SEGMENT_FAILED && batch->count > 1) {
        atomic_fetch_add(&batch->engine->counts.replayed_alone, 1);
        flight->is_alone = true;
        return is_refused(flight) ? STEP_AUDIT : STEP_WRITE;
    }
    if (segment->outcome == SEGMENT_FAILED)
        return verdict_on_failure(flight, segment, batch->cause);
    /* Not sent, or sent and nobody knows: the key tells on a retry. */
    failure_note(&flight->failure, segment);
    return flight_refuse(flight, REASON_DATABASE_UNAVAILABLE);
}

static void on_done(struct segment *segment)
{
    struct write_batch *batch = segment->owner;
    if (segment->outcome == SEGMENT_UNKNOWN)
        atomic_fetch_add(&batch->engine->counts.unknown_outcomes, batch->count);
    for (unsigned i = 0; i < batch->count; i++) {
        struct flight *flight = batch->flights[i];
        enum step next = go_on(batch, segment, flight);
        flight_wake(flight, next, next == STEP_ANSWER ? "the batch has ended" : "the batch failed");
    }
    segment_free(segment);
}

void write_send(struct engine *engine, enum lane lane)
{
    struct segment *segment = segment_new(NULL, on_done);
    struct write_batch *batch = segment ? segment_alloc(segment, sizeof *batch) : NULL;
    if (!batch) {
        struct flight *flight = engine->waiting[lane].list.first;
        segment_free(segment);
        flight_wake(flight, flight_refuse(flight, REASON_TEMPORARY_REDUCED_CAPACITY), "no memory");
        return;
    }
    segment->owner = batch;
    segment->is_two_phase = true;
    segment->on_flushed = on_flushed;
    batch->engine = engine;
    take_batch(engine, lane, batch);
    add_first(segment, batch);
    for (unsigned i = 0; i < batch->count; i++) {
        if (!is_refused(batch->flights[i]))
            add_command(segment, batch->flights[i]);
    }
    if (segment->count == 0) /* refusals only: a first phase is needed all the same */
        flight_set_scope(batch->flights[0], segment);
    atomic_fetch_add(&engine->counts.batches, 1);
    atomic_fetch_add(&engine->counts.batched_flights, batch->count);
    pool_submit(engine->pool, lane_infos[lane].pool, segment);
}
