#include "db/seed_store.h"

#include "db/params.h"

#include <assert.h>
#include <libpq-fe.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct seed_store {
    PGconn *connection;
};

/* libpq's messages end with a line feed. */
static void say(char *ret_why, size_t why_size, const char *what, const char *why)
{
    snprintf(ret_why, why_size, "%s: %s", what, why);
    ret_why[strcspn(ret_why, "\n")] = '\0';
}

static PGconn *connect_to(const char *conninfo, const char *application, char *ret_why,
                          size_t why_size)
{
    const char *const keywords[] = { "dbname", "application_name", "connect_timeout",
                                     "client_encoding", NULL };
    const char *const values[] = { conninfo, application, "10", "UTF8", NULL };
    PGconn *connection = PQconnectdbParams(keywords, values, 1);
    if (PQstatus(connection) == CONNECTION_OK)
        return connection;
    say(ret_why, why_size, "no connection to the database", PQerrorMessage(connection));
    PQfinish(connection);
    return NULL;
}

struct seed_store *seed_store_open(const char *conninfo, char *ret_why, size_t why_size)
{
    struct seed_store *store = calloc(1, sizeof *store);
    snprintf(ret_why, why_size, "out of memory");
    if (!store)
        return NULL;
    store->connection = connect_to(conninfo, "clea-server seed", ret_why, why_size);
    if (!store->connection) {
        free(store);
        return NULL;
    }
    PGresult *result = PQexec(store->connection, "set role clea_owner");
    bool is_owner = PQresultStatus(result) == PGRES_COMMAND_OK;
    if (!is_owner)
        say(ret_why, why_size, "the seed needs the rights of the migrator",
            PQerrorMessage(store->connection));
    PQclear(result);
    if (is_owner)
        return store;
    seed_store_close(store);
    return NULL;
}

void seed_store_close(struct seed_store *store)
{
    if (!store)
        return;
    PQfinish(store->connection);
    free(store);
}

/* A copy that ends with a NUL; NULL for an unset slice. Freed by the caller. */
static char *text_of(struct slice text)
{
    return slice_is_set(text) ? strndup(text.at, text.size) : NULL;
}

static enum seed_outcome outcome_of(PGresult *result, PGconn *connection, const char *what,
                                    char *ret_why, size_t why_size)
{
    enum seed_outcome outcome = SEED_FAILED;
    if (PQresultStatus(result) == PGRES_COMMAND_OK)
        outcome = strcmp(PQcmdTuples(result), "0") == 0 ? SEED_UNCHANGED : SEED_CREATED;
    else
        say(ret_why, why_size, what, PQerrorMessage(connection));
    PQclear(result);
    return outcome;
}

enum seed_outcome seed_store_referential(struct seed_store *store,
                                         const struct seed_referential *referential, char *ret_why,
                                         size_t why_size)
{
    enum { COUNT = 11 };
    char id[ID_TEXT_SIZE], valid_from[DATE_TEXT_SIZE], valid_to[DATE_TEXT_SIZE];
    id_print(referential->id, id);
    date_print(referential->valid_from, valid_from);
    date_print(referential->valid_to, valid_to);
    char *values[COUNT] = {
        text_of(slice_of(id)),
        text_of(referential->code),
        text_of(referential->version),
        text_of(referential->title),
        text_of(referential->status),
        text_of(slice_of(valid_from)),
        date_is_set(referential->valid_to) ? text_of(slice_of(valid_to)) : NULL,
        text_of(referential->shape),
        text_of(referential->tree),
        text_of(referential->declared_counts),
        text_of(referential->listed_counts),
    };
    PGresult *result = PQexecParams(
        store->connection,
        "insert into referential_version (id, code, version, title, status, valid_from, valid_to, "
        "shape, tree,"
        "                                 declared_counts, listed_counts, activated_at)"
        " values ($1::uuid, $2, $3, $4, $5, $6::date, $7::date, $8, $9::jsonb, $10::jsonb, "
        "$11::jsonb,"
        "         case when $5 = 'DRAFT' then null else clock_timestamp() end)"
        " on conflict on constraint referential_version_one_label do nothing",
        COUNT, NULL, (const char *const *)values, NULL, NULL, 0);
    for (unsigned i = 0; i < COUNT; i++)
        free(values[i]);
    return outcome_of(result, store->connection, "a référentiel was refused", ret_why, why_size);
}

