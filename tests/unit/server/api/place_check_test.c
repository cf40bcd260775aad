/* SPDX-License-Identifier: EUPL-1.2 */
/* Which typed names are those of a place of the register. */
#include "api/place_check.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

enum { MOST = 40 };

static bool is_called(const char *typed, const char *name)
{
    bool has_failed = false;
    const bool is_called = place_is_called(slice_of(typed), slice_of(name), MOST, &has_failed);
    assert_false(has_failed);
    return is_called;
}

static const struct {
    const char *typed, *name;
    bool is_called;
} cases[] = {
    { "Lille", "Lille", true },
    { "LILLE", "Lille", true },
    { " lillé ", "Lille", true },
    { "Lill", "Lille", false },
    { "Lille", "Lill", false },
    { "Lille Cedex 9", "Lille", true },
    { "Lille cedex", "Lille", true },
    { "Lille-sur-Mer", "Lille", false },
    { "Lille", "Lille-sur-Mer", false },
    { "bois clair", "Le Bois-Clair", true },
    { "Le Boisclair", "Le Bois-Clair", true },
    { "La Bois-Clair", "Le Bois-Clair", true },
    { "Le", "Le Bois-Clair", false },
    { "Haye", "L’Haÿe", true },
    { "St-Étienne", "Saint-Étienne", true },
    { "STE ODILE", "Sainte-Odile", true },
    { "Ste Odile", "Saint-Odile", false },
    { "Paris", "Paris 12e Arrondissement", true },
    { "Paris 12", "Paris 12e Arrondissement", true },
    { "Paris 12ème", "Paris 12e Arrondissement", true },
    { "Paris 13", "Paris 12e Arrondissement", false },
    { "Paris 12", "Paris", true },
    { "Cedex", "Cedex", true },
    { "", "Lille", false },
    { "--", "Lille", false },
    { "Œuilly", "Oeuilly", true },
    /* The field takes no more: what is cut there agrees as far as it goes. */
    { "Saint-Remy-en-Bouzemont-Saint-Genest-et-", "Saint-Remy-en-Bouzemont-Saint-Genest-et-Isson",
      true },
    { "Saint-Remy-en-Bouzemont-Saint-Genest-e", "Saint-Remy-en-Bouzemont-Saint-Genest-et-Isson",
      false },
    { "ÉÉÉÉÉÉÉÉÉÉÉÉÉÉÉÉÉÉÉÉÉÉÉÉÉÉÉÉÉÉÉÉÉÉÉÉÉÉÉÉ", "éééééééééééééééééééééééééééééééééééééééééé",
      true },
};

static void a_typed_name_is_that_of_its_place(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
        if (is_called(cases[i].typed, cases[i].name) != cases[i].is_called)
            fail_msg("%s, %s", cases[i].typed, cases[i].name);
}

static void a_name_of_many_words_is_read_as_far_as_there_is_room(void **state)
{
    (void)state;
    char name[1000] = "";
    for (size_t i = 0; i < 200; i++)
        memcpy(name + 2 * i, "a ", 3);
    assert_true(is_called(name, name));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_typed_name_is_that_of_its_place),
        cmocka_unit_test(a_name_of_many_words_is_read_as_far_as_there_is_room),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
