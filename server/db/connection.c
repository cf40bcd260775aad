/* SPDX-License-Identifier: EUPL-1.2 */
#include "db/connection_state.h"

#include <assert.h>
#include <string.h>
#include <sys/epoll.h>

/* The rules of libpq 15 that this file lives by are in the PostgreSQL manual, 34.5 (pipeline mode):
 * libpq does not say which statement a result belongs to, so the order of sending is kept;
 * everything between two syncs is one transaction; it is committed when the sync's own result was
 * seen, not before. */

enum { SCOPE_SIZE = 32 };

/* Moves bytes both ways as far as they go without waiting. Results that came before an end are
 * still read. */
static void pump(struct connection *connection, bool is_readable)
{
    PGconn *libpq = connection->libpq;
    bool is_open = !is_readable || PQconsumeInput(libpq) == 1;
    int unsent = PQflush(libpq);
    results_read(connection);
    if (!is_open || unsent < 0 || PQstatus(libpq) == CONNECTION_BAD)
        connection_lose(connection, "the other end is gone");
    else if (connection->is_stale && !connection->in_flight.first)
        connection_lose(connection, "its statements are no longer good");
    else if (!connection_watch(connection, EPOLLIN | (unsent ? (uint32_t)EPOLLOUT : 0)))
        connection_lose(connection, "not watched");
}

void connection_ready(struct connection *connection, uint32_t events)
{
    bool is_readable = (events & ~(uint32_t)EPOLLOUT) != 0;
    if (connection->state == CONNECTION_READY)
        pump(connection, is_readable);
    else if (connection->state != CONNECTION_LOST)
        opening_go_on(connection);
}

static bool send_execution(PGconn *libpq, struct execution *execution)
{
    char scope[SCOPE_SIZE], scope_id[ID_TEXT_SIZE];
    const char *values[PARAMS_MAX + 2] = { NULL }; /* an unset scope is NULL: nobody asks yet */
    assert(execution->scope.size < sizeof scope);
    if (slice_is_set(execution->scope)) {
        memcpy(scope, execution->scope.at, execution->scope.size);
        scope[execution->scope.size] = '\0';
        values[0] = scope;
    }
    if (id_is_set(execution->scope_id)) {
        id_print(execution->scope_id, scope_id);
        values[1] = scope_id;
    }
    for (unsigned i = 0; i < execution->statement->parameter_count; i++)
        values[2 + i] = execution->params.literals[i];
    return PQsendQueryPrepared(libpq, execution->statement->name,
                               (int)execution->statement->parameter_count + 2, values, NULL, NULL,
                               0);
}

/* Every parameter is whole: looked at before the first byte leaves, because there is no way back.
 */
static bool is_sendable(struct segment *segment)
{
    bool is_whole = !segment->has_no_memory;
    for (unsigned i = segment->progress.sent; i < segment->count; i++)
        is_whole = params_finish(&segment->executions[i].params) && is_whole;
    return is_whole;
}

static bool send_executions(struct connection *connection, struct segment *segment)
{
    if (!preparing_send(connection, segment))
        return false;
    for (; segment->progress.sent < segment->count; segment->progress.sent++) {
        struct execution *execution = &segment->executions[segment->progress.sent];
        assert(execution->statement->index < connection->setup->statement_count &&
               connection->setup->statements[execution->statement->index] == execution->statement);
        if (!send_execution(connection->libpq, execution))
            return false;
    }
    return true;
}

static bool send_sync(struct connection *connection, struct segment *segment)
{
    /* Set first: bytes may have left even when the call fails. */
    segment->progress.is_sync_sent = true;
    return PQpipelineSync(connection->libpq) == 1;
}

/* Rolls back without an error, which PostgreSQL would log for each dry run: a block begun here
 * takes in what the implicit transaction has done so far, and ROLLBACK ends both. ROLLBACK alone
 * would do, with a warning in the log. */
static bool send_abandonment(struct connection *connection, struct segment *segment)
{
    static const char *const commands[] = { "begin", "rollback" };
    enum { COMMANDS = sizeof commands / sizeof commands[0] };
    segment->is_abandoned = true;
    segment->error = (struct segment_error){ .execution = segment->count, .sqlstate = "CL000" };
    /* What arrives now belongs to no statement of its own. */
    segment->progress.received = segment->count;
    segment->progress.sent = segment->count + COMMANDS;
    bool is_sent = true;
    for (unsigned i = 0; i < COMMANDS && is_sent; i++)
        is_sent = PQsendQueryParams(connection->libpq, commands[i], 0, NULL, NULL, NULL, NULL, 0);
    return is_sent;
}

