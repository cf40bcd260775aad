/* The database and the tables of the program say the same: statements, columns of views,
 * enumerations, transitions, constraints. Against a real PostgreSQL with every migration. */
#include "api/constraint.h"
#include "api/operation.h"
#include "appeal.h"
#include "appointment.h"
#include "candidacy_machine.h"
#include "certificate.h"
#include "db/migrate.h"
#include "migrations.h"
#include "server/db/cluster.h"
#include "session_machine.h"
#include "sql.h"

#include <libpq-fe.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>
#include <cmocka.h>

enum {
    BOOL = 16,
    INT8 = 20,
    INT2 = 21,
    INT4 = 23,
    TEXT = 25,
    JSON = 114,
    DATE = 1082,
    UUID = 2950,
    JSONB = 3802
};
enum { LINES_MAX = 512, LINE_SIZE = 192 };

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
    char text[384];
    if (!cluster_start(&cluster))
        return -1;
    PGconn *first = PQconnectdb(cluster.conninfo);
    PQclear(PQexec(first, "drop database if exists clea_agrees"));
    PQclear(PQexec(first, "create database clea_agrees"));
    PQfinish(first);
    snprintf(conninfo, sizeof conninfo, "%s dbname=clea_agrees", cluster.conninfo);
    struct migrate_report report = migrate_apply(conninfo, embedded_migrations, false);
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

/* --- statements --- */

/* With the types that connections give: the scope is known even where a statement leaves it unused.
 */
static void every_statement_prepares(void **state)
{
    (void)state;
    static const Oid types[2] = { TEXT, UUID };
    unsigned failed = 0;
    assert_true(sql_statement_count > 50);
    for (unsigned i = 0; sql_statements[i]; i++) {
        PGresult *result =
            PQprepare(app, sql_statements[i]->name, sql_statements[i]->text, 2, types);
        if (PQresultStatus(result) != PGRES_COMMAND_OK) {
            print_error("%s: %s", sql_statements[i]->name, PQresultErrorMessage(result));
            failed++;
        }
        PQclear(result);
    }
    assert_int_equal(failed, 0);
}

/* Parameters from the third on are arrays, one element an item. */
static void parameters_are_arrays(void **state)
{
    (void)state;
    unsigned failed = 0;
    for (unsigned i = 0; sql_statements[i]; i++) {
        PGresult *result = PQdescribePrepared(app, sql_statements[i]->name);
        for (int n = 2; n < PQnparams(result); n++) {
            char oid[16];
            snprintf(oid, sizeof oid, "%u", PQparamtype(result, n));
            const char *values[] = { oid };
            PGresult *type =
                ask("select typcategory, typname from pg_type where oid = $1::oid", 1, values);
            if (PQgetvalue(type, 0, 0)[0] != 'A') {
                print_error("%s: $%d is %s\n", sql_statements[i]->name, n + 1,
                            PQgetvalue(type, 0, 1));
                failed++;
            }
            PQclear(type);
        }
        PQclear(result);
    }
    assert_int_equal(failed, 0);
}

/* --- views --- */

static bool fits(enum member_type type, Oid column)
{
    switch (type) {
    case MEMBER_ID:
        return column == UUID || column == TEXT;
    case MEMBER_DATE:
        return column == DATE || column == TEXT;
    case MEMBER_INT:
        return column == INT2 || column == INT4 || column == INT8;
    case MEMBER_BOOL:
        return column == BOOL;
    case MEMBER_TEXTS:
    case MEMBER_OBJECT:
    case MEMBER_OBJECTS:
    case MEMBER_JSON:
        return column == JSON || column == JSONB;
    default: /* text and what is printed as text; an array or a timestamp would leak PostgreSQL's
                own form */
        return column == TEXT || column == UUID;
    }
}

/* -1 = there is none. */
static int find_column(const PGresult *columns, const char *name)
{
    for (int i = 0; i < PQnfields(columns); i++) {
        if (strcmp(PQfname(columns, i), name) == 0)
            return i;
    }
    return -1;
}

