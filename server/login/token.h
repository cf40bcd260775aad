/* SPDX-License-Identifier: EUPL-1.2 */
/* A JWT access token (RFC 9068) in its compact form, read and judged. Pure: no key, no clock, no
 * I/O; memory only for the JSON of its two parts, freed again before it returns. What it says is
 * not to be believed before its signature was verified. */
#ifndef LOGIN_TOKEN_H
#define LOGIN_TOKEN_H

#include "login/issuer.h"
#include "slice.h"
#include "status.h"

#include <stdbool.h>
#include <stdint.h>

enum {
    TOKEN_MAX = 7168,           /* all of it, encoded: a head has 8 KiB for all its fields */
    TOKEN_HEADER_MAX = 1024,    /* decoded */
    TOKEN_CLAIMS_MAX = 5376,    /* decoded */
    TOKEN_SIGNATURE_MAX = 1024, /* decoded: RSA of 8192 bits */
    TOKEN_NAME_MAX = 255,       /* a subject, a client, an id */
    TOKEN_KEY_ID_MAX = 255,
    TOKEN_PERMISSIONS_MAX = 1023,
    TOKEN_AUDIENCES_MAX = 16,
    TOKEN_SKEW_S = 30,                /* by which clocks may differ */
    TOKEN_LIFETIME_MAX_S = 24 * 3600, /* a key may be old by as much: none is trusted longer */
};

/* Why a token was refused: for counting. Its caller is told that it was. */
enum token_fault {
#define FAULT(name, code) TOKEN_##name,
#include "login/fault.def"
#undef FAULT
    TOKEN_FAULT_COUNT
};

extern const char *const token_fault_names[TOKEN_FAULT_COUNT];

struct token {
    struct slice signed_part; /* borrowed: header and claims as they were sent */
    unsigned char signature[TOKEN_SIGNATURE_MAX];
    size_t signature_size;
    enum algorithm algorithm;
    char key_id[TOKEN_KEY_ID_MAX + 1];
    const struct issuer *issuer; /* of those given */
    char subject[TOKEN_NAME_MAX + 1];
    char client_id[TOKEN_NAME_MAX + 1];
    char token_id[TOKEN_NAME_MAX + 1];
    char permissions[TOKEN_PERMISSIONS_MAX + 1];
    int64_t expires_at_s;
};

/* TOKEN_SOUND and a whole *ret_token: everything but the signature is right. Else *ret_token is
 * not to be read. STATUS_NO_MEMORY is nobody's fault. */
NODISCARD enum status token_read(struct slice text, const struct issuer issuers[],
                                 unsigned issuer_count, int64_t now_s, struct token *ret_token,
                                 enum token_fault *ret_fault);

#endif
