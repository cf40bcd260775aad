/* SPDX-License-Identifier: EUPL-1.2 */
/* How the acts of a session are written, and what a session makes of the candidacies on its agenda.
 */
#include "api/commissions/session_codes.h"
#include "api/commissions/session_snapshot.h"
#include "notification.h"
#include "sql.h"

static void bind_signature(const struct exchange *x, const struct effect *effect,
                           struct params *params)
{
    const struct session_act *act = effect->item;
    params_id(params, "session_id", act->session->id);
    params_id(params, "member_id", act->member_id);
    params_id(params, "person_id", x->principal.person_id);
    params_date(params, "signed_on", x->today);
    params_id(params, "signed_with", x->principal.credential_id);
}

static void bind_claim(const struct exchange *x, const struct effect *effect, struct params *params)
{
    const struct session_act *act = effect->item;
    (void)x;
    params_id(params, "id", act->session->id);
    params_int(params, "version", act->session->version);
}

static void bind_share(const struct exchange *x, const struct effect *effect, struct params *params)
{
    const struct ballot_act *act = effect->item;
    (void)x;
    params_id(params, "id", act->session->id);
}

static void bind_move(const struct exchange *x, const struct effect *effect, struct params *params)
{
    const struct session_act *act = effect->item;
    (void)x;
    params_id(params, "id", act->session->id);
    params_int(params, "version", act->session->version);
    params_text(params, "state", slice_of(session_state_name(act->to)));
    params_date(params, "convened_on", act->convened_on);
    params_date(params, "cancelled_on", act->cancelled_on);
    params_text(params, "cancel_reason", act->reason);
}

static void bind_agenda_insert(const struct exchange *x, const struct effect *effect,
                               struct params *params)
{
    const struct agenda_act *act = effect->item;
    params_id(params, "id", act->id);
    params_id(params, "session_id", act->session->id);
    params_id(params, "commission_id", act->session->commission_id);
    params_id(params, "candidacy_id", act->candidacy_id);
    params_id(params, "file_id", act->file_id);
    params_date(params, "added_on", x->today);
}

static void bind_agenda_remove(const struct exchange *x, const struct effect *effect,
                               struct params *params)
{
    const struct agenda_act *act = effect->item;
    params_id(params, "id", act->id);
    params_date(params, "removed_on", x->today);
    params_text(params, "reason", act->reason);
}

static void bind_agenda_order(const struct exchange *x, const struct effect *effect,
                              struct params *params)
{
    (void)x;
    params_id(params, "id", ((const struct agenda_act *)effect->item)->id);
    params_int(params, "position", (int64_t)effect->index + 1);
}

static void bind_convocation(const struct exchange *x, const struct effect *effect,
                             struct params *params)
{
    const struct ballot_act *act = effect->item;
    params_id(params, "session_id", act->session->id);
    params_id(params, "member_id", act->member_id);
    params_date(params, "convened_on", act->convened_on);
    params_id(params, "person_id", x->principal.person_id);
}

static void bind_attendance(const struct exchange *x, const struct effect *effect,
                            struct params *params)
{
    const struct ballot_act *act = effect->item;
    (void)x;
    params_id(params, "session_id", act->session->id);
    params_id(params, "member_id", act->member_id);
    params_id(params, "commission_id", act->session->commission_id);
    params_text(params, "presence", act->choice);
}

static void bind_ballot(const struct ballot_act *act, struct params *params)
{
    params_id(params, "agenda_item_id", act->item_id);
    params_id(params, "member_id", act->member_id);
    params_id(params, "session_id", act->session->id);
    params_id(params, "commission_id", act->session->commission_id);
}

static void bind_vote(const struct exchange *x, const struct effect *effect, struct params *params)
{
    const struct ballot_act *act = effect->item;
    const bool is_own = act->standing != VOTE_STANDING_RECORDED;
    const struct id nobody = { { 0 } };
    bind_ballot(act, params);
    params_text(params, "choice", act->choice);
    params_text(params, "standing", slice_of(vote_standing_words.codes[act->standing]));
    params_id(params, "cast_by", is_own ? x->principal.person_id : nobody);
    params_id(params, "recorded_by", is_own ? nobody : x->principal.person_id);
}

static void bind_contest(const struct exchange *x, const struct effect *effect,
                         struct params *params)
{
    const struct ballot_act *act = effect->item;
    (void)x;
    params_id(params, "agenda_item_id", act->item_id);
    params_id(params, "member_id", act->member_id);
    params_text(params, "reason", act->choice);
}

