/* SPDX-License-Identifier: EUPL-1.2 */
/* Who sits (présences), and the parity that follows (3.4). */
#include "api/commissions/session_snapshot.h"
#include "simulation.h"
#include "sql.h"

#include "api/commissions/session_views.h"

/* --- attendance --- */

struct presence_input {
    struct given given;
    struct id member_id;
    int presence;
};
static const struct field presence_fields[] = {
    { "member_id", FIELD_ID, FIELD_REQUIRED, offsetof(struct presence_input, member_id),
      .doc = "A member with a mandate that day.",
      .example = "\"01900000-0000-7000-8000-000000000003\"" },
    { "presence", FIELD_ENUM, FIELD_REQUIRED, offsetof(struct presence_input, presence),
      .words = &presence_words, .doc = "REMOTE counts as present.", .example = "\"PRESENT\"" },
    { .name = NULL },
};
static const struct fields presence_body = { "Presence", presence_fields,
                                             sizeof(struct presence_input) };

struct attendance_body {
    struct given given;
    struct field_list attendance;
};
static const struct field attendance_fields[] = {
    { "attendance", FIELD_OBJECTS, FIELD_REQUIRED, offsetof(struct attendance_body, attendance), 0,
      SESSION_MAX_JURORS, .of = &presence_body,
      .doc = "Everybody who attends; members who are left out are absent." },
    { .name = NULL },
};
static const struct fields attendance_body = { "Attendance", attendance_fields,
                                               sizeof(struct attendance_body) };

static const struct member attendance_members[] = {
    { "member_id", MEMBER_ID, .doc = "The mandate." },
    { "person_id", MEMBER_ID, .doc = "The juror." },
    { "last_name", MEMBER_TEXT, .doc = "Name." },
    { "first_name", MEMBER_TEXT, .doc = "First name." },
    { "college", MEMBER_ENUM, .words = &college_words, .doc = "EMPLOYER or EMPLOYEE." },
    { "is_alternate", MEMBER_BOOL, .doc = "Alternate member." },
    { "presence", MEMBER_ENUM, .words = &presence_words, .doc = "REMOTE counts as present." },
    { "is_convened", MEMBER_BOOL,
      .doc = "Was convened. Who attends without, and votes, is named so in the minutes." },
    { "left_at", MEMBER_INSTANT, MEMBER_NULLABLE, .doc = "When the juror left before the end." },
    { .name = NULL },
};
static const struct view attendance_view = { "JurorPresence",
                                             "A juror of the session and their presence.",
                                             attendance_members };

static void save_presence(struct exchange *x, struct id member_id, enum presence presence)
{
    const struct session_snapshot *now = x->snapshot;
    struct ballot_act *act = exchange_alloc(x, sizeof *act);
    if (!act)
        return;
    act->session = &now->session;
    act->member_id = member_id;
    act->choice = slice_of(presence_names[presence]);
    exchange_effect(x, &session_writes[WRITE_ATTENDANCE], 0, act);
}

static void decide_attendance(struct exchange *x)
{
    const struct session_snapshot *now = x->snapshot;
    const struct attendance_body *body = x->body;
    const struct presence_input *inputs = body->attendance.items;
    uint64_t attending = 0;
    int recorded_count = now->recorded_count;
    bool *is_named = exchange_alloc(x, (size_t)now->session.juror_count * sizeof *is_named);
    if (!is_named)
        return;
    for (size_t i = 0; i < body->attendance.count; i++) {
        int juror = session_find_juror(&now->session, inputs[i].member_id);
        struct slice pointer = arena_print(x->arena, "/attendance/%zu/member_id", i);
        if (juror < 0) {
            session_violate_member(x, pointer.at, inputs[i].member_id);
            continue;
        }
        if (is_named[juror])
            exchange_violate(x, pointer.at, REASON_DUPLICATE_ITEM);
        else if (juror >= now->recorded_count)
            recorded_count++;
        is_named[juror] = true;
        if (inputs[i].presence != PRESENCE_ABSENT)
            attending |= session_juror_bit(juror);
        save_presence(x, inputs[i].member_id, (enum presence)inputs[i].presence);
    }
    for (int i = 0; i < now->session.juror_count; i++) {
        if (!is_named[i] && now->jurors[i].presence != PRESENCE_ABSENT)
            save_presence(x, now->jurors[i].member_id, PRESENCE_ABSENT);
    }
    const struct outcome outcome = session_attend(&now->session, recorded_count, attending);
    session_refuse(x, now, &outcome, NULL);
    session_act(x, now->session.state);
    x->result_id = now->session.id;
}

