/* SPDX-License-Identifier: EUPL-1.2 */
/* The days of an event beside each other, told by its body alone. */
#ifndef CANDIDACY_EVENT_DAYS_H
#define CANDIDACY_EVENT_DAYS_H

#include "api/candidacies/candidacy_event_data.h"

/* What ends does so after it began; what happens within something lies in its days; and a day that
 * is corrected names who acted on it. */
void event_check_days(struct exchange *x, enum candidacy_event event,
                      const struct event_input *input);

#endif
