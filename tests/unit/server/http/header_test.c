/* SPDX-License-Identifier: EUPL-1.2 */
/* The grammar of header values: what tests/http asks of the whole server, asked of the readers
 * alone, and what no client of a library can send. */
#include "http/header.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#define COUNT(table) (sizeof(table) / sizeof(table)[0])

static void assert_slice(struct slice text, const char *wanted)
{
    if (!slice_is(text, wanted))
        fail_msg("'%.*s', not '%s'", (int)text.size, text.at ? text.at : "", wanted);
}

static void elements_are_cut_at_their_commas(void **state)
{
    (void)state;
    struct slice rest =
        SLICE(" ,a/b ;x=\"1,2;q=0\\\"\" ; Q=0.25, ,c;q=0.1234,d;q=2 ,e;q=x,f;q=1.,");
    static const struct {
        const char *value;
        int weight;
    } wanted[] = {
        { "a/b", 250 }, { "c", 123 }, { "d", 1000 }, { "e", 1000 }, { "f", 1000 },
    };
    struct weighted found;
    for (size_t i = 0; i < COUNT(wanted); i++) {
        assert_true(header_next_weighted(&rest, &found));
        assert_slice(found.value, wanted[i].value);
        assert_int_equal(found.weight, wanted[i].weight);
    }
    assert_false(header_next_weighted(&rest, &found));
}

static void an_open_quote_ends_with_the_text(void **state)
{
    (void)state;
    struct slice rest = SLICE("a;b=\"c, d\\");
    struct weighted found;
    assert_true(header_next_weighted(&rest, &found));
    assert_slice(found.value, "a");
    assert_false(header_next_weighted(&rest, &found));
}

static void blanks_and_case_do_not_count(void **state)
{
    (void)state;
    assert_slice(header_trim(SLICE(" \t a b\t ")), "a b");
    assert_slice(header_trim(SLICE(" \t ")), "");
    assert_false(slice_is_set(header_trim(SLICE_UNSET)));
    assert_slice(header_credentials(SLICE("bEaReR \t key "), "Bearer"), "key");
    assert_false(slice_is_set(header_credentials(SLICE("Bearer"), "Bearer")));
    assert_false(slice_is_set(header_credentials(SLICE("Bearerkey"), "Bearer")));
    assert_false(slice_is_set(header_credentials(SLICE_UNSET, "Bearer")));
    assert_slice(header_media_type(SLICE("Application/JSON ; charset=utf-8")), "Application/JSON");
    assert_false(slice_is_set(header_media_type(SLICE_UNSET)));
}

static void the_most_specific_range_counts(void **state)
{
    (void)state;
    const struct {
        struct slice accept;
        int weight;
    } cases[] = {
        { { 0 }, WEIGHT_MOST },
        { SLICE(" "), WEIGHT_MOST },
        { SLICE("*/*;q=0.1, text/*;q=0.2, text/plain;q=0.3"), 300 },
        { SLICE("text/plain;q=0.3, text/*;q=0.2, */*;q=0.1"), 300 },
        { SLICE("text/*;q=0, */*"), 0 },
        { SLICE("text/plain;q=0, text/plain"), 0 },
        { SLICE("text, text/, /plain, text/plai"), WEIGHT_UNNAMED },
    };
    for (size_t i = 0; i < COUNT(cases); i++)
        assert_int_equal(accept_weight(cases[i].accept, "text/plain"), cases[i].weight);
}

static void codings_are_weighed(void **state)
{
    (void)state;
    const struct {
        struct slice header;
        bool takes_gzip, refuses_identity;
    } cases[] = {
        { { 0 }, false, false },
        { SLICE(""), false, false },
        { SLICE("gzip;q=0.3, identity;q=0.3"), true, false },
        { SLICE("gzip;q=0.299, identity;q=0.3"), false, false },
        { SLICE("*;q=0"), false, true },
        { SLICE("*;q=0, X-GZIP"), true, true },
        { SLICE("*;q=0.5, gzip;q=0.4"), false, false },
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        const struct accept_coding found = accept_coding(cases[i].header);
        assert_int_equal(found.takes_gzip, cases[i].takes_gzip);
        assert_int_equal(found.refuses_identity, cases[i].refuses_identity);
    }
    assert_false(header_is_coded(SLICE_UNSET));
    assert_false(header_is_coded(SLICE("identity, Identity")));
    assert_true(header_is_coded(SLICE("identity, x")));
}

static void conditions_are_read_whole_or_not_at_all(void **state)
{
    (void)state;
    const struct {
        struct slice value;
        enum condition kind;
    } cases[] = {
        { { 0 }, CONDITION_NONE },
        { SLICE(""), CONDITION_MALFORMED },
        { SLICE(" , "), CONDITION_MALFORMED },
        { SLICE(" * "), CONDITION_ANY },
        { SLICE("*, *"), CONDITION_MALFORMED },
        { SLICE("\"\""), CONDITION_TAGS },
        { SLICE("\"a\\\""), CONDITION_TAGS }, /* a backslash is a character like another */
        { SLICE("W/\"a,b\",, \"c\" ,"), CONDITION_TAGS },
        { SLICE("\"a\"\"b\""), CONDITION_MALFORMED },
        { SLICE("\"a\", b"), CONDITION_MALFORMED },
        { SLICE("\"a b\""), CONDITION_MALFORMED },
        { SLICE("\"a"), CONDITION_MALFORMED },
        { SLICE("W/"), CONDITION_MALFORMED },
        { SLICE("W \"a\""), CONDITION_MALFORMED },
        { SLICE("w/\"a\""), CONDITION_MALFORMED },
    };
    for (size_t i = 0; i < COUNT(cases); i++)
        assert_int_equal(condition_read(cases[i].value), cases[i].kind);
}

static void weak_tags_compare_weakly_only(void **state)
{
    (void)state;
    const struct slice list = SLICE("\"x,7.o\", W/\"7.o\", \"8.c+gzip\", \"+gzip\"");
    assert_true(condition_names(list, SLICE("7.o"), COMPARE_WEAKLY));
    assert_false(condition_names(list, SLICE("7.o"), COMPARE_STRONGLY));
    assert_true(condition_names(list, SLICE("8.c"), COMPARE_STRONGLY));
    assert_false(condition_names(list, SLICE("8.c+gzip"), COMPARE_STRONGLY));
    assert_true(
        condition_names(list, SLICE("+gzip"), COMPARE_STRONGLY)); /* nothing is coded there */
    assert_false(condition_names(list, SLICE("7"), COMPARE_WEAKLY));
    assert_true(condition_names_version(list, 7, COMPARE_WEAKLY));
    assert_false(condition_names_version(list, 7, COMPARE_STRONGLY));
    assert_true(condition_names_version(list, 8, COMPARE_STRONGLY));
    assert_false(condition_names_version(SLICE("\"08\", \"8x\", \"88\""), 8, COMPARE_WEAKLY));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(elements_are_cut_at_their_commas),
        cmocka_unit_test(an_open_quote_ends_with_the_text),
        cmocka_unit_test(blanks_and_case_do_not_count),
        cmocka_unit_test(the_most_specific_range_counts),
        cmocka_unit_test(codings_are_weighed),
        cmocka_unit_test(conditions_are_read_whole_or_not_at_all),
        cmocka_unit_test(weak_tags_compare_weakly_only),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
