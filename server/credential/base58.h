/* SPDX-License-Identifier: EUPL-1.2 */
/* base58 of Bitcoin's alphabet, as multibase writes it behind its "z": signatures and public keys
 * of Data Integrity. */
#ifndef BASE58_H
#define BASE58_H

#include "buffer.h"
#include "slice.h"

/* What fits; more is a bug of the caller. */
enum { BASE58_BYTES_MOST = 128 };

/* Appends the text of these bytes. */
void base58_write(struct slice bytes, struct buffer *text);

#endif
