#include "db/recompute.h"

#include "identity.h"

#include <libpq-fe.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define BATCH "500"

enum { ID_SIZE = 37, NAME_SIZE = 2 * 200 * 4 + 1 };

struct recompute {
    PGconn *connection;
    char rule[12];
    unsigned long changed, conflicts;
    bool has_failed;
};

/* What one table has: rows of another rule behind an id, and how one of them is written. */
struct recomputed {
    const char *table;
    const char *find; /* $1 rule, $2 the id behind which the batch begins */
    bool (*write)(struct recompute *run, PGresult *rows, int row);
};

static void fail(struct recompute *run, const char *what)
{
    fprintf(stderr, "clea-server: recompute: %s: %s", what, PQerrorMessage(run->connection));
    run->has_failed = true;
}

/* NULL after it said why. */
static PGresult *ask(struct recompute *run, const char *statement, int count,
                     const char *const values[])
{
    PGresult *result = PQexecParams(run->connection, statement, count, NULL, values, NULL, NULL, 0);
    const ExecStatusType status = PQresultStatus(result);
    if (status == PGRES_TUPLES_OK || status == PGRES_COMMAND_OK)
        return result;
    fail(run, "a statement was refused");
    PQclear(result);
    return NULL;
}

static bool command(struct recompute *run, const char *statement)
{
    PGresult *result = ask(run, statement, 0, NULL);
    PQclear(result);
    return result != NULL;
}

static struct identity_text text_at(PGresult *rows, int row, const char *column)
{
    const int at = PQfnumber(rows, column);
    if (PQgetisnull(rows, row, at))
        return (struct identity_text){ NULL, 0 };
    return (struct identity_text){ PQgetvalue(rows, row, at), (size_t)PQgetlength(rows, row, at) };
}

static int int_at(PGresult *rows, int row, const char *column)
{
    return (int)strtol(PQgetvalue(rows, row, PQfnumber(rows, column)), NULL, 10);
}

static bool write_organism(struct recompute *run, PGresult *rows, int row)
{
    char folded[NAME_SIZE];
    if (!name_fold(text_at(rows, row, "name"), sizeof folded, folded)) {
        fprintf(stderr, "clea-server: recompute: the name of an organism is too long\n");
        return false;
    }
    const char *const values[] = { PQgetvalue(rows, row, 0), run->rule, folded };
    PGresult *result = ask(run,
                           "update public.organism set name_rule = $2::int, search_name = $3 "
                           "where id = $1::uuid",
                           3, values);
    PQclear(result);
    run->changed++;
    return result != NULL;
}

/* Another active record may be the same person by the new rule: only a merge can tell. */
static void say_conflict(struct recompute *run, PGresult *rows, int row, const char *key)
{
    const char *const values[] = { PQgetvalue(rows, row, 0), key };
    PGresult *other = ask(run,
                          "select reference from public.candidate where identity_key = $2 "
                          "and status = 'ACTIVE' and id <> $1::uuid",
                          2, values);
    if (other)
        fprintf(stderr,
                "clea-server: recompute: %s has the identity of %s: merge one into the other, "
                "and run this again\n",
                PQgetvalue(rows, row, PQfnumber(rows, "reference")),
                PQntuples(other) > 0 ? PQgetvalue(other, 0, 0) : "another record");
    PQclear(other);
    run->conflicts++;
}

