/* SPDX-License-Identifier: EUPL-1.2 */
/* Sentences that hold what they speak of: which one fits, and that none holds what nobody names. */
#include "fixture.h"
#include "session_machine.h"
#include "wording.h"

enum { LIMIT_DATE = 1u << PARAM_limit_date, MIN = 1u << PARAM_min, MAX = 1u << PARAM_max };

static const char *english(enum reason reason, enum value_type type, unsigned known)
{
    return wording_find(reason, type, known, true);
}

static void the_reason_alone_is_said_when_nothing_more_is_known(void **state)
{
    (void)state;
    assert_ptr_equal(english(REASON_RANGE, VALUE_UNSAID, 0), reason_info(REASON_RANGE)->detail_en);
    assert_ptr_equal(wording_find(REASON_RANGE, VALUE_TEXT, MIN | MAX, false),
                     reason_info(REASON_RANGE)->detail_fr);
    assert_ptr_equal(english(REASON_NOT_FOUND, VALUE_DATE, ~0u),
                     reason_info(REASON_NOT_FOUND)->detail_en);
}

static void a_range_speaks_of_what_it_bounds(void **state)
{
    (void)state;
    assert_string_equal(english(REASON_RANGE, VALUE_INTEGER, MIN | MAX),
                        "The number must lie between {min} and {max}.");
    assert_string_equal(english(REASON_RANGE, VALUE_INTEGER, MIN),
                        "The number must be {min} at least.");
    assert_string_equal(english(REASON_RANGE, VALUE_INTEGER, MAX),
                        "The number must be {max} at most.");
    assert_string_equal(english(REASON_RANGE, VALUE_DATE, MIN),
                        "The date must not lie before {min}.");
    assert_non_null(strstr(english(REASON_RANGE, VALUE_DATE, 0), "no end comes before"));
    assert_string_equal(english(REASON_RANGE, VALUE_INSTANT, MIN),
                        "This time must lie after: {min}.");
}

static void what_is_known_of_a_refusal_stands_in_its_sentence(void **state)
{
    (void)state;
    assert_string_equal(english(REASON_APPEAL_TOO_LATE, VALUE_UNSAID, LIMIT_DATE),
                        "The time to appeal ended on {limit_date}.");
    assert_string_equal(english(REASON_APPEAL_TOO_LATE, VALUE_UNSAID, MIN | MAX),
                        "The time to appeal is over.");
}

static void placeholders_are_found_one_after_the_other(void **state)
{
    (void)state;
    const char text[] = "from {min} to {max}.";
    struct placeholder held = wording_next(text);
    assert_ptr_equal(held.at, text + 5);
    assert_int_equal(held.size, 5);
    assert_int_equal(held.param, PARAM_min);
    held = wording_next(held.at + held.size);
    assert_int_equal(held.param, PARAM_max);
    held = wording_next(held.at + held.size);
    assert_null(held.at);
    assert_int_equal(held.size, 0);
    assert_int_equal(wording_next("{}").param, WORDING_PARAM_COUNT);
    assert_int_equal(wording_next("{mi}").param, WORDING_PARAM_COUNT);
    assert_int_equal(wording_next("{mix}").param, WORDING_PARAM_COUNT);
    assert_int_equal(wording_next("{min").param, WORDING_PARAM_COUNT);
    assert_int_equal(wording_next("min}").param, WORDING_PARAM_COUNT);
    assert_int_equal(wording_next("min}").size, 1); /* the brace alone: what follows is read */
}

static void a_row_that_nobody_can_say_is_found(void **state)
{
    (void)state;
    static const struct wording rows[] = {
        { REASON_RANGE, VALUE_DATE, "le {min}", "{min}" },
        { REASON_RANGE, VALUE_DATE, "le {minimum}", "{minimum}" },
        { REASON_RANGE, VALUE_DATE, "le {min}", "the day" },
        { REASON_RANGE, VALUE_DATE, "le {min}", "{minimum}" },
        { REASON_RANGE, VALUE_DATE, "le {min", "{min" },
    };
    for (size_t i = 1; i < COUNT(rows); i++)
        assert_ptr_equal(wording_fault(&rows[i], 1), &rows[i]);
    assert_ptr_equal(wording_fault(rows, 2), &rows[1]);
    assert_null(wording_fault(rows, 1));
    size_t count;
    const struct wording *table = wordings(&count);
    assert_true(count > 30);
    assert_null(wording_fault(table, count));
}

/* A row behind one that always fits is never said. */
static void every_row_is_reached(void **state)
{
    (void)state;
    size_t count;
    const struct wording *table = wordings(&count);
    for (size_t i = 0; i < count; i++) {
        unsigned known = 0;
        for (const char *at = table[i].en; wording_next(at).at;) {
            const struct placeholder held = wording_next(at);
            known |= 1u << held.param;
            at = held.at + held.size;
        }
        assert_ptr_equal(english(table[i].reason, table[i].type, known), table[i].en);
        assert_ptr_equal(wording_find(table[i].reason, table[i].type, known, false), table[i].fr);
    }
}

static void every_guard_says_what_holds(void **state)
{
    (void)state;
    for (int i = GUARD_NONE + 1; i < GUARD_COUNT; i++) {
        const enum reason reason = guard_info((enum guard)i)->reason;
        if (!reason_holds(reason, false) || !reason_holds(reason, true))
            fail_msg("%s does not say what holds", reason_info(reason)->code);
    }
    for (int i = 1; i < SESSION_GUARD_COUNT; i++)
        assert_non_null(reason_holds(session_guard_info((enum session_guard)i)->reason, true));
    assert_null(reason_holds(REASON_MALFORMED_JSON, true));
    assert_null(reason_holds(REASON_COUNT, true));
    assert_null(reason_holds(REASON_NONE, false));
}

static void hints_are_for_some_reasons(void **state)
{
    (void)state;
    assert_non_null(reason_hint(REASON_TYPE, true));
    assert_string_not_equal(reason_hint(REASON_TYPE, true), reason_hint(REASON_TYPE, false));
    assert_null(reason_hint(REASON_NOT_FOUND, true));
    assert_ptr_equal(reason_hint(REASON_COUNT, true), reason_hint(REASON_INTERNAL, true));
    assert_ptr_equal(reason_hint(REASON_NONE, true), reason_hint(REASON_INTERNAL, true));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_reason_alone_is_said_when_nothing_more_is_known),
        cmocka_unit_test(a_range_speaks_of_what_it_bounds),
        cmocka_unit_test(what_is_known_of_a_refusal_stands_in_its_sentence),
        cmocka_unit_test(placeholders_are_found_one_after_the_other),
        cmocka_unit_test(a_row_that_nobody_can_say_is_found),
        cmocka_unit_test(every_row_is_reached),
        cmocka_unit_test(every_guard_says_what_holds),
        cmocka_unit_test(hints_are_for_some_reasons),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
