/* SPDX-License-Identifier: EUPL-1.2 */
/* The signature in the code of a certificate (Ed25519, signer.h): short enough for paper, so that
 * whoever has the public key verifies without a network. Knows nothing of the product. */
#ifndef PROOF_H
#define PROOF_H

#include "seal/seal.h"

struct proof_key;

/* The first 32 bits of the SHA-256 of the public key as DER (SubjectPublicKeyInfo), as eight
 * hexadecimal digits: which of several keys it was. */
enum { PROOF_KEY_ID_SIZE = 9, PROOF_SIGNATURE_BYTES = 64 };

/* PEM without a password, for nobody else to read. NULL and one line in ret_why: a file that cannot
 * be read, or holds no private key for Ed25519. */
struct proof_key *proof_open(const char *path, char ret_why[SEAL_WHY_SIZE]);
void proof_close(struct proof_key *key);
const char *proof_key_id(const struct proof_key *key);
/* The same text has the same signature. */
enum status proof_sign(const struct proof_key *key, struct slice text,
                       unsigned char ret_signature[PROOF_SIGNATURE_BYTES]) NODISCARD;

#endif
