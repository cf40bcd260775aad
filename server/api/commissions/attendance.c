/* Who sits (présences) and who does not vote on a file (déports); the parity that follows (3.4). */
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
            exchange_violate(x, pointer.at, REASON_REFERENCE_UNKNOWN);
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

/* --- step-downs --- */

struct step_down_body {
    struct given given;
    struct id member_id;
    struct slice reason;
    bool is_recusal;
};
static const struct field step_down_fields[] = {
    { "member_id", FIELD_ID, FIELD_REQUIRED, offsetof(struct step_down_body, member_id),
      .doc = "The juror.", .example = "\"01900000-0000-7000-8000-000000000003\"" },
    { "reason", FIELD_TEXT, FIELD_NULLABLE, offsetof(struct step_down_body, reason), 1, 500,
      .doc = "Why; needed of a recusal.", .example = "\"li\xC3\xA9 \xC3\xA0 l'organisme\"" },
    { "is_recusal", FIELD_BOOL, 0, offsetof(struct step_down_body, is_recusal),
      .doc = "The juror declares that they may not judge this file (récusation); false: the juror "
             "gives up the vote, for parity or leaving early." },
    { .name = NULL },
};
static const struct fields step_down_body = { "StepDownRequest", step_down_fields,
                                              sizeof(struct step_down_body) };

static const struct member step_down_members[] = {
    { "agenda_item_id", MEMBER_ID, .doc = "The file on the agenda." },
    { "member_id", MEMBER_ID, .doc = "The juror." },
    { "reason", MEMBER_TEXT, MEMBER_NULLABLE, .doc = "Why." },
    { "is_recusal", MEMBER_BOOL, .doc = "The juror declared that they may not judge the file." },
    { "recorded_at", MEMBER_INSTANT, .doc = "When it was recorded." },
    { .name = NULL },
};
static const struct view step_down_view = { "StepDown", "A juror does not vote on a file.",
                                            step_down_members };

/* The checks that both directions share; the act, or NULL when refused. */
static struct ballot_act *step_down_act(struct exchange *x, struct departure departure)
{
    const struct session_snapshot *now = x->snapshot;
    int item = session_path_item(x);
    struct ballot_act *act = exchange_alloc(x, sizeof *act);
    if (item < 0 || !act)
        return NULL;
    x->root_id = now->session.id;
    departure.is_own = session_is_caller(now, departure.member_id);
    struct outcome outcome = session_step_down(&now->session, &now->items[item], &departure);
    if (!departure.is_own && !exchange_has_role(x, ROLE_SECRETARY)) {
        refuse_whose(x, session_whose(&outcome), NULL);
        return NULL;
    }
    session_refuse(x, now, &outcome, NULL);
    act->session = &now->session;
    act->item_id = now->items[item].id;
    act->member_id = departure.member_id;
    act->is_recusal = departure.is_recusal;
    return x->refusal_count ? NULL : act;
}

struct step_down_snapshot {
    struct session_snapshot now; /* first */
    bool is_there, is_recusal;
    struct slice reason; /* of what is there */
};

static void bind_step_down(const struct exchange *x, struct params *params)
{
    params_item(params);
    params_id(params, "agenda_item_id", x->path_id[0]);
    params_id(params, "member_id", ((const struct step_down_body *)x->body)->member_id);
}

static void read_step_down(struct exchange *x, struct row *row)
{
    struct step_down_snapshot *known = x->snapshot;
    known->is_there = true;
    known->is_recusal = row_bool(row, "is_recusal");
    known->reason = arena_copy(x->arena, row_text(row, "reason"));
}

static const struct load step_down_loads[] = {
    SESSION_LOADS(session_bind_item_path),
    { &SQL_step_down_load, bind_step_down, read_step_down, 0 },
    { .statement = NULL },
};

/* Said twice in other words: it stands as it was said first, which whoever may takes back. */
static void refuse_recorded(struct exchange *x, const struct ballot_act *act)
{
    char item[ID_TEXT_SIZE], member[ID_TEXT_SIZE];
    id_print(act->item_id, item);
    id_print(act->member_id, member);
    exchange_refuse(
        x, REASON_ALREADY_RECORDED,
        arena_print(x->arena, "{\"id\":\"%s\",\"agenda_item_id\":\"%s\"}", member, item));
    exchange_resolve(x, "DELETE",
                     arena_print(x->arena, "/v1/agenda-items/%s/step-downs/%s", item, member));
}

static bool says_the_same(const struct step_down_snapshot *known, const struct step_down_body *body)
{
    return known->is_there && known->is_recusal == body->is_recusal &&
           slice_is_set(known->reason) == slice_is_set(body->reason) &&
           slice_equals(known->reason, body->reason);
}

