/* SPDX-License-Identifier: EUPL-1.2 */
/* The page: the steps of a request, which may follow which, and the loop that makes it go.
 *
 *     head -> (token ->) (identify -> known ->) admit -> input -> show -> answer
 *                                                   -> load -> show -> answer
 *                                                       ^       |
 *                                                       +-------+ in slices (operation.goes_on),
 *                                                                 or for what it lacks (brought)
 *                                                   -> queue -> load -> decide -> write -> answer
 *                                                              ^          |        |
 *                                                              +- again <-+--------+
 *     From the head to admit a body has not come yet.
 *     A file that comes (intake.c): input -> load -> decide, from the head alone; then keep, for
 *     each piece but the last; then input, as above. One that goes (feed.c): send -> feed, piece
 *     by piece. A list that goes page by page (stream.c): send -> stream -> admit -> … -> send.
 *     A list with what its rows point at (include.c): show -> include -> answer.
 *     answer -> send
 *            -> trace -> send, when it tells something of persons that is not in the logs yet
 *            -> audit -> send, when it refuses a command of a known caller; both by way of again
 *                              while they meet other transactions.
 *
 * A step gives the next one, or STEP_WAITS: then the flight is on a list, or travels with a
 * segment, and whoever ends that says how it goes on (flight_wake). Nobody but advance() changes a
 * step. */
#include "engine/engine.h"

#include "clock.h"
#include "engine/flight.h"
#include "engine/refusal.h"
#include "http/gzip.h"
#include "log.h"

#include <assert.h>
#include <stdlib.h>

enum { WITHOUT_DATABASE_MS = 1000, LOOK_MS = 20 };

#define TO(step) (1u << (STEP_##step))

static const struct {
    const char *name;
    enum step (*run)(struct flight *flight);
    unsigned next;
    enum step again; /* of one that may end in STEP_AGAIN: where it is begun again */
} steps[STEP_COUNT] = {
    [STEP_BORN] = { "born", NULL, TO(HEAD) | TO(INPUT) },
    [STEP_HEAD] = { "head", head_read, TO(TOKEN) | TO(IDENTIFY) | TO(ADMIT) | TO(ANSWER) },
    [STEP_TOKEN] = { "token", token_ask, TO(TOKEN) | TO(IDENTIFY) | TO(ADMIT) | TO(ANSWER) },
    [STEP_IDENTIFY] = { "identify", load_wait, TO(IDENTIFY) | TO(KNOWN) | TO(AGAIN) | TO(ANSWER),
                        STEP_IDENTIFY },
    [STEP_KNOWN] = { "known", identify_known, TO(ADMIT) | TO(ANSWER) },
    [STEP_ADMIT] = { "admit", admit, TO(WHOLE) | TO(INPUT) | TO(ANSWER) },
    [STEP_WHOLE] = { "whole", identify_again,
                     TO(TOKEN) | TO(IDENTIFY) | TO(ADMIT) | TO(INPUT) | TO(ANSWER) },
    [STEP_INPUT] = { "input", input_read, TO(QUEUE) | TO(LOAD) | TO(SHOW) | TO(ANSWER) },
    [STEP_KEEP] = { "keep", intake_keep, TO(KEEP) | TO(WHOLE) | TO(ANSWER) },
    [STEP_QUEUE] = { "queue", root_queue, TO(LOAD) | TO(ANSWER) },
    [STEP_LOAD] = { "load", load_wait, TO(LOAD) | TO(DECIDE) | TO(SHOW) | TO(AGAIN) | TO(ANSWER),
                    STEP_LOAD },
    [STEP_DECIDE] = { "decide", decide, TO(WRITE) | TO(LOAD) | TO(ANSWER) | TO(KEEP) | TO(WHOLE) },
    [STEP_SHOW] = { "show", show, TO(LOAD) | TO(INCLUDE) | TO(ANSWER) },
    [STEP_INCLUDE] = { "include", include_wait, TO(ANSWER) },
    [STEP_WRITE] = { "write", write_wait, TO(WRITE) | TO(AGAIN) | TO(ANSWER), STEP_LOAD },
    [STEP_AGAIN] = { "again", begin_again,
                     TO(IDENTIFY) | TO(LOAD) | TO(AUDIT) | TO(TRACE) | TO(ANSWER) },
    [STEP_ANSWER] = { "answer", answer, TO(AUDIT) | TO(TRACE) | TO(SEND) },
    [STEP_AUDIT] = { "audit", write_wait, TO(AUDIT) | TO(SEND) | TO(AGAIN) | TO(ANSWER),
                     STEP_AUDIT },
    [STEP_TRACE] = { "trace", trace_wait, TO(TRACE) | TO(SEND) | TO(AGAIN) | TO(ANSWER),
                     STEP_TRACE },
    [STEP_SEND] = { "send", answer_send, TO(SEND) | TO(FEED) | TO(STREAM) | TO(ENDED) },
    [STEP_FEED] = { "feed", feed_wait, TO(BREAK) },
    [STEP_BREAK] = { "break", feed_break, TO(ENDED) },
    [STEP_STREAM] = { "stream", stream_go,
                      TO(STREAM) | TO(TOKEN) | TO(IDENTIFY) | TO(ADMIT) | TO(ANSWER) | TO(ENDED) },
    [STEP_ENDED] = { "ended", NULL, 0 },
};

