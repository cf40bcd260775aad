/* SPDX-License-Identifier: EUPL-1.2 */
/* What a sheet wears: the engine-turned frame of a certificate. Nothing of it is content. */
#ifndef ORNAMENT_H
#define ORNAMENT_H

#include "documents/layout.h"

#include <cairo.h>

void ornament_draw(cairo_t *cairo, const struct sheet *sheet, struct color accent);
/* A word across the whole sheet, pale enough to read through: "SPÉCIMEN". */
void ornament_mark(cairo_t *cairo, const struct sheet *sheet, struct fonts *fonts,
                   struct slice mark);

/* The accent with so much white in it: 0 = none, 1 = white. */
struct color color_tint(struct color color, double white);
void color_use(cairo_t *cairo, struct color color);

#endif
