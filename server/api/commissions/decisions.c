/* SPDX-License-Identifier: EUPL-1.2 */
/* The decision on a file that the votes of a session give (3.4, decision 13), and what it says. */
#include "api/commissions/session_snapshot.h"
#include "sql.h"

#include "api/candidates/identity_standing.h"
#include "api/commissions/session_views.h"
#include "api/record.h"

struct decision_body {
    struct given given;
    int outcome;
    struct slice reasons, request_text;
    struct field_list domain_codes;
    struct date answer_by_date;
    bool is_proposal_to_defer;
};
#define AT(member) offsetof(struct decision_body, member)
/* clang-format off */
#define WORD_FIELDS                                                                                \
    { "reasons", FIELD_TEXT, FIELD_NULLABLE | FIELD_MULTILINE | FIELD_PRINTED, AT(reasons), 1,     \
      4000, .doc = "Needed to refuse, and when the file was not examined." },                      \
    { "domain_codes", FIELD_TEXTS, 0, AT(domain_codes), 0, REFERENTIAL_MAX_DOMAINS,                \
      .doc = "Domains that a refusal names, one at least." },                                      \
    { "request_text", FIELD_TEXT, FIELD_NULLABLE | FIELD_MULTILINE | FIELD_PRINTED,                \
      AT(request_text), 1, 4000, .doc = "What a deferral asks for; needed to defer.",              \
      .example = "\"Joindre l’attestation de formation.\"" },                                      \
    { "answer_by_date", FIELD_DATE, FIELD_NULLABLE, AT(answer_by_date),                            \
      .doc = "Last day to answer a deferral, by the deadline of the candidacy; 60 days after the " \
             "session unless the policy, that deadline or this says otherwise." }
#define DECISION_READ_ONLY                                                                         \
    { "id", FIELD_ID, FIELD_READ_ONLY }, { "decided_on", FIELD_DATE, FIELD_READ_ONLY },            \
    { "effective_on", FIELD_DATE, FIELD_READ_ONLY }, { "voter_count", FIELD_INT, FIELD_READ_ONLY }, \
    { "for_count", FIELD_INT, FIELD_READ_ONLY }, { "against_count", FIELD_INT, FIELD_READ_ONLY },  \
    { "abstain_count", FIELD_INT, FIELD_READ_ONLY }
/* clang-format on */
static const struct field decision_fields[] = {
    { "outcome", FIELD_ENUM, FIELD_REQUIRED, AT(outcome), .words = &verdict_words,
      .doc = "What the vote gives; NOT_EXAMINED needs no vote.", .example = "\"CERTIFIED\"" },
    WORD_FIELDS,
    { "is_proposal_to_defer", FIELD_BOOL, 0, AT(is_proposal_to_defer),
      .doc = "The jurors voted on a proposal to defer, not on certifying." },
    DECISION_READ_ONLY,
    { .name = NULL },
};
static const struct fields decision_body = { "DecisionRequest", decision_fields,
                                             sizeof(struct decision_body) };

/* What was decided stays: only what is said of it is corrected. */
static const struct field change_fields[] = {
    WORD_FIELDS,
    { "outcome", FIELD_TEXT, FIELD_READ_ONLY },
    { "is_proposal_to_defer", FIELD_BOOL, FIELD_READ_ONLY },
    DECISION_READ_ONLY,
    { .name = NULL },
};
#undef AT
static const struct fields decision_change = { "DecisionChange", change_fields,
                                               sizeof(struct decision_body) };