/* The one door through which a flight changes its step. */
static void advance(struct flight *flight, enum step next, const char *why)
{
    assert(next < STEP_COUNT && (steps[flight->step].next & 1u << next));
    if (log_is_on(LOG_DEBUG))
        log_fields(LOG_DEBUG, "step", LOG_SLICE("request_id", flight->request_id),
                   LOG_TEXT("from", steps[flight->step].name), LOG_TEXT("to", steps[next].name),
                   LOG_TEXT("why", why));
    if (next == STEP_AGAIN)
        flight->again = steps[flight->step].again;
    flight->step = next;
}

/* From where it was woken to where it waits again, or has ended. */
static void run(struct flight *flight)
{
    enum step next = flight->woken;
    const char *why = flight->why;
    flight_take(flight);
    for (; next != STEP_WAITS; why = "at once") {
        advance(flight, next, why);
        if (next == STEP_ENDED)
            return;
        next = steps[next].run(flight);
    }
}

static void run_ready(struct engine *engine)
{
    while (engine->ready.first)
        run(engine->ready.first);
}

/* --- time --- */

/* Nobody waits beyond his deadline. While his lanes have no connection at all, nobody is kept for
 * long either: the client hears that the database is away. A short wait rides over a single lost
 * connection. */
static void refuse_late(struct flight_list *list, int64_t now_ms, const bool *has_lanes)
{
    const bool has_pool = list->first && list->first->engine->pool;
    for (struct flight *flight = list->first, *next; flight; flight = next) {
        next = flight->next;
        const bool has_lane = has_lanes[flight_realm(flight)];
        const int64_t patience_ms = has_lane   ? INT64_MIN
                                    : has_pool ? now_ms - WITHOUT_DATABASE_MS
                                               : INT64_MAX;
        const enum reason reason =
            has_lane ? REASON_TEMPORARY_REDUCED_CAPACITY : REASON_DATABASE_UNAVAILABLE;
        if (flight->deadline_ms > now_ms && flight->call->started_ms > patience_ms)
            continue;
        flight->failure.cause = reason == REASON_DATABASE_UNAVAILABLE
                                    ? "no connection to the database"
                                    : "it waited until its deadline (limits.request_ms)";
        flight_wake(flight, flight->step == STEP_FEED ? STEP_BREAK : flight_refuse(flight, reason),
                    "too late");
    }
}

static void wake_rested(struct engine *engine, int64_t now_ms)
{
    for (struct flight *flight = engine->resting.first, *next; flight; flight = next) {
        next = flight->next;
        if (flight->rest_until_ms <= now_ms)
            flight_wake(flight, flight->again, "rested");
    }
}

static void look_at_the_clock(struct engine *engine)
{
    int64_t now_ms = clock_monotonic_ms();
    wake_rested(engine, now_ms);
    if (now_ms < engine->looked_ms + LOOK_MS && engine->pool)
        return;
    engine->looked_ms = now_ms;
    struct pool_counts counts = { 0 };
    if (engine->pool)
        pool_count(engine->pool, &counts);
    static const bool always[REALMS] = { true, true };
    const bool does_both[REALMS] = {
        [REALM_TENANT] = counts.live[POOL_READ] && counts.live[POOL_WRITE],
        [REALM_NATION] = counts.live[POOL_NATIONAL_READ] && counts.live[POOL_NATIONAL_WRITE],
    };
    for (enum lane lane = 0; lane < LANES; lane++) {
        const struct lane_info *info = &lane_infos[lane];
        const bool is_live =
            counts.live[info->pool] > 0 && counts.live[lane_infos[info->next].pool] > 0;
        refuse_late(&engine->waiting[lane].list, now_ms, (bool[REALMS]){ is_live, is_live });
    }
    refuse_late(&engine->queued, now_ms, does_both);
    refuse_late(&engine->resting, now_ms, does_both);
    refuse_late(&engine->keyless, now_ms, always);
}

