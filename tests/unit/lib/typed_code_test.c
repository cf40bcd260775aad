/* SPDX-License-Identifier: EUPL-1.2 */
#include "typed_code.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

static void digits_have_no_look_alikes_and_are_read_as_themselves(void **state)
{
    (void)state;
    assert_int_equal(strlen(typed_code_digits), TYPED_CODE_DIGITS);
    assert_int_equal(strcspn(typed_code_digits, "ILOU"), TYPED_CODE_DIGITS);
    char code[TYPED_CODE_SIZE], text[TYPED_CODE_SIZE];
    for (int i = 0; i < TYPED_CODE_DIGITS; i++) {
        memset(code, typed_code_digits[i], TYPED_CODE_LENGTH);
        code[TYPED_CODE_LENGTH] = '\0';
        assert_true(typed_code_normalise(code, TYPED_CODE_LENGTH, text));
        assert_string_equal(text, code);
    }
}

static void a_code_is_read_however_it_was_typed(void **state)
{
    (void)state;
    char text[TYPED_CODE_SIZE] = "untouched";
    assert_false(typed_code_normalise("", 0, text));
    assert_false(typed_code_normalise("Z123-4567-89AB-CDEF-GHJK-MNPQ-R", 31, text));
    assert_false(typed_code_normalise("Z123456789ABCDEFGHJKMNPQRST", 27, text));
    assert_false(typed_code_normalise("Z123456789ABCDEFGHJKMNPQRU", 26, text));
    assert_false(typed_code_normalise("Z123456789ABCDEFGHJKMNPQ\0S", 26, text));
    assert_string_equal(text, "untouched");
    assert_true(typed_code_normalise(" zi23-4567-89ab cdef-ghjk-mnpq-ro ", 34, text));
    assert_string_equal(text, "Z123456789ABCDEFGHJKMNPQR0");
}

/* U+2011 and U+2212 stand for the dashes, U+00A0 and U+2003 for the blanks; capitals do not count.
 */
static void dashes_and_blanks_of_every_kind_are_read_alike(void **state)
{
    (void)state;
    static const char *const dashes[] = { "-",
                                          "\xE2\x80\x90",
                                          "\xE2\x80\x91",
                                          "\xE2\x80\x92",
                                          "\xE2\x80\x93",
                                          "\xE2\x80\x94",
                                          "\xE2\x80\x95",
                                          "\xE2\x88\x92",
                                          "\xEF\xB9\x98",
                                          "\xEF\xB9\xA3",
                                          "\xEF\xBC\x8D" };
    static const char *const blanks[] = { "",
                                          " ",
                                          "\t",
                                          "\n",
                                          "\r",
                                          "\xC2\xA0",
                                          "\xE2\x80\x80",
                                          "\xE2\x80\x8A",
                                          "\xE2\x80\xAF",
                                          "\xE2\x81\x9F",
                                          "\xE3\x80\x80" };
    for (size_t i = 0; i < sizeof dashes / sizeof dashes[0]; i++) {
        for (size_t j = 0; j < sizeof blanks / sizeof blanks[0]; j++) {
            char typed[160], text[160];
            int size = snprintf(typed, sizeof typed, "%sdos%s2026%s %s000123%s52%s", blanks[j],
                                dashes[i], dashes[i], blanks[j], dashes[i], blanks[j]);
            size_t count = typed_text_fold(typed, (size_t)size, text);
            assert_int_equal(count, strlen("DOS-2026-000123-52"));
            assert_memory_equal(text, "DOS-2026-000123-52", count);
            count = typed_text_fold(typed, (size_t)size, typed); /* in its own place */
            assert_memory_equal(typed, text, count);

            char code[TYPED_CODE_SIZE];
            size = snprintf(typed, sizeof typed, "z123%s4567%s89ab%scdef%sghjkmnpqro%s", dashes[i],
                            blanks[j], dashes[i], blanks[j], blanks[j]);
            assert_true(typed_code_normalise(typed, (size_t)size, code));
            assert_string_equal(code, "Z123456789ABCDEFGHJKMNPQR0");
        }
    }
}

