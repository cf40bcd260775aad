/* SPDX-License-Identifier: EUPL-1.2 */
/* The rows of one statement that several flights share, taken apart in one pass. */
#ifndef ROWS_H
#define ROWS_H

#include "db/segment.h"

/* Those of one flight. */
struct rows {
    const struct segment *segment; /* NULL: none were asked for */
    unsigned execution, count;
    const unsigned *at; /* row numbers; NULL: 0 … count - 1 */
};

static inline unsigned rows_number(const struct rows *rows, unsigned i)
{
    return rows->at ? rows->at[i] : i;
}

/* One execution with the items of several flights: the first items[0] belong to seat 0, the next to
 * seat 1. */
struct shared_rows {
    struct segment *segment;
    unsigned execution, seats;
    unsigned *items; /* how many each seat has */
    unsigned *start; /* seat i has the numbers order[start[i]] … before start[i + 1] */
    unsigned *order;
    bool is_split, has_failed;
};

/* NULL when memory is short. */
struct shared_rows *shared_rows_new(struct segment *segment, unsigned execution, unsigned seats);
/* The rows of a seat, in the order of the statement; false when memory is short, or a row belongs
 * to no item. */
bool shared_rows_of(struct shared_rows *shared, unsigned seat, struct rows *ret_rows);

#endif
