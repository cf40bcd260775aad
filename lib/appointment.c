/* SPDX-License-Identifier: EUPL-1.2 */
#include "appointment.h"

#include "name.h"

const char *const appointment_state_names[] = {
    [APPOINTMENT_PLANNED] = "PLANNED",
    [APPOINTMENT_DONE] = "DONE",
    [APPOINTMENT_MISSED] = "MISSED",
    [APPOINTMENT_CANCELLED] = "CANCELLED",
    NULL,
};
NAMES_END_WITH(appointment_state_names, APPOINTMENT_STATE_COUNT);
const char *const appointment_event_names[] = {
    [APPOINTMENT_EVENT_DONE] = "DONE",
    [APPOINTMENT_EVENT_MISSED] = "MISSED",
    [APPOINTMENT_EVENT_CANCEL] = "CANCEL",
    [APPOINTMENT_EVENT_RESCHEDULE] = "RESCHEDULE",
    NULL,
};
NAMES_END_WITH(appointment_event_names, APPOINTMENT_EVENT_COUNT);

/* clang-format off */
static const struct appointment_transition table[] = {
    { APPOINTMENT_PLANNED, APPOINTMENT_EVENT_DONE,       APPOINTMENT_DONE,      .needs_day = true },
    { APPOINTMENT_PLANNED, APPOINTMENT_EVENT_MISSED,     APPOINTMENT_MISSED,    .needs_day = true },
    /* A slip of the hand: what was over is told anew as it was. */
    { APPOINTMENT_DONE,    APPOINTMENT_EVENT_MISSED,     APPOINTMENT_MISSED,    .needs_day = true },
    { APPOINTMENT_MISSED,  APPOINTMENT_EVENT_DONE,       APPOINTMENT_DONE,      .needs_day = true },
    { APPOINTMENT_PLANNED, APPOINTMENT_EVENT_CANCEL,     APPOINTMENT_CANCELLED, .needs_future = true, .needs_reason = true },
    { APPOINTMENT_PLANNED, APPOINTMENT_EVENT_RESCHEDULE, APPOINTMENT_PLANNED,   .needs_future = true },
};
/* clang-format on */

enum { TABLE_SIZE = sizeof table / sizeof table[0] };

const struct appointment_transition *appointment_transitions(size_t *ret_count)
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
const struct appointment_transition *appointment_find(enum appointment_state from,
                                                      enum appointment_event event)
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

/* A day beyond the calendar is no day, and not past. */
static void refuse_past(struct outcome *outcome, struct date day, struct date today)
{
    if (date_is_set(day) && date_is_before(day, today))
        outcome_add(outcome, REASON_APPOINTMENT_PAST,
                    &(struct reason_detail){ .date = day, .limit = today });
}

struct outcome appointment_may_be_planned(struct date day, struct date today)
{
    struct outcome outcome = { 0 };
    refuse_past(&outcome, day, today);
    return outcome;
}

/* E4.24: what was over is told as done or missed, never taken back. */
struct outcome appointment_decide(enum appointment_state state, struct date day,
                                  const struct appointment_command *command,
                                  enum appointment_state *ret_to)
{
    const struct appointment_transition *transition = appointment_find(state, command->event);
    struct outcome outcome = { 0 };
    if (!transition) {
        outcome_add(&outcome, REASON_INVALID_STATE, NULL);
        return outcome;
    }
    if (transition->needs_day && date_is_after(day, command->today))
        outcome_add(&outcome, REASON_APPOINTMENT_TO_COME,
                    &(struct reason_detail){ .date = command->today, .limit = day });
    if (transition->needs_future)
        refuse_past(&outcome, day, command->today);
    if (command->event == APPOINTMENT_EVENT_RESCHEDULE)
        refuse_past(&outcome, command->new_day, command->today);
    if (command->is_unchanged)
        outcome_add(&outcome, REASON_NOTHING_CHANGED, NULL);
    if (transition->needs_reason && !command->has_reason)
        outcome_add(&outcome, REASON_REASON_REQUIRED, NULL);
    if (outcome_is_accepted(&outcome))
        *ret_to = transition->to;
    return outcome;
}
