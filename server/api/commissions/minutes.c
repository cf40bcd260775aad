/* SPDX-License-Identifier: EUPL-1.2 */
/* Minutes of a session (procès-verbal): written at its closing, signed by chair and vice-chair. The
 * second signature gives the decisions their effect (decision 13). */
#include "api/commissions/minutes.h"
#include "sql.h"

static const struct member signature_members[] = {
    { "member_id", MEMBER_ID, .doc = "Chair or vice-chair, or who stands in for one of them." },
    { "college", MEMBER_ENUM, .words = &college_words, .doc = "College of the juror." },
    { "person_id", MEMBER_ID, .doc = "The person." },
    { "signed_on", MEMBER_DATE, .doc = "Day." },
    { "signed_at", MEMBER_INSTANT, .doc = "When." },
    { "in_place_of_member_id", MEMBER_ID, MEMBER_NULLABLE,
      .doc = "The chair or vice-chair in whose place the member signed; null: it is one of them." },
    { "stand_in_reason", MEMBER_TEXT, MEMBER_NULLABLE, .doc = "Why." },
    { .name = NULL },
};
const struct view minutes_signature_view = { "MinutesSignature", "A signature of the minutes.",
                                             signature_members };

static const struct member minutes_members[] = {
    { "id", MEMBER_ID, .doc = "Identifier." },
    { "reference", MEMBER_TEXT, .doc = "PV-YYYY-NNNNNN-KK, without gaps." },
    { "session_id", MEMBER_ID, .doc = "The session." },
    { "session_state", MEMBER_ENUM, .words = &session_state_words,
      .doc = "CLOSED until both have signed, then SIGNED." },
    { "rectification_ids", MEMBER_TEXTS,
      .doc = "Rectifying minutes that both colleges have signed, in their order: the last one says "
             "how these minutes read now. `content` stays as it was signed." },
    { "content", MEMBER_JSON, MEMBER_AS_SIGNED,
      .doc = "Jurors who were convened or attended, with college and presence, and who left early "
             "(`departures`); when it opened and closed; files with votes, decisions and reasons, "
             "with those "
             "present who stepped down (`step_downs`) or were recused (`recusals`), and the votes "
             "that were written down, as such: those that stand (`recorded_votes`), those "
             "that their juror contested or changed and then cast otherwise (`taken_back`), and "
             "those by which a decision fell (`reversals`), and of a file that was not examined "
             "those that were given (`cast_votes`); `replaces` names the minutes that fell "
             "before." },
    { "sha256", MEMBER_TEXT,
      .doc = "SHA-256 of the text of `content`, byte for byte as it stands here." },
    { "closed_on", MEMBER_DATE, .doc = "Day of closing." },
    { "closed_at", MEMBER_INSTANT, .doc = "When." },
    { "signatures", MEMBER_OBJECTS, .of = &minutes_signature_view,
      .doc = "One of each college, at most two." },
    { "version", MEMBER_INT, .doc = "Version of the session." },
    { .name = NULL },
};
static const struct view minutes_view = { "Minutes", "The minutes of a session (procès-verbal).",
                                          minutes_members };

static const struct field signature_fields[] = {
    { "member_id", FIELD_ID, FIELD_NULLABLE, offsetof(struct signature_body, member_id),
      .doc = "In whose name; the caller's own mandate unless said, and no other." },
    { .name = NULL },
};
const struct fields minutes_signature_body = { "SignatureRequest", signature_fields,
                                               sizeof(struct signature_body) };

void minutes_bind_hands(const struct exchange *x, struct params *params)
{
    params_item(params);
    params_id(params, "session_id", x->path_id[0]);
    params_text(params, "session_reference",
                id_is_set(x->path_id[0]) ? SLICE_UNSET : x->path_text[0]);
    params_id(params, "rectification_id", x->path_id[1]);
    params_id(params, "person_id", x->principal.person_id);
    params_id(params, "credential_id", x->principal.credential_id);
}

void minutes_read_hands(struct exchange *x, struct row *row)
{
    ((struct session_snapshot *)x->snapshot)->is_of_one_hand = row_bool(row, "is_of_one_hand");
}

/* Whoever made both keys could decide alone what two colleges decide. */
void minutes_refuse_one_hand(struct exchange *x)
{
    if (x->refusal_count == 0 && ((const struct session_snapshot *)x->snapshot)->is_of_one_hand)
        exchange_refuse(x, REASON_SIGNED_BY_ONE_HAND, SLICE_UNSET);
}

static const struct load signature_loads[] = {
    CANDIDACY_LOADS(session_bind_candidacies, 0),
    SESSION_LOADS(session_bind_path),
    SIGNATURE_HANDS,
    { .statement = NULL },
};

static bool is_chair(const struct session *session, struct id member_id)
{
    return id_equals(session->chair_member_id, member_id) ||
           id_equals(session->vice_chair_member_id, member_id);
}

struct id minutes_signer(const struct exchange *x)
{
    const struct session_snapshot *now = x->snapshot;
    const struct signature_body *body = x->body;
    struct id signer = { { 0 } };
    for (int i = 0; i < now->session.juror_count; i++) {
        struct id member_id = now->jurors[i].member_id;
        if (!(now->callers & session_juror_bit(i)))
            continue;
        if (id_is_set(body->member_id) ? id_equals(body->member_id, member_id)
                                       : is_chair(&now->session, member_id) || !id_is_set(signer))
            signer = member_id;
    }
    return signer;
}

