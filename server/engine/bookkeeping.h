/* SPDX-License-Identifier: EUPL-1.2 */
/* What a request leaves besides its effects: the answer of its key, what was done or refused, what
 * was shown to whom. */
#ifndef BOOKKEEPING_H
#define BOOKKEEPING_H

#include "engine/flight.h"

/* Idempotency records, audit and access log: array statements for each scope, however many flights
 * there are. Replies have been rendered. By the step of a flight: STEP_WRITE leaves all three,
 * STEP_AUDIT was refused and leaves no record, STEP_TRACE has been shown something and no more. */
void bookkeeping_add(struct segment *segment, struct flight *const *flights, unsigned count);
/* The statement that a failed segment failed at is one of these. */
bool bookkeeping_has_failed(const struct segment *segment);

#endif
