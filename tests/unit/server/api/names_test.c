/* SPDX-License-Identifier: EUPL-1.2 */
/* Whom the text of an answer names. */
#include "api/names.h"

#include "id_text.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#define A "01890a5d-ac96-774b-bcce-b302099a8057"
#define B "01890a5d-ac96-774b-bcce-b302099a8058"
#define C "01890a5d-ac96-774b-bcce-b302099a8059"

static const struct member person_members[] = { { .name = "id", .type = MEMBER_ID }, { 0 } };
static const struct view person = { "Person", "", person_members };
static const struct member member_members[] = {
    { .name = "id", .type = MEMBER_ID },
    { .name = "juror", .type = MEMBER_OBJECT, .of = &person },
    { .name = "jurors", .type = MEMBER_OBJECTS, .of = &person },
    { 0 },
};
static const struct view mandate = { "CommissionMember", "", member_members };

struct asked {
    const char *json;
    struct names_of of;
    const char *candidates, *persons, *objects, *unsaid;
};

static const struct asked cases[] = {
    { "{\"candidate_id\":\"" A "\",\"evaluator_id\":\"" B "\",\"organism_id\":\"" C "\"}",
      { 0 },
      "{" A "}",
      "{" B "}",
      "{}",
      "{}" },
    /* By the view of the top, of a member, of the items of a list. */
    { "{\"id\":\"" A "\"}", { .view = &person }, "{}", "{" A "}", "{}", "{}" },
    { "{\"id\":\"" A "\",\"juror\":{\"id\":\"" B "\"}}",
      { .view = &mandate },
      "{}",
      "{" B "}",
      "{" A "}",
      "{}" },
    { "{\"jurors\":[{\"id\":\"" A "\"},{\"id\":\"" B "\"}],\"id\":\"" C "\"}",
      { .view = &mandate },
      "{}",
      "{" A "," B "}",
      "{" C "}",
      "{}" },
    { "{\"data\":[{\"id\":\"" A "\"},{\"id\":\"" B "\"}],\"page\":{\"id\":\"" C "\"}}",
      { .view = &person, .is_list = true },
      "{}",
      "{" A "," B "}",
      "{}",
      "{" C "}" },
    { "{\"event\":\"X\",\"resource\":{\"id\":\"" A "\"}}",
      { .embedded_name = "resource", .embedded_view = &person },
      "{}",
      "{" A "}",
      "{}",
      "{}" },
    /* A list of ids is named by its member; so is what stands deep in free JSON. */
    { "{\"candidate_ids\":[\"" A "\",\"" B "\"]}", { 0 }, "{" A "," B "}", "{}", "{}", "{}" },
    { "{\"data\":{\"modules\":[{\"hours\":[1],\"trainer_id\":\"" A "\"}]}}",
      { 0 },
      "{}",
      "{" A "}",
      "{}",
      "{}" },
    { "{\"id\":\"" A "\"}", { 0 }, "{}", "{}", "{}", "{" A "}" },
    /* Once each, in their order. */
    { "[{\"person_id\":\"" B "\"},{\"person_id\":\"" A "\"},{\"person_id\":\"" B "\"}]",
      { 0 },
      "{}",
      "{" A "," B "}",
      "{}",
      "{}" },
    /* Text of people is no id of ours, whatever it looks like. */
    { "{\"person_id\":null,\"reason\":\"see \\\"person_id\\\":\\\"" A "\\\"\"}",
      { 0 },
      "{}",
      "{}",
      "{}",
      "{}" },
    { "{\"trainer_id\" : \"" A "\"}", { 0 }, "{}", "{" A "}", "{}", "{}" },
    /* What is no JSON ends somewhere. */
    { "", { 0 }, "{}", "{}", "{}", "{}" },
    { "]}}\"\\", { 0 }, "{}", "{}", "{}", "{}" },
    { "{\"person_id\":\"" A, { 0 }, "{}", "{" A "}", "{}", "{}" },
    { "[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[{\"person_id\":\"" A "\"}",
      { 0 },
      "{}",
      "{" A "}",
      "{}",
      "{}" },
};

static void assert_list(struct names *names, enum named named, const char *expected)
{
    struct slice text = names_print(names, named);
    assert_true(slice_is_set(text));
    assert_int_equal(text.size, strlen(expected));
    assert_memory_equal(text.at, expected, text.size);
}

