/* What the caller asks: route, credentials, headers, parameters, body. */
#include "engine/flight.h"

#include "api/record.h"
#include "certificate.h"
#include "clock.h"
#include "engine/cursor.h"
#include "uuid.h"

#include <sodium.h>

enum { PAGE_DEFAULT = 50, PAGE_MAX = 200 };

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

/* French unless English is named first: the two languages of the server, no quality arithmetic. */
bool input_prefers_english(struct slice accept)
{
    for (size_t i = 0; i + 1 < accept.size; i++) {
        bool starts = i == 0 || accept.at[i - 1] == ',' || accept.at[i - 1] == ' ';
        if (starts && strncasecmp(accept.at + i, "fr", 2) == 0)
            return false;
        if (starts && strncasecmp(accept.at + i, "en", 2) == 0)
            return true;
    }
    return false;
}

static bool contains(struct slice text, const char *part)
{
    return text.size && memmem(text.at, text.size, part, strlen(part)) != NULL;
}

static bool accepts_reply(const struct flight *flight)
{
    struct slice accept = flight->call->headers[HTTP_ACCEPT];
    const char *own = flight->x.operation->reply.content_type;
    return accept.size == 0 || contains(accept, "application/json") || contains(accept, "*/*") ||
           contains(accept, "application/*") || contains(accept, "application/problem+json") ||
           (own && contains(accept, own));
}

static bool has_json_body(const struct flight *flight)
{
    struct slice type = flight->call->headers[HTTP_CONTENT_TYPE];
    for (size_t i = 0; i < type.size; i++) {
        if (type.at[i] == ';')
            type.size = i;
    }
    while (type.size && type.at[type.size - 1] == ' ')
        type.size--;
    return slice_is(type, "application/json") || (flight->x.operation->method == METHOD_PATCH &&
                                                  slice_is(type, "application/merge-patch+json"));
}

/* A member named …_id is a UUID, or, where the operation says so, a reference with its check
 * digits. */
static enum reason read_path(struct flight *flight)
{
    const struct route_match *match = &flight->route;
    for (unsigned i = 0; i < EXCHANGE_PATH_MEMBERS && slice_is_set(match->members[i]); i++) {
        struct slice name = route_member_name(match->operation, i);
        flight->x.path_text[i] = match->members[i];
        if (name.size < 3 || memcmp(name.at + name.size - 3, "_id", 3) != 0)
            continue;
        if (id_parse(match->members[i], &flight->x.path_id[i]))
            continue;
        if (i > 0 || !(match->operation->flags & OPERATION_REFERENCE))
            return REASON_NOT_FOUND;
        if (!reference_is_valid(match->members[i].at, match->members[i].size))
            return REASON_REFERENCE_INVALID;
    }
    return REASON_NONE;
}

static void violate_header(struct flight *flight, const char *name, enum reason code)
{
    violations_add(&flight->x.violations, VIOLATION_HEADER, slice_of(name), code, 0);
}

/* "7", "7.o": the version before the dot; the letter after it names the reader's view and does not
 * matter here. */
static int64_t version_of_etag(struct slice tag)
{
    int64_t version = 0;
    if (tag.size < 3 || tag.at[0] != '"' || tag.at[tag.size - 1] != '"')
        return -1;
    for (size_t i = 1; i + 1 < tag.size && tag.at[i] != '.'; i++) {
        if (tag.at[i] < '0' || tag.at[i] > '9' || version > 1000000000)
            return -1;
        version = version * 10 + (tag.at[i] - '0');
    }
    return version > 0 ? version : -1;
}

static void read_preconditions(struct flight *flight)
{
    struct slice if_match = flight->call->headers[HTTP_IF_MATCH];
    if (slice_is_set(if_match) && !slice_is(if_match, "*")) {
        flight->x.expected_version = version_of_etag(if_match);
        if (flight->x.expected_version < 0) {
            flight->x.expected_version = 0;
            violate_header(flight, "If-Match", REASON_HEADER_INVALID);
        }
    }
    flight->if_none_match = flight->call->headers[HTTP_IF_NONE_MATCH];
}

