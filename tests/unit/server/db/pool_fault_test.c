/* SPDX-License-Identifier: EUPL-1.2 */
/* What the pool says when the server, the connection or the time fails: never more than it knows.
 */
#include "server/db/pool_harness.h"

static void kill_backends_napping(void)
{
    int64_t end_ms = now_ms() + 10000;
    while (sql_int("select count(pg_terminate_backend(pid)) from pg_stat_activity "
                   "where application_name = 'clea-server' and wait_event = 'PgSleep'") == 0) {
        turn();
        assert_true(now_ms() < end_ms);
    }
}

static unsigned live(enum pool_lane lane)
{
    struct pool_counts counts;
    pool_count(pool, &counts);
    return counts.live[lane];
}

static uint64_t losses(void)
{
    struct pool_counts counts;
    pool_count(pool, &counts);
    return counts.losses;
}

static void a_killed_backend_leaves_its_segments_unknown_and_comes_back(void **state)
{
    (void)state;
    struct record record = { 0 }, next[4] = { 0 };
    begin(&record);
    add_entry(record.segment, INSERT_ENTRY, 1, SLICE("x"));
    add_int(record.segment, NAP, 3000);
    pool_submit(pool, POOL_WRITE, record.segment);
    kill_backends_napping();
    run_until_done(&record, 1);
    assert_int_equal(record.segment->outcome, SEGMENT_UNKNOWN);
    assert_string_equal(record.segment->error.sqlstate, ""); /* 57P01 proves no rollback */
    segment_free(record.segment);
    assert_int_equal(losses(), 1);
    run_until_live(2, 2); /* prepared again: */
    for (unsigned i = 0; i < 4; i++) {
        add(begin(&next[i]), COUNT_ENTRY);
        pool_submit(pool, POOL_WRITE, next[i].segment);
    }
    run_until_done(next, 4);
    for (unsigned i = 0; i < 4; i++) {
        assert_int_equal(next[i].segment->outcome, SEGMENT_COMMITTED);
        segment_free(next[i].segment);
    }
}

static void a_backend_killed_before_the_commit_was_asked_for_did_nothing(void **state)
{
    (void)state;
    struct record record = { 0 };
    begin(&record)->is_two_phase = true;
    add_entry(record.segment, INSERT_ENTRY, 1, SLICE("x"));
    add_int(record.segment, NAP, 3000);
    pool_submit(pool, POOL_WRITE, record.segment);
    kill_backends_napping();
    run_until_done(&record, 1);
    assert_int_equal(record.segment->outcome, SEGMENT_NOT_SENT);
    assert_int_equal(record.flushed, 0);
    segment_free(record.segment);
    assert_int_equal(sql_int("select count(*) from entry"), 0);
}

static void kill_own_backend(struct segment *segment)
{
    (void)segment;
    sql("select pg_terminate_backend(pid, 2000) from pg_stat_activity "
        "where application_name = 'clea-server' and query like 'insert into entry%'");
    add_entry(segment, INSERT_ENTRY, 2, SLICE("y"));
}

static void a_backend_killed_between_the_parts_commits_nothing(void **state)
{
    (void)state;
    struct record record = { .on_flushed = kill_own_backend };
    begin(&record)->is_two_phase = true;
    add_entry(record.segment, INSERT_ENTRY, 1, SLICE("x"));
    enum segment_outcome outcome = finish(POOL_WRITE, &record);
    assert_true(outcome == SEGMENT_UNKNOWN || outcome == SEGMENT_NOT_SENT);
    segment_free(record.segment);
    assert_int_equal(sql_int("select count(*) from entry"), 0);
}

static void idle_connections_come_back(void **state)
{
    (void)state;
    sql("select pg_terminate_backend(pid) from pg_stat_activity "
        "where application_name = 'clea-server'");
    while (losses() < 4)
        turn();
    run_until_live(2, 2);
    /* The lanes of the nation were lost, too, and come back when they do. */
    const int64_t end_ms = now_ms() + 20000;
    while (!pool_is_ready(pool) && now_ms() < end_ms)
        turn();
    assert_true(pool_is_ready(pool));
}

