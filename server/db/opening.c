/* From nothing to a connection on which every statement is prepared. */
#include "db/connection_state.h"

#include <string.h>
#include <sys/epoll.h>

#include "log.h"

enum {
    OPEN_LIMIT_MS = 10000, /* to connect and prepare everything */
    /* Sent and not answered: what libpq has to keep of the texts stays with the connection. */
    ASKED_AT_ONCE = 16,
};

/* Each statement has a sync of its own, so that all that do not prepare are told, not only the
 * first. */
static void read_prepared(struct connection *connection)
{
    struct connection_setup *setup = connection->setup;
    while (connection->prepared < connection->asked && !PQisBusy(connection->libpq)) {
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
    connection_move(connection, CONNECTION_READY, "every statement is prepared");
    connection->backoff_ms = CONNECTION_BACKOFF_FIRST_MS;
    connection->setup->is_failure_reported = false;
    memset(connection->setup->is_reported, 0, connection->setup->statement_count);
}

static bool send_prepares(struct connection *connection)
{
    static const Oid types[2] = {
        25, 2950
    }; /* text, uuid: known even where the statement leaves them unused */
    const struct connection_setup *setup = connection->setup;
    while (connection->asked < setup->statement_count &&
           connection->asked - connection->prepared < ASKED_AT_ONCE) {
        const struct statement *statement = setup->statements[connection->asked];
        if (!PQsendPrepare(connection->libpq, statement->name, statement->text, 2, types) ||
            !PQpipelineSync(connection->libpq))
            return false;
        connection->asked++;
    }
    return true;
}

/* Moves bytes both ways as far as they go without waiting, until every statement is prepared. */
static void prepare(struct connection *connection, bool is_readable)
{
    PGconn *libpq = connection->libpq;
    bool is_open = !is_readable || PQconsumeInput(libpq) == 1;
    read_prepared(connection);
    const bool is_sent = send_prepares(connection);
    int unsent = PQflush(libpq);
    if (!is_open || !is_sent || unsent < 0 || PQstatus(libpq) == CONNECTION_BAD ||
        !connection_watch(connection, EPOLLIN | (unsent ? (uint32_t)EPOLLOUT : 0)))
        connection_lose(connection, "lost while it prepared");
    else if (connection->prepared < connection->setup->statement_count)
        return;
    else if (connection->has_unprepared)
        connection_lose(connection, "a statement does not prepare");
    else
        become_ready(connection);
}

static void go_on_connecting(struct connection *connection)
{
    switch (PQconnectPoll(connection->libpq)) {
    case PGRES_POLLING_READING:
        if (!connection_watch(connection, EPOLLIN))
            connection_lose_while_opening(connection);
        return;
    case PGRES_POLLING_WRITING:
        if (!connection_watch(connection, EPOLLOUT))
            connection_lose_while_opening(connection);
        return;
    case PGRES_POLLING_OK:
        break;
    default:
        connection_lose_while_opening(connection);
        return;
    }
    if (PQsetnonblocking(connection->libpq, 1) != 0 || !PQenterPipelineMode(connection->libpq)) {
        connection_lose_while_opening(connection);
        return;
    }
    /* Watched while still CONNECTING, because the last poll may have changed the socket. */
    bool is_watched = connection_watch(connection, EPOLLIN);
    connection_move(connection, CONNECTION_PREPARING, "connected");
    if (is_watched)
        prepare(connection, false);
    else
        connection_lose(connection, "not watched");
}

void opening_begin(struct connection *connection, int64_t now_ms)
{
    connection_move(connection, CONNECTION_CONNECTING, "it is time");
    connection->deadline_ms = now_ms + OPEN_LIMIT_MS;
    connection->asked = connection->prepared = 0;
    connection->has_unprepared = false;
    connection->has_result = false;
    connection->is_stale = false;
    connection->libpq = PQconnectStartParams(connection->keywords, connection->values, 0);
    if (!connection->libpq || PQstatus(connection->libpq) == CONNECTION_BAD) {
        connection_lose_while_opening(connection);
        return;
    }
    PQsetNoticeReceiver(connection->libpq, results_take_notice, connection);
    if (!connection_watch(connection, EPOLLOUT))
        connection_lose_while_opening(connection);
}

void opening_go_on(struct connection *connection, bool is_readable)
{
    if (connection->state == CONNECTION_CONNECTING)
        go_on_connecting(connection);
    else
        prepare(connection, is_readable);
}
