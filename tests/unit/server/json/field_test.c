/* SPDX-License-Identifier: EUPL-1.2 */
/* Bodies by tables: what is accepted, what is refused, where and why. */
#include "person_fixture.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>

#include <cmocka.h>

static struct arena arena;
static struct person person;
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

static enum reason read_with(const struct fields *table, struct slice body)
{
    enum status status = STATUS_FAILED;
    violations.count = 0;
    memset(&person, 0x5A, sizeof person);
    enum reason reason = fields_read_body(table, body, &arena, &person, &violations, &status);
    assert_int_equal(status, STATUS_OK);
    return reason;
}

static void read_well(const char *body)
{
    assert_int_equal(read_with(&person_table, slice_of(body)), REASON_NONE);
    if (violations.count)
        print_error("%s: code %d at %.*s\n", body, violations.items[0].code,
                    (int)violations.items[0].where.size, violations.items[0].where.at);
    assert_int_equal(violations.count, 0);
}

static void assert_text(struct slice text, const char *expected)
{
    assert_int_equal(text.size, strlen(expected));
    assert_memory_equal(text.at, expected, text.size);
}

static void every_type_arrives_in_its_member(void **state)
{
    (void)state;
    read_well("{\"name\":\" Zo\xC3\xAB\\u00e9 \",\"note\":\"a\\n\\tb\","
              "\"id\":\"01890A5D-AC96-774B-BCCE-B302099A8057\",\"birth_date\":\"2000-02-29\","
              "\"age\":44,\"is_present\":true,\"college\":\"EMPLOYEES\","
              "\"roles\":[\"JUROR\",\"ADVISOR\"],\"starts_at\":\"2000-01-02T01:00:00.5+01:00\","
              "\"address\":{\"town\":\"Brest\",\"floor\":-2},"
              "\"addresses\":[{\"town\":\"Lyon\"},{\"town\":\"Metz\",\"floor\":3}],"
              "\"tags\":[\" b\",\"a\"],\"members\":[\"01890a5d-ac96-774b-bcce-b302099a8057\"],"
              "\"draft\":{\"b\": [1, \"e\xCC\x81\", null, true], \"a\": {}},\"even\":2}");
    assert_text(person.name, "Zo\xC3\xAB\xC3\xA9");
    assert_text(person.note, "a\n\tb");
    assert_int_equal(person.id.bytes[0], 0x01);
    assert_int_equal(person.id.bytes[15], 0x57);
    assert_int_equal(person.birth_date.year, 2000);
    assert_int_equal(person.birth_date.day, 29);
    assert_int_equal(person.age, 44);
    assert_true(person.is_present);
    assert_int_equal(person.college, 1);
    assert_int_equal(person.roles, 1 << 2 | 1 << 0);
    assert_int_equal(person.starts_at, 946771200500);
    assert_text(person.address.town, "Brest");
    assert_int_equal(person.address.floor, -2);
    const struct address *addresses = person.addresses.items;
    assert_int_equal(person.addresses.count, 2);
    assert_text(addresses[1].town, "Metz");
    assert_true(field_is_given(&address_table, &addresses[1], "floor"));
    assert_false(field_is_given(&address_table, &addresses[0], "floor"));
    const struct slice *tags = person.tags.items;
    assert_int_equal(person.tags.count, 2);
    assert_text(tags[0], "b");
    assert_int_equal(person.members.count, 1);
    assert_true(id_equals(*(const struct id *)person.members.items, person.id));
    assert_text(person.draft, "{\"b\":[1,\"\xC3\xA9\",null,true],\"a\":{}}"); /* composed */
    assert_int_equal(person.even, 2);
}

static void absent_null_and_present_differ(void **state)
{
    (void)state;
    read_well("{\"birth_date\":null,\"age\":7}");
    assert_true(field_is_given(&person_table, &person, "birth_date"));
    assert_true(field_is_null(&person_table, &person, "birth_date"));
    assert_true(field_is_given(&person_table, &person, "age"));
    assert_false(field_is_null(&person_table, &person, "age"));
    assert_false(field_is_given(&person_table, &person, "name"));
    assert_false(field_is_null(&person_table, &person, "name"));
    assert_false(date_is_set(person.birth_date));
}

static void an_empty_body_is_an_empty_object(void **state)
{
    (void)state;
    read_well("");
    assert_int_equal(person.given.present, 0);
    assert_int_equal(read_with(&person_table, (struct slice){ NULL, 0 }), REASON_NONE);
    assert_int_equal(read_with(&address_table, SLICE("")), REASON_NONE);
    assert_int_equal(violations.count, 1);
    assert_int_equal(violations.items[0].code, REASON_REQUIRED);
    assert_text(violations.items[0].where, "/town");
}

