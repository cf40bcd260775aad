/* SPDX-License-Identifier: EUPL-1.2 */
/* Keys of people and of partners' systems: who has one, and how another is made. */
#include "api/identity/api_keys.h"

#include "api/address_range.h"
#include "api/api_key.h"
#include "api/checks.h"
#include "api/consent.h"
#include "api/facts.h"
#include "api/giving.h"
#include "api/refusals.h"
#include "process.h"
#include "sql.h"

enum { LABEL_MAX = 100 };

static const struct member key_members[] = {
    { "id", MEMBER_ID, .doc = "Identifier; the credential that logs name." },
    { "prefix", MEMBER_TEXT, .doc = "How the key begins, so that its owner recognises it.",
      .example = "\"clea_live_7hQ2\"" },
    { "scope", MEMBER_ENUM, .words = &scope_words, .only = ~(UINT64_C(1) << SCOPE_PUBLIC),
      .doc = "In whose name it acts." },
    { "scope_id", MEMBER_ID, MEMBER_NULLABLE,
      .doc = "Which organism, network, commission or candidate." },
    { "person_id", MEMBER_ID, MEMBER_NULLABLE,
      .doc = "The person it stands for; null = a partner's system." },
    { "roles", MEMBER_TEXTS,
      .doc = "Roles it may play; of a person those alone that are held on the day." },
    { "permissions", MEMBER_TEXTS, .doc = "What it may be used for: READ, WRITE, KEYS." },
    { "allowed_from", MEMBER_TEXTS, MEMBER_NULLABLE,
      .doc = "Networks (CIDR) that it may be used from; null = any." },
    { "label", MEMBER_TEXT, .doc = "What its owner calls it." },
    { "status", MEMBER_ENUM, .words = &api_key_state_words,
      .doc = "At this moment. ENDED: the function, person, organism, network or commission that it "
             "rests on is not active." },
    { "key", MEMBER_TEXT, MEMBER_NULLABLE | MEMBER_SECRET | MEMBER_ONCE, .doc = "The key itself." },
    { "expires_at", MEMBER_INSTANT, MEMBER_NULLABLE, .doc = "Its end; null = none." },
    { "last_used_at", MEMBER_INSTANT, MEMBER_NULLABLE,
      .doc = "To the minute, and up to a minute late; no part of the version." },
    { "rotated_from_id", MEMBER_ID, MEMBER_NULLABLE, .doc = "The key that it took the place of." },
    { "rotated_to_id", MEMBER_ID, MEMBER_NULLABLE, .doc = "The key that took its place." },
    { "created_by_id", MEMBER_ID, MEMBER_NULLABLE,
      .doc = "The person who made it; null = a system, or the operator." },
    { "revoked_at", MEMBER_INSTANT, MEMBER_NULLABLE, .doc = "When it was revoked." },
    { "version", MEMBER_INT, .doc = "For expected_version." },
    { "created_at", MEMBER_INSTANT, .doc = "When it was recorded." },
    { .name = NULL },
};
const struct view api_key_view = { "ApiKey", "A key of a person or of a partner's system.",
                                   key_members };

/* --- what is shared with their events --- */

bool api_key_is_managed(const struct exchange *x, struct slice scope, struct id scope_id,
                        unsigned roles)
{
    const int number = vocabulary_find(&scope_words, scope);
    if (number < 0 || !(SCOPES_WITH_KEYS >> number & 1))
        return false;
    return giving_may(GIVING_KEY, x->principal.roles, roles) &&
           (slice_is(x->principal.scope, "CERTIFIER") ||
            (slice_equals(x->principal.scope, scope) &&
             id_equals(x->principal.scope_id, scope_id)));
}

void api_key_refuse_manager(struct exchange *x, struct slice scope, unsigned roles,
                            const char *pointer)
{
    const int number = vocabulary_find(&scope_words, scope);
    const bool has_keys = number >= 0 && SCOPES_WITH_KEYS >> number & 1;
    const unsigned givers = giving_givers_of(GIVING_KEY, roles);
    const bool is_for_nobody = has_keys && !givers; /* wherever: the roles are at fault */
    refuse_role(x, has_keys ? KEY_MANAGERS & givers : 0,
                has_keys && givers ? WHOSE_SCOPE : WHOSE_OPERATOR,
                is_for_nobody ? "/roles" : pointer);
}

