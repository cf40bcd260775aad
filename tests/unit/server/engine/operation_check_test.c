/* SPDX-License-Identifier: EUPL-1.2 */
/* What is wrong with a table of operations is said before the first request. */
#include "engine/operation_check.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

static const struct statement statement = { "a_statement", "select 1", 0 };

static void decide(struct exchange *x)
{
    (void)x;
}

static void bind(const struct exchange *x, const struct effect *effect, struct params *params)
{
    (void)x, (void)effect, (void)params;
}

static const struct write whole[] = { { &statement, bind, 0 }, { &statement, bind, 0 } };
static const struct write holed[3] = {
    [0] = { &statement, bind, 0 }, [2] = { &statement, bind, 0 }
};

static const struct load one_root[] = { { &statement, NULL, load_read_nothing, LOAD_ROOT },
                                        { .statement = NULL } };
static const struct load two_roots[] = { { &statement, NULL, load_read_nothing, LOAD_ROOT },
                                         { &statement, NULL, load_read_nothing, LOAD_ROOT },
                                         { .statement = NULL } };
static const struct load no_root[] = { { &statement, NULL, load_read_nothing, LOAD_REQUIRED },
                                       { .statement = NULL } };

static struct operation sound(const char *id, const char *path)
{
    return (struct operation){ .id = id,
                               .method = METHOD_PATCH,
                               .path = path,
                               .flags = OPERATION_COMMAND | OPERATION_IF_MATCH,
                               .loads = one_root,
                               .decide = decide,
                               .writes = { WRITES(whole) } };
}

static void expect_fault(const struct operation *operations, const char *rule)
{
    const struct operation *const tables[] = { operations, NULL };
    char fault[OPERATION_FAULT_SIZE] = "";
    bool is_sound = operations_are_sound(tables, fault);
    assert_int_equal(is_sound, rule == NULL);
    if (rule && !strstr(fault, rule))
        fail_msg("\"%s\" does not say \"%s\"", fault, rule);
}

static void the_tables_of_the_server_are_sound(void **state)
{
    (void)state;
    char fault[OPERATION_FAULT_SIZE] = "";
    if (!operations_are_sound(operation_tables, fault))
        fail_msg("%s", fault);
}

static void a_sound_operation_passes(void **state)
{
    (void)state;
    struct operation operations[] = { sound("a", "/v1/a/{id}"), sound("b", "/v1/b/{id}"), { 0 } };
    expect_fault(operations, NULL);
}

static void a_hole_among_the_writes_is_a_fault(void **state)
{
    (void)state;
    struct operation operations[] = { sound("a", "/v1/a/{id}"), { 0 } };
    operations[0].writes[1] = (struct writes)WRITES(holed);
    expect_fault(operations, "a hole in a table of writes");
}

static void one_load_is_the_root(void **state)
{
    (void)state;
    struct operation operations[] = { sound("a", "/v1/a/{id}"), { 0 } };
    operations[0].loads = two_roots;
    expect_fault(operations, "two loads are the root");
    operations[0].loads = no_root;
    expect_fault(operations, "no load is the root");
}

static void more_loads_than_a_flight_has_room_for_are_a_fault(void **state)
{
    (void)state;
    struct load many[64] = { { .statement = NULL } };
    for (unsigned i = 0; i < 63; i++)
        many[i] = (struct load){ &statement, NULL, load_read_nothing, i == 0 ? LOAD_ROOT : 0 };
    struct operation operations[] = { sound("a", "/v1/a/{id}"), { 0 } };
    operations[0].loads = many;
    expect_fault(operations, "more loads than");
}

static void an_id_or_a_route_twice_is_a_fault(void **state)
{
    (void)state;
    struct operation ids[] = { sound("a", "/v1/a/{id}"), sound("a", "/v1/b/{id}"), { 0 } };
    expect_fault(ids, "its id is given twice");
    struct operation routes[] = { sound("a", "/v1/a/{a_id}"), sound("b", "/v1/a/{b_id}"), { 0 } };
    expect_fault(routes, "its route is given twice");
}

static void more_operations_than_routes_are_a_fault(void **state)
{
    (void)state;
    static char ids[600][8], paths[600][16];
    static struct operation operations[601];
    for (unsigned i = 0; i < 600; i++) {
        snprintf(ids[i], sizeof ids[i], "o%u", i);
        snprintf(paths[i], sizeof paths[i], "/v1/%u", i);
        operations[i] = sound(ids[i], paths[i]);
    }
    expect_fault(operations, "more operations than there are routes");
}

static void a_path_too_deep_is_a_fault(void **state)
{
    (void)state;
    struct operation operations[] = { sound("a", "/1/2/3/4/5/6/7/8/9"), { 0 } };
    expect_fault(operations, "too many members");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_tables_of_the_server_are_sound),
        cmocka_unit_test(a_sound_operation_passes),
        cmocka_unit_test(a_hole_among_the_writes_is_a_fault),
        cmocka_unit_test(one_load_is_the_root),
        cmocka_unit_test(more_loads_than_a_flight_has_room_for_are_a_fault),
        cmocka_unit_test(an_id_or_a_route_twice_is_a_fault),
        cmocka_unit_test(more_operations_than_routes_are_a_fault),
        cmocka_unit_test(a_path_too_deep_is_a_fault),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
