/* SPDX-License-Identifier: EUPL-1.2 */
/* Sites of an organism: where it receives. */
#include "api/record.h"
#include "api/registry/registry.h"
#include "api/refusals.h"
#include "sql.h"
#include "api/checks.h"
#include "api/facts.h"
#include "api/folded.h"
#include "api/place_check.h"

enum { CITY_MOST = 100 };

struct site_body {
    struct given given;
    struct slice siret, name, address, postal_code, city, insee_code;
    int time_zone, status;
};

#define SITE(member) offsetof(struct site_body, member)
/* What a new one has, and a correction. */
#define SITE_FIELDS(name_flags)                                                                    \
    { "siret",                                                                                     \
      FIELD_TEXT,                                                                                  \
      FIELD_NULLABLE | FIELD_CODED,                                                                \
      SITE(siret),                                                                                 \
      14,                                                                                          \
      14,                                                                                          \
      .check = check_siret,                                                                        \
      .doc = "SIRET of the establishment, when it differs.",                                       \
      .example = "\"73282932000074\"" },                                                           \
        { "name",                                                                                  \
          FIELD_TEXT,                                                                              \
          (name_flags) | FIELD_PRINTED | FIELD_DENOMINATION,                                       \
          SITE(name),                                                                              \
          1,                                                                                       \
          200,                                                                                     \
          .doc = "Name.",                                                                          \
          .example = "\"Centre de Lille\"" },                                                      \
        { "address",                                                                               \
          FIELD_TEXT,                                                                              \
          FIELD_NULLABLE | FIELD_MULTILINE | FIELD_PRINTED,                                        \
          SITE(address),                                                                           \
          1,                                                                                       \
          300,                                                                                     \
          .doc = "Street lines." },                                                                \
        { "postal_code",                                                                           \
          FIELD_TEXT,                                                                              \
          FIELD_NULLABLE | FIELD_CODED,                                                            \
          SITE(postal_code),                                                                       \
          5,                                                                                       \
          5,                                                                                       \
          .check = check_postal_code,                                                              \
          .doc = "Postal code.",                                                                   \
          .example = "\"59000\"" },                                                                \
        { "city",    FIELD_TEXT,     FIELD_NULLABLE | FIELD_PRINTED, SITE(city), 1,                \
          CITY_MOST, .doc = "Town.", .example = "\"Lille\"" },                                     \
        { "insee_code",                                                                            \
          FIELD_TEXT,                                                                              \
          FIELD_NULLABLE | FIELD_CODED,                                                            \
          SITE(insee_code),                                                                        \
          5,                                                                                       \
          5,                                                                                       \
          .check = check_insee_code,                                                               \
          .doc = "INSEE code of the commune." },                                                   \
    {                                                                                              \
        "time_zone", FIELD_ENUM, 0, SITE(time_zone),                                               \
            .words = &time_zone_words,                                                             \
            .doc = "IANA zone. Of a new one without it, that of its commune or postal code; the "  \
                   "organism's when there is none."                                                \
    }

static const struct field site_fields[] = {
    SITE_FIELDS(FIELD_REQUIRED),
    { "id", FIELD_ID, FIELD_READ_ONLY },
    { "status", FIELD_TEXT, FIELD_READ_ONLY },
    { "version", FIELD_INT, FIELD_READ_ONLY },
    { .name = NULL },
};
static const struct fields site_body = { "SiteInput", site_fields, sizeof(struct site_body) };

static const struct field change_fields[] = {
    SITE_FIELDS(0),
    { "status", FIELD_ENUM, 0, SITE(status), .words = &site_status_words,
      .doc = "CLOSED: neither an appointment nor a sitting is planned there any more, and it makes "
             "room for another site; those that were keep it. ACTIVE opens it again.",
      .example = "\"CLOSED\"" },
    { "id", FIELD_ID, FIELD_READ_ONLY },
    { "organism_id", FIELD_ID, FIELD_READ_ONLY },
    { "version", FIELD_INT, FIELD_READ_ONLY },
    { .name = NULL },
};
static const struct field_leaning site_leaning[] = { { "city", "insee_code" }, { .name = NULL } };
static const struct fields site_change = { "SiteChange", change_fields, sizeof(struct site_body),
                                           site_leaning };

