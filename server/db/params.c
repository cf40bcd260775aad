#include "db/params.h"

#include <assert.h>

/* Each parameter is the text form of an array, written element by element (PostgreSQL
 * manual, 8.15.6): elements that may hold anything are quoted, with a backslash before each quote
 * and backslash; NULL is the bare word. */

/* The column of the next element, with the brace or comma that goes before it. */
static struct buffer *next_element(struct params *params)
{
    assert(params->item_count > 0 && params->cursor < PARAMS_MAX);
    if (params->cursor == params->column_count) {
        assert(params->item_count == 1); /* a later item has the columns of the first */
        params->column_count++;
    }
    struct buffer *column = &params->columns[params->cursor++];
    buffer_char(column, params->item_count == 1 ? '{' : ',');
    return column;
}

void params_item(struct params *params)
{
    /* A short item would be padded with NULL by unnest(), silently. */
    assert(params->cursor == params->column_count);
    params->item_count++;
    params->cursor = 0;
}

void params_null(struct params *params)
{
    buffer_append(next_element(params), "NULL", 4);
}

void params_id(struct params *params, struct id id)
{
    if (!id_is_set(id)) {
        params_null(params);
        return;
    }
    char text[ID_TEXT_SIZE];
    id_print(id, text);
    buffer_append(next_element(params), text, ID_TEXT_SIZE - 1);
}

void params_text(struct params *params, struct slice text)
{
    if (!slice_is_set(text)) {
        params_null(params);
        return;
    }
    struct buffer *column = next_element(params);
    buffer_char(column, '"');
    size_t plain = 0; /* start of what needs no backslash */
    for (size_t i = 0; i < text.size; i++) {
        /* Text of PostgreSQL holds no NUL, and the literal would end there: refused rather than
         * cut. */
        if (text.at[i] == '\0')
            column->has_failed = true;
        if (text.at[i] != '"' && text.at[i] != '\\')
            continue;
        buffer_append(column, text.at + plain, i - plain);
        buffer_char(column, '\\');
        plain = i;
    }
    buffer_append(column, text.at + plain, text.size - plain);
    buffer_char(column, '"');
}

void params_date(struct params *params, struct date date)
{
    if (!date_is_set(date)) {
        params_null(params);
        return;
    }
    char text[DATE_TEXT_SIZE];
    date_print(date, text);
    buffer_append(next_element(params), text, DATE_TEXT_SIZE - 1);
}

void params_int(struct params *params, int64_t number)
{
    buffer_int(next_element(params), number);
}

void params_int_or_null(struct params *params, bool is_set, int64_t number)
{
    if (is_set)
        params_int(params, number);
    else
        params_null(params);
}

void params_bool(struct params *params, bool value)
{
    buffer_char(next_element(params), value ? 't' : 'f');
}

static const char hex_digits[] = "0123456789abcdef";

void params_bytes(struct params *params, const unsigned char *at, size_t size)
{
    if (!at) {
        params_null(params);
        return;
    }
    struct buffer *column = next_element(params);
    buffer_text(column, "\"\\\\x");
    for (size_t i = 0; i < size; i++) {
        buffer_char(column, hex_digits[at[i] >> 4]);
        buffer_char(column, hex_digits[at[i] & 15]);
    }
    buffer_char(column, '"');
}

bool params_finish(struct params *params)
{
    assert(params->cursor == params->column_count);
    bool is_whole = true;
    for (unsigned i = 0; i < params->column_count; i++) {
        struct buffer *column = &params->columns[i];
        size_t size = column->size;
        buffer_append(column, "}", 2); /* and its NUL */
        is_whole = is_whole && !column->has_failed;
        column->size = size; /* so that finishing twice is harmless */
    }
    return is_whole;
}

void params_release(struct params *params)
{
    for (unsigned i = 0; i < params->column_count; i++)
        buffer_release(&params->columns[i]);
    params->column_count = params->cursor = params->item_count = 0;
}

void params_names(struct params *params, uint64_t bits, const char *const *names)
{
    struct buffer list = { 0 };
    for (unsigned i = 0; names[i]; i++) {
        if (!(bits & (UINT64_C(1) << i)))
            continue;
        if (list.size)
            buffer_char(&list, ',');
        buffer_text(&list, names[i]);
    }
    params_text(params, list.size ? buffer_as_slice(&list) : (struct slice){ 0 });
    buffer_release(&list);
}
