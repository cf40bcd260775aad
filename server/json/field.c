/* SPDX-License-Identifier: EUPL-1.2 */
#include "json/field.h"

#include <assert.h>

static bool is_list(enum field_type type)
{
    return type == FIELD_OBJECTS || type == FIELD_TEXTS || type == FIELD_IDS || type == FIELD_ENUMS;
}

int64_t field_min(const struct field *field)
{
    bool is_required_text = field->type == FIELD_TEXT && (field->flags & FIELD_REQUIRED);
    return is_required_text && field->min == 0 ? 1 : field->min;
}

int64_t field_max(const struct field *field)
{
    if (field->max)
        return field->max;
    if (field->type == FIELD_TEXT)
        return field->flags & FIELD_MULTILINE ? FIELD_MULTILINE_MAX : FIELD_TEXT_MAX;
    return is_list(field->type) ? FIELD_ITEMS_MAX : FIELD_INT_MAX;
}

/* "\\ud83d\\ude00": 12 bytes are the most that a character takes. */
static size_t longest_value(const struct field *field)
{
    enum { ESCAPED_BYTES = 12, SHORT_BYTES = 64 };
    switch (field->type) {
    case FIELD_TEXT:
        return (size_t)field_max(field) * ESCAPED_BYTES;
    case FIELD_ID:
    case FIELD_DATE:
    case FIELD_INT:
    case FIELD_BOOL:
    case FIELD_ENUM:
    case FIELD_INSTANT:
        return SHORT_BYTES;
    default:
        return 0;
    }
}

size_t fields_longest(const struct fields *fields)
{
    enum { AROUND_BYTES = 16 }; /* quotes, colon, comma, a line of its own */
    size_t longest = AROUND_BYTES;
    for (const struct field *field = fields ? fields->fields : NULL; field && field->name;
         field++) {
        const size_t value = longest_value(field);
        if (value == 0)
            return 0;
        longest += strlen(field->name) + value + AROUND_BYTES;
    }
    return longest;
}

static uint64_t bit_of(const struct fields *fields, const char *name)
{
    for (unsigned i = 0; fields->fields[i].name; i++) {
        if (strcmp(fields->fields[i].name, name) == 0)
            return UINT64_C(1) << i;
    }
    assert(false && "the table has a field of this name");
    return 0;
}

bool field_is_given(const struct fields *fields, const void *input, const char *name)
{
    const struct given *given = input;
    return given->present & bit_of(fields, name);
}

bool field_is_null(const struct fields *fields, const void *input, const char *name)
{
    const struct given *given = input;
    return given->null & bit_of(fields, name);
}

void field_erase(const struct fields *fields, void *input, const char *name)
{
    struct given *given = input;
    given->present |= bit_of(fields, name);
    given->null |= bit_of(fields, name);
}

/* In their order: one that leans on another which leans stands behind it. */
void fields_erase_leaning(const struct fields *fields, void *input)
{
    for (const struct field_leaning *l = fields->leaning; l && l->name; l++) {
        if (field_is_given(fields, input, l->on) && field_is_null(fields, input, l->on) &&
            !field_is_given(fields, input, l->name))
            field_erase(fields, input, l->name);
    }
}

void field_give(const struct fields *fields, void *input, const char *name)
{
    struct given *given = input;
    given->present |= bit_of(fields, name);
    given->null &= ~bit_of(fields, name);
}
