/* SPDX-License-Identifier: EUPL-1.2 */
/* The JSON of a list, laid out in every format. */
#include "engine/layout.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>

#include <cmocka.h>

enum { ADVISOR = 1 << 0 };

static const struct member members[] = {
    { .name = "id", .type = MEMBER_ID },
    { .name = "name", .type = MEMBER_TEXT, .hidden_from = ADVISOR },
    { .name = "count", .type = MEMBER_INT },
    { .name = "codes", .type = MEMBER_TEXTS },
    { 0 },
};
static const struct view view = { "Thing", "A thing.", members };
static const struct view open_view = { "Thing", "A thing.", members + 2 };

#define PAGE                                                                                       \
    ",\"page\":{\"limit\":2,\"next_cursor\":\"AB\",\"prev_cursor\":null,\"is_partial\":false}"
#define LAST                                                                                       \
    ",\"page\":{\"limit\":2,\"next_cursor\":null,\"prev_cursor\":null,\"is_partial\":false}"

static void assert_laid_out(struct laid_out out, const char *json, const char *expected)
{
    struct arena arena;
    struct buffer buffer = { 0 };
    arena_init(&arena, 0);
    layout_write(&out, slice_of(json), &arena, &buffer);
    buffer_char(&buffer, '\0');
    assert_string_equal(buffer.at, expected);
    buffer_release(&buffer);
    arena_release(&arena);
}

static const struct layout csv = { .format = FORMAT_CSV };
static const struct layout semicolon = { .format = FORMAT_CSV,
                                         .has_mark = true,
                                         .is_split_by_semicolon = true };
static const struct layout ndjson = { .format = FORMAT_NDJSON };
static const struct layout text = { .format = FORMAT_TEXT };

static void a_formula_is_a_text_and_a_number_a_number(void **state)
{
    (void)state;
    assert_laid_out((struct laid_out){ .layout = &csv, .view = &view, .is_list = true },
                    "{\"data\":["
                    "{\"id\":\"1\",\"name\":\"=1+1\",\"count\":-5,\"codes\":[\"a\", \"b\"]},"
                    "{\"id\":\"2\",\"name\":\"\\tx\",\"count\":null,\"codes\":[]},"
                    "{\"id\":\"3\",\"name\":\"a;b, \\\"c\\\"\\n\",\"count\":0,\"codes\":[]},"
                    "{\"id\":\"4\",\"name\":null,\"count\":1,\"codes\":[],"
                    "\"redacted_fields\":[\"name\"]},"
                    "{\"id\":\"5\",\"name\":\"\",\"count\":1,\"codes\":[]}]" LAST "}",
                    "id,name,count,codes,redacted_fields\r\n"
                    "1,\"'=1+1\",-5,\"[\"\"a\"\",\"\"b\"\"]\",\r\n"
                    "2,\"'\tx\",,[],\r\n"
                    "3,\"a;b, \"\"c\"\"\n\",0,[],\r\n"
                    "4,,1,[],\"[\"\"name\"\"]\"\r\n"
                    "5,\"\",1,[],\r\n");
    static const char *const formulas[] = {
        "=",      "+",      "-",      "@",      "\uff1d", "\uff0b",
        "\uff0d", "\uff20", "\ufe66", "\ufe62", "\ufe63", "\u2212",
    };
    static const char *const blanks[] = { " ", "\u00a0", "\u2003", "\u202f", "\u3000", "\ufeff" };
    enum {
        SIGNS = sizeof formulas / sizeof formulas[0],
        BLANKS = sizeof blanks / sizeof blanks[0]
    };
    for (unsigned i = 0; i < SIGNS * (BLANKS + 1); i++) {
        const char *sign = formulas[i % SIGNS], *blank = i < SIGNS ? "" : blanks[i / SIGNS - 1];
        char json[200], expected[100];
        snprintf(json, sizeof json, "{\"data\":[{\"id\":\"%s%sx\"}]" LAST "}", blank, sign);
        snprintf(expected, sizeof expected, "id\r\n\"%s'%sx\"\r\n", blank, sign);
        static const unsigned char first[] = { 0 };
        const struct layout one = {
            .format = FORMAT_CSV, .is_of_members = true, .members = first, .member_count = 1
        };
        assert_laid_out((struct laid_out){ .layout = &one, .view = &view, .is_list = true }, json,
                        expected);
    }
}

