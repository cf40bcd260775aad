/* SPDX-License-Identifier: EUPL-1.2 */
#include "client.h"

#include "reply.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <time.h>
#include <unistd.h>

enum { REQUEST_SIZE = 8192, TRIES = 50 };

uint64_t now_us(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (uint64_t)now.tv_sec * 1000000 + (uint64_t)now.tv_nsec / 1000;
}

static void give_up(const char *what)
{
    fprintf(stderr, "generator: %s: %s\n", what, strerror(errno));
    exit(2);
}

/* xorshift64* */
static uint64_t next_random(struct clients *clients)
{
    uint64_t x = clients->random;
    x ^= x >> 12;
    x ^= x << 25;
    x ^= x >> 27;
    clients->random = x;
    return x * UINT64_C(2685821657736338717);
}

double clients_random(struct clients *clients)
{
    return (double)((next_random(clients) >> 11) + 1) / (double)(UINT64_C(1) << 53);
}

static void complain(struct clients *clients, const struct connection *connection,
                     const char *format, ...)
{
    clients->wrong++;
    if (clients->complaint_count == CLIENT_COMPLAINTS)
        return;
    char *text = clients->complaints[clients->complaint_count++];
    int size = snprintf(text, CLIENT_COMPLAINT_SIZE, "%s %s: ", connection->target->method,
                        connection->target->path);
    va_list arguments;
    va_start(arguments, format);
    if (size < CLIENT_COMPLAINT_SIZE)
        vsnprintf(text + size, CLIENT_COMPLAINT_SIZE - (size_t)size, format, arguments);
    va_end(arguments);
}

/* --- opening --- */

