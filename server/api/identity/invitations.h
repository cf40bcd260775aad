/* Invitations and the logins that come of them. What every file of the room knows of one. */
#ifndef INVITATIONS_H
#define INVITATIONS_H

#include "api/operation.h"

enum { INVITATION_DIGEST_SIZE = 32 };

#define INVITERS                                                                                   \
    (ROLE_COUNSELLOR | ROLE_REFERENT | ROLE_NETWORK_MANAGER | ROLE_SECRETARY | ROLE_CERTIFIER)

/* Drawn for this request: x->secret, which the reply shows and nothing keeps. Unset when memory is
 * short. */
struct slice invitation_code_draw(struct exchange *x);
/* Of a code as somebody typed it; false when it cannot be one. */
bool invitation_code_digest(struct slice typed, unsigned char ret_digest[INVITATION_DIGEST_SIZE]);

#endif
