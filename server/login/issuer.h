/* SPDX-License-Identifier: EUPL-1.2 */
/* One identity provider as it is set: section `login_1` and its like. */
#ifndef LOGIN_ISSUER_H
#define LOGIN_ISSUER_H

#include "login/url.h"

#include <stdbool.h>
#include <stddef.h>

enum { ISSUERS_MAX = 3 };

/* The signatures that we verify, and no other: none, no shared secret. */
enum algorithm { ALGORITHM_RS256, ALGORITHM_ES256, ALGORITHM_EDDSA, ALGORITHM_COUNT };

/* As in a token and in the settings; in the order of the enum. */
extern const char *const algorithm_names[ALGORITHM_COUNT];

/* The texts of the settings: never NULL. */
struct issuer_settings {
    const char *issuer; /* "" = this place is empty */
    const char *audience;
    const char *jwks_uri; /* "" = told by the issuer's own metadata */
    const char *algorithms;
    const char *ca_file;          /* "" = the authorities of the system */
    const char *permission_claim; /* "" = tokens do not narrow */
};

struct issuer {
    const struct issuer_settings *settings;
    unsigned algorithms; /* bits by number */
    struct url url;
};

/* False with ret_why, which names the key that is wrong. Places that are empty are right. */
bool issuer_read(const struct issuer_settings *settings, struct issuer *ret_issuer, char *ret_why,
                 size_t why_size);
/* All of them: each by itself, and no issuer twice. */
bool issuers_are_right(const struct issuer_settings settings[ISSUERS_MAX], char *ret_why,
                       size_t why_size);
bool issuer_allows(const struct issuer *issuer, enum algorithm algorithm);

#endif