/* Which objects stand beside no candidate. */
static const struct {
    const char *json;
    struct names_of of;
    const char *loose;
} looses[] = {
    { "{\"candidacy_id\":\"" A "\"}", { 0 }, "{" A "}" },
    { "{\"candidacy_id\":\"" A "\",\"candidate_id\":\"" B "\"}", { 0 }, "{}" },
    { "{\"candidate_id\":\"" B "\",\"candidacy_id\":\"" A "\"}", { 0 }, "{}" },
    { "{\"candidate_id\":null,\"candidacy_id\":\"" A "\"}", { 0 }, "{" A "}" },
    /* A row says nothing of its neighbours, nor of what it lies in. */
    { "{\"data\":[{\"path_id\":\"" A "\",\"candidate_id\":\"" B "\"},{\"path_id\":\"" C "\"}]}",
      { .is_list = true },
      "{" C "}" },
    { "{\"session_id\":\"" A "\",\"items\":[{\"candidacy_id\":\"" B "\",\"candidate_id\":\"" C
      "\"}]}",
      { 0 },
      "{" A "}" },
    /* But of what lies in it, and of what it is made of. */
    { "{\"paths\":[{\"path_id\":\"" A "\",\"modules\":[{\"module_id\":\"" B
      "\"}]}],\"candidate_id\":\"" C "\"}",
      { 0 },
      "{}" },
    { "{\"file\":{\"candidacy_id\":\"" A "\"},\"of\":{\"it\":{\"candidate_id\":\"" C "\"}}}",
      { 0 },
      "{}" },
    /* Of several candidates nobody knows which. */
    { "{\"candidacy_id\":\"" A "\",\"candidate_ids\":[\"" B "\",\"" C "\"]}", { 0 }, "{" A "}" },
    /* What is told once is found. */
    { "[{\"candidacy_id\":\"" A "\"},{\"file_id\":\"" B "\"},{\"candidacy_id\":\"" A
      "\",\"candidate_id\":\"" C "\"}]",
      { 0 },
      "{" B "}" },
    /* What is no JSON tells nothing, and what is too deep not whose it is. */
    { "{\"candidacy_id\":\"" A "\",\"candidate_id\":\"" B "\"", { 0 }, "{" A "}" },
    { "[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[{\"candidacy_id\":\"" A "\",\"candidate_id\":\"" B
      "\"}]",
      { 0 },
      "{" A "}" },
};

static void what_stands_beside_no_candidate_is_loose(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof looses / sizeof looses[0]; i++) {
        struct arena arena;
        struct names names;
        arena_init(&arena, 0);
        names_init(&names, &arena);
        names_read(&names, slice_of(looses[i].json), &looses[i].of);
        struct slice text = names_print_loose(&names);
        assert_int_equal(text.size, strlen(looses[i].loose));
        assert_memory_equal(text.at, looses[i].loose, text.size);
        names_tell_all(&names, (struct id){ { 0 } });
        assert_int_equal(names_print_loose(&names).size, strlen(looses[i].loose));
        names_tell_all(&names, (struct id){ { 1 } });
        assert_int_equal(names_print_loose(&names).size, 2);
        arena_release(&arena);
    }
}

static void an_answer_names_by_its_members(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct arena arena;
        struct names names;
        arena_init(&arena, 0);
        names_init(&names, &arena);
        names_read(&names, slice_of(cases[i].json), &cases[i].of);
        assert_list(&names, NAMED_CANDIDATE, cases[i].candidates);
        assert_list(&names, NAMED_PERSON, cases[i].persons);
        assert_list(&names, NAMED_OBJECT, cases[i].objects);
        assert_list(&names, NAMED_UNSAID, cases[i].unsaid);
        assert_int_equal(names_hold_person(&names),
                         strlen(cases[i].candidates) + strlen(cases[i].persons) > 4);
        arena_release(&arena);
    }
}

static void who_is_told_of_under_another_name_is_joined(void **state)
{
    (void)state;
    struct arena arena;
    arena_init(&arena, 0);
    struct names names, beside;
    names_init(&names, &arena);
    names_init(&beside, &arena);
    const struct id one = { { 1 } }, two = { { 2 } };
    names_add(&names, NAMED_OBJECT, one);
    names_add(&beside, NAMED_CANDIDATE, two);
    names_add(&beside, NAMED_OBJECT, one);
    names_join(&names, &beside);
    assert_int_equal(names.lists[NAMED_CANDIDATE].count, 1);
    assert_true(names_hold_person(&names));
    assert_int_equal(names_print(&names, NAMED_OBJECT).size, 2 + 36); /* each once */
    assert_false(names.has_failed);
    beside.has_failed = true;
    names_join(&names, &beside);
    assert_true(names.has_failed);
    arena_release(&arena);
}

static void many_are_kept_and_no_memory_is_told(void **state)
{
    (void)state;
    struct arena arena;
    struct names names;
    arena_init(&arena, 0);
    names_init(&names, &arena);
    for (unsigned i = 1; i <= 1000; i++)
        names_add(&names, NAMED_PERSON,
                  (struct id){ { (unsigned char)(i >> 8), (unsigned char)i, 1 } });
    assert_int_equal(names_print(&names, NAMED_PERSON).size, 1000 * 37 + 1);
    assert_false(names.has_failed);
    arena_release(&arena);
    arena_init(&arena, 1);
    names_init(&names, &arena);
    names_add(&names, NAMED_NOBODY, (struct id){ { 1 } });
    names_add(&names, NAMED_PERSON, (struct id){ { 0 } });
    assert_false(names.has_failed);
    names_add(&names, NAMED_PERSON, (struct id){ { 1 } });
    assert_true(names.has_failed);
    arena_release(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_answer_names_by_its_members),
        cmocka_unit_test(what_stands_beside_no_candidate_is_loose),
        cmocka_unit_test(who_is_told_of_under_another_name_is_joined),
        cmocka_unit_test(many_are_kept_and_no_memory_is_told),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
