/* SPDX-License-Identifier: EUPL-1.2 */
/* Lists that go whole (CSV and NDJSON without a limit), page by page: each page is asked for when
 * the client has taken the one before, by the same step as a page of its own. It costs a turn and
 * a token like one, who asks is known anew, and what it shows is in the logs before it goes; what
 * it needed is given back behind it, so that a list of any length needs the memory of a page.
 *
 *     send -> stream -> (identify) -> admit -> input -> load -> show -> answer -> send -> stream
 *
 * What stands against a page ends the list before its end, and the last line of NDJSON says why
 * and how one goes on; CSV has no such line, and breaks off, which every client notices. */
#include "engine/flight.h"

#include "clock.h"
#include "engine/list.h"
#include "log.h"

#include <assert.h>

static bool is_streamed(const struct flight *flight)
{
    const enum format format = flight->layout.format;
    return (format == FORMAT_CSV || format == FORMAT_NDJSON) &&
           operation_is_paged(flight->x.operation) && !flight->page.is_limited &&
           !(flight->page.is_set && flight->page.cursor.is_backward) &&
           flight->call->method != HTTP_HEAD;
}

void stream_begin(struct flight *flight)
{
    struct exchange *x = &flight->x;
    if (!is_streamed(flight))
        return;
    flight->stream = exchange_alloc(x, sizeof *flight->stream);
    if (!flight->stream)
        return;
    flight->page.limit = PAGE_MAX;
    flight->stream->caller = x->principal;
    flight->stream->mark = arena_mark(x->arena);
}

bool stream_is_open(const struct flight *flight)
{
    return flight->stream && flight->stream->is_open;
}

void stream_keep(struct flight *flight, const struct cursor *next)
{
    if (!flight->stream)
        return;
    flight->stream->has_next = next != NULL;
    if (next)
        flight->stream->next = *next;
}

static bool is_same_caller(const struct principal *a, const struct principal *b)
{
    return a->roles == b->roles && a->permissions == b->permissions &&
           slice_equals(a->scope, b->scope) && id_equals(a->scope_id, b->scope_id) &&
           id_equals(a->person_id, b->person_id) && id_equals(a->function_id, b->function_id);
}

enum step stream_load(struct flight *flight)
{
    if (!is_same_caller(&flight->x.principal, &flight->stream->caller))
        return flight_refuse(flight, REASON_ROLE_NOT_ALLOWED);
    return STEP_LOAD;
}

/* Everything that the page before has left, but for what was asked. */
static enum step ask_next(struct flight *flight)
{
    struct exchange *x = &flight->x;
    struct violations *violations = &x->violations;
    flight->page.cursor = flight->stream->next;
    flight->page.is_set = true;
    flight_forget(flight);
    x->refusals = NULL;
    x->effects = NULL;
    x->refusal_capacity = x->effect_capacity = 0;
    violations->items = NULL;
    violations->count = violations->capacity = 0;
    x->principal = (struct principal){ 0 };
    flight->included = NULL;
    flight->limit_count = 0;
    flight->is_traced = flight->is_alone = false;
    arena_rewind(x->arena, flight->stream->mark);
    x->now_ms = clock_unix_ms();
    return flight->engine->is_draining ? flight_refuse(flight, REASON_DRAINING) : identify(flight);
}

/* The list ends before its end: behind the last page that went. */
static void cut(struct flight *flight)
{
    struct stream *stream = flight->stream;
    const struct cursor_list list = list_cursor_of(flight);
    char cursor[CURSOR_TEXT_SIZE];
    const enum reason reason = flight->outcome.reason;
    stream->code = reason == REASON_NONE ? REASON_INTERNAL : reason;
    if (flight->reply.status >= 500)
        failure_log(&flight->failure, flight->request_id, flight->x.operation->id,
                    flight->reply.status, reason);
    cursor_print(&list, &flight->page.cursor, cursor);
    const struct slice json =
        arena_print(flight->x.arena, "{\"data\":[],\"page\":{\"next_cursor\":\"%s\"}}", cursor);
    struct laid_out out = {
        .layout = &flight->layout,
        .view = flight->x.operation->reply.view,
        .is_list = true,
        .is_begun = true,
        .row_count = stream->row_count,
        .end_code = slice_of(reason_info(stream->code)->code),
    };
    buffer_clear(&flight->body);
    layout_write(&out, json, flight->x.arena, &flight->body);
    stream->is_broken = flight->layout.format != FORMAT_NDJSON || flight->body.has_failed;
    stream->has_next = false;
}

enum step stream_piece(struct flight *flight)
{
    if (flight->outcome.kind == OUTCOME_REPLY)
        flight->stream->row_count = flight->stream->shown_count;
    else
        cut(flight);
    return STEP_STREAM;
}

static enum step end(struct flight *flight)
{
    if (flight->stream->is_broken)
        http_break(flight->call);
    else
        http_feed_end(flight->call);
    return STEP_ENDED;
}

enum step stream_go(struct flight *flight)
{
    struct stream *stream = flight->stream;
    if (!stream->is_wanted)
        return STEP_WAITS;
    if (flight->body.size > 0 && !stream->is_broken) {
        stream->byte_count += (int64_t)flight->body.size;
        stream->is_wanted = false;
        http_feed(flight->call, buffer_as_slice(&flight->body));
        buffer_clear(&flight->body);
        return STEP_WAITS;
    }
    return stream->has_next ? ask_next(flight) : end(flight);
}

void stream_want(struct flight *flight)
{
    flight->stream->is_wanted = true;
    flight_wake(flight, STEP_STREAM, "its client has taken a page");
}

void stream_tell(const struct flight *flight)
{
    const struct stream *stream = flight->stream;
    if (!stream_is_open(flight))
        return;
    log_fields(LOG_INFO, "stream", LOG_SLICE("request_id", flight->request_id),
               LOG_TEXT("operation", flight->x.operation->id),
               LOG_NUMBER("rows", (int64_t)stream->row_count),
               LOG_NUMBER("bytes_out", stream->byte_count),
               LOG_NUMBER("ms", clock_monotonic_ms() - flight->call->started_ms),
               LOG_TEXT("code", stream->code ? reason_info(stream->code)->code
                                : stream->has_next || flight->body.size ? "CLIENT_GONE"
                                                                        : NULL));
}
