/* SPDX-License-Identifier: EUPL-1.2 */
#include "operator/recompute.h"

#include "db/store.h"
#include "identity.h"
#include "progress.h"
#include "text/compared.h"
#include "text/folded.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define BATCH "500"

enum { ID_SIZE = 37 };

struct recompute {
    struct store *store;
    char rule[12];
    struct progress *progress;
    unsigned long changed, conflicts;
    bool has_failed;
};

/* What one table has: rows of another rule behind an id, and how one of them is written. */
struct recomputed {
    const char *find; /* $1 rule, $2 the id behind which the batch begins */
    bool (*write)(struct recompute *run, const struct store_rows *rows, unsigned row);
};

/* False after it said why. */
static bool ask(struct recompute *run, const char *statement, unsigned count,
                const char *const values[], struct store_rows *ret_rows)
{
    char why[512] = "";
    if (store_ask(run->store, statement, count, values, ret_rows, why, sizeof why))
        return true;
    progress_note("recompute: %s", why);
    run->has_failed = true;
    return false;
}

static bool command(struct recompute *run, const char *statement)
{
    struct store_rows rows;
    if (!ask(run, statement, 0, NULL, &rows))
        return false;
    store_rows_release(&rows);
    return true;
}

static struct identity_text text_at(const struct store_rows *rows, unsigned row, const char *column)
{
    const struct slice text = store_value(rows, row, column);
    return (struct identity_text){ text.at, text.size };
}

static int int_at(const struct store_rows *rows, unsigned row, const char *column)
{
    const struct slice text = store_value(rows, row, column);
    return slice_is_set(text) ? (int)strtol(text.at, NULL, 10) : 0;
}

static bool write_name(struct recompute *run, const struct store_rows *rows, unsigned row,
                       const char *statement)
{
    struct buffer folded = { 0 };
    struct store_rows written;
    text_fold(store_value(rows, row, "name"), &folded);
    buffer_char(&folded, '\0');
    const char *const values[] = { store_value(rows, row, "id").at, run->rule, folded.at };
    const bool is_written = !folded.has_failed && ask(run, statement, 3, values, &written);
    buffer_release(&folded);
    if (!is_written)
        return false;
    store_rows_release(&written);
    run->changed++;
    return true;
}

static bool write_organism(struct recompute *run, const struct store_rows *rows, unsigned row)
{
    return write_name(
        run, rows, row,
        "update public.organism set name_rule = $2::int, search_name = $3 where id = $1::uuid");
}

/* Of two that have been one by their names since before that was asked, the first keeps it. */
#define WRITE_ONE_OF_A_NAME(table)                                                                 \
    "update public." table " t set name_rule = $2::int, search_name = case when exists (select "   \
    "from public." table " o where o.search_name = $3 and o.id <> t.id) then '' else $3 end "      \
    "where t.id = $1::uuid"

static bool write_network(struct recompute *run, const struct store_rows *rows, unsigned row)
{
    return write_name(run, rows, row, WRITE_ONE_OF_A_NAME("network"));
}

static bool write_funder(struct recompute *run, const struct store_rows *rows, unsigned row)
{
    return write_name(run, rows, row, WRITE_ONE_OF_A_NAME("funder"));
}

/* Another active record may be the same person by the new rule: only a merge can tell. */
static void say_conflict(struct recompute *run, const struct store_rows *rows, unsigned row,
                         const struct compared *compared)
{
    const char *const values[] = { store_value(rows, row, "id").at, compared->key,
                                   compared->parts };
    struct store_rows other;
    run->conflicts++;
    if (!ask(run,
             "select n.reference from public.candidate c cross join lateral "
             "public.identity_held($2, string_to_array($3, '|', ''), c.id, null) h "
             "join public.candidate n on n.id = h.other_id where c.id = $1::uuid",
             3, values, &other))
        return;
    progress_note("recompute: %s has the identity of %s: merge one into the other, and run this "
                  "again",
                  store_value(rows, row, "reference").at,
                  other.count > 0 ? store_value(&other, 0, "reference").at : "another record");
    store_rows_release(&other);
}

static bool update_candidate(struct recompute *run, const struct store_rows *rows, unsigned row,
                             struct compared *compared)
{
    buffer_char(&compared->words, '\0');
    if (compared->words.has_failed)
        return false;
    const char *const values[] = {
        store_value(rows, row, "id").at,         run->rule,       compared->search_name,
        compared->key[0] ? compared->key : NULL, compared->parts, compared->words.at
    };
    struct store_rows written;
    if (!ask(run,
             "update public.candidate c set name_rule = $2::int, search_name = $3, "
             "identity_key = $4, identity_parts = string_to_array($5, '|', ''), "
             "search_words = string_to_array(btrim($6), ' ') "
             "where c.id = $1::uuid and (c.status <> 'ACTIVE' or not exists (select from "
             "public.identity_held($4, string_to_array($5, '|', ''), c.id, null)))",
             6, values, &written))
        return false;
    if (written.changed == 0)
        say_conflict(run, rows, row, compared);
    else
        run->changed++;
    store_rows_release(&written);
    return !run->has_failed;
}

