/* SPDX-License-Identifier: EUPL-1.2 */
/* One thread: its own HTTP listener on the shared port, its own database connections, its own
 * engine. Nothing is shared with other loops but the stop flag and read-only settings. */
#ifndef LOOP_H
#define LOOP_H

#include "config.h"
#include "engine/engine.h"
#include "live.h"

#include <stdint.h>

struct loop;

struct loop_options {
    const struct config *config;
    const struct live *live;      /* of it, what may change: until the first change is taken */
    struct engine_options engine; /* its limits are taken from the settings */
    uint16_t port;
    unsigned loop_count; /* loops of the process: they share its limit of connections */
    bool has_jobs;       /* one loop of a process runs them */
};

/* NULL with ret_why when the port cannot be bound or memory is short. */
struct loop *loop_new(const struct loop_options *options, char *ret_why, size_t why_size);
uint16_t loop_port(const struct loop *loop); /* the one it listens on, when the options said 0 */
/* Runs until loop_stop(); then drains: new connections are refused, requests under way are finished
 * (30 s at most). */
void loop_run(struct loop *loop);
/* From any thread or a signal handler. */
void loop_stop(struct loop *loop);
/* From one other thread, once the change before is taken: new settings, which live until the next
 * ones are taken. */
void loop_change(struct loop *loop, const struct live *live);
bool loop_has_changed(const struct loop *loop); /* it has taken them */
/* Grows five times a second at least, whatever happens, while the loop is not stuck. */
unsigned long loop_turns(const struct loop *loop);
void loop_free(struct loop *loop);
bool loop_is_ready(
    const struct loop *loop); /* its database connections are there and it does not drain */
const struct engine_counts *loop_engine_count(const struct loop *loop);
/* As they were at the end of its last turn. From any thread. */
struct loop_counts {
    struct pool_counts pool;
    struct http_counts http;
};
void loop_count(struct loop *loop, struct loop_counts *ret_counts);

#endif
