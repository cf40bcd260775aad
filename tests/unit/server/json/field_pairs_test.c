/* SPDX-License-Identifier: EUPL-1.2 */
/* Query parameters by tables: what is accepted and what is 400. */
#include "json/field.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

#define AT(struct_name, member) .offset = offsetof(struct struct_name, member)

static const char *const college_codes[] = { "EMPLOYERS", "EMPLOYEES", NULL };
static const char *const role_codes[] = { "ADVISOR", "EVALUATOR", "JUROR", NULL };
static const struct vocabulary colleges = { .codes = college_codes };
static const struct vocabulary roles = { .codes = role_codes };

static struct arena arena;
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

static void assert_text(struct slice text, const char *expected)
{
    assert_int_equal(text.size, strlen(expected));
    assert_memory_equal(text.at, expected, text.size);
}

struct search {
    struct given given;
    int64_t limit;
    struct slice q;
    uint64_t roles;
    int college;
    struct id organism_id;
    bool is_open;
    struct date decided_from;
    struct field_list codes;
    struct field_list ids;
    int64_t since;
};

static const struct field search_fields[] = {
    { .name = "limit", .type = FIELD_INT, AT(search, limit), .min = 1, .max = 200 },
    { .name = "q", .type = FIELD_TEXT, AT(search, q), .min = 1, .max = 5 },
    { .name = "roles", .type = FIELD_ENUMS, AT(search, roles), .words = &roles },
    { .name = "college", .type = FIELD_ENUM, AT(search, college), .words = &colleges },
    { .name = "organism_id", .type = FIELD_ID, AT(search, organism_id) },
    { .name = "is_open", .type = FIELD_BOOL, AT(search, is_open) },
    { .name = "decided_from", .type = FIELD_DATE, AT(search, decided_from) },
    { .name = "codes", .type = FIELD_TEXTS, AT(search, codes), .max = 3 },
    { .name = "ids", .type = FIELD_IDS, AT(search, ids), .max = 3 },
    { .name = "since", .type = FIELD_INSTANT, AT(search, since) },
    { 0 },
};
static const struct fields search_table = { "Search", search_fields, sizeof(struct search) };

static struct search search;

static void ask(const struct field_pair *pairs, size_t count)
{
    violations.count = violations.date_count = 0;
    memset(&search, 0x5A, sizeof search);
    assert_int_equal(fields_read_pairs(&search_table, pairs, count, &arena, &search, &violations),
                     STATUS_OK);
}

static void pairs_arrive_in_their_members(void **state)
{
    (void)state;
    const struct field_pair pairs[] = {
        { SLICE("limit"), SLICE("20") },
        { SLICE("q"), SLICE(" \xC3\xA9t\xC3\xA9 ") },
        { SLICE("roles"), SLICE("JUROR,ADVISOR") },
        { SLICE("college"), SLICE("EMPLOYEES") },
        { SLICE("organism_id"), SLICE("01890a5d-ac96-774b-bcce-b302099a8057") },
        { SLICE("is_open"), SLICE("true") },
        { SLICE("decided_from"), SLICE("2026-01-31") },
        { SLICE("codes"), SLICE("1.1,1.2") },
        { SLICE("ids"), SLICE("01890a5d-ac96-774b-bcce-b302099a8057") },
        { SLICE("since"), SLICE("2026-01-14T00:00:01Z") },
    };
    ask(pairs, sizeof pairs / sizeof pairs[0]);
    assert_int_equal(violations.count, 0);
    assert_int_equal(search.limit, 20);
    assert_text(search.q, "\xC3\xA9t\xC3\xA9");
    assert_int_equal(search.roles, 1 << 2 | 1 << 0);
    assert_int_equal(search.college, 1);
    assert_true(id_is_set(search.organism_id));
    assert_true(search.is_open);
    assert_int_equal(search.decided_from.day, 31);
    assert_int_equal(search.codes.count, 2);
    assert_text(((const struct slice *)search.codes.items)[1], "1.2");
    assert_int_equal(search.ids.count, 1);
    assert_int_equal(search.since, 1768348801000);
    ask(NULL, 0);
    assert_int_equal(search.given.present, 0);
    assert_int_equal(search.limit, 0);
}

