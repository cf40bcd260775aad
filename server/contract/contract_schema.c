/* SPDX-License-Identifier: EUPL-1.2 */
/* How field tables and views are printed as JSON Schema. Requests are closed (an unknown member is
 * 422); answers may gain members. */
#include "contract/contract_schema.h"

#include "api/checks.h"
#include "buffer.h"
#include "contract/contract_shared.h"
#include "contract/contract_text.h"

#include <stdio.h>

void schema_write_ref(struct writer *writer, const char *name)
{
    write_ref(writer, "schemas", name);
}

static void write_type(struct writer *writer, const char *type, bool is_nullable)
{
    writer_key(writer, "type");
    if (!is_nullable) {
        writer_text(writer, type);
        return;
    }
    writer_open(writer, '[');
    writer_text(writer, type);
    writer_text(writer, "null");
    writer_close(writer, ']');
}

/* A reference beside which a description may stand (3.1); with null, one of two. */
static void write_of(struct writer *writer, const char *name, bool is_nullable)
{
    if (!is_nullable) {
        write_ref_member(writer, "schemas", name);
        return;
    }
    writer_key(writer, "anyOf");
    writer_open(writer, '[');
    schema_write_ref(writer, name);
    writer_open(writer, '{');
    write_text(writer, "type", "null");
    writer_close(writer, '}');
    writer_close(writer, ']');
}

static void write_described(struct writer *writer, const char *doc, const char *example)
{
    if (doc)
        write_text(writer, "description", doc);
    if (!example)
        return;
    writer_key(writer, "examples");
    writer_open(writer, '[');
    writer_raw(writer, slice_of(example));
    writer_close(writer, ']');
}

/* --- fields --- */

static void open_items(struct writer *writer, const struct field *field, bool is_unique)
{
    if (field_min(field) > 0)
        write_int(writer, "minItems", field_min(field));
    if (field->type != FIELD_ENUMS)
        write_int(writer, "maxItems", field_max(field));
    if (is_unique)
        write_bool(writer, "uniqueItems", true);
    writer_key(writer, "items");
    writer_open(writer, '{');
}

static void write_pattern(struct writer *writer, const struct field *field)
{
    const char *pattern = field->check ? check_pattern(field->check) : NULL;
    if (pattern)
        write_text(writer, "pattern", pattern);
}

static void write_field_shape(struct writer *writer, const struct field *field)
{
    static const char *const formats[] = {
        [FIELD_ID] = "uuid", [FIELD_DATE] = "date", [FIELD_INSTANT] = "date-time"
    };
    bool is_nullable = field->flags & FIELD_NULLABLE;
    switch (field->type) {
    case FIELD_TEXT:
        write_type(writer, "string", is_nullable);
        if (field_min(field) > 0)
            write_int(writer, "minLength", field_min(field));
        write_int(writer, "maxLength", field_max(field));
        write_pattern(writer, field);
        break;
    case FIELD_ID:
    case FIELD_DATE:
    case FIELD_INSTANT:
        write_type(writer, "string", is_nullable);
        write_text(writer, "format", formats[field->type]);
        break;
    case FIELD_INT:
        write_type(writer, "integer", is_nullable);
        write_int(writer, "minimum", field_min(field));
        write_int(writer, "maximum", field_max(field));
        break;
    case FIELD_BOOL:
        write_type(writer, "boolean", is_nullable);
        break;
    case FIELD_ENUM:
        shared_write_enum(writer, field->words, field->only, is_nullable);
        break;
    case FIELD_OBJECT:
        write_of(writer, field->of->name, is_nullable);
        break;
    case FIELD_OBJECTS:
        write_type(writer, "array", is_nullable);
        open_items(writer, field, false);
        write_ref_member(writer, "schemas", field->of->name);
        writer_close(writer, '}');
        break;
    case FIELD_ENUMS:
        write_type(writer, "array", is_nullable);
        open_items(writer, field, true);
        shared_write_enum(writer, field->words, field->only, false);
        writer_close(writer, '}');
        break;
    case FIELD_TEXTS:
    case FIELD_IDS:
        write_type(writer, "array", is_nullable);
        open_items(writer, field, true);
        write_type(writer, "string", false);
        if (field->type == FIELD_IDS)
            write_text(writer, "format", "uuid");
        else
            write_int(writer, "minLength", 1), write_int(writer, "maxLength", FIELD_TEXT_MAX),
                write_pattern(writer, field);
        writer_close(writer, '}');
        break;
    case FIELD_JSON:
    case FIELD_VARIANT: /* by its choices */
        break;
    }
}

void schema_write_parameter(struct writer *writer, const struct field *field)
{
    writer_open(writer, '{');
    write_field_shape(writer, field);
    writer_close(writer, '}');
}

static void write_field_doc(struct writer *writer, const struct field *field)
{
    struct buffer doc = { 0 };
    buffer_text(&doc, field->doc ? field->doc : "");
    if (field->flags & FIELD_CODED)
        buffer_text(&doc, " Blanks and case do not count.");
    if (field->flags & FIELD_PADDED)
        buffer_text(&doc, " Zeros in front may be left out; they are shown.");
    print_deprecation(&doc, field->deprecation);
    buffer_char(&doc, '\0');
    write_described(writer, field->doc && !doc.has_failed ? doc.at : NULL, field->example);
    buffer_release(&doc);
}

