/* SPDX-License-Identifier: EUPL-1.2 */
/* Requests for a link: who ends one how, and what stands against its beginning (decision 34). */
#include "link_request.h"

#include "name.h"

const char *const link_kind_names[] = {
    [LINK_MEMBERSHIP] = "MEMBERSHIP",
    [LINK_FUNCTION] = "FUNCTION",
    NULL,
};
NAMES_END_WITH(link_kind_names, LINK_KIND_COUNT);
const char *const link_request_state_names[] = {
    [LINK_REQUEST_PENDING] = "PENDING",
    [LINK_REQUEST_ACCEPTED] = "ACCEPTED",
    [LINK_REQUEST_GRANTED] = "GRANTED",
    [LINK_REQUEST_DECLINED] = "DECLINED",
    [LINK_REQUEST_RETRACTED] = "RETRACTED",
    [LINK_REQUEST_LAPSED] = "LAPSED",
    NULL,
};
NAMES_END_WITH(link_request_state_names, LINK_REQUEST_STATE_COUNT);
const char *const link_request_event_names[] = {
    [LINK_REQUEST_EVENT_ACCEPT] = "ACCEPT",   [LINK_REQUEST_EVENT_GRANT] = "GRANT",
    [LINK_REQUEST_EVENT_DECLINE] = "DECLINE", [LINK_REQUEST_EVENT_RETRACT] = "RETRACT",
    [LINK_REQUEST_EVENT_LAPSE] = "LAPSE",     NULL,
};
NAMES_END_WITH(link_request_event_names, LINK_REQUEST_EVENT_COUNT);

/* clang-format off */
static const struct link_request_transition table[] = {
    { LINK_REQUEST_PENDING, LINK_REQUEST_EVENT_ACCEPT,  LINK_PARTY_OTHER,     LINK_REQUEST_ACCEPTED,  .makes_link = true },
    { LINK_REQUEST_PENDING, LINK_REQUEST_EVENT_GRANT,   LINK_PARTY_CERTIFIER, LINK_REQUEST_GRANTED,   .makes_link = true, .needs_reason = true },
    { LINK_REQUEST_PENDING, LINK_REQUEST_EVENT_DECLINE, LINK_PARTY_OTHER,     LINK_REQUEST_DECLINED },
    { LINK_REQUEST_PENDING, LINK_REQUEST_EVENT_RETRACT, LINK_PARTY_ASKED,     LINK_REQUEST_RETRACTED },
    { LINK_REQUEST_PENDING, LINK_REQUEST_EVENT_LAPSE,   LINK_PARTY_TIME,      LINK_REQUEST_LAPSED },
};
/* clang-format on */

enum { TABLE_SIZE = sizeof table / sizeof table[0] };

const struct link_request_transition *link_request_transitions(size_t *ret_count)
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
const struct link_request_transition *link_request_transition_find(enum link_request_state from,
                                                                   enum link_request_event event)
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

enum link_request_state link_request_first_state(const struct link_question *asked,
                                                 bool is_certifier)
{
    if (!asked->needs_consent)
        return LINK_REQUEST_ACCEPTED;
    return is_certifier ? LINK_REQUEST_GRANTED : LINK_REQUEST_PENDING;
}

struct date link_begins(const struct link_question *asked)
{
    return date_is_before(asked->valid_from, asked->today) ? asked->today : asked->valid_from;
}

struct outcome link_request_accept(const struct link_question *asked)
{
    struct outcome outcome = { 0 };
    const struct date begins = link_begins(asked);
    if (date_is_set(asked->answer_until) && date_is_after(asked->deadline_day, asked->answer_until))
        outcome_add(&outcome, REASON_ANSWER_TOO_LATE,
                    &(struct reason_detail){ .date = asked->today, .limit = asked->answer_until });
    if (date_is_set(asked->valid_to) && date_is_before(asked->valid_to, begins))
        outcome_add(&outcome, REASON_LINK_PERIOD_OVER,
                    &(struct reason_detail){ .date = begins, .limit = asked->valid_to });
    if (id_is_set(asked->overlapping_id))
        outcome_add(&outcome, REASON_PERIOD_OVERLAP,
                    &(struct reason_detail){ .id = asked->overlapping_id });
    if (asked->is_excluded)
        outcome_add(&outcome, REASON_JUROR_IS_SECRETARY, NULL);
    if (asked->meets_session)
        outcome_add(&outcome, REASON_LINK_MEETS_SESSION, NULL);
    return outcome;
}

struct outcome link_request_ask(const struct link_question *asked, enum link_request_state first)
{
    struct outcome outcome = { 0 };
    if (asked->needs_consent && date_is_before(asked->valid_from, asked->today))
        outcome_add(&outcome, REASON_LINK_BEFORE_CONSENT,
                    &(struct reason_detail){ .date = asked->valid_from, .limit = asked->today });
    if (id_is_set(asked->overlapping_id))
        outcome_add(&outcome, REASON_PERIOD_OVERLAP,
                    &(struct reason_detail){ .id = asked->overlapping_id });
    if (asked->is_excluded)
        outcome_add(&outcome, REASON_JUROR_IS_SECRETARY, NULL);
    if (asked->meets_session && first != LINK_REQUEST_PENDING)
        outcome_add(&outcome, REASON_LINK_MEETS_SESSION, NULL);
    if (first == LINK_REQUEST_PENDING)
        repetition_judge(asked->repetition, &outcome);
    return outcome;
}
