/* SPDX-License-Identifier: EUPL-1.2 */
/* From what is known of a document, as JSON, to the sheets that say it: which kinds there are, and
 * who writes each. */
#ifndef PAPER_H
#define PAPER_H

#include "arena.h"
#include "documents/livery.h"
#include "json/document.h"

/* STATUS_FAILED: `kind` is none of paper_kinds, or the member that *ret_missing points at is not
 * there, or not of its kind. What the layout points to is in the arena or borrowed from the others.
 * A `mark` stands across every sheet; an unset one does not. */
enum status paper_lay_out(struct arena *arena, struct slice kind, const struct document *told,
                          const struct livery *livery, struct slice mark, struct layout *ret_layout,
                          const char **ret_missing) NODISCARD;

#endif
