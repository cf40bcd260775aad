/* From a bearer key to a principal: keys are random, stored as SHA-256, remembered for some
 * seconds. */
#ifndef PRINCIPAL_H
#define PRINCIPAL_H

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

/* The key of "Bearer clea_…", hashed; false when it cannot be a key of ours (form, check
 * characters). */
bool principal_hash(struct slice authorization, unsigned char ret_hash[TOKEN_HASH_SIZE]);
bool principals_find(struct principals *principals, const unsigned char hash[TOKEN_HASH_SIZE],
                     int64_t now_ms, struct principal *ret_principal);
void principals_keep(struct principals *principals, const unsigned char hash[TOKEN_HASH_SIZE],
                     int64_t now_ms, const struct principal *principal);
void principals_release(struct principals *principals);
/* Scope names are few and fixed: the static text of one, or unset. */
struct slice scope_intern(struct slice name);

#endif