static void bind_confirm(const struct exchange *x, const struct effect *effect,
                         struct params *params)
{
    const struct ballot_act *act = effect->item;
    params_id(params, "agenda_item_id", act->item_id);
    params_id(params, "member_id", act->member_id);
    params_text(params, "choice", act->choice);
    params_id(params, "cast_by", x->principal.person_id);
}

static void bind_reversal(const struct exchange *x, const struct effect *effect,
                          struct params *params)
{
    const struct ballot_act *act = effect->item;
    params_id(params, "decision_id", act->decision_id);
    params_id(params, "member_id", act->member_id);
    params_id(params, "person_id", x->principal.person_id);
    params_date(params, "reversed_on", x->today);
    params_text(params, "reason", act->reason);
}

static void bind_item_reopen(const struct exchange *x, const struct effect *effect,
                             struct params *params)
{
    const struct ballot_act *act = effect->item;
    (void)x;
    params_id(params, "id", act->item_id);
}

static void bind_step_down(const struct exchange *x, const struct effect *effect,
                           struct params *params)
{
    const struct ballot_act *act = effect->item;
    bind_ballot(act, params);
    params_text(params, "reason", act->choice);
    params_id(params, "said_by", x->principal.person_id);
    params_bool(params, "is_recusal", act->is_recusal);
    params_bool(params, "is_departure", act->is_departure);
}

static void bind_departure(const struct exchange *x, const struct effect *effect,
                           struct params *params)
{
    const struct ballot_act *act = effect->item;
    params_id(params, "session_id", act->session->id);
    params_id(params, "member_id", act->member_id);
    params_id(params, "commission_id", act->session->commission_id);
    params_id(params, "agenda_item_id", act->item_id);
    params_id(params, "said_by", x->principal.person_id);
}

static void bind_step_down_delete(const struct exchange *x, const struct effect *effect,
                                  struct params *params)
{
    const struct ballot_act *act = effect->item;
    params_id(params, "agenda_item_id", act->item_id);
    params_id(params, "member_id", act->member_id);
    params_id(params, "said_by", x->principal.person_id);
}

static void bind_decision(const struct exchange *x, const struct effect *effect,
                          struct params *params)
{
    const struct decision_act *act = effect->item;
    (void)x;
    params_id(params, "id", act->id);
    params_id(params, "agenda_item_id", act->item->id);
    params_id(params, "session_id", act->session->id);
    params_id(params, "commission_id", act->session->commission_id);
    params_id(params, "candidacy_id", act->item->candidacy_id);
    params_id(params, "file_id", act->item->file_id);
    params_text(params, "outcome", slice_of(verdict_names[act->verdict]));
    params_text(params, "reasons", act->reasons);
    params_text(params, "domain_codes", act->domain_codes);
    params_text(params, "request_text", act->request_text);
    params_date(params, "answer_by_date", act->answer_by);
    params_int(params, "voter_count", act->voter_count);
    params_int(params, "for_count", act->vote_counts[VOTE_FOR]);
    params_int(params, "against_count", act->vote_counts[VOTE_AGAINST]);
    params_int(params, "abstain_count", act->vote_counts[VOTE_ABSTAIN]);
    params_date(params, "decided_on", act->session->held_on);
}

static void bind_item_outcome(const struct exchange *x, const struct effect *effect,
                              struct params *params)
{
    const struct decision_act *act = effect->item;
    (void)x;
    params_id(params, "id", act->item->id);
    params_text(params, "outcome", slice_of(verdict_names[act->verdict]));
    params_text(params, "reason",
                act->verdict == VERDICT_NOT_EXAMINED ? act->reasons : (struct slice){ 0 });
    params_bool(params, "is_proposal_to_defer", act->is_proposal_to_defer);
}

static void bind_correction(const struct exchange *x, const struct effect *effect,
                            struct params *params)
{
    const struct decision_act *act = effect->item;
    (void)x;
    params_id(params, "id", act->id);
    params_text(params, "reasons", act->reasons);
    params_text(params, "domain_codes", act->domain_codes);
    params_text(params, "request_text", act->request_text);
    params_date(params, "answer_by_date", act->answer_by);
}

static void bind_item_reason(const struct exchange *x, const struct effect *effect,
                             struct params *params)
{
    const struct decision_act *act = effect->item;
    (void)x;
    params_id(params, "id", act->item->id);
    params_text(params, "reason", act->reasons);
}

