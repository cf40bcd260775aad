/* SPDX-License-Identifier: EUPL-1.2 */
/* The migrations as the runner applies them: numbered ones once, the files of always/ anew whenever
 * one of them changes, and what goes into which. Against a real PostgreSQL. */
#include "db/migrate.h"

#include "server/db/cluster.h"

#include <libpq-fe.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>
#include <cmocka.h>

enum { FILES_MAX = 1024 };

static struct cluster cluster;
static char conninfo[320];
static PGconn *owner;

/* The first column of the first row; "" when there is none. */
static const char *ask(const char *sql)
{
    static char text[8192];
    PGresult *result = PQexec(owner, sql);
    if (PQresultStatus(result) != PGRES_TUPLES_OK)
        print_error("%s: %s", sql, PQresultErrorMessage(result));
    assert_int_equal(PQresultStatus(result), PGRES_TUPLES_OK);
    snprintf(text, sizeof text, "%s", PQntuples(result) > 0 ? PQgetvalue(result, 0, 0) : "");
    PQclear(result);
    return text;
}

static void run(const char *sql)
{
    PGresult *result = PQexec(owner, sql);
    assert_int_equal(PQresultStatus(result), PGRES_COMMAND_OK);
    PQclear(result);
}

static void migrate(const struct migration_files *files)
{
    const struct migrate_report report = migrate_apply(conninfo, files, NULL);
    if (report.state != MIGRATE_CURRENT)
        print_error("%s\n", report.message);
    assert_int_equal(report.state, MIGRATE_CURRENT);
    assert_true(report.has_ours);
    assert_int_equal(report.database_level, report.binary_level);
}

static int set_up(void **state)
{
    (void)state;
    if (!cluster_start(&cluster))
        return -1;
    PGconn *first = PQconnectdb(cluster.conninfo);
    PQclear(PQexec(first, "drop database if exists clea_migrate"));
    PQclear(PQexec(first, "create database clea_migrate"));
    PQfinish(first);
    snprintf(conninfo, sizeof conninfo, "%s dbname=clea_migrate", cluster.conninfo);
    owner = PQconnectdb(conninfo);
    const struct migrate_report report = migrate_apply(conninfo, &migrate_embedded, NULL);
    if (report.state != MIGRATE_CURRENT)
        print_error("%s\n", report.message);
    return report.state == MIGRATE_CURRENT && PQstatus(owner) == CONNECTION_OK ? 0 : -1;
}

static int clean_up(void **state)
{
    (void)state;
    PQfinish(owner);
    cluster_stop(&cluster);
    return 0;
}

/* The files of always/ with one more at the end. */
static void with_one_more(const char *text, struct embedded_text ret_files[FILES_MAX])
{
    int count = 0;
    for (; migrate_embedded.always[count].name; count++)
        ret_files[count] = migrate_embedded.always[count];
    assert_in_range(count, 1, FILES_MAX - 2);
    ret_files[count] = (struct embedded_text){ "99_more.sql", text };
    ret_files[count + 1] = (struct embedded_text){ 0 };
}

/* All that pg_dump would print of what always/ makes, in one digest. */
static const char *digest(void)
{
    return ask("select md5(string_agg(line, e'\\n' order by line)) from ("
               " select pg_get_functiondef(oid) || coalesce(proacl::text, '') ||"
               "  coalesce(obj_description(oid, 'pg_proc'), '') as line from pg_proc"
               "  where pronamespace = 'public'::regnamespace and prokind = 'f' and not exists "
               "  (select from pg_depend d where d.objid = pg_proc.oid and d.deptype = 'e')"
               " union all select pg_get_triggerdef(oid) from pg_trigger where not tgisinternal"
               " union all select relname || pg_get_viewdef(oid) from pg_class"
               "  where relkind = 'v' and relnamespace = 'public'::regnamespace"
               " union all select to_jsonb(p)::text from pg_policies p"
               " union all select relname || coalesce(relacl::text, '') || coalesce((select "
               "  string_agg(attname || attacl::text, ' ' order by attnum) from pg_attribute a"
               "  where a.attrelid = c.oid), '') from pg_class c"
               "  where relnamespace = 'public'::regnamespace) l");
}

static void nothing_changed_is_nothing_done(void **state)
{
    (void)state;
    char before[64];
    snprintf(before, sizeof before, "%s", ask("select max(made_at)::text from schema_file"));
    migrate(&migrate_embedded);
    assert_string_equal(before, ask("select max(made_at)::text from schema_file"));
}

/* A file more makes its objects; without it they are gone, and all else is as it was. */
static void what_a_file_made_goes_with_it(void **state)
{
    (void)state;
    static const char text[] =
        "create function more() returns int language sql return 1;\n"
        "create view more_view as select more() as one from candidacy;\n"
        "create function more_seen() returns bigint language sql begin atomic"
        " select count(*) from more_view; end;\n"
        "create policy candidacy_more on candidacy for select to clea_read using (more() = 1);\n"
        "grant select (id) on api_key to clea_read; grant delete on appeal to clea_auditor;\n"
        "grant execute on function current_day() to clea_owner;\n";
    struct embedded_text always[FILES_MAX];
    char before[64];
    snprintf(before, sizeof before, "%s", digest());
    with_one_more(text, always);
    migrate(&(struct migration_files){ migrate_embedded.numbered, always });
    assert_string_not_equal(before, digest());
    assert_string_equal("1", ask("select more()::text"));
    assert_string_equal("t", ask("select has_column_privilege('clea_read', 'api_key', 'id', "
                                 "'select')::text::bool"));
    migrate(&migrate_embedded);
    assert_string_equal(before, digest());
}

