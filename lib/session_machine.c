/* SPDX-License-Identifier: EUPL-1.2 */
/* The life of a session: table, guards, walk (9.3). */
#include "session_machine.h"

#include "candidacy_command.h"
#include "name.h"
#include "session_chair.h"

const char *const session_event_names[] = {
    [SESSION_EVENT_CONVENE] = "CONVENE",
    [SESSION_EVENT_OPEN] = "OPEN",
    [SESSION_EVENT_CLOSE] = "CLOSE",
    [SESSION_EVENT_SIGN] = "SIGN",
    [SESSION_EVENT_CANCEL] = "CANCEL",
    [SESSION_EVENT_REOPEN] = "REOPEN",
    NULL,
};
NAMES_END_WITH(session_event_names, SESSION_EVENT_COUNT);

_Static_assert((int)SESSION_MAX_GUARDS <= (int)OUTCOME_MAX_REASONS,
               "every guard of a row may fail at once");
_Static_assert(SESSION_MAX_JURORS == 64, "a bit for each juror of a session");

static const struct session_guard_info infos[SESSION_GUARD_COUNT] = {
    [SESSION_GUARD_DATE_BEFORE_PREVIOUS_ACT] = { REASON_DATE_BEFORE_PREVIOUS_ACT, true },
    [SESSION_GUARD_DATE_AFTER_SESSION] = { REASON_DATE_AFTER_SESSION, true },
    [SESSION_GUARD_SESSION_TOO_EARLY] = { REASON_SESSION_TOO_EARLY, false },
    [SESSION_GUARD_QUORUM_NOT_MET] = { REASON_QUORUM_NOT_MET, false },
    [SESSION_GUARD_PARITY_BROKEN] = { REASON_PARITY_BROKEN, false },
    [SESSION_GUARD_JUROR_NOT_INDEPENDENT] = { REASON_JUROR_NOT_INDEPENDENT, false },
    [SESSION_GUARD_SAME_COLLEGE_CHAIRS] = { REASON_SAME_COLLEGE_SIGNATURES, false },
    [SESSION_GUARD_ITEMS_UNDECIDED] = { REASON_ITEMS_UNDECIDED, false },
    [SESSION_GUARD_SIGNER_NOT_ALLOWED] = { REASON_SIGNER_NOT_ALLOWED, true },
    [SESSION_GUARD_ALREADY_SIGNED] = { REASON_ALREADY_SIGNED, true },
    [SESSION_GUARD_SAME_COLLEGE_SIGNATURES] = { REASON_SAME_COLLEGE_SIGNATURES, true },
    [SESSION_GUARD_REASON_REQUIRED] = { REASON_REASON_REQUIRED, true },
    [SESSION_GUARD_NOT_PRESIDING] = { REASON_NOT_PRESIDING, false },
    [SESSION_GUARD_MEMBERS_TO_CONVENE] = { REASON_MEMBERS_TO_CONVENE, false },
    [SESSION_GUARD_CHAIR_NOT_NAMED] = { REASON_CHAIR_NOT_NAMED, false },
    [SESSION_GUARD_START_NOT_SET] = { REASON_START_NOT_SET, false },
};

