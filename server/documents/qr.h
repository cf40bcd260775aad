/* SPDX-License-Identifier: EUPL-1.2 */
/* A QR code as squares on paper (libqrencode), level M: a seventh of it may be lost. */
#ifndef QR_H
#define QR_H

#include "slice.h"
#include "status.h"

#include <cairo.h>

/* Black on white, in a square of `side` points that holds the quiet zone of four modules. */
enum status qr_draw(cairo_t *cairo, struct slice text, double left, double top,
                    double side) NODISCARD;

#endif
