/* SPDX-License-Identifier: EUPL-1.2 */
/* Plays everybody around the engine for engine_test.c. What is submitted waits until the test
 * serves, flushes and ends it. Linked with --wrap: pool_submit, pool_room, pool_count,
 * segment_touched, http_answer, route_find, clock_gettime and the allocator are those below.
 */
#ifndef ENGINE_HARNESS_H
#define ENGINE_HARNESS_H

#include "api/api_key.h"
#include "engine/engine.h"
#include "engine/route.h"

#include "sql.h"

#include <libpq-fe.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <cmocka.h>

/* --- what is replaced --- */

enum { QUEUE_LIMIT = 50, SEGMENTS_MAX = 64, CALLS_MAX = 64, EXECUTIONS_MAX = 256 };

static int64_t now_ms = 1000000;
static bool is_open[POOL_LANES]; /* a connection has room */
static unsigned live[POOL_LANES];
static struct segment *submitted[POOL_LANES][SEGMENTS_MAX];
static unsigned submitted_count[POOL_LANES];
static unsigned submitted_to[POOL_LANES]; /* segments of each lane, since the test began */
static unsigned touched[EXECUTIONS_MAX];
static struct route_match next_route;
static struct principal_news *news;
static long allocations_left = -1; /* -1: all succeed */

static enum pool_lane basic_lane(enum pool_lane lane)
{
    return lane == POOL_WRITE || lane == POOL_NATIONAL_WRITE ? POOL_WRITE : POOL_READ;
}

/* The linker of the test puts __wrap_x in the place of x: the names are its own. */
/* NOLINTBEGIN(bugprone-reserved-identifier) */
int __wrap_clock_gettime(clockid_t clock, struct timespec *ret_now);
int __wrap_clock_gettime(clockid_t clock, struct timespec *ret_now)
{
    (void)clock;
    *ret_now = (struct timespec){ now_ms / 1000, now_ms % 1000 * 1000000 };
    return 0;
}

void __wrap_pool_submit(struct pool *pool, enum pool_lane lane, struct segment *take_segment);
void __wrap_pool_submit(struct pool *pool, enum pool_lane lane, struct segment *take_segment)
{
    (void)pool;
    if (take_segment->count > 0 && take_segment->executions[0].statement == &SQL_key_use_note) {
        take_segment->on_done(take_segment); /* of no request: nobody waits for it */
        return;
    }
    submitted_to[lane]++;
    lane = basic_lane(lane);
    assert_true(submitted_count[lane] < SEGMENTS_MAX);
    submitted[lane][submitted_count[lane]++] = take_segment;
}

/* One connection a lane, one segment on it: what comes meanwhile gathers. The nation's share those
 * of the tenants here: its tests are the others' too. */
unsigned __wrap_pool_room(const struct pool *pool, enum pool_lane lane);
unsigned __wrap_pool_room(const struct pool *pool, enum pool_lane lane)
{
    (void)pool;
    lane = basic_lane(lane);
    return is_open[lane] && submitted_count[lane] == 0;
}

void __wrap_pool_count(const struct pool *pool, struct pool_counts *ret_counts);
void __wrap_pool_count(const struct pool *pool, struct pool_counts *ret_counts)
{
    (void)pool;
    *ret_counts = (struct pool_counts){ 0 };
    for (enum pool_lane lane = 0; lane < POOL_LANES; lane++)
        ret_counts->live[lane] = live[basic_lane(lane)];
}

static bool has_room = true; /* for answers */
bool __wrap_http_has_room(const struct http_call *call);
bool __wrap_http_has_room(const struct http_call *call)
{
    (void)call;
    return has_room;
}

unsigned __wrap_segment_touched(const struct segment *segment, unsigned execution);
unsigned __wrap_segment_touched(const struct segment *segment, unsigned execution)
{
    (void)segment;
    return touched[execution];
}

struct route_match __wrap_route_find(enum http_method method, struct slice path);
struct route_match __wrap_route_find(enum http_method method, struct slice path)
{
    (void)method, (void)path;
    return next_route;
}

void *__real_malloc(size_t size);
void *__wrap_malloc(size_t size);
void *__wrap_malloc(size_t size)
{
    if (allocations_left == 0)
        return NULL;
    if (allocations_left > 0)
        allocations_left--;
    return __real_malloc(size);
}

void *__real_realloc(void *at, size_t size);
void *__wrap_realloc(void *at, size_t size);
void *__wrap_realloc(void *at, size_t size)
{
    if (allocations_left == 0)
        return NULL;
    if (allocations_left > 0)
        allocations_left--;
    return __real_realloc(at, size);
}

void *__real_calloc(size_t count, size_t size);
void *__wrap_calloc(size_t count, size_t size);
void *__wrap_calloc(size_t count, size_t size)
{
    if (allocations_left == 0)
        return NULL;
    if (allocations_left > 0)
        allocations_left--;
    return __real_calloc(count, size);
}

