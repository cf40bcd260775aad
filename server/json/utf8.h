/* SPDX-License-Identifier: EUPL-1.2 */
/* Text of strangers as UTF-8 (RFC 3629): is it, and how long is it for a reader. */
#ifndef UTF8_H
#define UTF8_H

#include "slice.h"

#include <stdbool.h>
#include <stddef.h>

/* No overlong forms, no surrogates, nothing beyond U+10FFFF. */
bool utf8_is_valid(struct slice text);
/* Code points of valid text. */
size_t utf8_length(struct slice text);

#endif
