/* SPDX-License-Identifier: EUPL-1.2 */
/* JSON that this server wrote, read from front to back. */
#include "json/scan.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

static void assert_text(struct buffer *buffer, const char *expected)
{
    buffer_char(buffer, '\0');
    assert_string_equal(buffer->at, expected);
    buffer_release(buffer);
}

static void members_come_in_their_order_as_they_are_written(void **state)
{
    (void)state;
    static const char *const expected[][2] = {
        { "a", "\"x \\\" } ,\"" }, { "b", "[1, {\"c\" : []}]" }, { "d", "-12" }, { "e", "null" }
    };
    struct slice rest =
        SLICE(" {\"a\":\"x \\\" } ,\" , \"b\" : [1, {\"c\" : []}],\"d\":-12\n,\"e\":null }");
    unsigned i = 0;
    assert_true(scan_open(&rest, '{'));
    for (; scan_more(&rest); i++) {
        assert_true(i < 4);
        assert_true(slice_is(scan_key(&rest), expected[i][0]));
        assert_true(slice_is(scan_value(&rest), expected[i][1]));
    }
    assert_int_equal(i, 4);
    assert_int_equal(rest.size, 0);
}

static void what_ends_in_the_middle_ends(void **state)
{
    (void)state;
    static const char *const cut[] = { "",          "{",         "{\"a", "{\"a\":",
                                       "{\"a\":\"", "{\"a\":[{", "[1,",  "{\"a\":\"\\",
                                       "{\"a\":1,", "]",         "{]" };
    for (size_t i = 0; i < sizeof cut / sizeof cut[0]; i++) {
        struct slice rest = slice_of(cut[i]);
        unsigned turns = 0;
        (void)(scan_open(&rest, '{') || scan_open(&rest, '['));
        while (scan_more(&rest) && turns++ < 8) {
            (void)scan_key(&rest);
            (void)scan_value(&rest);
        }
        assert_true(turns < 8);
    }
}

static void a_string_says_what_was_escaped(void **state)
{
    (void)state;
    struct buffer buffer = { 0 };
    scan_say(SLICE("\"a\\\"\\\\\\/\\n\\t\\u001fé\\u00e9\\u20ac\\ud83d\\ude00z\""), &buffer);
    assert_text(&buffer, "a\"\\/\n\t\x1féé€😀z");
}

static void a_value_is_written_without_blanks(void **state)
{
    (void)state;
    struct buffer buffer = { 0 };
    scan_compact(SLICE("{\"a b\" : [1, \n 2],\t\"c\":\" \\\" x \"}"), &buffer);
    assert_text(&buffer, "{\"a b\":[1,2],\"c\":\" \\\" x \"}");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(members_come_in_their_order_as_they_are_written),
        cmocka_unit_test(what_ends_in_the_middle_ends),
        cmocka_unit_test(a_string_says_what_was_escaped),
        cmocka_unit_test(a_value_is_written_without_blanks),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
