/* SPDX-License-Identifier: EUPL-1.2 */
/* A document as it is sent: the sealed file, or why there is none. */
#ifndef DOCUMENT_H
#define DOCUMENT_H

#include "api/operation.h"

/* What a statement brings of a document ({{document_row}}). */
struct document_snapshot {
    int64_t edition;
    struct slice content; /* in hexadecimal; unset = not drawn yet */
    struct slice digest;  /* SHA-256, in base64 */
};

/* Refuses with DOCUMENT_NOT_DRAWN while there is none. */
void document_read(struct exchange *x, struct row *row, struct document_snapshot *ret_document);
/* Content-Disposition of a file that is to be kept, not shown: for old programs in ASCII, for the
 * others as it is spelt; `ending` (".pdf") goes behind both. Unset, and the exchange has failed,
 * when memory is short. */
struct slice document_disposition(struct exchange *x, struct slice ascii_name, struct slice name,
                                  const char *ending);
/* The file, and what is said of it: `name` is what it is called, without an ending, in ASCII and in
 * French. Neither holds anybody's name. */
void document_render(struct exchange *x, const struct document_snapshot *document,
                     struct slice ascii_name, struct slice name, struct writer *writer);

extern const struct operation document_operations[];

#endif
