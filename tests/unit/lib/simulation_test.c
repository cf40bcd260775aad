/* What a session could decide: who would step down from a file. */
#include "session_fixture.h"
#include "simulation.h"

static uint64_t proposed(void)
{
    return simulation_step_downs(&session, &items[0], &POLICY_DEFAULT);
}

static void alternates_step_down_first_and_the_chairs_last(void **state)
{
    (void)state;
    sit(4, 1);
    assert_int_equal(proposed(), 1 << 1 | 1 << 2 | 1 << 3);
    session.chair_member_id = jurors[3].member_id;
    assert_int_equal(proposed(), 1 << 0 | 1 << 1 | 1 << 2);
    sit(3, 2);
    assert_int_equal(proposed(), 1 << 2);
    jurors[1].is_alternate = true;
    assert_int_equal(proposed(), 1 << 1);
    items[0].votes[VOTE_ABSTAIN] = 1 << 1; /* who has spoken stays as long as another can go */
    assert_int_equal(proposed(), 1 << 2);
    items[0].recorded = 1 << 1;
    assert_int_equal(proposed(), 1 << 1);
    items[0].contested = 1 << 1;
    assert_int_equal(proposed(), 1 << 2);
    sit(1, 3);
    assert_int_equal(proposed(), 1 << 2 | 1 << 3);
}

static void nobody_steps_down_without_need_or_use(void **state)
{
    (void)state;
    sit(2, 2);
    assert_int_equal(proposed(), 0);
    items[0].dependent = 1 << 3; /* a recusal of one college costs the other a vote */
    assert_int_equal(proposed(), 1 << 1);
    items[0].step_downs = 1 << 1;
    assert_int_equal(proposed(), 0);
    sit(2, 0);
    assert_int_equal(proposed(), 0);
    sit(3, 1);
    session.min_per_college = 2;
    assert_int_equal(proposed(), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(alternates_step_down_first_and_the_chairs_last),
        cmocka_unit_test(nobody_steps_down_without_need_or_use),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
