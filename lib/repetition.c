/* SPDX-License-Identifier: EUPL-1.2 */
/* Requests that are repeated. */
#include "repetition.h"

void repetition_judge(struct repetition asked, struct outcome *outcome)
{
    if (asked.most > 0 && asked.count >= asked.most)
        outcome_add(outcome, REASON_REQUESTS_TOO_MANY,
                    &(struct reason_detail){ .bound = asked.most });
}
