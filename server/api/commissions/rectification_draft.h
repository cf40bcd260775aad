/* SPDX-License-Identifier: EUPL-1.2 */
/* The body of a draft of rectifying minutes: members that may be mended, and those that are named
 * only to be refused, because they say what was decided and by whom. */
#ifndef RECTIFICATION_DRAFT_H
#define RECTIFICATION_DRAFT_H

#include "api/commissions/session_snapshot.h"

extern const struct fields rectification_table;

/* Adds a violation for each line that is not of the session, or stands twice, and for each member
 * that would change what was decided or who took part in it; refuses other domains of a refusal
 * that the candidate has gone on from. */
void rectification_check(struct exchange *x, struct session_snapshot *now, struct slice listed);

#endif
