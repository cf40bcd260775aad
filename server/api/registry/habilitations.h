/* What clients read of a habilitation, for the operations that answer with one. */
#ifndef HABILITATIONS_H
#define HABILITATIONS_H

#include "json/view.h"

#define HABILITATION_WRITERS (ROLE_REFERENT | ROLE_NETWORK_MANAGER | ROLE_CERTIFIER)

extern const struct view habilitation_view;

#endif
