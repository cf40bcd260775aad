/* Habilitations: the dated right of a network or an organism to evaluate or to train. What counts
 * is the day of the act. */
#include "api/operation.h"
#include "api/registry/registry.h"
#include "sql.h"

#include "api/checks.h"

#define HABILITATION_WRITERS (ROLE_REFERENT | ROLE_NETWORK_MANAGER | ROLE_CERTIFIER)

enum habilitation_state { REQUESTED, GRANTED, SUSPENDED, WITHDRAWN, ENDED };
static const char *const states[] = { "REQUESTED", "GRANTED", "SUSPENDED",
                                      "WITHDRAWN", "ENDED",   NULL };
static const char *const new_states[] = { "REQUESTED", "GRANTED", NULL };
static const char *const holders[] = { "ORGANISM", "NETWORK", NULL };

static const struct member spell_members[] = {
    { "suspended_from", MEMBER_DATE, .doc = "First suspended day." },
    { "suspended_to", MEMBER_DATE, MEMBER_NULLABLE,
      .doc = "Last suspended day; null = still suspended." },
    { .name = NULL },
};
static const struct view spell_view = { "HabilitationSuspension", "A suspension.", spell_members };

static const struct member habilitation_members[] = {
    { "id", MEMBER_ID, .doc = "Identifier." },
    { "holder_kind", MEMBER_ENUM, .names = holders, .doc = "ORGANISM or NETWORK." },
    { "organism_id", MEMBER_ID, MEMBER_NULLABLE, .doc = "The holder, when it is an organism." },
    { "network_id", MEMBER_ID, MEMBER_NULLABLE, .doc = "The holder, when it is a network." },
    { "holder_name", MEMBER_TEXT, .doc = "Name of the holder." },
    { "activity", MEMBER_ENUM, .names = activity_names, .doc = "EVALUATION or TRAINING." },
    { "referential_code", MEMBER_TEXT, .doc = "Certification it covers." },
    { "valid_from", MEMBER_DATE, .doc = "First day." },
    { "valid_to", MEMBER_DATE, MEMBER_NULLABLE, .doc = "Last day, included; null = open." },
    { "state", MEMBER_ENUM, .names = states,
      .doc = "REQUESTED, GRANTED, SUSPENDED, WITHDRAWN or ENDED." },
    { "requested_on", MEMBER_DATE, MEMBER_NULLABLE, .doc = "Day of the request." },
    { "granted_on", MEMBER_DATE, MEMBER_NULLABLE, .doc = "Day of the grant." },
    { "ended_on", MEMBER_DATE, MEMBER_NULLABLE,
      .doc = "Day of the withdrawal: acts from that day on are refused." },
    { "decision_note", MEMBER_TEXT, MEMBER_NULLABLE,
      .doc = "Reason given with the last decision; for the holder and the certifier." },
    { "suspensions", MEMBER_OBJECTS, .of = &spell_view,
      .doc = "Acts dated inside them are refused." },
    { "version", MEMBER_INT, .doc = "For If-Match and expected_version." },
    { "created_at", MEMBER_INSTANT, .doc = "When it was recorded." },
    { .name = NULL },
};
static const struct view habilitation_view = { "Habilitation",
                                               "A right to evaluate or to train, dated.",
                                               habilitation_members };

/* --- listing --- */

struct list_query {
    struct given given;
    struct id organism_id, network_id;
    int activity, state;
    struct slice referential_code;
};

#define QUERY(member) offsetof(struct list_query, member)
static const struct field list_fields[] = {
    { "organism_id", FIELD_ID, 0, QUERY(organism_id), .doc = "Held by this organism itself." },
    { "network_id", FIELD_ID, 0, QUERY(network_id), .doc = "Held by this network." },
    { "activity", FIELD_ENUM, 0, QUERY(activity), .names = activity_names,
      .doc = "For one activity." },
    { "referential_code", FIELD_TEXT, 0, QUERY(referential_code), 1, 40,
      .doc = "For one certification." },
    { "state", FIELD_ENUM, 0, QUERY(state), .names = states, .doc = "In one state." },
    { .name = NULL },
};
static const struct fields list_query = { "HabilitationQuery", list_fields,
                                          sizeof(struct list_query) };

