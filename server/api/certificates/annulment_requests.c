/* SPDX-License-Identifier: EUPL-1.2 */
/* Requests to annul a certificate: a resource of its own, so that whoever confirms it reads what
 * is asked and why (annulment_request_events.c). */
#include "api/certificates/annulment_requests.h"

#include "annulment_request.h"
#include "api/operation.h"
#include "api/refusals.h"
#include "sql.h"

static const struct member request_members[] = {
    { "id", MEMBER_ID, .doc = "Identifier." },
    { "certificate_id", MEMBER_ID, .doc = "The certificate." },
    { "number", MEMBER_TEXT, .doc = "Its number." },
    { "candidacy_id", MEMBER_ID, .doc = "The candidacy that it crowns." },
    { "candidate_id", MEMBER_ID, .doc = "The holder." },
    { "state", MEMBER_ENUM, .words = &annulment_request_state_words,
      .doc = "REQUESTED; CONFIRMED by another person: the certificate is annulled; REFUSED; "
             "LAPSED: nobody answered in time." },
    { "reason", MEMBER_ENUM, .words = &annul_reason_words, .doc = "Fraud or error." },
    { "grounds", MEMBER_TEXT, .doc = "What happened, as whoever asked says." },
    { "requested_on", MEMBER_DATE, .doc = "Day of the request." },
    { "requested_by", MEMBER_ID, .doc = "Who asked, and never confirms." },
    { "confirm_until", MEMBER_DATE, .doc = "Last day to confirm; then the request lapses." },
    { "settled_on", MEMBER_DATE, MEMBER_NULLABLE, .doc = "Day of the end." },
    { "settled_by", MEMBER_ID, MEMBER_NULLABLE,
      .doc = "Who confirmed or refused; null when it lapsed." },
    { "refusal_reason", MEMBER_TEXT, MEMBER_NULLABLE, .doc = "Why it was refused." },
    { "version", MEMBER_INT, .doc = "For If-Match and expected_version." },
    { "created_at", MEMBER_INSTANT, .doc = "When it was recorded." },
    { .name = NULL },
};
const struct view annulment_request_view = { "AnnulmentRequest",
                                             "A request to annul a certificate.", request_members };

/* --- asking --- */

struct request_body {
    struct given given;
    int reason;
    struct slice grounds;
};
#define AT(member) offsetof(struct request_body, member)
static const struct field request_fields[] = {
    { "reason", FIELD_ENUM, FIELD_REQUIRED, AT(reason), .words = &annul_reason_words,
      .doc = "After FRAUD only the certifier opens a new candidacy.", .example = "\"FRAUD\"" },
    { "grounds", FIELD_TEXT, FIELD_REQUIRED | FIELD_MULTILINE | FIELD_PERSONAL, AT(grounds), 1,
      4000, .doc = "What happened, for the person who confirms.",
      .example = "\"L’identité présentée n’était pas celle du candidat.\"" },
    { "state", FIELD_TEXT, FIELD_READ_ONLY },
    { .name = NULL },
};
#undef AT
static const struct fields request_table = { "NewAnnulmentRequest", request_fields,
                                             sizeof(struct request_body) };

struct request_snapshot {
    struct id certificate_id, candidacy_id, open_id;
    enum certificate_state state;
};

static void read_facts(struct exchange *x, struct row *row)
{
    struct request_snapshot *known = x->snapshot;
    known->certificate_id = row_id(row, "id");
    known->candidacy_id = row_id(row, "candidacy_id");
    known->open_id = row_id(row, "open_id");
    known->state =
        slice_is(row_text(row, "status"), "ANNULLED") ? CERTIFICATE_ANNULLED : CERTIFICATE_ISSUED;
    exchange_read_count(x, row);
    exchange_follow(x, row_date(row, "issued_on"));
}

static void bind_facts(const struct exchange *x, struct params *params)
{
    exchange_bind_path(x, params);
    params_id(params, "person_id", x->principal.person_id);
}

static const struct load request_loads[] = {
    { &SQL_annulment_request_facts, bind_facts, read_facts, LOAD_REQUIRED },
    { .statement = NULL },
};

enum { INSERT_REQUEST, REQUEST_WRITES };
static const struct write request_writes[REQUEST_WRITES];

