/* SPDX-License-Identifier: EUPL-1.2 */
/* Array literals and identifiers as text, without a database; the round trip is in pool_test.c. */
#include "db/params.h"

#include <setjmp.h>
#include <stdarg.h>
#include <signal.h>
#include <stddef.h>
#include <sys/wait.h>
#include <unistd.h>
#include <cmocka.h>

static const char *const all_names[] = { "label", "id", "number", "flag", "raw", "day", "maybe" };
static const struct statement one_text = { "one_text", "", 0, all_names, 1 };
static const struct statement all_types = { "all_types", "", 0, all_names, 7 };

static void the_first_item_begins_by_itself(void **state)
{
    (void)state;
    struct params params;
    struct arena arena;
    arena_init(&arena, 0);
    params_init(&params, &all_types, &arena);
    params_text(&params, "label", SLICE("a"));
    params_null(&params, "id");
    params_int(&params, "number", 7);
    params_null(&params, "flag");
    params_null(&params, "raw");
    params_null(&params, "day");
    params_null(&params, "maybe");
    params_item(&params);
    params_text(&params, "label", SLICE("b"));
    for (unsigned i = 0; i < 6; i++) {
        static const char *const others[] = { "id", "number", "flag", "raw", "day", "maybe" };
        params_null(&params, others[i]);
    }
    assert_true(params_finish(&params));
    assert_int_equal(params.item_count, 2);
    assert_string_equal(params.literals[0], "{\"a\",\"b\"}");
    arena_release(&arena);
}

static void elements_are_quoted_and_null_is_bare(void **state)
{
    (void)state;
    struct params params;
    struct arena arena;
    arena_init(&arena, 0);
    const unsigned char bytes[] = { 0x00, 0xde, 0xff };
    struct id id = { { 0x01, 0x93, 0xab, [15] = 0x0f } };
    params_init(&params, &all_types, &arena);
    params_item(&params);
    params_text(&params, "label", SLICE("a\"b\\c, {NULL} é"));
    params_id(&params, "id", id);
    params_int(&params, "number", -9223372036854775807);
    params_bool(&params, "flag", true);
    params_bytes(&params, "raw", bytes, sizeof bytes);
    params_date(&params, "day", (struct date){ 2028, 2, 29 });
    params_int_or_null(&params, "maybe", false, 5);
    params_item(&params);
    params_text(&params, "label", (struct slice){ 0 });
    params_id(&params, "id", (struct id){ 0 });
    params_int(&params, "number", 0);
    params_bool(&params, "flag", false);
    params_bytes(&params, "raw", NULL, 0);
    params_date(&params, "day", (struct date){ 0 });
    params_int_or_null(&params, "maybe", true, 5);
    params_item(&params);
    params_text(&params, "label", SLICE(""));
    params_null(&params, "id");
    params_null(&params, "number");
    params_null(&params, "flag");
    params_bytes(&params, "raw", bytes, 0);
    params_null(&params, "day");
    params_null(&params, "maybe");
    assert_true(params_finish(&params));
    assert_true(params_finish(&params));
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
        assert_string_equal(params.literals[i], expected[i]);
    arena_release(&arena);
}

static void text_with_a_nul_byte_is_refused_not_cut(void **state)
{
    (void)state;
    struct params params;
    struct arena arena;
    arena_init(&arena, 0);
    params_init(&params, &one_text, &arena);
    params_item(&params);
    params_text(&params, "label", (struct slice){ "a\0b", 3 });
    assert_false(params_finish(&params));
    arena_release(&arena);
}

static const char *const two_names[] = { "juror_id", "commission_id" };
static const struct statement two_ids = { "two_ids", "", 0, two_names, 2 };

static void names_may_come_in_any_order(void **state)
{
    (void)state;
    struct params params;
    struct arena arena;
    arena_init(&arena, 0);
    params_init(&params, &two_ids, &arena);
    for (unsigned char i = 1; i <= 2; i++) {
        params_item(&params);
        params_id(&params, i == 1 ? "commission_id" : "juror_id", (struct id){ { i } });
        params_null(&params, i == 1 ? "juror_id" : "commission_id");
    }
    assert_true(params_finish(&params));
    assert_string_equal(params.literals[0], "{NULL,02000000-0000-0000-0000-000000000000}");
    assert_string_equal(params.literals[1], "{01000000-0000-0000-0000-000000000000,NULL}");
    arena_release(&arena);
}

static void bind_unknown(struct params *params)
{
    params_null(params, "member_id");
}

static void bind_twice(struct params *params)
{
    params_null(params, "juror_id");
    params_null(params, "juror_id");
}

static void leave_out(struct params *params)
{
    params_null(params, "commission_id");
    params_item(params);
}

static void leave_out_at_the_end(struct params *params)
{
    params_null(params, "juror_id");
    if (params_finish(params))
        return;
}

static void a_wrong_name_stops_the_program(void **state)
{
    (void)state;
    void (*const wrong[])(struct params *) = { bind_unknown, bind_twice, leave_out,
                                               leave_out_at_the_end };
    for (unsigned i = 0; i < sizeof wrong / sizeof wrong[0]; i++) {
        pid_t child = fork();
        if (child == 0) {
            struct params params;
            struct arena arena;
            arena_init(&arena, 0);
            signal(SIGABRT, SIG_DFL);
            params_init(&params, &two_ids, &arena);
            params_item(&params);
            wrong[i](&params);
            _exit(0);
        }
        int status = 0;
        assert_int_equal(waitpid(child, &status, 0), child);
        assert_true(WIFSIGNALED(status));
        assert_int_equal(WTERMSIG(status), SIGABRT);
    }
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
        cmocka_unit_test(the_first_item_begins_by_itself),
        cmocka_unit_test(elements_are_quoted_and_null_is_bare),
        cmocka_unit_test(text_with_a_nul_byte_is_refused_not_cut),
        cmocka_unit_test(names_may_come_in_any_order),
        cmocka_unit_test(a_wrong_name_stops_the_program),
        cmocka_unit_test(ids_are_read_in_any_case_and_in_one_form_only),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
