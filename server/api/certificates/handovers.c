/* SPDX-License-Identifier: EUPL-1.2 */
/* Handing certificates and their duplicates over to their holders (remise): how, when, by whom. The
 * certificate and each duplicate are papers of their own, handed over once each; what is said below
 * of a paper is said of all of them. */
#include "api/certificates/certificates.h"

#include "api/candidacies/candidacy_snapshot.h"
#include "api/operation.h"
#include "api/refusals.h"
#include "handover.h"
#include "sql.h"

static const struct member handover_members[] = {
    { "id", MEMBER_ID, .doc = "Identifier." },
    { "certificate_id", MEMBER_ID, .doc = "The certificate." },
    { "certificate_duplicate_id", MEMBER_ID, MEMBER_NULLABLE,
      .doc = "The duplicate that was handed over; null when it was the certificate itself." },
    { "candidacy_id", MEMBER_ID, .doc = "The candidacy that it crowns." },
    { "handed_on", MEMBER_DATE, .doc = "Day on which it was handed over, or sent." },
    { "channel", MEMBER_ENUM, .words = &handover_channel_words, .doc = "How." },
    { "tracking_number", MEMBER_TEXT, MEMBER_NULLABLE,
      .doc = "By which TRACKED_POST is followed; null otherwise." },
    { "corrects_id", MEMBER_ID, MEMBER_NULLABLE,
      .doc = "The record that this one corrects and takes the place of; null for the first." },
    { "correction_reason", MEMBER_TEXT, MEMBER_NULLABLE, .doc = "Why it was corrected." },
    { "handed_by", MEMBER_ID, MEMBER_NULLABLE,
      .doc = "Who handed it over; null when a system recorded it." },
    { "acting_scope", MEMBER_ENUM, .words = &scope_words,
      .only = 1u << SCOPE_ORGANISM | 1u << SCOPE_COMMISSION | 1u << SCOPE_CERTIFIER,
      .doc = "For which side: the organism in charge, the commission or the certifier." },
    { "acting_org_id", MEMBER_ID, MEMBER_NULLABLE, .doc = "The organism, when it was one." },
    { "created_at", MEMBER_INSTANT, .doc = "When it was recorded." },
    { .name = NULL },
};
static const struct view handover_view = {
    "Handover", "A certificate, or a duplicate of it, was handed over to its holder.",
    handover_members
};

struct handover_body {
    struct given given;
    struct id corrects_id;
    struct date handed_on;
    int channel;
    struct slice tracking_number, correction_reason;
};
#define AT(member) offsetof(struct handover_body, member)
static const struct field handover_fields[] = {
    { "handed_on", FIELD_DATE, 0, AT(handed_on),
      .doc = "Day on which it was handed over, or sent; today when absent.",
      .example = "\"2026-02-20\"" },
    { "channel", FIELD_ENUM, FIELD_REQUIRED, AT(channel), .words = &handover_channel_words,
      .doc = "How.", .example = "\"IN_PERSON\"" },
    { "tracking_number", FIELD_TEXT, FIELD_NULLABLE, AT(tracking_number), 1, 60,
      .doc = "By which TRACKED_POST is followed; needed then, and for nothing else.",
      .example = "\"1A00012345678\"" },
    { "corrects_id", FIELD_ID, FIELD_NULLABLE, AT(corrects_id),
      .doc = "The record that stands, when this one corrects it." },
    { "correction_reason", FIELD_TEXT, FIELD_NULLABLE | FIELD_MULTILINE | FIELD_PERSONAL,
      AT(correction_reason), 1, 1000, .doc = "Why it is corrected; needed then." },
    { .name = NULL },
};
#undef AT
static const struct fields handover_table = { "NewHandover", handover_fields,
                                              sizeof(struct handover_body) };

