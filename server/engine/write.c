/* Writes: several commands share one commit; when it fails they are taken apart and run one by one,
 * so that the failure of one is never the failure of another.
 *
 * A batch is a two-phase segment. First every command's writes and its reply rows; at the flush the
 * touched rows are compared with what was decided (a snapshot that was stale touches fewer), the
 * replies are rendered, and then the idempotency records and the audit rows go out with the commit.
 * Nothing is answered before the commit was seen. */
#include "engine/flight.h"

#include "api/constraint.h"
#include "clock.h"
#include "sql.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

/* PATIENCE_MS: a command that met a foreign lock is not tried again for longer than a caller waits.
 */
enum { BATCH_MAX = 32, PATIENCE_MS = 6000 };

struct write_batch {
    struct engine *engine;
    struct flight *flights[BATCH_MAX];
    unsigned count;
    enum reason cause; /* why the batch was abandoned at the flush, REASON_NONE = it was not */
    bool is_dry_run;   /* abandoned on purpose: the rendered answer is the answer */
};

void flight_queue_write(struct flight *flight)
{
    struct engine *engine = flight->engine;
    flight->next = NULL;
    *engine->write_end = flight;
    engine->write_end = &flight->next;
    engine->write_waiting++;
}

void flight_queue_audit(struct flight *flight)
{
    flight->x.effect_count = 0;
    flight_queue_write(flight);
}

/* A refused command (it already has its reply) writes nothing but its audit row. */
static bool is_refused(const struct flight *flight)
{
    return flight->has_reply;
}

static bool shares_root(const struct write_batch *batch, const struct flight *flight)
{
    for (unsigned i = 0; i < batch->count; i++) {
        if (id_is_set(flight->x.root_id) &&
            id_equals(flight->x.root_id, batch->flights[i]->x.root_id))
            return true;
    }
    return false;
}

/* Locks are taken in the order of roots in every batch, so that two loops never wait for one
 * another. */
static void insert_sorted(struct write_batch *batch, struct flight *flight)
{
    unsigned at = batch->count++;
    while (at > 0 && memcmp(batch->flights[at - 1]->x.root_id.bytes, flight->x.root_id.bytes,
                            sizeof flight->x.root_id.bytes) > 0) {
        batch->flights[at] = batch->flights[at - 1];
        at--;
    }
    batch->flights[at] = flight;
}

static void take_batch(struct engine *engine, struct write_batch *batch)
{
    struct flight **link = &engine->write_first;
    unsigned limit =
        engine->options.batch_limit < BATCH_MAX ? engine->options.batch_limit : BATCH_MAX;
    bool takes_one = engine->write_first->is_alone;
    while (*link && batch->count < (takes_one ? 1 : limit)) {
        struct flight *flight = *link;
        if (!takes_one && (flight->is_alone || shares_root(batch, flight))) {
            link = &flight->next;
            continue;
        }
        *link = flight->next;
        flight->next = NULL;
        engine->write_waiting--;
        insert_sorted(batch, flight);
    }
    engine->write_end = &engine->write_first;
    while (*engine->write_end)
        engine->write_end = &(*engine->write_end)->next;
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

/* The effects of one kind as items of one statement; how many there were. */
static unsigned add_kind(struct segment *segment, const struct flight *flight,
                         const struct write *write)
{
    const struct exchange *x = &flight->x;
    struct execution *execution = NULL;
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
    return count;
}

static void add_effects(struct segment *segment, struct flight *flight)
{
    const struct exchange *x = &flight->x;
    unsigned written = 0;
    flight->write_first = segment->count;
    for (unsigned table = 0; table < OPERATION_WRITE_TABLES; table++) {
        const struct writes *writes = &x->operation->writes[table];
        for (unsigned row = 0; row < writes->count; row++)
            written += add_kind(segment, flight, &writes->rows[row]);
    }
    flight->write_count = segment->count - flight->write_first;
    /* An effect of a row that is in no table of its operation would be lost without a word. */
    assert(segment->has_no_memory || written == x->effect_count);
}

static void add_reply(struct segment *segment, struct flight *flight, unsigned place,
                      const struct statement *statement,
                      void (*bind)(const struct exchange *, struct params *))
{
    struct execution *execution = add(segment, flight, statement);
    if (!execution)
        return;
    (bind ? bind : exchange_bind_result)(&flight->x, &execution->params);
    flight->replies[place] =
        (struct item_range){ segment->count - 1, 1, execution->params.item_count };
}

static void add_command(struct segment *segment, struct flight *flight)
{
    const struct reply *reply = &flight->x.operation->reply;
    add(segment, flight, &SQL_scope_set);
    if (slice_is_set(flight->key))
        add_key_lock(segment, flight);
    add_effects(segment, flight);
    if (reply->statement)
        add_reply(segment, flight, 0, reply->statement, reply->bind);
    if (reply->embedded.statement)
        add_reply(segment, flight, 1, reply->embedded.statement, reply->embedded.bind);
    if (flight->is_dry_run)
        add(segment, flight, &SQL_constraints_fire);
}

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
        assert(write);
        if ((write->flags & WRITE_EXACT) &&
            segment_touched(segment, at) != segment->executions[at].params.item_count) {
            /* Loaded again, and the root is still what it was: nothing was stale. The row is there
             * to be read, and the database lets this caller change nothing of it. */
            bool is_unchanged =
                flight->missed_version && flight->missed_version == flight->x.version;
            flight->missed_version = flight->x.version;
            return is_unchanged ? REASON_OUT_OF_SCOPE : REASON_VERSION_MISMATCH;
        }
    }
    return REASON_NONE;
}

