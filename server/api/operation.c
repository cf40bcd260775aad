/* SPDX-License-Identifier: EUPL-1.2 */
#include "api/operation.h"

#include <string.h>

const char *const method_names[METHOD_COUNT] = {
    [METHOD_GET] = "GET",     [METHOD_POST] = "POST",     [METHOD_PUT] = "PUT",
    [METHOD_PATCH] = "PATCH", [METHOD_DELETE] = "DELETE",
};

/* Two flags of one bit would be one flag: the sum of distinct bits is their union. */
_Static_assert((OPERATION_COMMAND + OPERATION_LIST + OPERATION_UNPAGED + OPERATION_IF_MATCH +
                OPERATION_PERSONAL + OPERATION_SANDBOX + OPERATION_KEY_REQUIRED +
                OPERATION_PUBLIC_CACHE + OPERATION_REFERENCE + OPERATION_LARGE_BODY +
                OPERATION_NO_CONTENT + OPERATION_RESTRICTED + OPERATION_BATCHED + OPERATION_MOVES +
                OPERATION_PROBE + OPERATION_TRAINING + OPERATION_LOGIN + OPERATION_ANY_FUNCTION +
                OPERATION_KEYS + OPERATION_ENDLESS) ==
                   (OPERATION_COMMAND | OPERATION_LIST | OPERATION_UNPAGED | OPERATION_IF_MATCH |
                    OPERATION_PERSONAL | OPERATION_SANDBOX | OPERATION_KEY_REQUIRED |
                    OPERATION_PUBLIC_CACHE | OPERATION_REFERENCE | OPERATION_LARGE_BODY |
                    OPERATION_NO_CONTENT | OPERATION_RESTRICTED | OPERATION_BATCHED |
                    OPERATION_MOVES | OPERATION_PROBE | OPERATION_TRAINING | OPERATION_LOGIN |
                    OPERATION_ANY_FUNCTION | OPERATION_KEYS | OPERATION_ENDLESS),
               "each flag has a bit of its own");

bool operation_is_paged(const struct operation *operation)
{
    return (operation->flags & OPERATION_LIST) && !(operation->flags & OPERATION_UNPAGED);
}

bool operation_is_sorted(const struct operation *operation)
{
    return operation_is_paged(operation) && operation->reply.statement &&
           operation->reply.statement->walks;
}

bool operation_is_endless(const struct operation *operation)
{
    return (operation->flags & OPERATION_ENDLESS) != 0;
}

static bool takes_version(const struct fields *fields)
{
    for (const struct field *field = fields ? fields->fields : NULL; field && field->name;
         field++) {
        if (strcmp(field->name, "expected_version") == 0)
            return true;
    }
    return false;
}

bool operation_has_version(const struct operation *operation)
{
    bool has_root = (operation->flags & OPERATION_IF_MATCH) || takes_version(operation->body);
    for (const struct load *l = operation->loads; l && l->statement; l++)
        has_root |= (l->flags & LOAD_ROOT) != 0;
    return has_root && (operation->flags & OPERATION_COMMAND);
}

bool operation_states(const struct operation *operation, enum reason reason)
{
    for (const enum reason *own = operation->reasons; own && *own != REASON_NONE; own++) {
        if (*own == reason)
            return true;
    }
    return operation->raises && operation->raises(reason);
}

static const struct operation *const *known;

void operations_know(const struct operation *const *tables)
{
    known = tables;
}

const struct operation *operation_find(const char *id)
{
    for (unsigned table = 0; known && known[table]; table++) {
        for (const struct operation *o = known[table]; o->id; o++) {
            if (strcmp(o->id, id) == 0)
                return o;
        }
    }
    return NULL;
}

const struct operation *operation_stating(enum reason reason, const struct operation *after)
{
    bool is_behind = !after;
    for (unsigned table = 0; known && known[table]; table++) {
        for (const struct operation *o = known[table]; o->id; o++) {
            if (is_behind && operation_states(o, reason))
                return o;
            is_behind |= o == after;
        }
    }
    return NULL;
}

bool operation_is_static(const struct operation *operation)
{
    return !(operation->flags & OPERATION_COMMAND) && !operation->loads &&
           !operation->reply.statement &&
           (operation->reply.render || operation->reply.shared ||
            (operation->reply.page && operation->reply.page->is_all));
}

bool operation_is_fixed(const struct operation *operation)
{
    return operation_is_static(operation) && (operation->flags & OPERATION_PUBLIC_CACHE);
}

enum permission operation_permission(const struct operation *operation)
{
    if (operation->roles == 0 && !(operation->flags & OPERATION_LOGIN))
        return 0;
    if (operation->flags & OPERATION_KEYS)
        return PERMISSION_KEYS;
    return operation->flags & OPERATION_COMMAND ? PERMISSION_WRITE : PERMISSION_READ;
}

enum operation_cost operation_cost(const struct operation *operation)
{
    if (operation->cost != COST_OF_KIND)
        return operation->cost;
    return operation_is_paged(operation) ? COST_LIST : COST_ROWS;
}
