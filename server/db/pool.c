/* SPDX-License-Identifier: EUPL-1.2 */
#include "db/pool.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "db/connection.h"
#include "log.h"

/* What the pool adds to the operator's string. Generic plans: the default choice would plan the
 * large statements again at each call. ISO dates and UTC: what row_date() and the views read.
 * Plans are made at the first use on a connection, perhaps on empty tables, and kept: an index is
 * never wrong for statements that name what they want, a sequential scan of what has grown since
 * is. What is asked for all day lies in memory: a page costs little beside the rows that are looked
 * at on it, so that an index that finds few rows is taken before one that has them in order among
 * many others. No compiling either: they are short. What was found for one item is not remembered
 * for the next, which may be somebody else's (statement.h: serves_askers). */
static const char common_settings[] =
    "-c plan_cache_mode=force_generic_plan -c jit=off -c enable_seqscan=off -c enable_memoize=off "
    "-c random_page_cost=0.1 -c seq_page_cost=0.1 -c lock_timeout=2000 "
    "-c timezone=UTC -c datestyle=ISO -c client_min_messages=warning";

/* One snapshot for the statements of a segment. Not read only, and not waiting for the disk: its
 * only writes are rows of the access log. */
#define READ_SETTINGS "-c synchronous_commit=off -c default_transaction_isolation=repeatable\\ read"
/* What is written is found by its key, item by item, and no table is gathered first: not by a plan
 * that was made while the table was empty either (statement.h: serves_askers). */
#define WRITE_SETTINGS                                                                             \
    "-c synchronous_commit=on -c default_transaction_isolation=read\\ committed "                  \
    "-c enable_hashjoin=off -c enable_mergejoin=off"

static const char *const lane_settings[POOL_LANES] = {
    [POOL_READ] = READ_SETTINGS,           [POOL_WRITE] = WRITE_SETTINGS,
    [POOL_NATIONAL_READ] = READ_SETTINGS,  [POOL_NATIONAL_WRITE] = WRITE_SETTINGS,
    [POOL_LIST] = READ_SETTINGS,           [POOL_NATIONAL_LIST] = READ_SETTINGS,
    [POOL_NATIONAL_HEAVY] = READ_SETTINGS,
};

/* Unless the operator says otherwise. tcp_user_timeout, keepalives: a cut network is noticed before
 * our clients give up. */
static const struct {
    const char *keyword, *value;
} defaults[] = {
    { "application_name", "clea-server" }, { "client_encoding", "UTF8" },
    { "tcp_user_timeout", "5000" },        { "keepalives_idle", "5" },
    { "keepalives_count", "3" },
};

enum { DEFAULTS = sizeof defaults / sizeof defaults[0], KEYWORDS_MAX = 64 };

struct lane {
    PQconninfoOption *parsed; /* owns the texts below */
    char *settings;
    const char *keywords[KEYWORDS_MAX + 1];
    const char *values[KEYWORDS_MAX + 1];
    struct connection *connections;
    bool *is_prepared; /* a row a connection */
    unsigned connection_count;
    int64_t deadline_ms; /* life of a segment */
    struct segment_queue waiting;
    uint64_t segments;
};

struct pool {
    struct pool_options options;
    struct connection_setup setup;
    struct lane lanes[POOL_LANES];
    bool is_closing;
};

/* The operator's keywords first, then ours: of a keyword given twice, libpq takes the last. */
static bool read_conninfo(struct lane *lane, const char *conninfo, const char *settings,
                          int statement_timeout_ms)
{
    lane->parsed = PQconninfoParse(conninfo, NULL);
    if (!lane->parsed) {
        /* Not libpq's message: it quotes the string, password and all. */
        log_event(LOG_ERROR, "database_conninfo_invalid", NULL, 0);
        return false;
    }
    unsigned count = 0;
    for (unsigned i = 0; i < DEFAULTS; i++, count++) {
        lane->keywords[count] = defaults[i].keyword;
        lane->values[count] = defaults[i].value;
    }
    const char *options = "";
    for (const PQconninfoOption *option = lane->parsed; option->keyword; option++) {
        if (!option->val)
            continue;
        if (strcmp(option->keyword, "options") == 0) {
            options = option->val;
            continue;
        }
        assert(count < KEYWORDS_MAX - 1);
        lane->keywords[count] = option->keyword;
        lane->values[count++] = option->val;
    }
    if (asprintf(&lane->settings, "%s %s %s -c statement_timeout=%d", options, common_settings,
                 settings, statement_timeout_ms) < 0) {
        lane->settings = NULL;
        return false;
    }
    lane->keywords[count] = "options";
    lane->values[count] = lane->settings;
    return true;
}

