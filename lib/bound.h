/* SPDX-License-Identifier: EUPL-1.2 */
/* How many of a kind one root may hold (decision 36): a guard of the act that adds, never a
 * condition of reading. */
#ifndef BOUND_H
#define BOUND_H

#include "outcome.h"

enum bound {
#define BOUND(name, most, fr, en) BOUND_##name,
#include "bound.def"
#undef BOUND
    BOUND_COUNT
};

/* What whoever meets it is told: a sentence of wording.h, with {limit}. */
struct bound_text {
    const char *name; /* "SITES" */
    const char *fr, *en;
};
/* Their names by value, NULL-terminated. */
extern const char *const bound_names[];
const struct bound_text *bound_text(enum bound bound);
int bound_most(enum bound bound);
/* RECORDS_TOO_MANY, when so many are there already. */
void bound_judge(enum bound bound, int count, struct outcome *outcome);

#endif
