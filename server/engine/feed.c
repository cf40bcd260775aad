/* SPDX-License-Identifier: EUPL-1.2 */
/* Files that go (api/upload.h): who may read them was decided, and the reading logged, before the
 * first byte; then the next piece is read when the client has taken the one before. Where there is
 * none any more, because the database is away or the right to read has ended, the answer breaks off
 * before its length, which every client notices. */
#include "engine/flight.h"

#include <assert.h>

/* The client takes its time: nothing waits but the flight. */
enum step feed_wait(struct flight *flight)
{
    (void)flight;
    return STEP_WAITS;
}

void feed_want(struct flight *flight)
{
    if (stream_is_open(flight)) {
        stream_want(flight);
        return;
    }
    assert(flight->step == STEP_FEED);
    lane_wait(flight, lane_of_feed(flight));
}

enum step feed_break(struct flight *flight)
{
    if (!flight->failure.cause)
        flight->failure.cause = "a file was broken off: its next piece could not be read";
    failure_log(&flight->failure, flight->request_id, flight->x.operation->id, 503,
                REASON_DATABASE_UNAVAILABLE);
    http_break(flight->call);
    return STEP_ENDED;
}

/* Into the buffer of the flight, which serves all pieces. False: there is none. */
static bool read_piece(struct flight *flight, const struct segment *segment)
{
    const unsigned execution = segment->count - 1;
    struct buffer *piece = &flight->body;
    buffer_clear(piece);
    if (segment->outcome != SEGMENT_COMMITTED || segment_row_count(segment, execution) != 1)
        return false;
    buffer_hex(piece, segment_cell(segment, execution, 0,
                                   segment_column(segment, execution, "content", 1)));
    return !piece->has_failed && piece->size > 0;
}

static void on_read(struct segment *segment)
{
    struct flight *flight = segment->owner;
    if (read_piece(flight, segment)) {
        flight->x.fed_piece++;
        http_feed(flight->call, buffer_as_slice(&flight->body));
    } else {
        if (segment->outcome != SEGMENT_COMMITTED)
            failure_note(&flight->failure, segment);
        flight_wake(flight, STEP_BREAK, "there is no piece");
    }
    segment_free(segment);
}

void feed_send(struct engine *engine, enum lane lane)
{
    struct flight *flight = engine->waiting[lane].list.first;
    const struct feed *feed = flight->x.operation->reply.feed;
    const struct principal *principal = &flight->x.principal;
    struct segment *segment = segment_new(flight, on_read);
    if (!segment) {
        flight_wake(flight, STEP_BREAK, "no memory");
        return;
    }
    flight_take(flight);
    flight_set_scope(flight, segment);
    struct execution *execution =
        segment_add(segment, feed->statement, principal->scope, principal->scope_id);
    if (execution) {
        params_item(&execution->params);
        feed->bind(&flight->x, &execution->params);
    }
    pool_submit(engine->pool, lane_infos[lane].pool, segment);
}
