/* SPDX-License-Identifier: EUPL-1.2 */
/* Reads: flights of one operation share their statements, those of all scopes where each item says
 * who asks (statement.h), else those of one scope, which is set again before them. All of a turn
 * share one snapshot of the database. What fails together is sent again one by one. */
#include "engine/flight.h"

#include "clock.h"
#include "engine/list.h"
#include "engine/tenant.h"
#include "sql.h"

#include <assert.h>

/* What left together. It lives in its segment, and the segment until the last flight has read it.
 */
struct load_batch {
    struct segment *segment;
    struct load_group *first, *last;
    unsigned count, readers; /* flights */
    unsigned entries;        /* that they ask for at most */
    struct lane_line *line;
    struct account *account; /* whose long reads these are; NULL: they are short, or of several */
    struct id whose;
    bool rests; /* its lane does, behind each segment */
    int64_t sent_ms;
};

/* Flights of a batch that share their statements. */
struct load_group {
    struct load_group *next;
    struct load_batch *batch;
    struct flight **flights; /* by seat */
    unsigned count;
    struct shared_rows **loads; /* by their place in the lists; NULL: nobody asked */
    struct shared_rows *replies[2];
    struct shared_rows *key, *holder;
};

/* The first statement of a segment: it tells the present too. */
enum { SCOPE_EXECUTION = 0 };

/* --- forming a segment --- */

/* A page of a list takes long, and would keep the others waiting for their rows. */
static bool travels_apart(const struct flight *flight)
{
    return flight->is_alone || !load_knows_holder(flight) ||
           (flight->x.operation->flags & OPERATION_LIST);
}

static bool may_join(const struct flight *head, const struct flight *flight)
{
    return head == flight || (!head->is_alone && !flight->is_alone && load_may_share(head, flight));
}

static struct load_group *group_new(struct load_batch *batch, unsigned load_count)
{
    struct load_group *group = segment_alloc(batch->segment, sizeof *group);
    if (!group)
        return NULL;
    group->batch = batch;
    /* NOLINTNEXTLINE(bugprone-sizeof-expression): an array of pointers */
    group->flights = segment_alloc(batch->segment, BATCH_MAX * sizeof *group->flights);
    /* NOLINTNEXTLINE(bugprone-sizeof-expression): an array of pointers */
    group->loads = segment_alloc(batch->segment, (load_count + 1) * sizeof *group->loads);
    return group->flights && group->loads ? group : NULL;
}

static unsigned count_loads(const struct exchange *x)
{
    const struct load *lists[] = { exchange_loads(x), x->extra_loads };
    unsigned count = 0;
    for (unsigned list = 0; list < 2; list++) {
        for (const struct load *l = lists[list]; l && l->statement; l++)
            count++;
    }
    assert(count <= FLIGHT_LOADS);
    return count;
}

/* What a flight may bring: a page, or all that there is room for. */
static unsigned count_entries(const struct flight *flight)
{
    return operation_is_paged(flight->x.operation) ? (unsigned)flight->page.limit
                                                   : lane_infos[flight->lane].entries;
}

static bool has_room(const struct load_batch *batch, const struct flight *flight)
{
    const unsigned most = lane_infos[flight->lane].entries;
    return most == 0 || batch->count == 0 || batch->entries + count_entries(flight) <= most;
}

/* Off the list: a flight and those that share its statements. NULL when memory is short: nothing
 * was taken. */
static struct load_group *take_group(struct flight_list *waiting, struct load_batch *batch,
                                     struct flight *head, unsigned limit)
{
    struct load_group *group = group_new(batch, count_loads(&head->x));
    struct account *account = head->account;
    const uint64_t round = head->round;
    if (!group)
        return NULL;
    for (struct flight *f = waiting->first, *next; f && batch->count < limit; f = next) {
        next = f->next;
        if (!may_join(head, f) || (load_knows_holder(f) && !has_room(batch, f)))
            continue;
        if (load_knows_holder(f))
            batch->entries += count_entries(f);
        flight_take(f);
        f->seat = group->count;
        group->flights[group->count++] = f;
        batch->count++;
    }
    if (travels_apart(head) && load_knows_holder(head)) {
        batch->account = account;
        batch->whose = account->whose;
    }
    if (travels_apart(head) && group->count > 1)
        lane_move_up(head->engine, head->lane, account, round, group->count - 1);
    *(batch->last ? &batch->last->next : &batch->first) = group;
    batch->last = group;
    return group;
}

