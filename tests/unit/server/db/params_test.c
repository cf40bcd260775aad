/* Array literals and identifiers as text, without a database; the round trip is in pool_test.c. */
#include "db/params.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>

static void elements_are_quoted_and_null_is_bare(void **state)
{
    (void)state;
    struct params params = { 0 };
    const unsigned char bytes[] = { 0x00, 0xde, 0xff };
    struct id id = { { 0x01, 0x93, 0xab, [15] = 0x0f } };
    params_item(&params);
    params_text(&params, SLICE("a\"b\\c, {NULL} é"));
    params_id(&params, id);
    params_int(&params, -9223372036854775807);
    params_bool(&params, true);
    params_bytes(&params, bytes, sizeof bytes);
    params_date(&params, (struct date){ 2028, 2, 29 });
    params_int_or_null(&params, false, 5);
    params_item(&params);
    params_text(&params, (struct slice){ 0 });
    params_id(&params, (struct id){ 0 });
    params_int(&params, 0);
    params_bool(&params, false);
    params_bytes(&params, NULL, 0);
    params_date(&params, (struct date){ 0 });
    params_int_or_null(&params, true, 5);
    params_item(&params);
    params_text(&params, SLICE(""));
    params_null(&params);
    params_null(&params);
    params_null(&params);
    params_bytes(&params, bytes, 0);
    params_null(&params);
    params_null(&params);
    assert_true(params_finish(&params));
    assert_true(params_finish(&params));
    assert_int_equal(params.column_count, 7);
    assert_int_equal(params.item_count, 3);
    const char *const expected[] = {
        "{\"a\\\"b\\\\c, {NULL} é\",NULL,\"\"}",
        "{0193ab00-0000-0000-0000-00000000000f,NULL,NULL}",
        "{-9223372036854775807,0,NULL}",
        "{t,f,NULL}",
        "{\"\\\\x00deff\",NULL,\"\\\\x\"}",
        "{2028-02-29,NULL,NULL}",
        "{NULL,5,NULL}",
    };
    for (unsigned i = 0; i < 7; i++)
        assert_string_equal(params.columns[i].at, expected[i]);
    params_release(&params);
}

static void text_with_a_nul_byte_is_refused_not_cut(void **state)
{
    (void)state;
    struct params params = { 0 };
    params_item(&params);
    params_text(&params, (struct slice){ "a\0b", 3 });
    assert_false(params_finish(&params));
    params_release(&params);
}

static void ids_are_read_in_any_case_and_in_one_form_only(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        bool is_id;
    } cases[] = {
        { "0193ab00-1122-7333-8444-55667788990f", true },
        { "0193AB00-1122-7333-8444-55667788990F", true },
        { "0193ab0011227333844455667788990f", false },
        { "0193ab00-1122-7333-8444-55667788990", false },
        { "0193ab00-1122-7333-8444-55667788990g", false },
        { "0193ab00-1122-7333-8444-55667788990f0", false },
        { "{193ab00-1122-7333-8444-55667788990f}", false },
        { "0193ab001-122-7333-8444-55667788990f", false },
        { "0193ab00-1122-7333-8444_55667788990f", false },
        { "", false },
    };
    for (unsigned i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct id id = { { 0 } };
        char text[ID_TEXT_SIZE];
        assert_int_equal(id_parse(slice_of(cases[i].text), &id), cases[i].is_id);
        assert_int_equal(id_is_set(id), cases[i].is_id);
        if (!cases[i].is_id)
            continue;
        id_print(id, text);
        assert_string_equal(text, cases[0].text);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(elements_are_quoted_and_null_is_bare),
        cmocka_unit_test(text_with_a_nul_byte_is_refused_not_cut),
        cmocka_unit_test(ids_are_read_in_any_case_and_in_one_form_only),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
