/* SPDX-License-Identifier: EUPL-1.2 */
/* The event of a candidacy that moves another resource on, where the caller's side has none there:
 * the file that another organism asked for goes by its own TRANSFER. */
#ifndef EVENT_WAY_H
#define EVENT_WAY_H

#include "api/events.h"

/* Adds it to what is said of the state: who may send it is led there, whoever else reads whose it
 * is. False: there is none, or it is not for the caller. */
bool event_way_tell(struct exchange *x, const struct machine *machine, struct refusal *refusal);
/* { method, href, event } for who may send it; else null. */
void event_way_write(struct exchange *x, const struct machine *machine, struct writer *writer);

#endif
