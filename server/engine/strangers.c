/* SPDX-License-Identifier: EUPL-1.2 */
#include "engine/strangers.h"

#include "http/header.h"

#include <stdbool.h>
#include <string.h>

enum { MINUTE_S = 60 };

static void copy(struct slice text, char *ret_text, size_t room)
{
    const size_t size = text.size < room ? text.size : room - 1;
    if (size)
        memcpy(ret_text, text.at, size);
    ret_text[size] = '\0';
}

/* Whatever else a client may put there is nobody's business here. */
static void copy_prefix(struct slice authorization, char ret_prefix[STRANGER_PREFIX_SIZE])
{
    struct slice key = header_credentials(authorization, "Bearer");
    bool is_ours = slice_is_set(key) && key.size >= STRANGER_PREFIX_SIZE &&
                   (slice_starts_with(key, SLICE("clea_live_")) ||
                    slice_starts_with(key, SLICE("clea_test_")));
    for (size_t i = 0; is_ours && i < STRANGER_PREFIX_SIZE; i++) {
        const char c = key.at[i];
        is_ours = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
                  c == '_' || c == '-';
    }
    copy(is_ours ? key : SLICE_UNSET, ret_prefix, STRANGER_PREFIX_SIZE);
}

static uint32_t mix(uint32_t hash, const char *text)
{
    for (; *text; text++)
        hash = (hash ^ (unsigned char)*text) * 16777619u;
    return hash;
}

static bool is_same(const struct stranger *a, const struct stranger *b)
{
    return a->minute_s == b->minute_s && a->reason == b->reason &&
           strcmp(a->address, b->address) == 0 && strcmp(a->key_prefix, b->key_prefix) == 0;
}

/* Its slot, or the first free one behind where it would be: there are more slots than strangers. */
static struct stranger *find(struct strangers *strangers, const struct stranger *stranger)
{
    uint32_t hash = mix(mix(2166136261u, stranger->address), stranger->key_prefix);
    hash = (hash ^ (uint32_t)stranger->reason ^ (uint32_t)stranger->minute_s) * 16777619u;
    unsigned at = hash % STRANGER_SLOTS;
    while (strangers->slots[at].count && !is_same(&strangers->slots[at], stranger))
        at = (at + 1) % STRANGER_SLOTS;
    return &strangers->slots[at];
}

void strangers_add(struct strangers *strangers, const struct stranger *stranger)
{
    struct stranger *slot = find(strangers, stranger);
    const struct stranger others = { .minute_s = stranger->minute_s,
                                     .address = "OTHERS",
                                     .reason = stranger->reason,
                                     .count = stranger->count };
    if (!slot->count && strangers->used >= STRANGERS_MAX) {
        stranger = &others;
        slot = find(strangers, stranger);
    }
    if (slot->count) {
        slot->count += stranger->count;
    } else if (strangers->used < STRANGER_SLOTS - 1) { /* one stays free, or find() would not end */
        *slot = *stranger;
        strangers->used++;
    }
}

void strangers_note(struct strangers *strangers, int64_t unix_ms, struct slice address,
                    struct slice authorization, enum reason reason)
{
    struct stranger stranger = { .minute_s = unix_ms / 1000 / MINUTE_S * MINUTE_S,
                                 .reason = reason,
                                 .count = 1 };
    copy(address, stranger.address, sizeof stranger.address);
    copy_prefix(authorization, stranger.key_prefix);
    strangers_add(strangers, &stranger);
}

void strangers_clear(struct strangers *strangers)
{
    memset(strangers, 0, sizeof *strangers);
}
