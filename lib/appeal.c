/* SPDX-License-Identifier: EUPL-1.2 */
/* Appeals: the right to file one, and their life as a table (9.3). */
#include "appeal.h"

#include "name.h"

const char *const appeal_state_names[] = {
    [APPEAL_FILED] = "FILED",
    [APPEAL_ADMISSIBLE] = "ADMISSIBLE",
    [APPEAL_UPHELD] = "UPHELD",
    [APPEAL_REEXAMINE] = "REEXAMINE",
    [APPEAL_REJECTED] = "REJECTED",
    [APPEAL_WITHDRAWN] = "WITHDRAWN",
    NULL,
};
NAMES_END_WITH(appeal_state_names, APPEAL_STATE_COUNT);
const char *const appeal_event_names[] = {
    [APPEAL_EVENT_DECLARE_ADMISSIBLE] = "DECLARE_ADMISSIBLE",
    [APPEAL_EVENT_UPHOLD] = "UPHOLD",
    [APPEAL_EVENT_REEXAMINE] = "REEXAMINE",
    [APPEAL_EVENT_REJECT] = "REJECT",
    [APPEAL_EVENT_WITHDRAW] = "WITHDRAW",
    NULL,
};
NAMES_END_WITH(appeal_event_names, APPEAL_EVENT_COUNT);

bool appeal_state_from_name(const char *name, size_t size, enum appeal_state *ret_state)
{
    const int found = name_find(appeal_state_names, name, size);
    if (found >= 0)
        *ret_state = (enum appeal_state)found;
    return found >= 0;
}

struct date appeal_deadline(struct date notified_on, const struct policy *policy)
{
    return date_add_months(notified_on, policy->appeal_months);
}

static void check_dates(struct outcome *outcome, struct date day, struct date from,
                        struct date today)
{
    if (date_is_after(day, today))
        outcome_add(outcome, REASON_DATE_IN_FUTURE,
                    &(struct reason_detail){ .date = day, .limit = today });
    if (date_is_before(day, from))
        outcome_add(outcome, REASON_DATE_BEFORE_PREVIOUS_ACT,
                    &(struct reason_detail){ .date = day, .limit = from });
}

struct outcome appeal_file(const struct appealed_decision *decision, struct date filed_on,
                           struct date today)
{
    struct outcome outcome = { 0 };
    if (decision->verdict != VERDICT_REFUSED || !date_is_set(decision->effective_on)) {
        outcome_add(&outcome, REASON_DECISION_NOT_APPEALABLE, NULL);
        return outcome;
    }
    if (id_is_set(decision->appeal_id))
        outcome_add(&outcome, REASON_APPEAL_EXISTS,
                    &(struct reason_detail){ .id = decision->appeal_id });
    check_dates(&outcome, filed_on, decision->effective_on, today);
    if (date_is_set(decision->appeal_by) && date_is_after(filed_on, decision->appeal_by))
        outcome_add(&outcome, REASON_APPEAL_TOO_LATE,
                    &(struct reason_detail){ .date = filed_on, .limit = decision->appeal_by });
    return outcome;
}

/* clang-format off */
static const struct appeal_transition table[] = {
    { APPEAL_FILED,      APPEAL_EVENT_DECLARE_ADMISSIBLE, APPEAL_ADMISSIBLE, false },
    { APPEAL_FILED,      APPEAL_EVENT_REJECT,             APPEAL_REJECTED,   true  },
    { APPEAL_ADMISSIBLE, APPEAL_EVENT_UPHOLD,             APPEAL_UPHELD,     true  },
    { APPEAL_ADMISSIBLE, APPEAL_EVENT_REEXAMINE,          APPEAL_REEXAMINE,  true  },
    { APPEAL_ADMISSIBLE, APPEAL_EVENT_REJECT,             APPEAL_REJECTED,   true  },
    { APPEAL_FILED,      APPEAL_EVENT_WITHDRAW,           APPEAL_WITHDRAWN,  true  },
    { APPEAL_ADMISSIBLE, APPEAL_EVENT_WITHDRAW,           APPEAL_WITHDRAWN,  true  },
};
/* clang-format on */

enum { TABLE_SIZE = sizeof table / sizeof table[0] };

const struct appeal_transition *appeal_transitions(size_t *ret_count)
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
const struct appeal_transition *appeal_transition_find(enum appeal_state from,
                                                       enum appeal_event event)
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

struct outcome appeal_decide(enum appeal_state now, struct date previous_on,
                             const struct appeal_command *asked, enum appeal_state *ret_to)
{
    struct outcome outcome = { 0 };
    const struct appeal_transition *transition = appeal_transition_find(now, asked->event);
    if (transition == NULL) {
        outcome_add(&outcome, REASON_INVALID_STATE, NULL);
        return outcome;
    }
    check_dates(&outcome, asked->occurred_on, previous_on, asked->today);
    if (transition->needs_reason && !asked->has_reason)
        outcome_add(&outcome, REASON_REASON_REQUIRED, NULL);
    if (outcome_is_accepted(&outcome))
        *ret_to = transition->to;
    return outcome;
}