void api_key_manager_guard(struct exchange *x)
{
    if (!exchange_has_role(x, KEY_MANAGERS))
        refuse_role(x, KEY_MANAGERS, WHOSE_NOBODY, NULL);
    else if (!(x->principal.permissions & PERMISSION_KEYS))
        exchange_refuse_permission(x, PERMISSION_KEYS);
}

unsigned api_key_roles_of_scope(struct slice scope, bool is_of_person)
{
    if (slice_is(scope, "ORGANISM"))
        return ROLES_ORGANISM;
    if (slice_is(scope, "NETWORK"))
        return ROLE_NETWORK_MANAGER;
    if (slice_is(scope, "FUNDER"))
        return ROLE_FUNDER;
    return is_of_person ? ROLES_COMMISSION : ROLE_SECRETARY;
}

struct slice api_key_draw(struct exchange *x)
{
    char *text = exchange_alloc(x, API_KEY_TEXT_SIZE);
    if (!text)
        return SLICE_UNSET;
    api_key_new(process.is_sandbox, text);
    x->secret = (struct slice){ text, API_KEY_SIZE };
    return x->secret;
}

void api_key_bind_drawn(const struct exchange *x, struct params *params)
{
    unsigned char hash[API_KEY_HASH_SIZE];
    api_key_hash(x->secret, hash);
    params_bytes(params, "hash", hash, sizeof hash);
    params_text(params, "prefix", api_key_prefix(x->secret));
}

/* --- lists --- */

struct key_query {
    struct given given;
    int scope;
    struct id scope_id, person_id;
};

#define AT(member) offsetof(struct key_query, member)
static const struct field query_fields[] = {
    { "scope", FIELD_ENUM, 0, AT(scope), .words = &scope_words,
      .only = ~(UINT64_C(1) << SCOPE_PUBLIC), .doc = "Keys of one kind of scope." },
    { "scope_id", FIELD_ID, 0, AT(scope_id),
      .doc = "Keys of one organism, network or commission." },
    { "person_id", FIELD_ID, 0, AT(person_id), .doc = "Keys of one person." },
    { .name = NULL },
};
#undef AT
static const struct fields key_query = { "ApiKeyQuery", query_fields, sizeof(struct key_query) };

static void bind_list(const struct exchange *x, struct params *params)
{
    const struct key_query *query = x->query;
    params_text(params, "scope",
                enum_text(&key_query, query, "scope", scope_words.codes, query->scope));
    params_id(params, "scope_id", query->scope_id);
    params_id(params, "person_id", query->person_id);
}

/* --- a new one --- */

struct key_body {
    struct given given;
    int scope;
    struct id scope_id, person_id;
    uint64_t roles, permissions;
    struct field_list allowed_from;
    struct slice label;
    int64_t expires_at;
};

