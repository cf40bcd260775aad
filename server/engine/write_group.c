/* SPDX-License-Identifier: EUPL-1.2 */
#include "engine/write_group.h"

#include "sql.h"

#include <assert.h>

/* --- forming it --- */

bool write_serves_askers(const struct flight *flight)
{
    const struct exchange *x = &flight->x;
    const struct reply *reply = exchange_reply(x);
    /* Who reaches only a part keeps to what was reached before the first write: an act may end it.
     */
    bool serves = !id_is_set(flight_asker(flight).reach) && load_reply_serves_askers(reply) &&
                  SQL_idempotency_lock.serves_askers;
    for (unsigned i = 0; i < x->effect_count; i++) {
        const struct write *write = x->effects[i].write;
        serves = serves && ((write->flags & WRITE_FIRST) || write->statement->serves_askers);
    }
    return serves;
}

static struct execution *add(struct segment *segment, const struct flight *flight,
                             const struct statement *statement)
{
    return segment_add(segment, statement, flight->x.principal.scope, flight->x.principal.scope_id);
}

static void bind_key(const struct flight *flight, struct params *params)
{
    params_item(params);
    params_text(params, "principal_key", flight->principal_key);
    params_text(params, "operation", slice_of(flight->x.operation->id));
    params_text(params, "path", flight->call->path);
    params_text(params, "key", flight->key);
}

static void add_keys(struct segment *segment, struct write_group *group)
{
    struct shared_rows *keys = shared_rows_new(segment, segment->count, group->count);
    struct execution *execution = NULL;
    for (unsigned seat = 0; keys && seat < group->count; seat++) {
        const struct flight *flight = group->flights[seat];
        if (!slice_is_set(flight->key))
            continue;
        if (!execution)
            execution = add(segment, flight, &SQL_idempotency_lock);
        if (!execution)
            return;
        execution->params.asker = flight_asker(flight);
        bind_key(flight, &execution->params);
        keys->items[seat] = 1;
    }
    segment->has_no_memory |= !keys;
    group->keys = execution ? keys : NULL;
}

/* The effects of one kind as items of one statement, of `ret_execution` when it is there already;
 * how many there were. */
unsigned write_add_kind(struct segment *segment, const struct flight *flight,
                        const struct write *write, struct execution **ret_execution)
{
    const struct exchange *x = &flight->x;
    struct execution *execution = *ret_execution;
    unsigned count = 0;
    for (unsigned i = 0; i < x->effect_count; i++) {
        if (x->effects[i].write != write)
            continue;
        if (!execution)
            execution = add(segment, flight, write->statement);
        if (!execution)
            return count;
        execution->params.asker = flight_asker(flight);
        params_item(&execution->params);
        write->bind(x, &x->effects[i], &execution->params);
        count++;
    }
    *ret_execution = execution;
    return count;
}

static void add_effects(struct segment *segment, struct write_group *group)
{
    const struct operation *operation = group->flights[0]->x.operation;
    group->first = segment->count;
    for (unsigned table = 0; table < OPERATION_WRITE_TABLES; table++) {
        const struct writes *writes = &operation->writes[table];
        for (unsigned row = 0; row < writes->count; row++) {
            struct execution *execution = NULL;
            for (unsigned seat = 0; seat < group->count && !(writes->rows[row].flags & WRITE_FIRST);
                 seat++)
                group->flights[seat]->written +=
                    write_add_kind(segment, group->flights[seat], &writes->rows[row], &execution);
        }
    }
    group->effect_count = segment->count - group->first;
    /* An effect of a row that is in no table of its operation would be lost without a word. */
    for (unsigned seat = 0; seat < group->count; seat++)
        assert(segment->has_no_memory ||
               group->flights[seat]->written == group->flights[seat]->x.effect_count);
}

static void add_reply(struct segment *segment, struct write_group *group, unsigned place,
                      const struct statement *statement,
                      void (*bind)(const struct exchange *, struct params *))
{
    struct shared_rows *shared = shared_rows_new(segment, segment->count, group->count);
    struct execution *execution = add(segment, group->flights[0], statement);
    segment->has_no_memory |= !shared;
    if (!shared || !execution)
        return;
    for (unsigned seat = 0; seat < group->count; seat++) {
        const unsigned before = execution->params.item_count;
        execution->params.asker = flight_asker(group->flights[seat]);
        (bind ? bind : exchange_bind_result)(&group->flights[seat]->x, &execution->params);
        shared->items[seat] = execution->params.item_count - before;
    }
    group->replies[place] = shared;
}