struct violation_case {
    const char *body;
    const char *where;
    enum reason code;
    int64_t limit;
};

#define ID "\"01890a5d-ac96-774b-bcce-b302099a8057\""

static const struct violation_case violation_cases[] = {
    { "[]", "", REASON_TYPE, 0 },
    { "\"x\"", "", REASON_TYPE, 0 },
    { "12", "", REASON_TYPE, 0 },
    { "null", "", REASON_TYPE, 0 },
    { "{\"naem\":1}", "/naem", REASON_UNKNOWN_FIELD, 0 },
    { "{\"a/b~c\":1}", "/a~1b~0c", REASON_UNKNOWN_FIELD, 0 },
    { "{\"~1\":1}", "/~01", REASON_UNKNOWN_FIELD, 0 },
    { "{\"\":1}", "/", REASON_UNKNOWN_FIELD, 0 },
    { "{\"odd~/name\":\"ab\"}", "/odd~0~1name", REASON_MAX_LENGTH, 1 },
    { "{\"status\":\"OPEN\"}", "/status", REASON_READ_ONLY_FIELD, 0 },
    { "{\"status\":null}", "/status", REASON_READ_ONLY_FIELD, 0 },
    { "{\"name\":null}", "/name", REASON_NULL_NOT_ALLOWED, 0 },
    { "{\"name\":12}", "/name", REASON_TYPE, 0 },
    { "{\"name\":\"  a  \"}", "/name", REASON_MIN_LENGTH, 2 },
    { "{\"name\":\" \xC2\xA0\xE2\x80\xAF \"}", "/name", REASON_MIN_LENGTH, 2 },
    { "{\"name\":\"123456789\"}", "/name", REASON_MAX_LENGTH, 8 },
    { "{\"name\":\"a\\nb\"}", "/name", REASON_CHARACTER_INVALID, 0 },
    { "{\"name\":\"a\\u007fb\"}", "/name", REASON_CHARACTER_INVALID, 0 },
    { "{\"name\":\"a\\u0085b\"}", "/name", REASON_CHARACTER_INVALID, 0 },
    { "{\"note\":\"a\\rb\"}", "/note", REASON_CHARACTER_INVALID, 0 },
    { "{\"id\":\"01890a5dac96774bbcceb302099a8057\"}", "/id", REASON_PATTERN, 0 },
    { "{\"id\":\"{01890a5d-ac96-774b-bcce-b302099a8057}\"}", "/id", REASON_PATTERN, 0 },
    { "{\"id\":\"01890a5d-ac96-774b-bcce-b302099a805g\"}", "/id", REASON_PATTERN, 0 },
    { "{\"id\":\"00000000-0000-0000-0000-000000000000\"}", "/id", REASON_PATTERN, 0 },
    { "{\"id\":\"\"}", "/id", REASON_PATTERN, 0 },
    { "{\"id\":1}", "/id", REASON_TYPE, 0 },
    { "{\"birth_date\":\"2001-02-29\"}", "/birth_date", REASON_DATE_INVALID, 0 },
    { "{\"birth_date\":\"2001-2-3\"}", "/birth_date", REASON_DATE_INVALID, 0 },
    { "{\"birth_date\":\" 2001-02-03\"}", "/birth_date", REASON_DATE_INVALID, 0 },
    { "{\"birth_date\":\"2001-02-03T00:00:00Z\"}", "/birth_date", REASON_DATE_INVALID, 0 },
    { "{\"birth_date\":20010203}", "/birth_date", REASON_TYPE, 0 },
    { "{\"age\":0}", "/age", REASON_RANGE, 1 },
    { "{\"age\":121}", "/age", REASON_RANGE, 120 },
    { "{\"age\":1.0}", "/age", REASON_TYPE, 0 },
    { "{\"age\":1e2}", "/age", REASON_TYPE, 0 },
    { "{\"age\":\"12\"}", "/age", REASON_TYPE, 0 },
    { "{\"age\":true}", "/age", REASON_TYPE, 0 },
    { "{\"even\":9007199254740992}", "/even", REASON_RANGE, FIELD_INT_MAX },
    { "{\"even\":3}", "/even", REASON_SIRET_INVALID, 0 },
    { "{\"is_present\":1}", "/is_present", REASON_TYPE, 0 },
    { "{\"is_present\":\"true\"}", "/is_present", REASON_TYPE, 0 },
    { "{\"college\":\"employers\"}", "/college", REASON_ENUM, 0 },
    { "{\"college\":0}", "/college", REASON_TYPE, 0 },
    { "{\"roles\":\"JUROR\"}", "/roles", REASON_TYPE, 0 },
    { "{\"roles\":[\"JUROR\",\"KING\"]}", "/roles/1", REASON_ENUM, 0 },
    { "{\"roles\":[\"JUROR\",\"JUROR\"]}", "/roles/1", REASON_DUPLICATE_ITEM, 0 },
    { "{\"birth_date\":\"1899-12-31\"}", "/birth_date", REASON_DATE_OUT_OF_RANGE, 0 },
    { "{\"birth_date\":\"0001-01-01\"}", "/birth_date", REASON_DATE_OUT_OF_RANGE, 0 },
    { "{\"birth_date\":\"2027-02-29\"}", "/birth_date", REASON_DATE_INVALID, 0 },
    { "{\"starts_at\":\"1970-01-01T00:00:00Z\"}", "/starts_at", REASON_DATE_OUT_OF_RANGE, 0 },
    { "{\"starts_at\":\"1999-12-31T22:59:59Z\"}", "/starts_at", REASON_DATE_OUT_OF_RANGE, 0 },
    { "{\"starts_at\":\"9999-12-31T23:00:00Z\"}", "/starts_at", REASON_DATE_OUT_OF_RANGE, 0 },
    { "{\"starts_at\":\"2026-06-30T23:59:60Z\"}", "/starts_at", REASON_DATE_INVALID, 0 },
    { "{\"starts_at\":\"2026-06-30T24:00:00Z\"}", "/starts_at", REASON_DATE_INVALID, 0 },
    { "{\"starts_at\":\"2026-06-31T10:00:00Z\"}", "/starts_at", REASON_DATE_INVALID, 0 },
    { "{\"starts_at\":\"2026-06-30T10:00:00\"}", "/starts_at", REASON_DATE_INVALID, 0 },
    { "{\"starts_at\":\"2026-06-30T10:00Z\"}", "/starts_at", REASON_DATE_INVALID, 0 },
    { "{\"starts_at\":\"2026-06-30T10:00:00.Z\"}", "/starts_at", REASON_DATE_INVALID, 0 },
    { "{\"starts_at\":\"2026-06-30T10:00:00.123\"}", "/starts_at", REASON_DATE_INVALID, 0 },
    { "{\"starts_at\":\"2026-06-30T10:00:00+0200\"}", "/starts_at", REASON_DATE_INVALID, 0 },
    { "{\"starts_at\":\"2026-06-30T10:00:00+24:00\"}", "/starts_at", REASON_DATE_INVALID, 0 },
    { "{\"starts_at\":\"2026-06-30 10:00:00Z\"}", "/starts_at", REASON_DATE_INVALID, 0 },
    { "{\"address\":[]}", "/address", REASON_TYPE, 0 },
    { "{\"address\":{}}", "/address/town", REASON_REQUIRED, 0 },
    { "{\"address\":{\"town\":\" \"}}", "/address/town", REASON_MIN_LENGTH, 1 },
    { "{\"address\":{\"town\":\"Metz\",\"x\":1}}", "/address/x", REASON_UNKNOWN_FIELD, 0 },
    { "{\"address\":{\"town\":\"Metz\",\"floor\":9}}", "/address", REASON_PATTERN, 0 },
    { "{\"addresses\":[]}", "/addresses", REASON_MIN_LENGTH, 1 },
    { "{\"addresses\":{}}", "/addresses", REASON_TYPE, 0 },
    { "{\"addresses\":[1,2,3]}", "/addresses", REASON_TOO_MANY_ITEMS, 2 },
    { "{\"addresses\":[{\"town\":\"Metz\"},{\"town\":\"Nantes\"}]}", "/addresses/1/town",
      REASON_MAX_LENGTH, 5 },
    { "{\"addresses\":[{\"town\":\"Metz\"},null]}", "/addresses/1", REASON_NULL_NOT_ALLOWED, 0 },
    { "{\"tags\":[\"a\",\"b\",\" a\"]}", "/tags/2", REASON_DUPLICATE_ITEM, 0 },
    { "{\"tags\":[\"a\",\"\"]}", "/tags/1", REASON_MIN_LENGTH, 1 },
    { "{\"tags\":[\"a\",1]}", "/tags/1", REASON_TYPE, 0 },
    { "{\"tags\":[\"a\",\"b\",\"c\",\"d\"]}", "/tags", REASON_TOO_MANY_ITEMS, 3 },
    { "{\"members\":[" ID "," ID "]}", "/members/1", REASON_DUPLICATE_ITEM, 0 },
    { "{\"members\":[" ID ",\"x\"]}", "/members/1", REASON_PATTERN, 0 },
    { "{\"draft\":{\"a\":[1,0.5]}}", "/draft/a/1", REASON_TYPE, 0 },
    { "{\"draft\":{\"a\":[\"b\\u200b\"]}}", "/draft/a/0", REASON_CHARACTER_INVALID, 0 },
    { "{\"draft\":\"\\u0007\"}", "/draft", REASON_CHARACTER_INVALID, 0 },
    { "{\"draft\":\"a\\u0000\"}", "/draft", REASON_CHARACTER_INVALID, 0 },
    { "{\"name\":\"a\\u0000b\"}", "/name", REASON_CHARACTER_INVALID, 0 },
    { "{\"tags\":[\"a\",\"b\\u0000\"]}", "/tags/1", REASON_CHARACTER_INVALID, 0 },
    { "{\"members\":[\"\\u0000\"]}", "/members/0", REASON_CHARACTER_INVALID, 0 },
};

