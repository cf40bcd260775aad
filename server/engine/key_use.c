/* SPDX-License-Identifier: EUPL-1.2 */
#include "engine/key_use.h"

#include "sql.h"

/* After a start: an owner who tries a new key sees that it was used. */
enum { FIRST_MS = 1000 };

void key_uses_note(struct key_uses *uses, struct id key_id, int64_t now_unix_ms)
{
    unsigned at = 0;
    if (!id_is_set(key_id))
        return;
    while (at < uses->count && !id_equals(uses->uses[at].key_id, key_id))
        at++;
    if (at == KEY_USES_MAX)
        return;
    if (at == uses->count)
        uses->uses[uses->count++].key_id = key_id;
    uses->uses[at].used_ms = now_unix_ms;
}

/* What could not be told is noted again by the next use. */
static void on_done(struct segment *segment)
{
    struct key_uses *uses = segment->owner;
    uses->is_running = false;
    segment_free(segment);
}

void key_uses_turn(struct key_uses *uses, struct pool *pool, int64_t now_ms)
{
    if (uses->count > 0 && uses->due_ms == 0)
        uses->due_ms = now_ms + FIRST_MS;
    if (uses->count == 0 || uses->is_running || now_ms < uses->due_ms ||
        pool_room(pool, POOL_WRITE) == 0)
        return;
    struct segment *segment = segment_new(uses, on_done);
    if (!segment)
        return;
    const struct slice nobody = SLICE_UNSET;
    struct execution *execution =
        segment_add(segment, &SQL_key_use_note, nobody, (struct id){ { 0 } });
    for (unsigned i = 0; execution && i < uses->count; i++) {
        params_item(&execution->params);
        params_id(&execution->params, "key_id", uses->uses[i].key_id);
        params_int(&execution->params, "used_ms", uses->uses[i].used_ms);
    }
    uses->count = 0;
    uses->due_ms = now_ms + KEY_USE_PERIOD_MS;
    uses->is_running = true;
    pool_submit(pool, POOL_WRITE, segment);
}