/* The rows that one of the writes answers, as those of the reply. */
static void take_written(struct segment *segment, struct write_group *group,
                         const struct statement *statement)
{
    unsigned at = group->first;
    while (at < segment->count && segment->executions[at].statement != statement)
        at++;
    if (segment->has_no_memory || at == segment->count)
        return; /* nothing was written: there is no such row */
    struct shared_rows *shared = shared_rows_new(segment, at, group->count);
    segment->has_no_memory |= !shared;
    for (unsigned seat = 0; shared && seat < group->count; seat++) {
        const struct exchange *x = &group->flights[seat]->x;
        for (unsigned i = 0; i < x->effect_count; i++)
            shared->items[seat] += x->effects[i].write->statement == statement;
    }
    group->replies[0] = shared;
}

void write_group_add(struct segment *segment, struct write_group *group)
{
    const struct reply *reply = exchange_reply(&group->flights[0]->x);
    const bool is_dry_run = group->flights[0]->is_dry_run; /* it travels alone */
    if (is_dry_run)
        add(segment, group->flights[0], &SQL_dry_run_begin);
    add_keys(segment, group);
    add_effects(segment, group);
    if (reply->is_written)
        take_written(segment, group, reply->statement);
    else if (reply->statement)
        add_reply(segment, group, 0, reply->statement, reply->bind);
    if (reply->embedded.statement)
        add_reply(segment, group, 1, reply->embedded.statement, reply->embedded.bind);
    if (is_dry_run)
        add(segment, group->flights[0], &SQL_constraints_fire);
}

/* --- at the flush --- */

static const struct write *write_of_execution(const struct flight *flight,
                                              const struct execution *execution)
{
    for (unsigned table = 0; table < OPERATION_WRITE_TABLES; table++) {
        const struct writes *writes = &flight->x.operation->writes[table];
        for (unsigned row = 0; row < writes->count; row++) {
            if (writes->rows[row].statement == execution->statement)
                return &writes->rows[row];
        }
    }
    return NULL;
}

static bool tells(const struct operation *operation, enum reason reason)
{
    for (const enum reason *told = operation->reasons; told && *told != REASON_NONE; told++)
        if (*told == reason)
            return true;
    return false;
}

/* A write touched less than was decided. As a rule somebody else was faster, and the next load sees
 * it. When load after load finds the root as it was, nothing is stale: the row is there to be read,
 * and the database lets this caller change nothing of it. Several times, because an act of several
 * roots may lose to writers of the others while its own stands still. Of a candidacy it is told who
 * has it; of all else what an insert is told that the database does not let through. */
static enum reason reason_of_miss(struct flight *flight)
{
    bool is_unchanged = flight->missed_version && flight->missed_version == flight->x.version;
    flight->missed_version = flight->x.version;
    flight->misses = is_unchanged ? flight->misses + 1 : 0;
    if (flight->misses < MISSES_MAX)
        return REASON_VERSION_MISMATCH;
    return tells(flight->x.operation, REASON_OUT_OF_SCOPE) ? REASON_OUT_OF_SCOPE : REASON_NOT_FOUND;
}

static enum reason check_key(struct write_group *group, unsigned seat)
{
    struct rows rows;
    if (!group->keys || group->keys->items[seat] == 0)
        return REASON_NONE;
    if (!shared_rows_of(group->keys, seat, &rows) || rows.count == 0)
        return REASON_TEMPORARY_REDUCED_CAPACITY;
    struct row row = segment_row(rows.segment, rows.execution, rows_number(&rows, 0),
                                 group->flights[seat]->x.arena);
    if (!row_bool(&row, "is_ours")) /* a twin holds the key right now */
        return REASON_IDEMPOTENCY_IN_PROGRESS;
    /* A twin was faster: load again, and find its answer. */
    return row_bool(&row, "is_stored") ? REASON_VERSION_MISMATCH : REASON_NONE;
}

/* REASON_NONE when everything touched what was decided. Of several commands nobody knows which one
 * is stale: each is sent alone. */
enum reason write_group_check(struct write_group *group, const struct segment *segment)
{
    enum reason reason = REASON_NONE;
    for (unsigned seat = 0; seat < group->count && reason == REASON_NONE; seat++)
        reason = check_key(group, seat);
    for (unsigned i = 0; i < group->effect_count && reason == REASON_NONE; i++) {
        const unsigned at = group->first + i;
        const struct write *write = write_of_execution(group->flights[0], &segment->executions[at]);
        assert(write && segment->executions[at].result);
        if ((write->flags & WRITE_EXACT) &&
            segment_touched(segment, at) != segment->executions[at].params.item_count)
            reason =
                group->count == 1 ? reason_of_miss(group->flights[0]) : REASON_VERSION_MISMATCH;
    }
    return reason;
}

void write_group_take_rows(struct write_group *group, unsigned seat)
{
    struct flight *flight = group->flights[seat];
    for (unsigned place = 0; place < 2; place++) {
        flight->reply_rows[place] = (struct rows){ 0 };
        if (group->replies[place] &&
            !shared_rows_of(group->replies[place], seat, &flight->reply_rows[place]))
            flight->x.has_failed = true;
    }
}
