/* SPDX-License-Identifier: EUPL-1.2 */
#include "slow.h"

#include <linux/tcp.h>
#include <netinet/in.h>
#include <stddef.h>
#include <sys/socket.h>

enum {
    PRESSED_BODY_MS = 30 * 1000, /* a large body comes in less, while others need the room */
    HURRIED_BODY_MS = 10 * 1000, /* the same, while somebody finds no room at all */
    SPARED_MS = 2000,            /* nobody is in the way who has begun since */
};

/* Of what is on its way now. A kernel that cannot tell how much the client has taken says that all
 * is well. */
static uint64_t bytes_moved(const struct client *client)
{
    struct tcp_info info = { 0 };
    socklen_t size = sizeof info;
    if (client->phase == CLIENT_BODY)
        return client->body_come;
    if (getsockopt(client->fd, IPPROTO_TCP, TCP_INFO, &info, &size) != 0 ||
        size < offsetof(struct tcp_info, tcpi_bytes_acked) + sizeof info.tcpi_bytes_acked)
        return UINT64_MAX;
    return info.tcpi_bytes_acked;
}

/* While bodies fill half their room, holding a large one for long keeps others out. */
static uint64_t slowest_pace(const struct client *client)
{
    const struct http_server *server = client->server;
    const uint64_t in_time = client->body_charge * 1000 / PRESSED_BODY_MS;
    const bool is_pressed = client->phase == CLIENT_BODY && server->body_budget &&
                            client->body_charge > SMALL_BODY_BYTES &&
                            server->counts.body_bytes > server->body_budget / 2;
    return is_pressed && in_time > server->slowest_bytes_per_s ? in_time
                                                               : server->slowest_bytes_per_s;
}

/* How much an answer had moved before is not known until it was looked at once. */
static bool is_too_slow(struct client *client, int64_t now_ms)
{
    const int64_t begun_ms = client->paced_ms ? client->paced_ms : client->since_ms;
    if (now_ms - begun_ms < PACE_MS)
        return false;
    const uint64_t bytes = bytes_moved(client);
    const bool is_known = client->paced_ms || client->phase == CLIENT_BODY;
    const uint64_t before = client->paced_ms ? client->paced_bytes : 0;
    const uint64_t least = slowest_pace(client) * (uint64_t)(now_ms - begun_ms) / 1000;
    client->paced_ms = now_ms;
    client->paced_bytes = bytes;
    return is_known && bytes != UINT64_MAX && bytes - before < least;
}

/* An answer that is not taken stays in the kernel too, unless the connection is reset. */
static void cut_slow(struct client *client)
{
    static const struct linger at_once = { .l_onoff = 1, .l_linger = 0 };
    client->server->counts.slow_cut++;
    if (client->phase == CLIENT_BODY) {
        client_cut(client);
        return;
    }
    setsockopt(client->fd, SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once);
    client_move(client, CLIENT_CUT);
    shutdown(client->fd, SHUT_RDWR);
}

/* Once a second. While answers fill their budget, nobody may keep one for longer than PACE_MS. */
unsigned slow_look(struct http_server *server)
{
    static const enum client_phase phases[] = { CLIENT_BODY, CLIENT_ANSWERED };
    unsigned count = 0;
    if (server->slowest_bytes_per_s == 0 || server->now_ms < server->paced_ms + PACE_LOOK_MS)
        return 0;
    server->paced_ms = server->now_ms;
    for (size_t i = 0; i < sizeof phases / sizeof *phases; i++) {
        struct client *client = server->lists[phases[i]].first, *next;
        for (; client && server->now_ms - client->since_ms >= PACE_MS; client = next) {
            next = client->next;
            const bool is_pressed = phases[i] == CLIENT_ANSWERED && server->answer_budget &&
                                    server->counts.answer_bytes > server->answer_budget;
            if (!is_too_slow(client, server->now_ms) && !is_pressed)
                continue;
            cut_slow(client);
            count++;
        }
    }
    return count;
}

bool slow_is_looked_at(const struct http_server *server)
{
    return server->slowest_bytes_per_s &&
           (server->lists[CLIENT_BODY].first || server->lists[CLIENT_ANSWERED].first);
}

/* --- whoever finds no room --- */

static bool is_in_the_way(const struct client *client, const struct client *asks, const void *whose)
{
    const struct http_call *call = &client->call;
    return client != asks && asks->server->now_ms - client->since_ms >= SPARED_MS &&
           (!whose || call->payers[0] == whose || call->payers[1] == whose);
}

/* The list is in the order of time: who has had an answer for longest, and has not taken it. */
static struct client *slowest_taker(const struct client *asks, const void *whose)
{
    struct client *client = asks->server->lists[CLIENT_ANSWERED].first;
    while (client && (client->answer_charge == 0 || !is_in_the_way(client, asks, whose)))
        client = client->next;
    return client;
}

/* What has come of a body in its time, in bytes a second; a body that is nearly there at that pace
 * is in nobody's way. */
static struct client *slowest_sender(const struct client *asks, const void *whose)
{
    const int64_t now_ms = asks->server->now_ms;
    struct client *slowest = NULL;
    uint64_t least = UINT64_MAX;
    for (struct client *client = asks->server->lists[CLIENT_BODY].first; client;
         client = client->next) {
        if (!is_in_the_way(client, asks, whose))
            continue;
        const uint64_t pace = client->body_come * 1000 / (uint64_t)(now_ms - client->since_ms);
        if (pace < least && pace < client->body_charge * 1000 / HURRIED_BODY_MS) {
            least = pace;
            slowest = client;
        }
    }
    return slowest;
}

void slow_senders_give_way(struct client *asks, const void *whose)
{
    struct client *slowest = slowest_sender(asks, whose);
    if (slowest)
        cut_slow(slowest);
}

void slow_takers_give_way(struct client *asks, const void *whose)
{
    struct client *slowest = slowest_taker(asks, whose);
    if (slowest)
        cut_slow(slowest);
}
