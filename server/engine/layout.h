/* SPDX-License-Identifier: EUPL-1.2 */
/* How an answer is laid out: which of its members are shown, and, of a list, in which format. The
 * answer is made as JSON by its view, whom it names is read from that for the logs, and then it is
 * laid out anew: what is shown in another way is shown of the same rows, to the same roles, and
 * leaves the same trace. */
#ifndef LAYOUT_H
#define LAYOUT_H

#include "api/operation.h"
#include "api/pointed.h"
#include "buffer.h"
#include "slice.h"

#include <stdbool.h>
#include <stdint.h>

enum { INCLUDES_MAX = 16 };

enum format { FORMAT_JSON, FORMAT_CSV, FORMAT_NDJSON, FORMAT_TEXT, FORMATS };

/* In the order of `enum format`, ended by NULL. */
extern const char *const layout_format_names[FORMATS + 1];
extern const char *const layout_media_types[FORMATS + 1];

struct layout {
    enum format format;
    bool has_mark;                /* CSV: a byte order mark comes first */
    bool is_split_by_semicolon;   /* CSV: instead of commas */
    bool is_of_members;           /* some were named: */
    const unsigned char *members; /* their numbers in the view, in the order in which they were */
    unsigned member_count;
    const struct pointer **includes; /* what is shown beside the rows, in the order of the view */
    unsigned include_count;
};

/* What was said of an answer in its own place, in the JSON that it was made as. */
struct laid_out {
    const struct layout *layout;
    const struct view *view;
    bool is_list;
    bool is_begun;         /* an earlier piece of the same answer has gone: its head is there */
    bool goes_on;          /* another piece follows: there is no end yet */
    uint64_t row_count;    /* in the pieces before; then in all of them */
    struct slice end_code; /* why it ends before its end; unset = it does not */
};

/* A list that is read comes in every format. */
bool layout_has_formats(const struct operation *operation);
/* The members of what is read may be chosen: it is the JSON of one view. */
bool layout_has_members(const struct operation *operation);
/* What rows of the list point at may be shown beside them; how many such pointers there are. */
unsigned layout_pointers(const struct operation *operation,
                         const struct pointer *ret_pointers[INCLUDES_MAX]);
bool layout_has_pointers(const struct operation *operation);
/* Whether the answer is anything else than the JSON that it is made as. */
bool layout_is_plain(const struct layout *layout);
/* Writes it anew. What was laid out is `json`; memory that is short fails the buffer. */
void layout_write(struct laid_out *out, struct slice json, struct arena *arena,
                  struct buffer *buffer);
/* The columns of a sheet of a view: its members, and what is hidden from a reader, when it may be.
 */
bool layout_names_hidden(const struct view *view, const struct layout *layout);

#endif
