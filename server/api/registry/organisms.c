/* SPDX-License-Identifier: EUPL-1.2 */
/* Organisms (organismes): the public directory. What an organism may do is said by
 * its habilitations. */
#include "api/folded.h"
#include "api/record.h"
#include "api/registry/registry.h"
#include "identity.h"
#include "sql.h"
#include "api/checks.h"
#include "api/place_check.h"
#include "api/refusals.h"

/* --- organisms: fields and views --- */

struct organism_body {
    struct given given;
    struct slice siret, name, branch_idcc, address, postal_code, city, email, phone, website;
    int region, time_zone, status;
};

#define AT(member) offsetof(struct organism_body, member)
#define ORGANISM_FIELDS(needed)                                                                    \
    { "siret",                                                                                     \
      FIELD_TEXT,                                                                                  \
      (needed) | FIELD_CODED,                                                                      \
      AT(siret),                                                                                   \
      14,                                                                                          \
      14,                                                                                          \
      .check = check_siret,                                                                        \
      .doc = "SIRET; no two organisms have the same.",                                             \
      .example = "\"73282932000074\"" },                                                           \
        { "name",                                                                                  \
          FIELD_TEXT,                                                                              \
          (needed) | FIELD_PRINTED | FIELD_DENOMINATION,                                           \
          AT(name),                                                                                \
          1,                                                                                       \
          200,                                                                                     \
          .doc = "Public name.",                                                                   \
          .example = "\"Organisme exemple\"" },                                                    \
        { "region",                                                                                \
          FIELD_ENUM,                                                                              \
          FIELD_NULLABLE,                                                                          \
          AT(region),                                                                              \
          .words = &region_words,                                                                  \
          .doc = "Region of its seat. Files go by that of the candidate.",                         \
          .example = "\"Hauts-de-France\"" },                                                      \
        IDCC_FIELD("branch_idcc", FIELD_NULLABLE, AT(branch_idcc),                                 \
                   "Branch (IDCC) it belongs to, if any."),                                        \
        { "address",                                                                               \
          FIELD_TEXT,                                                                              \
          FIELD_NULLABLE | FIELD_MULTILINE | FIELD_PRINTED,                                        \
          AT(address),                                                                             \
          1,                                                                                       \
          300,                                                                                     \
          .doc = "Street lines." },                                                                \
        { "postal_code",                                                                           \
          FIELD_TEXT,                                                                              \
          FIELD_NULLABLE | FIELD_CODED,                                                            \
          AT(postal_code),                                                                         \
          5,                                                                                       \
          5,                                                                                       \
          .check = check_postal_code,                                                              \
          .doc = "Postal code.",                                                                   \
          .example = "\"59000\"" },                                                                \
        { "city", FIELD_TEXT,     FIELD_NULLABLE | FIELD_PRINTED, AT(city), 1,                     \
          100,    .doc = "Town.", .example = "\"Lille\"" },                                        \
        { "email", FIELD_TEXT, FIELD_NULLABLE,       AT(email),                                    \
          3,       254,        .check = check_email, .doc = "Public contact." },                   \
        { "phone", FIELD_TEXT, FIELD_NULLABLE,       AT(phone),                                    \
          4,       30,         .check = check_phone, .doc = "Public contact." },                   \
        { "website", FIELD_TEXT, FIELD_NULLABLE,         AT(website),                              \
          8,         300,        .check = check_website, .doc = "Public contact." },               \
    {                                                                                              \
        "time_zone", FIELD_ENUM, 0, AT(time_zone),                                                 \
            .words = &time_zone_words,                                                             \
            .doc = "IANA zone: the day of its acts, of its appointments and sittings unless they " \
                   "say another. Of a new one without it, that of its postal code; Europe/Paris "  \
                   "when there is none."                                                           \
    }

#define READ_ONLY_FIELDS                                                                           \
    { "id", FIELD_ID, FIELD_READ_ONLY }, { "reference", FIELD_TEXT, FIELD_READ_ONLY },             \
        { "version", FIELD_INT, FIELD_READ_ONLY },                                                 \
    {                                                                                              \
        .name = NULL                                                                               \
    }

