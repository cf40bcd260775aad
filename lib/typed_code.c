#include "typed_code.h"

#include <string.h>

const char typed_code_digits[TYPED_CODE_DIGITS + 1] = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/* '\0' = none of the digits */
static char canonical(char c)
{
    if (c >= 'a' && c <= 'z')
        c = (char)(c - 'a' + 'A');
    if (c == 'I' || c == 'L')
        return '1';
    if (c == 'O')
        return '0';
    return c != '\0' && strchr(typed_code_digits, c) != NULL ? c : '\0';
}

bool typed_code_normalise(const char *text, size_t size, char ret_text[TYPED_CODE_SIZE])
{
    char code[TYPED_CODE_SIZE];
    size_t count = 0;
    for (size_t i = 0; i < size; i++) {
        if (text[i] == '-' || text[i] == ' ')
            continue;
        if (count == TYPED_CODE_LENGTH || canonical(text[i]) == '\0')
            return false;
        code[count++] = canonical(text[i]);
    }
    if (count != TYPED_CODE_LENGTH)
        return false;
    memcpy(ret_text, code, count);
    ret_text[count] = '\0';
    return true;
}
