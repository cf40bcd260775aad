/* SPDX-License-Identifier: EUPL-1.2 */
/* Query parameters: decoded pairs into the struct that a table of fields describes. */
#include "json/field.h"

#include "json/field_value.h"
#include "json/utf8.h"

#include <assert.h>

struct reader {
    struct arena *arena;
    struct violations *violations;
    enum status status; /* sticky */
};

static void violate(struct reader *reader, struct slice name, enum reason code,
                    const struct expected *expected)
{
    /* What is not UTF-8 cannot be quoted in a JSON reply. */
    struct slice where = utf8_is_valid(name) ? name : SLICE("?");
    where = arena_copy(reader->arena, where);
    if (slice_is_set(where))
        violations_add(reader->violations, VIOLATION_PARAMETER, where, code, expected);
    else
        reader->status = STATUS_NO_MEMORY;
}

/* One code for every fault of a parameter; why, and what was expected, go with it. */
static void violate_parameter(struct reader *reader, struct slice name,
                              struct field_verdict verdict)
{
    verdict.expected.cause = verdict.code;
    violate(reader, name, REASON_PARAMETER_INVALID, &verdict.expected);
}

/* Digits with an optional minus; no plus, no leading zeros, no spaces: one spelling a number. */
static bool read_int(struct slice text, int64_t *ret_number)
{
    bool is_negative = text.size > 0 && text.at[0] == '-';
    size_t i = is_negative ? 1 : 0, digits = text.size - i;
    if (digits == 0 || digits > 18 || (text.at[i] == '0' && (digits > 1 || is_negative)))
        return false;
    int64_t number = 0;
    for (; i < text.size; i++) {
        if (text.at[i] < '0' || text.at[i] > '9')
            return false;
        number = number * 10 + (text.at[i] - '0');
    }
    *ret_number = is_negative ? -number : number;
    return true;
}

/* The item up to the next comma; *rest is unset behind the last. An empty text has one empty item.
 */
static struct slice next_item(struct slice *rest)
{
    const char *comma = memchr(rest->at, ',', rest->size);
    struct slice item = { rest->at, comma ? (size_t)(comma - rest->at) : rest->size };
    *rest =
        comma ? (struct slice){ comma + 1, rest->size - item.size - 1 } : (struct slice){ NULL, 0 };
    return item;
}

static size_t count_items(struct slice text)
{
    size_t count = 1;
    for (size_t i = 0; i < text.size; i++)
        count += text.at[i] == ',';
    return count;
}

static struct field_verdict read_enums(const struct field *field, struct slice text,
                                       uint64_t *ret_mask)
{
    struct field item = field_value_item(field);
    uint64_t mask = 0;
    while (slice_is_set(text)) {
        int index;
        struct field_verdict verdict = field_value_from_text(&item, next_item(&text), NULL, &index);
        if (verdict.code != REASON_NONE)
            return verdict;
        if (mask & UINT64_C(1) << index)
            return field_value_refused(field, REASON_DUPLICATE_ITEM);
        mask |= UINT64_C(1) << index;
    }
    *ret_mask = mask;
    return (struct field_verdict){ .code = REASON_NONE };
}

static struct field_verdict read_list(struct reader *reader, const struct field *field,
                                      struct slice text, struct field_list *ret_list)
{
    size_t count = count_items(text), size = field_value_item_size(field);
    struct field_verdict verdict = field_value_count(field, count);
    if (verdict.code != REASON_NONE)
        return verdict;
    struct field item = field_value_item(field);
    char *items = arena_alloc(reader->arena, count * size);
    if (!items) {
        reader->status = STATUS_NO_MEMORY;
        return verdict;
    }
    for (size_t i = 0; i < count; i++) {
        verdict = field_value_from_text(&item, next_item(&text), reader->arena, items + i * size);
        if (verdict.has_no_memory || verdict.code != REASON_NONE)
            return verdict;
        if (field_value_is_repeated(field, items, i))
            return field_value_refused(field, REASON_DUPLICATE_ITEM);
    }
    *ret_list = (struct field_list){ items, count };
    return verdict;
}