/* What is tracked has a number, and what corrects says why. */
static void check_handover(struct exchange *x, const void *record)
{
    const struct handover_body *body = record;
    const bool is_tracked = body->channel == HANDOVER_TRACKED_POST;
    if (is_tracked && !slice_is_set(body->tracking_number))
        exchange_violate(x, "/tracking_number", REASON_REQUIRED);
    if (!is_tracked && slice_is_set(body->tracking_number) && exchange_is_sound(x, "/channel"))
        exchange_violate(x, "/tracking_number", REASON_FIELD_NOT_APPLICABLE);
    if (id_is_set(body->corrects_id) && !slice_is_set(body->correction_reason))
        exchange_violate(x, "/correction_reason", REASON_REQUIRED);
    if (!id_is_set(body->corrects_id) && slice_is_set(body->correction_reason))
        exchange_violate(x, "/corrects_id", REASON_REQUIRED);
}

struct handover_snapshot {
    struct candidacy candidacy; /* its id and owner */
    struct id certificate_id, commission_id, standing_id;
    bool is_of_paper; /* the record that is to be corrected */
    struct handover_certificate paper;
};

/* No second member in the path: the certificate itself. */
static void bind_paper(const struct exchange *x, struct params *params)
{
    exchange_bind_path(x, params);
    params_id(params, "certificate_duplicate_id", x->path_id[1]);
}

static void bind_facts(const struct exchange *x, struct params *params)
{
    bind_paper(x, params);
    params_id(params, "corrects_id", ((const struct handover_body *)x->body)->corrects_id);
}

static void read_facts(struct exchange *x, struct row *row)
{
    struct handover_snapshot *known = x->snapshot;
    known->certificate_id = row_id(row, "id");
    known->candidacy.id = row_id(row, "candidacy_id");
    known->candidacy.owner_org_id = row_id(row, "owner_org_id");
    known->commission_id = row_id(row, "commission_id");
    known->standing_id = row_id(row, "standing_id");
    known->is_of_paper = row_bool(row, "is_of_paper");
    known->paper.issued_on = row_date(row, "issued_on");
    known->paper.annulled_on = row_date(row, "annulled_on");
    known->paper.superseded_on = row_date(row, "superseded_on");
    known->paper.superseded_by = row_id(row, "superseded_by");
    known->paper.is_handed_over = id_is_set(known->standing_id);
    known->paper.standing_id = known->standing_id;
    exchange_read_count(x, row);
    exchange_follow(x, known->paper.issued_on);
}

static const struct load handover_loads[] = {
    { &SQL_handover_facts, bind_facts, read_facts, LOAD_REQUIRED },
    { .statement = NULL },
};

static struct date handed_on(const struct exchange *x)
{
    const struct handover_body *body = x->body;
    return date_is_set(body->handed_on) ? body->handed_on : x->today;
}

enum { INSERT_HANDOVER, HANDOVER_WRITES };
static const struct write handover_writes[HANDOVER_WRITES];

/* A commission sees what others decided on the same candidacy, and hands over what it decided. */
static bool is_of_others(const struct exchange *x, const struct handover_snapshot *known)
{
    return candidacy_is_held_elsewhere(x, &known->candidacy) ||
           (slice_is(x->principal.scope, "COMMISSION") &&
            !id_equals(known->commission_id, x->principal.scope_id));
}

static void decide_handover(struct exchange *x)
{
    const struct handover_snapshot *known = x->snapshot;
    const struct handover_body *body = x->body;
    x->root_id = known->candidacy.id;
    if (id_is_set(body->corrects_id) && !known->is_of_paper) {
        exchange_violate(x, "/corrects_id", REASON_REFERENCE_UNKNOWN);
        return;
    }
    if (is_of_others(x, known)) {
        exchange_refuse(x, REASON_OUT_OF_SCOPE, SLICE_UNSET);
        return;
    }
    const struct handover_command asked = {
        .handed_on = handed_on(x),
        .today = x->latest_day,
        .is_correction =
            id_is_set(body->corrects_id) && id_equals(body->corrects_id, known->standing_id),
    };
    const struct outcome outcome = handover_record(&known->paper, &asked);
    refuse_outcome(x, &outcome, NULL);
    refuse_beyond(x, BOUND_HANDOVERS);
    x->result_id = exchange_new_id(x);
    exchange_effect(x, &handover_writes[INSERT_HANDOVER], 0, NULL);
}

