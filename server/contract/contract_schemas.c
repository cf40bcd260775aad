/* SPDX-License-Identifier: EUPL-1.2 */
/* Which schemas the contract has: what operations send and answer, and what these are made of. */
#include "contract/contract_schema.h"

#include "engine/layout.h"

#include <stdio.h>

/* False when it was there already. */
static bool add(struct schemas *schemas, struct schema schema)
{
    for (unsigned i = 0; i < schemas->count; i++) {
        struct schema *known = &schemas->items[i];
        if (strcmp(known->name, schema.name) != 0)
            continue;
        if (known->kind != schema.kind || known->fields != schema.fields ||
            known->view != schema.view || known->data != schema.data)
            memcpy(schemas->conflict, schema.name, sizeof schemas->conflict);
        return false;
    }
    if (schemas->count == SCHEMAS_MAX) {
        snprintf(schemas->conflict, sizeof schemas->conflict, "(more than %d)", SCHEMAS_MAX);
        return false;
    }
    schemas->items[schemas->count++] = schema;
    return true;
}

static void set_name(struct schema *schema, const char *name, const char *suffix, const char *more)
{
    snprintf(schema->name, sizeof schema->name, "%s%s%s", name, suffix, more);
}

static void collect_fields(struct schemas *schemas, const struct fields *fields);

static void collect_variants(struct schemas *schemas, const struct fields *fields,
                             const struct field *carrier)
{
    const struct field *selector = schema_field(fields, carrier->variants->selector);
    for (unsigned i = 0; selector && selector->words->codes[i]; i++) {
        const struct fields *data = carrier->variants->of[i];
        if (!data)
            continue;
        collect_fields(schemas, data);
        struct schema variant = {
            .kind = SCHEMA_VARIANT, .fields = fields, .data = data, .choice = i
        };
        char suffix[SCHEMA_NAME_SIZE];
        snprintf(suffix, sizeof suffix, "%c%s", selector->name[0] - 'a' + 'A', selector->name + 1);
        set_name(&variant, data->name, suffix, "");
        add(schemas, variant);
    }
}

static void collect_fields(struct schemas *schemas, const struct fields *fields)
{
    struct schema schema = { .kind = SCHEMA_FIELDS, .fields = fields };
    set_name(&schema, fields->name, "", "");
    if (!add(schemas, schema))
        return;
    for (const struct field *field = fields->fields; field->name; field++) {
        if (field->of && !(field->flags & FIELD_READ_ONLY))
            collect_fields(schemas, field->of);
        if (field->variants)
            collect_variants(schemas, fields, field);
    }
}

static void collect_view(struct schemas *schemas, const struct view *view)
{
    struct schema schema = { .kind = SCHEMA_VIEW, .view = view };
    set_name(&schema, view->name, "", "");
    if (!add(schemas, schema))
        return;
    for (const struct member *member = view->members; member->name; member++) {
        if (member->of)
            collect_view(schemas, member->of);
    }
}

static void collect_reply(struct schemas *schemas, const struct operation *operation)
{
    const struct reply *reply = &operation->reply;
    struct schema schema = { .kind = SCHEMA_LIST, .view = reply->view };
    if (!reply->view || (operation->flags & OPERATION_NO_CONTENT))
        return;
    schema_print_reply_name(operation, schema.name);
    if (operation->flags & OPERATION_LIST) {
        const struct pointer *pointers[INCLUDES_MAX];
        const unsigned count = layout_pointers(operation, pointers);
        collect_view(schemas, reply->view);
        for (unsigned i = 0; i < count; i++)
            collect_view(schemas, &pointed_of(pointers[i]->kind)->view);
        if (reply->embedded.view) {
            schema.joined = reply;
            collect_view(schemas, reply->embedded.view);
        }
        add(schemas, schema);
    } else if (reply->embedded.view) {
        schema.kind = SCHEMA_JOINED;
        schema.joined = reply;
        for (const struct member *member = reply->view->members; member->name; member++) {
            if (member->of)
                collect_view(schemas, member->of);
        }
        collect_view(schemas, reply->embedded.view);
        add(schemas, schema);
    } else {
        collect_view(schemas, reply->view);
    }
    if (reply->other)
        collect_view(schemas, reply->other->view);
}

void schemas_collect(struct schemas *schemas)
{
    (void)pointed_init(); /* what is missing is said at start */
    for (unsigned table = 0; operation_tables[table]; table++) {
        for (const struct operation *o = operation_tables[table]; o->id; o++) {
            if (o->body)
                collect_fields(schemas, o->body);
            collect_reply(schemas, o);
        }
    }
}

void schema_print_reply_name(const struct operation *operation, char ret_name[SCHEMA_NAME_SIZE])
{
    const struct reply *reply = &operation->reply;
    ret_name[0] = '\0';
    if (!reply->view || (operation->flags & OPERATION_NO_CONTENT))
        return;
    bool is_list = operation->flags & OPERATION_LIST;
    bool is_joined = !is_list && reply->embedded.view;
    snprintf(ret_name, SCHEMA_NAME_SIZE, "%s%s%s", reply->view->name,
             is_list     ? "List"
             : is_joined ? "With"
                         : "",
             is_joined ? reply->embedded.view->name : "");
}

const struct field *schema_field(const struct fields *fields, const char *name)
{
    for (const struct field *field = fields ? fields->fields : NULL; field && field->name;
         field++) {
        if (strcmp(field->name, name) == 0)
            return field;
    }
    return NULL;
}
