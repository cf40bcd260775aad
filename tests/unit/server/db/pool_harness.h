/* SPDX-License-Identifier: EUPL-1.2 */
/* A pool on a real server, its loop, and the statements the tests of the pool share. */
#ifndef POOL_HARNESS_H
#define POOL_HARNESS_H

#include "db/pool.h"
#include "server/db/cluster.h"

#include <libpq-fe.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <sys/epoll.h>
#include <time.h>
#include <cmocka.h>

/* Where they stand in the table below. */
enum {
    ROUND_TRIP,
    WHO,
    INSERT_ENTRY,
    COUNT_ENTRY,
    INSERT_CHILD,
    NAP,
    INSERT_WARNED,
    RAISE_OWN,
    SETTING,
    UPDATE_ENTRY,
    SHAPE,
    STATEMENTS,
};

#define NAMED(...)                                                                                 \
    .parameters = (const char *const[]){ __VA_ARGS__ },                                            \
    .parameter_count = sizeof((const char *const[]){ __VA_ARGS__ }) / sizeof(const char *)

static const struct statement table[STATEMENTS] = {
    [ROUND_TRIP] = { "round_trip",
                     "select x.item, x.id, x.label, x.day, x.number, x.flag, x.raw from unnest("
                     "$3::uuid[], $4::text[], $5::date[], $6::bigint[], $7::bool[], $8::bytea[]) "
                     "with ordinality as x(id, label, day, number, flag, raw, item) order by "
                     "x.item",
                     ROUND_TRIP, NAMED("id", "label", "day", "number", "flag", "raw") },
    [WHO] = { "who", "select 1, $1::text, $2::uuid", WHO },
    [INSERT_ENTRY] = { "insert_entry",
                       "insert into entry (id, label) select * from unnest($3::int[], $4::text[])",
                       INSERT_ENTRY, NAMED("id", "label") },
    [COUNT_ENTRY] = { "count_entry", "select 1 as item, count(*) from entry", COUNT_ENTRY },
    [INSERT_CHILD] = { "insert_child",
                       "insert into child (entry_id) select * from unnest($3::int[])", INSERT_CHILD,
                       NAMED("number") },
    [NAP] = { "nap",
              "select x.item, pg_sleep(x.ms / 1000.0)::text from unnest($3::int[]) "
              "with ordinality as x(ms, item)",
              NAP, NAMED("number") },
    [INSERT_WARNED] = { "insert_warned", "insert into warned (id) select * from unnest($3::int[])",
                        INSERT_WARNED, NAMED("number") },
    [RAISE_OWN] = { "raise_own",
                    "select x.item, raise_own(x.detail) from unnest($3::text[]) "
                    "with ordinality as x(detail, item)",
                    RAISE_OWN, NAMED("detail") },
    [SETTING] = { "setting",
                  "select x.item, current_setting(x.name) from unnest($3::text[]) "
                  "with ordinality as x(name, item) order by 1",
                  SETTING, NAMED("name") },
    [UPDATE_ENTRY] = { "update_entry",
                       "update entry set label = x.label from unnest($3::int[], $4::text[]) "
                       "as x(id, label) where entry.id = x.id",
                       UPDATE_ENTRY, NAMED("id", "label") },
    [SHAPE] = { "shape", "select 1, s.* from shape s", SHAPE },
};

static const char schema[] =
    "drop table if exists child, entry, warned, shape cascade;"
    "create table entry (id int constraint entry_once primary key, label text);"
    "create table child (entry_id int constraint child_has_entry references entry (id) "
    "  deferrable initially deferred);"
    "create table warned (id int);"
    "create table shape (a int);"
    "create or replace function warn() returns trigger language plpgsql as "
    "  $$ begin raise warning 'not where it should be'; return null; end $$;"
    "create constraint trigger warned_at_commit after insert on warned deferrable initially "
    "  deferred for each row execute function warn();"
    "create or replace function raise_own(detail text) returns int language plpgsql as "
    "  $$ begin raise sqlstate 'CL001' using detail = detail; end $$;";

static const struct statement *const all_statements[STATEMENTS + 1] = {
    &table[0], &table[1], &table[2], &table[3], &table[4],  &table[5],
    &table[6], &table[7], &table[8], &table[9], &table[10], NULL,
};

static struct cluster cluster;
static PGconn *control; /* what happens behind the pool's back */
static struct pool *pool;
static int epoll_fd;
static bool is_in_turn;

/* What became of a segment. */
struct record {
    struct segment *segment;
    unsigned done, flushed;
    bool must_abandon;
    void (*on_flushed)(struct segment *segment);
};

