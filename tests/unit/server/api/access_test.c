/* SPDX-License-Identifier: EUPL-1.2 */
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

/* Two roles of one credential: each of them, and each relation, alone. */
static void no_role_lends_another_its_relation(void **state)
{
    (void)state;
    for (unsigned table = 0; operation_tables[table]; table++) {
        for (const struct operation *o = operation_tables[table]; o->id; o++) {
            if (!o->roles)
                continue;
            for (unsigned pair = 0; pair < ROLE_COUNT * ROLE_COUNT; pair++) {
                const unsigned one = pair / ROLE_COUNT, other = pair % ROLE_COUNT;
                for (unsigned relation = 0; relation < RELATION_BITS; relation++) {
                    const unsigned held = 1u << relation;
                    const unsigned both = access_reaching(o, 1u << one | 1u << other, held);
                    if (!!(both & 1u << one) != !!(access_relations(o, one) & held) ||
                        !!(both & 1u << other) != !!(access_relations(o, other) & held))
                        fail_msg("%s: %s and %s by %s", o->id, role_names[one], role_names[other],
                                 relation_names[relation]);
                }
            }
        }
    }
}

/* A scope is narrowed by the roles that the operation asks for, whatever the credential has beside.
 */
static void a_reach_is_that_of_the_roles_asked_for(void **state)
{
    (void)state;
    const struct id person = { { 1 } };
    for (unsigned other = 0; other < ROLE_COUNT; other++) {
        struct principal trainer = { .scope = SLICE("ORGANISM"),
                                     .person_id = person,
                                     .roles = ROLE_TRAINER | 1u << other,
                                     .admitted = ROLE_TRAINER };
        struct principal chair = { .scope = SLICE("COMMISSION"),
                                   .person_id = person,
                                   .roles = ROLE_CHAIR | 1u << other,
                                   .admitted = ROLE_CHAIR };
        assert_true(id_equals(principal_reach(&trainer), person));
        assert_true(id_equals(principal_reach(&chair), person));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_role_of_each_operation_has_a_relation),
        cmocka_unit_test(what_is_not_in_the_matrix_is_denied),
        cmocka_unit_test(no_role_lends_another_its_relation),
        cmocka_unit_test(a_reach_is_that_of_the_roles_asked_for),
        cmocka_unit_test(a_collection_below_another_has_its_own_kind),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
