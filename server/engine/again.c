/* SPDX-License-Identifier: EUPL-1.2 */
/* What only met another transaction begins again, whatever it asked of the database: a command, the
 * rows of a query, and the trace of an answer, which stands and waits for it. Until its deadline.
 */
#include "engine/flight.h"

#include "clock.h"

#include <sodium.h>

/* How long it rests: longer each time, and never as long as its neighbour in another
 * loop or process, or both would meet again. */
static int64_t rest_ms(unsigned attempts)
{
    unsigned most = attempts < 5 ? 4u << attempts : 100;
    return 1 + randombytes_uniform(most);
}

/* Of what is known already nothing is asked again: a refusal, or what is shown. */
static bool has_answer(const struct flight *flight)
{
    return flight->again == STEP_AUDIT || flight->again == STEP_TRACE;
}

enum step begin_again(struct flight *flight)
{
    struct engine *engine = flight->engine;
    const bool waits_for_trace = has_answer(flight);
    const int64_t now_ms = clock_monotonic_ms();
    atomic_fetch_add(&engine->counts.stale, 1);
    if (!waits_for_trace)
        flight_forget(flight);
    flight->rest_until_ms = now_ms + rest_ms(flight->attempts++);
    flight->failure.cause =
        waits_for_trace ? "its trace met other transactions until its deadline (limits.request_ms)"
                        : "its snapshot was stale until its deadline (limits.request_ms)";
    if (flight->rest_until_ms >= flight->deadline_ms) {
        flight_forget(flight);
        return flight_refuse(flight, REASON_TEMPORARY_REDUCED_CAPACITY);
    }
    flight_wait(flight, &engine->resting);
    return STEP_WAITS;
}
