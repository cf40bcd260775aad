/* SPDX-License-Identifier: EUPL-1.2 */
#include "json/utf8.h"

/* The well-formed sequences of the Unicode standard, table 3-7: what may lead, and what may follow
 * it. */
static const struct {
    unsigned char lead_from, lead_to, second_from, second_to;
    unsigned char size;
} sequences[] = {
    { 0x00, 0x7F, 0x00, 0x00, 1 }, { 0xC2, 0xDF, 0x80, 0xBF, 2 }, { 0xE0, 0xE0, 0xA0, 0xBF, 3 },
    { 0xE1, 0xEC, 0x80, 0xBF, 3 }, { 0xED, 0xED, 0x80, 0x9F, 3 }, { 0xEE, 0xEF, 0x80, 0xBF, 3 },
    { 0xF0, 0xF0, 0x90, 0xBF, 4 }, { 0xF1, 0xF3, 0x80, 0xBF, 4 }, { 0xF4, 0xF4, 0x80, 0x8F, 4 },
};

/* Bytes of the sequence at the head of `at`, 0 when it is none. */
static size_t sequence_size(const unsigned char *at, size_t left)
{
    for (size_t i = 0; i < sizeof sequences / sizeof sequences[0]; i++) {
        if (at[0] < sequences[i].lead_from || at[0] > sequences[i].lead_to)
            continue;
        size_t size = sequences[i].size;
        if (size > left)
            return 0;
        if (size > 1 && (at[1] < sequences[i].second_from || at[1] > sequences[i].second_to))
            return 0;
        for (size_t k = 2; k < size; k++) {
            if ((at[k] & 0xC0) != 0x80)
                return 0;
        }
        return size;
    }
    return 0;
}

bool utf8_is_valid(struct slice text)
{
    const unsigned char *at = (const unsigned char *)text.at;
    for (size_t i = 0; i < text.size;) {
        size_t size = sequence_size(at + i, text.size - i);
        if (size == 0)
            return false;
        i += size;
    }
    return true;
}

size_t utf8_length(struct slice text)
{
    size_t length = 0;
    for (size_t i = 0; i < text.size; i++)
        length += ((unsigned char)text.at[i] & 0xC0) != 0x80;
    return length;
}