/* What nobody means is refused at once; what may lie too far ahead, when the present is known. */
static void dates_are_bounded_as_those_of_bodies(void **state)
{
    (void)state;
    static const char *const never[] = { "0001-01-01", "1899-12-31" };
    for (unsigned i = 0; i < sizeof never / sizeof never[0]; i++) {
        const struct field_pair pair = { SLICE("decided_from"), slice_of(never[i]) };
        ask(&pair, 1);
        assert_int_equal(violations.count, 1);
        assert_int_equal(violations.items[0].code, REASON_PARAMETER_INVALID);
        assert_int_equal(violations.items[0].expected.cause, REASON_DATE_OUT_OF_RANGE);
        assert_true(violations.items[0].expected.has_min);
        assert_false(violations.items[0].expected.has_max); /* it is the horizon's */
    }
    const struct field_pair pairs[] = { { SLICE("decided_from"), SLICE("2036-02-10") },
                                        { SLICE("since"), SLICE("2036-02-11T10:00:00Z") } };
    ask(pairs, 2);
    assert_int_equal(violations.count, 0);
    violations_judge_dates(&violations, (struct date){ 2036, 2, 10 }, (struct date){ 2028, 2, 10 });
    assert_int_equal(violations.count, 1);
    assert_int_equal(violations.items[0].place, VIOLATION_PARAMETER);
    assert_true(slice_is(violations.items[0].where, "since"));
    assert_int_equal(violations.items[0].code, REASON_PARAMETER_INVALID);
    assert_int_equal(violations.items[0].expected.cause, REASON_DATE_OUT_OF_RANGE);
}

static void a_wrong_parameter_is_400(void **state)
{
    (void)state;
    const struct {
        struct field_pair pair;
        enum reason code;
        int64_t limit;
    } cases[] = {
        { { SLICE("limti"), SLICE("1") }, REASON_UNKNOWN_PARAMETER, 0 },
        { { SLICE("limit"), SLICE("") }, REASON_PARAMETER_INVALID, 0 },
        { { SLICE("limit"), { NULL, 0 } }, REASON_PARAMETER_INVALID, 0 },
        { { SLICE("limit"), SLICE("201") }, REASON_PARAMETER_INVALID, 200 },
        { { SLICE("limit"), SLICE("0") }, REASON_PARAMETER_INVALID, 1 },
        { { SLICE("limit"), SLICE("-1") }, REASON_PARAMETER_INVALID, 1 },
        { { SLICE("limit"), SLICE("-") }, REASON_PARAMETER_INVALID, 0 },
        { { SLICE("limit"), SLICE("+1") }, REASON_PARAMETER_INVALID, 0 },
        { { SLICE("limit"), SLICE("01") }, REASON_PARAMETER_INVALID, 0 },
        { { SLICE("limit"), SLICE(" 1") }, REASON_PARAMETER_INVALID, 0 },
        { { SLICE("limit"), SLICE("1e1") }, REASON_PARAMETER_INVALID, 0 },
        { { SLICE("limit"), SLICE("99999999999999999999") }, REASON_PARAMETER_INVALID, 0 },
        { { SLICE("q"), SLICE("") }, REASON_PARAMETER_INVALID, 1 },
        { { SLICE("q"), SLICE("123456") }, REASON_PARAMETER_INVALID, 5 },
        { { SLICE("q"), SLICE("a\0b") }, REASON_PARAMETER_INVALID, 0 },
        { { SLICE("q"), SLICE("\xC0\xAF") }, REASON_PARAMETER_INVALID, 0 },
        { { SLICE("q"), SLICE("\xED\xA0\x80") }, REASON_PARAMETER_INVALID, 0 },
        { { SLICE("q"), SLICE("\xF4\x90\x80\x80") }, REASON_PARAMETER_INVALID, 0 },
        { { SLICE("q"), SLICE("\xE2\x82") }, REASON_PARAMETER_INVALID, 0 },
        { { SLICE("q"), SLICE("\x80") }, REASON_PARAMETER_INVALID, 0 },
        { { SLICE("roles"), SLICE("") }, REASON_PARAMETER_INVALID, 0 },
        { { SLICE("roles"), SLICE("JUROR,") }, REASON_PARAMETER_INVALID, 0 },
        { { SLICE("roles"), SLICE("JUROR,JUROR") }, REASON_PARAMETER_INVALID, 0 },
        { { SLICE("college"), SLICE("KINGS") }, REASON_PARAMETER_INVALID, 0 },
        { { SLICE("organism_id"), SLICE("12") }, REASON_PARAMETER_INVALID, 0 },
        { { SLICE("is_open"), SLICE("1") }, REASON_PARAMETER_INVALID, 0 },
        { { SLICE("is_open"), SLICE("TRUE") }, REASON_PARAMETER_INVALID, 0 },
        { { SLICE("decided_from"), SLICE("2026-13-01") }, REASON_PARAMETER_INVALID, 0 },
        { { SLICE("codes"), SLICE("a,b,c,d") }, REASON_PARAMETER_INVALID, 3 },
        { { SLICE("codes"), SLICE("a,a") }, REASON_PARAMETER_INVALID, 0 },
        { { SLICE("codes"), SLICE("a,,b") }, REASON_PARAMETER_INVALID, 1 },
        { { SLICE("ids"), SLICE("x") }, REASON_PARAMETER_INVALID, 0 },
        { { SLICE("since"), SLICE("2026-06-30") }, REASON_PARAMETER_INVALID, 0 },
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        ask(&cases[i].pair, 1);
        const struct violation *found = &violations.items[0];
        if (violations.count != 1 || found->code != cases[i].code ||
            found->expected.limit != cases[i].limit ||
            !slice_equals(found->where, cases[i].pair.name))
            fail_msg("case %zu: %u violations, code %d", i, violations.count, found->code);
        assert_int_equal(found->place, VIOLATION_PARAMETER);
    }
}

