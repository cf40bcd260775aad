/* SPDX-License-Identifier: EUPL-1.2 */
/* What waits to be signed by clea-documents, for whoever has to see that it works. */
#include "api/operation.h"
#include "sql.h"

enum { COUNT_MOST = 10000, FAILING_SHOWN = 20 };

static void bind_queue(const struct exchange *x, struct params *params)
{
    (void)x;
    params_item(params);
    params_int(params, "count_most", COUNT_MOST);
    params_int(params, "row_limit", FAILING_SHOWN);
}

static const struct member failing_members[] = {
    { "certificate_id", MEMBER_ID, MEMBER_NULLABLE,
      .doc = "The certificate that it is of; null: it is a status list." },
    { "attempts", MEMBER_INT, .doc = "How often a worker took it up." },
    { "fault", MEMBER_TEXT, .doc = "Why it could not be signed." },
    { "due_at", MEMBER_INSTANT, .doc = "When it is taken up again." },
    { "created_at", MEMBER_INSTANT, .doc = "Since when it waits." },
    { .name = NULL },
};
static const struct view failing_view = { "FailingCredential", "What could not be signed.",
                                          failing_members };
static const struct member queue_members[] = {
    { "waiting_count", MEMBER_INT, .doc = "Credentials to be signed, counted up to 10000." },
    { "waiting_since", MEMBER_INSTANT, MEMBER_NULLABLE,
      .doc = "Since when the oldest of them waits; null when none does. One that waits for minutes "
             "tells that no worker runs, or that no keys of credentials are set." },
    { "is_worker_connected", MEMBER_BOOL,
      .doc = "Whether a worker is connected to the database now; false: nothing is signed until "
             "clea-documents work runs." },
    { "waiting_list_count", MEMBER_INT,
      .doc = "Status lists to be signed anew; until they are, nobody is told them." },
    { "failing_count", MEMBER_INT, .doc = "Those of both that could not be signed." },
    { "failing", MEMBER_OBJECTS, .of = &failing_view, .doc = "The oldest of these." },
    { .name = NULL },
};
static const struct view queue_view = { "CredentialQueue", "Credentials that wait to be signed.",
                                        queue_members };

const struct operation credential_queue_operations[] = {
    {
        .id = "readCredentialQueue",
        .method = METHOD_GET,
        .path = "/v1/jobs/credentials",
        .tag = "Jobs",
        .summary = "Ask what waits to be signed.",
        .description = "Digital credentials are signed by the worker that draws documents, and "
                       "wait like these (`GET /v1/jobs/documents`).",
        .roles = ROLES_READ_ALL | ROLE_ADMINISTRATOR,
        .reply = { 200, &SQL_credential_queue, bind_queue, &queue_view },
    },
    { .id = NULL },
};
