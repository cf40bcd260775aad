/* SPDX-License-Identifier: EUPL-1.2 */
/* The walk: an event is looked up, every guard is asked, and either all reasons to refuse come back
 * or everything that has to be written. The same walk tells which events are allowed now, and if
 * not, why. */
#ifndef CANDIDACY_DECIDE_H
#define CANDIDACY_DECIDE_H

#include "candidacy_decision.h"

/* *ret_decision is written only when the outcome is accepted. Refused: INVALID_STATE or a better
 * reason (see transition_missing_reason) alone, ROLE_NOT_ALLOWED alone, or every guard that does
 * not hold. */
struct outcome candidacy_decide(const struct candidacy *now, const struct candidacy_command *asked,
                                const struct policy *policy, struct decision *ret_decision);

struct asked_guard {
    enum guard guard;
    enum guard_answer answer;
    struct reason_detail detail; /* of UNMET */
};

struct allowed_event {
    const struct transition *transition;
    bool is_allowed; /* no guard is unmet; the data may still be refused */
    int guard_count;
    struct asked_guard guards[TRANSITION_MAX_GUARDS];
};

enum { CANDIDACY_MAX_ALLOWED_EVENTS = 20 };

/* The events that have a transition from the present state and that one of the actors may ask for
 * (0 = anybody), each with its guards answered as of today. Of the command that stands for them
 * all, its days, actors and facts count. The number written. */
int candidacy_allowed_events(const struct candidacy *now, const struct candidacy_command *context,
                             const struct policy *policy,
                             struct allowed_event ret_events[CANDIDACY_MAX_ALLOWED_EVENTS]);

#endif
