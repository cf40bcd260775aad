/* SPDX-License-Identifier: EUPL-1.2 */
/* What a credential says, as canonical N-Quads (RDF Dataset Canonicalization, RDFC-1.0): what a
 * proof of Data Integrity signs. For documents of our own making only: their words are those of
 * terms.def, and every node has an id, so that there is no blank node to name and the canonical
 * order is that of the lines. A node without an id is one at most, the root: "_:c14n0". */
#ifndef QUADS_H
#define QUADS_H

#include "buffer.h"
#include "slice.h"
#include "status.h"

/* STATUS_FAILED: not JSON, or a member, a type or a value that is none of ours. */
enum status quads_write(struct slice json, struct buffer *ret_quads) NODISCARD;

#endif
