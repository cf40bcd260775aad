/* Writes JSON text into a buffer: no tree, no allocation but the buffer's. Commas are the writer's business. */
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
    unsigned depth;
    bool has_member[WRITER_DEPTH_MAX];
};

void writer_init(struct writer *writer, struct buffer *buffer);
void writer_open(struct writer *writer, char bracket); /* '{' or '[' */
void writer_close(struct writer *writer, char bracket);
void writer_key(struct writer *writer, const char *name); /* then exactly one value */
void writer_string(struct writer *writer, struct slice text); /* unset → null; escapes */
void writer_text(struct writer *writer, const char *text);
void writer_int(struct writer *writer, int64_t number);
void writer_bool(struct writer *writer, bool value);
void writer_null(struct writer *writer);
void writer_id(struct writer *writer, struct id id);       /* unset → null */
void writer_date(struct writer *writer, struct date date); /* unset → null */
void writer_raw(struct writer *writer, struct slice json); /* already JSON; unset → null */
/* Milliseconds since 1970 as RFC 3339 UTC with three decimals. */
void writer_instant(struct writer *writer, int64_t unix_ms);

/* A JSON text of any size compacted and re-printed with sorted keys, or unset when it is not JSON. Used for data files. */
#endif
