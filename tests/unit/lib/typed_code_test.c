#include "typed_code.h"

#include <setjmp.h>
#include <stdarg.h>
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

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(digits_have_no_look_alikes_and_are_read_as_themselves),
        cmocka_unit_test(a_code_is_read_however_it_was_typed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
