/* SPDX-License-Identifier: EUPL-1.2 */
/* What rectifying minutes make of the candidacies whose decisions they mend (3.4): a line of the
 * history, and what hangs on the day or the domains that a decision names. */
#ifndef RECTIFIED_H
#define RECTIFIED_H

#include "api/commissions/session_snapshot.h"

/* Of the decision on one file; what is not mended stays unset. */
struct rectified {
    int item;                                  /* of the agenda */
    uint32_t domains;                          /* that a refusal names from now on */
    struct date answer_by;                     /* of the deferral that awaits its answer */
    struct slice domain_codes, answer_by_text; /* for the history; unset = not mended */
};

/* The domains that a refusal names, as its decision reads now. */
uint32_t rectification_domains(const struct session_snapshot *now, int item,
                               const struct candidacy_snapshot *snapshot);
/* The event of the candidacy, to be judged; NULL when memory was short. */
struct candidacy_command *rectification_command(struct exchange *x, struct session_snapshot *now,
                                                int item, const struct rectified *rectified);
/* Moves the candidacy, from whose history the words are then read. NULL: refused, or it has no
 * history to tell: it was cancelled, or has left the commission. */
struct candidacy_move *rectification_move(struct exchange *x, struct session_snapshot *now,
                                          const struct rectified *rectified);

#endif
