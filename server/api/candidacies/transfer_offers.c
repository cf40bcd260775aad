/* SPDX-License-Identifier: EUPL-1.2 */
/* Offers of a transfer (propositions de transfert): the organism that holds a file offers it to
 * another one, with the consent of the candidate. A file is never pushed on anybody: what follows
 * is a transfer request like any other (transfer_request_events.c). */
#include "api/candidacies/transfer_requests.h"

#include "api/candidacies/candidacy_snapshot.h"
#include "api/consent.h"
#include "api/events.h"
#include "api/refusals.h"
#include "sql.h"
#include "transfer_request.h"

struct offer_body {
    struct given given;
    struct id to_org_id;
    struct date consent_on;
    struct slice message;
};
#define AT(member) offsetof(struct offer_body, member)
/* clang-format off */
static const struct field offer_fields[] = {
    { "to_org_id", FIELD_ID, FIELD_REQUIRED, AT(to_org_id),
      .doc = "The organism that the file is offered to.", .example = "\"01980000-0000-7000-8000-000000000001\"" },
    { "consent_on", FIELD_DATE, FIELD_REQUIRED, AT(consent_on),
      .doc = "Day on which the candidate consented to the transfer of the file.", .example = "\"2026-01-14\"" },
    { "message", FIELD_TEXT, FIELD_NULLABLE | FIELD_MULTILINE | FIELD_PERSONAL, AT(message), 1, 2000,
      .doc = "To that organism.", .example = "\"Le candidat déménage et souhaite continuer chez vous.\"" },
    { "state", FIELD_TEXT, FIELD_READ_ONLY },
    { .name = NULL },
};
/* clang-format on */
#undef AT
static const struct fields offer_table = { "NewTransferOffer", offer_fields,
                                           sizeof(struct offer_body) };

struct offer_snapshot {
    struct candidacy held; /* its id, owner and state */
    struct transfer_offer question;
    bool has_organism;
};

static void bind_facts(const struct exchange *x, struct params *params)
{
    const struct offer_body *body = x->body;
    exchange_bind_path(x, params);
    params_id(params, "to_org_id", body->to_org_id);
    params_int(params, "days", x->policy->consent_days);
}

static void read_facts(struct exchange *x, struct row *row)
{
    struct offer_snapshot *known = x->snapshot;
    known->held.id = row_id(row, "id");
    known->held.owner_org_id = row_id(row, "owner_org_id");
    const struct slice state = row_text(row, "state");
    if (!candidacy_state_from_name(state.at, state.size, &known->held.state))
        row->has_failed = true;
    known->question.contact_on = row_date(row, "opened_on");
    known->question.offered_id = row_id(row, "offered_id");
    known->question.repetition.count = (int)row_int(row, "asked_count");
    known->has_organism = row_bool(row, "has_organism");
}

static const struct load offer_loads[] = {
    { &SQL_transfer_offer_facts, bind_facts, read_facts, LOAD_REQUIRED },
    { .statement = NULL },
};

enum { INSERT_OFFER, OFFER_WRITES };
static const struct write offer_writes[OFFER_WRITES];

static void decide_offer(struct exchange *x)
{
    struct offer_snapshot *known = x->snapshot;
    const struct offer_body *body = x->body;
    x->root_id = known->held.id;
    if (candidacy_is_held_elsewhere(x, &known->held)) {
        exchange_refuse(x, REASON_OUT_OF_SCOPE, (struct slice){ 0 });
        return;
    }
    if (!known->has_organism)
        exchange_violate(x, "/to_org_id", REASON_REFERENCE_UNKNOWN);
    else if (id_equals(body->to_org_id, known->held.owner_org_id))
        exchange_violate(x, "/to_org_id", REASON_SAME_RECORD);
    consent_needs_person(x);
    known->question.state = known->held.state;
    known->question.consent_on = body->consent_on;
    known->question.today = x->latest_day;
    known->question.repetition.most = x->policy->requests_per_matter;
    const struct outcome outcome = transfer_request_offer(&known->question);
    refuse_candidacy(x, &outcome, &known->held, SLICE_UNSET);
    x->result_id = exchange_new_id(x);
    exchange_effect(x, &offer_writes[INSERT_OFFER], 0, NULL);
}

static void bind_offer(const struct exchange *x, const struct effect *effect, struct params *params)
{
    const struct offer_snapshot *known = x->snapshot;
    const struct offer_body *body = x->body;
    (void)effect;
    params_id(params, "id", x->result_id);
    params_text(params, "kind", slice_of(transfer_kind_names[TRANSFER_KIND_OFFER]));
    params_null(params, "contact_candidacy_id");
    params_id(params, "org_id", body->to_org_id);
    params_id(params, "offering_org_id", exchange_organism(x));
    params_id(params, "offered_candidacy_id", known->held.id);
    params_id(params, "person_id", x->principal.person_id);
    params_id(params, "credential_id", x->principal.credential_id);
    params_date(params, "requested_on", x->today);
    params_date(params, "consent_on", body->consent_on);
    params_text(params, "message", body->message);
}

static const struct write offer_writes[OFFER_WRITES] = {
    [INSERT_OFFER] = { &SQL_transfer_request_insert, bind_offer, WRITE_EXACT },
};

static const enum reason offer_reasons[] = {
    REASON_INVALID_STATE,   REASON_DATE_IN_FUTURE,
    REASON_BEFORE_CONTACT,  REASON_TRANSFER_ALREADY_OFFERED,
    REASON_OUT_OF_SCOPE,    REASON_REQUESTS_TOO_MANY,
    REASON_PERSON_REQUIRED, REASON_NONE
};

/* Only the state of the file is known here: its events are asked for at the candidacy. */
static unsigned state_of_held(const struct exchange *x)
{
    return (unsigned)((const struct offer_snapshot *)x->snapshot)->held.state - 1;
}

static struct slice address_of_held(struct exchange *x)
{
    return exchange_address(x, "/v1/candidacies/",
                            ((const struct offer_snapshot *)x->snapshot)->held.id);
}

static const struct machine held_machine = {
    .states = &candidacy_state_words,
    .noun = { "La candidature", "The candidacy" },
    .state = state_of_held,
    .address = address_of_held,
};

const struct operation transfer_offer_operations[] = {
    {
        .id = "offerTransfer",
        .method = METHOD_POST,
        .path = "/v1/candidacies/{candidacy_id}/transfer-offers",
        .tag = "Transfers",
        .summary = "Offer a candidacy to another organism.",
        .description = "With the consent of the candidate. The other organism finds it among its "
                       "transfer requests, and accepts or declines; once it has accepted, the "
                       "TRANSFER may be recorded. One offer at a time; without an answer it "
                       "lapses.",
        .roles = TRANSFER_REQUEST_ROLES,
        .flags =
            OPERATION_COMMAND | OPERATION_KEY_REQUIRED | OPERATION_REFERENCE | OPERATION_PERSONAL,
        .body = &offer_table,
        .loads = offer_loads,
        .snapshot_size = sizeof(struct offer_snapshot),
        .decide = decide_offer,
        .writes = { WRITES(offer_writes) },
        .reply = { 201, &SQL_transfer_request_view, exchange_bind_result, &transfer_request_view,
                   .location = "/v1/transfer-requests/%s" },
        .machine = &held_machine,
        .reasons = offer_reasons,
    },
    { .id = NULL },
};
