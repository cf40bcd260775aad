/* SPDX-License-Identifier: EUPL-1.2 */
#include "jobs/strangers.h"

#include "log.h"
#include "sql.h"

/* A table that fills up does not wait. */
enum { PERIOD_MS = 10 * 1000, SOON_MS = 1000, CROWDED = STRANGERS_MAX / 2 };

/* It lives in its segment. */
struct written {
    struct strangers_job *job;
    struct strangers strangers;
};

static void on_done(struct segment *segment)
{
    struct written *written = segment->owner;
    struct strangers_job *job = written->job;
    job->is_running = false;
    if (segment->outcome != SEGMENT_COMMITTED) {
        log_event(LOG_WARNING, "refused_callers_not_written", NULL, 0);
        for (unsigned i = 0; i < STRANGER_SLOTS; i++) {
            if (written->strangers.slots[i].count)
                strangers_add(job->strangers, &written->strangers.slots[i]);
        }
    }
    segment_free(segment);
}

static void bind(const struct stranger *stranger, struct params *params)
{
    params_item(params);
    params_int(params, "minute_s", stranger->minute_s);
    params_text(params, "address", slice_of(stranger->address));
    params_text(params, "key_prefix", slice_of(stranger->key_prefix));
    params_text(params, "reason", slice_of(reason_info(stranger->reason)->code));
    params_int(params, "count", (int64_t)stranger->count);
}

void strangers_job_turn(struct strangers_job *job, int64_t now_ms)
{
    const bool is_due = now_ms >= job->due_ms || job->strangers->used >= CROWDED;
    if (job->is_running || !is_due || pool_room(job->pool, POOL_NATIONAL_WRITE) == 0)
        return;
    job->due_ms = now_ms + PERIOD_MS;
    if (job->strangers->used == 0)
        return;
    struct segment *segment = segment_new(NULL, on_done);
    struct written *written = segment ? segment_alloc(segment, sizeof *written) : NULL;
    if (!written) {
        segment_free(segment);
        job->due_ms = now_ms + SOON_MS;
        return;
    }
    *written = (struct written){ job, *job->strangers };
    segment->owner = written;
    strangers_clear(job->strangers);
    struct slice system = SLICE("SYSTEM");
    segment_add(segment, &SQL_scope_set, system, (struct id){ { 0 } });
    struct execution *execution =
        segment_add(segment, &SQL_refused_callers_add, system, (struct id){ { 0 } });
    for (unsigned i = 0; i < STRANGER_SLOTS && execution; i++) {
        if (written->strangers.slots[i].count)
            bind(&written->strangers.slots[i], &execution->params);
    }
    job->is_running = true;
    pool_submit(job->pool, POOL_NATIONAL_WRITE, segment);
}
