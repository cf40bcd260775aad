/* SPDX-License-Identifier: EUPL-1.2 */
#include "managed.h"

#include "log.h"
#include "notify.h"

#include <string.h>

/* PATIENCE_MS: until it is ready, and while loops take new settings. A watchdog is told three times
 * as often as it asks, so that it may miss one. */
enum { PATIENCE_MS = 20, TELLS_PER_WATCHDOG = 3 };

bool managed_init(struct managed *managed, const struct config *started)
{
    *managed = (struct managed){ .started = started, .live = live_of(started) };
    return managed->live != NULL;
}

void managed_begin(struct managed *managed, struct loop *const *loops, unsigned count)
{
    managed->loops = loops;
    managed->count = count;
    managed->watchdog_ms = notify_watchdog_ms();
}

void managed_ask(struct managed *managed)
{
    managed->is_asked = true;
}

/* Also READY=1 after RELOADING=1. */
static void tell_state(struct managed *managed)
{
    notify("READY=1\nSTATUS=%s on %s:%d%s%s",
           managed->was_ready ? "serving" : "the database is out of reach; answering",
           managed->started->http.listen, managed->started->http.port,
           *managed->refused ? "; the settings were not reloaded: " : "", managed->refused);
}

static bool all_have_changed(const struct managed *managed)
{
    for (unsigned i = 0; i < managed->count; i++) {
        if (!loop_has_changed(managed->loops[i]))
            return false;
    }
    return true;
}

static void end_reload(struct managed *managed)
{
    live_free(managed->replaced);
    managed->replaced = NULL;
    log_event(LOG_INFO, "settings reloaded", NULL, 0);
    tell_state(managed);
}

static void begin_reload(struct managed *managed)
{
    managed->is_asked = false;
    notify_reloading();
    struct live *live = live_read(managed->started, managed->refused, sizeof managed->refused);
    if (!live) {
        tell_state(managed);
        return;
    }
    *managed->refused = '\0';
    managed->replaced = managed->live;
    managed->live = live;
    log_set_level((enum log_level)live->config.log.level);
    live_tell_what_waits(live, managed->started);
    for (unsigned i = 0; i < managed->count; i++)
        loop_change(managed->loops[i], live);
}

/* A loop that does not turn, or a main thread that does not come here: the manager hears no more of
 * us, and does what it is set to. */
static void tell_watchdog(struct managed *managed, int64_t now_ms)
{
    if (managed->watchdog_ms == 0 ||
        now_ms < managed->watched_ms + managed->watchdog_ms / TELLS_PER_WATCHDOG)
        return;
    for (unsigned i = 0; i < managed->count; i++) {
        if (loop_turns(managed->loops[i]) != managed->turns[i])
            continue;
        if (!managed->is_stuck_told)
            log_fields(LOG_ERROR, "a loop is stuck", LOG_NUMBER("loop", i));
        managed->is_stuck_told = true;
        return;
    }
    for (unsigned i = 0; i < managed->count; i++)
        managed->turns[i] = loop_turns(managed->loops[i]);
    managed->watched_ms = now_ms;
    managed->is_stuck_told = false;
    notify("WATCHDOG=1");
}

void managed_turn(struct managed *managed, bool is_ready, int64_t now_ms)
{
    if (managed->replaced && all_have_changed(managed))
        end_reload(managed);
    if (managed->is_asked && !managed->replaced && managed->has_told)
        begin_reload(managed);
    if (is_ready != managed->was_ready) {
        managed->was_ready = is_ready;
        managed->has_told |= is_ready;
        if (!managed->replaced)
            tell_state(managed);
    }
    tell_watchdog(managed, now_ms);
}

int managed_wait_ms(const struct managed *managed, int wait_ms)
{
    const int64_t watch_ms = managed->watchdog_ms / TELLS_PER_WATCHDOG;
    if ((!managed->has_told || managed->replaced) && wait_ms > PATIENCE_MS)
        return PATIENCE_MS;
    return managed->watchdog_ms > 0 && watch_ms < wait_ms ? (int)watch_ms : wait_ms;
}

void managed_end(struct managed *managed)
{
    (void)managed;
    notify("STOPPING=1\nSTATUS=finishing what is under way");
}

void managed_release(struct managed *managed)
{
    live_free(managed->live);
    live_free(managed->replaced);
}
