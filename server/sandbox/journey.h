/* SPDX-License-Identifier: EUPL-1.2 */
/* The candidacies of a demonstration: people who go through the certification by the same requests
 * as everybody. */
#ifndef SEED_JOURNEY_H
#define SEED_JOURNEY_H

#include "policy.h"
#include "sandbox/commission.h"
#include "sandbox/people.h"
#include "sandbox/plan.h"
#include "sandbox/step.h"
#include "status.h"

#include <stdbool.h>
#include <stdint.h>

struct journey_options {
    const struct demo *demo; /* with its keys */
    const struct policy *policy;
    const char *item_codes; /* of the version in force, in its order, separated by spaces */
    uint16_t port;          /* of our server on 127.0.0.1 */
    unsigned count;
    bool has_clock;          /* a sandbox: some come too late */
    struct date clock_today; /* what its clock says again afterwards; unset = the real day */
};

/* False when an answer was not the expected one; it was then told on stderr. Run again with the
 * same options it goes on where it was: every command has its key. */
bool journeys_run(const struct journey_options *options) NODISCARD;

/* One of them. Who takes part in it, and on which days: the same for the same number, another
 * person for each. */
void journey_cast(struct journey *journey, unsigned number, const char *subject,
                  const struct demo_plan *plan, const struct demo *demo,
                  const struct seed_grid *grid);
/* Takes its steps up to `last`, and what ends it behind the last of its own. */
bool journey_go(struct worker *worker, struct journey *journey, enum demo_step last) NODISCARD;
/* Its file as the commission wants it; false when it did not come so far. */
bool journey_file(const struct journey *journey, const struct seed_grid *grid,
                  struct demo_file *ret_file) NODISCARD;

#endif
