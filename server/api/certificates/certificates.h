/* What clients read of a certificate, for the operations that answer with one. */
#ifndef CERTIFICATES_H
#define CERTIFICATES_H

#include "api/role.h"
#include "json/view.h"

#define CERTIFICATE_READERS                                                                        \
    (ROLES_ORGANISM | ROLES_COMMISSION | ROLE_NETWORK_MANAGER | ROLE_CANDIDATE)

extern const struct view certificate_view;
extern const struct view certificate_holder_view;

#endif
