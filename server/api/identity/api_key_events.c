/* SPDX-License-Identifier: EUPL-1.2 */
/* The events of a key: it is rotated, or revoked. */
#include "api/identity/api_keys.h"

#include "api/consent.h"
#include "api/events.h"
#include "api/giving.h"
#include "sql.h"

enum {
    API_KEY_EVENT_COUNT = API_KEY_EVENT_REVOKE + 1,
    OVERLAP_DEFAULT_HOURS = 24,
    OVERLAP_MAX_HOURS = 7 * 24
};
#define HOUR_MS INT64_C(3600000)

/* clang-format off */
#define FROM(state) (UINT64_C(1) << API_KEY_##state)
static const struct event_rule rules[] = {
    { API_KEY_EVENT_ROTATE, FROM(ACTIVE),                               KEY_MANAGERS,
      { REASON_PERMISSION_MISSING, REASON_PERSON_REQUIRED, REASON_KEY_EXCEEDS_YOURS, REASON_KEY_ROTATED, REASON_KEYS_OVERLAP }, { REASON_NONE } },
    { API_KEY_EVENT_REVOKE, FROM(ACTIVE) | FROM(EXPIRED) | FROM(ENDED), KEY_MANAGERS, { REASON_NONE }, { REASON_NONE } },
};
#undef FROM
/* clang-format on */

struct event_sent {
    struct given given;
    int64_t expires_at, overlap_hours;
};

#define AT(member) offsetof(struct event_sent, member)
static const struct field rotate_fields[] = {
    { "expires_at", FIELD_INSTANT, FIELD_NULLABLE, AT(expires_at),
      .doc = "End of the new key; null = none. Absent: as long as the old one was given, and no "
             "longer than the key that asks." },
    { "overlap_hours", FIELD_INT, 0, AT(overlap_hours), 0, OVERLAP_MAX_HOURS,
      .doc = "How long the old key works beside the new one; 24 by default.", .example = "24" },
    { .name = NULL },
};
static const struct field revoke_fields[] = { { .name = NULL } };
#undef AT
static const struct fields rotate_data = { "ApiKeyRotate", rotate_fields,
                                           sizeof(struct event_sent) };
static const struct fields revoke_data = { "ApiKeyRevoke", revoke_fields,
                                           sizeof(struct event_sent) };

static const struct fields *const data_tables[API_KEY_EVENT_COUNT] = {
    [API_KEY_EVENT_ROTATE] = &rotate_data,
    [API_KEY_EVENT_REVOKE] = &revoke_data,
};

struct event_body {
    struct given given;
    int event;
    int64_t expected_version;
    struct event_sent data;
};

static const struct field event_fields[] = {
    EVENT_FIELD(event_body, api_key_event_words, 0, "ROTATE or REVOKE.", "\"REVOKE\""),
    EVENT_DATA_FIELD(event_body, data_tables),
    EVENT_VERSION_FIELD(event_body),
    { .name = NULL },
};
static const struct fields event_body = { "ApiKeyEventBody", event_fields,
                                          sizeof(struct event_body) };

struct key_snapshot {
    struct id id, scope_id;
    struct slice scope;
    unsigned state, roles, permissions;
    bool is_rotated, has_live_predecessor;
    bool is_of_person;
    bool is_colleagues;    /* another one of the certifier comes with it */
    int64_t life_ms;       /* that it was given; 0 = without an end */
    int64_t made_until_ms; /* end of the key that asks; 0 = none */
    struct slice excess;   /* in what it goes beyond the key that asks; unset: nothing */
};

static void read_key(struct exchange *x, struct row *row)
{
    struct key_snapshot *known = x->snapshot;
    known->id = row_id(row, "id");
    known->scope = row_text(row, "scope");
    known->scope_id = row_id(row, "scope_id");
    known->roles = roles_from_array(row_text(row, "roles"));
    known->permissions = permissions_from_array(row_text(row, "permissions"));
    x->version = row_int(row, "version");
    known->state = (unsigned)vocabulary_number(&api_key_state_words, row_text(row, "status"));
    known->is_rotated = row_bool(row, "is_rotated");
    known->has_live_predecessor = row_bool(row, "has_live_predecessor");
    known->life_ms = row_int(row, "life_ms");
    known->is_of_person = row_bool(row, "is_of_person");
    known->is_colleagues = row_bool(row, "is_colleagues");
    known->made_until_ms = row_int(row, "made_until_ms");
    known->excess = arena_copy(x->arena, row_text(row, "excess"));
}

static void bind_key(const struct exchange *x, struct params *params)
{
    exchange_bind_path_id(x, params);
    params_id(params, "made_with", x->principal.credential_id);
    params_id(params, "caller_id", x->principal.person_id);
}

