/* SPDX-License-Identifier: EUPL-1.2 */
#include "jobs/access_index.h"

#include "log.h"
#include "sql.h"

/* The list holds 2 MB (0038): a thousand pages of lists, or twenty times as many reads of one. */
enum { PERIOD_MS = 1000 };

static void on_done(struct segment *segment)
{
    struct access_index *index = segment->owner;
    index->is_running = false;
    if (segment->outcome != SEGMENT_COMMITTED)
        log_event(LOG_WARNING, "access_log_not_indexed", NULL, 0);
    segment_free(segment);
}

void access_index_turn(struct access_index *index, int64_t now_ms)
{
    if (index->is_running || now_ms < index->due_ms ||
        pool_room(index->pool, POOL_NATIONAL_WRITE) == 0)
        return;
    index->due_ms = now_ms + PERIOD_MS;
    struct segment *segment = segment_new(index, on_done);
    if (!segment)
        return;
    segment_add(segment, &SQL_access_log_index, SLICE("SYSTEM"), (struct id){ { 0 } });
    index->is_running = true;
    pool_submit(index->pool, POOL_NATIONAL_WRITE, segment);
}
