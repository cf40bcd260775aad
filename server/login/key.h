/* SPDX-License-Identifier: EUPL-1.2 */
/* A public key of a provider, and whether it made a signature. */
#ifndef LOGIN_KEY_H
#define LOGIN_KEY_H

#include "login/issuer.h"
#include "login/token.h"
#include "slice.h"
#include "status.h"

#include <openssl/types.h>
#include <stdbool.h>

struct document;

enum { KEY_RSA_BITS_MIN = 2048, KEY_RSA_BITS_MAX = 8192, KEY_ES256_SIZE = 64, KEY_EDDSA_SIZE = 64 };

struct key {
    char id[TOKEN_KEY_ID_MAX + 1];
    enum algorithm algorithm; /* the one it is good for: a key serves no two */
    EVP_PKEY *public_key;
};

/* From a JWK (RFC 7517, RFC 7518, RFC 8037). False: not a key for signatures that we verify, or one
 * that is too weak or is not a public key; nothing to release then. */
bool key_read(const struct document *jwk, struct key *ret_key);
void key_release(struct key *key);
/* The same key for the same signatures, under whatever name. */
bool key_equals(const struct key *key, const struct key *other);

/* *ret_is_genuine: the key made this signature over `signed_part`. May be asked by several threads
 * at once. */
NODISCARD enum status key_verify(const struct key *key, struct slice signed_part,
                                 const unsigned char *signature, size_t signature_size,
                                 bool *ret_is_genuine);

/* The two halves of a signature of ES256, as DER. Returns its size; 0: one of them is 0. */
enum { KEY_DER_MAX = 72 };
size_t key_der_of_halves(const unsigned char halves[KEY_ES256_SIZE],
                         unsigned char ret_der[KEY_DER_MAX]);

#endif
