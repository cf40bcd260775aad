/* SPDX-License-Identifier: EUPL-1.2 */
/* What may happen to a candidacy, for every operation that its state may refuse. */
#ifndef CANDIDACY_POSSIBLE_H
#define CANDIDACY_POSSIBLE_H

#include "api/candidacies/candidacy_event_body.h"
#include "api/candidacies/candidacy_snapshot.h"
#include "api/events.h"

/* Who comes through the door of the events. */
#define CANDIDACY_EVENT_ROLES (ROLES_ORGANISM | ROLE_CANDIDATE | ROLE_CERTIFIER)

/* As candidacies_trained() reaches it: a module of the accepted path is the caller's, under any
 * account; of a candidacy that is held elsewhere, one that is given by the caller's organism, by
 * who is nothing there but a trainer. */
bool candidacy_is_trained(const struct exchange *x, const struct candidacy *now);
/* Whether the caller gives the module, or the caller's organism does. */
bool candidacy_module_is_own(const struct exchange *x, const struct module *module);

/* Whoever asks, for the separation of evaluators and trainers. */
struct hand candidacy_hand(const struct exchange *x);

/* Of the first candidacy of the set that the snapshot begins with. */
extern const struct machine candidacy_machine;

#endif
