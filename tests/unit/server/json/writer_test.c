/* SPDX-License-Identifier: EUPL-1.2 */
/* The JSON text that goes out: commas, escapes, and the printed forms of ids, dates and instants.
 */
#include "json/writer.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

static struct buffer buffer;
static struct writer writer;

static int set_up(void **state)
{
    (void)state;
    buffer = (struct buffer){ 0 };
    writer_init(&writer, &buffer);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    buffer_release(&buffer);
    return 0;
}

static void assert_written(const char *expected)
{
    buffer_char(&buffer, '\0');
    assert_string_equal(buffer.at, expected);
    buffer_clear(&buffer);
}

static void commas_stand_between_values_only(void **state)
{
    (void)state;
    writer_open(&writer, '{');
    writer_key(&writer, "a");
    writer_int(&writer, INT64_MIN);
    writer_key(&writer, "b");
    writer_open(&writer, '[');
    writer_bool(&writer, true);
    writer_bool(&writer, false);
    writer_open(&writer, '{');
    writer_close(&writer, '}');
    writer_open(&writer, '[');
    writer_close(&writer, ']');
    writer_null(&writer);
    writer_close(&writer, ']');
    writer_key(&writer, "c");
    writer_open(&writer, '{');
    writer_key(&writer, "d");
    writer_raw(&writer, SLICE("[1, 2]"));
    writer_close(&writer, '}');
    writer_key(&writer, "e");
    writer_text(&writer, "f");
    writer_close(&writer, '}');
    assert_written("{\"a\":-9223372036854775808,\"b\":[true,false,{},[],null],"
                   "\"c\":{\"d\":[1, 2]},\"e\":\"f\"}");
}

static void top_level_values_are_not_separated(void **state)
{
    (void)state;
    writer_int(&writer, 1);
    buffer_char(&buffer, '\n');
    writer_int(&writer, 2);
    assert_written("1\n2");
}

static void only_what_json_forbids_is_escaped(void **state)
{
    (void)state;
    const struct {
        struct slice text;
        const char *json;
    } cases[] = {
        { SLICE(""), "\"\"" },
        { SLICE("a\"b\\c/d"), "\"a\\\"b\\\\c/d\"" },
        { SLICE("\n\r\t"), "\"\\n\\r\\t\"" },
        { SLICE("\x01\x08\x1f\x7f"), "\"\\u0001\\u0008\\u001f\x7f\"" },
        { SLICE("a\0b"), "\"a\\u0000b\"" },
        { SLICE("\xE2\x80\xA8 \xC3\xA9\xF0\x9F\x98\x80"),
          "\"\xE2\x80\xA8 \xC3\xA9\xF0\x9F\x98\x80\"" },
        { SLICE("</script>"), "\"</script>\"" },
        { { NULL, 0 }, "null" },
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        writer_string(&writer, cases[i].text);
        assert_written(cases[i].json);
    }
}

static void no_value_is_null(void **state)
{
    (void)state;
    writer_open(&writer, '[');
    writer_text(&writer, NULL);
    writer_raw(&writer, (struct slice){ NULL, 0 });
    writer_id(&writer, (struct id){ 0 });
    writer_date(&writer, (struct date){ 0 });
    writer_close(&writer, ']');
    assert_written("[null,null,null,null]");
}

static void ids_and_dates_have_one_form(void **state)
{
    (void)state;
    writer_id(&writer, (struct id){ { 0x01, 0x89, 0x0A, 0x5D, 0xAC, 0x96, 0x77, 0x4B, 0xBC, 0xCE,
                                      0xB3, 0x02, 0x09, 0x9A, 0x80, 0x57 } });
    assert_written("\"01890a5d-ac96-774b-bcce-b302099a8057\"");
    writer_date(&writer, (struct date){ 2026, 1, 4 });
    assert_written("\"2026-01-04\"");
}

static void instants_have_three_decimals(void **state)
{
    (void)state;
    static const struct {
        int64_t unix_ms;
        const char *json;
    } cases[] = {
        { 0, "\"1970-01-01T00:00:00.000Z\"" },
        { -1, "\"1969-12-31T23:59:59.999Z\"" },
        { 1792888200007, "\"2026-10-25T00:30:00.007Z\"" },
        { 951868799999, "\"2000-02-29T23:59:59.999Z\"" },
        { 253402300799999, "\"9999-12-31T23:59:59.999Z\"" },
        { 253402300800000, "null" },
        { -62135596800000, "\"0001-01-01T00:00:00.000Z\"" },
        { -62135596800001, "null" },
        { INT64_MAX, "null" },
        { INT64_MIN, "null" },
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        writer_instant(&writer, cases[i].unix_ms);
        assert_written(cases[i].json);
    }
}

static void thirty_two_levels_can_be_open(void **state)
{
    (void)state;
    for (int i = 0; i < WRITER_DEPTH_MAX; i++)
        writer_open(&writer, '[');
    writer_int(&writer, 1);
    for (int i = 0; i < WRITER_DEPTH_MAX; i++)
        writer_close(&writer, ']');
    assert_int_equal(buffer.size, 2 * WRITER_DEPTH_MAX + 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(commas_stand_between_values_only, set_up, tear_down),
        cmocka_unit_test_setup_teardown(top_level_values_are_not_separated, set_up, tear_down),
        cmocka_unit_test_setup_teardown(only_what_json_forbids_is_escaped, set_up, tear_down),
        cmocka_unit_test_setup_teardown(no_value_is_null, set_up, tear_down),
        cmocka_unit_test_setup_teardown(ids_and_dates_have_one_form, set_up, tear_down),
        cmocka_unit_test_setup_teardown(instants_have_three_decimals, set_up, tear_down),
        cmocka_unit_test_setup_teardown(thirty_two_levels_can_be_open, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
