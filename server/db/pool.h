/* SPDX-License-Identifier: EUPL-1.2 */
/* The database connections of one loop: libpq in pipeline mode, never blocking.
 * READ lanes: synchronous_commit off, several segments in flight, retried elsewhere never. WRITE
 * lanes: synchronous_commit on, one segment in flight a connection. Tenants have two of their own
 * (roles clea_read, clea_app), and so has the nation (clea_national_read, clea_national): what the
 * one role shows, the other does not.
 * Connections come back by themselves after a loss (back-off 50 ms … 2 s). A statement is prepared
 * by whoever needs it first on a connection. Reads that take long have lanes of their own, because
 * segments on one connection wait for one another. */
#ifndef POOL_H
#define POOL_H

#include "segment.h"
#include "status.h"

#include <stdbool.h>
#include <stdint.h>

enum pool_lane {
    POOL_READ,
    POOL_WRITE,
    POOL_NATIONAL_READ,
    POOL_NATIONAL_WRITE,
    POOL_LIST, /* reads that are longer, */
    POOL_NATIONAL_LIST,
    POOL_NATIONAL_HEAVY, /* and much longer */
    POOL_LANES,
};

struct pool_options {
    const char
        *conninfo[POOL_LANES]; /* libpq strings; statement_timeout etc. are added by the pool */
    unsigned connections[POOL_LANES];
    unsigned in_flight[POOL_LANES]; /* segments sent and not ended, per connection */
    unsigned queue_limit;           /* waiting segments per lane; beyond: SEGMENT_NOT_SENT */
    int64_t
        deadline_ms; /* default life of a segment from submission; then the connection is closed */
    int statement_timeout_ms;
    int heavy_timeout_ms; /* the same on POOL_NATIONAL_HEAVY; its segments live longer by as much */
    const struct statement *const
        *statements; /* NULL-terminated, statement->index = place; outlives the pool */
    int epoll_fd;    /* the loop's; each connection registers its socket with data.ptr = struct
                        pool_socket */
};

struct pool;

/* What epoll hands back: data.ptr of the connection's socket. The loop tells these from other
 * sources by `kind`, which is the first member of everything the loop registers. */
struct pool_socket {
    int kind;
    void *connection;
};

enum { LOOP_SOURCE_POOL = 1, LOOP_SOURCE_HTTP = 2, LOOP_SOURCE_OTHER = 3 };

/* Copies the options, not the statements. NULL when memory is short or a conninfo is not one (told
 * on stderr). Connecting begins with the first pool_turn(). */
struct pool *pool_new(const struct pool_options *options);
/* Every segment has ended or is ended as NOT_SENT/UNKNOWN with its on_done; what on_done submits
 * ends as NOT_SENT. */
void pool_free(struct pool *pool);
/* Takes the segment until on_done, which is always called, from a later pool_turn(), exactly once;
 * there the owner reads and frees it. Without a live connection a segment waits until its deadline.
 */
void pool_submit(struct pool *pool, enum pool_lane which, struct segment *take_segment);
/* An event of epoll on one of our sockets. */
void pool_ready(struct pool *pool, struct pool_socket *socket, uint32_t events);
/* Once a turn, after the events: expires what is too old, reconnects, calls postponed on_flushed
 * and on_done, then sends what waits (also what these calls submitted). */
void pool_turn(struct pool *pool, int64_t now_ms);
/* Milliseconds until pool_turn() has something to do by itself; -1 = nothing. */
int pool_timeout_ms(const struct pool *pool, int64_t now_ms);
bool pool_is_ready(const struct pool *pool); /* a live connection on every lane */
/* So many submitted segments would leave this turn. */
unsigned pool_room(const struct pool *pool, enum pool_lane which);
struct pool_counts {
    unsigned connections[POOL_LANES], live[POOL_LANES], waiting[POOL_LANES];
    uint64_t segments[POOL_LANES], losses;
};
void pool_count(const struct pool *pool, struct pool_counts *ret_counts);

#endif
