/* SPDX-License-Identifier: EUPL-1.2 */
/* One text on paper: how large it may be set, how high it is then, and where its letters go. */
#ifndef TEXT_BLOCK_H
#define TEXT_BLOCK_H

#include "documents/layout.h"

/* The text set `scale` times its size or, where its style allows it, as much smaller as it takes to
 * fit into the width and into the lines it may have. NULL: it does not fit. Released with
 * g_object_unref(). */
PangoLayout *text_block_set(struct fonts *fonts, const struct text_style *style, struct slice text,
                            double width, double scale);
double text_block_height(PangoLayout *set);
/* Of `count` lines from `first` on. */
double text_block_part_height(PangoLayout *set, unsigned first, unsigned count);
/* Draws them; the top of the first is at x, y. */
void text_block_draw_part(cairo_t *cairo, PangoLayout *set, unsigned first, unsigned count,
                          double x, double y);

#endif
