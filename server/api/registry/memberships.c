/* SPDX-License-Identifier: EUPL-1.2 */
/* Memberships of organisms in networks: a member acts under its network's habilitation (A28). */
#include "api/checks.h"
#include "api/record.h"
#include "api/refusals.h"
#include "api/registry/link_requests.h"
#include "api/registry/registry.h"
#include "sql.h"

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
    struct slice reason;
};

#define MEMBERSHIP(member) offsetof(struct membership_body, member)
static const struct field membership_fields[] = {
    { "organism_id", FIELD_ID, FIELD_REQUIRED, MEMBERSHIP(organism_id), .doc = "The member." },
    { "valid_from", FIELD_DATE, FIELD_REQUIRED, MEMBERSHIP(valid_from), .doc = "First day.",
      .example = "\"2026-01-01\"" },
    { "valid_to", FIELD_DATE, FIELD_NULLABLE, MEMBERSHIP(valid_to),
      .doc = "Last day, included; null = open." },
    LINK_REASON_FIELD(MEMBERSHIP(reason)),
    { .name = NULL },
};
static const struct fields membership_body = { "MembershipInput", membership_fields,
                                               sizeof(struct membership_body) };

static const struct field membership_change_fields[] = {
    { "valid_to", FIELD_DATE, FIELD_REQUIRED, MEMBERSHIP(valid_to),
      .doc = "Last day, included; earlier than the present one." REGISTRY_END_DOC,
      .example = "\"2026-12-31\"" },
    { .name = NULL },
};
static const struct fields membership_change = { "MembershipChange", membership_change_fields,
                                                 sizeof(struct membership_body) };

struct membership_snapshot {
    struct id id; /* of the membership that is changed */
    struct id network_id, organism_id;
    bool is_network_active;
    struct date valid_to; /* as it stands */
    struct exercise exercise;
    struct registry_organism organism;
    struct link_wish wish;
    struct link_standing standing;
};

