/* The database and the tables of the program say the same: enumerations, transitions, constraints.
 * Against a real PostgreSQL with every migration. */
#include "server/api/agrees.h"

#include "api/constraint.h"
#include "api/operation.h"
#include "appeal.h"
#include "appointment.h"
#include "candidacy_machine.h"
#include "certificate.h"
#include "session_machine.h"

enum { LINES_MAX = 512 };

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
    for (i = 0; constraint_at(i); i++) {
        const char *values[] = { constraint_at(i)->name };
        PGresult *found = ask(find_constraint, 1, values);
        if (PQgetvalue(found, 0, 0)[0] != 't') {
            print_error("%s is nowhere in the database\n", constraint_at(i)->name);
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
    return cmocka_run_group_tests(tests, agrees_set_up, agrees_clean_up);
}
