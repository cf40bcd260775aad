/* SPDX-License-Identifier: EUPL-1.2 */
#include "text/base64url.h"

#include <stdint.h>

static int digit_of(char c)
{
    if (c >= 'A' && c <= 'Z')
        return c - 'A';
    if (c >= 'a' && c <= 'z')
        return c - 'a' + 26;
    if (c >= '0' && c <= '9')
        return c - '0' + 52;
    return c == '-' ? 62 : c == '_' ? 63 : -1;
}

bool base64url_decode(struct slice text, unsigned char *ret_bytes, size_t capacity,
                      size_t *ret_size)
{
    uint32_t held = 0;
    unsigned held_bits = 0;
    size_t size = 0;
    if (text.size % 4 == 1)
        return false;
    for (size_t i = 0; i < text.size; i++) {
        const int digit = digit_of(text.at[i]);
        if (digit < 0)
            return false;
        held = held << 6 | (uint32_t)digit;
        held_bits += 6;
        if (held_bits < 8)
            continue;
        if (size == capacity)
            return false;
        held_bits -= 8;
        ret_bytes[size++] = (unsigned char)(held >> held_bits);
        held &= (1u << held_bits) - 1;
    }
    /* A second spelling of the same bytes would be a second token of the same signature. */
    if (held != 0)
        return false;
    *ret_size = size;
    return true;
}

void base64url_write(struct slice bytes, struct buffer *text)
{
    static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    uint32_t held = 0;
    unsigned held_bits = 0;
    for (size_t i = 0; i < bytes.size; i++) {
        held = held << 8 | (unsigned char)bytes.at[i];
        for (held_bits += 8; held_bits >= 6; held_bits -= 6)
            buffer_char(text, digits[held >> (held_bits - 6) & 63]);
        held &= (1u << held_bits) - 1;
    }
    if (held_bits > 0)
        buffer_char(text, digits[held << (6 - held_bits) & 63]);
}
