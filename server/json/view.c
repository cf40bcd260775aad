/* SPDX-License-Identifier: EUPL-1.2 */
#include "json/view.h"

unsigned view_size(const struct view *view)
{
    unsigned size = 0;
    while (view->members[size].name)
        size++;
    return size;
}

int view_find(const struct view *view, const char *name)
{
    for (int i = 0; view->members[i].name; i++) {
        if (strcmp(view->members[i].name, name) == 0)
            return i;
    }
    return -1;
}

static int find_mark(const struct view *view)
{
    for (int i = 0; view->members[i].name; i++) {
        if (view->members[i].flags & MEMBER_WITHHOLDS)
            return i;
    }
    return -1;
}

bool view_may_hide(const struct view *view, const struct member *member)
{
    return member->hidden_from ||
           (find_mark(view) >= 0 && !(member->flags & (MEMBER_OPEN | MEMBER_WITHHOLDS)));
}

struct reading {
    unsigned roles;
    bool is_withheld; /* the row is, but for what is open */
};

/* A reader without any role has no role that may see it. */
static bool is_hidden(const struct member *member, struct reading reading)
{
    return (member->hidden_from && (reading.roles & ~member->hidden_from) == 0) ||
           (reading.is_withheld && !(member->flags & MEMBER_OPEN));
}

static void write_array(const struct member *member, struct slice cell, struct writer *writer)
{
    /* Arrays are never null, unless null has a meaning of its own there. */
    bool is_null = !slice_is_set(cell) && (member->flags & MEMBER_NULLABLE);
    writer_json(writer, slice_is_set(cell) || is_null ? cell : SLICE("[]"));
}

static void write_value(const struct member *member, struct slice cell, struct writer *writer)
{
    switch (member->type) {
    case MEMBER_TEXT:
    case MEMBER_ID:
    case MEMBER_DATE:
    case MEMBER_INSTANT:
    case MEMBER_ENUM:
        writer_string(writer, cell);
        return;
    case MEMBER_BOOL:
        if (slice_is_set(cell))
            writer_bool(writer, slice_is(cell, "t") || slice_is(cell, "true"));
        else
            writer_null(writer);
        return;
    case MEMBER_TEXTS:
    case MEMBER_OBJECTS:
        write_array(member, cell, writer);
        return;
    case MEMBER_OBJECT:
    case MEMBER_JSON:
        if (member->flags & MEMBER_AS_SIGNED)
            writer_raw(writer, cell);
        else
            writer_json(writer, cell);
        return;
    case MEMBER_INT:
        writer_raw(writer, cell);
        return;
    }
}

static void write_redacted_fields(const struct view *view, struct reading reading,
                                  struct writer *writer)
{
    writer_key(writer, "redacted_fields");
    writer_open(writer, '[');
    for (const struct member *member = view->members; member->name; member++) {
        if (!(member->flags & MEMBER_WITHHOLDS) && is_hidden(member, reading))
            writer_text(writer, member->name);
    }
    writer_close(writer, ']');
}

void view_write(const struct view *view, const struct slice *cells, unsigned roles,
                struct writer *writer, bool leave_open)
{
    const int mark = find_mark(view);
    const struct reading reading = {
        .roles = roles,
        .is_withheld = mark >= 0 && slice_is(cells[mark], "t"),
    };
    bool is_redacted = false;
    writer_open(writer, '{');
    for (unsigned i = 0; view->members[i].name; i++) {
        const struct member *member = &view->members[i];
        if (member->flags & MEMBER_WITHHOLDS)
            continue;
        writer_key(writer, member->name);
        if (is_hidden(member, reading)) {
            is_redacted = true;
            writer_null(writer);
        } else {
            write_value(member, cells[i], writer);
        }
    }
    /* Hidden members are named even when they are empty: the list must not tell which have a value.
     */
    if (is_redacted)
        write_redacted_fields(view, reading, writer);
    if (!leave_open)
        writer_close(writer, '}');
}

bool view_has(const struct view *view, struct slice name)
{
    for (const struct member *member = view->members; member->name; member++)
        if (slice_is(name, member->name))
            return true;
    return slice_is(name, "redacted_fields");
}

bool view_holds_secret(const struct view *view)
{
    for (const struct member *member = view ? view->members : NULL; member && member->name;
         member++) {
        if ((member->flags & MEMBER_SECRET) || view_holds_secret(member->of))
            return true;
    }
    return false;
}
