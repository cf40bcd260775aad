#include "api/access.h"

#include "api/operation.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static void each_role_of_each_operation_has_a_relation(void **state)
{
    (void)state;
    for (unsigned table = 0; operation_tables[table]; table++) {
        for (const struct operation *o = operation_tables[table]; o->id; o++) {
            enum object_kind kind;
            const char *role = "";
            if (!access_kind(o, &kind) || !access_is_whole(o, &role))
                fail_msg("%s: %s", o->id, role);
        }
    }
}

static void what_is_not_in_the_matrix_is_denied(void **state)
{
    (void)state;
    const struct operation unknown = { .path = "/v1/no-such-things", .roles = ROLES_ANY };
    const struct operation vote = { .path = "/v1/agenda-items/{agenda_item_id}/votes",
                                    .flags = OPERATION_COMMAND,
                                    .roles = ROLES_ANY };
    for (unsigned bit = 0; bit < ROLE_COUNT; bit++)
        assert_int_equal(access_relations(&unknown, bit), RELATION_NOBODY);
    assert_int_equal(access_relations(&vote, ROLE_BIT_COUNSELLOR), RELATION_NOBODY);
    assert_int_equal(access_relations(&vote, ROLE_BIT_AUDITOR), RELATION_NOBODY);
    assert_int_not_equal(access_relations(&vote, ROLE_BIT_JUROR), RELATION_NOBODY);
}

static void a_collection_below_another_has_its_own_kind(void **state)
{
    (void)state;
    const struct operation members = { .path = "/v1/commissions/{commission_id}/members" };
    const struct operation one = { .path = "/v1/commissions/{commission_id}" };
    const struct operation probe = { .path = "/livez" };
    enum object_kind kind;
    assert_true(access_kind(&members, &kind) && kind == KIND_MEMBER);
    assert_true(access_kind(&one, &kind) && kind == KIND_COMMISSION);
    assert_true(access_kind(&probe, &kind) && kind == KIND_SERVICE);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_role_of_each_operation_has_a_relation),
        cmocka_unit_test(what_is_not_in_the_matrix_is_denied),
        cmocka_unit_test(a_collection_below_another_has_its_own_kind),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
