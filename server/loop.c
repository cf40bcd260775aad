/* SPDX-License-Identifier: EUPL-1.2 */
#include "loop.h"

#include "clock.h"
#include "engine/limit.h"
#include "jobs/strangers.h"
#include "jobs/expiry.h"
#include "jobs/access_index.h"
#include "jobs/purge.h"
#include "log.h"
#include "login/login.h"
#include "sql.h"

#include <errno.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <unistd.h>

/* WAIT_MAX_MS bounds how late a request hears that the database is away. */
enum {
    EVENTS_MAX = 64,
    WAIT_MAX_MS = 200,
    DRAIN_MS = 30 * 1000,
    PASSES_MAX = 8,
    BATCH_LIMIT = 32,
    TENANTS_THAT_FILL = 4, /* so many together may fill what there is room for */
    CONNECTION_MEMORY = 16 * 1024,
    SANDBOX_EXPIRY_S = 2
};

struct source {
    int kind; /* LOOP_SOURCE_…; first, as in struct pool_socket */
};

struct loop {
    int epoll_fd, wake_fd;
    struct pool *pool;
    struct engine *engine;
    struct http_server *http;
    struct purge purge;               /* without a pool in all loops but the first */
    struct access_index access_index; /* likewise */
    struct expiry expiry;
    struct strangers_job strangers; /* in every loop: each counts its own */
    struct login_reader *login;
    struct source http_source, wake_source, login_source;
    atomic_bool is_stopping;
    atomic_bool is_ready;
    atomic_ulong turns;
    const struct live *_Atomic change; /* until the loop has taken it */
    pthread_mutex_t counts_lock;       /* the metrics are printed by another thread */
    struct loop_counts counts;         /* as they were at the end of the last turn */
};

static bool watch(struct loop *loop, int fd, void *source)
{
    struct epoll_event event = { .events = EPOLLIN, .data.ptr = source };
    return epoll_ctl(loop->epoll_fd, EPOLL_CTL_ADD, fd, &event) == 0;
}

static struct pool *open_pool(const struct loop *loop, const struct config *config)
{
    struct pool_options options = {
        .conninfo = { [POOL_READ] = config->database.reader_conninfo,
                      [POOL_WRITE] = config->database.conninfo,
                      [POOL_NATIONAL_READ] = config->database.national_reader_conninfo,
                      [POOL_NATIONAL_WRITE] = config->database.national_conninfo,
                      [POOL_LIST] = config->database.reader_conninfo,
                      [POOL_NATIONAL_LIST] = config->database.national_reader_conninfo,
                      [POOL_NATIONAL_HEAVY] = config->database.national_reader_conninfo },
        .connections = { [POOL_READ] = (unsigned)config->database.readers,
                         [POOL_WRITE] = (unsigned)config->database.writers,
                         [POOL_NATIONAL_READ] = (unsigned)config->database.national_readers,
                         [POOL_NATIONAL_WRITE] = (unsigned)config->database.national_writers,
                         [POOL_LIST] = (unsigned)config->database.listers,
                         [POOL_NATIONAL_LIST] = (unsigned)config->database.national_listers,
                         [POOL_NATIONAL_HEAVY] = 1 },
        .in_flight = { [POOL_READ] = 4,
                       [POOL_WRITE] = 1,
                       [POOL_NATIONAL_READ] = 4,
                       [POOL_NATIONAL_WRITE] = 1,
                       [POOL_LIST] = 2,
                       [POOL_NATIONAL_LIST] = 2,
                       [POOL_NATIONAL_HEAVY] = 1 },
        .queue_limit = (unsigned)config->limits.database_queue,
        .deadline_ms = config->database.deadline_ms,
        .statement_timeout_ms = config->database.statement_timeout_ms,
        .heavy_timeout_ms = config->database.heavy_timeout_ms,
        .epoll_fd = loop->epoll_fd,
        .statements = sql_statements,
    };
    return pool_new(&options);
}

static void set_live(struct engine_live *engine, const struct live *live)
{
    enum {
        SEARCHES = 5, /* a search sees only what is the caller's own */
        GUESSERS = 4, /* who may guess at one thing as often as they are let (engine/guess.h) */
    };
    const struct config *config = &live->config;
    engine->origins = live->origins;
    engine->body_limit = (size_t)config->limits.body_bytes;
    engine->grid_body_limit = (size_t)config->limits.result_body_bytes;
    engine->file_limit = (size_t)config->limits.evidence_bytes;
    engine->request_ms = config->limits.request_ms;
    engine->wait_ms = config->limits.wait_ms;
    engine->tenant_waiting = (unsigned)config->limits.tenant_waiting;
    unsigned *often = engine->often;
    often[LIMIT_REQUESTS] = (unsigned)config->limits.requests_per_minute;
    often[LIMIT_ADDRESS] = (unsigned)config->limits.address_per_minute;
    often[LIMIT_WRONG_KEYS] = (unsigned)config->limits.wrong_keys_per_minute;
    often[LIMIT_IDENTITY] = (unsigned)config->limits.identity_per_minute;
    often[LIMIT_SEARCH] = (unsigned)config->limits.identity_per_minute * SEARCHES;
    often[LIMIT_CODES] = (unsigned)config->limits.codes_per_minute;
    often[LIMIT_GRANTS] = (unsigned)config->limits.grants_per_minute;
    often[LIMIT_UPLOADS] = (unsigned)config->limits.uploads_per_hour;
    often[LIMIT_GUESSES] = (unsigned)config->limits.guesses_per_hour;
    often[LIMIT_LIKENESS] = (unsigned)config->limits.likeness_per_hour;
    often[LIMIT_GUESSED] = (unsigned)config->limits.guesses_per_hour * GUESSERS;
    for (enum limit limit = LIMIT_NONE; limit < LIMITS; limit++) {
        if (limit_own(limit))
            often[limit_own(limit)] = limit_half(often[limit]);
    }
}

