/* SPDX-License-Identifier: EUPL-1.2 */
/* The shapes of refusals, among the schemas. */
#ifndef CONTRACT_PROBLEM_H
#define CONTRACT_PROBLEM_H

#include "json/writer.h"

void contract_write_problem_schemas(struct writer *writer);

#endif
