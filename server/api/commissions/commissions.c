/* SPDX-License-Identifier: EUPL-1.2 */
/* Commissions (commissions de certification, jurys paritaires). */
#include "api/record.h"
#include "api/registry/registry.h"
#include "sql.h"

#include "api/checks.h"
#include "api/refusals.h"

struct commission_body {
    struct given given;
    int kind, region, time_zone, status;
    struct slice name, idcc, referential_code;
};

#define AT(member) offsetof(struct commission_body, member)
/* clang-format off */
#define COMMISSION_FIELDS                                                                          \
    { "kind", FIELD_ENUM, FIELD_REQUIRED, AT(kind), .words = &commission_kind_words,               \
      .doc = "REGIONAL, or BRANCH by delegation of a professional branch.",                        \
      .example = "\"REGIONAL\"" },                                                                 \
    { "name", FIELD_TEXT, FIELD_REQUIRED | FIELD_PRINTED | FIELD_DENOMINATION, AT(name), 1, 200, .doc = "Name.",        \
      .example = "\"Commission Hauts-de-France\"" },                                               \
    { "region", FIELD_ENUM, FIELD_NULLABLE, AT(region), .words = &region_words,                    \
      .doc = "Region whose candidates it judges; required for REGIONAL.",                          \
      .example = "\"Hauts-de-France\"" },                                                          \
    IDCC_FIELD("idcc", FIELD_NULLABLE, AT(idcc),                                                   \
               "Branch (IDCC) that holds the delegation; required for BRANCH."),                   \
    { "referential_code", FIELD_TEXT, FIELD_REQUIRED, AT(referential_code), 1, 40,                 \
      .doc = "Certification it decides on.", .example = "\"CLEA-SOCLE\"" },                        \
    { "time_zone", FIELD_ENUM, 0, AT(time_zone), .words = &time_zone_words,                        \
      .doc = "IANA zone: the day of its acts, and of its sessions unless they say another; "       \
             "Europe/Paris when absent." }
/* clang-format on */
static const struct field commission_fields[] = {
    COMMISSION_FIELDS,
    { "id", FIELD_ID, FIELD_READ_ONLY },
    { "reference", FIELD_TEXT, FIELD_READ_ONLY },
    { "status", FIELD_TEXT, FIELD_READ_ONLY },
    { "version", FIELD_INT, FIELD_READ_ONLY },
    { .name = NULL },
};
/* As it is kept. */
static const struct field record_fields[] = {
    COMMISSION_FIELDS,
    { "status", FIELD_ENUM, FIELD_REQUIRED, AT(status), .words = &commission_status_words },
    { .name = NULL },
};
/* Its region or branch, by which files find it, and the zone of its days hold from the first file
 * or session on; what it is, for good. */
static const struct field change_fields[] = {
    { "name", FIELD_TEXT, FIELD_PRINTED | FIELD_DENOMINATION, AT(name), 1, 200, .doc = "Name.",
      .example = "\"Commission Hauts-de-France\"" },
    { "region", FIELD_ENUM, FIELD_NULLABLE, AT(region), .words = &region_words,
      .doc = "Region whose candidates it judges, as long as no file was sent to it and no session "
             "planned." },
    IDCC_FIELD("idcc", 0, AT(idcc), "Branch (IDCC) that holds the delegation; as the region."),
    { "time_zone", FIELD_ENUM, 0, AT(time_zone), .words = &time_zone_words,
      .doc = "IANA zone: the day of its acts; as the region." },
    { "status", FIELD_ENUM, 0, AT(status), .words = &commission_status_words,
      .doc =
          "CLOSED: it takes neither files nor sessions any more, and the keys of its people open "
          "nothing; as long as a file waits there or a session is not over, it stays open. "
          "ACTIVE opens it again.",
      .example = "\"CLOSED\"" },
    { "kind", FIELD_ENUM, FIELD_READ_ONLY, AT(kind), .words = &commission_kind_words },
    { "referential_code", FIELD_TEXT, FIELD_READ_ONLY, AT(referential_code) },
    { "id", FIELD_ID, FIELD_READ_ONLY },
    { "reference", FIELD_TEXT, FIELD_READ_ONLY },
    { "version", FIELD_INT, FIELD_READ_ONLY },
    { .name = NULL },
};
#undef AT
static const struct fields commission_change = { "CommissionChange", change_fields,
                                                 sizeof(struct commission_body) };
