/* SPDX-License-Identifier: EUPL-1.2 */
/* What the rows of a list point at, shown beside them: read as the thing itself is read, by its
 * statement, in the scope of the caller, all of one sort at once. What the caller could not read
 * is null. A caller who may not read such a thing at all asks the database for none. */
#include "engine/flight.h"

#include "api/access.h"
#include "engine/tenant.h"
#include "id_text.h"
#include "json/scan.h"

#include <assert.h>
#include <stdlib.h>

/* --- what is pointed at --- */

static int compare(const void *a, const void *b)
{
    return memcmp(a, b, sizeof(struct id));
}

static void make_unique(struct name_list *list)
{
    size_t kept = 0;
    if (list->count > 1)
        qsort(list->ids, list->count, sizeof list->ids[0], compare);
    for (size_t i = 0; i < list->count; i++) {
        if (kept == 0 || compare(&list->ids[kept - 1], &list->ids[i]) != 0)
            list->ids[kept++] = list->ids[i];
    }
    list->count = kept;
}

static void add_id(struct flight *flight, struct name_list *list, struct slice value)
{
    struct id id;
    if (value.size < 2 || !id_parse((struct slice){ value.at + 1, value.size - 2 }, &id))
        return;
    if (list->count == list->capacity) {
        const size_t capacity = list->capacity ? list->capacity * 2 : 64;
        struct id *ids = arena_grow(flight->x.arena, list->ids, list->count * sizeof *ids,
                                    capacity * sizeof *ids);
        if (!ids) {
            flight->x.has_failed = true;
            return;
        }
        list->ids = ids;
        list->capacity = capacity;
    }
    list->ids[list->count++] = id;
}

static struct slice rows_of(struct slice json)
{
    (void)scan_open(&json, '{');
    while (scan_more(&json)) {
        const struct slice name = scan_key(&json);
        const struct slice value = scan_value(&json);
        if (slice_is(name, "data"))
            return value;
    }
    return SLICE("[]");
}

/* By what a member of the rows is: the ids that stand there. */
static void read_ids(struct flight *flight, const char *member, struct name_list *list)
{
    struct slice rows = rows_of(buffer_as_slice(&flight->body));
    (void)scan_open(&rows, '[');
    while (scan_more(&rows)) {
        struct slice row = scan_value(&rows);
        (void)scan_open(&row, '{');
        while (scan_more(&row)) {
            const struct slice name = scan_key(&row);
            const struct slice value = scan_value(&row);
            if (slice_is(name, member))
                add_id(flight, list, value);
        }
    }
}

static bool may_read(const struct flight *flight, const struct operation *operation)
{
    return access_lets_in(operation, &flight->x.principal);
}

/* --- the answer --- */

static void write_object(const struct flight *flight, enum pointed_kind kind, size_t at,
                         struct writer *writer)
{
    const unsigned *row_of = flight->included->kinds[kind].row_of;
    if (row_of && row_of[at])
        render_object(&flight->included->kinds[kind].rows, row_of[at] - 1, &pointed_of(kind)->view,
                      flight->x.principal.roles, writer);
    else
        writer_null(writer);
}

static void write_pointed(struct flight *flight, const struct pointer *pointer,
                          struct writer *writer)
{
    const struct name_list *all = &flight->included->kinds[pointer->kind].ids;
    struct name_list own = { 0 };
    read_ids(flight, pointer->member, &own);
    make_unique(&own);
    writer_key(writer, pointer->name);
    writer_open(writer, '{');
    for (size_t i = 0, at = 0; i < own.count; i++) {
        char text[ID_TEXT_SIZE];
        while (at < all->count && compare(&all->ids[at], &own.ids[i]) < 0)
            at++;
        id_print(own.ids[i], text);
        writer_key(writer, text);
        write_object(flight, pointer->kind, at, writer);
    }
    writer_close(writer, '}');
}

/* Who was shown: those of whom there was a row. */
static void tell(struct flight *flight, enum pointed_kind kind)
{
    const unsigned *row_of = flight->included->kinds[kind].row_of;
    const struct name_list *ids = &flight->included->kinds[kind].ids;
    struct names *told = &flight->included->kinds[kind].told;
    names_init(told, flight->x.arena);
    for (size_t i = 0; row_of && pointed_of(kind)->is_person && i < ids->count; i++) {
        if (row_of[i])
            names_add(told, kind == POINTED_CANDIDATE ? NAMED_CANDIDATE : NAMED_PERSON,
                      ids->ids[i]);
    }
    flight->x.has_failed |= told->has_failed;
}

bool include_shows_persons(const struct flight *flight)
{
    for (enum pointed_kind kind = 0; flight->included && kind < POINTED_KINDS; kind++) {
        if (names_hold_person(&flight->included->kinds[kind].told))
            return true;
    }
    return false;
}

