/* SPDX-License-Identifier: EUPL-1.2 */
/* The pool at work, against a real PostgreSQL: what commits, what is rolled back, what comes back.
 */
#include "server/db/pool_harness.h"

#include <sys/stat.h>

static void arrays_come_back_as_they_went(void **state)
{
    (void)state;
    struct record record = { 0 };
    const struct slice labels[] = {
        SLICE("plain"), SLICE(""),    SLICE("a\"b"),         SLICE("a\\b\\"),   SLICE("{x,y}"),
        SLICE("NULL"),  SLICE("é€😀"), SLICE(" spaces \n\t"), SLICE("$1 '' --"), { 0 },
    };
    enum { LABELS = sizeof labels / sizeof labels[0] };
    const unsigned char raw[] = { 0, 1, '\\', '"', 0xff };
    struct id id = { { 1, 2, 3, [15] = 0xfe } };
    struct params *params = add(begin(&record), ROUND_TRIP);
    for (unsigned i = 0; i < LABELS; i++) {
        params_item(params);
        params_id(params, "id", i % 2 ? id : (struct id){ 0 });
        params_text(params, "label", labels[i]);
        params_date(params, "day", i % 2 ? (struct date){ 2028, 2, 29 } : (struct date){ 0 });
        params_int_or_null(params, "number", i != 0, INT64_MIN + i);
        params_bool(params, "flag", i % 2);
        params_bytes(params, "raw", i % 2 ? raw : NULL, sizeof raw);
    }
    assert_int_equal(finish(POOL_READ, &record), SEGMENT_COMMITTED);
    assert_int_equal(segment_row_count(record.segment, 0), LABELS);
    struct arena arena;
    arena_init(&arena, 0);
    for (unsigned i = 0; i < LABELS; i++) {
        struct row row = segment_row(record.segment, 0, i, &arena);
        assert_int_equal(row_int(&row, "item"), i + 1);
        assert_int_equal(row_is_null(&row, "id"), i % 2 == 0);
        assert_int_equal(id_equals(row_id(&row, "id"), id), i % 2);
        struct slice label = row_text(&row, "label");
        assert_int_equal(slice_is_set(label), slice_is_set(labels[i]));
        assert_true(slice_equals(label, labels[i]));
        assert_int_equal(row_date(&row, "day").day, i % 2 ? 29 : 0);
        assert_true(row_int(&row, "number") == (i ? INT64_MIN + i : 0));
        assert_int_equal(row_bool(&row, "flag"), i % 2);
        struct slice bytes = row_text(&row, "raw");
        assert_true(i % 2 ? slice_is(bytes, "\\x00015c22ff") : !slice_is_set(bytes));
        assert_false(row.has_failed);
        row_int(&row, "label"); /* a label is not a number; NULL is 0 */
        assert_int_equal(row.has_failed, slice_is_set(labels[i]));
    }
    assert_int_equal(segment_column(record.segment, 0, "label", 0), 2);
    assert_int_equal(segment_column(record.segment, 0, "item", 5), 0);
    assert_true(slice_is(segment_cell(record.segment, 0, 9, 0), "10"));
    assert_false(slice_is_set(segment_cell(record.segment, 0, 9, 2)));
    arena_release(&arena);
    segment_free(record.segment);
}

static void scope_goes_first_and_may_have_no_id(void **state)
{
    (void)state;
    struct record record = { 0 };
    struct id id = { { 0xab, [15] = 1 } };
    begin(&record);
    segment_add(record.segment, &table[WHO], SLICE("ORGANISM"), id);
    segment_add(record.segment, &table[WHO], SLICE("CERTIFIER"), (struct id){ 0 });
    assert_int_equal(finish(POOL_READ, &record), SEGMENT_COMMITTED);
    assert_true(slice_is(segment_cell(record.segment, 0, 0, 1), "ORGANISM"));
    assert_true(
        slice_is(segment_cell(record.segment, 0, 0, 2), "ab000000-0000-0000-0000-000000000001"));
    assert_true(slice_is(segment_cell(record.segment, 1, 0, 1), "CERTIFIER"));
    assert_false(slice_is_set(segment_cell(record.segment, 1, 0, 2)));
    segment_free(record.segment);
}

