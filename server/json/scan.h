/* SPDX-License-Identifier: EUPL-1.2 */
/* Reads JSON that this server wrote, from front to back and without a tree: values stay as they
 * are written. Of a text that is not JSON it gives no more than there is; it is no judge of what
 * others send (parse.h). */
#ifndef SCAN_H
#define SCAN_H

#include "buffer.h"
#include "slice.h"

#include <stdbool.h>

/* Takes an opening bracket; false when there is none. */
bool scan_open(struct slice *rest, char bracket);
/* Whether an object or a list goes on, and takes the comma; else takes its closing bracket. */
bool scan_more(struct slice *rest);
/* The name of the next member, without its quotes, and takes the colon. */
struct slice scan_key(struct slice *rest);
/* The next value as it is written. */
struct slice scan_value(struct slice *rest);

/* What a string says, into the buffer. */
void scan_say(struct slice string, struct buffer *buffer);
/* A value without what only spaces it. */
void scan_compact(struct slice value, struct buffer *buffer);

#endif