void engine_keys_came(struct engine *engine)
{
    for (struct flight *flight = engine->keyless.first, *next; flight; flight = next) {
        next = flight->next;
        flight_wake(flight, STEP_TOKEN, "keys were asked for");
    }
}

/* How a segment of what waits in a lane is made and sent. */
static void (*const senders[LANES])(struct engine *engine, enum lane lane) = {
    [LANE_READ] = load_send,
    [LANE_COMMAND] = load_send,
    [LANE_LIST] = load_send,
    [LANE_TRACE] = trace_send,
    [LANE_WRITE] = write_send,
    [LANE_NATIONAL_READ] = load_send,
    [LANE_NATIONAL_COMMAND] = load_send,
    [LANE_NATIONAL_LIST] = load_send,
    [LANE_NATIONAL_HEAVY] = load_send,
    [LANE_NATIONAL_TRACE] = trace_send,
    [LANE_NATIONAL_WRITE] = write_send,
    [LANE_PIECE_IN] = intake_send,
    [LANE_PIECE_OUT] = feed_send,
    [LANE_NATIONAL_PIECE_OUT] = feed_send,
    [LANE_INCLUDE] = include_send,
    [LANE_NATIONAL_INCLUDE] = include_send,
};

/* What comes back now would wait for its next connection at once: it gathers company instead. */
static bool comes_too_early(const struct engine *engine, enum lane lane)
{
    const enum lane next = lane_infos[lane].next;
    const unsigned ahead = engine->waiting[lane].out + (engine->waiting[next].list.first != NULL);
    return next != lane && pool_room(engine->pool, lane_infos[next].pool) <= ahead;
}

static bool lane_can_send(const struct engine *engine, enum lane lane, int64_t now_ms)
{
    const struct lane_line *line = &engine->waiting[lane];
    return line->list.first && line->rests_until_ms <= now_ms &&
           pool_room(engine->pool, lane_infos[lane].pool) > 0 && !comes_too_early(engine, lane);
}

void engine_turn(struct engine *engine)
{
    errand_turn(engine);
    run_ready(engine);
    look_at_the_clock(engine);
    run_ready(engine);
    if (!engine->pool)
        return;
    const int64_t now_ms = clock_monotonic_ms();
    for (enum lane lane = 0; lane < LANES; lane++) {
        while (lane_can_send(engine, lane, now_ms))
            senders[lane](engine, lane);
    }
    key_uses_turn(&engine->key_uses, engine->pool, now_ms);
    run_ready(engine); /* for those there was no memory */
}

bool engine_can_send(const struct engine *engine)
{
    const int64_t now_ms = clock_monotonic_ms();
    bool can_send = engine->ready.first != NULL;
    for (enum lane lane = 0; lane < LANES && !can_send; lane++)
        can_send = lane_can_send(engine, lane, now_ms);
    return can_send;
}

int engine_timeout_ms(const struct engine *engine, int64_t now_ms)
{
    int64_t next_ms = INT64_MAX;
    for (const struct flight *flight = engine->resting.first; flight; flight = flight->next) {
        if (flight->rest_until_ms < next_ms)
            next_ms = flight->rest_until_ms;
    }
    for (enum lane lane = 0; lane < LANES; lane++) {
        const struct lane_line *line = &engine->waiting[lane];
        if (line->list.first && line->rests_until_ms > now_ms && line->rests_until_ms < next_ms)
            next_ms = line->rests_until_ms;
    }
    if (next_ms == INT64_MAX)
        return -1;
    return next_ms <= now_ms ? 0 : (int)(next_ms - now_ms);
}

/* --- what http asks --- */

static void answer_without_memory(struct engine *engine, struct http_call *call)
{
    struct http_reply reply = { 0 };
    refusal_render(engine, &reply, call, 503, REASON_TEMPORARY_REDUCED_CAPACITY);
    atomic_fetch_add(&engine->counts.requests[5], 1);
    http_answer(call, &reply);
}

