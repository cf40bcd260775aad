/* SPDX-License-Identifier: EUPL-1.2 */
/* Sessions of a commission (séances): planning them, and the events that move them (9.3). */
#include "api/commissions/session_snapshot.h"
#include "sql.h"

#include "api/checks.h"
#include "api/commissions/session_chairs.h"
#include "api/commissions/session_views.h"
#include "api/facts.h"
#include "api/record.h"
#include "api/schedule.h"

struct session_body {
    struct given given;
    struct date held_on;
    int64_t starts_at;
    struct slice place;
    int modality, time_zone;
    int64_t capacity, min_per_college, file_minutes, break_every_count, break_minutes;
    struct id chair_member_id, vice_chair_member_id;
};

#define AT(member) offsetof(struct session_body, member)
/* clang-format off */
static const struct field session_fields[] = {
    { "held_on", FIELD_DATE, FIELD_PLANNED, AT(held_on),
      .doc = "Day of the session: the decision date of its certificates. That of starts_at; needed without one.",
      .example = "\"2026-02-10\"" },
    { "starts_at", FIELD_INSTANT, FIELD_NULLABLE | FIELD_PLANNED, AT(starts_at), .doc = "When it begins; moved alone, it moves held_on." },
    { "time_zone", FIELD_ENUM, 0, AT(time_zone), .words = &time_zone_words,
      .doc = "Zone of its day; the commission's unless said." },
    { "place", FIELD_TEXT, FIELD_NULLABLE | FIELD_PRINTED, AT(place), 1, 200, .doc = "Place or link.", .example = "\"Lille\"" },
    { "modality", FIELD_ENUM, 0, AT(modality), .words = &modality_words,
      .doc = "On site, remote or mixed; ON_SITE unless said.", .example = "\"MIXED\"" },
    { "capacity", FIELD_INT, FIELD_NULLABLE, AT(capacity), 1, SESSION_MAX_ITEMS,
      .doc = "Most files on its agenda; null = no limit of its own.", .example = "40" },
    { "min_per_college", FIELD_INT, 0, AT(min_per_college), 1, 20,
      .doc = "Least number of voters of each college; the certifier's policy unless said." },
    { "file_minutes", FIELD_INT, 0, AT(file_minutes), 1, 480,
      .doc = "Minutes for a file, as the agenda is timed; the certifier's policy unless said.", .example = "15" },
    { "break_every_count", FIELD_INT, FIELD_NULLABLE, AT(break_every_count), 1, SESSION_MAX_ITEMS,
      .doc = "Files between two breaks; null = no break." },
    { "break_minutes", FIELD_INT, 0, AT(break_minutes), 1, 240, .doc = "Minutes of a break; 15 unless said." },
    { "chair_member_id", FIELD_ID, FIELD_NULLABLE, AT(chair_member_id),
      .doc = "Who chairs (président de séance): a member with a mandate that day." },
    { "vice_chair_member_id", FIELD_ID, FIELD_NULLABLE, AT(vice_chair_member_id),
      .doc = "The vice-chair, of the other college." },
    { "id", FIELD_ID, FIELD_READ_ONLY }, { "reference", FIELD_TEXT, FIELD_READ_ONLY },
    { "commission_id", FIELD_ID, FIELD_READ_ONLY }, { "state", FIELD_TEXT, FIELD_READ_ONLY },
    { "version", FIELD_INT, FIELD_READ_ONLY },
    { .name = NULL },
};
/* clang-format on */
#undef AT
static const struct fields new_session = { "NewSession", session_fields,
                                           sizeof(struct session_body) };
static const struct fields session_change = { "SessionChange", session_fields,
                                              sizeof(struct session_body) };

struct session_query {
    struct given given;
    int state;
};
static const struct field session_query_fields[] = {
    { "state", FIELD_ENUM, 0, offsetof(struct session_query, state), .words = &session_state_words,
      .doc = "Only sessions in this state." },
    { .name = NULL },
};
static const struct fields session_query = { "SessionQuery", session_query_fields,
                                             sizeof(struct session_query) };

static void bind_session_query(const struct exchange *x, struct params *params)
{
    const struct session_query *q = x->query;
    params_id(params, "commission_id", x->path_id[0]);
    params_text(params, "commission_reference",
                id_is_set(x->path_id[0]) ? SLICE_UNSET : x->path_text[0]);
    params_text(params, "state",
                enum_text(&session_query, q, "state", session_state_names, q->state));
}

