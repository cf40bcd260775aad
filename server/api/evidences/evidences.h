/* SPDX-License-Identifier: EUPL-1.2 */
/* Evidence (preuves), for the operations that put it beside a candidacy, show it and take it away.
 */
#ifndef EVIDENCES_H
#define EVIDENCES_H

#include "api/operation.h"

/* Those who see results (6.4), but for who trains alone. */
#define EVIDENCE_WRITERS  (ROLE_COUNSELLOR | ROLE_EVALUATOR | ROLE_REFERENT | ROLE_CANDIDATE)
#define EVIDENCE_REMOVERS (EVIDENCE_WRITERS | ROLE_CERTIFIER)
#define EVIDENCE_READERS  (EVIDENCE_WRITERS | ROLES_COMMISSION)

extern const struct view evidence_view;

#endif