static unsigned compare_column(const char *where, const struct member *member,
                               const PGresult *columns)
{
    int at = find_column(columns, member->name);
    if (at < 0) {
        print_error("%s: no column %s\n", where, member->name);
        return 1;
    }
    if (fits(member->type, PQftype(columns, at)))
        return 0;
    print_error("%s: the type %u of column %s does not suit the member\n", where,
                PQftype(columns, at), member->name);
    return 1;
}

static unsigned compare_view(const char *operation, const struct statement *statement,
                             const struct view *view)
{
    char where[LINE_SIZE];
    unsigned failed = 0;
    if (!statement || !view)
        return 0;
    snprintf(where, sizeof where, "%s: %s", operation, statement->name);
    PGresult *columns = PQdescribePrepared(app, statement->name);
    int wanted = 1 + (int)view_size(view);
    if (PQnfields(columns) != wanted) {
        print_error("%s: %d columns, %d wanted\n", where, PQnfields(columns), wanted);
        failed++;
    }
    for (const struct member *member = view->members; member->name; member++)
        failed += compare_column(where, member, columns);
    PQclear(columns);
    return failed;
}

static void views_have_the_columns_of_their_statements(void **state)
{
    (void)state;
    unsigned failed = 0;
    for (unsigned table = 0; operation_tables[table]; table++) {
        for (const struct operation *o = operation_tables[table]; o->id; o++) {
            failed += compare_view(o->id, o->reply.statement, o->reply.view);
            failed += compare_view(o->id, o->reply.embedded.statement, o->reply.embedded.view);
        }
    }
    assert_int_equal(failed, 0);
}

/* --- binders and readers --- */

/* How the tables of the api bind and read their statements, from the sources (bindings.py). */
static const struct binding {
    const struct statement *statement;
    const char *function;
    bool is_reader;
    const char *names[PARAMS_MAX + 1];
} bindings[] = {
#include "bindings.inc"
};
enum { BINDINGS = sizeof bindings / sizeof bindings[0] };

static bool has_name(const char *const *names, const char *name)
{
    for (; *names; names++) {
        if (strcmp(*names, name) == 0)
            return true;
    }
    return false;
}

static bool has_parameter(const struct statement *statement, const char *name)
{
    for (unsigned i = 0; i < statement->parameter_count; i++) {
        if (strcmp(statement->parameters[i], name) == 0)
            return true;
    }
    return false;
}

static void binders_name_the_parameters_of_their_statements(void **state)
{
    (void)state;
    unsigned failed = 0;
    for (const struct binding *b = bindings; b < bindings + BINDINGS; b++) {
        if (b->is_reader)
            continue;
        for (unsigned i = 0; b->names[i]; i++) {
            if (!has_parameter(b->statement, b->names[i])) {
                print_error("%s binds %s, which %s does not have\n", b->function, b->names[i],
                            b->statement->name);
                failed++;
            }
        }
        for (unsigned i = 0; i < b->statement->parameter_count; i++) {
            if (!has_name(b->names, b->statement->parameters[i])) {
                print_error("%s leaves out %s of %s\n", b->function, b->statement->parameters[i],
                            b->statement->name);
                failed++;
            }
        }
    }
    assert_int_equal(failed, 0);
}

/* Some reader of the statement; one that only asks whether there is a row reads no column. */
static bool is_read(const struct statement *statement, const char *column)
{
    bool has_reader = false;
    for (const struct binding *b = bindings; b < bindings + BINDINGS; b++) {
        if (b->statement != statement || !b->is_reader || !b->names[0])
            continue;
        has_reader = true;
        if (has_name(b->names, column))
            return true;
    }
    return !has_reader;
}

static void readers_name_the_columns_of_their_statements(void **state)
{
    (void)state;
    unsigned failed = 0;
    for (const struct binding *b = bindings; b < bindings + BINDINGS; b++) {
        if (!b->is_reader)
            continue;
        PGresult *columns = PQdescribePrepared(app, b->statement->name);
        for (unsigned i = 0; b->names[i]; i++) {
            if (find_column(columns, b->names[i]) < 0) {
                print_error("%s reads %s, which %s does not have\n", b->function, b->names[i],
                            b->statement->name);
                failed++;
            }
        }
        for (int i = 0; i < PQnfields(columns); i++) {
            const char *column = PQfname(columns, i);
            if (strcmp(column, "item") != 0 && !is_read(b->statement, column)) {
                print_error("%s: nobody reads %s\n", b->statement->name, column);
                failed++;
            }
        }
        PQclear(columns);
    }
    assert_int_equal(failed, 0);
}

