/* SPDX-License-Identifier: EUPL-1.2 */
/* Structs back to JSON, records that are read again, and one laid over another. */
#include "buffer.h"
#include "json/field.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>
#include <cmocka.h>

struct item {
    struct given given;
    struct slice code;
};
struct thing {
    struct given given;
    struct slice name, note, tree;
    struct id id;
    struct date day;
    int64_t amount, at;
    bool is_open;
    int kind;
    uint64_t kinds;
    struct item item;
    struct field_list items, texts, ids;
};

static const char *const kind_codes[] = { "FIRST", "SECOND", NULL };
static const struct vocabulary kinds = { .codes = kind_codes };
static const struct field item_fields[] = {
    { "code", FIELD_TEXT, FIELD_REQUIRED, offsetof(struct item, code) },
    { .name = NULL },
};
static const struct fields item_table = { "Item", item_fields, sizeof(struct item) };

#define AT(member) offsetof(struct thing, member)
static const struct field thing_fields[] = {
    { "name", FIELD_TEXT, FIELD_REQUIRED | FIELD_PERSONAL, AT(name), 1, 20 },
    { "note", FIELD_TEXT, FIELD_NULLABLE, AT(note), 1, 20 },
    { "id", FIELD_ID, FIELD_NULLABLE, AT(id) },
    { "day", FIELD_DATE, FIELD_NULLABLE, AT(day) },
    { "amount", FIELD_INT, FIELD_NULLABLE, AT(amount), 0, 100 },
    { "is_open", FIELD_BOOL, 0, AT(is_open) },
    { "kind", FIELD_ENUM, 0, AT(kind), .words = &kinds },
    { "kinds", FIELD_ENUMS, 0, AT(kinds), .words = &kinds },
    { "at", FIELD_INSTANT, FIELD_NULLABLE, AT(at) },
    { "item", FIELD_OBJECT, 0, AT(item), .of = &item_table },
    { "items", FIELD_OBJECTS, 0, AT(items), .of = &item_table },
    { "texts", FIELD_TEXTS, 0, AT(texts) },
    { "ids", FIELD_IDS, 0, AT(ids) },
    { "tree", FIELD_JSON, 0, AT(tree) },
    { "version", FIELD_INT, FIELD_READ_ONLY },
    { .name = NULL },
};
static const struct fields thing_table = { "Thing", thing_fields, sizeof(struct thing) };

/* Some of it, in another order. */
static const struct field change_fields[] = {
    { "amount", FIELD_INT, FIELD_NULLABLE, AT(amount), 0, 100 },
    { "version", FIELD_INT, FIELD_READ_ONLY },
    { "kind", FIELD_ENUM, 0, AT(kind), .words = &kinds },
    { "note", FIELD_TEXT, FIELD_NULLABLE, AT(note), 1, 20 },
    { .name = NULL },
};
static const struct fields change_table = { "Change", change_fields, sizeof(struct thing) };
#undef AT

static const char whole[] =
    "{\"name\":\"a \\\"b\\\"\",\"note\":null,\"id\":\"0193ab00-0000-7000-8000-00000000000f\","
    "\"day\":\"2028-02-29\",\"amount\":0,\"is_open\":false,\"kind\":\"SECOND\","
    "\"kinds\":[\"FIRST\",\"SECOND\"],\"at\":\"2026-01-15T08:30:00.000Z\","
    "\"item\":{\"code\":\"1\"},\"items\":[{\"code\":\"2\"},{\"code\":\"3\"}],"
    "\"texts\":[\"x\",\"y\"],\"ids\":[\"0193ab00-0000-7000-8000-00000000000e\"],"
    "\"tree\":{\"a\":[1]}}";

static struct arena arena;

static struct thing read_body(const struct fields *fields, const char *text)
{
    struct thing thing;
    struct violations violations = { .count = 0 };
    enum status status;
    assert_int_equal(fields_read_body(fields, slice_of(text), &arena, &thing, &violations, &status),
                     REASON_NONE);
    assert_int_equal(violations.count, 0);
    assert_int_equal(status, STATUS_OK);
    return thing;
}

