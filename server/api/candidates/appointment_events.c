/* SPDX-License-Identifier: EUPL-1.2 */
/* What becomes of an appointment: held, missed, cancelled, moved. */
#include "api/candidates/appointments.h"

#include "api/refusals.h"
#include "sql.h"

struct event_sent {
    struct given given;
    int64_t starts_at;
    struct slice reason;
};
#define AT(member) offsetof(struct event_sent, member)
static const struct field no_fields[] = { { .name = NULL } };
static const struct field cancel_fields[] = {
    { "reason", FIELD_TEXT, FIELD_MULTILINE, AT(reason), 1, 1000, .doc = "Why; needed." },
    { .name = NULL },
};
static const struct field moving_fields[] = {
    { "starts_at", FIELD_INSTANT, FIELD_REQUIRED | FIELD_PLANNED, AT(starts_at),
      .doc = "The new beginning.", .example = "\"2026-01-16T14:00:00+01:00\"" },
    { .name = NULL },
};
#undef AT
static const struct fields *const data_tables[APPOINTMENT_EVENT_COUNT] = {
    [APPOINTMENT_EVENT_DONE] = EVENT_DATA("AppointmentDone", no_fields, event_sent),
    [APPOINTMENT_EVENT_MISSED] = EVENT_DATA("AppointmentMissed", no_fields, event_sent),
    [APPOINTMENT_EVENT_CANCEL] = EVENT_DATA("AppointmentCancel", cancel_fields, event_sent),
    [APPOINTMENT_EVENT_RESCHEDULE] = EVENT_DATA("AppointmentReschedule", moving_fields, event_sent),
};

struct event_body {
    struct given given;
    int event;
    int64_t expected_version;
    struct event_sent data;
};
/* Its day is that of the appointment: none is given. */
static const struct field event_fields[] = {
    EVENT_FIELD(event_body, appointment_event_words, 0, "What happens.", "\"DONE\""),
    EVENT_DATA_FIELD(event_body, data_tables),
    EVENT_VERSION_FIELD(event_body),
    { .name = NULL },
};
static const struct fields event_table = { "AppointmentEventBody", event_fields,
                                           sizeof(struct event_body) };

static bool moves(const struct event_body *body)
{
    return body->event == APPOINTMENT_EVENT_RESCHEDULE;
}

static void bind_facts(const struct exchange *x, struct params *params)
{
    const struct event_body *body = x->body;
    struct appointment_question question = { .appointment_id = x->path_id[0] };
    if (moves(body))
        question.starts_at = body->data.starts_at;
    appointment_bind_facts(params, &question);
}

static void bind_twin(const struct exchange *x, struct params *params)
{
    const struct event_body *body = x->body;
    if (moves(body))
        appointment_bind_twin(x, params, (struct id){ { 0 } }, body->data.starts_at, SLICE_UNSET);
}

static const struct load event_loads[] = {
    { &SQL_appointment_load, exchange_bind_path_id, appointment_read, LOAD_REQUIRED | LOAD_ROOT },
    { &SQL_appointment_facts, bind_facts, appointment_read_facts, 0 },
    { &SQL_appointment_moved_twin, bind_twin, appointment_read_twin, 0 },
    { .statement = NULL },
};

static void decide_event(struct exchange *x)
{
    const struct appointment_snapshot *known = x->snapshot;
    const struct event_body *body = x->body;
    struct appointment_row row = known->row;
    enum appointment_state state = (enum appointment_state)row.state, to = state;
    const struct appointment_command command = {
        .event = (enum appointment_event)body->event,
        .today = x->today,
        .new_day = schedule_start_day(body->data.starts_at, row.time_zone),
        .has_reason = slice_is_set(body->data.reason),
        .is_unchanged = moves(body) && body->data.starts_at == row.starts_at,
    };
    struct outcome outcome =
        appointment_decide(state, schedule_start_day(row.starts_at, row.time_zone), &command, &to);
    x->result_id = x->root_id = known->id;
    refuse_outcome(x, &outcome, NULL);
    if (outcome_has(&outcome, REASON_INVALID_STATE))
        return;
    if (moves(body)) {
        appointment_check_counsellor(x, row.kind);
        appointment_refuse_twin(x);
        row.starts_at = body->data.starts_at;
    }
    row.state = (int)to;
    row.cancel_reason = body->data.reason;
    appointment_queue(x, &row);
}

/* --- allowed events --- */

static const struct load allowed_loads[] = {
    { &SQL_appointment_load, exchange_bind_path_id, appointment_read, LOAD_REQUIRED | LOAD_ROOT },
    { .statement = NULL },
};

ALLOWED_EVENTS_VIEW(appointment, "Appointment", appointment_state_words, appointment_event_words);
EVENT_REPLY_VIEW(appointment, "AppointmentEvent", appointment_event_words);

static const enum reason event_reasons[] = {
    REASON_INVALID_STATE,
    REASON_NOTHING_CHANGED,
    REASON_APPOINTMENT_PAST,
    REASON_APPOINTMENT_TO_COME,
    REASON_COUNSELLOR_NOT_AFFILIATED,
    REASON_RECEIVER_NOT_AFFILIATED,
    REASON_APPOINTMENT_ALREADY_PLANNED,
    REASON_REASON_REQUIRED,
    REASON_NONE,
};

const struct operation appointment_event_operations[] = {
    {
        EVENTS_OF(appointment_machine, appointment_event_reply, "/v1/appointments/%s",
                  SQL_appointment_view, exchange_bind_result, appointment_view),
        .id = "recordAppointmentEvent",
        .path = "/v1/appointments/{appointment_id}/events",
        .tag = "Appointments",
        .summary = "Say that it took place or was missed; cancel or move it.",
        .description =
            "DONE and MISSED from its day on; CANCEL, with a reason, and RESCHEDULE "
            "until its day is over. DONE that was MISSED is told by the other of the two; what was "
            "cancelled is planned anew.",
        .roles = APPOINTMENT_WRITERS,
        .flags = OPERATION_COMMAND | OPERATION_PERSONAL | OPERATION_KEY_REQUIRED,
        .body = &event_table,
        .loads = event_loads,
        .snapshot_size = sizeof(struct appointment_snapshot),
        .prepare = events_prepare,
        .decide = decide_event,
        .writes = { WRITES(appointment_writes) },
        .reasons = event_reasons,
    },
    {
        ALLOWED_EVENTS_OF(appointment_machine, appointment_allowed_events_view),
        .id = "readAllowedAppointmentEvents",
        .path = "/v1/appointments/{appointment_id}/allowed-events",
        .tag = "Appointments",
        .summary = "Ask what may become of an appointment now, and if not, why not.",
        .roles = APPOINTMENT_READERS,
        .loads = allowed_loads,
        .snapshot_size = sizeof(struct appointment_snapshot),
    },
    { .id = NULL },
};