static const struct member decision_members[] = {
    { "id", MEMBER_ID, .doc = "Identifier." },
    { "agenda_item_id", MEMBER_ID, .doc = "The file on the agenda." },
    { "session_id", MEMBER_ID, .doc = "The session." },
    { "candidacy_id", MEMBER_ID, .doc = "The candidacy." },
    { "file_id", MEMBER_ID, .doc = "The file." },
    { "outcome", MEMBER_ENUM, .words = &verdict_words, .doc = "What was decided." },
    { "reasons", MEMBER_TEXT, MEMBER_NULLABLE, .doc = "Reasons." },
    { "domain_codes", MEMBER_TEXTS, .doc = "Domains that a refusal names." },
    { "request_text", MEMBER_TEXT, MEMBER_NULLABLE, .doc = "What a deferral asks for." },
    { "answer_by_date", MEMBER_DATE, MEMBER_NULLABLE, .doc = "Last day to answer it." },
    { "is_proposal_to_defer", MEMBER_BOOL, .doc = "The vote was on a proposal to defer." },
    { "voter_count", MEMBER_INT, .doc = "Voters present on this file." },
    { "for_count", MEMBER_INT, .doc = "Votes for." },
    { "against_count", MEMBER_INT, .doc = "Votes against." },
    { "abstain_count", MEMBER_INT, .doc = "Abstentions." },
    { "decided_on", MEMBER_DATE, .doc = "Day of the session." },
    { "effective_on", MEMBER_DATE, MEMBER_NULLABLE,
      .doc = "Day of the second signature; null before." },
    { "statement_id", MEMBER_ID, MEMBER_NULLABLE,
      .doc = "By whose statement it is about another identity than was evaluated; null: they are "
             "one." },
    { "rectified_on", MEMBER_DATE, MEMBER_NULLABLE,
      .doc = "Day on which rectifying minutes last changed what it says; null: it never did." },
    { .name = NULL },
};
static const struct view decision_view = { "Decision", "What the commission decided on a file.",
                                           decision_members };

/* Whom it is about: what one of the certifier states of a record that is no longer of whom was
 * evaluated. */
struct decision_snapshot {
    struct session_snapshot session; /* first */
    const char *const *changed;      /* members */
    size_t changed_count;
    struct identity_standing standing;
};

static void bind_identity(const struct exchange *x, struct params *params)
{
    params_item(params);
    params_id(params, "agenda_item_id", x->path_id[0]);
    identity_bind_asker(x, params);
}

static void read_identity(struct exchange *x, struct row *row)
{
    struct decision_snapshot *known = x->snapshot;
    known->changed = facts_read_names(x, row, "changed_members", &known->changed_count);
    identity_read_standing(row, &known->standing);
}

static const struct load decision_loads[] = {
    CANDIDACY_LOADS(session_bind_item_candidacy, 0),
    SESSION_LOADS(session_bind_item_path),
    { &SQL_decision_identity, bind_identity, read_identity, 0 },
    { .statement = NULL },
};

/* verdict_words.codes has no NONE. */
static enum verdict verdict_of(const struct decision_body *body)
{
    return (enum verdict)(body->outcome + 1);
}

/* What only this outcome has. */
static void check_decision(struct exchange *x, const void *record)
{
    const struct decision_body *body = record;
    enum verdict verdict = verdict_of(body);
    if (verdict != VERDICT_REFUSED && body->domain_codes.count)
        exchange_violate(x, "/domain_codes", REASON_FIELD_NOT_APPLICABLE);
    if (verdict != VERDICT_DEFERRED && slice_is_set(body->request_text))
        exchange_violate(x, "/request_text", REASON_FIELD_NOT_APPLICABLE);
    if (verdict != VERDICT_DEFERRED && date_is_set(body->answer_by_date))
        exchange_violate(x, "/answer_by_date", REASON_FIELD_NOT_APPLICABLE);
}

static void prepare_decision(struct exchange *x)
{
    if (exchange_is_sound(x, "/outcome"))
        check_decision(x, x->body);
}

static struct verdict_grounds grounds_of(const struct decision_body *body)
{
    return (struct verdict_grounds){ .has_reasons = slice_is_set(body->reasons),
                                     .has_domains = body->domain_codes.count > 0,
                                     .has_request = slice_is_set(body->request_text) };
}

/* "1,3"; a code that the pinned version does not have is a violation. */
static struct slice join_domains(struct exchange *x, const struct decision_body *body,
                                 const struct referential *referential)
{
    const struct slice *codes = body->domain_codes.items;
    struct buffer buffer = { 0 };
    for (size_t i = 0; i < body->domain_codes.count; i++) {
        if (!referential || referential_find_domain(referential, codes[i].at, codes[i].size) < 0)
            exchange_violate(x, arena_print(x->arena, "/domain_codes/%zu", i).at,
                             REASON_REFERENCE_UNKNOWN);
        if (i)
            buffer_char(&buffer, ',');
        buffer_slice(&buffer, codes[i]);
    }
    struct slice text =
        buffer.size ? arena_copy(x->arena, buffer_as_slice(&buffer)) : (struct slice){ 0 };
    buffer_release(&buffer);
    return text;
}