/* clang-format off */
static const struct session_transition table[] = {
    { SESSION_PLANNED, SESSION_EVENT_CONVENE, SESSION_CONVENED, ACTOR_SECRETARY,
      { SESSION_GUARD_DATE_BEFORE_PREVIOUS_ACT, SESSION_GUARD_DATE_AFTER_SESSION, SESSION_GUARD_START_NOT_SET },
      { SESSION_EFFECT_UPDATE } },
    { SESSION_CONVENED, SESSION_EVENT_OPEN, SESSION_OPEN, ACTOR_JUROR | ACTOR_CHAIR,
      { SESSION_GUARD_NOT_PRESIDING,
        SESSION_GUARD_DATE_AFTER_SESSION, SESSION_GUARD_SESSION_TOO_EARLY, SESSION_GUARD_QUORUM_NOT_MET,
        SESSION_GUARD_PARITY_BROKEN, SESSION_GUARD_JUROR_NOT_INDEPENDENT, SESSION_GUARD_SAME_COLLEGE_CHAIRS,
        SESSION_GUARD_MEMBERS_TO_CONVENE, SESSION_GUARD_CHAIR_NOT_NAMED },
      { SESSION_EFFECT_UPDATE } },
    { SESSION_CONVENED, SESSION_EVENT_CONVENE, SESSION_CONVENED, ACTOR_SECRETARY,
      { SESSION_GUARD_DATE_BEFORE_PREVIOUS_ACT, SESSION_GUARD_DATE_AFTER_SESSION, SESSION_GUARD_START_NOT_SET },
      { SESSION_EFFECT_UPDATE } },
    { SESSION_OPEN, SESSION_EVENT_CLOSE, SESSION_CLOSED, ACTOR_JUROR | ACTOR_CHAIR,
      { SESSION_GUARD_NOT_PRESIDING, SESSION_GUARD_DATE_BEFORE_PREVIOUS_ACT, SESSION_GUARD_ITEMS_UNDECIDED },
      { SESSION_EFFECT_UPDATE, SESSION_EFFECT_WRITE_MINUTES } },
    { SESSION_CLOSED, SESSION_EVENT_SIGN, SESSION_SIGNED, ACTOR_JUROR | ACTOR_CHAIR,
      { SESSION_GUARD_SIGNER_NOT_ALLOWED, SESSION_GUARD_ALREADY_SIGNED, SESSION_GUARD_SAME_COLLEGE_SIGNATURES },
      { SESSION_EFFECT_UPDATE, SESSION_EFFECT_ADD_SIGNATURE, SESSION_EFFECT_DECIDE_ITEM } },
    { SESSION_CLOSED, SESSION_EVENT_REOPEN, SESSION_OPEN, ACTOR_JUROR | ACTOR_CHAIR,
      { SESSION_GUARD_NONE },
      { SESSION_EFFECT_UPDATE } },
    { SESSION_PLANNED, SESSION_EVENT_CANCEL, SESSION_CANCELLED, ACTOR_SECRETARY,
      { SESSION_GUARD_DATE_BEFORE_PREVIOUS_ACT, SESSION_GUARD_REASON_REQUIRED },
      { SESSION_EFFECT_UPDATE, SESSION_EFFECT_RELEASE_ITEM } },
    { SESSION_CONVENED, SESSION_EVENT_CANCEL, SESSION_CANCELLED, ACTOR_SECRETARY,
      { SESSION_GUARD_DATE_BEFORE_PREVIOUS_ACT, SESSION_GUARD_REASON_REQUIRED },
      { SESSION_EFFECT_UPDATE, SESSION_EFFECT_RELEASE_ITEM } },
};
/* clang-format on */

enum { TABLE_SIZE = sizeof table / sizeof table[0] };

struct question {
    const struct session *now;
    const struct session_command *asked;
    const struct policy *policy;
};

/* The first file whose voters fail the check, in *ret_item and *ret_tally; without files, the
 * session itself is checked. */
static bool every_file(const struct question *q, bool (*check)(const struct tally *tally),
                       struct id *ret_item, struct tally *ret_tally)
{
    if (q->now->item_count == 0) {
        *ret_tally = session_tally(q->now, NULL, q->policy);
        return check(ret_tally);
    }
    for (int i = 0; i < q->now->item_count; i++) {
        *ret_tally = session_tally(q->now, &q->now->items[i], q->policy);
        *ret_item = q->now->items[i].id;
        if (!check(ret_tally))
            return false;
    }
    return true;
}

/* A session is opened on the very day it is held: what follows its opening does not lie before that
 * day. What lies before its opening follows its convening, or its planning; but a session that was
 * recorded when it was over was convened before that. */
static struct date previous_act(const struct session *session)
{
    if (!session_agenda_is_open(session->state))
        return session->held_on;
    if (date_is_set(session->convened_on) || date_is_after(session->planned_on, session->held_on))
        return session->convened_on;
    return session->planned_on;
}

static bool date_before_previous_act(const struct question *q, struct reason_detail *detail)
{
    detail->date = q->asked->occurred_on;
    detail->limit = previous_act(q->now);
    return !date_is_set(detail->limit) || !date_is_before(detail->date, detail->limit);
}

