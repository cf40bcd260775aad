/* SPDX-License-Identifier: EUPL-1.2 */
/* The query of a request: parameters that belong to every operation of a sort, those of the
 * operation, and those of a page. */
#include "engine/flight.h"

#include "engine/list.h"

enum { PAGE_DEFAULT = 50 };

static void violate_parameter(struct flight *flight, struct slice name, enum reason code,
                              const struct expected *expected)
{
    violations_add(&flight->x.violations, VIOLATION_PARAMETER, name, code, expected);
}

static bool is_list(const struct fields *fields, struct slice name)
{
    for (const struct field *field = fields ? fields->fields : NULL; field && field->name;
         field++) {
        if (slice_is(name, field->name))
            return field->type == FIELD_ENUMS || field->type == FIELD_TEXTS ||
                   field->type == FIELD_IDS;
    }
    return false;
}

/* Several values of one parameter, whoever reads it. */
static bool takes_several(const struct operation *operation, struct slice name)
{
    return is_list(operation->query, name) ||
           (slice_is(name, "fields") && layout_has_members(operation)) ||
           (slice_is(name, "include") && layout_has_pointers(operation));
}

static struct http_pair *find_pair(const struct http_call *call, size_t count, struct slice name)
{
    for (size_t i = 0; i < count; i++) {
        if (slice_equals(call->pairs[i].name, name))
            return &call->pairs[i];
    }
    return NULL;
}

/* "state=A&state=B", "state=A,B" and any mixture are one parameter: from here on the second. */
static void join_lists(struct flight *flight)
{
    struct http_call *call = flight->call;
    size_t count = 0;
    for (size_t i = 0; i < call->pair_count; i++) {
        const struct http_pair pair = call->pairs[i];
        struct http_pair *first = takes_several(flight->x.operation, pair.name)
                                      ? find_pair(call, count, pair.name)
                                      : NULL;
        if (!first) {
            call->pairs[count++] = pair;
            continue;
        }
        first->value =
            arena_print(flight->x.arena, "%.*s,%.*s", (int)first->value.size,
                        slice_is_set(first->value) ? first->value.at : "", (int)pair.value.size,
                        slice_is_set(pair.value) ? pair.value.at : "");
        flight->x.has_failed |= !slice_is_set(first->value);
    }
    call->pair_count = count;
}

static void read_dry_run(struct flight *flight, struct slice value)
{
    static const struct expected truth = { .type = VALUE_BOOLEAN, .cause = REASON_TYPE };
    flight->is_dry_run = slice_is(value, "true");
    if (!flight->is_dry_run && !slice_is(value, "false"))
        violate_parameter(flight, SLICE("dry_run"), REASON_PARAMETER_INVALID, &truth);
}

static void read_limit(struct flight *flight, struct slice value)
{
    static const struct expected page_limit = {
        .type = VALUE_INTEGER,
        .cause = REASON_RANGE,
        .has_min = true,
        .has_max = true,
        .min = 1,
        .max = PAGE_MAX,
    };
    int64_t limit = 0;
    for (size_t i = 0; i < value.size; i++)
        limit = value.at[i] >= '0' && value.at[i] <= '9' && limit < 1000
                    ? limit * 10 + (value.at[i] - '0')
                    : 1000;
    if (limit < 1 || limit > PAGE_MAX)
        violate_parameter(flight, SLICE("limit"), REASON_PARAMETER_INVALID, &page_limit);
    flight->page.limit = limit;
    flight->page.is_limited = true;
}

static void read_sort(struct flight *flight, struct slice value)
{
    if (list_read_sort(flight, value))
        return;
    const struct expected one_of = {
        .type = VALUE_CODE,
        .cause = REASON_ENUM,
        .words = list_sorts(flight->x.operation->reply.statement->walks, flight->x.arena),
    };
    violate_parameter(flight, SLICE("sort"), REASON_PARAMETER_INVALID, &one_of);
}

static void keep_cursor(struct flight *flight, struct slice value)
{
    flight->page.cursor_text = slice_is_set(value) ? value : SLICE("");
}

/* Behind everything that there is. */
static struct cursor cursor_of_now(void)
{
    struct cursor cursor = { 0 };
    memset(cursor.id.bytes, 0xFF, sizeof cursor.id.bytes);
    return cursor;
}

/* Once all is read that the list is bound to. */
void query_read_cursor(struct flight *flight)
{
    const struct cursor_list list = list_cursor_of(flight);
    const bool is_endless = operation_is_endless(flight->x.operation);
    if (!slice_is_set(flight->page.cursor_text))
        return;
    if (is_endless && slice_is(flight->page.cursor_text, "NOW")) {
        flight->page.cursor = cursor_of_now();
        flight->page.is_set = true;
        return;
    }
    flight->page.is_set = cursor_parse(flight->page.cursor_text, &list, &flight->page.cursor);
    if (!flight->page.is_set)
        violate_parameter(flight, is_endless ? SLICE("after") : SLICE("cursor"),
                          REASON_CURSOR_INVALID, NULL);
}