static void what_begins_a_formula_behind_any_separator_does_not(void **state)
{
    (void)state;
    assert_laid_out(
        (struct laid_out){ .layout = &csv, .view = &view, .is_list = true },
        "{\"data\":["
        "{\"id\":\"1\",\"name\":\"a;=1;b\",\"count\":1,\"codes\":[\"=a\", \"b;+c\"]},"
        "{\"id\":\"2\",\"name\":\"a, \\\"@b\\n-c\\t\\td\",\"count\":1,\"codes\":[1, -5]},"
        "{\"id\":\"3\",\"name\":\"a-b=c; d\",\"count\":1,\"codes\":[\"a\", \"\\\";=\"]}]" LAST "}",
        "id,name,count,codes,redacted_fields\r\n"
        "1,\"a;'=1;b\",1,\"[\"\"=a\"\",\"\"b;\\u002bc\"\"]\",\r\n"
        "2,\"a, \"\"'@b\n'-c\t'\td\",1,\"[1,-5]\",\r\n"
        "3,\"a-b=c; d\",1,\"[\"\"a\"\",\"\"\\\"\";\\u003d\"\"]\",\r\n");
}

static void semicolons_and_a_mark_are_there_when_asked_for(void **state)
{
    (void)state;
    assert_laid_out((struct laid_out){ .layout = &semicolon, .view = &open_view, .is_list = true },
                    "{\"data\":[{\"count\":1,\"codes\":[]}]" LAST "}",
                    "\xef\xbb\xbf"
                    "count;codes\r\n1;[]\r\n");
}

static void lines_end_with_how_far_they_go(void **state)
{
    (void)state;
    assert_laid_out((struct laid_out){ .layout = &ndjson, .view = &open_view, .is_list = true },
                    "{\"data\":[{\"count\":1,\"codes\":[\"a\",\n \"b\"]}]" PAGE "}",
                    "{\"count\":1,\"codes\":[\"a\",\"b\"]}\n"
                    "{\"end\":true,\"count\":1,\"is_complete\":false,\"next_cursor\":\"AB\","
                    "\"code\":null}\n");
    assert_laid_out((struct laid_out){ .layout = &ndjson,
                                       .view = &open_view,
                                       .is_list = true,
                                       .is_begun = true,
                                       .goes_on = true,
                                       .row_count = 200 },
                    "{\"data\":[{\"count\":1,\"codes\":[]}]" PAGE "}",
                    "{\"count\":1,\"codes\":[]}\n");
    assert_laid_out((struct laid_out){ .layout = &ndjson,
                                       .view = &open_view,
                                       .is_list = true,
                                       .is_begun = true,
                                       .row_count = 200,
                                       .end_code = SLICE("DRAINING") },
                    "{\"data\":[]" PAGE "}",
                    "{\"end\":true,\"count\":200,\"is_complete\":false,\"next_cursor\":\"AB\","
                    "\"code\":\"DRAINING\"}\n");
}

static void text_is_aligned_and_cannot_move_the_cursor(void **state)
{
    (void)state;
    assert_laid_out((struct laid_out){ .layout = &text, .view = &open_view, .is_list = true },
                    "{\"data\":[{\"count\":1,\"codes\":[\"é\"]},"
                    "{\"count\":1234567,\"codes\":\"a\\u001b[2Jb\"}]" PAGE "}",
                    "count    codes\n"
                    "1        [\"é\"]\n"
                    "1234567  a [2Jb\n"
                    "# 2, cursor=AB\n");
}

