/* SPDX-License-Identifier: EUPL-1.2 */
#include "engine/operation_check.h"

#include "api/access.h"
#include "api/deprecation.h"
#include "api/pointed.h"
#include "api/resolution.h"
#include "engine/headers.h"
#include "engine/list.h"
#include "engine/route.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static bool fault(char *ret_fault, const struct operation *operation, const char *rule)
{
    snprintf(ret_fault, OPERATION_FAULT_SIZE, "operation %s: %s", operation->id, rule);
    return false;
}

static bool loads_are_sound(const struct operation *operation, const struct load *loads,
                            char *ret_fault)
{
    unsigned count = 0, roots = 0;
    for (const struct load *l = loads; l && l->statement; l++, count++) {
        if (!l->read)
            return fault(ret_fault, operation, "a load that reads nothing");
        roots += (l->flags & LOAD_ROOT) != 0;
    }
    if (count > FLIGHT_LOADS)
        return fault(ret_fault, operation, "more loads than a flight has room for");
    if (roots > 1)
        return fault(ret_fault, operation, "two loads are the root");
    /* Without loads of its own they are all prepare()'s: counted when they are added. */
    if (roots == 0 && loads && operation_has_version(operation))
        return fault(ret_fault, operation, "a version is expected and no load is the root");
    return true;
}

static bool writes_are_sound(const struct operation *operation, char *ret_fault)
{
    for (unsigned table = 0; table < OPERATION_WRITE_TABLES; table++) {
        const struct writes *writes = &operation->writes[table];
        if (writes->count && !(operation->flags & OPERATION_COMMAND))
            return fault(ret_fault, operation, "writes, and is no command");
        for (unsigned row = 0; row < writes->count; row++) {
            if (!writes->rows[row].statement || !writes->rows[row].bind)
                return fault(ret_fault, operation, "a hole in a table of writes");
            if ((writes->rows[row].flags & WRITE_FIRST) && (writes->rows[row].flags & WRITE_EXACT))
                return fault(ret_fault, operation, "a write of the whole batch cannot be exact");
        }
    }
    return true;
}

static bool is_sound(const struct operation *operation, char *ret_fault)
{
    if ((operation->flags & OPERATION_COMMAND) && !operation->decide)
        return fault(ret_fault, operation, "a command that decides nothing");
    if (operation->goes_on && ((operation->flags & OPERATION_COMMAND) || !operation->loads))
        return fault(ret_fault, operation, "goes on, and is no read with loads");
    if ((operation->flags & OPERATION_MOVES) && !strchr(operation->path, '{'))
        return fault(ret_fault, operation, "moves, and its path has no member");
    if ((operation->flags & OPERATION_LIST) && !operation->reply.view)
        return fault(ret_fault, operation, "a list without a view");
    if (operation->beside && (operation->loads || !(operation->flags & OPERATION_LIST) ||
                              !operation->reply.statement || !operation->snapshot_size))
        return fault(ret_fault, operation, "needs more beside its rows, and is no plain list");
    const struct deprecation *deprecation = operation_deprecation(operation);
    if (deprecation && !deprecation_is_sound(deprecation))
        return fault(ret_fault, operation, "ends without a year's notice, or says nothing instead");
    const char *scope;
    if (operation_is_sorted(operation) && !list_is_whole(operation, &scope)) {
        char rule[OPERATION_FAULT_SIZE / 2];
        snprintf(rule, sizeof rule, "its list has no way for %s", scope);
        return fault(ret_fault, operation, rule);
    }
    return loads_are_sound(operation, operation->loads, ret_fault) &&
           loads_are_sound(operation, operation->kept_loads, ret_fault) &&
           (!operation->beside ||
            loads_are_sound(operation, operation->beside->loads, ret_fault)) &&
           writes_are_sound(operation, ret_fault);
}

static bool is_same_member(struct slice a, struct slice b)
{
    bool are_variables = a.size && b.size && a.at[0] == '{' && b.at[0] == '{';
    return are_variables || slice_equals(a, b);
}

/* Templates that differ in the names of their {members} only are one route. */
static bool is_same_route(const struct operation *a, const struct operation *b)
{
    struct slice ours[ROUTE_MEMBERS_MAX], theirs[ROUTE_MEMBERS_MAX];
    unsigned count = route_split(slice_of(a->path), ours);
    if (a->method != b->method || count != route_split(slice_of(b->path), theirs))
        return false;
    for (unsigned i = 0; i < count; i++) {
        if (!is_same_member(ours[i], theirs[i]))
            return false;
    }
    return true;
}

static bool is_alone(const struct operation *const *tables, const struct operation *operation,
                     char *ret_fault)
{
    for (unsigned table = 0; tables[table]; table++) {
        for (const struct operation *o = tables[table]; o->id; o++) {
            if (o == operation)
                return true; /* those behind it look back at it */
            if (strcmp(o->id, operation->id) == 0)
                return fault(ret_fault, operation, "its id is given twice");
            if (is_same_route(o, operation))
                return fault(ret_fault, operation, "its route is given twice");
        }
    }
    return true;
}

/* Default deny: who is not in the matrix would be let in by the roles of an operation alone. */
static void check_matrix(void)
{
    for (unsigned table = 0; operation_tables[table]; table++) {
        for (const struct operation *o = operation_tables[table]; o->id; o++) {
            enum object_kind kind;
            const char *role = "no role";
            if (access_kind(o, &kind) && access_is_whole(o, &role))
                continue;
            fprintf(stderr, "clea-server: operation %s: %s has no relation in the role matrix\n",
                    o->id, role);
            abort();
        }
    }
}

bool operations_are_sound(const struct operation *const *tables,
                          char ret_fault[OPERATION_FAULT_SIZE])
{
    unsigned count = 0;
    for (unsigned table = 0; tables[table]; table++) {
        for (const struct operation *o = tables[table]; o->id; o++, count++) {
            struct slice members[ROUTE_MEMBERS_MAX];
            if (count == ROUTES_MAX)
                return fault(ret_fault, o, "more operations than there are routes");
            if (o->path[0] != '/' || route_split(slice_of(o->path), members) == 0)
                return fault(ret_fault, o, "a path of too many members, or of none");
            if (!is_sound(o, ret_fault) || !is_alone(tables, o, ret_fault))
                return false;
        }
    }
    return true;
}

/* A sentence with a hole that nobody fills would be read by people. */
static void check_wordings(void)
{
    size_t count;
    const struct wording *rows = wordings(&count);
    const struct wording *wrong = wording_fault(rows, count);
    if (!wrong)
        return;
    fprintf(stderr, "clea-server: a wording of %s holds what nothing is named: %s\n",
            reason_info(wrong->reason)->code, wrong->en);
    abort();
}

void operations_init(void)
{
    char fault[OPERATION_FAULT_SIZE];
    check_wordings();
    check_matrix();
    if (!operations_are_sound(operation_tables, fault)) {
        fprintf(stderr, "clea-server: %s\n", fault);
        abort();
    }
    if (!pointed_init()) {
        fprintf(stderr, "clea-server: what rows point at cannot be read as pointed.c says\n");
        abort();
    }
    resolution_begin(operation_tables);
    operations_know(operation_tables);
    headers_init(operation_tables);
    route_init();
}
