/* SPDX-License-Identifier: EUPL-1.2 */
/* Migrations: compare what is registered with what we carry, do the rest. */
#include "db/migrate.h"

#include "migrations.h"
#include "migrations_always.h"
#include "migrations_runner.h"
#include "progress.h"

#include <libpq-fe.h>
#include <sodium.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

/* Any number, as long as every version of the program uses the same. */
#define MIGRATE_LOCK "select pg_advisory_lock(1129071937)"

/* Whom the objects of the schema belong to. */
#define BECOME_OWNER "set local role clea_owner"
/* A file may have changed its role or its search path, or left a constraint to the commit, which
 * would be in the way of whoever alters the same table. */
#define END_FILE "set constraints all immediate; reset role; reset search_path"

const struct migration_files migrate_embedded = { embedded_migrations, embedded_migrations_always };

enum { CHECKSUM_TEXT_SIZE = crypto_hash_sha256_BYTES * 2 + 1 };

/* "0001_core.sql" -> 1 */
static int number_in(const char *text)
{
    return (int)strtol(text, NULL, 10);
}

static int level_of(const struct embedded_text *migration)
{
    return number_in(migration->name);
}

static void checksum_of(const struct embedded_text *migration, char ret_text[CHECKSUM_TEXT_SIZE])
{
    unsigned char hash[crypto_hash_sha256_BYTES];
    crypto_hash_sha256(hash, (const unsigned char *)migration->text, strlen(migration->text));
    sodium_bin2hex(ret_text, CHECKSUM_TEXT_SIZE, hash, sizeof hash);
}

static int last_level(const struct embedded_text migrations[])
{
    int level = 0;
    for (; migrations->name; migrations++)
        level = level_of(migrations);
    return level;
}

static void report_fail(struct migrate_report *report, enum migrate_state state, const char *format,
                        ...) __attribute__((format(printf, 3, 4)));

static void report_fail(struct migrate_report *report, enum migrate_state state, const char *format,
                        ...)
{
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(report->message, sizeof report->message, format, arguments);
    va_end(arguments);
    report->message[strcspn(report->message, "\n")] = '\0'; /* libpq's texts end with a line feed */
    report->state = state;
}

/* Runs one command without parameters. ret_result may be NULL; otherwise the caller clears it. */
static bool command(PGconn *connection, const char *text, struct migrate_report *report,
                    const char *what, PGresult **ret_result)
{
    PGresult *result = PQexec(connection, text);
    const ExecStatusType status = PQresultStatus(result);
    const bool is_ok = status == PGRES_TUPLES_OK || status == PGRES_COMMAND_OK;
    if (!is_ok) {
        const char *position = PQresultErrorField(result, PG_DIAG_STATEMENT_POSITION);
        report_fail(report, MIGRATE_FAILED, "%s%s%s: %s", what, position ? ", at character " : "",
                    position ? position : "",
                    result && *PQresultErrorMessage(result) ? PQresultErrorMessage(result)
                                                            : PQerrorMessage(connection));
    }
    if (ret_result && is_ok)
        *ret_result = result;
    else
        PQclear(result);
    return is_ok;
}

static PGconn *connect_to(const char *conninfo, struct migrate_report *report)
{
    const char *const keywords[] = { "dbname", "application_name", "connect_timeout",
                                     "client_encoding", NULL };
    const char *const values[] = { conninfo, "clea-server migrate", "10", "UTF8", NULL };
    PGconn *connection = PQconnectdbParams(keywords, values, 1);
    if (PQstatus(connection) != CONNECTION_OK) {
        report_fail(report, MIGRATE_FAILED, "no connection to the database: %s",
                    PQerrorMessage(connection));
        PQfinish(connection);
        return NULL;
    }
    PQclear(PQexec(connection, "set client_min_messages = warning"));
    return connection;
}

/* Compares a registered migration with ours of the same place. */
static bool is_ours(const struct embedded_text *migration, const char *name, const char *checksum,
                    struct migrate_report *report)
{
    char ours[CHECKSUM_TEXT_SIZE];
    if (strcmp(migration->name, name) != 0) {
        report_fail(report, MIGRATE_ALTERED,
                    "the database has migration %s where this binary carries %s; "
                    "use the binary that applied it",
                    name, migration->name);
        return false;
    }
    checksum_of(migration, ours);
    if (strcmp(ours, checksum) == 0)
        return true;
    report_fail(report, MIGRATE_ALTERED,
                "migration %s was applied with another content than this binary carries; "
                "an applied migration is never edited: put the change into a new one, "
                "or start a demonstration database anew with server/run --fresh",
                name);
    return false;
}

