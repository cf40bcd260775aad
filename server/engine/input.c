/* SPDX-License-Identifier: EUPL-1.2 */
/* What the caller asks: route, credentials, headers, parameters, body. */
#include "engine/flight.h"

#include "api/access.h"
#include "api/consent.h"
#include "api/events.h"
#include "api/problem.h"
#include "api/refusals.h"
#include "api/record.h"
#include "clock.h"
#include "engine/guess.h"
#include "uuid.h"

#include <sodium.h>

bool input_is_request_id(struct slice text)
{
    if (text.size < 8 || text.size > 64)
        return false;
    for (size_t i = 0; i < text.size; i++) {
        char c = text.at[i];
        if (!((c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
              c == '.' || c == '_' || c == '-'))
            return false;
    }
    return true;
}

/* Of several types that which is wanted most; of equals the first. */
static const char *choose_type(struct flight *flight)
{
    const struct reply *reply = &flight->x.operation->reply;
    const struct slice accept = flight->call->headers[HTTP_ACCEPT];
    if (layout_has_formats(flight->x.operation))
        return layout_choose(flight);
    for (unsigned i = 1; reply->types[0] && reply->types[i]; i++) {
        if (accept_weight(accept, reply->types[i]) >
            accept_weight(accept, reply->types[flight->x.type]))
            flight->x.type = i;
    }
    return reply->types[0] ? reply->types[flight->x.type] : reply->content_type;
}

/* A client that takes our JSON also takes what an operation has instead of it. */
static bool accepts_reply(struct flight *flight)
{
    const struct slice accept = flight->call->headers[HTTP_ACCEPT];
    const char *own = choose_type(flight);
    if (page_is_preferred(flight) ||
        flight->x.operation->reply.feed) /* what it is, is seen later */
        return true;
    const int weight = accept_weight(accept, own ? own : "application/json");
    if (weight != WEIGHT_UNNAMED)
        return weight > 0;
    return accept_weight(accept, "application/json") > 0 ||
           accept_weight(accept, "application/problem+json") > 0;
}

static bool has_json_body(const struct flight *flight)
{
    const struct slice type = header_media_type(flight->call->headers[HTTP_CONTENT_TYPE]);
    return header_is(type, "application/json") || (flight->x.operation->method == METHOD_PATCH &&
                                                   header_is(type, "application/merge-patch+json"));
}

static void violate_header(struct flight *flight, const char *name, enum reason code)
{
    violations_add(&flight->x.violations, VIOLATION_HEADER, slice_of(name), code, NULL);
}

/* Whose key it is: the same one of another person, or of the same person in another function, is
 * another one. A key that took the place of an older one replays what that one did. Callers without
 * a credential are strangers to each other: the same key with another body is another one. */
static struct slice principal_key(const struct flight *flight)
{
    const struct principal *principal = &flight->x.principal;
    char digest[2 * DIGEST_SIZE + 1];
    if (flight->x.operation->flags & OPERATION_LOGIN) {
        sodium_bin2hex(digest, sizeof digest, flight->lookup, DIGEST_SIZE);
        return arena_print(flight->x.arena, "LOGIN:%s", digest);
    }
    if (!id_is_set(principal->credential_id)) {
        sodium_bin2hex(digest, sizeof digest, flight->fingerprint, sizeof flight->fingerprint);
        return arena_print(flight->x.arena, "PUBLIC:%s", digest);
    }
    char scope_id[ID_TEXT_SIZE], person_id[ID_TEXT_SIZE], function_id[ID_TEXT_SIZE];
    id_print(principal->scope_id, scope_id);
    id_print(principal->person_id, person_id);
    id_print(principal->function_id, function_id);
    return arena_print(flight->x.arena, "%s:%s:%s:%s", principal->scope.at, scope_id, person_id,
                       function_id);
}

static void read_key(struct flight *flight)
{
    struct slice key = flight->call->headers[HTTP_IDEMPOTENCY_KEY];
    const struct operation *operation = flight->x.operation;
    if (!(operation->flags & OPERATION_COMMAND))
        return;
    if (!slice_is_set(key)) {
        /* A system may always retry, so it must be able to: partners name their creations and
         * decisions. People, candidates among them, see what their first call did. */
        if ((operation->flags & OPERATION_KEY_REQUIRED) && operation->roles != 0 &&
            consent_is_of_system(&flight->x))
            violate_header(flight, "Idempotency-Key", REASON_IDEMPOTENCY_KEY_REQUIRED);
        return;
    }
    if (key.size >= 2 && key.at[0] == '"' && key.at[key.size - 1] == '"')
        key = (struct slice){ key.at + 1, key.size - 2 };
    bool is_visible = key.size >= 1 && key.size <= KEY_MAX;
    for (size_t i = 0; i < key.size && is_visible; i++)
        is_visible = key.at[i] > ' ' && key.at[i] <= '~';
    if (!is_visible) {
        violate_header(flight, "Idempotency-Key", REASON_IDEMPOTENCY_KEY_INVALID);
        return;
    }
    flight->key = key;
    if (flight->x.operation->intake) { /* what came is known in the end: intake_end() */
        flight->principal_key = principal_key(flight);
        return;
    }
    struct slice type = flight->call->headers[HTTP_CONTENT_TYPE];
    crypto_hash_sha256_state state;
    crypto_hash_sha256_init(&state);
    if (type.size)
        crypto_hash_sha256_update(&state, (const unsigned char *)type.at, type.size);
    crypto_hash_sha256_update(&state, (const unsigned char *)"", 1);
    if (flight->call->body.size)
        crypto_hash_sha256_update(&state, (const unsigned char *)flight->call->body.at,
                                  flight->call->body.size);
    crypto_hash_sha256_final(&state, flight->fingerprint);
    flight->principal_key = principal_key(flight);
}

/* What the resource has, as it is answered, is no word that was misspelt: it is only not written
 * here. What an event answers is the event, whose members may be of its data. */
static void tell_what_is_fixed(struct exchange *x)
{
    const struct view *view = x->operation->reply.view;
    if (!view || x->operation->reply.embedded.view || (x->operation->flags & OPERATION_LIST))
        return;
    for (unsigned i = 0; i < x->violations.count; i++) {
        struct violation *violation = &x->violations.items[i];
        if (violation->code != REASON_UNKNOWN_FIELD || violation->where.size < 2)
            continue;
        const struct slice name = { violation->where.at + 1, violation->where.size - 1 };
        if (view_has(view, name))
            violation->code = REASON_READ_ONLY_FIELD;
    }
}

static enum reason read_body(struct flight *flight, enum status *ret_status)
{
    const struct fields *fields = flight->x.operation->body;
    *ret_status = STATUS_OK;
    if (flight->x.operation->intake)
        return intake_read_head(flight, ret_status);
    if (!fields) {
        /* Some clients send an empty object with every POST: it says nothing, so nothing is lost.
         */
        bool is_empty = flight->call->body.size == 0 || slice_is(flight->call->body, "{}");
        return is_empty ? REASON_NONE : REASON_BODY_NOT_EXPECTED;
    }
    if (flight->call->body.size && !has_json_body(flight))
        return REASON_MEDIA_TYPE_UNSUPPORTED;
    flight->x.body = arena_alloc(flight->x.arena, fields->size);
    if (!flight->x.body) {
        *ret_status = STATUS_NO_MEMORY;
        return REASON_NONE;
    }
    const enum reason reason = fields_read_body(fields, flight->call->body, flight->x.arena,
                                                flight->x.body, &flight->x.violations, ret_status);
    tell_what_is_fixed(&flight->x);
    return reason;
}

/* Query, headers, body and snapshot; REASON_NONE, or what ends the request at once. Violations are
 * collected. */
static enum reason read_all(struct flight *flight)
{
    struct exchange *x = &flight->x;
    enum status status = query_read(flight);
    condition_read_headers(flight);
    read_key(flight);
    if (flight->is_dry_run) /* leaves nothing behind, so there is nothing to replay */
        flight->key = (struct slice){ 0 };
    enum reason malformed = REASON_NONE;
    if (status == STATUS_OK)
        malformed = read_body(flight, &status);
    if (status == STATUS_OK && malformed == REASON_NONE)
        query_read_cursor(flight);
    if (status == STATUS_OK && malformed == REASON_NONE && x->operation->snapshot_size) {
        x->snapshot = arena_alloc(x->arena, x->operation->snapshot_size);
        status = x->snapshot ? STATUS_OK : STATUS_NO_MEMORY;
    }
    if (status != STATUS_OK || x->has_failed)
        return REASON_TEMPORARY_REDUCED_CAPACITY;
    return malformed;
}

/* The refusal names the permission that is missing. */
static bool has_permission(struct flight *flight)
{
    struct exchange *x = &flight->x;
    const unsigned needed = operation_permission(x->operation);
    if ((x->principal.permissions & needed) == needed)
        return true;
    exchange_refuse_permission(x, needed);
    return false;
}

/* What is stored has a word in what is wrong with the body: the record that a change makes, the
 * register of places. */
static bool is_judged_further(const struct operation *operation)
{
    bool is_judged = operation->record != NULL;
    for (const struct load *l = operation->loads; l && l->statement; l++)
        is_judged |= (l->flags & LOAD_JUDGES) != 0;
    return is_judged && (operation->flags & OPERATION_COMMAND);
}

/* The text of the body, which says where it cannot be read. */
static bool tells_where(const struct exchange *x, enum reason reason)
{
    const struct violations *violations = &x->violations;
    return violations->count > 0 && violations->items[violations->count - 1].code == reason;
}

enum step input_end_wrong(struct flight *flight)
{
    struct exchange *x = &flight->x;
    const bool is_of_body = problem_of_violations(&x->violations) == REASON_VALIDATION_FAILED;
    const unsigned owners = is_of_body ? events_owners(x) : 0;
    if (!owners || (owners & x->principal.roles))
        return flight_end(flight, OUTCOME_VIOLATIONS);
    x->violations.count = 0;
    x->refusal_count = 0;
    refuse_role(x, owners, WHOSE_NOBODY, NULL);
    return flight_end(flight, OUTCOME_REFUSALS);
}

/* Whatever else is wrong with what was sent is not for the caller. */
static enum step end_without_role(struct flight *flight)
{
    struct exchange *x = &flight->x;
    enum status status = STATUS_OK;
    const bool is_read = x->operation->machine && read_body(flight, &status) == REASON_NONE;
    const unsigned owners = is_read && status == STATUS_OK ? events_owners(x) : 0;
    x->violations.count = 0;
    refuse_role(x, owners ? owners : access_roles(x->operation), WHOSE_NOBODY, NULL);
    return flight_end(flight, OUTCOME_REFUSALS);
}

enum step input_read(struct flight *flight)
{
    struct exchange *x = &flight->x;
    const struct operation *operation = x->operation;
    if (!admit_spend(flight))
        return flight_refuse(flight, limit_reason(operation->limit));
    if (x->upload)
        return intake_end(flight);
    if (stream_is_open(flight))
        return stream_load(flight);
    if (operation->roles && !(x->principal.roles & access_roles(operation)) &&
        !(operation->flags & OPERATION_ANY_FUNCTION)) {
        return end_without_role(flight);
    }
    if (!has_permission(flight))
        return flight_end(flight, OUTCOME_REFUSALS);
    const enum reason reason = read_all(flight);
    if (reason != REASON_NONE)
        return tells_where(x, reason) ? flight_end(flight, OUTCOME_VIOLATIONS)
                                      : flight_refuse(flight, reason);
    /* Whatever is wrong with single members, all that the body breaks is told at once. */
    if (operation->prepare)
        operation->prepare(x);
    record_complete(x);
    if (x->has_failed)
        return flight_refuse(flight, REASON_TEMPORARY_REDUCED_CAPACITY);
    if (x->violations.count > 0)
        return is_judged_further(operation) ? STEP_QUEUE : input_end_wrong(flight);
    if (condition_is_missing(flight))
        return flight_refuse(flight, REASON_PRECONDITION_REQUIRED);
    if (!guess_is_allowed(flight))
        return flight_refuse(flight, limit_reason(LIMIT_GUESSES));
    if (operation->intake) /* nobody queues while his file comes */
        return flight->is_whole ? intake_end(flight) : STEP_LOAD;
    if (operation->flags & OPERATION_COMMAND)
        return STEP_QUEUE;
    stream_begin(flight);
    if (x->has_failed)
        return flight_refuse(flight, REASON_TEMPORARY_REDUCED_CAPACITY);
    return operation_is_static(operation) ? STEP_SHOW : STEP_LOAD;
}

struct slice input_request_id(struct flight *flight)
{
    char text[ID_TEXT_SIZE];
    struct slice given = flight->call->headers[HTTP_REQUEST_ID];
    if (input_is_request_id(given))
        return given;
    id_print(uuid_v7_new(), text);
    return arena_copy(flight->x.arena, slice_of(text));
}

static bool is_full(const struct engine *engine)
{
    unsigned waiting = engine->queued.count + engine->resting.count;
    for (enum lane lane = 0; lane < LANES; lane++)
        waiting += engine->waiting[lane].list.count;
    return waiting >= engine->options.queue_limit;
}

enum step head_read(struct flight *flight)
{
    struct engine *engine = flight->engine;
    struct route_match *route = &flight->route;
    struct exchange *x = &flight->x;
    const struct http_call *call = flight->call;
    x->now_ms = clock_unix_ms();
    x->moment = (struct moment){ .unix_seconds = x->now_ms / 1000 };
    x->today = x->latest_day = moment_day(x->moment, TIME_ZONE_PARIS);
    x->is_english = accept_prefers_english(call->headers[HTTP_ACCEPT_LANGUAGE]);
    x->operation = route->operation;
    flight->request_id = x->request_id = input_request_id(flight);
    if (x->operation && (x->operation->flags & OPERATION_SANDBOX) && !engine->options.is_sandbox)
        *route = (struct route_match){ 0 };
    if (!route->allowed && call->path.size > 1 && call->path.at[call->path.size - 1] == '/')
        return flight_end(flight, OUTCOME_NO_SLASH);
    if (!route->allowed)
        return flight_refuse(flight, memchr(call->path.at, ' ', call->path.size)
                                         ? REASON_PATH_INVALID
                                         : REASON_NOT_FOUND);
    if (call->method == HTTP_OPTIONS)
        return flight_end(flight, OUTCOME_OPTIONS);
    if (!route->operation)
        return flight_end(flight, OUTCOME_NO_METHOD);
    if (call->has_body && header_is_coded(call->headers[HTTP_CONTENT_ENCODING]))
        return flight_refuse(flight, REASON_CODING_UNSUPPORTED);
    if (!accepts_reply(flight))
        return flight_refuse(flight, REASON_NOT_ACCEPTABLE);
    if ((is_full(engine) || !http_has_room(call)) && !operation_is_static(route->operation))
        return flight_refuse(flight, REASON_TEMPORARY_REDUCED_CAPACITY);
    flight_read_path(flight);
    if (x->has_failed)
        return flight_refuse(flight, REASON_TEMPORARY_REDUCED_CAPACITY);
    return x->violations.count ? flight_end(flight, OUTCOME_VIOLATIONS) : identify(flight);
}