static void bind_list(const struct exchange *x, struct params *params)
{
    const struct list_query *query = x->query;
    params_id(params, "organism_id", query->organism_id);
    params_id(params, "network_id", query->network_id);
    params_text(params, "activity",
                enum_text(&list_query, query, "activity", activity_names, query->activity));
    params_text(params, "referential_code", query->referential_code);
    params_text(params, "state", enum_text(&list_query, query, "state", states, query->state));
}

/* --- requesting and granting --- */

struct habilitation_body {
    struct given given;
    struct id organism_id, network_id;
    int activity, state;
    struct slice referential_code;
    struct date valid_from, valid_to;
};

#define AT(member) offsetof(struct habilitation_body, member)
static const struct field habilitation_fields[] = {
    { "organism_id", FIELD_ID, FIELD_NULLABLE, AT(organism_id),
      .doc = "The holder, when it is an organism; by default the caller's." },
    { "network_id", FIELD_ID, FIELD_NULLABLE, AT(network_id),
      .doc = "The holder, when it is a network; by default the caller's." },
    { "activity", FIELD_ENUM, FIELD_REQUIRED, AT(activity), .names = activity_names,
      .doc = "EVALUATION or TRAINING.", .example = "\"EVALUATION\"" },
    { "referential_code", FIELD_TEXT, FIELD_REQUIRED, AT(referential_code), 1, 40,
      .doc = "Certification to cover.", .example = "\"CLEA-SOCLE\"" },
    { "valid_from", FIELD_DATE, FIELD_REQUIRED, AT(valid_from), .doc = "First day asked for.",
      .example = "\"2026-01-01\"" },
    { "valid_to", FIELD_DATE, FIELD_NULLABLE, AT(valid_to),
      .doc = "Last day, included; null = open.", .example = "\"2028-12-31\"" },
    { "state", FIELD_ENUM, 0, AT(state), .names = new_states,
      .doc = "REQUESTED by default; the certifier may record GRANTED at once." },
    { "id", FIELD_ID, FIELD_READ_ONLY },
    { "requested_on", FIELD_DATE, FIELD_READ_ONLY },
    { "granted_on", FIELD_DATE, FIELD_READ_ONLY },
    { "ended_on", FIELD_DATE, FIELD_READ_ONLY },
    { "version", FIELD_INT, FIELD_READ_ONLY },
    { .name = NULL },
};
static const struct fields habilitation_body = { "HabilitationInput", habilitation_fields,
                                                 sizeof(struct habilitation_body) };

static bool names_holder(const struct habilitation_body *body)
{
    return id_is_set(body->organism_id) || id_is_set(body->network_id);
}

static struct id organism_of(const struct exchange *x)
{
    const struct habilitation_body *body = x->body;
    return names_holder(body) ? body->organism_id : exchange_organism(x);
}

static struct id network_of(const struct exchange *x)
{
    const struct habilitation_body *body = x->body;
    if (names_holder(body) || !slice_is(x->principal.scope, "NETWORK"))
        return body->network_id;
    return x->principal.scope_id;
}

static void prepare_habilitation(struct exchange *x)
{
    const struct habilitation_body *body = x->body;
    if (id_is_set(organism_of(x)) && id_is_set(network_of(x)))
        exchange_violate(x, "/network_id", REASON_TOO_MANY_ITEMS);
    else if (!id_is_set(organism_of(x)) && !id_is_set(network_of(x)))
        exchange_violate(x, "/organism_id", REASON_REQUIRED);
    registry_check_period(x, body->valid_from, body->valid_to);
}

static void bind_holder(const struct exchange *x, struct params *params)
{
    const struct habilitation_body *body = x->body;
    params_item(params);
    params_id(params, "organism_id", organism_of(x));
    params_id(params, "network_id", network_of(x));
    params_text(params, "referential_code", body->referential_code);
}

static void read_holder(struct exchange *x, struct row *row)
{
    registry_read_holder(row, x->snapshot);
}

static const struct load holder_loads[] = {
    { &SQL_holder_load, bind_holder, read_holder, LOAD_REQUIRED },
    { .statement = NULL },
};

