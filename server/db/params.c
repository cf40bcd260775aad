#include "db/params.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "log.h"

/* Each parameter is the text form of an array, written element by element (PostgreSQL
 * manual, 8.15.6): elements that may hold anything are quoted, with a backslash before each quote
 * and backslash; NULL is the bare word. */

/* A binder and a statement that disagree: nothing that such a program writes can be trusted. */
static _Noreturn void stop(const struct params *params, const char *name, const char *why)
{
    log_fields(LOG_ERROR, why, LOG_TEXT("statement", params->statement->name),
               LOG_TEXT("parameter", name));
    abort();
}

static unsigned place_of(const struct params *params, const char *name)
{
    const struct statement *statement = params->statement;
    unsigned at = params->cursor;
    if (at < statement->parameter_count && strcmp(statement->parameters[at], name) == 0)
        return at;
    for (at = 0; at < statement->parameter_count; at++) {
        if (strcmp(statement->parameters[at], name) == 0)
            return at;
    }
    stop(params, name, "a statement has no such parameter");
}

/* The column of the next element, with the brace or comma that goes before it. */
static struct buffer *next_element(struct params *params, const char *name)
{
    assert(params->item_count > 0);
    unsigned at = place_of(params, name);
    uint64_t bit = UINT64_C(1) << at;
    if (params->bound & bit)
        stop(params, name, "a parameter was given twice");
    params->bound |= bit;
    params->cursor = at + 1;
    struct buffer *column = &params->columns[at];
    buffer_char(column, params->item_count == 1 ? '{' : ',');
    return column;
}

/* A short item would be padded with NULL by unnest(), silently. */
static void check_item(const struct params *params)
{
    const struct statement *statement = params->statement;
    for (unsigned i = 0; params->item_count > 0 && i < statement->parameter_count; i++) {
        if (!(params->bound >> i & 1))
            stop(params, statement->parameters[i], "a parameter was left out");
    }
}

void params_init(struct params *params, const struct statement *statement)
{
    assert(statement->parameter_count <= PARAMS_MAX);
    *params = (struct params){ .statement = statement };
}

void params_item(struct params *params)
{
    check_item(params);
    params->item_count++;
    params->bound = 0;
    params->cursor = 0;
}

void params_null(struct params *params, const char *name)
{
    buffer_append(next_element(params, name), "NULL", 4);
}

void params_id(struct params *params, const char *name, struct id id)
{
    if (!id_is_set(id)) {
        params_null(params, name);
        return;
    }
    char text[ID_TEXT_SIZE];
    id_print(id, text);
    buffer_append(next_element(params, name), text, ID_TEXT_SIZE - 1);
}

void params_text(struct params *params, const char *name, struct slice text)
{
    if (!slice_is_set(text)) {
        params_null(params, name);
        return;
    }
    struct buffer *column = next_element(params, name);
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

void params_date(struct params *params, const char *name, struct date date)
{
    if (!date_is_set(date)) {
        params_null(params, name);
        return;
    }
    char text[DATE_TEXT_SIZE];
    date_print(date, text);
    buffer_append(next_element(params, name), text, DATE_TEXT_SIZE - 1);
}

void params_int(struct params *params, const char *name, int64_t number)
{
    buffer_int(next_element(params, name), number);
}

void params_int_or_null(struct params *params, const char *name, bool is_set, int64_t number)
{
    if (is_set)
        params_int(params, name, number);
    else
        params_null(params, name);
}

void params_bool(struct params *params, const char *name, bool value)
{
    buffer_char(next_element(params, name), value ? 't' : 'f');
}

static const char hex_digits[] = "0123456789abcdef";

void params_bytes(struct params *params, const char *name, const unsigned char *at, size_t size)
{
    if (!at) {
        params_null(params, name);
        return;
    }
    struct buffer *column = next_element(params, name);
    buffer_text(column, "\"\\\\x");
    for (size_t i = 0; i < size; i++) {
        buffer_char(column, hex_digits[at[i] >> 4]);
        buffer_char(column, hex_digits[at[i] & 15]);
    }
    buffer_char(column, '"');
}

bool params_finish(struct params *params)
{
    bool is_whole = true;
    assert(params->item_count > 0 || params->statement->parameter_count == 0);
    check_item(params);
    for (unsigned i = 0; i < params->statement->parameter_count; i++) {
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
    if (!params->statement)
        return;
    for (unsigned i = 0; i < params->statement->parameter_count; i++)
        buffer_release(&params->columns[i]);
    params->cursor = params->item_count = 0;
    params->bound = 0;
}

void params_names(struct params *params, const char *name, uint64_t bits, const char *const *names)
{
    struct buffer list = { 0 };
    for (unsigned i = 0; names[i]; i++) {
        if (!(bits & (UINT64_C(1) << i)))
            continue;
        if (list.size)
            buffer_char(&list, ',');
        buffer_text(&list, names[i]);
    }
    params_text(params, name, list.size ? buffer_as_slice(&list) : (struct slice){ 0 });
    buffer_release(&list);
}
