/* SPDX-License-Identifier: EUPL-1.2 */
#include "engine/principal.h"

#include "api/api_key.h"
#include "api/words.h"

#include <assert.h>
#include <stdlib.h>
#include <uthash.h>

enum { UNHEARD_PERIOD_MS = 100, UNHEARD_BURST = 20 };

_Static_assert((int)DIGEST_SIZE == (int)API_KEY_HASH_SIZE, "a key is found by its digest");

struct principal_entry {
    unsigned char digest[DIGEST_SIZE];
    int64_t until_ms;
    bool is_visited;       /* since the hand last passed */
    struct holder *holder; /* in the same block of memory */
    UT_hash_handle hh;
};

/* --- one credential --- */

struct slice scope_intern(struct slice name)
{
    const int found = vocabulary_find(&scope_words, name);
    return slice_of(found < 0 ? NULL : scope_words.codes[found]);
}

bool principal_hash(struct slice credentials, unsigned char ret_digest[DIGEST_SIZE])
{
    if (!api_key_is_well_formed(credentials))
        return false;
    api_key_hash(credentials, ret_digest);
    return true;
}

enum reason holder_choose(const struct holder *holder, struct id function_id,
                          struct principal *ret_principal)
{
    if (holder->refusal != REASON_NONE)
        return holder->refusal;
    if (id_is_set(function_id)) {
        for (unsigned i = 0; i < holder->count; i++) {
            if (!id_equals(holder->functions[i].function_id, function_id))
                continue;
            *ret_principal = holder->functions[i];
            return REASON_NONE;
        }
        return REASON_FUNCTION_NOT_YOURS;
    }
    if (!slice_is_set(holder->whole.scope) && holder->count != 1)
        return holder->count ? REASON_FUNCTION_REQUIRED : REASON_NO_FUNCTION;
    *ret_principal = slice_is_set(holder->whole.scope) ? holder->whole : holder->functions[0];
    return REASON_NONE;
}

/* --- what is remembered --- */

static void take_off(struct principal_shelf *shelf, struct principal_entry *entry)
{
    if (shelf->hand == entry)
        shelf->hand = entry->hh.next;
    HASH_DEL(shelf->table, entry);
    free(entry);
    shelf->count--;
}

static void clear(struct principal_shelf *shelf)
{
    struct principal_entry *entry, *next;
    HASH_ITER(hh, shelf->table, entry, next)
    take_off(shelf, entry);
}

static bool concerns(const struct holder *holder, struct id about)
{
    if (!id_is_set(about) || id_equals(holder->whole.credential_id, about) ||
        id_equals(holder->human_id, about) || id_equals(holder->whole.scope_id, about))
        return true;
    for (unsigned i = 0; i < holder->count; i++) {
        if (id_equals(holder->functions[i].scope_id, about) ||
            id_equals(holder->functions[i].credential_id, about))
            return true;
    }
    return false;
}

static bool concerns_any(const struct holder *holder, const struct id ids[], unsigned count)
{
    for (unsigned i = 0; i < count; i++) {
        if (concerns(holder, ids[i]))
            return true;
    }
    return false;
}

static void forget(struct principal_shelf *shelf, const struct id ids[], unsigned count)
{
    struct principal_entry *entry, *next;
    HASH_ITER(hh, shelf->table, entry, next)
    {
        if (concerns_any(entry->holder, ids, count))
            take_off(shelf, entry);
    }
}

/* Takes off what the news since the last time speak of. */
static void heed(struct principals *principals)
{
    struct id ids[NEWS_KEPT];
    unsigned count = 0;
    const uint64_t number = principal_news_number(principals->news);
    if (number == principals->number)
        return;
    if (principal_news_since(principals->news, principals->number, ids, &count)) {
        forget(&principals->holders, ids, count);
        forget(&principals->refused, ids, count);
    } else {
        clear(&principals->holders);
        clear(&principals->refused);
    }
    principals->number = number; /* what came meanwhile is heeded twice, which does no harm */
}

static struct principal_entry *entry_of(const struct principal_shelf *shelf,
                                        const unsigned char digest[DIGEST_SIZE])
{
    struct principal_entry *entry;
    HASH_FIND(hh, shelf->table, digest, DIGEST_SIZE, entry);
    return entry;
}

const struct holder *principals_find(struct principals *principals,
                                     const unsigned char digest[DIGEST_SIZE], int64_t now_ms)
{
    if (!principal_news_is_fresh(principals->news, now_ms))
        return NULL;
    heed(principals);
    struct principal_entry *entry = entry_of(&principals->holders, digest);
    if (!entry)
        entry = entry_of(&principals->refused, digest);
    if (!entry || now_ms >= entry->until_ms)
        return NULL;
    entry->is_visited = true;
    return entry->holder;
}

/* SIEVE: a hand walks from the oldest to the newest and takes the first that nobody asked for since
 * it last came by. Keys that are shown once, however many, never drive out those that work. */
static void make_room(struct principal_shelf *shelf)
{
    struct principal_entry *entry = shelf->hand ? shelf->hand : shelf->table;
    while (entry->is_visited) {
        entry->is_visited = false;
        entry = entry->hh.next ? entry->hh.next : shelf->table;
    }
    shelf->hand = entry;
    take_off(shelf, entry);
}

static void put(struct principal_shelf *shelf, unsigned most, struct principal_entry *take_entry)
{
    struct principal_entry *before = entry_of(shelf, take_entry->digest);
    if (before)
        take_off(shelf, before);
    else if (shelf->count == most)
        make_room(shelf);
    HASH_ADD(hh, shelf->table, digest, DIGEST_SIZE, take_entry);
    shelf->count++;
}

void principals_keep(struct principals *principals, const unsigned char digest[DIGEST_SIZE],
                     const struct holder *holder, uint64_t number, int64_t now_ms)
{
    struct id ids[NEWS_KEPT];
    unsigned count = 0;
    if (!principal_news_is_fresh(principals->news, now_ms) ||
        !principal_news_since(principals->news, number, ids, &count) ||
        concerns_any(holder, ids, count))
        return;
    const bool is_refused = holder->refusal != REASON_NONE;
    const int64_t most_ms = is_refused ? REFUSED_LIFE_MS : HOLDER_LIFE_MS;
    const size_t size = sizeof *holder + holder->count * sizeof holder->functions[0];
    struct principal_entry *entry = calloc(1, sizeof *entry + size);
    if (!entry)
        return;
    memcpy(entry->digest, digest, DIGEST_SIZE);
    entry->until_ms = now_ms + (holder->life_ms < most_ms ? holder->life_ms : most_ms);
    entry->holder = memcpy(entry + 1, holder, size);
    if (is_refused)
        put(&principals->refused, REFUSED_MAX, entry);
    else
        put(&principals->holders, HOLDERS_MAX, entry);
}

bool principals_may_ask(struct principals *principals, const unsigned char digest[DIGEST_SIZE],
                        int64_t now_ms)
{
    if (principal_news_ask(principals->news, digest) == KEY_POSSIBLE)
        return true;
    if (principals->unheard_ms < now_ms)
        principals->unheard_ms = now_ms;
    if (principals->unheard_ms > now_ms + (UNHEARD_BURST - 1) * UNHEARD_PERIOD_MS)
        return false;
    principals->unheard_ms += UNHEARD_PERIOD_MS;
    return true;
}

void principals_release(struct principals *principals)
{
    clear(&principals->holders);
    clear(&principals->refused);
}
