/* SPDX-License-Identifier: EUPL-1.2 */
/* Writes: several commands share one commit; when it fails they are taken apart and run one by one,
 * so that the failure of one is never the failure of another. Those of one operation share their
 * statements too: of one scope, or of all where each item says who asks (statement.h).
 *
 * A batch is a two-phase segment. First every command's writes and its reply rows; at the flush the
 * touched rows are compared with what was decided (a snapshot that was stale touches fewer), the
 * replies are rendered, and then the idempotency records and the audit rows go out with the commit.
 * Nothing is answered before the commit was seen. */
#include "engine/flight.h"

#include "engine/bookkeeping.h"
#include "engine/verdict.h"
#include "engine/write_group.h"
#include "sql.h"

#include <assert.h>

enum { WRITES_FIRST_MAX = 8 };

/* It lives in its segment. */
struct write_batch {
    struct engine *engine;
    struct flight *flights[BATCH_MAX]; /* in the order of their roots */
    unsigned count;
    struct write_group *groups;
    enum reason cause; /* why the batch was abandoned at the flush, REASON_NONE = it was not */
    bool is_dry_run;   /* abandoned on purpose: the rendered answer is the answer */
};

enum step write_wait(struct flight *flight)
{
    if (flight->step == STEP_AUDIT) {
        flight->x.effect_count = 0;
        root_leave(flight); /* it changes nothing: nobody needs to wait for its trace */
    }
    lane_wait(flight, lane_of_write(flight));
    return STEP_WAITS;
}

/* A refused command writes nothing but its audit row. */
static bool is_refused(const struct flight *flight)
{
    return flight->step == STEP_AUDIT;
}

/* --- forming a batch --- */

/* Two commands of one root are never here at once (root.c). */
static void insert_sorted(struct write_batch *batch, struct flight *flight)
{
    unsigned at = batch->count++;
    for (; at > 0; at--) {
        struct flight *before = batch->flights[at - 1];
        int order = memcmp(before->x.root_id.bytes, flight->x.root_id.bytes,
                           sizeof flight->x.root_id.bytes);
        assert(order != 0 || !id_is_set(flight->x.root_id) || is_refused(before) ||
               is_refused(flight));
        if (order <= 0)
            break;
        batch->flights[at] = before;
    }
    batch->flights[at] = flight;
}

static bool travels_alone(const struct flight *flight)
{
    bool shares = is_refused(flight) || (flight->x.operation->flags & OPERATION_BATCHED);
    return flight->is_alone || flight->is_dry_run || !shares;
}

/* Off the list: the first command, and those that may share its commit. */
static void take_batch(struct engine *engine, enum lane lane, struct write_batch *batch)
{
    struct flight_list *waiting = &engine->waiting[lane].list;
    unsigned limit = lane_batch(engine, lane);
    if (travels_alone(waiting->first))
        limit = 1;
    for (struct flight *f = waiting->first, *next; f && batch->count < limit; f = next) {
        next = f->next;
        if (limit > 1 && travels_alone(f))
            continue;
        flight_take(f);
        f->written = 0;
        insert_sorted(batch, f);
    }
}

/* Locks are taken in the order of roots in every batch, whoever acts on them, so that two loops
 * never wait for one another. One command alone locks its root by itself. */
static void add_holds(struct segment *segment, const struct write_batch *batch)
{
    struct execution *execution = NULL;
    for (unsigned i = 0; i < batch->count && batch->count > 1; i++) {
        const struct flight *flight = batch->flights[i];
        if (is_refused(flight) || !id_is_set(flight->x.root_id))
            continue;
        if (!execution)
            execution = segment_add(segment, &SQL_roots_hold, flight->x.principal.scope,
                                    flight->x.principal.scope_id);
        if (!execution)
            return;
        params_item(&execution->params);
        params_id(&execution->params, "ids", flight->x.root_id);
    }
}

/* What all commands together only share, kind by kind: one statement for the batch. Commands of
 * several operations may name the same row of a table. */
static void add_first(struct segment *segment, struct write_batch *batch)
{
    const struct write *done[WRITES_FIRST_MAX];
    unsigned done_count = 0;
    for (unsigned i = 0; i < batch->count; i++) {
        const struct exchange *x = &batch->flights[i]->x;
        for (unsigned e = 0; e < x->effect_count; e++) {
            const struct write *write = x->effects[e].write;
            unsigned at = 0;
            while (at < done_count && done[at] != write)
                at++;
            if (!(write->flags & WRITE_FIRST) || at < done_count)
                continue;
            assert(done_count < WRITES_FIRST_MAX);
            done[done_count++] = write;
            struct execution *execution = NULL;
            for (unsigned k = i; k < batch->count; k++)
                batch->flights[k]->written +=
                    write_add_kind(segment, batch->flights[k], write, &execution);
        }
    }
}

static bool may_share(const struct flight *a, const struct flight *b)
{
    const bool serves = write_serves_askers(a);
    return a->x.operation == b->x.operation && a->x.is_other == b->x.is_other &&
           serves == write_serves_askers(b) && (serves || flight_sees_as(a, b));
}

/* The commands that are in no group yet and share with the first of them; one whose scope is set
 * already, if there is one. NULL: all are in groups, or memory is short. */
