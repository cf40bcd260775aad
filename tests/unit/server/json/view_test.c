/* SPDX-License-Identifier: EUPL-1.2 */
/* A row becomes an object: types, null, arrays, and what a role may not see. */
#include "json/view.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

enum { ADVISOR = 1 << 0, EVALUATOR = 1 << 1, AUDITOR = 1 << 2 };

static const char *const state_codes[] = { "OPEN", "CLOSED", NULL };
static const struct vocabulary states = { .codes = state_codes };
static const struct member members[] = {
    { .name = "id", .type = MEMBER_ID },
    { .name = "name", .type = MEMBER_TEXT, .hidden_from = EVALUATOR | AUDITOR },
    { .name = "count", .type = MEMBER_INT },
    { .name = "is_open", .type = MEMBER_BOOL },
    { .name = "state", .type = MEMBER_ENUM, .words = &states },
    { .name = "codes", .type = MEMBER_TEXTS },
    { .name = "notes", .type = MEMBER_TEXTS, .flags = MEMBER_NULLABLE, .hidden_from = AUDITOR },
    { .name = "site", .type = MEMBER_OBJECT },
    { .name = "parts", .type = MEMBER_OBJECTS },
    { 0 },
};
static const struct view view = { "Thing", "A thing.", members };

/* A slice as a constant. */
#define TEXT(literal)                                                                              \
    {                                                                                              \
        literal, sizeof(literal) - 1                                                               \
    }
static const struct slice full[] = {
    TEXT("01890a5d-ac96-774b-bcce-b302099a8057"),
    TEXT("A \"b\""),
    TEXT("12"),
    TEXT("t"),
    TEXT("OPEN"),
    TEXT("[\"1.1\"]"),
    TEXT("[]"),
    TEXT("{\"town\" : \"Metz\"}"), /* as PostgreSQL prints it */
    TEXT("[{\"n\": 1}]"),
};

static void assert_view(const struct slice *cells, unsigned roles, const char *expected)
{
    struct buffer buffer = { 0 };
    struct writer writer;
    writer_init(&writer, &buffer);
    view_write(&view, cells, roles, &writer, false);
    buffer_char(&buffer, '\0');
    assert_string_equal(buffer.at, expected);
    buffer_release(&buffer);
}

static void every_member_is_written_in_order(void **state)
{
    (void)state;
    assert_view(full, ADVISOR,
                "{\"id\":\"01890a5d-ac96-774b-bcce-b302099a8057\",\"name\":\"A \\\"b\\\"\","
                "\"count\":12,\"is_open\":true,\"state\":\"OPEN\",\"codes\":[\"1.1\"],"
                "\"notes\":[],\"site\":{\"town\":\"Metz\"},\"parts\":[{\"n\":1}]}");
}

static void no_value_is_null_and_no_array_is_null(void **state)
{
    (void)state;
    static const struct slice none[sizeof members / sizeof members[0]];
    assert_view(none, ADVISOR,
                "{\"id\":null,\"name\":null,\"count\":null,\"is_open\":null,\"state\":null,"
                "\"codes\":[],\"notes\":null,\"site\":null,\"parts\":[]}");
}

static void an_empty_text_is_not_null_and_f_is_false(void **state)
{
    (void)state;
    struct slice cells[sizeof members / sizeof members[0]] = { 0 };
    cells[1] = SLICE("");
    cells[3] = SLICE("f");
    assert_view(cells, ADVISOR,
                "{\"id\":null,\"name\":\"\",\"count\":null,\"is_open\":false,\"state\":null,"
                "\"codes\":[],\"notes\":null,\"site\":null,\"parts\":[]}");
}

static void a_member_is_hidden_when_no_role_may_see_it(void **state)
{
    (void)state;
    static const struct {
        unsigned roles;
        bool hides_name, hides_notes;
    } cases[] = {
        { ADVISOR, false, false },
        { EVALUATOR, true, false },
        { AUDITOR, true, true },
        { EVALUATOR | AUDITOR, true, false },
        { ADVISOR | AUDITOR, false, false },
        { 0, true, true },
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct buffer expected = { 0 };
        buffer_text(&expected, "{\"id\":\"01890a5d-ac96-774b-bcce-b302099a8057\",\"name\":");
        buffer_text(&expected, cases[i].hides_name ? "null" : "\"A \\\"b\\\"\"");
        buffer_text(&expected, ",\"count\":12,\"is_open\":true,\"state\":\"OPEN\","
                               "\"codes\":[\"1.1\"],\"notes\":");
        buffer_text(&expected, cases[i].hides_notes ? "null" : "[]");
        buffer_text(&expected, ",\"site\":{\"town\":\"Metz\"},\"parts\":[{\"n\":1}]");
        if (cases[i].hides_notes)
            buffer_text(&expected, ",\"redacted_fields\":[\"name\",\"notes\"]");
        else if (cases[i].hides_name)
            buffer_text(&expected, ",\"redacted_fields\":[\"name\"]");
        buffer_append(&expected, "}", 2);
        assert_view(full, cases[i].roles, expected.at);
        buffer_release(&expected);
    }
}

static void an_object_left_open_takes_more_members(void **state)
{
    (void)state;
    static const struct member one[] = { { .name = "n", .type = MEMBER_INT }, { 0 } };
    static const struct view small = { "Small", "One number.", one };
    struct buffer buffer = { 0 };
    struct writer writer;
    writer_init(&writer, &buffer);
    view_write(&small, &SLICE("1"), 0, &writer, true);
    writer_key(&writer, "more");
    writer_bool(&writer, true);
    writer_close(&writer, '}');
    buffer_char(&buffer, '\0');
    assert_string_equal(buffer.at, "{\"n\":1,\"more\":true}");
    buffer_release(&buffer);
}

static void members_are_counted_and_found(void **state)
{
    (void)state;
    assert_int_equal(view_size(&view), 9);
    assert_int_equal(view_find(&view, "id"), 0);
    assert_int_equal(view_find(&view, "parts"), 8);
    assert_int_equal(view_find(&view, "part"), -1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_member_is_written_in_order),
        cmocka_unit_test(no_value_is_null_and_no_array_is_null),
        cmocka_unit_test(an_empty_text_is_not_null_and_f_is_false),
        cmocka_unit_test(a_member_is_hidden_when_no_role_may_see_it),
        cmocka_unit_test(an_object_left_open_takes_more_members),
        cmocka_unit_test(members_are_counted_and_found),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