static void connect_one(struct clients *clients, struct connection *connection)
{
    const struct sockaddr_in address = { .sin_family = AF_INET,
                                         .sin_port = htons((uint16_t)clients->port),
                                         .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
    const int on = 1;
    for (int i = 0; i < TRIES; i++) {
        connection->fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
        if (connection->fd < 0)
            give_up("socket");
        if (connect(connection->fd, (const struct sockaddr *)&address, sizeof address) == 0)
            break;
        close(connection->fd);
        if (i + 1 == TRIES)
            give_up("connect");
        usleep(20000);
    }
    setsockopt(connection->fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    struct epoll_event event = { .events = EPOLLIN, .data.ptr = connection };
    if (epoll_ctl(clients->epoll_fd, EPOLL_CTL_ADD, connection->fd, &event) != 0)
        give_up("epoll_ctl");
    connection->received = 0;
}

void clients_open(struct clients *clients)
{
    clients->epoll_fd = epoll_create1(EPOLL_CLOEXEC);
    clients->items = calloc(clients->count, sizeof *clients->items);
    if (clients->epoll_fd < 0 || !clients->items)
        give_up("clients");
    for (unsigned i = 0; i < clients->count; i++) {
        clients->items[i].buffer = malloc(CLIENT_BUFFER + 1);
        if (!clients->items[i].buffer)
            give_up("clients");
        connect_one(clients, &clients->items[i]);
    }
}

/* --- asking --- */

static struct kind *pick_kind(struct clients *clients)
{
    struct plan *plan = clients->plan;
    unsigned at = (unsigned)(next_random(clients) % plan->weight_sum);
    for (unsigned i = 0; i + 1 < plan->kind_count; i++) {
        if (at < plan->kinds[i].weight)
            return &plan->kinds[i];
        at -= plan->kinds[i].weight;
    }
    return &plan->kinds[plan->kind_count - 1];
}

static struct target *pick_target(struct clients *clients, struct kind *kind)
{
    if (kind->status == 304 && kind->learned < kind->count)
        return &kind->targets[kind->learned++];
    size_t at = next_random(clients) % kind->count;
    for (size_t i = 0; i < kind->count; i++) {
        struct target *target = &kind->targets[(at + i) % kind->count];
        if (!target->is_asked)
            return target;
    }
    fprintf(stderr, "generator: more connections than commands of kind %s\n", kind->name);
    exit(2);
}

static void send_whole(struct clients *clients, struct connection *connection, const char *at,
                       size_t size)
{
    while (size > 0) {
        ssize_t sent = send(connection->fd, at, size, MSG_NOSIGNAL);
        if (sent < 0 && errno != EINTR) {
            complain(clients, connection, "not sent: %s", strerror(errno));
            return;
        }
        at += sent > 0 ? sent : 0;
        size -= sent > 0 ? (size_t)sent : 0;
    }
}

void client_ask(struct clients *clients, struct connection *connection, uint64_t intended_us)
{
    char text[REQUEST_SIZE];
    struct kind *kind = pick_kind(clients);
    struct target *target = pick_target(clients, kind);
    int size = snprintf(text, sizeof text, "%s %s HTTP/1.1\r\nHost: 127.0.0.1:%d\r\n",
                        target->method, target->path, clients->port);
    if (*target->token)
        size += snprintf(text + size, sizeof text - (size_t)size, "Authorization: Bearer %s\r\n",
                         target->token);
    connection->is_conditional = kind->status == 304 && target->tag[0];
    if (connection->is_conditional)
        size +=
            snprintf(text + size, sizeof text - (size_t)size, "If-None-Match: %s\r\n", target->tag);
    if (target->body_size > 0)
        size += snprintf(
            text + size, sizeof text - (size_t)size,
            "Content-Type: application/json\r\nIdempotency-Key: %s-%llu\r\nContent-Length: %zu\r\n",
            clients->run, (unsigned long long)clients->key++, target->body_size);
    size += snprintf(text + size, sizeof text - (size_t)size, "\r\n%s", target->body);
    connection->kind = kind;
    connection->target = target;
    connection->intended_us = intended_us;
    connection->received = 0;
    connection->is_busy = true;
    clients->busy_count++;
    target->is_asked = target->version >= 0;
    send_whole(clients, connection, text, (size_t)size);
}

/* --- judging --- */

static void judge_version(struct clients *clients, const struct connection *connection,
                          const struct reply *reply)
{
    struct target *target = connection->target;
    const char *last = NULL, *at = reply->body;
    /* The last one in the body: that of the object as it is now. */
    while ((at = strstr(at, "\"version\":")))
        last = at += strlen("\"version\":");
    long version = last ? strtol(last, NULL, 10) : -1;
    if (version != target->version + 1)
        complain(clients, connection, "version %ld after %ld", version, target->version);
    if (version >= 0)
        target->version = version;
}

static void judge(struct clients *clients, const struct connection *connection,
                  const struct reply *reply)
{
    struct target *target = connection->target;
    const bool learns = connection->kind->status == 304 && !connection->is_conditional;
    const int status = learns ? 200 : connection->kind->status;
    if (reply->is_wrong || reply->status != status) {
        complain(clients, connection, "status %d: %.200s", reply->status, reply->body);
        return;
    }
    if (reply->status != 304 &&
        !memmem(reply->body, reply->body_size, target->needle, target->needle_size))
        complain(clients, connection, "“%s” is not in %.200s", target->needle, reply->body);
    if (learns && reply->tag_size < PLAN_TAG_SIZE)
        memcpy(target->tag, reply->tag, reply->tag_size);
    if (learns && !target->tag[0])
        complain(clients, connection, "no entity tag");
    if (target->version >= 0) {
        judge_version(clients, connection, reply);
        clients->acknowledged++;
    }
}

static void reconnect(struct clients *clients, struct connection *connection)
{
    close(connection->fd);
    connect_one(clients, connection);
    clients->reconnected++;
}

static void finish(struct clients *clients, struct connection *connection,
                   const struct reply *reply)
{
    const uint64_t wrong = clients->wrong;
    judge(clients, connection, reply);
    connection->kind->wrong += clients->wrong - wrong;
    if (clients->is_measured)
        histogram_add(&connection->kind->histogram, now_us() - connection->intended_us);
    connection->target->is_asked = false;
    connection->is_busy = false;
    clients->busy_count--;
    if (reply->closes)
        reconnect(clients, connection);
}

bool client_receive(struct clients *clients, struct connection *connection)
{
    const struct reply broken = { .is_wrong = true,
                                  .body = "the connection ended",
                                  .closes = true };
    ssize_t size = recv(connection->fd, connection->buffer + connection->received,
                        CLIENT_BUFFER - connection->received, MSG_DONTWAIT);
    if (size < 0 && (errno == EAGAIN || errno == EINTR))
        return false;
    if (size <= 0) {
        if (connection->is_busy)
            finish(clients, connection, &broken);
        else
            reconnect(clients, connection);
        return true;
    }
    connection->received += (size_t)size;
    connection->buffer[connection->received] = '\0';
    struct reply reply = reply_parse(connection->buffer, connection->received);
    if (!reply.is_whole || !connection->is_busy)
        return false;
    finish(clients, connection, &reply);
    return true;
}
