/* SPDX-License-Identifier: EUPL-1.2 */
/* What an answer and a refusal leave in the logs, and that nothing is told without: a part of
 * engine_test.c, on its harness. */
#ifndef ENGINE_TRACES_H
#define ENGINE_TRACES_H

#include "server/engine/engine_harness.h"

static void a_refusal_leaves_a_trace_and_nothing_else(void **state)
{
    (void)state;
    refuses = true;
    struct caller *caller = ask(&change_thing, 0);
    engine_turn(engine);
    end_load();
    assert_int_equal(caller->status, 0);
    end_write();
    assert_int_equal(caller->status, 409);
    assert_int_equal(things[0].version, 1);
}

static char own_authorization[8 + API_KEY_TEXT_SIZE];

/* From here on callers have a key, whose holder the engine knows. */
static void have_a_key(void)
{
    char key[API_KEY_TEXT_SIZE];
    api_key_new(false, key);
    snprintf(own_authorization, sizeof own_authorization, "Bearer %s", key);
    next_authorization = own_authorization;
    ask(&get_own_thing, 0);
    engine_turn(engine);
    run_dry();
    expect_counts(0, 200, 1);
}

static unsigned count_statement(enum pool_lane lane, const struct statement *statement)
{
    unsigned count = 0;
    for (unsigned s = 0; s < submitted_count[lane]; s++) {
        for (unsigned i = 0; i < submitted[lane][s]->count; i++)
            count += submitted[lane][s]->executions[i].statement == statement;
    }
    return count;
}

/* Ten reads of two operations: rows first, then one statement of traces, then ten answers. */
static void nothing_is_shown_before_its_trace_is_written(void **state)
{
    (void)state;
    have_a_key();
    for (unsigned i = 0; i < 10; i++)
        ask(&get_personal_thing, i);
    engine_turn(engine);
    end_load();
    expect_counts(1, 0, 10);
    assert_int_equal(count_statement(POOL_READ, &SQL_access_log_insert), 1);
    assert_int_equal(submitted[POOL_READ][0]->executions[0].params.item_count, 10);
    end_load();
    expect_counts(1, 200, 10);
}

static void what_cannot_be_traced_is_not_shown(void **state)
{
    (void)state;
    have_a_key();
    for (unsigned i = 0; i < 3; i++)
        ask(&get_personal_thing, i);
    engine_turn(engine);
    end_load();
    end(next_segment(POOL_READ), SEGMENT_FAILED); /* taken apart: each is sent alone */
    expect_counts(1, 0, 3);
    end(next_segment(POOL_READ), SEGMENT_FAILED);
    expect_counts(1, 503, 1);
    end_load();
    end(next_segment(POOL_READ), SEGMENT_UNKNOWN);
    expect_counts(1, 200, 1);
    expect_counts(1, 503, 2);
    for (unsigned i = 1; i < caller_count; i++)
        assert_true(callers[i].status == 200 || !strstr(callers[i].body, "version"));
}

/* The end of a segment that only met another transaction. */
static void end_met(enum pool_lane lane)
{
    struct segment *segment = next_segment(lane);
    segment->error = (struct segment_error){ .sqlstate = "40P01" };
    end(segment, SEGMENT_FAILED);
}

static void a_trace_that_met_another_transaction_is_written_again(void **state)
{
    (void)state;
    have_a_key();
    for (unsigned i = 0; i < 3; i++)
        ask(&get_personal_thing, i);
    engine_turn(engine);
    end_load();
    end_met(POOL_READ); /* taken apart: each is sent alone */
    end_met(POOL_READ);
    expect_counts(1, 0, 3);
    things[0].version = 9; /* what is shown stands: only its trace is written again */
    run_dry();
    expect_counts(1, 200, 3);
    assert_non_null(strstr(callers[1].body, "\"version\":1"));
    assert_int_equal(engine_count(engine)->stale, 1);
}

static void the_trace_of_a_refusal_that_met_another_transaction_is_written_again(void **state)
{
    (void)state;
    have_a_key();
    ask(&change_own_thing, 1);
    engine_turn(engine);
    end_met(POOL_WRITE);
    expect_counts(1, 0, 1);
    run_dry();
    expect_counts(1, 428, 1);
    assert_int_equal(engine_count(engine)->stale, 1);
}

static void a_trace_that_meets_others_until_its_deadline_shows_nothing(void **state)
{
    (void)state;
    have_a_key();
    ask(&get_personal_thing, 1);
    engine_turn(engine);
    end_load();
    for (unsigned turn = 0; turn < 4000 && callers[1].status == 0; turn++) {
        if (submitted_count[POOL_READ])
            end_met(POOL_READ);
        now_ms += 5;
        engine_turn(engine);
    }
    expect_counts(1, 503, 1);
    assert_null(strstr(callers[1].body, "version\":1"));
}

static void who_waits_for_his_trace_is_told_when_it_is_too_late(void **state)
{
    (void)state;
    have_a_key();
    ask(&get_personal_thing, 1);
    engine_turn(engine);
    is_open[POOL_READ] = false;
    end_load();
    expect_counts(1, 0, 1);
    now_ms += 3000;
    engine_turn(engine);
    expect_counts(1, 503, 1);
}

/* 428 and 404 are decided before and behind the load; both are in the audit. */
static void every_refusal_of_a_known_caller_is_in_the_audit(void **state)
{
    (void)state;
    have_a_key();
    ask(&change_own_thing, 1);
    engine_turn(engine);
    assert_int_equal(submitted_count[POOL_WRITE], 1);
    expect_counts(1, 0, 1);
    run_dry();
    expect_counts(1, 428, 1);
    next_if_match = "\"7.g\"";
    ask(&change_own_thing, 2);
    engine_turn(engine);
    end_load();
    expect_counts(2, 0, 1);
    end_write_as(SEGMENT_FAILED);
    expect_counts(2, 503, 1);
}

#endif
