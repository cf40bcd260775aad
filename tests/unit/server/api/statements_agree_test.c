/* SPDX-License-Identifier: EUPL-1.2 */
/* The statements and the tables that use them say the same: parameters, columns, members. Against a
 * real PostgreSQL with every migration. */
#include "server/api/agrees.h"

#include "api/operation.h"

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

/* --- statements --- */

static void every_statement_prepares(void **state)
{
    (void)state;
    assert_true(sql_statement_count > 50);
    assert_int_equal(unprepared, 0);
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

/* Beside the members of its view, a way of a list says where its walk ended. */
static unsigned compare_walk(const char *where, const PGresult *columns)
{
    static const struct {
        const char *name;
        Oid type;
    } marks[] = { { "walk_mark", INT4 }, { "walk_key", TEXT } };
    unsigned failed = 0;
    for (unsigned i = 0; i < sizeof marks / sizeof marks[0]; i++) {
        int at = find_column(columns, marks[i].name);
        if (at < 0 || PQftype(columns, at) != marks[i].type) {
            print_error("%s: no column %s\n", where, marks[i].name);
            failed++;
        }
    }
    return failed;
}

static unsigned compare_view(const char *operation, const struct statement *statement,
                             const struct view *view)
{
    char where[LINE_SIZE];
    unsigned failed = 0;
    if (!statement || !view)
        return 0;
    if (statement->walks) {
        for (unsigned i = 0; i < statement->walks->way_count; i++)
            failed += compare_view(operation, statement->walks->ways[i].statement, view);
        return failed;
    }
    snprintf(where, sizeof where, "%s: %s", operation, statement->name);
    PGresult *columns = PQdescribePrepared(app, statement->name);
    bool is_walked = find_column(columns, "walk_mark") >= 0;
    int wanted = 1 + (int)view_size(view) + (find_column(columns, "tenants") >= 0) +
                 (is_walked ? 2 : 0) + (find_column(columns, "asker_scope") >= 0 ? 2 : 0);
    if (is_walked)
        failed += compare_walk(where, columns);
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
            if (o->reply.other)
                failed += compare_view(o->id, o->reply.other->statement, o->reply.other->view);
        }
    }
    assert_int_equal(failed, 0);
}

/* What the other two walls ask of a statement is what says that its rows belong to somebody. */
static bool is_of_tenants(const struct statement *statement)
{
    static const char *const questions[] = { "scope_sees_candidacy(", "scope_sees_owned(",
                                             "candidate_is_visible(", "candidates_found(",
                                             "= 'COMMISSION' and",    "deadline_owners(" };
    for (unsigned i = 0; statement && i < sizeof questions / sizeof questions[0]; i++) {
        if (strstr(statement->text, questions[i]))
            return true;
    }
    return false;
}

/* Rows that say less than whose they are: of an object that was checked, in the same answer. */
static bool may_be_silent(const struct statement *statement)
{
    static const char *const silent[] = {
        "access_list",
        "attendance_list",
        "candidacy_diff",
        "separation_view",
        "me_view",
        "person_list",
        "affiliation_list",
        "affiliation_view",
        "deadline_months",
        "work_queue_counts",
        "link_request_list",
        "link_request_view", /* a person who is asked reads them in any function */
        "login_list",
        "transfer_request_list", /* of two organisms, of which neither owns it */
        NULL
    };
    for (unsigned i = 0; silent[i]; i++) {
        if (strcmp(silent[i], statement->name) == 0)
            return true;
    }
    return false;
}

/* In the words of tenants.list, or in its own. */
static bool says_whose(const struct statement *statement)
{
    return strstr(statement->text, "as tenants from (") || strstr(statement->text, " as tenants\n");
}

/* A list that has ways for tenants: each of them says it, whatever it asks. */
static unsigned miss_tenants_of_ways(const char *operation, const struct statement *list)
{
    unsigned failed = 0;
    for (unsigned i = 0; i < list->walks->way_count; i++) {
        const struct walk *way = &list->walks->ways[i];
        if (strcmp(way->scope, "ANY") == 0 || strcmp(way->scope, "NATION") == 0 ||
            says_whose(way->statement))
            continue;
        print_error("%s: %s says of no row whose it is: server/api/tenants.list\n", operation,
                    way->statement->name);
        failed++;
    }
    return failed;
}

