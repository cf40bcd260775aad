/* SPDX-License-Identifier: EUPL-1.2 */
/* The driver of the engine: what is told when, to whom, and what has happened then. */
#include "server/engine/engine_harness.h"
#include "server/engine/engine_commands.h"
#include "server/engine/engine_traces.h"

static void a_query_is_loaded_and_shown(void **state)
{
    (void)state;
    struct caller *caller = ask(&get_thing, 3);
    assert_int_equal(caller->status, 0);
    engine_turn(engine);
    end_load();
    assert_int_equal(caller->status, 200);
    assert_non_null(strstr(caller->body, "\"version\":1"));
}

static void queries_of_one_turn_share_their_statement_and_get_their_own_rows(void **state)
{
    (void)state;
    for (unsigned i = 0; i < 10; i++) {
        things[i].version = 100 + i;
        ask(&get_thing, 9 - i);
    }
    engine_turn(engine);
    assert_int_equal(submitted_count[POOL_READ], 1);
    end_load();
    for (unsigned i = 0; i < 10; i++) {
        char version[32];
        snprintf(version, sizeof version, "\"version\":%u", 100 + 9 - i);
        assert_non_null(strstr(callers[i].body, version));
    }
}

/* Of one version, and of other content: the tag is another one; and it is the same as long as
 * nothing moves. */
static void a_tag_moves_with_whatever_is_shown(void **state)
{
    const char *tags[3];
    (void)state;
    for (unsigned i = 0; i < 3; i++) {
        struct caller *caller = ask(&get_thing, i / 2);
        engine_turn(engine);
        end_load();
        tags[i] = strstr(caller->header, "ETag: \"1.");
        assert_non_null(tags[i]);
    }
    const size_t size = strcspn(tags[0], ";");
    assert_int_equal(strncmp(tags[0], tags[1], size), 0);
    assert_int_not_equal(strncmp(tags[0], tags[2], size), 0);
}

#define OWN   "0193ab00-1122-7333-8444-55667788990f"
#define OTHER "0193ab00-1122-7333-8444-556677889900"

/* The third wall: both others have let a row through that says itself whose it is. */
static void a_row_of_another_tenant_is_not_sent(void **state)
{
    static const char *const whose[] = {
        "ORGANISM:" OWN,     "CANDIDATE:" OTHER " ORGANISM:" OWN " NETWORK:" OTHER,
        "ORGANISM:" OTHER,   "COMMISSION:" OWN,
        "ORGANISM:" OWN "0", "",
    };
    char authorization[8 + API_KEY_TEXT_SIZE] = "Bearer ", key[API_KEY_TEXT_SIZE];
    (void)state;
    api_key_new(false, key);
    strcat(authorization, key);
    for (unsigned i = 0; i < sizeof whose / sizeof whose[0]; i++) {
        tenants_of_things = whose[i];
        next_authorization = authorization;
        struct caller *caller = ask(&get_own_thing, 3);
        engine_turn(engine);
        run_dry();
        assert_int_equal(caller->status, i < 2 ? 200 : 500);
        assert_int_equal(strstr(caller->body, "\"version\":1") != NULL, i < 2);
    }
}

/* Three at once share the question who they are; who comes later is known. */
static void a_key_is_looked_up_once(void **state)
{
    char authorization[8 + API_KEY_TEXT_SIZE] = "Bearer ", key[API_KEY_TEXT_SIZE];
    (void)state;
    api_key_new(false, key);
    strcat(authorization, key);
    next_authorization = authorization;
    for (unsigned i = 0; i < 3; i++)
        ask(&get_own_thing, i);
    engine_turn(engine);
    end_load();
    expect_counts(0, 0, 3);
    end_load();
    expect_counts(0, 200, 3);
    ask(&get_own_thing, 3);
    engine_turn(engine);
    end_load();
    expect_counts(0, 200, 4);
}

static void a_stale_command_is_loaded_again(void **state)
{
    (void)state;
    struct caller *caller = ask(&change_thing, 0);
    engine_turn(engine);
    end_load();
    things[0].version = 5; /* another loop */
    run_dry();
    assert_int_equal(caller->status, 200);
    assert_int_equal(things[0].version, 6);
    assert_int_equal(engine_count(engine)->stale, 1);
}

