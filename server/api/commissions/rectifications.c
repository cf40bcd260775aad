/* SPDX-License-Identifier: EUPL-1.2 */
/* Rectifying minutes (procès-verbal rectificatif): what was written in signed minutes is mended,
 * never an outcome nor a vote (3.4). The minutes themselves stay as they were signed; the decisions
 * read as they do from now on, and the candidates are told again. */
#include "api/commissions/minutes.h"
#include "api/commissions/rectification_draft.h"
#include "api/commissions/rectified.h"
#include "api/commissions/session_codes.h"
#include "api/record.h"
#include "api/refusals.h"
#include "notification.h"
#include "rectification.h"
#include "sql.h"

static const struct member mend_members[] = {
    { "pointer", MEMBER_TEXT, .doc = "Which member of the minutes, as a JSON pointer." },
    { "was", MEMBER_JSON, .doc = "What it said." },
    { "becomes", MEMBER_JSON, .doc = "What it says from now on." },
    { .name = NULL },
};
static const struct view mend_view = { "RectifiedMember", "A member of minutes that is mended.",
                                       mend_members };

/* clang-format off */
#define SHORT_MEMBERS                                                                              \
    { "id", MEMBER_ID, .doc = "Identifier." },                                                     \
    { "session_id", MEMBER_ID, .doc = "The session." },                                            \
    { "ordinal", MEMBER_INT, .doc = "Order in the session, from 1." },                             \
    { "state", MEMBER_ENUM, .words = &rectification_state_words,                                   \
      .doc = "DRAFTED until both have signed, then SIGNED; or WITHDRAWN." },                       \
    { "reference", MEMBER_TEXT, MEMBER_NULLABLE,                                                   \
      .doc = "PV-YYYY-NNNNNN-KK, without gaps; null until both have signed." },                    \
    { "rectifies_reference", MEMBER_TEXT,                                                          \
      .doc = "The minutes that are rectified, or the rectifying minutes signed before." },         \
    { "rectifies_sha256", MEMBER_TEXT, .doc = "Their digest." },                                   \
    { "reason", MEMBER_TEXT, .doc = "Why." },                                                      \
    { "mends", MEMBER_OBJECTS, .of = &mend_view, .doc = "Each member that is mended." },           \
    { "sha256", MEMBER_TEXT,                                                                       \
      .doc = "SHA-256 of the text of `content`, byte for byte as it is read by identifier." },     \
    { "drafted_by", MEMBER_ID, MEMBER_NULLABLE, .doc = "Who wrote them; null when a system did." }, \
    { "drafted_on", MEMBER_DATE, .doc = "Day." },                                                  \
    { "settled_on", MEMBER_DATE, MEMBER_NULLABLE,                                                  \
      .doc = "Day of the second signature, or of the withdrawal." },                               \
    { "withdrawn_by", MEMBER_ID, MEMBER_NULLABLE, .doc = "Who withdrew them." },                   \
    { "withdraw_reason", MEMBER_TEXT, MEMBER_NULLABLE, .doc = "Why they were withdrawn." },        \
    { "signatures", MEMBER_OBJECTS, .of = &minutes_signature_view,                                 \
      .doc = "One of each college, at most two." },                                                \
    { "created_at", MEMBER_INSTANT, .doc = "When they were recorded." }
/* clang-format on */

static const struct member summary_members[] = {
    SHORT_MEMBERS,
    { .name = NULL },
};
static const struct view summary_view = { "RectificationSummary", "Rectifying minutes in a list.",
                                          summary_members };
static const struct member rectification_members[] = {
    SHORT_MEMBERS,
    { "content", MEMBER_JSON, MEMBER_AS_SIGNED,
      .doc = "What is signed: `rectifies`, the reason, the `mends`, and `minutes`, the content of "
             "the minutes as it reads with them." },
    { "version", MEMBER_INT, .doc = "Version of the session." },
    { .name = NULL },
};
static const struct view rectification_view = { "Rectification",
                                                "Rectifying minutes (procès-verbal rectificatif).",
                                                rectification_members };