static void write_field(struct writer *writer, const struct field *field)
{
    writer_key(writer, field->name);
    const size_t start = shared_open(writer);
    write_field_shape(writer, field);
    write_field_doc(writer, field);
    write_deprecation(writer, field->deprecation);
    if (field->flags & FIELD_PERSONAL)
        write_bool(writer, "x-personal-data", true);
    if (field->flags & FIELD_NAME)
        write_bool(writer, "x-civil-name", true);
    if (field->flags & FIELD_TYPED)
        write_bool(writer, "x-typed", true);
    if (field->flags & FIELD_CODED)
        write_bool(writer, "x-coded", true);
    if (field->flags & FIELD_PRINTED)
        write_bool(writer, "x-printed", true);
    if (field->flags & FIELD_PLANNED)
        write_bool(writer, "x-planned", true);
    shared_close(writer, start, SHARED_SCHEMA, slice_of(field->name));
}

static bool has_required(const struct fields *fields)
{
    for (const struct field *field = fields->fields; field->name; field++) {
        if (field->flags & FIELD_REQUIRED)
            return true;
    }
    return false;
}

/* In a variant the data are needed as soon as one of their members is. */
static bool is_required(const struct field *field, const struct fields *data)
{
    return (field->flags & FIELD_REQUIRED) || (field->variants && data && has_required(data));
}

static void write_required_fields(struct writer *writer, const struct fields *fields,
                                  const struct fields *data)
{
    if (!has_required(fields) && !(data && has_required(data)))
        return;
    writer_key(writer, "required");
    writer_open(writer, '[');
    for (const struct field *field = fields->fields; field->name; field++) {
        if (is_required(field, data))
            writer_text(writer, field->name);
    }
    writer_close(writer, ']');
}

/* Members that the server computes are not part of a request: sent, they are 422 READ_ONLY_FIELD.
 */
static void write_fields(struct writer *writer, const struct fields *fields)
{
    write_text(writer, "type", "object");
    write_required_fields(writer, fields, NULL);
    write_bool(writer, "additionalProperties", false);
    writer_key(writer, "properties");
    writer_open(writer, '{');
    for (const struct field *field = fields->fields; field->name; field++) {
        if (!(field->flags & FIELD_READ_ONLY))
            write_field(writer, field);
    }
    writer_close(writer, '}');
}

static const struct field *carrier_of(const struct fields *fields)
{
    for (const struct field *field = fields->fields; field->name; field++) {
        if (field->variants)
            return field;
    }
    return NULL;
}

static void write_variant(struct writer *writer, const struct schema *schema)
{
    const struct field *carrier = carrier_of(schema->fields);
    write_text(writer, "type", "object");
    write_required_fields(writer, schema->fields, schema->data);
    write_bool(writer, "additionalProperties", false);
    writer_key(writer, "properties");
    writer_open(writer, '{');
    for (const struct field *field = schema->fields->fields; field->name; field++) {
        if (field != carrier && strcmp(field->name, carrier->variants->selector) != 0) {
            write_field(writer, field);
            continue;
        }
        writer_key(writer, field->name);
        writer_open(writer, '{');
        if (field == carrier) {
            write_ref_member(writer, "schemas", schema->data->name);
        } else {
            write_text(writer, "type", "string");
            write_text(writer, "const", field->words->codes[schema->choice]);
        }
        write_described(writer, field->doc, NULL);
        writer_close(writer, '}');
    }
    writer_close(writer, '}');
}

/* One schema a choice, told apart by the selector. */
static void write_choices(struct writer *writer, const struct fields *fields,
                          const struct field *carrier)
{
    const struct field *selector = schema_field(fields, carrier->variants->selector);
    char name[SCHEMA_NAME_SIZE];
    for (unsigned round = 0; round < 2; round++) {
        if (round == 0) {
            writer_key(writer, "oneOf");
            writer_open(writer, '[');
        } else {
            writer_key(writer, "discriminator");
            writer_open(writer, '{');
            write_text(writer, "propertyName", selector->name);
            writer_key(writer, "mapping");
            writer_open(writer, '{');
        }
        for (unsigned i = 0; selector->words->codes[i]; i++) {
            const struct fields *data = carrier->variants->of[i];
            if (!data)
                continue;
            snprintf(name, sizeof name, "%s%c%s", data->name, selector->name[0] - 'a' + 'A',
                     selector->name + 1);
            if (round == 0)
                schema_write_ref(writer, name);
            else
                write_ref_text(writer, selector->words->codes[i], "schemas", name);
        }
        writer_close(writer, round == 0 ? ']' : '}');
    }
    writer_close(writer, '}');
}

/* --- views --- */