static void members_are_shown_in_the_order_that_was_asked_for(void **state)
{
    (void)state;
    static const unsigned char some[] = { 2, 0 };
    const struct layout layout = { .is_of_members = true, .members = some, .member_count = 2 };
    static const unsigned char hidden[] = { 1 };
    const struct layout one = { .is_of_members = true, .members = hidden, .member_count = 1 };
    static const char json[] = "{\"id\":\"1\",\"name\":null,\"count\":3,\"codes\":[],"
                               "\"redacted_fields\":[\"name\"]}";
    assert_laid_out((struct laid_out){ .layout = &layout, .view = &view }, json,
                    "{\"count\":3,\"id\":\"1\"}");
    assert_laid_out((struct laid_out){ .layout = &one, .view = &view }, json,
                    "{\"name\":null,\"redacted_fields\":[\"name\"]}");
    assert_laid_out(
        (struct laid_out){ .layout = &layout, .view = &view, .is_list = true },
        "{\"data\":[{\"id\":\"1\",\"name\":\"n\",\"count\":3,\"codes\":[]}],\"page\":{}}",
        "{\"data\":[{\"count\":3,\"id\":\"1\"}],\"page\":{}}");
}

/* --- what rows point at --- */

static const struct member pointing_members[] = {
    { .name = "candidate_id", .type = MEMBER_ID },
    { .name = "state", .type = MEMBER_TEXT },
    { 0 },
};
static const struct view pointing = { "Pointing", "It points.", pointing_members };

static void what_rows_point_at_stands_beside_them(void **state)
{
    (void)state;
    static const char json[] =
        "{\"data\":[{\"candidate_id\":\"b\",\"state\":\"S\"},{\"candidate_id\":null,"
        "\"state\":\"T\"},{\"candidate_id\":\"a\",\"state\":\"U\"}]" LAST
        ",\"included\":{\"candidate\":{\"a\":null,\"b\":{\"reference\":\"R\",\"birth_name\":"
        "\"=N\",\"usage_name\":null,\"first_name_1\":\"F\",\"status\":\"ACTIVE\"}}}}";
    const struct pointer *pointers[INCLUDES_MAX];
    static const unsigned char second[] = { 1 };
    assert_true(pointed_init());
    assert_int_equal(pointers_of(&pointing, pointers, INCLUDES_MAX), 1);
    struct layout layout = { .format = FORMAT_NDJSON, .includes = pointers, .include_count = 1 };
    struct laid_out out = { .layout = &layout, .view = &pointing, .is_list = true };
    assert_laid_out(out, json,
                    "{\"candidate_id\":\"b\",\"state\":\"S\",\"included\":{\"candidate\":"
                    "{\"reference\":\"R\",\"birth_name\":\"=N\",\"usage_name\":null,"
                    "\"first_name_1\":\"F\",\"status\":\"ACTIVE\"}}}\n"
                    "{\"candidate_id\":null,\"state\":\"T\",\"included\":{\"candidate\":null}}\n"
                    "{\"candidate_id\":\"a\",\"state\":\"U\",\"included\":{\"candidate\":null}}\n"
                    "{\"end\":true,\"count\":3,\"is_complete\":true,\"next_cursor\":null,"
                    "\"code\":null}\n");
    layout.format = FORMAT_CSV;
    layout.is_of_members = true;
    layout.members = second;
    layout.member_count = 1;
    assert_laid_out(out, json,
                    "state,candidate.reference,candidate.birth_name,candidate.usage_name,"
                    "candidate.first_name_1,candidate.status\r\n"
                    "S,R,\"'=N\",,F,ACTIVE\r\nT,,,,,\r\nU,,,,,\r\n");
}

/* A list that an operation offers has no more pointers than a request has room for. */
static void no_view_points_at_more_than_there_is_room_for(void **state)
{
    (void)state;
    for (unsigned table = 0; operation_tables[table]; table++) {
        for (const struct operation *o = operation_tables[table]; o->id; o++) {
            const struct pointer *pointers[INCLUDES_MAX + 1];
            if (o->reply.view)
                assert_true(pointers_of(o->reply.view, pointers, INCLUDES_MAX + 1) <= INCLUDES_MAX);
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_formula_is_a_text_and_a_number_a_number),
        cmocka_unit_test(what_begins_a_formula_behind_any_separator_does_not),
        cmocka_unit_test(semicolons_and_a_mark_are_there_when_asked_for),
        cmocka_unit_test(lines_end_with_how_far_they_go),
        cmocka_unit_test(text_is_aligned_and_cannot_move_the_cursor),
        cmocka_unit_test(members_are_shown_in_the_order_that_was_asked_for),
        cmocka_unit_test(what_rows_point_at_stands_beside_them),
        cmocka_unit_test(no_view_points_at_more_than_there_is_room_for),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
