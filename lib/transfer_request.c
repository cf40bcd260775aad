/* SPDX-License-Identifier: EUPL-1.2 */
/* Requests and offers of a transfer: who may make one, and how it ends (decisions 16 and 34). */
#include "transfer_request.h"

#include "candidacy_machine.h"
#include "name.h"

const char *const transfer_request_state_names[] = {
    [TRANSFER_REQUEST_PENDING] = "PENDING",
    [TRANSFER_REQUEST_AGREED] = "AGREED",
    [TRANSFER_REQUEST_ACCEPTED] = "ACCEPTED",
    [TRANSFER_REQUEST_DECLINED] = "DECLINED",
    [TRANSFER_REQUEST_RETRACTED] = "RETRACTED",
    [TRANSFER_REQUEST_LAPSED] = "LAPSED",
    NULL,
};
NAMES_END_WITH(transfer_request_state_names, TRANSFER_REQUEST_STATE_COUNT);
const char *const transfer_request_event_names[] = {
    [TRANSFER_REQUEST_EVENT_ACCEPT] = "ACCEPT",
    [TRANSFER_REQUEST_EVENT_DECLINE] = "DECLINE",
    [TRANSFER_REQUEST_EVENT_RETRACT] = "RETRACT",
    [TRANSFER_REQUEST_EVENT_GRANT] = "GRANT",
    NULL,
};
NAMES_END_WITH(transfer_request_event_names, TRANSFER_REQUEST_EVENT_COUNT);
const char *const transfer_party_names[] = {
    [TRANSFER_PARTY_SENT] = "SENT",
    [TRANSFER_PARTY_RECEIVED] = "RECEIVED",
    NULL,
};
NAMES_END_WITH(transfer_party_names, TRANSFER_PARTY_COUNT);
const char *const transfer_kind_names[] = {
    [TRANSFER_KIND_REQUEST] = "REQUEST",
    [TRANSFER_KIND_OFFER] = "OFFER",
    NULL,
};
NAMES_END_WITH(transfer_kind_names, TRANSFER_KIND_COUNT);

static void judge_consent(struct outcome *outcome, struct date consent_on, struct date contact_on,
                          struct date today)
{
    if (date_is_after(consent_on, today))
        outcome_add(outcome, REASON_DATE_IN_FUTURE,
                    &(struct reason_detail){ .date = consent_on, .limit = today });
    if (date_is_before(consent_on, contact_on))
        outcome_add(outcome, REASON_BEFORE_CONTACT,
                    &(struct reason_detail){ .date = consent_on, .limit = contact_on });
}

struct outcome transfer_request_send(const struct transfer_question *asked)
{
    struct outcome outcome = { 0 };
    if (asked->state != CANDIDACY_CONTACT) {
        outcome_add(&outcome, REASON_INVALID_STATE, NULL);
        return outcome;
    }
    judge_consent(&outcome, asked->consent_on, asked->contact_on, asked->today);
    if (id_is_set(asked->pending_id))
        outcome_add(&outcome, REASON_TRANSFER_ALREADY_REQUESTED,
                    &(struct reason_detail){ .id = asked->pending_id });
    repetition_judge(asked->repetition, &outcome);
    if (asked->needs_sight)
        outcome_add(&outcome, REASON_SIGHT_NOT_ACCEPTED, NULL);
    else if (id_is_set(asked->here_id))
        outcome_add(&outcome, REASON_CANDIDACY_HELD_HERE,
                    &(struct reason_detail){ .id = asked->here_id });
    else if (!asked->is_elsewhere)
        outcome_add(&outcome, REASON_NO_CANDIDACY_ELSEWHERE, NULL);
    return outcome;
}

struct outcome transfer_request_offer(const struct transfer_offer *asked)
{
    struct outcome outcome = { 0 };
    if (transition_find(asked->state, EVENT_TRANSFER) == NULL) {
        outcome_add(&outcome, REASON_INVALID_STATE, NULL);
        return outcome;
    }
    judge_consent(&outcome, asked->consent_on, asked->contact_on, asked->today);
    if (id_is_set(asked->offered_id))
        outcome_add(&outcome, REASON_TRANSFER_ALREADY_OFFERED,
                    &(struct reason_detail){ .id = asked->offered_id });
    repetition_judge(asked->repetition, &outcome);
    return outcome;
}

