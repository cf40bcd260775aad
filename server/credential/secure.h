/* SPDX-License-Identifier: EUPL-1.2 */
/* A credential, secured in both ways: as a JSON Web Token (RS256) and with a proof of Data
 * Integrity in it (eddsa-rdfc-2022). Whoever verifies needs the public keys and nothing of ours. */
#ifndef SECURE_H
#define SECURE_H

#include "buffer.h"
#include "credential/issuer_keys.h"
#include "slice.h"
#include "status.h"

#include <stdint.h>

/* What a token says of its own beside the credential. */
struct secured {
    struct slice id;      /* of the credential */
    struct slice subject; /* of whom it speaks; unset = of nobody */
    int64_t valid_from_s; /* Unix */
    struct slice json;    /* the credential, an object whose words are those of terms.def */
    int64_t signed_at_s;  /* Unix */
};

/* Each is appended; the buffers are released by the caller in any case. STATUS_FAILED: memory, a
 * word that terms.def does not have, or a key that does not sign. */
enum status secure(const struct issuer_keys *keys, const struct secured *what,
                   struct buffer *ret_with_proof, struct buffer *ret_token) NODISCARD;

#endif
