/* SPDX-License-Identifier: EUPL-1.2 */
/* What a violation tells a machine in "params" and people in "detail", in both languages. */
#include "json/field.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

struct visit {
    struct given given;
    struct date day;
    int64_t at, hours;
    int kind;
    struct slice name;
    bool is_remote;
    struct field_list tags;
    struct id id;
};

static const struct vocabulary kinds = {
    "kinds",
    { "Sortes", "Kinds" },
    (const char *const[]){ "FIRST", "SECOND", "LAST", NULL },
    (const struct label[]){ { "Premier", "First" }, { "Second", "Second" }, { "Dernier", "Last" } },
};

#define AT(member) offsetof(struct visit, member)
static const struct field visit_fields[] = {
    { "day", FIELD_DATE, 0, AT(day) },
    { "at", FIELD_INSTANT, 0, AT(at) },
    { "hours", FIELD_INT, 0, AT(hours), 1, 1000 },
    { "kind", FIELD_ENUM, 0, AT(kind), .words = &kinds, .only = 5 },
    { "name", FIELD_TEXT, FIELD_REQUIRED, AT(name), 2, 3 },
    { "is_remote", FIELD_BOOL, 0, AT(is_remote) },
    { "tags", FIELD_TEXTS, 0, AT(tags), 1, 2 },
    { "id", FIELD_ID, 0, AT(id) },
    { .name = NULL },
};
static const struct fields visit = { "Visit", visit_fields, sizeof(struct visit) };

static void write_first(const struct violations *violations, bool is_english, struct buffer *text)
{
    struct writer writer;
    writer_init(&writer, text);
    violation_write(&writer, &violations->items[0], is_english);
    buffer_char(text, '\0');
}

static void expect(const char *body, const char *params, const char *fr, const char *en)
{
    struct arena arena;
    arena_init(&arena, 0);
    struct visit read;
    struct violations violations = { 0 };
    enum status status;
    assert_int_equal(fields_read_body(&visit, slice_of(body), &arena, &read, &violations, &status),
                     REASON_NONE);
    assert_int_equal(violations.count, 1);
    const char *const sentences[] = { fr, en };
    for (int is_english = 0; is_english < 2; is_english++) {
        struct buffer text = { 0 };
        write_first(&violations, is_english, &text);
        if (!strstr(text.at, params) || !strstr(text.at, sentences[is_english]))
            fail_msg("%s: %s", body, text.at);
        buffer_release(&text);
    }
    arena_release(&arena);
}

static void the_type_is_named(void **state)
{
    (void)state;
    expect("{\"name\":\"ab\",\"hours\":\"7\"}", "\"params\":{\"type\":\"INTEGER\"}",
           "qui est\u00A0: nombre entier.", "which is: whole number.");
    expect("{\"name\":\"ab\",\"is_remote\":1}", "\"params\":{\"type\":\"BOOLEAN\"}",
           "true ou false", "true or false");
    expect("{\"name\":\"ab\",\"tags\":\"x\"}", "\"params\":{\"type\":\"LIST\"}", "liste", "list");
    expect("[]", "\"params\":{\"type\":\"OBJECT\"}", "groupe de champs", "group of fields");
    expect("{\"name\":\"ab\",\"id\":\"7\"}", "\"params\":{\"type\":\"IDENTIFIER\"}",
           "32 chiffres hexadécimaux", "32 hexadecimal digits");
}

static void the_values_are_named_by_code_and_by_label(void **state)
{
    (void)state;
    expect("{\"name\":\"ab\",\"kind\":\"SECOND\"}",
           "\"params\":{\"type\":\"CODE\",\"values\":[\"FIRST\",\"LAST\"]}",
           "\u00A0: FIRST (Premier)\u00A0; LAST (Dernier).", ": FIRST (First); LAST (Last).");
}