/* Whose statements come next in a batch: those of the scope that is set already (of `before`), if
 * one is and any wait. */
static struct flight *next_head(const struct flight_list *waiting, const struct load_batch *batch,
                                const struct flight *before)
{
    struct flight *head = NULL;
    for (struct flight *f = waiting->first; f; f = f->next) {
        if (travels_apart(f) || !has_room(batch, f))
            continue;
        if (before && flight_sees_as(before, f))
            return f;
        if (!head)
            head = f;
    }
    return head;
}

typedef void (*bind_function)(const struct exchange *, struct params *);

/* One statement with the items of every flight; NULL when none has any, or memory is short. */
static struct shared_rows *add_items(struct load_group *group, const struct statement *statement,
                                     bind_function bind)
{
    struct segment *segment = group->batch->segment;
    const struct exchange *head = &group->flights[0]->x;
    struct shared_rows *shared = shared_rows_new(segment, segment->count, group->count);
    struct execution *execution =
        segment_add(segment, statement, head->principal.scope, head->principal.scope_id);
    if (!shared || !execution)
        return NULL;
    for (unsigned seat = 0; seat < group->count; seat++) {
        unsigned before = execution->params.item_count;
        execution->params.asker = flight_asker(group->flights[seat]);
        bind(&group->flights[seat]->x, &execution->params);
        shared->items[seat] = execution->params.item_count - before;
    }
    if (execution->params.item_count > 0)
        return shared;
    segment_remove_last(segment); /* nobody asked: nothing is sent */
    return NULL;
}

static void bind_key(const struct exchange *x, struct params *params)
{
    const struct flight *flight = (const struct flight *)x;
    if (!slice_is_set(flight->key))
        return;
    params_item(params);
    params_text(params, "principal_key", flight->principal_key);
    params_text(params, "operation", slice_of(flight->x.operation->id));
    params_text(params, "path", flight->call->path);
    params_text(params, "key", flight->key);
}

static void bind_digest(const struct exchange *x, struct params *params)
{
    params_item(params);
    params_bytes(params, "digest", ((const struct flight *)x)->lookup, DIGEST_SIZE);
}

static void add_replies(struct load_group *group)
{
    const struct reply *reply = exchange_reply(&group->flights[0]->x);
    if (group->flights[0]->x.brings & BRINGS_BESIDE)
        return; /* the page is there */
    if (reply->statement)
        group->replies[0] = add_items(group, list_statement(group->flights[0]), list_bind);
    if (reply->embedded.statement)
        group->replies[1] =
            add_items(group, reply->embedded.statement,
                      reply->embedded.bind ? reply->embedded.bind : exchange_bind_path);
}

static void add_loads(struct load_group *group)
{
    const struct exchange *head = &group->flights[0]->x;
    const struct operation *operation = head->operation;
    const struct load *lists[] = { exchange_loads(head), head->extra_loads };
    unsigned place = 0, roots = 0;
    for (unsigned list = 0; list < 2; list++) {
        for (const struct load *l = lists[list]; l && l->statement; l++) {
            roots += (l->flags & LOAD_ROOT) != 0;
            assert(roots <= 1);
            const bool is_sent = l->part && l > lists[list] && l[-1].statement == l->statement;
            assert(!is_sent || l[-1].bind == l->bind);
            group->loads[place] =
                is_sent ? group->loads[place - 1]
                        : add_items(group, l->statement, l->bind ? l->bind : exchange_bind_path);
            place++;
        }
    }
    assert(roots == 1 || !(operation->flags & OPERATION_IF_MATCH));
    /* Behind the loads: whoever sees what a twin has done sees its stored answer too, which went
     * into the same commit. The other way round a twin would be refused for what it did itself. */
    if (operation->flags & OPERATION_COMMAND)
        group->key = add_items(group, &SQL_idempotency_find, bind_key);
    else
        add_replies(group);
}

