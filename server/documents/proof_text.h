/* SPDX-License-Identifier: EUPL-1.2 */
/* What a signed code says beside its address, PROOF_TEXT_MOST characters at most:
 *
 *     base64url(text) "." base64url(signature)
 *     text = "CLEA1|" key id "|" number "|" day of issue "|" first given name " " birth name
 *
 * The signature is Ed25519 over the bytes of `text` (UTF-8, NFC), base64url without padding. A name
 * that is too long for it ends in "…". */
#ifndef PROOF_TEXT_H
#define PROOF_TEXT_H

#include "arena.h"
#include "calendar.h"
#include "seal/proof.h"

enum { PROOF_TEXT_MOST = 300 };

/* In the arena; unset when memory is short or nothing could be signed. */
struct slice proof_text(struct arena *arena, const struct proof_key *key, struct slice number,
                        struct date issued_on, struct slice first_name, struct slice birth_name);

#endif
