/* SPDX-License-Identifier: EUPL-1.2 */
/* A real server in a thread with a tiny handler, and raw sockets to talk to it. */
#ifndef FIXTURE_H
#define FIXTURE_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "http/http.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <sys/timerfd.h>
#include <time.h>
#include <unistd.h>

enum { LATE_LIMIT = 64, BIG_BYTES = 3 * 1024 * 1024 };

struct fixture {
    struct http_server *server;
    pthread_t thread;
    uint16_t port;
    int stop_fd, timer_fd;
    struct http_call *late[LATE_LIMIT], *held[LATE_LIMIT];
    unsigned late_count, held_count;
    atomic_int heads, requests, ends, refusals, hidden;
    atomic_bool quiesces;
};

static inline int64_t clock_ms(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

static inline void answer_refusal(struct http_call *call)
{
    struct http_reply reply = { .status = 401 };
    buffer_text(&reply.body, "credentials");
    http_answer(call, &reply);
}

static inline void look_soon(struct fixture *fixture)
{
    struct itimerspec soon = { .it_value = { .tv_nsec = 2000000 } };
    timerfd_settime(fixture->timer_fd, 0, &soon, NULL);
}

static inline int64_t fixture_on_head(void *user, struct http_call *call)
{
    struct fixture *fixture = user;
    fixture->heads++;
    if (slice_is(call->path, "/refused") && call->has_body)
        answer_refusal(call);
    if (slice_starts_with(call->path, SLICE("/held")) && call->has_body) {
        http_hold(call);
        fixture->held[fixture->held_count++] = call;
        look_soon(fixture);
    }
    if (slice_is(call->path, "/tiny"))
        return 10;
    return slice_is(call->path, "/large") ? 2 * 1024 * 1024 : 64 * 1024;
}

static inline void answer_echo(struct http_call *call)
{
    struct http_reply reply = { .status = 200 };
    buffer_text(&reply.body, "m=");
    buffer_int(&reply.body, call->method);
    buffer_text(&reply.body, " p=");
    buffer_slice(&reply.body, call->path);
    for (size_t i = 0; i < call->pair_count; i++) {
        buffer_text(&reply.body, " q=");
        buffer_slice(&reply.body, call->pairs[i].name);
        buffer_text(&reply.body, slice_is_set(call->pairs[i].value) ? ":" : "!");
        buffer_slice(&reply.body, call->pairs[i].value);
    }
    for (int i = 0; i < HTTP_HEADER_COUNT; i++) {
        if (!slice_is_set(call->headers[i]))
            continue;
        buffer_text(&reply.body, " h");
        buffer_int(&reply.body, i);
        buffer_text(&reply.body, "=");
        buffer_slice(&reply.body, call->headers[i]);
    }
    buffer_text(&reply.body, " a=");
    buffer_slice(&reply.body, call->peer);
    buffer_text(&reply.body, " n=");
    buffer_int(&reply.body, (int64_t)call->body.size);
    if (call->body.size <= 100) {
        buffer_text(&reply.body, " b=");
        buffer_slice(&reply.body, call->body);
    }
    http_reply_header(&reply, "Content-Type", SLICE("text/plain"));
    http_answer(call, &reply);
}

static inline void answer_late(struct fixture *fixture)
{
    uint64_t ticks;
    (void)!read(fixture->timer_fd, &ticks, sizeof ticks);
    for (unsigned i = 0; i < fixture->late_count; i++)
        answer_echo(fixture->late[i]);
    for (unsigned i = 0; i < fixture->held_count; i++) {
        if (slice_is(fixture->held[i]->path, "/held"))
            http_go_on(fixture->held[i]);
        else
            answer_refusal(fixture->held[i]);
    }
    fixture->late_count = fixture->held_count = 0;
}

static inline void fixture_on_request(void *user, struct http_call *call)
{
    struct fixture *fixture = user;
    fixture->requests++;
    if (slice_is(call->path, "/hidden"))
        fixture->hidden++;
    if (slice_is(call->path, "/never"))
        return;
    struct http_reply reply = { 0 };
    if (slice_is(call->path, "/parked")) {
        fixture->late[fixture->late_count++] = call;
    } else if (slice_is(call->path, "/wake")) {
        answer_late(fixture);
        answer_echo(call);
    } else if (slice_is(call->path, "/late")) {
        assert_true(fixture->late_count < LATE_LIMIT);
        fixture->late[fixture->late_count++] = call;
        look_soon(fixture);
    } else if (slice_is(call->path, "/refused")) {
        answer_refusal(call);
    } else if (slice_is(call->path, "/big")) {
        reply.status = 200;
        for (int i = 0; i < BIG_BYTES / 16; i++)
            buffer_text(&reply.body, "0123456789abcdef");
        http_answer(call, &reply);
    } else if (slice_is(call->path, "/shared")) {
        reply.status = 200;
        reply.shared = SLICE("static text");
        http_answer(call, &reply);
    } else if (slice_is(call->path, "/204") || slice_is(call->path, "/304")) {
        reply.status = slice_is(call->path, "/204") ? 204 : 304;
        if (reply.status == 304)
            reply.shared = SLICE("static text");
        http_reply_header(&reply, "ETag", SLICE("\"1\""));
        http_answer(call, &reply);
    } else if (slice_is(call->path, "/bad-header")) {
        reply.status = 200;
        buffer_text(&reply.body, "body");
        http_reply_header(&reply, "Location", SLICE("/a\r\nSet-Cookie: a=b"));
        http_answer(call, &reply);
    } else {
        answer_echo(call);
    }
}

static inline void fixture_on_end(void *user, struct http_call *call)
{
    struct fixture *fixture = user;
    (void)call;
    fixture->ends++;
}

static inline void fixture_on_refusal(void *user, struct http_call *call, int status,
                                      const char *code, struct http_reply *ret_reply)
{
    struct fixture *fixture = user;
    (void)status;
    fixture->refusals++;
    buffer_text(&ret_reply->body, "code=");
    buffer_text(&ret_reply->body, code);
    http_reply_header(ret_reply, "X-Request-Id", call->headers[HTTP_REQUEST_ID]);
}

/* The loop as the server has it: nothing wakes it but the daemon, "the database", and its timeouts.
 */
static inline void *fixture_loop(void *user)
{
    struct fixture *fixture = user;
    int epoll_fd = epoll_create1(0);
    int fds[] = { http_epoll_fd(fixture->server), fixture->timer_fd, fixture->stop_fd };
    for (int i = 0; i < 3; i++) {
        struct epoll_event event = { .events = EPOLLIN, .data.fd = fds[i] };
        epoll_ctl(epoll_fd, EPOLL_CTL_ADD, fds[i], &event);
    }
    for (bool runs = true; runs;) {
        struct epoll_event events[3];
        http_run(fixture->server, clock_ms());
        int timeout = http_timeout_ms(fixture->server, clock_ms());
        int count = epoll_wait(epoll_fd, events, 3, timeout);
        for (int i = 0; i < count; i++) {
            if (events[i].data.fd == fixture->timer_fd)
                answer_late(fixture);
            runs = runs && events[i].data.fd != fixture->stop_fd;
        }
    }
    close(epoll_fd);
    if (fixture->quiesces) {
        http_quiesce(fixture->server);
        int64_t end = clock_ms() + 50;
        while (http_open_calls(fixture->server) && clock_ms() < end)
            http_run(fixture->server, clock_ms());
    }
    http_stop(fixture->server);
    return NULL;
}

static inline void fixture_start(struct fixture *fixture)
{
    static const struct http_options options = {
        .address = "127.0.0.1",
        .connection_limit = 100,
        .idle_timeout_s = 5,
        .header_deadline_ms = 300,
        .body_deadline_ms = 400,
        .connection_memory = 16 * 1024,
        .arena_limit = 8 * 1024 * 1024,
    };
    *fixture = (struct fixture){ .stop_fd = eventfd(0, 0),
                                 .timer_fd = timerfd_create(CLOCK_MONOTONIC, TFD_NONBLOCK) };
    struct http_handler handler = {
        .user = fixture,
        .on_head = fixture_on_head,
        .on_request = fixture_on_request,
        .on_end = fixture_on_end,
        .on_refusal = fixture_on_refusal,
    };
    char why[200] = "";
    fixture->server = http_start(&options, &handler, why, sizeof why);
    if (!fixture->server)
        fail_msg("no server: %s", why);
    fixture->port = http_port(fixture->server);
    pthread_create(&fixture->thread, NULL, fixture_loop, fixture);
}

static inline void fixture_stop(struct fixture *fixture)
{
    uint64_t one = 1;
    (void)!write(fixture->stop_fd, &one, sizeof one);
    pthread_join(fixture->thread, NULL);
    close(fixture->stop_fd);
    close(fixture->timer_fd);
    assert_int_equal(fixture->heads, fixture->ends);
}

static inline int dial(const struct fixture *fixture)
{
    int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    struct sockaddr_in address = { .sin_family = AF_INET, .sin_port = htons(fixture->port) };
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    assert_int_equal(connect(fd, (struct sockaddr *)&address, sizeof address), 0);
    int on = 1;
    setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    return fd;
}

/* False when the server has had enough. */
static inline bool say(int fd, const char *text, size_t size)
{
    while (size) {
        ssize_t sent = send(fd, text, size, MSG_NOSIGNAL);
        if (sent < 0)
            return false;
        text += sent;
        size -= (size_t)sent;
    }
    return true;
}

static inline void say_text(int fd, const char *text)
{
    say(fd, text, strlen(text));
}

struct answer {
    int status; /* 0 = none */
    size_t body_size;
    bool is_closed; /* the connection ended during or after it */
    int error;      /* errno when it ended badly */
    char head[2048];
    char body[1024]; /* its beginning */
};

/* One byte after the other up to the blank line, so that nothing of the next answer is eaten. */
static inline bool read_head(int fd, struct answer *ret_answer, int timeout_ms)
{
    size_t size = 0;
    while (size < sizeof ret_answer->head - 1) {
        struct pollfd poll_fd = { .fd = fd, .events = POLLIN };
        if (poll(&poll_fd, 1, timeout_ms) <= 0)
            return false;
        ssize_t got = recv(fd, ret_answer->head + size, 1, 0);
        if (got <= 0) {
            ret_answer->is_closed = true;
            ret_answer->error = got < 0 ? errno : 0;
            return false;
        }
        ret_answer->head[++size] = '\0';
        if (size >= 4 && strcmp(ret_answer->head + size - 4, "\r\n\r\n") == 0)
            return true;
    }
    return false;
}

static inline void read_body(int fd, struct answer *answer, size_t size)
{
    char piece[16384];
    while (answer->body_size < size) {
        size_t left = size - answer->body_size;
        ssize_t got = recv(fd, piece, left < sizeof piece ? left : sizeof piece, 0);
        if (got <= 0) {
            answer->is_closed = true;
            return;
        }
        for (ssize_t i = 0; i < got; i++) {
            size_t at = answer->body_size + (size_t)i;
            if (at < sizeof answer->body - 1)
                answer->body[at] = piece[i];
        }
        answer->body_size += (size_t)got;
    }
}

/* Reads one final answer. `has_body` is false for HEAD. */
static inline struct answer hear_any(int fd, bool has_body, int timeout_ms)
{
    struct answer answer = { 0 };
    do {
        answer.head[0] = '\0';
        if (!read_head(fd, &answer, timeout_ms))
            return answer;
        answer.status = atoi(answer.head + 9);
    } while (answer.status == 100);
    const char *length = strstr(answer.head, "Content-Length: ");
    if (length && has_body && answer.status != 304)
        read_body(fd, &answer, (size_t)strtoul(length + 16, NULL, 10));
    return answer;
}

static inline struct answer hear_one(int fd)
{
    return hear_any(fd, true, 2000);
}

static inline struct answer ask(int fd, const char *text)
{
    say_text(fd, text);
    return hear_one(fd);
}

#endif
