/* SPDX-License-Identifier: EUPL-1.2 */
/* What clients read of a habilitation, for the operations that answer with one. */
#ifndef HABILITATIONS_H
#define HABILITATIONS_H

#include "json/view.h"

/* Who speaks for a holder, asks and takes back. */
#define HABILITATION_HOLDERS (ROLE_REFERENT | ROLE_NETWORK_MANAGER)
#define HABILITATION_WRITERS (HABILITATION_HOLDERS | ROLE_CERTIFIER)

extern const struct view habilitation_view;

#endif