static void expect_text(const struct fields *fields, const struct thing *thing, unsigned flags,
                        const char *expected)
{
    struct buffer buffer = { 0 };
    struct writer writer;
    writer_init(&writer, &buffer);
    fields_write(&writer, fields, thing, flags);
    buffer_char(&buffer, '\0');
    assert_string_equal(buffer.at, expected);
    buffer_release(&buffer);
}

static void what_was_read_is_written(void **state)
{
    (void)state;
    struct thing thing = read_body(&thing_table, whole);
    expect_text(&thing_table, &thing, 0, whole);
    thing = read_body(&thing_table, "{\"name\":\"a\",\"note\":null}");
    expect_text(&thing_table, &thing, 0, "{\"name\":\"a\",\"note\":null}");
    expect_text(&thing_table, &thing, FIELDS_WITHOUT_NULLS | FIELDS_WITHOUT_PERSONAL, "{}");
    expect_text(&thing_table, &thing, FIELDS_WITH_DEFAULTS,
                "{\"name\":\"a\",\"note\":null,\"is_open\":false,\"kind\":\"FIRST\",\"kinds\":[],"
                "\"items\":[],\"texts\":[],\"ids\":[]}");
}

static void a_record_is_read_as_it_is_stored(void **state)
{
    (void)state;
    struct thing thing;
    assert_true(fields_read_record(&thing_table, slice_of(whole), &arena, &thing));
    assert_false(field_is_given(&thing_table, &thing, "note")); /* null is absent */
    assert_true(field_is_given(&thing_table, &thing, "amount"));
    assert_true(slice_is(thing.name, "a \"b\""));
    /* What the table does not have, what it computes, a null where none may come. */
    assert_true(fields_read_record(
        &thing_table,
        SLICE("{\"search\":1.5,\"version\":3,\"kind\":null,\"at\":\"2026-01-15T08:30:00+00:00\"}"),
        &arena, &thing));
    assert_int_equal(thing.at, INT64_C(1768465800000));
    expect_text(&thing_table, &thing, 0, "{\"at\":\"2026-01-15T08:30:00.000Z\"}");
    assert_false(fields_read_record(&thing_table, SLICE("[]"), &arena, &thing));
    assert_false(fields_read_record(&thing_table, SLICE("{"), &arena, &thing));
}

static void absent_stays_and_null_erases(void **state)
{
    (void)state;
    struct thing record, change;
    assert_true(fields_read_record(
        &thing_table,
        SLICE("{\"name\":\"a\",\"note\":\"b\",\"amount\":7,\"kind\":\"SECOND\",\"is_open\":true}"),
        &arena, &record));
    change = read_body(&change_table, "{\"note\":null,\"amount\":9}");
    fields_merge(&change_table, &change, &thing_table, &record);
    expect_text(&thing_table, &record, 0,
                "{\"name\":\"a\",\"amount\":9,\"is_open\":true,\"kind\":\"SECOND\"}");
    assert_false(slice_is_set(record.note));
    change = read_body(&change_table, "{\"kind\":\"FIRST\",\"amount\":null,\"note\":\"c\"}");
    fields_merge(&change_table, &change, &thing_table, &record);
    expect_text(&thing_table, &record, 0,
                "{\"name\":\"a\",\"note\":\"c\",\"is_open\":true,\"kind\":\"FIRST\"}");
    assert_int_equal(record.amount, 0);
}

static int set_up(void **state)
{
    (void)state;
    arena_init(&arena, 0);
    return 0;
}

static int clean_up(void **state)
{
    (void)state;
    arena_release(&arena);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_was_read_is_written),
        cmocka_unit_test(a_record_is_read_as_it_is_stored),
        cmocka_unit_test(absent_stays_and_null_erases),
    };
    return cmocka_run_group_tests(tests, set_up, clean_up);
}
