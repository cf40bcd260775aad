/* SPDX-License-Identifier: EUPL-1.2 */
/* The database and the tables of the program say the same: transitions, constraints. Against a
 * real PostgreSQL with every migration. */
#include "server/api/agrees.h"

#include "act_order.h"
#include "api/constraint.h"
#include "api/operation.h"
#include "appeal.h"
#include "appointment.h"
#include "candidacy_machine.h"
#include "session_machine.h"
#include "time_zone.h"

#include <stdlib.h>

enum { LINES_MAX = 512 };

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

static void what_is_no_activity_is_alike(void **state)
{
    (void)state;
    static struct lines ours;
    for (int event = 0; event < CANDIDACY_EVENT_COUNT; event++)
        snprintf(ours.text[ours.count++], LINE_SIZE, "%s %s", candidacy_event_names[event],
                 act_is_note((enum candidacy_event)event) ? "true" : "false");
    compare_with(&ours, "select distinct event || ' ' || event_is_note(event)::text as line "
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

/* Of a state that is not over, that of the program too. */
static void states_wait_for_the_same(void **state)
{
    (void)state;
    static struct lines ours;
    for (int from = CANDIDACY_CONTACT; from < CANDIDACY_STATE_COUNT; from++) {
        const struct transition *next = transition_next((enum candidacy_state)from);
        if (next)
            snprintf(ours.text[ours.count++], LINE_SIZE, "%s %s", candidacy_state_names[from],
                     candidacy_event_name(next->event));
    }
    compare_with(&ours, "select state || ' ' || next_event as line from candidacy_state "
                        "where not is_final");
}

/* --- days --- */

/* Every half hour of a year with a leap day, around each change of every clock: the day that the
 * program finds and the one that PostgreSQL finds (decision 38). */
static void days_are_alike_in_every_zone(void **state)
{
    (void)state;
    for (int zone = 0; zone < TIME_ZONE_COUNT; zone++) {
        const char *values[] = { time_zone_names[zone] };
        PGresult *theirs = ask(
            "select s::text, (to_timestamp(s) at time zone $1)::date::text "
            "from generate_series(extract(epoch from timestamptz '2027-12-30 00:00+00')::bigint, "
            "extract(epoch from timestamptz '2029-01-03 00:00+00')::bigint, 1799) as s",
            1, values);
        assert_true(PQntuples(theirs) > 17000);
        for (int i = 0; i < PQntuples(theirs); i++) {
            char ours[DATE_TEXT_SIZE];
            const int64_t seconds = strtoll(PQgetvalue(theirs, i, 0), NULL, 10);
            date_print(date_in_zone(seconds, (enum time_zone)zone), ours);
            if (strcmp(ours, PQgetvalue(theirs, i, 1)) != 0)
                print_error("%s at %s\n", time_zone_names[zone], PQgetvalue(theirs, i, 0));
            assert_string_equal(ours, PQgetvalue(theirs, i, 1));
        }
        PQclear(theirs);
    }
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
        cmocka_unit_test(candidacies_move_alike),
        cmocka_unit_test(what_is_no_activity_is_alike),
        cmocka_unit_test(states_of_candidacies_are_alike),
        cmocka_unit_test(sessions_move_alike),
        cmocka_unit_test(appeals_move_alike),
        cmocka_unit_test(appointments_move_alike),
        cmocka_unit_test(the_next_event_is_one_of_the_state),
        cmocka_unit_test(states_wait_for_the_same),
        cmocka_unit_test(days_are_alike_in_every_zone),
        cmocka_unit_test(constraints_that_have_a_reason_exist),
    };
    return cmocka_run_group_tests(tests, agrees_set_up, agrees_clean_up);
}
