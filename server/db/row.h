/* SPDX-License-Identifier: EUPL-1.2 */
/* One row of a result; each call reads a column by its name, in any order. Those who follow the
 * order of the statement are found without a search. A name that the statement does not have is an
 * error of the program and stops it. Text is copied into the arena, so that what was read outlives
 * the result. */
#ifndef ROW_H
#define ROW_H

#include "arena.h"
#include "calendar.h"
#include "id.h"
#include "slice.h"

#include <stdbool.h>
#include <stdint.h>

struct row {
    const void *result; /* a libpq result, known to db/ only */
    int row;
    int column; /* where the next name most likely stands */
    struct arena *arena;
    bool has_failed; /* memory, or a value that does not parse: the load fails */
};

/* The place of a column. */
unsigned row_column(const struct row *row, const char *name);
bool row_is_null(const struct row *row, const char *name);
struct id row_id(struct row *row, const char *name);      /* unset when NULL */
struct slice row_text(struct row *row, const char *name); /* unset when NULL */
struct date row_date(struct row *row, const char *name);  /* unset when NULL */
int64_t row_int(struct row *row, const char *name);       /* 0 when NULL     */
bool row_bool(struct row *row, const char *name);         /* false when NULL */

#endif