/* --- a product of one thing --- */

/* Things have a version; a command takes it from the one that it read to the next. */
static struct {
    struct id id;
    int64_t version;
} things[CALLS_MAX];

static const char *const id_and_version[] = { "id", "version" };
static const struct statement thing_load = { .name = "thing_load",
                                             .parameters = id_and_version,
                                             .parameter_count = 1 };
static const struct statement thing_view = { .name = "thing_view",
                                             .parameters = id_and_version,
                                             .parameter_count = 1 };
static const struct statement thing_update = { .name = "thing_update",
                                               .parameters = id_and_version,
                                               .parameter_count = 2 };

struct thing {
    struct id id;
    int64_t version;
};

static bool refuses;
static bool met_remains; /* of an earlier load, when a thing was read */

static void read_thing(struct exchange *x, struct row *row)
{
    struct thing *thing = x->snapshot;
    met_remains |= x->present_count != 0 || id_is_set(x->recorded_id) || id_is_set(thing->id);
    x->present_count = 1;
    x->recorded_id = row_id(row, "id");
    thing->id = row_id(row, "id");
    x->version = thing->version = row_int(row, "version");
}

static void bind_update(const struct exchange *x, const struct effect *effect,
                        struct params *params)
{
    const struct thing *thing = effect->item;
    (void)x;
    params_id(params, "id", thing->id);
    params_int(params, "version", thing->version);
}

static const struct write thing_writes[] = { { &thing_update, bind_update, WRITE_EXACT } };

static void decide_thing(struct exchange *x)
{
    struct thing *thing = x->snapshot;
    x->result_id = x->root_id = thing->id;
    if (refuses)
        exchange_refuse(x, REASON_INVALID_STATE, (struct slice){ 0 });
    exchange_effect(x, &thing_writes[0], 0, thing);
}

static const struct member thing_members[] = {
    { "id", MEMBER_ID, .doc = "Identifier." },
    { "version", MEMBER_INT, .doc = "Version." },
    { .name = NULL },
};
static const struct view thing_view_of = { .name = "Thing", .members = thing_members };

static const struct load thing_loads[] = {
    { &thing_load, exchange_bind_path_id, read_thing, LOAD_REQUIRED | LOAD_ROOT },
    { .statement = NULL },
};

static const struct operation change_thing = {
    .id = "changeThing",
    .method = METHOD_POST,
    .path = "/v1/things/{thing_id}/events",
    .tag = "things",
    .flags = OPERATION_COMMAND | OPERATION_BATCHED,
    .loads = thing_loads,
    .snapshot_size = sizeof(struct thing),
    .decide = decide_thing,
    .writes = { WRITES(thing_writes) },
    .reply = { 200, &thing_view, exchange_bind_result, &thing_view_of },
};

static const struct operation get_thing = {
    .id = "getThing",
    .method = METHOD_GET,
    .path = "/v1/things/{thing_id}",
    .tag = "things",
    .reply = { 200, &thing_view, exchange_bind_path_id, &thing_view_of },
};

static const struct operation get_own_thing = {
    .id = "getOwnThing",
    .method = METHOD_GET,
    .path = "/v1/own-things/{thing_id}",
    .tag = "things",
    .roles = ROLE_COUNSELLOR,
    .reply = { 200, &thing_view, exchange_bind_path_id, &thing_view_of },
};

/* What it shows is somebody's. */
static const struct operation get_personal_thing = {
    .id = "getPersonalThing",
    .method = METHOD_GET,
    .path = "/v1/personal-things/{thing_id}",
    .tag = "things",
    .roles = ROLE_COUNSELLOR,
    .flags = OPERATION_PERSONAL,
    .reply = { 200, &thing_view, exchange_bind_path_id, &thing_view_of },
};

static const struct operation change_own_thing = {
    .id = "changeOwnThing",
    .method = METHOD_POST,
    .path = "/v1/own-things/{thing_id}/events",
    .tag = "things",
    .roles = ROLE_COUNSELLOR,
    .flags = OPERATION_COMMAND | OPERATION_BATCHED | OPERATION_IF_MATCH,
    .loads = thing_loads,
    .snapshot_size = sizeof(struct thing),
    .decide = decide_thing,
    .writes = { WRITES(thing_writes) },
    .reply = { 200, &thing_view, exchange_bind_result, &thing_view_of },
};

/* --- callers --- */

struct caller {
    struct http_call call;
    struct arena arena;
    int status; /* 0 = not answered yet */
    unsigned answers;
    char body[4096];
    char header[256]; /* names and values, for strstr */
};

static struct caller callers[CALLS_MAX];
static unsigned caller_count;
static struct engine *engine;
static struct http_handler handler;

