/* SPDX-License-Identifier: EUPL-1.2 */
/* An operation as OpenAPI: parameters, body, and every status it answers by design. What the
 * protocol itself may answer anywhere (405, 413, …) is the response `default`. */
#include "contract/contract_operation.h"

#include "api/access.h"
#include "contract/contract_example.h"
#include "contract/contract_reasons.h"
#include "contract/contract_response.h"
#include "contract/contract_schema.h"
#include "contract/contract_shared.h"
#include "contract/contract_text.h"
#include "engine/flight.h"
#include "engine/route.h"

#include <stdio.h>

static const char *const method_keys[] = { "get", "post", "put", "patch", "delete" };

/* Returns where it begins, for shared_close(). */
static size_t open_parameter(struct writer *writer, struct slice name, const char *in,
                             bool is_required, struct slice doc)
{
    const size_t start = shared_open(writer);
    writer_key(writer, "name");
    writer_string(writer, name);
    write_text(writer, "in", in);
    if (is_required)
        write_bool(writer, "required", true);
    if (slice_is_set(doc)) {
        writer_key(writer, "description");
        writer_string(writer, doc);
    }
    return start;
}

/* "candidacy_id": a UUID, or in the first place a reference where the operation takes one. */
static void write_path_parameter(struct writer *writer, const struct operation *o, unsigned place,
                                 struct slice name)
{
    static const char uuid[] = "{\"type\":\"string\",\"format\":\"uuid\"}";
    static const char both[] =
        "{\"anyOf\":[{\"type\":\"string\",\"format\":\"uuid\"},{\"type\":\"string\",\"pattern\":\"^"
        "[A-Z]{2,4}-[0-9]{4}-[0-9]{6,}-[0-9]{2}$\"}]}";
    bool is_id = name.size > 3 && memcmp(name.at + name.size - 3, "_id", 3) == 0;
    bool is_reference = is_id && place == 0 && (o->flags & OPERATION_REFERENCE);
    char noun[64], doc[160];
    snprintf(noun, sizeof noun, "%.*s", (int)(is_id ? name.size - 3 : name.size), name.at);
    for (char *c = noun; *c; c++)
        *c = *c == '_' ? ' ' : *c;
    snprintf(doc, sizeof doc, is_id ? "Identifier of the %s%s." : "The %s%s.", noun,
             is_reference ? ", or its reference" : "");
    const size_t start = open_parameter(writer, name, "path", true, slice_of(doc));
    writer_key(writer, "schema");
    writer_raw(writer, slice_of(is_reference ? both : is_id ? uuid : "{\"type\":\"string\"}"));
    shared_close(writer, start, SHARED_PARAMETER, name);
}

/* The example of a list is "A,B", as it travels; the contract shows what it means: ["A", "B"]. */
static void write_comma_list(struct writer *writer, struct slice example)
{
    if (example.at[0] != '"') {
        writer_raw(writer, example);
        return;
    }
    writer_open(writer, '[');
    for (size_t from = 1, to = 1; to < example.size; to++) {
        if (example.at[to] != ',' && example.at[to] != '"')
            continue;
        writer_string(writer, (struct slice){ example.at + from, to - from });
        from = to + 1;
    }
    writer_close(writer, ']');
}

static void write_query_parameter(struct writer *writer, const struct field *field)
{
    bool is_list =
        field->type == FIELD_ENUMS || field->type == FIELD_TEXTS || field->type == FIELD_IDS;
    const size_t start =
        open_parameter(writer, slice_of(field->name), "query", field->flags & FIELD_REQUIRED,
                       field->doc ? slice_of(field->doc) : SLICE_UNSET);
    if (is_list)
        write_bool(writer, "explode", false); /* one comma list */
    writer_key(writer, "schema");
    schema_write_parameter(writer, field);
    if (field->example) {
        writer_key(writer, "example");
        if (is_list)
            write_comma_list(writer, slice_of(field->example));
        else
            writer_raw(writer, slice_of(field->example));
    }
    shared_close(writer, start, SHARED_PARAMETER, slice_of(field->name));
}

