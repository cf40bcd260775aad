/* SPDX-License-Identifier: EUPL-1.2 */
/* What a session could decide with those who are invited, asked before it opens (3.4). */
#include "simulation.h"

#include "api/commissions/session_snapshot.h"
#include "api/problem.h"
#include "sql.h"

struct simulation_snapshot {
    struct session_snapshot now; /* first */
    struct id last_session_id;   /* unset = the first session of the commission */
    struct last_chairs last;
    struct slice starts_at, ends_at;
};

static void read_last_chairs(struct exchange *x, struct row *row)
{
    struct simulation_snapshot *known = x->snapshot;
    const struct slice college = row_text(row, "college");
    known->last_session_id = row_id(row, "id");
    known->last.chair_member_id = row_id(row, "chair_member_id");
    known->last.vice_chair_member_id = row_id(row, "vice_chair_member_id");
    if (!college_from_name(college.at, college.size, &known->last.college))
        row->has_failed = true;
}

static void read_times(struct exchange *x, struct row *row)
{
    struct simulation_snapshot *known = x->snapshot;
    known->starts_at = row_text(row, "starts_at");
    known->ends_at = row_text(row, "ends_at");
}

static const struct load simulation_loads[] = {
    SESSION_LOADS(session_bind_path),
    { &SQL_session_last_chairs_load, session_bind_path, read_last_chairs, 0 },
    { &SQL_session_times_load, exchange_bind_path, read_times, 0 },
    { .statement = NULL },
};

static void write_id(struct writer *writer, const char *key, struct id id)
{
    writer_key(writer, key);
    if (id_is_set(id))
        writer_id(writer, id);
    else
        writer_string(writer, SLICE_UNSET);
}

static struct id member_of(const struct session *session, int juror)
{
    const struct id nobody = { { 0 } };
    return juror < 0 ? nobody : session->jurors[juror].member_id;
}

static void write_chairs(const struct exchange *x, struct writer *writer,
                         const struct session *invited)
{
    const struct simulation_snapshot *known = x->snapshot;
    struct simulation_chairs chairs = { -1, -1 };
    if (id_is_set(known->last_session_id))
        chairs = simulation_of_chairs(invited, &known->last);
    write_id(writer, "last_session_id", known->last_session_id);
    write_id(writer, "suggested_chair_member_id", member_of(invited, chairs.chair));
    write_id(writer, "suggested_vice_chair_member_id", member_of(invited, chairs.vice_chair));
}

static void write_count(struct writer *writer, const char *key, int count)
{
    writer_key(writer, key);
    writer_int(writer, count);
}

static void write_file(struct exchange *x, struct writer *writer, const struct session *invited,
                       const struct agenda_item *item)
{
    const struct session_snapshot *now = x->snapshot;
    const struct simulation_file file = simulation_of_file(invited, item, x->policy);
    writer_open(writer, '{');
    writer_key(writer, "agenda_item_id");
    writer_id(writer, item->id);
    writer_key(writer, "file_id");
    writer_id(writer, item->file_id);
    writer_key(writer, "standing");
    writer_text(writer, simulation_standing_names[file.standing]);
    write_count(writer, "employer_voter_count", file.tally.voters[COLLEGE_EMPLOYER]);
    write_count(writer, "employee_voter_count", file.tally.voters[COLLEGE_EMPLOYEE]);
    session_write_jurors(writer, "voter_member_ids", now, file.voters);
    session_write_jurors(writer, "recused_member_ids", now,
                         session_attending(invited) & (item->dependent | item->recusals));
    session_write_jurors(writer, "proposed_step_down_member_ids", now, file.step_downs);
    write_count(writer, "missing_employer_count", file.missing[COLLEGE_EMPLOYER]);
    write_count(writer, "missing_employee_count", file.missing[COLLEGE_EMPLOYEE]);
    session_write_jurors(writer, "available_member_ids", now, file.available);
    writer_key(writer, "can_be_settled");
    writer_bool(writer, file.can_be_settled);
    writer_close(writer, '}');
}

static void render_simulation(struct exchange *x, struct writer *writer)
{
    const struct session_snapshot *now = x->snapshot;
    struct session invited = now->session;
    struct juror *jurors =
        exchange_alloc(x, ((size_t)now->session.juror_count + 1) * sizeof *jurors);
    if (!jurors)
        return;
    simulation_invite(&now->session, now->recorded_count, jurors);
    invited.jurors = jurors;
    const struct outcome opening = simulation_of_opening(&invited, x->policy);
    const bool is_ahead = session_agenda_is_open(invited.state);
    writer_open(writer, '{');
    writer_key(writer, "session_id");
    writer_id(writer, invited.id);
    writer_key(writer, "state");
    writer_text(writer, session_state_name(invited.state));
    writer_key(writer, "starts_at");
    writer_string(writer, ((const struct simulation_snapshot *)x->snapshot)->starts_at);
    writer_key(writer, "ends_at");
    writer_string(writer, ((const struct simulation_snapshot *)x->snapshot)->ends_at);
    writer_key(writer, "is_attendance_recorded");
    writer_bool(writer, now->recorded_count > 0);
    session_write_jurors(writer, "invited_member_ids", now, session_attending(&invited));
    session_write_jurors(writer, "excluded_member_ids", now, invited.excluded);
    write_chairs(x, writer, &invited);
    writer_key(writer, "can_open");
    writer_bool(writer, is_ahead && outcome_is_accepted(&opening));
    writer_key(writer, "opening_reasons");
    session_write_reasons(x, writer, now, is_ahead ? &opening : &(struct outcome){ 0 });
    writer_key(writer, "data");
    writer_open(writer, '[');
    for (int i = 0; i < invited.item_count; i++)
        if (invited.state <= SESSION_OPEN && invited.items[i].verdict == VERDICT_NONE)
            write_file(x, writer, &invited, &invited.items[i]);
    writer_close(writer, ']');
    writer_close(writer, '}');
}

