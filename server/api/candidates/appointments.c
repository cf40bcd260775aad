/* SPDX-License-Identifier: EUPL-1.2 */
#include "api/candidates/appointments.h"

#include "api/candidacies/candidacy_event_body.h"
#include "api/checks.h"
#include "api/facts.h"
#include "api/record.h"
#include "api/refusals.h"
#include "api/registry/registry.h"
#include "name.h"
#include "sql.h"

enum { KIND_INFORMATION };

/* --- listing --- */

struct filter {
    struct given given;
    struct date from, to;
    uint64_t state;
    struct id counsellor_id, candidate_id;
};
#define FILTER(member) offsetof(struct filter, member)
static const struct field filter_fields[] = {
    { "from", FIELD_DATE, 0, FILTER(from), .doc = "On that day or later, in the zone of each." },
    { "to", FIELD_DATE, 0, FILTER(to), .doc = "On that day or earlier, in the zone of each." },
    { "state", FIELD_ENUMS, 0, FILTER(state), .words = &appointment_state_words,
      .doc = "One or several states.", .example = "\"PLANNED\"" },
    { "counsellor_id", FIELD_ID, 0, FILTER(counsellor_id), .doc = "Received by one person." },
    { "candidate_id", FIELD_ID, 0, FILTER(candidate_id), .doc = "Of one candidate." },
    { .name = NULL },
};
const struct fields appointment_filter = { "AppointmentFilter", filter_fields,
                                           sizeof(struct filter) };

void appointment_bind_filter(const struct exchange *x, struct params *params)
{
    const struct filter *query = x->query;
    params_date(params, "from_date", query->from);
    params_date(params, "to_date", query->to);
    params_names(params, "states", query->state, appointment_state_names);
    params_id(params, "counsellor_id", query->counsellor_id);
    params_id(params, "candidate_id", query->candidate_id);
}

/* --- what it rests on --- */

void appointment_bind_facts(struct params *params, const struct appointment_question *question)
{
    params_item(params);
    params_id(params, "appointment_id", question->appointment_id);
    params_id(params, "candidate_id", question->candidate_id);
    params_id(params, "candidacy_id", question->candidacy_id);
    params_id(params, "site_id", question->site_id);
    params_id(params, "counsellor_id", question->counsellor_id);
    params_int_or_null(params, "starts_at", question->starts_at != 0, question->starts_at);
    params_text(params, "time_zone", question->time_zone);
    params_text(params, "own_time_zone", question->own_time_zone);
}

void appointment_read_facts(struct exchange *x, struct row *row)
{
    struct appointment_snapshot *known = x->snapshot;
    known->sees_candidate = row_bool(row, "sees_candidate");
    known->has_candidacy = row_bool(row, "has_candidacy");
    known->has_site = !row_is_null(row, "site_status");
    known->is_site_open = slice_is(row_text(row, "site_status"), "ACTIVE");
    known->zone = exchange_read_zone(row, "time_zone");
    known->has_counsellor = row_bool(row, "has_counsellor");
    known->is_counsellor = row_bool(row, "is_counsellor");
    known->is_staff = row_bool(row, "is_staff");
    exchange_read_count(x, row);
}

void appointment_read(struct exchange *x, struct row *row)
{
    struct appointment_snapshot *known = x->snapshot;
    known->id = row_id(row, "id");
    known->candidate_id = row_id(row, "candidate_id");
    x->version = row_int(row, "version");
    known->row.state = vocabulary_find(&appointment_state_words, row_text(row, "state"));
    known->row.kind = vocabulary_find(&appointment_kind_words, row_text(row, "kind"));
    known->row.starts_at = row_int(row, "starts_at");
    known->row.time_zone = exchange_read_zone(row, "time_zone");
    exchange_act_in(x, known->row.time_zone);
    record_read(x, row);
}