/* --- planning --- */

struct plan_snapshot {
    struct id commission_id;
    struct id twin_id; /* the very same session, planned already */
    bool is_active;
    enum time_zone time_zone;
    struct chairs chairs;
};

static void read_commission(struct exchange *x, struct row *row)
{
    struct plan_snapshot *known = x->snapshot;
    known->commission_id = row_id(row, "id");
    known->is_active = slice_is(row_text(row, "status"), "ACTIVE");
    known->time_zone = exchange_read_zone(row, "time_zone");
}

static void read_member(struct exchange *x, struct row *row)
{
    chairs_read(x, row, &((struct plan_snapshot *)x->snapshot)->chairs);
}

static void bind_defaults(const struct exchange *x, struct params *params)
{
    params_int(params, "min_per_college", x->policy->min_per_college);
    params_int(params, "file_minutes", x->policy->file_minutes);
}

static void bind_twin(const struct exchange *x, struct params *params)
{
    exchange_bind_path(x, params);
    bind_defaults(x, params);
    record_bind_given(x, params);
}

static void read_twin(struct exchange *x, struct row *row)
{
    ((struct plan_snapshot *)x->snapshot)->twin_id = row_id(row, "twin_id");
}

static const struct load plan_loads[] = {
    { &SQL_commission_root, NULL, read_commission, LOAD_REQUIRED },
    { &SQL_session_members, NULL, read_member, 0 },
    { &SQL_session_twin, bind_twin, read_twin, 0 },
    { .statement = NULL },
};
static const struct load list_loads[] = {
    { &SQL_commission_root, NULL, read_commission, LOAD_REQUIRED },
    { .statement = NULL },
};

enum { HOLD_SESSIONS, INSERT_SESSION, PLAN_WRITES };
static const struct write plan_writes[PLAN_WRITES];

static bool is_given(const struct session_body *body, const char *name)
{
    return field_is_given(&session_change, body, name);
}

/* The day that follows from the beginning is written with what was sent. */
static void set_day(struct exchange *x, const struct schedule *schedule)
{
    struct session_body *body = x->body;
    const struct date day = schedule_day(x, schedule);
    if (date_compare(day, schedule->held_on) == 0)
        return;
    body->held_on = day;
    field_give(&session_change, body, "held_on");
}

static void set_first_day(struct exchange *x, const struct plan_snapshot *known)
{
    struct session_body *body = x->body;
    if (!is_given(body, "time_zone")) {
        body->time_zone = (int)known->time_zone;
        field_give(&session_change, body, "time_zone");
    }
    exchange_act_in(x, (enum time_zone)body->time_zone); /* planned where it is held, as its acts */
    const struct schedule schedule = {
        .is_day_given = date_is_set(body->held_on),
        .held_on = body->held_on,
        .starts_at = body->starts_at,
        .zone = (enum time_zone)body->time_zone,
    };
    set_day(x, &schedule);
    if (!date_is_set(body->held_on))
        exchange_violate(x, "/held_on", REASON_REQUIRED);
    else
        session_check_age(x, "/held_on", body->held_on, x->today);
}

static void decide_plan(struct exchange *x)
{
    const struct plan_snapshot *known = x->snapshot;
    const struct session_body *body = x->body;
    set_first_day(x, known);
    if (id_is_set(known->twin_id)) {
        x->result_id = x->root_id = known->twin_id;
        x->status = 200;
        return;
    }
    const int chair =
        chairs_college(x, &known->chairs, "/chair_member_id", body->chair_member_id, body->held_on);
    const int vice_chair = chairs_college(x, &known->chairs, "/vice_chair_member_id",
                                          body->vice_chair_member_id, body->held_on);
    chairs_check_colleges(x, chair, vice_chair);
    if (!known->is_active)
        exchange_refuse(x, REASON_COMMISSION_NOT_COMPETENT, (struct slice){ 0 });
    x->result_id = x->root_id = exchange_new_id(x);
    facts_lock(x, &plan_writes[HOLD_SESSIONS], known->commission_id);
    exchange_effect(x, &plan_writes[INSERT_SESSION], 0, NULL);
}

