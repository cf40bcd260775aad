/* SPDX-License-Identifier: EUPL-1.2 */
/* The events of a habilitation: a request is granted, refused or taken back; what is granted is
 * suspended, lifted, renewed, withdrawn, ended. */
#include "api/registry/habilitations.h"

#include "api/events.h"
#include "api/registry/registry.h"
#include "sql.h"
#include "api/checks.h"

enum { HABILITATION_EVENT_COUNT = HABILITATION_EVENT_RETRACT + 1 };

/* clang-format off */
static const struct {
    enum habilitation_state_word to;
    bool needs_note, is_granting, is_ending;
} moves[HABILITATION_EVENT_COUNT] = {
    [HABILITATION_EVENT_GRANT]    = { HABILITATION_GRANTED, .is_granting = true },
    [HABILITATION_EVENT_SUSPEND]  = { HABILITATION_SUSPENDED, .needs_note = true },
    [HABILITATION_EVENT_LIFT]     = { HABILITATION_GRANTED },
    [HABILITATION_EVENT_RENEW]    = { HABILITATION_GRANTED },
    [HABILITATION_EVENT_WITHDRAW] = { HABILITATION_WITHDRAWN, .needs_note = true, .is_ending = true },
    [HABILITATION_EVENT_END]      = { HABILITATION_ENDED, .is_ending = true },
    [HABILITATION_EVENT_REFUSE]   = { HABILITATION_REFUSED, .needs_note = true, .is_ending = true },
    [HABILITATION_EVENT_RETRACT]  = { HABILITATION_RETRACTED, .is_ending = true },
};

#define FROM(state) (UINT64_C(1) << HABILITATION_##state)
#define DATES       REASON_DATE_IN_FUTURE, REASON_DATE_BEFORE_PREVIOUS_ACT
static const struct event_rule rules[] = {
    { HABILITATION_EVENT_GRANT,    FROM(REQUESTED),                 ROLE_CERTIFIER, { REASON_NONE }, { DATES, REASON_PERIOD_OVERLAP } },
    { HABILITATION_EVENT_SUSPEND,  FROM(GRANTED),                   ROLE_CERTIFIER, { REASON_NONE }, { DATES, REASON_REASON_REQUIRED } },
    { HABILITATION_EVENT_LIFT,     FROM(SUSPENDED),                 ROLE_CERTIFIER, { REASON_NONE }, { DATES } },
    { HABILITATION_EVENT_RENEW,    FROM(GRANTED),                   ROLE_CERTIFIER, { REASON_HABILITATION_WITHOUT_END },
      { DATES, REASON_HABILITATION_LAPSED, REASON_PERIOD_OVERLAP } },
    { HABILITATION_EVENT_WITHDRAW, FROM(GRANTED) | FROM(SUSPENDED), ROLE_CERTIFIER, { REASON_NONE }, { DATES, REASON_REASON_REQUIRED } },
    { HABILITATION_EVENT_END,      FROM(GRANTED) | FROM(SUSPENDED), ROLE_CERTIFIER, { REASON_NONE }, { DATES } },
    { HABILITATION_EVENT_REFUSE,   FROM(REQUESTED),                 ROLE_CERTIFIER, { REASON_NONE }, { DATES, REASON_REASON_REQUIRED } },
    { HABILITATION_EVENT_RETRACT,  FROM(REQUESTED),                 HABILITATION_HOLDERS, { REASON_NONE }, { DATES } },
};
#undef DATES
#undef FROM
/* clang-format on */

struct event_sent {
    struct given given;
    struct date valid_from, valid_to;
    struct slice note;
};

/* clang-format off */
#define AT(member) offsetof(struct event_sent, member)
#define NOTE(why) \
    { "note", FIELD_TEXT, FIELD_NULLABLE | FIELD_MULTILINE, AT(note), 1, 2000, .doc = why }
