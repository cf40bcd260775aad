/* SPDX-License-Identifier: EUPL-1.2 */
/* One area of a sheet: its blocks set at the largest scale at which all of them have room, drawn
 * one below the other and tagged. */
#ifndef DRAW_AREA_H
#define DRAW_AREA_H

#include "documents/pen.h"

/* The first character of the block that no font has, or 0; ret_text is the text that has it. */
unsigned draw_area_lacks(struct fonts *fonts, const struct block *block, struct slice *ret_text);

/* Rows of one table are in one tag, on however many sheets they stand: what follows them ends it.
 */
enum status draw_area(struct pen *pen, const struct area *area) NODISCARD;
void draw_area_end_table(struct pen *pen);

#endif
