#include "engine/failure.h"

#include "log.h"

#include <stdio.h>
#include <string.h>

/* What an operator can do something about; the other states are told by their number. */
static const struct {
    const char *sqlstate, *cause;
} causes[] = {
    { "25006", "the database takes no writes: is it a standby?" },
    { "40001", "the transaction met another one" },
    { "40P01", "the transaction met another one, each waiting for the other" },
    { "42501", "the role of the application has no right to it" },
    { "53100", "the disk of the database is full" },
    { "53200", "the database is out of memory" },
    { "53300", "the database has no connection to spare" },
    { "55P03", "a lock was not to be had in time" },
    { "57014", "the statement took too long" },
    { "57P01", "the database is being stopped" },
    { "58030", "the database cannot read or write its files" },
    { "CL000",
      "the server gave it up: what it had read has changed, or the answer could not be made" },
};

static const char *cause_of(const struct segment *segment)
{
    if (segment->outcome == SEGMENT_NOT_SENT)
        return "the database was not asked: no connection in time, or too many wait";
    if (segment->outcome == SEGMENT_UNKNOWN && !segment->is_two_phase)
        return "no answer of the database in time, or the connection was lost: nothing was written";
    if (segment->outcome == SEGMENT_UNKNOWN)
        return "the connection was lost during the commit: nobody knows whether it is done";
    for (size_t i = 0; i < sizeof causes / sizeof causes[0]; i++) {
        if (strcmp(causes[i].sqlstate, segment->error.sqlstate) == 0)
            return causes[i].cause;
    }
    return "the database refused";
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
    log_fields(LOG_ERROR, "request failed", LOG_SLICE("request_id", request_id),
               LOG_SLICE("operation", known(operation)), LOG_NUMBER("status", status),
               LOG_TEXT("code", reason_info(reason)->code),
               LOG_SLICE("cause", known(failure->cause)),
               LOG_SLICE("sqlstate", known(failure->sqlstate)),
               LOG_SLICE("statement", known(failure->statement)),
               LOG_SLICE("constraint", known(failure->constraint)));
}