static void a_passed_deadline_is_unknown_and_others_go_on(void **state)
{
    (void)state;
    struct record slow = { 0 }, others[3] = { 0 };
    add_int(begin(&slow), NAP, 4000);
    slow.segment->deadline_ms = now_ms() + 300;
    pool_submit(pool, POOL_WRITE, slow.segment);
    turn();
    for (unsigned i = 0; i < 3; i++) {
        add_entry(begin(&others[i]), INSERT_ENTRY, i, SLICE("x"));
        pool_submit(pool, POOL_WRITE, others[i].segment);
    }
    int64_t before_ms = now_ms();
    run_until_done(others, 3);
    assert_int_equal(slow.done, 0);
    run_until_done(&slow, 1);
    assert_true(now_ms() - before_ms < 2000);
    assert_int_equal(slow.segment->outcome, SEGMENT_UNKNOWN);
    for (unsigned i = 0; i < 3; i++) {
        assert_int_equal(others[i].segment->outcome, SEGMENT_COMMITTED);
        segment_free(others[i].segment);
    }
    segment_free(slow.segment);
    run_until_live(2, 2);
}

static void the_statement_timeout_is_a_refusal(void **state)
{
    (void)state;
    struct record record = { 0 };
    begin(&record);
    add_entry(record.segment, INSERT_ENTRY, 1, SLICE("x"));
    add_int(record.segment, NAP, 8000);
    assert_int_equal(finish(POOL_WRITE, &record), SEGMENT_FAILED);
    assert_string_equal(record.segment->error.sqlstate, "57014");
    segment_free(record.segment);
    assert_int_equal(losses(), 0);
}

static void a_full_queue_refuses_and_tells_later(void **state)
{
    (void)state;
    enum { MANY = 70, LIMIT = 64 };
    struct record records[MANY] = { 0 };
    for (unsigned i = 0; i < MANY; i++) {
        add(begin(&records[i]), COUNT_ENTRY);
        pool_submit(pool, POOL_READ, records[i].segment);
        assert_int_equal(records[i].done, 0);
    }
    struct pool_counts counts;
    pool_count(pool, &counts);
    assert_int_equal(counts.waiting[POOL_READ], LIMIT);
    run_until_done(records, MANY);
    for (unsigned i = 0; i < MANY; i++) {
        assert_int_equal(records[i].segment->outcome,
                         i < LIMIT ? SEGMENT_COMMITTED : SEGMENT_NOT_SENT);
        segment_free(records[i].segment);
    }
}

static void a_warning_with_the_commit_is_no_success(void **state)
{
    (void)state;
    struct record record = { 0 }, two = { 0 }, next = { 0 };
    add_int(begin(&record), INSERT_WARNED, 1);
    assert_int_equal(finish(POOL_WRITE, &record), SEGMENT_UNKNOWN);
    begin(&two)->is_two_phase = true;
    add_int(two.segment, INSERT_WARNED, 2);
    assert_int_equal(finish(POOL_WRITE, &two), SEGMENT_UNKNOWN);
    add(begin(&next), COUNT_ENTRY);
    assert_int_equal(finish(POOL_WRITE, &next), SEGMENT_COMMITTED);
    assert_int_equal(losses(), 0);
    segment_free(record.segment);
    segment_free(two.segment);
    segment_free(next.segment);
}

static void an_unsendable_segment_is_not_sent(void **state)
{
    (void)state;
    struct record record = { 0 };
    begin(&record);
    add_entry(record.segment, INSERT_ENTRY, 1, SLICE("x"));
    add_entry(record.segment, INSERT_ENTRY, 2, (struct slice){ "a\0b", 3 });
    assert_int_equal(finish(POOL_WRITE, &record), SEGMENT_NOT_SENT);
    segment_free(record.segment);
    assert_int_equal(sql_int("select count(*) from entry"), 0);
    assert_int_equal(losses(), 0);
}

static void add_unsendable(struct segment *segment)
{
    add_entry(segment, INSERT_ENTRY, 2, (struct slice){ "a\0b", 3 });
}

