/* SPDX-License-Identifier: EUPL-1.2 */
/* One connection of the pool: libpq in pipeline mode, never blocking.
 *
 *   LOST --open--> CONNECTING --> READY
 *     ^                |            |
 *     +------- refusal, deadline, loss
 *
 * Private to server/db. Nothing here calls on_done: ended segments go to the queue of the setup. */
#ifndef CONNECTION_H
#define CONNECTION_H

#include "db/pool.h"

#include <libpq-fe.h>

struct segment_queue {
    struct segment *first, *last;
    unsigned count;
};

void segment_queue_push(struct segment_queue *queue, struct segment *segment);
struct segment *segment_queue_pop(struct segment_queue *queue); /* NULL when empty */

/* What the connections of a pool share. */
struct connection_setup {
    int epoll_fd;
    const struct statement *const *statements;
    unsigned statement_count;
    bool *is_reported;        /* by statement: that it does not prepare has been told */
    bool is_failure_reported; /* that no connection can be had, since the last that could */
    struct segment_queue done;
    uint64_t losses;
};

enum connection_state {
    CONNECTION_LOST,
    CONNECTION_CONNECTING,
    CONNECTION_READY,
};

struct connection {
    struct pool_socket socket; /* what epoll hands back */
    struct connection_setup *setup;
    const char *const *keywords; /* of libpq, NULL-terminated, as are the values */
    const char *const *values;
    unsigned in_flight_limit;
    PGconn *libpq;
    enum connection_state state;
    int watched_fd;
    uint32_t watched_events;
    bool *is_prepared; /* by statement: prepared, or sent to be */
    bool is_stale;     /* its prepared statements are no longer good: reconnect when idle */
    struct segment_queue in_flight; /* in the order of sending, which is the order of results */
    int64_t deadline_ms;            /* of CONNECTING */
    int64_t retry_at_ms;            /* of LOST; 0 = not yet decided */
    int64_t backoff_ms;
};

/* Room for one more segment now. A segment of two parts that is not yet committing keeps others
 * out, because they would become a part of its transaction. */
unsigned connection_room(const struct connection *connection);
void connection_send(struct connection *connection, struct segment *take_segment);
void connection_ready(struct connection *connection, uint32_t events);
/* Deadlines, reconnection, on_flushed. */
void connection_turn(struct connection *connection, int64_t now_ms);
/* When connection_turn() has something to do by itself; INT64_MAX = never. */
int64_t connection_next_ms(const struct connection *connection);
void connection_close(struct connection *connection);

#endif
