/* SPDX-License-Identifier: EUPL-1.2 */
/* Every refusal of the server is answered here, as application/problem+json (RFC 9457). */
#include "engine/flight.h"

#include "api/problem.h"
#include "engine/headers.h"
#include "json/spoken.h"
#include "reason.h"

void problem_write(struct buffer *buffer, enum reason reason, struct slice header, bool is_english,
                   struct slice request_id)
{
    struct writer writer;
    writer_init(&writer, buffer);
    struct violation violation = { VIOLATION_HEADER, header, reason, { 0 } };
    const struct violations violations = { .items = &violation, .count = 1 };
    problem_write_reason(&writer, reason, slice_is_set(header) ? &violations : NULL, is_english,
                         request_id);
}

static void finish(struct flight *flight, enum reason reason)
{
    const int status = reason_info(reason)->status;
    flight->outcome.reason = reason;
    flight->reply.status = status;
    if (page_is_wanted(flight)) {
        page_write(flight, &(struct page_told){ .reason = reason });
    } else {
        http_reply_header(&flight->reply, "Content-Type", SLICE("application/problem+json"));
        http_reply_header(&flight->reply, "Content-Language",
                          flight->x.is_english ? SLICE("en") : SLICE("fr"));
    }
    http_reply_header(&flight->reply, "Cache-Control", SLICE("no-store"));
    headers_add_help(&flight->reply, reason);
    if (status == 429)
        http_reply_header(&flight->reply, "Retry-After",
                          arena_print(flight->x.arena, "%u", flight->retry_s));
    if (reason == REASON_READ_ONLY_MODE)
        http_reply_header(&flight->reply, "Retry-After",
                          arena_print(flight->x.arena, "%u", flight->retry_s));
    else if (status == 503 || status == 504)
        http_reply_header(&flight->reply, "Retry-After", SLICE("1"));
    if (status == 401)
        headers_add_challenge(&flight->reply, reason);
    if (reason == REASON_PERMISSION_MISSING)
        http_reply_header(&flight->reply, "WWW-Authenticate",
                          SLICE("Bearer realm=\"clea\", error=\"insufficient_scope\""));
    if (reason == REASON_CODING_UNSUPPORTED)
        http_reply_header(&flight->reply, "Accept-Encoding", SLICE("identity"));
    if (reason == REASON_MEDIA_TYPE_UNSUPPORTED)
        headers_add_accepted(&flight->reply, flight->x.operation->method,
                             flight->x.operation->intake);
}

static void start(struct flight *flight)
{
    buffer_clear(&flight->body);
    flight->reply.header_count = 0;
    flight->reply.shared = (struct slice){ 0 };
}

static void say_limit(struct buffer *buffer, unsigned param, const void *context, bool is_english)
{
    const struct limit_answer *limit = context;
    switch (param) {
    case PARAM_limit:
        spoken_number(buffer, limit->most, is_english);
        return;
    case PARAM_window_seconds:
        spoken_number(buffer, limit->window_s, is_english);
        return;
    case PARAM_retry_seconds:
        spoken_number(buffer, limit->wait_s, is_english);
        return;
    default:
        return; /* not among the known */
    }
}

/* Whoever was too fast reads how often it is allowed, and when again. */
static void render_limited(struct flight *flight, const struct limit_answer *limit)
{
    const unsigned known =
        1u << PARAM_limit | 1u << PARAM_window_seconds | 1u << PARAM_retry_seconds;
    const enum reason reason = limit_reason(limit->limit);
    const bool is_english = flight->x.is_english;
    struct buffer detail = { 0 };
    struct writer writer;
    start(flight);
    spoken_sentence(&detail, wording_find(reason, VALUE_UNSAID, known, is_english), say_limit,
                    limit, is_english);
    writer_init(&writer, &flight->body);
    problem_write_detailed(&writer, reason, buffer_as_slice(&detail), is_english,
                           flight->request_id);
    flight->body.has_failed |= detail.has_failed;
    buffer_release(&detail);
    finish(flight, reason);
}

void flight_render_problem(struct flight *flight, enum reason reason)
{
    const struct limit_answer *last =
        flight->limit_count > 0 ? &flight->limits[flight->limit_count - 1] : NULL;
    if (last && !last->is_allowed && reason == limit_reason(last->limit)) {
        render_limited(flight, last);
        return;
    }
    start(flight);
    problem_write(&flight->body, reason, SLICE_UNSET, flight->x.is_english, flight->request_id);
    if (reason == REASON_IDEMPOTENCY_IN_PROGRESS)
        http_reply_header(&flight->reply, "Retry-After", SLICE("1"));
    finish(flight, reason);
}

void flight_render_violations(struct flight *flight)
{
    const enum reason reason = problem_of_violations(&flight->x.violations);
    start(flight);
    struct writer writer;
    writer_init(&writer, &flight->body);
    problem_write_reason(&writer, reason, &flight->x.violations, flight->x.is_english,
                         flight->request_id);
    finish(flight, reason);
}

void flight_render_refusals(struct flight *flight)
{
    const struct exchange *x = &flight->x;
    enum reason reason = x->refusals[0].reason;
    start(flight);
    struct writer writer;
    writer_init(&writer, &flight->body);
    problem_write_refusals(&writer, x, flight->request_id);
    finish(flight, reason);
}
