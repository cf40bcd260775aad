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
    LOOSE_FILES = 20,             /* of up to some hundred pieces each */
    LOOSE_AFTER_S = 24 * 60 * 60, /* no file is on its way for so long */
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
    purge->due_ms = clock_monotonic_ms() + (count == PURGE_ROWS ? PURGE_SOON_MS : PURGE_PAUSE_MS);
    tell("idempotency_record", count);
    tell("evidence_part", is_done ? segment_touched(segment, 2) : 0);
    segment_free(segment);
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
    struct execution *execution =
        segment_add(segment, &SQL_idempotency_purge, system, (struct id){ { 0 } });
    if (execution) {
        params_item(&execution->params);
        params_int(&execution->params, "before_s",
                   clock_unix_ms() / 1000 - (int64_t)purge->idempotency_days * 24 * 3600);
        params_int(&execution->params, "row_limit", PURGE_ROWS);
    }
    execution = segment_add(segment, &SQL_evidence_sweep, system, (struct id){ { 0 } });
    if (execution) {
        params_item(&execution->params);
        params_int(&execution->params, "before_s", clock_unix_ms() / 1000 - LOOSE_AFTER_S);
        params_int(&execution->params, "row_limit", LOOSE_FILES);
    }
    purge->is_running = true;
    pool_submit(purge->pool, POOL_NATIONAL_WRITE, segment);
}
