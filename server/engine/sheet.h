/* SPDX-License-Identifier: EUPL-1.2 */
/* A list on its way from JSON to another format; private to layout.c and the formats. */
#ifndef SHEET_H
#define SHEET_H

#include "engine/layout.h"

struct column {
    const char *name;
    unsigned width; /* of a text, signs */
};

/* What rows point at, by id. */
struct aside {
    const struct pointer *pointer;
    const struct view *view;
    struct slice *ids, *objects; /* as JSON, sorted by id; an object is null when it is not seen */
    unsigned count;
    unsigned first; /* of its columns */
};

struct sheet {
    struct laid_out *out;
    struct buffer *buffer;
    struct buffer cell; /* of a text: what is being measured, or cut */
    struct column *columns;
    struct slice *cells; /* of the row at hand, as JSON; unset: it has no such member */
    unsigned count;
    unsigned own;      /* so many are of the row itself, the others of what it points at */
    bool names_hidden; /* the last of its own is `redacted_fields` */
    struct aside *asides;
    unsigned aside_count;
    struct slice *pointed; /* of the row at hand, an object as JSON for each of them */
    struct slice included; /* of the JSON, as it is written; unset = none */
    uint64_t row_count;
    struct slice page; /* of the JSON, as it is written; unset = none */
};

/* What a cell says: a text what it says, nothing for null, all else as JSON. */
void sheet_say(const struct sheet *sheet, unsigned i, struct buffer *buffer);
/* As JSON. */
struct slice sheet_next_cursor(struct slice page);

/* sheet_aside.c: the columns of what rows point at, whose names are "candidate.birth_name"; how
 * many there are; what was found of them; which of it a row points at. False: memory is short. */
unsigned sheet_aside_columns(const struct layout *layout);
bool sheet_add_asides(struct sheet *sheet, struct arena *arena);
bool sheet_read_asides(struct sheet *sheet, struct arena *arena);
void sheet_point(struct sheet *sheet, struct slice row);
void sheet_write_pointed(struct sheet *sheet);

/* sheet_csv.c */
void sheet_begin_csv(struct sheet *sheet);
void sheet_write_csv_row(struct sheet *sheet);
/* sheet_text.c */
void sheet_measure_text(struct sheet *sheet);
void sheet_begin_text(struct sheet *sheet);
void sheet_write_text_row(struct sheet *sheet);
void sheet_end_text(struct sheet *sheet);

#endif