enum { INSERT_HABILITATION, HABILITATION_WRITES };
static const struct write habilitation_writes[HABILITATION_WRITES];

static void decide_habilitation(struct exchange *x)
{
    const struct registry_holder *known = x->snapshot;
    const struct habilitation_body *body = x->body;
    struct id organism_id = organism_of(x), network_id = network_of(x);
    struct id holder_id = id_is_set(organism_id) ? organism_id : network_id;
    bool is_certifier = exchange_has_role(x, ROLE_CERTIFIER);
    if (!is_certifier && !id_equals(holder_id, x->principal.scope_id))
        exchange_refuse(x, REASON_ROLE_NOT_ALLOWED, (struct slice){ 0 });
    if (!is_certifier && body->state == GRANTED)
        exchange_refuse(x, REASON_ROLE_NOT_ALLOWED, SLICE("{\"pointer\":\"/state\"}"));
    if (id_is_set(organism_id) && !known->has_organism)
        exchange_violate(x, "/organism_id", REASON_REFERENCE_UNKNOWN);
    if (id_is_set(network_id) && !known->has_network)
        exchange_violate(x, "/network_id", REASON_REFERENCE_UNKNOWN);
    if (!known->has_referential)
        exchange_violate(x, "/referential_code", REASON_REFERENCE_UNKNOWN);
    x->result_id = x->root_id = exchange_new_id(x);
    exchange_effect(x, &habilitation_writes[INSERT_HABILITATION], 0, NULL);
}

static void bind_habilitation(const struct exchange *x, const struct effect *effect,
                              struct params *params)
{
    const struct habilitation_body *body = x->body;
    (void)effect;
    params_id(params, "id", x->result_id);
    params_id(params, "organism_id", organism_of(x));
    params_id(params, "network_id", network_of(x));
    params_text(params, "activity", slice_of(activity_names[body->activity]));
    params_text(params, "referential_code", body->referential_code);
    params_date(params, "valid_from", body->valid_from);
    params_date(params, "valid_to", body->valid_to);
    params_text(params, "state", slice_of(new_states[body->state]));
    params_date(params, "requested_on", x->today);
    params_date(params, "granted_on", body->state == GRANTED ? x->today : (struct date){ 0 });
}

static const struct write habilitation_writes[HABILITATION_WRITES] = {
    [INSERT_HABILITATION] = { &SQL_habilitation_insert, bind_habilitation, WRITE_EXACT },
};

static const enum reason habilitation_reasons[] = { REASON_PERIOD_OVERLAP, REASON_ROLE_NOT_ALLOWED,
                                                    REASON_NONE };

/* --- events --- */

enum habilitation_event { GRANT, SUSPEND, LIFT, RENEW, WITHDRAW, END, EVENT_COUNT };
static const char *const events[] = {
    "GRANT", "SUSPEND", "LIFT", "RENEW", "WITHDRAW", "END", NULL
};

#define FROM(state) (1u << (state))
/* clang-format off */
static const struct {
    unsigned from;
    enum habilitation_state to;
    bool needs_note, takes_first_day, takes_last_day, is_granting, is_ending;
} moves[EVENT_COUNT] = {
    [GRANT]    = { FROM(REQUESTED), GRANTED, .takes_first_day = true, .takes_last_day = true, .is_granting = true },
    [SUSPEND]  = { FROM(GRANTED), SUSPENDED, .needs_note = true },
    [LIFT]     = { FROM(SUSPENDED), GRANTED },
    [RENEW]    = { FROM(GRANTED), GRANTED, .takes_last_day = true },
    [WITHDRAW] = { FROM(GRANTED) | FROM(SUSPENDED), WITHDRAWN, .needs_note = true, .is_ending = true },
    [END]      = { FROM(GRANTED) | FROM(SUSPENDED), ENDED, .is_ending = true },
};
/* clang-format on */

struct event_body {
    struct given given;
    int event;
    struct date occurred_on, valid_from, valid_to;
    struct slice note;
    int64_t expected_version;
};

