#include "db/connection.h"

#include <assert.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>

#include "log.h"

/* The rules of libpq 15 that this file lives by are in the PostgreSQL manual, 34.5 (pipeline mode):
 * libpq does not say which statement a result belongs to, so the order of sending is kept;
 * everything between two syncs is one transaction; it is committed when the sync's own result was
 * seen, not before. */

enum {
    OPEN_LIMIT_MS = 10000, /* to connect and prepare everything */
    BACKOFF_FIRST_MS = 50,
    BACKOFF_LAST_MS = 2000,
    SCOPE_SIZE = 32,
};

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

/* The oldest segment in flight has ended. */
static void end_segment(struct connection *connection, enum segment_outcome outcome)
{
    struct segment *segment = segment_queue_pop(&connection->in_flight);
    segment->outcome = outcome;
    segment_queue_push(&connection->setup->done, segment);
}

/* Gives the connection up with all that is on it; connection_turn() opens it again. */
static void lose(struct connection *connection)
{
    if (connection->state == CONNECTION_READY)
        connection->setup->losses++;
    PQfinish(connection->libpq); /* closes the socket, which leaves the epoll set by itself */
    connection->libpq = NULL;
    connection->state = CONNECTION_LOST;
    connection->retry_at_ms = 0;
    connection->watched_fd = -1;
    while (connection->in_flight.first) {
        const struct segment *segment = connection->in_flight.first;
        /* One that was abandoned cannot have committed, whatever the server still read of it. */
        if (segment->progress.is_refused || segment->is_abandoned)
            end_segment(connection, SEGMENT_FAILED);
        else if (segment->progress.is_sync_sent)
            end_segment(connection, SEGMENT_UNKNOWN);
        else
            end_segment(connection, SEGMENT_NOT_SENT);
    }
}

static void lose_while_opening(struct connection *connection)
{
    if (!connection->setup->is_failure_reported && connection->libpq) {
        connection->setup->is_failure_reported = true;
        log_fields(LOG_ERROR, "database_connection_failed",
                   LOG_TEXT("reason", PQerrorMessage(connection->libpq)));
    }
    lose(connection);
}

static bool watch(struct connection *connection, uint32_t events)
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

static void take_error(struct segment *segment, const PGresult *result)
{
    const char *sqlstate = PQresultErrorField(result, PG_DIAG_SQLSTATE);
    const char *severity = PQresultErrorField(result, PG_DIAG_SEVERITY_NONLOCALIZED);
    /* Only ERROR proves a rollback. FATAL (a backend shut down) may come behind a commit, and an
     * error without SQLSTATE is libpq's own: it lost the connection or had no memory for an answer.
     */
    if (!sqlstate || !severity || strcmp(severity, "ERROR") != 0) {
        segment->progress.is_doubtful = true;
        return;
    }
    if (segment->progress.is_refused)
        return;
    segment->progress.is_refused = true;
    struct segment_error *error = &segment->error;
    error->execution =
        segment->progress.received < segment->count ? segment->progress.received : segment->count;
    if (segment->is_abandoned) {
        /* Its error was written when it was abandoned. A transaction block of ours may have been
         * left open: only a new connection is sure not to be in it. */
        segment->progress.is_doubtful = true;
        return;
    }
    snprintf(error->sqlstate, sizeof error->sqlstate, "%s", sqlstate);
    const char *constraint = PQresultErrorField(result, PG_DIAG_CONSTRAINT_NAME);
    snprintf(error->constraint, sizeof error->constraint, "%s", constraint ? constraint : "");
    /* The detail of PostgreSQL's own errors quotes values of rows, which have no business outside.
     */
    const char *detail = PQresultErrorField(result, PG_DIAG_MESSAGE_DETAIL);
    if (detail && strncmp(sqlstate, "CL", 2) == 0)
        snprintf(error->detail, sizeof error->detail, "%s", detail);
}

