/* No table of the api says a thing twice: words, constraints, roles, invariants. */
#include "api/constraint.h"
#include "api/role.h"
#include "api/vocabulary.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

static void a_word_stands_once_in_its_vocabulary(void **state)
{
    (void)state;
    for (const struct vocabulary *vocabulary = vocabularies; vocabulary->name; vocabulary++) {
        for (const struct term *term = vocabulary->terms; term->code; term++) {
            for (const struct term *other = vocabulary->terms; other != term; other++) {
                if (strcmp(term->code, other->code) == 0)
                    fail_msg("%s has %s twice", vocabulary->name, term->code);
                if (strcmp(term->label_fr, other->label_fr) == 0 ||
                    strcmp(term->label_en, other->label_en) == 0)
                    fail_msg("%s: %s and %s read the same", vocabulary->name, term->code,
                             other->code);
            }
        }
    }
}

static void a_constraint_has_one_reason(void **state)
{
    (void)state;
    for (unsigned i = 0; constraint_at(i); i++) {
        for (unsigned k = 0; k < i; k++) {
            if (strcmp(constraint_at(i)->name, constraint_at(k)->name) == 0)
                fail_msg("%s is there twice", constraint_at(i)->name);
        }
    }
}

static void a_role_has_a_name_of_its_own(void **state)
{
    (void)state;
    for (unsigned i = 0; i < ROLE_COUNT; i++) {
        assert_non_null(role_names[i]);
        assert_int_equal(roles_from_array(slice_of(role_names[i])), 1u << i);
    }
    assert_null(role_names[ROLE_COUNT]);
}

static void an_invariant_has_one_number(void **state)
{
    static const int numbers[] = {
#define INVARIANT(number, title_fr, title_en)                 1##number,
#define BEHAVIOUR(number, title_fr, title_en, why_fr, why_en) 1##number,
#include "api/service/invariants.def"
#undef INVARIANT
#undef BEHAVIOUR
    };
    (void)state;
    for (unsigned i = 0; i < sizeof numbers / sizeof numbers[0]; i++)
        assert_int_equal(numbers[i], 101 + i);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_word_stands_once_in_its_vocabulary),
        cmocka_unit_test(a_constraint_has_one_reason),
        cmocka_unit_test(a_role_has_a_name_of_its_own),
        cmocka_unit_test(an_invariant_has_one_number),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
