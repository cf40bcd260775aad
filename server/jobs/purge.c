/* SPDX-License-Identifier: EUPL-1.2 */
#include "jobs/purge.h"

#include "clock.h"
#include "log.h"
#include "process.h"
#include "sql.h"

/* A pass deletes so many rows that nobody feels it; one that met the bound is followed by another
 * soon. */
enum {
    PURGE_ROWS = 500,
    PURGE_PAUSE_MS = 10 * 60 * 1000,
    PURGE_SOON_MS = 250,
    LOOSE_FILES = 20, /* of up to some hundred pieces each */
    DAY_S = 24 * 60 * 60,
};

static void tell(const char *table, unsigned count)
{
    if (count > 0)
        log_fields(LOG_INFO, "purged", LOG_TEXT("table", table), LOG_NUMBER("rows", count));
}

static void on_done(struct segment *segment)
{
    struct purge *purge = segment->owner;
    bool is_done = segment->outcome == SEGMENT_COMMITTED;
    unsigned count = is_done ? segment_touched(segment, 1) : 0;
    purge->is_running = false;
    unsigned changes = is_done ? segment_touched(segment, 2) : 0;
    bool has_more = count == PURGE_ROWS || changes == PURGE_ROWS;
    purge->due_ms = clock_monotonic_ms() + (has_more ? PURGE_SOON_MS : PURGE_PAUSE_MS);
    tell("idempotency_record", count);
    tell("change", changes);
    tell("evidence_part", is_done ? segment_touched(segment, 3) : 0);
    segment_free(segment);
}

static void forget(struct segment *segment, const struct statement *statement, int64_t age_s,
                   int64_t rows)
{
    struct execution *execution =
        segment_add(segment, statement, SLICE("SYSTEM"), (struct id){ { 0 } });
    if (!execution)
        return;
    params_item(&execution->params);
    params_int(&execution->params, "before_s", clock_unix_ms() / 1000 - age_s);
    params_int(&execution->params, "row_limit", rows);
}

void purge_turn(struct purge *purge, int64_t now_ms)
{
    if (atomic_load(&process.is_read_only) || purge->is_running || now_ms < purge->due_ms ||
        pool_room(purge->pool, POOL_NATIONAL_WRITE) == 0)
        return;
    struct segment *segment = segment_new(purge, on_done);
    if (!segment)
        return;
    struct slice system = SLICE("SYSTEM");
    segment_add(segment, &SQL_scope_set, system, (struct id){ { 0 } });
    forget(segment, &SQL_idempotency_purge, (int64_t)purge->idempotency_days * DAY_S, PURGE_ROWS);
    /* A cursor of the last day that is promised misses nothing. */
    forget(segment, &SQL_change_purge, (int64_t)(purge->change_days + 2) * DAY_S, PURGE_ROWS);
    forget(segment, &SQL_evidence_sweep, DAY_S,
           LOOSE_FILES); /* no file is on its way for so long */
    purge->is_running = true;
    pool_submit(purge->pool, POOL_NATIONAL_WRITE, segment);
}