static const struct fields new_commission = { "NewCommission", commission_fields,
                                              sizeof(struct commission_body) };
static const struct fields commission_record = { "CommissionRecord", record_fields,
                                                 sizeof(struct commission_body) };

static const struct member commission_members[] = {
    { "id", MEMBER_ID, .doc = "Identifier." },
    { "reference", MEMBER_TEXT, .doc = "COM-YYYY-NNNNNN-KK." },
    { "kind", MEMBER_ENUM, .words = &commission_kind_words, .doc = "REGIONAL or BRANCH." },
    { "name", MEMBER_TEXT, .doc = "Name." },
    { "region", MEMBER_ENUM, MEMBER_NULLABLE, .words = &region_words, .doc = "Region it serves." },
    { "idcc", MEMBER_TEXT, MEMBER_NULLABLE, .doc = "Branch that holds the delegation." },
    { "referential_code", MEMBER_TEXT, .doc = "Certification it decides on." },
    { "time_zone", MEMBER_ENUM, .words = &time_zone_words,
      .doc = "IANA zone: the day of its acts." },
    { "status", MEMBER_ENUM, .words = &commission_status_words,
      .doc = "A closed commission takes no files." },
    { "version", MEMBER_INT, .doc = "For If-Match." },
    { "created_at", MEMBER_INSTANT, .doc = "When it was recorded." },
    FORMER_NAMES(former_name_view),
    { .name = NULL },
};
static const struct view commission_view = { "Commission",
                                             "A certification commission (jury paritaire).",
                                             commission_members };

struct commission_query {
    struct given given;
    int kind, region;
    struct slice idcc, referential_code;
};
#define AT(member) offsetof(struct commission_query, member)
static const struct field commission_query_fields[] = {
    { "kind", FIELD_ENUM, 0, AT(kind), .words = &commission_kind_words, .doc = "Only this kind." },
    { "region", FIELD_ENUM, 0, AT(region), .words = &region_words, .doc = "Only of this region." },
    IDCC_FIELD("idcc", 0, AT(idcc), "Only of this branch."),
    { "referential_code", FIELD_TEXT, 0, AT(referential_code), 1, 40,
      .doc = "Only of this certification." },
    { .name = NULL },
};
#undef AT
static const struct fields commission_query = { "CommissionQuery", commission_query_fields,
                                                sizeof(struct commission_query) };

static void bind_commission_query(const struct exchange *x, struct params *params)
{
    const struct commission_query *q = x->query;
    params_text(params, "kind",
                enum_text(&commission_query, q, "kind", commission_kind_words.codes, q->kind));
    params_text(params, "region",
                enum_text(&commission_query, q, "region", region_words.codes, q->region));
    params_text(params, "idcc", q->idcc);
    params_text(params, "referential_code", q->referential_code);
}

struct commission_snapshot {
    bool is_referential_known;
};

static void bind_referential(const struct exchange *x, struct params *params)
{
    const struct commission_body *body = x->body;
    params_item(params);
    params_text(params, "code", body->referential_code);
}

static void read_referential(struct exchange *x, struct row *row)
{
    ((struct commission_snapshot *)x->snapshot)->is_referential_known = row_bool(row, "is_known");
}

static void bind_competence(const struct exchange *x, struct params *params)
{
    const struct commission_body *body = x->body;
    params_item(params);
    params_text(params, "kind", slice_of(commission_kind_words.codes[body->kind]));
    params_text(params, "referential_code", body->referential_code);
    params_text(params, "region",
                enum_text(&new_commission, body, "region", region_words.codes, body->region));
    params_text(params, "idcc", body->idcc);
}

static const struct load new_commission_loads[] = {
    { &SQL_commission_referential, bind_referential, read_referential, 0 },
    { &SQL_commission_recorded, bind_competence, exchange_read_recorded, 0 },
    { .statement = NULL },
};

