/* Reads: flights of one operation and one scope share their statements and one snapshot of the
 * database. */
#include "engine/flight.h"

#include "api/record.h"
#include "clock.h"
#include "sql.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>

/* What left together. Flights are in the order in which their items were added. */
struct load_batch {
    struct engine *engine;
    struct flight *first;
    unsigned key_execution; /* of idempotency_find; 0 = none asked */
};

enum { SCOPE_EXECUTION = 0 };

void flight_queue_load(struct flight *flight)
{
    struct engine *engine = flight->engine;
    flight->next = NULL;
    *engine->load_end = flight;
    engine->load_end = &flight->next;
    engine->load_waiting++;
}

static bool knows_principal(const struct flight *flight)
{
    return slice_is_set(flight->x.principal.scope);
}

static bool may_share(const struct flight *a, const struct flight *b)
{
    if (knows_principal(a) != knows_principal(b))
        return false;
    if (!knows_principal(a))
        return true;
    return a->x.operation == b->x.operation && a->x.extra_loads == b->x.extra_loads &&
           slice_equals(a->x.principal.scope, b->x.principal.scope) &&
           id_equals(a->x.principal.scope_id, b->x.principal.scope_id);
}

/* Unlinks from the queue the first flight and those that may travel with it. */
static struct flight *take_group(struct engine *engine)
{
    struct flight *first = engine->load_first, **end = &first->next;
    struct flight **link = &engine->load_first;
    unsigned count = 0;
    *link = first->next;
    first->next = NULL;
    while (*link && count + 1 < engine->options.batch_limit) {
        struct flight *flight = *link;
        if (!may_share(first, flight)) {
            link = &flight->next;
            continue;
        }
        *link = flight->next;
        flight->next = NULL;
        *end = flight;
        end = &flight->next;
        count++;
    }
    engine->load_end = &engine->load_first;
    while (*engine->load_end)
        engine->load_end = &(*engine->load_end)->next;
    engine->load_waiting -= count + 1;
    return first;
}

static void add_items(struct segment *segment, const struct statement *statement,
                      struct flight *first, void (*bind)(const struct exchange *, struct params *),
                      struct item_range *(*range_of)(struct flight *, unsigned), unsigned place)
{
    struct execution *execution =
        segment_add(segment, statement, first->x.principal.scope, first->x.principal.scope_id);
    if (!execution)
        return;
    for (struct flight *f = first; f; f = f->next) {
        unsigned before = execution->params.item_count;
        bind(&f->x, &execution->params);
        *range_of(f, place) = (struct item_range){ segment->count - 1, before + 1,
                                                   execution->params.item_count - before };
    }
    if (execution->params.item_count == 0) { /* nobody asked: nothing is sent */
        params_release(&execution->params);
        segment->count--;
    }
}

static struct item_range *load_range(struct flight *flight, unsigned place)
{
    return &flight->loads[place];
}

static struct item_range *reply_range(struct flight *flight, unsigned place)
{
    return &flight->replies[place];
}

/* The first three parameters of every paged list: how many, behind which id, in which direction. */
static void bind_page(const struct flight *flight, struct params *params)
{
    params_int(params, "page_limit", flight->page.limit + 1);
    params_id(params, "cursor_id",
              flight->page.is_set ? flight->page.cursor : (struct id){ { 0 } });
    params_bool(params, "is_backward", flight->page.is_backward);
}

