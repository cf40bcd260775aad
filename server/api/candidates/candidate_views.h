/* SPDX-License-Identifier: EUPL-1.2 */
/* What clients read of a candidate: shared by the operations that answer with one. */
#ifndef CANDIDATE_VIEWS_H
#define CANDIDATE_VIEWS_H

#include "api/role.h"
#include "json/view.h"

#define CANDIDATE_WRITERS (ROLE_COUNSELLOR | ROLE_REFERENT)
#define CANDIDATE_READERS (ROLES_ORGANISM | ROLE_CANDIDATE | ROLE_NETWORK_MANAGER)

extern const struct view candidate_view;
extern const struct view candidate_recorded_view; /* just recorded: and who may be the same */
extern const struct view candidate_short_view;
extern const struct view candidate_similar_view;

#endif
