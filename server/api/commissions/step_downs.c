/* SPDX-License-Identifier: EUPL-1.2 */
/* Who does not vote on a file (déports): for parity or leaving early, and by one's own word
 * (récusation) (3.3, 3.4). */
#include "api/commissions/session_snapshot.h"
#include "id_text.h"
#include "sql.h"

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

const struct operation step_down_operations[] = {
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
