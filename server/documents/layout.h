/* A document as data: sheets of paper, areas on them, blocks of text in the areas, all in reading
 * order. What it says is decided before (certificate_paper.c), how it is drawn after (draw.c).
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
    BLOCK_SPACE, /* `height` and nothing else */
    BLOCK_RULE,  /* a line of `width` in the middle of `height` */
    BLOCK_CODE,  /* a QR code of `text`, `height` wide and high with its quiet zone */
};

struct block {
    enum block_kind kind;
    const char *tag; /* what it is to a screen reader: "H1", "P"; of a code "Figure" */
    const struct text_style *style;
    struct slice text;
    struct slice link; /* address it leads to; unset = none */
    struct slice alt;  /* what a code is, in words */
    double height, width;
    enum align align; /* of a rule or a code */
};

/* Where blocks stand, one below the other. When they do not fit, all of them are set smaller, down
 * to `least_scale` of their size; then drawing fails, and says so. */
struct area {
    double left, top, width, height;
    enum stand stand;
    double least_scale; /* 0 = 0.75 */
    const struct block *blocks;
    size_t count;
};

enum ornament { ORNAMENT_NONE, ORNAMENT_FRAME };

struct sheet {
    double width, height;
    enum ornament ornament;
    const struct area *areas; /* in reading order */
    size_t count;
};

struct layout {
    struct slice title, author, subject; /* of the file */
    struct date made_on;                 /* the day that the file names as its own */
    struct color accent;
    struct slice mark; /* across every sheet: "SPÉCIMEN"; unset = none */
    const struct sheet *sheets;
    size_t count;
};

#define PAPER_A4_SHORT 595.276
#define PAPER_A4_LONG  841.89

#endif
