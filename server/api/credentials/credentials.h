/* SPDX-License-Identifier: EUPL-1.2 */
/* What is answered signed: in both ways, one of which Accept chooses. */
#ifndef CREDENTIALS_H
#define CREDENTIALS_H

#include "api/operation.h"

/* What a statement brings of it (with_proof, token, attempts, created_at). */
struct credential_snapshot {
    struct slice with_proof, token; /* unset = not signed yet */
};

/* In which types it is answered; CREDENTIAL_TOKEN is the place of the token among them. */
#define CREDENTIAL_TYPES                                                                           \
    {                                                                                              \
        "application/vc+ld+json", "application/vc+jwt", "application/vc", "application/json"       \
    }
enum { CREDENTIAL_TOKEN = 1 };

/* Refuses with DOCUMENT_NOT_DRAWN while nothing is signed. */
void credential_read(struct exchange *x, struct row *row, struct credential_snapshot *ret_known);
/* That of the two which the caller wants. */
void credential_render(struct exchange *x, const struct credential_snapshot *known,
                       struct writer *writer);

#endif