static void a_repeated_parameter_is_400(void **state)
{
    (void)state;
    const struct field_pair pairs[] = { { SLICE("limit"), SLICE("1") },
                                        { SLICE("limit"), SLICE("2") } };
    ask(pairs, 2);
    assert_int_equal(violations.count, 1);
    assert_int_equal(violations.items[0].code, REASON_PARAMETER_REPEATED);
    assert_int_equal(search.limit, 1);
}

static void a_name_that_is_not_utf8_is_not_quoted(void **state)
{
    (void)state;
    const struct field_pair pair = { SLICE("a\xFF"), SLICE("1") };
    ask(&pair, 1);
    assert_int_equal(violations.items[0].code, REASON_UNKNOWN_PARAMETER);
    assert_text(violations.items[0].where, "?");
}

static void without_a_table_every_parameter_is_unknown(void **state)
{
    (void)state;
    const struct field_pair pair = { SLICE("limit"), SLICE("1") };
    violations.count = 0;
    assert_int_equal(fields_read_pairs(NULL, &pair, 1, &arena, NULL, &violations), STATUS_OK);
    assert_int_equal(violations.items[0].code, REASON_UNKNOWN_PARAMETER);
}

static void a_required_parameter_is_missed(void **state)
{
    (void)state;
    static const struct field fields[] = {
        { .name = "day", .type = FIELD_DATE, .flags = FIELD_REQUIRED, AT(search, decided_from) },
        { 0 },
    };
    static const struct fields table = { "Day", fields, sizeof(struct search) };
    violations.count = 0;
    assert_int_equal(fields_read_pairs(&table, NULL, 0, &arena, &search, &violations), STATUS_OK);
    assert_int_equal(violations.count, 1);
    assert_int_equal(violations.items[0].code, REASON_PARAMETER_INVALID);
    assert_text(violations.items[0].where, "day");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(pairs_arrive_in_their_members),
        cmocka_unit_test(dates_are_bounded_as_those_of_bodies),
        cmocka_unit_test(a_wrong_parameter_is_400),
        cmocka_unit_test(a_repeated_parameter_is_400),
        cmocka_unit_test(a_name_that_is_not_utf8_is_not_quoted),
        cmocka_unit_test(without_a_table_every_parameter_is_unknown),
        cmocka_unit_test(a_required_parameter_is_missed),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