static void bind_plan(const struct exchange *x, const struct effect *effect, struct params *params)
{
    (void)effect;
    params_id(params, "id", x->result_id);
    params_id(params, "commission_id", ((const struct plan_snapshot *)x->snapshot)->commission_id);
    bind_defaults(x, params);
    params_date(params, "planned_on", x->today);
    record_bind(x, params);
}

static const struct write plan_writes[PLAN_WRITES] = {
    [HOLD_SESSIONS] = FACTS_WRITE,
    [INSERT_SESSION] = { &SQL_session_insert, bind_plan, WRITE_EXACT },
};

/* --- changing --- */

struct change_snapshot {
    struct session_snapshot now; /* first */
    struct chairs chairs;
};

static void read_mandate(struct exchange *x, struct row *row)
{
    chairs_read(x, row, &((struct change_snapshot *)x->snapshot)->chairs);
}

/* Named now, or before for another day: then it is the day that does not suit. Who stays named on
 * the day that stays is asked nothing anew. */
static int chair_of(struct exchange *x, const char *pointer, struct id member_id)
{
    const struct change_snapshot *known = x->snapshot;
    const struct session_body *body = x->body, *session = x->record;
    const bool is_named = is_given(body, pointer + 1), moves = is_given(body, "held_on");
    if (is_named || moves)
        return chairs_college(x, &known->chairs, is_named ? pointer : "/held_on", member_id,
                              session->held_on);
    const int juror = session_find_juror(&known->now.session, member_id);
    return juror < 0 ? -1 : (int)known->now.jurors[juror].college;
}

/* What may still change: everything before it opens, then only who chairs and where, then nothing
 * (9.3). */
static bool is_locked(enum session_state state, const struct session_body *body)
{
    if (session_agenda_is_open(state))
        return false;
    return state != SESSION_OPEN || is_given(body, "held_on") || is_given(body, "time_zone") ||
           is_given(body, "capacity") || is_given(body, "min_per_college");
}

/* Invariant 25: no session is held before it was convened, no file decided before it was sent. */
static void check_new_day(struct exchange *x, const struct session_snapshot *now, struct date day)
{
    struct date last = now->session.convened_on;
    for (int i = 0; i < now->session.item_count; i++)
        if (date_is_after(now->records[i].submitted_on, last))
            last = now->records[i].submitted_on;
    if (date_is_set(last) && date_is_before(day, last))
        refuse_with(x, REASON_DATE_BEFORE_PREVIOUS_ACT,
                    (struct reason_detail){ .date = day, .limit = last });
    session_check_age(x, "/held_on", day, x->today);
}

/* A beginning that moves takes the day with it; a day never moves away from its beginning. */
static void set_new_day(struct exchange *x)
{
    const struct session_body *body = x->body, *session = x->record;
    const bool is_day_given = is_given(body, "held_on");
    if (!is_day_given && !is_given(body, "starts_at") && !is_given(body, "time_zone"))
        return;
    const struct schedule schedule = {
        .is_day_given = is_day_given,
        .held_on = session->held_on,
        .starts_at = session->starts_at,
        .zone = (enum time_zone)session->time_zone,
    };
    set_day(x, &schedule);
}

enum { UPDATE_SESSION, CHANGE_WRITES };
static const struct write change_writes[CHANGE_WRITES];

/* The agenda is there already: another session would not help. */
static void refuse_capacity(struct exchange *x, int capacity, int count)
{
    const unsigned before = x->refusal_count;
    exchange_refuse(
        x, REASON_SESSION_FULL,
        arena_print(x->arena,
                    "{\"pointer\":\"/capacity\",\"expected_count\":%d,\"found_count\":%d}",
                    capacity, count));
    if (x->refusal_count > before)
        x->refusals[before].message = arena_print(
            x->arena,
            x->is_english
                ? "There are more files on the agenda than that: %d. Give at least as "
                  "many, or take files off the agenda first."
                : "L’ordre du jour compte plus de dossiers que cela\u00a0: %d. Indiquez-en "
                  "au moins autant, ou retirez d’abord des dossiers.",
            count);
}