static void bind_record(const struct flight *f, struct params *params)
{
    struct slice location = { 0 };
    for (unsigned h = 0; h < f->reply.header_count; h++) {
        if (strcmp(f->reply.headers[h].name, "Location") == 0)
            location = f->reply.headers[h].value;
    }
    params_item(params);
    params_text(params, "principal_key", f->principal_key);
    params_text(params, "operation", slice_of(f->x.operation->id));
    params_text(params, "path", f->call->path);
    params_text(params, "key", f->key);
    params_bytes(params, "fingerprint", f->fingerprint, FINGERPRINT_SIZE);
    params_int(params, "status", f->reply.status);
    params_text(params, "etag", f->etag[0] ? slice_of(f->etag) : (struct slice){ 0 });
    params_text(params, "location", location);
    params_text(params, "body", buffer_as_slice(&f->body));
}

static void bind_audit(const struct flight *f, struct params *params)
{
    const struct exchange *x = &f->x;
    params_item(params);
    params_id(params, "credential_id", x->principal.key_id);
    params_id(params, "person_id", x->principal.person_id);
    params_text(params, "action", slice_of(x->operation->id));
    params_text(params, "object_kind", slice_of(x->operation->tag));
    params_id(params, "object_id", id_is_set(x->root_id) ? x->root_id : x->result_id);
    params_text(params, "outcome", x->refusal_count ? SLICE("REFUSED") : SLICE("ACCEPTED"));
    params_text(params, "reason",
                x->refusal_count ? slice_of(reason_info(x->refusals[0].reason)->code)
                                 : (struct slice){ 0 });
    params_text(params, "request_id", f->request_id);
    params_text(params, "key", f->key);
}

static bool is_same_scope(const struct flight *a, const struct flight *b)
{
    return slice_equals(a->x.principal.scope, b->x.principal.scope) &&
           id_equals(a->x.principal.scope_id, b->x.principal.scope_id);
}

/* Idempotency records and audit rows of one scope: two array statements, whoever many commands
 * there are. */
static void add_bookkeeping(struct segment *segment, const struct write_batch *batch,
                            unsigned first)
{
    const struct flight *head = batch->flights[first];
    struct execution *execution = NULL;
    add(segment, head, &SQL_scope_set);
    for (unsigned i = first; i < batch->count; i++) {
        const struct flight *f = batch->flights[i];
        if (!is_same_scope(head, f) || !slice_is_set(f->key) || is_refused(f))
            continue;
        if (!execution)
            execution = add(segment, head, &SQL_idempotency_store);
        if (execution)
            bind_record(f, &execution->params);
    }
    execution = add(segment, head, &SQL_audit_insert);
    for (unsigned i = first; i < batch->count && execution; i++) {
        if (is_same_scope(head, batch->flights[i]))
            bind_audit(batch->flights[i], &execution->params);
    }
}

