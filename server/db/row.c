/* SPDX-License-Identifier: EUPL-1.2 */
#include "db/row.h"

#include <errno.h>
#include <libpq-fe.h>
#include <stdlib.h>
#include <string.h>

#include "id_text.h"
#include "log.h"

unsigned row_column(const struct row *row, const char *name)
{
    int at = row->column, count = PQnfields(row->result);
    if (at < count && strcmp(PQfname(row->result, at), name) == 0)
        return (unsigned)at;
    for (at = 0; at < count; at++) {
        if (strcmp(PQfname(row->result, at), name) == 0)
            return (unsigned)at;
    }
    /* A reader and a statement that disagree: nothing that such a program decides can be trusted.
     */
    log_fields(LOG_ERROR, "a statement has no such column", LOG_TEXT("column", name));
    abort();
}

/* Unset when NULL. */
static struct slice cell(struct row *row, const char *name)
{
    int column = (int)row_column(row, name);
    row->column = column + 1;
    if (PQgetisnull(row->result, row->row, column))
        return (struct slice){ 0 };
    return (struct slice){ PQgetvalue(row->result, row->row, column),
                           (size_t)PQgetlength(row->result, row->row, column) };
}

bool row_is_null(const struct row *row, const char *name)
{
    return PQgetisnull(row->result, row->row, (int)row_column(row, name));
}

struct id row_id(struct row *row, const char *name)
{
    struct slice text = cell(row, name);
    struct id id = { 0 };
    if (slice_is_set(text) && !id_parse(text, &id))
        row->has_failed = true;
    return id;
}

struct slice row_text(struct row *row, const char *name)
{
    struct slice text = cell(row, name);
    struct slice copy = arena_copy(row->arena, text);
    if (slice_is_set(text) && !slice_is_set(copy))
        row->has_failed = true;
    return copy;
}

struct date row_date(struct row *row, const char *name)
{
    struct slice text = cell(row, name);
    struct date date = { 0 };
    if (slice_is_set(text) && !date_parse(text.at, text.size, &date))
        row->has_failed = true;
    return date;
}

int64_t row_int(struct row *row, const char *name)
{
    struct slice text = cell(row, name);
    if (!slice_is_set(text))
        return 0;
    char *end;
    errno = 0;
    long long number = strtoll(text.at, &end, 10);
    if (errno != 0 || end == text.at || *end != '\0') {
        row->has_failed = true;
        return 0;
    }
    return number;
}

bool row_bool(struct row *row, const char *name)
{
    struct slice text = cell(row, name);
    if (slice_is_set(text) && !slice_is(text, "t") && !slice_is(text, "f"))
        row->has_failed = true;
    return slice_is(text, "t");
}
