/* What an operation answers: its success, and every refusal that it may meet. */
#ifndef CONTRACT_RESPONSE_H
#define CONTRACT_RESPONSE_H

#include "api/operation.h"

bool operation_is_command(const struct operation *o);
/* It takes If-None-Match and may answer 304. */
bool operation_may_be_unchanged(const struct operation *o);

/* x-problem-codes: the codes of its own, whatever their status. None: nothing. */
void operation_write_codes(struct writer *writer, const struct operation *o);
void operation_write_responses(struct writer *writer, const struct operation *o);

#endif