/* Behind the page, within its object. */
static enum step write_included(struct flight *flight)
{
    const struct layout *layout = &flight->layout;
    struct buffer text = { 0 };
    struct writer writer;
    writer_init(&writer, &text);
    writer_open(&writer, '{');
    for (unsigned i = 0; i < layout->include_count; i++)
        write_pointed(flight, layout->includes[i], &writer);
    writer_close(&writer, '}');
    for (enum pointed_kind kind = 0; kind < POINTED_KINDS; kind++)
        tell(flight, kind);
    assert(flight->body.size > 0 && flight->body.at[flight->body.size - 1] == '}');
    flight->body.size--;
    buffer_text(&flight->body, ",\"included\":");
    buffer_slice(&flight->body, buffer_as_slice(&text));
    buffer_char(&flight->body, '}');
    const bool has_failed = text.has_failed || flight->body.has_failed || flight->x.has_failed;
    buffer_release(&text);
    return has_failed ? flight_refuse(flight, REASON_TEMPORARY_REDUCED_CAPACITY)
                      : flight_end(flight, OUTCOME_REPLY);
}

/* --- the database --- */

enum step include_wait(struct flight *flight)
{
    const struct layout *layout = &flight->layout;
    bool asks = false;
    flight->included = exchange_alloc(&flight->x, sizeof *flight->included);
    if (!flight->included)
        return flight_refuse(flight, REASON_TEMPORARY_REDUCED_CAPACITY);
    for (unsigned i = 0; i < layout->include_count; i++)
        read_ids(flight, layout->includes[i]->member,
                 &flight->included->kinds[layout->includes[i]->kind].ids);
    for (enum pointed_kind kind = 0; kind < POINTED_KINDS; kind++) {
        make_unique(&flight->included->kinds[kind].ids);
        asks |= flight->included->kinds[kind].ids.count &&
                may_read(flight, pointed_of(kind)->operation);
    }
    if (!asks)
        return write_included(flight);
    lane_wait(flight, lane_of_include(flight));
    return STEP_WAITS;
}

static bool has_parameter(const struct statement *statement, const char *name)
{
    for (unsigned i = 0; i < statement->parameter_count; i++) {
        if (strcmp(statement->parameters[i], name) == 0)
            return true;
    }
    return false;
}

static void add_kind(struct flight *flight, enum pointed_kind kind, struct segment *segment)
{
    const struct principal *principal = &flight->x.principal;
    const struct statement *statement = pointed_of(kind)->operation->reply.statement;
    const struct name_list *ids = &flight->included->kinds[kind].ids;
    if (!ids->count || !may_read(flight, pointed_of(kind)->operation))
        return;
    struct execution *execution =
        segment_add(segment, statement, principal->scope, principal->scope_id);
    if (!execution)
        return;
    execution->params.asker = flight_asker(flight);
    for (size_t i = 0; i < ids->count; i++) {
        params_item(&execution->params);
        params_id(&execution->params, "id", ids->ids[i]);
        if (has_parameter(statement, "reference"))
            params_text(&execution->params, "reference", SLICE_UNSET);
    }
    flight->included->kinds[kind].rows =
        (struct rows){ .segment = segment, .execution = segment->count - 1 };
}

static bool find_rows(struct flight *flight, enum pointed_kind kind)
{
    const struct rows *rows = &flight->included->kinds[kind].rows;
    const size_t count = flight->included->kinds[kind].ids.count;
    unsigned *row_of = exchange_alloc(&flight->x, count * sizeof *row_of);
    for (unsigned i = 0; row_of && i < rows->count; i++) {
        const int64_t item = segment_item(rows->segment, rows->execution, i);
        if (item >= 1 && (size_t)item <= count)
            row_of[item - 1] = i + 1;
    }
    flight->included->kinds[kind].row_of = row_of;
    return row_of != NULL;
}

static enum step take_rows(struct flight *flight, struct segment *segment)
{
    if (segment->outcome != SEGMENT_COMMITTED) {
        failure_note(&flight->failure, segment);
        return flight_refuse(flight, failure_reason(segment));
    }
    for (enum pointed_kind kind = 0; kind < POINTED_KINDS; kind++) {
        struct rows *rows = &flight->included->kinds[kind].rows;
        if (!rows->segment)
            continue;
        rows->count = segment_row_count(segment, rows->execution);
        if (!tenant_may_see(flight, rows))
            return flight_refuse(flight, REASON_INTERNAL);
        if (!find_rows(flight, kind))
            return flight_refuse(flight, REASON_TEMPORARY_REDUCED_CAPACITY);
    }
    return write_included(flight);
}

static void on_done(struct segment *segment)
{
    struct flight *flight = segment->owner;
    const enum step step = take_rows(flight, segment);
    for (enum pointed_kind kind = 0; kind < POINTED_KINDS; kind++)
        flight->included->kinds[kind].rows = (struct rows){ 0 };
    segment_free(segment);
    flight_wake(flight, step, "what its rows point at was read");
}

void include_send(struct engine *engine, enum lane lane)
{
    struct flight *flight = engine->waiting[lane].list.first;
    struct segment *segment = segment_new(flight, on_done);
    if (!segment) {
        flight_wake(flight, flight_refuse(flight, REASON_TEMPORARY_REDUCED_CAPACITY), "no memory");
        return;
    }
    flight_take(flight);
    flight_set_scope(flight, segment);
    for (enum pointed_kind kind = 0; kind < POINTED_KINDS; kind++)
        add_kind(flight, kind, segment);
    pool_submit(engine->pool, lane_infos[lane].pool, segment);
}