static bool date_after_session(const struct question *q, struct reason_detail *detail)
{
    detail->date = q->asked->occurred_on;
    detail->limit = q->now->held_on;
    return !date_is_after(detail->date, detail->limit);
}

/* The decision date is the session's: it must have come, and the session is not opened before it.
 */
static bool session_too_early(const struct question *q, struct reason_detail *detail)
{
    const struct date today = q->asked->today, day = q->asked->occurred_on;
    detail->date = date_is_before(day, today) ? day : today;
    detail->limit = q->now->held_on;
    return !date_is_before(detail->date, detail->limit);
}

/* 3.4: checked at opening for every file, and again at each verdict */
static bool quorum_not_met(const struct question *q, struct reason_detail *detail)
{
    struct tally tally;
    const bool holds = every_file(q, tally_has_quorum, &detail->id, &tally);
    const struct agenda_item *item = NULL;
    for (int i = 0; i < q->now->item_count; i++)
        if (id_equals(q->now->items[i].id, detail->id))
            item = &q->now->items[i];
    detail->recused = session_recused_count(q->now, item);
    detail->expected = 2 * tally.min_per_college;
    detail->found = tally_voters(&tally);
    return holds;
}

static bool parity_broken(const struct question *q, struct reason_detail *detail)
{
    struct tally tally;
    const bool holds = every_file(q, tally_has_parity, &detail->id, &tally);
    detail->expected = tally.voters[COLLEGE_EMPLOYER];
    detail->found = tally.voters[COLLEGE_EMPLOYEE];
    return holds;
}

/* S12, A19: who is linked to one file is recused from that one; an evaluator or trainer of its
 * organism does not sit at all, and leaves it. */
static bool juror_not_independent(const struct question *q, struct reason_detail *detail)
{
    detail->jurors = session_attending(q->now) & q->now->excluded;
    return detail->jurors == 0;
}

static bool are_of_one_college(const struct session *session, struct id a, struct id b)
{
    const int first = session_find_juror(session, a), second = session_find_juror(session, b);
    return first >= 0 && second >= 0 &&
           session->jurors[first].college == session->jurors[second].college;
}

/* 3.4: said at opening, while it can still be repaired */
static bool same_college_chairs(const struct question *q)
{
    return !are_of_one_college(q->now, q->now->chair_member_id, q->now->vice_chair_member_id);
}

/* decision 35: the secretary plans and notes; who runs the session opens and closes it. That nobody
 * does yet is said as such. */
static bool not_presiding(const struct question *q)
{
    const struct outcome outcome = session_preside(q->now, NULL, q->asked->callers);
    return outcome_is_accepted(&outcome) || session_lacks_chair(q->now);
}

/* Nobody sits, or stays away, by a paper that says another day, time or place. */
static bool members_to_convene(const struct question *q, struct reason_detail *detail)
{
    for (int i = 0; i < q->now->juror_count; i++)
        if (q->now->jurors[i].is_convened && q->now->jurors[i].is_outdated)
            detail->jurors |= session_juror_bit(i);
    return detail->jurors == 0;
}

/* 9.3: a verdict or an explicit "not examined" for every file */
static bool items_undecided(const struct question *q, struct reason_detail *detail)
{
    for (int i = q->now->item_count - 1; i >= 0; i--)
        if (q->now->items[i].verdict == VERDICT_NONE) {
            detail->id = q->now->items[i].id;
            detail->found++;
        }
    return detail->found == 0;
}

/* 3.4: chair and vice-chair, when they are named, and present; or who stands in for one of them */
static bool signer_not_allowed(const struct question *q, struct reason_detail *detail)
{
    const int juror = session_find_juror(q->now, q->asked->signer_id);
    const bool are_named =
        id_is_set(q->now->chair_member_id) && id_is_set(q->now->vice_chair_member_id);
    detail->id = q->asked->signer_id;
    if (juror >= 0 &&
        id_equals(q->asked->signer_id, q->now->stand_ins[q->now->jurors[juror].college]))
        return true;
    if (juror < 0 || q->now->jurors[juror].presence == PRESENCE_ABSENT)
        return false;
    return !are_named || id_equals(q->asked->signer_id, q->now->chair_member_id) ||
           id_equals(q->asked->signer_id, q->now->vice_chair_member_id);
}