static void take_sync(struct connection *connection, struct segment *segment)
{
    const char *sqlstate = segment->error.sqlstate;
    if (segment->is_abandoned && segment->progress.is_doubtful)
        connection->is_stale = true;
    /* "Cached plan must not change result type" and "prepared statement does not exist": only
     * preparing again helps. */
    if (strcmp(sqlstate, "0A000") == 0 || strcmp(sqlstate, "26000") == 0)
        connection->is_stale = true;
    if (segment->progress.is_refused || segment->is_abandoned)
        end_segment(connection, SEGMENT_FAILED);
    else if (segment->progress.is_doubtful)
        end_segment(connection, SEGMENT_UNKNOWN);
    else
        end_segment(connection, SEGMENT_COMMITTED);
}

static void take_result(struct connection *connection, struct segment *segment, PGresult *result)
{
    ExecStatusType status = PQresultStatus(result);
    if (status == PGRES_PIPELINE_SYNC) {
        PQclear(result);
        take_sync(connection, segment);
        return;
    }
    segment->progress.has_result = true;
    if ((status == PGRES_TUPLES_OK || status == PGRES_COMMAND_OK) &&
        segment->progress.received < segment->count) {
        struct execution *execution = &segment->executions[segment->progress.received];
        PQclear(execution->result);
        execution->result = result;
        return;
    }
    if (status != PGRES_TUPLES_OK && status != PGRES_COMMAND_OK && status != PGRES_PIPELINE_ABORTED)
        take_error(segment, result);
    PQclear(result);
}

static void read_segments(struct connection *connection)
{
    struct segment *segment;
    while (
        (segment = connection->in_flight.first) &&
        (segment->progress.is_sync_sent || segment->progress.received < segment->progress.sent) &&
        !PQisBusy(connection->libpq)) {
        PGresult *result = PQgetResult(connection->libpq);
        if (result) {
            take_result(connection, segment, result);
        } else if (segment->progress.has_result) {
            /* NULL ends the results of a statement; an error of the commit belongs to none. */
            segment->progress.has_result = false;
            if (segment->progress.received < segment->progress.sent)
                segment->progress.received++;
        } else {
            return; /* the connection is dead: NULL for ever */
        }
    }
}

/* Each statement has a sync of its own, so that all that do not prepare are told, not only the
 * first. */
static void read_prepared(struct connection *connection)
{
    struct connection_setup *setup = connection->setup;
    while (connection->prepared < setup->statement_count && !PQisBusy(connection->libpq)) {
        PGresult *result = PQgetResult(connection->libpq);
        if (!result && !connection->has_result)
            return; /* the connection is dead: NULL for ever */
        connection->has_result = result != NULL;
        ExecStatusType status = PQresultStatus(result);
        if (status == PGRES_PIPELINE_SYNC) {
            connection->prepared++;
            connection->has_result = false; /* no NULL behind a sync */
        } else if (result && status != PGRES_COMMAND_OK) {
            connection->has_unprepared = true;
            bool *is_reported = &setup->is_reported[connection->prepared];
            if (!*is_reported && PQresultErrorField(result, PG_DIAG_SQLSTATE))
                log_fields(LOG_ERROR, "statement_not_prepared",
                           LOG_TEXT("statement", setup->statements[connection->prepared]->name),
                           LOG_TEXT("reason", PQresultErrorMessage(result)));
            *is_reported = true;
        }
        PQclear(result);
    }
}

static void become_ready(struct connection *connection)
{
    connection->state = CONNECTION_READY;
    connection->backoff_ms = BACKOFF_FIRST_MS;
    connection->setup->is_failure_reported = false;
    memset(connection->setup->is_reported, 0, connection->setup->statement_count);
}

/* Moves bytes both ways as far as they go without waiting. Results that came before an end are
 * still read. */
static void pump(struct connection *connection, bool is_readable)
{
    PGconn *libpq = connection->libpq;
    bool is_open = !is_readable || PQconsumeInput(libpq) == 1;
    int unsent = PQflush(libpq);
    if (connection->state == CONNECTION_PREPARING)
        read_prepared(connection);
    else
        read_segments(connection);
    if (!is_open || unsent < 0 || PQstatus(libpq) == CONNECTION_BAD ||
        (connection->is_stale && !connection->in_flight.first) ||
        !watch(connection, EPOLLIN | (unsent ? (uint32_t)EPOLLOUT : 0))) {
        lose(connection);
        return;
    }
    if (connection->state != CONNECTION_PREPARING ||
        connection->prepared < connection->setup->statement_count)
        return;
    if (connection->has_unprepared)
        lose(connection);
    else
        become_ready(connection);
}