enum seed_outcome seed_store_sandbox(struct seed_store *store, char *ret_why, size_t why_size)
{
    PGresult *result =
        PQexec(store->connection, "update sandbox_clock set is_sandbox = true"
                                  " where not is_sandbox and not exists (select from candidate)");
    enum seed_outcome outcome = outcome_of(
        result, store->connection, "the database could not be made a sandbox", ret_why, why_size);
    if (outcome != SEED_UNCHANGED)
        return outcome;
    result = PQexec(store->connection, "select is_sandbox from sandbox_clock");
    bool is_sandbox = PQresultStatus(result) == PGRES_TUPLES_OK && PQntuples(result) == 1 &&
                      PQgetvalue(result, 0, 0)[0] == 't';
    PQclear(result);
    if (is_sandbox)
        return SEED_UNCHANGED;
    say(ret_why, why_size, "the database cannot become a sandbox",
        "it holds candidates already; use a database of its own");
    return SEED_FAILED;
}

void seed_statement_init(struct seed_statement *statement, const char *text)
{
    const char *list = strstr(text, "as x(");
    assert(list);
    list += strlen("as x(");
    size_t size = strcspn(list, ")");
    *statement = (struct seed_statement){ .statement = { .name = "seed", .text = text } };
    assert(size < sizeof statement->name_texts);
    memcpy(statement->name_texts, list, size);
    char *rest = NULL;
    for (char *name = strtok_r(statement->name_texts, ", ", &rest); name;
         name = strtok_r(NULL, ", ", &rest))
        statement->names[statement->statement.parameter_count++] = name;
    statement->statement.parameters = statement->names;
}

bool seed_store_run(struct seed_store *store, const char *statement, struct params *take_params,
                    char *ret_why, size_t why_size)
{
    const char *values[PARAMS_MAX] = { 0 };
    int count = take_params ? (int)take_params->statement->parameter_count : 0;
    bool is_whole = !take_params || params_finish(take_params);
    for (int i = 0; i < count; i++)
        values[i] = take_params->literals[i];
    PGresult *result =
        is_whole ? PQexecParams(store->connection, statement, count, NULL, values, NULL, NULL, 0)
                 : NULL;
    ExecStatusType status = PQresultStatus(result);
    bool is_done = is_whole && (status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK);
    if (!is_done)
        say(ret_why, why_size, "a row was refused",
            is_whole ? PQerrorMessage(store->connection) : "out of memory");
    PQclear(result);
    if (take_params)
        arena_release(take_params->arena);
    return is_done;
}

bool seed_store_read(struct seed_store *store, const char *query, struct buffer *ret_text,
                     char *ret_why, size_t why_size)
{
    PGresult *result = PQexec(store->connection, query);
    bool is_read = PQresultStatus(result) == PGRES_TUPLES_OK;
    if (!is_read)
        say(ret_why, why_size, "a query failed", PQerrorMessage(store->connection));
    if (is_read && PQntuples(result) > 0)
        buffer_text(ret_text, PQgetvalue(result, 0, 0));
    buffer_char(ret_text, '\0');
    if (!ret_text->has_failed)
        ret_text->size--;
    PQclear(result);
    return is_read && !ret_text->has_failed;
}

bool sandbox_agrees(const char *conninfo, bool is_sandbox, char *ret_why, size_t why_size)
{
    PGconn *connection = connect_to(conninfo, "clea-server", ret_why, why_size);
    if (!connection)
        return false;
    PGresult *result = PQexec(connection, "select is_sandbox from sandbox_clock");
    bool is_read = PQresultStatus(result) == PGRES_TUPLES_OK && PQntuples(result) == 1;
    bool agrees = is_read && (PQgetvalue(result, 0, 0)[0] == 't') == is_sandbox;
    if (!is_read)
        say(ret_why, why_size, "reading sandbox_clock", PQerrorMessage(connection));
    else if (!agrees && is_sandbox)
        say(ret_why, why_size, "this server is set as a sandbox and its database is not",
            "run clea-server seed with the same setting, or set sandbox.enabled = false");
    else if (!agrees)
        say(ret_why, why_size, "this server is not a sandbox and its database is",
            "set sandbox.enabled = true, or use another database");
    PQclear(result);
    PQfinish(connection);
    return agrees;
}