static const struct field new_fields[] = {
    ORGANISM_FIELDS(FIELD_REQUIRED),
    { "status", FIELD_TEXT, FIELD_READ_ONLY },
    READ_ONLY_FIELDS,
};
static const struct fields new_organism = { "OrganismInput", new_fields,
                                            sizeof(struct organism_body) };

static const struct field change_fields[] = {
    ORGANISM_FIELDS(0),
    { "status", FIELD_ENUM, 0, AT(status), .words = &organism_status_words,
      .doc = "ACTIVE, SUSPENDED or CLOSED; the certifier's decision." },
    READ_ONLY_FIELDS,
};
static const struct fields organism_change = { "OrganismChange", change_fields,
                                               sizeof(struct organism_body) };

static const struct member organism_members[] = {
    { "id", MEMBER_ID, .doc = "Identifier." },
    { "reference", MEMBER_TEXT, .doc = "ORG-YYYY-NNNNNN-KK." },
    { "siret", MEMBER_TEXT, .doc = "SIRET." },
    { "name", MEMBER_TEXT, .doc = "Public name." },
    { "region", MEMBER_ENUM, MEMBER_NULLABLE, .words = &region_words, .doc = "Region." },
    { "branch_idcc", MEMBER_TEXT, MEMBER_NULLABLE, .doc = "Branch it belongs to." },
    { "address", MEMBER_TEXT, MEMBER_NULLABLE, .doc = "Street lines." },
    { "postal_code", MEMBER_TEXT, MEMBER_NULLABLE, .doc = "Postal code." },
    { "city", MEMBER_TEXT, MEMBER_NULLABLE, .doc = "Town." },
    { "email", MEMBER_TEXT, MEMBER_NULLABLE, .doc = "Public contact." },
    { "phone", MEMBER_TEXT, MEMBER_NULLABLE, .doc = "Public contact." },
    { "website", MEMBER_TEXT, MEMBER_NULLABLE, .doc = "Public contact." },
    { "time_zone", MEMBER_TEXT, .doc = "IANA zone." },
    { "status", MEMBER_ENUM, .words = &organism_status_words,
      .doc = "ACTIVE, SUSPENDED or CLOSED." },
    { "version", MEMBER_INT, .doc = "For If-Match." },
    { "created_at", MEMBER_INSTANT, .doc = "When it was recorded." },
    FORMER_NAMES(former_name_view),
    { .name = NULL },
};
static const struct view organism_view = { "Organism", "An organism (organisme).",
                                           organism_members };

struct organism_query {
    struct given given;
    struct slice q, siret;
    int region, status;
};

static const struct field query_fields[] = {
    { "q", FIELD_TEXT, 0, offsetof(struct organism_query, q), 2, 100,
      .doc = "Part of the name, accents and case ignored." },
    { "region", FIELD_ENUM, 0, offsetof(struct organism_query, region), .words = &region_words,
      .doc = "Its region." },
    { "siret", FIELD_TEXT, FIELD_CODED, offsetof(struct organism_query, siret), 14, 14,
      .check = check_siret, .doc = "Its SIRET." },
    { "status", FIELD_ENUM, 0, offsetof(struct organism_query, status),
      .words = &organism_status_words, .doc = "Its status." },
    { .name = NULL },
};
static const struct fields organism_query = { "OrganismQuery", query_fields,
                                              sizeof(struct organism_query) };

static void bind_list(const struct exchange *x, struct params *params)
{
    const struct organism_query *query = x->query;
    params_folded(params, "q", query->q);
    params_text(params, "region",
                enum_text(&organism_query, query, "region", region_words.codes, query->region));
    params_text(params, "siret", query->siret);
    params_text(
        params, "status",
        enum_text(&organism_query, query, "status", organism_status_words.codes, query->status));
}

/* --- organisms: creating and changing --- */

struct organism_snapshot {
    struct registry_organism organism;
    struct slice siret, time_zone; /* as they stand */
    struct id twin_id;             /* another one that goes by the name it is to have */
};

enum { INSERT_ORGANISM, UPDATE_ORGANISM, ORGANISM_WRITES };
static const struct write organism_writes[ORGANISM_WRITES];

