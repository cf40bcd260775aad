/* SPDX-License-Identifier: EUPL-1.2 */
#include "call.h"

#include "hygiene.h"
#include "reply.h"
#include "slow.h"

#include <assert.h>

enum { FIRST_ANNOUNCED_BYTES = 64 * 1024, FIRST_CHUNKED_BYTES = 4 * 1024 };

/* Where all together fill their room, the slowest gives way; where one tenant does, that is for who
 * counts it. */
static bool charge_body(struct client *client, size_t bytes)
{
    const struct http_server *server = client->server;
    if (client_charge_body(client, bytes))
        return true;
    if (server->body_budget && server->counts.body_bytes + bytes > server->body_budget)
        slow_senders_give_way(client, NULL);
    return false;
}

/* MHD asks for more of an answer that comes in pieces. */
static ssize_t feed_reader(void *user, uint64_t position, char *at, size_t most)
{
    struct client *client = user;
    const struct http_handler *handler = &client->server->handler;
    const size_t left = client->feed.size - client->fed;
    (void)position;
    if (client->is_broken || client->phase == CLIENT_CUT)
        return MHD_CONTENT_READER_END_WITH_ERROR;
    if (client->is_all_fed && left == 0)
        return MHD_CONTENT_READER_END_OF_STREAM;
    if (left > 0) {
        const size_t size = left < most ? left : most;
        memcpy(at, client->feed.at + client->fed, size);
        client->fed += size;
        return (ssize_t)size;
    }
    MHD_suspend_connection(client->connection);
    client_move(client, CLIENT_FED);
    handler->on_want(handler->user, &client->call);
    return 0;
}

/* Hands a reply to MHD. False: nothing is queued and the connection must go. */
static bool queue(struct client *client, struct http_reply *take_reply)
{
    unsigned status;
    const size_t held = slice_is_set(take_reply->shared) ? 0 : take_reply->body.size;
    struct MHD_Response *response =
        take_reply->fed_bytes
            ? reply_take_fed(take_reply, client->server->is_quiesced, feed_reader, client, &status)
            : reply_take(take_reply, client->server->is_quiesced, &status);
    if (!response)
        return false;
    client_charge_answer(client, held);
    bool is_queued = MHD_queue_response(client->connection, status, response) == MHD_YES;
    MHD_destroy_response(response);
    return is_queued;
}

/* In the first call only: MHD closes the connection after the reply, and reads no body. */
static enum MHD_Result refuse_early(struct client *client, int status, const char *code)
{
    const struct http_handler *handler = &client->server->handler;
    struct http_reply reply = { .status = status };
    handler->on_refusal(handler->user, &client->call, status, code, &reply);
    reply.closes = true;
    client->call.is_answered = true;
    client->lingers = true;
    client_move(client, CLIENT_ANSWERED);
    return queue(client, &reply) ? MHD_YES : MHD_NO;
}

/* In a data call, where MHD accepts no reply: say it ourselves, then have MHD close. */
static enum MHD_Result refuse_body(struct client *client, int status, const char *code)
{
    client_refuse_raw(client, status, code);
    client_move(client, CLIENT_ANSWERED);
    return MHD_NO;
}

static enum MHD_Result begin_body(struct client *client, const struct head *head)
{
    struct http_server *server = client->server;
    struct http_call *call = &client->call;
    call->has_body = head->is_chunked || head->body_announced > 0;
    client->has_begun = true;
    server->open_calls++;
    client_move(client, CLIENT_BEGUN);
    const int64_t limit = server->handler.on_head(server->handler.user, call);
    if (call->is_answered)
        return client->is_queued ? MHD_YES : MHD_NO;
    if (head->body_announced > (size_t)limit)
        return refuse_early(client, 413, "BODY_TOO_LARGE");
    size_t first = head->is_chunked ? FIRST_CHUNKED_BYTES : head->body_announced;
    if (call->piece_bytes && first > call->piece_bytes)
        first = call->piece_bytes;
    if (call->has_body && !charge_body(client, first))
        return refuse_early(client, 503, "TEMPORARY_REDUCED_CAPACITY");
    client->body_limit = (size_t)limit;
    client->body_announced = head->body_announced;
    if (client->is_held)
        MHD_suspend_connection(client->connection);
    client_move(client, client->is_held ? CLIENT_HELD : CLIENT_BODY);
    return MHD_YES;
}