static void what_was_read_is_forgotten_before_it_is_read_again(void **state)
{
    (void)state;
    met_remains = false;
    ask(&change_thing, 0);
    engine_turn(engine);
    end_load();
    things[0].version = 5;
    run_dry();
    assert_int_equal(engine_count(engine)->stale, 1);
    assert_false(met_remains);
}

static void a_command_that_stays_stale_is_told_so_at_its_deadline(void **state)
{
    (void)state;
    struct caller *caller = ask(&change_thing, 0);
    int64_t began_ms = now_ms;
    unsigned loads = 0;
    engine_turn(engine);
    while (caller->status == 0) {
        if (submitted_count[POOL_READ]) {
            end_load();
            loads++;
            things[0].version++;
        } else if (submitted_count[POOL_WRITE]) {
            end_write();
        }
        now_ms += 5;
        engine_turn(engine);
    }
    assert_int_equal(caller->status, 503);
    assert_true(loads > 10);
    assert_in_range(now_ms - began_ms, 1500, 2100);
}

static void another_version_than_the_expected_one_is_told(void **state)
{
    (void)state;
    next_if_match = "\"4.x\"";
    struct caller *caller = ask(&change_thing, 0);
    engine_turn(engine);
    run_dry();
    assert_int_equal(caller->status, 412);
    assert_int_equal(things[0].version, 1);
}

static void commands_of_one_root_go_one_behind_the_other(void **state)
{
    (void)state;
    for (unsigned i = 0; i < 20; i++)
        ask(&change_thing, 4);
    run_dry();
    engine_turn(engine);
    run_dry();
    expect_counts(0, 200, 20);
    assert_int_equal(things[4].version, 21);
    assert_int_equal(engine_count(engine)->stale, 0);
}

static void one_root_does_not_wait_for_another(void **state)
{
    (void)state;
    ask(&change_thing, 1);
    ask(&change_thing, 1);
    struct caller *other = ask(&change_thing, 2);
    engine_turn(engine);
    end_load();
    end_write();
    assert_int_equal(other->status, 200);
    assert_int_equal(callers[1].status, 0);
    run_dry();
}

static void a_dry_run_answers_and_changes_nothing(void **state)
{
    (void)state;
    struct http_pair pair = { SLICE("dry_run"), SLICE("true") };
    next_pairs = &pair, next_pair_count = 1;
    struct caller *caller = ask(&change_thing, 0);
    engine_turn(engine);
    run_dry();
    assert_int_equal(caller->status, 200);
    assert_non_null(strstr(caller->header, "Dry-Run: true"));
    assert_int_equal(things[0].version, 1);
}

static void another_body_under_a_known_key_is_told(void **state)
{
    (void)state;
    next_key = "a-key-of-mine";
    replay_of = "{}";
    memset(stored_fingerprint, '0', 64);
    struct caller *caller = ask(&change_thing, 0);
    engine_turn(engine);
    run_dry();
    assert_non_null(strstr(caller->body, "IDEMPOTENCY_KEY_REUSED"));
    assert_int_equal(things[0].version, 1);
}

/* SHA-256 of a content type that is not there, a NUL, and no body. */
static const char nothing_sent[] =
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d";

static void an_old_answer_is_given_again_to_who_is_let_in(void **state)
{
    (void)state;
    for (int is_there = 1; is_there >= 0; is_there--) {
        next_key = "a-key-of-mine";
        replay_of = "{\"was\":\"before\"}";
        replay_is_fresh = false;
        snprintf(stored_fingerprint, sizeof stored_fingerprint, "%s", nothing_sent);
        struct caller *caller = ask(&change_thing, 0);
        if (!is_there)
            things[0].id = thing_id(CALLS_MAX + 1);
        engine_turn(engine);
        run_dry();
        assert_int_equal(caller->status, is_there ? 201 : 404);
        assert_int_equal(strstr(caller->body, "before") != NULL, is_there);
        assert_int_equal(things[0].version, 1);
    }
}

