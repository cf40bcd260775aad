/* SPDX-License-Identifier: EUPL-1.2 */
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
    HTTP_GET,
    HTTP_HEAD,
    HTTP_POST,
    HTTP_PUT,
    HTTP_PATCH,
    HTTP_DELETE,
    HTTP_OPTIONS,
    HTTP_OTHER,
};

enum http_header {
    HTTP_AUTHORIZATION,
    HTTP_CONTENT_TYPE,
    HTTP_ACCEPT,
    HTTP_ACCEPT_LANGUAGE,
    HTTP_IDEMPOTENCY_KEY,
    HTTP_IF_MATCH,
    HTTP_IF_NONE_MATCH,
    HTTP_ORIGIN,
    HTTP_REQUEST_ID,
    HTTP_ACCESS_CONTROL_REQUEST_METHOD,
    HTTP_ACCEPT_ENCODING,
    HTTP_CONTENT_ENCODING,
    HTTP_CLEA_FUNCTION,
    HTTP_X_FORWARDED_FOR,
    HTTP_FORWARDED,
    HTTP_CONTENT_DISPOSITION,
    HTTP_CONTENT_DIGEST,
    HTTP_REPR_DIGEST,
    HTTP_HEADER_COUNT,
};

struct http_pair {
    struct slice name, value; /* percent-decoded */
};

/* A request on its connection. Everything in it lives until the reply has been sent or the client
 * has gone, that is until on_end returns; `arena` is then reset. */
struct http_call {
    enum http_method method;
    struct slice path; /* canonical (path.h), without the query; "*": OPTIONS of the service */
    struct http_pair *pairs; /* query in order; .value is unset for "?name" without '=' */
    size_t pair_count;
    struct slice headers[HTTP_HEADER_COUNT]; /* unset when absent; ASCII without controls, and
                                                without blanks around */
    struct slice body;  /* NUL behind it; unset when there is none; of one that comes in pieces, the
                           piece that is there now, without a NUL */
    size_t piece_bytes; /* set by on_head: the body comes in pieces of so many bytes; 0 = whole */
    struct slice peer;  /* address of the client, or of a proxy, text */
    struct slice fault_header; /* of a refusal by http: the header at fault, a static name; unset */
    struct arena *arena;
    int64_t started_ms;    /* monotonic: when the request line was read */
    void *exchange;        /* the engine's */
    void *connection;      /* http's own */
    const void *payers[2]; /* set by its user: whose memory it holds; see http_senders_give_way() */
    bool has_body;         /* one was announced */
    bool is_answered;
};

enum { HTTP_REPLY_HEADERS = 32 };

/* So many bytes of an answer in pieces as will come: it is chunked, and http_feed_end() ends it. */
#define HTTP_FED_UNTIL_END UINT64_MAX

struct http_reply {
    int status;
    struct buffer body; /* taken by http_answer(); of a HEAD and a 304 only its length is sent */
    uint64_t
        fed_bytes; /* or: so many bytes, in pieces, each asked for by on_want; body is then empty */
    struct slice shared; /* or: static text that outlives the process; body is then empty */
    struct {
        const char *name;   /* static */
        struct slice value; /* copied by http_answer(); until then the caller's or the arena's */
    } headers[HTTP_REPLY_HEADERS];
    unsigned header_count;
    bool closes; /* the connection is closed after it */
};

/* Adds a header; an unset or empty value is skipped. The security headers, Date, Content-Length and
 * Connection are http's own. */
void http_reply_header(struct http_reply *reply, const char *name, struct slice value);

/* What http asks of its user, all in the loop's thread, all from within http_run() and http_stop().
 */
struct http_handler {
    void *user;
    /* Called when the head is there, before any body: the largest body this target accepts, bytes.
     * When one comes (call->has_body), it may be answered at once, and the connection closes then
     * with the body unread; or held back with http_hold(), until http_go_on() lets it come or
     * http_answer() refuses it. on_request is not called after an answer. */
    int64_t (*on_head)(void *user, struct http_call *call);
    /* The whole request. Answer with http_answer() now or later (the connection is suspended
     * meanwhile). */
    void (*on_request)(void *user, struct http_call *call);
    /* A body that comes in pieces (call->piece_bytes): one of them is whole, and another has begun;
     * the last one comes with on_request. Nothing more is read until http_go_on(), or http_answer()
     * refuses the rest. */
    void (*on_piece)(void *user, struct http_call *call);
    /* Of an answer with fed_bytes: all that was there is on its way. http_feed() brings more,
     * later; http_break() gives up. The client cannot leave meanwhile: on_end comes after one of
     * them. */
    void (*on_want)(void *user, struct http_call *call);
    /* May a body take so many bytes in all, until on_end? Asked before there is room for it: with
     * what was announced, or as it grows. NULL: whoever finds room. */
    bool (*on_room)(void *user, struct http_call *call, size_t bytes);
    /* Exactly once for each call that on_head has seen: the reply was handed to the kernel or the
     * client is gone; the arena is reset right after. */
    void (*on_end)(void *user, struct http_call *call);
    /* A refusal that http itself decides: fill a problem body; .status is already set. The call
     * carries what was understood of it: .path and .headers may be unset. The connection closes
     * after it. on_end follows only if on_head had been called.
     * - 400 HEADER_INVALID, HOST_INVALID, PATH_INVALID, PARAMETER_INVALID, INVALID_UTF8
     * - 408 REQUEST_TIMEOUT: head (before on_head) or body (after it)
     * - 413 BODY_TOO_LARGE (after on_head)
     * - 414 URI_TOO_LONG
     * - 417 EXPECTATION_FAILED
     * - 431 HEADERS_TOO_LARGE
     * - 501 NOT_IMPLEMENTED: method or transfer coding
     * - 503 TEMPORARY_REDUCED_CAPACITY: no memory for head or body
     * - 503 DRAINING: http_stop() found the call unanswered (after on_head) */
    void (*on_refusal)(void *user, struct http_call *call, int status, const char *code,
                       struct http_reply *ret_reply);
};