static void the_bounds_are_named(void **state)
{
    (void)state;
    expect("{\"name\":\"ab\",\"hours\":0}",
           "\"params\":{\"type\":\"INTEGER\",\"min\":1,\"max\":1000,\"limit\":1}",
           "entre 1 et 1000.", "between 1 and 1000.");
    expect("{\"name\":\"abcd\"}", "\"params\":{\"type\":\"TEXT\",\"min\":2,\"max\":3,\"limit\":3}",
           "nombre maximal de caractères\u00A0: 3.", "greatest number of characters: 3.");
    expect("{\"name\":\"a\"}", "\"limit\":2}", "nombre minimal de caractères\u00A0: 2.",
           "least number of characters: 2.");
    expect("{\"name\":\"ab\",\"tags\":[\"x\",\"y\",\"z\"]}",
           "\"params\":{\"type\":\"LIST\",\"min\":1,\"max\":2,\"limit\":2}",
           "éléments\u00A0; nombre maximal\u00A0: 2.", "items; greatest number: 2.");
    expect("{\"name\":\"ab\",\"tags\":[]}", "\"limit\":1}",
           "éléments\u00A0; nombre minimal\u00A0: 1.", "items; least number: 1.");
}

static void a_date_is_told_how_it_is_written(void **state)
{
    (void)state;
    expect("{\"name\":\"ab\",\"day\":\"31/01/2026\"}", "\"params\":{\"type\":\"DATE\"}",
           "Écrivez AAAA-MM-JJ", "Write YYYY-MM-DD");
    expect("{\"name\":\"ab\",\"at\":\"2026-01-14\"}", "\"params\":{\"type\":\"INSTANT\"}",
           "2026-01-14T09:30:00+01:00", "2026-01-14T09:30:00+01:00");
}

static void say(struct expected expected, const char *params, const char *fr, const char *en)
{
    struct arena arena;
    arena_init(&arena, 0);
    struct violations violations = { .arena = &arena };
    violations_add(&violations, VIOLATION_BODY, SLICE("/day"), REASON_RANGE, &expected);
    const char *const sentences[] = { fr, en };
    for (int is_english = 0; is_english < 2; is_english++) {
        struct buffer text = { 0 };
        write_first(&violations, is_english, &text);
        if (!strstr(text.at, params) || !strstr(text.at, sentences[is_english]))
            fail_msg("%s", text.at);
        buffer_release(&text);
    }
    arena_release(&arena);
}

static void dates_and_times_are_spoken(void **state)
{
    (void)state;
    say(expected_dates((struct date){ 2026, 8, 1 }, (struct date){ 0 }), "\"min\":\"2026-08-01\"}",
        "précéder le 1er août 2026.", "before 1 August 2026.");
    say(expected_dates((struct date){ 0 }, (struct date){ 1969, 12, 31 }),
        "\"max\":\"1969-12-31\"}", "dépasser le 31 décembre 1969.", "after 31 December 1969.");
    say((struct expected){ .type = VALUE_INSTANT, .has_min = true, .min = -60000 },
        "\"min\":\"1969-12-31T23:59:00.000Z\"", "1er janvier 1970, 00:59 (Europe/Paris)",
        "1 January 1970, 00:59 (Europe/Paris)");
}

static void a_year_is_no_thousand(void **state)
{
    (void)state;
    say((struct expected){ .type = VALUE_INTEGER, .has_min = true, .min = 1900 }, "\"min\":1900}",
        "d’au moins 1900.", "must be 1900 at least.");
    say((struct expected){ .type = VALUE_INTEGER, .has_min = true, .min = -9999 }, "\"min\":-9999}",
        "-9999.", "-9999 at least.");
    say((struct expected){ .type = VALUE_INTEGER, .has_min = true, .min = 12345 }, "\"min\":12345}",
        "12\u202F345.", "12,345 at least.");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_type_is_named),
        cmocka_unit_test(the_values_are_named_by_code_and_by_label),
        cmocka_unit_test(the_bounds_are_named),
        cmocka_unit_test(a_date_is_told_how_it_is_written),
        cmocka_unit_test(dates_and_times_are_spoken),
        cmocka_unit_test(a_year_is_no_thousand),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