/* --- parity --- */

static void write_tally(struct writer *writer, const struct tally *tally)
{
    writer_key(writer, "employer_voter_count");
    writer_int(writer, tally->voters[COLLEGE_EMPLOYER]);
    writer_key(writer, "employee_voter_count");
    writer_int(writer, tally->voters[COLLEGE_EMPLOYEE]);
    writer_key(writer, "has_quorum");
    writer_bool(writer, tally_has_quorum(tally));
    writer_key(writer, "has_parity");
    writer_bool(writer, tally->voters[COLLEGE_EMPLOYER] == tally->voters[COLLEGE_EMPLOYEE]);
}

static void write_file(struct exchange *x, struct writer *writer, int at)
{
    const struct session_snapshot *now = x->snapshot;
    const struct agenda_item *item = &now->items[at];
    const uint64_t voters = session_voters(&now->session, item);
    struct tally tally = session_tally_of(&now->session, item, voters, x->policy);
    writer_open(writer, '{');
    writer_key(writer, "agenda_item_id");
    writer_id(writer, item->id);
    writer_key(writer, "file_id");
    writer_id(writer, item->file_id);
    write_tally(writer, &tally);
    writer_key(writer, "vote_count");
    writer_int(writer,
               tally.votes[VOTE_FOR] + tally.votes[VOTE_AGAINST] + tally.votes[VOTE_ABSTAIN]);
    session_write_jurors(writer, "voter_member_ids", now, voters);
    session_write_jurors(writer, "stepped_down_member_ids", now, item->step_downs);
    session_write_jurors(writer, "dependent_member_ids", now,
                         session_attending(&now->session) & item->dependent);
    session_write_jurors(writer, "proposed_step_down_member_ids", now,
                         simulation_step_downs(&now->session, item, x->policy));
    writer_key(writer, "outcome");
    writer_string(writer, item->verdict == VERDICT_NONE ? SLICE_UNSET
                                                        : slice_of(verdict_names[item->verdict]));
    writer_close(writer, '}');
}

static void render_parity(struct exchange *x, struct writer *writer)
{
    const struct session_snapshot *now = x->snapshot;
    struct tally tally = session_tally(&now->session, NULL, x->policy);
    writer_open(writer, '{');
    writer_key(writer, "session_id");
    writer_id(writer, now->session.id);
    writer_key(writer, "state");
    writer_text(writer, session_state_name(now->session.state));
    writer_key(writer, "min_per_college");
    writer_int(writer, tally.min_per_college);
    write_tally(writer, &tally);
    session_write_jurors(writer, "excluded_member_ids", now,
                         session_attending(&now->session) & now->session.excluded);
    writer_key(writer, "data");
    writer_open(writer, '[');
    for (int i = 0; i < now->session.item_count; i++)
        write_file(x, writer, i);
    writer_close(writer, ']');
    writer_close(writer, '}');
}

#define TALLY_MEMBERS                                                                              \
    { "employer_voter_count", MEMBER_INT, .doc = "Employers who may vote." },                      \
        { "employee_voter_count", MEMBER_INT, .doc = "Employees who may vote." },                  \
        { "has_quorum", MEMBER_BOOL, .doc = "Both colleges reach the minimum." },                  \
    {                                                                                              \
        "has_parity", MEMBER_BOOL, .doc = "As many voters in both colleges."                       \
    }

