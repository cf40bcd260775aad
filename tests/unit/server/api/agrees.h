/* SPDX-License-Identifier: EUPL-1.2 */
/* A real PostgreSQL with every migration, and every statement prepared as the server prepares it:
 * for the tests that compare the tables of the program with it. */
#ifndef AGREES_H
#define AGREES_H

#include "db/migrate.h"
#include "server/db/cluster.h"
#include "sql.h"

#include <libpq-fe.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>
#include <cmocka.h>

enum { LINE_SIZE = 192 };

static struct cluster cluster;
static char conninfo[320];
static PGconn *app;         /* as the server connects */
static PGconn *owner;       /* sees everything */
static unsigned unprepared; /* statements that did not prepare, each with its line */

static inline PGresult *ask(const char *sql, int count, const char *const *values)
{
    PGresult *result = PQexecParams(owner, sql, count, NULL, values, NULL, NULL, 0);
    if (PQresultStatus(result) != PGRES_TUPLES_OK)
        print_error("%s%s\n", sql, PQresultErrorMessage(result));
    assert_int_equal(PQresultStatus(result), PGRES_TUPLES_OK);
    return result;
}

/* With the types that connections give: the scope is known even where a statement leaves it unused.
 */
static inline unsigned prepare_statements(void)
{
    static const Oid types[2] = { 25, 2950 }; /* text, uuid */
    unsigned failed = 0;
    for (unsigned i = 0; sql_statements[i]; i++) {
        PGresult *result =
            PQprepare(app, sql_statements[i]->name, sql_statements[i]->text, 2, types);
        if (PQresultStatus(result) != PGRES_COMMAND_OK) {
            print_error("%s: %s", sql_statements[i]->name, PQresultErrorMessage(result));
            failed++;
        }
        PQclear(result);
    }
    return failed;
}

static inline int agrees_set_up(void **state)
{
    (void)state;
    char text[384];
    if (!cluster_start(&cluster))
        return -1;
    PGconn *first = PQconnectdb(cluster.conninfo);
    PQclear(PQexec(first, "drop database if exists clea_agrees"));
    PQclear(PQexec(first, "create database clea_agrees"));
    PQfinish(first);
    snprintf(conninfo, sizeof conninfo, "%s dbname=clea_agrees", cluster.conninfo);
    struct migrate_report report = migrate_apply(conninfo, &migrate_embedded, NULL);
    if (report.state != MIGRATE_CURRENT) {
        print_error("%s\n", report.message);
        return -1;
    }
    owner = PQconnectdb(conninfo);
    snprintf(text, sizeof text, "%s user=clea_app", conninfo);
    app = PQconnectdb(text);
    if (PQstatus(app) != CONNECTION_OK || PQstatus(owner) != CONNECTION_OK)
        return -1;
    unprepared = prepare_statements();
    return 0;
}

static inline int agrees_clean_up(void **state)
{
    (void)state;
    PQfinish(app);
    PQfinish(owner);
    cluster_stop(&cluster);
    return 0;
}

/* -1 = there is none. */
static inline int find_column(const PGresult *columns, const char *name)
{
    for (int i = 0; i < PQnfields(columns); i++) {
        if (strcmp(PQfname(columns, i), name) == 0)
            return i;
    }
    return -1;
}

#endif