static bool lane_init(struct pool *pool, enum pool_lane which)
{
    struct lane *lane = &pool->lanes[which];
    const struct pool_options *options = &pool->options;
    const int timeout_ms =
        which == POOL_NATIONAL_HEAVY ? options->heavy_timeout_ms : options->statement_timeout_ms;
    if (!read_conninfo(lane, options->conninfo[which], lane_settings[which], timeout_ms))
        return false;
    lane->deadline_ms = options->deadline_ms + (timeout_ms - options->statement_timeout_ms);
    lane->connections = calloc(options->connections[which], sizeof lane->connections[0]);
    if (!lane->connections)
        return false;
    lane->connection_count = options->connections[which];
    const unsigned statements = pool->setup.statement_count;
    lane->is_prepared = calloc((size_t)lane->connection_count * statements + 1, 1);
    if (!lane->is_prepared)
        return false;
    for (unsigned i = 0; i < lane->connection_count; i++) {
        struct connection *connection = &lane->connections[i];
        *connection = (struct connection){
            .socket = { LOOP_SOURCE_POOL, connection },
            .setup = &pool->setup,
            .keywords = lane->keywords,
            .values = lane->values,
            .in_flight_limit = options->in_flight[which],
            .is_prepared = &lane->is_prepared[(size_t)i * statements],
            .watched_fd = -1,
        };
    }
    return true;
}

static void release(struct pool *pool)
{
    for (unsigned i = 0; i < POOL_LANES; i++) {
        free(pool->lanes[i].connections);
        free(pool->lanes[i].is_prepared);
        free(pool->lanes[i].settings);
        PQconninfoFree(pool->lanes[i].parsed);
    }
    free(pool->setup.is_reported);
    free(pool);
}

struct pool *pool_new(const struct pool_options *options)
{
    struct pool *pool = calloc(1, sizeof *pool);
    if (!pool)
        return NULL;
    pool->options = *options;
    pool->setup.epoll_fd = options->epoll_fd;
    pool->setup.statements = options->statements;
    while (options->statements[pool->setup.statement_count])
        pool->setup.statement_count++;
    pool->setup.is_reported = calloc(pool->setup.statement_count + 1, 1);
    bool is_made = pool->setup.is_reported != NULL;
    for (unsigned i = 0; i < POOL_LANES && is_made; i++)
        is_made = lane_init(pool, i);
    if (!is_made) {
        release(pool);
        return NULL;
    }
    return pool;
}

static void end_unsent(struct pool *pool, struct segment *segment)
{
    segment->outcome = SEGMENT_NOT_SENT;
    segment_queue_push(&pool->setup.done, segment);
}

void pool_submit(struct pool *pool, enum pool_lane which, struct segment *take_segment)
{
    assert(take_segment->outcome == SEGMENT_PENDING && take_segment->on_done);
    assert(!take_segment->is_two_phase || take_segment->on_flushed);
    struct lane *lane = &pool->lanes[which];
    if (pool->is_closing || take_segment->has_no_memory ||
        lane->waiting.count >= pool->options.queue_limit)
        end_unsent(pool, take_segment);
    else
        segment_queue_push(&lane->waiting, take_segment);
}

void pool_ready(struct pool *pool, struct pool_socket *socket, uint32_t events)
{
    (void)pool;
    connection_ready(socket->connection, events);
}

/* The submitter knows no clock: a deadline begins with the first turn that sees the segment. */
static void expire_waiting(struct pool *pool, struct lane *lane, int64_t now_ms)
{
    struct segment_queue all = lane->waiting;
    lane->waiting = (struct segment_queue){ 0 };
    struct segment *segment;
    while ((segment = segment_queue_pop(&all))) {
        if (segment->deadline_ms == 0)
            segment->deadline_ms = now_ms + lane->deadline_ms;
        if (segment->deadline_ms <= now_ms)
            end_unsent(pool, segment);
        else
            segment_queue_push(&lane->waiting, segment);
    }
}