static bool is_first_of_scope(const struct write_batch *batch, unsigned at)
{
    for (unsigned i = 0; i < at; i++) {
        if (is_same_scope(batch->flights[i], batch->flights[at]))
            return false;
    }
    return true;
}

static void on_flushed(struct segment *segment)
{
    struct write_batch *batch = segment->owner;
    for (unsigned i = 0; i < batch->count && batch->cause == REASON_NONE; i++) {
        if (!is_refused(batch->flights[i]))
            batch->cause = check_command(batch->flights[i], segment);
    }
    for (unsigned i = 0; i < batch->count && batch->cause == REASON_NONE; i++) {
        struct flight *flight = batch->flights[i];
        if (is_refused(flight))
            continue;
        flight_render(flight, segment);
        flight->has_reply = false;       /* no answer before the commit */
        if (flight->reply.status >= 400) /* what cannot be told must not happen */
            batch->cause = REASON_INTERNAL;
        batch->is_dry_run = flight->is_dry_run; /* they travel alone */
    }
    if (batch->cause != REASON_NONE || batch->is_dry_run) {
        segment_abandon(segment);
        return;
    }
    for (unsigned i = 0; i < batch->count; i++) {
        if (is_first_of_scope(batch, i))
            add_bookkeeping(segment, batch, i);
    }
#ifdef CLEA_CONTROL_ANSWERS_BEFORE_COMMIT
    /* The control of the loss test: this build must be caught losing acknowledged writes. */
    for (unsigned i = 0; i < batch->count; i++)
        flight_answer(batch->flights[i]);
    batch->count = 0;
#endif
}

static void forget_decision(struct flight *flight)
{
    struct exchange *x = &flight->x;
    x->effect_count = 0;
    x->refusal_count = 0;
    x->allowed_events = (struct slice){ 0 };
    x->result_id = x->other_id = x->root_id = (struct id){ { 0 } };
    x->version = x->reply_version = 0;
    x->status = 0;
    x->is_missing = false;
    x->moved_to = (struct id){ { 0 } };
    if (x->snapshot)
        memset(x->snapshot, 0, x->operation->snapshot_size);
    buffer_clear(&flight->body);
    flight->reply.header_count = 0;
    flight->has_reply = false;
}

static void run_again(struct flight *flight)
{
    atomic_fetch_add(&flight->engine->counts.stale, 1);
    if (flight->attempts++ < FLIGHT_ATTEMPTS_MAX &&
        clock_monotonic_ms() - flight->call->started_ms < PATIENCE_MS) {
        forget_decision(flight);
        flight_queue_load(flight);
    } else {
        forget_decision(flight);
        flight_refuse(flight, REASON_TEMPORARY_REDUCED_CAPACITY);
    }
}

static bool is_state(const struct segment *segment, const char *sqlstate)
{
    return strcmp(segment->error.sqlstate, sqlstate) == 0;
}

/* What no load had shown and only the database knew. */
static void refuse_alone(struct flight *flight, enum reason reason)
{
    forget_decision(flight);
    exchange_refuse(&flight->x, reason, (struct slice){ 0 });
    flight_render_refusals(flight);
    if (flight->is_dry_run)
        flight_answer(flight);
    else
        flight_queue_audit(flight);
}

static void refuse_broken(struct flight *flight, const struct constraint *broken)
{
    struct exchange *x = &flight->x;
    if (broken->pointer) {
        forget_decision(flight);
        exchange_violate_data(x, broken->pointer, broken->reason);
        flight_render_violations(flight);
        flight_answer(flight);
        return;
    }
    refuse_alone(flight, broken->reason);
}

/* The database said no to a command that travelled alone: say why in the domain's words, or try
 * again. */
