/* Networks (réseaux) and the dated memberships of organisms in them: a member acts under its
 * network's habilitation (A28). */
#include "api/record.h"
#include "api/registry/registry.h"
#include "sql.h"

#include "api/checks.h"

/* --- networks --- */

struct network_body {
    struct given given;
    struct slice name;
};

static const struct field network_fields[] = {
    { "name", FIELD_TEXT, FIELD_REQUIRED, offsetof(struct network_body, name), 1, 200,
      .doc = "Public name; no two networks have the same.", .example = "\"Réseau exemple\"" },
    { "id", FIELD_ID, FIELD_READ_ONLY },
    { "status", FIELD_TEXT, FIELD_READ_ONLY },
    { "version", FIELD_INT, FIELD_READ_ONLY },
    { .name = NULL },
};
static const struct fields network_body = { "NetworkInput", network_fields,
                                            sizeof(struct network_body) };

static const struct member network_members[] = {
    { "id", MEMBER_ID, .doc = "Identifier." },
    { "name", MEMBER_TEXT, .doc = "Public name." },
    { "status", MEMBER_ENUM, .words = &organism_status_words,
      .doc = "ACTIVE, SUSPENDED or CLOSED." },
    { "version", MEMBER_INT, .doc = "For If-Match." },
    { "created_at", MEMBER_INSTANT, .doc = "When it was recorded." },
    { .name = NULL },
};
static const struct view network_view = { "Network", "A network of organisms (réseau).",
                                          network_members };

enum { INSERT_NETWORK, NETWORK_WRITES };
static const struct write network_writes[NETWORK_WRITES];

static void decide_network(struct exchange *x)
{
    x->result_id = x->root_id = exchange_new_id(x);
    exchange_effect(x, &network_writes[INSERT_NETWORK], 0, NULL);
}

static void bind_network(const struct exchange *x, const struct effect *effect,
                         struct params *params)
{
    const struct network_body *body = x->body;
    (void)effect;
    params_id(params, "id", x->result_id);
    params_text(params, "name", body->name);
}

static const struct write network_writes[NETWORK_WRITES] = {
    [INSERT_NETWORK] = { &SQL_network_insert, bind_network, WRITE_EXACT },
};

static const enum reason network_reasons[] = { REASON_ALREADY_RECORDED, REASON_NONE };

/* --- memberships --- */

static const struct member membership_organism_members[] = {
    { "id", MEMBER_ID, .doc = "Identifier." },
    { "reference", MEMBER_TEXT, .doc = "ORG-YYYY-NNNNNN-KK." },
    { "name", MEMBER_TEXT, .doc = "Public name." },
    { .name = NULL },
};
static const struct view membership_organism_view = { "MembershipOrganism", "The member.",
                                                      membership_organism_members };

static const struct member membership_members[] = {
    { "id", MEMBER_ID, .doc = "Identifier." },
    { "network_id", MEMBER_ID, .doc = "The network." },
    { "organism", MEMBER_OBJECT, .of = &membership_organism_view, .doc = "The member." },
    { "valid_from", MEMBER_DATE, .doc = "First day." },
    { "valid_to", MEMBER_DATE, MEMBER_NULLABLE, .doc = "Last day, included; null = open." },
    { "version", MEMBER_INT, .doc = "For If-Match." },
    { "created_at", MEMBER_INSTANT, .doc = "When it was recorded." },
    { .name = NULL },
};
static const struct view membership_view = { "Membership",
                                             "An organism belongs to a network for a time.",
                                             membership_members };

struct membership_body {
    struct given given;
    struct id organism_id;
    struct date valid_from, valid_to;
};

#define MEMBERSHIP(member) offsetof(struct membership_body, member)
static const struct field membership_fields[] = {
    { "organism_id", FIELD_ID, FIELD_REQUIRED, MEMBERSHIP(organism_id), .doc = "The member." },
    { "valid_from", FIELD_DATE, FIELD_REQUIRED, MEMBERSHIP(valid_from), .doc = "First day.",
      .example = "\"2026-01-01\"" },
    { "valid_to", FIELD_DATE, FIELD_NULLABLE, MEMBERSHIP(valid_to),
      .doc = "Last day, included; null = open." },
    { .name = NULL },
};
static const struct fields membership_body = { "MembershipInput", membership_fields,
                                               sizeof(struct membership_body) };

