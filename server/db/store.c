/* SPDX-License-Identifier: EUPL-1.2 */
#include "db/store.h"

#include <assert.h>
#include <libpq-fe.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { CONSTRAINT_SIZE = 64 };

struct store {
    PGconn *connection;
    char constraint[CONSTRAINT_SIZE]; /* that refused the last statement */
};

#define MIGRATE_FIRST "the database is not at the level of this program: run clea-server migrate"

/* Mistakes of an operator, by the class or the whole of PostgreSQL's code. */
static const struct {
    const char *sqlstate, *sentence;
} mistakes[] = {
    { "42P01",
      MIGRATE_FIRST }, /* tables, columns, functions, schemas and roles that are not there */
    { "42703", MIGRATE_FIRST },
    { "42883", MIGRATE_FIRST },
    { "3F000", MIGRATE_FIRST },
    { "42704", MIGRATE_FIRST },
    { "22023", MIGRATE_FIRST }, /* set role: there is no such role */
    { "22021", "a value is not written in UTF-8" },
    { "22P02", "a value has not the form that is wanted" },
};

/* libpq's messages end with a line feed. */
static void say(char *ret_why, size_t why_size, const char *what, const char *why)
{
    snprintf(ret_why, why_size, "%s: %s", what, why);
    ret_why[strcspn(ret_why, "\n")] = '\0';
}

static void explain(struct store *store, const PGresult *result, const char *what, char *ret_why,
                    size_t why_size)
{
    const char *sqlstate = PQresultErrorField(result, PG_DIAG_SQLSTATE);
    const char *constraint = PQresultErrorField(result, PG_DIAG_CONSTRAINT_NAME);
    snprintf(store->constraint, sizeof store->constraint, "%s", constraint ? constraint : "");
    for (size_t i = 0; sqlstate && i < sizeof mistakes / sizeof mistakes[0]; i++) {
        if (strcmp(sqlstate, mistakes[i].sqlstate) == 0) {
            snprintf(ret_why, why_size, "%s", mistakes[i].sentence);
            return;
        }
    }
    if (constraint)
        snprintf(ret_why, why_size, "the database allows no such thing (its rule %s)", constraint);
    else
        say(ret_why, why_size, what, PQerrorMessage(store->connection));
}

struct store *store_open_as_is(const char *conninfo, const char *application, char *ret_why,
                               size_t why_size)
{
    const char *const keywords[] = { "dbname", "application_name", "connect_timeout",
                                     "client_encoding", NULL };
    const char *const values[] = { conninfo, application, "10", "UTF8", NULL };
    struct store *store = calloc(1, sizeof *store);
    snprintf(ret_why, why_size, "out of memory");
    if (!store)
        return NULL;
    store->connection = PQconnectdbParams(keywords, values, 1);
    if (PQstatus(store->connection) == CONNECTION_OK)
        return store;
    say(ret_why, why_size, "no connection to the database", PQerrorMessage(store->connection));
    store_close(store);
    return NULL;
}

struct store *store_open(const char *conninfo, const char *application, char *ret_why,
                         size_t why_size)
{
    struct store *store = store_open_as_is(conninfo, application, ret_why, why_size);
    if (!store)
        return NULL;
    PGresult *result = PQexec(store->connection, "set role clea_owner");
    bool is_owner = PQresultStatus(result) == PGRES_COMMAND_OK;
    if (!is_owner)
        explain(store, result, "this needs the rights of the migrator", ret_why, why_size);
    PQclear(result);
    if (is_owner)
        return store;
    store_close(store);
    return NULL;
}

void store_close(struct store *store)
{
    if (!store)
        return;
    PQfinish(store->connection);
    free(store);
}

void store_statement_init(struct store_statement *statement, const char *text)
{
    const char *list = strstr(text, "as x(");
    assert(list);
    list += strlen("as x(");
    size_t size = strcspn(list, ")");
    *statement = (struct store_statement){ .statement = { .name = "store", .text = text } };
    assert(size < sizeof statement->name_texts);
    memcpy(statement->name_texts, list, size);
    char *rest = NULL;
    for (char *name = strtok_r(statement->name_texts, ", ", &rest); name;
         name = strtok_r(NULL, ", ", &rest))
        statement->names[statement->statement.parameter_count++] = name;
    statement->statement.parameters = statement->names;
}

bool store_query(struct store *store, const char *statement, struct params *take_params,
                 struct store_rows *ret_rows, char *ret_why, size_t why_size)
{
    const char *values[PARAMS_MAX] = { 0 };
    const unsigned count = take_params ? take_params->statement->parameter_count : 0;
    bool is_done = !take_params || params_finish(take_params);
    if (!is_done)
        snprintf(ret_why, why_size, "out of memory");
    for (unsigned i = 0; i < count && is_done; i++)
        values[i] = take_params->literals[i];
    is_done = is_done && store_ask(store, statement, count, values, ret_rows, ret_why, why_size);
    if (take_params)
        arena_release(take_params->arena);
    return is_done;
}

bool store_write(struct store *store, const char *statement, struct params *take_params,
                 unsigned long *ret_written, char *ret_why, size_t why_size)
{
    struct store_rows rows = { 0 };
    const bool is_done = store_query(store, statement, take_params, &rows, ret_why, why_size);
    *ret_written = rows.changed;
    store_rows_release(&rows);
    return is_done;
}

bool store_run(struct store *store, const char *statement, struct params *take_params,
               char *ret_why, size_t why_size)
{
    unsigned long written;
    return store_write(store, statement, take_params, &written, ret_why, why_size);
}

bool store_read(struct store *store, const char *query, struct buffer *ret_text, char *ret_why,
                size_t why_size)
{
    PGresult *result = PQexec(store->connection, query);
    bool is_read = PQresultStatus(result) == PGRES_TUPLES_OK;
    if (!is_read)
        explain(store, result, "a query failed", ret_why, why_size);
    if (is_read && PQntuples(result) > 0)
        buffer_text(ret_text, PQgetvalue(result, 0, 0));
    buffer_char(ret_text, '\0');
    if (!ret_text->has_failed)
        ret_text->size--;
    PQclear(result);
    return is_read && !ret_text->has_failed;
}

bool store_ask(struct store *store, const char *statement, unsigned count,
               const char *const values[], struct store_rows *ret_rows, char *ret_why,
               size_t why_size)
{
    PGresult *result =
        PQexecParams(store->connection, statement, (int)count, NULL, values, NULL, NULL, 0);
    const ExecStatusType status = PQresultStatus(result);
    if (status != PGRES_COMMAND_OK && status != PGRES_TUPLES_OK) {
        explain(store, result, "a statement was refused", ret_why, why_size);
        PQclear(result);
        return false;
    }
    *ret_rows = (struct store_rows){ .result = result,
                                     .count = (unsigned)PQntuples(result),
                                     .changed = strtoul(PQcmdTuples(result), NULL, 10) };
    return true;
}

const char *store_constraint(const struct store *store)
{
    return store->constraint;
}

void store_rows_release(struct store_rows *rows)
{
    PQclear(rows->result);
    *rows = (struct store_rows){ 0 };
}

struct slice store_value(const struct store_rows *rows, unsigned row, const char *column)
{
    const int at = PQfnumber(rows->result, column);
    assert(at >= 0);
    if (PQgetisnull(rows->result, (int)row, at))
        return (struct slice){ 0 };
    return (struct slice){ PQgetvalue(rows->result, (int)row, at),
                           (size_t)PQgetlength(rows->result, (int)row, at) };
}