/* A credential is looked up before anything is known about its holder: the scope is unset. */
static void add_holders(struct load_group *group)
{
    group->holder = add_items(group, &SQL_principal_find, bind_digest);
}

/* --- what came back --- */

/* What failed in company is tried again alone, so that the failure of one is nobody else's. Some
 * loads write (a code that is tried in vain is counted): what only met another transaction is
 * loaded again like a stale write, until its deadline. */
static void fail(struct flight *flight, const struct segment *segment, bool was_shared)
{
    if (segment->outcome == SEGMENT_FAILED && was_shared) {
        atomic_fetch_add(&flight->engine->counts.replayed_alone, 1);
        flight->is_alone = true;
        flight_wake(flight, flight->step, "the batch failed");
        return;
    }
    failure_note(&flight->failure, segment);
    if (failure_is_stale(segment))
        flight_wake(flight, STEP_AGAIN, "the read met another transaction");
    else
        flight_wake(flight, flight_refuse(flight, failure_reason(segment)), "the read failed");
}

static void arrive(struct flight *flight, struct load_group *group)
{
    flight->loaded = group;
    if (!load_knows_holder(flight))
        flight_wake(flight, STEP_KNOWN, "the holder was read");
    else if (flight->x.operation->flags & OPERATION_COMMAND)
        flight_wake(flight, STEP_DECIDE, "the snapshot was read");
    else
        flight_wake(flight, STEP_SHOW, "the rows were read");
}

static void on_done(struct segment *segment)
{
    struct load_batch *batch = segment->owner;
    const bool is_good = segment->outcome == SEGMENT_COMMITTED;
    batch->readers = batch->count;
    assert(batch->line->out > 0);
    batch->line->out--;
    const int64_t now_ms = clock_monotonic_ms();
    if (batch->rests)
        batch->line->rests_until_ms = now_ms + (now_ms - batch->sent_ms);
    if (batch->account) {
        const struct flight *flight = batch->first->flights[0];
        const int64_t begun_ms =
            batch->sent_ms > batch->line->ended_ms ? batch->sent_ms : batch->line->ended_ms;
        lane_charge(flight->engine, flight->lane, batch->account, batch->whose, now_ms - begun_ms);
    }
    batch->line->ended_ms = now_ms;
    for (struct load_group *group = batch->first; group; group = group->next) {
        for (unsigned seat = 0; seat < group->count; seat++) {
            if (is_good)
                arrive(group->flights[seat], group);
            else
                fail(group->flights[seat], segment, batch->count > 1);
        }
    }
    if (!is_good)
        segment_free(segment);
}

static void let_go(struct load_group **place)
{
    const struct load_group *group = *place;
    *place = NULL;
    if (group && --group->batch->readers == 0)
        segment_free(group->batch->segment);
}

void load_let_go(struct flight *flight)
{
    let_go(&flight->loaded);
    let_go(&flight->listed);
}

void load_keep_page(struct flight *flight)
{
    flight->listed = flight->loaded;
    flight->loaded = NULL;
}

/* The present of the database's own clock, the real one unless it is a sandbox's, and its day where
 * the caller acts. */
static void read_present(struct flight *flight)
{
    const struct segment *segment = flight->loaded->batch->segment;
    struct exchange *x = &flight->x;
    if (segment_row_count(segment, SCOPE_EXECUTION) == 0)
        return;
    struct row row = segment_row(segment, SCOPE_EXECUTION, 0, x->arena);
    x->moment.pretended = row_date(&row, "pretended_day");
    if (!row_is_null(&row, "pretended_seconds"))
        x->moment.unix_seconds = row_int(&row, "pretended_seconds");
    x->today = x->latest_day = moment_day(x->moment, x->principal.time_zone);
    read_only_read(flight, &row);
}