/* The sorts of a list: both directions of each, the default first. */
static void write_sort(struct writer *writer, const struct operation *o)
{
    const struct walks *walks = o->reply.statement->walks;
    char name[64];
    const size_t start = open_parameter(
        writer, SLICE("sort"), "query", false,
        SLICE("The order; `-` turns it round. Entries that are alike stand in the order "
              "in which they were made."));
    writer_key(writer, "schema");
    writer_open(writer, '{');
    write_text(writer, "type", "string");
    writer_key(writer, "enum");
    writer_open(writer, '[');
    for (unsigned i = 0; i < 2 * walks->sort_count; i++) {
        const struct walk_sort *sort = &walks->sorts[i / 2];
        snprintf(name, sizeof name, "%s%s", sort->is_down == (i % 2 == 0) ? "-" : "", sort->name);
        writer_text(writer, name);
    }
    writer_close(writer, ']');
    snprintf(name, sizeof name, "%s%s", walks->sorts[0].is_down ? "-" : "", walks->sorts[0].name);
    write_text(writer, "default", name);
    writer_close(writer, '}');
    shared_close(writer, start, SHARED_PARAMETER, SLICE("sort"));
}

/* What rows point at. */
static void write_includes(struct writer *writer, const struct operation *o)
{
    const struct pointer *pointers[INCLUDES_MAX];
    const unsigned count = layout_pointers(o, pointers);
    if (count == 0)
        return;
    const size_t start = open_parameter(
        writer, SLICE("include"), "query", false,
        SLICE("What the items point at, shown beside them: `included`, by name and id; in "
              "CSV and text columns such as `candidate.birth_name`, in NDJSON a member "
              "`included` of each line. It is read, hidden and logged as the thing itself "
              "is; what the caller may not read is null."));
    write_bool(writer, "explode", false); /* one comma list */
    writer_key(writer, "schema");
    writer_open(writer, '{');
    write_text(writer, "type", "array");
    writer_key(writer, "items");
    writer_open(writer, '{');
    write_text(writer, "type", "string");
    writer_key(writer, "enum");
    writer_open(writer, '[');
    for (unsigned i = 0; i < count; i++)
        writer_text(writer, pointers[i]->name);
    writer_close(writer, ']');
    writer_close(writer, '}');
    writer_close(writer, '}');
    shared_close(writer, start, SHARED_PARAMETER, SLICE("include"));
}

/* Which If-Match, if any: compared wherever there is a version, and asked for where it is 428. */
static const char *match_parameter(const struct operation *o)
{
    if (o->flags & OPERATION_IF_MATCH)
        return schema_field(o->body, "expected_version") ? "IfMatchOrVersion" : "IfMatch";
    return operation_has_version(o) || operation_may_be_unchanged(o) ? "IfMatchOptional" : NULL;
}

static void write_parameters(struct writer *writer, const struct operation *o)
{
    bool has_any = slice_is_set(route_member_name(o, 0)) || o->query || operation_is_paged(o) ||
                   operation_is_command(o) || operation_may_be_unchanged(o) || o->roles ||
                   layout_has_members(o);
    if (!has_any)
        return;
    writer_key(writer, "parameters");
    writer_open(writer, '[');
    for (unsigned i = 0; i < EXCHANGE_PATH_MEMBERS; i++) {
        struct slice name = route_member_name(o, i);
        if (slice_is_set(name))
            write_path_parameter(writer, o, i, name);
    }
    for (const struct field *field = o->query ? o->query->fields : NULL; field && field->name;
         field++)
        write_query_parameter(writer, field);
    if (operation_is_paged(o)) {
        write_ref(writer, "parameters", "Limit");
        write_ref(writer, "parameters", operation_is_endless(o) ? "After" : "Cursor");
    }
    if (operation_is_sorted(o) && !operation_is_endless(o))
        write_sort(writer, o);
    if (layout_has_formats(o)) {
        write_ref(writer, "parameters", "Format");
        write_ref(writer, "parameters", "Separator");
        write_ref(writer, "parameters", "ByteOrderMark");
    }
    if (layout_has_members(o))
        write_ref(writer, "parameters", "Fields");
    write_includes(writer, o);
    if (o->roles)
        write_ref(writer, "parameters", "Function");
    if (match_parameter(o))
        write_ref(writer, "parameters", match_parameter(o));
    if (operation_may_be_unchanged(o))
        write_ref(writer, "parameters", "IfNoneMatch");
    if (operation_is_command(o))
        write_ref(writer, "parameters", "IdempotencyKey");
    if (operation_is_command(o))
        write_ref(writer, "parameters", "DryRun");
    if (o->intake) {
        write_ref(writer, "parameters", "ContentDisposition");
        write_ref(writer, "parameters", "ContentDigest");
        write_ref(writer, "parameters", "ReprDigest");
    }
    writer_close(writer, ']');
}

static bool needs_body(const struct operation *o)
{
    for (const struct field *field = o->body->fields; field->name; field++) {
        if (field->flags & FIELD_REQUIRED)
            return true;
    }
    return false;
}

