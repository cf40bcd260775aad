/* SPDX-License-Identifier: EUPL-1.2 */
/* Quality certificates (certifications qualité) of organisms: from the day that the policy sets
 * they let an organism train, instead of a habilitation (A27). */
#include "api/record.h"
#include "api/registry/registry.h"
#include "id_text.h"
#include "sql.h"

static const struct member certificate_members[] = {
    { "id", MEMBER_ID, .doc = "Identifier." },
    { "organism_id", MEMBER_ID, .doc = "The organism." },
    { "number", MEMBER_TEXT, .doc = "Number that the certifying body gave it.",
      .example = "\"QUA-2026-0417\"" },
    { "valid_from", MEMBER_DATE, .doc = "First day." },
    { "valid_to", MEMBER_DATE, MEMBER_NULLABLE, .doc = "Last day, included; null = open." },
    { "version", MEMBER_INT, .doc = "For If-Match." },
    { "created_at", MEMBER_INSTANT, .doc = "When it was recorded." },
    { .name = NULL },
};
static const struct view certificate_view = { "QualityCertificate",
                                              "A quality certificate of an organism.",
                                              certificate_members };

struct certificate_body {
    struct given given;
    struct slice number;
    struct date valid_from, valid_to;
};

#define AT(member) offsetof(struct certificate_body, member)
static const struct field certificate_fields[] = {
    { "number", FIELD_TEXT, FIELD_REQUIRED, AT(number), 1, 60,
      .doc = "Number that the certifying body gave it.", .example = "\"QUA-2026-0417\"" },
    { "valid_from", FIELD_DATE, FIELD_REQUIRED, AT(valid_from), .doc = "First day.",
      .example = "\"2026-01-01\"" },
    { "valid_to", FIELD_DATE, FIELD_NULLABLE, AT(valid_to),
      .doc = "Last day, included; null = open.", .example = "\"2028-12-31\"" },
    { .name = NULL },
};
static const struct fields certificate_body = { "QualityCertificateInput", certificate_fields,
                                                sizeof(struct certificate_body) };

static const struct field change_fields[] = {
    { "number", FIELD_TEXT, 0, AT(number), 1, 60, .doc = "As the certifying body gave it.",
      .example = "\"QUA-2026-0417\"" },
    { "valid_from", FIELD_DATE, 0, AT(valid_from), .doc = "First day.",
      .example = "\"2026-01-01\"" },
    { "valid_to", FIELD_DATE, FIELD_NULLABLE, AT(valid_to),
      .doc = "Last day, included; null = open again.", .example = "\"2026-12-31\"" },
    { .name = NULL },
};
static const struct fields change_body = { "QualityCertificateChange", change_fields,
                                           sizeof(struct certificate_body) };
#undef AT

struct certificate_snapshot {
    struct id id; /* of the certificate that is changed */
    struct registry_organism organism;
    struct id other_id; /* a certificate that the new days overlap; unset = none */
    struct date other_from;
};

static void read_organism(struct exchange *x, struct row *row)
{
    struct certificate_snapshot *known = x->snapshot;
    registry_read_organism(row, &known->organism);
}

static void read_certificate(struct exchange *x, struct row *row)
{
    struct certificate_snapshot *known = x->snapshot;
    known->id = row_id(row, "id");
    x->version = row_int(row, "version");
    record_read(x, row);
}

/* The certificates in the way: by the organism's path for a new one, by its own for a change. */
static void bind_new_days(const struct exchange *x, struct params *params)
{
    const struct certificate_body *body = x->body;
    exchange_bind_path(x, params);
    params_null(params, "certificate_id");
    params_date(params, "valid_from", body->valid_from);
    params_date(params, "valid_to", body->valid_to);
    params_bool(params, "tells_end", true);
}

static void bind_changed_days(const struct exchange *x, struct params *params)
{
    const struct certificate_body *body = x->body;
    params_item(params);
    params_null(params, "id");
    params_null(params, "reference");
    params_id(params, "certificate_id", x->path_id[0]);
    params_date(params, "valid_from", body->valid_from);
    params_date(params, "valid_to", body->valid_to);
    params_bool(params, "tells_end", field_is_given(&change_body, body, "valid_to"));
}

static void read_overlap(struct exchange *x, struct row *row)
{
    struct certificate_snapshot *known = x->snapshot;
    known->other_id = row_id(row, "id");
    known->other_from = row_date(row, "valid_from");
}

static const struct load organism_loads[] = {
    { &SQL_organism_load, exchange_bind_path, read_organism, LOAD_REQUIRED },
    { &SQL_quality_certificate_overlap, bind_new_days, read_overlap, 0 },
    { .statement = NULL },
};
static const struct load organism_exists[] = {
    { &SQL_organism_load, exchange_bind_path, load_read_nothing, LOAD_REQUIRED },
    { .statement = NULL },
};
static const struct load certificate_loads[] = {
    { &SQL_quality_certificate_load, exchange_bind_path_id, read_certificate,
      LOAD_REQUIRED | LOAD_ROOT },
    { &SQL_quality_certificate_overlap, bind_changed_days, read_overlap, 0 },
    { .statement = NULL },
};

enum { INSERT_CERTIFICATE, UPDATE_CERTIFICATE, CERTIFICATE_WRITES };
static const struct write certificate_writes[CERTIFICATE_WRITES];

