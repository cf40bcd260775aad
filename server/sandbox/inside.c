/* SPDX-License-Identifier: EUPL-1.2 */
#include "sandbox/inside.h"

#include "clock.h"
#include "engine/operation_check.h"
#include "log.h"
#include "loop.h"
#include "principal_watch.h"
#include "process.h"

#include <pthread.h>
#include <stdio.h>
#include <unistd.h>

enum { READY_MS = 15 * 1000 };

static bool is_never_ready(void *context)
{
    (void)context;
    return false;
}

static void *run_loop(void *loop)
{
    loop_run(loop);
    return NULL;
}

static bool await_ready(const struct loop *loop)
{
    int64_t end_ms = clock_monotonic_ms() + READY_MS;
    while (!loop_is_ready(loop) && clock_monotonic_ms() < end_ms)
        usleep(2000);
    return loop_is_ready(loop);
}

static bool work_beside(struct loop *loop, struct seed_inside *inside, seed_inside_work *work,
                        void *context, char *ret_why, size_t why_size)
{
    pthread_t thread;
    if (pthread_create(&thread, NULL, run_loop, loop) != 0) {
        snprintf(ret_why, why_size, "no thread for the server inside");
        return false;
    }
    inside->port = loop_port(loop);
    bool is_done = await_ready(loop);
    if (is_done)
        is_done = work(context, inside);
    else
        snprintf(ret_why, why_size, "the server inside does not get its database");
    loop_stop(loop);
    pthread_join(thread, NULL);
    return is_done;
}

static bool serve_inside(const struct config *settings, struct seed_inside *inside,
                         seed_inside_work *work, void *context, char *ret_why, size_t why_size)
{
    struct config config = *settings;
    config.http.listen = "127.0.0.1";
    /* It asks for a country at once. */
    config.limits.identity_per_minute = config.limits.requests_per_minute = 0;
    config.limits.grants_per_minute = config.limits.likeness_per_hour = 0;
    config.limits.wait_ms = config.limits.tenant_waiting = 0;
    process = (struct process){ .version = CLEA_VERSION,
                                .is_sandbox = config.sandbox.enabled,
                                .is_ready = is_never_ready };
    struct live *live = live_of(&config);
    if (!live)
        return false;
    /* Without it each request would ask whose key it is. */
    struct principal_watch *watch =
        principal_watch_start(config.database.conninfo, ret_why, why_size);
    if (!watch) {
        live_free(live);
        return false;
    }
    const struct loop_options options = {
        .config = &config,
        .live = live,
        .engine = { .policy = inside->policy,
                    .certifier_name = config.certifier_name,
                    .is_sandbox = config.sandbox.enabled,
                    .news = principal_watch_news(watch) },
        .loop_count = 1,
    };
    /* A line per request would bury what the seed has to say. */
    log_configure(config.log.level > LOG_WARNING ? LOG_WARNING : (enum log_level)config.log.level,
                  (enum log_format)config.log.format);
    operations_init();
    struct loop *loop = loop_new(&options, ret_why, why_size);
    bool is_done = loop && work_beside(loop, inside, work, context, ret_why, why_size);
    loop_free(loop);
    live_free(live);
    principal_watch_stop(watch);
    return is_done;
}

bool seed_inside_run(const struct config *config, struct store *store, seed_inside_work *work,
                     void *context, char *ret_why, size_t why_size)
{
    struct buffer codes = { 0 };
    bool is_done = store_read(
        store,
        "select array_to_string(item_codes, ' ') from referential_version"
        " where code = 'CLEA-SOCLE' and status = 'ACTIVE' order by valid_from desc limit 1",
        &codes, ret_why, why_size);
    struct seed_inside inside = { .policy = &config->policy, .item_codes = codes.at };
    is_done = is_done && serve_inside(config, &inside, work, context, ret_why, why_size);
    buffer_release(&codes);
    return is_done;
}
