/* SPDX-License-Identifier: EUPL-1.2 */
/* Whether what is about to leave is the caller's. */
#ifndef TENANT_H
#define TENANT_H

#include "engine/flight.h"

#include <stdbool.h>

/* False when one of these rows says that it is of others (an error, which is logged); of rows that
 * say nothing, and for the nation, true. */
bool tenant_may_see(const struct flight *flight, const struct rows *rows);

#endif