/* --- what is known --- */

struct withdrawal_body {
    struct given given;
    struct slice reason;
};
static const struct field withdrawal_fields[] = {
    { "reason", FIELD_TEXT, FIELD_REQUIRED | FIELD_MULTILINE | FIELD_PERSONAL,
      offsetof(struct withdrawal_body, reason), 1, 2000, .doc = "Why they are withdrawn.",
      .example = "\"Le nom était juste.\"" },
    { .name = NULL },
};
static const struct fields withdrawal_table = { "RectificationWithdrawal", withdrawal_fields,
                                                sizeof(struct withdrawal_body) };

struct rectification_snapshot {
    struct session_snapshot now; /* first */
    int mend_count;
    struct id draft_id;  /* unset = there is none */
    struct slice listed; /* ids of the members whom the minutes list */
    struct rectification draft;
    struct rectified *mended; /* decisions whose words the draft changes */
    size_t mended_count;
};

static void bind_facts(const struct exchange *x, struct params *params)
{
    exchange_bind_path(x, params);
    record_bind_given(x, params);
}

static void read_facts(struct exchange *x, struct row *row)
{
    struct rectification_snapshot *known = x->snapshot;
    exchange_read_count(x, row);
    known->draft_id = row_id(row, "draft_id");
    known->mend_count = (int)row_int(row, "mend_count");
    known->listed = arena_copy(x->arena, row_text(row, "listed_member_ids"));
}

/* The one that the path names; of a command that made it, the one that was made. */
static void bind_named(const struct exchange *x, struct params *params)
{
    params_item(params);
    params_id(params, "session_id", x->path_id[0]);
    params_text(params, "session_reference",
                id_is_set(x->path_id[0]) ? SLICE_UNSET : x->path_text[0]);
    params_id(params, "id", id_is_set(x->path_id[1]) ? x->path_id[1] : x->result_id);
}

static void read_draft(struct exchange *x, struct row *row)
{
    struct rectification_snapshot *known = x->snapshot;
    const struct slice state = row_text(row, "state");
    x->result_id = row_id(row, "id");
    if (!rectification_state_from_name(state.at, state.size, &known->draft.state))
        row->has_failed = true;
    known->draft.signed_by[0] = row_id(row, "signed_by_first");
    known->draft.signed_by[1] = row_id(row, "signed_by_second");
}

static void bind_candidacies(const struct exchange *x, struct params *params)
{
    candidacy_bind_named(params, BY_MINUTES, x->path_id[0],
                         id_is_set(x->path_id[0]) ? SLICE_UNSET : x->path_text[0]);
}

static void read_mended(struct exchange *x, struct row *row)
{
    struct rectification_snapshot *known = x->snapshot;
    struct session_snapshot *now = &known->now;
    const int item = session_find_item(&now->session, row_id(row, "agenda_item_id"));
    struct rectified *mended =
        item < 0 ? NULL : exchange_more(x, &known->mended, known->mended_count, sizeof *mended);
    if (!mended)
        return;
    known->mended_count++;
    *mended = (struct rectified){ .item = item };
    const struct candidacy_snapshot *snapshot =
        candidacy_set_find(&now->set, now->items[item].candidacy_id);
    if (snapshot && row_bool(row, "has_domains")) {
        mended->domain_codes = row_text(row, "domain_codes");
        mended->domains = session_domains_of(snapshot->candidacy.referential, mended->domain_codes);
    }
    if (row_bool(row, "has_day")) {
        mended->answer_by_text = row_text(row, "answer_by_text");
        if (row_bool(row, "is_last"))
            mended->answer_by = row_date(row, "answer_by_date");
    }
}