#define EVENT(member) offsetof(struct event_body, member)
static const struct field event_fields[] = {
    { "event", FIELD_ENUM, FIELD_REQUIRED, EVENT(event), .names = events,
      .doc = "GRANT, SUSPEND, LIFT, RENEW, WITHDRAW or END.", .example = "\"GRANT\"" },
    { "occurred_on", FIELD_DATE, FIELD_NULLABLE, EVENT(occurred_on),
      .doc = "Day of the decision; today by default. SUSPEND: first suspended day. LIFT: first day "
             "it may act again. "
             "WITHDRAW, END: first day it may act no more.",
      .example = "\"2026-01-15\"" },
    { "note", FIELD_TEXT, FIELD_NULLABLE | FIELD_MULTILINE, EVENT(note), 1, 2000,
      .doc = "Reason; required by SUSPEND and WITHDRAW." },
    { "valid_from", FIELD_DATE, 0, EVENT(valid_from),
      .doc = "GRANT: another first day than the one asked for." },
    { "valid_to", FIELD_DATE, FIELD_NULLABLE, EVENT(valid_to),
      .doc = "GRANT: another last day than the one asked for. RENEW: the new last day; null = "
             "open." },
    { "expected_version", FIELD_INT, FIELD_NULLABLE, EVENT(expected_version), 1, FIELD_INT_MAX,
      .doc = "`version` the decision was taken on." },
    { .name = NULL },
};
static const struct fields event_body = { "HabilitationEventInput", event_fields,
                                          sizeof(struct event_body) };

struct event_snapshot {
    struct id id, spell_id;
    unsigned state;
    struct date valid_from, valid_to, previous_on, suspended_from, suspended_to;
};

static void read_habilitation(struct exchange *x, struct row *row)
{
    struct event_snapshot *known = x->snapshot;
    known->id = row_id(row, "id");
    struct slice state = row_text(row, "state");
    while (states[known->state] && !slice_is(state, states[known->state]))
        known->state++;
    known->valid_from = row_date(row, "valid_from");
    known->valid_to = row_date(row, "valid_to");
    known->previous_on = row_date(row, "previous_on");
    x->version = row_int(row, "version");
    known->spell_id = row_id(row, "spell_id");
    known->suspended_from = row_date(row, "suspended_from");
    known->suspended_to = row_date(row, "suspended_to");
}

static const struct load event_loads[] = {
    { &SQL_habilitation_load, exchange_bind_path_id, read_habilitation, LOAD_REQUIRED | LOAD_ROOT },
    { .statement = NULL },
};

static void prepare_event(struct exchange *x)
{
    const struct event_body *body = x->body;
    if (body->expected_version)
        x->expected_version = body->expected_version;
    bool has_last_day = field_is_given(&event_body, body, "valid_to");
    if (!moves[body->event].takes_first_day && date_is_set(body->valid_from))
        exchange_violate(x, "/valid_from", REASON_UNKNOWN_FIELD);
    if (!moves[body->event].takes_last_day && has_last_day)
        exchange_violate(x, "/valid_to", REASON_UNKNOWN_FIELD);
    if (body->event == RENEW && !has_last_day)
        exchange_violate(x, "/valid_to", REASON_REQUIRED);
}

/* Bit i = enum habilitation_event i. */
static uint64_t events_of(unsigned state)
{
    uint64_t possible = 0;
    for (unsigned event = 0; event < EVENT_COUNT; event++) {
        if (moves[event].from & FROM(state))
            possible |= UINT64_C(1) << event;
    }
    return possible;
}

static struct date day_of(const struct exchange *x)
{
    const struct event_body *body = x->body;
    return date_is_set(body->occurred_on) ? body->occurred_on : x->today;
}

/* The day before which the event cannot lie: that of the decision it follows. */
static struct date earliest_day(const struct exchange *x)
{
    const struct event_body *body = x->body;
    const struct event_snapshot *known = x->snapshot;
    if (body->event == LIFT ||
        (moves[body->event].is_ending && date_is_set(known->suspended_from) &&
         !date_is_set(known->suspended_to)))
        return known->suspended_from;
    if (body->event != GRANT && date_is_set(known->suspended_to))
        return date_add_days(known->suspended_to, 1);
    return known->previous_on;
}