static const struct load event_loads[] = {
    { &SQL_api_key_load, bind_key, read_key, LOAD_REQUIRED | LOAD_ROOT },
    { .statement = NULL },
};

/* --- what may become of it --- */

static unsigned state_of(const struct exchange *x)
{
    return ((const struct key_snapshot *)x->snapshot)->state;
}

static struct slice address_of(struct exchange *x)
{
    return exchange_address(x, "/v1/api-keys/", ((const struct key_snapshot *)x->snapshot)->id);
}

/* Auditors and administrators watch over the certifier, who does not end what they come with:
 * scope_is_operators() in the database. */
static bool is_operators(const struct key_snapshot *known)
{
    return slice_is(known->scope, "AUDITOR") || slice_is(known->scope, "SYSTEM");
}

/* Whoever sees a key may end it, but that of a colleague at the certifier's; to have it anew one
 * must be able to make it. */
static bool is_side(const struct exchange *x, unsigned event)
{
    const struct key_snapshot *known = x->snapshot;
    return event == API_KEY_EVENT_REVOKE
               ? !is_operators(known) && !known->is_colleagues
               : api_key_is_managed(x, known->scope, known->scope_id, known->roles);
}

static unsigned givers(const struct exchange *x, unsigned event)
{
    const struct key_snapshot *known = x->snapshot;
    if (event == API_KEY_EVENT_REVOKE)
        return is_operators(known) || known->is_colleagues ? 0 : ROLES_ANY;
    return giving_givers_of(GIVING_KEY, known->roles);
}

static enum whose whose_event(const struct exchange *x, unsigned event)
{
    if (event == API_KEY_EVENT_REVOKE && ((const struct key_snapshot *)x->snapshot)->is_colleagues)
        return WHOSE_COLLEAGUE;
    return givers(x, event) ? WHOSE_SCOPE : WHOSE_OPERATOR;
}

static void judge(struct exchange *x, unsigned event, struct outcome *outcome)
{
    const struct key_snapshot *known = x->snapshot;
    if (event != API_KEY_EVENT_ROTATE)
        return;
    if (known->permissions & ~x->principal.permissions)
        outcome_add(outcome, REASON_PERMISSION_MISSING, NULL);
    if (known->is_of_person && consent_is_of_system(x))
        outcome_add(outcome, REASON_PERSON_REQUIRED, NULL);
    if (slice_is_set(known->excess))
        outcome_add(outcome, REASON_KEY_EXCEEDS_YOURS, NULL);
    if (known->is_rotated)
        outcome_add(outcome, REASON_KEY_ROTATED, NULL);
    if (known->has_live_predecessor)
        outcome_add(outcome, REASON_KEYS_OVERLAP, NULL);
}

static const struct machine key_machine = {
    .states = &api_key_state_words,
    .events = &api_key_event_words,
    .noun = { "La clé", "The key" },
    .roles = KEY_MANAGERS,
    .state = state_of,
    .address = address_of,
    .givers = givers,
    .is_side = is_side,
    .whose = whose_event,
    .rules = rules,
    .rule_count = sizeof rules / sizeof rules[0],
    .judge = judge,
};

/* --- deciding --- */

static void prepare_event(struct exchange *x)
{
    const struct event_body *body = x->body;
    events_prepare(x);
    if (body->data.expires_at && body->data.expires_at <= x->now_ms) {
        exchange_violate_data(x, "/expires_at", REASON_RANGE);
        exchange_expect(x, (struct expected){ .type = VALUE_INSTANT,
                                              .has_min = true,
                                              .min = x->now_ms,
                                              .zone = (int)x->principal.time_zone });
    }
}

enum { ROTATE_KEY, REVOKE_KEY, EVENT_WRITES };
static const struct write event_writes[EVENT_WRITES];

/* Of its own accord a key gives none a longer life than it has left. */
static int64_t end_of_new(const struct exchange *x)
{
    const struct key_snapshot *known = x->snapshot;
    const struct event_body *body = x->body;
    if (field_is_given(&rotate_data, &body->data, "expires_at"))
        return body->data.expires_at;
    const int64_t end_ms = known->life_ms ? x->now_ms + known->life_ms : 0;
    const bool is_longer = known->made_until_ms && (end_ms == 0 || end_ms > known->made_until_ms);
    return is_longer ? known->made_until_ms : end_ms;
}

