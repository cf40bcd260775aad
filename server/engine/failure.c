/* SPDX-License-Identifier: EUPL-1.2 */
#include "engine/failure.h"

#include "log.h"

#include <stdio.h>
#include <string.h>

/* What the database says when it fails, by the beginning of its SQLSTATE: the first row that fits.
 * A command that was stale is loaded again; what is left of it at its deadline is told by `reason`.
 */
static const struct failing {
    const char *sqlstate;
    enum reason reason;
    bool is_stale;     /* somebody else committed between the load and the write */
    const char *cause; /* NULL: the number says what there is to say */
} failing[] = {
    { "25006", REASON_INTERNAL, false, "the database takes no writes: is it a standby?" },
    { "40001", REASON_INTERNAL, true, "the transaction met another one" },
    { "40P01", REASON_INTERNAL, true,
      "the transaction met another one, each waiting for the other" },
    { "42501", REASON_INTERNAL, false, "the role of the application has no right to it" },
    { "53100", REASON_DATABASE_UNAVAILABLE, false, "the disk of the database is full" },
    { "53200", REASON_DATABASE_UNAVAILABLE, false, "the database is out of memory" },
    { "53300", REASON_DATABASE_UNAVAILABLE, false, "the database has no connection to spare" },
    { "53", REASON_DATABASE_UNAVAILABLE, false, NULL },
    { "55P03", REASON_INTERNAL, true, "a lock was not to be had in time" },
    { "57014", REASON_STATEMENT_TIMEOUT, false, "the statement took too long" },
    { "57P01", REASON_DATABASE_UNAVAILABLE, false, "the database is being stopped" },
    { "57", REASON_DATABASE_UNAVAILABLE, false, NULL },
    { "58030", REASON_INTERNAL, false, "the database cannot read or write its files" },
    { "CL000", REASON_INTERNAL, false,
      "the server gave it up: what it had read has changed, or the answer could not be made" },
    { "CL001", REASON_INTERNAL, true, NULL }, /* facts that a guard has read have moved */
    { "", REASON_INTERNAL, false, NULL },
};

static const struct failing *find(const struct segment *segment)
{
    const struct failing *row = failing;
    while (strncmp(segment->error.sqlstate, row->sqlstate, strlen(row->sqlstate)) != 0)
        row++; /* the last one fits everything */
    return row;
}

bool failure_is_stale(const struct segment *segment)
{
    return segment->outcome == SEGMENT_FAILED && find(segment)->is_stale;
}

enum reason failure_reason(const struct segment *segment)
{
    return segment->outcome == SEGMENT_FAILED ? find(segment)->reason : REASON_DATABASE_UNAVAILABLE;
}

static const char *cause_of(const struct segment *segment)
{
    if (segment->outcome == SEGMENT_NOT_SENT)
        return "the database was not asked: no connection in time, or too many wait";
    if (segment->outcome == SEGMENT_UNKNOWN && !segment->is_two_phase)
        return "no answer of the database in time, or the connection was lost: nothing was written";
    if (segment->outcome == SEGMENT_UNKNOWN)
        return "the connection was lost during the commit: nobody knows whether it is done";
    const char *cause = find(segment)->cause;
    return cause ? cause : "the database refused";
}

void failure_note(struct failure *failure, const struct segment *segment)
{
    const struct segment_error *error = &segment->error;
    *failure = (struct failure){ .cause = cause_of(segment) };
    if (segment->outcome != SEGMENT_FAILED)
        return;
    failure->statement = error->execution < segment->count
                             ? segment->executions[error->execution].statement->name
                             : "commit";
    memcpy(failure->sqlstate, error->sqlstate, sizeof failure->sqlstate);
    memcpy(failure->constraint, error->constraint, sizeof failure->constraint);
}

static struct slice known(const char *text)
{
    return text && *text ? slice_of(text) : (struct slice){ 0 };
}

void failure_log(const struct failure *failure, struct slice request_id, const char *operation,
                 int status, enum reason reason)
{
    if (status == 501) /* what was asked for, nobody has: the line of the request says so */
        return;
    /* That there was no room for it is no fault: a crowd would write the log full of them. */
    const bool is_shed = reason == REASON_TEMPORARY_REDUCED_CAPACITY && !failure->cause;
    log_fields(is_shed ? LOG_WARNING : LOG_ERROR, "request failed",
               LOG_SLICE("request_id", request_id), LOG_SLICE("operation", known(operation)),
               LOG_NUMBER("status", status), LOG_TEXT("code", reason_info(reason)->code),
               LOG_SLICE("cause", known(failure->cause)),
               LOG_SLICE("sqlstate", known(failure->sqlstate)),
               LOG_SLICE("statement", known(failure->statement)),
               LOG_SLICE("constraint", known(failure->constraint)));
}
