/* SPDX-License-Identifier: EUPL-1.2 */
/* Files sent to commissions (dossiers transmis): the frozen copy that a jury decides on. */
#include "api/operation.h"
#include "sql.h"

#include "api/candidacies/candidacy_events.h"
#include "api/record.h"
#include "api/checks.h"

#define FILE_READERS (ROLES_FOLLOWING | ROLES_COMMISSION)

#define FILE_HEAD                                                                                  \
    { "id", MEMBER_ID, .doc = "Identifier." },                                                     \
        { "candidacy_id", MEMBER_ID, .doc = "Its candidacy." },                                    \
        { "candidacy_reference", MEMBER_TEXT, .doc = "DOS-YYYY-NNNNNN-KK." },                      \
        { "commission_id", MEMBER_ID, .doc = "The commission it was sent to." },                   \
        { "ordinal", MEMBER_INT, .doc = "Order among the files of the candidacy, from 1." },       \
        { "status", MEMBER_ENUM, .words = &file_status_words, .doc = "Where it stands." },         \
        { "submitted_on", MEMBER_DATE, .doc = "Day it was sent." },                                \
    {                                                                                              \
        "notification_due_on", MEMBER_DATE, MEMBER_NULLABLE,                                       \
            .doc = "Last day to tell the candidate of the last decision on it; null when there "   \
                   "is none in effect, once that was recorded, and once its certificate was "      \
                   "handed over or annulled. Words that were rectified are told again."            \
    }

static const struct member short_members[] = {
    FILE_HEAD,
    { "is_direct_route", MEMBER_BOOL, .doc = "All validations come from the prior evaluation." },
    { "answered_on", MEMBER_DATE, MEMBER_NULLABLE, .doc = "Day of the last answer to a deferral." },
    { "agenda_session_id", MEMBER_ID, MEMBER_NULLABLE, .doc = "Session on whose agenda it is." },
    { "created_at", MEMBER_INSTANT, .doc = "When it was recorded." },
    { .name = NULL },
};
static const struct view file_short_view = { "FileSummary", "A file in a list.", short_members };

static const struct member candidate_members[] = {
    { "id", MEMBER_ID, .doc = "Identifier." },
    { "reference", MEMBER_TEXT, .doc = "CAN-YYYY-NNNNNN-KK." },
    { "birth_name", MEMBER_TEXT, .doc = "Name at birth." },
    { "usage_name", MEMBER_TEXT, MEMBER_NULLABLE, .doc = "Name in use." },
    { "first_name_1", MEMBER_TEXT, .doc = "First given name." },
    { "birth_year", MEMBER_INT, MEMBER_NULLABLE, .doc = "Year of birth." },
    { .name = NULL },
};
static const struct view candidate_view = { "FileCandidate", "Whose file it is.",
                                            candidate_members };

static const struct member document_members[] = {
    { "id", MEMBER_ID, .doc = "Identifier." },
    { "kind", MEMBER_TEXT, .doc = "Kind of document." },
    { "title", MEMBER_TEXT, .doc = "Title." },
    { "evaluation_id", MEMBER_ID, MEMBER_NULLABLE,
      .doc = "The evaluation that an attestation speaks of." },
    { "media_type", MEMBER_TEXT, .doc = "Media type." },
    { .name = NULL },
};
static const struct view document_view = { "FileDocument", "A document of a file.",
                                           document_members };

