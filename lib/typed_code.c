/* SPDX-License-Identifier: EUPL-1.2 */
#include "typed_code.h"

#include <string.h>

const char typed_code_digits[TYPED_CODE_DIGITS + 1] = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/* Signs that people do not tell apart, in UTF-8, and what each is read as: NULL ends a list. */
static const char *const blanks[] = {
    " ",
    "\t",
    "\n",
    "\r",
    "\xC2\xA0",     /* no-break space */
    "\xE2\x80\x80", /* U+2000 … U+200A: spaces of given widths */
    "\xE2\x80\x81",
    "\xE2\x80\x82",
    "\xE2\x80\x83",
    "\xE2\x80\x84",
    "\xE2\x80\x85",
    "\xE2\x80\x86",
    "\xE2\x80\x87",
    "\xE2\x80\x88",
    "\xE2\x80\x89",
    "\xE2\x80\x8A",
    "\xE2\x80\xAF", /* narrow no-break space */
    "\xE2\x81\x9F", /* medium mathematical space */
    "\xE3\x80\x80", /* ideographic space */
    NULL,
};
static const char *const dashes[] = {
    "-",
    "\xE2\x80\x90", /* U+2010 … U+2015: hyphen, no-break hyphen, dashes, bar */
    "\xE2\x80\x91",
    "\xE2\x80\x92",
    "\xE2\x80\x93",
    "\xE2\x80\x94",
    "\xE2\x80\x95",
    "\xE2\x88\x92", /* minus */
    "\xEF\xB9\x98", /* small em dash, small hyphen, full-width hyphen */
    "\xEF\xB9\xA3",
    "\xEF\xBC\x8D",
    NULL,
};

/* Bytes of the sign of the list that the text begins with; 0 = none of them. */
static size_t starts_with(const char *text, size_t size, const char *const *signs)
{
    for (; *signs; signs++) {
        const size_t length = strlen(*signs);
        if (length <= size && memcmp(text, *signs, length) == 0)
            return length;
    }
    return 0;
}

static char capital(char c)
{
    return c >= 'a' && c <= 'z' ? (char)(c - 'a' + 'A') : c;
}

size_t typed_text_sign(const char *text, size_t size, char *ret_char)
{
    size_t length = starts_with(text, size, blanks);
    *ret_char = ' ';
    if (length > 0)
        return length;
    length = starts_with(text, size, dashes);
    *ret_char = length > 0 ? '-' : '\0';
    return length;
}

/* Reads one sign: its bytes, and what is meant by it (' ' = a blank). */
static size_t read_sign(const char *text, size_t size, char *ret_char)
{
    const size_t length = typed_text_sign(text, size, ret_char);
    if (length > 0)
        return length;
    *ret_char = capital(text[0]);
    return 1;
}

size_t typed_text_fold(const char *text, size_t size, char *ret_text)
{
    size_t count = 0;
    for (size_t i = 0; i < size;) {
        char c;
        i += read_sign(text + i, size - i, &c);
        if (c != ' ')
            ret_text[count++] = c;
    }
    return count;
}

static size_t without_dashes(char *text, size_t size)
{
    size_t count = 0;
    for (size_t i = 0; i < size; i++) {
        if (text[i] != '-')
            text[count++] = text[i];
    }
    return count;
}

/* Two to four letters before digits alone: where they begin; 0 = no reference. */
static size_t reference_prefix(const char *text, size_t size)
{
    enum { LETTERS_LEAST = 2, LETTERS_MOST = 4 };
    size_t letters = 0, digits = 0;
    while (letters < size && text[letters] >= 'A' && text[letters] <= 'Z')
        letters++;
    while (letters + digits < size && text[letters + digits] >= '0' &&
           text[letters + digits] <= '9')
        digits++;
    return letters >= LETTERS_LEAST && letters <= LETTERS_MOST && letters + digits == size ? letters
                                                                                           : 0;
}

size_t typed_reference_fold(const char *text, size_t size, char *ret_text)
{
    enum { YEAR = 4, NUMBER_LEAST = 6, NUMBER_MOST = 9, CHECK = 2 };
    size_t count = typed_text_fold(text, size, ret_text);
    char bare[TYPED_CODE_LENGTH];
    if (count > sizeof bare)
        return count;
    memcpy(bare, ret_text, count);
    const size_t bare_count = without_dashes(bare, count);
    const size_t prefix = reference_prefix(bare, bare_count);
    const size_t digits = bare_count - prefix;
    if (prefix == 0 || digits < YEAR + NUMBER_LEAST + CHECK || digits > YEAR + NUMBER_MOST + CHECK)
        return count;
    const size_t pieces[] = { prefix, YEAR, digits - YEAR - CHECK, CHECK };
    const char *from = bare;
    count = 0;
    for (size_t i = 0; i < sizeof pieces / sizeof pieces[0]; i++) {
        if (i > 0)
            ret_text[count++] = '-';
        memcpy(ret_text + count, from, pieces[i]);
        count += pieces[i];
        from += pieces[i];
    }
    return count;
}

/* '\0' = none of the digits */
static char canonical(char c)
{
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
    for (size_t i = 0; i < size;) {
        char c;
        i += read_sign(text + i, size - i, &c);
        if (c == ' ' || c == '-')
            continue;
        if (count == TYPED_CODE_LENGTH || canonical(c) == '\0')
            return false;
        code[count++] = canonical(c);
    }
    if (count != TYPED_CODE_LENGTH)
        return false;
    memcpy(ret_text, code, count);
    ret_text[count] = '\0';
    return true;
}
