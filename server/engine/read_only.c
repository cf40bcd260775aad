/* SPDX-License-Identifier: EUPL-1.2 */
/* For maintenance the operator lets the service only read (api/service/service_mode.c). Whether it
 * does is read with what a command rests on, at the head of its segment, so that no instance has to
 * have heard of it. What was loaded before is written within the time that a request has. */
#include "engine/flight.h"

#include "json/writer.h"

enum { LEAST_RETRY_S = 5, USUAL_RETRY_S = 60, MOST_RETRY_S = 3600 };

void read_only_read(struct flight *flight, struct row *row)
{
    flight->read_only_reason = row_text(row, "read_only_reason");
    flight->read_only_until =
        row_is_null(row, "read_only_until") ? 0 : row_int(row, "read_only_until");
    flight->x.has_failed |= row->has_failed;
}

bool read_only_holds(const struct flight *flight)
{
    return slice_is_set(flight->read_only_reason) && !flight->is_dry_run &&
           !(flight->x.operation->flags & OPERATION_IN_ANY_MODE);
}

/* When it is to end, as long as that lies ahead; the end is the operator's word, and may be late.
 */
static unsigned retry_s(const struct flight *flight)
{
    const int64_t left = flight->read_only_until - flight->x.now_ms / 1000;
    if (left <= 0)
        return USUAL_RETRY_S;
    return left < LEAST_RETRY_S  ? LEAST_RETRY_S
           : left > MOST_RETRY_S ? MOST_RETRY_S
                                 : (unsigned)left;
}

static struct slice details(struct flight *flight)
{
    struct buffer buffer = { 0 };
    struct writer writer;
    writer_init(&writer, &buffer);
    writer_open(&writer, '{');
    writer_key(&writer, "reason");
    writer_string(&writer, flight->read_only_reason);
    if (flight->read_only_until) {
        writer_key(&writer, "ends_at");
        writer_instant(&writer, flight->read_only_until * 1000);
    }
    writer_close(&writer, '}');
    struct slice text = arena_copy(flight->x.arena, buffer_as_slice(&buffer));
    flight->x.has_failed |= buffer.has_failed;
    buffer_release(&buffer);
    return text;
}

enum step read_only_refuse(struct flight *flight)
{
    struct exchange *x = &flight->x;
    const struct slice reason = flight->read_only_reason;
    exchange_refuse(x, REASON_READ_ONLY_MODE, details(flight));
    exchange_say(
        x,
        arena_print(x->arena,
                    "Le service est en lecture seule : « %.*s ». Rien n’a été enregistré. "
                    "Réessayez un peu plus tard.",
                    (int)reason.size, reason.at)
            .at,
        arena_print(x->arena,
                    "The service is read-only: “%.*s”. Nothing was recorded. Try again a little "
                    "later.",
                    (int)reason.size, reason.at)
            .at);
    flight->retry_s = retry_s(flight);
    return x->has_failed ? flight_refuse(flight, REASON_TEMPORARY_REDUCED_CAPACITY)
                         : flight_end(flight, OUTCOME_REFUSALS);
}
