/* SPDX-License-Identifier: EUPL-1.2 */
/* What an operation answers: its success, and every refusal that it may meet. */
#ifndef CONTRACT_RESPONSE_H
#define CONTRACT_RESPONSE_H

#include "api/operation.h"

/* It takes If-None-Match and may answer 304. */
bool operation_may_be_unchanged(const struct operation *o);

void operation_write_responses(struct writer *writer, const struct operation *o);

#endif