void __wrap_http_answer(struct http_call *call, struct http_reply *take_reply);
void __wrap_http_answer(struct http_call *call, struct http_reply *take_reply)
{
    struct caller *caller = call->connection;
    caller->status = take_reply->status;
    caller->answers++;
    struct slice body = buffer_as_slice(&take_reply->body);
    snprintf(caller->body, sizeof caller->body, "%.*s", (int)body.size, body.at);
    for (unsigned i = 0; i < take_reply->header_count; i++)
        snprintf(caller->header + strlen(caller->header),
                 sizeof caller->header - strlen(caller->header), "%s: %.*s;",
                 take_reply->headers[i].name, (int)take_reply->headers[i].value.size,
                 take_reply->headers[i].value.at);
    buffer_release(&take_reply->body);
}
/* NOLINTEND(bugprone-reserved-identifier) */

static struct id thing_id(unsigned number)
{
    struct id id = { { 1, 2, 3, 4, 5, 6, 0x70, 8, 0x80 } };
    id.bytes[14] = (unsigned char)(number >> 8);
    id.bytes[15] = (unsigned char)(number + 1);
    return id;
}

/* A request for a thing; pairs and key are those of the next request only. */
static struct http_pair *next_pairs;
static size_t next_pair_count;
static const char *next_key, *next_if_match, *next_authorization;

static struct caller *ask(const struct operation *operation, unsigned thing)
{
    static char texts[CALLS_MAX][ID_TEXT_SIZE];
    assert_true(caller_count < CALLS_MAX);
    struct caller *caller = &callers[caller_count];
    char *text = texts[caller_count++];
    id_print(thing_id(thing), text);
    *caller = (struct caller){ .status = 0 };
    arena_init(&caller->arena, 0);
    caller->call =
        (struct http_call){ .method = operation->method == METHOD_GET ? HTTP_GET : HTTP_POST,
                            .path = SLICE("/v1/things"),
                            .pairs = next_pairs,
                            .pair_count = next_pair_count,
                            .arena = &caller->arena,
                            .started_ms = now_ms,
                            .connection = caller };
    if (next_key)
        caller->call.headers[HTTP_IDEMPOTENCY_KEY] = slice_of(next_key);
    if (next_authorization)
        caller->call.headers[HTTP_AUTHORIZATION] = slice_of(next_authorization);
    if (next_if_match)
        caller->call.headers[HTTP_IF_MATCH] = slice_of(next_if_match);
    next_route = (struct route_match){ operation, { slice_of(text) }, 1u << operation->method };
    handler.on_head(handler.user, &caller->call);
    handler.on_request(handler.user, &caller->call);
    return caller;
}

#include "server/engine/engine_database.h"

/* --- every test --- */

static int begin(void **state)
{
    static struct policy policy;
    news = principal_news_new();
    assert_non_null(news);
    principal_news_hold(news, INT64_MAX - NEWS_LEASE_MS); /* somebody listens, whatever the time */
    const struct engine_options options = { .policy = &policy,
                                            .certifier_name = "Certifier",
                                            .news = news,
                                            .queue_limit = QUEUE_LIMIT,
                                            .live.body_limit = 1024,
                                            .live.grid_body_limit = 1024,
                                            .batch_limit = 32,
                                            .live.request_ms = 2000 };
    (void)state;
    caller_count = 0;
    refuses = false;
    tenants_of_things = NULL;
    next_pairs = NULL, next_pair_count = 0, next_key = next_if_match = NULL;
    next_authorization = NULL;
    replay_of = NULL, replay_is_fresh = true, twin_holds_key = false, refused_thing = -1;
    memset(submitted_count, 0, sizeof submitted_count);
    memset(submitted_to, 0, sizeof submitted_to);
    for (unsigned i = 0; i < CALLS_MAX; i++) {
        things[i].id = thing_id(i);
        things[i].version = 1;
    }
    is_open[POOL_READ] = is_open[POOL_WRITE] = true;
    live[POOL_READ] = live[POOL_WRITE] = 1;
    engine = engine_new(&options, (struct pool *)&things); /* never looked into */
    handler = engine_handler(engine);
    return engine ? 0 : -1;
}

static int finish(void **state)
{
    (void)state;
    for (unsigned i = 0; i < caller_count; i++) {
        assert_int_equal(callers[i].answers, 1);
        handler.on_end(handler.user, &callers[i].call);
        arena_release(&callers[i].arena);
    }
    engine_free(engine);
    principal_news_free(news);
    return 0;
}

static void expect_counts(unsigned from, unsigned status, unsigned count)
{
    unsigned found = 0;
    for (unsigned i = from; i < caller_count; i++)
        found += callers[i].status == (int)status;
    if (found != count)
        fail_msg("%u answers are %u, not %u; the first body: %s", found, status, count,
                 callers[0].body);
}

#endif
