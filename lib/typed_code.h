/* Codes that people type, read to one another or copy from paper: 26 characters of Crockford's
 * base32. */
#ifndef TYPED_CODE_H
#define TYPED_CODE_H

#include <stdbool.h>
#include <stddef.h>

enum { TYPED_CODE_DIGITS = 32, TYPED_CODE_LENGTH = 26, TYPED_CODE_SIZE = 27 /* with the NUL */ };

/* The digits by their values: no I, L, O, U. */
extern const char typed_code_digits[TYPED_CODE_DIGITS + 1];

/* What a human typed, as the canonical text: lower case accepted, I and L read as 1, O as 0, dashes
 * and spaces skipped. False: not a code. */
bool typed_code_normalise(const char *text, size_t size, char ret_text[TYPED_CODE_SIZE]);

#endif