static const struct member parity_file_members[] = {
    { "agenda_item_id", MEMBER_ID, .doc = "The line of the agenda." },
    { "file_id", MEMBER_ID, .doc = "The file." },
    TALLY_MEMBERS,
    { "vote_count", MEMBER_INT, .doc = "Votes cast by those who may vote now." },
    { "voter_member_ids", MEMBER_TEXTS, .doc = "Who may vote." },
    { "stepped_down_member_ids", MEMBER_TEXTS, .doc = "Who stepped down." },
    { "dependent_member_ids", MEMBER_TEXTS,
      .doc = "Present and linked to an organism or a person of the file: recused from it." },
    { "proposed_step_down_member_ids", MEMBER_TEXTS,
      .doc = "Who of the larger college could step down so that both have as many voters: "
             "alternates first, chair and vice-chair last." },
    { "outcome", MEMBER_ENUM, MEMBER_NULLABLE, .words = &verdict_words,
      .doc = "What was decided." },
    { .name = NULL },
};
static const struct view parity_file_view = { "FileParity", "The voters of one file.",
                                              parity_file_members };
static const struct member parity_members[] = {
    { "session_id", MEMBER_ID, .doc = "The session." },
    { "state", MEMBER_ENUM, .words = &session_state_words, .doc = "State of the session." },
    { "min_per_college", MEMBER_INT, .doc = "Least number of voters of each college." },
    TALLY_MEMBERS,
    { "excluded_member_ids", MEMBER_TEXTS,
      .doc = "Present, yet evaluator or trainer in an organism of a file: they may not sit." },
    { "data", MEMBER_OBJECTS, .of = &parity_file_view, .doc = "File by file." },
    { .name = NULL },
};
static const struct view parity_view = { "SessionParity",
                                         "Quorum and parity of a session, file by file.",
                                         parity_members };

static const enum reason attendance_reasons[] = { REASON_SESSION_LOCKED, REASON_JURORS_TOO_MANY,
                                                  REASON_JUROR_IS_COUNTED, REASON_REFERENCE_UNKNOWN,
                                                  REASON_NONE };
const struct operation attendance_operations[] = {
    {
        .id = "readAttendance",
        .method = METHOD_GET,
        .path = "/v1/sessions/{session_id}/attendance",
        .tag = "Sessions",
        .summary = "Read who attends a session.",
        .description = "Every member with a mandate that day; who was not recorded is absent.",
        .roles = ROLES_COMMISSION,
        .flags = OPERATION_LIST | OPERATION_PERSONAL | OPERATION_UNPAGED | OPERATION_REFERENCE,
        .loads = session_loads,
        .snapshot_size = sizeof(struct session_snapshot),
        .reply = { 200, &SQL_attendance_list, exchange_bind_path, &attendance_view },
    },
    {
        .id = "recordAttendance",
        .method = METHOD_PUT,
        .path = "/v1/sessions/{session_id}/attendance",
        .tag = "Sessions",
        .summary = "Record who attends a session.",
        .description = "The whole list; until the session is closed. Remote presence counts as "
                       "presence. Once it is open, who was "
                       "counted as present is made absent by nobody: leaving early is recorded as "
                       "a departure, by the juror or the chair of the same college.",
        .roles = ROLE_SECRETARY,
        .flags = OPERATION_COMMAND | OPERATION_PERSONAL | OPERATION_LIST | OPERATION_UNPAGED |
                 OPERATION_REFERENCE,
        .body = &attendance_body,
        .loads = session_loads,
        .snapshot_size = sizeof(struct session_snapshot),
        .decide = decide_attendance,
        .writes = { SESSION_WRITE_TABLES },
        .reply = { 200, &SQL_attendance_list, exchange_bind_result_row, &attendance_view },
        .reasons = attendance_reasons,
    },
    {
        .id = "readParity",
        .method = METHOD_GET,
        .path = "/v1/sessions/{session_id}/parity",
        .tag = "Sessions",
        .summary = "Read quorum and parity of a session, file by file.",
        .description = "Who may vote on each file, who stepped down, who is linked to the file and "
                       "recused from it, and who could step down for parity.",
        .roles = ROLES_COMMISSION,
        .flags = OPERATION_REFERENCE,
        .loads = session_loads,
        .snapshot_size = sizeof(struct session_snapshot),
        .reply = { 200, .render = render_parity, .view = &parity_view },
    },
    { .id = NULL },
};
