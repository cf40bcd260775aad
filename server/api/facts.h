/* SPDX-License-Identifier: EUPL-1.2 */
/* What a decision rests on and does not change itself: held as it was read until the commit
 * (decision 8), and locks that are no row at all. A row of a table of writes, before all others of
 * its operation:
 *
 *     [HOLD_SITES] = FACTS_WRITE,
 */
#ifndef FACTS_H
#define FACTS_H

#include "api/operation.h"
#include "bound.h"

/* A fact that a guard reads: its version is checked again at the save. */
struct fact_check {
    const char *kind; /* of the SQL function check_facts() */
    struct id id;
    int64_t version;
    unsigned reads; /* enum guard_reads: who needs it */
};

#define FACTS_WRITE                                                                                \
    {                                                                                              \
        &SQL_facts_check, facts_bind_check, WRITE_FIRST                                            \
    }
/* The binder of that row; the item of its effect is a struct fact_check. */
void facts_bind_check(const struct exchange *x, const struct effect *effect, struct params *params);

/* From here to the commit nobody else acts who locks the same id: what was loaded is looked at
 * again by the write, which touches nothing when a twin was faster (WRITE_EXACT). */
void facts_lock(struct exchange *x, const struct write *row, struct id id);

/* The parameter `most` of an insert that counts once more under that lock: whoever came second
 * touches nothing, loads again and is refused (refuse_beyond). What is counted is one text in the
 * load and in the insert: the .part beside them. */
void facts_bind_most(struct params *params, enum bound bound);

#endif
