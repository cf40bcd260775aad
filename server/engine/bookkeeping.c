#include "engine/bookkeeping.h"

#include "sql.h"

static bool is_refused(const struct flight *flight)
{
    return flight->step == STEP_AUDIT;
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
    params_text(params, "body", body_to_keep(f));
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

static bool is_first_of_scope(struct flight *const *flights, unsigned at)
{
    for (unsigned i = 0; i < at; i++) {
        if (is_same_scope(flights[i], flights[at]))
            return false;
    }
    return true;
}

static struct execution *add(struct segment *segment, const struct flight *flight,
                             const struct statement *statement)
{
    return segment_add(segment, statement, flight->x.principal.scope, flight->x.principal.scope_id);
}

static void add_scope(struct segment *segment, struct flight *const *flights, unsigned count,
                      unsigned first)
{
    const struct flight *head = flights[first];
    struct execution *execution = NULL;
    add(segment, head, &SQL_scope_set);
    for (unsigned i = first; i < count; i++) {
        const struct flight *f = flights[i];
        if (!is_same_scope(head, f) || !slice_is_set(f->key) || is_refused(f))
            continue;
        if (!execution)
            execution = add(segment, head, &SQL_idempotency_store);
        if (execution)
            bind_record(f, &execution->params);
    }
    execution = add(segment, head, &SQL_audit_insert);
    for (unsigned i = first; i < count && execution; i++) {
        if (is_same_scope(head, flights[i]))
            bind_audit(flights[i], &execution->params);
    }
}

void bookkeeping_add(struct segment *segment, struct flight *const *flights, unsigned count)
{
    for (unsigned i = 0; i < count; i++) {
        if (is_first_of_scope(flights, i))
            add_scope(segment, flights, count, i);
    }
}
