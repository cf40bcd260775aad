/* SPDX-License-Identifier: EUPL-1.2 */
/* Commands that are read, written and answered together: a part of engine_test.c, on its harness.
 */
#ifndef ENGINE_COMMANDS_H
#define ENGINE_COMMANDS_H

#include "server/engine/engine_harness.h"

static void a_command_answers_after_its_commit(void **state)
{
    (void)state;
    struct caller *caller = ask(&change_thing, 0);
    engine_turn(engine);
    end_load();
    assert_int_equal(caller->status, 0);
    end_write();
    assert_int_equal(caller->status, 200);
    assert_int_equal(things[0].version, 2);
}

static void of_a_batch_one_fails_and_the_others_are_committed(void **state)
{
    (void)state;
    for (unsigned i = 0; i < 32; i++)
        ask(&change_thing, i);
    refused_thing = 7;
    refused_constraint = "candidacy_transition_legal";
    engine_turn(engine);
    end_load();
    assert_int_equal(submitted_count[POOL_WRITE], 1);
    run_dry();
    expect_counts(0, 200, 31);
    assert_int_equal(callers[7].status, 409);
    assert_int_equal(things[7].version, 1);
    assert_int_equal(things[8].version, 2);
}

static void commands_gather_until_one_could_be_written(void **state)
{
    (void)state;
    ask(&change_thing, 0);
    engine_turn(engine);
    end_load(); /* its write is under way */
    for (unsigned i = 1; i < 4; i++) {
        ask(&change_thing, i);
        engine_turn(engine);
    }
    assert_int_equal(submitted_count[POOL_READ], 0);
    end_write();
    assert_int_equal(submitted_count[POOL_READ], 1);
    ask(&change_thing, 4);
    engine_turn(engine);
    end_load(); /* of three, behind whom the last one gathers */
    assert_int_equal(submitted_count[POOL_READ], 0);
    assert_int_equal(submitted_count[POOL_WRITE], 1);
    run_dry();
    expect_counts(0, 200, 5);
    assert_int_equal(engine_count(engine)->batches, 3);
}

#endif