static void an_unsendable_second_part_abandons_the_first(void **state)
{
    (void)state;
    struct record record = { .on_flushed = add_unsendable };
    begin(&record)->is_two_phase = true;
    add_entry(record.segment, INSERT_ENTRY, 1, SLICE("x"));
    assert_int_equal(finish(POOL_WRITE, &record), SEGMENT_FAILED);
    assert_string_equal(record.segment->error.sqlstate, "CL000");
    segment_free(record.segment);
    assert_int_equal(sql_int("select count(*) from entry"), 0);
}

/* A migration changes what a statement returns: the plans of an open connection are no longer good.
 */
static void a_changed_result_type_prepares_again(void **state)
{
    (void)state;
    enum { TIMES = 5 };
    unsigned failed = 0;
    struct record before = { 0 }, after[TIMES] = { 0 };
    add(begin(&before), SHAPE);
    assert_int_equal(finish(POOL_WRITE, &before), SEGMENT_COMMITTED);
    segment_free(before.segment);
    sql("alter table shape add b int");
    /* One connection has it from before, the other none yet. */
    for (unsigned i = 0; i < TIMES; i++) {
        add(begin(&after[i]), SHAPE);
        if (finish(POOL_WRITE, &after[i]) == SEGMENT_FAILED) {
            assert_string_equal(after[i].segment->error.sqlstate, "0A000");
            failed++;
            turn();
            run_until_live(2, 2);
        }
        segment_free(after[i].segment);
    }
    assert_int_equal(failed, 1);
    assert_int_equal(losses(), 1);
}

static void closing_ends_everything_with_on_done(void **state)
{
    (void)state;
    struct record flying = { 0 }, waiting[3] = { 0 };
    add_int(begin(&flying), NAP, 2000);
    pool_submit(pool, POOL_READ, flying.segment);
    turn();
    for (unsigned i = 0; i < 3; i++) {
        add(begin(&waiting[i]), COUNT_ENTRY);
        pool_submit(pool, POOL_READ, waiting[i].segment);
    }
    close_pool();
    assert_int_equal(flying.done, 1);
    assert_int_equal(flying.segment->outcome, SEGMENT_UNKNOWN);
    segment_free(flying.segment);
    for (unsigned i = 0; i < 3; i++) {
        assert_int_equal(waiting[i].done, 1);
        assert_int_equal(waiting[i].segment->outcome, SEGMENT_NOT_SENT);
        segment_free(waiting[i].segment);
    }
    open_pool(all_statements);
}

static void a_stopped_server_keeps_segments_until_their_deadline_then_serves_again(void **state)
{
    (void)state;
    if (!cluster.is_ours)
        skip();
    struct record late = { 0 }, patient = { 0 };
    PQfinish(control);
    assert_true(cluster_down(&cluster));
    while (live(POOL_READ) || live(POOL_WRITE))
        turn();
    assert_false(pool_is_ready(pool));
    assert_int_equal(pool_room(pool, POOL_WRITE), 0);
    add_entry(begin(&late), INSERT_ENTRY, 1, SLICE("late"));
    late.segment->deadline_ms = now_ms() + 300;
    add_entry(begin(&patient), INSERT_ENTRY, 2, SLICE("patient"));
    patient.segment->deadline_ms = now_ms() + 30000;
    pool_submit(pool, POOL_WRITE, late.segment);
    pool_submit(pool, POOL_WRITE, patient.segment);
    run_until_done(&late, 1);
    assert_int_equal(late.segment->outcome, SEGMENT_NOT_SENT);
    assert_true(cluster_up(&cluster));
    open_control();
    run_until_live(2, 2);
    run_until_done(&patient, 1);
    assert_int_equal(patient.segment->outcome, SEGMENT_COMMITTED);
    segment_free(late.segment);
    segment_free(patient.segment);
    assert_int_equal(sql_int("select sum(id) from entry"), 2);
}

static enum segment_outcome ask(enum pool_lane lane, const struct statement *first,
                                const struct statement *second, char ret_sqlstate[6])
{
    struct record record = { 0 };
    const struct id nobody = { 0 };
    assert_non_null(segment_add(begin(&record), first, SLICE_UNSET, nobody));
    assert_non_null(segment_add(record.segment, second, SLICE_UNSET, nobody));
    const enum segment_outcome outcome = finish(lane, &record);
    memcpy(ret_sqlstate, record.segment->error.sqlstate, 6);
    segment_free(record.segment);
    return outcome;
}