/* In a sandbox years pass in one request: what follows from them is not waited for. */
static int64_t expiry_period_ms(const struct config *config)
{
    int period_s = config->jobs.expiry_period_s;
    return (config->sandbox.enabled && period_s > SANDBOX_EXPIRY_S ? SANDBOX_EXPIRY_S : period_s) *
           INT64_C(1000);
}

struct loop *loop_new(const struct loop_options *options, char *ret_why, size_t why_size)
{
    const struct config *config = options->config;
    struct loop *loop = calloc(1, sizeof *loop);
    if (!loop)
        return NULL;
    pthread_mutex_init(&loop->counts_lock, NULL);
    loop->http_source.kind = LOOP_SOURCE_HTTP;
    loop->wake_source.kind = LOOP_SOURCE_OTHER;
    loop->login_source.kind = LOOP_SOURCE_OTHER;
    loop->login = options->engine.login;
    loop->epoll_fd = epoll_create1(EPOLL_CLOEXEC);
    loop->wake_fd = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
    loop->pool = open_pool(loop, config);
    if (options->has_jobs) {
        loop->purge = (struct purge){ .pool = loop->pool,
                                      .idempotency_days = config->idempotency_days,
                                      .change_days = config->policy.change_days };
        loop->access_index.pool = loop->pool;
    }
    struct engine_options engine = options->engine;
    engine.queue_limit = (unsigned)config->limits.database_queue;
    engine.batch_limit = BATCH_LIMIT;
    engine.tenant_answer_bytes =
        (size_t)config->limits.answer_memory_bytes / options->loop_count / TENANTS_THAT_FILL;
    engine.tenant_body_bytes =
        (size_t)config->limits.body_memory_bytes / options->loop_count / TENANTS_THAT_FILL;
    set_live(&engine.live, options->live);
    loop->engine = loop->pool ? engine_new(&engine, loop->pool) : NULL;
    if (loop->engine)
        loop->strangers = (struct strangers_job){ .pool = loop->pool,
                                                  .strangers = engine_strangers(loop->engine) };
    if (options->has_jobs && config->jobs.expiry_period_s > 0)
        loop->expiry = (struct expiry){ .pool = loop->pool,
                                        .engine = loop->engine,
                                        .policy = engine.policy,
                                        .period_ms = expiry_period_ms(config) };
    if (loop->engine) {
        struct http_handler handler = engine_handler(loop->engine);
        struct http_options http = {
            .address = config->http.listen,
            .port = options->port,
            .connection_limit = ((unsigned)config->limits.connections + options->loop_count - 1) /
                                options->loop_count,
            .idle_timeout_s = 120,
            .header_deadline_ms = config->http.header_timeout_s * 1000,
            .body_deadline_ms = config->http.body_timeout_s * 1000,
            .slowest_bytes_per_s = (unsigned)config->http.slowest_bytes_per_s,
            .body_budget = (size_t)config->limits.body_memory_bytes / options->loop_count,
            .answer_budget = (size_t)config->limits.answer_memory_bytes / options->loop_count,
            .connection_memory = CONNECTION_MEMORY,
            .arena_limit = 8 * 1024 * 1024,
        };
        loop->http = http_start(&http, &handler, ret_why, why_size);
    }
    if (!loop->http || !watch(loop, http_epoll_fd(loop->http), &loop->http_source) ||
        !watch(loop, loop->wake_fd, &loop->wake_source) ||
        (loop->login && !watch(loop, login_reader_fd(loop->login), &loop->login_source))) {
        loop_free(loop);
        return NULL;
    }
    return loop;
}

uint16_t loop_port(const struct loop *loop)
{
    return http_port(loop->http);
}

static int shorter(int a, int b)
{
    if (a < 0)
        return b;
    return b < 0 || a < b ? a : b;
}

static void publish(struct loop *loop)
{
    struct loop_counts counts;
    pool_count(loop->pool, &counts.pool);
    http_count(loop->http, &counts.http);
    pthread_mutex_lock(&loop->counts_lock);
    loop->counts = counts;
    pthread_mutex_unlock(&loop->counts_lock);
}

/* In a turn of its own, so that no request sees half of it. */
static void take_change(struct loop *loop)
{
    const struct live *change = atomic_load(&loop->change);
    if (!change)
        return;
    struct engine_live live;
    set_live(&live, change);
    engine_change(loop->engine, &live);
    atomic_store(&loop->change, NULL);
}