static struct write_group *next_group(struct segment *segment, const struct write_batch *batch,
                                      bool *is_grouped, const struct flight *before)
{
    const struct flight *head = NULL;
    for (unsigned i = 0; i < batch->count; i++) {
        const bool sees_alike = before && flight_sees_as(before, batch->flights[i]);
        if (!is_grouped[i] && (!head || sees_alike))
            head = batch->flights[i];
        if (!is_grouped[i] && sees_alike)
            break;
    }
    struct write_group *group = head ? segment_alloc(segment, sizeof *group) : NULL;
    segment->has_no_memory |= head && !group;
    for (unsigned i = 0; i < batch->count && group; i++) {
        if (is_grouped[i] || !may_share(head, batch->flights[i]))
            continue;
        is_grouped[i] = true;
        group->flights[group->count++] = batch->flights[i];
    }
    return group;
}

static void add_groups(struct segment *segment, struct write_batch *batch)
{
    bool is_grouped[BATCH_MAX] = { false };
    const struct flight *before = batch->flights[0]; /* whose scope is set; NULL = nobody knows */
    struct write_group **end = &batch->groups;
    for (unsigned i = 0; i < batch->count; i++)
        is_grouped[i] = is_refused(batch->flights[i]);
    while ((*end = next_group(segment, batch, is_grouped, before))) {
        const struct flight *head = (*end)->flights[0];
        const bool serves = write_serves_askers(head);
        if (!serves && (!before || !flight_sees_as(before, head)))
            flight_set_scope(head, segment);
        before = serves ? NULL : head;
        write_group_add(segment, *end);
        end = &(*end)->next;
    }
}

/* --- at the flush --- */

static void render(struct write_batch *batch, struct write_group *group, unsigned seat)
{
    struct flight *flight = group->flights[seat];
    write_group_take_rows(group, seat);
    if (flight_render(flight) != REASON_NONE || flight->reply.status >= 400)
        batch->cause = REASON_INTERNAL; /* what cannot be told must not happen */
    shown_read(flight);
    if (flight->x.names.has_failed)
        batch->cause = REASON_TEMPORARY_REDUCED_CAPACITY;
    batch->is_dry_run = flight->is_dry_run; /* they travel alone */
}

static void on_flushed(struct segment *segment)
{
    struct write_batch *batch = segment->owner;
    for (struct write_group *group = batch->groups; group && batch->cause == REASON_NONE;
         group = group->next)
        batch->cause = write_group_check(group, segment);
    for (struct write_group *group = batch->groups; group; group = group->next) {
        for (unsigned seat = 0; seat < group->count && batch->cause == REASON_NONE; seat++)
            render(batch, group, seat);
    }
    if (batch->cause != REASON_NONE || batch->is_dry_run) {
        segment_abandon(segment);
        return;
    }
    bookkeeping_add(segment, batch->flights, batch->count);
}

/* --- the end --- */

/* How a flight goes on once its batch has ended. */
static enum step go_on(const struct write_batch *batch, const struct segment *segment,
                       struct flight *flight)
{
    bool is_dry = batch->is_dry_run && batch->cause == REASON_NONE &&
                  segment->outcome == SEGMENT_FAILED && segment->is_abandoned;
    if (segment->outcome == SEGMENT_COMMITTED || is_dry) {
        flight->is_traced = !is_dry;
        return is_refused(flight) ? STEP_SEND : flight_end(flight, OUTCOME_REPLY);
    }
    if (segment->outcome == SEGMENT_FAILED && batch->count > 1) {
        atomic_fetch_add(&batch->engine->counts.replayed_alone, 1);
        flight->is_alone = true;
        return is_refused(flight) ? STEP_AUDIT : STEP_WRITE;
    }
    if (segment->outcome == SEGMENT_FAILED)
        return verdict_on_failure(flight, segment, batch->cause);
    /* Not sent; or the commit was asked for and nobody knows: the key tells on a retry. */
    failure_note(&flight->failure, segment);
    const bool may_be_done = segment->outcome == SEGMENT_UNKNOWN && !is_refused(flight);
    return flight_refuse(flight,
                         may_be_done ? REASON_OUTCOME_UNKNOWN : REASON_DATABASE_UNAVAILABLE);
}

static void on_done(struct segment *segment)
{
    struct write_batch *batch = segment->owner;
    if (segment->outcome == SEGMENT_UNKNOWN)
        atomic_fetch_add(&batch->engine->counts.unknown_outcomes, batch->count);
    for (unsigned i = 0; i < batch->count; i++) {
        struct flight *flight = batch->flights[i];
        enum step next = go_on(batch, segment, flight);
        flight_wake(flight, next, next == STEP_ANSWER ? "the batch has ended" : "the batch failed");
    }
    segment_free(segment);
}

void write_send(struct engine *engine, enum lane lane)
{
    struct segment *segment = segment_new(NULL, on_done);
    struct write_batch *batch = segment ? segment_alloc(segment, sizeof *batch) : NULL;
    if (!batch) {
        struct flight *flight = engine->waiting[lane].list.first;
        segment_free(segment);
        flight_wake(flight, flight_refuse(flight, REASON_TEMPORARY_REDUCED_CAPACITY), "no memory");
        return;
    }
    segment->owner = batch;
    segment->is_two_phase = true;
    segment->on_flushed = on_flushed;
    batch->engine = engine;
    take_batch(engine, lane, batch);
    flight_set_scope(batch->flights[0], segment); /* of refusals too: a first phase is needed */
    add_first(segment, batch);
    add_holds(segment, batch);
    add_groups(segment, batch);
    atomic_fetch_add(&engine->counts.batches, 1);
    atomic_fetch_add(&engine->counts.batched_flights, batch->count);
    pool_submit(engine->pool, lane_infos[lane].pool, segment);
}