#define AT(member) offsetof(struct key_body, member)
static const struct field key_fields[] = {
    { "scope", FIELD_ENUM, 0, AT(scope), .words = &scope_words, .only = SCOPES_WITH_KEYS,
      .doc = "In whose name it acts; by default that of the caller." },
    { "scope_id", FIELD_ID, 0, AT(scope_id),
      .doc = "Which organism, network or commission; by default the caller's." },
    { "person_id", FIELD_ID, FIELD_NULLABLE, AT(person_id),
      .doc = "The person it stands for; none = a partner's system, whose acts name their person." },
    { "roles", FIELD_ENUMS, FIELD_REQUIRED, AT(roles), 1, .words = &role_words,
      .only = ROLES_WITH_KEYS, .doc = "Roles it may play. A person holds each of them there today.",
      .example = "[\"COUNSELLOR\"]" },
    { "permissions", FIELD_ENUMS, 0, AT(permissions), 1, .words = &permission_words,
      .doc = "What it may be used for, none of which the caller's key lacks; READ and WRITE by "
             "default.",
      .example = "[\"READ\",\"WRITE\"]" },
    { "allowed_from", FIELD_TEXTS, FIELD_NULLABLE, AT(allowed_from), 1, ADDRESS_RANGES_MAX,
      .check = check_address_range,
      .doc = "Networks (CIDR) or addresses that it may be used from; null = any.",
      .example = "[\"192.0.2.0/24\"]" },
    { "label", FIELD_TEXT, FIELD_REQUIRED, AT(label), 1, LABEL_MAX,
      .doc = "What its owner calls it.", .example = "\"Logiciel de gestion\"" },
    { "expires_at", FIELD_INSTANT, FIELD_NULLABLE, AT(expires_at),
      .doc = "Its end, by the real clock; null = none." },
    { "id", FIELD_ID, FIELD_READ_ONLY },
    { "prefix", FIELD_TEXT, FIELD_READ_ONLY },
    { "key", FIELD_TEXT, FIELD_READ_ONLY },
    { "status", FIELD_TEXT, FIELD_READ_ONLY },
    { "version", FIELD_INT, FIELD_READ_ONLY },
    { .name = NULL },
};
#undef AT
static const struct fields key_body = { "ApiKeyInput", key_fields, sizeof(struct key_body) };

struct key_snapshot {
    bool has_place, is_open, has_person, is_active;
    unsigned held;
    struct slice excess; /* the member in which it would go beyond the caller's key; unset: none */
};

static struct slice scope_of(const struct exchange *x)
{
    const struct key_body *body = x->body;
    const struct slice given = enum_text(&key_body, body, "scope", scope_words.codes, body->scope);
    return slice_is_set(given) ? given : x->principal.scope;
}

static struct id place_of(const struct exchange *x)
{
    const struct key_body *body = x->body;
    return id_is_set(body->scope_id) ? body->scope_id : x->principal.scope_id;
}

static unsigned permissions_of(const struct exchange *x)
{
    const struct key_body *body = x->body;
    return body->permissions ? (unsigned)body->permissions : PERMISSION_READ | PERMISSION_WRITE;
}

static void prepare_key(struct exchange *x)
{
    const struct key_body *body = x->body;
    const unsigned takes = api_key_roles_of_scope(scope_of(x), id_is_set(body->person_id));
    const bool is_national = slice_is(x->principal.scope, "CERTIFIER");
    if (is_national && !field_is_given(&key_body, body, "scope"))
        exchange_violate(x, "/scope", REASON_REQUIRED);
    if (is_national && !id_is_set(body->scope_id))
        exchange_violate(x, "/scope_id", REASON_REQUIRED);
    /* Which roles there are depends on where, and on whether somebody is behind the key. */
    const bool is_known = exchange_is_sound(x, "/scope") && exchange_is_sound(x, "/person_id");
    if (is_known && (body->roles & ~(uint64_t)takes)) {
        exchange_violate(x, "/roles", REASON_ENUM);
        exchange_expect(x, (struct expected){ .words = &role_words, .only = takes });
    }
    if (body->expires_at && body->expires_at <= x->now_ms) {
        exchange_violate(x, "/expires_at", REASON_RANGE);
        exchange_expect(x, (struct expected){ .type = VALUE_INSTANT,
                                              .has_min = true,
                                              .min = x->now_ms,
                                              .zone = (int)x->principal.time_zone });
    }
}

static struct slice join(struct arena *arena, const struct field_list *list)
{
    const struct slice *items = list->items;
    struct slice all = SLICE_UNSET;
    for (size_t i = 0; i < list->count; i++)
        all = arena_print(arena, "%.*s%s%.*s", (int)all.size, i ? all.at : "", i ? "," : "",
                          (int)items[i].size, items[i].at);
    return all;
}