/* After something was put into libpq's buffer. A failure leaves half a segment there, which only
 * closing ends. */
static void after_sending(struct connection *connection, bool is_sent)
{
    if (is_sent)
        pump(connection, false);
    else
        connection_lose(connection, "half a segment is in its buffer");
}

unsigned connection_room(const struct connection *connection)
{
    if (connection->state != CONNECTION_READY || connection->is_stale ||
        connection->in_flight.count >= connection->in_flight_limit)
        return 0;
    const struct segment *last = connection->in_flight.last;
    if (last && !last->progress.is_sync_sent)
        return 0;
    return connection->in_flight_limit - connection->in_flight.count;
}

void connection_send(struct connection *connection, struct segment *segment)
{
    assert(connection_room(connection) > 0);
    if (!is_sendable(segment)) {
        segment->outcome = SEGMENT_NOT_SENT;
        segment_queue_push(&connection->setup->done, segment);
        return;
    }
    segment_queue_push(&connection->in_flight, segment);
    bool is_sent = send_executions(connection, segment);
    if (is_sent && segment->is_two_phase)
        is_sent = PQsendFlushRequest(connection->libpq) == 1;
    else if (is_sent)
        is_sent = send_sync(connection, segment);
    after_sending(connection, is_sent);
}

/* The first part of a two-phase segment has been answered, and the commit has not been asked for.
 */
static bool is_flush_due(const struct connection *connection)
{
    const struct segment *segment = connection->in_flight.first;
    return connection->state == CONNECTION_READY && segment && segment->is_two_phase &&
           !segment->progress.is_sync_sent && segment->progress.received == segment->progress.sent;
}

static void send_second_part(struct connection *connection, struct segment *segment)
{
    if (segment->progress.is_doubtful) {
        connection_lose(connection, "it was lost before the commit was asked for"); /* a dying
                             backend, or an answer that could not be read: nothing is committed */
        return;
    }
    bool is_sent = true;
    if (!segment->progress.is_refused) {
        segment->is_flushed = true;
        segment->on_flushed(segment);
        if (is_sendable(segment) && !segment->is_abandoned)
            is_sent = send_executions(connection, segment);
        else
            is_sent = send_abandonment(connection, segment);
    }
    after_sending(connection, is_sent && send_sync(connection, segment));
}

void connection_turn(struct connection *connection, int64_t now_ms)
{
    switch (connection->state) {
    case CONNECTION_LOST:
        if (connection->retry_at_ms == 0) {
            connection->retry_at_ms = now_ms + connection->backoff_ms;
            int64_t longer = connection->backoff_ms * 2;
            connection->backoff_ms =
                longer < CONNECTION_BACKOFF_FIRST_MS  ? CONNECTION_BACKOFF_FIRST_MS
                : longer > CONNECTION_BACKOFF_LAST_MS ? CONNECTION_BACKOFF_LAST_MS
                                                      : longer;
        }
        if (now_ms >= connection->retry_at_ms)
            opening_begin(connection, now_ms);
        return;
    case CONNECTION_CONNECTING:
        if (now_ms >= connection->deadline_ms)
            connection_lose_while_opening(connection);
        return;
    case CONNECTION_READY:
        break;
    }
    /* Never a cancel: one that meets a commit leaves it half done. Closing leaves the answer
     * unknown, and says so. */
    for (const struct segment *segment = connection->in_flight.first; segment;
         segment = segment->next) {
        if (segment->deadline_ms <= now_ms) {
            connection_lose(connection, "a segment is past its deadline");
            return;
        }
    }
    if (is_flush_due(connection))
        send_second_part(connection, connection->in_flight.first);
}

int64_t connection_next_ms(const struct connection *connection)
{
    if (connection->state == CONNECTION_LOST)
        return connection->retry_at_ms; /* 0, in the past: to be decided in the next turn */
    if (connection->state != CONNECTION_READY)
        return connection->deadline_ms;
    if (is_flush_due(connection))
        return 0;
    int64_t next_ms = INT64_MAX;
    for (const struct segment *segment = connection->in_flight.first; segment;
         segment = segment->next)
        if (segment->deadline_ms < next_ms)
            next_ms = segment->deadline_ms;
    return next_ms;
}

void connection_close(struct connection *connection)
{
    if (connection->libpq)
        connection_lose(connection, "the pool closes");
}