static const struct member site_members[] = {
    { "id", MEMBER_ID, .doc = "Identifier." },
    { "organism_id", MEMBER_ID, .doc = "Its organism." },
    { "siret", MEMBER_TEXT, MEMBER_NULLABLE,
      .doc = "SIRET of the establishment, when it differs." },
    { "name", MEMBER_TEXT, .doc = "Name." },
    { "address", MEMBER_TEXT, MEMBER_NULLABLE, .doc = "Street lines." },
    { "postal_code", MEMBER_TEXT, MEMBER_NULLABLE, .doc = "Postal code." },
    { "city", MEMBER_TEXT, MEMBER_NULLABLE, .doc = "Town." },
    { "insee_code", MEMBER_TEXT, MEMBER_NULLABLE, .doc = "INSEE code of the commune." },
    { "time_zone", MEMBER_TEXT, .doc = "IANA zone." },
    { "status", MEMBER_ENUM, .words = &site_status_words, .doc = "ACTIVE or CLOSED." },
    { "version", MEMBER_INT, .doc = "For If-Match." },
    { "created_at", MEMBER_INSTANT, .doc = "When it was recorded." },
    FORMER_NAMES(former_name_view),
    { .name = NULL },
};
static const struct view site_view = { "Site", "A place where an organism works (centre).",
                                       site_members };

static void read_organism(struct exchange *x, struct row *row)
{
    struct registry_organism *known = x->snapshot;
    registry_read_organism(row, known);
}

static const struct load organism_loads[] = {
    { &SQL_organism_load, NULL, read_organism, LOAD_REQUIRED },
    { .statement = NULL },
};

static void bind_place(const struct exchange *x, struct params *params)
{
    const struct site_body *site = x->body;
    if (!slice_is_set(site->insee_code))
        return;
    params_item(params);
    params_text(params, "insee_code", site->insee_code);
    params_folded(params, "search_city", site->city);
    params_bool(params, "has_city", slice_is_set(site->city));
}

static void read_place(struct exchange *x, struct row *row)
{
    const struct site_body *site = x->body;
    const struct place_name city = { "/city", site->city, CITY_MOST };
    if (slice_is_set(row_text(row, "names")))
        place_check_name(x, row, &city);
    else
        place_check_read(x, row);
}

/* What a new site rests on. */
struct site_snapshot {
    struct registry_organism organism; /* first */
    struct id twin_id;                 /* the very same one, recorded already */
};

/* Where its clocks are, unless it says so. */
static void prepare_site(struct exchange *x)
{
    struct site_body *site = x->body;
    enum time_zone zone;
    if (field_is_given(&site_body, site, "time_zone") ||
        !place_zone(site->insee_code, site->postal_code, &zone))
        return;
    site->time_zone = (int)zone;
    field_give(&site_body, site, "time_zone");
}

/* Where nothing tells it, that of the organism. */
static bool tells_zone(const struct exchange *x)
{
    return field_is_given(&site_body, x->body, "time_zone");
}

static void bind_twin(const struct exchange *x, struct params *params)
{
    exchange_bind_path(x, params);
    params_bool(params, "tells_zone", tells_zone(x));
    record_bind(x, params);
}

static void read_twin(struct exchange *x, struct row *row)
{
    ((struct site_snapshot *)x->snapshot)->twin_id = row_id(row, "twin_id");
}

static const struct load new_site_loads[] = {
    { &SQL_organism_load, NULL, read_organism, LOAD_REQUIRED },
    { &SQL_site_count, NULL, exchange_read_count, 0 },
    { &SQL_site_twin, bind_twin, read_twin, 0 },
    { &SQL_site_place, bind_place, read_place, LOAD_JUDGES },
    { .statement = NULL },
};

/* What a change rests on. */
struct change_snapshot {
    struct registry_organism organism; /* first */
    struct id id;
    bool is_closed; /* as it stands */
};

static void bind_change(const struct exchange *x, struct params *params)
{
    exchange_bind_path_id(x, params);
    record_bind(x, params);
}

static void read_change(struct exchange *x, struct row *row)
{
    struct change_snapshot *known = x->snapshot;
    known->organism.id = row_id(row, "organism_id");
    known->organism.is_member = row_bool(row, "is_member");
    known->organism.has_referent = row_bool(row, "has_referent");
    known->id = row_id(row, "id");
    known->is_closed = vocabulary_find(&site_status_words, row_text(row, "status")) == SITE_CLOSED;
    x->version = row_int(row, "version");
    exchange_read_recorded(x, row);
    exchange_read_count(x, row);
    record_read(x, row);
}

static const struct load change_loads[] = {
    { &SQL_site_load, bind_change, read_change, LOAD_REQUIRED | LOAD_ROOT },
    { &SQL_site_place, bind_place, read_place, 0 },
    { .statement = NULL },
};

