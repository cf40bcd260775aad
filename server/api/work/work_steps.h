/* SPDX-License-Identifier: EUPL-1.2 */
/* What waits for the caller, by kind and state: read off the machines, for the statements of the
 * work queue. */
#ifndef WORK_STEPS_H
#define WORK_STEPS_H

#include "api/exchange.h"

#include <stdint.h>

/* Both in the same order, between commas: a step is KIND.STATE (of a transfer request with its kind
 * behind that), its events stand between plus signs, none where the act is no event. */
struct work_steps {
    struct slice steps, events;
};

/* Of these kinds (bits of work_kind_words; 0 = all), those that wait for one of the caller's roles
 * in the scope of the caller. In the arena; unset when memory is short. */
struct work_steps work_steps_of(const struct exchange *x, uint64_t asked);

#endif