static const struct field membership_change_fields[] = {
    { "valid_to", FIELD_DATE, FIELD_REQUIRED | FIELD_NULLABLE, MEMBERSHIP(valid_to),
      .doc = "Last day, included; null = open again.", .example = "\"2026-12-31\"" },
    { .name = NULL },
};
static const struct fields membership_change = { "MembershipChange", membership_change_fields,
                                                 sizeof(struct membership_body) };

struct membership_snapshot {
    struct id id; /* of the membership that is changed */
    struct id network_id;
    struct registry_organism organism;
};

static void read_network(struct exchange *x, struct row *row)
{
    struct membership_snapshot *known = x->snapshot;
    known->network_id = row_id(row, "id");
}

static void bind_organism(const struct exchange *x, struct params *params)
{
    const struct membership_body *body = x->body;
    params_item(params);
    params_id(params, "id", body->organism_id);
    params_null(params, "reference");
}

static void read_organism(struct exchange *x, struct row *row)
{
    struct membership_snapshot *known = x->snapshot;
    registry_read_organism(row, &known->organism);
}

static const struct load membership_loads[] = {
    { &SQL_network_load, exchange_bind_path_id, read_network, LOAD_REQUIRED },
    { &SQL_organism_load, bind_organism, read_organism, 0 },
    { .statement = NULL },
};

static void read_membership(struct exchange *x, struct row *row)
{
    struct membership_snapshot *known = x->snapshot;
    known->id = row_id(row, "id");
    known->network_id = row_id(row, "network_id");
    x->version = row_int(row, "version");
    record_read(x, row);
}

static const struct load membership_change_loads[] = {
    { &SQL_membership_load, exchange_bind_path_id, read_membership, LOAD_REQUIRED | LOAD_ROOT },
    { .statement = NULL },
};

static void bind_list_network(const struct exchange *x, struct params *params)
{
    params_id(params, "network_id", x->path_id[0]);
}

static const struct load network_exists[] = {
    { &SQL_network_load, exchange_bind_path_id, load_read_nothing, LOAD_REQUIRED },
    { .statement = NULL },
};

static void check_membership(struct exchange *x, const void *record)
{
    const struct membership_body *membership = record;
    registry_check_period(x, membership->valid_from, membership->valid_to);
}

/* A network's manager writes the memberships of his own network only. */
static bool is_of_other_network(const struct exchange *x, struct id network_id)
{
    return slice_is(x->principal.scope, "NETWORK") && !id_equals(x->principal.scope_id, network_id);
}

enum { INSERT_MEMBERSHIP, UPDATE_MEMBERSHIP, MEMBERSHIP_WRITES };
static const struct write membership_writes[MEMBERSHIP_WRITES];

static void decide_membership(struct exchange *x)
{
    const struct membership_snapshot *known = x->snapshot;
    if (is_of_other_network(x, known->network_id))
        exchange_refuse(x, REASON_ROLE_NOT_ALLOWED, (struct slice){ 0 });
    else if (!id_is_set(known->organism.id))
        exchange_violate(x, "/organism_id", REASON_REFERENCE_UNKNOWN);
    x->result_id = x->root_id = exchange_new_id(x);
    exchange_effect(x, &membership_writes[INSERT_MEMBERSHIP], 0, NULL);
}

static void decide_membership_change(struct exchange *x)
{
    const struct membership_snapshot *known = x->snapshot;
    if (is_of_other_network(x, known->network_id))
        exchange_refuse(x, REASON_ROLE_NOT_ALLOWED, (struct slice){ 0 });
    x->result_id = x->root_id = known->id;
    exchange_effect(x, &membership_writes[UPDATE_MEMBERSHIP], 0, NULL);
}

static void bind_membership(const struct exchange *x, const struct effect *effect,
                            struct params *params)
{
    const struct membership_body *body = x->body;
    (void)effect;
    params_id(params, "id", x->result_id);
    params_id(params, "network_id", x->path_id[0]);
    params_id(params, "organism_id", body->organism_id);
    params_date(params, "valid_from", body->valid_from);
    params_date(params, "valid_to", body->valid_to);
}

static const struct write membership_writes[MEMBERSHIP_WRITES] = {
    [INSERT_MEMBERSHIP] = { &SQL_membership_insert, bind_membership, WRITE_EXACT },
    [UPDATE_MEMBERSHIP] = { &SQL_membership_update, record_bind_change, WRITE_EXACT },
};