void appointment_check_counsellor(struct exchange *x, int kind)
{
    const struct appointment_snapshot *known = x->snapshot;
    if (!known->has_counsellor)
        exchange_violate(x, "/counsellor_id", REASON_REFERENCE_UNKNOWN);
    else if (kind == KIND_INFORMATION ? !known->is_counsellor : !known->is_staff)
        refuse_with(x,
                    kind == KIND_INFORMATION ? REASON_COUNSELLOR_NOT_AFFILIATED
                                             : REASON_RECEIVER_NOT_AFFILIATED,
                    (struct reason_detail){ 0 });
}

static void check_links(struct exchange *x, struct id candidacy_id, struct id site_id)
{
    const struct appointment_snapshot *known = x->snapshot;
    if (id_is_set(candidacy_id) && !known->has_candidacy)
        exchange_violate(x, "/candidacy_id", REASON_REFERENCE_UNKNOWN);
    if (id_is_set(site_id) && !known->has_site)
        exchange_violate(x, "/site_id", REASON_REFERENCE_UNKNOWN);
    else if (id_is_set(site_id) && !known->is_site_open)
        refuse_with(x, REASON_SITE_CLOSED, (struct reason_detail){ .id = site_id });
}

/* --- planning --- */

struct appointment_body {
    struct given given;
    struct id candidate_id, candidacy_id, site_id, counsellor_id;
    int kind, time_zone, modality;
    int64_t starts_at, duration_minutes;
    struct slice place;
};
#define AT(member) offsetof(struct appointment_body, member)

/* clang-format off */
#define CHANGING_FIELDS(needed)                                                                    \
    { "candidacy_id", FIELD_ID, FIELD_NULLABLE, AT(candidacy_id),                                  \
      .doc = "The candidacy it is about, of this candidate." },                                    \
    { "site_id", FIELD_ID, FIELD_NULLABLE, AT(site_id), .doc = "Site of the organism." },          \
    { "counsellor_id", FIELD_ID, 0, AT(counsellor_id),                                             \
      .doc = "Who receives; of the organism on that day." },                                       \
    { "duration_minutes", FIELD_INT, needed, AT(duration_minutes), 5, 1440, .doc = "How long.",    \
      .example = "60" },                                                                           \
    { "modality", FIELD_ENUM, 0, AT(modality), .words = &modality_words,                            \
      .doc = "On site unless said otherwise." },                                                   \
    { "place", FIELD_TEXT, FIELD_NULLABLE, AT(place), 1, 200,                                      \
      .doc = "Where; it travels in calendars." },                                                  \
    { "id", FIELD_ID, FIELD_READ_ONLY }, { "state", FIELD_TEXT, FIELD_READ_ONLY },                 \
    { "organism_id", FIELD_ID, FIELD_READ_ONLY }, { "version", FIELD_INT, FIELD_READ_ONLY }
/* clang-format on */

static const struct field new_fields[] = {
    { "candidate_id", FIELD_ID, FIELD_REQUIRED, AT(candidate_id), .doc = "The candidate.",
      .example = "\"01980000-0000-7000-8000-000000000001\"" },
    { "kind", FIELD_ENUM, FIELD_REQUIRED, AT(kind), .words = &appointment_kind_words,
      .doc = "INFORMATION is the initial one: one planned at a time.",
      .example = "\"INFORMATION\"" },
    { "starts_at", FIELD_INSTANT, FIELD_REQUIRED | FIELD_PLANNED, AT(starts_at),
      .doc = "Beginning.", .example = "\"2026-01-15T09:30:00+01:00\"" },
    { "time_zone", FIELD_ENUM, 0, AT(time_zone), .words = &time_zone_words,
      .doc = "Zone in which to tell it; when absent that of the site, else the organism's." },
    CHANGING_FIELDS(FIELD_REQUIRED),
    { .name = NULL },
};
static const struct fields new_table = { "NewAppointment", new_fields,
                                         sizeof(struct appointment_body) };
