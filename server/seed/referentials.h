/* SPDX-License-Identifier: EUPL-1.2 */
/* The référentiels as product data: every installation loads them once, by the same validation as
 * the certifier's API. A version that is there already stays as it is. */
#ifndef SEED_REFERENTIALS_H
#define SEED_REFERENTIALS_H

#include "config.h"

/* The `seed` sub-command. Returns an exit code. */
int referentials_seed(const struct config *config);

#endif
