/* SPDX-License-Identifier: EUPL-1.2 */
/* Votes of jurors on a file (3.4, decision 13). */
#include "api/commissions/session_snapshot.h"
#include "sql.h"

#include "api/commissions/session_views.h"

/* --- votes --- */

struct vote_body {
    struct given given;
    int choice;
};
static const struct field vote_fields[] = {
    { "choice", FIELD_ENUM, FIELD_REQUIRED, offsetof(struct vote_body, choice),
      .words = &vote_words, .doc = "On certifying, or on the proposal to defer.",
      .example = "\"FOR\"" },
    { .name = NULL },
};
static const struct fields vote_body = { "VoteCast", vote_fields, sizeof(struct vote_body) };

static const struct member vote_members[] = {
    { "agenda_item_id", MEMBER_ID, .doc = "The file on the agenda." },
    { "member_id", MEMBER_ID, .doc = "The juror." },
    { "college", MEMBER_ENUM, .words = &college_words, .doc = "College of the juror." },
    { "choice", MEMBER_ENUM, .words = &vote_words, .doc = "Vote of the juror." },
    { "standing", MEMBER_ENUM, .words = &vote_standing_words,
      .doc = "Whose word it is. What is CONTESTED counts as not cast." },
    { "is_awaited", MEMBER_BOOL,
      .doc = "It was written down, and its juror may still confirm, change or contest it." },
    { "cast_by", MEMBER_ID, MEMBER_NULLABLE,
      .doc = "The person of the juror, who cast or confirmed it; null while nobody did." },
    { "recorded_by", MEMBER_ID, MEMBER_NULLABLE,
      .doc = "Who wrote it down for the juror; null when the juror cast it." },
    { "contest_reason", MEMBER_TEXT, MEMBER_NULLABLE, .doc = "Why the juror contested it." },
    { "cast_at", MEMBER_INSTANT, .doc = "When it was cast or written down, or last changed." },
    { "answered_at", MEMBER_INSTANT, MEMBER_NULLABLE,
      .doc = "When the juror confirmed or contested what was written down." },
    { .name = NULL },
};
static const struct view vote_view = { "Vote", "The vote of a juror on a file.", vote_members };

/* A vote is the juror's own when a key of the juror casts it; else it is written down by the
 * secretary, who is a person and says so. */
static bool take_ballot(struct exchange *x, struct ballot *ret_ballot, struct outcome *ret_outcome)
{
    const struct session_snapshot *now = x->snapshot;
    const struct vote_body *body = x->body;
    *ret_ballot = (struct ballot){ .member_id = x->path_id[1],
                                   .choice = (enum vote)body->choice,
                                   .is_own = session_is_caller(x->snapshot, x->path_id[1]) };
    const bool may_record =
        exchange_has_role(x, ROLE_SECRETARY) && id_is_set(x->principal.person_id);
    const struct agenda_item *item = &now->items[session_path_item(x)];
    *ret_outcome = session_vote(&now->session, item, ret_ballot, x->policy);
    if (!ret_ballot->is_own && !may_record)
        refuse_whose(x, session_whose(ret_outcome), NULL);
    return ret_ballot->is_own || may_record;
}

static struct ballot_act *ballot_act(struct exchange *x, int item, struct id member_id)
{
    const struct session_snapshot *now = x->snapshot;
    struct ballot_act *act = exchange_alloc(x, sizeof *act);
    if (!act)
        return NULL;
    x->root_id = x->result_id = now->items[item].id;
    act->session = &now->session;
    act->item_id = now->items[item].id;
    act->member_id = member_id;
    return act;
}

/* The decision that counted a vote which its juror takes back falls with it; minutes that were
 * written of it fall too, and the session is open again. It is an act of the session, which takes
 * its version: a signature at the same moment comes before it or finds nothing to sign. */
static void reverse_decision(struct exchange *x, int item, struct ballot_act *act)
{
    const struct session_snapshot *now = x->snapshot;
    act->decision_id = now->records[item].decision_id;
    exchange_effect(x, &session_writes[WRITE_REVERSAL], 0, act);
    session_act(x, SESSION_OPEN);
    exchange_effect(x, &session_writes[WRITE_ITEM_REOPEN], 0, act);
}

/* Votes do not move the session's version: jurors vote at the same time. The database keeps them
 * out of a session that is not open, and the decision counts them again. */
static void decide_vote(struct exchange *x)
{
    const struct session_snapshot *now = x->snapshot;
    const struct session *session = &now->session;
    struct ballot ballot;
    struct outcome outcome;
    int at = session_path_item(x);
    struct ballot_act *act = at < 0 ? NULL : ballot_act(x, at, x->path_id[1]);
    if (!act || !take_ballot(x, &ballot, &outcome))
        return;
    const struct agenda_item *item = &now->items[at];
    session_refuse(x, now, &outcome, NULL);
    if (!outcome_is_accepted(&outcome))
        return;
    const bool confirms = session_confirms(session, item, &ballot);
    act->choice = slice_of(vote_names[ballot.choice]);
    act->standing = ballot.is_own ? VOTE_STANDING_OWN : VOTE_STANDING_RECORDED;
    if (confirms) {
        exchange_effect(x, &session_claims[WRITE_SESSION_SHARE], 0, act);
        exchange_effect(x, &session_writes[WRITE_CONFIRM], 0, act);
        return;
    }
    if (session_decision_falls(session, item, session_find_juror(session, ballot.member_id)))
        reverse_decision(x, at, act);
    exchange_effect(x, &session_writes[WRITE_VOTE], 0, act);
}

