/* Between the read and the write: what the rows say, what the domain says to it, and what is to be
 * done when both are stale. */
#include "engine/flight.h"

#include "api/events.h"
#include "api/record.h"
#include "clock.h"

#include <sodium.h>

static bool is_fingerprint(struct slice hex, const unsigned char *fingerprint)
{
    unsigned char bytes[FINGERPRINT_SIZE];
    size_t size = 0;
    return sodium_hex2bin(bytes, sizeof bytes, hex.at, hex.size, NULL, &size, NULL) == 0 &&
           size == sizeof bytes && memcmp(bytes, fingerprint, sizeof bytes) == 0;
}

/* The stored answer of an earlier request with the same key, if there is one: STEP_WAITS when there
 * is none. */
static enum step replay(struct flight *flight)
{
    struct rows rows = load_key_rows(flight);
    if (rows.count == 0)
        return STEP_WAITS;
    struct row row =
        segment_row(rows.segment, rows.execution, rows_number(&rows, 0), flight->x.arena);
    if (!is_fingerprint(row_text(&row, "fingerprint"), flight->fingerprint))
        return flight_refuse(flight, REASON_IDEMPOTENCY_KEY_REUSED);
    flight->reply.status = (int)row_int(&row, "status");
    struct slice etag = row_text(&row, "etag"), location = row_text(&row, "location");
    struct slice body = row_text(&row, "body");
    if (row.has_failed)
        return flight_refuse(flight, REASON_TEMPORARY_REDUCED_CAPACITY);
    buffer_slice(&flight->body, body);
    http_reply_header(&flight->reply, "Idempotency-Replayed", SLICE("true"));
    http_reply_header(&flight->reply, "Content-Type",
                      flight->reply.status < 400 ? SLICE("application/json")
                                                 : SLICE("application/problem+json"));
    http_reply_header(&flight->reply, "ETag", etag);
    http_reply_header(&flight->reply, "Location", location);
    return flight_end(flight, OUTCOME_REPLY);
}

/* What the rows alone refuse, to queries and to commands: STEP_WAITS when they refuse nothing. */
static enum step judge_rows(struct flight *flight)
{
    const struct exchange *x = &flight->x;
    if (flight->shows_others)
        return flight_refuse(flight, REASON_INTERNAL);
    if (x->has_failed)
        return flight_refuse(flight, REASON_TEMPORARY_REDUCED_CAPACITY);
    if (id_is_set(x->moved_to))
        return flight_end(flight, OUTCOME_MOVED);
    if (x->is_missing)
        return flight_refuse(flight, REASON_NOT_FOUND);
    if (x->refusal_count && !(x->operation->flags & OPERATION_COMMAND))
        return flight_end(flight, OUTCOME_REFUSALS);
    return STEP_WAITS;
}

/* Whether everything is to be loaded again with what was left out: asked for once. */
static bool asks_again(struct flight *flight)
{
    struct exchange *x = &flight->x;
    const bool is_organism = slice_is(x->principal.scope, "ORGANISM");
    if (x->is_missing && x->operation->kept_loads && is_organism)
        x->lacks |= BRINGS_KEPT;
    const unsigned lacks = x->lacks & ~x->brings;
    if (lacks == 0 || x->has_failed || flight->shows_others)
        return false;
    load_let_go(flight);
    flight_forget(flight);
    x->brings |= lacks;
    return true;
}

/* The order in which what an operation set is looked at (exchange.h). */
static enum step judge_decision(struct flight *flight)
{
    struct exchange *x = &flight->x;
    if (x->has_failed)
        return flight_refuse(flight, REASON_TEMPORARY_REDUCED_CAPACITY);
    if (x->is_missing)
        return flight_refuse(flight, REASON_NOT_FOUND);
    if (x->violations.count)
        return input_end_wrong(flight);
    if (x->refusal_count) {
        events_complete(x);
        return flight_end(flight, OUTCOME_REFUSALS);
    }
    if (root_take(flight, x->root_id))
        return STEP_WRITE;
    flight_forget(flight);
    return STEP_WAITS;
}

/* The present is known: what was asked for or sent may not lie behind the horizon. */
static void judge_dates(struct exchange *x)
{
    if (x->violations.date_count)
        violations_judge_dates(&x->violations, date_add_years(x->today, x->policy->horizon_years));
}

enum step decide(struct flight *flight)
{
    struct exchange *x = &flight->x;
    const bool is_wrong = x->violations.count > 0; /* by itself: that is said before all else */
    flight->has_read = true;
    enum step step = replay(flight);
    if (step == STEP_WAITS) {
        load_read(flight);
        if (asks_again(flight))
            return STEP_LOAD;
        step = judge_rows(flight);
    }
    load_let_go(flight);
    if (step == STEP_WAITS && !condition_allows_write(flight))
        step = flight_refuse(flight, REASON_VERSION_MISMATCH);
    if (step != STEP_WAITS)
        return is_wrong && !x->has_failed ? input_end_wrong(flight) : step;
    record_merge(x);
    judge_dates(x);
    if (x->violations.count == 0 && !x->has_failed)
        x->operation->decide(x);
    if (asks_again(flight))
        return STEP_LOAD;
    if (x->is_unchanged) /* answered as it stands: no version moves */
        x->effect_count = 0;
    return judge_decision(flight);
}

/* The next slice waits for its turn like a first one. An answer is given by half of the time that a
 * request has: the other half is for waiting. */
static bool goes_on(struct flight *flight)
{
    struct exchange *x = &flight->x;
    const int64_t most_ms = flight->engine->options.request_ms / 2;
    const bool has_time = clock_monotonic_ms() - flight->call->started_ms < most_ms;
    return flight->loaded && x->operation->goes_on && x->operation->goes_on(x, has_time);
}

enum step show(struct flight *flight)
{
    struct exchange *x = &flight->x;
    enum step step = STEP_WAITS;
    if (flight->loaded) {
        flight->has_read = true;
        load_read(flight);
        if (asks_again(flight))
            return STEP_LOAD;
        step = judge_rows(flight);
        judge_dates(x);
    }
    if (step == STEP_WAITS && x->violations.count) /* only what was loaded could tell */
        step = flight_end(flight, OUTCOME_VIOLATIONS);
    if (step == STEP_WAITS && goes_on(flight))
        step = STEP_LOAD;
    if (step == STEP_WAITS) {
        for (unsigned place = 0; flight->loaded && place < 2; place++)
            flight->reply_rows[place] = load_reply_rows(flight, place);
        enum reason reason = flight_render(flight);
        step = reason == REASON_NONE ? flight_end(flight, OUTCOME_REPLY)
                                     : flight_refuse(flight, reason);
    }
    load_let_go(flight);
    return step;
}

/* How long a stale command rests: longer each time, and never as long as its neighbour in another
 * loop or process, or both would meet again. */
static int64_t rest_ms(unsigned attempts)
{
    unsigned most = attempts < 5 ? 4u << attempts : 100;
    return 1 + randombytes_uniform(most);
}

enum step decide_again(struct flight *flight)
{
    struct engine *engine = flight->engine;
    int64_t now_ms = clock_monotonic_ms();
    atomic_fetch_add(&engine->counts.stale, 1);
    flight_forget(flight);
    flight->rest_until_ms = now_ms + rest_ms(flight->attempts++);
    flight->failure.cause = "its snapshot was stale until its deadline (limits.request_ms)";
    if (flight->rest_until_ms >= flight->deadline_ms)
        return flight_refuse(flight, REASON_TEMPORARY_REDUCED_CAPACITY);
    flight_wait(flight, &engine->resting);
    return STEP_WAITS;
}
