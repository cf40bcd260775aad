/* SPDX-License-Identifier: EUPL-1.2 */
/* What clients are asked to leave is said a year before, in every answer and in the contract. Rows
 * are invented: nothing is deprecated yet. */
#include "api/deprecation.h"
#include "contract/contract_response.h"
#include "contract/contract_schema.h"
#include "engine/headers.h"
#include "engine/operation_check.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

static const struct deprecation early = { { 2027, 1, 1 }, { 2028, 3, 1 }, "Use that instead." };
static const struct deprecation late = { { 2027, 6, 15 }, { 2029, 1, 1 }, "Use this instead." };

static const struct member inner_members[] = {
    { "old_name", MEMBER_TEXT, .doc = "A name.", .deprecation = &early }, { .name = NULL }
};
static const struct view inner_view = { "Inner", "In it.", inner_members };
static const struct member members[] = { { "id", MEMBER_ID, .doc = "Identifier." },
                                         { "inner", MEMBER_OBJECT, .of = &inner_view,
                                           .doc = "In it." },
                                         { .name = NULL } };
static const struct view view = { "Outer", "A thing.", members };
static const struct field field_rows[] = {
    { "old_word", FIELD_TEXT, .doc = "A word.", .deprecation = &late }, { .name = NULL }
};
static const struct fields fields = { "OuterInput", field_rows, 0, NULL };

static const struct operation operations[] = {
    { .id = "readWhole", .path = "/v1/a", .reply.view = &view },
    { .id = "readNothing", .path = "/v1/b" },
    { .id = "send", .method = METHOD_POST, .path = "/v1/c", .body = &fields },
    { .id = "leave", .path = "/v1/d", .deprecation = &late, .reply.view = &view },
    { 0 }
};
static const struct operation *const tables[] = { operations, NULL };

static void of_all_that_an_operation_has_the_first_end_counts(void **state)
{
    (void)state;
    assert_ptr_equal(operation_deprecation(&operations[0]), &early);
    assert_null(operation_deprecation(&operations[1]));
    assert_ptr_equal(operation_deprecation(&operations[2]), &late);
    assert_ptr_equal(operation_deprecation(&operations[3]), &early);
}

static void a_year_is_between_and_something_instead(void **state)
{
    (void)state;
    assert_true(deprecation_is_sound(&early));
    assert_true(deprecation_is_sound(
        &(struct deprecation){ { 2027, 1, 1 }, { 2028, 1, 1 }, "Use that instead." }));
    assert_false(deprecation_is_sound(
        &(struct deprecation){ { 2027, 1, 1 }, { 2027, 12, 31 }, "Use that instead." }));
    assert_false(
        deprecation_is_sound(&(struct deprecation){ { 2027, 1, 1 }, { 2028, 1, 1 }, NULL }));
    assert_false(deprecation_is_sound(&(struct deprecation){ .sunset = { 2028, 1, 1 } }));
}

static void a_server_with_short_notice_does_not_start(void **state)
{
    (void)state;
    static const struct deprecation hasty = { { 2027, 1, 1 }, { 2027, 2, 1 }, "Use that." };
    const struct operation short_notice[] = {
        { .id = "leave", .path = "/v1/d", .deprecation = &hasty }, { 0 }
    };
    const struct operation *const only[] = { short_notice, NULL };
    char fault[OPERATION_FAULT_SIZE] = "";
    assert_false(operations_are_sound(only, fault));
    assert_non_null(strstr(fault, "without a year's notice"));
}

static struct slice header_of(const struct http_reply *reply, const char *name)
{
    for (unsigned i = 0; i < reply->header_count; i++) {
        if (strcmp(reply->headers[i].name, name) == 0)
            return reply->headers[i].value;
    }
    return SLICE_UNSET;
}

static void every_answer_says_it_in_its_headers(void **state)
{
    (void)state;
    struct http_reply told = { 0 }, untold = { 0 };
    headers_init(tables);
    headers_add_deprecation(&told, &operations[3]);
    assert_true(slice_is(header_of(&told, "Deprecation"), "@1798761600"));
    assert_true(slice_is(header_of(&told, "Sunset"), "Wed, 01 Mar 2028 00:00:00 GMT"));
    headers_add_deprecation(&untold, &operations[1]);
    headers_add_deprecation(&untold, NULL);
    assert_int_equal(untold.header_count, 0);
}

static void expect_in(const struct buffer *text, const char *words)
{
    char whole[4096];
    snprintf(whole, sizeof whole, "%.*s", (int)text->size, text->at);
    if (!strstr(whole, words))
        fail_msg("%s does not say %s", whole, words);
}

static void the_contract_says_it_where_it_stands(void **state)
{
    (void)state;
    struct buffer text = { 0 };
    struct writer writer;
    writer_init(&writer, &text);
    schema_write(&writer, &(struct schema){ "Inner", SCHEMA_VIEW, .view = &inner_view });
    expect_in(&text, "\"description\":\"A name. Deprecated since 2027-01-01, kept until "
                     "2028-03-01: Use that instead.\",\"deprecated\":true,"
                     "\"x-deprecated-since\":\"2027-01-01\",\"x-sunset\":\"2028-03-01\"");
    buffer_clear(&text);
    writer_init(&writer, &text);
    schema_write(&writer, &(struct schema){ "OuterInput", SCHEMA_FIELDS, .fields = &fields });
    expect_in(&text, "\"deprecated\":true,\"x-deprecated-since\":\"2027-06-15\"");
    buffer_clear(&text);
    writer_init(&writer, &text);
    writer_open(&writer, '{');
    operation_write_responses(&writer, &operations[3]);
    writer_close(&writer, '}');
    expect_in(&text, "\"Sunset\":{\"$ref\":\"#/components/headers/Sunset\"}");
    buffer_release(&text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(of_all_that_an_operation_has_the_first_end_counts),
        cmocka_unit_test(a_year_is_between_and_something_instead),
        cmocka_unit_test(a_server_with_short_notice_does_not_start),
        cmocka_unit_test(every_answer_says_it_in_its_headers),
        cmocka_unit_test(the_contract_says_it_where_it_stands),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