static void write_member_shape(struct writer *writer, const struct member *member, bool may_hide)
{
    static const char *const types[] = {
        [MEMBER_TEXT] = "string",    [MEMBER_ID] = "string",   [MEMBER_DATE] = "string",
        [MEMBER_INSTANT] = "string", [MEMBER_ENUM] = NULL,     [MEMBER_INT] = "integer",
        [MEMBER_BOOL] = "boolean",   [MEMBER_TEXTS] = "array", [MEMBER_OBJECTS] = "array",
        [MEMBER_OBJECT] = "object",  [MEMBER_JSON] = NULL
    };
    bool is_nullable = (member->flags & MEMBER_NULLABLE) || may_hide;
    if (member->type == MEMBER_OBJECT && member->of)
        write_of(writer, member->of->name, is_nullable);
    else if (types[member->type])
        write_type(writer, types[member->type], is_nullable);
    if (member->type == MEMBER_ID)
        write_text(writer, "format", "uuid");
    if (member->type == MEMBER_DATE)
        write_text(writer, "format", "date");
    if (member->type == MEMBER_INSTANT)
        write_text(writer, "format", "date-time");
    if (member->type == MEMBER_ENUM)
        shared_write_enum(writer, member->words, member->only, is_nullable);
    if (member->type != MEMBER_TEXTS && member->type != MEMBER_OBJECTS)
        return;
    writer_key(writer, "items");
    writer_open(writer, '{');
    if (member->type == MEMBER_TEXTS)
        write_type(writer, "string", false);
    else if (member->of)
        write_ref_member(writer, "schemas", member->of->name);
    writer_close(writer, '}');
}

/* What the flags of a secret mean, in the words of every one of them. */
static const char *secret_doc(const struct member *member)
{
    if (member->flags & MEMBER_ONCE)
        return " Shown once, in the answer to the act that made it; null in every other, a replay "
               "and a dry run of that act included.";
    return member->flags & MEMBER_SECRET ? " Null in a dry run." : "";
}

static void write_member(struct writer *writer, const struct member *member, bool may_hide)
{
    struct buffer doc = { 0 };
    buffer_text(&doc, member->doc ? member->doc : "");
    buffer_text(&doc, secret_doc(member));
    print_deprecation(&doc, member->deprecation);
    buffer_char(&doc, '\0');
    writer_key(writer, member->name);
    const size_t start = shared_open(writer);
    write_member_shape(writer, member, may_hide);
    write_described(writer, doc.at && doc.at[0] ? doc.at : NULL, member->example);
    buffer_release(&doc);
    write_deprecation(writer, member->deprecation);
    if (member->flags & MEMBER_SECRET)
        write_text(writer, "x-secret", member->flags & MEMBER_ONCE ? "ONCE" : "KEPT");
    if (member->hidden_from)
        write_roles(writer, "x-redacted-for", member->hidden_from);
    shared_close(writer, start, SHARED_SCHEMA, slice_of(member->name));
}

static bool has_hidden(const struct view *view)
{
    for (const struct member *member = view->members; member->name; member++) {
        if (view_may_hide(view, member))
            return true;
    }
    return false;
}

static void write_view(struct writer *writer, const struct view *view, const struct reply *joined)
{
    if (view->doc)
        write_text(writer, "description", view->doc);
    write_text(writer, "type", "object");
    writer_key(writer, "required");
    writer_open(writer, '[');
    for (const struct member *member = view->members; member->name; member++)
        if (!(member->flags & MEMBER_WITHHOLDS))
            writer_text(writer, member->name);
    if (joined)
        writer_text(writer, joined->embedded.name);
    writer_close(writer, ']');
    writer_key(writer, "properties");
    writer_open(writer, '{');
    for (const struct member *member = view->members; member->name; member++)
        if (!(member->flags & MEMBER_WITHHOLDS))
            write_member(writer, member, view_may_hide(view, member));
    if (has_hidden(view)) {
        static const struct member redacted = {
            "redacted_fields", MEMBER_TEXTS,
            .doc = "Members that are null because the reader may not see them; absent when there "
                   "are none."
        };
        write_member(writer, &redacted, false);
    }
    if (joined) {
        writer_key(writer, joined->embedded.name);
        writer_open(writer, '{');
        write_of(writer, joined->embedded.view->name, true);
        write_text(writer, "description", "The resource as it is afterwards.");
        writer_close(writer, '}');
    }
    writer_close(writer, '}');
}

void schema_write(struct writer *writer, const struct schema *schema)
{
    shared_enter(schema->name);
    writer_open(writer, '{');
    switch (schema->kind) {
    case SCHEMA_FIELDS:
        if (carrier_of(schema->fields))
            write_choices(writer, schema->fields, carrier_of(schema->fields));
        else
            write_fields(writer, schema->fields);
        break;
    case SCHEMA_VARIANT:
        write_variant(writer, schema);
        break;
    case SCHEMA_VIEW:
        write_view(writer, schema->view, NULL);
        break;
    case SCHEMA_JOINED:
        write_view(writer, schema->view, schema->joined);
        break;
    case SCHEMA_LIST:
        schema_write_list(writer, schema->view, schema->joined);
        break;
    }
    writer_close(writer, '}');
}