static const enum reason membership_reasons[] = { REASON_PERIOD_OVERLAP, REASON_ROLE_NOT_ALLOWED,
                                                  REASON_NONE };

const struct operation network_operations[] = {
    {
        .id = "listNetworks",
        .method = METHOD_GET,
        .path = "/v1/networks",
        .tag = "Networks",
        .summary = "List the networks.",
        .description = "Newest first.",
        .roles = ROLES_ANY,
        .flags = OPERATION_LIST,
        .reply = { 200, &SQL_network_list, NULL, &network_view },
    },
    {
        .id = "createNetwork",
        .method = METHOD_POST,
        .path = "/v1/networks",
        .tag = "Networks",
        .summary = "Record a network.",
        .description = "What it may do is said by its habilitations.",
        .roles = ROLE_CERTIFIER,
        .flags = OPERATION_COMMAND | OPERATION_KEY_REQUIRED,
        .body = &network_body,
        .decide = decide_network,
        .writes = { WRITES(network_writes) },
        .reply = { 201, &SQL_network_view, exchange_bind_result, &network_view,
                   .location = "/v1/networks/%s" },
        .reasons = network_reasons,
        .example = "{\"name\":\"Réseau exemple\"}",
    },
    {
        .id = "getNetwork",
        .method = METHOD_GET,
        .path = "/v1/networks/{network_id}",
        .tag = "Networks",
        .summary = "Read a network.",
        .description = "By its identifier.",
        .roles = ROLES_ANY,
        .reply = { 200, &SQL_network_view, exchange_bind_path_id, &network_view },
    },
    {
        .id = "listMemberships",
        .method = METHOD_GET,
        .path = "/v1/networks/{network_id}/memberships",
        .tag = "Networks",
        .summary = "List the organisms of a network.",
        .description = "Past memberships included, newest record first.",
        .roles = ROLES_ANY,
        .flags = OPERATION_LIST,
        .loads = network_exists,
        .reply = { 200, &SQL_membership_list, bind_list_network, &membership_view },
    },
    {
        .id = "createMembership",
        .method = METHOD_POST,
        .path = "/v1/networks/{network_id}/memberships",
        .tag = "Networks",
        .summary = "Let an organism into a network.",
        .description =
            "From its first day to its last day, both included, the member may act under the "
            "habilitations of the network. A network's manager does it for their own network.",
        .roles = ROLE_CERTIFIER | ROLE_NETWORK_MANAGER,
        .flags = OPERATION_COMMAND | OPERATION_KEY_REQUIRED,
        .body = &membership_body,
        .loads = membership_loads,
        .snapshot_size = sizeof(struct membership_snapshot),
        .check = check_membership,
        .decide = decide_membership,
        .writes = { WRITES(membership_writes) },
        .reply = { 201, &SQL_membership_view, exchange_bind_result, &membership_view,
                   .location = "/v1/memberships/%s" },
        .reasons = membership_reasons,
        .example = "{\"organism_id\":\"0190a5d2-3c4e-7000-8000-000000000001\",\"valid_from\":"
                   "\"2026-01-01\"}",
    },
    {
        .id = "getMembership",
        .method = METHOD_GET,
        .path = "/v1/memberships/{membership_id}",
        .tag = "Networks",
        .summary = "Read a membership.",
        .description = "By its identifier.",
        .roles = ROLES_ANY,
        .reply = { 200, &SQL_membership_view, exchange_bind_path_id, &membership_view },
    },
    {
        .id = "changeMembership",
        .method = METHOD_PATCH,
        .path = "/v1/memberships/{membership_id}",
        .tag = "Networks",
        .summary = "End a membership.",
        .description = "Acts dated inside the membership stay valid.",
        .roles = ROLE_CERTIFIER | ROLE_NETWORK_MANAGER,
        .flags = OPERATION_COMMAND | OPERATION_IF_MATCH,
        .body = &membership_change,
        .record = &membership_body,
        .check = check_membership,
        .loads = membership_change_loads,
        .snapshot_size = sizeof(struct membership_snapshot),
        .decide = decide_membership_change,
        .writes = { WRITES(membership_writes) },
        .reply = { 200, &SQL_membership_view, exchange_bind_result, &membership_view },
        .reasons = membership_reasons,
        .example = "{\"valid_to\":\"2026-12-31\"}",
    },
    { .id = NULL },
};
