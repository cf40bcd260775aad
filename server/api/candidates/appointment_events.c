/* What becomes of an appointment: held, missed, cancelled, moved. */
#include "api/candidates/appointments.h"

#include "api/refusals.h"
#include "sql.h"

struct event_body {
    struct given given;
    int event;
    int64_t starts_at, expected_version;
    struct slice reason;
};
#define AT(member) offsetof(struct event_body, member)
static const struct field event_fields[] = {
    { "event", FIELD_ENUM, FIELD_REQUIRED, AT(event), .words = &appointment_event_words,
      .doc = "What happens.", .example = "\"DONE\"" },
    { "starts_at", FIELD_INSTANT, 0, AT(starts_at), .doc = "RESCHEDULE: the new beginning." },
    { "reason", FIELD_TEXT, FIELD_MULTILINE, AT(reason), 1, 1000, .doc = "CANCEL: why." },
    { "expected_version", FIELD_INT, FIELD_NULLABLE, AT(expected_version), 1, FIELD_INT_MAX,
      .doc = "As If-Match." },
    { .name = NULL },
};
#undef AT
static const struct fields event_table = { "AppointmentEventInput", event_fields,
                                           sizeof(struct event_body) };

static bool moves(const struct event_body *body)
{
    return body->event == APPOINTMENT_EVENT_RESCHEDULE;
}

static void prepare_event(struct exchange *x)
{
    const struct event_body *body = x->body;
    bool has_time = field_is_given(&event_table, body, "starts_at");
    if (body->expected_version)
        x->expected_version = body->expected_version;
    if (moves(body) && !has_time)
        exchange_violate(x, "/starts_at", REASON_REQUIRED);
    if (!moves(body) && has_time)
        exchange_violate(x, "/starts_at", REASON_UNKNOWN_FIELD);
    if (body->event != APPOINTMENT_EVENT_CANCEL && slice_is_set(body->reason))
        exchange_violate(x, "/reason", REASON_UNKNOWN_FIELD);
}

static void bind_facts(const struct exchange *x, struct params *params)
{
    const struct event_body *body = x->body;
    struct appointment_question question = { .appointment_id = x->path_id[0] };
    if (moves(body))
        question.starts_at = body->starts_at;
    appointment_bind_facts(params, &question);
}

static const struct load event_loads[] = {
    { &SQL_appointment_load, exchange_bind_path_id, appointment_read, LOAD_REQUIRED | LOAD_ROOT },
    { &SQL_appointment_facts, bind_facts, appointment_read_facts, 0 },
    { .statement = NULL },
};

/* Bit i = enum appointment_event i. */
static uint64_t events_of(enum appointment_state state)
{
    uint64_t events = 0;
    for (unsigned event = 0; event < APPOINTMENT_EVENT_COUNT; event++) {
        if (appointment_find(state, (enum appointment_event)event))
            events |= UINT64_C(1) << event;
    }
    return events;
}

static void decide_event(struct exchange *x)
{
    const struct appointment_snapshot *known = x->snapshot;
    const struct event_body *body = x->body;
    struct appointment_row row = known->row;
    enum appointment_state state = (enum appointment_state)row.state, to = state;
    const struct appointment_command command = {
        .event = (enum appointment_event)body->event,
        .today = x->today,
        .new_day = schedule_start_day(body->starts_at, row.time_zone),
        .has_reason = slice_is_set(body->reason),
    };
    struct outcome outcome =
        appointment_decide(state, schedule_start_day(row.starts_at, row.time_zone), &command, &to);
    x->result_id = x->root_id = known->id;
    refuse_outcome(x, &outcome, NULL);
    if (outcome_has(&outcome, REASON_INVALID_STATE)) {
        exchange_allow(x, appointment_event_names, events_of(state));
        return;
    }
    if (moves(body)) {
        appointment_check_counsellor(x, row.kind);
        row.starts_at = body->starts_at;
    }
    row.state = (int)to;
    row.cancel_reason = body->reason;
    appointment_queue(x, &row);
}

static const enum reason event_reasons[] = {
    REASON_INVALID_STATE,
    REASON_APPOINTMENT_PAST,
    REASON_APPOINTMENT_TO_COME,
    REASON_COUNSELLOR_NOT_AFFILIATED,
    REASON_REASON_REQUIRED,
    REASON_VERSION_MISMATCH,
    REASON_NONE,
};

const struct operation appointment_event_operations[] = {
    {
        .id = "recordAppointmentEvent",
        .method = METHOD_POST,
        .path = "/v1/appointments/{appointment_id}/events",
        .tag = "Appointments",
        .summary = "Say that it took place or was missed; cancel or move it.",
        .description = "DONE and MISSED from its day on; CANCEL, with a reason, and RESCHEDULE "
                       "until its day is over. What ended stays as it is.",
        .roles = APPOINTMENT_WRITERS,
        .flags = OPERATION_COMMAND | OPERATION_PERSONAL | OPERATION_KEY_REQUIRED,
        .body = &event_table,
        .loads = event_loads,
        .snapshot_size = sizeof(struct appointment_snapshot),
        .prepare = prepare_event,
        .decide = decide_event,
        .writes = { WRITES(appointment_writes) },
        .reply = { 200, &SQL_appointment_view, exchange_bind_result, &appointment_view },
        .reasons = event_reasons,
        .example = "{\"event\":\"RESCHEDULE\",\"starts_at\":\"2026-01-16T14:00:00+01:00\"}",
    },
    { .id = NULL },
};