static bool write_candidate(struct recompute *run, const struct store_rows *rows, unsigned row)
{
    const struct civil_identity known = {
        .sex = text_at(rows, row, "sex"),
        .birth_year = int_at(rows, row, "birth_year"),
        .birth_month = int_at(rows, row, "birth_month"),
        .birth_day = int_at(rows, row, "birth_day"),
        .birth_commune_insee = text_at(rows, row, "birth_commune_insee"),
        .birth_country_code = text_at(rows, row, "birth_country_code"),
    };
    const struct written_names names = {
        .birth_name = store_value(rows, row, "birth_name"),
        .usage_name = store_value(rows, row, "usage_name"),
        .first_names = { store_value(rows, row, "first_name_1"),
                         store_value(rows, row, "first_name_2"),
                         store_value(rows, row, "first_name_3") },
        .birth_town = store_value(rows, row, "birth_commune_label"),
    };
    struct compared compared;
    bool is_made = compared_make(&compared, &names, &known);
    if (!is_made)
        progress_note("recompute: no memory, or the name of a candidate is too long");
    bool is_written = is_made && update_candidate(run, rows, row, &compared);
    compared_release(&compared);
    return is_written;
}

static const struct recomputed tables[] = {
    { "select id, name from public.organism where name_rule <> $1::int and id > $2::uuid "
      "order by id limit " BATCH " for no key update",
      write_organism },
    { "select id, name from public.network where name_rule <> $1::int and id > $2::uuid "
      "order by id limit " BATCH " for no key update",
      write_network },
    { "select id, name from public.funder where name_rule <> $1::int and id > $2::uuid "
      "order by id limit " BATCH " for no key update",
      write_funder },
    { "select id, reference, birth_name, usage_name, first_name_1, first_name_2, first_name_3, "
      "sex, birth_year, birth_month, birth_day, birth_commune_insee, birth_commune_label, "
      "birth_country_code from "
      "public.candidate "
      "where name_rule <> $1::int and id > $2::uuid order by id limit " BATCH " for no key update",
      write_candidate },
};

/* One transaction. ret_last: where the next one begins. False: nothing is left, or it failed. */
static bool batch(struct recompute *run, const struct recomputed *table, char ret_last[ID_SIZE])
{
    const char *const values[] = { run->rule, ret_last };
    if (!command(run, "begin"))
        return false;
    struct store_rows rows = { 0 };
    const unsigned count = ask(run, table->find, 2, values, &rows) ? rows.count : 0;
    for (unsigned i = 0; i < count; i++) {
        if (!table->write(run, &rows, i)) {
            run->has_failed = true;
            break;
        }
        progress_step(run->progress, NULL);
    }
    if (count > 0)
        snprintf(ret_last, ID_SIZE, "%s", store_value(&rows, count - 1, "id").at);
    store_rows_release(&rows);
    return !run->has_failed && command(run, "commit") && count > 0;
}

/* How many rows of another rule there are, and the work is begun. */
static void begin(struct recompute *run, struct progress *ret_progress)
{
    const char *const values[] = { run->rule };
    struct store_rows rows;
    unsigned total = 0;
    if (ask(run,
            "select (select count(*) from public.organism where name_rule <> $1::int) + "
            "(select count(*) from public.network where name_rule <> $1::int) + "
            "(select count(*) from public.funder where name_rule <> $1::int) + "
            "(select count(*) from public.candidate where name_rule <> $1::int) as total",
            1, values, &rows)) {
        total = (unsigned)strtoul(store_value(&rows, 0, "total").at, NULL, 10);
        store_rows_release(&rows);
    }
    progress_begin(ret_progress, "recompute: rows", total);
}

static void recompute_tables(struct recompute *run)
{
    struct progress progress;
    begin(run, &progress);
    run->progress = &progress;
    for (unsigned i = 0; i < sizeof tables / sizeof tables[0] && !run->has_failed; i++) {
        char last[ID_SIZE] = "00000000-0000-0000-0000-000000000000";
        while (batch(run, &tables[i], last))
            continue;
    }
    progress_end(&progress);
}

int recompute_run(const struct config *config)
{
    char why[512] = "";
    struct recompute run = { .store = store_open(config->database.migrator_conninfo,
                                                 "clea-server recompute", why, sizeof why) };
    snprintf(run.rule, sizeof run.rule, "%d", IDENTITY_RULE);
    if (!run.store) {
        progress_note("recompute: %s", why);
        return EXIT_FAILURE;
    }
    recompute_tables(&run);
    store_close(run.store);
    if (!run.has_failed)
        progress_note("recompute: %lu rows brought to rule %s, %lu wait for a merge", run.changed,
                      run.rule, run.conflicts);
    return run.has_failed || run.conflicts > 0 ? EXIT_FAILURE : EXIT_SUCCESS;
}
