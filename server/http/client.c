/* SPDX-License-Identifier: EUPL-1.2 */
#include "client.h"

#include "reply.h"

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/tcp.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

enum {
    /* What the kernel keeps for a client of an answer: with what it grows to by itself, who reads
     * nothing holds 4 MB. */
    SEND_BUFFER_BYTES = 256 * 1024,
    LINGER_MS = 1000,
    LINGER_BYTES = 8 * 1024 * 1024,
    HEAD_SHARES = 16, /* so much of the limit one address may have of heads that are not whole */
    ROOM_LOOK_MS = 5, /* beyond the limit: who came in this turn may give way in the next one */
    LINGER_LOOK_MS =
        10, /* lingering sockets are looked at, not waited for: they are rare and short-lived */
};

static void list_add(struct client_list *list, struct client *client)
{
    client->previous = list->last;
    client->next = NULL;
    if (list->last)
        list->last->next = client;
    else
        list->first = client;
    list->last = client;
}

static void list_remove(struct client_list *list, struct client *client)
{
    if (client->previous)
        client->previous->next = client->next;
    else
        list->first = client->next;
    if (client->next)
        client->next->previous = client->previous;
    else
        list->last = client->previous;
}

static bool is_head_awaited(enum client_phase phase)
{
    return phase == CLIENT_CONNECTED || phase == CLIENT_HEAD;
}

static void name_peer(struct client *client)
{
    const union MHD_ConnectionInfo *info =
        MHD_get_connection_info(client->connection, MHD_CONNECTION_INFO_CLIENT_ADDRESS);
    if (!info || !info->client_addr)
        return;
    client->place = heads_place(info->client_addr);
    if (info->client_addr->sa_family == AF_INET) {
        struct sockaddr_in v4;
        memcpy(&v4, info->client_addr, sizeof v4);
        inet_ntop(AF_INET, &v4.sin_addr, client->peer, sizeof client->peer);
    } else if (info->client_addr->sa_family == AF_INET6) {
        struct sockaddr_in6 v6;
        memcpy(&v6, info->client_addr, sizeof v6);
        if (IN6_IS_ADDR_V4MAPPED(&v6.sin6_addr))
            inet_ntop(AF_INET, &v6.sin6_addr.s6_addr[12], client->peer, sizeof client->peer);
        else
            inet_ntop(AF_INET6, &v6.sin6_addr, client->peer, sizeof client->peer);
    }
}

struct client *client_new(struct http_server *server, struct MHD_Connection *connection)
{
    const union MHD_ConnectionInfo *info =
        MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CONNECTION_FD);
    struct client *client = info ? calloc(1, sizeof *client) : NULL;
    if (!client)
        return NULL;
    client->server = server;
    client->connection = connection;
    client->fd = info->connect_fd;
    client->phase = CLIENT_CONNECTED;
    client->since_ms = server->now_ms;
    setsockopt(client->fd, SOL_SOCKET, SO_SNDBUF, &(int){ SEND_BUFFER_BYTES }, sizeof(int));
    name_peer(client);
    arena_init(&client->arena, server->arena_limit);
    client->arena.stash = &server->stash;
    server->counts.connections++;
    list_add(&server->lists[CLIENT_CONNECTED], client);
    heads_add(&server->heads, client);
    return client;
}

void client_free(struct client *client)
{
    client_end_call(client);
    list_remove(&client->server->lists[client->phase], client);
    if (is_head_awaited(client->phase))
        heads_remove(&client->server->heads, client);
    client->server->counts.connections--;
    free(client);
}

void client_move(struct client *client, enum client_phase phase)
{
    if (client->phase == CLIENT_CUT)
        return;
    list_remove(&client->server->lists[client->phase], client);
    if (is_head_awaited(client->phase))
        heads_remove(&client->server->heads, client);
    if (is_head_awaited(phase))
        heads_add(&client->server->heads, client);
    client->phase = phase;
    client->since_ms = client->server->now_ms;
    client->paced_ms = 0;
    list_add(&client->server->lists[phase], client);
}

void client_end_call(struct client *client)
{
    struct http_server *server = client->server;
    if (client->has_begun) {
        server->handler.on_end(server->handler.user, &client->call);
        server->open_calls--;
    }
    client->has_begun = false;
    client->is_held = client->is_queued = client->is_seen_again = false;
    client->has_piece = client->is_broken = client->is_all_fed = false;
    buffer_release(&client->feed);
    client->fed = 0;
    client->target = (struct slice){ NULL, 0 };
    client->body = NULL;
    client->body_capacity = 0;
    client->body_limit = 0;
    client->body_come = 0;
    client->body_announced = 0;
    client->body_allocated = 0;
    server->counts.body_bytes -= client->body_charge;
    server->counts.answer_bytes -= client->answer_charge;
    client->body_charge = client->answer_charge = 0;
    client->call = (struct http_call){ 0 };
    arena_release(&client->arena);
}

bool client_charge_body(struct client *client, size_t bytes)
{
    struct http_server *server = client->server;
    if (bytes <= client->body_charge)
        return true;
    const size_t more = bytes - client->body_charge;
    const bool has_room = bytes <= SMALL_BODY_BYTES || !server->body_budget ||
                          server->counts.body_bytes + more <= server->body_budget;
    if (!has_room || (server->handler.on_room &&
                      !server->handler.on_room(server->handler.user, &client->call, bytes))) {
        server->counts.bodies_refused++;
        return false;
    }
    client->body_charge = bytes;
    server->counts.body_bytes += more;
    return true;
}

void client_charge_answer(struct client *client, size_t bytes)
{
    client->answer_charge += bytes;
    client->server->counts.answer_bytes += bytes;
}

