/* SPDX-License-Identifier: EUPL-1.2 */
/* What the machines answer, for another program to judge against the expectation.
 *   P state event reason
 *       the pair has no transition: why
 *   C state event broken order result
 *       guards broken, by position, from the first or from the last; the state reached, or reasons
 *   S state event to guards
 *       a row of the session machine; to "-" when there is none */
#include "guard_cases.h"
#include "session_machine.h"

#include <stdio.h>

static void print_outcome(const struct outcome *outcome)
{
    for (int i = 0; i < outcome->count; i++)
        printf("%s%s", i == 0 ? "" : "|", reason_info(outcome->unmet[i].reason)->code);
}

typedef void break_fn(void);

static break_fn *find_break(const struct transition *row, enum guard guard)
{
    for (size_t c = 0; c < COUNT(cases); c++)
        if (cases[c].guard == guard && cases[c].event == row->event &&
            (cases[c].state == row->from || cases[c].state == CANDIDACY_EVERY_STATE))
            return cases[c].break_it;
    return NULL;
}

/* Breaks in an order: some move the day of the act, others what is known of it. */
static void ask_broken(const struct transition *row, unsigned broken, bool is_backwards)
{
    world_at(&w, row->from);
    world_ask(&w, row->event);
    for (int step = 0; step < TRANSITION_MAX_GUARDS; step++) {
        const int g = is_backwards ? TRANSITION_MAX_GUARDS - 1 - step : step;
        break_fn *break_it = (broken >> g & 1u) != 0 ? find_break(row, row->guards[g]) : NULL;
        if (break_it != NULL)
            break_it();
    }
    const struct outcome outcome = world_decide(&w, &decision);
    printf("C %s %s %u %c ", candidacy_state_name(row->from), candidacy_event_name(row->event),
           broken, is_backwards ? 'b' : 'f');
    if (outcome.count == 0)
        printf("to:%s", candidacy_state_name(decision.to));
    else
        print_outcome(&outcome);
    printf("\n");
}

static void every_subset(const struct transition *row)
{
    unsigned breakable = 0, all = 0;
    for (int g = 0; row->guards[g] != GUARD_NONE; g++) {
        all |= 1u << g;
        if (find_break(row, row->guards[g]) != NULL)
            breakable |= 1u << g;
    }
    if (breakable != all)
        printf("U %s %s %u\n", candidacy_state_name(row->from), candidacy_event_name(row->event),
               all & ~breakable);
    for (unsigned broken = 0; broken <= all; broken++)
        if ((broken & ~breakable) == 0) {
            ask_broken(row, broken, false);
            ask_broken(row, broken, true);
        }
}

int main(void)
{
    for (int from = 0; from < CANDIDACY_STATE_COUNT; from++)
        for (int event = 0; event < CANDIDACY_EVENT_COUNT; event++) {
            const struct transition *row =
                transition_find((enum candidacy_state)from, (enum candidacy_event)event);
            if (row != NULL) {
                every_subset(row);
                continue;
            }
            world_at(&w, (enum candidacy_state)from);
            w.asked.event = (enum candidacy_event)event;
            const struct outcome outcome = world_decide(&w, &decision);
            printf("P %s %s ", candidacy_state_name((enum candidacy_state)from),
                   candidacy_event_name((enum candidacy_event)event));
            print_outcome(&outcome);
            printf("\n");
        }
    for (int from = 0; session_state_names[from] != NULL; from++)
        for (int event = 0; event < SESSION_EVENT_COUNT; event++) {
            const struct session_transition *row =
                session_transition_find((enum session_state)from, (enum session_event)event);
            printf("S %s %s %s ", session_state_names[from],
                   session_event_name((enum session_event)event),
                   row != NULL ? session_state_names[row->to] : "-");
            for (int g = 0; row != NULL && row->guards[g] != SESSION_GUARD_NONE; g++)
                printf("%s%s", g == 0 ? "" : "|",
                       reason_info(session_guard_info(row->guards[g])->reason)->code);
            printf("\n");
        }
    return 0;
}