static const struct member file_members[] = {
    FILE_HEAD,
    { "acting_org_id", MEMBER_ID, .doc = "The organism that sent it." },
    { "is_direct_route", MEMBER_BOOL, .doc = "All validations come from the prior evaluation." },
    { "answer_text", MEMBER_TEXT, MEMBER_NULLABLE, .doc = "Last answer to a deferral." },
    { "answered_on", MEMBER_DATE, MEMBER_NULLABLE, .doc = "Day of that answer." },
    { "candidate", MEMBER_OBJECT, .of = &candidate_view, .doc = "Whose file it is." },
    { "identity_changes", MEMBER_TEXTS,
      .doc = "Members by which the record of the candidate is no longer of the person who was "
             "evaluated; empty: it is, but for spelling and what was filled in." },
    { "snapshot", MEMBER_JSON,
      .doc = "Evaluations, results and paths as they were sent; never changes." },
    { "override_reason", MEMBER_TEXT, MEMBER_NULLABLE,
      .doc =
          "Why the certifier sent it to this commission, which is not that of the rule; null: it "
          "went by the rule." },
    { "documents", MEMBER_OBJECTS, .of = &document_view, .doc = "Its documents." },
    { "agenda_session_id", MEMBER_ID, MEMBER_NULLABLE, .doc = "Session on whose agenda it is." },
    { "agenda_item_id", MEMBER_ID, MEMBER_NULLABLE, .doc = "Its line of that agenda." },
    { "outcome", MEMBER_ENUM, MEMBER_NULLABLE, .words = &verdict_words,
      .doc = "What was last decided on it; null until the minutes are signed twice, as all that "
             "was decided." },
    { "outcome_reasons", MEMBER_TEXT, MEMBER_NULLABLE, .doc = "Reasons of that decision." },
    { "refused_domain_codes", MEMBER_TEXTS, .doc = "Domains that a refusal names." },
    { "request_text", MEMBER_TEXT, MEMBER_NULLABLE, .doc = "What a deferral asks for." },
    { "answer_by_date", MEMBER_DATE, MEMBER_NULLABLE, .doc = "Last day to answer it." },
    { "rectified_on", MEMBER_DATE, MEMBER_NULLABLE,
      .doc = "Day on which rectifying minutes changed what is said here of that decision; null: it "
             "reads as it was signed." },
    { "version", MEMBER_INT, .doc = "Version of the candidacy, for If-Match." },
    { "created_at", MEMBER_INSTANT, .doc = "When it was recorded." },
    { .name = NULL },
};
static const struct view file_view = { "File", "A file sent to a commission.", file_members };

struct file_query {
    struct given given;
    int status;
    struct id commission_id;
    struct date notification_due_to;
};
static const struct field query_fields[] = {
    { "status", FIELD_ENUM, 0, offsetof(struct file_query, status), .words = &file_status_words,
      .doc = "Only files that stand there.", .example = "\"SUBMITTED\"" },
    { "commission_id", FIELD_ID, 0, offsetof(struct file_query, commission_id),
      .doc = "Only files sent to this commission." },
    { "notification_due_to", FIELD_DATE, 0, offsetof(struct file_query, notification_due_to),
      .doc = "Only files whose decision, as it reads now, is still to be told, by this day at the "
             "latest: yesterday's date finds those that are late.",
      .example = "\"2026-02-24\"" },
    { .name = NULL },
};
static const struct fields file_query = { "FileQuery", query_fields, sizeof(struct file_query) };

/* A juror who is nothing else reads the files of his sessions only; a key without person reads
 * none. */
static struct id restricted_juror(const struct exchange *x)
{
    static const struct id nobody = { { 0xff } };
    if (!slice_is(x->principal.scope, "COMMISSION") ||
        exchange_has_role(x, ROLE_SECRETARY | ROLE_CHAIR))
        return (struct id){ { 0 } };
    return id_is_set(x->principal.person_id) ? x->principal.person_id : nobody;
}

static void bind_file_query(const struct exchange *x, struct params *params)
{
    const struct file_query *q = x->query;
    params_text(params, "status",
                enum_text(&file_query, q, "status", file_status_words.codes, q->status));
    params_id(params, "commission_id", q->commission_id);
    params_id(params, "juror_id", restricted_juror(x));
    params_date(params, "notification_due_to", q->notification_due_to);
}

static void bind_file(const struct exchange *x, struct params *params)
{
    params_item(params);
    params_id(params, "id", x->path_id[0]);
    params_id(params, "juror_id", restricted_juror(x));
}

/* --- correcting an answer --- */

enum { ANSWER_TEXT_MOST = 10000 }; /* as of the event ANSWER_COMPLEMENT */

struct answer_body {
    struct given given;
    struct slice answer_text;
};
static const struct field answer_fields[] = {
    { "answer_text", FIELD_TEXT, FIELD_REQUIRED | FIELD_MULTILINE | FIELD_PERSONAL,
      offsetof(struct answer_body, answer_text), 1, ANSWER_TEXT_MOST,
      .doc = "The last answer to a deferral, as it should have been told.",
      .example = "\"Attestation de formation jointe.\"" },
    { "id", FIELD_ID, FIELD_READ_ONLY },
    { "candidacy_id", FIELD_ID, FIELD_READ_ONLY },
    { "commission_id", FIELD_ID, FIELD_READ_ONLY },
    { "status", FIELD_TEXT, FIELD_READ_ONLY },
    { "submitted_on", FIELD_DATE, FIELD_READ_ONLY },
    { "answered_on", FIELD_DATE, FIELD_READ_ONLY },
    { "snapshot", FIELD_TEXT, FIELD_READ_ONLY },
    { .name = NULL },
};
static const struct fields answer_table = { "FileChange", answer_fields,
                                            sizeof(struct answer_body) };