static const struct field grant_fields[] = {
    NOTE("Remark."),
    { "valid_from", FIELD_DATE, 0, AT(valid_from), .doc = "Another first day than the one asked for." },
    { "valid_to", FIELD_DATE, FIELD_NULLABLE, AT(valid_to), .doc = "Another last day than the one asked for; null = open." },
    { .name = NULL },
};
static const struct field renewal_fields[] = {
    NOTE("Remark."),
    { "valid_to", FIELD_DATE, FIELD_REQUIRED | FIELD_NULLABLE, AT(valid_to), .doc = "The new last day; null = open.", .example = "\"2028-12-31\"" },
    { .name = NULL },
};
static const struct field reason_fields[] = { NOTE("Reason; needed."), { .name = NULL } };
static const struct field note_fields[] = { NOTE("Remark."), { .name = NULL } };
#undef NOTE
#undef AT
/* clang-format on */
static const struct fields *const data_tables[HABILITATION_EVENT_COUNT] = {
    [HABILITATION_EVENT_GRANT] = EVENT_DATA("HabilitationGrant", grant_fields, event_sent),
    [HABILITATION_EVENT_SUSPEND] = EVENT_DATA("HabilitationSuspend", reason_fields, event_sent),
    [HABILITATION_EVENT_LIFT] = EVENT_DATA("HabilitationLift", note_fields, event_sent),
    [HABILITATION_EVENT_RENEW] = EVENT_DATA("HabilitationRenew", renewal_fields, event_sent),
    [HABILITATION_EVENT_WITHDRAW] = EVENT_DATA("HabilitationWithdraw", reason_fields, event_sent),
    [HABILITATION_EVENT_END] = EVENT_DATA("HabilitationEnd", note_fields, event_sent),
    [HABILITATION_EVENT_REFUSE] = EVENT_DATA("HabilitationRefuse", reason_fields, event_sent),
    [HABILITATION_EVENT_RETRACT] = EVENT_DATA("HabilitationRetract", note_fields, event_sent),
};

struct event_body {
    struct given given;
    int event;
    struct date occurred_on;
    int64_t expected_version;
    struct event_sent data;
};

static const struct field event_fields[] = {
    EVENT_FIELD(
        event_body, habilitation_event_words, 0,
        "GRANT or REFUSE a request, RETRACT one's own; SUSPEND, LIFT, RENEW, WITHDRAW, END.",
        "\"GRANT\""),
    EVENT_DAY_FIELD(event_body,
                    "Day of the decision; today by default. SUSPEND: first suspended day. LIFT: "
                    "first day it may act again. WITHDRAW, END: first day it may act no more."),
    EVENT_DATA_FIELD(event_body, data_tables),
    EVENT_VERSION_FIELD(event_body),
    { .name = NULL },
};
static const struct fields event_body = { "HabilitationEventBody", event_fields,
                                          sizeof(struct event_body) };

struct event_snapshot {
    struct id id, holder_id, spell_id, act_id;
    unsigned state;
    struct date valid_from, valid_to, previous_on, suspended_from, suspended_to;
    struct id
        overlapping_id; /* another that holds on some of the days it would get; unset = none */
};

static void read_habilitation(struct exchange *x, struct row *row)
{
    struct event_snapshot *known = x->snapshot;
    known->id = row_id(row, "id");
    known->holder_id = row_id(row, "holder_id");
    struct slice state = row_text(row, "state");
    while (habilitation_state_words.codes[known->state] &&
           !slice_is(state, habilitation_state_words.codes[known->state]))
        known->state++;
    known->valid_from = row_date(row, "valid_from");
    known->valid_to = row_date(row, "valid_to");
    known->previous_on = row_date(row, "previous_on");
    x->version = row_int(row, "version");
    known->spell_id = row_id(row, "spell_id");
    known->suspended_from = row_date(row, "suspended_from");
    known->suspended_to = row_date(row, "suspended_to");
    exchange_reach(x, exchange_read_zone(row, "holder_time_zone"));
    exchange_follow(x, known->previous_on); /* where the holder asked */
    exchange_follow(x, known->suspended_from);
}

static bool gives_last_day(const struct event_body *body)
{
    const bool takes =
        body->event == HABILITATION_EVENT_GRANT || body->event == HABILITATION_EVENT_RENEW;
    return takes && field_is_given(data_tables[body->event], &body->data, "valid_to");
}

