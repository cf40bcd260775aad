/* SPDX-License-Identifier: EUPL-1.2 */
/* The schemas of the contract: what is named under components, found by walking the operations, and
 * how a field table or a view is printed as JSON Schema. */
#ifndef CONTRACT_SCHEMA_H
#define CONTRACT_SCHEMA_H

#include "api/operation.h"

enum schema_kind {
    SCHEMA_FIELDS,  /* what clients send: struct fields */
    SCHEMA_VARIANT, /* a body with one choice of its selector made */
    SCHEMA_VIEW,    /* what they read: struct view */
    SCHEMA_LIST,    /* { data, page } of a view */
    SCHEMA_JOINED,  /* a view with the embedded object of a reply */
};

enum { SCHEMA_NAME_SIZE = 96, SCHEMAS_MAX = 512 };

struct schema {
    char name[SCHEMA_NAME_SIZE];
    enum schema_kind kind;
    const struct fields *fields;
    const struct fields *data; /* SCHEMA_VARIANT: of the chosen */
    unsigned choice;
    const struct view *view;
    const struct reply *joined;
};

struct schemas {
    struct schema items[SCHEMAS_MAX];
    unsigned count;
    char conflict[SCHEMA_NAME_SIZE]; /* a name that two different tables claim; "" = none */
};

void schemas_collect(struct schemas *schemas);
/* Name of the schema of what an operation answers; "" when it has none (no content, free object).
 */
void schema_print_reply_name(const struct operation *operation, char ret_name[SCHEMA_NAME_SIZE]);

/* contract_list.c: of a list of a view; joined: of a reply with an object beside its page, or NULL.
 */
void schema_write_list(struct writer *writer, const struct view *view, const struct reply *joined);
void schema_write(struct writer *writer, const struct schema *schema);
void schema_write_ref(struct writer *writer, const char *name);
/* The schema of one field, for a parameter: without its description. */
void schema_write_parameter(struct writer *writer, const struct field *field);
const struct field *schema_field(const struct fields *fields, const char *name); /* or NULL */

#endif
