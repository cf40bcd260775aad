/* HTTP as the rest of the server sees it: whole, checked requests in; replies out, now or later.
 * The only folder that knows libmicrohttpd. */
#ifndef HTTP_H
#define HTTP_H

#include "arena.h"
#include "buffer.h"
#include "slice.h"
#include "status.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum http_method {
    HTTP_GET, HTTP_HEAD, HTTP_POST, HTTP_PUT, HTTP_PATCH, HTTP_DELETE, HTTP_OPTIONS, HTTP_OTHER,
};

enum http_header {
    HTTP_AUTHORIZATION, HTTP_CONTENT_TYPE, HTTP_ACCEPT, HTTP_ACCEPT_LANGUAGE, HTTP_IDEMPOTENCY_KEY,
    HTTP_IF_MATCH, HTTP_IF_NONE_MATCH, HTTP_ORIGIN, HTTP_REQUEST_ID, HTTP_TRACEPARENT,
    HTTP_ACCESS_CONTROL_REQUEST_METHOD, HTTP_HEADER_COUNT,
};

struct http_pair {
    struct slice name, value; /* percent-decoded */
};

/* A request on its connection. Everything in it lives in `arena` until the reply has been sent or the client has gone. */
struct http_call {
    enum http_method method;
    struct slice path;                      /* raw, canonical ASCII, without the query; begins with '/' */
    struct http_pair *pairs;                /* query parameters in order */
    size_t pair_count;
    struct slice headers[HTTP_HEADER_COUNT]; /* unset when absent */
    struct slice body;
    struct slice peer;                      /* address of the client, text */
    struct arena *arena;
    int64_t started_ms;                     /* monotonic */
    void *exchange;                         /* the engine's */
    void *connection;                       /* http's own */
    bool is_answered;
};

enum { HTTP_REPLY_HEADERS = 16 };

struct http_reply {
    int status;
    struct buffer body;  /* taken by http_answer() */
    struct slice shared; /* or: static text that outlives the process; body is then empty */
    struct {
        const char *name;
        struct slice value; /* copied */
    } headers[HTTP_REPLY_HEADERS];
    unsigned header_count;
    bool closes; /* the connection is closed after it */
};

void http_reply_header(struct http_reply *reply, const char *name, struct slice value);

/* What http asks of its user, all in the loop's thread. */
struct http_handler {
    void *user;
    /* Called when the head is there, before any body: the largest body this target accepts (bytes), or a refusal by
     * filling ret_reply (413, 415, 401 …; the connection closes after it): return -1 then. */
    int64_t (*on_head)(void *user, struct http_call *call, struct http_reply *ret_reply);
    /* The whole request. Answer with http_answer() now or later (the connection is suspended meanwhile). */
    void (*on_request)(void *user, struct http_call *call);
    /* The reply was handed to the kernel or the client is gone; the arena is reset right after. */
    void (*on_end)(void *user, struct http_call *call);
    /* A refusal that http itself decides (400 malformed head, 417, 501, 413 body too large, 408): fill a problem body. */
    void (*on_refusal)(void *user, struct http_call *call, int status, const char *code,
                       struct http_reply *ret_reply);
};

struct http_options {
    const char *address;
    uint16_t port; /* 0 = any free port, see http_port() */
    unsigned connection_limit;
    unsigned idle_timeout_s;
    int64_t header_deadline_ms; /* from connect (or last reply) to the end of the head */
    int64_t body_deadline_ms;
    size_t connection_memory; /* 16 KiB */
    size_t arena_limit;
};

struct http_server;

/* NULL with ret_why (static or in a caller's buffer) when the port cannot be bound. */
struct http_server *http_start(const struct http_options *options, const struct http_handler *handler,
                               char *ret_why, size_t why_size);
uint16_t http_port(const struct http_server *server);
int http_epoll_fd(const struct http_server *server); /* level-triggered EPOLLIN in the loop's epoll */
/* Runs the daemon until nothing more is to be done without waiting: several passes after late replies
 * (platform facts 1.1 and performance 8). Call once a turn, after answers were given. */
void http_run(struct http_server *server, int64_t now_ms);
int http_timeout_ms(struct http_server *server, int64_t now_ms); /* -1 = no limit */
void http_answer(struct http_call *call, struct http_reply *take_reply);
/* Stop: no more connections; then run until http_open_calls() is 0 or time is up; then http_stop(). */
void http_quiesce(struct http_server *server);
unsigned http_open_calls(const struct http_server *server);
unsigned http_connections(const struct http_server *server);
void http_stop(struct http_server *server); /* answers 503 to what is still suspended, then stops */

#endif