/* Nothing is asked of events that give no days. */
static void bind_overlap(const struct exchange *x, struct params *params)
{
    const struct event_body *body = x->body;
    if (body->event != HABILITATION_EVENT_GRANT && body->event != HABILITATION_EVENT_RENEW)
        return;
    params_item(params);
    params_id(params, "id", x->path_id[0]);
    params_null(params, "holder_id");
    params_null(params, "activity");
    params_null(params, "referential_code");
    params_date(params, "valid_from", body->data.valid_from);
    params_bool(params, "sets_valid_to", gives_last_day(body));
    params_date(params, "valid_to", body->data.valid_to);
}

static void read_overlap(struct exchange *x, struct row *row)
{
    ((struct event_snapshot *)x->snapshot)->overlapping_id = row_id(row, "overlapping_id");
}

static const struct load event_loads[] = {
    { &SQL_habilitation_load, exchange_bind_path_id, read_habilitation, LOAD_REQUIRED | LOAD_ROOT },
    { &SQL_habilitation_overlap, bind_overlap, read_overlap, 0 },
    { .statement = NULL },
};

/* The day before which the event cannot lie: that of the decision it follows. */
static struct date earliest_day(const struct exchange *x)
{
    const struct event_body *body = x->body;
    const struct event_snapshot *known = x->snapshot;
    if (body->event == HABILITATION_EVENT_LIFT ||
        (moves[body->event].is_ending && date_is_set(known->suspended_from) &&
         !date_is_set(known->suspended_to)))
        return known->suspended_from;
    if (body->event != HABILITATION_EVENT_GRANT && date_is_set(known->suspended_to))
        return date_add_days(known->suspended_to, 1);
    return known->previous_on;
}

/* A renewal prolongs what still runs: days on which the holder had no right stay such. */
static void check_renewal(struct exchange *x)
{
    const struct event_snapshot *known = x->snapshot;
    const struct event_body *body = x->body;
    if (!date_is_set(known->valid_to)) {
        exchange_refuse(x, REASON_HABILITATION_WITHOUT_END, (struct slice){ 0 });
        return;
    }
    if (date_is_set(body->data.valid_to) && !date_is_after(body->data.valid_to, known->valid_to)) {
        exchange_violate_data(x, "/valid_to", REASON_RANGE);
        exchange_expect(x, expected_dates(date_add_days(known->valid_to, 1), (struct date){ 0 }));
    }
    if (date_is_after(events_day(x), known->valid_to)) {
        exchange_refuse(x, REASON_HABILITATION_LAPSED, SLICE("{\"pointer\":\"/occurred_on\"}"));
        exchange_resolve(x, "POST", SLICE("/v1/habilitations"));
    }
}

enum { UPDATE_STATE, RETRACT_REQUEST, RECORD_ACT, BEGIN_SUSPENSION, END_SUSPENSION, EVENT_WRITES };
static const struct write event_writes[EVENT_WRITES];