/* Whether what always/ made is what ours would make. */
static void compare_always(PGconn *connection, const struct embedded_text always[],
                           struct migrate_report *report)
{
    PGresult *result;
    if (!command(connection, "select name, checksum from schema_file order by name collate \"C\"",
                 report, "reading the register of files", &result))
        return;
    const int count = PQntuples(result);
    int same = 0;
    for (; same < count && always[same].name; same++) {
        char ours[CHECKSUM_TEXT_SIZE];
        checksum_of(&always[same], ours);
        if (strcmp(PQgetvalue(result, same, 0), always[same].name) != 0 ||
            strcmp(PQgetvalue(result, same, 1), ours) != 0)
            break;
    }
    report->has_ours = same == count && !always[same].name;
    if (!report->has_ours && report->state == MIGRATE_CURRENT)
        report->state = MIGRATE_BEHIND;
    PQclear(result);
}

/* Level of the database, and whether what it has is what we have. */
static void compare(PGconn *connection, const struct migration_files *files,
                    struct migrate_report *report)
{
    const struct embedded_text *migrations = files->numbered;
    PGresult *result;
    if (!command(connection, "select to_regclass('schema_migration') is not null", report,
                 "looking for the register of migrations", &result))
        return;
    const bool has_register = strcmp(PQgetvalue(result, 0, 0), "t") == 0;
    PQclear(result);
    report->state = MIGRATE_BEHIND;
    if (!has_register)
        return;
    if (!command(connection,
                 "select version, name, checksum from schema_migration order by version", report,
                 "reading the register of migrations", &result))
        return;
    const int count = PQntuples(result);
    if (count > 0)
        report->database_level = number_in(PQgetvalue(result, count - 1, 0));
    if (report->database_level > report->binary_level) {
        report_fail(report, MIGRATE_AHEAD,
                    "the database is at level %d, this binary knows levels up to %d; "
                    "use a binary at least as new as the database",
                    report->database_level, report->binary_level);
    } else {
        report->state =
            report->database_level == report->binary_level ? MIGRATE_CURRENT : MIGRATE_BEHIND;
        for (int i = 0; i < count && migrations[i].name; i++) {
            if (!is_ours(&migrations[i], PQgetvalue(result, i, 1), PQgetvalue(result, i, 2),
                         report))
                break;
        }
    }
    PQclear(result);
    if (report->state == MIGRATE_CURRENT || report->state == MIGRATE_BEHIND)
        compare_always(connection, files->always, report);
}

/* Runs one file inside the transaction. */
static bool run_file(PGconn *connection, const struct embedded_text *file,
                     struct migrate_report *report)
{
    if (!command(connection, file->text, report, file->name, NULL))
        return false;
    if (PQtransactionStatus(connection) == PQTRANS_INTRANS)
        return true;
    report_fail(report, MIGRATE_FAILED, "%s ends the transaction that it runs in", file->name);
    return false;
}

static bool register_file(PGconn *connection, const char *statement, int count,
                          const char *const values[], const char *name,
                          struct migrate_report *report)
{
    PGresult *result = PQexecParams(connection, statement, count, NULL, values, NULL, NULL, 0);
    const bool is_registered = PQresultStatus(result) == PGRES_COMMAND_OK;
    if (!is_registered)
        report_fail(report, MIGRATE_FAILED, "registering %s: %s", name, PQerrorMessage(connection));
    PQclear(result);
    return is_registered;
}

static bool apply_numbered(PGconn *connection, const struct embedded_text *migration,
                           struct migrate_report *report)
{
    char level[12], checksum[CHECKSUM_TEXT_SIZE];
    const char *const values[] = { level, migration->name, checksum };
    snprintf(level, sizeof level, "%d", level_of(migration));
    checksum_of(migration, checksum);
    return run_file(connection, migration, report) &&
           command(connection, END_FILE, report, migration->name, NULL) &&
           register_file(connection,
                         "insert into schema_migration (version, name, checksum) "
                         "values ($1::int, $2, $3)",
                         3, values, migration->name, report);
}

/* A statement of the runner's own: migrations/runner/. */
static const struct embedded_text *find_step(const char *name, struct migrate_report *report)
{
    const struct embedded_text *step = embedded_migrations_runner;
    while (step->name && strcmp(step->name, name) != 0)
        step++;
    if (!step->name)
        report_fail(report, MIGRATE_FAILED, "this binary carries no %s", name);
    return step->name ? step : NULL;
}

static bool run_step(PGconn *connection, const char *name, struct migrate_report *report)
{
    const struct embedded_text *step = find_step(name, report);
    return step && run_file(connection, step, report);
}

/* One that is a transaction by itself. */
static bool run_outside(PGconn *connection, const char *name, struct migrate_report *report)
{
    const struct embedded_text *step = find_step(name, report);
    return step && command(connection, step->text, report, name, NULL);
}

