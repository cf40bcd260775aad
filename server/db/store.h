/* SPDX-License-Identifier: EUPL-1.2 */
/* What a sub-command of the operator works on beside the API: one blocking connection, statement
 * after statement. */
#ifndef STORE_H
#define STORE_H

#include "buffer.h"
#include "db/params.h"
#include "slice.h"
#include "status.h"

#include <stdbool.h>
#include <stddef.h>

struct store;

/* What went wrong is told in sentences (`ret_why`): PostgreSQL's own words are for a broken
 * database alone. */

/* As the owner of the tables, which takes the connection of the migrator. NULL and, in ret_why, one
 * line when the database is out of reach or does not let us. `application` is the name by which the
 * connection is known to the database. */
struct store *store_open(const char *conninfo, const char *application, char *ret_why,
                         size_t why_size);
/* The same as whoever the connection is for. */
struct store *store_open_as_is(const char *conninfo, const char *application, char *ret_why,
                               size_t why_size);
void store_close(struct store *store);

/* A statement over arrays: `text` stays the caller's. Its parameters, from $1 on, go by the names
 * of its `as x(…)`, which it must have. */
struct store_statement {
    struct statement statement;
    const char *names[PARAMS_MAX];
    char name_texts[512];
};

void store_statement_init(struct store_statement *statement, const char *text);
/* One statement whose parameters are the arrays of `take_params`, from $1 on, one element per item;
 * NULL = none. Many rows are written like this between "begin" and "commit". The memory of
 * take_params is released afterwards. */
bool store_run(struct store *store, const char *statement, struct params *take_params,
               char *ret_why, size_t why_size) NODISCARD;
/* The same, and how many rows it wrote. */
bool store_write(struct store *store, const char *statement, struct params *take_params,
                 unsigned long *ret_written, char *ret_why, size_t why_size) NODISCARD;
/* The same, and the rows that it answers (below), to be released when it is true. */
struct store_rows;
bool store_query(struct store *store, const char *statement, struct params *take_params,
                 struct store_rows *ret_rows, char *ret_why, size_t why_size) NODISCARD;
/* The first column of the first row, NUL behind it; empty when there is no row or it is NULL. */
bool store_read(struct store *store, const char *query, struct buffer *ret_text, char *ret_why,
                size_t why_size) NODISCARD;

/* What a statement answered: released by store_rows_release() when store_ask() was true. */
struct store_rows {
    void *result; /* known to db/ only */
    unsigned count;
    unsigned long changed; /* rows that it wrote */
};

/* One statement whose parameters are texts, NULL for NULL. */
bool store_ask(struct store *store, const char *statement, unsigned count,
               const char *const values[], struct store_rows *ret_rows, char *ret_why,
               size_t why_size) NODISCARD;
/* The constraint that refused the last statement; "" when it was not one. */
const char *store_constraint(const struct store *store);
void store_rows_release(struct store_rows *rows);
/* Borrowed, with a NUL behind it; unset when NULL. A name that the statement does not have stops
 * the program. */
struct slice store_value(const struct store_rows *rows, unsigned row, const char *column);

#endif