static void decide_change(struct exchange *x)
{
    const struct session_snapshot *now = &((const struct change_snapshot *)x->snapshot)->now;
    const struct session_body *body = x->body, *session = x->record;
    set_new_day(x);
    chairs_check_colleges(x, chair_of(x, "/chair_member_id", session->chair_member_id),
                          chair_of(x, "/vice_chair_member_id", session->vice_chair_member_id));
    if (is_locked(now->session.state, body))
        exchange_refuse(x, REASON_SESSION_LOCKED, (struct slice){ 0 });
    if (is_given(body, "held_on"))
        check_new_day(x, now, body->held_on);
    if (session->capacity && session->capacity < now->session.item_count)
        refuse_capacity(x, (int)session->capacity, now->session.item_count);
    x->result_id = x->root_id = now->session.id;
    exchange_effect(x, &change_writes[UPDATE_SESSION], 0, NULL);
}

static const struct load change_loads[] = {
    SESSION_LOADS(session_bind_path),
    { &SQL_session_mandates, session_bind_path, read_mandate, 0 },
    { &SQL_session_record, NULL, record_read, LOAD_REQUIRED },
    { .statement = NULL },
};

static const struct write change_writes[CHANGE_WRITES] = {
    [UPDATE_SESSION] = { &SQL_session_update, record_bind_change, WRITE_EXACT },
};

static const enum reason plan_reasons[] = { REASON_COMMISSION_NOT_COMPETENT,
                                            REASON_SAME_COLLEGE_SIGNATURES, REASON_NONE };
static const enum reason change_reasons[] = { REASON_SESSION_LOCKED, REASON_SAME_COLLEGE_SIGNATURES,
                                              REASON_SESSION_FULL, REASON_DATE_BEFORE_PREVIOUS_ACT,
                                              REASON_NONE };

const struct operation session_operations[] = {
    {
        .id = "listSessions",
        .method = METHOD_GET,
        .path = "/v1/commissions/{commission_id}/sessions",
        .tag = "Sessions",
        .summary = "List the sessions of a commission.",
        .description = "Newest first.",
        .roles = ROLES_COMMISSION,
        .flags = OPERATION_LIST | OPERATION_REFERENCE,
        .query = &session_query,
        .loads = list_loads,
        .snapshot_size = sizeof(struct plan_snapshot),
        .reply = { 200, &SQL_session_list, bind_session_query, &session_short_view },
    },
    {
        .id = "planSession",
        .method = METHOD_POST,
        .path = "/v1/commissions/{commission_id}/sessions",
        .tag = "Sessions",
        .summary = "Plan a session.",
        .description = "It begins PLANNED. Chair and vice-chair may be named later, of different "
                       "colleges: both sign the minutes. The very same session, planned already "
                       "and not convened yet, answers 200 with the first one: two juries of one "
                       "moment differ in their place, or in who chairs.",
        .roles = ROLE_SECRETARY,
        .flags = OPERATION_COMMAND | OPERATION_KEY_REQUIRED | OPERATION_REFERENCE,
        .body = &new_session,
        .loads = plan_loads,
        .snapshot_size = sizeof(struct plan_snapshot),
        .decide = decide_plan,
        .writes = { WRITES(plan_writes) },
        .reply = { 201, &SQL_session_view, exchange_bind_result_row, &session_view,
                   .location = "/v1/sessions/%s", .other_status = 200 },
        .reasons = plan_reasons,
    },
    {
        .id = "getSession",
        .method = METHOD_GET,
        .path = "/v1/sessions/{session_id}",
        .tag = "Sessions",
        .summary = "Read a session.",
        .description = "By identifier or reference.",
        .roles = ROLES_COMMISSION,
        .flags = OPERATION_REFERENCE,
        .reply = { 200, &SQL_session_view, NULL, &session_view },
    },
    {
        .id = "changeSession",
        .method = METHOD_PATCH,
        .path = "/v1/sessions/{session_id}",
        .tag = "Sessions",
        .summary = "Change a session.",
        .description = "A merge patch. Once open, only place, modality, beginning and chairs; once "
                       "closed, nothing. Who was convened is not told by it of another day, time, "
                       "place or way of sitting: `outdated_convocation_count` says how many are to "
                       "be convened again (CONVENE).",
        .roles = ROLE_SECRETARY,
        .flags = OPERATION_COMMAND | OPERATION_IF_MATCH | OPERATION_REFERENCE,
        .body = &session_change,
        .record = &new_session,
        .loads = change_loads,
        .snapshot_size = sizeof(struct change_snapshot),
        .decide = decide_change,
        .writes = { WRITES(change_writes) },
        .reply = { 200, &SQL_session_view, exchange_bind_result_row, &session_view },
        .reasons = change_reasons,
    },
    { .id = NULL },
};
