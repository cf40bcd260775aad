/* From a bearer key to a principal: keys are random, stored as SHA-256, remembered for some
 * seconds. */
#ifndef PRINCIPAL_H
#define PRINCIPAL_H

#include "api/address_range.h"
#include "api/role.h"

#include <stdbool.h>
#include <stdint.h>

/* A revoked key stops working within this time. */
enum { PRINCIPAL_LIFE_MS = 30 * 1000, PRINCIPALS_MAX = 4096, TOKEN_HASH_SIZE = 32 };

struct principal_entry;

struct principals {
    struct principal_entry *table;
    unsigned count;
};

/* Who holds a key, and from where it may be used. */
struct holder {
    struct principal principal;
    struct address_ranges allowed_from;
    int64_t left_ms; /* until it may change without anybody writing anything: the end of the key, of
                        a function */
};

/* The key of "Bearer clea_…", hashed; false when it cannot be a key of ours (form, check
 * characters). */
bool principal_hash(struct slice authorization, unsigned char ret_hash[TOKEN_HASH_SIZE]);
/* Borrowed until the next call; NULL when nobody is known. */
const struct holder *principals_find(struct principals *principals,
                                     const unsigned char hash[TOKEN_HASH_SIZE], int64_t now_ms);
void principals_keep(struct principals *principals, const unsigned char hash[TOKEN_HASH_SIZE],
                     int64_t now_ms, const struct holder *holder);
void principals_release(struct principals *principals);
/* Scope names are few and fixed: the static text of one, or unset. */
struct slice scope_intern(struct slice name);

#endif
