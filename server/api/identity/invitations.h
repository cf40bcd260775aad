/* SPDX-License-Identifier: EUPL-1.2 */
/* Invitations and the logins that come of them. What every file of the room knows of one. */
#ifndef INVITATIONS_H
#define INVITATIONS_H

#include "api/operation.h"

#define INVITERS                                                                                   \
    (ROLE_COUNSELLOR | ROLE_REFERENT | ROLE_NETWORK_MANAGER | ROLE_SECRETARY | ROLE_CERTIFIER)

/* For whom a login is given, or ended. */
struct login_guest {
    bool is_candidate, is_of_others;
    bool is_colleagues;  /* another one comes with it at the certifier's */
    unsigned roles_held; /* of all functions of a person that are not over */
};
void login_read_guest(struct row *row, struct login_guest *ret_guest);
/* To give a person a login, or to end it, is to give a key: refuses who may not make one with each
 * of these roles, or has not the permission KEYS. False when it refused: then nothing else is told,
 * such as whether somebody else's person has a login. */
bool login_giver_guard(struct exchange *x, const struct login_guest *guest);
#define LOGIN_GIVER_REASONS                                                                        \
    REASON_ROLE_NOT_ALLOWED, REASON_ACT_OF_ANOTHER, REASON_PERMISSION_MISSING,                     \
        REASON_PERSON_OF_OTHERS

#endif
