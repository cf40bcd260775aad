/* SPDX-License-Identifier: EUPL-1.2 */
/* The keys of credentials: one of each kind signs, RS256 for JSON Web Tokens and Ed25519 for proofs
 * of Data Integrity; others may wait for their turn, so that whoever keeps copies of the public
 * keys has them before they sign. */
#ifndef ISSUER_KEYS_H
#define ISSUER_KEYS_H

#include "buffer.h"
#include "calendar.h"
#include "seal/signer.h"
#include "slice.h"
#include "status.h"

#include <stdbool.h>

/* A key goes by its thumbprint (RFC 7638) in base64url. */
enum { ISSUER_KEYS_MOST = 16, ISSUER_KEY_ID_SIZE = 44, ISSUER_PATH_SIZE = 240 };

struct issuer_key {
    struct signer *signer;
    char id[ISSUER_KEY_ID_SIZE];
    char path[ISSUER_PATH_SIZE];
    struct date last_on; /* last day on which it signs; unset = no end is set */
};

struct issuer_keys {
    struct slice address;    /* of the API, without a slash at its end; borrowed */
    struct issuer_key *keys; /* the first of each kind signs */
    unsigned count;
};

/* `files`: paths separated by commas, each with "@2027-06-30" behind it when its key has a last
 * day. NULL and one line in ret_why: a file that cannot be read, a key that is too weak or of
 * another kind, one that is named twice or whose last day is over, a kind without a key. */
struct issuer_keys *issuer_keys_open(struct slice address, const char *files, struct date today,
                                     char ret_why[SEAL_WHY_SIZE]);
void issuer_keys_close(struct issuer_keys *keys);
/* Whether those that sign may sign on that day: a process may live longer. */
bool issuer_keys_are_valid(const struct issuer_keys *keys, struct date today);
const struct issuer_key *issuer_keys_signing(const struct issuer_keys *keys, enum signer_kind kind);

/* Who issues: the address of the profile. */
void issuer_write_id(const struct issuer_keys *keys, struct buffer *text);
/* Where the key alone is read, "kid" of a token; where the profile names it. */
void issuer_key_write_address(const struct issuer_keys *keys, const struct issuer_key *key,
                              struct buffer *text);
void issuer_key_write_method_id(const struct issuer_keys *keys, const struct issuer_key *key,
                                struct buffer *text);
/* JSON of the public key, for the set of keys (RFC 7517), and of Ed25519 for the profile
 * (Multikey); of other kinds nothing is written there. */
enum status issuer_key_write_jwk(const struct issuer_keys *keys, const struct issuer_key *key,
                                 struct buffer *json) NODISCARD;
enum status issuer_key_write_method(const struct issuer_keys *keys, const struct issuer_key *key,
                                    struct buffer *json) NODISCARD;

#endif