static bool write_candidate(struct recompute *run, PGresult *rows, int row)
{
    const struct civil_identity identity = {
        .birth_name = text_at(rows, row, "birth_name"),
        .first_name = text_at(rows, row, "first_name_1"),
        .sex = text_at(rows, row, "sex"),
        .birth_year = int_at(rows, row, "birth_year"),
        .birth_month = int_at(rows, row, "birth_month"),
        .birth_day = int_at(rows, row, "birth_day"),
        .birth_commune_insee = text_at(rows, row, "birth_commune_insee"),
        .birth_country_code = text_at(rows, row, "birth_country_code"),
    };
    char key[IDENTITY_TEXT_SIZE], words[IDENTITY_TEXT_SIZE];
    const bool is_whole = identity_key(&identity, key);
    if (!identity_words(&identity, words)) {
        fprintf(stderr, "clea-server: recompute: the name of a candidate is too long\n");
        return false;
    }
    const char *const values[] = { PQgetvalue(rows, row, 0), run->rule, words,
                                   is_whole ? key : NULL };
    PGresult *result =
        ask(run,
            "update public.candidate c set name_rule = $2::int, search_name = $3, "
            "identity_key = $4 where c.id = $1::uuid and (c.status <> 'ACTIVE' or not exists "
            "(select from public.candidate o where o.identity_key = $4 and o.status = 'ACTIVE' "
            "and o.id <> c.id))",
            4, values);
    if (!result)
        return false;
    if (strcmp(PQcmdTuples(result), "0") == 0)
        say_conflict(run, rows, row, key);
    else
        run->changed++;
    PQclear(result);
    return !run->has_failed;
}

static const struct recomputed tables[] = {
    { "organism",
      "select id, name from public.organism where name_rule <> $1::int and id > $2::uuid "
      "order by id limit " BATCH " for no key update",
      write_organism },
    { "candidate",
      "select id, reference, birth_name, first_name_1, sex, birth_year, birth_month, birth_day, "
      "birth_commune_insee, birth_country_code from public.candidate "
      "where name_rule <> $1::int and id > $2::uuid order by id limit " BATCH " for no key update",
      write_candidate },
};

/* One transaction. ret_last: where the next one begins. False: nothing is left, or it failed. */
static bool batch(struct recompute *run, const struct recomputed *table, char ret_last[ID_SIZE])
{
    const char *const values[] = { run->rule, ret_last };
    if (!command(run, "begin"))
        return false;
    PGresult *rows = ask(run, table->find, 2, values);
    const int count = rows ? PQntuples(rows) : 0;
    for (int i = 0; i < count; i++) {
        if (!table->write(run, rows, i)) {
            run->has_failed = true;
            break;
        }
    }
    if (count > 0)
        snprintf(ret_last, ID_SIZE, "%s", PQgetvalue(rows, count - 1, 0));
    PQclear(rows);
    return !run->has_failed && command(run, "commit") && count > 0;
}

static void recompute_table(struct recompute *run, const struct recomputed *table)
{
    char last[ID_SIZE] = "00000000-0000-0000-0000-000000000000";
    const unsigned long before = run->changed;
    while (batch(run, table, last))
        fprintf(stderr, "clea-server: recompute: %s %lu\n", table->table, run->changed - before);
}

int recompute_run(const struct config *config)
{
    const char *const keywords[] = { "dbname", "application_name", "connect_timeout",
                                     "client_encoding", NULL };
    const char *const values[] = { config->database.migrator_conninfo, "clea-server recompute",
                                   "10", "UTF8", NULL };
    struct recompute run = { .connection = PQconnectdbParams(keywords, values, 1) };
    snprintf(run.rule, sizeof run.rule, "%d", IDENTITY_RULE);
    if (PQstatus(run.connection) != CONNECTION_OK)
        fail(&run, "no connection to the database");
    else if (command(&run, "set role clea_owner")) {
        for (unsigned i = 0; i < sizeof tables / sizeof tables[0] && !run.has_failed; i++)
            recompute_table(&run, &tables[i]);
    }
    PQfinish(run.connection);
    if (!run.has_failed)
        fprintf(stderr,
                "clea-server: recompute: %lu rows brought to rule %s, %lu wait for a merge\n",
                run.changed, run.rule, run.conflicts);
    return run.has_failed || run.conflicts > 0 ? EXIT_FAILURE : EXIT_SUCCESS;
}