static void read_rows(struct flight *flight, struct shared_rows *shared, const struct load *load)
{
    struct exchange *x = &flight->x;
    struct rows rows = { 0 };
    if (shared && !shared_rows_of(shared, flight->seat, &rows)) {
        x->has_failed = true;
        return;
    }
    if (rows.segment && !tenant_may_see(flight, &rows)) {
        flight->shows_others = true;
        return;
    }
    const unsigned part =
        load->part && rows.count ? segment_column(rows.segment, rows.execution, "part", 1) : 0;
    for (unsigned i = 0; i < rows.count; i++) {
        const unsigned number = rows_number(&rows, i);
        if (load->part &&
            !slice_is(segment_cell(rows.segment, rows.execution, number, part), load->part))
            continue;
        struct row row = segment_row(rows.segment, rows.execution, number, x->arena);
        int64_t version = x->version;
        load->read(x, &row);
        x->has_failed |= row.has_failed;
        if (!(load->flags & LOAD_ROOT))
            x->version = version;
    }
    if (rows.count == 0 && (load->flags & LOAD_REQUIRED))
        x->is_missing = true;
}

void load_read(struct flight *flight)
{
    const struct load_group *group = flight->loaded;
    const struct load *lists[] = { exchange_loads(&flight->x), flight->x.extra_loads };
    unsigned place = 0;
    assert(group->flights[flight->seat] == flight);
    read_present(flight);
    for (unsigned list = 0; list < 2; list++) {
        for (const struct load *l = lists[list]; l && l->statement; l++)
            read_rows(flight, group->loads[place++], l);
    }
}

static struct rows rows_of(const struct flight *flight, struct shared_rows *shared)
{
    struct rows rows = { 0 };
    if (shared && !shared_rows_of(shared, flight->seat, &rows))
        return (struct rows){ 0 };
    return rows;
}

struct rows load_reply_rows(const struct flight *flight, unsigned place)
{
    return rows_of(flight, flight->loaded->replies[place]);
}

struct rows load_key_rows(const struct flight *flight)
{
    return rows_of(flight, flight->loaded->key);
}

struct rows load_holder_rows(const struct flight *flight)
{
    return rows_of(flight, flight->loaded->holder);
}

/* --- queueing --- */

enum step load_wait(struct flight *flight)
{
    lane_wait(flight, lane_of_load(flight));
    return STEP_WAITS;
}

/* The flights that wait longest, and those of other scopes and operations that go with them. */
static void fill(struct load_batch *batch, struct engine *engine, enum lane lane)
{
    struct flight_list *waiting = &engine->waiting[lane].list;
    struct flight *head = waiting->first, *before = NULL;
    const unsigned limit = lane_batch(engine, lane);
    const bool is_apart = travels_apart(head);
    while (head && batch->count < limit) {
        struct load_group *group = take_group(waiting, batch, head, limit);
        if (!group)
            return;
        if (!load_knows_holder(head)) {
            add_holders(group);
            return;
        }
        const bool serves = load_asks_by_items(head);
        if (serves && batch->segment->count == 0)
            segment_add(batch->segment, &SQL_scope_set, head->x.principal.scope,
                        head->x.principal.scope_id); /* which tells the present */
        else if (!serves && (!before || !flight_sees_as(before, head)))
            flight_set_scope(head, batch->segment);
        add_loads(group);
        before = serves ? NULL : head;
        head = is_apart ? NULL : next_head(waiting, batch, before);
    }
}

void load_send(struct engine *engine, enum lane lane)
{
    struct segment *segment = segment_new(NULL, on_done);
    struct load_batch *batch = segment ? segment_alloc(segment, sizeof *batch) : NULL;
    if (batch) {
        segment->owner = batch;
        batch->segment = segment;
        batch->line = &engine->waiting[lane];
        batch->rests = lane_infos[lane].rests;
        batch->sent_ms = clock_monotonic_ms();
        fill(batch, engine, lane);
    }
    if (!batch || batch->count == 0) {
        struct flight *flight = engine->waiting[lane].list.first;
        segment_free(segment);
        flight_wake(flight, flight_refuse(flight, REASON_TEMPORARY_REDUCED_CAPACITY), "no memory");
        return;
    }
    batch->line->out++;
    pool_submit(engine->pool, lane_infos[lane].pool, segment);
}
