/* The matrix of roles: nothing is allowed by forgetting. */
#include "api/access.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

/* A path without an ABOUT, or a role that is named and has no relation, would deny everybody: said
 * here rather than found by whoever asks. */
static void every_role_that_is_named_has_a_relation(void **state)
{
    (void)state;
    unsigned failed = 0, cells = 0;
    for (unsigned table = 0; operation_tables[table]; table++) {
        for (const struct operation *o = operation_tables[table]; o->id; o++) {
            if (!access_is_known(o)) {
                print_error("%s: what is %s about? A line of server/api/access.def\n", o->id, o->path);
                failed++;
                continue;
            }
            for (unsigned role = 0; role < ROLE_COUNT; role++, cells++) {
                const bool is_named = (operation_roles(o) & 1u << role) != 0;
                const bool is_granted = access_relations(o, (enum role_bit)role) != 0;
                if (is_named == is_granted)
                    continue;
                print_error("%s: %s is %s\n", o->id, role_names[role],
                            is_named ? "named, and has no relation" : "not named, and has one");
                failed++;
            }
        }
    }
    assert_true(cells > 1000);
    assert_int_equal(failed, 0);
}

/* 6.4, 3.2: what a narrow function never gets. */
static void narrow_functions_stay_narrow(void **state)
{
    (void)state;
    const unsigned national = 1u << RELATION_BIT_NATIONAL;
    for (unsigned table = 0; operation_tables[table]; table++) {
        for (const struct operation *o = operation_tables[table]; o->id; o++) {
            const unsigned trainer = access_relations(o, ROLE_BIT_TRAINER),
                           juror = access_relations(o, ROLE_BIT_JUROR),
                           manager = access_relations(o, ROLE_BIT_NETWORK_MANAGER);
            const bool is_read = !(o->flags & OPERATION_COMMAND);
            if (trainer != (unsigned)RELATIONS_ANY)
                assert_false(trainer & national && strncmp(o->path, "/v1/sandbox", 11) != 0);
            if (juror != (unsigned)RELATIONS_ANY && strncmp(o->path, "/v1/candidacies", 15) == 0)
                assert_false(juror & ~(1u << RELATION_BIT_SESSION));
            if (!is_read && strncmp(o->path, "/v1/candidacies", 15) == 0)
                assert_int_equal(manager, 0);
            if (!is_read)
                assert_int_equal(access_relations(o, ROLE_BIT_AUDITOR), 0);
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_role_that_is_named_has_a_relation),
        cmocka_unit_test(narrow_functions_stay_narrow),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