/* A region or a branch, never both: competence is read from them (A30). */
static void check_commission(struct exchange *x, const void *record)
{
    const struct commission_body *body = record;
    const struct fields *fields = x->operation->record ? x->operation->record : x->operation->body;
    bool is_branch = slice_is(slice_of(commission_kind_words.codes[body->kind]), "BRANCH");
    if (is_branch && !slice_is_set(body->idcc))
        exchange_violate(x, "/idcc", REASON_REQUIRED);
    const bool has_region =
        field_is_given(fields, body, "region") && !field_is_null(fields, body, "region");
    if (!is_branch && !has_region)
        exchange_violate(x, "/region", REASON_REQUIRED);
    if (!is_branch && slice_is_set(body->idcc))
        exchange_violate(x, "/idcc", REASON_FIELD_NOT_APPLICABLE);
}

static void prepare_commission(struct exchange *x)
{
    if (exchange_is_sound(x, "/kind"))
        check_commission(x, x->body);
}

/* What a correction rests on. */
struct change_snapshot {
    struct id id;
    bool is_in_use; /* a file was sent to it, or a session planned */
    bool is_busy;   /* a file waits there, or a session is not over */
    bool is_active;
    struct slice region, idcc, time_zone; /* as they stand; unset = it has none */
};

static void read_change(struct exchange *x, struct row *row)
{
    struct change_snapshot *known = x->snapshot;
    known->id = row_id(row, "id");
    known->is_in_use = row_bool(row, "is_in_use");
    known->is_busy = row_bool(row, "is_busy");
    known->is_active = slice_is(row_text(row, "status"), "ACTIVE");
    known->region = row_text(row, "region");
    known->idcc = row_text(row, "idcc");
    known->time_zone = row_text(row, "time_zone");
    x->version = row_int(row, "version");
    record_read(x, row);
}

static bool opens_again(const struct exchange *x)
{
    const struct commission_body *body = x->body;
    return field_is_given(&commission_change, body, "status") && body->status == COMMISSION_ACTIVE;
}

/* Nothing is asked when the competence stays. */
static void bind_rival(const struct exchange *x, struct params *params)
{
    const struct commission_body *body = x->body;
    const struct slice region =
        enum_text(&commission_change, body, "region", region_words.codes, body->region);
    if (!slice_is_set(region) && !slice_is_set(body->idcc) && !opens_again(x))
        return;
    exchange_bind_path(x, params);
    params_text(params, "region", region);
    params_text(params, "idcc", body->idcc);
}

static const struct load change_loads[] = {
    { &SQL_commission_change_load, NULL, read_change, LOAD_REQUIRED | LOAD_ROOT },
    { &SQL_commission_rival, bind_rival, exchange_read_recorded, 0 },
    { .statement = NULL },
};

enum { INSERT_COMMISSION, UPDATE_COMMISSION, COMMISSION_WRITES };
static const struct write commission_writes[COMMISSION_WRITES];

/* A branch has no region, whose competence would be its own. */
static const char *taken_member(const struct exchange *x)
{
    return slice_is_set(((const struct commission_body *)x->body)->idcc) ? "idcc" : "region";
}

static const char *taken_again(const struct exchange *x)
{
    const bool names_region = field_is_given(&commission_change, x->body, "region");
    const bool names_branch = field_is_given(&commission_change, x->body, "idcc");
    return opens_again(x) && !names_region && !names_branch ? "status" : taken_member(x);
}

static void decide_commission(struct exchange *x)
{
    const struct commission_snapshot *known = x->snapshot;
    if (!known->is_referential_known)
        exchange_violate(x, "/referential_code", REASON_REFERENCE_UNKNOWN);
    exchange_refuse_recorded(x, "/v1/commissions/", taken_member(x));
    x->result_id = x->root_id = exchange_new_id(x);
    exchange_effect(x, &commission_writes[INSERT_COMMISSION], 0, NULL);
}

static void refuse_fixed(struct exchange *x, const char *member, struct slice before,
                         struct slice after)
{
    const bool is_same = slice_is_set(before) == slice_is_set(after) &&
                         (!slice_is_set(before) || slice_equals(before, after));
    if (!is_same)
        refuse_of_member(x, REASON_COMMISSION_IN_USE, slice_of(member));
}

