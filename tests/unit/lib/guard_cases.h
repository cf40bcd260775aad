/* SPDX-License-Identifier: EUPL-1.2 */
/* Every guard of every row of the machine, with a way to break it. */
#ifndef GUARD_CASES_H
#define GUARD_CASES_H

#include "commission_breaks.h"
#include "guard_breaks.h"

/* In a case: each state that the event has a transition from. */
#define CANDIDACY_EVERY_STATE CANDIDACY_STATE_COUNT

static const struct {
    enum candidacy_state state;
    enum candidacy_event event;
    enum guard guard;
    void (*break_it)(void);
} cases[] = {
#define CASE(state, event, guard, break_it)                                                        \
    { CANDIDACY_##state, EVENT_##event, GUARD_##guard, break_it },
#include "guard_cases.def"
#undef CASE
};

#endif
