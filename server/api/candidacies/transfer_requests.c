/* SPDX-License-Identifier: EUPL-1.2 */
/* Requests for a transfer (demandes de transfert, decision 16): what an organism does that meets
 * CANDIDACY_ALREADY_OPEN. The server finds the holder of the file; the organism that asks never
 * learns who that is. */
#include "api/candidacies/transfer_requests.h"

#include "api/candidacies/candidacy_snapshot.h"
#include "api/consent.h"
#include "api/events.h"
#include "api/refusals.h"
#include "sql.h"
#include "transfer_request.h"

static const struct member request_members[] = {
    { "id", MEMBER_ID, .doc = "Identifier." },
    { "kind", MEMBER_ENUM, .words = &transfer_kind_words,
      .doc = "REQUEST of the organism that wants the file, OFFER of the one that holds it." },
    { "direction", MEMBER_ENUM, MEMBER_NULLABLE, .words = &transfer_party_words,
      .doc = "Whether the caller's organism SENT or RECEIVED it; null for the certifier." },
    { "candidacy_id", MEMBER_ID, MEMBER_NULLABLE,
      .doc = "The file: told to its holder, and to the other side once the file was transferred "
             "to it." },
    { "contact_candidacy_id", MEMBER_ID, MEMBER_NULLABLE,
      .doc = "The contact of the organism that asks; told to that organism only." },
    { "requesting_org_id", MEMBER_ID,
      .doc = "The organism that asks, or that is asked to take the file: where to transfer it." },
    { "offering_org_id", MEMBER_ID, MEMBER_NULLABLE,
      .doc = "Of an offer: the organism that holds the file." },
    { "state", MEMBER_ENUM, .words = &transfer_request_state_words,
      .doc = "PENDING; AGREED: an offer that was accepted, or what the certifier granted; "
             "ACCEPTED: the file was transferred; DECLINED by who received it; RETRACTED by who "
             "sent it; LAPSED: a file ended, or nobody answered in time." },
    { "requested_on", MEMBER_DATE, .doc = "Day of the request." },
    { "consent_on", MEMBER_DATE, .doc = "Day on which the candidate consented." },
    { "message", MEMBER_TEXT, MEMBER_NULLABLE, .doc = "From who sent it to who received it." },
    { "agreed_on", MEMBER_DATE, MEMBER_NULLABLE,
      .doc = "Day on which the offer was accepted, or granted." },
    { "agreed_reason", MEMBER_TEXT, MEMBER_NULLABLE,
      .doc = "What was told then; both sides read it." },
    { "settled_on", MEMBER_DATE, MEMBER_NULLABLE, .doc = "Day of the end." },
    { "reason", MEMBER_TEXT, MEMBER_NULLABLE, .doc = "Why it ended so; both sides read it." },
    { "version", MEMBER_INT, .doc = "For If-Match and expected_version." },
    { "created_at", MEMBER_INSTANT, .doc = "When it was recorded." },
    { .name = NULL },
};
const struct view transfer_request_view = { "TransferRequest",
                                            "A request for the transfer of a file, or an offer "
                                            "of it.",
                                            request_members };

/* --- listing --- */

struct filter {
    struct given given;
    uint64_t state, direction;
    struct id candidacy_id;
};
#define AT(member) offsetof(struct filter, member)
static const struct field filter_fields[] = {
    { "state", FIELD_ENUMS, 0, AT(state), .words = &transfer_request_state_words,
      .doc = "One or several states.", .example = "\"PENDING\"" },
    { "direction", FIELD_ENUMS, 0, AT(direction), .words = &transfer_party_words,
      .doc = "Sent or received by the caller's organism.", .example = "\"RECEIVED\"" },
    { "candidacy_id", FIELD_ID, 0, AT(candidacy_id),
      .doc = "For one candidacy, or from one contact, as far as the caller may know it." },
    { .name = NULL },
};
#undef AT
static const struct fields filter_table = { "TransferRequestFilter", filter_fields,
                                            sizeof(struct filter) };

