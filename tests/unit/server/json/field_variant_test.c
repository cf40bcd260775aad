/* SPDX-License-Identifier: EUPL-1.2 */
/* A member whose table depends on an enum beside it: which table, where it reads to, and where what
 * is wrong is told. */
#include "buffer.h"
#include "json/field.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

struct payload {
    struct given given;
    int64_t hours;
    struct slice reason;
};
struct act {
    struct given given;
    int kind;
    struct payload data;
};

static const struct field hours_fields[] = {
    { .name = "hours", .type = FIELD_INT, FIELD_REQUIRED, offsetof(struct payload, hours), 1, 9 },
    { 0 },
};
static const struct field reason_fields[] = {
    { .name = "reason", .type = FIELD_TEXT, .offset = offsetof(struct payload, reason) },
    { 0 },
};
static const struct fields hours_table = { "Hours", hours_fields, sizeof(struct payload) };
static const struct fields reason_table = { "Reason", reason_fields, sizeof(struct payload) };

static const char *const kind_codes[] = { "ATTEND", "CLOSE", "SIGN", NULL };
static const struct vocabulary kinds = { .codes = kind_codes };

static const struct fields *const tables[] = { &hours_table, &reason_table, NULL };
static const struct field_variants variants = { "kind", tables };

static const struct field act_fields[] = {
    { .name = "kind", FIELD_ENUM, FIELD_REQUIRED, offsetof(struct act, kind), .words = &kinds },
    { .name = "data", FIELD_VARIANT, 0, offsetof(struct act, data), .variants = &variants },
    { 0 },
};
static const struct fields act_table = { "Act", act_fields, sizeof(struct act) };

static struct arena arena;
static struct act act;
static struct violations violations;

static int set_up(void **state)
{
    (void)state;
    arena_init(&arena, 0);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    arena_release(&arena);
    return 0;
}

static void read_act(const char *body)
{
    enum status status = STATUS_FAILED;
    violations.count = 0;
    memset(&act, 0x5A, sizeof act);
    assert_int_equal(
        fields_read_body(&act_table, slice_of(body), &arena, &act, &violations, &status),
        REASON_NONE);
    assert_int_equal(status, STATUS_OK);
}

static void the_enum_chooses_the_table(void **state)
{
    (void)state;
    /* In any order of the text. */
    read_act("{\"data\":{\"hours\":7},\"kind\":\"ATTEND\"}");
    assert_int_equal(violations.count, 0);
    assert_int_equal(act.data.hours, 7);
    assert_true(field_is_given(&hours_table, &act.data, "hours"));
    assert_true(field_is_given(&act_table, &act, "data"));
    read_act("{\"kind\":\"CLOSE\",\"data\":{\"reason\":\"ill\"}}");
    assert_int_equal(violations.count, 0);
    assert_int_equal(act.kind, 1);
    assert_true(slice_is(act.data.reason, "ill"));
    assert_int_equal(act.data.hours, 0);
}

static void an_absent_variant_is_an_empty_object(void **state)
{
    (void)state;
    read_act("{\"kind\":\"CLOSE\"}");
    assert_int_equal(violations.count, 0);
    assert_false(field_is_given(&reason_table, &act.data, "reason"));
    assert_false(field_is_given(&act_table, &act, "data"));
}

static void what_is_wrong_is_told_at_its_place(void **state)
{
    (void)state;
    static const struct {
        const char *body, *where;
        enum reason code;
    } cases[] = {
        { "{\"kind\":\"ATTEND\",\"data\":{\"hours\":70}}", "/data/hours", REASON_RANGE },
        { "{\"kind\":\"ATTEND\",\"data\":{}}", "/data/hours", REASON_REQUIRED },
        { "{\"kind\":\"ATTEND\"}", "/data/hours", REASON_REQUIRED },
        { "{\"kind\":\"CLOSE\",\"data\":{\"hours\":7}}", "/data/hours", REASON_UNKNOWN_FIELD },
        { "{\"kind\":\"CLOSE\",\"data\":{\"reason\":1.5}}", "/data/reason", REASON_TYPE },
        { "{\"kind\":\"CLOSE\",\"data\":null}", "/data", REASON_NULL_NOT_ALLOWED },
        { "{\"kind\":\"CLOSE\",\"data\":[]}", "/data", REASON_TYPE },
        { "{\"kind\":\"CLOSE\",\"data\":\"x\"}", "/data", REASON_TYPE },
        /* One mistake is told once. */
        { "{\"kind\":\"SIGN\",\"data\":{\"hours\":7}}", "/kind", REASON_ENUM },
        { "{\"kind\":\"SIGN\"}", "/kind", REASON_ENUM },
        { "{\"kind\":\"DANCE\",\"data\":{\"hours\":7}}", "/kind", REASON_ENUM },
        { "{\"kind\":3,\"data\":{\"hours\":7}}", "/kind", REASON_TYPE },
        { "{\"data\":{\"hours\":7}}", "/kind", REASON_REQUIRED },
    };
    for (unsigned i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        read_act(cases[i].body);
        if (violations.count != 1 || violations.items[0].code != cases[i].code ||
            !slice_is(violations.items[0].where, cases[i].where))
            fail_msg("%s: %u violations, the first %d at %.*s", cases[i].body, violations.count,
                     (int)violations.items[0].code, (int)violations.items[0].where.size,
                     violations.items[0].where.at);
    }
}

static void a_variant_is_written_by_its_table(void **state)
{
    (void)state;
    static const char *const bodies[] = {
        "{\"kind\":\"ATTEND\",\"data\":{\"hours\":7}}",
        "{\"kind\":\"CLOSE\",\"data\":{\"reason\":\"ill\"}}",
        "{\"kind\":\"CLOSE\"}",
    };
    for (unsigned i = 0; i < sizeof bodies / sizeof bodies[0]; i++) {
        struct buffer text = { 0 };
        struct writer writer;
        writer_init(&writer, &text);
        read_act(bodies[i]);
        fields_write(&writer, &act_table, &act, 0);
        assert_true(slice_is(buffer_as_slice(&text), bodies[i]));
        buffer_release(&text);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_enum_chooses_the_table),
        cmocka_unit_test(an_absent_variant_is_an_empty_object),
        cmocka_unit_test(a_variant_is_written_by_its_table),
        cmocka_unit_test(what_is_wrong_is_told_at_its_place),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