static enum MHD_Result begin(struct client *client, const char *url, const char *method,
                             const char *version)
{
    struct http_server *server = client->server;
    if (!slice_is_set(client->target))
        return refuse_early(client, 503, "TEMPORARY_REDUCED_CAPACITY");
    struct head head = {
        .connection = client->connection,
        .method = method,
        .version = version,
        .url = url,
        .target = client->target,
        .knows_layout = server->knows_layout,
    };
    struct refusal refusal = hygiene_judge(&head, &client->call);
    if (refusal.status)
        return refuse_early(client, refusal.status, refusal.code);
    return begin_body(client, &head);
}

/* Room for `more` bytes and a NUL. An announced length is believed only after its first 64 KiB have
 * come, so that announcing costs the client as much as us. */
static bool reserve(struct client *client, size_t more)
{
    size_t needed = client->call.body.size + more + 1;
    if (needed <= client->body_capacity)
        return true;
    bool is_announced = client->body_announced > 0;
    size_t most = (is_announced ? client->body_announced : client->body_limit) + 1;
    size_t capacity = is_announced ? most : client->body_capacity * 2;
    if (client->body_capacity == 0)
        capacity = is_announced ? FIRST_ANNOUNCED_BYTES : FIRST_CHUNKED_BYTES;
    if (capacity < needed)
        capacity = needed;
    if (capacity > most)
        capacity = most;
    client->body_allocated += capacity;
    char *body =
        charge_body(client, client->body_allocated) ? arena_alloc(&client->arena, capacity) : NULL;
    if (!body)
        return false;
    if (client->call.body.size)
        memcpy(body, client->body, client->call.body.size);
    client->body = body;
    client->body_capacity = capacity;
    return true;
}

/* Room for one piece, which serves all of them. */
static bool reserve_piece(struct client *client)
{
    const size_t announced = client->body_announced, most = client->call.piece_bytes;
    const size_t capacity = announced && announced < most ? announced : most;
    if (client->body)
        return true;
    if (!charge_body(client, capacity))
        return false;
    client->body = arena_alloc(&client->arena, capacity);
    client->body_capacity = client->body ? capacity : 0;
    return client->body != NULL;
}

/* A piece is handed over when it is whole and more has come: so the last one is never empty. What
 * is not taken MHD shows again. */
static enum MHD_Result take_piece(struct client *client, const char *data, size_t *size)
{
    struct http_server *server = client->server;
    struct http_call *call = &client->call;
    if (!reserve_piece(client))
        return refuse_body(client, 503, "TEMPORARY_REDUCED_CAPACITY");
    const size_t room = client->body_capacity - call->body.size;
    const size_t taken = *size < room ? *size : room;
    memcpy(client->body + call->body.size, data, taken);
    call->body = (struct slice){ client->body, call->body.size + taken };
    client->body_come += taken;
    *size -= taken;
    if (*size == 0)
        return MHD_YES;
    client->has_piece = true;
    MHD_suspend_connection(client->connection);
    client_move(client, CLIENT_HELD);
    server->handler.on_piece(server->handler.user, call);
    return MHD_YES;
}

static enum MHD_Result take_body(struct client *client, const char *data, size_t *size)
{
    struct http_call *call = &client->call;
    if (*size > client->body_limit - client->body_come)
        return refuse_body(client, 413, "BODY_TOO_LARGE");
    if (call->piece_bytes)
        return take_piece(client, data, size);
    client->body_come += *size;
    if (!reserve(client, *size))
        return refuse_body(client, 503, "TEMPORARY_REDUCED_CAPACITY");
    memcpy(client->body + call->body.size, data, *size);
    call->body = (struct slice){ client->body, call->body.size + *size };
    *size = 0;
    return MHD_YES;
}

static void resume(struct client *client)
{
    MHD_resume_connection(client->connection);
    client->server->has_resumed = true;
}

/* While a body is held MHD takes no reply: it is said past it, and the next byte of the body makes
 * MHD close. */
static void answer_held(struct client *client, struct http_reply *take_reply)
{
    client_say_raw(client, take_reply);
    client_move(client, CLIENT_REFUSED);
    resume(client);
}

void http_answer(struct http_call *call, struct http_reply *take_reply)
{
    struct client *client = call->connection;
    const enum client_phase phase = client->phase;
    assert(!call->is_answered);
    if (phase == CLIENT_HELD) {
        answer_held(client, take_reply);
        return;
    }
    call->is_answered = true;
    if (phase == CLIENT_BEGUN) {
        assert(call->has_body);
        client->lingers = true;
        take_reply->closes = true;
    }
    client_move(client, CLIENT_ANSWERED);
    /* When it fails, MHD asks call_handle() once more, which closes. */
    client->is_queued = queue(client, take_reply);
    if (phase == CLIENT_SUSPENDED)
        resume(client);
}

