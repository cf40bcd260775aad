/* SPDX-License-Identifier: EUPL-1.2 */
#include "credential/base58.h"

#include <assert.h>

/* A byte is log(256) / log(58) = 1.37 digits. */
enum { DIGITS_MOST = BASE58_BYTES_MOST * 138 / 100 + 1 };

void base58_write(struct slice bytes, struct buffer *text)
{
    static const char alphabet[] = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";
    unsigned char digits[DIGITS_MOST]; /* the least first */
    size_t count = 0;
    assert(bytes.size <= BASE58_BYTES_MOST);
    for (size_t i = 0; i < bytes.size; i++) {
        unsigned carry = (unsigned char)bytes.at[i];
        for (size_t k = 0; k < count; k++) {
            carry += (unsigned)digits[k] << 8;
            digits[k] = (unsigned char)(carry % 58);
            carry /= 58;
        }
        for (; carry; carry /= 58)
            digits[count++] = (unsigned char)(carry % 58);
    }
    for (size_t i = 0; i < bytes.size && bytes.at[i] == 0; i++)
        buffer_char(text, alphabet[0]);
    while (count > 0)
        buffer_char(text, alphabet[digits[--count]]);
}