static void read_key(struct flight *flight)
{
    struct slice key = flight->call->headers[HTTP_IDEMPOTENCY_KEY];
    const struct operation *operation = flight->x.operation;
    if (!(operation->flags & OPERATION_COMMAND))
        return;
    if (!slice_is_set(key)) {
        /* A system may always retry, so it must be able to: partners name their creations and
         * decisions. */
        if ((operation->flags & OPERATION_KEY_REQUIRED) &&
            !id_is_set(flight->x.principal.person_id) && operation->roles != 0)
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
    char scope_id[ID_TEXT_SIZE], person_id[ID_TEXT_SIZE];
    id_print(flight->x.principal.scope_id, scope_id);
    id_print(flight->x.principal.person_id, person_id);
    flight->principal_key =
        arena_print(flight->x.arena, "%s:%s:%s", flight->x.principal.scope.at, scope_id, person_id);
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
}

/* Takes limit and cursor out of the parameters of a paged list; the others are the operation's. */
static size_t read_page(struct flight *flight, struct field_pair *pairs)
{
    const struct http_call *call = flight->call;
    bool is_paged = (flight->x.operation->flags & OPERATION_LIST) &&
                    !(flight->x.operation->flags & OPERATION_UNPAGED);
    size_t count = 0;
    unsigned seen_limit = 0, seen_cursor = 0;
    flight->page.limit = PAGE_DEFAULT;
    for (size_t i = 0; i < call->pair_count; i++) {
        struct slice name = call->pairs[i].name, value = call->pairs[i].value;
        bool is_limit = is_paged && slice_is(name, "limit");
        bool is_cursor = is_paged && slice_is(name, "cursor");
        if ((flight->x.operation->flags & OPERATION_COMMAND) && slice_is(name, "dry_run")) {
            flight->is_dry_run = slice_is(value, "true");
            if (!flight->is_dry_run && !slice_is(value, "false"))
                violations_add(&flight->x.violations, VIOLATION_PARAMETER, name,
                               REASON_PARAMETER_INVALID, 0);
            continue;
        }
        if ((is_limit && seen_limit) || (is_cursor && seen_cursor)) {
            violations_add(&flight->x.violations, VIOLATION_PARAMETER, name,
                           REASON_PARAMETER_REPEATED, 0);
        } else if (is_limit) {
            seen_limit++;
            int64_t limit = 0;
            for (size_t k = 0; k < value.size; k++)
                limit = value.at[k] >= '0' && value.at[k] <= '9' && limit < 1000
                            ? limit * 10 + (value.at[k] - '0')
                            : 1000;
            if (limit < 1 || limit > PAGE_MAX)
                violations_add(&flight->x.violations, VIOLATION_PARAMETER, name,
                               REASON_PARAMETER_INVALID, PAGE_MAX);
            flight->page.limit = limit;
        } else if (is_cursor) {
            seen_cursor++;
            flight->page.is_set =
                cursor_parse(value, flight->x.operation->id, call->pairs, call->pair_count,
                             &flight->page.cursor, &flight->page.is_backward);
            if (!flight->page.is_set)
                violations_add(&flight->x.violations, VIOLATION_PARAMETER, name,
                               REASON_CURSOR_INVALID, 0);
        } else {
            pairs[count++] = (struct field_pair){ name, value };
        }
    }
    return count;
}

/* Query parameters by the operation's table; without a table, every one is unknown. */
static enum status read_query(struct flight *flight)
{
    static const struct field none[] = { { .name = NULL } };
    static const struct fields nothing = { "Nothing", none, sizeof(struct given) };
    const struct fields *fields =
        flight->x.operation->query ? flight->x.operation->query : &nothing;
    struct field_pair *pairs =
        arena_alloc(flight->x.arena, (flight->call->pair_count + 1) * sizeof *pairs);
    flight->x.query = arena_alloc(flight->x.arena, fields->size);
    if (!pairs || !flight->x.query)
        return STATUS_NO_MEMORY;
    size_t count = read_page(flight, pairs);
    return fields_read_pairs(fields, pairs, count, flight->x.arena, flight->x.query,
                             &flight->x.violations);
}

static enum reason read_body(struct flight *flight, enum status *ret_status)
{
    const struct fields *fields = flight->x.operation->body;
    *ret_status = STATUS_OK;
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
    return fields_read_body(fields, flight->call->body, flight->x.arena, flight->x.body,
                            &flight->x.violations, ret_status);
}

/* Query, headers, body and snapshot; REASON_NONE, or what ends the request at once. Violations are
 * collected. */
static enum reason read_all(struct flight *flight)
{
    struct exchange *x = &flight->x;
    enum status status = read_query(flight);
    read_preconditions(flight);
    read_key(flight);
    if (flight->is_dry_run) /* leaves nothing behind, so there is nothing to replay */
        flight->key = (struct slice){ 0 };
    enum reason malformed = REASON_NONE;
    if (status == STATUS_OK)
        malformed = read_body(flight, &status);
    if (status == STATUS_OK && malformed == REASON_NONE && x->operation->snapshot_size) {
        x->snapshot = arena_alloc(x->arena, x->operation->snapshot_size);
        status = x->snapshot ? STATUS_OK : STATUS_NO_MEMORY;
    }
    if (status != STATUS_OK || x->has_failed)
        return REASON_TEMPORARY_REDUCED_CAPACITY;
    return malformed;
}

enum step input_read(struct flight *flight)
{
    struct exchange *x = &flight->x;
    const struct operation *operation = x->operation;
    unsigned roles = operation->roles;
    if (roles && !(operation->flags & (OPERATION_COMMAND | OPERATION_RESTRICTED)))
        roles |= ROLES_READ_ALL;
    if (roles && !(x->principal.roles & roles))
        return flight_refuse(flight, REASON_ROLE_NOT_ALLOWED);
    enum reason reason = read_all(flight);
    if (reason != REASON_NONE)
        return flight_refuse(flight, reason);
    if (operation->prepare && x->violations.count == 0)
        operation->prepare(x);
    if (x->violations.count == 0)
        record_check_new(x);
    if (x->has_failed)
        return flight_refuse(flight, REASON_TEMPORARY_REDUCED_CAPACITY);
    if (x->violations.count > 0)
        return flight_end(flight, OUTCOME_VIOLATIONS);
    if ((operation->flags & OPERATION_IF_MATCH) && !x->expected_version &&
        !slice_is(flight->call->headers[HTTP_IF_MATCH], "*"))
        return flight_refuse(flight, REASON_PRECONDITION_REQUIRED);
    if (operation->flags & OPERATION_COMMAND)
        return STEP_QUEUE;
    return flight_is_static(operation) ? STEP_SHOW : STEP_LOAD;
}

static enum step authorise(struct flight *flight)
{
    struct exchange *x = &flight->x;
    struct principals *known = &flight->engine->principals;
    struct slice authorization = flight->call->headers[HTTP_AUTHORIZATION];
    if (x->operation->roles == 0) {
        x->principal = (struct principal){ .scope = SLICE("PUBLIC") };
        return STEP_INPUT;
    }
    if (!slice_is_set(authorization))
        return flight_refuse(flight, REASON_CREDENTIALS_REQUIRED);
    if (!principal_hash(authorization, flight->token_hash))
        return flight_refuse(flight, REASON_TOKEN_INVALID);
    if (principals_find(known, flight->token_hash, clock_monotonic_ms(), &x->principal))
        return STEP_INPUT;
    return STEP_IDENTIFY;
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
    return engine->loads.count + engine->writes.count + engine->queued.count +
               engine->resting.count >=
           engine->options.queue_limit;
}

enum step head_read(struct flight *flight)
{
    struct engine *engine = flight->engine;
    struct route_match *route = &flight->route;
    struct exchange *x = &flight->x;
    const struct http_call *call = flight->call;
    x->now_ms = clock_unix_ms();
    x->moment = (struct moment){ .unix_seconds = x->now_ms / 1000 };
    x->today = moment_day(x->moment, TIME_ZONE_PARIS);
    x->is_english = input_prefers_english(call->headers[HTTP_ACCEPT_LANGUAGE]);
    x->operation = route->operation;
    flight->request_id = input_request_id(flight);
    if (x->operation && (x->operation->flags & OPERATION_SANDBOX) && !engine->options.is_sandbox)
        *route = (struct route_match){ 0 };
    if (!route->allowed && call->path.size > 1 && call->path.at[call->path.size - 1] == '/')
        return flight_end(flight, OUTCOME_NO_SLASH);
    if (!route->allowed)
        return flight_refuse(flight, REASON_NOT_FOUND);
    if (call->method == HTTP_OPTIONS)
        return flight_end(flight, OUTCOME_OPTIONS);
    if (!route->operation)
        return flight_end(flight, OUTCOME_NO_METHOD);
    if (!accepts_reply(flight))
        return flight_refuse(flight, REASON_NOT_ACCEPTABLE);
    if (is_full(engine) && !flight_is_static(route->operation))
        return flight_refuse(flight, REASON_TEMPORARY_REDUCED_CAPACITY);
    enum reason reason = read_path(flight);
    return reason == REASON_NONE ? authorise(flight) : flight_refuse(flight, reason);
}