static void what_is_neither_stays_as_it_is(void **state)
{
    (void)state;
    static const char odd[] = "a\0\xE2\x80\xE2\x80\x8B\xC2"; /* cut signs, and one of no width */
    char text[sizeof odd];
    assert_int_equal(typed_text_fold(odd, sizeof odd - 1, text), sizeof odd - 1);
    assert_memory_equal(text, "A", 1);
    assert_memory_equal(text + 1, odd + 1, sizeof odd - 2);
    assert_int_equal(typed_text_fold("", 0, text), 0);
}

static void a_sign_that_is_neither_blank_nor_dash_has_no_meaning_of_its_own(void **state)
{
    (void)state;
    char c = '?';
    assert_int_equal(typed_text_sign("A", 1, &c), 0);
    assert_int_equal(c, '\0');
    assert_int_equal(typed_text_sign("\xE2\x80\x91", 3, &c), 3);
    assert_int_equal(c, '-');
    assert_int_equal(typed_text_sign("\xC2\xA0", 2, &c), 2);
    assert_int_equal(c, ' ');
}

static void expect_reference(const char *typed, const char *meant)
{
    char text[64];
    const size_t count = typed_reference_fold(typed, strlen(typed), text);
    assert_int_equal(count, strlen(meant));
    assert_memory_equal(text, meant, count);
}

static void a_reference_has_its_dashes_whether_they_were_typed_or_not(void **state)
{
    (void)state;
    expect_reference("DOS-2026-000123-52", "DOS-2026-000123-52");
    expect_reference(" dos 2026 000123 52 ", "DOS-2026-000123-52");
    expect_reference("dos202600012352", "DOS-2026-000123-52");
    expect_reference("C-L-2026000123--52", "CL-2026-000123-52");
    expect_reference("CLEA2026000123456"
                     "78",
                     "CLEA-2026-000123456-78");
    /* Of another shape: too few or too many letters or digits, or others among them. */
    expect_reference("d202600012352", "D202600012352");
    expect_reference("CLEAS202600012352", "CLEAS202600012352");
    expect_reference("DOS20260001252", "DOS20260001252");
    expect_reference("DOS2026000123456752", "DOS2026000123456752");
    expect_reference("DOS2026000123A52", "DOS2026000123A52");
    expect_reference("DOS-2026-000123-5:", "DOS-2026-000123-5:");
    expect_reference("dos[2026", "DOS[2026");
    expect_reference("dos/2026", "DOS/2026");
    expect_reference("1OS202600012352", "1OS202600012352");
    expect_reference("DOS/02600012352", "DOS/02600012352");
    expect_reference("dos", "DOS");
    expect_reference("", "");
    expect_reference("DOS-2026-000123-52-000000000", "DOS-2026-000123-52-000000000");
    expect_reference("Z123-4567-89AB-CDEF-GHJK-MNPQ-R0", "Z123-4567-89AB-CDEF-GHJK-MNPQ-R0");
}

/* The first and the last letter, the last digit; and what is as long as a code, dashes and all. */
static void a_reference_is_of_any_letters_and_digits_up_to_the_length_of_a_code(void **state)
{
    (void)state;
    expect_reference("AZ202600000099", "AZ-2026-000000-99");
    expect_reference("C-L-E-A-2026-000123456--78", "CLEA-2026-000123456-78");
    expect_reference("ABCDEFGHIJKLMNOPQRSTUVWXYZ", "ABCDEFGHIJKLMNOPQRSTUVWXYZ");
    expect_reference("01234567890123456789012345", "01234567890123456789012345");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(digits_have_no_look_alikes_and_are_read_as_themselves),
        cmocka_unit_test(a_code_is_read_however_it_was_typed),
        cmocka_unit_test(dashes_and_blanks_of_every_kind_are_read_alike),
        cmocka_unit_test(what_is_neither_stays_as_it_is),
        cmocka_unit_test(a_sign_that_is_neither_blank_nor_dash_has_no_meaning_of_its_own),
        cmocka_unit_test(a_reference_has_its_dashes_whether_they_were_typed_or_not),
        cmocka_unit_test(a_reference_is_of_any_letters_and_digits_up_to_the_length_of_a_code),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
