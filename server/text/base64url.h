/* SPDX-License-Identifier: EUPL-1.2 */
/* base64url as JOSE writes it (RFC 7515, 2; RFC 4648, 5): no padding, no line breaks, one spelling
 * for each sequence of bytes. */
#ifndef BASE64URL_H
#define BASE64URL_H

#include "buffer.h"
#include "slice.h"

#include <stdbool.h>
#include <stddef.h>

/* False: another character, a length that none has, bits left over that are not 0, or more than
 * `capacity` bytes. The empty text is 0 bytes. */
bool base64url_decode(struct slice text, unsigned char *ret_bytes, size_t capacity,
                      size_t *ret_size);

/* Appends the text of these bytes. */
void base64url_write(struct slice bytes, struct buffer *text);

#endif