static inline int64_t now_ms(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

static inline void sql(const char *text)
{
    PGresult *result = PQexec(control, text);
    ExecStatusType status = PQresultStatus(result);
    if (status != PGRES_COMMAND_OK && status != PGRES_TUPLES_OK)
        fail_msg("%s: %s", text, PQerrorMessage(control));
    PQclear(result);
}

static inline int sql_int(const char *text)
{
    PGresult *result = PQexec(control, text);
    assert_int_equal(PQresultStatus(result), PGRES_TUPLES_OK);
    int number = atoi(PQgetvalue(result, 0, 0));
    PQclear(result);
    return number;
}

static inline void on_done(struct segment *segment)
{
    struct record *record = segment->owner;
    assert_true(is_in_turn);
    record->done++;
}

static inline void on_flushed(struct segment *segment)
{
    struct record *record = segment->owner;
    assert_true(is_in_turn);
    record->flushed++;
    if (record->on_flushed)
        record->on_flushed(segment);
    if (record->must_abandon)
        segment_abandon(segment);
}

static inline struct segment *begin(struct record *record)
{
    record->segment = segment_new(record, on_done);
    record->segment->on_flushed = on_flushed;
    return record->segment;
}

static inline struct params *add(struct segment *segment, unsigned statement)
{
    return &segment_add(segment, &table[statement], SLICE("SYSTEM"), (struct id){ 0 })->params;
}

static inline void add_int(struct segment *segment, unsigned statement, int64_t number)
{
    struct params *params = add(segment, statement);
    params_item(params);
    params_int(params, "number", number);
}

static inline void add_entry(struct segment *segment, unsigned statement, int64_t id,
                             struct slice label)
{
    struct params *params = add(segment, statement);
    params_item(params);
    params_int(params, "id", id);
    params_text(params, "label", label);
}

static inline void turn(void)
{
    struct epoll_event events[16];
    int timeout_ms = pool_timeout_ms(pool, now_ms());
    int count =
        epoll_wait(epoll_fd, events, 16, timeout_ms < 0 || timeout_ms > 20 ? 20 : timeout_ms);
    for (int i = 0; i < count; i++) {
        struct pool_socket *socket = events[i].data.ptr;
        assert_int_equal(socket->kind, LOOP_SOURCE_POOL);
        pool_ready(pool, socket, events[i].events);
    }
    is_in_turn = true;
    pool_turn(pool, now_ms());
    is_in_turn = false;
}

static inline void run_until_live(unsigned live_read, unsigned live_write)
{
    struct pool_counts counts;
    int64_t end_ms = now_ms() + 20000;
    do {
        turn();
        pool_count(pool, &counts);
        assert_true(now_ms() < end_ms);
    } while (counts.live[POOL_READ] != live_read || counts.live[POOL_WRITE] != live_write);
}

static inline void run_until_done(struct record *records, unsigned count)
{
    int64_t end_ms = now_ms() + 20000;
    for (unsigned i = 0; i < count; i++)
        while (!records[i].done) {
            turn();
            assert_true(now_ms() < end_ms);
        }
    turn();
    for (unsigned i = 0; i < count; i++)
        assert_int_equal(records[i].done, 1);
}

static inline enum segment_outcome finish(enum pool_lane lane, struct record *record)
{
    pool_submit(pool, lane, record->segment);
    assert_int_equal(record->done, 0);
    run_until_done(record, 1);
    return record->segment->outcome;
}

static inline void open_pool(const struct statement *const *statements)
{
    epoll_fd = epoll_create1(EPOLL_CLOEXEC);
    struct pool_options options = {
        .connections = { [POOL_READ] = 2, [POOL_WRITE] = 2 },
        .in_flight = { [POOL_READ] = 4, [POOL_NATIONAL_READ] = 4 },
        .queue_limit = 64,
        .deadline_ms = 10000,
        .statement_timeout_ms = 5000,
        .heavy_timeout_ms = 5000,
        .statements = statements,
        .epoll_fd = epoll_fd,
    };
    for (enum pool_lane lane = 0; lane < POOL_LANES; lane++) {
        options.conninfo[lane] = cluster.conninfo;
        if (!options.connections[lane])
            options.connections[lane] = 1;
        if (!options.in_flight[lane])
            options.in_flight[lane] = 1;
    }
    pool = pool_new(&options);
    assert_non_null(pool);
}

static inline void close_pool(void)
{
    is_in_turn = true; /* the last on_done come from pool_free() */
    pool_free(pool);
    is_in_turn = false;
    close(epoll_fd);
}

static inline int set_up(void **state)
{
    (void)state;
    sql(schema);
    open_pool(all_statements);
    run_until_live(2, 2);
    return 0;
}

static inline int tear_down(void **state)
{
    (void)state;
    close_pool();
    return 0;
}

static inline void quiet(void *context, const PGresult *notice)
{
    (void)context;
    (void)notice;
}

static inline void open_control(void)
{
    control = PQconnectdb(cluster.conninfo);
    PQsetNoticeReceiver(control, quiet, NULL);
}

static inline int start_server(void **state)
{
    (void)state;
    if (!cluster_start(&cluster))
        return -1;
    open_control();
    return PQstatus(control) == CONNECTION_OK ? 0 : -1;
}

static inline int stop_server(void **state)
{
    (void)state;
    PQfinish(control);
    cluster_stop(&cluster);
    return 0;
}

#endif
