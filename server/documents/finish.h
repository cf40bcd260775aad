/* SPDX-License-Identifier: EUPL-1.2 */
/* What cairo leaves out of a PDF, put in by qpdf: the language of the text, its title in the bar of
 * the window, what its figures are in words, and the same as XMP. Equal bytes in, equal bytes out.
 * No conformance to a standard is claimed. */
#ifndef FINISH_H
#define FINISH_H

#include "buffer.h"
#include "documents/frame.h"
#include "documents/layout.h"
#include "status.h"

/* The ornament of the sheets is put below them (frame.h). ret_pdf is released by the caller in any
 * case. */
enum status finish_pdf(const struct layout *layout, struct slice pdf, struct frame *frame,
                       struct buffer *ret_pdf) NODISCARD;

#endif
