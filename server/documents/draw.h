/* SPDX-License-Identifier: EUPL-1.2 */
/* Draws a layout as a PDF: fonts embedded, structure tagged in reading order. The same layout with
 * the same fonts and libraries gives the same bytes; no clock is read. Not sealed, and without what
 * cairo cannot write: finish.h. */
#ifndef DRAW_H
#define DRAW_H

#include "arena.h"
#include "buffer.h"
#include "documents/layout.h"
#include "status.h"

enum draw_fault_kind {
    DRAW_CHARACTER_MISSING, /* `character` of `text`: no font has it */
    DRAW_TEXT_TOO_LONG,     /* `text`, or what stands below it, has no room even when set smaller */
    DRAW_LIBRARY_FAILED,
};

struct draw_fault {
    enum draw_fault_kind kind;
    unsigned character;
    struct slice text; /* of the layout, or in the arena */
};

/* STATUS_FAILED: ret_fault says why. The arena holds what is made of the layout, a text of the
 * fault too. ret_pdf is released by the caller in any case. */
enum status draw_pdf(struct fonts *fonts, const struct layout *layout, struct arena *arena,
                     struct buffer *ret_pdf, struct draw_fault *ret_fault) NODISCARD;

#endif
