/* SPDX-License-Identifier: EUPL-1.2 */
/* Structs that a table of fields describes, as JSON again; and one laid over another. */
#include "json/field.h"

#include <assert.h>

static void write_item(struct writer *writer, const struct field *field, const char *item,
                       unsigned flags)
{
    if (field->type == FIELD_TEXTS)
        writer_string(writer, *(const struct slice *)item);
    else if (field->type == FIELD_IDS)
        writer_id(writer, *(const struct id *)item);
    else
        fields_write(writer, field->of, item, flags);
}

static void write_list(struct writer *writer, const struct field *field,
                       const struct field_list *list, unsigned flags)
{
    size_t size = field->type == FIELD_TEXTS ? sizeof(struct slice)
                  : field->type == FIELD_IDS ? sizeof(struct id)
                                             : field->of->size;
    writer_open(writer, '[');
    for (size_t i = 0; i < list->count; i++)
        write_item(writer, field, (const char *)list->items + i * size, flags);
    writer_close(writer, ']');
}

static void write_words(struct writer *writer, const struct vocabulary *words, uint64_t bits)
{
    writer_open(writer, '[');
    for (unsigned i = 0; words->codes[i]; i++) {
        if (bits >> i & 1)
            writer_text(writer, words->codes[i]);
    }
    writer_close(writer, ']');
}

static void write_value(struct writer *writer, const struct field *field, const void *value,
                        unsigned flags)
{
    switch (field->type) {
    case FIELD_TEXT:
        writer_string(writer, *(const struct slice *)value);
        return;
    case FIELD_ID:
        writer_id(writer, *(const struct id *)value);
        return;
    case FIELD_DATE:
        writer_date(writer, *(const struct date *)value);
        return;
    case FIELD_INT:
        writer_int(writer, *(const int64_t *)value);
        return;
    case FIELD_BOOL:
        writer_bool(writer, *(const bool *)value);
        return;
    case FIELD_ENUM:
        writer_text(writer, field->words->codes[*(const int *)value]);
        return;
    case FIELD_ENUMS:
        write_words(writer, field->words, *(const uint64_t *)value);
        return;
    case FIELD_INSTANT:
        writer_instant(writer, *(const int64_t *)value);
        return;
    case FIELD_OBJECT:
        fields_write(writer, field->of, value, flags);
        return;
    case FIELD_OBJECTS:
    case FIELD_TEXTS:
    case FIELD_IDS:
        write_list(writer, field, value, flags);
        return;
    case FIELD_JSON:
        writer_raw(writer, *(const struct slice *)value);
        return;
    case FIELD_VARIANT:
        assert(false && "written with the enum that names it");
    }
}

static unsigned place_of(const struct fields *fields, const char *name)
{
    unsigned i = 0;
    while (fields->fields[i].name && strcmp(fields->fields[i].name, name) != 0)
        i++;
    assert(fields->fields[i].name); /* of this table, or of the record that a change is a part of */
    return i;
}

static void write_variant(struct writer *writer, const struct fields *fields,
                          const struct field *field, const void *input, unsigned flags)
{
    const struct field *selector = &fields->fields[place_of(fields, field->variants->selector)];
    const int choice = *(const int *)((const char *)input + selector->offset);
    const struct fields *variant = field->variants->of[choice];
    assert(variant); /* the reader has refused what has none */
    fields_write(writer, variant, (const char *)input + field->offset, flags);
}

/* Whether an absent field stands for a value: the first name, false, an empty list. */
static bool has_default(const struct field *field)
{
    if (field->flags & (FIELD_NULLABLE | FIELD_READ_ONLY))
        return false;
    return field->type == FIELD_ENUM || field->type == FIELD_BOOL || field->type == FIELD_TEXTS ||
           field->type == FIELD_IDS || field->type == FIELD_ENUMS || field->type == FIELD_OBJECTS;
}

void fields_write(struct writer *writer, const struct fields *fields, const void *input,
                  unsigned flags)
{
    const struct given *given = input;
    writer_open(writer, '{');
    for (unsigned i = 0; fields->fields[i].name; i++) {
        const struct field *field = &fields->fields[i];
        bool is_given = given->present >> i & 1, is_null = given->null >> i & 1;
        if (!is_given && !((flags & FIELDS_WITH_DEFAULTS) && has_default(field)))
            continue;
        const bool is_personal = field->flags & FIELD_PERSONAL;
        if (is_personal ? flags & FIELDS_WITHOUT_PERSONAL : flags & FIELDS_ONLY_PERSONAL)
            continue;
        if ((flags & FIELDS_WITHOUT_NULLS) && is_null)
            continue;
        writer_key(writer, field->name);
        if (is_null)
            writer_null(writer);
        else if (field->type == FIELD_VARIANT)
            write_variant(writer, fields, field, input, flags);
        else
            write_value(writer, field, (const char *)input + field->offset, flags);
    }
    writer_close(writer, '}');
}

static size_t size_of(const struct field *field)
{
    switch (field->type) {
    case FIELD_TEXT:
    case FIELD_JSON:
        return sizeof(struct slice);
    case FIELD_ID:
        return sizeof(struct id);
    case FIELD_DATE:
        return sizeof(struct date);
    case FIELD_INT:
    case FIELD_INSTANT:
    case FIELD_ENUMS:
        return sizeof(int64_t);
    case FIELD_BOOL:
        return sizeof(bool);
    case FIELD_ENUM:
        return sizeof(int);
    case FIELD_OBJECT:
        return field->of->size;
    case FIELD_OBJECTS:
    case FIELD_TEXTS:
    case FIELD_IDS:
        return sizeof(struct field_list);
    case FIELD_VARIANT:
        assert(false && "no column of a record");
    }
    return 0;
}

void fields_merge(const struct fields *change_fields, const void *change,
                  const struct fields *record_fields, void *record)
{
    const struct given *given = change;
    struct given *known = record;
    for (unsigned i = 0; change_fields->fields[i].name; i++) {
        const struct field *from = &change_fields->fields[i];
        if (!(given->present >> i & 1))
            continue;
        unsigned at = place_of(record_fields, from->name);
        const struct field *to = &record_fields->fields[at];
        uint64_t bit = UINT64_C(1) << at;
        bool is_null = given->null >> i & 1;
        assert(to->type == from->type);
        known->present = is_null ? known->present & ~bit : known->present | bit;
        /* A null has left its place in the change zeroed. */
        memcpy((char *)record + to->offset, (const char *)change + from->offset, size_of(to));
    }
}