/* What it says beside its outcome: of a new one, and of one that is corrected. */
static void fill_words(struct exchange *x, const struct decision_body *body,
                       const struct candidacy *candidacy, struct decision_act *act)
{
    const struct session_snapshot *now = x->snapshot;
    act->session = &now->session;
    act->verdict = verdict_of(body);
    act->reasons = body->reasons;
    act->request_text = body->request_text;
    act->domain_codes = join_domains(x, body, candidacy->referential);
    if (act->verdict != VERDICT_DEFERRED)
        return;
    act->answer_by = date_is_set(body->answer_by_date)
                         ? body->answer_by_date
                         : session_answer_by(now->session.held_on, candidacy->deadline, x->policy);
    session_check_answer_by(x, "/answer_by_date", act->answer_by, now->session.held_on,
                            candidacy->deadline);
}

static void fill_decision(struct exchange *x, const struct agenda_item *item,
                          const struct candidacy *candidacy, struct decision_act *act)
{
    const struct session_snapshot *now = x->snapshot;
    const struct decision_body *body = x->body;
    act->id = exchange_new_id(x);
    act->item = item;
    act->is_proposal_to_defer = body->is_proposal_to_defer;
    fill_words(x, body, candidacy, act);
    if (act->verdict == VERDICT_NOT_EXAMINED)
        return;
    struct tally tally = session_tally(&now->session, item, x->policy);
    act->voter_count = tally_voters(&tally);
    for (int vote = 0; vote < VOTE_COUNT; vote++)
        act->vote_counts[vote] = tally.votes[vote];
}

/* The file of the path, which is on the agenda; NULL and x->is_missing when it is not. */
static const struct candidacy_snapshot *decided_file(struct exchange *x, int at)
{
    struct session_snapshot *now = x->snapshot;
    const struct candidacy_snapshot *snapshot =
        at < 0 ? NULL : candidacy_set_find(&now->set, now->items[at].candidacy_id);
    x->is_missing |= !snapshot;
    return snapshot;
}

/* Certified or refused is whom was evaluated; a deferral may ask for the proof. */
static void refuse_changed(struct exchange *x, enum verdict verdict)
{
    const struct decision_snapshot *known = x->snapshot;
    if (known->changed_count && (verdict == VERDICT_CERTIFIED || verdict == VERDICT_REFUSED))
        identity_refuse_unstated(x, &known->standing, known->changed, known->changed_count);
}

static void decide_decision(struct exchange *x)
{
    struct session_snapshot *now = x->snapshot;
    const struct decision_body *body = x->body;
    int at = session_path_item(x);
    struct decision_act *act = exchange_alloc(x, sizeof *act);
    const struct candidacy_snapshot *snapshot = decided_file(x, at);
    if (!snapshot || !act)
        return;
    struct agenda_item *item = &now->items[at];
    struct outcome presiding = session_preside(&now->session, &now->items[at], now->callers);
    session_refuse(x, now, &presiding, NULL);
    item->is_proposal_to_defer = body->is_proposal_to_defer; /* what the vote is counted as */
    const struct verdict_grounds grounds = grounds_of(body);
    struct outcome outcome =
        session_record_verdict(&now->session, item, verdict_of(body), &grounds,
                               candidacy_missing_domains(&snapshot->candidacy), x->policy);
    session_refuse(x, now, &outcome, snapshot->candidacy.referential);
    refuse_changed(x, verdict_of(body));
    fill_decision(x, item, &snapshot->candidacy, act);
    session_act(x, now->session.state);
    exchange_effect(x, &session_writes[WRITE_DECISION], 0, act);
    exchange_effect(x, &session_writes[WRITE_ITEM_OUTCOME], 0, act);
    x->result_id = item->id;
}

/* --- correcting what it says --- */

static const struct load change_loads[] = {
    CANDIDACY_LOADS(session_bind_item_candidacy, 0),
    SESSION_LOADS(session_bind_item_path),
    { &SQL_decision_record, exchange_bind_path_id, record_read, 0 },
    { .statement = NULL },
};

