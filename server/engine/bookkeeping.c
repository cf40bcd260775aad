/* SPDX-License-Identifier: EUPL-1.2 */
#include "engine/bookkeeping.h"

#include "sql.h"
#include "uuid.h"

/* Whose line it is: those of a batch may be of several tenants. */
static void bind_scope(const struct flight *f, struct params *params)
{
    params_text(params, "scopes", f->x.principal.scope);
    params_id(params, "scope_ids", f->x.principal.scope_id);
}

static void bind_named(struct flight *f, struct params *params)
{
    struct names *names = &f->x.names;
    params_text(params, "candidate_ids", names_print(names, NAMED_CANDIDATE));
    params_text(params, "person_ids", names_print(names, NAMED_PERSON));
    params_text(params, "object_ids", names_print(names, NAMED_OBJECT));
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
    bind_scope(f, params);
    params_text(params, "principal_keys", f->principal_key);
    params_text(params, "operations", slice_of(f->x.operation->id));
    params_text(params, "paths", f->call->path);
    params_text(params, "keys", f->key);
    params_bytes(params, "fingerprints", f->fingerprint, FINGERPRINT_SIZE);
    params_int(params, "statuses", f->reply.status);
    params_text(params, "etags", f->etag[0] ? slice_of(f->etag) : (struct slice){ 0 });
    params_text(params, "locations", location);
    params_text(params, "bodies", body_to_keep(f));
    bind_named(f, params);
}

/* The person is the database's word: whoever holds the credential. */
static void bind_caller(const struct flight *f, struct params *params)
{
    const struct principal *principal = &f->x.principal;
    params_id(params, "credential_ids", principal->credential_id);
    params_id(params, "function_ids", principal->function_id);
    params_names(params, "roles", principal->roles, role_names);
    params_text(params, "actions", slice_of(f->x.operation->id));
    params_text(params, "object_kinds", slice_of(f->x.operation->tag));
    params_text(params, "request_ids", f->request_id);
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
    bind_scope(f, params);
    bind_caller(f, params);
    params_id(params, "object_ids", object_of(&f->x));
    params_text(params, "outcomes", is_refused ? SLICE("REFUSED") : SLICE("ACCEPTED"));
    params_text(params, "reasons",
                is_refused ? slice_of(reason_info(reason)->code) : (struct slice){ 0 });
    params_text(params, "keys", f->key);
}

/* What the act did to what its answer shows. A dry run and a refusal leave all as it was, and the
 * answer that a key replays is what was shown before. */
static struct slice effect_of(const struct flight *f)
{
    const bool is_command = f->x.operation->flags & OPERATION_COMMAND;
    if (is_command && (f->is_dry_run || f->step == STEP_AUDIT || f->reply.status >= 400))
        return SLICE("TRIAL");
    return is_command && f->step == STEP_WRITE ? SLICE("CHANGE") : SLICE("READ");
}

/* Who was shown beside the rows of a list: told like the read that it stands for. */
static void bind_included(struct flight *f, const struct pointed *pointed, struct names *told,
                          struct params *params)
{
    const struct principal *principal = &f->x.principal;
    if (!names_hold_person(told))
        return;
    params_item(params);
    bind_scope(f, params);
    params_id(params, "ids", uuid_v7_new());
    params_id(params, "credential_ids", principal->credential_id);
    params_id(params, "function_ids", principal->function_id);
    params_names(params, "roles", principal->roles, role_names);
    params_text(params, "actions", slice_of(pointed->operation->id));
    params_text(params, "object_kinds", slice_of(pointed->operation->tag));
    params_text(params, "request_ids", f->request_id);
    params_int(params, "statuses", f->reply.status);
    params_text(params, "candidate_ids", names_print(told, NAMED_CANDIDATE));
    params_text(params, "person_ids", names_print(told, NAMED_PERSON));
    params_text(params, "object_ids", names_print(told, NAMED_OBJECT));
    params_text(params, "loose_ids", names_print_loose(told));
    params_text(params, "effects", effect_of(f));
}

static void bind_access(struct flight *f, struct params *params)
{
    struct names *names = &f->x.names;
    /* Nobody has said what kind they are of: an id too many rather than one too few. */
    for (size_t i = 0; i < names->lists[NAMED_UNSAID].count; i++)
        names_add(names, NAMED_OBJECT, names->lists[NAMED_UNSAID].ids[i]);
    params_item(params);
    bind_scope(f, params);
    params_id(params, "ids", uuid_v7_new());
    bind_caller(f, params);
    params_int(params, "statuses", f->reply.status);
    bind_named(f, params);
    params_text(params, "loose_ids", names_print_loose(names));
    params_text(params, "effects", effect_of(f));
    for (enum pointed_kind kind = 0; f->included && kind < POINTED_KINDS; kind++)
        bind_included(f, pointed_of(kind), &f->included->kinds[kind].told, params);
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

void bookkeeping_add(struct segment *segment, struct flight *const *flights, unsigned count)
{
    for (unsigned book = 0; book < BOOKS; book++) {
        struct execution *execution = NULL;
        for (unsigned i = 0; i < count; i++) {
            const struct principal *principal = &flights[i]->x.principal;
            if (!books[book].is_due(flights[i]))
                continue;
            if (!execution)
                execution = segment_add(segment, books[book].statement, principal->scope,
                                        principal->scope_id);
            if (execution)
                books[book].bind(flights[i], &execution->params);
        }
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