static void bind_filter(const struct exchange *x, struct params *params)
{
    const struct filter *query = x->query;
    params_names(params, "states", query->state, transfer_request_state_names);
    params_names(params, "directions", query->direction, transfer_party_names);
    params_id(params, "candidacy_id", query->candidacy_id);
}

/* --- sending --- */

struct sending_body {
    struct given given;
    struct date consent_on;
    struct slice message;
};
#define AT(member) offsetof(struct sending_body, member)
static const struct field sending_fields[] = {
    { "consent_on", FIELD_DATE, FIELD_REQUIRED, AT(consent_on),
      .doc = "Day on which the candidate consented to the transfer of the file.",
      .example = "\"2026-01-14\"" },
    { "message", FIELD_TEXT, FIELD_NULLABLE | FIELD_MULTILINE | FIELD_PERSONAL, AT(message), 1,
      2000, .doc = "To whoever holds the file.",
      .example = "\"Le candidat a déménagé et souhaite continuer chez nous.\"" },
    { "state", FIELD_TEXT, FIELD_READ_ONLY },
    { .name = NULL },
};
#undef AT
static const struct fields sending_table = { "NewTransferRequest", sending_fields,
                                             sizeof(struct sending_body) };

struct sending_snapshot {
    struct candidacy contact; /* its id, owner and state */
    struct transfer_question question;
};

static void read_facts(struct exchange *x, struct row *row)
{
    struct sending_snapshot *known = x->snapshot;
    known->contact.id = row_id(row, "id");
    known->contact.owner_org_id = row_id(row, "owner_org_id");
    const struct slice state = row_text(row, "state");
    if (!candidacy_state_from_name(state.at, state.size, &known->contact.state))
        row->has_failed = true;
    known->question.contact_on = row_date(row, "opened_on");
    exchange_follow(x, known->question.contact_on);
    known->question.pending_id = row_id(row, "pending_id");
    known->question.is_elsewhere = row_bool(row, "is_elsewhere");
    known->question.here_id = row_id(row, "here_id");
    known->question.needs_sight = row_bool(row, "needs_sight");
    known->question.repetition.count = (int)row_int(row, "asked_count");
}

static void bind_facts(const struct exchange *x, struct params *params)
{
    exchange_bind_path(x, params);
    params_int(params, "days", x->policy->consent_days);
}

static const struct load sending_loads[] = {
    { &SQL_transfer_request_facts, bind_facts, read_facts, LOAD_REQUIRED },
    { .statement = NULL },
};

enum { INSERT_REQUEST, SENDING_WRITES };
static const struct write sending_writes[SENDING_WRITES];

static void decide_sending(struct exchange *x)
{
    struct sending_snapshot *known = x->snapshot;
    const struct sending_body *body = x->body;
    x->root_id = known->contact.id;
    if (candidacy_is_held_elsewhere(x, &known->contact)) {
        exchange_refuse(x, REASON_OUT_OF_SCOPE, (struct slice){ 0 });
        return;
    }
    consent_needs_person(x);
    known->question.state = known->contact.state;
    known->question.consent_on = body->consent_on;
    known->question.today = x->latest_day;
    known->question.repetition.most = x->policy->requests_per_matter;
    const struct outcome outcome = transfer_request_send(&known->question);
    refuse_candidacy(x, &outcome, &known->contact, SLICE_UNSET);
    x->result_id = exchange_new_id(x);
    exchange_effect(x, &sending_writes[INSERT_REQUEST], 0, NULL);
}

static void bind_sending(const struct exchange *x, const struct effect *effect,
                         struct params *params)
{
    const struct sending_snapshot *known = x->snapshot;
    const struct sending_body *body = x->body;
    (void)effect;
    params_id(params, "id", x->result_id);
    params_text(params, "kind", slice_of(transfer_kind_names[TRANSFER_KIND_REQUEST]));
    params_id(params, "contact_candidacy_id", known->contact.id);
    params_id(params, "org_id", exchange_organism(x));
    params_null(params, "offering_org_id");
    params_null(params, "offered_candidacy_id");
    params_id(params, "person_id", x->principal.person_id);
    params_id(params, "credential_id", x->principal.credential_id);
    params_date(params, "requested_on", x->today);
    params_date(params, "consent_on", body->consent_on);
    params_text(params, "message", body->message);
}