static unsigned miss_tenants(const char *operation, const struct statement *statement)
{
    if (statement && statement->walks)
        return may_be_silent(statement) ? 0 : miss_tenants_of_ways(operation, statement);
    if (!is_of_tenants(statement) || says_whose(statement) || may_be_silent(statement))
        return 0;
    print_error("%s: %s says of no row whose it is: server/api/tenants.list\n", operation,
                statement->name);
    return 1;
}

static void rows_of_tenants_say_whose_they_are(void **state)
{
    (void)state;
    unsigned failed = 0;
    for (unsigned table = 0; operation_tables[table]; table++) {
        for (const struct operation *o = operation_tables[table]; o->id; o++) {
            failed += miss_tenants(o->id, o->reply.statement);
            failed += miss_tenants(o->id, o->reply.embedded.statement);
            /* A file is sent as a load brought it. */
            for (const struct load *load = o->loads; o->reply.is_file && load->statement; load++)
                failed += miss_tenants(o->id, load->statement);
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
        /* Who asks is given with each item (params_item). */
        for (unsigned i = b->statement->serves_askers ? PARAMS_OF_ASKER : 0;
             i < b->statement->parameter_count; i++) {
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

/* Of what belongs to tenants: `tenants`, and the id by which it is looked up
 * (server/db/statements.awk). */
static bool is_of_engine(const struct statement *statement, const char *column)
{
    char looked_up[64];
    snprintf(looked_up, sizeof looked_up, "', q.%s)", column);
    const bool has_tenants = strstr(statement->text, "as tenants from (") != NULL;
    return strcmp(column, "item") == 0 || strcmp(column, "part") == 0 ||
           (has_tenants &&
            (strcmp(column, "tenants") == 0 || strstr(statement->text, looked_up) != NULL));
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
            if (!is_of_engine(b->statement, column) && !is_read(b->statement, column)) {
                print_error("%s: nobody reads %s\n", b->statement->name, column);
                failed++;
            }
        }
        PQclear(columns);
    }
    assert_int_equal(failed, 0);
}

/* A table names a list, whose ways are statements. */
static bool is_or_leads(const struct statement *named, const struct statement *statement)
{
    for (unsigned i = 0; named->walks && i < named->walks->way_count; i++) {
        if (named->walks->ways[i].statement == statement)
            return true;
    }
    return named == statement;
}

/* What no table names, the engine and its jobs send by themselves: each request would stop on a
 * wrong name. */
static void every_statement_is_in_a_table(void **state)
{
    (void)state;
    static const char *const others[] = {
        "access_log_index",    "access_log_insert",
        "audit_insert",        "constraints_fire",
        "dry_run_begin",       "evidence_part_keep",
        "evidence_part_read",  "evidence_sweep",
        "expiry_probe",        "change_purge",
        "idempotency_find",    "idempotency_lock",
        "idempotency_purge",   "idempotency_store",
        "key_use_note",        "principal_find",
        "refused_callers_add", "roots_hold",
        "scope_change",        "scope_narrow",
        "scope_set",           NULL,
    };
    unsigned failed = 0;
    for (unsigned i = 0; sql_statements[i]; i++) {
        bool is_found = has_name(others, sql_statements[i]->name);
        for (unsigned k = 0; k < BINDINGS && !is_found; k++)
            is_found = is_or_leads(bindings[k].statement, sql_statements[i]);
        if (!is_found) {
            print_error("%s is in no table\n", sql_statements[i]->name);
            failed++;
        }
    }
    assert_int_equal(failed, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_statement_prepares),
        cmocka_unit_test(parameters_are_arrays),
        cmocka_unit_test(views_have_the_columns_of_their_statements),
        cmocka_unit_test(rows_of_tenants_say_whose_they_are),
        cmocka_unit_test(binders_name_the_parameters_of_their_statements),
        cmocka_unit_test(readers_name_the_columns_of_their_statements),
        cmocka_unit_test(every_statement_is_in_a_table),
    };
    return cmocka_run_group_tests(tests, agrees_set_up, agrees_clean_up);
}
