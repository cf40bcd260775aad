/* SPDX-License-Identifier: EUPL-1.2 */
#include "engine/lane.h"

#include "clock.h"
#include "engine/flight.h"
#include "id_spread.h"

#include <assert.h>
#include <string.h>

enum {
    ANSWER_LARGE_BYTES = 16 * 1024, /* of less nobody has so many that it counts */
    BODY_SMALL_BYTES = 4 * 1024,
    UNKNOWN_SHARES = 4, /* so many addresses fill what callers without a key have */
    TURN_MS = 10,       /* what a turn takes, more or less */
    USUAL_TURNS = 4,    /* … and more, where everybody's segments take long */
    TURNS_MAX = 3,
};

/* What is ahead of somebody's list is a segment or two of others': short ones may be many, a long
 * one goes alone. A heavy read asks about everything there is: one at a time, and few wait. What
 * comes in slices takes turns after each of them. */
const struct lane_info lane_infos[LANES] = {
    [LANE_READ] = { "read", POOL_READ, LANE_READ, .batch = BATCH_MAX },
    [LANE_COMMAND] = { "command", POOL_READ, LANE_WRITE, .batch = BATCH_MAX },
    [LANE_LIST] = { "list", POOL_LIST, LANE_LIST, .batch = 8, .entries = 200 },
    [LANE_TRACE] = { "trace", POOL_READ, LANE_TRACE, .batch = BATCH_MAX },
    [LANE_WRITE] = { "write", POOL_WRITE, LANE_WRITE, .batch = BATCH_MAX },
    [LANE_NATIONAL_READ] = { "national_read", POOL_NATIONAL_READ, LANE_NATIONAL_READ,
                             .batch = BATCH_MAX },
    [LANE_NATIONAL_COMMAND] = { "national_command", POOL_NATIONAL_READ, LANE_NATIONAL_WRITE,
                                .batch = BATCH_MAX },
    [LANE_NATIONAL_LIST] = { "national_list", POOL_NATIONAL_LIST, LANE_NATIONAL_LIST, .batch = 8,
                             .entries = 200 },
    [LANE_NATIONAL_HEAVY] = { "national_heavy", POOL_NATIONAL_HEAVY, LANE_NATIONAL_HEAVY,
                              .batch = 1, .waiting = 4, .is_long = true, .rests = true },
    [LANE_NATIONAL_TRACE] = { "national_trace", POOL_NATIONAL_READ, LANE_NATIONAL_TRACE,
                              .batch = BATCH_MAX },
    [LANE_NATIONAL_WRITE] = { "national_write", POOL_NATIONAL_WRITE, LANE_NATIONAL_WRITE,
                              .batch = BATCH_MAX },
    [LANE_PIECE_IN] = { "piece_in", POOL_WRITE, LANE_PIECE_IN, .batch = 1 },
    [LANE_PIECE_OUT] = { "piece_out", POOL_READ, LANE_PIECE_OUT, .batch = 1 },
    [LANE_NATIONAL_PIECE_OUT] = { "national_piece_out", POOL_NATIONAL_READ, LANE_NATIONAL_PIECE_OUT,
                                  .batch = 1 },
    [LANE_INCLUDE] = { "include", POOL_LIST, LANE_INCLUDE, .batch = 1 },
    [LANE_NATIONAL_INCLUDE] = { "national_include", POOL_NATIONAL_LIST, LANE_NATIONAL_INCLUDE,
                                .batch = 1 },
};

unsigned lane_batch(const struct engine *engine, enum lane lane)
{
    const unsigned most = engine->options.batch_limit;
    return most < lane_infos[lane].batch ? most : lane_infos[lane].batch;
}

/* --- which lane --- */

/* A tenant has nothing that is heavy: its own lists are the longest that it can ask for. */
enum lane lane_of_load(const struct flight *flight)
{
    static const enum lane lanes[COSTS][REALMS] = {
        [COST_ROWS] = { LANE_READ, LANE_NATIONAL_READ },
        [COST_LIST] = { LANE_LIST, LANE_NATIONAL_LIST },
        [COST_HEAVY] = { LANE_LIST, LANE_NATIONAL_HEAVY },
    };
    static const enum lane commands[REALMS] = { LANE_COMMAND, LANE_NATIONAL_COMMAND };
    const struct operation *operation = flight->x.operation;
    if (!slice_is_set(flight->x.principal.scope)) /* who is it? */
        return lanes[COST_ROWS][flight_realm(flight)];
    if (operation->flags & OPERATION_COMMAND)
        return commands[flight_realm(flight)];
    return lanes[operation_cost(operation)][flight_realm(flight)];
}

enum lane lane_of_trace(const struct flight *flight)
{
    return flight_realm(flight) == REALM_NATION ? LANE_NATIONAL_TRACE : LANE_TRACE;
}

enum lane lane_of_write(const struct flight *flight)
{
    return flight_realm(flight) == REALM_NATION ? LANE_NATIONAL_WRITE : LANE_WRITE;
}

