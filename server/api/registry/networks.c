/* SPDX-License-Identifier: EUPL-1.2 */
/* Networks (réseaux). */
#include "api/checks.h"
#include "api/folded.h"
#include "api/record.h"
#include "api/refusals.h"
#include "api/registry/registry.h"
#include "identity.h"
#include "sql.h"

/* --- networks --- */

struct network_body {
    struct given given;
    struct slice name;
    int status;
};

/* clang-format off */
#define NETWORK_FIELDS(needed)                                                                     \
    { "name", FIELD_TEXT, (needed) | FIELD_DENOMINATION, offsetof(struct network_body, name), 1, 200,                   \
      .doc = "Public name; no two networks have the same, nor one that differs by case, accents or signs alone.", .example = "\"Réseau exemple\"" },   \
    { "id", FIELD_ID, FIELD_READ_ONLY }, { "version", FIELD_INT, FIELD_READ_ONLY }
/* clang-format on */
static const struct field network_fields[] = {
    NETWORK_FIELDS(FIELD_REQUIRED),
    { "status", FIELD_TEXT, FIELD_READ_ONLY },
    { .name = NULL },
};
static const struct fields network_body = { "NetworkInput", network_fields,
                                            sizeof(struct network_body) };
static const struct field network_change_fields[] = {
    NETWORK_FIELDS(0),
    { "status", FIELD_ENUM, 0, offsetof(struct network_body, status),
      .words = &organism_status_words,
      .doc = "The certifier's decision. CLOSED, once it has no member any more, today or later, or "
             "SUSPENDED: it takes no member, and the keys of its people open nothing; its "
             "habilitations are suspended by themselves. ACTIVE opens it again.",
      .example = "\"CLOSED\"" },
    { .name = NULL },
};
static const struct fields network_change = { "NetworkChange", network_change_fields,
                                              sizeof(struct network_body) };

static const struct member network_members[] = {
    { "id", MEMBER_ID, .doc = "Identifier." },
    { "name", MEMBER_TEXT, .doc = "Public name." },
    { "status", MEMBER_ENUM, .words = &organism_status_words,
      .doc = "ACTIVE, SUSPENDED or CLOSED." },
    { "version", MEMBER_INT, .doc = "For If-Match." },
    { "created_at", MEMBER_INSTANT, .doc = "When it was recorded." },
    FORMER_NAMES(former_name_view),
    { .name = NULL },
};
static const struct view network_view = { "Network", "A network of organisms (réseau).",
                                          network_members };

/* Nothing is asked when no name is given. */
static void bind_name(const struct exchange *x, struct params *params)
{
    const struct network_body *body = x->body;
    if (!slice_is_set(body->name))
        return;
    params_item(params);
    params_id(params, "id", x->path_id[0]);
    params_text(params, "name", body->name);
    params_folded(params, "search_name", body->name);
}

/* The columns that follow the name, of the record as it will be. */
static void bind_spelling(const struct exchange *x, struct params *params)
{
    const struct network_body *network = x->operation->record ? x->record : x->body;
    params_folded(params, "search_name", network->name);
    params_int(params, "name_rule", IDENTITY_RULE);
}

static void bind_change(const struct exchange *x, const struct effect *effect,
                        struct params *params)
{
    record_bind_change(x, effect, params);
    bind_spelling(x, params);
}

static const struct load new_network_loads[] = {
    { &SQL_network_recorded, bind_name, exchange_read_recorded, 0 },
    { .statement = NULL },
};

/* What a correction rests on. */
struct network_snapshot {
    bool has_members; /* today, or later */
};

static void read_change(struct exchange *x, struct row *row)
{
    ((struct network_snapshot *)x->snapshot)->has_members = row_bool(row, "has_members");
    x->root_id = row_id(row, "id");
    x->version = row_int(row, "version");
    record_read(x, row);
}

