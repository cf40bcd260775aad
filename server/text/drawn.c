/* SPDX-License-Identifier: EUPL-1.2 */
#include "text/drawn.h"

#include <stdint.h>
#include <unistr.h>

static const struct range {
    unsigned first, last;
} ranges[] = {
#define DRAWN(first, last) { first, last },
#include "text/drawn.def"
#undef DRAWN
};
enum { RANGE_COUNT = sizeof ranges / sizeof ranges[0] };

/* The first range that does not end before it. */
static const struct range *range_at(unsigned code)
{
    unsigned low = 0, high = RANGE_COUNT;
    while (low < high) {
        const unsigned middle = (low + high) / 2;
        if (ranges[middle].last < code)
            low = middle + 1;
        else
            high = middle;
    }
    return low < RANGE_COUNT ? &ranges[low] : NULL;
}

unsigned text_next_drawn(unsigned code)
{
    const struct range *range = range_at(code);
    if (!range)
        return 0;
    return range->first > code ? range->first : code;
}

unsigned text_not_drawn(struct slice text, bool takes_tabs)
{
    for (size_t at = 0; at < text.size;) {
        ucs4_t code = 0;
        const int size = u8_mbtouc(&code, (const uint8_t *)text.at + at, text.size - at);
        if (text_next_drawn(code) != code && !(takes_tabs && code == '\t'))
            return code;
        at += size > 0 ? (size_t)size : 1;
    }
    return 0;
}
