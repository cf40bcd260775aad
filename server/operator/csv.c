/* SPDX-License-Identifier: EUPL-1.2 */
#include "operator/csv.h"

#include "json/utf8.h"

static bool fail(struct csv *csv, unsigned column, const char *why)
{
    csv->bad_column = column;
    csv->fault = why;
    return false;
}

static bool is_at(const struct csv *csv, char c)
{
    return csv->rest.size > 0 && csv->rest.at[0] == c;
}

static void skip(struct csv *csv, size_t size)
{
    csv->rest = (struct slice){ csv->rest.at + size, csv->rest.size - size };
}

/* Behind the value: a comma (true in ret_has_more), an end of line, or the end. */
static bool end_value(struct csv *csv, unsigned column, bool *ret_has_more)
{
    *ret_has_more = is_at(csv, ',');
    if (*ret_has_more || is_at(csv, '\n'))
        skip(csv, 1);
    else if (csv->rest.size > 1 && csv->rest.at[0] == '\r' && csv->rest.at[1] == '\n')
        skip(csv, 2);
    else if (csv->rest.size > 0)
        return fail(csv, column, "a value goes on behind its quotes");
    return true;
}

/* The value as it is meant, where a quote in it was written twice. */
static bool take_out_quotes(struct csv *csv, unsigned column, struct slice *value)
{
    char *text = arena_alloc(csv->arena, value->size + 1);
    size_t size = 0;
    if (!text)
        return fail(csv, column, "out of memory");
    for (size_t at = 0; at < value->size; at++) {
        text[size++] = value->at[at];
        at += value->at[at] == '"';
    }
    *value = (struct slice){ text, size };
    return true;
}

static bool read_quoted(struct csv *csv, unsigned column, struct slice *ret_value)
{
    size_t at = 0;
    bool has_quotes = false;
    skip(csv, 1);
    for (;; at++) {
        if (at == csv->rest.size || csv->rest.at[at] == '\n')
            return fail(csv, column, "its quotes are not closed on this line");
        if (csv->rest.at[at] != '"')
            continue;
        if (at + 1 == csv->rest.size || csv->rest.at[at + 1] != '"')
            break;
        has_quotes = true;
        at++;
    }
    *ret_value = (struct slice){ csv->rest.at, at };
    skip(csv, at + 1);
    return !has_quotes || take_out_quotes(csv, column, ret_value);
}

static bool read_value(struct csv *csv, unsigned column, struct slice *ret_value)
{
    if (is_at(csv, '"'))
        return read_quoted(csv, column, ret_value);
    size_t size = 0;
    while (size < csv->rest.size && csv->rest.at[size] != ',' && csv->rest.at[size] != '\n')
        size++;
    const bool ends_line = size < csv->rest.size && csv->rest.at[size] == '\n';
    if (ends_line && size > 0 && csv->rest.at[size - 1] == '\r')
        size--;
    *ret_value = (struct slice){ csv->rest.at, size };
    if (memchr(ret_value->at, '"', size))
        return fail(csv, column, "a quote stands in a value without quotes");
    skip(csv, size);
    return true;
}

/* The values of one line; how many, 0 = csv->fault says why. */
static unsigned read_row(struct csv *csv, struct slice ret_values[CSV_COLUMNS_MAX])
{
    bool has_more = true;
    unsigned count = 0;
    csv->line++;
    while (has_more) {
        if (count == CSV_COLUMNS_MAX) {
            fail(csv, count, "there are too many columns");
            return 0;
        }
        if (!read_value(csv, count + 1, &ret_values[count]) ||
            !end_value(csv, count + 1, &has_more))
            return 0;
        if (!utf8_is_valid(ret_values[count])) {
            fail(csv, count + 1, "it is not UTF-8");
            return 0;
        }
        count++;
    }
    return count;
}

bool csv_begin(struct csv *csv, struct slice text, struct arena *arena)
{
    static const char mark[] = "\xEF\xBB\xBF";
    *csv = (struct csv){ .rest = text, .arena = arena };
    if (slice_starts_with(text, slice_of(mark)))
        skip(csv, strlen(mark));
    csv->column_count = read_row(csv, csv->names);
    return csv->column_count > 0;
}

bool csv_next(struct csv *csv)
{
    while (is_at(csv, '\n') || is_at(csv, '\r')) { /* empty lines */
        csv->line += is_at(csv, '\n');
        skip(csv, 1);
    }
    if (csv->rest.size == 0)
        return false;
    const unsigned count = read_row(csv, csv->values);
    if (count == 0)
        return false;
    if (count != csv->column_count)
        return fail(csv, count,
                    count < csv->column_count ? "there are too few values"
                                              : "there are too many values");
    return true;
}

int csv_column(const struct csv *csv, const char *name)
{
    for (unsigned i = 0; i < csv->column_count; i++) {
        if (slice_is(csv->names[i], name))
            return (int)i;
    }
    return -1;
}