/* The columns that follow the name, of the record as it will be. */
static void bind_name_columns(const struct exchange *x, struct params *params)
{
    const struct organism_body *o = x->operation->record ? x->record : x->body;
    params_folded(params, "search_name", o->name);
    params_int(params, "name_rule", IDENTITY_RULE);
}

static void bind_insert(const struct exchange *x, const struct effect *effect,
                        struct params *params)
{
    (void)effect;
    params_id(params, "id", x->result_id);
    params_int(params, "year", x->today.year);
    record_bind(x, params);
    bind_name_columns(x, params);
}

/* Nothing is asked when no SIRET is given. */
static void bind_siret(const struct exchange *x, struct params *params)
{
    const struct organism_body *o = x->body;
    if (!slice_is_set(o->siret))
        return;
    exchange_bind_path(x, params);
    params_text(params, "siret", o->siret);
}

/* Nor of a name that stays as it is. */
static void bind_name(const struct exchange *x, struct params *params)
{
    const struct organism_body *o = x->body;
    if (!slice_is_set(o->name))
        return;
    exchange_bind_path(x, params);
    params_text(params, "siret", o->siret);
    params_folded(params, "search_name", o->name);
}

static void read_twin(struct exchange *x, struct row *row)
{
    ((struct organism_snapshot *)x->snapshot)->twin_id = row_id(row, "twin_id");
}

static const struct load new_loads[] = {
    { &SQL_organism_recorded, bind_siret, exchange_read_recorded, 0 },
    { &SQL_organism_twin, bind_name, read_twin, 0 },
    { .statement = NULL },
};

/* Who goes by the name of another one is taken for it: establishments of one company may, and
 * whoever the certifier lets. */
static void refuse_twin(struct exchange *x)
{
    const struct organism_snapshot *known = x->snapshot;
    if (x->refusal_count > 0 || exchange_has_role(x, ROLE_CERTIFIER) || !id_is_set(known->twin_id))
        return;
    x->recorded_id = known->twin_id;
    exchange_refuse_recorded(x, "/v1/organisms/", "name");
    exchange_say(x,
                 "Un autre organisme porte déjà ce nom. Précisez celui-ci, ou adressez-vous au "
                 "certificateur.",
                 "Another organism has this name already. Make this one more precise, or turn to "
                 "the certifier.");
}

/* Where its clocks are, unless it says so. */
static void prepare_create(struct exchange *x)
{
    struct organism_body *o = x->body;
    enum time_zone zone;
    if (field_is_given(&new_organism, o, "time_zone") ||
        !place_zone(SLICE_UNSET, o->postal_code, &zone))
        return;
    o->time_zone = (int)zone;
    field_give(&new_organism, o, "time_zone");
}

static void decide_create(struct exchange *x)
{
    exchange_refuse_recorded(x, "/v1/organisms/", "siret");
    refuse_twin(x);
    x->result_id = x->root_id = exchange_new_id(x);
    exchange_effect(x, &organism_writes[INSERT_ORGANISM], 0, NULL);
}

static void read_root(struct exchange *x, struct row *row)
{
    struct organism_snapshot *known = x->snapshot;
    registry_read_organism(row, &known->organism);
    known->siret = row_text(row, "siret");
    known->time_zone = row_text(row, "time_zone");
    x->version = known->organism.version;
    record_read(x, row);
}

static const struct load root_loads[] = {
    { &SQL_organism_load, NULL, read_root, LOAD_REQUIRED | LOAD_ROOT },
    { &SQL_organism_recorded, bind_siret, exchange_read_recorded, 0 },
    { &SQL_organism_twin, bind_name, read_twin, 0 },
    { .statement = NULL },
};

/* Whether it may act at all, what its habilitations were given to, and the hours that its deadlines
 * are counted in: no organism gives itself another one. */
static const char *kept_member(const struct exchange *x)
{
    const struct organism_snapshot *known = x->snapshot;
    const struct organism_body *after = x->record;
    if (field_is_given(&organism_change, x->body, "status"))
        return "/status";
    if (!slice_equals(after->siret, known->siret))
        return "/siret";
    return slice_is(known->time_zone, time_zone_words.codes[after->time_zone]) ? NULL
                                                                               : "/time_zone";
}