/* The minutes that are written when the session closes say what stands here then; rectifying
 * minutes mend what they say. */
static void decide_change(struct exchange *x)
{
    struct session_snapshot *now = x->snapshot;
    const struct decision_body *after = x->record;
    int at = session_path_item(x);
    struct decision_act *act = exchange_alloc(x, sizeof *act);
    const struct candidacy_snapshot *snapshot = decided_file(x, at);
    if (!snapshot || !act)
        return;
    const struct agenda_item *item = &now->items[at];
    if (!after || !id_is_set(now->records[at].decision_id)) {
        x->is_missing = true; /* nothing is decided yet */
        return;
    }
    struct outcome presiding = session_preside(&now->session, &now->items[at], now->callers);
    session_refuse(x, now, &presiding, NULL);
    const struct verdict_grounds grounds = grounds_of(after);
    struct outcome outcome = session_correct_verdict(&now->session, item, &grounds);
    session_refuse(x, now, &outcome, snapshot->candidacy.referential);
    act->id = now->records[at].decision_id;
    act->item = item;
    fill_words(x, after, &snapshot->candidacy, act);
    session_act(x, now->session.state);
    exchange_effect(x, &session_writes[WRITE_DECISION_CORRECTION], 0, act);
    if (act->verdict == VERDICT_NOT_EXAMINED)
        exchange_effect(x, &session_writes[WRITE_ITEM_REASON], 0, act);
    x->result_id = item->id;
}

/* --- "not examined", said by mistake --- */

struct withdrawal_body {
    struct given given;
    struct slice reason;
};
static const struct field withdrawal_fields[] = {
    { "reason", FIELD_TEXT, FIELD_MULTILINE, offsetof(struct withdrawal_body, reason), 1, 2000,
      .doc = "Why it is taken back; needed." },
    { .name = NULL },
};
static const struct fields withdrawal_body = { "DecisionWithdrawal", withdrawal_fields,
                                               sizeof(struct withdrawal_body) };

static void decide_withdrawal(struct exchange *x)
{
    struct session_snapshot *now = x->snapshot;
    const struct withdrawal_body *body = x->body;
    const int at = session_path_item(x);
    struct ballot_act *act = exchange_alloc(x, sizeof *act);
    if (at < 0 || !act)
        return;
    if (!id_is_set(now->records[at].decision_id)) {
        x->is_missing = true; /* nothing is decided yet */
        return;
    }
    struct outcome presiding = session_preside(&now->session, &now->items[at], now->callers);
    session_refuse(x, now, &presiding, NULL);
    struct outcome outcome =
        session_reopen_item(&now->session, &now->items[at], slice_is_set(body->reason));
    session_refuse(x, now, &outcome, NULL);
    refuse_counted(x, BOUND_DECISIONS, now->records[at].decision_count);
    act->session = &now->session;
    act->item_id = now->items[at].id;
    act->decision_id = now->records[at].decision_id;
    act->reason = body->reason;
    session_act(x, now->session.state);
    exchange_effect(x, &session_writes[WRITE_REVERSAL], 0, act);
    exchange_effect(x, &session_writes[WRITE_ITEM_REOPEN], 0, act);
    x->result_id = act->item_id;
}

static const enum reason withdrawal_reasons[] = {
    REASON_NOT_PRESIDING, REASON_JUROR_NOT_INDEPENDENT, REASON_SESSION_NOT_OPEN,
    REASON_FILE_DECIDED,  REASON_REASON_REQUIRED,       REASON_RECORDS_TOO_MANY,
    REASON_NONE,
};
static const enum reason decision_reasons[] = {
    REASON_NOT_PRESIDING,
    REASON_SESSION_NOT_OPEN,
    REASON_PARITY_BROKEN,
    REASON_QUORUM_NOT_MET,
    REASON_JUROR_NOT_INDEPENDENT,
    REASON_VOTES_MISSING,
    REASON_NO_MAJORITY,
    REASON_DOMAINS_MISSING,
    REASON_REASON_REQUIRED,
    REASON_REFUSED_DOMAINS_REQUIRED,
    REASON_REQUEST_REQUIRED,
    REASON_FILE_DECIDED,
    REASON_REFERENCE_UNKNOWN,
    REASON_IDENTITY_UNCONFIRMED,
    REASON_CONFIRMER_IS_ASKER,
    REASON_FILE_VOTED,
    REASON_NONE,
};
static const enum reason change_reasons[] = {
    REASON_NOT_PRESIDING,
    REASON_JUROR_NOT_INDEPENDENT,
    REASON_SESSION_NOT_OPEN,
    REASON_REASON_REQUIRED,
    REASON_REFUSED_DOMAINS_REQUIRED,
    REASON_REQUEST_REQUIRED,
    REASON_REFERENCE_UNKNOWN,
    REASON_NONE,
};

