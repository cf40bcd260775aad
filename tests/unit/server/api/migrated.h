/* A database with every migration, for tests that compare it with the tables of the program. */
#ifndef MIGRATED_H
#define MIGRATED_H

#include "db/migrate.h"
#include "migrations.h"
#include "server/db/cluster.h"

#include <libpq-fe.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>
#include <cmocka.h>

static struct cluster cluster;
static char conninfo[320];
static PGconn *app;   /* as the server connects */
static PGconn *owner; /* sees everything */

static PGresult *ask(const char *sql, int count, const char *const *values)
{
    PGresult *result = PQexecParams(owner, sql, count, NULL, values, NULL, NULL, 0);
    if (PQresultStatus(result) != PGRES_TUPLES_OK)
        print_error("%s%s\n", sql, PQresultErrorMessage(result));
    assert_int_equal(PQresultStatus(result), PGRES_TUPLES_OK);
    return result;
}

static int migrate(void **state)
{
    (void)state;
    char text[384], name[32];
    if (!cluster_start(&cluster))
        return -1;
    /* Its own, also on a server that other tests use. */
    snprintf(name, sizeof name, "clea_%d", (int)getpid());
    PGconn *first = PQconnectdb(cluster.conninfo);
    snprintf(text, sizeof text, "drop database if exists %s", name);
    PQclear(PQexec(first, text));
    snprintf(text, sizeof text, "create database %s", name);
    PQclear(PQexec(first, text));
    PQfinish(first);
    snprintf(conninfo, sizeof conninfo, "%s dbname=%s", cluster.conninfo, name);
    struct migrate_report report = migrate_apply(conninfo, embedded_migrations, NULL);
    if (report.state != MIGRATE_CURRENT) {
        print_error("%s\n", report.message);
        return -1;
    }
    owner = PQconnectdb(conninfo);
    snprintf(text, sizeof text, "%s user=clea_app", conninfo);
    app = PQconnectdb(text);
    return PQstatus(app) == CONNECTION_OK && PQstatus(owner) == CONNECTION_OK ? 0 : -1;
}

static int clean_up(void **state)
{
    (void)state;
    PQfinish(app);
    PQfinish(owner);
    cluster_stop(&cluster);
    return 0;
}

#endif