static void bind_decision_effect(const struct exchange *x, const struct effect *effect,
                                 struct params *params)
{
    const struct session_snapshot *now = x->snapshot;
    params_id(params, "id", now->records[effect->index].decision_id);
    params_date(params, "effective_on", x->today);
    params_date(params, "notification_due_on", notification_due(now->session.held_on, x->policy));
}

static void bind_decision_words(const struct exchange *x, const struct effect *effect,
                                struct params *params)
{
    const struct candidacy_move *move = effect->item;
    (void)x;
    params_id(params, "event_id", move->event_id);
    params_id(params, "decision_id", move->decision_id);
}

static void bind_minutes(const struct exchange *x, const struct effect *effect,
                         struct params *params)
{
    const struct session_act *act = effect->item;
    params_id(params, "id", act->minutes_id);
    params_id(params, "session_id", act->session->id);
    params_date(params, "closed_on", x->today);
}

static void bind_enter(const struct exchange *x, const struct effect *effect, struct params *params)
{
    (void)effect;
    params_id(params, "id", x->result_id);
}

const struct write session_claims[SESSION_CLAIMS] = {
    [WRITE_SESSION_CLAIM] = { &SQL_session_claim, bind_claim, WRITE_EXACT },
    [WRITE_SESSION_SHARE] = { &SQL_session_share, bind_share, WRITE_EXACT },
    [WRITE_RECTIFICATION_ENTER] = { &SQL_rectification_enter, bind_enter, WRITE_EXACT },
};

const struct write session_writes[SESSION_WRITES] = {
    [WRITE_SIGNATURE] = { &SQL_signature_insert, bind_signature, WRITE_EXACT },
    [WRITE_REVERSAL] = { &SQL_vote_reversal_insert, bind_reversal, WRITE_EXACT },
    [WRITE_SESSION_MOVE] = { &SQL_session_move, bind_move, WRITE_EXACT },
    [WRITE_AGENDA_INSERT] = { &SQL_agenda_item_insert, bind_agenda_insert, WRITE_EXACT },
    [WRITE_AGENDA_REMOVE] = { &SQL_agenda_item_remove, bind_agenda_remove, WRITE_EXACT },
    [WRITE_AGENDA_ORDER] = { &SQL_agenda_item_order, bind_agenda_order, WRITE_EXACT },
    [WRITE_CONVOCATION] = { &SQL_convocation_insert, bind_convocation, WRITE_EXACT },
    [WRITE_ATTENDANCE] = { &SQL_attendance_save, bind_attendance, WRITE_EXACT },
    [WRITE_DEPARTURE] = { &SQL_departure_insert, bind_departure, WRITE_EXACT },
    [WRITE_STEP_DOWN_DELETE] = { &SQL_step_down_delete, bind_step_down_delete, WRITE_EXACT },
    [WRITE_STEP_DOWN] = { &SQL_step_down_insert, bind_step_down, WRITE_EXACT },
    [WRITE_ITEM_REOPEN] = { &SQL_agenda_item_reopen, bind_item_reopen, WRITE_EXACT },
    [WRITE_VOTE] = { &SQL_vote_save, bind_vote, WRITE_EXACT },
    [WRITE_CONFIRM] = { &SQL_vote_confirm, bind_confirm, WRITE_EXACT },
    [WRITE_CONTEST] = { &SQL_vote_contest, bind_contest, WRITE_EXACT },
    [WRITE_DECISION] = { &SQL_decision_insert, bind_decision, WRITE_EXACT },
    [WRITE_ITEM_OUTCOME] = { &SQL_agenda_item_outcome, bind_item_outcome, WRITE_EXACT },
    [WRITE_DECISION_CORRECTION] = { &SQL_decision_correct, bind_correction, WRITE_EXACT },
    [WRITE_ITEM_REASON] = { &SQL_agenda_item_reason, bind_item_reason, WRITE_EXACT },
    [WRITE_DECISION_EFFECT] = { &SQL_decision_effect, bind_decision_effect, WRITE_EXACT },
    [WRITE_DECISION_WORDS] = { &SQL_decision_words, bind_decision_words, 0 },
    [WRITE_MINUTES] = { &SQL_minutes_insert, bind_minutes, WRITE_EXACT },
};

struct session_act *session_act(struct exchange *x, enum session_state to)
{
    const struct session_snapshot *now = x->snapshot;
    struct session_act *act = exchange_alloc(x, sizeof *act);
    if (!act)
        return NULL;
    act->session = &now->session;
    act->to = to;
    x->root_id = now->session.id;
    exchange_effect(x, &session_claims[WRITE_SESSION_CLAIM], 0, act);
    exchange_effect(x, &session_writes[WRITE_SESSION_MOVE], 0, act);
    return act;
}