/* Where the list of objects ends: what is behind it later was made in between. */
static bool last_object(PGconn *connection, char ret_ordinal[12], struct migrate_report *report)
{
    PGresult *result;
    if (!command(connection, "select coalesce(max(ordinal), 0) from schema_object", report,
                 "reading the list of objects", &result))
        return false;
    snprintf(ret_ordinal, 12, "%s", PQgetvalue(result, 0, 0));
    PQclear(result);
    return true;
}

static bool make_always(PGconn *connection, const struct embedded_text always[],
                        struct migrate_report *report)
{
    char last[12];
    if (!command(connection, BECOME_OWNER, report, "becoming the owner", NULL) ||
        !run_step(connection, "list.sql", report) || !last_object(connection, last, report))
        return false;
    for (const struct embedded_text *file = always; file->name; file++) {
        char checksum[CHECKSUM_TEXT_SIZE];
        const char *const values[] = { file->name, checksum };
        checksum_of(file, checksum);
        if (!run_file(connection, file, report) ||
            !register_file(connection, "insert into schema_file (name, checksum) values ($1, $2)",
                           2, values, file->name, report))
            return false;
    }
    const char *const values[] = { last };
    return run_step(connection, "list.sql", report) &&
           register_file(connection, "delete from schema_object where ordinal <= $1::int", 1,
                         values, "objects", report) &&
           command(connection, END_FILE, report, "making the rest", NULL);
}

static unsigned count_behind(const struct embedded_text migrations[], int level)
{
    unsigned count = 0;
    for (; migrations->name; migrations++)
        count += level_of(migrations) > level;
    return count;
}

/* All that is missing, in the transaction that the caller ends. */
static bool apply_all(PGconn *connection, const struct migration_files *files,
                      struct migrate_report *report, struct progress *progress)
{
    if (report->database_level > 0 &&
        (!command(connection, BECOME_OWNER, report, "becoming the owner", NULL) ||
         !run_step(connection, "undo.sql", report) ||
         !command(connection, END_FILE, report, "undoing", NULL)))
        return false;
    for (const struct embedded_text *next = files->numbered; next->name; next++) {
        if (level_of(next) <= report->database_level)
            continue;
        progress_step(progress, next->name);
        if (!apply_numbered(connection, next, report))
            return false;
        report->applied_count++;
    }
    progress_step(progress, "functions, triggers, views, policies, grants");
    return make_always(connection, files->always, report);
}

int migrate_level_of_binary(void)
{
    return last_level(migrate_embedded.numbered);
}

struct migrate_report migrate_check(const char *conninfo)
{
    struct migrate_report report = { .binary_level = migrate_level_of_binary() };
    PGconn *connection = connect_to(conninfo, &report);
    if (!connection)
        return report;
    compare(connection, &migrate_embedded, &report);
    PQfinish(connection);
    if (report.state == MIGRATE_BEHIND && report.database_level < report.binary_level)
        report_fail(&report, MIGRATE_BEHIND,
                    "the database is at level %d, this binary needs %d; run clea-server migrate",
                    report.database_level, report.binary_level);
    else if (report.state == MIGRATE_BEHIND)
        report_fail(&report, MIGRATE_BEHIND,
                    "the functions, triggers, views, policies and grants of the database are not "
                    "those of this binary; run clea-server migrate of the newest one");
    return report;
}

struct migrate_report migrate_apply(const char *conninfo, const struct migration_files *files,
                                    bool tells)
{
    struct migrate_report report = { .binary_level = last_level(files->numbered) };
    struct progress progress;
    PGconn *connection = connect_to(conninfo, &report);
    if (!connection)
        return report;
    /* The lock goes with the connection. */
    if (command(connection, MIGRATE_LOCK, &report, "waiting for another migration", NULL))
        compare(connection, files, &report);
    if (report.state == MIGRATE_BEHIND) {
        progress_begin(&progress, "migrations",
                       count_behind(files->numbered, report.database_level) + 1);
        if (command(connection, "begin", &report, "beginning", NULL) &&
            apply_all(connection, files, &report, tells ? &progress : NULL) &&
            command(connection, "commit", &report, "committing", NULL)) {
            report.state = MIGRATE_CURRENT;
            report.database_level = report.binary_level;
            report.has_ours = true;
        } else {
            report.applied_count = 0;
        }
    }
    if (report.state == MIGRATE_CURRENT)
        run_outside(connection, "close.sql", &report);
    PQfinish(connection);
    return report;
}

int migrate_run(const struct config *config)
{
    if (sodium_init() < 0) {
        progress_note("migrate: libsodium does not start");
        return EXIT_FAILURE;
    }
    const struct migrate_report report =
        migrate_apply(config->database.migrator_conninfo, &migrate_embedded, true);
    if (report.state != MIGRATE_CURRENT) {
        progress_note("migrate: %s", report.message);
        return EXIT_FAILURE;
    }
    progress_note("database at level %d (%u applied now)", report.database_level,
                  report.applied_count);
    return EXIT_SUCCESS;
}