/* Nothing of a failed file stays, and the register says what stands. */
static void a_file_that_fails_changes_nothing(void **state)
{
    (void)state;
    struct embedded_text always[FILES_MAX];
    char before[64];
    snprintf(before, sizeof before, "%s", digest());
    with_one_more("create function more() returns int language sql return 1; select 1 / 0;",
                  always);
    const struct migrate_report report = migrate_apply(
        conninfo, &(struct migration_files){ migrate_embedded.numbered, always }, NULL);
    assert_int_equal(report.state, MIGRATE_FAILED);
    assert_non_null(strstr(report.message, "99_more.sql"));
    assert_non_null(strstr(report.message, "division by zero"));
    assert_string_equal(before, digest());
    assert_int_equal(migrate_check(conninfo).state, MIGRATE_CURRENT);
}

/* A later migration changes a column under a view and rows under triggers that would refuse it. */
static void a_later_migration_is_in_nobody_s_way(void **state)
{
    (void)state;
    struct embedded_text numbered[FILES_MAX];
    int count = 0;
    for (; migrate_embedded.numbered[count].name; count++)
        numbered[count] = migrate_embedded.numbered[count];
    numbered[count] = (struct embedded_text){
        "9999_more.sql",
        "set local role clea_owner;\n"
        "insert into organism (id, reference, siret, name, search_name, name_rule) values "
        "(gen_random_uuid(), 'ORG-2026-000001-' || "
        "reference_check_digits('ORG-2026-000001'), '73282932000074', 'x', 'X', 1);"
        "alter table candidacy alter column answer_by_date type date "
        "using answer_by_date;"
        "do $$ declare n int; begin update organism set name = 'y';"
        " get diagnostics n = row_count;"
        " if n <> 1 then raise 'the owner does not see its rows'; end if;"
        " end $$;"
    };
    numbered[count + 1] = (struct embedded_text){ 0 };
    migrate(&(struct migration_files){ numbered, migrate_embedded.always });
    assert_string_equal("1", ask("select version::text from organism"));
    assert_int_equal(migrate_check(conninfo).state, MIGRATE_AHEAD);
    run("delete from schema_migration where version = 9999");
    run("delete from organism");
}

static void files_of_another_binary_are_told(void **state)
{
    (void)state;
    run("update schema_file set checksum = 'x' where name = '90_grants.sql'");
    const struct migrate_report report = migrate_check(conninfo);
    assert_int_equal(report.state, MIGRATE_BEHIND);
    assert_non_null(strstr(report.message, "run clea-server migrate"));
    migrate(&migrate_embedded);
    assert_int_equal(migrate_check(conninfo).state, MIGRATE_CURRENT);
}

/* --- names --- */

/* A temporary table stands in front of everything else on a search path that does not say
 * otherwise, and pg_restore has none. SQL functions have a body that is resolved when it is made;
 * the others set the path, or name no table without its schema. */
static void functions_resolve_their_names(void **state)
{
    (void)state;
    assert_string_equal(
        "", ask("select string_agg(p.oid::regprocedure::text, ' ') from pg_proc p "
                "where p.pronamespace = 'public'::regnamespace and p.prosqlbody is null "
                "and not exists (select from pg_depend d where d.objid = p.oid "
                "and d.deptype = 'e') "
                "and not 'search_path=pg_catalog, public, pg_temp' = "
                "any (coalesce(p.proconfig, '{}')) "
                "and (p.prosrc ~* "
                "'\\m(from|join|update|insert\\s+into|using|table)\\s+(?!public\\.|unnest\\(|"
                "errcode)[a-z_]' "
                "or p.prosrc ~* '\\mexecute\\M' or p.prolang <> (select oid from pg_language "
                "where lanname = 'plpgsql'))"));
}

/* A table of one's own, named like a table of rules, there before the first plan of a guard is
 * made: no role of the application may make one, and it would help nobody who could. */