/* What no table names, the engine and its jobs send by themselves: each request would stop on a
 * wrong name. */
static void every_statement_is_in_a_table(void **state)
{
    (void)state;
    static const char *const others[] = {
        "access_log_insert",
        "audit_insert",
        "constraints_fire",
        "expiry_probe",
        "idempotency_find",
        "idempotency_lock",
        "idempotency_purge",
        "idempotency_store",
        "principal_find",
        "scope_set",
        NULL,
    };
    unsigned failed = 0;
    for (unsigned i = 0; sql_statements[i]; i++) {
        bool is_found = has_name(others, sql_statements[i]->name);
        for (unsigned k = 0; k < BINDINGS && !is_found; k++)
            is_found = bindings[k].statement == sql_statements[i];
        if (!is_found) {
            print_error("%s is in no table\n", sql_statements[i]->name);
            failed++;
        }
    }
    assert_int_equal(failed, 0);
}

/* --- enumerations --- */

/* The values of the check of a column, one a line and sorted; "" when it has none. */
static const char check_values[] =
    "select coalesce(string_agg(m[1], ' ' order by m[1] collate \"C\"), '') from pg_constraint c, "
    "regexp_matches(pg_get_constraintdef(c.oid), '''([A-Z0-9_]+)''::text', 'g') m "
    "where c.contype = 'c' and c.conrelid = $1::oid and c.conkey = array[$2::smallint] "
    "and pg_get_constraintdef(c.oid) ~ '= ANY \\(+ARRAY'";

