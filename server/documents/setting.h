/* SPDX-License-Identifier: EUPL-1.2 */
/* A block with its texts set: how high it is and, when it is drawn, where its letters go. */
#ifndef SETTING_H
#define SETTING_H

#include "documents/layout.h"

struct setting {
    double height;
    size_t count; /* texts: one, or one for each cell of a row */
    PangoLayout *texts[TABLE_COLUMNS];
};

/* Room round the text of a cell, and before one with a marker. */
#define CELL_GAP   6.0
#define MARKER_GAP 18.0

/* What of a block is text: of a row each of its cells. */
struct cell setting_cell(const struct block *block, size_t cell);
size_t setting_cell_count(const struct block *block);
/* From the left of the area to where a text begins. */
double setting_indent(const struct block *block, double scale);

/* In an area so wide, at `scale` times its size; to be released. False: a text does not fit, and
 * there is nothing to release. */
bool setting_make(struct fonts *fonts, const struct block *block, double width, double scale,
                  struct setting *ret_setting);
void setting_release(struct setting *setting);

#endif
