#include "engine/bookkeeping.h"

#include "sql.h"
#include "uuid.h"

static void bind_named(struct flight *f, struct params *params)
{
    struct names *names = &f->x.names;
    params_text(params, "candidate_ids", names_print(names, NAMED_CANDIDATE));
    params_text(params, "person_ids", names_print(names, NAMED_PERSON));
}

/* The body as it may be kept: what is shown once is null in a replay. */
static struct slice body_to_keep(const struct flight *f)
{
    const struct slice body = buffer_as_slice(&f->body), secret = f->x.secret;
    if (!slice_is_set(secret))
        return body;
    const char *at = memmem(body.at, body.size, secret.at, secret.size);
    if (!at)
        return body;
    const char *end = at + secret.size + 1; /* with its quotes */
    return arena_print(f->x.arena, "%.*snull%.*s", (int)(at - 1 - body.at), body.at,
                       (int)(body.at + body.size - end), end);
}

static void bind_record(struct flight *f, struct params *params)
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
    params_text(params, "body", body_to_keep(f));
    bind_named(f, params);
}

static void bind_caller(const struct flight *f, struct params *params)
{
    const struct principal *principal = &f->x.principal;
    params_id(params, "credential_id", principal->credential_id);
    params_id(params, "person_id", principal->person_id);
    params_id(params, "function_id", principal->function_id);
    params_names(params, "roles", principal->roles, role_names);
    params_text(params, "action", slice_of(f->x.operation->id));
    params_text(params, "object_kind", slice_of(f->x.operation->tag));
    params_text(params, "request_id", f->request_id);
}

static struct id object_of(const struct exchange *x)
{
    if (id_is_set(x->root_id))
        return x->root_id;
    return id_is_set(x->result_id) ? x->result_id : x->path_id[0];
}

static void bind_audit(struct flight *f, struct params *params)
{
    const enum reason reason = f->outcome.reason;
    const bool is_refused = f->step == STEP_AUDIT;
    params_item(params);
    bind_caller(f, params);
    params_id(params, "object_id", object_of(&f->x));
    params_text(params, "outcome", is_refused ? SLICE("REFUSED") : SLICE("ACCEPTED"));
    params_text(params, "reason",
                is_refused ? slice_of(reason_info(reason)->code) : (struct slice){ 0 });
    params_text(params, "key", f->key);
}

static void bind_access(struct flight *f, struct params *params)
{
    struct names *names = &f->x.names;
    /* Nobody has said what kind they are of: an id too many rather than one too few. */
    for (size_t i = 0; i < names->lists[NAMED_UNSAID].count; i++)
        names_add(names, NAMED_OBJECT, names->lists[NAMED_UNSAID].ids[i]);
    params_item(params);
    params_id(params, "id", uuid_v7_new());
    bind_caller(f, params);
    params_int(params, "status", f->reply.status);
    bind_named(f, params);
    params_text(params, "object_ids", names_print(names, NAMED_OBJECT));
}

/* Who leaves which of them, and how it is written. */

static bool leaves_record(const struct flight *f)
{
    return f->step == STEP_WRITE && slice_is_set(f->key);
}

static bool leaves_audit(const struct flight *f)
{
    return f->step != STEP_TRACE;
}

static const struct book {
    const struct statement *statement;
    bool (*is_due)(const struct flight *f);
    void (*bind)(struct flight *f, struct params *params);
} books[] = {
    { &SQL_idempotency_store, leaves_record, bind_record },
    { &SQL_audit_insert, leaves_audit, bind_audit },
    { &SQL_access_log_insert, shown_is_due, bind_access },
};
enum { BOOKS = sizeof books / sizeof books[0] };

static bool is_first_of_scope(struct flight *const *flights, unsigned at)
{
    for (unsigned i = 0; i < at; i++) {
        if (flight_sees_as(flights[i], flights[at]))
            return false;
    }
    return true;
}

static struct execution *add(struct segment *segment, const struct flight *flight,
                             const struct statement *statement)
{
    return segment_add(segment, statement, flight->x.principal.scope, flight->x.principal.scope_id);
}

static void add_book(struct segment *segment, struct flight *const *flights, unsigned count,
                     unsigned first, const struct book *book)
{
    struct execution *execution = NULL;
    for (unsigned i = first; i < count; i++) {
        if (!flight_sees_as(flights[first], flights[i]) || !book->is_due(flights[i]))
            continue;
        if (!execution)
            execution = add(segment, flights[first], book->statement);
        if (execution)
            book->bind(flights[i], &execution->params);
    }
}

void bookkeeping_add(struct segment *segment, struct flight *const *flights, unsigned count)
{
    for (unsigned i = 0; i < count; i++) {
        if (!is_first_of_scope(flights, i))
            continue;
        flight_set_scope(flights[i], segment);
        for (unsigned book = 0; book < BOOKS; book++)
            add_book(segment, flights, count, i, &books[book]);
    }
}

bool bookkeeping_has_failed(const struct segment *segment)
{
    const unsigned at = segment->error.execution;
    for (unsigned book = 0; book < BOOKS && at < segment->count; book++) {
        if (segment->executions[at].statement == books[book].statement)
            return true;
    }
    return false;
}