static const struct write sending_writes[SENDING_WRITES] = {
    [INSERT_REQUEST] = { &SQL_transfer_request_insert, bind_sending, WRITE_EXACT },
};

static const enum reason sending_reasons[] = { REASON_INVALID_STATE,
                                               REASON_DATE_IN_FUTURE,
                                               REASON_BEFORE_CONTACT,
                                               REASON_TRANSFER_ALREADY_REQUESTED,
                                               REASON_NO_CANDIDACY_ELSEWHERE,
                                               REASON_CANDIDACY_HELD_HERE,
                                               REASON_REQUESTS_TOO_MANY,
                                               REASON_SIGHT_NOT_ACCEPTED,
                                               REASON_OUT_OF_SCOPE,
                                               REASON_PERSON_REQUIRED,
                                               REASON_NONE };

/* Only the state of the contact is known here: its events are asked for at the candidacy. */
static unsigned state_of_contact(const struct exchange *x)
{
    return (unsigned)((const struct sending_snapshot *)x->snapshot)->contact.state - 1;
}

static struct slice address_of_contact(struct exchange *x)
{
    return exchange_address(x, "/v1/candidacies/",
                            ((const struct sending_snapshot *)x->snapshot)->contact.id);
}

static const struct machine contact_machine = {
    .states = &candidacy_state_words,
    .noun = { "La candidature", "The candidacy" },
    .state = state_of_contact,
    .address = address_of_contact,
};

const struct operation transfer_request_operations[] = {
    {
        .id = "requestTransfer",
        .method = METHOD_POST,
        .path = "/v1/candidacies/{candidacy_id}/transfer-requests",
        .tag = "Transfers",
        .summary = "Ask for the candidacy that another organism holds.",
        .description =
            "From a contact whose candidate has an open candidacy elsewhere "
            "(CANDIDACY_ALREADY_OPEN), with the consent of the candidate. The request "
            "goes to the organism that holds that candidacy, and follows it; the answer "
            "never says who that is. Of a candidate whom others entered, the record has to be "
            "open first (sights): nothing is told before. It is accepted by its TRANSFER, and "
            "lapses when "
            "nobody answers. The contact that asked stays beside the file that came: it "
            "ends like any other, by WITHDRAW, CANCEL (DUPLICATE) or with time.",
        .roles = TRANSFER_REQUEST_ROLES,
        .flags =
            OPERATION_COMMAND | OPERATION_KEY_REQUIRED | OPERATION_REFERENCE | OPERATION_PERSONAL,
        .body = &sending_table,
        .loads = sending_loads,
        .snapshot_size = sizeof(struct sending_snapshot),
        .decide = decide_sending,
        .writes = { WRITES(sending_writes) },
        .reply = { 201, &SQL_transfer_request_view, exchange_bind_result, &transfer_request_view,
                   .location = "/v1/transfer-requests/%s" },
        .machine = &contact_machine,
        .reasons = sending_reasons,
    },
    {
        .id = "listTransferRequests",
        .method = METHOD_GET,
        .path = "/v1/transfer-requests",
        .tag = "Transfers",
        .summary = "List the transfer requests sent and received.",
        .description = "Newest first. Those that wait for an answer of the caller: "
                       "`?direction=RECEIVED&state=PENDING`.",
        .roles = TRANSFER_REQUEST_READERS,
        .flags = OPERATION_LIST | OPERATION_PERSONAL,
        .query = &filter_table,
        .reply = { 200, &SQL_transfer_request_list, bind_filter, &transfer_request_view },
    },
    {
        .id = "getTransferRequest",
        .method = METHOD_GET,
        .path = "/v1/transfer-requests/{request_id}",
        .tag = "Transfers",
        .summary = "Read a transfer request.",
        .description = "For the organism that sent it and the one that received it.",
        .roles = TRANSFER_REQUEST_READERS,
        .flags = OPERATION_PERSONAL,
        .reply = { 200, &SQL_transfer_request_view, exchange_bind_path_id, &transfer_request_view },
    },
    { .id = NULL },
};
