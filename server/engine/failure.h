/* SPDX-License-Identifier: EUPL-1.2 */
/* Why the server could not serve a request, for its operator: kept with the request, written when
 * it is answered. Names and codes only, never a value. */
#ifndef FAILURE_H
#define FAILURE_H

#include "db/segment.h"
#include "reason.h"
#include "slice.h"

#include <stdbool.h>

struct failure {
    const char *cause;     /* in words; NULL = the code of the answer says it all */
    const char *statement; /* its name; "commit" for the commit itself; NULL = none */
    char sqlstate[6];
    char constraint[64];
};

/* What became of a segment that was not committed. */
void failure_note(struct failure *failure, const struct segment *segment);
/* What the caller is told of it: 503, 504 or 500. */
enum reason failure_reason(const struct segment *segment);
/* Loaded again, it may go well. */
bool failure_is_stale(const struct segment *segment);
/* One line at the level of an error, of a warning when there was no room. `operation` may be NULL:
 * none was found. */
void failure_log(const struct failure *failure, struct slice request_id, const char *operation,
                 int status, enum reason reason);

#endif
