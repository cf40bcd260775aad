/* What may happen to a candidacy, for every operation that its state may refuse. */
#ifndef CANDIDACY_POSSIBLE_H
#define CANDIDACY_POSSIBLE_H

#include "api/candidacies/candidacy_event_body.h"
#include "api/candidacies/candidacy_snapshot.h"
#include "api/events.h"

/* Who comes through the door of the events. */
#define CANDIDACY_EVENT_ROLES (ROLES_ORGANISM | ROLE_CANDIDATE | ROLE_CERTIFIER)

/* Of the first candidacy of the set that the snapshot begins with. */
extern const struct machine candidacy_machine;

#endif
