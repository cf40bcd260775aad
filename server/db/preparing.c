/* SPDX-License-Identifier: EUPL-1.2 */
/* A statement is prepared by the first segment that needs it on a connection: a server that has
 * just started answers at once, and no connection holds plans that it never runs. */
#include "db/connection_state.h"

#include <string.h>

#include "log.h"

static bool send_one(struct connection *connection, struct execution *execution)
{
    static const Oid types[2] = {
        25, 2950
    }; /* text, uuid: known even where the statement leaves them unused */
    const struct statement *statement = execution->statement;
    if (connection->is_prepared[statement->index])
        return true;
    /* From now on nothing that is sent behind it prepares it again. */
    connection->is_prepared[statement->index] = true;
    execution->is_preparing = true;
    return PQsendPrepare(connection->libpq, statement->name, statement->text, 2, types) == 1;
}

bool preparing_send(struct connection *connection, struct segment *segment)
{
    bool is_sent = true;
    for (unsigned i = segment->progress.sent; i < segment->count && is_sent; i++) {
        is_sent = send_one(connection, &segment->executions[i]);
        segment->progress.preparing += segment->executions[i].is_preparing;
    }
    /* Apart from the transaction of the segment, so that what others go on to use is there whatever
     * becomes of it. In the midst of one there is no apart, and nothing is sent behind it. */
    if (!is_sent || segment->progress.preparing == 0 || segment->is_flushed)
        return is_sent;
    segment->progress.is_prepare_sync_due = true;
    return PQpipelineSync(connection->libpq) == 1;
}

bool preparing_is_awaited(const struct segment *segment)
{
    return segment->progress.preparing > 0 || segment->progress.is_prepare_sync_due;
}

/* The first that is not answered: they are answered in the order of sending. */
static struct execution *awaited(const struct segment *segment)
{
    struct execution *execution = segment->executions;
    while (!execution->is_preparing)
        execution++;
    return execution;
}

static void tell(const struct connection *connection, const struct execution *execution,
                 const PGresult *result)
{
    bool *is_reported = &connection->setup->is_reported[execution->statement->index];
    if (!*is_reported && PQresultErrorField(result, PG_DIAG_SQLSTATE))
        log_fields(LOG_ERROR, "statement_not_prepared",
                   LOG_TEXT("statement", execution->statement->name),
                   LOG_TEXT("reason", PQresultErrorMessage(result)));
    *is_reported = true;
}

bool preparing_take(struct connection *connection, struct segment *segment, const PGresult *result)
{
    const ExecStatusType status = PQresultStatus(result);
    if (status == PGRES_PIPELINE_SYNC) {
        segment->progress.is_prepare_sync_due = false; /* no NULL behind a sync */
        return true;
    }
    segment->progress.has_result = result != NULL;
    if (segment->progress.preparing == 0)
        return !result; /* the server gives the connection up before the sync */
    struct execution *execution = awaited(segment);
    const unsigned index = execution->statement->index;
    if (result) {
        if (status == PGRES_COMMAND_OK) {
            connection->setup->is_reported[index] = false;
            return true;
        }
        connection->is_prepared[index] = false; /* refused, or left out behind a refusal */
        if (status != PGRES_PIPELINE_ABORTED)
            tell(connection, execution, result);
        return false;
    }
    segment->progress.preparing--;
    execution->is_preparing = false;
    return true;
}