static const struct load network_change_loads[] = {
    { &SQL_network_load, exchange_bind_path_id, read_change, LOAD_REQUIRED | LOAD_ROOT },
    { &SQL_network_recorded, bind_name, exchange_read_recorded, 0 },
    { .statement = NULL },
};

enum { INSERT_NETWORK, UPDATE_NETWORK, UPDATE_NETWORK_STATUS, NETWORK_WRITES };
static const struct write network_writes[NETWORK_WRITES];

static void decide_network(struct exchange *x)
{
    exchange_refuse_recorded(x, "/v1/networks/", "name");
    x->result_id = x->root_id = exchange_new_id(x);
    exchange_effect(x, &network_writes[INSERT_NETWORK], 0, NULL);
}

static void decide_network_change(struct exchange *x)
{
    const struct network_snapshot *known = x->snapshot;
    const struct network_body *network = x->record;
    const bool changes_status = field_is_given(&network_change, x->body, "status");
    x->result_id = x->root_id;
    if (slice_is(x->principal.scope, "NETWORK") && !id_equals(x->root_id, x->principal.scope_id))
        refuse_whose(x, WHOSE_HOLDER, NULL);
    else if (changes_status && !exchange_has_role(x, ROLE_CERTIFIER))
        refuse_role(x, ROLE_CERTIFIER, WHOSE_NOBODY, "/status");
    else
        exchange_refuse_recorded(x, "/v1/networks/", "name");
    if (changes_status && network->status == ORGANISM_CLOSED && known->has_members)
        refuse_of_member(x, REASON_NETWORK_HAS_MEMBERS, SLICE("status"));
    exchange_effect(x, &network_writes[changes_status ? UPDATE_NETWORK_STATUS : UPDATE_NETWORK], 0,
                    NULL);
}

static void bind_network(const struct exchange *x, const struct effect *effect,
                         struct params *params)
{
    const struct network_body *body = x->body;
    (void)effect;
    params_id(params, "id", x->result_id);
    params_text(params, "name", body->name);
    bind_spelling(x, params);
}

static const struct write network_writes[NETWORK_WRITES] = {
    [INSERT_NETWORK] = { &SQL_network_insert, bind_network, WRITE_EXACT },
    [UPDATE_NETWORK] = { &SQL_network_update, bind_change, WRITE_EXACT },
    [UPDATE_NETWORK_STATUS] = { &SQL_network_status_update, bind_change, WRITE_EXACT },
};

static const enum reason network_reasons[] = { REASON_ALREADY_RECORDED, REASON_NONE };
static const enum reason network_change_reasons[] = {
    REASON_ALREADY_RECORDED,
    REASON_NETWORK_HAS_MEMBERS,
    REASON_ROLE_NOT_ALLOWED,
    REASON_ACT_OF_ANOTHER,
    REASON_NONE,
};

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
        .loads = new_network_loads,
        .decide = decide_network,
        .writes = { WRITES(network_writes) },
        .reply = { 201, &SQL_network_view, exchange_bind_result, &network_view,
                   .location = "/v1/networks/%s" },
        .reasons = network_reasons,
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
        .id = "changeNetwork",
        .method = METHOD_PATCH,
        .path = "/v1/networks/{network_id}",
        .tag = "Networks",
        .summary = "Correct the name of a network, or close it.",
        .description = "A merge patch, by the manager of the network or by the certifier, who "
                       "alone changes its status. It is closed once no organism is a member any "
                       "more, today or later (NETWORK_HAS_MEMBERS).",
        .roles = ROLE_CERTIFIER | ROLE_NETWORK_MANAGER,
        .flags = OPERATION_COMMAND | OPERATION_IF_MATCH,
        .body = &network_change,
        .record = &network_change,
        .loads = network_change_loads,
        .snapshot_size = sizeof(struct network_snapshot),
        .decide = decide_network_change,
        .writes = { WRITES(network_writes) },
        .reply = { 200, &SQL_network_view, exchange_bind_result, &network_view },
        .reasons = network_change_reasons,
    },
    { .id = NULL },
};
