/* SPDX-License-Identifier: EUPL-1.2 */
/* Writes JSON text into a buffer: no tree, no allocation but the buffer's. Commas are the writer's
 * business. Text is UTF-8 already; keys are plain ASCII. Wrong nesting is a bug of the caller, and
 * asserted. */
#ifndef WRITER_H
#define WRITER_H

#include "buffer.h"
#include "calendar.h"
#include "id.h"
#include "slice.h"

#include <stdbool.h>
#include <stdint.h>

enum { WRITER_DEPTH_MAX = 32 };

struct writer {
    struct buffer *buffer;
    unsigned depth; /* open brackets; nothing separates values at depth 0 */
    bool is_after_key;
    bool has_member[WRITER_DEPTH_MAX + 1];
};

void writer_init(struct writer *writer, struct buffer *buffer);
void writer_open(struct writer *writer, char bracket);        /* '{' or '[' */
void writer_close(struct writer *writer, char bracket);       /* '}' or ']' */
void writer_key(struct writer *writer, const char *name);     /* then exactly one value */
void writer_string(struct writer *writer, struct slice text); /* unset → null; escapes */
void writer_text(struct writer *writer, const char *text);
void writer_int(struct writer *writer, int64_t number);
void writer_bool(struct writer *writer, bool value);
void writer_null(struct writer *writer);
void writer_id(struct writer *writer, struct id id);       /* unset → null */
void writer_date(struct writer *writer, struct date date); /* unset → null */
void writer_raw(struct writer *writer, struct slice json); /* already JSON; unset → null */
/* The same of JSON that somebody else printed, PostgreSQL for one: without the blanks between its
 * signs, which everything else of a document has not either. */
void writer_json(struct writer *writer, struct slice json);
/* Milliseconds since 1970 as RFC 3339 UTC with three decimals; outside the years 1 to 9999 → null.
 */
void writer_instant(struct writer *writer, int64_t unix_ms);

#endif