static void bind_query(const struct exchange *x, struct params *params)
{
    const struct operation *operation = x->operation;
    if ((operation->flags & OPERATION_LIST) && !(operation->flags & OPERATION_UNPAGED)) {
        params_item(params);
        bind_page((const struct flight *)x, params);
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

static void bind_access(const struct exchange *x, struct params *params)
{
    const struct flight *flight = (const struct flight *)x;
    params_item(params);
    params_id(params, "credential_id", x->principal.key_id);
    params_id(params, "person_id", x->principal.person_id);
    params_text(params, "action", slice_of(x->operation->id));
    params_text(params, "object_kind", slice_of(x->operation->tag));
    params_id(params, "object_id", x->path_id[0]);
    params_text(params, "request_id", flight->request_id);
}

static struct item_range *no_range(struct flight *flight, unsigned place)
{
    static _Thread_local struct item_range unused;
    (void)flight, (void)place;
    return &unused;
}

static void add_loads(struct segment *segment, struct load_batch *batch)
{
    const struct operation *operation = batch->first->x.operation;
    segment_add(segment, &SQL_scope_set, batch->first->x.principal.scope,
                batch->first->x.principal.scope_id);
    const struct load *lists[] = { operation->loads, batch->first->x.extra_loads };
    unsigned place = 0, roots = 0;
    for (unsigned list = 0; list < 2; list++) {
        for (const struct load *l = lists[list]; l && l->statement; l++) {
            roots += (l->flags & LOAD_ROOT) != 0;
            assert(place < FLIGHT_LOADS && roots <= 1);
            add_items(segment, l->statement, batch->first, l->bind ? l->bind : exchange_bind_path,
                      load_range, place++);
        }
    }
    assert(roots == 1 || !(operation->flags & OPERATION_IF_MATCH));
    if (operation->flags & OPERATION_COMMAND) {
        /* Behind the loads: whoever sees what a twin has done sees its stored answer too, which
         * went into the same commit. The other way round a twin would be refused for what it did
         * itself. */
        unsigned before = segment->count;
        add_items(segment, &SQL_idempotency_find, batch->first, bind_key, load_range, FLIGHT_LOADS);
        batch->key_execution = segment->count > before ? before : 0;
        return;
    }
    if (operation->reply.statement)
        add_items(segment, operation->reply.statement, batch->first, bind_query, reply_range, 0);
    if (operation->reply.embedded.statement)
        add_items(segment, operation->reply.embedded.statement, batch->first,
                  operation->reply.embedded.bind ? operation->reply.embedded.bind
                                                 : exchange_bind_path,
                  reply_range, 1);
    if (operation->flags & OPERATION_PERSONAL)
        add_items(segment, &SQL_access_log_insert, batch->first, bind_access, no_range, 0);
}

static enum reason reason_of_lost_read(const struct segment *segment)
{
    if (segment->outcome == SEGMENT_FAILED && strcmp(segment->error.sqlstate, "57014") == 0)
        return REASON_STATEMENT_TIMEOUT;
    if (segment->outcome == SEGMENT_FAILED && strncmp(segment->error.sqlstate, "57", 2) != 0 &&
        strncmp(segment->error.sqlstate, "53", 2) != 0)
        return REASON_INTERNAL;
    return REASON_DATABASE_UNAVAILABLE;
}

static void refuse_lost(struct flight *flight, const struct segment *segment)
{
    failure_note(&flight->failure, segment);
    flight_refuse(flight, reason_of_lost_read(segment));
}

/* Gives each row of a load to the flight whose item it answers. */
static void distribute(const struct segment *segment, struct flight *first, unsigned place,
                       const struct load *load)
{
    for (struct flight *f = first; f; f = f->next) {
        struct item_range range = f->loads[place];
        unsigned seen = 0;
        unsigned rows = range.count ? segment_row_count(segment, range.execution) : 0;
        for (unsigned i = 0; i < rows; i++) {
            struct row row = segment_row(segment, range.execution, i, f->x.arena);
            int64_t item = row_int(&row, "item");
            if (item < range.first || item >= (int64_t)range.first + range.count)
                continue;
            seen++;
            int64_t version = f->x.version;
            load->read(&f->x, &row);
            if (!(load->flags & LOAD_ROOT))
                f->x.version = version;
            if (row.has_failed)
                f->x.has_failed = true;
        }
        if (seen == 0 && (load->flags & LOAD_REQUIRED))
            f->x.is_missing = true;
    }
}

/* The stored answer of an earlier request with the same key, if there is one. */
static bool find_replay(struct flight *flight, const struct segment *segment)
{
    struct item_range range = flight->loads[FLIGHT_LOADS];
    if (!slice_is_set(flight->key))
        return false;
    unsigned rows = segment_row_count(segment, range.execution);
    for (unsigned i = 0; i < rows; i++) {
        struct row row = segment_row(segment, range.execution, i, flight->x.arena);
        if (row_int(&row, "item") != range.first)
            continue;
        struct slice fingerprint = row_text(&row, "fingerprint");
        char hex[FINGERPRINT_SIZE * 2 + 1];
        for (unsigned k = 0; k < FINGERPRINT_SIZE; k++)
            snprintf(hex + 2 * k, 3, "%02x", flight->fingerprint[k]);
        if (!slice_is(fingerprint, hex)) {
            flight_refuse(flight, REASON_IDEMPOTENCY_KEY_REUSED);
            return true;
        }
        flight->reply.status = (int)row_int(&row, "status");
        struct slice etag = row_text(&row, "etag"), location = row_text(&row, "location"),
                     body = row_text(&row, "body");
        buffer_slice(&flight->body, body);
        http_reply_header(&flight->reply, "Idempotency-Replayed", SLICE("true"));
        http_reply_header(&flight->reply, "Content-Type",
                          flight->reply.status < 400 ? SLICE("application/json")
                                                     : SLICE("application/problem+json"));
        if (slice_is_set(etag))
            http_reply_header(&flight->reply, "ETag", etag);
        if (slice_is_set(location))
            http_reply_header(&flight->reply, "Location", location);
        flight->has_reply = true;
        flight_answer(flight);
        return true;
    }
    return false;
}

static void decide(struct flight *flight)
{
    struct exchange *x = &flight->x;
    record_merge(x);
    if (x->violations.count == 0 && !x->has_failed)
        x->operation->decide(x);
    if (x->has_failed) {
        flight_refuse(flight, REASON_TEMPORARY_REDUCED_CAPACITY);
    } else if (x->is_missing) {
        flight_answer_not_found(flight);
    } else if (x->violations.count) {
        flight_render_violations(flight);
        flight_answer(flight);
    } else if (x->refusal_count) {
        flight_render_refusals(flight);
        if (flight->is_dry_run)
            flight_answer(flight);
        else
            flight_queue_audit(flight);
    } else {
        flight_queue_write(flight);
    }
}

static void flight_loaded(struct flight *flight, const struct segment *segment)
{
    struct exchange *x = &flight->x;
    if (find_replay(flight, segment))
        return;
    if (x->has_failed) {
        flight_refuse(flight, REASON_TEMPORARY_REDUCED_CAPACITY);
        return;
    }
    if (id_is_set(x->moved_to)) {
        flight_answer_moved(flight);
        return;
    }
    if (x->is_missing) {
        flight_answer_not_found(flight);
        return;
    }
    if (x->operation->flags & OPERATION_COMMAND) {
        if (x->expected_version && x->version && x->expected_version != x->version)
            flight_refuse(flight, REASON_VERSION_MISMATCH);
        else
            decide(flight);
        return;
    }
    if (x->violations.count) /* only what was loaded could tell that the input is wrong */
        flight_render_violations(flight);
    else
        flight_render(flight, segment);
    flight_answer(flight);
}

static void read_clock(struct flight *first, const struct segment *segment)
{
    if (segment_row_count(segment, SCOPE_EXECUTION) == 0)
        return;
    struct row row = segment_row(segment, SCOPE_EXECUTION, 0, first->x.arena);
    struct date simulated = row_date(&row, "simulated_day");
    if (!date_is_set(simulated))
        return;
    for (struct flight *f = first; f; f = f->next)
        f->x.today = simulated;
}

static void on_loaded(struct segment *segment)
{
    struct load_batch *batch = segment->owner;
    struct flight *first = batch->first;
    if (segment->outcome == SEGMENT_COMMITTED) {
        read_clock(first, segment);
        const struct load *lists[] = { first->x.operation->loads, first->x.extra_loads };
        unsigned place = 0;
        for (unsigned list = 0; list < 2; list++) {
            for (const struct load *l = lists[list]; l && l->statement; l++)
                distribute(segment, first, place++, l);
        }
    }
    for (struct flight *f = first, *next; f; f = next) {
        next = f->next;
        if (segment->outcome == SEGMENT_COMMITTED)
            flight_loaded(f, segment);
        else
            refuse_lost(f, segment);
    }
    segment_free(segment);
    free(batch);
}

static void bind_token(const struct exchange *x, struct params *params)
{
    params_item(params);
    params_bytes(params, "hash", ((const struct flight *)x)->token_hash, TOKEN_HASH_SIZE);
}

static void read_principal(struct flight *flight, struct row *row)
{
    struct principal *principal = &flight->x.principal;
    principal->key_id = row_id(row, "key_id");
    principal->person_id = row_id(row, "person_id");
    principal->scope = scope_intern(row_text(row, "scope"));
    principal->scope_id = row_id(row, "scope_id");
    principal->roles = roles_from_array(row_text(row, "roles"));
    struct slice refusal = row_text(row, "refusal");
    if (slice_is_set(refusal))
        exchange_refuse(&flight->x, reason_from_code(refusal.at, refusal.size),
                        (struct slice){ 0 });
}

static void on_principals(struct segment *segment)
{
    struct load_batch *batch = segment->owner;
    for (struct flight *f = batch->first, *next; f; f = next) {
        next = f->next;
        if (segment->outcome != SEGMENT_COMMITTED) {
            refuse_lost(f, segment);
            continue;
        }
        unsigned rows = segment_row_count(segment, f->loads[0].execution);
        for (unsigned i = 0; i < rows; i++) {
            struct row row = segment_row(segment, f->loads[0].execution, i, f->x.arena);
            if (row_int(&row, "item") == f->loads[0].first)
                read_principal(f, &row);
        }
        if (!knows_principal(f) || f->x.refusal_count) {
            flight_refuse(f, f->x.refusal_count ? f->x.refusals[0].reason : REASON_TOKEN_INVALID);
            continue;
        }
        principals_keep(&f->engine->principals, f->token_hash, clock_monotonic_ms(),
                        &f->x.principal);
        flight_with_principal(f);
    }
    segment_free(segment);
    free(batch);
}

static void fail_group(struct flight *first)
{
    for (struct flight *f = first, *next; f; f = next) {
        next = f->next;
        flight_refuse(f, REASON_TEMPORARY_REDUCED_CAPACITY);
    }
}

void engine_send_loads(struct engine *engine)
{
    while (engine->load_first && pool_can_send(engine->pool, POOL_READ)) {
        struct flight *first = take_group(engine);
        struct load_batch *batch = calloc(1, sizeof *batch);
        bool is_known = knows_principal(first);
        struct segment *segment =
            batch ? segment_new(batch, is_known ? on_loaded : on_principals) : NULL;
        if (!segment) {
            free(batch);
            fail_group(first);
            continue;
        }
        batch->engine = engine;
        batch->first = first;
        if (is_known) {
            add_loads(segment, batch);
        } else {
            /* A key is looked up before anything is known about its holder. */
            first->x.principal.scope = (struct slice){ 0 };
            add_items(segment, &SQL_principal_find, first, bind_token, load_range, 0);
        }
        pool_submit(engine->pool, POOL_READ, segment);
    }
}