static void each_lane_has_its_settings(void **state)
{
    (void)state;
    static const struct {
        const char *name, *read, *write;
    } settings[] = {
        { "default_transaction_isolation", "repeatable read", "read committed" },
        { "synchronous_commit", "off", "on" },
        { "statement_timeout", "5s", "5s" },
        { "lock_timeout", "2s", "2s" },
        { "plan_cache_mode", "force_generic_plan", "force_generic_plan" },
        { "timezone", "UTC", "UTC" },
        { "client_encoding", "UTF8", "UTF8" },
        { "default_transaction_read_only", "off", "off" },
    };
    enum { SETTINGS = sizeof settings / sizeof settings[0] };
    for (unsigned lane = 0; lane < POOL_LANES; lane++) {
        struct record record = { 0 };
        struct params *params = add(begin(&record), SETTING);
        for (unsigned i = 0; i < SETTINGS; i++) {
            params_item(params);
            params_text(params, "name", slice_of(settings[i].name));
        }
        assert_int_equal(finish(lane, &record), SEGMENT_COMMITTED);
        for (unsigned i = 0; i < SETTINGS; i++) {
            assert_true(slice_is(segment_cell(record.segment, 0, i, 1),
                                 lane == POOL_WRITE || lane == POOL_NATIONAL_WRITE
                                     ? settings[i].write
                                     : settings[i].read));
        }
        segment_free(record.segment);
    }
}

static void many_segments_keep_their_results_apart(void **state)
{
    (void)state;
    enum { MANY = 60 };
    struct record records[MANY] = { 0 };
    for (unsigned i = 0; i < MANY; i++) {
        struct segment *segment = begin(&records[i]);
        for (unsigned j = 0; j <= i % 12; j++)
            add_int(segment, NAP, 0);
        struct params *params = add(segment, SETTING);
        params_item(params);
        /* Every seventh fails in its last statement, and drags no other with it. */
        params_text(params, "name", i % 7 == 3 ? SLICE("no_such_setting") : SLICE("lock_timeout"));
        pool_submit(pool, i % 2 ? POOL_READ : POOL_WRITE, segment);
    }
    struct pool_counts counts;
    pool_count(pool, &counts);
    assert_int_equal(counts.waiting[POOL_READ], MANY / 2);
    assert_int_equal(pool_room(pool, POOL_READ), 0);
    run_until_done(records, MANY);
    assert_true(pool_room(pool, POOL_READ) > 0);
    for (unsigned i = 0; i < MANY; i++) {
        struct segment *segment = records[i].segment;
        unsigned last = segment->count - 1;
        assert_int_equal(segment->outcome, i % 7 == 3 ? SEGMENT_FAILED : SEGMENT_COMMITTED);
        for (unsigned j = 0; j < last; j++)
            assert_int_equal(segment_row_count(segment, j), 1);
        assert_int_equal(segment_row_count(segment, last), i % 7 != 3);
        if (i % 7 == 3) {
            assert_int_equal(segment->error.execution, last);
            assert_string_equal(segment->error.sqlstate, "42704");
        }
        segment_free(segment);
    }
}

static void an_error_in_the_middle_rolls_all_back(void **state)
{
    (void)state;
    struct record record = { 0 };
    begin(&record);
    add_entry(record.segment, INSERT_ENTRY, 1, SLICE("first"));
    add_entry(record.segment, INSERT_ENTRY, 1, SLICE("again"));
    add_entry(record.segment, INSERT_ENTRY, 2, SLICE("never"));
    assert_int_equal(finish(POOL_WRITE, &record), SEGMENT_FAILED);
    assert_int_equal(record.segment->error.execution, 1);
    assert_string_equal(record.segment->error.sqlstate, "23505");
    assert_string_equal(record.segment->error.constraint, "entry_once");
    assert_string_equal(record.segment->error.detail, ""); /* it would quote the row */
    assert_int_equal(segment_touched(record.segment, 0), 1);
    assert_int_equal(segment_touched(record.segment, 2), 0);
    segment_free(record.segment);
    assert_int_equal(sql_int("select count(*) from entry"), 0);
}

static void our_own_error_brings_its_detail(void **state)
{
    (void)state;
    struct record record = { 0 };
    struct params *params = add(begin(&record), RAISE_OWN);
    params_item(params);
    params_text(params, "detail", SLICE("item 7"));
    assert_int_equal(finish(POOL_WRITE, &record), SEGMENT_FAILED);
    assert_string_equal(record.segment->error.sqlstate, "CL001");
    assert_string_equal(record.segment->error.detail, "item 7");
    segment_free(record.segment);
}