/* A renewal prolongs what still runs: days on which the holder had no right stay such. */
static void check_renewal(struct exchange *x)
{
    const struct event_snapshot *known = x->snapshot;
    const struct event_body *body = x->body;
    bool is_later =
        date_is_set(known->valid_to) &&
        (!date_is_set(body->valid_to) || date_is_after(body->valid_to, known->valid_to));
    if (!is_later)
        exchange_violate(x, "/valid_to", REASON_RANGE);
    if (date_is_set(known->valid_to) && date_is_after(day_of(x), known->valid_to)) {
        exchange_refuse(x, REASON_HABILITATION_LAPSED, SLICE("{\"pointer\":\"/occurred_on\"}"));
        exchange_resolve(x, "POST", SLICE("/v1/habilitations"));
    }
}

enum { UPDATE_STATE, BEGIN_SUSPENSION, END_SUSPENSION, EVENT_WRITES };
static const struct write event_writes[EVENT_WRITES];

static void decide_event(struct exchange *x)
{
    const struct event_snapshot *known = x->snapshot;
    const struct event_body *body = x->body;
    x->result_id = x->root_id = known->id;
    if (!(moves[body->event].from & FROM(known->state))) {
        exchange_refuse(x, REASON_INVALID_STATE, (struct slice){ 0 });
        exchange_allow(x, events, events_of(known->state));
        return;
    }
    if (date_is_after(day_of(x), x->today))
        exchange_refuse(x, REASON_DATE_IN_FUTURE, SLICE("{\"pointer\":\"/occurred_on\"}"));
    else if (date_is_before(day_of(x), earliest_day(x)))
        exchange_refuse(x, REASON_DATE_BEFORE_PREVIOUS_ACT,
                        SLICE("{\"pointer\":\"/occurred_on\"}"));
    if (moves[body->event].needs_note && !slice_is_set(body->note))
        exchange_refuse(x, REASON_REASON_REQUIRED, SLICE("{\"pointer\":\"/note\"}"));
    if (body->event == RENEW)
        check_renewal(x);
    registry_check_period(x, date_is_set(body->valid_from) ? body->valid_from : known->valid_from,
                          field_is_given(&event_body, body, "valid_to") ? body->valid_to
                                                                        : known->valid_to);
    exchange_effect(x, &event_writes[UPDATE_STATE], 0, NULL);
    if (body->event == SUSPEND)
        exchange_effect(x, &event_writes[BEGIN_SUSPENSION], 0, NULL);
    if (body->event == LIFT)
        exchange_effect(x, &event_writes[END_SUSPENSION], 0, NULL);
}

static void bind_state(const struct exchange *x, const struct effect *effect, struct params *params)
{
    const struct event_snapshot *known = x->snapshot;
    const struct event_body *body = x->body;
    const struct date none = { 0 };
    (void)effect;
    params_id(params, "id", known->id);
    params_int(params, "version", x->version);
    params_text(params, "state", slice_of(states[moves[body->event].to]));
    params_date(params, "valid_from", body->valid_from);
    params_bool(params, "sets_valid_to", field_is_given(&event_body, body, "valid_to"));
    params_date(params, "valid_to", body->valid_to);
    params_date(params, "granted_on", moves[body->event].is_granting ? day_of(x) : none);
    params_date(params, "ended_on", moves[body->event].is_ending ? day_of(x) : none);
    params_text(params, "decision_note", body->note);
}

static void bind_suspension(const struct exchange *x, const struct effect *effect,
                            struct params *params)
{
    const struct event_snapshot *known = x->snapshot;
    const struct event_body *body = x->body;
    (void)effect;
    params_id(params, "id", x->other_id);
    params_id(params, "habilitation_id", known->id);
    params_date(params, "suspended_from", day_of(x));
    params_text(params, "reason", body->note);
}

/* Lifted on the very day it began, that day stays suspended. */
static void bind_lift(const struct exchange *x, const struct effect *effect, struct params *params)
{
    const struct event_snapshot *known = x->snapshot;
    struct date last = date_add_days(day_of(x), -1);
    (void)effect;
    params_id(params, "id", known->spell_id);
    params_date(params, "suspended_to",
                date_is_before(last, known->suspended_from) ? known->suspended_from : last);
}