static void the_answer_of_a_known_key_is_given_again(void **state)
{
    (void)state;
    next_key = "a-key-of-mine";
    replay_of = "{\"was\":\"before\"}";
    snprintf(stored_fingerprint, sizeof stored_fingerprint, "%s", nothing_sent);
    struct caller *caller = ask(&change_thing, 0);
    engine_turn(engine);
    run_dry();
    assert_int_equal(caller->status, 201);
    assert_string_equal(caller->body, replay_of);
    assert_non_null(strstr(caller->header, "Idempotency-Replayed: true"));
    assert_int_equal(things[0].version, 1);
}

static void a_twin_that_runs_holds_the_key(void **state)
{
    (void)state;
    next_key = "a-key-of-mine";
    twin_holds_key = true;
    struct caller *caller = ask(&change_thing, 0);
    engine_turn(engine);
    run_dry();
    assert_int_equal(caller->status, 409);
    assert_non_null(strstr(caller->body, "IDEMPOTENCY_IN_PROGRESS"));
    assert_non_null(strstr(caller->header, "Retry-After: 1"));
    assert_int_equal(things[0].version, 1);
}

static void a_commit_that_may_have_happened_is_not_told_as_done(void **state)
{
    static const enum segment_outcome lost[] = { SEGMENT_NOT_SENT, SEGMENT_UNKNOWN };
    static const char *const codes[] = { "DATABASE_UNAVAILABLE", "OUTCOME_UNKNOWN" };
    (void)state;
    for (unsigned i = 0; i < 2; i++) {
        struct caller *caller = ask(&change_thing, i);
        engine_turn(engine);
        end_load();
        end_write_as(lost[i]);
        assert_int_equal(caller->status, 503);
        assert_non_null(strstr(caller->body, codes[i]));
    }
    assert_int_equal(engine_count(engine)->unknown_outcomes, 1);
}

static void a_lost_read_is_told_and_the_next_of_the_root_goes_on(void **state)
{
    (void)state;
    struct caller *first = ask(&change_thing, 0), *second = ask(&change_thing, 0);
    engine_turn(engine);
    end(next_segment(POOL_READ), SEGMENT_UNKNOWN);
    assert_int_equal(first->status, 503);
    assert_int_equal(second->status, 0);
    run_dry();
    assert_int_equal(second->status, 200);
}

/* Twenty that wait for a reader, for a writer, for their root, for a better snapshot: each is
 * answered soon after the last connection is gone. */
static void without_connections_nobody_waits_for_long(void **state)
{
    (void)state;
    for (unsigned i = 0; i < 10; i++)
        ask(&change_thing, i);
    for (unsigned i = 0; i < 5; i++)
        ask(&change_thing, 0); /* behind their root */
    engine_turn(engine);
    is_open[POOL_READ] = is_open[POOL_WRITE] = false;
    live[POOL_READ] = live[POOL_WRITE] = 0;
    for (unsigned i = 20; i < 25; i++)
        ask(&get_thing, i);
    end_load(); /* its answer was on the way */
    for (unsigned i = 0; i < 60; i++) {
        now_ms += 20;
        engine_turn(engine);
    }
    expect_counts(0, 503, caller_count);
    for (unsigned i = 0; i < caller_count; i++)
        assert_non_null(strstr(callers[i].body, "DATABASE_UNAVAILABLE"));
}

static void who_waits_longer_than_his_deadline_is_told(void **state)
{
    (void)state;
    is_open[POOL_READ] = false; /* alive, and busy */
    for (unsigned i = 0; i < 5; i++)
        ask(&change_thing, 0);
    engine_turn(engine);
    now_ms += 1990;
    engine_turn(engine);
    expect_counts(0, 0, 5);
    now_ms += 30;
    engine_turn(engine);
    expect_counts(0, 503, 5);
    assert_non_null(strstr(callers[0].body, "TEMPORARY_REDUCED_CAPACITY"));
}

static void who_waits_when_the_pool_goes_is_answered(void **state)
{
    (void)state;
    is_open[POOL_READ] = is_open[POOL_WRITE] = false;
    for (unsigned i = 0; i < 5; i++)
        ask(i < 2 ? &get_thing : &change_thing, 0);
    engine_turn(engine);
    expect_counts(0, 0, 5);
    engine_drain(engine);
    engine_lose_pool(engine);
    expect_counts(0, 503, 5);
}

