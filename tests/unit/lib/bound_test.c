/* SPDX-License-Identifier: EUPL-1.2 */
/* Bounds of the acts that add. */
#include "fixture.h"

#include "bound.h"

static const int most_of[] = {
#define BOUND(name, most, fr, en) (most),
#include "bound.def"
#undef BOUND
};

static void the_last_one_is_let_in_and_no_more(void **state)
{
    (void)state;
    for (int bound = 0; bound < BOUND_COUNT; bound++) {
        struct outcome outcome = { 0 };
        const int most = most_of[bound];
        assert_in_range(most, 16, 1024);
        assert_int_equal(bound_most((enum bound)bound), most);
        bound_judge((enum bound)bound, 0, &outcome);
        bound_judge((enum bound)bound, most - 1, &outcome);
        assert_accepted(outcome);
        bound_judge((enum bound)bound, most, &outcome);
        assert_refused(outcome, REASON_RECORDS_TOO_MANY);
        assert_int_equal(outcome.unmet[0].detail.bound, most);
        bound_judge((enum bound)bound, most + 40, &outcome); /* more than ever were let in */
        assert_int_equal(outcome.count, 1);
    }
}

/* Of what, and what makes room; never "turn to the certifier", who may be the one who reads it. */
static void each_says_what_there_is_so_much_of_and_what_makes_room(void **state)
{
    (void)state;
    for (int bound = 0; bound < BOUND_COUNT; bound++) {
        const struct bound_text *text = bound_text((enum bound)bound);
        assert_non_null(strstr(text->fr, ": {limit}."));
        assert_non_null(strstr(text->en, ": {limit}."));
        assert_non_null(strstr(text->fr, "place à un"));
        assert_true(strstr(text->en, "makes room for another") != NULL);
        assert_null(strstr(text->fr, "certificateur"));
        assert_null(strstr(text->en, "certifier"));
        for (int other = 0; other < bound; other++)
            assert_string_not_equal(text->en, bound_text((enum bound)other)->en);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_says_what_there_is_so_much_of_and_what_makes_room),
        cmocka_unit_test(the_last_one_is_let_in_and_no_more),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
