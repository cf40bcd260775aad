/* SPDX-License-Identifier: EUPL-1.2 */
#include "id_text.h"

#include "hex.h"

static const char hex_digits[] = "0123456789abcdef";

void id_print(struct id id, char ret_text[ID_TEXT_SIZE])
{
    char *to = ret_text;
    for (int i = 0; i < 16; i++) {
        if (i == 4 || i == 6 || i == 8 || i == 10)
            *to++ = '-';
        *to++ = hex_digits[id.bytes[i] >> 4];
        *to++ = hex_digits[id.bytes[i] & 15];
    }
    *to = '\0';
}

bool id_parse(struct slice text, struct id *ret_id)
{
    if (text.size != ID_TEXT_SIZE - 1)
        return false;
    struct id id;
    const char *from = text.at;
    for (int i = 0; i < 16; i++) {
        if ((i == 4 || i == 6 || i == 8 || i == 10) && *from++ != '-')
            return false;
        int high = hex_digit_value(from[0]), low = hex_digit_value(from[1]);
        if (high < 0 || low < 0)
            return false;
        id.bytes[i] = (unsigned char)(high * 16 + low);
        from += 2;
    }
    *ret_id = id;
    return true;
}