static void beyond_its_limit_the_engine_takes_nobody(void **state)
{
    (void)state;
    is_open[POOL_READ] = false;
    for (unsigned i = 0; i < CALLS_MAX; i++)
        ask(&get_thing, i);
    expect_counts(0, 503, CALLS_MAX - QUEUE_LIMIT);
    is_open[POOL_READ] = true;
    engine_turn(engine);
    run_dry();
    expect_counts(0, 200, QUEUE_LIMIT);
}

/* Whatever cannot be had: an answer comes, once, and what was answered as done is done. */
static void the_nth_allocation_that_fails_is_answered(void **state)
{
    bool has_succeeded = false;
    finish(state);
    for (long n = 0; n < 200 && !has_succeeded; n++) {
        begin(state);
        next_key = "a-key-of-mine";
        allocations_left = n;
        struct caller *caller = ask(&change_thing, 0);
        engine_turn(engine);
        for (unsigned turn = 0; turn < 200 && caller->status == 0; turn++) {
            if (submitted_count[POOL_READ])
                end_load();
            else if (submitted_count[POOL_WRITE])
                end_write();
            now_ms += 20;
            engine_turn(engine);
        }
        has_succeeded = allocations_left > 0;
        allocations_left = -1;
        assert_int_equal(caller->answers, 1);
        if (caller->status == 200)
            assert_int_equal(things[0].version, 2);
        else
            assert_true(caller->status == 503 || caller->status == 500);
        finish(state);
    }
    assert_true(has_succeeded);
    begin(state);
}

#define CASE(name) cmocka_unit_test_setup_teardown(name, begin, finish)

int main(void)
{
    const struct CMUnitTest tests[] = {
        CASE(a_query_is_loaded_and_shown),
        CASE(queries_of_one_turn_share_their_statement_and_get_their_own_rows),
        CASE(a_tag_moves_with_whatever_is_shown),
        CASE(a_row_of_another_tenant_is_not_sent),
        CASE(a_key_is_looked_up_once),
        CASE(a_command_answers_after_its_commit),
        CASE(of_a_batch_one_fails_and_the_others_are_committed),
        CASE(a_refusal_leaves_a_trace_and_nothing_else),
        CASE(nothing_is_shown_before_its_trace_is_written),
        CASE(what_cannot_be_traced_is_not_shown),
        CASE(a_trace_that_met_another_transaction_is_written_again),
        CASE(the_trace_of_a_refusal_that_met_another_transaction_is_written_again),
        CASE(a_trace_that_meets_others_until_its_deadline_shows_nothing),
        CASE(who_waits_for_his_trace_is_told_when_it_is_too_late),
        CASE(every_refusal_of_a_known_caller_is_in_the_audit),
        CASE(commands_gather_until_one_could_be_written),
        CASE(a_stale_command_is_loaded_again),
        CASE(what_was_read_is_forgotten_before_it_is_read_again),
        CASE(a_command_that_stays_stale_is_told_so_at_its_deadline),
        CASE(another_version_than_the_expected_one_is_told),
        CASE(commands_of_one_root_go_one_behind_the_other),
        CASE(one_root_does_not_wait_for_another),
        CASE(a_dry_run_answers_and_changes_nothing),
        CASE(another_body_under_a_known_key_is_told),
        CASE(the_answer_of_a_known_key_is_given_again),
        CASE(an_old_answer_is_given_again_to_who_is_let_in),
        CASE(a_twin_that_runs_holds_the_key),
        CASE(a_commit_that_may_have_happened_is_not_told_as_done),
        CASE(a_lost_read_is_told_and_the_next_of_the_root_goes_on),
        CASE(without_connections_nobody_waits_for_long),
        CASE(who_waits_longer_than_his_deadline_is_told),
        CASE(who_waits_when_the_pool_goes_is_answered),
        CASE(beyond_its_limit_the_engine_takes_nobody),
        CASE(the_nth_allocation_that_fails_is_answered),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
