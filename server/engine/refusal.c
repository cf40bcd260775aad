/* SPDX-License-Identifier: EUPL-1.2 */
#include "engine/refusal.h"

#include "api/problem.h"
#include "engine/flight.h"
#include "engine/headers.h"
#include "log.h"
#include "uuid.h"

/* Says how large it may be. */
static void write_too_large(const struct engine *engine, struct flight *flight, struct slice id,
                            struct buffer *body)
{
    struct exchange *x = &flight->x;
    const size_t limit = flight_body_limit(engine, flight->route.operation);
    struct writer writer;
    x->refusal_count = 0;
    exchange_refuse(x, REASON_BODY_TOO_LARGE,
                    arena_print(x->arena, "{\"limit_bytes\":%zu}", limit));
    writer_init(&writer, body);
    if (x->refusal_count)
        problem_write_refusals(&writer, x, id);
    else
        problem_write(body, REASON_BODY_TOO_LARGE, SLICE_UNSET, x->is_english, id);
}

/* http reads the headers after this returns, and there may be no arena yet: the id lives as long as
 * the thread. */
void refusal_render(const struct engine *engine, struct http_reply *ret_reply,
                    const struct http_call *call, int status, enum reason reason)
{
    static _Thread_local char made[ID_TEXT_SIZE];
    struct slice id = call ? call->headers[HTTP_REQUEST_ID] : (struct slice){ 0 };
    bool is_english = call && accept_prefers_english(call->headers[HTTP_ACCEPT_LANGUAGE]);
    if (!input_is_request_id(id)) {
        id_print(uuid_v7_new(), made);
        id = slice_of(made);
    }
    if (reason == REASON_BODY_TOO_LARGE && call && call->exchange)
        write_too_large(engine, call->exchange, id, &ret_reply->body);
    else
        problem_write(&ret_reply->body, reason, call ? call->fault_header : SLICE_UNSET, is_english,
                      id);
    ret_reply->status = status;
    http_reply_header(ret_reply, "Content-Type", SLICE("application/problem+json"));
    http_reply_header(ret_reply, "Content-Language", is_english ? SLICE("en") : SLICE("fr"));
    http_reply_header(ret_reply, "Cache-Control", SLICE("no-store"));
    headers_add_help(ret_reply, reason);
    http_reply_header(ret_reply, "X-Request-Id", id);
    headers_add_common(ret_reply, engine->options.live.origins,
                       call ? call->headers[HTTP_ORIGIN] : SLICE_UNSET);
    if (status == 503)
        http_reply_header(ret_reply, "Retry-After", SLICE("1"));
    if (status == 401)
        headers_add_challenge(ret_reply, reason);
    if (status >= 500)
        failure_log(&(struct failure){ 0 }, id, NULL, status, reason);
    log_fields(LOG_INFO, "request", LOG_SLICE("request_id", id), LOG_TEXT("operation", "none"),
               LOG_NUMBER("status", status), LOG_TEXT("code", reason_info(reason)->code));
}