void http_hold(struct http_call *call)
{
    struct client *client = call->connection;
    assert(client->phase == CLIENT_BEGUN && call->has_body);
    client->is_held = true;
}

void http_go_on(struct http_call *call)
{
    struct client *client = call->connection;
    const bool is_suspended = client->phase == CLIENT_HELD;
    assert(is_suspended || client->phase == CLIENT_BEGUN);
    client->is_held = false;
    if (!is_suspended)
        return;
    client->is_seen_again = !client->has_piece;
    if (client->has_piece)
        call->body.size = 0;
    client->has_piece = false;
    client_move(client, CLIENT_BODY);
    resume(client);
}

void http_feed(struct http_call *call, struct slice piece)
{
    struct client *client = call->connection;
    assert(client->phase == CLIENT_FED);
    buffer_clear(&client->feed);
    buffer_slice(&client->feed, piece);
    client->fed = 0;
    client->is_broken |= client->feed.has_failed || piece.size == 0;
    if (piece.size > client->answer_charge)
        client_charge_answer(client, piece.size - client->answer_charge);
    client_move(client, CLIENT_ANSWERED);
    resume(client);
}

void http_feed_end(struct http_call *call)
{
    struct client *client = call->connection;
    assert(client->phase == CLIENT_FED);
    client->is_all_fed = true;
    client_move(client, CLIENT_ANSWERED);
    resume(client);
}

void http_break(struct http_call *call)
{
    struct client *client = call->connection;
    assert(client->phase == CLIENT_FED);
    client->is_broken = true;
    client_move(client, CLIENT_ANSWERED);
    resume(client);
}

bool http_has_room(const struct http_call *call)
{
    struct client *client = call->connection;
    const struct http_server *server = client->server;
    const bool has_room =
        !server->answer_budget || server->counts.answer_bytes <= server->answer_budget;
    if (!has_room)
        slow_takers_give_way(client, NULL);
    return has_room;
}

void http_senders_give_way(struct http_call *call, const void *payer)
{
    if (call->connection) /* tests of other layers have none */
        slow_senders_give_way(call->connection, payer);
}

void http_takers_give_way(struct http_call *call, const void *payer)
{
    if (call->connection)
        slow_takers_give_way(call->connection, payer);
}

void call_answer_draining(struct client *client)
{
    const struct http_handler *handler = &client->server->handler;
    struct http_reply reply = { .status = 503 };
    handler->on_refusal(handler->user, &client->call, 503, "DRAINING", &reply);
    http_answer(&client->call, &reply);
}

static enum MHD_Result serve(struct client *client)
{
    struct http_server *server = client->server;
    struct http_call *call = &client->call;
    client_move(client, CLIENT_SERVED);
    if (server->is_stopping)
        call_answer_draining(client);
    else
        server->handler.on_request(server->handler.user, call);
    if (!call->is_answered) {
        MHD_suspend_connection(client->connection);
        client_move(client, CLIENT_SUSPENDED);
    }
    return MHD_YES;
}

enum MHD_Result call_handle(void *user, struct MHD_Connection *connection, const char *url,
                            const char *method, const char *version, const char *upload_data,
                            size_t *upload_data_size, void **state)
{
    (void)user;
    (void)connection;
    struct client *client = *state;
    if (!client)
        return MHD_NO;
    switch (client->phase) {
    case CLIENT_CONNECTED:
    case CLIENT_HEAD:
        return begin(client, url, method, version);
    case CLIENT_BODY:
        /* MHD 0.9.75 leaves a connection that was suspended in the first call where it was, and
         * begins with that call again. */
        if (client->is_seen_again) {
            client->is_seen_again = false;
            return MHD_YES;
        }
        return *upload_data_size ? take_body(client, upload_data, upload_data_size) : serve(client);
    default:
        /* Cut, or its reply could not be queued: MHD asks again and is told to close. */
        return MHD_NO;
    }
}

void call_open(struct client *client, const char *target)
{
    client->call = (struct http_call){
        .method = HTTP_OTHER,
        .peer = slice_of(client->peer),
        .arena = &client->arena,
        .started_ms = client->server->now_ms,
        .connection = client,
    };
    client->target = arena_copy(&client->arena, slice_of(target));
}
