/* SPDX-License-Identifier: EUPL-1.2 */
#include "documents/told.h"

#include "calendar.h"

#include <limits.h>
#include <stdio.h>

/* A reading: where in the JSON it is, for the pointer of what is missing. */
struct reading {
    struct arena *arena;
    struct slice pointer;
    const char *missing;
    bool has_failed; /* for want of memory */
};

static struct slice below(struct reading *r, const char *name)
{
    const struct slice all =
        arena_print(r->arena, "%.*s/%s", (int)r->pointer.size, r->pointer.at, name);
    r->has_failed |= !slice_is_set(all);
    return all;
}

static bool read_shape(struct reading *r, const struct document *json,
                       const struct told_shape *shape, void *told);

/* Each item in its place; false: one of them lacks what is needed. */
static bool read_items(struct reading *r, const struct document *json,
                       const struct told_member *member, struct told_list *ret_list)
{
    const struct slice pointer = r->pointer;
    const bool are_texts = member->kind == TOLD_TEXTS;
    const size_t count = document_count(json),
                 size = are_texts ? sizeof(struct slice) : member->shape->size;
    char *items = arena_alloc(r->arena, (count + 1) * size);
    r->has_failed |= !items;
    for (size_t i = 0; i < count && !r->has_failed; i++) {
        char number[24];
        snprintf(number, sizeof number, "%zu", i);
        r->pointer = below(r, number);
        const struct document *item = document_item(json, i);
        if (are_texts && document_text(item).size == 0) {
            r->missing = r->pointer.at;
            return false;
        }
        if (are_texts)
            memcpy(items + i * size,
                   &(struct slice){ document_text(item).at, document_text(item).size }, size);
        else if (!read_shape(r, item, member->shape, items + i * size))
            return false;
        r->pointer = pointer;
    }
    *ret_list = (struct told_list){ items, count };
    return !r->has_failed;
}

static bool read_list(struct reading *r, const struct document *json,
                      const struct told_member *member, void *at, bool *ret_is_there)
{
    *ret_is_there = document_is_array(json) && document_count(json) >= member->least;
    return !document_is_array(json) || read_items(r, json, member, at);
}

static bool read_object(struct reading *r, const struct document *json,
                        const struct told_member *member, void *at, bool *ret_is_there)
{
    *ret_is_there = document_is_object(json);
    /* Of one that is needed and not there, its first needed member is missing. */
    if (!*ret_is_there && !member->is_needed)
        return true;
    *ret_is_there = true;
    return read_shape(r, json, member->shape, at);
}

/* False: something below it is missing. */
static bool read_value(struct reading *r, const struct document *json,
                       const struct told_member *member, void *at, bool *ret_is_there)
{
    const struct slice text = document_text(json);
    const int64_t number = document_int(json, -1);
    *ret_is_there = false;
    switch (member->kind) {
    case TOLD_TEXT:
        if ((*ret_is_there = text.size > 0))
            *(struct slice *)at = text;
        return true;
    case TOLD_DAY:
        *ret_is_there = slice_is_set(text) && date_parse(text.at, text.size, at);
        return true;
    case TOLD_INT:
        if ((*ret_is_there = number >= 0 && number <= INT_MAX))
            *(int *)at = (int)number;
        return true;
    case TOLD_BOOL:
        *(bool *)at = document_bool(json, false);
        *ret_is_there = document_is_bool(json);
        return true;
    case TOLD_OBJECT:
        return read_object(r, json, member, at, ret_is_there);
    case TOLD_LIST:
    case TOLD_TEXTS:
        break;
    }
    return read_list(r, json, member, at, ret_is_there);
}

static bool read_shape(struct reading *r, const struct document *json,
                       const struct told_shape *shape, void *told)
{
    const struct slice pointer = r->pointer;
    for (size_t i = 0; i < shape->count; i++) {
        const struct told_member *member = &shape->members[i];
        bool is_there;
        r->pointer = below(r, member->name);
        if (r->has_failed || !read_value(r, document_member(json, member->name), member,
                                         (char *)told + member->at, &is_there))
            return false;
        if (member->is_needed && !is_there) {
            r->missing = r->pointer.at;
            return false;
        }
        r->pointer = pointer;
    }
    return true;
}

enum status told_read(struct arena *arena, const struct document *json,
                      const struct told_shape *shape, void *ret_told, const char **ret_missing)
{
    struct reading r = { arena, SLICE("") };
    memset(ret_told, 0, shape->size);
    if (read_shape(&r, json, shape, ret_told))
        return STATUS_OK;
    *ret_missing = r.missing;
    return r.has_failed ? STATUS_NO_MEMORY : STATUS_FAILED;
}