static void decide_request(struct exchange *x)
{
    const struct request_snapshot *known = x->snapshot;
    x->root_id = known->candidacy_id;
    const struct outcome outcome = annulment_request_ask(known->state, known->open_id);
    refuse_outcome(x, &outcome, NULL);
    refuse_beyond(x, BOUND_ANNULMENT_REQUESTS);
    x->result_id = exchange_new_id(x);
    exchange_effect(x, &request_writes[INSERT_REQUEST], 0, NULL);
}

static void bind_request(const struct exchange *x, const struct effect *effect,
                         struct params *params)
{
    const struct request_snapshot *known = x->snapshot;
    const struct request_body *body = x->body;
    (void)effect;
    params_id(params, "id", x->result_id);
    params_id(params, "certificate_id", known->certificate_id);
    params_text(params, "reason", slice_of(annul_reason_names[body->reason]));
    params_text(params, "grounds", body->grounds);
    params_date(params, "requested_on", x->today);
    params_id(params, "person_id", x->principal.person_id);
    params_id(params, "credential_id", x->principal.credential_id);
    params_date(params, "confirm_until", annulment_confirm_until(x->today, x->policy));
}

static const struct write request_writes[REQUEST_WRITES] = {
    [INSERT_REQUEST] = { &SQL_annulment_request_insert, bind_request, WRITE_EXACT },
};

/* --- reading --- */

struct request_query {
    struct given given;
    uint64_t state;
    struct id certificate_id;
};
#define AT(member) offsetof(struct request_query, member)
static const struct field query_fields[] = {
    { "state", FIELD_ENUMS, 0, AT(state), .words = &annulment_request_state_words,
      .doc = "One or several states.", .example = "\"REQUESTED\"" },
    { "certificate_id", FIELD_ID, 0, AT(certificate_id), .doc = "Only of this certificate." },
    { .name = NULL },
};
#undef AT
static const struct fields request_query = { "AnnulmentRequestQuery", query_fields,
                                             sizeof(struct request_query) };

static void bind_query(const struct exchange *x, struct params *params)
{
    const struct request_query *query = x->query;
    params_names(params, "states", query->state, annulment_request_state_names);
    params_id(params, "certificate_id", query->certificate_id);
}

static const enum reason request_reasons[] = { REASON_CERTIFICATE_ANNULLED,
                                               REASON_ANNULMENT_ALREADY_REQUESTED,
                                               REASON_RECORDS_TOO_MANY, REASON_NONE };

const struct operation annulment_request_operations[] = {
    {
        .id = "requestAnnulment",
        .method = METHOD_POST,
        .path = "/v1/certificates/{certificate_id}/annulment-requests",
        .tag = "Certificates",
        .summary = "Ask that a certificate be annulled.",
        .description =
            "For fraud or error. The certificate stays valid, and is said to be, "
            "until another person confirms; nobody's answer within `policy.annulment_days` lets "
            "the request lapse. One request a certificate is open at a time.",
        .roles = ROLE_CERTIFIER,
        .flags =
            OPERATION_COMMAND | OPERATION_KEY_REQUIRED | OPERATION_REFERENCE | OPERATION_PERSONAL,
        .body = &request_table,
        .loads = request_loads,
        .snapshot_size = sizeof(struct request_snapshot),
        .decide = decide_request,
        .writes = { WRITES(request_writes) },
        .reply = { 201, &SQL_annulment_request_view, exchange_bind_result, &annulment_request_view,
                   .location = "/v1/annulment-requests/%s" },
        .reasons = request_reasons,
    },
    {
        .id = "listAnnulmentRequests",
        .method = METHOD_GET,
        .path = "/v1/annulment-requests",
        .tag = "Certificates",
        .summary = "List requests to annul certificates.",
        .description = "Newest first. Those that wait for another person: `?state=REQUESTED`.",
        .roles = ROLE_CERTIFIER,
        .flags = OPERATION_LIST | OPERATION_PERSONAL,
        .query = &request_query,
        .reply = { 200, &SQL_annulment_request_list, bind_query, &annulment_request_view },
    },
    {
        .id = "getAnnulmentRequest",
        .method = METHOD_GET,
        .path = "/v1/annulment-requests/{request_id}",
        .tag = "Certificates",
        .summary = "Read a request to annul a certificate.",
        .description = "With what whoever asked says.",
        .roles = ROLE_CERTIFIER,
        .flags = OPERATION_PERSONAL,
        .reply = { 200, &SQL_annulment_request_view, exchange_bind_path_id,
                   &annulment_request_view },
    },
    { .id = NULL },
};
