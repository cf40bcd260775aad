/* SPDX-License-Identifier: EUPL-1.2 */
/* A piece of text that belongs to somebody else: pointer and length, not NUL-terminated. */
#ifndef SLICE_H
#define SLICE_H

#include <stdbool.h>
#include <stddef.h>
#include <string.h>

struct slice {
    const char *at; /* NULL = no value, which is not the empty text */
    size_t size;
};

#define SLICE(literal) ((struct slice){ "" literal, sizeof(literal) - 1 })
#define SLICE_UNSET    ((struct slice){ 0 })

static inline struct slice slice_of(const char *text)
{
    return (struct slice){ text, text ? strlen(text) : 0 };
}

static inline bool slice_is_set(struct slice a)
{
    return a.at != NULL;
}

static inline bool slice_equals(struct slice a, struct slice b)
{
    return a.size == b.size && (a.size == 0 || memcmp(a.at, b.at, a.size) == 0);
}

static inline bool slice_is(struct slice a, const char *text)
{
    return slice_equals(a, slice_of(text));
}

static inline bool slice_starts_with(struct slice a, struct slice prefix)
{
    return a.size >= prefix.size && memcmp(a.at, prefix.at, prefix.size) == 0;
}

#endif