/* The vote as it was counted when the file was decided: who left the room since does not undo it.
 * That both colleges were equal then is checked by the decision, and by the database once more. */
static struct tally decided_tally(const struct session_snapshot *now, int item,
                                  const struct policy *policy)
{
    const struct item_record *record = &now->records[item];
    struct tally tally = session_tally(&now->session, &now->items[item], policy);
    tally.voters[COLLEGE_EMPLOYER] = tally.voters[COLLEGE_EMPLOYEE] = record->voter_count / 2;
    for (int vote = 0; vote < VOTE_COUNT; vote++)
        tally.votes[vote] = record->vote_counts[vote];
    return tally;
}

static uint64_t dependent_voters(const struct agenda_item *item)
{
    uint64_t voted = item->votes[VOTE_FOR] | item->votes[VOTE_AGAINST] | item->votes[VOTE_ABSTAIN];
    return voted & ~item->step_downs & item->dependent;
}

static struct session_facts *facts_of_session(struct exchange *x,
                                              const struct session_snapshot *now, int item)
{
    struct session_facts *facts = exchange_alloc(x, sizeof *facts);
    if (!facts)
        return NULL;
    facts->id = now->session.id;
    facts->state = now->session.state;
    facts->commission_id = now->session.commission_id;
    facts->held_on = now->session.held_on;
    facts->capacity = now->session.capacity;
    facts->agenda_count = now->session.item_count;
    facts->tally = decided_tally(now, item, x->policy);
    facts->dependent_jurors = dependent_voters(&now->items[item]);
    return facts;
}

static struct slice print_history(struct exchange *x, const struct session_snapshot *now, int item,
                                  enum candidacy_event event)
{
    struct buffer buffer = { 0 };
    struct writer writer;
    writer_init(&writer, &buffer);
    writer_open(&writer, '{');
    writer_key(&writer, "session_id");
    writer_id(&writer, now->session.id);
    writer_key(&writer, "agenda_item_id");
    writer_id(&writer, now->items[item].id);
    if (event != EVENT_REMOVE_FROM_AGENDA) { /* what a notification names, and an appeal (9.3) */
        writer_key(&writer, "decision_id");
        writer_id(&writer, now->records[item].decision_id);
    }
    if (event == EVENT_REFUSE) { /* what is to be passed again */
        writer_key(&writer, "domain_codes");
        session_write_codes(&writer, now->records[item].domain_codes);
    }
    writer_close(&writer, '}');
    struct slice text = arena_copy(x->arena, buffer_as_slice(&buffer));
    buffer_release(&buffer);
    return text;
}

struct candidacy_move *session_move_candidacy(struct exchange *x, int item,
                                              enum candidacy_event event, const char *reason_code)
{
    struct session_snapshot *now = x->snapshot;
    const struct item_record *record = &now->records[item];
    const struct candidacy_snapshot *snapshot =
        candidacy_set_find(&now->set, now->items[item].candidacy_id);
    struct candidacy_command *command = exchange_alloc(x, sizeof *command);
    struct facts *facts = exchange_alloc(x, sizeof *facts);
    if (!command || !facts)
        return NULL;
    if (!snapshot) { /* on the agenda, yet not to be read: never decide half a session */
        x->has_failed = true;
        return NULL;
    }
    bool is_removed = event == EVENT_REMOVE_FROM_AGENDA;
    *facts = candidacy_set_facts(&now->set, snapshot);
    facts->session = facts_of_session(x, now, item);
    command->event = event;
    candidacy_set_days(x, snapshot->owner_time_zone, &snapshot->candidacy, command);
    command->occurred_on = is_removed ? command->today : now->session.held_on;
    command->actors = ACTOR_SYSTEM;
    command->facts = facts;
    command->data.has_reason = true; /* kept on the decision, on the agenda or on the session */
    command->data.is_session_effect = is_removed;
    command->data.domains =
        session_domains_of(snapshot->candidacy.referential, record->domain_codes);
    struct candidacy_move *move =
        candidacy_move(x, &now->set, snapshot, command, NULL, x->principal.person_id);
    if (!move)
        return NULL;
    move->decision_id = record->decision_id;
    move->reason = reason_code ? slice_of(reason_code) : (struct slice){ 0 };
    move->history = print_history(x, now, item, event);
    if (event == EVENT_DEFER)
        move->decision.answer_by = record->answer_by;
    return move;
}
