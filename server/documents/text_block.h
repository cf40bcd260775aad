/* One text on paper: how large it may be set, how high it is then, and where its letters go. */
#ifndef TEXT_BLOCK_H
#define TEXT_BLOCK_H

#include "documents/layout.h"

/* The text set `scale` times its size or, where its style allows it, as much smaller as it takes to
 * fit into the width and into the lines it may have. NULL: it does not fit. Released with
 * g_object_unref(). */
PangoLayout *text_block_set(struct fonts *fonts, const struct block *block, double width,
                            double scale);
double text_block_height(PangoLayout *set);

#endif
