/* SPDX-License-Identifier: EUPL-1.2 */
/* What an event needs besides the snapshot of its candidacy. */
#ifndef CANDIDACY_EVENT_LOADS_H
#define CANDIDACY_EVENT_LOADS_H

#include "api/candidacies/candidacy_events.h"

struct event_plan {
    const struct load *loads;
    size_t person_offset; /* which member names who acts (A38), in struct event_input; 0 = the
                             caller */
    const char *person_pointer;
};
extern const struct event_plan event_plans[CANDIDACY_EVENT_COUNT];

/* Habilitations, versions and commission, for a caller who only asks what is allowed. */
extern const struct load candidacy_fact_loads[];

#endif
