/* SPDX-License-Identifier: EUPL-1.2 */
#include "json/vocabulary.h"

#include <string.h>

/* The apostrophes that people and their programs write for the one of a code. */
static const char apostrophes[][4] = { "\u2019", "\u2018", "\u02BC", "\u2032" };

/* How many bytes of `text` are an apostrophe; 0: none. */
static size_t apostrophe_size(struct slice text)
{
    for (size_t i = 0; i < sizeof apostrophes / sizeof apostrophes[0]; i++) {
        const size_t size = strlen(apostrophes[i]);
        if (text.size >= size && memcmp(text.at, apostrophes[i], size) == 0)
            return size;
    }
    return 0;
}

/* The same text, whatever apostrophes it is written with. */
static bool is_code(struct slice text, const char *code)
{
    while (text.size && *code) {
        const size_t size = *code == '\'' ? apostrophe_size(text) : 0;
        if (size == 0 && *text.at != *code)
            return false;
        const size_t step = size ? size : 1;
        text = (struct slice){ text.at + step, text.size - step };
        code++;
    }
    return text.size == 0 && *code == '\0';
}

int vocabulary_find(const struct vocabulary *vocabulary, struct slice code)
{
    for (int i = 0; vocabulary->codes[i]; i++) {
        if (is_code(code, vocabulary->codes[i]))
            return i;
    }
    return -1;
}

int vocabulary_number(const struct vocabulary *vocabulary, struct slice code)
{
    const int found = vocabulary_find(vocabulary, code);
    return found < 0 ? 0 : found;
}

const char *vocabulary_label(const struct vocabulary *vocabulary, struct slice code,
                             bool is_english)
{
    const int found = vocabulary_find(vocabulary, code);
    if (found < 0)
        return NULL;
    return is_english ? vocabulary->labels[found].en : vocabulary->labels[found].fr;
}

uint64_t vocabulary_bits(const struct vocabulary *vocabulary, struct slice codes)
{
    uint64_t bits = 0;
    while (slice_is_set(codes) && codes.size) {
        const char *comma = memchr(codes.at, ',', codes.size);
        const size_t size = comma ? (size_t)(comma - codes.at) : codes.size;
        const int found = vocabulary_find(vocabulary, (struct slice){ codes.at, size });
        bits |= found < 0 ? 0 : UINT64_C(1) << found;
        codes = (struct slice){ codes.at + size + (comma != NULL),
                                codes.size - size - (comma != NULL) };
    }
    return bits;
}

bool vocabulary_takes(uint64_t only, int number)
{
    return number >= 0 && (only == 0 || (only >> number & 1) != 0);
}
