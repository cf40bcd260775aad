/* SPDX-License-Identifier: EUPL-1.2 */
/* A walk over JSON that no table describes, and over the reference data that the binary carries. */
#include "json/document.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

static struct document *parse(const char *text)
{
    struct document *document = NULL;
    enum status status;
    assert_int_equal(document_parse(slice_of(text), &document, &status), REASON_NONE);
    assert_int_equal(status, STATUS_OK);
    assert_non_null(document);
    return document;
}

static void a_walk_reads_what_is_there(void **state)
{
    (void)state;
    struct document *document =
        parse("{\"title\":\"\xC3\x89t\xC3\xA9\",\"n\":-3,\"ok\":true,\"none\":null,\"half\":0.5,"
              "\"items\":[{\"code\":\"1.1\"},{\"code\":\"1.2\"}]}");
    assert_int_equal(document_count(document), 6);
    assert_true(slice_is(document_text(document_member(document, "title")), "\xC3\x89t\xC3\xA9"));
    assert_int_equal(document_int(document_member(document, "n"), 7), -3);
    assert_true(document_bool(document_member(document, "ok"), false));
    assert_true(document_is_bool(document_member(document, "ok")));
    assert_false(document_is_int(document_member(document, "half")));
    const struct document *items = document_member(document, "items");
    assert_int_equal(document_count(items), 2);
    assert_true(slice_is(document_text(document_member(document_item(items, 1), "code")), "1.2"));
    document_free(document);
}

static void a_walk_into_nothing_finds_nothing(void **state)
{
    (void)state;
    struct document *document = parse("{\"items\":[1],\"n\":1}");
    const struct document *none = document_member(document, "absent");
    assert_null(none);
    assert_null(document_member(none, "deeper"));
    assert_null(document_item(none, 0));
    assert_null(document_item(document_member(document, "items"), 1));
    assert_null(document_item(document_member(document, "n"), 0));
    assert_null(document_member(document_member(document, "items"), "n"));
    assert_int_equal(document_count(none), 0);
    assert_int_equal(document_count(document_member(document, "n")), 0);
    assert_false(slice_is_set(document_text(none)));
    assert_false(slice_is_set(document_text(document)));
    assert_int_equal(document_int(none, 7), 7);
    assert_true(document_bool(none, true));
    document_free(document);
    document_free(NULL);
}

static void bad_text_is_refused_with_its_reason(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        enum reason reason;
    } cases[] = {
        { "", REASON_MALFORMED_JSON },
        { "{]", REASON_MALFORMED_JSON },
        { "{\"a\":1,\"a\":1}", REASON_DUPLICATE_MEMBER },
        { "\"\xFF\"", REASON_INVALID_UTF8 },
        { "[[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]]", REASON_NESTING_TOO_DEEP },
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct document *document = NULL;
        enum status status;
        assert_int_equal(document_parse(slice_of(cases[i].text), &document, &status),
                         cases[i].reason);
        assert_null(document);
    }
}

/* TEST_DATA is tests/unit. */
static void the_reference_data_is_a_document(void **state)
{
    (void)state;
    FILE *file = fopen(TEST_DATA "/../../server/data/referential-clea-socle.json", "rb");
    assert_non_null(file);
    static char text[256 * 1024];
    size_t size = fread(text, 1, sizeof text - 1, file);
    fclose(file);
    struct document *document = NULL;
    enum status status;
    assert_int_equal(document_parse((struct slice){ text, size }, &document, &status), REASON_NONE);
    assert_int_equal(
        document_count(document_member(document, "domains")),
        document_int(document_member(document_member(document, "declared_counts"), "domains"), -1));
    document_free(document);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_walk_reads_what_is_there),
        cmocka_unit_test(a_walk_into_nothing_finds_nothing),
        cmocka_unit_test(bad_text_is_refused_with_its_reason),
        cmocka_unit_test(the_reference_data_is_a_document),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