static const struct load draft_loads[] = {
    CANDIDACY_LOADS(bind_candidacies, 0),
    SESSION_LOADS(session_bind_path),
    { &SQL_rectification_facts, bind_facts, read_facts, 0 },
    { .statement = NULL },
};
static const struct load settle_loads[] = {
    SESSION_LOADS(session_bind_path),
    { &SQL_rectification_load, bind_named, read_draft, LOAD_REQUIRED },
    { .statement = NULL },
};
static const struct load sign_loads[] = {
    CANDIDACY_LOADS(bind_candidacies, 0),
    SESSION_LOADS(session_bind_path),
    { &SQL_rectification_load, bind_named, read_draft, LOAD_REQUIRED },
    { &SQL_rectification_mended, bind_named, read_mended, 0 },
    SIGNATURE_HANDS,
    { .statement = NULL },
};
static const struct load list_loads[] = {
    { &SQL_session_load, session_bind_path, session_read_root, LOAD_REQUIRED },
    { .statement = NULL },
};

/* --- deciding --- */

enum {
    INSERT_RECTIFICATION,
    SIGN_RECTIFICATION,
    RECTIFY_DECISIONS,
    WRITE_WORDS, /* item: struct candidacy_move; behind the decision that has them */
    SETTLE_RECTIFICATION,
    RECTIFICATION_WRITES
};
static const struct write rectification_writes[RECTIFICATION_WRITES];

/* Every act on them moves the session, whose state stays. */
static struct session_act *rectification_act(struct exchange *x)
{
    const struct session_snapshot *now = x->snapshot;
    return session_act(x, now->session.state);
}

static void decide_draft(struct exchange *x)
{
    struct rectification_snapshot *known = x->snapshot;
    struct session_snapshot *now = &known->now;
    x->root_id = now->session.id;
    const struct outcome outcome = rectification_draft(&now->session, known->draft_id);
    refuse_outcome(x, &outcome, NULL);
    if (x->refusal_count)
        return;
    rectification_check(x, now, known->listed);
    if (known->mend_count == 0)
        exchange_refuse(x, REASON_NOTHING_TO_RECTIFY, (struct slice){ 0 });
    refuse_beyond(x, BOUND_RECTIFICATIONS);
    x->result_id = exchange_new_id(x);
    rectification_act(x);
    exchange_effect(x, &rectification_writes[INSERT_RECTIFICATION], 0, NULL);
}

static void settle(struct exchange *x, enum rectification_state to)
{
    exchange_effect(x, &rectification_writes[SETTLE_RECTIFICATION], (unsigned)to, NULL);
}

/* What both colleges have signed is what the decisions say. */
static void rectify(struct exchange *x)
{
    struct rectification_snapshot *known = x->snapshot;
    exchange_effect(x, &session_claims[WRITE_RECTIFICATION_ENTER], 0, NULL);
    exchange_effect(x, &rectification_writes[RECTIFY_DECISIONS], 0, NULL);
    for (size_t i = 0; i < known->mended_count; i++) {
        const enum verdict verdict = known->now.items[known->mended[i].item].verdict;
        struct candidacy_move *move = verdict == VERDICT_NOT_EXAMINED
                                          ? NULL
                                          : rectification_move(x, &known->now, &known->mended[i]);
        if (move)
            exchange_effect(x, &rectification_writes[WRITE_WORDS], 0, move);
    }
    settle(x, RECTIFICATION_SIGNED);
}

static void decide_signature(struct exchange *x)
{
    const struct rectification_snapshot *known = x->snapshot;
    bool is_complete = false;
    if (!minutes_check_signer(x))
        return;
    const struct outcome outcome = rectification_sign(&known->now.session, &known->draft,
                                                      minutes_signer(x), x->policy, &is_complete);
    session_refuse(x, &known->now, &outcome, NULL);
    minutes_refuse_one_hand(x);
    struct session_act *act = rectification_act(x);
    if (!act)
        return;
    act->member_id = minutes_signer(x);
    exchange_effect(x, &rectification_writes[SIGN_RECTIFICATION], 0, act);
    if (is_complete)
        rectify(x);
}

static void decide_withdrawal(struct exchange *x)
{
    const struct rectification_snapshot *known = x->snapshot;
    const struct outcome outcome = rectification_withdraw(&known->draft);
    refuse_outcome(x, &outcome, NULL);
    rectification_act(x);
    settle(x, RECTIFICATION_WITHDRAWN);
}

