/* Who reads about people and where they work. */
#ifndef PERSONS_H
#define PERSONS_H

#include "api/role.h"

#define PERSON_READERS                                                                             \
    (ROLES_ORGANISM | ROLES_COMMISSION | ROLE_NETWORK_MANAGER | ROLE_ADMINISTRATOR)

#endif