/* clang-format off */
#define OFFER { [TRANSFER_KIND_OFFER] = true }
#define BOTH  { [TRANSFER_KIND_REQUEST] = true, [TRANSFER_KIND_OFFER] = true }
static const struct transfer_request_transition table[] = {
    { OFFER, TRANSFER_REQUEST_PENDING, TRANSFER_REQUEST_EVENT_ACCEPT,  TRANSFER_PARTY_RECEIVED, TRANSFER_REQUEST_AGREED,    false },
    { BOTH,  TRANSFER_REQUEST_PENDING, TRANSFER_REQUEST_EVENT_DECLINE, TRANSFER_PARTY_RECEIVED, TRANSFER_REQUEST_DECLINED,  true  },
    { BOTH,  TRANSFER_REQUEST_PENDING, TRANSFER_REQUEST_EVENT_RETRACT, TRANSFER_PARTY_SENT,     TRANSFER_REQUEST_RETRACTED, false },
    { BOTH,  TRANSFER_REQUEST_PENDING, TRANSFER_REQUEST_EVENT_GRANT,   TRANSFER_PARTY_NONE,     TRANSFER_REQUEST_AGREED,    true  },
    { OFFER, TRANSFER_REQUEST_AGREED,  TRANSFER_REQUEST_EVENT_DECLINE, TRANSFER_PARTY_RECEIVED, TRANSFER_REQUEST_DECLINED,  true  },
    { BOTH,  TRANSFER_REQUEST_AGREED,  TRANSFER_REQUEST_EVENT_RETRACT, TRANSFER_PARTY_SENT,     TRANSFER_REQUEST_RETRACTED, false },
};
#undef OFFER
#undef BOTH
/* clang-format on */

enum { TABLE_SIZE = sizeof table / sizeof table[0] };

const struct transfer_request_transition *transfer_request_transitions(size_t *ret_count)
{
    *ret_count = TABLE_SIZE;
    return table;
}

/* The contract in ACSL, proved by tests/proof/wp; it stands here because the table does. */
/*@ predicate row_is(integer row, integer kind, integer state, integer party, integer event) =
      table[row].is_of[kind] && table[row].from == state && table[row].party == party &&
      table[row].event == event; */
/*@ requires a_kind: 0 <= now.kind < TRANSFER_KIND_COUNT;
    assigns \nothing;
    ensures none_when_no_row:
      (\forall integer i; 0 <= i < TABLE_SIZE ==> !row_is(i, now.kind, now.state, party, event)) ==>
        \result == \null;
    ensures the_first_row:
      (\forall integer i; 0 <= i < TABLE_SIZE ==> !row_is(i, now.kind, now.state, party, event)) ||
      \exists integer i; 0 <= i < TABLE_SIZE && \result == &table[i] &&
        row_is(i, now.kind, now.state, party, event) &&
        \forall integer j; 0 <= j < i ==> !row_is(j, now.kind, now.state, party, event); */
const struct transfer_request_transition *
transfer_request_transition_find(struct transfer_standing now, enum transfer_party party,
                                 enum transfer_request_event event)
{
    /*@ loop invariant not_before: 0 <= i <= TABLE_SIZE &&
          \forall integer j; 0 <= j < i ==> !row_is(j, now.kind, now.state, party, event);
        loop assigns i;
        loop variant TABLE_SIZE - i; */
    for (size_t i = 0; i < TABLE_SIZE; i++)
        if (table[i].is_of[now.kind] && table[i].from == now.state && table[i].party == party &&
            table[i].event == event) {
            /*@ assert a_row: row_is(i, now.kind, now.state, party, event); */
            return &table[i];
        }
    return NULL;
}

struct outcome transfer_request_decide(struct transfer_standing now, enum transfer_party party,
                                       enum transfer_request_event event, bool has_reason,
                                       enum transfer_request_state *ret_to)
{
    struct outcome outcome = { 0 };
    const struct transfer_request_transition *transition =
        transfer_request_transition_find(now, party, event);
    if (transition == NULL)
        outcome_add(&outcome, REASON_INVALID_STATE, NULL);
    else if (transition->needs_reason && !has_reason)
        outcome_add(&outcome, REASON_REASON_REQUIRED, NULL);
    else
        *ret_to = transition->to;
    return outcome;
}
