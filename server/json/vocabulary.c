#include "json/vocabulary.h"

#include <string.h>

int vocabulary_find(const struct vocabulary *vocabulary, struct slice code)
{
    for (int i = 0; vocabulary->codes[i]; i++) {
        if (slice_is(code, vocabulary->codes[i]))
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
