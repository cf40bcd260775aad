/* SPDX-License-Identifier: EUPL-1.2 */
/* A server of our own, seen by nobody else, that takes the requests of a seed: invented data obey
 * every rule. */
#ifndef SEED_INSIDE_H
#define SEED_INSIDE_H

#include "config.h"
#include "db/store.h"
#include "policy.h"
#include "status.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct seed_inside {
    uint16_t port; /* on 127.0.0.1 */
    const struct policy *policy;
    const char *item_codes; /* of the version in force, in its order, separated by spaces */
};

/* What is done while it serves; false when it did not go well. */
typedef bool seed_inside_work(void *context, const struct seed_inside *inside);

/* Serves on the database of the configuration while `work` runs; the store reads the référentiel.
 * False when it could not, with ret_why, or when `work` said so: ret_why is then its own affair. */
bool seed_inside_run(const struct config *config, struct store *store, seed_inside_work *work,
                     void *context, char *ret_why, size_t why_size) NODISCARD;

#endif
