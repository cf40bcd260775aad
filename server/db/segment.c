/* SPDX-License-Identifier: EUPL-1.2 */
#include "db/segment.h"

#include <assert.h>
#include <libpq-fe.h>
#include <stdlib.h>

struct segment *segment_new(void *owner, void (*on_done)(struct segment *segment))
{
    struct arena arena;
    arena_init(&arena, 0);
    struct segment *segment = arena_alloc(&arena, sizeof *segment);
    if (!segment)
        return NULL;
    segment->arena = arena;
    segment->owner = owner;
    segment->on_done = on_done;
    return segment;
}

void *segment_alloc(struct segment *segment, size_t size)
{
    return arena_alloc(&segment->arena, size);
}

struct execution *segment_add(struct segment *segment, const struct statement *statement,
                              struct slice scope, struct id scope_id)
{
    /* Behind the sync a statement would belong to somebody else's transaction. */
    assert(!segment->progress.is_sync_sent && segment->outcome == SEGMENT_PENDING);
    if (segment->has_no_memory)
        return NULL;
    if (segment->count == segment->capacity) {
        unsigned capacity = segment->capacity ? segment->capacity * 2 : 8;
        struct execution *executions = arena_grow(&segment->arena, segment->executions,
                                                  segment->capacity * sizeof segment->executions[0],
                                                  capacity * sizeof segment->executions[0]);
        if (!executions) {
            segment->has_no_memory = true;
            return NULL;
        }
        segment->executions = executions;
        segment->capacity = capacity;
    }
    struct execution *execution = &segment->executions[segment->count++];
    *execution = (struct execution){
        .statement = statement,
        .scope = scope,
        .scope_id = scope_id,
    };
    params_init(&execution->params, statement, &segment->arena);
    execution->params.asker = (struct asker){ .scope = scope, .scope_id = scope_id };
    return execution;
}

void segment_remove_last(struct segment *segment)
{
    assert(segment->count > segment->progress.sent);
    segment->count--;
}

void segment_abandon(struct segment *segment)
{
    assert(segment->is_flushed && !segment->progress.is_sync_sent);
    segment->is_abandoned = true;
}

static const PGresult *result_of(const struct segment *segment, unsigned execution)
{
    assert(execution < segment->count);
    return segment->executions[execution].result;
}

unsigned segment_row_count(const struct segment *segment, unsigned execution)
{
    const PGresult *result = result_of(segment, execution);
    return result ? (unsigned)PQntuples(result) : 0;
}

int64_t segment_item(const struct segment *segment, unsigned execution, unsigned row)
{
    const PGresult *result = result_of(segment, execution);
    assert(row < segment_row_count(segment, execution) && PQnfields(result) > 0);
    int64_t number = 0;
    for (const char *at = PQgetvalue(result, (int)row, 0); *at; at++) {
        if (*at < '0' || *at > '9' || number > INT32_MAX)
            return 0;
        number = number * 10 + (*at - '0');
    }
    return number;
}

struct row segment_row(const struct segment *segment, unsigned execution, unsigned row,
                       struct arena *arena)
{
    assert(row < segment_row_count(segment, execution));
    return (struct row){
        .result = result_of(segment, execution),
        .row = (int)row,
        .arena = arena,
    };
}

unsigned segment_column(const struct segment *segment, unsigned execution, const char *name,
                        unsigned hint)
{
    struct row row = { .result = result_of(segment, execution), .column = (int)hint };
    return row_column(&row, name);
}

bool segment_find_column(const struct segment *segment, unsigned execution, const char *name,
                         unsigned *ret_column)
{
    const int column = PQfnumber(result_of(segment, execution), name);
    *ret_column = column < 0 ? 0 : (unsigned)column;
    return column >= 0;
}

struct slice segment_cell(const struct segment *segment, unsigned execution, unsigned row,
                          unsigned column)
{
    const PGresult *result = result_of(segment, execution);
    if (PQgetisnull(result, (int)row, (int)column))
        return (struct slice){ 0 };
    return (struct slice){ PQgetvalue(result, (int)row, (int)column),
                           (size_t)PQgetlength(result, (int)row, (int)column) };
}

unsigned segment_touched(const struct segment *segment, unsigned execution)
{
    assert(execution < segment->count);
    PGresult *result = segment->executions[execution].result;
    return result ? (unsigned)strtoul(PQcmdTuples(result), NULL, 10) : 0;
}

void segment_free(struct segment *segment)
{
    if (!segment)
        return;
    for (unsigned i = 0; i < segment->count; i++)
        PQclear(segment->executions[i].result);
    struct arena arena = segment->arena; /* the segment lies in it */
    arena_release(&arena);
}