static void decide_change(struct exchange *x)
{
    const struct change_snapshot *known = x->snapshot;
    const struct commission_body *after = x->record;
    x->result_id = x->root_id = known->id;
    if (known->is_in_use) {
        refuse_fixed(
            x, "region", known->region,
            enum_text(&commission_record, after, "region", region_words.codes, after->region));
        refuse_fixed(x, "idcc", known->idcc, after->idcc);
        refuse_fixed(x, "time_zone", known->time_zone,
                     enum_text(&commission_record, after, "time_zone", time_zone_words.codes,
                               after->time_zone));
    }
    if (known->is_active && after->status == COMMISSION_CLOSED && known->is_busy)
        refuse_of_member(x, REASON_COMMISSION_BUSY, SLICE("status"));
    exchange_refuse_recorded(x, "/v1/commissions/", taken_again(x));
    exchange_effect(x, &commission_writes[UPDATE_COMMISSION], 0, NULL);
}

static void bind_commission_insert(const struct exchange *x, const struct effect *effect,
                                   struct params *params)
{
    (void)effect;
    params_id(params, "id", x->result_id);
    params_int(params, "year", x->today.year);
    record_bind(x, params);
}

static const struct write commission_writes[COMMISSION_WRITES] = {
    [INSERT_COMMISSION] = { &SQL_commission_insert, bind_commission_insert, WRITE_EXACT },
    [UPDATE_COMMISSION] = { &SQL_commission_update, record_bind_change, WRITE_EXACT },
};

static const enum reason commission_reasons[] = { REASON_ALREADY_RECORDED, REASON_REFERENCE_UNKNOWN,
                                                  REASON_NONE };

static const enum reason change_reasons[] = { REASON_COMMISSION_IN_USE, REASON_COMMISSION_BUSY,
                                              REASON_ALREADY_RECORDED, REASON_NONE };

const struct operation commission_operations[] = {
    {
        .id = "listCommissions",
        .method = METHOD_GET,
        .path = "/v1/commissions",
        .tag = "Commissions",
        .summary = "List the commissions.",
        .description =
            "Newest first. Every role may read them: a file is sent to the one that is competent.",
        .roles = ROLES_ANY,
        .flags = OPERATION_LIST,
        .query = &commission_query,
        .reply = { 200, &SQL_commission_list, bind_commission_query, &commission_view },
    },
    {
        .id = "createCommission",
        .method = METHOD_POST,
        .path = "/v1/commissions",
        .tag = "Commissions",
        .summary = "Record a commission.",
        .description = "One active commission a region and certification, and one a branch that "
                       "holds a delegation.",
        .roles = ROLE_CERTIFIER,
        .flags = OPERATION_COMMAND | OPERATION_KEY_REQUIRED,
        .body = &new_commission,
        .loads = new_commission_loads,
        .snapshot_size = sizeof(struct commission_snapshot),
        .prepare = prepare_commission,
        .decide = decide_commission,
        .writes = { WRITES(commission_writes) },
        .reply = { 201, &SQL_commission_view, exchange_bind_result_row, &commission_view,
                   .location = "/v1/commissions/%s" },
        .reasons = commission_reasons,
    },
    {
        .id = "getCommission",
        .method = METHOD_GET,
        .path = "/v1/commissions/{commission_id}",
        .tag = "Commissions",
        .summary = "Read a commission.",
        .description = "By identifier or reference.",
        .roles = ROLES_ANY,
        .flags = OPERATION_REFERENCE,
        .reply = { 200, &SQL_commission_view, NULL, &commission_view },
    },
    {
        .id = "changeCommission",
        .method = METHOD_PATCH,
        .path = "/v1/commissions/{commission_id}",
        .tag = "Commissions",
        .summary = "Correct a commission, or close it.",
        .description = "A merge patch. The name at any time: papers that are drawn from then on "
                       "show the new one, closed minutes keep theirs. Region, branch and time zone "
                       "as long as no file was sent to it and no session planned. It is closed "
                       "once no file waits there (sent, on an agenda or deferred) and every "
                       "session is signed or cancelled (COMMISSION_BUSY).",
        .roles = ROLE_CERTIFIER,
        .flags = OPERATION_COMMAND | OPERATION_IF_MATCH | OPERATION_REFERENCE,
        .body = &commission_change,
        .record = &commission_record,
        .check = check_commission,
        .loads = change_loads,
        .snapshot_size = sizeof(struct change_snapshot),
        .decide = decide_change,
        .writes = { WRITES(commission_writes) },
        .reply = { 200, &SQL_commission_view, exchange_bind_result_row, &commission_view },
        .reasons = change_reasons,
    },
    { .id = NULL },
};
