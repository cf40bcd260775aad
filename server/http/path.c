/* SPDX-License-Identifier: EUPL-1.2 */
#include "http/path.h"

#include "hex.h"
#include "typed_code.h"

#include <stdbool.h>

static bool is_unreserved(char c)
{
    return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c == '-' ||
           c == '.' || c == '_' || c == '~';
}

/* The byte at `at`, escaped or, beyond ASCII, as it is; what was read of the text, 0 = no such
 * byte.
 */
static size_t read_byte(const char *at, size_t left, unsigned char *ret_byte)
{
    *ret_byte = left ? (unsigned char)*at : 0;
    if (*ret_byte > 0x7f)
        return 1;
    if (left < 3 || *at != '%' || hex_digit_value(at[1]) < 0 || hex_digit_value(at[2]) < 0)
        return 0;
    *ret_byte = (unsigned char)(hex_digit_value(at[1]) * 16 + hex_digit_value(at[2]));
    return 3;
}

/* Bytes of the text that are one blank, or a dash that is not ASCII: pasted from a mail or a page,
 * they are read as ' ' and '-'. 0 = it is neither. */
static size_t read_sign(const char *at, size_t left, char *ret_char)
{
    char bytes[TYPED_SIGN_SIZE];
    size_t ends[TYPED_SIGN_SIZE], count = 0, size = 0;
    while (count < TYPED_SIGN_SIZE) {
        unsigned char byte;
        const size_t step = read_byte(at + size, left - size, &byte);
        if (step == 0)
            break;
        size += step;
        bytes[count] = (char)byte;
        ends[count++] = size;
    }
    const size_t length = typed_text_sign(bytes, count, ret_char);
    const bool is_taken = length > 1 || (length == 1 && *ret_char == ' ');
    return is_taken ? ends[length - 1] : 0;
}

/* `to` is NULL, or has room for the whole. False: something that may not stand there. */
static bool decode(struct slice raw, char *to, size_t *ret_size)
{
    size_t size = 0;
    for (size_t i = 0; i < raw.size;) {
        char sign = raw.at[i];
        const bool is_plain = sign == '/' || is_unreserved(sign);
        const size_t step = is_plain ? 1 : read_sign(raw.at + i, raw.size - i, &sign);
        if (step == 0)
            return false;
        if (to)
            to[size] = sign;
        size++;
        i += step;
    }
    *ret_size = size;
    return true;
}

static bool is_canonical(struct slice path)
{
    if (path.size == 0 || path.at[0] != '/')
        return false;
    for (size_t start = 1, i = 1; i <= path.size; i++) {
        if (i < path.size && path.at[i] != '/')
            continue;
        const struct slice segment = { path.at + start, i - start };
        if (slice_is(segment, ".") || slice_is(segment, "..") ||
            (segment.size == 0 && i < path.size))
            return false;
        start = i + 1;
    }
    return true;
}

enum path_result path_read(struct slice raw, struct arena *arena, struct slice *ret_path)
{
    struct slice path = raw;
    if (!decode(raw, NULL, &path.size))
        return PATH_MALFORMED;
    if (path.size < raw.size) {
        char *text = arena_alloc(arena, path.size + 1);
        if (!text)
            return PATH_NO_MEMORY;
        (void)decode(raw, text, &path.size);
        path.at = text;
    }
    if (!is_canonical(path))
        return PATH_MALFORMED;
    *ret_path = path;
    return PATH_OK;
}