/* Where they are, and whether somebody is received there: of one organism, or of all. */
struct site_query {
    struct given given;
    struct id organism_id;
    struct slice insee_code, department;
    int status;
};
#define QUERY(member) offsetof(struct site_query, member)
#define PLACE_FILTERS                                                                              \
    { "insee_code",                                                                                \
      FIELD_TEXT,                                                                                  \
      FIELD_CODED,                                                                                 \
      QUERY(insee_code),                                                                           \
      5,                                                                                           \
      5,                                                                                           \
      .check = check_insee_code,                                                                   \
      .doc = "INSEE code of their commune.",                                                       \
      .example = "\"59350\"" },                                                                    \
        { "department",                                                                            \
          FIELD_TEXT,                                                                              \
          FIELD_CODED,                                                                             \
          QUERY(department),                                                                       \
          2,                                                                                       \
          3,                                                                                       \
          .check = check_department,                                                               \
          .doc = "Code of their département, by the commune, else by the postal code.",            \
          .example = "\"59\"" },                                                                   \
    {                                                                                              \
        "status", FIELD_ENUM, 0, QUERY(status), .words = &site_status_words,                       \
                                                .doc = "ACTIVE or CLOSED; both when absent."       \
    }
static const struct field own_query_fields[] = { PLACE_FILTERS, { .name = NULL } };
static const struct fields own_site_query = { "OrganismSiteQuery", own_query_fields,
                                              sizeof(struct site_query) };
static const struct field query_fields[] = {
    { "organism_id", FIELD_ID, 0, QUERY(organism_id), .doc = "Their organism." },
    PLACE_FILTERS,
    { .name = NULL },
};
static const struct fields site_query = { "SiteQuery", query_fields, sizeof(struct site_query) };

static void bind_filters(const struct exchange *x, struct params *params)
{
    const struct site_query *query = x->query;
    params_text(params, "insee_code", query->insee_code);
    params_text(params, "department", query->department);
    params_text(
        params, "status",
        enum_text(x->operation->query, query, "status", site_status_words.codes, query->status));
}

static void bind_search(const struct exchange *x, struct params *params)
{
    params_id(params, "organism_id", ((const struct site_query *)x->query)->organism_id);
    bind_filters(x, params);
}

static void bind_sites(const struct exchange *x, struct params *params)
{
    params_id(params, "organism_id", x->path_id[0]);
    params_text(params, "reference", id_is_set(x->path_id[0]) ? SLICE_UNSET : x->path_text[0]);
    bind_filters(x, params);
}

enum { HOLD_SITES, INSERT_SITE, UPDATE_SITE, SITE_WRITES };
static const struct write site_writes[SITE_WRITES];

static void decide_site(struct exchange *x)
{
    const struct site_snapshot *known = x->snapshot;
    if (!registry_admits(x, &known->organism, NULL))
        return;
    if (id_is_set(known->twin_id)) {
        x->result_id = x->root_id = known->twin_id;
        x->status = 200;
        return;
    }
    refuse_beyond(x, BOUND_SITES);
    x->result_id = x->root_id = exchange_new_id(x);
    facts_lock(x, &site_writes[HOLD_SITES], known->organism.id);
    exchange_effect(x, &site_writes[INSERT_SITE], 0, NULL);
}

/* A commune is asked for by its code and its name: who gives one of them gives the other, where
 * there is one. */
static void check_place(struct exchange *x)
{
    const struct site_body *body = x->body, *site = x->record;
    const bool has_both = slice_is_set(site->city) && slice_is_set(site->insee_code);
    if (has_both && slice_is_set(body->city) && !slice_is_set(body->insee_code))
        exchange_violate(x, "/insee_code", REASON_REQUIRED);
    if (has_both && slice_is_set(body->insee_code) && !slice_is_set(body->city))
        exchange_violate(x, "/city", REASON_REQUIRED);
}

static void decide_change(struct exchange *x)
{
    const struct change_snapshot *known = x->snapshot;
    const struct site_body *site = x->record;
    x->result_id = x->root_id = known->id;
    if (!registry_admits(x, &known->organism, NULL))
        return;
    check_place(x);
    exchange_refuse_recorded(x, "/v1/sites/", NULL);
    if (known->is_closed && site->status == SITE_ACTIVE)
        refuse_beyond(x, BOUND_SITES);
    facts_lock(x, &site_writes[HOLD_SITES], known->organism.id);
    exchange_effect(x, &site_writes[UPDATE_SITE], 0, NULL);
}