/* A warning behind the sync may say that the commit is not where it was asked to be (a cancelled
 * wait for the standby answers so, then reports success). libpq may read a notice before the
 * results that precede it, hence all segments that are committing are in doubt. */
static void take_notice(void *context, const PGresult *notice)
{
    struct connection *connection = context;
    const char *severity = PQresultErrorField(notice, PG_DIAG_SEVERITY_NONLOCALIZED);
    if (!severity || strcmp(severity, "WARNING") != 0)
        return;
    for (struct segment *segment = connection->in_flight.first; segment; segment = segment->next)
        if (segment->progress.is_sync_sent)
            segment->progress.is_doubtful = true;
}

static bool send_prepares(struct connection *connection)
{
    static const Oid types[2] = {
        25, 2950
    }; /* text, uuid: known even where the statement leaves them unused */
    const struct connection_setup *setup = connection->setup;
    if (PQsetnonblocking(connection->libpq, 1) != 0 || !PQenterPipelineMode(connection->libpq))
        return false;
    for (unsigned i = 0; i < setup->statement_count; i++)
        if (!PQsendPrepare(connection->libpq, setup->statements[i]->name,
                           setup->statements[i]->text, 2, types) ||
            !PQpipelineSync(connection->libpq))
            return false;
    return true;
}

static void go_on_connecting(struct connection *connection)
{
    switch (PQconnectPoll(connection->libpq)) {
    case PGRES_POLLING_READING:
        if (!watch(connection, EPOLLIN))
            lose_while_opening(connection);
        return;
    case PGRES_POLLING_WRITING:
        if (!watch(connection, EPOLLOUT))
            lose_while_opening(connection);
        return;
    case PGRES_POLLING_OK:
        break;
    default:
        lose_while_opening(connection);
        return;
    }
    if (!send_prepares(connection)) {
        lose_while_opening(connection);
        return;
    }
    /* Watched while still CONNECTING, because the last poll may have changed the socket. */
    bool is_watched = watch(connection, EPOLLIN);
    connection->state = CONNECTION_PREPARING;
    if (is_watched)
        pump(connection, false);
    else
        lose(connection);
}

static void open_connection(struct connection *connection, int64_t now_ms)
{
    connection->state = CONNECTION_CONNECTING;
    connection->deadline_ms = now_ms + OPEN_LIMIT_MS;
    connection->prepared = 0;
    connection->has_unprepared = false;
    connection->has_result = false;
    connection->is_stale = false;
    connection->libpq = PQconnectStartParams(connection->keywords, connection->values, 0);
    if (!connection->libpq || PQstatus(connection->libpq) == CONNECTION_BAD) {
        lose_while_opening(connection);
        return;
    }
    PQsetNoticeReceiver(connection->libpq, take_notice, connection);
    if (!watch(connection, EPOLLOUT))
        lose_while_opening(connection);
}

void connection_ready(struct connection *connection, uint32_t events)
{
    if (connection->state == CONNECTION_CONNECTING)
        go_on_connecting(connection);
    else if (connection->state != CONNECTION_LOST)
        pump(connection, (events & ~(uint32_t)EPOLLOUT) != 0);
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
        lose(connection);
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
        lose(connection); /* a dying backend, or an answer that could not be read: nothing is
                             committed */
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
            connection->backoff_ms = longer < BACKOFF_FIRST_MS  ? BACKOFF_FIRST_MS
                                     : longer > BACKOFF_LAST_MS ? BACKOFF_LAST_MS
                                                                : longer;
        }
        if (now_ms >= connection->retry_at_ms)
            open_connection(connection, now_ms);
        return;
    case CONNECTION_CONNECTING:
    case CONNECTION_PREPARING:
        if (now_ms >= connection->deadline_ms)
            lose_while_opening(connection);
        return;
    case CONNECTION_READY:
        break;
    }
    /* Never a cancel: one that meets a commit leaves it half done. Closing leaves the answer
     * unknown, and says so. */
    for (const struct segment *segment = connection->in_flight.first; segment;
         segment = segment->next) {
        if (segment->deadline_ms <= now_ms) {
            lose(connection);
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
        lose(connection);
}
