/* SPDX-License-Identifier: EUPL-1.2 */
/* A picture of the certifier's: the logo, a PNG that was looked at before (logo.h). */
#ifndef PICTURE_H
#define PICTURE_H

#include "slice.h"

#include <cairo.h>
#include <stdbool.h>

struct picture;

enum { PICTURE_WHY_SIZE = 512 };
/* Reads and decodes it, to be closed. NULL: ret_why says why it cannot be drawn. */
struct picture *picture_open(const char *path, char ret_why[PICTURE_WHY_SIZE]);
void picture_close(struct picture *picture); /* NULL is accepted */

/* As large as it gets in width and height, its sides in proportion. */
void picture_fit(const struct picture *picture, double width, double height, double *ret_width,
                 double *ret_height);
/* With its upper left corner at x, y. */
void picture_draw(cairo_t *cairo, const struct picture *picture, double x, double y, double width,
                  double height);

#endif
