/* SPDX-License-Identifier: EUPL-1.2 */
/* A connected client with the one call it has in hand, and the server they belong to: http's
 * inside. */
#ifndef CLIENT_H
#define CLIENT_H

#include "heads.h"
#include "http.h"

#include <microhttpd.h>
#include <netinet/in.h>

/* Where a connection stands. Each phase has a list ordered by time of entry and at most one
 * deadline, so the late ones are always at the head. */
enum client_phase {
    CLIENT_CONNECTED, /* first request not whole: request line or headers are missing */
    CLIENT_IDLE,      /* between two requests, as far as one can see */
    CLIENT_HEAD,      /* a later request's line is there, its headers are not */
    CLIENT_BEGUN,     /* inside on_head */
    CLIENT_HELD,      /* suspended: its body waits for http_go_on(), or http_answer() */
    CLIENT_BODY,      /* on_head was called, the body is on its way */
    CLIENT_SERVED,    /* inside on_request */
    CLIENT_SUSPENDED, /* waits for http_answer() */
    CLIENT_ANSWERED,  /* the reply is on its way */
    CLIENT_FED,       /* suspended: its reply waits for http_feed() */
    CLIENT_REFUSED,   /* was told so past MHD, which is to find out with the next byte */
    CLIENT_CUT,       /* nothing more is read or said; MHD is to find out */
    CLIENT_PHASES,
};

struct client {
    struct client *previous, *next; /* in the list of its phase */
    struct client *earlier, *later; /* of its place, while its head is not whole (heads.h) */
    unsigned place;
    struct http_server *server;
    struct MHD_Connection *connection;
    int fd;
    enum client_phase phase;
    int64_t since_ms;
    struct slice
        target; /* raw, copied in the arena before MHD cuts it up; unset before the request line */
    bool has_begun;     /* on_head was called, so on_end is owed */
    bool is_seen_again; /* MHD will show the head once more: it was suspended at it */
    bool is_held;       /* http_hold() */
    bool has_piece;     /* suspended behind a piece of its body */
    bool is_broken;     /* http_break() */
    bool is_all_fed;    /* http_feed_end() */
    bool is_queued;     /* MHD has taken the answer */
    bool lingers;       /* the client may still be sending when we close */
    char *body;         /* call.body, writable */
    size_t body_capacity;
    size_t body_limit;
    size_t body_come;      /* bytes, in all pieces */
    size_t body_announced; /* Content-Length; 0 when chunked or none */
    size_t body_allocated;
    size_t body_charge, answer_charge; /* its share of the budgets */
    struct buffer feed;                /* what was brought of an answer in pieces */
    size_t fed;                        /* so many bytes of that are on their way */
    int64_t paced_ms; /* when its pace was last looked at in this phase; 0 = never */
    uint64_t paced_bytes;
    struct http_call call;
    struct arena arena;
    char peer[INET6_ADDRSTRLEN];
};

struct client_list {
    struct client *first, *last;
};

/* A closed connection whose client has not finished sending: closing at once would make the kernel
 * send a reset, which destroys the refusal before the client has read it. */
struct straggler {
    int fd;
    int64_t until_ms;
    size_t left_bytes;
};

enum {
    LINGER_LIMIT = 64,
    STASH_BLOCKS = 128,
    PACE_MS = 5000,
    SMALL_BODY_BYTES = 4 * 1024, /* there is room for these as long as there is for connections */
};

struct http_server {
    struct MHD_Daemon *daemon;
    struct http_handler handler;
    size_t arena_limit;
    struct arena_stash stash;
    unsigned client_limit;
    unsigned slowest_bytes_per_s;
    size_t body_budget, answer_budget; /* 0 = no bound */
    struct http_counts counts;
    int64_t paced_ms;                   /* when paces were last looked at */
    int64_t deadline_ms[CLIENT_PHASES]; /* 0 = none */
    struct client_list lists[CLIENT_PHASES];
    struct heads heads;
    struct straggler lingering[LINGER_LIMIT];
    unsigned linger_count;
    unsigned open_calls;
    int64_t now_ms;
    bool has_resumed; /* since the last pass */
    bool is_quiesced;
    bool is_stopping;
    bool knows_layout; /* of MHD's memory: see hygiene.c */
    char *why;         /* during start only */
    size_t why_size;
};

struct client *client_new(struct http_server *server, struct MHD_Connection *connection);
void client_free(struct client *client);
void client_move(struct client *client, enum client_phase phase);
/* The call is over (or never began): tells the handler if it knows, forgets everything. */
void client_end_call(struct client *client);
/* Says `status` past MHD, when MHD can no longer or not yet be asked to; the connection must be
 * closed next. */
void client_refuse_raw(struct client *client, int status, const char *code);
/* The same of any reply. */
void client_say_raw(struct client *client, struct http_reply *take_reply);
/* Cuts everybody whose phase has lasted too long; how many were cut. */
unsigned client_cut_late(struct http_server *server);
/* Beyond the limit: whoever gives way (who_gives_way()) is cut; how many were. */
unsigned client_make_room(struct http_server *server);
/* MHD's own timeout counts inactivity, so one byte now and then would hold a connection for ever.
 */
void client_cut(struct client *client);
/* Takes room for a body; false when there is none. */
bool client_charge_body(struct client *client, size_t bytes);
void client_charge_answer(struct client *client, size_t bytes);
/* Time to the next deadline or look at the lingering, -1 = none. */
int64_t client_next_ms(const struct http_server *server, int64_t now_ms);
/* MHD is about to close the socket. */
void client_linger(struct client *client);
void client_drain_lingering(struct http_server *server);
void client_close_lingering(struct http_server *server);

#endif
