/* SPDX-License-Identifier: EUPL-1.2 */
#include "arena.h"

#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

/* Blocks double from 8 KiB to 32 KiB, header included; only one larger allocation makes a larger
 * block. */
enum { FIRST_BLOCK_BYTES = 8 * 1024, LAST_BLOCK_BYTES = 32 * 1024, ALIGNMENT = 16 };

struct arena_block {
    struct arena_block *next;
    size_t size;
    _Alignas(ALIGNMENT) unsigned char bytes[];
};

void arena_init(struct arena *arena, size_t limit_bytes)
{
    *arena = (struct arena){ .limit = limit_bytes };
}

static struct arena_block *take_stashed(struct arena_stash *stash)
{
    struct arena_block *block = stash ? stash->blocks : NULL;
    if (!block)
        return NULL;
    stash->blocks = block->next;
    stash->count--;
    return block;
}

static void give_back(struct arena_stash *stash, struct arena_block *block)
{
    if (!stash || stash->count >= stash->most ||
        block->size != FIRST_BLOCK_BYTES - sizeof(struct arena_block)) {
        free(block);
        return;
    }
    block->next = stash->blocks;
    stash->blocks = block;
    stash->count++;
}

static struct arena_block *add_block(struct arena *arena, size_t needed)
{
    size_t whole =
        arena->block ? (arena->block->size + sizeof(struct arena_block)) * 2 : FIRST_BLOCK_BYTES;
    if (whole > LAST_BLOCK_BYTES)
        whole = LAST_BLOCK_BYTES;
    size_t size = whole - sizeof(struct arena_block);
    if (size < needed)
        size = needed;
    if (arena->limit && arena->total + size > arena->limit)
        return NULL;
    struct arena_block *block =
        size == FIRST_BLOCK_BYTES - sizeof(struct arena_block) ? take_stashed(arena->stash) : NULL;
    if (!block)
        block = malloc(sizeof *block + size);
    if (!block)
        return NULL;
    block->next = arena->block;
    block->size = size;
    arena->block = block;
    arena->used = 0;
    arena->total += size;
    return block;
}

static size_t rounded_up(size_t size)
{
    return size == 0 ? ALIGNMENT : (size + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
}

void *arena_alloc(struct arena *arena, size_t size)
{
    if (size > SIZE_MAX / 4)
        return NULL;
    size_t rounded = rounded_up(size);
    if (!arena->block || arena->block->size - arena->used < rounded) {
        if (!add_block(arena, rounded))
            return NULL;
    }
    void *memory = arena->block->bytes + arena->used;
    arena->used += rounded;
    return memset(memory, 0, rounded);
}

void *arena_grow(struct arena *arena, void *at, size_t old_size, size_t size)
{
    if (at && size <= SIZE_MAX / 4) {
        unsigned char *end = arena->block->bytes + arena->used;
        size_t old = rounded_up(old_size), more = rounded_up(size) - old;
        if ((unsigned char *)at + old == end && arena->block->size - arena->used >= more) {
            arena->used += more;
            memset(end, 0, more);
            return at;
        }
    }
    void *memory = arena_alloc(arena, size);
    if (memory && at)
        memcpy(memory, at, old_size);
    return memory;
}

struct slice arena_copy(struct arena *arena, struct slice text)
{
    if (!slice_is_set(text))
        return text;
    char *copy = arena_alloc(arena, text.size + 1);
    if (!copy)
        return (struct slice){ NULL, 0 };
    if (text.size)
        memcpy(copy, text.at, text.size);
    return (struct slice){ copy, text.size };
}

struct slice arena_print(struct arena *arena, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    int size = vsnprintf(NULL, 0, format, arguments);
    va_end(arguments);
    if (size < 0)
        return (struct slice){ NULL, 0 };
    char *text = arena_alloc(arena, (size_t)size + 1);
    if (!text)
        return (struct slice){ NULL, 0 };
    va_start(arguments, format);
    vsnprintf(text, (size_t)size + 1, format, arguments);
    va_end(arguments);
    return (struct slice){ text, (size_t)size };
}

struct arena_mark arena_mark(const struct arena *arena)
{
    return (struct arena_mark){ arena->block, arena->used };
}

void arena_rewind(struct arena *arena, struct arena_mark mark)
{
    while (arena->block != mark.block) {
        struct arena_block *next = arena->block->next;
        arena->total -= arena->block->size;
        give_back(arena->stash, arena->block);
        arena->block = next;
    }
    arena->used = mark.used;
}

void arena_reset(struct arena *arena)
{
    while (arena->block && arena->block->next) {
        struct arena_block *next = arena->block->next;
        arena->total -= arena->block->size;
        give_back(arena->stash, arena->block);
        arena->block = next;
    }
    arena->used = 0;
}

void arena_release(struct arena *arena)
{
    arena_reset(arena);
    if (arena->block)
        give_back(arena->stash, arena->block);
    *arena = (struct arena){ .stash = arena->stash, .limit = arena->limit };
}

void arena_stash_release(struct arena_stash *stash)
{
    struct arena_block *block;
    while ((block = take_stashed(stash)))
        free(block);
}
