/* The events of a habilitation: granting, suspending, lifting, renewing, withdrawing, ending. */
#include "api/registry/habilitations.h"

#include "api/operation.h"
#include "api/registry/registry.h"
#include "sql.h"
#include "api/checks.h"

enum { HABILITATION_EVENT_COUNT = HABILITATION_EVENT_END + 1 };

#define FROM(state) (1u << (state))
/* clang-format off */
static const struct {
    unsigned from;
    enum habilitation_state_word to;
    bool needs_note, takes_first_day, takes_last_day, is_granting, is_ending;
} moves[HABILITATION_EVENT_COUNT] = {
    [HABILITATION_EVENT_GRANT]    = { FROM(HABILITATION_REQUESTED), HABILITATION_GRANTED, .takes_first_day = true, .takes_last_day = true, .is_granting = true },
    [HABILITATION_EVENT_SUSPEND]  = { FROM(HABILITATION_GRANTED), HABILITATION_SUSPENDED, .needs_note = true },
    [HABILITATION_EVENT_LIFT]     = { FROM(HABILITATION_SUSPENDED), HABILITATION_GRANTED },
    [HABILITATION_EVENT_RENEW]    = { FROM(HABILITATION_GRANTED), HABILITATION_GRANTED, .takes_last_day = true },
    [HABILITATION_EVENT_WITHDRAW] = { FROM(HABILITATION_GRANTED) | FROM(HABILITATION_SUSPENDED), HABILITATION_WITHDRAWN, .needs_note = true, .is_ending = true },
    [HABILITATION_EVENT_END]      = { FROM(HABILITATION_GRANTED) | FROM(HABILITATION_SUSPENDED), HABILITATION_ENDED, .is_ending = true },
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
    { "event", FIELD_ENUM, FIELD_REQUIRED, EVENT(event), .words = &habilitation_event_words,
      .doc = "GRANT, SUSPEND, LIFT, RENEW, WITHDRAW or END.", .example = "\"GRANT\"" },
    { "occurred_on", FIELD_DATE, FIELD_NULLABLE, EVENT(occurred_on),
      .doc = "Day of the decision; today by default. SUSPEND: first suspended day. LIFT: first day "
             "it may act again. WITHDRAW, END: first day it may act no more.",
      .example = "\"2026-01-15\"" },
    { "note", FIELD_TEXT, FIELD_NULLABLE | FIELD_MULTILINE, EVENT(note), 1, 2000,
      .doc = "Reason; required by SUSPEND and WITHDRAW." },
    { "valid_from", FIELD_DATE, 0, EVENT(valid_from),
      .doc = "GRANT: another first day than the one asked for." },
    { "valid_to", FIELD_DATE, FIELD_NULLABLE, EVENT(valid_to),
      .doc =
          "GRANT: another last day than the one asked for. RENEW: the new last day; null = open." },
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
    if (body->event == HABILITATION_EVENT_RENEW && !has_last_day)
        exchange_violate(x, "/valid_to", REASON_REQUIRED);
}

/* Bit i = enum habilitation_event_word i. */
static uint64_t events_of(unsigned state)
{
    uint64_t possible = 0;
    for (unsigned event = 0; event < HABILITATION_EVENT_COUNT; event++) {
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
    bool is_later =
        date_is_set(known->valid_to) &&
        (!date_is_set(body->valid_to) || date_is_after(body->valid_to, known->valid_to));
    if (!is_later) {
        exchange_violate(x, "/valid_to", REASON_RANGE);
        exchange_expect(x, expected_dates(date_is_set(known->valid_to)
                                              ? date_add_days(known->valid_to, 1)
                                              : (struct date){ 0 },
                                          (struct date){ 0 }));
    }
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
        exchange_allow(x, habilitation_event_words.codes, events_of(known->state));
        return;
    }
    if (date_is_after(day_of(x), x->today))
        exchange_refuse(x, REASON_DATE_IN_FUTURE, SLICE("{\"pointer\":\"/occurred_on\"}"));
    else if (date_is_before(day_of(x), earliest_day(x)))
        exchange_refuse(x, REASON_DATE_BEFORE_PREVIOUS_ACT,
                        SLICE("{\"pointer\":\"/occurred_on\"}"));
    if (moves[body->event].needs_note && !slice_is_set(body->note))
        exchange_refuse(x, REASON_REASON_REQUIRED, SLICE("{\"pointer\":\"/note\"}"));
    if (body->event == HABILITATION_EVENT_RENEW)
        check_renewal(x);
    registry_check_period(x, date_is_set(body->valid_from) ? body->valid_from : known->valid_from,
                          field_is_given(&event_body, body, "valid_to") ? body->valid_to
                                                                        : known->valid_to);
    exchange_effect(x, &event_writes[UPDATE_STATE], 0, NULL);
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

const struct operation habilitation_event_operations[] = {
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
