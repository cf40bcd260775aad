/* SPDX-License-Identifier: EUPL-1.2 */
#include "jobs/expiry.h"

#include "api/candidacies/jobs.h"
#include "clock.h"
#include "log.h"
#include "process.h"
#include "sql.h"

/* The first statement sets the scope. */
enum { PROBE_EXECUTION = 1 };

static void rest(struct expiry *expiry)
{
    expiry->is_running = false;
    expiry->due_ms = clock_monotonic_ms() + expiry->period_ms;
}

/* A run that moved something may have left more: look again at once. One that failed, or found
 * nothing to move, waits. */
static void on_end(void *owner, const struct exchange *x, int status)
{
    struct expiry *expiry = owner;
    rest(expiry);
    if (status >= 400 || expiry_moved(x) == 0)
        return;
    log_fields(LOG_INFO, "swept", LOG_NUMBER("moved", expiry_moved(x)));
    expiry->due_ms = 0;
}

static void on_probed(struct segment *segment)
{
    struct expiry *expiry = segment->owner;
    bool is_due = false;
    if (segment->outcome == SEGMENT_COMMITTED && segment_row_count(segment, PROBE_EXECUTION) == 1) {
        struct row row = segment_row(segment, PROBE_EXECUTION, 0, NULL);
        is_due = row_bool(&row, "is_due");
    }
    segment_free(segment);
    if (!is_due || !engine_run(expiry->engine, expiry_operation, on_end, expiry))
        rest(expiry);
}

void expiry_turn(struct expiry *expiry, int64_t now_ms)
{
    if (atomic_load(&process.is_read_only) || expiry->is_running || now_ms < expiry->due_ms ||
        pool_room(expiry->pool, POOL_NATIONAL_READ) == 0)
        return;
    struct segment *segment = segment_new(expiry, on_probed);
    if (!segment)
        return;
    char limits[EXPIRY_LIMITS_SIZE];
    struct slice system = SLICE("SYSTEM");
    expiry_print_limits(expiry->policy, 1, limits); /* whether, not how many */
    segment_add(segment, &SQL_scope_set, system, (struct id){ { 0 } });
    struct execution *execution =
        segment_add(segment, &SQL_expiry_probe, system, (struct id){ { 0 } });
    if (execution) {
        params_item(&execution->params);
        params_text(&execution->params, "due", slice_of(limits));
        params_int(&execution->params, "days", expiry->policy->consent_days);
    }
    expiry->is_running = true;
    pool_submit(expiry->pool, POOL_NATIONAL_READ, segment);
}