static void fail_alone(struct flight *flight, const struct segment *segment, enum reason cause)
{
    failure_note(&flight->failure, segment);
    if (is_refused(flight)) { /* its audit row could not be written: fail closed */
        forget_decision(flight);
        flight_refuse(flight, REASON_DATABASE_UNAVAILABLE);
        return;
    }
    if (cause == REASON_IDEMPOTENCY_IN_PROGRESS) {
        forget_decision(flight);
        flight_refuse(flight, cause);
        return;
    }
    if (cause == REASON_OUT_OF_SCOPE) {
        refuse_alone(flight, cause);
        return;
    }
    if (cause == REASON_VERSION_MISMATCH || is_state(segment, "40001") ||
        is_state(segment, "40P01") || is_state(segment, "55P03") || is_state(segment, "CL001")) {
        run_again(flight);
        return;
    }
    const struct constraint *broken = constraint_find(segment->error.constraint);
    /* A twin may have got there first: decided again, on what it left, the refusal is the one that
     * a late comer reads, with its details; or its stored answer, under the same key. */
    if (broken && (broken->reason == REASON_NONE || flight->attempts == 0)) {
        run_again(flight);
        return;
    }
    if (broken) {
        refuse_broken(flight, broken);
        return;
    }
    forget_decision(flight);
    enum reason reason = REASON_INTERNAL;
    if (is_state(segment, "42501")) /* row-level security: not the caller's */
        reason = REASON_NOT_FOUND;
    else if (is_state(segment, "57014"))
        reason = REASON_STATEMENT_TIMEOUT;
    else if (strncmp(segment->error.sqlstate, "57", 2) == 0 ||
             strncmp(segment->error.sqlstate, "53", 2) == 0)
        reason = REASON_DATABASE_UNAVAILABLE;
    flight_refuse(flight, reason);
}

static void on_done(struct segment *segment)
{
    struct write_batch *batch = segment->owner;
    if (segment->outcome == SEGMENT_UNKNOWN)
        atomic_fetch_add(&batch->engine->counts.unknown_outcomes, batch->count);
    for (unsigned i = 0; i < batch->count; i++) {
        struct flight *flight = batch->flights[i];
        bool is_dry = batch->is_dry_run && batch->cause == REASON_NONE &&
                      segment->outcome == SEGMENT_FAILED && is_state(segment, "CL000");
        if (segment->outcome == SEGMENT_COMMITTED || is_dry) {
            flight->has_reply = true;
            flight_answer(flight);
        } else if (segment->outcome == SEGMENT_FAILED && batch->count > 1) {
            atomic_fetch_add(&batch->engine->counts.replayed_alone, 1);
            flight->is_alone = true;
            if (!is_refused(flight)) {
                buffer_clear(&flight->body);
                flight->reply.header_count = 0;
            }
            flight_queue_write(flight);
        } else if (segment->outcome == SEGMENT_FAILED) {
            fail_alone(flight, segment, batch->cause);
        } else { /* not sent, or sent and nobody knows: the key tells on a retry */
            failure_note(&flight->failure, segment);
            forget_decision(flight);
            flight_refuse(flight, REASON_DATABASE_UNAVAILABLE);
        }
    }
    segment_free(segment);
    free(batch);
}

void engine_send_writes(struct engine *engine)
{
    while (engine->write_first && pool_can_send(engine->pool, POOL_WRITE)) {
        struct write_batch *batch = calloc(1, sizeof *batch);
        struct segment *segment = batch ? segment_new(batch, on_done) : NULL;
        if (!segment) {
            free(batch);
            struct flight *flight = engine->write_first;
            engine->write_first = flight->next;
            if (!engine->write_first)
                engine->write_end = &engine->write_first;
            engine->write_waiting--;
            forget_decision(flight);
            flight_refuse(flight, REASON_TEMPORARY_REDUCED_CAPACITY);
            continue;
        }
        batch->engine = engine;
        take_batch(engine, batch);
        segment->is_two_phase = true;
        segment->on_flushed = on_flushed;
        for (unsigned i = 0; i < batch->count; i++) {
            if (!is_refused(batch->flights[i]))
                add_command(segment, batch->flights[i]);
        }
        if (segment->count == 0) /* refusals only: a first phase is needed all the same */
            add(segment, batch->flights[0], &SQL_scope_set);
        atomic_fetch_add(&engine->counts.batches, 1);
        atomic_fetch_add(&engine->counts.batched_flights, batch->count);
        pool_submit(engine->pool, POOL_WRITE, segment);
    }
}