static int compare_texts(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static void join_sorted(const char *const *names, char *ret_text, size_t size)
{
    const char *sorted[64] = { NULL };
    size_t count = 0, used = 0;
    for (; count < 64 && names[count]; count++)
        sorted[count] = names[count];
    qsort(sorted, count, sizeof sorted[0], compare_texts);
    ret_text[0] = '\0';
    for (size_t i = 0; i < count && used < size; i++)
        used += (size_t)snprintf(ret_text + used, size - used, "%s%s", i ? " " : "", sorted[i]);
}

static unsigned compare_enum(const char *where, const char *const *names, Oid table, int column,
                             unsigned *compared)
{
    char oid[16], number[16], ours[1024];
    snprintf(oid, sizeof oid, "%u", table);
    snprintf(number, sizeof number, "%d", column);
    const char *values[] = { oid, number };
    PGresult *theirs = ask(check_values, 2, values);
    const char *text = PQgetvalue(theirs, 0, 0);
    bool differs = false;
    join_sorted(names, ours, sizeof ours);
    if (*text) {
        ++*compared;
        differs = strcmp(ours, text) != 0;
    }
    if (differs)
        print_error("%s\n  table:    %s\n  database: %s\n", where, ours, text);
    PQclear(theirs);
    return differs;
}

static unsigned compare_enums(const struct statement *statement, const struct view *view,
                              unsigned *compared)
{
    unsigned failed = 0;
    if (!statement || !view)
        return 0;
    PGresult *columns = PQdescribePrepared(app, statement->name);
    for (const struct member *member = view->members; member->name; member++) {
        char where[LINE_SIZE];
        int at = find_column(columns, member->name);
        snprintf(where, sizeof where, "%s of %s (%s)", member->name, view->name, statement->name);
        if (member->type == MEMBER_ENUM && at >= 0 && PQftable(columns, at) != InvalidOid)
            failed += compare_enum(where, member->names, PQftable(columns, at),
                                   PQftablecol(columns, at), compared);
    }
    PQclear(columns);
    return failed;
}

static void enumerations_are_those_of_the_checks(void **state)
{
    (void)state;
    unsigned failed = 0, compared = 0;
    for (unsigned table = 0; operation_tables[table]; table++) {
        for (const struct operation *o = operation_tables[table]; o->id; o++)
            failed += compare_enums(o->reply.statement, o->reply.view, &compared);
    }
    assert_int_equal(failed, 0);
    assert_true(compared > 5);
}

static void enumerations_of_the_domain_are_those_of_the_checks(void **state)
{
    (void)state;
    static const struct {
        const char *constraint;
        const char *const *names;
    } pairs[] = {
        { "evaluation_kind", evaluation_kind_names },
        { "path_status", path_status_names },
        { "path_module_status", module_status_names },
        { "session_state", session_state_names },
        { "appointment_state", appointment_state_names },
        { "commission_member_college", college_names },
        { "attendance_presence", presence_names },
        { "vote_choice", vote_names },
        { "agenda_item_outcome", verdict_names + 1 },
        { "decision_outcome", verdict_names + 1 },
        { "appeal_state", appeal_state_names },
        { "certificate_status", certificate_state_names },
        { "certificate_annul_reason", annul_reason_names },
    };
    unsigned failed = 0;
    for (unsigned i = 0; i < sizeof pairs / sizeof pairs[0]; i++) {
        const char *values[] = { pairs[i].constraint };
        PGresult *place = ask(
            "select conrelid, conkey[1] from pg_constraint where conname = $1 and contype = 'c'", 1,
            values);
        unsigned compared = 0;
        assert_int_equal(PQntuples(place), 1);
        failed += compare_enum(pairs[i].constraint, pairs[i].names,
                               (Oid)strtoul(PQgetvalue(place, 0, 0), NULL, 10),
                               (int)strtol(PQgetvalue(place, 0, 1), NULL, 10), &compared);
        assert_int_equal(compared, 1);
        PQclear(place);
    }
    assert_int_equal(failed, 0);
}

/* --- machines --- */

struct lines {
    char text[LINES_MAX][LINE_SIZE];
    int count;
};

static int compare_lines(const void *a, const void *b)
{
    return strcmp(a, b);
}

static void compare_with(struct lines *ours, const char *lines)
{
    char sql[512];
    snprintf(sql, sizeof sql, "select line from (%s) l order by line collate \"C\"", lines);
    PGresult *theirs = ask(sql, 0, NULL);
    unsigned failed = 0;
    qsort(ours->text, (size_t)ours->count, LINE_SIZE, compare_lines);
    int i = 0, j = 0;
    while (i < ours->count || j < PQntuples(theirs)) {
        const char *line = j < PQntuples(theirs) ? PQgetvalue(theirs, j, 0) : NULL;
        int order = i == ours->count ? 1 : !line ? -1 : strcmp(ours->text[i], line);
        if (order != 0) {
            print_error("only in %s: %s\n", order < 0 ? "the table" : "the database",
                        order < 0 ? ours->text[i] : line);
            failed++;
        }
        i += order <= 0;
        j += order >= 0;
    }
    PQclear(theirs);
    assert_int_equal(failed, 0);
}

static void candidacies_move_alike(void **state)
{
    (void)state;
    static struct lines ours;
    size_t count;
    const struct transition *table = transitions(&count);
    for (size_t i = 0; i < count; i++) {
        for (unsigned to = 0; table[i].to[to] != CANDIDACY_NONE; to++)
            snprintf(ours.text[ours.count++], LINE_SIZE, "%s %s %s %s",
                     candidacy_state_name(table[i].from), candidacy_event_names[table[i].event],
                     candidacy_state_name(table[i].to[to]), table[i].rule);
    }
    compare_with(
        &ours,
        "select from_state || ' ' || event || ' ' || to_state || ' ' || rtrim(rule, 'abc') as line "
        "from candidacy_transition");
}

static void states_of_candidacies_are_alike(void **state)
{
    (void)state;
    static struct lines ours;
    for (unsigned i = 0; candidacy_state_names[i]; i++)
        snprintf(ours.text[ours.count++], LINE_SIZE, "%s", candidacy_state_names[i]);
    compare_with(&ours, "select state as line from candidacy_state union select 'NONE'");
}

static void sessions_move_alike(void **state)
{
    (void)state;
    static struct lines ours;
    size_t count;
    const struct session_transition *table = session_transitions(&count);
    for (size_t i = 0; i < count; i++)
        snprintf(ours.text[ours.count++], LINE_SIZE, "%s %s %s", session_state_name(table[i].from),
                 session_event_names[table[i].event], session_state_name(table[i].to));
    compare_with(&ours, "select from_state || ' ' || event || ' ' || to_state as line "
                        "from session_transition");
}

static void appeals_move_alike(void **state)
{
    (void)state;
    static struct lines ours;
    size_t count;
    const struct appeal_transition *table = appeal_transitions(&count);
    for (size_t i = 0; i < count; i++)
        snprintf(ours.text[ours.count++], LINE_SIZE, "%s %s %s", appeal_state_names[table[i].from],
                 appeal_event_names[table[i].event], appeal_state_names[table[i].to]);
    compare_with(&ours, "select from_state || ' ' || event || ' ' || to_state as line "
                        "from appeal_transition");
}

static void appointments_move_alike(void **state)
{
    (void)state;
    static struct lines ours;
    size_t count;
    const struct appointment_transition *table = appointment_transitions(&count);
    for (size_t i = 0; i < count; i++)
        snprintf(ours.text[ours.count++], LINE_SIZE, "%s %s %s",
                 appointment_state_names[table[i].from], appointment_event_names[table[i].event],
                 appointment_state_names[table[i].to]);
    snprintf(ours.text[ours.count++], LINE_SIZE, "NONE PLAN PLANNED");
    compare_with(&ours, "select from_state || ' ' || event || ' ' || to_state as line "
                        "from appointment_transition");
}

/* What a state waits for on the main route is something that may happen in it. */
static void the_next_event_is_one_of_the_state(void **state)
{
    (void)state;
    struct lines none = { .count = 0 };
    compare_with(&none, "select s.state as line from candidacy_state s where case "
                        "when s.next_event is null then not s.is_final "
                        "else not exists (select from candidacy_transition t "
                        "where t.from_state = s.state and t.event = s.next_event) end");
}

/* --- constraints --- */

/* A constraint, a unique index, or a name that a trigger gives to refuse(): whole, or an end behind
 * its table's name. */
static const char find_constraint[] =
    "select exists (select from pg_constraint where conname = $1) "
    "or exists (select from pg_class where relname = $1 and relkind = 'i') "
    "or exists (select from pg_proc where pronamespace = 'public'::regnamespace "
    "           and strpos(prosrc, '''' || $1 || '''') > 0) "
    "or exists (select from pg_trigger t join pg_proc p on p.oid = t.tgfoid join pg_class c on "
    "c.oid = t.tgrelid "
    "           where starts_with($1, c.relname) "
    "           and strpos(p.prosrc, 'tg_table_name || ''' || substr($1, length(c.relname) + 1) || "
    "'''') > 0)";

static void constraints_that_have_a_reason_exist(void **state)
{
    (void)state;
    unsigned failed = 0, i;
    for (i = 0; constraint_name(i); i++) {
        const char *values[] = { constraint_name(i) };
        PGresult *found = ask(find_constraint, 1, values);
        if (PQgetvalue(found, 0, 0)[0] != 't') {
            print_error("%s is nowhere in the database\n", constraint_name(i));
            failed++;
        }
        PQclear(found);
    }
    assert_true(i > 30);
    assert_int_equal(failed, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_statement_prepares),
        cmocka_unit_test(parameters_are_arrays),
        cmocka_unit_test(views_have_the_columns_of_their_statements),
        cmocka_unit_test(binders_name_the_parameters_of_their_statements),
        cmocka_unit_test(readers_name_the_columns_of_their_statements),
        cmocka_unit_test(every_statement_is_in_a_table),
        cmocka_unit_test(enumerations_are_those_of_the_checks),
        cmocka_unit_test(enumerations_of_the_domain_are_those_of_the_checks),
        cmocka_unit_test(candidacies_move_alike),
        cmocka_unit_test(states_of_candidacies_are_alike),
        cmocka_unit_test(sessions_move_alike),
        cmocka_unit_test(appeals_move_alike),
        cmocka_unit_test(appointments_move_alike),
        cmocka_unit_test(the_next_event_is_one_of_the_state),
        cmocka_unit_test(constraints_that_have_a_reason_exist),
    };
    return cmocka_run_group_tests(tests, migrate, clean_up);
}
