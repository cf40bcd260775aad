/* SPDX-License-Identifier: EUPL-1.2 */
/* The last step: the outcome becomes a reply, here and nowhere else; headers, log line and counters
 * are added once. */
#include "engine/flight.h"

#include "clock.h"
#include "engine/address.h"
#include "engine/headers.h"
#include "log.h"

#include <assert.h>
#include <stdio.h>

enum { LIMIT_TEXT_SIZE = 64, FLOOD_LINES = 20 };

static void render_allow(struct flight *flight)
{
    char allow[ROUTE_ALLOW_SIZE];
    route_print_allow(flight->route.allowed, allow);
    http_reply_header(&flight->reply, "Allow", arena_copy(flight->x.arena, slice_of(allow)));
}

static void render_options(struct flight *flight)
{
    const unsigned takes_body = flight->route.takes_body;
    flight->reply.status = 204;
    render_allow(flight);
    if (slice_is_set(flight->call->headers[HTTP_ACCESS_CONTROL_REQUEST_METHOD]))
        headers_add_preflight(&flight->reply, flight->reply.headers[0].value);
    if (takes_body & 1u << METHOD_POST)
        headers_add_accepted(&flight->reply, METHOD_POST, flight->route.intake);
    if (takes_body & 1u << METHOD_PATCH)
        headers_add_accepted(&flight->reply, METHOD_PATCH, NULL);
}

/* 308 to an address, with the parameters as they came: a dry run stays one. */
static void render_redirect(struct flight *flight, struct buffer *take_address)
{
    address_add_pairs(take_address, flight->call, NULL);
    flight->reply.status = 308;
    http_reply_header(&flight->reply, "Location",
                      arena_copy(flight->x.arena, buffer_as_slice(take_address)));
    if (flight->x.operation)
        http_reply_header(&flight->reply, "Cache-Control", render_cache_rule(flight->x.operation));
    buffer_release(take_address);
}

static void render_without_slash(struct flight *flight)
{
    struct buffer address = { 0 };
    address_add_path(&address,
                     (struct slice){ flight->call->path.at, flight->call->path.size - 1 });
    render_redirect(flight, &address);
}

/* The operation's own path with the new id in the place of its first member. */
static void render_moved(struct flight *flight)
{
    const char *path = flight->x.operation->path;
    const char *begin = strchr(path, '{'), *end = strchr(path, '}');
    char id[ID_TEXT_SIZE];
    struct buffer address = { 0 };
    assert(begin && end); /* operation_check.c: OPERATION_MOVES has a member to move */
    id_print(flight->x.moved_to, id);
    buffer_append(&address, path, (size_t)(begin - path));
    buffer_text(&address, id);
    buffer_text(&address, end + 1);
    render_redirect(flight, &address);
}

static void render_outcome(struct flight *flight)
{
    switch (flight->outcome.kind) {
    case OUTCOME_REPLY:
        return; /* it is */
    case OUTCOME_PROBLEM:
        flight_render_problem(flight, flight->outcome.reason);
        return;
    case OUTCOME_VIOLATIONS:
        flight_render_violations(flight);
        return;
    case OUTCOME_REFUSALS:
        flight_render_refusals(flight);
        return;
    case OUTCOME_MOVED:
        render_moved(flight);
        return;
    case OUTCOME_OPTIONS:
        render_options(flight);
        return;
    case OUTCOME_NO_METHOD:
        flight_render_problem(flight, REASON_METHOD_NOT_ALLOWED);
        render_allow(flight);
        return;
    case OUTCOME_NO_SLASH:
        render_without_slash(flight);
        return;
    case OUTCOME_NONE:
        break;
    }
    assert(false && "a flight that is answered has an outcome");
}

static void count_request(struct engine *engine, int status, int64_t ms)
{
    static const int64_t bounds[ENGINE_LATENCY_BUCKETS] = { 1,   2,   5,   10,   25,   50,
                                                            100, 250, 500, 1000, 2500, 10000 };
    unsigned bucket = 0;
    while (bucket < ENGINE_LATENCY_BUCKETS && ms > bounds[bucket])
        bucket++;
    atomic_fetch_add(&engine->counts.latency[bucket], 1);
    atomic_fetch_add(&engine->counts.latency_sum_ms, (unsigned long)ms);
    atomic_fetch_add(&engine->counts.requests[status / 100 % 6], 1);
}

static const char *operation_of(const struct flight *flight)
{
    return flight->x.operation ? flight->x.operation->id : NULL;
}