static void bind_facts(const struct exchange *x, struct params *params)
{
    const struct key_body *body = x->body;
    params_item(params);
    params_text(params, "scope", scope_of(x));
    params_id(params, "place_id", place_of(x));
    params_id(params, "person_id", body->person_id);
    params_id(params, "made_with", x->principal.credential_id);
    params_names(params, "roles", body->roles, role_names);
    params_text(params, "allowed_from", join(x->arena, &body->allowed_from));
    params_int_or_null(params, "expires_ms", body->expires_at != 0, body->expires_at);
}

static void read_facts(struct exchange *x, struct row *row)
{
    struct key_snapshot *known = x->snapshot;
    known->has_place = row_bool(row, "has_place");
    known->is_open = row_bool(row, "is_open");
    known->has_person = row_bool(row, "has_person");
    known->is_active = row_bool(row, "is_active");
    known->held = roles_from_array(row_text(row, "held"));
    known->excess = arena_copy(x->arena, row_text(row, "excess"));
    exchange_read_count(x, row);
}

static const struct load key_loads[] = {
    { &SQL_api_key_facts, bind_facts, read_facts, 0 },
    { .statement = NULL },
};

enum { HOLD_KEYS, INSERT_KEY, KEY_WRITES };
static const struct write key_writes[KEY_WRITES];

/* What is asked of the person and the place, once both are there. */
static void check_foundation(struct exchange *x)
{
    const struct key_snapshot *known = x->snapshot;
    const struct key_body *body = x->body;
    const unsigned missing = (unsigned)body->roles & ~known->held;
    unsigned bit = 0;
    if (!known->is_open)
        exchange_refuse(x, REASON_SCOPE_NOT_ACTIVE, SLICE("{\"pointer\":\"/scope_id\"}"));
    if (!id_is_set(body->person_id))
        return;
    if (!known->is_active)
        exchange_refuse(x, REASON_PERSON_NOT_ACTIVE, SLICE("{\"pointer\":\"/person_id\"}"));
    while (role_names[bit] && !(missing >> bit & 1))
        bit++;
    if (missing)
        exchange_refuse(
            x, REASON_FUNCTION_NOT_HELD,
            arena_print(x->arena, "{\"pointer\":\"/roles\",\"role\":\"%s\"}", role_names[bit]));
}

static enum bound bound_of(const struct exchange *x)
{
    const struct key_body *body = x->body;
    return id_is_set(body->person_id) ? BOUND_KEYS : BOUND_SYSTEM_KEYS;
}

static void decide_key(struct exchange *x)
{
    const struct key_snapshot *known = x->snapshot;
    const struct key_body *body = x->body;
    const unsigned lacking = permissions_of(x) & ~x->principal.permissions;
    if (!api_key_is_managed(x, scope_of(x), place_of(x), (unsigned)body->roles)) {
        api_key_refuse_manager(x, scope_of(x), (unsigned)body->roles, "/scope_id");
        return;
    }
    if (!known->has_place)
        exchange_violate(x, "/scope_id", REASON_REFERENCE_UNKNOWN);
    if (id_is_set(body->person_id) && !known->has_person)
        exchange_violate(x, "/person_id", REASON_REFERENCE_UNKNOWN);
    if (x->violations.count)
        return;
    if (id_is_set(body->person_id))
        consent_needs_person(x);
    if (lacking)
        exchange_refuse_permission(x, lacking);
    if (slice_is_set(known->excess))
        refuse_of_member(x, REASON_KEY_EXCEEDS_YOURS, known->excess);
    check_foundation(x);
    refuse_beyond(x, bound_of(x));
    x->result_id = x->root_id = exchange_new_id(x);
    facts_lock(x, &key_writes[HOLD_KEYS],
               id_is_set(body->person_id) ? body->person_id : place_of(x));
    if (slice_is_set(api_key_draw(x)))
        exchange_effect(x, &key_writes[INSERT_KEY], 0, NULL);
}