static void decide_change(struct exchange *x)
{
    const struct organism_snapshot *known = x->snapshot;
    const char *kept = kept_member(x);
    x->result_id = x->root_id = known->organism.id;
    if (!registry_admits(x, &known->organism, NULL))
        return;
    if (kept && !exchange_has_role(x, ROLE_CERTIFIER))
        refuse_role(x, ROLE_CERTIFIER, WHOSE_NOBODY, kept);
    else
        exchange_refuse_recorded(x, "/v1/organisms/", "siret");
    refuse_twin(x);
    exchange_effect(x, &organism_writes[UPDATE_ORGANISM], 0, NULL);
}

static void bind_update(const struct exchange *x, const struct effect *effect,
                        struct params *params)
{
    record_bind_change(x, effect, params);
    bind_name_columns(x, params);
}

static const struct write organism_writes[ORGANISM_WRITES] = {
    [INSERT_ORGANISM] = { &SQL_organism_insert, bind_insert, WRITE_EXACT },
    [UPDATE_ORGANISM] = { &SQL_organism_update, bind_update, WRITE_EXACT },
};

static const enum reason create_reasons[] = { REASON_ALREADY_RECORDED, REASON_NONE };
static const enum reason change_reasons[] = { REASON_ALREADY_RECORDED, REASON_ROLE_NOT_ALLOWED,
                                              REASON_ACT_OF_ANOTHER, REASON_NONE };

const struct operation organism_operations[] = {
    {
        .id = "listOrganisms",
        .method = METHOD_GET,
        .path = "/v1/organisms",
        .tag = "Organisms",
        .summary = "List the organisms.",
        .description = "The directory, newest first; by part of the name, region, SIRET or status.",
        .roles = ROLES_ANY,
        .flags = OPERATION_LIST,
        .query = &organism_query,
        .reply = { 200, &SQL_organism_list, bind_list, &organism_view },
    },
    {
        .id = "createOrganism",
        .method = METHOD_POST,
        .path = "/v1/organisms",
        .tag = "Organisms",
        .limit = LIMIT_GRANTS,
        .summary = "Record an organism.",
        .description = "It may do nothing yet: its habilitations, or those of a network it is a "
                       "member of, say what.",
        .roles = ROLE_CERTIFIER | ROLE_NETWORK_MANAGER,
        .flags = OPERATION_COMMAND | OPERATION_KEY_REQUIRED,
        .body = &new_organism,
        .loads = new_loads,
        .snapshot_size = sizeof(struct organism_snapshot),
        .prepare = prepare_create,
        .decide = decide_create,
        .writes = { WRITES(organism_writes) },
        .reply = { 201, &SQL_organism_view, exchange_bind_result_row, &organism_view,
                   .location = "/v1/organisms/%s" },
        .reasons = create_reasons,
    },
    {
        .id = "getOrganism",
        .method = METHOD_GET,
        .path = "/v1/organisms/{organism_id}",
        .tag = "Organisms",
        .summary = "Read an organism.",
        .description = "By identifier or reference.",
        .roles = ROLES_ANY,
        .flags = OPERATION_REFERENCE,
        .reply = { 200, &SQL_organism_view, NULL, &organism_view },
    },
    {
        .id = "changeOrganism",
        .method = METHOD_PATCH,
        .path = "/v1/organisms/{organism_id}",
        .tag = "Organisms",
        .summary = "Correct an organism.",
        .description =
            "A merge patch: absent members stay, null erases. A referent changes the "
            "own organism; only the certifier changes its status, its SIRET and its time "
            "zone. The name of another organism is taken by establishments of the same "
            "company alone, or with the certifier.",
        .roles = ROLE_CERTIFIER | ROLE_REFERENT,
        .flags = OPERATION_COMMAND | OPERATION_IF_MATCH | OPERATION_REFERENCE,
        .body = &organism_change,
        .record = &organism_change,
        .loads = root_loads,
        .snapshot_size = sizeof(struct organism_snapshot),
        .decide = decide_change,
        .writes = { WRITES(organism_writes) },
        .reply = { 200, &SQL_organism_view, exchange_bind_result_row, &organism_view },
        .reasons = change_reasons,
    },
    { .id = NULL },
};