/* The connection with the most room; NULL when there is none. */
static struct connection *freest(const struct lane *lane)
{
    struct connection *best = NULL;
    unsigned most = 0;
    for (unsigned i = 0; i < lane->connection_count; i++) {
        unsigned room = connection_room(&lane->connections[i]);
        if (room > most) {
            most = room;
            best = &lane->connections[i];
        }
    }
    return best;
}

static void send_waiting(struct lane *lane)
{
    struct connection *connection;
    while (lane->waiting.first && (connection = freest(lane))) {
        lane->segments++;
        connection_send(connection, segment_queue_pop(&lane->waiting));
    }
}

/* Those that had ended when the call began: what ends during it waits for the next turn, so that an
 * owner who submits again at once cannot hold the loop. */
static void call_done(struct pool *pool)
{
    struct segment_queue done = pool->setup.done;
    pool->setup.done = (struct segment_queue){ 0 };
    struct segment *segment;
    while ((segment = segment_queue_pop(&done)))
        segment->on_done(segment);
}

void pool_turn(struct pool *pool, int64_t now_ms)
{
    for (unsigned i = 0; i < POOL_LANES; i++)
        for (unsigned j = 0; j < pool->lanes[i].connection_count; j++)
            connection_turn(&pool->lanes[i].connections[j], now_ms);
    call_done(pool);
    for (unsigned i = 0; i < POOL_LANES; i++) {
        expire_waiting(pool, &pool->lanes[i], now_ms);
        send_waiting(&pool->lanes[i]);
    }
}

static int64_t earlier(int64_t a, int64_t b)
{
    return a < b ? a : b;
}

int pool_timeout_ms(const struct pool *pool, int64_t now_ms)
{
    if (pool->setup.done.first)
        return 0;
    int64_t next_ms = INT64_MAX;
    for (unsigned i = 0; i < POOL_LANES; i++) {
        const struct lane *lane = &pool->lanes[i];
        if (lane->waiting.first && freest(lane))
            return 0;
        for (const struct segment *segment = lane->waiting.first; segment; segment = segment->next)
            next_ms = earlier(next_ms, segment->deadline_ms); /* 0 = not stamped: a turn is due */
        for (unsigned j = 0; j < lane->connection_count; j++)
            next_ms = earlier(next_ms, connection_next_ms(&lane->connections[j]));
    }
    if (next_ms == INT64_MAX)
        return -1;
    if (next_ms <= now_ms)
        return 0;
    return next_ms - now_ms > INT32_MAX ? INT32_MAX : (int)(next_ms - now_ms);
}

bool pool_is_ready(const struct pool *pool)
{
    struct pool_counts counts;
    pool_count(pool, &counts);
    bool is_ready = true;
    for (unsigned i = 0; i < POOL_LANES; i++)
        is_ready = is_ready && counts.live[i] > 0;
    return is_ready;
}

unsigned pool_room(const struct pool *pool, enum pool_lane which)
{
    const struct lane *lane = &pool->lanes[which];
    unsigned room = 0;
    for (unsigned i = 0; i < lane->connection_count; i++)
        room += connection_room(&lane->connections[i]);
    return room > lane->waiting.count ? room - lane->waiting.count : 0;
}

void pool_count(const struct pool *pool, struct pool_counts *ret_counts)
{
    *ret_counts = (struct pool_counts){ .losses = pool->setup.losses };
    for (unsigned i = 0; i < POOL_LANES; i++) {
        const struct lane *lane = &pool->lanes[i];
        ret_counts->connections[i] = lane->connection_count;
        ret_counts->waiting[i] = lane->waiting.count;
        ret_counts->segments[i] = lane->segments;
        for (unsigned j = 0; j < lane->connection_count; j++)
            ret_counts->live[i] += lane->connections[j].state == CONNECTION_READY;
    }
}

void pool_free(struct pool *pool)
{
    if (!pool)
        return;
    pool->is_closing = true;
    for (unsigned i = 0; i < POOL_LANES; i++) {
        struct lane *lane = &pool->lanes[i];
        for (unsigned j = 0; j < lane->connection_count; j++)
            connection_close(&lane->connections[j]);
        while (lane->waiting.first)
            end_unsent(pool, segment_queue_pop(&lane->waiting));
    }
    while (pool->setup.done.first)
        call_done(pool);
    release(pool);
}