static void decide_event(struct exchange *x)
{
    const struct event_snapshot *known = x->snapshot;
    const struct event_body *body = x->body;
    x->result_id = x->root_id = known->id;
    if (!events_admit(x, (unsigned)body->event))
        return;
    const struct date day = events_day(x), earliest = earliest_day(x);
    if (date_is_after(day, x->latest_day))
        refuse_with(x, REASON_DATE_IN_FUTURE,
                    (struct reason_detail){ .date = day, .limit = x->latest_day });
    else if (date_is_before(day, earliest))
        refuse_with(x, REASON_DATE_BEFORE_PREVIOUS_ACT,
                    (struct reason_detail){ .date = day, .limit = earliest });
    if (moves[body->event].needs_note && !slice_is_set(body->data.note))
        exchange_refuse(x, REASON_REASON_REQUIRED, SLICE("{\"pointer\":\"/data/note\"}"));
    if (body->event == HABILITATION_EVENT_RENEW)
        check_renewal(x);
    if (id_is_set(known->overlapping_id))
        refuse_with(x, REASON_PERIOD_OVERLAP,
                    (struct reason_detail){ .id = known->overlapping_id });
    registry_check_period(
        x, date_is_set(body->data.valid_from) ? body->data.valid_from : known->valid_from,
        gives_last_day(body) ? body->data.valid_to : known->valid_to);
    const bool is_retracted = body->event == HABILITATION_EVENT_RETRACT;
    exchange_effect(x, &event_writes[is_retracted ? RETRACT_REQUEST : UPDATE_STATE], 0, NULL);
    exchange_effect(x, &event_writes[RECORD_ACT], 0, NULL);
    if (body->event == HABILITATION_EVENT_SUSPEND)
        exchange_effect(x, &event_writes[BEGIN_SUSPENSION], 0, NULL);
    if (body->event == HABILITATION_EVENT_LIFT)
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
    params_text(params, "state", slice_of(habilitation_state_words.codes[moves[body->event].to]));
    params_date(params, "valid_from", body->data.valid_from);
    params_bool(params, "sets_valid_to", gives_last_day(body));
    params_date(params, "valid_to", body->data.valid_to);
    params_date(params, "granted_on", moves[body->event].is_granting ? events_day(x) : none);
    params_date(params, "ended_on", moves[body->event].is_ending ? events_day(x) : none);
    params_text(params, "decision_note", body->data.note);
}

static void bind_suspension(const struct exchange *x, const struct effect *effect,
                            struct params *params)
{
    const struct event_snapshot *known = x->snapshot;
    const struct event_body *body = x->body;
    (void)effect;
    params_id(params, "id", x->other_id);
    params_id(params, "habilitation_id", known->id);
    params_date(params, "suspended_from", events_day(x));
    params_text(params, "reason", body->data.note);
}

static void bind_retraction(const struct exchange *x, const struct effect *effect,
                            struct params *params)
{
    const struct event_body *body = x->body;
    (void)effect;
    params_id(params, "id", x->root_id);
    params_int(params, "version", x->version);
    params_date(params, "ended_on", events_day(x));
    params_text(params, "decision_note", body->data.note);
}

static void bind_act(const struct exchange *x, const struct effect *effect, struct params *params)
{
    const struct event_snapshot *known = x->snapshot;
    const struct event_body *body = x->body;
    const bool is_dated =
        body->event == HABILITATION_EVENT_GRANT || body->event == HABILITATION_EVENT_RENEW;
    const struct date valid_to = gives_last_day(body) ? body->data.valid_to : known->valid_to;
    (void)effect;
    params_id(params, "id", known->act_id);
    params_id(params, "habilitation_id", known->id);
    params_text(params, "event", slice_of(habilitation_event_words.codes[body->event]));
    params_date(params, "occurred_on", events_day(x));
    params_date(params, "valid_to", is_dated ? valid_to : (struct date){ 0 });
    params_text(params, "note", body->data.note);
}

/* Lifted on the very day it began it has no day: the last one is the day before the first. */
static void bind_lift(const struct exchange *x, const struct effect *effect, struct params *params)
{
    const struct event_snapshot *known = x->snapshot;
    (void)effect;
    params_id(params, "id", known->spell_id);
    params_date(params, "suspended_to", date_add_days(events_day(x), -1));
}

static void decide_event_with_ids(struct exchange *x)
{
    decide_event(x);
    x->other_id = exchange_new_id(x);
    ((struct event_snapshot *)x->snapshot)->act_id = exchange_new_id(x);
}

static const struct write event_writes[EVENT_WRITES] = {
    [UPDATE_STATE] = { &SQL_habilitation_update, bind_state, WRITE_EXACT },
    [RETRACT_REQUEST] = { &SQL_habilitation_retract, bind_retraction, WRITE_EXACT },
    [RECORD_ACT] = { &SQL_habilitation_act, bind_act, WRITE_EXACT },
    [BEGIN_SUSPENSION] = { &SQL_habilitation_suspend, bind_suspension, WRITE_EXACT },
    [END_SUSPENSION] = { &SQL_habilitation_lift, bind_lift, WRITE_EXACT },
};

