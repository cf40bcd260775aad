/* SPDX-License-Identifier: EUPL-1.2 */
/* A document as data: sheets of paper, areas on them, blocks of text in the areas, all in reading
 * order; or a text that runs over as many sheets as it takes. What it says is decided before (one
 * file a kind: paper.c), how it is drawn after (draw.c).
 * Lengths are points (1/72 inch), from the upper left corner. Texts are UTF-8 and live as long as
 * the layout does; everything is const and may be shared. */
#ifndef LAYOUT_H
#define LAYOUT_H

#include "calendar.h"
#include "documents/font.h"
#include "slice.h"

#include <stdbool.h>
#include <stddef.h>

/* Red, green, blue: 0 to 1. */
struct color {
    double red, green, blue;
};

/* The inks of a document, by what they are for; the certifier's colour is given with the layout. */
enum ink { INK_TEXT, INK_QUIET, INK_ACCENT, INK_COUNT };

enum align { ALIGN_LEFT, ALIGN_CENTER, ALIGN_RIGHT };
enum stand { STAND_TOP, STAND_MIDDLE, STAND_BOTTOM };

struct picture; /* picture.h */

struct text_style {
    enum face face;
    double size; /* of the letters */
    double
        least_size;  /* a text that does not fit is set smaller, down to this; 0 = never smaller */
    unsigned lines;  /* at most; 0 = as many as it needs */
    double leading;  /* from line to line, in parts of the size; 0 = 1.2 */
    double tracking; /* between letters, in thousandths of the size */
    enum align align;
    enum ink ink;
    bool breaks_words;    /* where one of them is wider than the area, rather than become smaller */
    const char *features; /* of OpenType, "smcp=1,onum=1"; NULL = those that read best */
};

enum block_kind {
    BLOCK_TEXT,
    BLOCK_SPACE,   /* `height` and nothing else */
    BLOCK_RULE,    /* a line of `width` in the middle of `height` */
    BLOCK_CODE,    /* a QR code of `text`, `height` wide and high with its quiet zone */
    BLOCK_PICTURE, /* `picture`, as large as `width` and `height` let it be */
    BLOCK_ROW,     /* `cells` of `table`, side by side */
};

/* What stands before a text, which begins to the right of it. */
enum marker { MARKER_NONE, MARKER_DOT, MARKER_BOX /* to be ticked */ };

enum { TABLE_COLUMNS = 8 };

struct cell {
    const struct text_style *style;
    struct slice text;
};

/* The columns of rows that stand one below the other. */
struct table {
    double widths[TABLE_COLUMNS];
    size_t count;
    double least_height; /* of a row */
    double above;        /* room above and below the texts of a row */
    bool is_named;       /* the first cell of a row says what the others are about */
    /* Its head: a BLOCK_ROW, drawn again wherever rows go on on another sheet; NULL = none. */
    const struct block *head;
};

struct block {
    enum block_kind kind;
    const char *tag; /* what it is to a screen reader: "H1", "P"; of a code "Figure" */
    const struct text_style *style;
    struct slice text;
    struct slice link; /* address it leads to; unset = none */
    struct slice alt;  /* what a code or a picture is, in words */
    double height, width;
    enum align align; /* of a rule, a code or a picture */
    double indent;    /* of a text, from the left */
    enum marker marker;
    const struct picture *picture;
    const struct table *table;
    const struct cell *cells; /* as many as the table has columns */
    bool is_head, is_group;   /* a row that names the columns, or the rows below it */
    bool keeps_next;          /* on one sheet with what follows it, as far as a sheet holds both */
    /* A text of several sheets: which lines of it stand here. All of them when `line_count` is 0.
     */
    unsigned first_line, line_count;
    bool goes_on; /* the rest of it stands on the next sheet */
};

/* Where blocks stand, one below the other. When they do not fit, all of them are set smaller, down
 * to `least_scale` of their size; then drawing fails, and says so. */
struct area {
    double left, top, width, height;
    enum stand stand;
    double least_scale; /* 0 = 0.75 */
    double scale;       /* the largest; 0 = 1 */
    const struct block *blocks;
    size_t count;
    bool is_apart; /* no part of what is read: page numbers, what is repeated */
};

enum ornament { ORNAMENT_NONE, ORNAMENT_FRAME };

struct sheet {
    double width, height;
    enum ornament ornament;
    const struct area *areas; /* in reading order; those apart first */
    size_t count;
};

/* What runs over as many sheets as it takes (flow.h). */
struct flow {
    double width, height;     /* of a sheet */
    const struct area *first; /* on the first sheet, before the text */
    size_t first_count;
    /* Where the text stands on the first sheet and on the others: areas without blocks. */
    struct area body, next_body;
    const struct block *blocks;
    size_t count;
    /* At the head of the sheets behind the first; at the foot of each, with its number where there
     * are several. */
    struct area head, foot;
    const struct text_style *head_style, *foot_style;
    struct slice head_text, foot_text;
};

struct layout {
    struct slice title, author, subject; /* of the file */
    struct date made_on;                 /* the day that the file names as its own */
    struct color accent;
    struct slice mark; /* across every sheet: "SPÉCIMEN"; unset = none */
    const struct sheet *sheets;
    size_t count;
    const struct flow *flow; /* instead of sheets; NULL = none */
};

#define PAPER_A4_SHORT 595.276
#define PAPER_A4_LONG  841.89

#endif
