/* SPDX-License-Identifier: EUPL-1.2 */
/* Puts the certifier's seal on a finished PDF: a signature field without a place on the page, and
 * in it CMS over every byte of the file but itself (PAdES baseline B). Done once for a document:
 * the time of the seal is in it. */
#ifndef SEAL_PDF_H
#define SEAL_PDF_H

#include "buffer.h"
#include "seal/seal.h"
#include "status.h"

/* What is sealed already is refused (STATUS_FAILED): a second seal would break the first. ret_pdf
 * is released by the caller in any case. */
enum status seal_pdf(const struct seal *seal, struct slice pdf, struct slice certifier,
                     int64_t now_s, struct buffer *ret_pdf) NODISCARD;

#endif
