#include "json/vocabulary.h"

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

bool vocabulary_takes(uint64_t only, int number)
{
    return number >= 0 && (only == 0 || (only >> number & 1) != 0);
}