static struct field_verdict read_bool(const struct field *field, struct slice text, bool *ret_value)
{
    bool value = slice_is(text, "true");
    if (!value && !slice_is(text, "false"))
        return field_value_refused(field, REASON_TYPE);
    enum reason code = field->check ? field->check(&value) : REASON_NONE;
    if (code == REASON_NONE)
        *ret_value = value;
    return field_value_refused(field, code);
}

static struct field_verdict read_value(struct reader *reader, const struct field *field,
                                       struct slice text, void *ret_value)
{
    const struct field_verdict wrong_type = field_value_refused(field, REASON_TYPE);
    switch (field->type) {
    case FIELD_TEXT:
    case FIELD_ID:
    case FIELD_DATE:
    case FIELD_ENUM:
    case FIELD_INSTANT:
        return field_value_from_text(field, text, reader->arena, ret_value);
    case FIELD_INT: {
        int64_t number;
        return read_int(text, &number) ? field_value_from_int(field, number, ret_value)
                                       : wrong_type;
    }
    case FIELD_BOOL:
        return read_bool(field, text, ret_value);
    case FIELD_ENUMS:
        return read_enums(field, text, ret_value);
    case FIELD_TEXTS:
    case FIELD_IDS:
        return read_list(reader, field, text, ret_value);
    case FIELD_OBJECT:
    case FIELD_OBJECTS:
    case FIELD_JSON:
    case FIELD_VARIANT:
        break;
    }
    assert(false && "a query parameter is not an object");
    return wrong_type;
}

static void read_pair(struct reader *reader, const struct fields *fields,
                      const struct field_pair *pair, void *input)
{
    struct given *given = input;
    for (unsigned i = 0; fields && fields->fields[i].name; i++) {
        const struct field *field = &fields->fields[i];
        if (!slice_is(pair->name, field->name))
            continue;
        if (given->present & UINT64_C(1) << i) {
            violate(reader, pair->name, REASON_PARAMETER_REPEATED, NULL);
            return;
        }
        given->present |= UINT64_C(1) << i;
        /* Values outlive the connection's buffers. */
        struct slice text =
            arena_copy(reader->arena, slice_is_set(pair->value) ? pair->value : SLICE(""));
        if (!slice_is_set(text)) {
            reader->status = STATUS_NO_MEMORY;
            return;
        }
        void *value = (char *)input + field->offset;
        const bool is_dated = field->type == FIELD_DATE || field->type == FIELD_INSTANT;
        const struct dated dated = { .place = VIOLATION_PARAMETER, .where = slice_of(field->name) };
        struct field_verdict verdict = { .code = REASON_INVALID_UTF8 };
        if (utf8_is_valid(text))
            verdict = read_value(reader, field, text, value);
        if (is_dated && !verdict.has_no_memory && verdict.code == REASON_NONE)
            verdict = field_value_years(field, value, dated, reader->violations);
        if (is_dated && verdict.code != REASON_NONE)
            memset(value, 0, field->type == FIELD_INSTANT ? sizeof(int64_t) : sizeof(struct date));
        if (verdict.has_no_memory)
            reader->status = STATUS_NO_MEMORY;
        else if (verdict.code != REASON_NONE)
            violate_parameter(reader, pair->name, verdict);
        return;
    }
    violate(reader, pair->name, REASON_UNKNOWN_PARAMETER, NULL);
}

enum status fields_read_pairs(const struct fields *fields, const struct field_pair *pairs,
                              size_t count, struct arena *arena, void *ret_input,
                              struct violations *violations)
{
    struct reader reader = { .arena = arena, .violations = violations };
    violations_begin(violations, arena);
    if (fields)
        memset(ret_input, 0, fields->size);
    for (size_t i = 0; i < count; i++)
        read_pair(&reader, fields, &pairs[i], ret_input);
    for (unsigned i = 0; fields && fields->fields[i].name; i++) {
        const struct field *field = &fields->fields[i];
        const struct given *given = ret_input;
        if ((field->flags & FIELD_REQUIRED) && !(given->present & UINT64_C(1) << i))
            violate_parameter(&reader, slice_of(field->name),
                              field_value_refused(field, REASON_REQUIRED));
    }
    return reader.status;
}