void client_refuse_raw(struct client *client, int status, const char *code)
{
    const struct http_handler *handler = &client->server->handler;
    struct http_reply reply = { .status = status };
    handler->on_refusal(handler->user, &client->call, status, code, &reply);
    client_say_raw(client, &reply);
}

void client_say_raw(struct client *client, struct http_reply *take_reply)
{
    struct buffer text = { 0 };
    client->call.is_answered = true;
    reply_write(take_reply, &text);
    /* One try: a refusal fits the send buffer, and a client that does not read deserves no more. */
    if (!text.has_failed)
        (void)!send(client->fd, text.at, text.size, MSG_DONTWAIT | MSG_NOSIGNAL);
    buffer_release(&text);
    buffer_release(&take_reply->body);
    *take_reply = (struct http_reply){ 0 };
    client->lingers = true;
}

void client_cut(struct client *client)
{
    /* Silence for who has not asked yet: a 408 out of the blue could be taken for the reply to a
     * request that crosses it on the way. */
    if (slice_is_set(client->target) && client->phase != CLIENT_REFUSED)
        client_refuse_raw(client, 408, "REQUEST_TIMEOUT");
    client_move(client, CLIENT_CUT);
    shutdown(client->fd, SHUT_RDWR);
}

/* Between two requests, or without a whole head since it came: each list is in the order of time.
 * Who came in this turn has had no time to say anything. */
static struct client *longest_at_rest(const struct http_server *server)
{
    static const enum client_phase phases[] = { CLIENT_IDLE, CLIENT_CONNECTED, CLIENT_HEAD };
    struct client *longest = NULL;
    for (size_t i = 0; i < sizeof phases / sizeof *phases; i++) {
        struct client *client = server->lists[phases[i]].first;
        if (client && (client->phase == CLIENT_IDLE || client->since_ms < server->now_ms) &&
            (!longest || client->since_ms < longest->since_ms))
            longest = client;
    }
    return longest;
}

/* Half a head is the cheapest way to hold a connection: while one address holds more than its share
 * so, it gives way to all others. */
static struct client *who_gives_way(struct http_server *server)
{
    const unsigned share = server->client_limit / HEAD_SHARES;
    struct client *client = heads_of_greediest(&server->heads, share ? share : 1);
    if (!client)
        client = longest_at_rest(server);
    if (client && is_head_awaited(client->phase) && slice_is_set(client->target))
        server->counts.heads_cut++;
    else if (client)
        server->counts.rest_cut++;
    return client;
}

/* Those that were cut before and are not closed yet have made their room already. */
unsigned client_make_room(struct http_server *server)
{
    unsigned room = server->client_limit, count = 0;
    for (const struct client *cut = server->lists[CLIENT_CUT].first; cut; cut = cut->next)
        room++;
    for (struct client *client; server->counts.connections > room + count; count++) {
        if ((client = who_gives_way(server)) == NULL)
            break;
        client_move(client, CLIENT_CUT);
        shutdown(client->fd, SHUT_RDWR);
    }
    return count;
}

unsigned client_cut_late(struct http_server *server)
{
    unsigned count = client_make_room(server);
    for (int phase = 0; phase < CLIENT_PHASES; phase++) {
        int64_t allowed_ms = server->deadline_ms[phase];
        if (allowed_ms == 0)
            continue;
        struct client *client;
        while ((client = server->lists[phase].first) != NULL) {
            if (server->now_ms - client->since_ms < allowed_ms)
                break;
            client_cut(client);
            count++;
        }
    }
    return count;
}

int64_t client_next_ms(const struct http_server *server, int64_t now_ms)
{
    int64_t next = server->linger_count ? LINGER_LOOK_MS : -1;
    if (server->counts.connections > server->client_limit && (next < 0 || next > ROOM_LOOK_MS))
        next = ROOM_LOOK_MS;
    for (int phase = 0; phase < CLIENT_PHASES; phase++) {
        const struct client *client = server->lists[phase].first;
        if (server->deadline_ms[phase] == 0 || !client)
            continue;
        int64_t left = client->since_ms + server->deadline_ms[phase] - now_ms;
        if (left < 0)
            left = 0;
        if (next < 0 || left < next)
            next = left;
    }
    return next;
}

void client_linger(struct client *client)
{
    struct http_server *server = client->server;
    if (!client->lingers || server->linger_count == LINGER_LIMIT)
        return;
    int fd = fcntl(client->fd, F_DUPFD_CLOEXEC, 0);
    if (fd < 0)
        return;
    shutdown(fd, SHUT_WR);
    server->lingering[server->linger_count++] =
        (struct straggler){ fd, server->now_ms + LINGER_MS, LINGER_BYTES };
}

/* True when there is nothing to wait for any more. */
static bool drain(struct straggler *straggler, int64_t now_ms)
{
    for (int i = 0; i < 4; i++) {
        /* MSG_TRUNC on TCP throws away without copying (tcp(7)). */
        ssize_t size = recv(straggler->fd, NULL, 1024 * 1024, MSG_DONTWAIT | MSG_TRUNC);
        if (size <= 0)
            return size == 0 || (errno != EAGAIN && errno != EINTR) ||
                   now_ms >= straggler->until_ms;
        if ((size_t)size >= straggler->left_bytes)
            return true;
        straggler->left_bytes -= (size_t)size;
    }
    return now_ms >= straggler->until_ms;
}

void client_drain_lingering(struct http_server *server)
{
    for (unsigned i = 0; i < server->linger_count;) {
        if (drain(&server->lingering[i], server->now_ms)) {
            close(server->lingering[i].fd);
            server->lingering[i] = server->lingering[--server->linger_count];
        } else {
            i++;
        }
    }
}

void client_close_lingering(struct http_server *server)
{
    while (server->linger_count)
        close(server->lingering[--server->linger_count].fd);
}
