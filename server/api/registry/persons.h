/* SPDX-License-Identifier: EUPL-1.2 */
/* Who reads about people and where they work. */
#ifndef PERSONS_H
#define PERSONS_H

#include "api/role.h"
#include "json/view.h"

#define PERSON_READERS                                                                             \
    (ROLES_ORGANISM | ROLES_COMMISSION | ROLE_NETWORK_MANAGER | ROLE_ADMINISTRATOR)
/* Who records people, for the own organism, network or commission, or for everybody. */
#define PERSON_WRITERS (ROLE_REFERENT | ROLE_NETWORK_MANAGER | ROLE_SECRETARY | ROLE_CERTIFIER)

extern const struct view person_view;

#endif