struct answer_snapshot {
    struct candidacy candidacy; /* its id, owner and version */
    bool awaits;                /* the file was answered and is on no agenda since */
};

static void read_answered(struct exchange *x, struct row *row)
{
    struct answer_snapshot *known = x->snapshot;
    known->candidacy.id = row_id(row, "candidacy_id");
    known->candidacy.owner_org_id = row_id(row, "owner_org_id");
    known->awaits = row_bool(row, "awaits");
    x->version = row_int(row, "version");
    record_read(x, row);
}

static const struct load answer_loads[] = {
    { &SQL_file_answer_load, exchange_bind_path_id, read_answered, LOAD_REQUIRED | LOAD_ROOT },
    { .statement = NULL },
};

enum { TOUCH_CANDIDACY, CORRECT_ANSWER, ANSWER_WRITES };
static const struct write answer_writes[ANSWER_WRITES];

static void decide_answer(struct exchange *x)
{
    const struct answer_snapshot *known = x->snapshot;
    x->root_id = known->candidacy.id;
    x->result_id = x->path_id[0];
    if (candidacy_is_held_elsewhere(x, &known->candidacy))
        exchange_refuse(x, REASON_OUT_OF_SCOPE, SLICE_UNSET);
    else if (!known->awaits)
        exchange_refuse(x, REASON_INVALID_STATE, SLICE_UNSET);
    exchange_effect(x, &answer_writes[TOUCH_CANDIDACY], 0, NULL);
    exchange_effect(x, &answer_writes[CORRECT_ANSWER], 0, NULL);
}

static void bind_touch(const struct exchange *x, const struct effect *effect, struct params *params)
{
    (void)effect;
    params_id(params, "id", x->root_id);
    params_int(params, "version", x->version);
    params_date(params, "occurred_on", x->today);
}

static void bind_answer(const struct exchange *x, const struct effect *effect,
                        struct params *params)
{
    (void)effect;
    params_id(params, "id", x->result_id);
    params_text(params, "answer_text", ((const struct answer_body *)x->body)->answer_text);
}

static const struct write answer_writes[ANSWER_WRITES] = {
    [TOUCH_CANDIDACY] = { &SQL_candidacy_touch, bind_touch, WRITE_EXACT },
    [CORRECT_ANSWER] = { &SQL_file_answer_correct, bind_answer, WRITE_EXACT },
};

static void bind_answered(const struct exchange *x, struct params *params)
{
    params_item(params);
    params_id(params, "id", x->result_id);
    params_null(params, "juror_id");
}

static const enum reason answer_reasons[] = { REASON_INVALID_STATE, REASON_OUT_OF_SCOPE,
                                              REASON_NONE };

const struct operation file_operations[] = {
    {
        .id = "listFiles",
        .method = METHOD_GET,
        .path = "/v1/files",
        .tag = "Files",
        .summary = "List the files sent to commissions.",
        .description = "Newest first: an organism's own, a commission's own; for a juror those of "
                       "the sessions of their mandate.",
        .roles = FILE_READERS,
        .flags = OPERATION_LIST,
        .query = &file_query,
        .reply = { 200, &SQL_file_list, bind_file_query, &file_short_view },
    },
    {
        .id = "getFile",
        .method = METHOD_GET,
        .path = "/v1/files/{file_id}",
        .tag = "Files",
        .summary = "Read a file as the commission does.",
        .description =
            "The frozen copy, its documents, who the candidate is, and what was decided.",
        .roles = FILE_READERS,
        .flags = OPERATION_PERSONAL,
        .reply = { 200, &SQL_file_view, bind_file, &file_view },
    },
    {
        .id = "changeFile",
        .method = METHOD_PATCH,
        .path = "/v1/files/{file_id}",
        .tag = "Files",
        .summary = "Correct the answer to a deferral.",
        .description = "A merge patch, from the version of the candidacy, by the referent of its "
                       "organism, until the file is on an agenda again. What was answered first "
                       "stays in the history; the frozen copy changes never.",
        .roles = ROLE_REFERENT,
        .flags = OPERATION_COMMAND | OPERATION_IF_MATCH | OPERATION_PERSONAL,
        .body = &answer_table,
        .record = &answer_table,
        .loads = answer_loads,
        .snapshot_size = sizeof(struct answer_snapshot),
        .decide = decide_answer,
        .writes = { WRITES(answer_writes) },
        .reply = { 200, &SQL_file_view, bind_answered, &file_view },
        .reasons = answer_reasons,
    },
    { .id = NULL },
};