enum lane lane_of_feed(const struct flight *flight)
{
    return flight_realm(flight) == REALM_NATION ? LANE_NATIONAL_PIECE_OUT : LANE_PIECE_OUT;
}

enum lane lane_of_include(const struct flight *flight)
{
    return flight_realm(flight) == REALM_NATION ? LANE_NATIONAL_INCLUDE : LANE_INCLUDE;
}

/* --- whose turn --- */

struct id lane_whose(const struct flight *flight)
{
    const struct principal *principal = &flight->x.principal;
    if (slice_is_set(principal->scope) && scope_is_tenant(principal->scope))
        return principal->scope_id;
    if (id_is_set(principal->credential_id))
        return principal->credential_id;
    return flight_address(flight);
}

/* Its own; or one that nobody uses now; or, in a crowd of tenants, that of another one. */
static struct account *account_of(struct engine *engine, struct id whose)
{
    const unsigned hash = id_spread(whose);
    struct account *found = NULL;
    struct account *set = engine->accounts.sets[hash % (ACCOUNTS / ACCOUNT_WAYS)];
    for (unsigned way = 0; way < ACCOUNT_WAYS; way++) {
        if (id_equals(set[way].whose, whose))
            return &set[way];
        if (!found && set[way].waiting_in_all == 0 && set[way].held == 0 && set[way].sent == 0)
            found = &set[way];
    }
    if (!found)
        return &set[(hash >> 16) % ACCOUNT_WAYS];
    *found = (struct account){ .whose = whose };
    return found;
}

/* The rounds are those of a fair queue: of each tenant one flight goes in each round, and a tenant
 * that has nothing waiting joins in the round that is under way. */
void lane_wait(struct flight *flight, enum lane lane)
{
    struct engine *engine = flight->engine;
    struct lane_line *line = &engine->waiting[lane];
    struct account *account = account_of(engine, lane_whose(flight));
    line->round = line->list.first ? line->list.first->round : line->round + 1;
    flight->round = account->round[lane] + 1;
    if (flight->round < line->round)
        flight->round = line->round;
    if (!line->list.first)
        line->round = flight->round;
    flight->lane = lane;
    flight->account = account;
    flight->waits_since_ms = clock_monotonic_ms();
    if (account->waiting[lane] == 0)
        account->since_ms[lane] = flight->waits_since_ms;
    account->round[lane] = flight->round;
    account->waiting[lane]++;
    account->waiting_in_all++;
    struct flight *before = line->list.last;
    while (before && before->round > flight->round)
        before = before->previous;
    flight_wait_behind(flight, &line->list, before);
}

static uint64_t earlier(uint64_t round, unsigned by, uint64_t least)
{
    return round >= least + by ? round - by : least;
}

void lane_move_up(struct engine *engine, enum lane lane, struct account *account, uint64_t round,
                  unsigned more)
{
    struct flight_list *list = &engine->waiting[lane].list;
    if (more == 0)
        return;
    account->round[lane] = earlier(account->round[lane], more, round);
    for (struct flight *f = list->first, *next; f; f = next) {
        next = f->next;
        if (f->account != account)
            continue;
        struct flight *before = f->previous;
        f->round = earlier(f->round, more, round + 1);
        while (before && before->round > f->round)
            before = before->previous;
        f->account = NULL; /* it goes on waiting, and is not counted again */
        flight_take(f);
        flight_wait_behind(f, list, before);
        f->account = account;
    }
}

void lane_charge(struct engine *engine, enum lane lane, struct account *account, struct id whose,
                 int64_t ms)
{
    struct lane_line *line = &engine->waiting[lane];
    struct flight_list *list = &line->list;
    const int64_t usual_ms = line->usual_ms_16 / 16 * USUAL_TURNS;
    const int64_t turns = ms / (usual_ms > TURN_MS ? usual_ms : TURN_MS);
    line->usual_ms_16 += ms - line->usual_ms_16 / 16;
    const unsigned by = turns > TURNS_MAX ? TURNS_MAX : (unsigned)turns;
    if (by == 0 || !id_equals(account->whose, whose))
        return;
    account->round[lane] += by;
    for (struct flight *f = list->last, *before; f; f = before) {
        before = f->previous;
        if (f->account != account)
            continue;
        struct flight *behind = f;
        f->round += by;
        while (behind->next && behind->next->round <= f->round)
            behind = behind->next;
        if (behind == f)
            continue;
        f->account = NULL; /* it goes on waiting, and is not counted again */
        flight_take(f);
        flight_wait_behind(f, list, behind);
        f->account = account;
    }
}

static bool has_room(const struct flight *flight, const struct account *account, enum lane lane)
{
    const struct engine_options *options = &flight->engine->options;
    const struct lane_info *info = &lane_infos[lane];
    const unsigned most = info->waiting ? info->waiting : options->live.tenant_waiting;
    const int64_t patience_ms = info->is_long ? options->live.request_ms : options->live.wait_ms;
    if (account->waiting[lane] == 0)
        return true;
    return (most == 0 || account->waiting[lane] < most) &&
           (patience_ms == 0 || clock_monotonic_ms() - account->since_ms[lane] <= patience_ms);
}

