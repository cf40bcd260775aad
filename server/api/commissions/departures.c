/* SPDX-License-Identifier: EUPL-1.2 */
/* Who leaves an open session before its end (3.4): an act of its own, by the juror or by who runs
 * the session for the same college. What the juror voted stays. */
#include "api/commissions/session_snapshot.h"
#include "sql.h"

struct departure_body {
    struct given given;
    struct id member_id, agenda_item_id;
};
static const struct field departure_fields[] = {
    { "member_id", FIELD_ID, FIELD_REQUIRED, offsetof(struct departure_body, member_id),
      .doc = "The juror who leaves.", .example = "\"01900000-0000-7000-8000-000000000003\"" },
    { "agenda_item_id", FIELD_ID, FIELD_NULLABLE, offsetof(struct departure_body, agenda_item_id),
      .doc = "The first file for which the juror is no longer there; unless said, the first of the "
             "agenda that is not decided." },
    { .name = NULL },
};
static const struct fields departure_body = { "NewDeparture", departure_fields,
                                              sizeof(struct departure_body) };

static const struct member departure_members[] = {
    { "session_id", MEMBER_ID, .doc = "The session." },
    { "member_id", MEMBER_ID, .doc = "The juror who left." },
    { "left_at", MEMBER_INSTANT, .doc = "When." },
    { "agenda_item_id", MEMBER_ID, MEMBER_NULLABLE,
      .doc =
          "The first file for which the juror was no longer there; null: every file was decided." },
    { "left_item_ids", MEMBER_TEXTS,
      .doc = "Files on which the juror does not vote for that reason, as a step-down: those that "
             "were undecided and on which nothing of the juror stands." },
    { "said_by", MEMBER_ID, .doc = "Who said so: the juror's person, or that of the chair." },
    { .name = NULL },
};
static const struct view departure_view = { "Departure", "A juror left a session before its end.",
                                            departure_members };

/* Which file of the agenda; -1 = behind the last one. */
static int first_file(struct exchange *x, const struct session_snapshot *now)
{
    const struct departure_body *body = x->body;
    if (id_is_set(body->agenda_item_id)) {
        const int item = session_find_item(&now->session, body->agenda_item_id);
        if (item < 0)
            exchange_violate(x, "/agenda_item_id", REASON_REFERENCE_UNKNOWN);
        return item;
    }
    for (int i = 0; i < now->session.item_count; i++)
        if (now->items[i].verdict == VERDICT_NONE)
            return i;
    return -1;
}

static void leave_files(struct exchange *x, const struct leaving *leaving)
{
    const struct session_snapshot *now = x->snapshot;
    for (int i = 0; i < now->session.item_count; i++) {
        struct ballot_act *act = NULL;
        if (!session_leaves_file(&now->session, i, leaving) ||
            !(act = exchange_alloc(x, sizeof *act)))
            continue;
        act->session = &now->session;
        act->item_id = now->items[i].id;
        act->member_id = leaving->member_id;
        act->is_departure = true;
        exchange_effect(x, &session_writes[WRITE_STEP_DOWN], 0, act);
    }
}

static void decide_departure(struct exchange *x)
{
    const struct session_snapshot *now = x->snapshot;
    const struct departure_body *body = x->body;
    struct ballot_act *act = exchange_alloc(x, sizeof *act);
    if (!act || !session_check_member(x, body->member_id))
        return;
    const struct leaving leaving = {
        .member_id = body->member_id,
        .from_item = first_file(x, now),
        .callers = now->callers,
        .is_own = session_is_caller(now, body->member_id),
    };
    if (!session_may_say_left(&now->session, &leaving)) {
        refuse_whose(x, WHOSE_JUROR_OR_CHAIR, NULL);
        return;
    }
    const struct outcome outcome = session_leave(&now->session, &leaving);
    session_refuse(x, now, &outcome, NULL);
    act->session = &now->session;
    act->member_id = leaving.member_id;
    if (leaving.from_item >= 0)
        act->item_id = now->items[leaving.from_item].id;
    x->result_id = leaving.member_id;
    session_act(x, now->session.state);
    exchange_effect(x, &session_writes[WRITE_DEPARTURE], 0, act);
    leave_files(x, &leaving);
}

static void bind_reply(const struct exchange *x, struct params *params)
{
    params_item(params);
    params_id(params, "session_id", x->root_id);
    params_id(params, "member_id", x->result_id);
}

static const enum reason departure_reasons[] = {
    REASON_SESSION_NOT_OPEN,  REASON_VOTER_NOT_ALLOWED, REASON_ALREADY_RECORDED,
    REASON_REFERENCE_UNKNOWN, REASON_ACT_OF_ANOTHER,    REASON_NONE,
};

const struct operation departure_operations[] = {
    {
        .id = "recordDeparture",
        .method = METHOD_POST,
        .path = "/v1/sessions/{session_id}/departures",
        .tag = "Sessions",
        .summary = "Record that a juror leaves a session before its end.",
        .description =
            "While it is open, by the juror, or by its chair or vice-chair of the same college. It "
            "is dated now. From the file that is named on the juror no longer votes: a step-down "
            "on each that is undecided. What the juror voted stays and counts, and so does what "
            "was written down; on a file on which the juror contested that, the juror alone steps "
            "down. Parity is asked of each file again. The minutes say who left, when and before "
            "which file.",
        .roles = ROLE_JUROR | ROLE_CHAIR,
        .flags =
            OPERATION_COMMAND | OPERATION_PERSONAL | OPERATION_REFERENCE | OPERATION_KEY_REQUIRED,
        .body = &departure_body,
        .loads = session_loads,
        .snapshot_size = sizeof(struct session_snapshot),
        .decide = decide_departure,
        .writes = { SESSION_WRITE_TABLES },
        .reply = { 201, &SQL_departure_view, bind_reply, &departure_view },
        .reasons = departure_reasons,
    },
    { .id = NULL },
};
