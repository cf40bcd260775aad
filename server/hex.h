/* SPDX-License-Identifier: EUPL-1.2 */
/* Digits of hexadecimal numbers, as they come in. */
#ifndef HEX_H
#define HEX_H

/* -1 = not a hexadecimal digit */
static inline int hex_digit_value(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    if (c >= 'a' && c <= 'f')
        return c - 'a' + 10;
    if (c >= 'A' && c <= 'F')
        return c - 'A' + 10;
    return -1;
}

#endif