static void one_wrong_value_is_one_violation_at_its_place(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof violation_cases / sizeof violation_cases[0]; i++) {
        const struct violation_case *wrong = &violation_cases[i];
        assert_int_equal(read_with(&person_table, slice_of(wrong->body)), REASON_NONE);
        const struct violation *found = &violations.items[0];
        if (violations.count != 1 || found->code != wrong->code ||
            found->expected.limit != wrong->limit || !slice_is(found->where, wrong->where))
            fail_msg("%s: %u, code %d at %.*s", wrong->body, violations.count, found->code,
                     (int)found->where.size, found->where.at);
        assert_int_equal(found->place, VIOLATION_BODY);
    }
}

static void all_violations_are_told_at_once(void **state)
{
    (void)state;
    assert_int_equal(
        read_with(&person_table, SLICE("{\"zzz\":1,\"age\":0,\"address\":{\"floor\":77},"
                                       "\"roles\":[1,\"KING\"],\"name\":\"\"}")),
        REASON_NONE);
    static const char *const places[] = { "/name",         "/age",           "/roles/0", "/roles/1",
                                          "/address/town", "/address/floor", "/zzz" };
    assert_int_equal(violations.count, sizeof places / sizeof places[0]);
    for (unsigned i = 0; i < violations.count; i++)
        assert_text(violations.items[i].where, places[i]);
}

