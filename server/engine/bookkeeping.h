/* What every command leaves besides its effects: the answer of its key, and its trace. */
#ifndef BOOKKEEPING_H
#define BOOKKEEPING_H

#include "engine/flight.h"

/* Idempotency records and audit rows: two array statements for each scope, however many commands
 * there are. Replies have been rendered; refused commands are at STEP_AUDIT. */
void bookkeeping_add(struct segment *segment, struct flight *const *flights, unsigned count);

#endif