/* Several servers of a process share a port, and the kernel lets another process join them without
 * a word: asked once, before the first one starts. Port 0 is free. */
bool http_port_is_free(const char *address, uint16_t port, char *ret_why, size_t why_size);

struct http_options {
    const char *address; /* IPv4 or IPv6, numeric */
    uint16_t port;       /* 0 = any free port, see http_port() */
    /* When it is reached, somebody gives way: of an address (IPv6: a /64) that has more than a
     * sixteenth of it without having sent a whole head, who came first; else who has rested
     * longest, between two requests or without a whole head since it came. */
    unsigned connection_limit;
    unsigned idle_timeout_s; /* without a byte in either direction; 0 = none */
    /* To the end of the head: from connect, and for a later request from its request line (before
     * that line a kept connection may rest for the idle timeout plus this). */
    int64_t header_deadline_ms;
    int64_t body_deadline_ms; /* from the end of the head to the end of the body */
    /* Less than this, in bytes a second over some seconds (PACE_MS), of a body that comes or of an
     * answer that is taken, and the connection is cut; 0 = any pace. */
    unsigned slowest_bytes_per_s;
    /* Of all clients together, bytes; 0 = no bound. A body for which there is no room is refused
     * (503) before it is read; a small one is let in: so many large ones come slowly, and yet
     * others can write. Once it is half full, who sends a large one comes at a pace that brings it
     * in half a minute, or is cut. */
    size_t body_budget;
    size_t answer_budget;     /* see http_has_room() */
    size_t connection_memory; /* 16 KiB: head, body window and head of the reply */
    size_t arena_limit;       /* per call; a body needs up to three times its size when chunked */
};

struct http_server;

/* NULL, and why in one line of text, when the address cannot be bound. SIGPIPE is ignored from here
 * on. */
struct http_server *http_start(const struct http_options *options,
                               const struct http_handler *handler, char *ret_why, size_t why_size);
uint16_t http_port(const struct http_server *server);
/* Level-triggered EPOLLIN in the loop's epoll. */
int http_epoll_fd(const struct http_server *server);
/* Runs the daemon until nothing more is to be done without waiting: several passes after late
 * replies (libmicrohttpd 0.9.75 sends in one pass, finishes in a second and reads on in a third).
 * Call once per turn, after answers were given. */
void http_run(struct http_server *server, int64_t now_ms);
/* How long the loop may wait before the next http_run(), which is then due even if nothing became
 * readable; -1 = no limit. */
int http_timeout_ms(struct http_server *server, int64_t now_ms);
/* Answers a call, once. Takes the body; `take_reply` is empty afterwards. A body whose buffer has
 * failed, or a header that cannot be sent, becomes a bare 500. Legal inside on_request and any time
 * later until on_end, also from within another call's on_request; of a call whose body has not come
 * yet also inside on_head and while it is held. */
void http_answer(struct http_call *call, struct http_reply *take_reply);
/* In on_head: the body stays with the client. */
void http_hold(struct http_call *call);
void http_go_on(struct http_call *call);
/* After on_want: the next bytes of the answer, copied; the whole of fed_bytes comes in so many
 * turns as it likes, and no byte more. Without memory the answer breaks off. */
void http_feed(struct http_call *call, struct slice piece);
/* After on_want, of HTTP_FED_UNTIL_END: that was all. */
void http_feed_end(struct http_call *call);
/* The answer ends before its length: the connection is closed, which tells the client. */
void http_break(struct http_call *call);
/* False while answers that their clients do not take fill their budget: what is asked now would
 * only add to them. */
bool http_has_room(const struct http_call *call);
/* This call finds no room, because whoever pays for it (one of its call.payers) pays for too much
 * already: the one of these calls whose body comes slowest, or whose answer has waited longest to
 * be taken, is cut, unless all of them have just begun. */
void http_senders_give_way(struct http_call *call, const void *payer);
void http_takers_give_way(struct http_call *call, const void *payer);
struct http_counts {
    unsigned connections;
    uint64_t body_bytes, answer_bytes; /* held now: bodies that come, answers that are taken */
    uint64_t bodies_refused;           /* for want of room */
    uint64_t slow_cut;                 /* connections: too slow */
    uint64_t rest_cut, heads_cut;      /* gave way to others: at rest; without a whole head */
};
void http_count(const struct http_server *server, struct http_counts *ret_counts);
/* Stop: no more connections, and replies close theirs; then run until http_open_calls() is 0 or
 * time is up; then http_stop(). */
void http_quiesce(struct http_server *server);
unsigned http_open_calls(const struct http_server *server); /* between on_head and on_end */
void http_stop(struct http_server *server); /* answers 503 to what is still suspended, then stops */

#endif