static void violations_stop_at_one_hundred_and_say_so(void **state)
{
    (void)state;
    char body[2048] = "{\"age\":1";
    for (int i = 0; i < 150; i++)
        snprintf(body + strlen(body), sizeof body - strlen(body), ",\"x%d\":0", i);
    strncat(body, "}", 2);
    assert_int_equal(read_with(&person_table, slice_of(body)), REASON_NONE);
    assert_int_equal(violations.count, VIOLATIONS_MAX);
    assert_true(violations.is_truncated);
}

static void length_is_in_characters(void **state)
{
    (void)state;
    read_well("{\"name\":\"\xC3\xA9\xC3\xA9\xC3\xA9\xC3\xA9\xC3\xA9\xC3\xA9\xC3\xA9\xC3\xA9\"}");
    assert_int_equal(person.name.size, 16);
    read_well("{\"name\":\"\xF0\x9F\x98\x80\xE2\x80\xA6\"}");
}

static void instants_are_milliseconds(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        int64_t unix_ms;
    } cases[] = {
        { "2000-01-01T00:00:00Z", 946684800000 },
        { "2000-01-01T00:00:00.001z", 946684800001 },
        { "2000-01-01t00:00:00.123456789Z", 946684800123 },
        { "2000-01-01T00:00:00-00:30", 946686600000 },
        { "1999-12-31T23:59:59.999Z", 946684799999 }, /* the year of Paris */
        { "2026-10-25T02:30:00+02:00", 1792888200000 },
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        char body[80];
        snprintf(body, sizeof body, "{\"starts_at\":\"%s\"}", cases[i].text);
        read_well(body);
        assert_int_equal(person.starts_at, cases[i].unix_ms);
    }
}