const struct operation decision_operations[] = {
    {
        .id = "recordDecision",
        .method = METHOD_POST,
        .path = "/v1/agenda-items/{agenda_item_id}/decision",
        .tag = "Votes",
        .summary = "Record the decision on a file.",
        .description =
            "It must be what the vote gives: certified or refused by more than half of the voters, "
            "otherwise deferred. Chair or vice-chair of the session record it; of a file that one "
            "of "
            "them may not judge, the other one; of one that neither may, the voter who has had a "
            "mandate for the longest time. NOT_EXAMINED is not said of a file on which every voter "
            "has voted (FILE_VOTED). It takes effect when "
            "both colleges have signed the minutes, and falls when a juror changes or contests, "
            "before that, a vote that was written down and that it counted. Of a candidate whose "
            "record is no longer of the person who was evaluated (`identity_changes` of the "
            "agenda) nothing is certified or refused until one of the certifier, who did not "
            "change it, states that it is right.",
        .roles = ROLE_JUROR | ROLE_CHAIR,
        .flags = OPERATION_COMMAND | OPERATION_KEY_REQUIRED,
        .body = &decision_body,
        .loads = decision_loads,
        .snapshot_size = sizeof(struct decision_snapshot),
        .prepare = prepare_decision,
        .decide = decide_decision,
        .writes = { SESSION_WRITE_TABLES },
        .reply = { 201, &SQL_decision_view, exchange_bind_result, &decision_view },
        .reasons = decision_reasons,
    },
    {
        .id = "changeDecision",
        .method = METHOD_PATCH,
        .path = "/v1/agenda-items/{agenda_item_id}/decision",
        .tag = "Votes",
        .summary = "Correct the words of a decision before the session closes.",
        .description =
            "A merge patch, from the version of the session: reasons, domains that a refusal "
            "names, what a deferral asks for and until when. Never the outcome nor the totals. "
            "By chair or vice-chair while the session is open; what the minutes say is mended by "
            "rectifying minutes.",
        .roles = ROLE_JUROR | ROLE_CHAIR,
        .flags = OPERATION_COMMAND | OPERATION_IF_MATCH,
        .body = &decision_change,
        .record = &decision_body,
        .check = check_decision,
        .loads = change_loads,
        .snapshot_size = sizeof(struct session_snapshot),
        .decide = decide_change,
        .writes = { SESSION_WRITE_TABLES },
        .reply = { 200, &SQL_decision_view, exchange_bind_result, &decision_view },
        .reasons = change_reasons,
    },
    {
        .id = "withdrawDecision",
        .method = METHOD_POST,
        .path = "/v1/agenda-items/{agenda_item_id}/decision-withdrawals",
        .tag = "Votes",
        .summary = "Take back that a file was not examined.",
        .description = "While the session is open, by its chair or vice-chair, with a reason: the "
                       "file is undecided again, and is voted on. What a vote gave is not taken "
                       "back here.",
        .roles = ROLE_JUROR | ROLE_CHAIR,
        .flags = OPERATION_COMMAND | OPERATION_KEY_REQUIRED,
        .body = &withdrawal_body,
        .loads = session_item_loads,
        .snapshot_size = sizeof(struct session_snapshot),
        .decide = decide_withdrawal,
        .writes = { SESSION_WRITE_TABLES },
        .reply = { 201, &SQL_agenda_item_view, agenda_bind_item_reply, &agenda_item_view },
        .reasons = withdrawal_reasons,
    },
    { .id = NULL },
};