static void decide_step_down(struct exchange *x)
{
    const struct step_down_snapshot *known = x->snapshot;
    const struct session_snapshot *now = &known->now;
    const struct step_down_body *body = x->body;
    const struct departure departure = { .member_id = body->member_id,
                                         .is_recusal = body->is_recusal,
                                         .has_reason = slice_is_set(body->reason) };
    if (session_path_item(x) >= 0 && !session_check_member(x, body->member_id))
        return;
    struct ballot_act *act = step_down_act(x, departure);
    if (!act)
        return;
    x->result_id = act->item_id;
    const struct agenda_item *item = &now->items[session_find_item(&now->session, now->item_id)];
    const uint64_t juror = session_juror_bit(session_find_juror(&now->session, body->member_id));
    const bool has_left = (item->step_downs & juror) != 0;
    /* A recusal takes the place of having only left. */
    if (has_left && (!body->is_recusal || (item->recusals & juror) != 0)) {
        x->status = 200;
        if (!says_the_same(known, body))
            refuse_recorded(x, act);
        return;
    }
    act->choice = body->reason;
    session_act(x, now->session.state);
    if (has_left)
        exchange_effect(x, &session_writes[WRITE_STEP_DOWN_DELETE], 0, act);
    exchange_effect(x, &session_writes[WRITE_STEP_DOWN], 0, act);
}

static void decide_return(struct exchange *x)
{
    const struct session_snapshot *now = x->snapshot;
    int item = session_path_item(x);
    int juror = session_find_juror(&now->session, x->path_id[1]);
    if (item < 0 || juror < 0 || !(now->items[item].step_downs & session_juror_bit(juror))) {
        x->is_missing = true;
        return;
    }
    struct ballot_act *act =
        step_down_act(x, (struct departure){ .member_id = x->path_id[1], .is_undone = true });
    if (!act)
        return;
    session_act(x, now->session.state);
    exchange_effect(x, &session_writes[WRITE_STEP_DOWN_DELETE], 0, act);
    x->result_id = act->item_id;
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
                                                  REASON_JUROR_HAS_VOTED, REASON_REFERENCE_UNKNOWN,
                                                  REASON_NONE };
/* clang-format off */
#define DEPARTURE_REASONS                                                                          \
    REASON_SESSION_LOCKED, REASON_VOTER_NOT_ALLOWED, REASON_JUROR_NOT_INDEPENDENT,                 \
    REASON_FILE_DECIDED, REASON_VOTE_IS_OWN, REASON_RECUSAL_IS_OWN, REASON_ROLE_NOT_ALLOWED,       \
    REASON_ACT_OF_ANOTHER
/* clang-format on */
static const enum reason step_down_reasons[] = { DEPARTURE_REASONS, REASON_REASON_REQUIRED,
                                                 REASON_REFERENCE_UNKNOWN, REASON_ALREADY_RECORDED,
                                                 REASON_NONE };
static const enum reason return_reasons[] = { DEPARTURE_REASONS, REASON_NONE };

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
                       "presence. A juror whose vote counts cannot be made absent: leaving early "
                       "is stepping down from the files that remain.",
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
        .example = "{\"attendance\":[{\"member_id\":\"01900000-0000-7000-8000-000000000003\","
                   "\"presence\":\"PRESENT\"}]}",
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
    {
        .id = "stepDown",
        .method = METHOD_POST,
        .path = "/v1/agenda-items/{agenda_item_id}/step-downs",
        .tag = "Votes",
        .summary = "Record that a juror does not vote on a file.",
        .description = "Until the file is decided. Jurors for themselves, the secretary for "
                       "anybody, but for a juror who voted in person on this file, or contested "
                       "what was written down (VOTE_IS_OWN). A vote that was cast does not count "
                       "any more. A recusal is declared by its juror alone (RECUSAL_IS_OWN), with "
                       "the reason, as soon as the session is theirs to see: once it is convened, "
                       "for whoever presides once named. Who is linked to the file is recused "
                       "from it without a word. The same said twice answers what is there; said "
                       "with another reason, it is refused until it was taken back.",
        .roles = ROLES_COMMISSION,
        .flags = OPERATION_COMMAND,
        .body = &step_down_body,
        .loads = step_down_loads,
        .snapshot_size = sizeof(struct step_down_snapshot),
        .decide = decide_step_down,
        .writes = { SESSION_WRITE_TABLES },
        .reply = { 201, &SQL_step_down_view, bind_step_down, &step_down_view, .other_status = 200 },
        .reasons = step_down_reasons,
        .example = "{\"member_id\":\"01900000-0000-7000-8000-000000000003\"}",
    },
    {
        .id = "undoStepDown",
        .method = METHOD_DELETE,
        .path = "/v1/agenda-items/{agenda_item_id}/step-downs/{member_id}",
        .tag = "Votes",
        .summary = "Let a juror vote on a file after all.",
        .description =
            "Refused when the juror is linked to an organism of the file, or voted on it "
            "and is no longer there. A juror who voted on it in person comes back in person alone "
            "(VOTE_IS_OWN), and so does one who declared a recusal (RECUSAL_IS_OWN).",
        .roles = ROLES_COMMISSION,
        .flags = OPERATION_COMMAND | OPERATION_NO_CONTENT,
        .loads = session_item_loads,
        .snapshot_size = sizeof(struct session_snapshot),
        .decide = decide_return,
        .writes = { SESSION_WRITE_TABLES },
        .reply = { 204 },
        .reasons = return_reasons,
    },
    { .id = NULL },
};
