/* SPDX-License-Identifier: EUPL-1.2 */
/* What waits to be scanned by clea-documents, for whoever has to see that it works. */
#include "api/operation.h"
#include "sql.h"

enum { COUNT_MOST = 10000 };

static void bind_queue(const struct exchange *x, struct params *params)
{
    (void)x;
    params_item(params);
    params_int(params, "count_most", COUNT_MOST);
}

static const struct member queue_members[] = {
    { "waiting_count", MEMBER_INT,
      .doc = "Pieces of evidence to be scanned, counted up to 10000." },
    { "waiting_since", MEMBER_INSTANT, MEMBER_NULLABLE,
      .doc = "Since when the oldest of them waits; null when none does. One that waits for minutes "
             "tells that no worker runs, or that it has no scanner (evidence.unscanned)." },
    { "is_worker_connected", MEMBER_BOOL,
      .doc = "Whether a worker is connected to the database now; false: nothing is scanned until "
             "clea-documents work runs." },
    { "failing_count", MEMBER_INT, .doc = "Those of them that the scanner could not judge." },
    { .name = NULL },
};
static const struct view queue_view = { "EvidenceQueue", "Evidence that waits to be scanned.",
                                        queue_members };

const struct operation evidence_queue_operations[] = {
    {
        .id = "readEvidenceQueue",
        .method = METHOD_GET,
        .path = "/v1/jobs/evidences",
        .tag = "Jobs",
        .summary = "Ask what waits to be scanned.",
        .description = "Evidence is scanned by a worker beside the server. Without one it waits, "
                       "and is read by nobody.",
        .roles = ROLES_READ_ALL | ROLE_ADMINISTRATOR,
        .reply = { 200, &SQL_evidence_queue, bind_queue, &queue_view },
    },
    { .id = NULL },
};
