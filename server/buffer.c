/* SPDX-License-Identifier: EUPL-1.2 */
#include "buffer.h"

#include "hex.h"

#include <stdio.h>
#include <stdlib.h>

static bool grow_to(struct buffer *buffer, size_t more, size_t first)
{
    if (buffer->has_failed)
        return false;
    if (buffer->capacity - buffer->size >= more)
        return true;
    size_t capacity = buffer->capacity ? buffer->capacity * 2 : first;
    while (capacity - buffer->size < more)
        capacity *= 2;
    char *at = realloc(buffer->at, capacity);
    if (!at) {
        buffer->has_failed = true;
        return false;
    }
    buffer->at = at;
    buffer->capacity = capacity;
    return true;
}

static bool reserve(struct buffer *buffer, size_t more)
{
    return grow_to(buffer, more, 256);
}

void buffer_reserve(struct buffer *buffer, size_t size)
{
    if (size > buffer->size)
        (void)grow_to(buffer, size - buffer->size, size);
}

void buffer_append(struct buffer *buffer, const char *at, size_t size)
{
    if (size == 0 || !reserve(buffer, size))
        return;
    memcpy(buffer->at + buffer->size, at, size);
    buffer->size += size;
}

void buffer_slice(struct buffer *buffer, struct slice text)
{
    buffer_append(buffer, text.at, text.size);
}

void buffer_text(struct buffer *buffer, const char *text)
{
    buffer_append(buffer, text, strlen(text));
}

void buffer_char(struct buffer *buffer, char c)
{
    buffer_append(buffer, &c, 1);
}

void buffer_int(struct buffer *buffer, int64_t number)
{
    char digits[24];
    int size = snprintf(digits, sizeof digits, "%lld", (long long)number);
    buffer_append(buffer, digits, (size_t)size);
}

void buffer_hex(struct buffer *buffer, struct slice digits)
{
    const size_t size = digits.size / 2;
    if (size == 0 || !grow_to(buffer, size, size))
        return;
    for (size_t i = 0; i < size; i++)
        buffer->at[buffer->size + i] =
            (char)(hex_digit_value(digits.at[2 * i]) * 16 + hex_digit_value(digits.at[2 * i + 1]));
    buffer->size += size;
}

char *buffer_take(struct buffer *buffer)
{
    char *at = buffer->at;
    *buffer = (struct buffer){ 0 };
    return at;
}

void buffer_clear(struct buffer *buffer)
{
    buffer->size = 0;
    buffer->has_failed = false;
}

void buffer_release(struct buffer *buffer)
{
    free(buffer->at);
    *buffer = (struct buffer){ 0 };
}
