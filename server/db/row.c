#include "db/row.h"

#include <errno.h>
#include <libpq-fe.h>
#include <stdlib.h>

#include "db/params.h"

/* The next cell, then one column further; unset when NULL. A column that is not there is a load and
 * a statement that disagree: the load fails. */
static struct slice next_cell(struct row *row)
{
    int column = row->column++;
    if (column >= PQnfields(row->result) || row->row >= PQntuples(row->result)) {
        row->has_failed = true;
        return (struct slice){ 0 };
    }
    if (PQgetisnull(row->result, row->row, column))
        return (struct slice){ 0 };
    return (struct slice){ PQgetvalue(row->result, row->row, column),
                           (size_t)PQgetlength(row->result, row->row, column) };
}

bool row_is_null(const struct row *row)
{
    if (row->column >= PQnfields(row->result) || row->row >= PQntuples(row->result))
        return true;
    return PQgetisnull(row->result, row->row, row->column);
}

struct id row_id(struct row *row)
{
    struct slice cell = next_cell(row);
    struct id id = { 0 };
    if (slice_is_set(cell) && !id_parse(cell, &id))
        row->has_failed = true;
    return id;
}

struct slice row_text(struct row *row)
{
    struct slice cell = next_cell(row);
    struct slice copy = arena_copy(row->arena, cell);
    if (slice_is_set(cell) && !slice_is_set(copy))
        row->has_failed = true;
    return copy;
}

struct date row_date(struct row *row)
{
    struct slice cell = next_cell(row);
    struct date date = { 0 };
    if (slice_is_set(cell) && !date_parse(cell.at, cell.size, &date))
        row->has_failed = true;
    return date;
}

int64_t row_int(struct row *row)
{
    struct slice cell = next_cell(row);
    if (!slice_is_set(cell))
        return 0;
    char *end;
    errno = 0;
    long long number = strtoll(cell.at, &end, 10);
    if (errno != 0 || end == cell.at || *end != '\0') {
        row->has_failed = true;
        return 0;
    }
    return number;
}

bool row_bool(struct row *row)
{
    struct slice cell = next_cell(row);
    if (slice_is_set(cell) && !slice_is(cell, "t") && !slice_is(cell, "f"))
        row->has_failed = true;
    return slice_is(cell, "t");
}

void row_skip(struct row *row)
{
    next_cell(row);
}
