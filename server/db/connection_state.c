/* SPDX-License-Identifier: EUPL-1.2 */
#include "db/connection_state.h"

#include <assert.h>
#include <errno.h>
#include <sys/epoll.h>

#include "log.h"

void segment_queue_push(struct segment_queue *queue, struct segment *segment)
{
    segment->next = NULL;
    if (queue->last)
        queue->last->next = segment;
    else
        queue->first = segment;
    queue->last = segment;
    queue->count++;
}

struct segment *segment_queue_pop(struct segment_queue *queue)
{
    struct segment *segment = queue->first;
    if (!segment)
        return NULL;
    queue->first = segment->next;
    if (!queue->first)
        queue->last = NULL;
    queue->count--;
    segment->next = NULL;
    return segment;
}

#define TO(state) (1u << CONNECTION_##state)

static const struct {
    const char *name;
    unsigned next;
} states[] = {
    [CONNECTION_LOST] = { "lost", TO(CONNECTING) | TO(LOST) },
    [CONNECTION_CONNECTING] = { "connecting", TO(READY) | TO(LOST) },
    [CONNECTION_READY] = { "ready", TO(LOST) },
};

void connection_move(struct connection *connection, enum connection_state next, const char *why)
{
    assert(states[connection->state].next & 1u << next);
    if (log_is_on(LOG_DEBUG))
        log_fields(LOG_DEBUG, "database_connection",
                   LOG_TEXT("from", states[connection->state].name),
                   LOG_TEXT("to", states[next].name), LOG_TEXT("why", why));
    connection->state = next;
}

void connection_end_segment(struct connection *connection, enum segment_outcome outcome)
{
    struct segment *segment = segment_queue_pop(&connection->in_flight);
    segment->outcome = outcome;
    segment_queue_push(&connection->setup->done, segment);
}

void connection_lose(struct connection *connection, const char *why)
{
    if (connection->state == CONNECTION_READY)
        connection->setup->losses++;
    PQfinish(connection->libpq); /* closes the socket, which leaves the epoll set by itself */
    connection->libpq = NULL;
    connection_move(connection, CONNECTION_LOST, why);
    connection->retry_at_ms = 0;
    connection->watched_fd = -1;
    while (connection->in_flight.first) {
        const struct segment *segment = connection->in_flight.first;
        /* One that was abandoned cannot have committed, whatever the server still read of it. */
        if (segment->progress.is_refused || segment->is_abandoned)
            connection_end_segment(connection, SEGMENT_FAILED);
        else if (segment->progress.is_sync_sent)
            connection_end_segment(connection, SEGMENT_UNKNOWN);
        else
            connection_end_segment(connection, SEGMENT_NOT_SENT);
    }
}

void connection_lose_while_opening(struct connection *connection)
{
    if (!connection->setup->is_failure_reported && connection->libpq) {
        connection->setup->is_failure_reported = true;
        log_fields(LOG_ERROR, "database_connection_failed",
                   LOG_TEXT("reason", PQerrorMessage(connection->libpq)));
    }
    connection_lose(connection, "not opened");
}

bool connection_watch(struct connection *connection, uint32_t events)
{
    int fd = PQsocket(connection->libpq);
    if (fd < 0)
        return false;
    /* While connecting, libpq may close its socket and get the same number again, which epoll has
     * then forgotten. */
    if (connection->state != CONNECTION_CONNECTING && fd == connection->watched_fd &&
        events == connection->watched_events)
        return true;
    struct epoll_event event = { .events = events, .data.ptr = &connection->socket };
    int epoll_fd = connection->setup->epoll_fd;
    if (epoll_ctl(epoll_fd, EPOLL_CTL_MOD, fd, &event) != 0 &&
        (errno != ENOENT || epoll_ctl(epoll_fd, EPOLL_CTL_ADD, fd, &event) != 0))
        return false;
    connection->watched_fd = fd;
    connection->watched_events = events;
    return true;
}
