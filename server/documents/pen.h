/* SPDX-License-Identifier: EUPL-1.2 */
/* What draws: a surface, the fonts and the layout while they are at work. For draw.c and what it
 * is made of. */
#ifndef PEN_H
#define PEN_H

#include "documents/draw.h"

#include <cairo.h>

struct pen {
    struct fonts *fonts;
    const struct layout *layout;
    cairo_t *cairo;
    struct draw_fault *fault;
    const struct table *table; /* whose tag is open; NULL = none */
};

/* STATUS_FAILED, and the fault that says why. */
enum status pen_blame(const struct pen *pen, enum draw_fault_kind kind, unsigned character,
                      struct slice text);

#endif
