/* SPDX-License-Identifier: EUPL-1.2 */
/* The ornament of a sheet, drawn once for all sheets of its size and colour: its curves are more
 * work than everything that a certificate says. In the file it stands below the text as a form of
 * its own (ISO 32000, 8.10), which is no content. */
#ifndef FRAME_H
#define FRAME_H

#include "buffer.h"
#include "documents/layout.h"
#include "status.h"

#include <qpdf/qpdf-c.h>

/* Nothing is drawn yet where all of it is 0. */
struct frame {
    double width, height;
    struct color accent;
    struct buffer content; /* as the form has it, compressed */
};

void frame_release(struct frame *frame);
/* Below each sheet of the layout that has an ornament; draws it first, where the last one was of
 * another size or colour. The pages of `pdf` are the sheets. */
enum status frame_put(struct frame *frame, const struct layout *layout, qpdf_data pdf) NODISCARD;

#endif