bool lane_admits(struct flight *flight)
{
    struct engine *engine = flight->engine;
    const struct account *account = account_of(engine, lane_whose(flight));
    const bool is_command = flight->x.operation->flags & OPERATION_COMMAND;
    enum lane lane = lane_of_load(flight);
    bool is_admitted = has_room(flight, account, lane);
    if (is_admitted && is_command) {
        lane = lane_of_write(flight);
        is_admitted = has_room(flight, account, lane);
    }
    if (!is_admitted)
        atomic_fetch_add(&engine->counts.shed[lane], 1);
    return is_admitted;
}

/* --- what is held --- */

static struct payers payers_of(const struct flight *flight)
{
    struct engine *engine = flight->engine;
    const bool is_unknown =
        !id_is_set(flight->x.principal.credential_id) && !id_is_set(flight->x.principal.scope_id);
    return (struct payers){ account_of(engine, lane_whose(flight)),
                            is_unknown ? &engine->unknown : NULL };
}

/* Who holds so much that there is no room for these bytes; NULL: there is. `own` and `together`:
 * what they hold beside this. A first one always is taken. */
static struct account *who_is_full(const struct payers *payers, size_t own, size_t together,
                                   size_t bytes, size_t most)
{
    if (own != 0 && own + bytes > (payers->together ? most / UNKNOWN_SHARES : most))
        return payers->own;
    return payers->together && together != 0 && together + bytes > most ? payers->together : NULL;
}

static void set_payers(struct flight *flight, const struct payers *payers)
{
    flight->call->payers[0] = payers->own;
    flight->call->payers[1] = payers->together;
}

static bool shed(struct flight *flight)
{
    atomic_fetch_add(&flight->engine->counts.shed[lane_of_load(flight)], 1);
    return false;
}

static void let_go_held(struct flight *flight)
{
    const struct payers payers = flight->holds;
    if (!payers.own)
        return;
    assert(payers.own->held >= flight->held);
    payers.own->held -= flight->held;
    if (payers.together)
        payers.together->held -= flight->held;
    flight->holds = (struct payers){ NULL, NULL };
}

bool lane_holds(struct flight *flight)
{
    const bool is_fed = flight->x.fed_bytes > 0;
    const size_t bytes = is_fed ? PIECE_BYTES : flight->body.size;
    const size_t most = flight->engine->options.tenant_answer_bytes;
    let_go_held(flight); /* of a page before */
    if (most == 0 || bytes < ANSWER_LARGE_BYTES)
        return true;
    const struct payers payers = payers_of(flight);
    const struct account *full = who_is_full(
        &payers, payers.own->held, payers.together ? payers.together->held : 0, bytes, most);
    if (full) {
        http_takers_give_way(flight->call, full);
        return shed(flight);
    }
    set_payers(flight, &payers);
    payers.own->held += bytes;
    if (payers.together)
        payers.together->held += bytes;
    flight->holds = payers;
    flight->held = bytes;
    return true;
}

/* http lets in what is small without asking how much there is; of callers whom nobody knows there
 * may be so many that it is much. */
static bool is_counted(const struct payers *payers, size_t bytes)
{
    return payers->together || bytes > BODY_SMALL_BYTES;
}

bool lane_takes_in(struct flight *flight, size_t bytes)
{
    const size_t most = flight->engine->options.tenant_body_bytes;
    const size_t before = flight->sends.own ? flight->body_bytes : 0;
    if (bytes > flight->body_bytes && !flight->sends.own)
        flight->body_bytes = bytes;
    if (bytes < flight->body_bytes)
        bytes = flight->body_bytes;
    if (most == 0 || bytes == before || !flight->is_admitted)
        return true;
    const struct payers payers = flight->sends.own ? flight->sends : payers_of(flight);
    if (!is_counted(&payers, bytes))
        return true;
    assert(payers.own->sent >= before);
    const size_t own = payers.own->sent - before;
    const size_t together = payers.together ? payers.together->sent - before : 0;
    const struct account *full = who_is_full(&payers, own, together, bytes, most);
    if (full) {
        http_senders_give_way(flight->call, full);
        return shed(flight);
    }
    set_payers(flight, &payers);
    payers.own->sent = own + bytes;
    if (payers.together)
        payers.together->sent = together + bytes;
    flight->sends = payers;
    flight->body_bytes = bytes;
    return true;
}

void lane_let_go(struct flight *flight)
{
    const struct payers payers = flight->sends;
    let_go_held(flight);
    if (!payers.own)
        return;
    assert(payers.own->sent >= flight->body_bytes);
    payers.own->sent -= flight->body_bytes;
    if (payers.together)
        payers.together->sent -= flight->body_bytes;
    flight->sends = (struct payers){ NULL, NULL };
}