static void decide_event(struct exchange *x)
{
    const struct key_snapshot *known = x->snapshot;
    const struct event_body *body = x->body;
    struct outcome outcome = { 0 };
    x->result_id = x->root_id = known->id;
    if (!events_admit(x, (unsigned)body->event))
        return;
    judge(x, (unsigned)body->event, &outcome);
    for (int i = 0; i < outcome.count; i++) {
        if (outcome.unmet[i].reason == REASON_PERMISSION_MISSING)
            exchange_refuse_permission(x, known->permissions & ~x->principal.permissions);
        else if (outcome.unmet[i].reason == REASON_KEY_EXCEEDS_YOURS)
            refuse_of_member(x, REASON_KEY_EXCEEDS_YOURS, known->excess);
        else
            exchange_refuse(x, outcome.unmet[i].reason, SLICE_UNSET);
    }
    if (body->event == API_KEY_EVENT_REVOKE) {
        exchange_effect(x, &event_writes[REVOKE_KEY], 0, NULL);
        return;
    }
    const int64_t end_ms = end_of_new(x);
    if (known->made_until_ms && (end_ms == 0 || end_ms > known->made_until_ms))
        exchange_refuse(x, REASON_KEY_EXCEEDS_YOURS, SLICE("{\"pointer\":\"/data/expires_at\"}"));
    if (slice_is_set(api_key_draw(x))) {
        x->result_id = exchange_new_id(x);
        exchange_effect(x, &event_writes[ROTATE_KEY], 0, NULL);
    }
}

static void bind_rotation(const struct exchange *x, const struct effect *effect,
                          struct params *params)
{
    const struct event_body *body = x->body;
    const int64_t end_ms = end_of_new(x);
    const int64_t hours = field_is_given(&rotate_data, &body->data, "overlap_hours")
                              ? body->data.overlap_hours
                              : OVERLAP_DEFAULT_HOURS;
    (void)effect;
    params_id(params, "id", x->root_id);
    params_int(params, "version", x->version);
    params_id(params, "new_id", x->result_id);
    api_key_bind_drawn(x, params);
    params_int_or_null(params, "expires_ms", end_ms != 0, end_ms);
    params_int(params, "overlap_ms", x->now_ms + hours * HOUR_MS);
    params_id(params, "created_by_id", x->principal.person_id);
    params_id(params, "made_with", x->principal.credential_id);
}

static void bind_revocation(const struct exchange *x, const struct effect *effect,
                            struct params *params)
{
    (void)effect;
    params_id(params, "id", x->root_id);
    params_int(params, "version", x->version);
}

static const struct write event_writes[EVENT_WRITES] = {
    [ROTATE_KEY] = { &SQL_api_key_rotate, bind_rotation, WRITE_EXACT },
    [REVOKE_KEY] = { &SQL_api_key_revoke, bind_revocation, WRITE_EXACT },
};

ALLOWED_EVENTS_VIEW(key, "ApiKey", api_key_state_words, api_key_event_words);
EVENT_REPLY_VIEW(key, "ApiKeyEvent", api_key_event_words);

static const enum reason event_reasons[] = {
    REASON_INVALID_STATE,   REASON_KEY_ROTATED,
    REASON_KEYS_OVERLAP,    REASON_PERMISSION_MISSING,
    REASON_PERSON_REQUIRED, REASON_KEY_EXCEEDS_YOURS,
    REASON_ACT_OF_ANOTHER,  REASON_NONE,
};

const struct operation api_key_event_operations[] = {
    {
        EVENTS_OF(key_machine, key_event_reply, "/v1/api-keys/%s", SQL_api_key_view,
                  exchange_bind_result, api_key_view),
        .id = "recordApiKeyEvent",
        .path = "/v1/api-keys/{key_id}/events",
        .tag = "Keys",
        .limit = LIMIT_GRANTS,
        .summary = "Rotate or revoke a key.",
        .description =
            "ROTATE makes a key in the place of this one: `resource` is the new one, whose member "
            "`key` is shown there and never again (a replay answers null); the old one goes on for "
            "some hours, and two at most work at a time. REVOKE ends a key at once, for good. "
            "Whoever sees a key may revoke it, but that of another person of the certifier; to "
            "rotate it one must be able to make it, and the "
            "new "
            "one is not wider than the key that asks, nor ends later (KEY_EXCEEDS_YOURS).",
        .roles = KEY_MANAGERS,
        .flags = OPERATION_COMMAND | OPERATION_KEYS | OPERATION_KEY_REQUIRED | OPERATION_PERSONAL,
        .body = &event_body,
        .loads = event_loads,
        .snapshot_size = sizeof(struct key_snapshot),
        .prepare = prepare_event,
        .decide = decide_event,
        .writes = { WRITES(event_writes) },
        .reasons = event_reasons,
    },
    {
        ALLOWED_EVENTS_OF(key_machine, key_allowed_events_view),
        .id = "readAllowedApiKeyEvents",
        .path = "/v1/api-keys/{key_id}/allowed-events",
        .tag = "Keys",
        .summary = "Ask what may become of a key now, and if not, why not.",
        .roles = KEY_MANAGERS,
        .flags = OPERATION_KEYS,
        .loads = event_loads,
        .snapshot_size = sizeof(struct key_snapshot),
    },
    { .id = NULL },
};
