/* SPDX-License-Identifier: EUPL-1.2 */
/* What the database refuses, in the domain's words: the name of a constraint to a reason and a
 * member of the body. The table is constraint.def. */
#ifndef CONSTRAINT_H
#define CONSTRAINT_H

#include "reason.h"

#include <stdbool.h>

struct constraint {
    const char *name;
    enum reason reason;  /* REASON_NONE: nothing but a sign that the decision was stale */
    const char *pointer; /* within the data of the act, NULL = no member of the body is to blame */
    bool is_brief;       /* of what ends soon: tried again for a moment */
};

/* NULL for a constraint that no correct request can violate: a bug, answered 500. */
const struct constraint *constraint_find(const char *name);
/* In the order of the table; NULL after the last. */
const struct constraint *constraint_at(unsigned index);

#endif