static void bind_site(const struct exchange *x, const struct effect *effect, struct params *params)
{
    const struct registry_organism *known = x->snapshot;
    (void)effect;
    params_id(params, "id", x->result_id);
    params_id(params, "organism_id", known->id);
    facts_bind_most(params, BOUND_SITES);
    params_bool(params, "tells_zone", tells_zone(x));
    record_bind(x, params);
}

static void bind_update(const struct exchange *x, const struct effect *effect,
                        struct params *params)
{
    record_bind_change(x, effect, params);
    facts_bind_most(params, BOUND_SITES);
}

static const struct write site_writes[SITE_WRITES] = {
    [HOLD_SITES] = FACTS_WRITE,
    [INSERT_SITE] = { &SQL_site_insert, bind_site, WRITE_EXACT },
    [UPDATE_SITE] = { &SQL_site_update, bind_update, WRITE_EXACT },
};

#define WRITE_REASONS                                                                              \
    REASON_ROLE_NOT_ALLOWED, REASON_ACT_OF_ANOTHER, REASON_ORGANISM_HAS_REFERENT,                  \
        REASON_RECORDS_TOO_MANY, REASON_NONE
static const enum reason site_reasons[] = { WRITE_REASONS };
static const enum reason change_reasons[] = { REASON_ALREADY_RECORDED, WRITE_REASONS };

const struct operation site_operations[] = {
    {
        .id = "listSites",
        .method = METHOD_GET,
        .path = "/v1/organisms/{organism_id}/sites",
        .tag = "Organisms",
        .summary = "List the sites of an organism.",
        .description = "Newest first; by commune, département or status.",
        .roles = ROLES_ANY,
        .flags = OPERATION_LIST | OPERATION_REFERENCE,
        .query = &own_site_query,
        .loads = organism_loads,
        .snapshot_size = sizeof(struct registry_organism),
        .reply = { 200, &SQL_site_list, bind_sites, &site_view },
    },
    {
        .id = "createSite",
        .method = METHOD_POST,
        .path = "/v1/organisms/{organism_id}/sites",
        .tag = "Organisms",
        .summary = "Record a site.",
        .description = "A place where the organism works. A referent does it for their own "
                       "organism, a network's manager for members that have had no referent yet. "
                       "The very same site, recorded already, answers 200 with the first one.",
        .roles = ROLE_CERTIFIER | ROLE_NETWORK_MANAGER | ROLE_REFERENT,
        .flags = OPERATION_COMMAND | OPERATION_KEY_REQUIRED | OPERATION_REFERENCE,
        .body = &site_body,
        .loads = new_site_loads,
        .prepare = prepare_site,
        .snapshot_size = sizeof(struct site_snapshot),
        .decide = decide_site,
        .writes = { WRITES(site_writes) },
        .reply = { 201, &SQL_site_view, exchange_bind_result, &site_view,
                   .location = "/v1/sites/%s", .other_status = 200 },
        .reasons = site_reasons,
    },
    {
        .id = "findSites",
        .method = METHOD_GET,
        .path = "/v1/sites",
        .tag = "Organisms",
        .summary = "Find sites by where they are.",
        .description = "Of all organisms, newest first; by organism, commune, département or "
                       "status.",
        .roles = ROLES_ANY,
        .flags = OPERATION_LIST,
        .query = &site_query,
        .reply = { 200, &SQL_site_search, bind_search, &site_view },
    },
    {
        .id = "getSite",
        .method = METHOD_GET,
        .path = "/v1/sites/{site_id}",
        .tag = "Organisms",
        .summary = "Read a site.",
        .description = "By its identifier.",
        .roles = ROLES_ANY,
        .reply = { 200, &SQL_site_view, exchange_bind_path_id, &site_view },
    },
    {
        .id = "changeSite",
        .method = METHOD_PATCH,
        .path = "/v1/sites/{site_id}",
        .tag = "Organisms",
        .summary = "Rename or correct a site, or close it.",
        .description = "A merge patch, by whoever may record a site there. A closed site takes "
                       "neither appointments nor sittings any more. city and insee_code are given "
                       "together, where the site has both; with city, insee_code is erased.",
        .roles = ROLE_CERTIFIER | ROLE_NETWORK_MANAGER | ROLE_REFERENT,
        .flags = OPERATION_COMMAND | OPERATION_IF_MATCH,
        .body = &site_change,
        .record = &site_change,
        .loads = change_loads,
        .snapshot_size = sizeof(struct change_snapshot),
        .decide = decide_change,
        .writes = { WRITES(site_writes) },
        .reply = { 200, &SQL_site_view, exchange_bind_result, &site_view },
        .reasons = change_reasons,
    },
    { .id = NULL },
};