static const struct member file_members[] = {
    { "agenda_item_id", MEMBER_ID, .doc = "The line of the agenda." },
    { "file_id", MEMBER_ID, .doc = "The file." },
    { "standing", MEMBER_ENUM, .words = &simulation_standing_words,
      .doc = "Whether it could be decided with those invited." },
    { "employer_voter_count", MEMBER_INT, .doc = "Employers who would vote." },
    { "employee_voter_count", MEMBER_INT, .doc = "Employees who would vote." },
    { "voter_member_ids", MEMBER_TEXTS, .doc = "Who would vote." },
    { "recused_member_ids", MEMBER_TEXTS,
      .doc = "Invited, and recused from it by a link or by their own word." },
    { "proposed_step_down_member_ids", MEMBER_TEXTS,
      .doc = "STEP_DOWNS_NEEDED: who could step down, as few as parity needs." },
    { "missing_employer_count", MEMBER_INT, .doc = "Employers short of the minimum." },
    { "missing_employee_count", MEMBER_INT, .doc = "Employees short of the minimum." },
    { "available_member_ids", MEMBER_TEXTS,
      .doc = "VOTERS_MISSING: who is not invited, alternates too, and could vote on it." },
    { "can_be_settled", MEMBER_BOOL,
      .doc = "As it is, by these step-downs, or when enough of those available come; false: it "
             "needs other members, or another session." },
    { .name = NULL },
};
static const struct view file_view = { "FileSimulation", "What could be done with one file.",
                                       file_members };

static const struct member simulation_members[] = {
    { "session_id", MEMBER_ID, .doc = "The session." },
    { "state", MEMBER_ENUM, .words = &session_state_words, .doc = "State of the session." },
    { "starts_at", MEMBER_INSTANT, MEMBER_NULLABLE, .doc = "When it begins." },
    { "ends_at", MEMBER_INSTANT, MEMBER_NULLABLE,
      .doc = "When it would end, by its agenda; null without a beginning, or a file." },
    { "is_attendance_recorded", MEMBER_BOOL,
      .doc = "Those invited are those recorded as attending; false: those who were convened, and "
             "before that every member with a mandate that day, without the alternates." },
    { "invited_member_ids", MEMBER_TEXTS, .doc = "Who is taken to come." },
    { "excluded_member_ids", MEMBER_TEXTS,
      .doc = "Evaluator or trainer in an organism of a file: they may not sit." },
    { "last_session_id", MEMBER_ID, MEMBER_NULLABLE,
      .doc = "The session of the commission that was opened before this one; null: none was." },
    { "suggested_chair_member_id", MEMBER_ID, MEMBER_NULLABLE,
      .doc = "Who could chair in turn, among those invited: of the other college than last time; "
             "null without a last session." },
    { "suggested_vice_chair_member_id", MEMBER_ID, MEMBER_NULLABLE,
      .doc = "Who could be vice-chair: of the college that chaired last time." },
    { "can_open", MEMBER_BOOL,
      .doc = "On its day, once it is convened, its chair could open it; false once it opened." },
    { "opening_reasons", MEMBER_OBJECTS, .of = &stated_reason_view,
      .doc = "What its opening would be refused for, as the refusal would say it." },
    { "data", MEMBER_OBJECTS, .of = &file_view,
      .doc = "File by file, of those that await a decision." },
    { .name = NULL },
};
static const struct view simulation_view = { "SessionSimulation",
                                             "What a session could decide with those invited.",
                                             simulation_members };

const struct operation simulation_operations[] = {
    {
        .id = "simulateSession",
        .method = METHOD_GET,
        .path = "/v1/sessions/{session_id}/simulation",
        .tag = "Sessions",
        .summary = "Ask what a session could decide with those who are invited.",
        .description =
            "Before it is convened, and until it opens: which files could be decided, which not "
            "and what would settle them, by the rules that the opening and the decisions will be "
            "held to. Those invited are the members with a mandate on its day, without alternates, "
            "until it is convened, then those who were told, and once attendance is recorded those "
            "who attend. Chair and vice-chair are "
            "suggested in turn, from the last session; the secretary names them.",
        .roles = ROLES_COMMISSION,
        .flags = OPERATION_REFERENCE,
        .loads = simulation_loads,
        .snapshot_size = sizeof(struct simulation_snapshot),
        .reply = { 200, .render = render_simulation, .view = &simulation_view },
    },
    { .id = NULL },
};