static void a_temporary_table_shadows_no_rule(void **state)
{
    (void)state;
    static const char rows[] =
        "begin; select scope_set('SYSTEM', null);"
        "create temporary table candidacy_transition as select * from public.candidacy_transition;"
        "insert into pg_temp.candidacy_transition values ('WITHDRAWN', 'X', 'CONTACT', 'x');"
        "create temporary table id as select gen_random_uuid() as v;"
        "insert into organism (id, reference, siret, name, search_name, name_rule) select v, "
        "'ORG-2026-000001-' ||"
        " reference_check_digits('ORG-2026-000001'), '73282932000074', 'x', 'X', 1 from id;"
        "insert into candidate (id, reference, birth_name, first_name_1, search_name, name_rule) "
        "select v,"
        " 'CAN-2026-000001-' || reference_check_digits('CAN-2026-000001'), 'A', 'B', 'A B', 1 from "
        "id;"
        "insert into candidacy (id, reference, candidate_id, referential_code, owner_org_id,"
        " opened_org_id, opened_on, last_activity_on, entered_on) select v, 'DOS-2026-000001-' ||"
        " reference_check_digits('DOS-2026-000001'), v, 'X', v, v, '2026-01-01', '2026-01-01',"
        " '2026-01-01' from id;"
        "update candidacy set state = 'WITHDRAWN'";
    char text[384];
    snprintf(text, sizeof text, "%s user=clea_national", conninfo);
    PGconn *app = PQconnectdb(text);
    assert_int_equal(PQstatus(app), CONNECTION_OK);
    PGresult *result = PQexec(app, "create temporary table anything (a int)");
    assert_string_equal("42501", PQresultErrorField(result, PG_DIAG_SQLSTATE));
    PQclear(result);
    run("grant temporary on database clea_migrate to clea_national");
    result = PQexec(app, rows);
    if (PQresultStatus(result) != PGRES_COMMAND_OK)
        print_error("%s", PQresultErrorMessage(result));
    assert_int_equal(PQresultStatus(result), PGRES_COMMAND_OK);
    PQclear(result);
    result = PQexec(app, "update candidacy set state = 'CONTACT'");
    assert_int_equal(PQresultStatus(result), PGRES_FATAL_ERROR);
    assert_string_equal("candidacy_transition_legal",
                        PQresultErrorField(result, PG_DIAG_CONSTRAINT_NAME));
    PQclear(result);
    PQfinish(app);
}

/* --- what goes where --- */

/* The functions that tables cannot do without. One more is a decision: a later change of it is a
 * numbered migration, which has to compute again what was computed with it. */
static void numbered_functions_are_these(void **state)
{
    (void)state;
    assert_string_equal(
        "current_day current_scope current_scope_id "
        "reference_check_digits reference_is_valid referential_item_codes "
        "referential_item_subdomains referential_subdomain_codes",
        ask("select string_agg(p.proname, ' ' order by p.proname collate \"C\") from pg_proc p "
            "where p.pronamespace = 'public'::regnamespace "
            "and not exists (select from pg_depend d where d.objid = p.oid and d.deptype = 'e') "
            "and not exists (select from schema_object o where o.kind = 'FUNCTION' "
            "and o.name = 'public.' || p.oid::regprocedure::text)"));
}

/* Of what always/ makes the register knows all but comments, and of the numbered files' nothing. */
static void everything_else_is_made_anew(void **state)
{
    (void)state;
    assert_string_equal("", ask("select string_agg(tgname, ' ') from pg_trigger where not "
                                "tgisinternal and not exists (select from schema_object o where "
                                "o.kind = 'TRIGGER' and o.name = format('%I on public.%I', tgname, "
                                "tgrelid::regclass::text))"));
    assert_string_equal("", ask("select string_agg(polname, ' ') from pg_policy p join pg_class c "
                                "on c.oid = polrelid where polname <> relname || '_owner' and not "
                                "exists (select from schema_object o where o.kind = 'POLICY' and "
                                "o.name = format('%I on public.%I', polname, relname))"));
    assert_string_equal("", ask("select string_agg(relname, ' ') from pg_class where relkind = 'v' "
                                "and relnamespace = 'public'::regnamespace and not exists (select "
                                "from schema_object o where o.kind = 'VIEW' and o.name = 'public.' "
                                "|| relname)"));
}

/* Only rules and registers, which belong to nobody, are open to whoever may read them. */
static void every_table_is_closed(void **state)
{
    (void)state;
    assert_string_equal(
        "appeal_transition appointment_transition candidacy_state candidacy_transition "
        "link_request_transition reference_counter sandbox_clock schema_file schema_migration "
        "schema_object service_mode session_transition transfer_request_transition",
        ask("select string_agg(relname, ' ' order by relname collate \"C\") from pg_class c "
            "where relkind = 'r' and relnamespace = 'public'::regnamespace "
            "and not (relrowsecurity and relforcerowsecurity and exists (select from pg_policy p "
            "where p.polrelid = c.oid and p.polname = c.relname || '_owner'))"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(nothing_changed_is_nothing_done),
        cmocka_unit_test(what_a_file_made_goes_with_it),
        cmocka_unit_test(a_file_that_fails_changes_nothing),
        cmocka_unit_test(a_later_migration_is_in_nobody_s_way),
        cmocka_unit_test(files_of_another_binary_are_told),
        cmocka_unit_test(functions_resolve_their_names),
        cmocka_unit_test(a_temporary_table_shadows_no_rule),
        cmocka_unit_test(numbered_functions_are_these),
        cmocka_unit_test(everything_else_is_made_anew),
        cmocka_unit_test(every_table_is_closed),
    };
    return cmocka_run_group_tests(tests, set_up, clean_up);
}