static const struct field change_fields[] = {
    { "kind", FIELD_ENUM, 0, AT(kind), .words = &appointment_kind_words,
      .doc = "INFORMATION is the initial one: one planned at a time." },
    { "starts_at", FIELD_INSTANT, FIELD_READ_ONLY, .doc = "Moved by the event RESCHEDULE." },
    { "time_zone", FIELD_ENUM, 0, AT(time_zone), .words = &time_zone_words,
      .doc = "Zone in which to tell it; the moment stays." },
    CHANGING_FIELDS(0),
    { .name = NULL },
};
static const struct fields change_table = { "AppointmentChange", change_fields,
                                            sizeof(struct appointment_body) };
#undef AT

static struct id counsellor_of(const struct exchange *x)
{
    const struct id named = ((const struct appointment_body *)x->body)->counsellor_id;
    return id_is_set(named) ? named : x->principal.person_id;
}

/* As it is said; unset otherwise. */
static struct slice said_zone(const struct fields *fields, const void *body, int time_zone)
{
    return field_is_given(fields, body, "time_zone") ? slice_of(time_zone_names[time_zone])
                                                     : SLICE_UNSET;
}

static struct slice own_zone(const struct exchange *x)
{
    return slice_of(time_zone_names[x->principal.time_zone]);
}

static void prepare_new(struct exchange *x)
{
    if (!id_is_set(counsellor_of(x)))
        exchange_violate(x, "/counsellor_id", REASON_REQUIRED);
}

static void bind_new_facts(const struct exchange *x, struct params *params)
{
    const struct appointment_body *body = x->body;
    const struct appointment_question question = {
        .candidate_id = body->candidate_id,
        .candidacy_id = body->candidacy_id,
        .site_id = body->site_id,
        .counsellor_id = counsellor_of(x),
        .starts_at = body->starts_at,
        .time_zone = said_zone(&new_table, body, body->time_zone),
        .own_time_zone = own_zone(x),
    };
    appointment_bind_facts(params, &question);
}

static void bind_twin(const struct exchange *x, struct params *params)
{
    const struct appointment_body *body = x->body;
    params_item(params);
    params_id(params, "counsellor_id", counsellor_of(x));
    params_text(params, "time_zone", said_zone(&new_table, body, body->time_zone));
    params_text(params, "own_time_zone", own_zone(x));
    record_bind(x, params);
}

static void bind_survivor(const struct exchange *x, struct params *params)
{
    params_item(params);
    params_id(params, "candidate_id", ((const struct appointment_body *)x->body)->candidate_id);
}

static const struct load new_loads[] = {
    { &SQL_candidate_survivor, bind_survivor, exchange_read_survivor, 0 },
    { &SQL_appointment_facts, bind_new_facts, appointment_read_facts, LOAD_REQUIRED },
    { &SQL_appointment_twin, bind_twin, appointment_read_planned, 0 },
    { .statement = NULL },
};

static void decide_new(struct exchange *x)
{
    const struct appointment_snapshot *known = x->snapshot;
    const struct appointment_body *body = x->body;
    const enum time_zone zone = known->zone;
    const struct date day = schedule_start_day(body->starts_at, zone);
    struct outcome outcome = appointment_may_be_planned(day, moment_day(x->moment, zone));
    refuse_merged(x, body->candidate_id);
    if (x->refusal_count)
        return;
    if (id_is_set(known->twin_id) && !known->is_same) {
        appointment_name_twin(x);
        return;
    }
    if (id_is_set(known->twin_id)) {
        x->result_id = x->root_id = known->twin_id;
        x->status = 200;
        return;
    }
    if (!known->sees_candidate)
        exchange_violate(x, "/candidate_id", REASON_REFERENCE_UNKNOWN);
    check_links(x, body->candidacy_id, body->site_id);
    refuse_outcome(x, &outcome, NULL);
    appointment_check_counsellor(x, body->kind);
    refuse_beyond(x, BOUND_APPOINTMENTS);
    x->result_id = x->root_id = exchange_new_id(x);
    facts_lock(x, &appointment_writes[HOLD_APPOINTMENTS], body->candidate_id);
    exchange_effect(x, &appointment_writes[INSERT_APPOINTMENT], 0, NULL);
}

