/* SPDX-License-Identifier: EUPL-1.2 */
/* Between the read and the write: what the rows say, and what the domain says to it. */
#include "engine/flight.h"

#include "api/events.h"
#include "api/record.h"
#include "clock.h"
#include "engine/guess.h"
#include "engine/limit.h"

#include <sodium.h>

static bool is_fingerprint(struct slice hex, const unsigned char *fingerprint)
{
    unsigned char bytes[FINGERPRINT_SIZE];
    size_t size = 0;
    return sodium_hex2bin(bytes, sizeof bytes, hex.at, hex.size, NULL, &size, NULL) == 0 &&
           size == sizeof bytes && memcmp(bytes, fingerprint, sizeof bytes) == 0;
}

/* The stored answer of an earlier request with the same key. */
static enum step replay(struct flight *flight)
{
    struct rows rows = load_key_rows(flight);
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
    x->violations.count = 0; /* nothing was wrong with what was sent, or nobody would have asked */
    x->violations.is_truncated = false;
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

/* A weak tag never matches what is to be changed (9110, 13.1.1), whatever version it names: that is
 * another thing than that somebody else was faster. */
static enum step refuse_version(struct flight *flight)
{
    if (!condition_is_weak(flight))
        return flight_refuse(flight, REASON_VERSION_MISMATCH);
    exchange_refuse(&flight->x, REASON_VERSION_MISMATCH, SLICE_UNSET);
    exchange_say(&flight->x,
                 "If-Match porte une étiquette faible (W/), qui n’autorise aucune modification. "
                 "Envoyez l’ETag tel que le serveur l’a donné, sans W/.",
                 "If-Match holds a weak tag (W/), which allows no change. Send the ETag as the "
                 "server gave it, without W/.");
    return flight_end(flight, OUTCOME_REFUSALS);
}

/* The present is known: what was asked for or sent may not lie behind the horizon. */
static void judge_dates(struct exchange *x)
{
    if (x->violations.date_count)
        violations_judge_dates(&x->violations, date_add_years(x->today, x->policy->horizon_years),
                               date_add_months(x->today, x->policy->planning_months));
}

static void ask_domain(struct flight *flight)
{
    struct exchange *x = &flight->x;
    record_merge(x);
    judge_dates(x);
    if (x->violations.count == 0 && !x->has_failed)
        x->operation->decide(x);
}

/* Whatever is answered, once a request: who tries one part of an identity after the other is told
 * no more of them than somebody who corrects himself. */
static bool takes_likeness(struct flight *flight)
{
    const struct slice likened = flight->x.likened;
    if (!slice_is_set(likened) || flight->is_likened)
        return true;
    flight->is_likened = true;
    return flight_takes(flight, LIMIT_LIKENESS, flight_likened(flight, likened));
}

/* Whether who asks again would still be let in. Whoever no longer holds a candidacy reads it as it
 * was, and so may hear again what he was told of it (decision 40). */
static bool is_let_in(const struct exchange *x)
{
    bool is_let_in = !x->is_missing;
    for (unsigned i = 0; i < x->refusal_count; i++) {
        const enum reason reason = x->refusals[i].reason;
        is_let_in &= reason == REASON_OUT_OF_SCOPE || reason_info(reason)->status != 403;
    }
    return is_let_in;
}

static bool is_fresh(const struct flight *flight)
{
    struct rows rows = load_key_rows(flight);
    struct row row =
        segment_row(rows.segment, rows.execution, rows_number(&rows, 0), flight->x.arena);
    return row_bool(&row, "is_fresh");
}

/* There is a stored answer. For some minutes it is told to whoever was given it: his own act may
 * have ended what let him in, and he has to hear that it is done. Later it is told to nobody whom a
 * new request would not be let in: the rights are those of now, and only what was done is that of
 * then. */
static enum step decide_replay(struct flight *flight)
{
    struct exchange *x = &flight->x;
    enum step step = STEP_WAITS;
    if (is_fresh(flight)) {
        step = replay(flight);
        load_let_go(flight);
        return step;
    }
    load_read(flight);
    if (asks_again(flight))
        return STEP_LOAD;
    if (!flight->shows_others && !x->has_failed && !x->is_missing && !id_is_set(x->moved_to)) {
        ask_domain(flight);
        if (asks_again(flight))
            return STEP_LOAD;
    }
    if (flight->shows_others || x->has_failed || x->is_missing)
        step = judge_rows(flight);
    else if (!is_let_in(x))
        step = judge_decision(flight);
    if (step == STEP_WAITS) {
        flight_forget(flight);
        step = replay(flight);
    }
    load_let_go(flight);
    return step;
}

enum step decide(struct flight *flight)
{
    struct exchange *x = &flight->x;
    const bool is_wrong = x->violations.count > 0; /* by itself: that is said before all else */
    flight->has_read = true;
    const bool is_stored = !is_wrong && load_key_rows(flight).count > 0;
    if (is_stored && !intake_asks(flight))
        return decide_replay(flight);
    load_read(flight);
    if (asks_again(flight))
        return STEP_LOAD;
    enum step step = judge_rows(flight);
    load_let_go(flight);
    if (step == STEP_WAITS && is_stored && intake_asks(flight))
        return intake_begin(flight, true);
    if (step == STEP_WAITS && !condition_allows_write(flight))
        step = refuse_version(flight);
    if (step != STEP_WAITS)
        return is_wrong && !x->has_failed ? input_end_wrong(flight) : step;
    if (!is_wrong && read_only_holds(flight))
        return read_only_refuse(flight);
    ask_domain(flight);
    if (!takes_likeness(flight))
        return flight_refuse(flight, limit_reason(LIMIT_LIKENESS));
    if (asks_again(flight))
        return STEP_LOAD;
    if (x->is_unchanged) /* answered as it stands: no version moves */
        x->effect_count = 0;
    if (intake_asks(flight) && !x->has_failed && !x->is_missing && !x->violations.count &&
        !x->refusal_count)
        return intake_begin(flight, false);
    return judge_decision(flight);
}

/* The next slice waits for its turn like a first one. An answer is given by half of the time that a
 * request has: the other half is for waiting. */
static bool goes_on(struct flight *flight)
{
    struct exchange *x = &flight->x;
    const int64_t most_ms = flight->engine->options.live.request_ms / 2;
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
    if (step == STEP_WAITS && !flight->listed) {
        for (unsigned place = 0; flight->loaded && place < 2; place++)
            flight->reply_rows[place] = load_reply_rows(flight, place);
        if (render_asks_beside(flight)) {
            load_keep_page(flight);
            flight->x.brings |= BRINGS_BESIDE;
            return STEP_LOAD;
        }
    }
    if (step == STEP_WAITS) {
        enum reason reason = flight_render(flight);
        guess_settle(flight);
        step = reason == REASON_NONE ? flight_end(flight, OUTCOME_REPLY)
                                     : flight_refuse(flight, reason);
        if (reason == REASON_NONE && flight->layout.include_count)
            step = STEP_INCLUDE;
    }
    x->brings &= ~(unsigned)BRINGS_BESIDE; /* of the next page nothing is known yet */
    load_let_go(flight);
    return step;
}