static void decide_event_with_ids(struct exchange *x)
{
    decide_event(x);
    x->other_id = exchange_new_id(x);
}

static const struct write event_writes[EVENT_WRITES] = {
    [UPDATE_STATE] = { &SQL_habilitation_update, bind_state, WRITE_EXACT },
    [BEGIN_SUSPENSION] = { &SQL_habilitation_suspend, bind_suspension, WRITE_EXACT },
    [END_SUSPENSION] = { &SQL_habilitation_lift, bind_lift, WRITE_EXACT },
};

static const enum reason event_reasons[] = {
    REASON_INVALID_STATE,    REASON_DATE_IN_FUTURE, REASON_DATE_BEFORE_PREVIOUS_ACT,
    REASON_REASON_REQUIRED,  REASON_PERIOD_OVERLAP, REASON_HABILITATION_LAPSED,
    REASON_VERSION_MISMATCH, REASON_NONE,
};

const struct operation habilitation_operations[] = {
    {
        .id = "listHabilitations",
        .method = METHOD_GET,
        .path = "/v1/habilitations",
        .tag = "Habilitations",
        .summary = "List the habilitations.",
        .description = "Newest first. A request is seen by its holder and the certifier only.",
        .roles = ROLES_ANY,
        .flags = OPERATION_LIST,
        .query = &list_query,
        .reply = { 200, &SQL_habilitation_list, bind_list, &habilitation_view },
    },
    {
        .id = "createHabilitation",
        .method = METHOD_POST,
        .path = "/v1/habilitations",
        .tag = "Habilitations",
        .summary = "Request a habilitation, or record a granted one.",
        .description = "An organism or a network asks for itself; the certifier may record any, "
                       "requested or granted. "
                       "One holder has one granted habilitation for an activity and a "
                       "certification at a time.",
        .roles = HABILITATION_WRITERS,
        .flags = OPERATION_COMMAND | OPERATION_KEY_REQUIRED,
        .body = &habilitation_body,
        .loads = holder_loads,
        .snapshot_size = sizeof(struct registry_holder),
        .prepare = prepare_habilitation,
        .decide = decide_habilitation,
        .writes = { WRITES(habilitation_writes) },
        .reply = { 201, &SQL_habilitation_view, exchange_bind_result, &habilitation_view,
                   .location = "/v1/habilitations/%s" },
        .reasons = habilitation_reasons,
        .example = "{\"activity\":\"EVALUATION\",\"referential_code\":\"CLEA-SOCLE\",\"valid_"
                   "from\":\"2026-01-01\","
                   "\"valid_to\":\"2028-12-31\"}",
    },
    {
        .id = "getHabilitation",
        .method = METHOD_GET,
        .path = "/v1/habilitations/{habilitation_id}",
        .tag = "Habilitations",
        .summary = "Read a habilitation.",
        .description = "With its suspensions.",
        .roles = ROLES_ANY,
        .reply = { 200, &SQL_habilitation_view, exchange_bind_path_id, &habilitation_view },
    },
    {
        .id = "recordHabilitationEvent",
        .method = METHOD_POST,
        .path = "/v1/habilitations/{habilitation_id}/events",
        .tag = "Habilitations",
        .summary = "Grant, suspend, lift, renew, withdraw or end.",
        .description = "REQUESTED -> GRANTED -> SUSPENDED -> GRANTED; WITHDRAWN, or ENDED at the "
                       "holder's wish, from either. RENEW gives a later last day while it runs. "
                       "Nothing of it touches acts of earlier days.",
        .roles = ROLE_CERTIFIER,
        .flags = OPERATION_COMMAND | OPERATION_KEY_REQUIRED,
        .body = &event_body,
        .loads = event_loads,
        .snapshot_size = sizeof(struct event_snapshot),
        .prepare = prepare_event,
        .decide = decide_event_with_ids,
        .writes = { WRITES(event_writes) },
        .reply = { 200, &SQL_habilitation_view, exchange_bind_result, &habilitation_view },
        .reasons = event_reasons,
        .example = "{\"event\":\"GRANT\",\"occurred_on\":\"2026-01-15\"}",
    },
    { .id = NULL },
};
