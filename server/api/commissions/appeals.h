/* SPDX-License-Identifier: EUPL-1.2 */
/* What clients read of an appeal, for the operations that answer with one. */
#ifndef APPEALS_H
#define APPEALS_H

#include "json/view.h"

/* Their grounds speak of results: no network (6.4). */
#define APPEAL_READERS (ROLES_FOLLOWING | ROLE_CANDIDATE | ROLES_COMMISSION)

/* Who tells a candidate of a decision. */
#define NOTIFICATION_ROLES (ROLE_SECRETARY | ROLE_REFERENT)

extern const struct view appeal_view;

struct machine;
extern const struct machine appeal_machine; /* what may become of one */

#endif