/* --- allowed events --- */

static const struct load allowed_loads[] = {
    { &SQL_habilitation_load, exchange_bind_path_id, read_habilitation, LOAD_REQUIRED | LOAD_ROOT },
    { .statement = NULL },
};

static unsigned state_of(const struct exchange *x)
{
    return ((const struct event_snapshot *)x->snapshot)->state;
}

static struct slice address_of(struct exchange *x)
{
    return exchange_address(x, "/v1/habilitations/",
                            ((const struct event_snapshot *)x->snapshot)->id);
}

/* Who waits for the answer takes the request back, nobody else. */
static bool is_side(const struct exchange *x, unsigned event)
{
    const struct event_snapshot *known = x->snapshot;
    return event != HABILITATION_EVENT_RETRACT ||
           id_equals(known->holder_id, x->principal.scope_id);
}

static void judge(struct exchange *x, unsigned event, struct outcome *outcome)
{
    const struct event_snapshot *known = x->snapshot;
    if (event == HABILITATION_EVENT_RENEW && !date_is_set(known->valid_to))
        outcome_add(outcome, REASON_HABILITATION_WITHOUT_END, NULL);
}

static const struct machine habilitation_machine = {
    .states = &habilitation_state_words,
    .events = &habilitation_event_words,
    .noun = { "L’habilitation", "The habilitation" },
    .roles = HABILITATION_WRITERS,
    .state = state_of,
    .address = address_of,
    .is_side = is_side,
    .rules = rules,
    .rule_count = sizeof rules / sizeof rules[0],
    .judge = judge,
};

ALLOWED_EVENTS_VIEW(habilitation, "Habilitation", habilitation_state_words,
                    habilitation_event_words);
EVENT_REPLY_VIEW(habilitation, "HabilitationEvent", habilitation_event_words);

static const enum reason event_reasons[] = {
    REASON_INVALID_STATE,
    REASON_ROLE_NOT_ALLOWED,
    REASON_DATE_IN_FUTURE,
    REASON_DATE_BEFORE_PREVIOUS_ACT,
    REASON_REASON_REQUIRED,
    REASON_PERIOD_OVERLAP,
    REASON_HABILITATION_LAPSED,
    REASON_HABILITATION_WITHOUT_END,
    REASON_NONE,
};

const struct operation habilitation_event_operations[] = {
    {
        EVENTS_OF(habilitation_machine, habilitation_event_reply, "/v1/habilitations/%s",
                  SQL_habilitation_view, exchange_bind_result, habilitation_view),
        .id = "recordHabilitationEvent",
        .path = "/v1/habilitations/{habilitation_id}/events",
        .tag = "Habilitations",
        .summary = "Grant, refuse or take back a request; suspend, lift, renew, withdraw or end.",
        .description = "REQUESTED -> GRANTED -> SUSPENDED -> GRANTED; WITHDRAWN, or ENDED at the "
                       "holder's wish, from either. RENEW gives a later last day while it runs. "
                       "Nothing of it touches acts of earlier days. The certifier REFUSES a "
                       "request, its holder RETRACTS it; either may ask again.",
        .roles = HABILITATION_WRITERS,
        .flags = OPERATION_COMMAND | OPERATION_KEY_REQUIRED,
        .body = &event_body,
        .loads = event_loads,
        .snapshot_size = sizeof(struct event_snapshot),
        .prepare = events_prepare,
        .decide = decide_event_with_ids,
        .writes = { WRITES(event_writes) },
        .reasons = event_reasons,
    },
    {
        ALLOWED_EVENTS_OF(habilitation_machine, habilitation_allowed_events_view),
        .id = "readAllowedHabilitationEvents",
        .path = "/v1/habilitations/{habilitation_id}/allowed-events",
        .tag = "Habilitations",
        .summary = "Ask what may become of a habilitation now, and if not, why not.",
        .roles = ROLES_ANY,
        .loads = allowed_loads,
        .snapshot_size = sizeof(struct event_snapshot),
    },
    { .id = NULL },
};
