/* SPDX-License-Identifier: EUPL-1.2 */
/* From nothing to a connection. */
#include "db/connection_state.h"

#include <string.h>
#include <sys/epoll.h>

#include "log.h"

enum {
    OPEN_LIMIT_MS = 10000, /* to connect */
};

static void become_ready(struct connection *connection)
{
    connection_move(connection, CONNECTION_READY, "connected");
    connection->backoff_ms = CONNECTION_BACKOFF_FIRST_MS;
    connection->setup->is_failure_reported = false;
}

void opening_go_on(struct connection *connection)
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
    if (connection_watch(connection, EPOLLIN))
        become_ready(connection);
    else
        connection_lose(connection, "not watched");
}

void opening_begin(struct connection *connection, int64_t now_ms)
{
    connection_move(connection, CONNECTION_CONNECTING, "it is time");
    connection->deadline_ms = now_ms + OPEN_LIMIT_MS;
    connection->is_stale = false;
    memset(connection->is_prepared, 0, connection->setup->statement_count);
    connection->libpq = PQconnectStartParams(connection->keywords, connection->values, 0);
    if (!connection->libpq || PQstatus(connection->libpq) == CONNECTION_BAD) {
        connection_lose_while_opening(connection);
        return;
    }
    PQsetNoticeReceiver(connection->libpq, results_take_notice, connection);
    if (!connection_watch(connection, EPOLLOUT))
        connection_lose_while_opening(connection);
}