/* Who asks is found before a body is read: until then it is held back. */
static int64_t on_head(void *user, struct http_call *call)
{
    struct engine *engine = user;
    const struct route_match route = route_find(call->method, call->path);
    const struct operation *operation = route.operation;
    const bool is_file = operation && operation->intake;
    struct flight *flight = arena_alloc(call->arena, sizeof *flight);
    call->exchange = flight;
    call->piece_bytes = is_file ? PIECE_BYTES : 0;
    if (flight) {
        flight_init(flight, engine, call);
        flight->route = route;
    }
    if (call->has_body && !flight) {
        answer_without_memory(engine, call);
    } else if (call->has_body) {
        flight->is_in_head = true;
        flight->deadline_ms = clock_monotonic_ms() + engine->options.live.request_ms;
        flight_wake(flight, STEP_HEAD, "its head is there");
        run_ready(engine);
        flight->is_in_head = false;
        if (!call->is_answered && !flight->wants_body)
            http_hold(call);
    }
    return (int64_t)flight_body_limit(engine, operation);
}

static bool on_room(void *user, struct http_call *call, size_t bytes)
{
    struct flight *flight = call->exchange;
    (void)user;
    return !flight || lane_takes_in(flight, bytes);
}

static void on_piece(void *user, struct http_call *call)
{
    struct engine *engine = user;
    struct flight *flight = call->exchange;
    flight->deadline_ms = clock_monotonic_ms() + engine->options.live.request_ms;
    flight_wake(flight, STEP_KEEP, "a piece has come");
    run_ready(engine);
}

static void on_want(void *user, struct http_call *call)
{
    struct engine *engine = user;
    struct flight *flight = call->exchange;
    flight->deadline_ms = clock_monotonic_ms() + engine->options.live.request_ms;
    feed_want(flight);
}

static void on_request(void *user, struct http_call *call)
{
    struct engine *engine = user;
    struct flight *flight = call->exchange;
    if (!flight) {
        answer_without_memory(engine, call);
        return;
    }
    flight->deadline_ms = clock_monotonic_ms() + engine->options.live.request_ms;
    flight->is_whole = true;
    flight_wake(flight,
                !call->has_body             ? STEP_HEAD
                : flight->step == STEP_SEND ? STEP_SEND
                                            : STEP_WHOLE,
                "the request is whole");
    run_ready(engine);
}

static void on_end(void *user, struct http_call *call)
{
    struct flight *flight = call->exchange;
    (void)user;
    if (!flight)
        return;
    stream_tell(flight);
    flight_take(flight); /* http_stop() may have answered in our place */
    lane_let_go(flight);
    root_leave(flight);
    buffer_release(&flight->body);
    call->exchange = NULL;
}

static void on_refusal(void *user, struct http_call *call, int status, const char *code,
                       struct http_reply *ret_reply)
{
    enum reason reason = reason_from_code(code, strlen(code));
    /* A head that is refused for the length of its body: nobody goes on asking who sends it. */
    if (call && call->exchange)
        flight_take(call->exchange);
    refusal_render(user, ret_reply, call, status,
                   reason == REASON_NONE ? REASON_HEADER_INVALID : reason);
}

struct http_handler engine_handler(struct engine *engine)
{
    return (struct http_handler){
        .user = engine,
        .on_head = on_head,
        .on_request = on_request,
        .on_piece = on_piece,
        .on_want = on_want,
        .on_room = on_room,
        .on_refusal = on_refusal,
        .on_end = on_end,
    };
}

/* --- life --- */

struct engine *engine_new(const struct engine_options *options, struct pool *pool)
{
    struct engine *engine = calloc(1, sizeof *engine);
    if (!engine)
        return NULL;
    engine->options = *options;
    engine->principals.news = options->news;
    engine->pool = pool;
    return engine;
}

void engine_change(struct engine *engine, const struct engine_live *live)
{
    engine->options.live = *live;
}

void engine_free(struct engine *engine)
{
    if (!engine)
        return;
    errand_release(engine);
    principals_release(&engine->principals);
    shapes_release(&engine->shapes);
    gzip_free(engine->gzip);
    free(engine);
}

void engine_drain(struct engine *engine)
{
    engine->is_draining = true;
}

void engine_lose_pool(struct engine *engine)
{
    engine->pool = NULL;
    engine_turn(engine);
    for (enum lane lane = 0; lane < LANES; lane++)
        assert(!engine->waiting[lane].list.first);
    assert(!engine->queued.first);
}

struct strangers *engine_strangers(struct engine *engine)
{
    return &engine->strangers;
}

const struct engine_counts *engine_count(const struct engine *engine)
{
    return &engine->counts;
}