static void a_deferred_constraint_fails_the_commit_itself(void **state)
{
    (void)state;
    struct record record = { 0 }, next = { 0 };
    begin(&record);
    add_entry(record.segment, INSERT_ENTRY, 1, SLICE("first"));
    add_int(record.segment, INSERT_CHILD, 99);
    pool_submit(pool, POOL_WRITE, record.segment);
    add_entry(begin(&next), INSERT_ENTRY, 2, SLICE("second"));
    assert_int_equal(finish(POOL_WRITE, &next), SEGMENT_COMMITTED);
    run_until_done(&record, 1);
    assert_int_equal(record.segment->outcome, SEGMENT_FAILED);
    assert_int_equal(record.segment->error.execution, 2); /* == count: no statement of its own */
    assert_string_equal(record.segment->error.sqlstate, "23503");
    assert_string_equal(record.segment->error.constraint, "child_has_entry");
    assert_int_equal(segment_touched(next.segment, 0), 1);
    segment_free(record.segment);
    segment_free(next.segment);
    assert_int_equal(sql_int("select sum(id) from entry"), 2);
}

static void add_what_was_counted(struct segment *segment)
{
    struct arena arena;
    arena_init(&arena, 0);
    struct row row = segment_row(segment, 1, 0, &arena);
    int64_t count = row_int(&row, "count");
    assert_int_equal(segment_touched(segment, 0), 1);
    assert_int_equal(sql_int("select count(*) from entry"), 0); /* not committed yet */
    add_entry(segment, INSERT_ENTRY, 100 + count, SLICE("second part"));
    arena_release(&arena);
}

static void the_second_part_depends_on_the_first_and_shares_its_commit(void **state)
{
    (void)state;
    struct record record = { .on_flushed = add_what_was_counted };
    begin(&record)->is_two_phase = true;
    add_entry(record.segment, INSERT_ENTRY, 1, SLICE("first part"));
    add(record.segment, COUNT_ENTRY);
    assert_int_equal(finish(POOL_WRITE, &record), SEGMENT_COMMITTED);
    assert_int_equal(record.flushed, 1);
    assert_int_equal(segment_touched(record.segment, 2), 1);
    segment_free(record.segment);
    assert_int_equal(sql_int("select sum(id) from entry"), 102);
}

static long log_size(void)
{
    char path[96];
    struct stat about;
    snprintf(path, sizeof path, "%s/log", cluster.directory);
    return stat(path, &about) == 0 ? (long)about.st_size : -1;
}

/* Nothing in the tables, and nothing in PostgreSQL's log: each dry run is such a segment. */
static void an_abandoned_segment_leaves_nothing(void **state)
{
    (void)state;
    const long logged = log_size();
    struct record record = { .on_flushed = add_what_was_counted, .must_abandon = true };
    begin(&record)->is_two_phase = true;
    add_entry(record.segment, INSERT_ENTRY, 1, SLICE("first part"));
    add(record.segment, COUNT_ENTRY);
    assert_int_equal(finish(POOL_WRITE, &record), SEGMENT_FAILED);
    assert_string_equal(record.segment->error.sqlstate, "CL000");
    assert_int_equal(record.segment->error.execution, record.segment->count);
    assert_int_equal(segment_touched(record.segment, 2), 0);
    segment_free(record.segment);
    assert_int_equal(sql_int("select count(*) from entry"), 0);
    assert_int_equal(log_size(), logged);
    struct record next = { 0 };
    add_entry(begin(&next), INSERT_ENTRY, 2, SLICE("the next"));
    assert_int_equal(finish(POOL_WRITE, &next), SEGMENT_COMMITTED);
    segment_free(next.segment);
    assert_int_equal(sql_int("select count(*) from entry"), 1);
}

static void an_error_in_the_first_part_calls_no_on_flushed(void **state)
{
    (void)state;
    struct record record = { 0 };
    begin(&record)->is_two_phase = true;
    add_entry(record.segment, INSERT_ENTRY, 1, SLICE("a"));
    add_entry(record.segment, INSERT_ENTRY, 1, SLICE("b"));
    add(record.segment, COUNT_ENTRY);
    assert_int_equal(finish(POOL_WRITE, &record), SEGMENT_FAILED);
    assert_int_equal(record.flushed, 0);
    assert_int_equal(record.segment->error.execution, 1);
    assert_string_equal(record.segment->error.sqlstate, "23505");
    segment_free(record.segment);
}

static void add_failing_entry(struct segment *segment)
{
    add_entry(segment, INSERT_ENTRY, 1, SLICE("again"));
}

