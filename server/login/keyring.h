/* SPDX-License-Identifier: EUPL-1.2 */
/* The keys of one provider as it told them at one moment (a JWK Set, RFC 7517). Never changed once
 * made: it is replaced as a whole. */
#ifndef LOGIN_KEYRING_H
#define LOGIN_KEYRING_H

#include "login/key.h"
#include "slice.h"

enum { KEYRING_MAX = 32, KEYRING_TEXT_MAX = 128 * 1024 };

struct keyring {
    unsigned count;
    struct key keys[KEYRING_MAX];
};

/* Keys that we have no use for are left out: encryption, other algorithms, too weak. NULL: not a
 * JWK Set, none is left, two have one name, or memory is short. */
struct keyring *keyring_new(struct slice text);
void keyring_free(struct keyring *keyring); /* NULL is accepted */
/* NULL when there is none of this name. */
const struct key *keyring_find(const struct keyring *keyring, const char *id);
/* Every key of an earlier ring is still there, under its name. */
bool keyring_holds_all_of(const struct keyring *keyring, const struct keyring *earlier);

#endif
