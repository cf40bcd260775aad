/* Requests for a transfer: who may ask, and how a request ends (decision 16). */
#include "transfer_request.h"

#include "name.h"

const char *const transfer_request_state_names[] = {
    [TRANSFER_REQUEST_PENDING] = "PENDING",   [TRANSFER_REQUEST_ACCEPTED] = "ACCEPTED",
    [TRANSFER_REQUEST_DECLINED] = "DECLINED", [TRANSFER_REQUEST_RETRACTED] = "RETRACTED",
    [TRANSFER_REQUEST_LAPSED] = "LAPSED",     NULL,
};
NAMES_END_WITH(transfer_request_state_names, TRANSFER_REQUEST_STATE_COUNT);
const char *const transfer_request_event_names[] = {
    [TRANSFER_REQUEST_EVENT_DECLINE] = "DECLINE",
    [TRANSFER_REQUEST_EVENT_RETRACT] = "RETRACT",
    NULL,
};
NAMES_END_WITH(transfer_request_event_names, TRANSFER_REQUEST_EVENT_COUNT);
const char *const transfer_party_names[] = {
    [TRANSFER_PARTY_SENT] = "SENT",
    [TRANSFER_PARTY_RECEIVED] = "RECEIVED",
    NULL,
};
NAMES_END_WITH(transfer_party_names, TRANSFER_PARTY_COUNT);

struct outcome transfer_request_send(const struct transfer_question *asked)
{
    struct outcome outcome = { 0 };
    if (asked->state != CANDIDACY_CONTACT) {
        outcome_add(&outcome, REASON_INVALID_STATE, NULL);
        return outcome;
    }
    if (date_is_after(asked->consent_on, asked->today))
        outcome_add(&outcome, REASON_DATE_IN_FUTURE,
                    &(struct reason_detail){ .date = asked->consent_on, .limit = asked->today });
    if (date_is_before(asked->consent_on, asked->contact_on))
        outcome_add(
            &outcome, REASON_BEFORE_CONTACT,
            &(struct reason_detail){ .date = asked->consent_on, .limit = asked->contact_on });
    if (asked->is_pending)
        outcome_add(&outcome, REASON_TRANSFER_ALREADY_REQUESTED, NULL);
    if (asked->is_here)
        outcome_add(&outcome, REASON_CANDIDACY_HELD_HERE, NULL);
    else if (!asked->is_elsewhere)
        outcome_add(&outcome, REASON_NO_CANDIDACY_ELSEWHERE, NULL);
    return outcome;
}

/* clang-format off */
static const struct transfer_request_transition table[] = {
    { TRANSFER_REQUEST_PENDING, TRANSFER_REQUEST_EVENT_DECLINE, TRANSFER_PARTY_RECEIVED, TRANSFER_REQUEST_DECLINED,  true  },
    { TRANSFER_REQUEST_PENDING, TRANSFER_REQUEST_EVENT_RETRACT, TRANSFER_PARTY_SENT,     TRANSFER_REQUEST_RETRACTED, false },
};
/* clang-format on */

enum { TABLE_SIZE = sizeof table / sizeof table[0] };

const struct transfer_request_transition *transfer_request_transitions(size_t *ret_count)
{
    *ret_count = TABLE_SIZE;
    return table;
}

const struct transfer_request_transition *
transfer_request_transition_find(enum transfer_request_state from, enum transfer_party party,
                                 enum transfer_request_event event)
{
    for (size_t i = 0; i < TABLE_SIZE; i++)
        if (table[i].from == from && table[i].party == party && table[i].event == event)
            return &table[i];
    return NULL;
}

struct outcome transfer_request_decide(enum transfer_request_state now, enum transfer_party party,
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
