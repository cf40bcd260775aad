/* SPDX-License-Identifier: EUPL-1.2 */
/* The memory of one request: allocate, never free, all gone with arena_reset().
 * Nothing longer-lived may point into it. */
#ifndef ARENA_H
#define ARENA_H

#include "slice.h"

#include <stddef.h>

struct arena_block;

/* Blocks of the first size that nobody needs now. Arenas that share it take theirs from there and
 * bring them back, so that a resting one holds no memory. */
struct arena_stash {
    struct arena_block *blocks;
    unsigned count, most;
};

struct arena {
    struct arena_stash *stash; /* NULL = none: what is released goes back to the system */
    struct arena_block *block; /* newest first */
    size_t used;               /* in the newest block */
    size_t total;              /* bytes held in all blocks */
    size_t limit;              /* allocations beyond it fail; 0 = none */
};

void arena_init(struct arena *arena, size_t limit_bytes);
/* Zeroed memory aligned for any object; NULL when there is none (a failure to be answered with
 * 503). */
void *arena_alloc(struct arena *arena, size_t size);
/* The same memory, larger: in its place when it is the newest and its block has room, else a copy.
 * `at` may be NULL; what is new is zeroed. NULL when there is no memory: the old one is as it was.
 */
void *arena_grow(struct arena *arena, void *at, size_t old_size, size_t size);
/* A copy with a NUL behind it; .at is NULL when memory is short. An unset slice stays unset. */
struct slice arena_copy(struct arena *arena, struct slice text);
/* Formats as printf does. .at is NULL when memory is short. */
struct slice arena_print(struct arena *arena, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
/* Where it stands now; what is allocated behind a mark is given back by arena_rewind(), and no
 * mark behind it holds any more. */
struct arena_mark {
    struct arena_block *block;
    size_t used;
};
struct arena_mark arena_mark(const struct arena *arena);
void arena_rewind(struct arena *arena, struct arena_mark mark);
/* Keeps one block for the next request. */
void arena_reset(struct arena *arena);
void arena_release(struct arena *arena);
void arena_stash_release(struct arena_stash *stash);

#endif
