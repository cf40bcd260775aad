/* SPDX-License-Identifier: EUPL-1.2 */
/* Dates, places and apostrophes as they are printed. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "documents/french.h"

#include <string.h>

#define NO_BREAK     "\u00a0"
#define COUNT(array) (sizeof(array) / sizeof(array)[0])

static struct arena arena;

static void assert_text(struct slice text, const char *wanted)
{
    assert_true(slice_is_set(text));
    if (!slice_is(text, wanted))
        fail_msg("“%.*s” in the place of “%s”", (int)text.size, text.at, wanted);
}

static void apostrophes_are_those_of_printers(void **state)
{
    (void)state;
    assert_text(french_text(&arena, SLICE("Dominique D'Almeida, l'Haÿ")),
                "Dominique D’Almeida, l’Haÿ");
    assert_text(french_text(&arena, SLICE("d’Œuvre")), "d’Œuvre");
    assert_text(french_text(&arena, SLICE("")), "");
}

static void a_day_keeps_its_month(void **state)
{
    (void)state;
    assert_text(french_date(&arena, (struct date){ 2026, 2, 10 }), "10" NO_BREAK "février 2026");
    assert_text(french_date(&arena, (struct date){ 2026, 3, 1 }), "1er" NO_BREAK "mars 2026");
    assert_text(french_date(&arena, (struct date){ 2028, 12, 31 }), "31" NO_BREAK "décembre 2028");
}

static void a_birth_is_told_as_far_as_it_is_known(void **state)
{
    (void)state;
    assert_text(french_birth(&arena, 1988, 3, 12), "le 12" NO_BREAK "mars 1988");
    assert_text(french_birth(&arena, 1988, 8, 1), "le 1er" NO_BREAK "août 1988");
    assert_text(french_birth(&arena, 1988, 8, 0), "en août 1988");
    assert_text(french_birth(&arena, 1988, 0, 0), "en 1988");
    assert_text(french_birth(&arena, 1988, 0, 12), "en 1988");
    assert_text(french_birth(&arena, 0, 0, 0), "");
}

static void the_article_of_a_town_melts(void **state)
{
    (void)state;
    static const char *const cases[][2] = {
        { "Lille", "à Lille" },
        { "Le Havre", "au Havre" },
        { "Les Abymes", "aux Abymes" },
        { "La Rochelle", "à La Rochelle" },
        { "L’Haÿ-les-Roses", "à L’Haÿ-les-Roses" },
        { "Lens", "à Lens" },
        { "Lesquin", "à Lesquin" },
        { "Le", "à Le" },
    };
    for (size_t i = 0; i < COUNT(cases); i++)
        assert_text(french_at_place(&arena, slice_of(cases[i][0])), cases[i][1]);
}

static int prepare(void **state)
{
    (void)state;
    arena_init(&arena, 0);
    return 0;
}

static int release(void **state)
{
    (void)state;
    arena_release(&arena);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(apostrophes_are_those_of_printers),
        cmocka_unit_test(a_day_keeps_its_month),
        cmocka_unit_test(a_birth_is_told_as_far_as_it_is_known),
        cmocka_unit_test(the_article_of_a_town_melts),
    };
    return cmocka_run_group_tests(tests, prepare, release);
}