static void write_body(struct writer *writer, const struct operation *o)
{
    static const char *const types[] = { "application/json", "application/merge-patch+json" };
    if (!o->body && !o->intake)
        return;
    writer_key(writer, "requestBody");
    writer_open(writer, '{');
    if (o->intake) {
        write_bool(writer, "required", true);
        writer_key(writer, "content");
        writer_open(writer, '{');
        write_file_types(writer, o->intake->media_types, true);
        writer_close(writer, '}');
        writer_close(writer, '}');
        return;
    }
    char key[128];
    snprintf(key, sizeof key, "%s.request", o->id);
    write_bool(writer, "required", needs_body(o));
    writer_key(writer, "content");
    writer_open(writer, '{');
    for (unsigned i = 0; i < (o->method == METHOD_PATCH ? 2 : 1); i++) {
        writer_key(writer, types[i]);
        writer_open(writer, '{');
        writer_key(writer, "schema");
        schema_write_ref(writer, o->body->name);
        example_write(writer, key);
        writer_close(writer, '}');
    }
    writer_close(writer, '}');
    writer_close(writer, '}');
}

/* By role, in which relation to what the operation is about (api/access.h). */
static void write_access(struct writer *writer, const struct operation *o)
{
    writer_key(writer, "x-access");
    const size_t start = shared_open(writer);
    for (unsigned role = 0; role < ROLE_COUNT; role++) {
        const unsigned relations = access_relations(o, role);
        if (!relations)
            continue;
        writer_key(writer, role_names[role]);
        writer_open(writer, '[');
        for (unsigned bit = 0; bit < RELATION_BITS; bit++) {
            if (relations & 1u << bit)
                writer_text(writer, relation_names[bit]);
        }
        writer_close(writer, ']');
    }
    shared_close(writer, start, SHARED_ACCESS, slice_of(o->tag));
}

static void write_description(struct writer *writer, const struct operation *o)
{
    struct buffer text = { 0 };
    if (o->description)
        buffer_text(&text, o->description);
    if (o->flags & OPERATION_KEY_REQUIRED)
        buffer_text(
            &text,
            "\n\nA partner's system, which has no person behind it, must send Idempotency-Key.");
    if (o->flags & OPERATION_SANDBOX)
        buffer_text(&text, "\n\nExists in a sandbox only.");
    print_deprecation(&text, o->deprecation);
    writer_key(writer, "description");
    writer_string(writer, buffer_as_slice(&text));
    buffer_release(&text);
}

static void write_operation(struct writer *writer, const struct operation *o)
{
    shared_enter(o->id);
    writer_key(writer, method_keys[o->method]);
    writer_open(writer, '{');
    write_text(writer, "operationId", o->id);
    writer_key(writer, "tags");
    writer_open(writer, '[');
    writer_text(writer, o->tag);
    writer_close(writer, ']');
    write_text(writer, "summary", o->summary);
    write_description(writer, o);
    write_deprecation(writer, o->deprecation);
    if (o->roles) {
        write_text(writer, "x-permission",
                   permission_names[__builtin_ctz(operation_permission(o))]);
        write_access(writer, o);
    } else if (!(o->flags & OPERATION_LOGIN)) {
        writer_key(writer, "security");
        writer_raw(writer, SLICE("[]"));
    }
    if (o->flags & OPERATION_PERSONAL) /* the access is logged, the answer not to be stored */
        write_bool(writer, "x-personal-data", true);
    operation_write_codes(writer, o);
    write_parameters(writer, o);
    write_body(writer, o);
    operation_write_responses(writer, o);
    writer_close(writer, '}');
}

static bool comes_earlier(const struct operation *than, const char *path)
{
    for (unsigned table = 0; operation_tables[table]; table++) {
        for (const struct operation *o = operation_tables[table]; o->id; o++) {
            if (o == than)
                return false;
            if (strcmp(o->path, path) == 0)
                return true;
        }
    }
    return false;
}

/* A path comes where its first operation does, with all of its methods. */
static void write_path(struct writer *writer, const char *path)
{
    writer_key(writer, path);
    writer_open(writer, '{');
    for (unsigned table = 0; operation_tables[table]; table++) {
        for (const struct operation *o = operation_tables[table]; o->id; o++) {
            if (strcmp(o->path, path) == 0)
                write_operation(writer, o);
        }
    }
    writer_close(writer, '}');
}

void contract_write_paths(struct writer *writer)
{
    writer_open(writer, '{');
    for (unsigned table = 0; operation_tables[table]; table++) {
        for (const struct operation *o = operation_tables[table]; o->id; o++) {
            if (!comes_earlier(o, o->path))
                write_path(writer, o->path);
        }
    }
    writer_close(writer, '}');
}