static bool has_signed(const struct session *session, struct id member_id)
{
    return id_is_set(member_id) && (id_equals(session->signed_by[0], member_id) ||
                                    id_equals(session->signed_by[1], member_id));
}

static bool already_signed(const struct question *q)
{
    return !has_signed(q->now, q->asked->signer_id);
}

/* 3.4: chair and vice-chair are of different colleges; one person twice is ALREADY_SIGNED */
static bool same_college_signatures(const struct question *q)
{
    for (int i = 0; i < 2; i++)
        if (!id_equals(q->now->signed_by[i], q->asked->signer_id) &&
            are_of_one_college(q->now, q->now->signed_by[i], q->asked->signer_id))
            return false;
    return true;
}

static bool guard_holds(enum session_guard guard, const struct question *q,
                        struct reason_detail *detail)
{
    switch (guard) {
    case SESSION_GUARD_DATE_BEFORE_PREVIOUS_ACT:
        return date_before_previous_act(q, detail);
    case SESSION_GUARD_DATE_AFTER_SESSION:
        return date_after_session(q, detail);
    case SESSION_GUARD_SESSION_TOO_EARLY:
        return session_too_early(q, detail);
    case SESSION_GUARD_QUORUM_NOT_MET:
        return quorum_not_met(q, detail);
    case SESSION_GUARD_PARITY_BROKEN:
        return parity_broken(q, detail);
    case SESSION_GUARD_JUROR_NOT_INDEPENDENT:
        return juror_not_independent(q, detail);
    case SESSION_GUARD_SAME_COLLEGE_CHAIRS:
        return same_college_chairs(q);
    case SESSION_GUARD_ITEMS_UNDECIDED:
        return items_undecided(q, detail);
    case SESSION_GUARD_SIGNER_NOT_ALLOWED:
        return signer_not_allowed(q, detail);
    case SESSION_GUARD_ALREADY_SIGNED:
        return already_signed(q);
    case SESSION_GUARD_SAME_COLLEGE_SIGNATURES:
        return same_college_signatures(q);
    case SESSION_GUARD_REASON_REQUIRED:
        return q->asked->has_reason;
    case SESSION_GUARD_NOT_PRESIDING:
        return not_presiding(q);
    case SESSION_GUARD_MEMBERS_TO_CONVENE:
        return members_to_convene(q, detail);
    case SESSION_GUARD_CHAIR_NOT_NAMED:
        return !session_lacks_chair(q->now);
    case SESSION_GUARD_START_NOT_SET:
        return q->now->has_start;
    case SESSION_GUARD_NONE:
    case SESSION_GUARD_COUNT:
        break;
    }
    return true;
}

const struct session_guard_info *session_guard_info(enum session_guard guard)
{
    return &infos[guard];
}

const struct session_transition *session_transitions(size_t *ret_count)
{
    *ret_count = TABLE_SIZE;
    return table;
}

/* The contract in ACSL, proved by tests/proof/wp; it stands here because the table does. */
/*@ predicate row_is(integer row, integer state, integer event) =
      table[row].from == state && table[row].event == event; */
/*@ assigns \nothing;
    ensures none_when_no_row:
      (\forall integer i; 0 <= i < TABLE_SIZE ==> !row_is(i, from, event)) ==>
        \result == \null;
    ensures the_first_row:
      (\forall integer i; 0 <= i < TABLE_SIZE ==> !row_is(i, from, event)) ||
      \exists integer i; 0 <= i < TABLE_SIZE && \result == &table[i] && row_is(i, from, event) &&
        \forall integer j; 0 <= j < i ==> !row_is(j, from, event); */