static void bind_vote_reply(const struct exchange *x, struct params *params)
{
    params_item(params);
    params_id(params, "agenda_item_id", x->path_id[0]);
    params_id(params, "member_id", x->path_id[1]);
}

struct contest_body {
    struct given given;
    struct slice reason;
};
static const struct field contest_fields[] = {
    { "reason", FIELD_TEXT, FIELD_NULLABLE | FIELD_MULTILINE, offsetof(struct contest_body, reason),
      1, 1000, .doc = "Why, in the words of the juror.", .example = "\"Je n'ai pas voté ainsi.\"" },
    { .name = NULL },
};
static const struct fields contest_body = { "VoteContest", contest_fields,
                                            sizeof(struct contest_body) };

static void decide_contest(struct exchange *x)
{
    const struct session_snapshot *now = x->snapshot;
    const struct contest_body *body = x->body;
    int at = session_path_item(x);
    int juror = session_find_juror(&now->session, x->path_id[1]);
    struct ballot_act *act = at < 0 ? NULL : ballot_act(x, at, x->path_id[1]);
    if (!act)
        return;
    if (!session_is_caller(now, act->member_id)) {
        refuse_whose(x, WHOSE_JUROR, NULL);
        return;
    }
    const struct agenda_item *item = &now->items[at];
    struct outcome outcome = session_contest(&now->session, item, act->member_id);
    session_refuse(x, now, &outcome, NULL);
    if (!outcome_is_accepted(&outcome))
        return;
    act->choice = body->reason;
    if (session_decision_falls(&now->session, item, juror))
        reverse_decision(x, at, act);
    else
        exchange_effect(x, &session_claims[WRITE_SESSION_SHARE], 0, act);
    exchange_effect(x, &session_writes[WRITE_CONTEST], 0, act);
}

static const enum reason vote_reasons[] = {
    REASON_SESSION_NOT_OPEN,
    REASON_VOTER_NOT_ALLOWED,
    REASON_JUROR_NOT_INDEPENDENT,
    REASON_FILE_DECIDED,
    REASON_RECORDED_VOTES_NOT_ALLOWED,
    REASON_VOTE_IS_OWN,
    REASON_ROLE_NOT_ALLOWED,
    REASON_ACT_OF_ANOTHER,
    REASON_NONE,
};
static const enum reason contest_reasons[] = { REASON_VOTE_NOT_AWAITED, REASON_ROLE_NOT_ALLOWED,
                                               REASON_ACT_OF_ANOTHER, REASON_NONE };
const struct operation vote_operations[] = {
    {
        .id = "listVotes",
        .method = METHOD_GET,
        .path = "/v1/agenda-items/{agenda_item_id}/votes",
        .tag = "Votes",
        .summary = "Read the votes on a file.",
        .description =
            "By college, each with whose word it is. Votes of jurors who stepped down since are "
            "shown and do not count, nor do contested ones.",
        .roles = ROLES_COMMISSION,
        .flags = OPERATION_LIST | OPERATION_PERSONAL | OPERATION_UNPAGED,
        .loads = session_item_loads,
        .snapshot_size = sizeof(struct session_snapshot),
        .reply = { 200, &SQL_vote_list, exchange_bind_path_id, &vote_view },
    },
    {
        .id = "castVote",
        .method = METHOD_PUT,
        .path = "/v1/agenda-items/{agenda_item_id}/votes/{member_id}",
        .tag = "Votes",
        .summary = "Vote on a file.",
        .description =
            "While the session is open and the file undecided; it may be changed until then. A "
            "juror votes with a key of the juror's own. The secretary may write down the vote of a "
            "juror who has not spoken, where the certifier allows it: it is RECORDED, and counts "
            "for good when the juror confirms it, by casting the same choice, or when a member of "
            "the same college signs the minutes that list it. Until then the juror may change it, "
            "after the decision too: the decision that counted it then falls, and the file is "
            "decided again, in a session that is OPEN again if it was closed.",
        .roles = ROLES_COMMISSION,
        .flags = OPERATION_COMMAND | OPERATION_PERSONAL,
        .body = &vote_body,
        .loads = session_item_loads,
        .snapshot_size = sizeof(struct session_snapshot),
        .decide = decide_vote,
        .writes = { SESSION_WRITE_TABLES },
        .reply = { 200, &SQL_vote_view, bind_vote_reply, &vote_view },
        .reasons = vote_reasons,
    },
    {
        .id = "contestVote",
        .method = METHOD_POST,
        .path = "/v1/agenda-items/{agenda_item_id}/votes/{member_id}/contest",
        .tag = "Votes",
        .summary = "Contest a vote that was written down.",
        .description =
            "By its juror, as long as it is awaited: it then counts as not cast, and nobody writes "
            "another one down for the juror, who may still vote. A decision that had counted it "
            "falls, and the file is decided again once the juror has voted in person or has "
            "stepped down from it; until then a decision is refused with VOTES_MISSING. In a "
            "CLOSED session the "
            "minutes and their first signature fall too, and the session is OPEN again; the next "
            "minutes have a number of their own and name those they replace. Nothing had taken "
            "effect, since that is the work of the second signature.",
        .roles = ROLE_JUROR | ROLE_CHAIR,
        .flags = OPERATION_COMMAND | OPERATION_PERSONAL,
        .body = &contest_body,
        .loads = session_item_loads,
        .snapshot_size = sizeof(struct session_snapshot),
        .decide = decide_contest,
        .writes = { SESSION_WRITE_TABLES },
        .reply = { 200, &SQL_vote_view, bind_vote_reply, &vote_view },
        .reasons = contest_reasons,
    },
    { .id = NULL },
};
