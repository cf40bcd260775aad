/* SPDX-License-Identifier: EUPL-1.2 */
/* What waits to be drawn by clea-documents, for whoever has to see that it works. */
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
    { "kind", MEMBER_ENUM, .words = &document_kind_words, .doc = "What it is." },
    { "subject_id", MEMBER_ID,
      .doc = "What it is of: the evaluation, portfolio, path, decision, session, convocation, "
             "minutes or certificate, as the kind says." },
    { "edition", MEMBER_INT,
      .doc = "Which one of an agenda, a convocation or an attestation; 1 of all others." },
    { "certificate_id", MEMBER_ID, MEMBER_NULLABLE, .doc = "The certificate that it is of." },
    { "certificate_duplicate_id", MEMBER_ID, MEMBER_NULLABLE, .doc = "The duplicate that it is." },
    { "attempts", MEMBER_INT, .doc = "How often a worker took it up." },
    { "fault", MEMBER_TEXT, .doc = "Why it could not be drawn: characters and kinds, no name." },
    { "due_at", MEMBER_INSTANT, .doc = "When it is taken up again." },
    { "created_at", MEMBER_INSTANT, .doc = "Since when it waits." },
    { .name = NULL },
};
static const struct view failing_view = { "FailingDocument", "A document that was not drawn.",
                                          failing_members };
static const struct member queue_members[] = {
    { "waiting_count", MEMBER_INT, .doc = "Documents to be drawn, counted up to 10000." },
    { "waiting_since", MEMBER_INSTANT, MEMBER_NULLABLE,
      .doc = "Since when the oldest of them waits; null when none does." },
    { "is_worker_connected", MEMBER_BOOL,
      .doc = "Whether a worker is connected to the database now; false: nothing is drawn until "
             "clea-documents work runs." },
    { "failing_count", MEMBER_INT, .doc = "Those of them that could not be drawn." },
    { "failing", MEMBER_OBJECTS, .of = &failing_view, .doc = "The oldest 20 of these." },
    { .name = NULL },
};
static const struct view queue_view = { "DocumentQueue", "Documents that wait to be drawn.",
                                        queue_members };

const struct operation document_queue_operations[] = {
    {
        .id = "readDocumentQueue",
        .method = METHOD_GET,
        .path = "/v1/jobs/documents",
        .tag = "Jobs",
        .summary = "Ask what waits to be drawn.",
        .description = "Documents are drawn and sealed by a worker beside the server. Without one "
                       "they wait, and are answered 503; when it comes back it catches up.",
        .roles = ROLES_READ_ALL | ROLE_ADMINISTRATOR,
        .reply = { 200, &SQL_document_queue, bind_queue, &queue_view },
    },
    { .id = NULL },
};