/* Of the body; a HEAD counts like its GET. */
static int64_t bytes_out(const struct flight *flight)
{
    const int64_t fed = flight->outcome.kind == OUTCOME_REPLY ? flight->x.fed_bytes : 0;
    return flight->reply.status == 304
               ? 0
               : (int64_t)(flight->reply.shared.size + flight->body.size) + fed;
}

/* Refused for nothing but that so much is asked. Of these some lines a second tell as much as all
 * of them, which would fill a disk; the metrics count each. */
static bool is_flood(const struct flight *flight)
{
    return flight->reply.status == 429 ||
           (flight->outcome.reason == REASON_TEMPORARY_REDUCED_CAPACITY && !flight->failure.cause);
}

static bool is_told(struct flight *flight)
{
    struct engine *engine = flight->engine;
    const int64_t now_s = clock_monotonic_ms() / 1000;
    if (!is_flood(flight))
        return true;
    if (engine->flood_s != now_s)
        engine->flood_lines = 0;
    engine->flood_s = now_s;
    return ++engine->flood_lines <= FLOOD_LINES;
}

static void log_request(const struct flight *flight, int64_t ms)
{
    const struct principal *principal = &flight->x.principal;
    char credential_id[ID_TEXT_SIZE], scope_id[ID_TEXT_SIZE], function_id[ID_TEXT_SIZE];
    enum reason reason = flight->outcome.reason;
    const bool is_news = !flight->x.operation || flight->reply.status >= 400 ||
                         !(flight->x.operation->flags & OPERATION_PROBE);
    id_print(principal->credential_id, credential_id);
    id_print(principal->scope_id, scope_id);
    id_print(principal->function_id, function_id);
    log_fields(is_news ? LOG_INFO : LOG_DEBUG, "request",
               LOG_SLICE("request_id", flight->request_id),
               LOG_TEXT("operation", operation_of(flight) ? operation_of(flight) : "none"),
               LOG_NUMBER("status", flight->reply.status),
               LOG_TEXT("code", reason == REASON_NONE ? NULL : reason_info(reason)->code),
               LOG_NUMBER("ms", ms), LOG_NUMBER("bytes_in", intake_bytes_in(flight)),
               LOG_NUMBER("bytes_out", bytes_out(flight)), LOG_TEXT("credential_id", credential_id),
               LOG_TEXT("scope_id", scope_id), LOG_TEXT("function_id", function_id));
}

static void add_limits(struct flight *flight)
{
    char policy[FLIGHT_LIMITS * LIMIT_TEXT_SIZE], left[FLIGHT_LIMITS * LIMIT_TEXT_SIZE];
    size_t policy_size = 0, left_size = 0;
    for (unsigned i = 0; i < flight->limit_count; i++) {
        const struct limit_answer *limit = &flight->limits[i];
        const char *name = limit_name(limit->limit), *comma = i ? ", " : "";
        policy_size += (size_t)snprintf(policy + policy_size, LIMIT_TEXT_SIZE, "%s\"%s\";q=%u;w=%u",
                                        comma, name, limit->most, limit->window_s);
        left_size +=
            (size_t)snprintf(left + left_size, LIMIT_TEXT_SIZE, "%s\"%s\";r=%u;t=%u", comma, name,
                             limit->left, limit->left ? limit->full_s : limit->wait_s);
    }
    if (flight->limit_count == 0)
        return;
    http_reply_header(&flight->reply, "RateLimit-Policy",
                      arena_copy(flight->x.arena, (struct slice){ policy, policy_size }));
    http_reply_header(&flight->reply, "RateLimit",
                      arena_copy(flight->x.arena, (struct slice){ left, left_size }));
}

/* Whoever shows a key that is none is counted; guessing goes no faster than its limit, and what is
 * shown beyond it is not even told to be wrong. A key that was one once, and a token that has run
 * out, is no guess: its holder has to hear that it has. */
static void slow_guesses(struct flight *flight)
{
    const struct slice shown =
        header_credentials(flight->call->headers[HTTP_AUTHORIZATION], "Bearer");
    if (flight->outcome.reason != REASON_TOKEN_INVALID || !slice_is_set(shown) ||
        !slice_starts_with(shown, SLICE("clea_")) ||
        flight_takes(flight, LIMIT_WRONG_KEYS, flight_address(flight)))
        return;
    flight_refuse(flight, limit_reason(LIMIT_WRONG_KEYS));
    render_outcome(flight);
}

/* A probe that says no (reply.other_status), and a guard that says "not yet", have answered what
 * they were asked. */