const struct session_transition *session_transition_find(enum session_state from,
                                                         enum session_event event)
{
    /*@ loop invariant not_before: 0 <= i <= TABLE_SIZE &&
          \forall integer j; 0 <= j < i ==> !row_is(j, from, event);
        loop assigns i;
        loop variant TABLE_SIZE - i; */
    for (size_t i = 0; i < TABLE_SIZE; i++)
        if (table[i].from == from && table[i].event == event)
            return &table[i];
    return NULL;
}

const struct session_transition *session_transition_next(enum session_state from)
{
    for (size_t i = 0; i < TABLE_SIZE; i++)
        if (table[i].from == from)
            return &table[i];
    return NULL;
}

/* Minutes are signed by two: the first signature changes nothing but itself. */
static bool is_first_signature(const struct session *session, enum session_event event)
{
    return event == SESSION_EVENT_SIGN && !id_is_set(session->signed_by[0]) &&
           !id_is_set(session->signed_by[1]);
}

/* At most one effect for each of the row, so that they always fit. */
static void fill_effects(const struct session *now, bool is_pending,
                         struct session_decision *decision)
{
    for (const enum session_effect_kind *kind = decision->transition->effects;
         *kind != SESSION_EFFECT_NONE; kind++) {
        const bool is_of_items =
            *kind == SESSION_EFFECT_DECIDE_ITEM || *kind == SESSION_EFFECT_RELEASE_ITEM;
        if (is_of_items && is_pending)
            continue;
        decision->effects[decision->effect_count++] =
            (struct session_effect){ *kind, is_of_items ? now->item_count : 1 };
    }
}

struct outcome session_decide(const struct session *now, const struct session_command *asked,
                              const struct policy *policy, struct session_decision *ret_decision)
{
    struct outcome outcome = { 0 };
    const struct question question = { now, asked, policy };
    const struct session_transition *transition = session_transition_find(now->state, asked->event);
    if (transition == NULL) {
        outcome_add(&outcome, REASON_INVALID_STATE, NULL);
        return outcome;
    }
    if (asked->actors != 0 && (transition->actors & asked->actors) == 0) {
        outcome_add(&outcome, REASON_ROLE_NOT_ALLOWED,
                    &(struct reason_detail){ .actors = transition->actors });
        return outcome;
    }
    for (const enum session_guard *guard = transition->guards; *guard != SESSION_GUARD_NONE;
         guard++) {
        struct reason_detail detail = { 0 };
        if (!guard_holds(*guard, &question, &detail))
            outcome_add(&outcome, infos[*guard].reason, &detail);
    }
    if (!outcome_is_accepted(&outcome))
        return outcome;
    const bool is_pending = is_first_signature(now, asked->event);
    *ret_decision = (struct session_decision){
        .transition = transition,
        .to = is_pending ? now->state : transition->to,
    };
    fill_effects(now, is_pending, ret_decision);
    return outcome;
}

int session_allowed_events(const struct session *now, const struct policy *policy,
                           struct date today, unsigned actors, uint64_t callers,
                           struct session_allowed_event ret_events[SESSION_EVENT_COUNT])
{
    int count = 0;
    for (size_t i = 0; i < TABLE_SIZE; i++) { /* one row at most a state and event */
        if (table[i].from != now->state || (actors != 0 && (table[i].actors & actors) == 0))
            continue;
        const struct session_command asked = { .event = table[i].event,
                                               .today = today,
                                               .occurred_on = today,
                                               .actors = actors,
                                               .callers = callers };
        const struct question question = { now, &asked, policy };
        struct session_allowed_event *event = &ret_events[count++];
        *event = (struct session_allowed_event){ .transition = &table[i], .is_allowed = true };
        for (const enum session_guard *guard = table[i].guards; *guard != SESSION_GUARD_NONE;
             guard++) {
            struct session_asked_guard *answer = &event->guards[event->guard_count++];
            answer->guard = *guard;
            answer->answer = GUARD_NEEDS_DATA;
            if (infos[*guard].needs_data)
                continue;
            answer->answer =
                guard_holds(*guard, &question, &answer->detail) ? GUARD_MET : GUARD_UNMET;
            if (answer->answer == GUARD_UNMET)
                event->is_allowed = false;
        }
    }
    return count;
}

const char *session_event_name(enum session_event event)
{
    return session_event_names[event];
}
