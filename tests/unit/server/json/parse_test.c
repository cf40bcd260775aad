/* SPDX-License-Identifier: EUPL-1.2 */
/* Bodies that are no JSON of ours: one reason, whatever the table says. */
#include "json/field.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

struct person {
    struct given given;
    struct slice name, note, draft;
    int64_t age;
};

#define AT(member) offsetof(struct person, member)
static const struct field person_fields[] = {
    { "name", FIELD_TEXT, 0, AT(name) },
    { "note", FIELD_TEXT, FIELD_MULTILINE, AT(note) },
    { "draft", FIELD_JSON, 0, AT(draft) },
    { "age", FIELD_INT, 0, AT(age) },
    { .name = NULL },
};
static const struct fields person_table = { "Person", person_fields, sizeof(struct person) };

static struct arena arena;
static struct violations violations;

static enum reason read(const char *body)
{
    struct person person;
    enum status status = STATUS_FAILED;
    violations.count = 0;
    enum reason reason =
        fields_read_body(&person_table, slice_of(body), &arena, &person, &violations, &status);
    assert_int_equal(status, STATUS_OK);
    return reason;
}

static void assert_fits(const char *body)
{
    assert_int_equal(read(body), REASON_NONE);
    assert_int_equal(violations.count, 0);
}

#define DEEP_16 "[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]"

/* Numbers that nothing holds are told where they stand, whatever stands around them. */
static void numbers_beyond_everything_are_numbers(void **state)
{
    (void)state;
    static const struct {
        const char *body, *where;
        enum reason code;
    } cases[] = {
        { "{\"age\":9223372036854775808}", "/age", REASON_RANGE },
        { "{\"age\":-9223372036854775809}", "/age", REASON_RANGE },
        { "{\"age\":99999999999999999999999,\"name\":\"99999999999999999999999 \\\" 1e999\"}",
          "/age", REASON_RANGE },
        { "{\"age\":1e999}", "/age", REASON_TYPE },
        { "{\"age\":-1.5E+400}", "/age", REASON_TYPE },
        { "{\"name\":99999999999999999999999}", "/name", REASON_TYPE },
        { "{\"draft\":{\"a\":[1,99999999999999999999999]}}", "/draft/a/1", REASON_RANGE },
        { "{\"draft\":[9007199254740992]}", "/draft/0", REASON_RANGE },
        { "{\"draft\":[-9007199254740992]}", "/draft/0", REASON_RANGE },
        { "{\"draft\":[2e999]}", "/draft/0", REASON_TYPE },
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        assert_int_equal(read(cases[i].body), REASON_NONE);
        if (violations.count != 1 || violations.items[0].code != cases[i].code)
            print_error("%s\n", cases[i].body);
        assert_int_equal(violations.count, 1);
        assert_int_equal(violations.items[0].code, cases[i].code);
        assert_true(slice_is(violations.items[0].where, cases[i].where));
    }
    assert_fits("{\"draft\":[9007199254740991,-9007199254740991,\"1e999\"]}");
}

static void text_that_is_not_json_says_where(void **state)
{
    (void)state;
    static const struct {
        const char *body, *where;
        int64_t line, column;
    } cases[] = {
        { "{", "", 1, 1 },
        { "{\"age\":1,}", "", 1, 10 },
        { "{\n \"age\": 1,\n \"name\": \"\xC3\xA9\" \"x\"}", "/name", 3, 16 },
        { "{\"age\":01}", "/age", 1, 8 },
        { "{\"age\":1,\"age\":1}", "/age", 1, 14 },
        { "{\"age\":1,\"\\u0061ge\":1}", "/age", 1, 19 },
        { "{\"draft\":{\"a/b~\":[0,{\"a\":1,\"a\":2}]}}", "/draft/a~1b~0/1/a", 1, 30 },
        { "{\"name\":\"a\nb\"}", "/name", 1, 10 },
        { "{\"draft\":" DEEP_16 "}", "/draft/0/0/0/0/0/0/0/0/0/0/0/0/0/0/0/0", 1, 25 },
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        const enum reason reason = read(cases[i].body);
        const struct violation *said = violations.items;
        assert_int_equal(violations.count, 1);
        assert_int_equal(said->code, reason);
        if (!slice_is(said->where, cases[i].where) || said->expected.line != cases[i].line ||
            said->expected.column != cases[i].column)
            fail_msg("%s: %.*s, line %d, column %d", cases[i].body, (int)said->where.size,
                     said->where.at, (int)said->expected.line, (int)said->expected.column);
    }
}

