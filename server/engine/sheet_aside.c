/* SPDX-License-Identifier: EUPL-1.2 */
/* What rows point at, in a sheet: columns behind those of the row, or a member `included` of its
 * line. */
#include "engine/sheet.h"

#include "json/scan.h"

unsigned sheet_aside_columns(const struct layout *layout)
{
    unsigned count = 0;
    for (unsigned i = 0; i < layout->include_count; i++)
        count += view_size(&pointed_of(layout->includes[i]->kind)->view);
    return count;
}

bool sheet_add_asides(struct sheet *sheet, struct arena *arena)
{
    const struct layout *layout = sheet->out->layout;
    sheet->aside_count = layout->include_count;
    if (!sheet->aside_count)
        return true;
    sheet->asides = arena_alloc(arena, sheet->aside_count * sizeof *sheet->asides);
    sheet->pointed = arena_alloc(arena, sheet->aside_count * sizeof *sheet->pointed);
    for (unsigned i = 0; sheet->asides && i < sheet->aside_count; i++) {
        const struct pointer *pointer = layout->includes[i];
        struct aside *aside = &sheet->asides[i];
        *aside = (struct aside){ .pointer = pointer,
                                 .view = &pointed_of(pointer->kind)->view,
                                 .first = sheet->count };
        for (const struct member *m = aside->view->members; m->name; m++) {
            if (m->flags & MEMBER_WITHHOLDS)
                continue;
            const struct slice name = arena_print(arena, "%s.%s", pointer->name, m->name);
            if (!slice_is_set(name))
                return false;
            sheet->columns[sheet->count++].name = name.at;
        }
    }
    return sheet->asides && sheet->pointed;
}

static unsigned count_members(struct slice object)
{
    unsigned count = 0;
    (void)scan_open(&object, '{');
    for (; slice_is_set(object) && scan_more(&object); count++) {
        (void)scan_key(&object);
        (void)scan_value(&object);
    }
    return count;
}

static bool read_aside(struct aside *aside, struct slice objects, struct arena *arena)
{
    const unsigned count = count_members(objects);
    aside->ids = arena_alloc(arena, count * sizeof *aside->ids);
    aside->objects = arena_alloc(arena, count * sizeof *aside->objects);
    if (!aside->ids || !aside->objects)
        return false;
    (void)scan_open(&objects, '{');
    while (scan_more(&objects)) {
        aside->ids[aside->count] = scan_key(&objects);
        aside->objects[aside->count++] = scan_value(&objects);
    }
    return true;
}

bool sheet_read_asides(struct sheet *sheet, struct arena *arena)
{
    struct slice included = sheet->included;
    if (!slice_is_set(included) || !scan_open(&included, '{'))
        return true;
    while (scan_more(&included)) {
        const struct slice name = scan_key(&included);
        const struct slice objects = scan_value(&included);
        for (unsigned i = 0; i < sheet->aside_count; i++) {
            if (slice_is(name, sheet->asides[i].pointer->name) &&
                !read_aside(&sheet->asides[i], objects, arena))
                return false;
        }
    }
    return true;
}

/* null when the row points at nothing, or at what is not seen. */
static struct slice find_object(const struct aside *aside, struct slice id)
{
    unsigned low = 0, high = aside->count;
    while (low < high) {
        const unsigned middle = (low + high) / 2;
        const struct slice *at = &aside->ids[middle];
        const int order = at->size == id.size ? memcmp(at->at, id.at, id.size) : -1;
        if (order == 0)
            return aside->objects[middle];
        if (order < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return SLICE("null");
}

static struct slice member_of(struct slice object, const char *name)
{
    if (!scan_open(&object, '{'))
        return SLICE_UNSET;
    while (scan_more(&object)) {
        const struct slice key = scan_key(&object);
        const struct slice value = scan_value(&object);
        if (slice_is(key, name))
            return value;
    }
    return SLICE_UNSET;
}

void sheet_point(struct sheet *sheet, struct slice row)
{
    for (unsigned i = 0; i < sheet->aside_count; i++) {
        const struct aside *aside = &sheet->asides[i];
        struct slice id = member_of(row, aside->pointer->member);
        const bool is_set = id.size > 2 && id.at[0] == '"';
        unsigned column = aside->first;
        sheet->pointed[i] =
            is_set ? find_object(aside, (struct slice){ id.at + 1, id.size - 2 }) : SLICE("null");
        for (const struct member *m = aside->view->members; m->name; m++) {
            if (!(m->flags & MEMBER_WITHHOLDS))
                sheet->cells[column++] = member_of(sheet->pointed[i], m->name);
        }
    }
}

void sheet_write_pointed(struct sheet *sheet)
{
    for (unsigned i = 0; i < sheet->aside_count; i++) {
        buffer_text(sheet->buffer, i == 0 ? ",\"included\":{\"" : ",\"");
        buffer_text(sheet->buffer, sheet->asides[i].pointer->name);
        buffer_text(sheet->buffer, "\":");
        scan_compact(sheet->pointed[i], sheet->buffer);
    }
    if (sheet->aside_count)
        buffer_char(sheet->buffer, '}');
}