static void read_network(struct exchange *x, struct row *row)
{
    struct membership_snapshot *known = x->snapshot;
    known->network_id = row_id(row, "id");
    known->is_network_active = slice_is(row_text(row, "status"), "ACTIVE");
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

static struct link_wish wish_of(const struct exchange *x)
{
    const struct membership_body *body = x->body;
    return (struct link_wish){
        .kind = LINK_MEMBERSHIP,
        .network_id = x->path_id[0],
        .organism_id = body->organism_id,
        .valid_from = body->valid_from,
        .valid_to = body->valid_to,
        .reason = body->reason,
    };
}

static void bind_standing(const struct exchange *x, struct params *params)
{
    const struct link_wish wish = wish_of(x);
    link_bind_wanted(x, params, &wish);
}

static void read_standing(struct exchange *x, struct row *row)
{
    link_read_standing(x, row, &((struct membership_snapshot *)x->snapshot)->standing);
}

static const struct load membership_loads[] = {
    { &SQL_network_load, exchange_bind_path_id, read_network, LOAD_REQUIRED },
    { &SQL_organism_load, bind_organism, read_organism, 0 },
    { &SQL_link_wanted, bind_standing, read_standing, 0 },
    { .statement = NULL },
};

static void read_membership(struct exchange *x, struct row *row)
{
    struct membership_snapshot *known = x->snapshot;
    known->id = row_id(row, "id");
    known->network_id = row_id(row, "network_id");
    known->organism_id = row_id(row, "organism_id");
    known->valid_to = row_date(row, "valid_to");
    known->exercise.pointer = "/valid_to";
    registry_read_exercise(row, &known->exercise);
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
    const struct membership_body *said = record;
    registry_check_period(x, said->valid_from, said->valid_to);
}

static void check_membership_end(struct exchange *x, const void *record)
{
    const struct membership_body *membership = record;
    registry_check_end(x, "/valid_to", membership->valid_from, membership->valid_to);
}

/* A manager has to do with the memberships of his own network, a referent with his organism's. */
static bool is_of_others(const struct exchange *x, struct id network_id, struct id organism_id)
{
    if (slice_is(x->principal.scope, "NETWORK"))
        return !id_equals(x->principal.scope_id, network_id);
    return slice_is(x->principal.scope, "ORGANISM") &&
           !id_equals(x->principal.scope_id, organism_id);
}

enum { UPDATE_MEMBERSHIP, MEMBERSHIP_WRITES };
static const struct write membership_writes[MEMBERSHIP_WRITES];

static void decide_membership(struct exchange *x)
{
    struct membership_snapshot *known = x->snapshot;
    const struct membership_body *body = x->body;
    known->wish = wish_of(x);
    if (is_of_others(x, known->network_id, body->organism_id))
        refuse_whose(x, WHOSE_MEMBERSHIP, NULL);
    else if (!id_is_set(known->organism.id))
        exchange_violate(x, "/organism_id", REASON_REFERENCE_UNKNOWN);
    else if (!known->is_network_active)
        exchange_refuse(x, REASON_SCOPE_NOT_ACTIVE, SLICE_UNSET);
    else
        link_decide(x, &known->wish, &known->standing); /* a membership always binds two */
}

static void decide_membership_change(struct exchange *x)
{
    const struct membership_snapshot *known = x->snapshot;
    const struct membership_body *after = x->record;
    if (is_of_others(x, known->network_id, known->organism_id))
        refuse_whose(x, WHOSE_MEMBERSHIP, NULL);
    else if (registry_is_longer(known->valid_to, after->valid_to))
        exchange_refuse(x, REASON_LINK_LONGER, (struct slice){ 0 });
    else
        registry_refuse_in_use(x, after->valid_to, &known->exercise);
    x->result_id = x->root_id = known->id;
    exchange_effect(x, &membership_writes[UPDATE_MEMBERSHIP], 0, NULL);
}

static const struct write membership_writes[MEMBERSHIP_WRITES] = {
    [UPDATE_MEMBERSHIP] = { &SQL_membership_update, record_bind_change, WRITE_EXACT },
};

static const enum reason membership_reasons[] = { LINK_REASONS, REASON_SCOPE_NOT_ACTIVE,
                                                  REASON_ROLE_NOT_ALLOWED, REASON_ACT_OF_ANOTHER,
                                                  REASON_NONE };
static const enum reason membership_change_reasons[] = { REASON_LINK_LONGER,
                                                         REASON_ROLE_NOT_ALLOWED,
                                                         REASON_ACT_OF_ANOTHER,
                                                         REASON_FUNCTION_IN_USE, REASON_NONE };

const struct operation membership_operations[] = {
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
        .limit = LIMIT_GRANTS,
        .summary = "Ask for the membership of an organism in a network.",
        .description =
            "From its first day to its last day, both included, the member may act under the "
            "habilitations of the network, whose manager reads its candidacies. The manager of "
            "the network asks, or the referent of the organism: 202 with the request, which the "
            "other side accepts. The certifier grants it at once, with a reason: 201 with the "
            "membership. It begins on the day of its acceptance at the earliest.",
        .roles = ROLE_CERTIFIER | ROLE_NETWORK_MANAGER | ROLE_REFERENT,
        .flags = OPERATION_COMMAND | OPERATION_KEY_REQUIRED | OPERATION_PERSONAL,
        .body = &membership_body,
        .loads = membership_loads,
        .snapshot_size = sizeof(struct membership_snapshot),
        .check = check_membership,
        .decide = decide_membership,
        .writes = { WRITES(link_request_writes) },
        .reply = { 201, &SQL_membership_view, exchange_bind_result, &membership_view,
                   .location = "/v1/memberships/%s", .other = &link_asked_reply },
        .reasons = membership_reasons,
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
        .description = "Either side ends it alone, no earlier than the last sitting that rests on "
                       "the network, its method or its habilitation (FUNCTION_IN_USE). Acts dated "
                       "inside the membership stay valid; to begin again, it is asked for again.",
        .roles = ROLE_CERTIFIER | ROLE_NETWORK_MANAGER | ROLE_REFERENT,
        .flags = OPERATION_COMMAND | OPERATION_IF_MATCH,
        .body = &membership_change,
        .record = &membership_body,
        .check = check_membership_end,
        .loads = membership_change_loads,
        .snapshot_size = sizeof(struct membership_snapshot),
        .decide = decide_membership_change,
        .writes = { WRITES(membership_writes) },
        .reply = { 200, &SQL_membership_view, exchange_bind_result, &membership_view },
        .reasons = membership_change_reasons,
    },
    { .id = NULL },
};
