/* SPDX-License-Identifier: EUPL-1.2 */
/* From a credential to one principal, and what a loop remembers of it.
 *
 * A credential (a key; a token of an identity provider) is found in the database by a digest. What
 * is found is its holder: who comes, and the functions he may act in. The request says which
 * (Clea-Function), and is done by that one principal: nobody has the union of two functions.
 *
 * A key rests on a scope: where no function is named, its roles are those that its person holds
 * there today; of a partner's key, those of its row. A login has no roles of its own: with one
 * function that is meant, with several one must be named. */
#ifndef PRINCIPAL_H
#define PRINCIPAL_H

#include "api/address_range.h"
#include "api/role.h"
#include "engine/principal_news.h"
#include "reason.h"

#include <stdbool.h>
#include <stdint.h>

struct holder {
    enum reason refusal;    /* REASON_NONE, or why this credential opens nothing */
    struct principal whole; /* of a login, without a scope: it acts in functions alone */
    struct id human_id;     /* of the person: accounts of one human share their functions */
    int64_t life_ms;        /* how long it stays so by itself */
    struct address_ranges allowed_from; /* from where the credential may be used */
    unsigned count;
    struct principal functions[];
};

/* REASON_NONE and the principal in ret_principal, or FUNCTION_REQUIRED, FUNCTION_NOT_YOURS,
 * NO_FUNCTION, or the refusal of the holder. function_id unset: none was named. */
enum reason holder_choose(const struct holder *holder, struct id function_id,
                          struct principal *ret_principal);
/* The key of "Bearer clea_…", hashed; false when it cannot be a key of ours (form, check
 * characters). */
bool principal_hash(struct slice credentials, unsigned char ret_digest[DIGEST_SIZE]);
/* Scope names are few and fixed: the static text of one, or unset. */
struct slice scope_intern(struct slice name);

/* --- what is remembered --- */

/* Known holders, and refused credentials, of which there may be any number: fewer, and shorter.
 * What lives so long without an item of news has no other reason to end: the database tells. */
enum { HOLDERS_MAX = 4096, REFUSED_MAX = 256, HOLDER_LIFE_MS = 60 * 1000, REFUSED_LIFE_MS = 1000 };

struct principal_entry;

struct principal_shelf {
    struct principal_entry *table; /* oldest first */
    struct principal_entry *hand; /* who is looked at first when room is needed; NULL: the oldest */
    unsigned count;
};

/* One a loop. */
struct principals {
    struct principal_news *news; /* shared with other loops; NULL: nothing is remembered */
    uint64_t number;             /* of the news that have been heeded */
    struct principal_shelf holders, refused;
    int64_t unheard_ms; /* until when questions about keys that nobody was told of are spent */
};

/* NULL when it is not remembered, or may not be used now. Good until the next call of these. */
const struct holder *principals_find(struct principals *principals,
                                     const unsigned char digest[DIGEST_SIZE], int64_t now_ms);
/* Copies it. `number` is that of the news when the database had not been asked yet: what was told
 * since is heeded. */
void principals_keep(struct principals *principals, const unsigned char digest[DIGEST_SIZE],
                     const struct holder *holder, uint64_t number, int64_t now_ms);
/* Whether the database may be asked about a key. Always about one that may exist; about guesses ten
 * times a second, so that they cost next to nothing and a key that is too new still works. */
bool principals_may_ask(struct principals *principals, const unsigned char digest[DIGEST_SIZE],
                        int64_t now_ms);
void principals_release(struct principals *principals);

#endif
