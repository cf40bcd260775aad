/* SPDX-License-Identifier: EUPL-1.2 */
#include "engine/list.h"

#include "api/role.h"

#include <assert.h>

bool list_read_sort(struct flight *flight, struct slice text)
{
    const struct walks *walks = flight->x.operation->reply.statement->walks;
    struct page_request *page = &flight->page;
    page->is_down = text.size > 0 && text.at[0] == '-';
    if (page->is_down)
        text = (struct slice){ text.at + 1, text.size - 1 };
    for (page->sort = 0; page->sort < walks->sort_count; page->sort++) {
        if (slice_is(text, walks->sorts[page->sort].name))
            return true;
    }
    page->sort = 0;
    return false;
}

const struct vocabulary *list_sorts(const struct walks *walks, struct arena *arena)
{
    struct vocabulary *sorts = arena_alloc(arena, sizeof *sorts);
    const unsigned count = 2 * walks->sort_count;
    const char **codes = arena_alloc(arena, (count + 1) * sizeof *codes);
    struct label *labels = arena_alloc(arena, count * sizeof *labels);
    if (!sorts || !codes || !labels)
        return NULL;
    for (unsigned i = 0; i < count; i++) {
        const struct walk_sort *sort = &walks->sorts[i / 2];
        const bool is_turned = sort->is_down == (i % 2 == 0);
        codes[i] = is_turned ? arena_print(arena, "-%s", sort->name).at : sort->name;
        if (!codes[i])
            return NULL;
        labels[i] = (struct label){ codes[i], codes[i] }; /* a code is all there is to say */
    }
    sorts->codes = codes;
    sorts->labels = labels;
    return sorts;
}

/* Whose entries a caller walks: what the scopes of a .walk mean. */
static const char *scope_of(const struct principal *principal)
{
    static const struct {
        const char *scope, *whole, *narrow;
    } scopes[] = {
        { "ORGANISM", "ORGANISM", "TRAINER" },   { "NETWORK", "NETWORK", "NETWORK" },
        { "COMMISSION", "COMMISSION", "JUROR" }, { "CANDIDATE", "CANDIDATE", "CANDIDATE" },
        { "FUNDER", "FUNDER", "FUNDER" },
    };
    const bool is_narrow = id_is_set(principal_reach(principal));
    for (unsigned i = 0; i < sizeof scopes / sizeof scopes[0]; i++) {
        if (slice_is(principal->scope, scopes[i].scope))
            return is_narrow ? scopes[i].narrow : scopes[i].whole;
    }
    return "NATION";
}

static const struct walk *find_way(const struct walks *walks, const char *scope, unsigned sort,
                                   bool is_down)
{
    const struct walk *any = NULL;
    for (const struct walk *way = walks->ways; way < walks->ways + walks->way_count; way++) {
        if (way->sort != sort || way->is_down != is_down)
            continue;
        if (strcmp(way->scope, scope) == 0)
            return way;
        if (strcmp(way->scope, "ANY") == 0)
            any = way;
    }
    return any;
}

const struct statement *list_statement(const struct flight *flight)
{
    const struct statement *statement = exchange_reply(&flight->x)->statement;
    const struct page_request *page = &flight->page;
    if (!statement || !statement->walks)
        return statement;
    /* A page back is read from its end. */
    const struct walk *way = find_way(statement->walks, scope_of(&flight->x.principal), page->sort,
                                      page->is_down != (page->is_set && page->cursor.is_backward));
    assert(way); /* list_is_whole() */
    return way->statement;
}

static struct slice print_body(struct flight *flight)
{
    struct exchange *x = &flight->x;
    struct buffer body = { 0 };
    struct writer writer;
    writer_init(&writer, &body);
    fields_write(&writer, x->operation->body, x->body, 0);
    const struct slice text = arena_copy(x->arena, buffer_as_slice(&body));
    x->has_failed |= body.has_failed || !slice_is_set(text);
    buffer_release(&body);
    return text;
}

struct cursor_list list_cursor_of(struct flight *flight)
{
    const struct exchange *x = &flight->x;
    return (struct cursor_list){
        .operation_id = x->operation->id,
        .filters = flight->call->pairs,
        .filter_count = flight->call->pair_count,
        .body = x->body && operation_is_paged(x->operation) ? print_body(flight) : SLICE_UNSET,
    };
}

static bool has_parameter(const struct statement *statement, const char *name)
{
    for (unsigned i = 0; i < statement->parameter_count; i++) {
        if (strcmp(statement->parameters[i], name) == 0)
            return true;
    }
    return false;
}

void list_bind_page(const struct flight *flight, struct params *params)
{
    const struct page_request *page = &flight->page;
    const struct statement *statement = flight->x.operation->reply.statement;
    params_int(params, "page_limit", page->limit + 1);
    params_id(params, "cursor_id", page->is_set ? page->cursor.id : (struct id){ { 0 } });
    if (!statement->walks)
        params_bool(params, "is_backward", page->is_set && page->cursor.is_backward);
    else if (has_parameter(statement, "cursor_key"))
        params_text(params, "cursor_key",
                    page->is_set && page->cursor.key_size
                        ? (struct slice){ page->cursor.key, page->cursor.key_size }
                        : SLICE_UNSET);
}

void list_bind(const struct exchange *x, struct params *params)
{
    const struct operation *operation = x->operation;
    const struct reply *reply = exchange_reply(x);
    if (operation_is_paged(operation)) {
        params_item(params);
        list_bind_page((const struct flight *)x, params);
        if (reply->bind)
            reply->bind(x, params);
    } else if (reply->bind) {
        reply->bind(x, params);
    } else {
        exchange_bind_path(x, params);
    }
}

bool list_has_lost_its_place(const struct flight *flight, unsigned row_count)
{
    return row_count == 0 && flight->page.is_set && operation_is_sorted(flight->x.operation) &&
           flight->x.operation->reply.statement->walks->sorts[flight->page.sort].is_looked_up;
}

/* The nation reads what is not restricted, whatever the roles say. */
bool list_is_whole(const struct operation *operation, const char **ret_scope)
{
    static const struct {
        unsigned roles;
        const char *scope;
    } scopes[] = {
        { ROLES_ORGANISM & ~(unsigned)ROLE_TRAINER, "ORGANISM" },
        { ROLE_TRAINER, "TRAINER" },
        { ROLE_NETWORK_MANAGER, "NETWORK" },
        { ROLE_SECRETARY, "COMMISSION" },
        { ROLE_JUROR | ROLE_CHAIR, "JUROR" },
        { ROLE_CANDIDATE, "CANDIDATE" },
        { ROLE_FUNDER, "FUNDER" },
        { 0, "NATION" },
    };
    const struct statement *statement = operation->reply.statement;
    for (unsigned i = 0; i < sizeof scopes / sizeof scopes[0]; i++) {
        if (scopes[i].roles && !(operation->roles & scopes[i].roles))
            continue;
        *ret_scope = scopes[i].scope;
        for (unsigned sort = 0; sort < statement->walks->sort_count; sort++) {
            if (!find_way(statement->walks, scopes[i].scope, sort, true) ||
                !find_way(statement->walks, scopes[i].scope, sort, false))
                return false;
        }
    }
    return true;
}
