/* SPDX-License-Identifier: EUPL-1.2 */
/* Text that grows: a reply body, an array parameter. Failure of memory is sticky and checked once
 * at the end. */
#ifndef BUFFER_H
#define BUFFER_H

#include "slice.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct buffer {
    char *at; /* malloc'ed; whoever holds the buffer releases it or takes it with buffer_take() */
    size_t size;
    size_t capacity;
    bool has_failed;
};

/* Room for `size` bytes in all, so that growing to them costs nothing more. */
void buffer_reserve(struct buffer *buffer, size_t size);
void buffer_append(struct buffer *buffer, const char *at, size_t size);
void buffer_slice(struct buffer *buffer, struct slice text);
void buffer_text(struct buffer *buffer, const char *text);
void buffer_char(struct buffer *buffer, char c);
void buffer_int(struct buffer *buffer, int64_t number);
/* The bytes that hexadecimal digits write, two by two, as the database sends them. */
void buffer_hex(struct buffer *buffer, struct slice digits);
static inline struct slice buffer_as_slice(const struct buffer *buffer)
{
    return (struct slice){ buffer->at ? buffer->at : "", buffer->size };
}
/* Gives the memory away; the buffer is empty afterwards. The caller frees it. */
char *buffer_take(struct buffer *buffer);
void buffer_clear(struct buffer *buffer); /* keeps the memory */
void buffer_release(struct buffer *buffer);

#endif