static void text_that_is_not_json_is_one_reason(void **state)
{
    (void)state;
    static const struct {
        const char *body;
        enum reason reason;
    } cases[] = {
        { "{", REASON_MALFORMED_JSON },
        { " ", REASON_MALFORMED_JSON },
        { "{\"age\":1,}", REASON_MALFORMED_JSON },
        { "{\"age\":01}", REASON_MALFORMED_JSON },
        { "{\"age\":NaN}", REASON_MALFORMED_JSON },
        { "{\"age\":1} x", REASON_MALFORMED_JSON },
        { "{'age':1}", REASON_MALFORMED_JSON },
        { "{\"a\\u0000\":1}", REASON_CHARACTER_INVALID },
        { "\xEF\xBB\xBF{", REASON_MALFORMED_JSON },
        { "\xEF\xBB{}", REASON_INVALID_UTF8 },
        { " \xEF\xBB\xBF{}", REASON_MALFORMED_JSON }, /* it is a mark in front only */
        { "\xEF\xBB\xBF\xEF\xBB\xBF{}", REASON_MALFORMED_JSON },
        { "{\"age\":9223372036854775808,}", REASON_MALFORMED_JSON },
        { "{\"age\":092233720368547758080}", REASON_MALFORMED_JSON },
        { "{\"age\":1e999,\"age\":1e999}", REASON_DUPLICATE_MEMBER },
        { "{\"name\":\"a\nb\"}", REASON_MALFORMED_JSON },
        { "{\"name\":\"\\ud800\"}", REASON_MALFORMED_JSON },
        { "{\"name\":\"a\xFFz\"}", REASON_INVALID_UTF8 },
        { "{\"name\":\"\xC0\xAF\"}", REASON_INVALID_UTF8 },
        { "{\"name\":\"\xED\xA0\x80\"}", REASON_INVALID_UTF8 },
        { "{\"age\":1,\"age\":1}", REASON_DUPLICATE_MEMBER },
        { "{\"age\":1,\"\\u0061ge\":1}", REASON_DUPLICATE_MEMBER },
        { "{\"draft\":{\"x\":{\"a\":1,\"a\":2}}}", REASON_DUPLICATE_MEMBER },
        { "[" DEEP_16 "]", REASON_NESTING_TOO_DEEP },
        { "{\"draft\":" DEEP_16 "}", REASON_NESTING_TOO_DEEP },
        { "{\"a\":\"\\\"\",\"draft\":" DEEP_16 "}", REASON_NESTING_TOO_DEEP },
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        const enum reason reason = read(cases[i].body);
        if (reason != cases[i].reason)
            print_error("%s\n", cases[i].body);
        assert_int_equal(reason, cases[i].reason);
        assert_int_equal(violations.count, 1);
    }
}

static void brackets_in_texts_are_not_levels(void **state)
{
    (void)state;
    assert_fits("{\"note\":\"\\\"[[[[[[[[[[[[[[[[[[[[[[{{{{\\\\\"}");
    assert_fits("{\"draft\":[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]}");
}

/* What some editors write in front (RFC 8259, 8.1). Columns are counted behind it, as they do. */
static void a_byte_order_mark_in_front_is_passed_over(void **state)
{
    (void)state;
    assert_fits("\xEF\xBB\xBF{\"age\":1}");
    assert_fits("\xEF\xBB\xBF");
    assert_int_equal(read("\xEF\xBB\xBF{\"age\":}"), REASON_MALFORMED_JSON);
    assert_int_equal(violations.items[0].expected.line, 1);
    const int64_t column = violations.items[0].expected.column;
    assert_int_equal(read("{\"age\":}"), REASON_MALFORMED_JSON);
    assert_int_equal(violations.items[0].expected.column, column);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_byte_order_mark_in_front_is_passed_over),
        cmocka_unit_test(numbers_beyond_everything_are_numbers),
        cmocka_unit_test(text_that_is_not_json_says_where),
        cmocka_unit_test(text_that_is_not_json_is_one_reason),
        cmocka_unit_test(brackets_in_texts_are_not_levels),
    };
    arena_init(&arena, 0);
    const int failed = cmocka_run_group_tests(tests, NULL, NULL);
    arena_release(&arena);
    return failed;
}
