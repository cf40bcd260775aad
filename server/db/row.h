/* A cursor over the columns of one row of a result: each call reads the next column, in the order
 * of the statement. Text is copied into the arena, so that what was read outlives the result. */
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
    int column; /* next to be read; loads start behind the item column */
    struct arena *arena;
    bool has_failed; /* memory, or a value that does not parse: the load fails */
};

bool row_is_null(const struct row *row); /* of the next column; does not advance */
struct id row_id(struct row *row);       /* unset when NULL */
struct slice row_text(struct row *row);  /* unset when NULL */
struct date row_date(struct row *row);   /* unset when NULL */
int64_t row_int(struct row *row);        /* 0 when NULL     */
bool row_bool(struct row *row);          /* false when NULL */
void row_skip(struct row *row);

#endif
