/* SPDX-License-Identifier: EUPL-1.2 */
/* Which guards of the next event are unmet, of the candidacies of a page: asked of the machine as
 * allowed-events asks it, each with a snapshot of its own. */
#ifndef WORK_GUARDS_H
#define WORK_GUARDS_H

#include "api/operation.h"

struct work_snapshot {
    struct work_candidacy *items;
    unsigned count;
};

/* For a `struct beside`: remembers the row when it is a candidacy, which needs facts; the loads of
 * these; and the cells `is_allowed` and `guards`. The snapshot of the operation is the one above.
 */
bool work_guards_ask(struct exchange *x, const struct view *view, const struct slice *cells);
extern const struct load work_guard_loads[];
void work_guards_fill(struct exchange *x, const struct view *view, struct slice *cells);

extern const struct view work_guard_view;

#endif