/* --- writing --- */

static void bind_insert(const struct exchange *x, const struct effect *effect,
                        struct params *params)
{
    (void)effect;
    params_id(params, "id", x->result_id);
    params_id(params, "session_id", x->root_id);
    params_id(params, "person_id", x->principal.person_id);
    params_date(params, "drafted_on", x->today);
    record_bind_given(x, params);
}

static void bind_sign(const struct exchange *x, const struct effect *effect, struct params *params)
{
    const struct session_act *act = effect->item;
    params_id(params, "id", x->result_id);
    params_id(params, "member_id", act->member_id);
    params_id(params, "person_id", x->principal.person_id);
    params_date(params, "signed_on", x->today);
    params_id(params, "signed_with", x->principal.credential_id);
}

static void bind_settle(const struct exchange *x, const struct effect *effect,
                        struct params *params)
{
    const bool is_withdrawn = effect->index == RECTIFICATION_WITHDRAWN;
    const struct withdrawal_body *body = x->body;
    params_id(params, "id", x->result_id);
    params_text(params, "state", slice_of(rectification_state_names[effect->index]));
    params_date(params, "settled_on", x->today);
    params_id(params, "withdrawn_by", is_withdrawn ? x->principal.person_id : (struct id){ { 0 } });
    params_text(params, "reason", is_withdrawn ? body->reason : SLICE_UNSET);
}

static void bind_rectify(const struct exchange *x, const struct effect *effect,
                         struct params *params)
{
    (void)effect;
    params_id(params, "id", x->result_id);
    params_date(params, "rectified_on", x->today);
    params_date(params, "notification_due_on", notification_due(x->today, x->policy));
}

static void bind_words(const struct exchange *x, const struct effect *effect, struct params *params)
{
    const struct candidacy_move *move = effect->item;
    (void)x;
    params_id(params, "event_id", move->event_id);
    params_id(params, "decision_id", move->decision_id);
}

static const struct write rectification_writes[RECTIFICATION_WRITES] = {
    [INSERT_RECTIFICATION] = { &SQL_rectification_insert, bind_insert, WRITE_EXACT },
    [SIGN_RECTIFICATION] = { &SQL_rectification_sign, bind_sign, WRITE_EXACT },
    [RECTIFY_DECISIONS] = { &SQL_decision_rectify, bind_rectify, 0 },
    [WRITE_WORDS] = { &SQL_decision_words, bind_words, 0 },
    [SETTLE_RECTIFICATION] = { &SQL_rectification_settle, bind_settle, WRITE_EXACT },
};
#define RECTIFICATION_WRITE_TABLES                                                                 \
    WRITES(session_claims), WRITES(candidacy_writes), WRITES(session_writes),                      \
        WRITES(rectification_writes)

static const enum reason draft_reasons[] = { REASON_MINUTES_NOT_SIGNED,
                                             REASON_RECTIFICATION_PENDING,
                                             REASON_NOTHING_TO_RECTIFY,
                                             REASON_RECORDS_TOO_MANY,
                                             REASON_DECISION_BUILT_UPON,
                                             REASON_JUROR_NOT_INDEPENDENT,
                                             REASON_NONE };
static const enum reason sign_reasons[] = {
    REASON_RECTIFICATION_SETTLED, REASON_SIGNER_NOT_ALLOWED,
    REASON_ALREADY_SIGNED,        REASON_SAME_COLLEGE_SIGNATURES,
    REASON_REFERENCE_UNKNOWN,     REASON_DECISION_BUILT_UPON,
    REASON_SIGNED_BY_ONE_HAND,    REASON_NONE
};
static const enum reason withdraw_reasons[] = { REASON_RECTIFICATION_SETTLED, REASON_NONE };

#define RECTIFICATIONS "/v1/sessions/{session_id}/rectifications"
#define RECTIFICATION  RECTIFICATIONS "/{rectification_id}"
#define AN_ACT         OPERATION_COMMAND | OPERATION_PERSONAL | OPERATION_REFERENCE

