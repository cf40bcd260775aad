/* Examples of bodies: those of the members where they have one, otherwise a plausible value of the
 * type. */
#include "contract/contract_schema.h"

#include "contract/contract_text.h"
#include "examples.h"

#include <string.h>

enum { EXAMPLE_DEPTH_MAX = 6 };

/* The same id everywhere would say that everything is one thing; the name decides a part of it. */
static void write_id(struct writer *writer, const char *name)
{
    char text[] = "01944f0a-0000-7c3b-8a2e-5d1c0b9f4e21";
    static const char hex[] = "0123456789abcdef";
    unsigned hash = 5381;
    for (; *name; name++)
        hash = hash * 33 + (unsigned char)*name;
    for (unsigned i = 0; i < 4; i++)
        text[9 + i] = hex[hash >> (4 * i) & 15];
    writer_text(writer, text);
}

static void write_members(struct writer *writer, const struct view *view, unsigned depth);

static void write_object(struct writer *writer, const struct view *view, unsigned depth)
{
    writer_open(writer, '{');
    if (view && depth < EXAMPLE_DEPTH_MAX)
        write_members(writer, view, depth + 1);
    writer_close(writer, '}');
}

static void write_member_example(struct writer *writer, const struct member *member, unsigned depth)
{
    if (member->example) {
        writer_raw(writer, slice_of(member->example));
        return;
    }
    if (member->flags & MEMBER_NULLABLE) {
        writer_null(writer);
        return;
    }
    switch (member->type) {
    case MEMBER_TEXT:
        writer_text(writer, "text");
        break;
    case MEMBER_ID:
        write_id(writer, member->name);
        break;
    case MEMBER_DATE:
        writer_text(writer, "2026-01-14");
        break;
    case MEMBER_INT:
        writer_int(writer, 1);
        break;
    case MEMBER_BOOL:
        writer_bool(writer, true);
        break;
    case MEMBER_INSTANT:
        writer_text(writer, "2026-01-14T09:30:00.000Z");
        break;
    case MEMBER_ENUM:
        for (int i = 0; member->words->codes[i]; i++) {
            if (!vocabulary_takes(member->only, i))
                continue;
            writer_text(writer, member->words->codes[i]);
            break;
        }
        break;
    case MEMBER_TEXTS:
        writer_raw(writer, SLICE("[]"));
        break;
    case MEMBER_OBJECTS:
        writer_open(writer, '[');
        if (member->of && depth < EXAMPLE_DEPTH_MAX)
            write_object(writer, member->of, depth);
        writer_close(writer, ']');
        break;
    case MEMBER_OBJECT:
        write_object(writer, member->of, depth);
        break;
    case MEMBER_JSON:
        writer_raw(writer, SLICE("{}"));
        break;
    }
}

static void write_members(struct writer *writer, const struct view *view, unsigned depth)
{
    for (const struct member *member = view->members; member->name; member++) {
        if (member->flags & MEMBER_WITHHOLDS)
            continue; /* says of its row, and is not written itself */
        writer_key(writer, member->name);
        write_member_example(writer, member, depth);
    }
}

void schema_write_example(struct writer *writer, const struct schema *schema)
{
    writer_open(writer, '{');
    if (schema->kind == SCHEMA_LIST) {
        writer_key(writer, "data");
        writer_open(writer, '[');
        write_object(writer, schema->view, 0);
        writer_close(writer, ']');
        writer_key(writer, "page");
        writer_raw(writer, SLICE("{\"limit\":50,\"next_cursor\":null,\"prev_cursor\":null,"
                                 "\"is_partial\":false}"));
    } else {
        write_members(writer, schema->view, 0);
    }
    if (schema->joined) {
        writer_key(writer, schema->joined->embedded.name);
        write_object(writer, schema->joined->embedded.view, 0);
    }
    writer_close(writer, '}');
}

/* --- of others --- */

/* examples/ID.json, or NULL. */
static const char *example_of(const struct operation *o)
{
    for (const struct embedded_text *file = embedded_examples; file->name; file++) {
        const size_t size = strlen(o->id);
        if (!strncmp(file->name, o->id, size) && !strcmp(file->name + size, ".json"))
            return file->text;
    }
    return NULL;
}

void schema_write_foreign(struct writer *writer, const struct operation *o)
{
    const char *example = example_of(o);
    writer_key(writer, "schema");
    writer_raw(writer, SLICE("{\"type\":\"object\"}"));
    if (!example)
        return;
    writer_key(writer, "examples");
    writer_open(writer, '{');
    writer_key(writer, "reply");
    writer_open(writer, '{');
    writer_key(writer, "value");
    writer_raw(writer, slice_of(example));
    writer_close(writer, '}');
    writer_close(writer, '}');
}