static void dates_behind_the_horizon_are_told(void **state)
{
    (void)state;
    read_well("{\"birth_date\":\"2036-06-02\",\"starts_at\":\"2036-06-01T21:59:59Z\"}");
    const struct date near = { 2028, 6, 1 };
    violations_judge_dates(&violations, (struct date){ 2036, 6, 2 }, near);
    assert_int_equal(violations.count, 0);
    violations_judge_dates(&violations, (struct date){ 2036, 6, 1 }, near);
    assert_int_equal(violations.count, 1);
    assert_text(violations.items[0].where, "/birth_date");
    assert_int_equal(violations.items[0].code, REASON_DATE_OUT_OF_RANGE);
    assert_true(violations.items[0].expected.has_max);
    assert_int_equal(violations.items[0].expected.max,
                     date_days_between((struct date){ 1970, 1, 1 }, (struct date){ 2036, 6, 1 }));
}

static void what_is_planned_has_a_nearer_horizon(void **state)
{
    (void)state;
    struct violations kept = { 0 };
    violations_begin(&kept, violations.arena);
    assert_true(violations_keep_date(
        &kept, (struct dated){ .where = SLICE("/valid_to"), .date = { 2030, 1, 1 } }));
    assert_true(violations_keep_date(
        &kept,
        (struct dated){ .where = SLICE("/held_on"), .date = { 2030, 1, 1 }, .is_planned = true }));
    violations_judge_dates(&kept, (struct date){ 2036, 6, 1 }, (struct date){ 2030, 1, 1 });
    assert_int_equal(kept.count, 0);
    violations_judge_dates(&kept, (struct date){ 2036, 6, 1 }, (struct date){ 2029, 12, 31 });
    assert_int_equal(kept.count, 1);
    assert_text(kept.items[0].where, "/held_on");
    /* Never behind the horizon of all dates. */
    violations_judge_dates(&kept, (struct date){ 2029, 12, 31 }, (struct date){ 2036, 6, 1 });
    assert_int_equal(kept.count, 3);
}

static void memory_that_runs_out_is_a_failure(void **state)
{
    (void)state;
    struct arena small;
    arena_init(&small, 1);
    enum status status = STATUS_OK;
    violations.count = 0;
    fields_read_body(&person_table, SLICE("{\"name\":\"Anne\"}"), &small, &person, &violations,
                     &status);
    assert_int_equal(status, STATUS_NO_MEMORY);
    fields_read_body(&person_table, SLICE("{\"x\":1}"), &small, &person, &violations, &status);
    assert_int_equal(status, STATUS_NO_MEMORY);
    arena_release(&small);
}

static void limits_have_defaults(void **state)
{
    (void)state;
    const struct field text = { .name = "t", .type = FIELD_TEXT, .flags = FIELD_REQUIRED };
    const struct field number = { .name = "n", .type = FIELD_INT, .flags = FIELD_REQUIRED };
    const struct field list = { .name = "l", .type = FIELD_IDS, .flags = FIELD_REQUIRED };
    assert_int_equal(field_min(&text), 1);
    assert_int_equal(field_max(&text), FIELD_TEXT_MAX);
    assert_int_equal(field_min(&number), 0);
    assert_int_equal(field_max(&number), FIELD_INT_MAX);
    assert_int_equal(field_min(&list), 0);
    assert_int_equal(field_max(&list), FIELD_ITEMS_MAX);
}

static void the_longest_body_is_known_where_all_members_have_a_length(void **state)
{
    (void)state;
    static const struct field rows[] = { { .name = "name", .type = FIELD_TEXT, .max = 60 },
                                         { .name = "year", .type = FIELD_INT },
                                         { .name = NULL } };
    static const struct field open[] = { { .name = "ids", .type = FIELD_IDS }, { .name = NULL } };
    const struct fields table = { .name = "t", .fields = rows }, lists = { .fields = open };
    assert_in_range(fields_longest(&table), strlen("{\"name\":\"\",\"year\":2026}") + 60 * 12,
                    1024);
    assert_int_equal(fields_longest(&lists), 0);
    assert_in_range(fields_longest(NULL), 2, 100);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_type_arrives_in_its_member),
        cmocka_unit_test(absent_null_and_present_differ),
        cmocka_unit_test(an_empty_body_is_an_empty_object),
        cmocka_unit_test(one_wrong_value_is_one_violation_at_its_place),
        cmocka_unit_test(all_violations_are_told_at_once),
        cmocka_unit_test(violations_stop_at_one_hundred_and_say_so),
        cmocka_unit_test(length_is_in_characters),
        cmocka_unit_test(instants_are_milliseconds),
        cmocka_unit_test(dates_behind_the_horizon_are_told),
        cmocka_unit_test(what_is_planned_has_a_nearer_horizon),
        cmocka_unit_test(memory_that_runs_out_is_a_failure),
        cmocka_unit_test(limits_have_defaults),
        cmocka_unit_test(the_longest_body_is_known_where_all_members_have_a_length),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
