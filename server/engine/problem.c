/* Every refusal of the server is rendered here, as application/problem+json (RFC 9457). */
#include "engine/flight.h"

#include "engine/headers.h"
#include "reason.h"

#include <stdio.h>

static void write_type(struct writer *writer, enum reason reason)
{
    char kebab[REASON_CODE_SIZE], type[sizeof "urn:problem-type:clea:" + REASON_CODE_SIZE];
    reason_print_kebab(reason, kebab);
    snprintf(type, sizeof type, "urn:problem-type:clea:%s", kebab);
    writer_key(writer, "type");
    writer_text(writer, type);
}

/* detail: instead of the reason's own text; unset = that. */
static void open_problem(struct writer *writer, enum reason reason, struct slice detail,
                         bool is_english, struct slice request_id)
{
    const struct reason_info *info = reason_info(reason);
    writer_open(writer, '{');
    write_type(writer, reason);
    writer_key(writer, "title");
    writer_text(writer, is_english ? info->title_en : info->title_fr);
    writer_key(writer, "status");
    writer_int(writer, info->status);
    writer_key(writer, "detail");
    if (slice_is_set(detail))
        writer_string(writer, detail);
    else
        writer_text(writer, is_english ? info->detail_en : info->detail_fr);
    if (reason_hint(reason, is_english)) {
        writer_key(writer, "hint");
        writer_text(writer, reason_hint(reason, is_english));
    }
    writer_key(writer, "code");
    writer_text(writer, info->code);
    writer_key(writer, "request_id");
    writer_string(writer, request_id);
}

static void write_violations(struct writer *writer, const struct violations *violations,
                             bool is_english)
{
    writer_key(writer, "errors");
    writer_open(writer, '[');
    for (unsigned i = 0; i < violations->count; i++)
        violation_write(writer, &violations->items[i], is_english);
    writer_close(writer, ']');
    writer_key(writer, "is_truncated");
    writer_bool(writer, violations->is_truncated);
}

void problem_write(struct buffer *buffer, enum reason reason, struct slice header, bool is_english,
                   struct slice request_id)
{
    struct writer writer;
    writer_init(&writer, buffer);
    open_problem(&writer, reason, SLICE_UNSET, is_english, request_id);
    if (slice_is_set(header)) {
        struct violation violation = { VIOLATION_HEADER, header, reason, { 0 } };
        write_violations(&writer, &(struct violations){ .items = &violation, .count = 1 },
                         is_english);
    }
    writer_close(&writer, '}');
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
    if (status == 429)
        http_reply_header(&flight->reply, "Retry-After",
                          arena_print(flight->x.arena, "%u", flight->retry_s));
    if (status == 503 || status == 504)
        http_reply_header(&flight->reply, "Retry-After", SLICE("1"));
    if (status == 401)
        headers_add_challenge(&flight->reply, reason);
    if (reason == REASON_PERMISSION_MISSING)
        http_reply_header(&flight->reply, "WWW-Authenticate",
                          SLICE("Bearer realm=\"clea\", error=\"insufficient_scope\""));
    if (reason == REASON_CODING_UNSUPPORTED)
        http_reply_header(&flight->reply, "Accept-Encoding", SLICE("identity"));
    if (reason == REASON_MEDIA_TYPE_UNSUPPORTED)
        headers_add_accepted(&flight->reply, flight->x.operation->method);
}

static void start(struct flight *flight)
{
    buffer_clear(&flight->body);
    flight->reply.header_count = 0;
    flight->reply.shared = (struct slice){ 0 };
}

void flight_render_problem(struct flight *flight, enum reason reason)
{
    start(flight);
    problem_write(&flight->body, reason, SLICE_UNSET, flight->x.is_english, flight->request_id);
    if (reason == REASON_IDEMPOTENCY_IN_PROGRESS)
        http_reply_header(&flight->reply, "Retry-After", SLICE("1"));
    finish(flight, reason);
}

void flight_render_violations(struct flight *flight)
{
    const struct violations *violations = &flight->x.violations;
    /* A violation with a 400 of its own (a parameter, a header) makes the whole a 400. */
    enum reason reason = REASON_VALIDATION_FAILED;
    for (unsigned i = 0; i < violations->count; i++) {
        if (reason_info(violations->items[i].code)->status == 400) {
            reason = violations->items[i].code;
            break;
        }
    }
    start(flight);
    struct writer writer;
    writer_init(&writer, &flight->body);
    open_problem(&writer, reason, SLICE_UNSET, flight->x.is_english, flight->request_id);
    write_violations(&writer, violations, flight->x.is_english);
    writer_close(&writer, '}');
    finish(flight, reason);
}

static void write_refusal(struct writer *writer, const struct refusal *refusal, bool is_english)
{
    const struct reason_info *info = reason_info(refusal->reason);
    writer_open(writer, '{');
    writer_key(writer, "code");
    writer_text(writer, info->code);
    writer_key(writer, "message");
    if (slice_is_set(refusal->message))
        writer_string(writer, refusal->message);
    else
        writer_text(writer, is_english ? info->detail_en : info->detail_fr);
    writer_key(writer, "details");
    writer_raw(writer, slice_is_set(refusal->details) ? refusal->details : SLICE("{}"));
    writer_key(writer, "resolve_with");
    exchange_write_resolution(writer, refusal->resolve_method, refusal->resolve_href,
                              refusal->resolve_event);
    writer_close(writer, '}');
}

void flight_render_refusals(struct flight *flight)
{
    const struct exchange *x = &flight->x;
    enum reason reason = x->refusals[0].reason;
    start(flight);
    struct writer writer;
    writer_init(&writer, &flight->body);
    open_problem(&writer, reason, x->refusals[0].message, x->is_english, flight->request_id);
    writer_key(&writer, "reasons");
    writer_open(&writer, '[');
    for (unsigned i = 0; i < x->refusal_count; i++)
        write_refusal(&writer, &x->refusals[i], x->is_english);
    writer_close(&writer, ']');
    if (slice_is_set(x->allowed_events)) {
        writer_key(&writer, "allowed_events");
        writer_raw(&writer, x->allowed_events);
    }
    writer_close(&writer, '}');
    finish(flight, reason);
}
