/* What clients read of an appeal, for the operations that answer with one. */
#ifndef APPEALS_H
#define APPEALS_H

#include "json/view.h"

#define APPEAL_READERS (ROLES_ORGANISM | ROLE_CANDIDATE | ROLE_NETWORK_MANAGER | ROLES_COMMISSION)

extern const struct view appeal_view;

#endif