static const struct statement unprepared = { "bad", "select 1 from not_yet_migrated", 1 };

static void add_unprepared(struct segment *segment)
{
    segment_add(segment, &unprepared, SLICE_UNSET, (struct id){ 0 });
}

/* It fails whoever asks for it, by its own error and not as one that does not exist; nobody else,
 * on the same connection or behind it in the same segment, and not for ever. */
static void a_statement_that_does_not_prepare_fails_whoever_needs_it(void **state)
{
    (void)state;
    static const struct statement good = { "good", "select 1, $1::text, $2::uuid", 0 };
    static const struct statement last = { "last", "select 2, $1::text, $2::uuid", 2 };
    static const struct statement *const statements[] = { &good, &unprepared, &last, NULL };
    char sqlstate[6];
    sql("drop table if exists not_yet_migrated");
    close_pool();
    open_pool(statements);
    run_until_live(2, 2);
    for (enum pool_lane lane = POOL_READ; lane <= POOL_WRITE; lane++) {
        for (unsigned again = 0; again < 4; again++) {
            assert_int_equal(ask(lane, &unprepared, &last, sqlstate), SEGMENT_FAILED);
            assert_string_equal(sqlstate, "42P01");
            assert_int_equal(ask(lane, &good, &last, sqlstate), SEGMENT_COMMITTED);
        }
    }
    /* In the midst of a transaction too. */
    for (unsigned again = 0; again < 4; again++) {
        struct record record = { .on_flushed = add_unprepared };
        begin(&record)->is_two_phase = true;
        assert_non_null(segment_add(record.segment, &good, SLICE_UNSET, (struct id){ 0 }));
        assert_int_equal(finish(POOL_WRITE, &record), SEGMENT_FAILED);
        assert_string_equal(record.segment->error.sqlstate, "42P01");
        segment_free(record.segment);
    }
    sql("create table not_yet_migrated (id int)");
    for (unsigned again = 0; again < 4; again++) {
        assert_int_equal(ask(POOL_WRITE, &unprepared, &good, sqlstate), SEGMENT_COMMITTED);
        assert_int_equal(ask(POOL_READ, &last, &unprepared, sqlstate), SEGMENT_COMMITTED);
    }
    assert_int_equal(losses(), 0);
}

static void a_conninfo_that_is_none_makes_no_pool(void **state)
{
    (void)state;
    const struct pool_options options = {
        .conninfo = { cluster.conninfo, "host=/tmp secret" },
        .connections = { 1, 1 },
        .in_flight = { 1, 1 },
        .statements = all_statements,
        .epoll_fd = -1,
    };
    assert_null(pool_new(&options));
}

int main(void)
{
#define TEST(function) cmocka_unit_test_setup_teardown(function, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        TEST(a_killed_backend_leaves_its_segments_unknown_and_comes_back),
        TEST(a_backend_killed_before_the_commit_was_asked_for_did_nothing),
        TEST(a_backend_killed_between_the_parts_commits_nothing),
        TEST(idle_connections_come_back),
        TEST(a_passed_deadline_is_unknown_and_others_go_on),
        TEST(the_statement_timeout_is_a_refusal),
        TEST(a_full_queue_refuses_and_tells_later),
        TEST(a_warning_with_the_commit_is_no_success),
        TEST(an_unsendable_segment_is_not_sent),
        TEST(an_unsendable_second_part_abandons_the_first),
        TEST(a_changed_result_type_prepares_again),
        TEST(closing_ends_everything_with_on_done),
        TEST(a_stopped_server_keeps_segments_until_their_deadline_then_serves_again),
        cmocka_unit_test(a_conninfo_that_is_none_makes_no_pool),
        TEST(a_statement_that_does_not_prepare_fails_whoever_needs_it),
    };
    return cmocka_run_group_tests(tests, start_server, stop_server);
}