/* The event that a recorded verdict becomes. */
static enum candidacy_event event_of(enum verdict verdict)
{
    switch (verdict) {
    case VERDICT_CERTIFIED:
        return EVENT_CERTIFY;
    case VERDICT_REFUSED:
        return EVENT_REFUSE;
    case VERDICT_DEFERRED:
        return EVENT_DEFER;
    default:
        return EVENT_REMOVE_FROM_AGENDA;
    }
}

static void settle_item(struct exchange *x, int item)
{
    const struct session_snapshot *now = x->snapshot;
    enum candidacy_event event = event_of(now->items[item].verdict);
    struct candidacy_move *move = session_move_candidacy(
        x, item, event,
        event == EVENT_REMOVE_FROM_AGENDA ? act_reason_words.codes[ACT_FOR_NOT_EXAMINED] : NULL);
    if (!move)
        return;
    exchange_effect(x, &session_writes[WRITE_DECISION_EFFECT], (unsigned)item, NULL);
    exchange_effect(x, &session_writes[WRITE_DECISION_WORDS], (unsigned)item, move);
}

bool minutes_check_signer(struct exchange *x)
{
    const struct signature_body *body = x->body;
    return !id_is_set(body->member_id) || session_check_member(x, body->member_id);
}

static void decide_signature(struct exchange *x)
{
    const struct session_snapshot *now = x->snapshot;
    if (!minutes_check_signer(x))
        return;
    struct session_command command = {
        .event = SESSION_EVENT_SIGN,
        .today = x->today,
        .actors = x->principal.roles,
        .signer_id = minutes_signer(x),
    };
    struct session_decision *decision = exchange_alloc(x, sizeof *decision);
    if (!decision)
        return;
    x->result_id = x->root_id = now->session.id;
    struct outcome outcome = session_decide(&now->session, &command, x->policy, decision);
    session_refuse(x, now, &outcome, NULL);
    minutes_refuse_one_hand(x);
    if (x->refusal_count > 0)
        return;
    for (int i = 0; i < decision->effect_count; i++) {
        const struct session_effect *effect = &decision->effects[i];
        for (int k = 0; effect->kind == SESSION_EFFECT_DECIDE_ITEM && k < effect->count; k++)
            settle_item(x, k);
    }
    struct session_act *act = session_act(x, decision->to);
    if (!act)
        return;
    act->member_id = command.signer_id;
    exchange_effect(x, &session_writes[WRITE_SIGNATURE], 0, act);
}

static const enum reason signature_reasons[] = {
    REASON_INVALID_STATE,           REASON_SIGNER_NOT_ALLOWED, REASON_ALREADY_SIGNED,
    REASON_SAME_COLLEGE_SIGNATURES, REASON_DOMAINS_MISSING,    REASON_JUROR_NOT_INDEPENDENT,
    REASON_REFERENCE_UNKNOWN,       REASON_SIGNED_BY_ONE_HAND, REASON_NONE,
};

const struct operation minutes_operations[] = {
    {
        .id = "getMinutes",
        .method = METHOD_GET,
        .path = "/v1/sessions/{session_id}/minutes",
        .tag = "Minutes",
        .summary = "Read the minutes of a session.",
        .description =
            "They exist once the session is closed, and never change. Those of a session "
            "that opened again are no longer told: the next ones name them.",
        .roles = ROLES_COMMISSION,
        .flags = OPERATION_REFERENCE | OPERATION_PERSONAL,
        .reply = { 200, &SQL_minutes_view, NULL, &minutes_view },
    },
    {
        .id = "signMinutes",
        .method = METHOD_POST,
        .path = "/v1/sessions/{session_id}/minutes/signatures",
        .tag = "Minutes",
        .summary = "Sign the minutes of a session.",
        .description =
            "Chair and vice-chair, each with a key of their own, of different colleges; or who was "
            "named to sign in the place of one of them (stand-ins). A signature "
            "stands for the votes of the signer's college that were written down: they are "
            "contested no more. Keys that one person made for both sign nothing "
            "(SIGNED_BY_ONE_HAND): "
            "a login is its holder's own, a key is known to who made it. At the "
            "second signature the session is SIGNED and every file's candidacy moves, all in one: "
            "certified, refused, deferred, or back in the queue when it was not examined. From "
            "then "
            "on the history of each candidacy tells what was decided, in the words of the "
            "decision.",
        .roles = ROLE_JUROR | ROLE_CHAIR,
        .flags = OPERATION_COMMAND | OPERATION_PERSONAL,
        .body = &minutes_signature_body,
        .loads = signature_loads,
        .snapshot_size = sizeof(struct session_snapshot),
        .decide = decide_signature,
        .writes = { SESSION_WRITE_TABLES },
        .reply = { 201, &SQL_minutes_view, exchange_bind_result_row, &minutes_view },
        .machine = &session_machine,
        .reasons = signature_reasons,
    },
    { .id = NULL },
};
