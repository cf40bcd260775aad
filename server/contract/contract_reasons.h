/* SPDX-License-Identifier: EUPL-1.2 */
/* The codes that an operation names as its own: those of its table, of its machine, and that of
 * everything that writes. */
#ifndef CONTRACT_REASONS_H
#define CONTRACT_REASONS_H

#include "api/operation.h"

bool operation_is_command(const struct operation *o);
/* Those of a status, 0 = of any; how many. */
unsigned operation_reasons(const struct operation *o, int status,
                           enum reason ret_reasons[REASON_COUNT]);
/* Whether its table or its machine has one of this status. */
bool operation_has_reason(const struct operation *o, int status);
/* x-problem-codes: the codes of its own, whatever their status. None: nothing. */
void operation_write_codes(struct writer *writer, const struct operation *o);

#endif
