/* SPDX-License-Identifier: EUPL-1.2 */
/* What people type, read to one another or copy from paper: references, and codes of 26 characters
 * of Crockford's base32. */
#ifndef TYPED_CODE_H
#define TYPED_CODE_H

#include <stdbool.h>
#include <stddef.h>

enum { TYPED_CODE_DIGITS = 32, TYPED_CODE_LENGTH = 26, TYPED_CODE_SIZE = 27 /* with the NUL */ };

/* The digits by their values: no I, L, O, U. */
extern const char typed_code_digits[TYPED_CODE_DIGITS + 1];

/* Bytes of the blank or the dash that a text in UTF-8 begins with, of any kind; 0 = of neither.
 * ret_char: ' ' or '-', else NUL. */
enum { TYPED_SIGN_SIZE = 3 /* of the longest */ };
size_t typed_text_sign(const char *text, size_t size, char *ret_char);

/* What a human typed, in capitals, without blanks and with '-' for every dash: what keyboards, word
 * processors and mail programs make of the same thing. UTF-8; what is none of these stays as it is.
 * The number of bytes written, `size` at most. ret_text may be `text`. */
size_t typed_text_fold(const char *text, size_t size, char *ret_text);

/* The same, and a reference with its dashes where they belong, whether they were typed or not:
 * "dos 2026 000123 52" as DOS-2026-000123-52. Text of any other shape only folded. ret_text holds
 * size + TYPED_REFERENCE_DASHES and is not `text`. */
enum { TYPED_REFERENCE_DASHES = 3 };
size_t typed_reference_fold(const char *text, size_t size, char *ret_text);

/* The same as the canonical text of a code: I and L read as 1, O as 0, dashes skipped. False: not a
 * code. */
bool typed_code_normalise(const char *text, size_t size, char ret_text[TYPED_CODE_SIZE]);

#endif