/* The parameters that are nobody's own: taken out of the others, which are the operation's. */
static size_t read_shared_parameters(struct flight *flight, struct field_pair *pairs)
{
    static const struct {
        const char *name;
        void (*read)(struct flight *flight, struct slice value);
        enum {
            OF_COMMANDS,
            OF_PAGED_LISTS,
            OF_ENDED_LISTS,
            OF_ENDLESS_LISTS,
            OF_SORTED_LISTS,
            OF_LISTS,
            OF_VIEWS,
            OF_POINTERS
        } of;
    } shared[] = {
        { "dry_run", read_dry_run, OF_COMMANDS },
        { "limit", read_limit, OF_PAGED_LISTS },
        { "cursor", keep_cursor, OF_ENDED_LISTS },
        { "after", keep_cursor, OF_ENDLESS_LISTS },
        { "sort", read_sort, OF_SORTED_LISTS },
        { "format", layout_read_format, OF_LISTS },
        { "separator", layout_read_separator, OF_LISTS },
        { "bom", layout_read_mark, OF_LISTS },
        { "fields", layout_read_members, OF_VIEWS },
        { "include", layout_read_includes, OF_POINTERS },
    };
    enum { SHARED_COUNT = sizeof shared / sizeof shared[0] };
    const struct http_call *call = flight->call;
    const struct operation *operation = flight->x.operation;
    const bool is_endless = operation_is_endless(operation);
    const bool is_of[] = {
        [OF_COMMANDS] = (operation->flags & OPERATION_COMMAND) != 0,
        [OF_PAGED_LISTS] = operation_is_paged(operation),
        [OF_ENDED_LISTS] = operation_is_paged(operation) && !is_endless,
        [OF_ENDLESS_LISTS] = is_endless,
        [OF_SORTED_LISTS] = operation_is_sorted(operation) && !is_endless,
        [OF_LISTS] = layout_has_formats(operation),
        [OF_VIEWS] = layout_has_members(operation),
        [OF_POINTERS] = layout_has_pointers(operation),
    };
    size_t count = 0;
    flight->page.limit = PAGE_DEFAULT;
    if (is_of[OF_SORTED_LISTS])
        flight->page.is_down = operation->reply.statement->walks->sorts[0].is_down;
    for (size_t i = 0; i < call->pair_count; i++) {
        const struct slice name = call->pairs[i].name, value = call->pairs[i].value;
        unsigned k = 0;
        while (k < SHARED_COUNT && !(slice_is(name, shared[k].name) && is_of[shared[k].of]))
            k++;
        if (k == SHARED_COUNT)
            pairs[count++] = (struct field_pair){ name, value };
        else if (find_pair(call, i, name))
            violate_parameter(flight, name, REASON_PARAMETER_REPEATED, NULL);
        else
            shared[k].read(flight, value);
    }
    return count;
}

static struct slice in_capitals(struct flight *flight, struct slice text)
{
    char *copy = arena_alloc(flight->x.arena, text.size + 1);
    for (size_t i = 0; copy && i < text.size; i++)
        copy[i] =
            text.at[i] >= 'a' && text.at[i] <= 'z' ? (char)(text.at[i] - 'a' + 'A') : text.at[i];
    return copy ? (struct slice){ copy, text.size } : SLICE_UNSET;
}

static bool was_said(const struct field_pair *pairs, size_t count, struct slice name)
{
    for (size_t i = 0; i < count; i++) {
        if (slice_equals(pairs[i].name, name))
            return true;
    }
    return false;
}

static bool is_blamed(const struct violations *violations, struct slice name)
{
    for (size_t i = 0; i < violations->count; i++) {
        if (slice_equals(violations->items[i].where, name))
            return true;
    }
    return false;
}

/* An address that people pass on comes back with what mail and search programs put behind it. A
 * page passes over what is none of its parameters, over a word that it does not know and over what
 * is said twice: whoever wants to see a certificate sees it. What is not said is asked for by the
 * page itself. */
static enum status read_page_query(struct flight *flight, const struct fields *fields,
                                   struct field_pair *pairs, size_t count)
{
    void *tried = arena_alloc(flight->x.arena, fields->size);
    size_t kept = 0;
    for (size_t i = 0; tried && i < count; i++) {
        const struct field_pair pair = { pairs[i].name, in_capitals(flight, pairs[i].value) };
        struct violations passed_over = { 0 };
        const enum status status =
            fields_read_pairs(fields, &pair, 1, flight->x.arena, tried, &passed_over);
        if (status != STATUS_OK || !slice_is_set(pair.value))
            return STATUS_NO_MEMORY;
        if (!is_blamed(&passed_over, pair.name) && !was_said(pairs, kept, pair.name))
            pairs[kept++] = pair;
    }
    struct violations missing = { 0 };
    return tried
               ? fields_read_pairs(fields, pairs, kept, flight->x.arena, flight->x.query, &missing)
               : STATUS_NO_MEMORY;
}

/* Query parameters by the operation's table; without a table, every one is unknown. */
enum status query_read(struct flight *flight)
{
    static const struct field none[] = { { .name = NULL } };
    static const struct fields nothing = { "Nothing", none, sizeof(struct given) };
    const struct fields *fields =
        flight->x.operation->query ? flight->x.operation->query : &nothing;
    join_lists(flight);
    struct field_pair *pairs =
        arena_alloc(flight->x.arena, (flight->call->pair_count + 1) * sizeof *pairs);
    flight->x.query = arena_alloc(flight->x.arena, fields->size);
    if (!pairs || !flight->x.query)
        return STATUS_NO_MEMORY;
    size_t count = read_shared_parameters(flight, pairs);
    if (page_is_preferred(flight))
        return read_page_query(flight, fields, pairs, count);
    return fields_read_pairs(fields, pairs, count, flight->x.arena, flight->x.query,
                             &flight->x.violations);
}