static void bind_key(const struct exchange *x, const struct effect *effect, struct params *params)
{
    const struct key_body *body = x->body;
    (void)effect;
    params_id(params, "id", x->result_id);
    api_key_bind_drawn(x, params);
    params_id(params, "person_id", body->person_id);
    params_text(params, "scope", scope_of(x));
    params_id(params, "place_id", place_of(x));
    params_names(params, "roles", body->roles, role_names);
    params_names(params, "permissions", permissions_of(x), permission_names);
    params_text(params, "allowed_from", join(x->arena, &body->allowed_from));
    params_text(params, "label", body->label);
    params_int_or_null(params, "expires_ms", body->expires_at != 0, body->expires_at);
    params_id(params, "created_by_id", x->principal.person_id);
    params_id(params, "made_with", x->principal.credential_id);
    facts_bind_most(params, bound_of(x));
}

static const struct write key_writes[KEY_WRITES] = {
    [HOLD_KEYS] = FACTS_WRITE,
    [INSERT_KEY] = { &SQL_api_key_insert, bind_key, WRITE_EXACT },
};

static const enum reason key_reasons[] = {
    REASON_ROLE_NOT_ALLOWED,   REASON_ACT_OF_ANOTHER,
    REASON_PERMISSION_MISSING, REASON_FUNCTION_NOT_HELD,
    REASON_PERSON_NOT_ACTIVE,  REASON_SCOPE_NOT_ACTIVE,
    REASON_PERSON_REQUIRED,    REASON_KEY_EXCEEDS_YOURS,
    REASON_RECORDS_TOO_MANY,   REASON_NONE,
};

const struct operation api_key_operations[] = {
    {
        .id = "listApiKeys",
        .method = METHOD_GET,
        .path = "/v1/api-keys",
        .tag = "Keys",
        .summary = "List keys.",
        .description = "Those of the caller's organism, network or commission; the certifier sees "
                       "all of them. Newest first, those that work no more included.",
        .roles = KEY_MANAGERS,
        .flags = OPERATION_LIST | OPERATION_KEYS | OPERATION_PERSONAL,
        .query = &key_query,
        .reply = { 200, &SQL_api_key_list, bind_list, &api_key_view },
    },
    {
        .id = "createApiKey",
        .method = METHOD_POST,
        .path = "/v1/api-keys",
        .tag = "Keys",
        .limit = LIMIT_GRANTS,
        .summary = "Make a key for a person or for a partner's system.",
        .description =
            "The member `key` of the answer is the only place where it is ever shown: a retry with "
            "the same Idempotency-Key answers the same with `key` null. When that answer was lost, "
            "revoke the key and make another.\n\nA referent makes the keys of their organism, a "
            "network's manager those of the network, a secretary those of the secretariat, the "
            "certifier those of all organisms, networks and secretariats. Keys of "
            "the certifier's own people, of auditors and administrators come from the operator "
            "(`clea-server keys`) alone, and so do those of jurors and of candidates, who "
            "otherwise sign in. A system makes no key of a person (PERSON_REQUIRED). A key makes "
            "none "
            "that is wider than itself: other addresses, a later end, permissions that it lacks; "
            "of "
            "a system or of the same person, other roles (KEY_EXCEEDS_YOURS). A key ends with what "
            "it rests on: the functions of its person, the "
            "person, the organism, network or commission.",
        .roles = KEY_MANAGERS,
        .flags = OPERATION_COMMAND | OPERATION_KEYS | OPERATION_KEY_REQUIRED | OPERATION_PERSONAL,
        .body = &key_body,
        .loads = key_loads,
        .snapshot_size = sizeof(struct key_snapshot),
        .prepare = prepare_key,
        .decide = decide_key,
        .writes = { WRITES(key_writes) },
        .reply = { 201, &SQL_api_key_view, exchange_bind_result, &api_key_view,
                   .location = "/v1/api-keys/%s" },
        .reasons = key_reasons,
    },
    {
        .id = "getApiKey",
        .method = METHOD_GET,
        .path = "/v1/api-keys/{key_id}",
        .tag = "Keys",
        .summary = "Read what is known of a key.",
        .description = "Never the key itself.",
        .roles = KEY_MANAGERS,
        .flags = OPERATION_KEYS | OPERATION_PERSONAL,
        .reply = { 200, &SQL_api_key_view, exchange_bind_path_id, &api_key_view },
    },
    { .id = NULL },
};
