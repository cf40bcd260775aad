/* Bounds of the acts that add. */
#include "fixture.h"

#include "bound.h"

static const int most_of[] = {
#define BOUND(name, most) (most),
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

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_last_one_is_let_in_and_no_more),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
