/* SPDX-License-Identifier: EUPL-1.2 */
/* The database said no to a command that travelled alone: what that means. */
#ifndef VERDICT_H
#define VERDICT_H

#include "engine/flight.h"

/* `cause` is what the flush itself found, or REASON_NONE. The step by which the flight goes on; its
 * decision is forgotten unless it goes on to tell a refusal. */
enum step verdict_on_failure(struct flight *flight, const struct segment *segment,
                             enum reason cause);

#endif
