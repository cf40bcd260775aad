/* SPDX-License-Identifier: EUPL-1.2 */
/* Signs what waits to be signed. */
#ifndef CREDENTIAL_WORK_H
#define CREDENTIAL_WORK_H

#include "credential/issuer_keys.h"
#include "documents/queue.h"

/* One status list or, when none waits, one credential: an annulment is told before anything new is.
 * False: the database failed. *ret_is_empty: nothing waited. */
bool credential_work_next(struct store *store, const struct issuer_keys *keys,
                          struct slice certifier, bool *ret_is_empty,
                          char ret_why[QUEUE_WHY_SIZE]) NODISCARD;

#endif