static bool is_failure(const struct flight *flight)
{
    return flight->reply.status >= 500 && flight->outcome.kind != OUTCOME_REPLY &&
           flight->outcome.kind != OUTCOME_REFUSALS;
}

/* Nothing is shown before it is known to be in the logs. */
enum step answer(struct flight *flight)
{
    root_leave(flight);
    load_let_go(flight);
    render_outcome(flight);
    if (flight->is_traced)
        return STEP_SEND;
    if (flight->reply.status == 401)
        strangers_note(&flight->engine->strangers, flight->x.now_ms, flight->call->peer,
                       flight->call->headers[HTTP_AUTHORIZATION], flight->outcome.reason);
    if (flight->reply.status == 401)
        slow_guesses(flight);
    shown_read(flight);
    layout_apply(flight);
    if (flight->x.names.has_failed || flight->body.has_failed) {
        flight_refuse(flight, REASON_TEMPORARY_REDUCED_CAPACITY);
        render_outcome(flight);
        return STEP_SEND;
    }
    if (!(flight->x.operation && flight->x.operation->flags & OPERATION_COMMAND) &&
        !lane_holds(flight)) {
        flight_refuse(flight, REASON_TEMPORARY_REDUCED_CAPACITY);
        render_outcome(flight);
        return STEP_SEND;
    }
    if (shown_refusal_is_due(flight))
        return STEP_AUDIT;
    return shown_is_due(flight) ? STEP_TRACE : STEP_SEND;
}

/* Of who may not ask, or not now, the body is not read, and the connection ends; nor is any file
 * that is refused. Whatever else is refused is told when the body has come, and the connection
 * stays. */
static bool is_told_early(const struct flight *flight)
{
    const int status = flight->reply.status;
    const bool is_file = flight->x.operation && flight->x.operation->intake;
    return is_file || status == 401 || status == 429 || status == 503;
}

/* The body of what is refused already is counted for whoever sends it, or for those whom nobody
 * knows; without room for it the refusal is told at once. */
static bool takes_rest(struct flight *flight)
{
    flight->is_admitted = true;
    return lane_takes_in(flight, 0);
}

enum step answer_send(struct flight *flight)
{
    struct engine *engine = flight->engine;
    if (!flight->is_whole && !is_told_early(flight) && takes_rest(flight)) {
        flight_want_body(flight);
        return STEP_WAITS;
    }
    if (stream_is_open(flight))
        return stream_piece(flight);
    int64_t ms = clock_monotonic_ms() - flight->call->started_ms;
    const bool tells = is_told(flight);
    if (tells && is_failure(flight))
        failure_log(&flight->failure, flight->request_id, operation_of(flight),
                    flight->reply.status, flight->outcome.reason);
    if (flight->is_errand) {
        errand_answer(flight);
        return STEP_ENDED;
    }
    http_reply_header(&flight->reply, "X-Request-Id", flight->request_id);
    if (flight->is_dry_run)
        http_reply_header(&flight->reply, "Dry-Run", SLICE("true"));
    add_limits(flight);
    headers_add_deprecation(&flight->reply, flight->x.operation);
    headers_add_common(&flight->reply, engine->options.live.origins,
                       flight->call->headers[HTTP_ORIGIN]);
    if (flight->x.operation &&
        (flight->x.operation->reply.page || flight->x.operation->reply.types[0] ||
         layout_has_formats(flight->x.operation)))
        http_reply_header(&flight->reply, "Vary", SLICE("Accept"));
    const bool is_streamed =
        flight->outcome.kind == OUTCOME_REPLY && flight->stream && flight->stream->has_next;
    if (!is_streamed)
        flight_code(flight);
    flight->reply.closes |= engine->is_draining;
    count_request(engine, flight->reply.status, ms);
    if (tells)
        log_request(flight, ms);
    if (is_streamed) {
        flight->reply.fed_bytes = HTTP_FED_UNTIL_END;
        http_answer(flight->call, &flight->reply);
        flight->stream->is_open = true;
        return stream_piece(flight);
    }
    flight->reply.body = flight->body;
    flight->body = (struct buffer){ 0 };
    const bool is_fed = flight->outcome.kind == OUTCOME_REPLY && flight->x.fed_bytes > 0;
    flight->reply.fed_bytes = is_fed ? (uint64_t)flight->x.fed_bytes : 0;
    http_answer(flight->call, &flight->reply);
    return is_fed ? STEP_FEED : STEP_ENDED;
}