static void bind_insert(const struct exchange *x, const struct effect *effect,
                        struct params *params)
{
    const struct appointment_snapshot *known = x->snapshot;
    (void)effect;
    params_id(params, "id", x->result_id);
    params_id(params, "counsellor_id", counsellor_of(x));
    params_text(params, "time_zone", slice_of(time_zone_names[known->zone]));
    facts_bind_most(params, BOUND_APPOINTMENTS);
    record_bind(x, params);
}

/* --- correcting --- */

static void bind_change_facts(const struct exchange *x, struct params *params)
{
    const struct appointment_body *body = x->body;
    const struct appointment_question question = {
        .appointment_id = x->path_id[0],
        .candidacy_id = body->candidacy_id,
        .site_id = body->site_id,
        .counsellor_id = body->counsellor_id,
        .time_zone = said_zone(&change_table, body, body->time_zone),
    };
    appointment_bind_facts(params, &question);
}

void appointment_refuse_twin(struct exchange *x)
{
    const struct appointment_snapshot *known = x->snapshot;
    if (id_is_set(known->twin_id))
        appointment_name_twin(x);
    facts_lock(x, &appointment_writes[HOLD_APPOINTMENTS], known->candidate_id);
}

static void bind_change_twin(const struct exchange *x, struct params *params)
{
    const struct appointment_body *body = x->body;
    const bool tells_kind = field_is_given(&change_table, body, "kind");
    if (id_is_set(body->counsellor_id) || tells_kind)
        appointment_bind_twin(x, params, body->counsellor_id, 0,
                              tells_kind ? slice_of(appointment_kind_words.codes[body->kind])
                                         : SLICE_UNSET);
}

static const struct load change_loads[] = {
    { &SQL_appointment_load, exchange_bind_path_id, appointment_read, LOAD_REQUIRED | LOAD_ROOT },
    { &SQL_appointment_facts, bind_change_facts, appointment_read_facts, 0 },
    { &SQL_appointment_moved_twin, bind_change_twin, appointment_read_twin, 0 },
    { .statement = NULL },
};

static void decide_change(struct exchange *x)
{
    const struct appointment_snapshot *known = x->snapshot;
    const struct appointment_body *body = x->body;
    x->result_id = x->root_id = known->id;
    if (known->row.state != APPOINTMENT_PLANNED) {
        exchange_refuse(x, REASON_INVALID_STATE, SLICE_UNSET);
        return;
    }
    check_links(x, body->candidacy_id, body->site_id);
    const bool tells_kind = field_is_given(&change_table, body, "kind");
    if (tells_kind || id_is_set(body->counsellor_id) ||
        field_is_given(&change_table, body, "time_zone"))
        appointment_check_counsellor(x, tells_kind ? body->kind : known->row.kind);
    if (tells_kind || id_is_set(body->counsellor_id))
        appointment_refuse_twin(x);
    exchange_effect(x, &appointment_writes[UPDATE_APPOINTMENT], 0, NULL);
}

void appointment_queue(struct exchange *x, const struct appointment_row *row)
{
    struct appointment_row *copy = exchange_alloc(x, sizeof *copy);
    if (!copy)
        return;
    *copy = *row;
    exchange_effect(x, &appointment_writes[MOVE_APPOINTMENT], 0, copy);
}

static void bind_move(const struct exchange *x, const struct effect *effect, struct params *params)
{
    const struct appointment_row *row = effect->item;
    params_id(params, "id", x->result_id);
    params_int(params, "version", x->version);
    params_int(params, "starts_at", row->starts_at);
    params_text(params, "state", slice_of(appointment_state_names[row->state]));
    params_text(params, "cancel_reason", row->cancel_reason);
}

