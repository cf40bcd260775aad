/* SPDX-License-Identifier: EUPL-1.2 */
/* A private key that signs without a certificate (OpenSSL): RS256 of JOSE, or Ed25519; and what
 * others need to know of it. Knows nothing of what is signed. */
#ifndef SIGNER_H
#define SIGNER_H

#include "buffer.h"
#include "seal/seal.h"
#include "slice.h"
#include "status.h"

enum signer_kind {
    SIGNER_RS256, /* RSASSA-PKCS1-v1_5 with SHA-256, 2,048 bits or more (RFC 7518, 3.3) */
    SIGNER_EDDSA, /* Ed25519 (RFC 8032) */
    SIGNER_KINDS
};
enum { SIGNER_ONLY_EDDSA = 1 << SIGNER_EDDSA, SIGNER_ANY = (1 << SIGNER_KINDS) - 1 };

struct signer;

/* From PEM without a password, for nobody else to read; of one of the kinds in kind_set
 * (SIGNER_ONLY_EDDSA, SIGNER_ANY). NULL and one line in ret_why: a file that cannot be read, or a
 * key that is of another kind or too weak. */
struct signer *signer_open(const char *path, unsigned kind_set, char ret_why[SEAL_WHY_SIZE]);
enum signer_kind signer_kind(const struct signer *signer);
void signer_close(struct signer *signer);

/* Appends the bytes of the signature; the caller releases the buffer in any case. */
enum status signer_sign(const struct signer *signer, struct slice text,
                        struct buffer *ret_signature) NODISCARD;

/* The public key as a JWK (RFC 7517): the members that RFC 7638 takes the thumbprint of, in its
 * order, so that the text is what is hashed. */
enum status signer_write_public(const struct signer *signer, struct buffer *ret_jwk) NODISCARD;

/* Of Ed25519 only: the 32 bytes of the public key. */
enum { SIGNER_ED25519_SIZE = 32, SIGNER_SHA256_SIZE = 32 };
enum status signer_public_bytes(const struct signer *signer,
                                unsigned char ret_bytes[SIGNER_ED25519_SIZE]) NODISCARD;

enum status signer_sha256(struct slice text,
                          unsigned char ret_digest[SIGNER_SHA256_SIZE]) NODISCARD;

/* A new key. Nothing may be at that path before. */
bool signer_make(const char *path, enum signer_kind kind, char ret_why[SEAL_WHY_SIZE]);

#endif
