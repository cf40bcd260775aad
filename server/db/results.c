/* SPDX-License-Identifier: EUPL-1.2 */
/* What arrives of the segments in flight: results in the order of sending, errors, the end. */
#include "db/connection_state.h"

#include <stdio.h>
#include <string.h>

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
        connection_end_segment(connection, SEGMENT_FAILED);
    else if (segment->progress.is_doubtful)
        connection_end_segment(connection, SEGMENT_UNKNOWN);
    else
        connection_end_segment(connection, SEGMENT_COMMITTED);
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

void results_read(struct connection *connection)
{
    struct segment *segment;
    while (
        (segment = connection->in_flight.first) &&
        (segment->progress.is_sync_sent || segment->progress.received < segment->progress.sent) &&
        !PQisBusy(connection->libpq)) {
        PGresult *result = PQgetResult(connection->libpq);
        if (preparing_is_awaited(segment) && (result || segment->progress.has_result)) {
            if (!preparing_take(connection, segment, result))
                take_error(segment, result);
            PQclear(result);
        } else if (result) {
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

/* A warning behind the sync may say that the commit is not where it was asked to be (a cancelled
 * wait for the standby answers so, then reports success). libpq may read a notice before the
 * results that precede it, hence all segments that are committing are in doubt. */
void results_take_notice(void *context, const PGresult *notice)
{
    struct connection *connection = context;
    const char *severity = PQresultErrorField(notice, PG_DIAG_SEVERITY_NONLOCALIZED);
    if (!severity || strcmp(severity, "WARNING") != 0)
        return;
    for (struct segment *segment = connection->in_flight.first; segment; segment = segment->next)
        if (segment->progress.is_sync_sent)
            segment->progress.is_doubtful = true;
}
