/* SPDX-License-Identifier: EUPL-1.2 */
/* Which characters documents can show. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "text/drawn.h"

static void names_of_the_register_are_drawn(void **state)
{
    (void)state;
    static const char *const names[] = {
        "",       "Lefèvre", "D’Almeida", "Ķirsis", "Größmann", "Yağmur",
        "Łuczak", "Œuvre",   "Nguyễn",    "Ẹ̀kẹ́",    "Ħamrun",   "O'Neil-Dupont Jr.",
    };
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
        assert_int_equal(text_not_drawn(slice_of(names[i]), false), 0);
}

static void the_first_that_is_not_is_named(void **state)
{
    (void)state;
    assert_int_equal(text_not_drawn(SLICE("Lefè山水"), false), 0x5c71);
    assert_int_equal(text_not_drawn(SLICE("a\tb"), false), '\t');
    assert_int_equal(text_not_drawn(SLICE("a\tb"), true), 0);
    assert_int_equal(text_not_drawn(SLICE("\xF0\x9F\x98\x80"), false), 0x1f600);
    assert_int_equal(text_not_drawn(SLICE("\xF3\xB0\x80\x80"), false),
                     0xf0000); /* behind every range */
}

static void the_table_is_walked_from_end_to_end(void **state)
{
    (void)state;
    unsigned count = 0, last = 0;
    for (unsigned code = text_next_drawn(0); code; code = text_next_drawn(code + 1)) {
        assert_true(code > last || count == 0);
        last = code;
        count++;
    }
    assert_true(count > 1000);
    assert_int_equal(text_next_drawn(last), last);
    assert_int_equal(text_next_drawn(last + 1), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(names_of_the_register_are_drawn),
        cmocka_unit_test(the_first_that_is_not_is_named),
        cmocka_unit_test(the_table_is_walked_from_end_to_end),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