const struct write appointment_writes[] = {
    [HOLD_APPOINTMENTS] = FACTS_WRITE,
    [MOVE_APPOINTMENT] = { &SQL_appointment_move, bind_move, WRITE_EXACT },
    [UPDATE_APPOINTMENT] = { &SQL_appointment_update, record_bind_change, WRITE_EXACT },
    [INSERT_APPOINTMENT] = { &SQL_appointment_insert, bind_insert, WRITE_EXACT },
};

static const enum reason new_reasons[] = {
    REASON_APPOINTMENT_PAST,
    REASON_COUNSELLOR_NOT_AFFILIATED,
    REASON_RECEIVER_NOT_AFFILIATED,
    REASON_APPOINTMENT_ALREADY_PLANNED,
    REASON_SITE_CLOSED,
    REASON_CANDIDATE_NOT_ACTIVE,
    REASON_RECORDS_TOO_MANY,
    REASON_NONE,
};
static const enum reason change_reasons[] = {
    REASON_INVALID_STATE, REASON_COUNSELLOR_NOT_AFFILIATED,   REASON_RECEIVER_NOT_AFFILIATED,
    REASON_SITE_CLOSED,   REASON_APPOINTMENT_ALREADY_PLANNED, REASON_NONE
};

const struct operation appointment_operations[] = {
    {
        .id = "listAppointments",
        .method = METHOD_GET,
        .path = "/v1/appointments",
        .tag = "Appointments",
        .summary = "List appointments.",
        .description = "Those of the caller's organism, or the candidate's own; newest first. The "
                       "calendar has them in the order of time.",
        .roles = APPOINTMENT_READERS,
        .flags = OPERATION_LIST | OPERATION_PERSONAL,
        .query = &appointment_filter,
        .reply = { 200, &SQL_appointment_list, appointment_bind_filter, &appointment_view },
    },
    {
        .id = "planAppointment",
        .method = METHOD_POST,
        .path = "/v1/appointments",
        .tag = "Appointments",
        .summary = "Plan an appointment.",
        .description =
            "From today on, in its zone. Whoever receives belongs to the organism "
            "on that day, as a counsellor when it is to inform. One initial appointment "
            "is planned at a time for a candidate and an organism. The same appointment, "
            "planned already, answers 200 with the first one.",
        .roles = APPOINTMENT_WRITERS,
        .flags = OPERATION_COMMAND | OPERATION_PERSONAL | OPERATION_KEY_REQUIRED,
        .body = &new_table,
        .loads = new_loads,
        .snapshot_size = sizeof(struct appointment_snapshot),
        .prepare = prepare_new,
        .decide = decide_new,
        .writes = { WRITES(appointment_writes) },
        .reply = { 201, &SQL_appointment_view, exchange_bind_result, &appointment_view,
                   .location = "/v1/appointments/%s", .other_status = 200 },
        .reasons = new_reasons,
    },
    {
        .id = "getAppointment",
        .method = METHOD_GET,
        .path = "/v1/appointments/{appointment_id}",
        .tag = "Appointments",
        .summary = "Read an appointment.",
        .description = "By its identifier.",
        .roles = APPOINTMENT_READERS,
        .flags = OPERATION_PERSONAL,
        .reply = { 200, &SQL_appointment_view, exchange_bind_path_id, &appointment_view },
    },
    {
        .id = "changeAppointment",
        .method = METHOD_PATCH,
        .path = "/v1/appointments/{appointment_id}",
        .tag = "Appointments",
        .summary = "Correct a planned appointment.",
        .description =
            "Who receives, where, how and how long. Its time is moved by the event RESCHEDULE.",
        .roles = APPOINTMENT_WRITERS,
        .flags = OPERATION_COMMAND | OPERATION_PERSONAL | OPERATION_IF_MATCH,
        .body = &change_table,
        .record = &new_table,
        .loads = change_loads,
        .snapshot_size = sizeof(struct appointment_snapshot),
        .decide = decide_change,
        .writes = { WRITES(appointment_writes) },
        .reply = { 200, &SQL_appointment_view, exchange_bind_result, &appointment_view },
        .machine = &appointment_machine,
        .reasons = change_reasons,
    },
    { .id = NULL },
};
