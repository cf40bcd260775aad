/* SPDX-License-Identifier: EUPL-1.2 */
/* The work queue: what waits for the caller, whatever it is, as the machines say it. */
#include "api/operation.h"
#include "sql.h"

#include "api/work/work_guards.h"
#include "api/work/work_steps.h"
#include "policy.h"

#define WORK_ROLES                                                                                 \
    (ROLES_ORGANISM | ROLES_COMMISSION | ROLE_CERTIFIER | ROLE_CANDIDATE | ROLE_FUNDER)

static const struct member item_members[] = {
    { "kind", MEMBER_ENUM, .words = &work_kind_words, .doc = "What it is." },
    { "id", MEMBER_ID,
      .doc = "Of the candidacy, the session, the request or the appeal; of what is to be told and "
             "of a "
             "FILE the file; of what is to be handed over the certificate, of one to be issued the "
             "candidacy." },
    { "candidacy_id", MEMBER_ID, MEMBER_NULLABLE,
      .doc = "Whose it is; null of a session, and of a transfer request." },
    { "reference", MEMBER_TEXT, MEMBER_NULLABLE,
      .doc = "Of the candidacy or the session, or the number of the certificate; null of a "
             "transfer request.",
      .example = "\"DOS-2026-000123-52\"" },
    { "candidate_id", MEMBER_ID, MEMBER_NULLABLE,
      .doc = "The candidate; `include=candidate` shows of the name what the caller may see." },
    { "state", MEMBER_TEXT, .doc = "Where it stands, in the words of its kind.",
      .example = "\"INFORMED\"" },
    { "events", MEMBER_TEXTS,
      .doc = "What the caller may do next, in the words of its kind. Empty of an act that is no "
             "event: telling a decision, issuing or handing over a certificate.",
      .example = "[\"START_PRIOR\"]" },
    { "is_allowed", MEMBER_BOOL, MEMBER_NULLABLE,
      .doc = "With `explain=true`, of a candidacy: no guard of the event is unmet today. Null "
             "otherwise; …/allowed-events of the thing tells it.",
      .example = "false" },
    { "guards", MEMBER_OBJECTS, MEMBER_NULLABLE, .of = &work_guard_view,
      .doc = "Likewise: the guards that are unmet, and whom they wait for." },
    { "due_on", MEMBER_DATE, MEMBER_NULLABLE,
      .doc = "Last day: the deadline of a candidacy, or the day by which a complement is answered; "
             "the day of a session; by when a decision is told, a certificate handed over, a "
             "request answered before it lapses. Null where none is set." },
    { "is_late", MEMBER_BOOL, .doc = "That day is over." },
    { "href", MEMBER_TEXT, .doc = "Where it is read, or done.",
      .example = "\"/v1/candidacies/01975f3e-7c4b-7d11-9f2a-3b8c5d6e7f80\"" },
    { .name = NULL },
};
static const struct view item_view = { "WorkItem", "Something that waits for the caller.",
                                       item_members };

#define COUNTED(kind, its_doc)                                                                     \
    {                                                                                              \
        kind, MEMBER_INT, .doc = its_doc                                                           \
    }
static const struct member count_members[] = {
    COUNTED("candidacy", "As many as /v1/candidacies lists of the states that wait for the caller, "
                         "held by the caller's organism."),
    COUNTED("file", "As many as /v1/files lists with status SUBMITTED."),
    COUNTED("session", "As many as the sessions of the commission in the states that wait for the "
                       "caller; of a juror those that the juror runs, or has yet to sign."),
    COUNTED("notification", "As many as /v1/files lists with any notification_due_to."),
    COUNTED("handover", "As many as /v1/certificates lists with any handover_due_to."),
    COUNTED("transfer_request", "As many as /v1/transfer-requests lists as PENDING, and RECEIVED."),
    COUNTED("annulment_request", "As many as /v1/annulment-requests lists as REQUESTED."),
    COUNTED("appeal", "Appeals that the certifier has not settled."),
    COUNTED("certificate",
            "Candidacies that a commission decided for and no certificate was issued "
            "for."),
    { .name = NULL },
};
static const struct view counts_view = {
    "WorkCounts",
    "How much waits for the caller, by kind in small letters, whatever was asked for.",
    count_members
};

struct filter {
    struct given given;
    uint64_t kind;
    bool explain;
};
static const struct field filter_fields[] = {
    { "kind", FIELD_ENUMS, 0, offsetof(struct filter, kind), .words = &work_kind_words,
      .doc = "One or several kinds.", .example = "\"CANDIDACY\"" },
    { "explain", FIELD_BOOL, 0, offsetof(struct filter, explain),
      .doc = "Asks the rules about each candidacy of the page: `is_allowed` and `guards`.",
      .example = "true" },
    { .name = NULL },
};
static const struct fields filter = { "WorkFilter", filter_fields, sizeof(struct filter) };

static void bind_list(const struct exchange *x, struct params *params)
{
    const struct filter *query = x->query;
    const struct work_steps found = work_steps_of(x, query->kind);
    params_text(params, "steps", found.steps);
    params_text(params, "events", found.events);
    params_int(params, "consent_days", x->policy->consent_days);
}

static void bind_counts(const struct exchange *x, struct params *params)
{
    params_item(params);
    params_text(params, "steps", work_steps_of(x, 0).steps);
    params_int(params, "consent_days", x->policy->consent_days);
}

static bool is_explained(struct exchange *x, const struct slice *cells)
{
    const struct filter *query = x->query;
    return query->explain && work_guards_ask(x, &item_view, cells);
}

static void fill_cells(struct exchange *x, struct slice *cells)
{
    work_guards_fill(x, &item_view, cells);
}

static const struct beside item_beside = { is_explained, work_guard_loads, fill_cells };

const struct operation work_operations[] = {
    {
        .id = "readWorkQueue",
        .method = METHOD_GET,
        .path = "/v1/work-queue",
        .tag = "Work queue",
        .summary = "List what waits for the caller, what is due soonest first.",
        .description =
            "What somebody in the caller's function does next, and nobody else before: derived "
            "from the machines that the events are decided by. Of a candidacy the step of the main "
            "route; of a commission files for an agenda, and sessions; decisions to be told, "
            "certificates to be handed over; requests to answer; of the certifier appeals and "
            "certificates to be issued. What may be done at any time "
            "(correcting, withdrawing, cancelling) waits for nobody. `counts` has the number of "
            "each kind, whatever was asked for.",
        .roles = WORK_ROLES,
        .flags = OPERATION_LIST | OPERATION_PERSONAL,
        .query = &filter,
        .beside = &item_beside,
        .snapshot_size = sizeof(struct work_snapshot),
        .reply = { 200, &SQL_work_queue_list, bind_list, &item_view,
                   .embedded = { "counts", &SQL_work_queue_counts, bind_counts, &counts_view } },
    },
    { .id = NULL },
};