const struct operation rectification_operations[] = {
    {
        .id = "listRectifications",
        .method = METHOD_GET,
        .path = RECTIFICATIONS,
        .tag = "Minutes",
        .summary = "List the rectifying minutes of a session.",
        .description = "In their order, those that were withdrawn too.",
        .roles = ROLES_COMMISSION,
        .flags = OPERATION_LIST | OPERATION_UNPAGED | OPERATION_REFERENCE | OPERATION_PERSONAL,
        .loads = list_loads,
        .snapshot_size = sizeof(struct session_snapshot),
        .reply = { 200, &SQL_rectification_list, exchange_bind_path, &summary_view },
    },
    {
        .id = "draftRectification",
        .method = METHOD_POST,
        .path = RECTIFICATIONS,
        .tag = "Minutes",
        .summary = "Draft rectifying minutes.",
        .description =
            "Of signed minutes: what was written is mended, member by member, with the reason. "
            "Names, times, place, presence and wording, the domains that a refusal names and the "
            "day by which a deferral is to be answered; no outcome, no vote, nor who took part in "
            "it. The minutes stay as they were signed, and their digest is named. There is one "
            "draft at a time, since each builds on what was signed last.",
        .roles = ROLE_SECRETARY | ROLE_CHAIR,
        .flags = AN_ACT | OPERATION_KEY_REQUIRED,
        .body = &rectification_table,
        .loads = draft_loads,
        .snapshot_size = sizeof(struct rectification_snapshot),
        .decide = decide_draft,
        .writes = { RECTIFICATION_WRITE_TABLES },
        .reply = { 201, &SQL_rectification_view, bind_named, &rectification_view,
                   .location = RECTIFICATIONS "/%s" },
        .reasons = draft_reasons,
    },
    {
        .id = "getRectification",
        .method = METHOD_GET,
        .path = RECTIFICATION,
        .tag = "Minutes",
        .summary = "Read rectifying minutes.",
        .description = "With the minutes as they read with them.",
        .roles = ROLES_COMMISSION,
        .flags = OPERATION_REFERENCE | OPERATION_PERSONAL,
        .reply = { 200, &SQL_rectification_view, bind_named, &rectification_view },
    },
    {
        .id = "signRectification",
        .method = METHOD_POST,
        .path = RECTIFICATION "/signatures",
        .tag = "Minutes",
        .summary = "Sign rectifying minutes.",
        .description =
            "As the minutes were signed: by chair and vice-chair of the session, of "
            "different colleges. The second signature draws their number, and every "
            "decision whose words they change reads so from then on (`rectified_on`), "
            "in the history of its candidacy too (RECTIFY_DECISION): its candidate is to "
            "be told again. Nothing is decided anew.",
        .roles = ROLE_JUROR | ROLE_CHAIR,
        .flags = AN_ACT,
        .body = &minutes_signature_body,
        .loads = sign_loads,
        .snapshot_size = sizeof(struct rectification_snapshot),
        .decide = decide_signature,
        .writes = { RECTIFICATION_WRITE_TABLES },
        .reply = { 201, &SQL_rectification_view, bind_named, &rectification_view },
        .reasons = sign_reasons,
    },
    {
        .id = "withdrawRectification",
        .method = METHOD_POST,
        .path = RECTIFICATION "/withdrawals",
        .tag = "Minutes",
        .summary = "Withdraw a draft of rectifying minutes.",
        .description =
            "Until both colleges have signed it. It stays to be read, and makes room for "
            "another.",
        .roles = ROLE_SECRETARY | ROLE_CHAIR,
        .flags = AN_ACT,
        .body = &withdrawal_table,
        .loads = settle_loads,
        .snapshot_size = sizeof(struct rectification_snapshot),
        .decide = decide_withdrawal,
        .writes = { RECTIFICATION_WRITE_TABLES },
        .reply = { 201, &SQL_rectification_view, bind_named, &rectification_view },
        .reasons = withdraw_reasons,
    },
    { .id = NULL },
};
