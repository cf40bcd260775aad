/* SPDX-License-Identifier: EUPL-1.2 */
/* The last thing that happens to an answer: its body is coded when the caller asks for it. */
#include "engine/flight.h"

#include "http/gzip.h"
#include "http/header.h"

/* A certificate and its verification code, keys that are shown once: see MEMBER_SECRET. A refusal
 * holds nothing of the kind. */
static bool holds_secret(const struct flight *flight)
{
    const struct operation *operation = flight->x.operation;
    const struct reply *reply = operation ? exchange_reply(&flight->x) : NULL;
    return reply && flight->outcome.kind == OUTCOME_REPLY &&
           (view_holds_secret(reply->view) || view_holds_secret(reply->embedded.view));
}

/* Codings of one version have tags of their own, because caches keep both (8.8.3.3). */
static void mark_etag(struct flight *flight)
{
    struct http_reply *reply = &flight->reply;
    for (unsigned i = 0; i < reply->header_count; i++) {
        struct slice *value = &reply->headers[i].value;
        if (strcmp(reply->headers[i].name, "ETag") != 0)
            continue;
        const struct slice marked =
            arena_print(flight->x.arena, "%.*s+gzip\"", (int)(value->size - 1), value->at);
        if (slice_is_set(marked))
            *value = marked;
    }
}

/* In the place of the body. False: it stays as it is. */
static bool code_body(struct flight *flight)
{
    struct engine *engine = flight->engine;
    if (!engine->gzip)
        engine->gzip = gzip_new();
    const size_t size = engine->gzip && !flight->body.has_failed
                            ? gzip_in_place(engine->gzip, flight->body.at, flight->body.size)
                            : 0;
    if (size)
        flight->body.size = size;
    return size > 0;
}

static bool is_worth_it(size_t size, bool refuses_identity)
{
    return size <= GZIP_MOST_BYTES && size >= (refuses_identity ? 1 : GZIP_LEAST_BYTES);
}

/* Also what a 304 does not send: tag and length are those of the answer that it stands for. */
void flight_code(struct flight *flight)
{
    struct http_reply *reply = &flight->reply;
    const struct accept_coding wanted = accept_coding(flight->call->headers[HTTP_ACCEPT_ENCODING]);
    bool is_coded = false;
    /* A digest is that of the file as it is kept (9530, 3). */
    if (!wanted.takes_gzip || holds_secret(flight) || slice_is_set(flight->x.digest))
        return;
    if (flight->prepared && slice_is_set(reply->shared)) {
        is_coded = atomic_load(&flight->prepared->is_coded);
        if (is_coded)
            reply->shared = flight->prepared->gzip;
    } else if (is_worth_it(flight->body.size, wanted.refuses_identity)) {
        is_coded = code_body(flight);
    }
    if (!is_coded)
        return;
    mark_etag(flight);
    if (reply->status != 304)
        http_reply_header(reply, "Content-Encoding", SLICE("gzip"));
}
