#include "engine/principal.h"

#include "api/api_key.h"
#include "api/words.h"
#include "http/header.h"

#include <sodium.h>
#include <stdlib.h>
#include <uthash.h>

struct principal_entry {
    unsigned char hash[TOKEN_HASH_SIZE];
    int64_t until_ms;
    struct holder holder;
    UT_hash_handle hh;
};

struct slice scope_intern(struct slice name)
{
    const int found = vocabulary_find(&scope_words, name);
    return slice_of(found < 0 ? NULL : scope_words.codes[found]);
}

bool principal_hash(struct slice authorization, unsigned char ret_hash[TOKEN_HASH_SIZE])
{
    const struct slice key = header_credentials(authorization, "Bearer");
    if (!slice_is_set(key) || !api_key_is_well_formed(key))
        return false;
    api_key_hash(key, ret_hash);
    return true;
}

const struct holder *principals_find(struct principals *principals,
                                     const unsigned char hash[TOKEN_HASH_SIZE], int64_t now_ms)
{
    struct principal_entry *entry;
    HASH_FIND(hh, principals->table, hash, TOKEN_HASH_SIZE, entry);
    return entry && entry->until_ms > now_ms ? &entry->holder : NULL;
}

void principals_keep(struct principals *principals, const unsigned char hash[TOKEN_HASH_SIZE],
                     int64_t now_ms, const struct holder *holder)
{
    struct principal_entry *entry;
    HASH_FIND(hh, principals->table, hash, TOKEN_HASH_SIZE, entry);
    if (!entry) {
        if (principals->count == PRINCIPALS_MAX)
            principals_release(principals);
        entry = calloc(1, sizeof *entry);
        if (!entry)
            return;
        memcpy(entry->hash, hash, TOKEN_HASH_SIZE);
        HASH_ADD(hh, principals->table, hash, TOKEN_HASH_SIZE, entry);
        principals->count++;
    }
    entry->until_ms =
        now_ms + (holder->left_ms < PRINCIPAL_LIFE_MS ? holder->left_ms : PRINCIPAL_LIFE_MS);
    entry->holder = *holder;
}

void principals_release(struct principals *principals)
{
    struct principal_entry *entry, *next;
    HASH_ITER(hh, principals->table, entry, next)
    {
        HASH_DEL(principals->table, entry);
        free(entry);
    }
    principals->count = 0;
}