static void check_certificate(struct exchange *x, const void *record)
{
    const struct certificate_body *certificate = record;
    registry_check_period(x, certificate->valid_from, certificate->valid_to);
}

/* With the date that is in the way and the certificate it runs into. The constraint says the same
 * of two that are recorded at once. */
static void check_days(struct exchange *x, struct date valid_from)
{
    const struct certificate_snapshot *known = x->snapshot;
    char other_id[ID_TEXT_SIZE];
    if (!id_is_set(known->other_id))
        return;
    id_print(known->other_id, other_id);
    exchange_refuse(
        x, REASON_PERIOD_OVERLAP,
        arena_print(x->arena, "{\"pointer\":\"%s\",\"id\":\"%s\"}",
                    date_is_after(known->other_from, valid_from) ? "/valid_to" : "/valid_from",
                    other_id));
}

static void decide_certificate(struct exchange *x)
{
    const struct certificate_snapshot *known = x->snapshot;
    const struct certificate_body *body = x->body;
    check_days(x, body->valid_from);
    x->root_id = known->organism.id;
    x->result_id = exchange_new_id(x);
    exchange_effect(x, &certificate_writes[INSERT_CERTIFICATE], 0, NULL);
}

static void decide_change(struct exchange *x)
{
    const struct certificate_snapshot *known = x->snapshot;
    const struct certificate_body *certificate = x->record;
    check_days(x, certificate->valid_from);
    x->result_id = x->root_id = known->id;
    exchange_effect(x, &certificate_writes[UPDATE_CERTIFICATE], 0, NULL);
}

static void bind_certificate(const struct exchange *x, const struct effect *effect,
                             struct params *params)
{
    const struct certificate_snapshot *known = x->snapshot;
    const struct certificate_body *body = x->body;
    (void)effect;
    params_id(params, "id", x->result_id);
    params_id(params, "organism_id", known->organism.id);
    params_text(params, "number", body->number);
    params_date(params, "valid_from", body->valid_from);
    params_date(params, "valid_to", body->valid_to);
}

static const struct write certificate_writes[CERTIFICATE_WRITES] = {
    [INSERT_CERTIFICATE] = { &SQL_quality_certificate_insert, bind_certificate, WRITE_EXACT },
    [UPDATE_CERTIFICATE] = { &SQL_quality_certificate_update, record_bind_change, WRITE_EXACT },
};

static const enum reason certificate_reasons[] = { REASON_PERIOD_OVERLAP, REASON_NONE };

const struct operation quality_certificate_operations[] = {
    {
        .id = "listQualityCertificates",
        .method = METHOD_GET,
        .path = "/v1/organisms/{organism_id}/quality-certificates",
        .tag = "Habilitations",
        .summary = "List the quality certificates of an organism.",
        .description = "Latest first. Whether they let it train is the policy's to say: "
                       "`habilitation-status` answers for a day.",
        .roles = ROLES_ANY,
        .flags = OPERATION_LIST | OPERATION_UNPAGED | OPERATION_REFERENCE,
        .loads = organism_exists,
        .reply = { 200, &SQL_quality_certificate_list, exchange_bind_path, &certificate_view },
    },
    {
        .id = "createQualityCertificate",
        .method = METHOD_POST,
        .path = "/v1/organisms/{organism_id}/quality-certificates",
        .tag = "Habilitations",
        .summary = "Record a quality certificate of an organism.",
        .description = "One at a time: 409 PERIOD_OVERLAP, whose details name the date and the "
                       "certificate that is in the way.",
        .roles = ROLE_CERTIFIER,
        .flags = OPERATION_COMMAND | OPERATION_KEY_REQUIRED | OPERATION_REFERENCE,
        .body = &certificate_body,
        .check = check_certificate,
        .loads = organism_loads,
        .snapshot_size = sizeof(struct certificate_snapshot),
        .decide = decide_certificate,
        .writes = { WRITES(certificate_writes) },
        .reply = { 201, &SQL_quality_certificate_view, exchange_bind_result, &certificate_view,
                   .location = "/v1/quality-certificates/%s" },
        .reasons = certificate_reasons,
    },
    {
        .id = "getQualityCertificate",
        .method = METHOD_GET,
        .path = "/v1/quality-certificates/{certificate_id}",
        .tag = "Habilitations",
        .summary = "Read a quality certificate.",
        .description = "By its identifier.",
        .roles = ROLES_ANY,
        .reply = { 200, &SQL_quality_certificate_view, exchange_bind_path_id, &certificate_view },
    },
    {
        .id = "changeQualityCertificate",
        .method = METHOD_PATCH,
        .path = "/v1/quality-certificates/{certificate_id}",
        .tag = "Habilitations",
        .summary = "Correct, end or prolong a quality certificate.",
        .description = "Its number and its days. Paths whose modules began before stay.",
        .roles = ROLE_CERTIFIER,
        .flags = OPERATION_COMMAND | OPERATION_IF_MATCH,
        .body = &change_body,
        .record = &certificate_body,
        .check = check_certificate,
        .loads = certificate_loads,
        .snapshot_size = sizeof(struct certificate_snapshot),
        .decide = decide_change,
        .writes = { WRITES(certificate_writes) },
        .reply = { 200, &SQL_quality_certificate_view, exchange_bind_result, &certificate_view },
        .reasons = certificate_reasons,
    },
    { .id = NULL },
};
