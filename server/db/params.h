/* The parameters of one execution of a statement: scope, scope id, then one array a parameter.
 * Items are added row by row: params_item(), then one call a column, in the order of the statement;
 * every item has the columns of the first. An execution without items suits only a statement
 * without $3. */
#ifndef PARAMS_H
#define PARAMS_H

#include "buffer.h"
#include "calendar.h"
#include "id_text.h"
#include "slice.h"

#include <stdbool.h>
#include <stdint.h>

enum { PARAMS_MAX = 48 };

struct params {
    struct buffer columns[PARAMS_MAX]; /* array literals under construction */
    unsigned column_count;
    unsigned cursor;
    unsigned item_count;
};

void params_item(struct params *params);             /* starts the next element of every array */
void params_id(struct params *params, struct id id); /* an unset id is NULL */
/* An unset slice is NULL. Text with a NUL byte cannot be stored: its segment is not sent. */
void params_text(struct params *params, struct slice text);
void params_date(struct params *params, struct date date); /* an unset date is NULL */
void params_int(struct params *params, int64_t number);
void params_int_or_null(struct params *params, bool is_set, int64_t number);
void params_bool(struct params *params, bool value);
void params_bytes(struct params *params, const unsigned char *at, size_t size); /* NULL = NULL */
void params_null(struct params *params);
/* The names whose bits are set, with commas between; no bit is NULL. */
void params_names(struct params *params, uint64_t bits, const char *const *names);
/* Ends every literal with its brace and a NUL; false when memory was short or a text held a NUL
 * byte. */
bool params_finish(struct params *params);
void params_release(struct params *params);

#endif