static void an_error_in_the_second_part_rolls_back_the_first(void **state)
{
    (void)state;
    struct record record = { .on_flushed = add_failing_entry };
    begin(&record)->is_two_phase = true;
    add_entry(record.segment, INSERT_ENTRY, 1, SLICE("a"));
    assert_int_equal(finish(POOL_WRITE, &record), SEGMENT_FAILED);
    assert_int_equal(record.segment->error.execution, 1);
    segment_free(record.segment);
    assert_int_equal(sql_int("select count(*) from entry"), 0);
}

/* On a lane that allows several in flight, the others must stay out of an open transaction. */
static void an_open_two_phase_segment_has_its_connection_alone(void **state)
{
    (void)state;
    enum { MANY = 24 };
    struct record records[MANY] = { 0 };
    for (unsigned i = 0; i < MANY; i++) {
        struct segment *segment = begin(&records[i]);
        records[i].must_abandon = i % 3 == 0;
        segment->is_two_phase = i % 3 != 2;
        add_entry(segment, INSERT_ENTRY, i, SLICE("x"));
        pool_submit(pool, POOL_READ, segment);
    }
    run_until_done(records, MANY);
    for (unsigned i = 0; i < MANY; i++) {
        assert_int_equal(records[i].segment->outcome,
                         i % 3 == 0 ? SEGMENT_FAILED : SEGMENT_COMMITTED);
        segment_free(records[i].segment);
    }
    assert_int_equal(sql_int("select count(*) from entry"), MANY - MANY / 3);
}

static void empty_segments_end_too(void **state)
{
    (void)state;
    struct record one = { 0 }, two = { 0 };
    begin(&one);
    assert_int_equal(finish(POOL_WRITE, &one), SEGMENT_COMMITTED);
    begin(&two)->is_two_phase = true;
    assert_int_equal(finish(POOL_WRITE, &two), SEGMENT_COMMITTED);
    assert_int_equal(two.flushed, 1);
    segment_free(one.segment);
    segment_free(two.segment);
}

/* Larger than every buffer on the way, in both directions, several at once: nobody waits for the
 * other. */
static void large_segments_pass_both_ways(void **state)
{
    (void)state;
    enum { MANY = 6, ITEMS = 64, SIZE = 32 * 1024 };
    static char large[SIZE];
    for (unsigned i = 0; i < SIZE; i++)
        large[i] = (char)('a' + i % 26);
    struct record records[MANY] = { 0 };
    for (unsigned i = 0; i < MANY; i++) {
        struct segment *segment = begin(&records[i]);
        for (unsigned part = 0; part < 2; part++) {
            struct params *params = add(segment, ROUND_TRIP);
            for (unsigned j = 0; j < ITEMS; j++) {
                params_item(params);
                params_null(params, "id");
                params_text(params, "label", (struct slice){ large, SIZE });
                params_null(params, "day");
                params_null(params, "number");
                params_null(params, "flag");
                params_null(params, "raw");
            }
        }
        pool_submit(pool, POOL_READ, segment);
    }
    run_until_done(records, MANY);
    for (unsigned i = 0; i < MANY; i++) {
        assert_int_equal(records[i].segment->outcome, SEGMENT_COMMITTED);
        assert_int_equal(segment_row_count(records[i].segment, 1), ITEMS);
        assert_true(slice_equals(segment_cell(records[i].segment, 1, ITEMS - 1, 2),
                                 (struct slice){ large, SIZE }));
        segment_free(records[i].segment);
    }
}

int main(void)
{
#define TEST(function) cmocka_unit_test_setup_teardown(function, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        TEST(arrays_come_back_as_they_went),
        TEST(scope_goes_first_and_may_have_no_id),
        TEST(each_lane_has_its_settings),
        TEST(many_segments_keep_their_results_apart),
        TEST(an_error_in_the_middle_rolls_all_back),
        TEST(our_own_error_brings_its_detail),
        TEST(a_deferred_constraint_fails_the_commit_itself),
        TEST(the_second_part_depends_on_the_first_and_shares_its_commit),
        TEST(an_abandoned_segment_leaves_nothing),
        TEST(an_error_in_the_first_part_calls_no_on_flushed),
        TEST(an_error_in_the_second_part_rolls_back_the_first),
        TEST(an_open_two_phase_segment_has_its_connection_alone),
        TEST(empty_segments_end_too),
        TEST(large_segments_pass_both_ways),
    };
    return cmocka_run_group_tests(tests, start_server, stop_server);
}