static void bind_handover(const struct exchange *x, const struct effect *effect,
                          struct params *params)
{
    const struct handover_snapshot *known = x->snapshot;
    const struct handover_body *body = x->body;
    (void)effect;
    params_id(params, "id", x->result_id);
    params_id(params, "certificate_id", known->certificate_id);
    params_id(params, "certificate_duplicate_id", x->path_id[1]);
    params_id(params, "candidacy_id", known->candidacy.id);
    params_date(params, "handed_on", handed_on(x));
    params_text(params, "channel", slice_of(handover_channel_names[body->channel]));
    params_text(params, "tracking_number", body->tracking_number);
    params_id(params, "corrects_id", body->corrects_id);
    params_text(params, "correction_reason", body->correction_reason);
    params_id(params, "person_id", x->principal.person_id);
    params_id(params, "org_id", exchange_organism(x));
}

static const struct write handover_writes[HANDOVER_WRITES] = {
    [INSERT_HANDOVER] = { &SQL_handover_insert, bind_handover, WRITE_EXACT },
};

static const struct load paper_exists_loads[] = {
    { &SQL_handover_of, bind_paper, load_read_nothing, LOAD_REQUIRED },
    { .statement = NULL },
};

static const enum reason handover_reasons[] = {
    REASON_ALREADY_HANDED_OVER,      REASON_CERTIFICATE_ANNULLED,
    REASON_CERTIFICATE_SUPERSEDED,   REASON_DATE_IN_FUTURE,
    REASON_DATE_BEFORE_PREVIOUS_ACT, REASON_OUT_OF_SCOPE,
    REASON_RECORDS_TOO_MANY,         REASON_NONE
};

#define CERTIFICATE "/v1/certificates/{certificate_id}"
#define DUPLICATE   CERTIFICATE "/duplicates/{certificate_duplicate_id}"
#define RECORD_OF(paper, its_id, its_summary, its_description)                                     \
    {                                                                                              \
        .id = its_id, .method = METHOD_POST, .path = paper "/handovers", .tag = "Certificates",    \
        .summary = its_summary, .description = its_description, .roles = HANDOVER_ROLES,           \
        .flags =                                                                                   \
            OPERATION_COMMAND | OPERATION_KEY_REQUIRED | OPERATION_REFERENCE | OPERATION_PERSONAL, \
        .body = &handover_table, .check = check_handover, .loads = handover_loads,                 \
        .snapshot_size = sizeof(struct handover_snapshot), .decide = decide_handover,              \
        .writes = { WRITES(handover_writes) },                                                     \
        .reply = { 201, &SQL_handover_view, exchange_bind_result, &handover_view },                \
        .reasons = handover_reasons,                                                               \
    }
#define LIST_OF(paper, its_id, its_summary, its_description)                                       \
    {                                                                                              \
        .id = its_id, .method = METHOD_GET, .path = paper "/handovers", .tag = "Certificates",     \
        .summary = its_summary, .description = its_description, .roles = CERTIFICATE_READERS,      \
        .flags = OPERATION_LIST | OPERATION_UNPAGED | OPERATION_PERSONAL | OPERATION_REFERENCE,    \
        .loads = paper_exists_loads,                                                               \
        .reply = { 200, &SQL_handover_list, bind_paper, &handover_view },                          \
    }

const struct operation handover_operations[] = {
    RECORD_OF(
        CERTIFICATE, "recordHandover", "Record that a certificate was handed over to its holder.",
        "Once, by the organism in charge, the commission or the certifier. A mistake is "
        "corrected by another record that names the one that stands and says why: both stay."),
    LIST_OF(CERTIFICATE, "listHandovers", "List how a certificate was handed over, oldest first.",
            "Records that were corrected too; those of a duplicate are read below it. Certificates "
            "still to be handed over: `handover_due_to` of `GET /v1/certificates`."),
    RECORD_OF(DUPLICATE, "recordDuplicateHandover",
              "Record that a duplicate was handed over to the holder of the certificate.",
              "As of the certificate itself: each duplicate once, from its day on, and of a "
              "certificate that was annulled no later than that."),
    LIST_OF(DUPLICATE, "listDuplicateHandovers",
            "List how a duplicate was handed over, oldest first.",
            "Records that were corrected too."),
    { .id = NULL },
};
