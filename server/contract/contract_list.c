/* SPDX-License-Identifier: EUPL-1.2 */
/* The schema of a list: its items, its page, and what the items point at. */
#include "contract/contract_schema.h"

#include "contract/contract_text.h"
#include "engine/layout.h"

/* What the rows point at, when it was asked for: by its name, then by its id. */
static void write_included(struct writer *writer, const struct view *view)
{
    const struct pointer *pointers[INCLUDES_MAX];
    const unsigned count = pointers_of(view, pointers, INCLUDES_MAX);
    if (count == 0)
        return;
    writer_key(writer, "included");
    writer_open(writer, '{');
    write_text(writer, "type", "object");
    write_text(writer, "description",
               "What the items point at, as `include` asks for it, by id; null where the caller "
               "may not read it.");
    writer_key(writer, "properties");
    writer_open(writer, '{');
    for (unsigned i = 0; i < count; i++) {
        writer_key(writer, pointers[i]->name);
        writer_open(writer, '{');
        write_text(writer, "type", "object");
        writer_key(writer, "additionalProperties");
        writer_open(writer, '{');
        writer_key(writer, "anyOf");
        writer_open(writer, '[');
        write_ref(writer, "schemas", pointed_of(pointers[i]->kind)->view.name);
        writer_raw(writer, SLICE("{\"type\":\"null\"}"));
        writer_close(writer, ']');
        writer_close(writer, '}');
        writer_close(writer, '}');
    }
    writer_close(writer, '}');
    writer_close(writer, '}');
}

static void write_beside(struct writer *writer, const struct reply *joined)
{
    writer_key(writer, joined->embedded.name);
    write_ref(writer, "schemas", joined->embedded.view->name);
}

void schema_write_list(struct writer *writer, const struct view *view, const struct reply *joined)
{
    write_text(writer, "type", "object");
    writer_key(writer, "required");
    writer_open(writer, '[');
    writer_text(writer, "data");
    writer_text(writer, "page");
    if (joined)
        writer_text(writer, joined->embedded.name);
    writer_close(writer, ']');
    writer_key(writer, "properties");
    writer_open(writer, '{');
    writer_key(writer, "data");
    writer_open(writer, '{');
    write_text(writer, "description", "The items, in the order of the list.");
    write_text(writer, "type", "array");
    writer_key(writer, "items");
    write_ref(writer, "schemas", view->name);
    writer_close(writer, '}');
    writer_key(writer, "page");
    write_ref(writer, "schemas", "Page");
    if (joined)
        write_beside(writer, joined);
    write_included(writer, view);
    writer_close(writer, '}');
}
