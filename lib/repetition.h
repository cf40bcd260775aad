/* SPDX-License-Identifier: EUPL-1.2 */
/* How often one side may ask another about the same matter (decision 36): each request is told to
 * the other side, and stays in the history. A guard of whatever asks. */
#ifndef REPETITION_H
#define REPETITION_H

#include "outcome.h"

struct repetition {
    int count; /* of the same asker, about the same matter, within policy.consent_days */
    int most;  /* policy.requests_per_matter; 0 = any number */
};

/* REQUESTS_TOO_MANY. */
void repetition_judge(struct repetition asked, struct outcome *outcome);

#endif
