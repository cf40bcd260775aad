/* SPDX-License-Identifier: EUPL-1.2 */
#include "query.h"

#include "hex.h"

#include <stdint.h>

/* Decodes into `ret_text`, which has room for raw.size bytes and a NUL. False: malformed. */
static bool decode(struct slice raw, char *ret_text, size_t *ret_size)
{
    size_t size = 0;
    for (size_t i = 0; i < raw.size; i++) {
        char c = raw.at[i];
        if (c <= ' ' || c > '~' || c == '#')
            return false;
        if (c == '+') {
            c = ' ';
        } else if (c == '%') {
            if (raw.size - i < 3)
                return false;
            int high = hex_digit_value(raw.at[i + 1]);
            int low = hex_digit_value(raw.at[i + 2]);
            if (high < 0 || low < 0 || high + low == 0)
                return false;
            c = (char)(unsigned char)(high * 16 + low);
            i += 2;
        }
        ret_text[size++] = c;
    }
    ret_text[size] = '\0';
    *ret_size = size;
    return true;
}

/* Bytes of the well-formed character at `at`, 0 when it is not one: no overlong forms, no
 * surrogates, nothing beyond U+10FFFF (Unicode table 3-7). */
static size_t character_size(const unsigned char *at, size_t left)
{
    static const struct {
        unsigned char first, last;     /* of the lead byte */
        unsigned char second, highest; /* of the byte after it */
        unsigned char size;
    } forms[] = {
        { 0x00, 0x7f, 0x00, 0x00, 1 }, { 0xc2, 0xdf, 0x80, 0xbf, 2 }, { 0xe0, 0xe0, 0xa0, 0xbf, 3 },
        { 0xe1, 0xec, 0x80, 0xbf, 3 }, { 0xed, 0xed, 0x80, 0x9f, 3 }, { 0xee, 0xef, 0x80, 0xbf, 3 },
        { 0xf0, 0xf0, 0x90, 0xbf, 4 }, { 0xf1, 0xf3, 0x80, 0xbf, 4 }, { 0xf4, 0xf4, 0x80, 0x8f, 4 },
    };
    for (size_t i = 0; i < sizeof forms / sizeof *forms; i++) {
        if (at[0] < forms[i].first || at[0] > forms[i].last)
            continue;
        if (left < forms[i].size)
            return 0;
        if (forms[i].size > 1 && (at[1] < forms[i].second || at[1] > forms[i].highest))
            return 0;
        for (size_t k = 2; k < forms[i].size; k++) {
            if ((at[k] & 0xc0) != 0x80)
                return 0;
        }
        return forms[i].size;
    }
    return 0;
}

static bool is_utf8(struct slice text)
{
    const unsigned char *at = (const unsigned char *)text.at;
    for (size_t i = 0; i < text.size;) {
        size_t size = character_size(at + i, text.size - i);
        if (size == 0)
            return false;
        i += size;
    }
    return true;
}

static size_t count_pairs(struct slice raw)
{
    size_t count = 1;
    for (size_t i = 0; i < raw.size; i++)
        count += raw.at[i] == '&';
    return count;
}

/* Decodes one "name=value" or "name" at *text and moves *text behind what it wrote. */
static enum query_result parse_pair(struct slice raw, char **text, struct http_pair *ret_pair)
{
    const char *equals = memchr(raw.at, '=', raw.size);
    struct slice name = { raw.at, equals ? (size_t)(equals - raw.at) : raw.size };
    struct slice value = { equals ? equals + 1 : NULL, equals ? raw.size - name.size - 1 : 0 };
    struct slice *const parts[] = { &name, &value };
    for (size_t i = 0; i < 2; i++) {
        struct slice *part = parts[i];
        if (!slice_is_set(*part))
            continue;
        size_t size;
        if (!decode(*part, *text, &size))
            return QUERY_MALFORMED;
        *part = (struct slice){ *text, size };
        *text += size + 1;
        if (!is_utf8(*part))
            return QUERY_NOT_UTF8;
    }
    if (name.size == 0)
        return QUERY_MALFORMED;
    *ret_pair = (struct http_pair){ name, value };
    return QUERY_OK;
}

enum query_result query_parse(struct slice raw, struct http_call *call)
{
    call->pairs = NULL;
    call->pair_count = 0;
    if (raw.size == 0)
        return QUERY_OK;
    size_t count = count_pairs(raw);
    if (count > QUERY_PAIRS_LIMIT)
        return QUERY_MALFORMED;
    struct http_pair *pairs = arena_alloc(call->arena, count * sizeof *pairs);
    /* Decoding never lengthens; each separator makes room for one NUL, the last pair needs two. */
    char *text = arena_alloc(call->arena, raw.size + 2);
    if (!pairs || !text)
        return QUERY_NO_MEMORY;
    size_t found = 0;
    while (raw.size > 0) {
        const char *amper = memchr(raw.at, '&', raw.size);
        struct slice one = { raw.at, amper ? (size_t)(amper - raw.at) : raw.size };
        size_t step = one.size + (amper ? 1 : 0);
        raw = (struct slice){ raw.at + step, raw.size - step };
        if (one.size == 0)
            continue;
        enum query_result result = parse_pair(one, &text, &pairs[found]);
        if (result != QUERY_OK)
            return result;
        found++;
    }
    call->pairs = pairs;
    call->pair_count = found;
    return QUERY_OK;
}
