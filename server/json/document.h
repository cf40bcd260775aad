/* SPDX-License-Identifier: EUPL-1.2 */
/* A JSON text to look around in: reference data and drafts of a référentiel, whose shape no table
 * of fields describes. Read-only. Every function takes NULL for "there is none" and answers as for
 * a value of the wrong type, so that a walk needs no checks between its steps. */
#ifndef DOCUMENT_H
#define DOCUMENT_H

#include "buffer.h"
#include "reason.h"
#include "slice.h"
#include "status.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct document; /* a value, the whole document or a part of it */

/* REASON_NONE and a document to be freed, or the 400 as fields_read_body() has it: 16 levels at
 * most, duplicate members refused, any top level accepted. ret_status is always written;
 * *ret_document only with REASON_NONE and STATUS_OK. */
enum reason document_parse(struct slice text, struct document **ret_document,
                           enum status *ret_status);
/* Frees the whole document, parts included. Never call it on a part. NULL is accepted. */
void document_free(struct document *document);

bool document_is_object(const struct document *document);
bool document_is_array(const struct document *document);
bool document_is_int(const struct document *document); /* not a real, even 1.0 */
bool document_is_bool(const struct document *document);

/* Parts live as long as the document. NULL: not an object, no such member; not an array, no such
 * item. */
const struct document *document_member(const struct document *document, const char *name);
const struct document *document_item(const struct document *document, size_t index);
/* Items of an array, members of an object, 0 of anything else. */
size_t document_count(const struct document *document);

/* Borrowed from the document; unset when it is not a text. */
struct slice document_text(const struct document *document);
int64_t document_int(const struct document *document, int64_t otherwise);
bool document_bool(const struct document *document, bool otherwise);

#endif
