/* SPDX-License-Identifier: EUPL-1.2 */
/* What must hold of the tables of operations, looked at before the first request. */
#ifndef OPERATION_CHECK_H
#define OPERATION_CHECK_H

#include "api/operation.h"

enum { OPERATION_FAULT_SIZE = 256 };

/* False, and which operation breaks which rule, when a table would fail silently later: a hole
 * among its writes, two roots or none, more loads than a flight has room for, a name or a route
 * twice. */
bool operations_are_sound(const struct operation *const *tables,
                          char ret_fault[OPERATION_FAULT_SIZE]);

/* Looks at operation_tables, stops the process when they are not sound and says why, and makes
 * their routes known. Once, before the first engine. */
void operations_init(void);

#endif