static void keys_came(struct loop *loop)
{
    login_reader_clear(loop->login);
    engine_keys_came(loop->engine);
}

static void turn(struct loop *loop, int wait_ms)
{
    struct epoll_event events[EVENTS_MAX];
    int count = epoll_wait(loop->epoll_fd, events, EVENTS_MAX, wait_ms);
    int64_t now_ms = clock_monotonic_ms();
    atomic_fetch_add(&loop->turns, 1);
    take_change(loop);
    for (int i = 0; i < count; i++) {
        struct source *source = events[i].data.ptr;
        if (source->kind == LOOP_SOURCE_POOL)
            pool_ready(loop->pool, events[i].data.ptr, events[i].events);
        if (source == &loop->login_source)
            keys_came(loop);
        if (source == &loop->wake_source) {
            uint64_t wakes;
            if (read(loop->wake_fd, &wakes, sizeof wakes) < 0 && errno != EAGAIN)
                log_fields(LOG_WARNING, "wake failed", LOG_NUMBER("errno", errno));
        }
    }
    pool_turn(loop->pool, now_ms);
    http_run(loop->http, now_ms);
    if (loop->purge.pool)
        purge_turn(&loop->purge, now_ms);
    if (loop->access_index.pool)
        access_index_turn(&loop->access_index, now_ms);
    if (loop->expiry.pool)
        expiry_turn(&loop->expiry, now_ms);
    if (loop->strangers.pool)
        strangers_job_turn(&loop->strangers, now_ms);
    /* What the requests just read want from the database leaves in this same turn; so does what its
     * answers bring. */
    for (int pass = 0; pass < PASSES_MAX; pass++) {
        engine_turn(loop->engine);
        pool_turn(loop->pool, now_ms);
        if (!engine_can_send(loop->engine))
            break;
    }
    http_run(loop->http, now_ms);
    publish(loop);
    atomic_store(&loop->is_ready, pool_is_ready(loop->pool) && !atomic_load(&loop->is_stopping));
}

static int wait_of(struct loop *loop)
{
    int64_t now_ms = clock_monotonic_ms();
    if (engine_can_send(loop->engine))
        return 0;
    int wait_ms = shorter(http_timeout_ms(loop->http, now_ms), pool_timeout_ms(loop->pool, now_ms));
    wait_ms = shorter(wait_ms, engine_timeout_ms(loop->engine, now_ms));
    return shorter(wait_ms, WAIT_MAX_MS);
}

void loop_run(struct loop *loop)
{
    while (!atomic_load(&loop->is_stopping))
        turn(loop, wait_of(loop));
    engine_drain(loop->engine);
    http_quiesce(loop->http);
    int64_t end_ms = clock_monotonic_ms() + DRAIN_MS;
    loop->strangers.due_ms = 0; /* the last minute is written too */
    bool is_busy = true;
    while (is_busy && clock_monotonic_ms() < end_ms) {
        turn(loop, shorter(wait_of(loop), 50));
        is_busy = http_open_calls(loop->http) > 0 || loop->strangers.is_running;
    }
    /* What still waits for the database is ended first: its requests are answered while http can
     * still send. */
    pool_free(loop->pool);
    loop->pool = loop->purge.pool = loop->expiry.pool = loop->strangers.pool = NULL;
    loop->access_index.pool = NULL;
    engine_lose_pool(loop->engine);
    http_run(loop->http, clock_monotonic_ms());
    http_stop(loop->http);
    loop->http = NULL;
}

static void wake(struct loop *loop)
{
    uint64_t one = 1;
    if (write(loop->wake_fd, &one, sizeof one) < 0)
        return; /* it wakes within WAIT_MAX_MS all the same */
}

void loop_stop(struct loop *loop)
{
    atomic_store(&loop->is_stopping, true);
    wake(loop);
}

void loop_change(struct loop *loop, const struct live *live)
{
    atomic_store(&loop->change, live);
    wake(loop);
}

bool loop_has_changed(const struct loop *loop)
{
    return !atomic_load(&loop->change);
}

unsigned long loop_turns(const struct loop *loop)
{
    return atomic_load(&loop->turns);
}

void loop_free(struct loop *loop)
{
    if (!loop)
        return;
    if (loop->pool)
        pool_free(loop->pool);
    if (loop->http)
        http_stop(loop->http);
    engine_free(loop->engine);
    if (loop->wake_fd > 0)
        close(loop->wake_fd);
    if (loop->epoll_fd > 0)
        close(loop->epoll_fd);
    pthread_mutex_destroy(&loop->counts_lock);
    free(loop);
}

bool loop_is_ready(const struct loop *loop)
{
    return atomic_load(&loop->is_ready);
}

const struct engine_counts *loop_engine_count(const struct loop *loop)
{
    return engine_count(loop->engine);
}

void loop_count(struct loop *loop, struct loop_counts *ret_counts)
{
    pthread_mutex_lock(&loop->counts_lock);
    *ret_counts = loop->counts;
    pthread_mutex_unlock(&loop->counts_lock);
}
