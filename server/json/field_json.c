/* SPDX-License-Identifier: EUPL-1.2 */
/* Bodies: the members of a JSON object into the struct that a table of fields describes. */
#include "json/field.h"

#include "buffer.h"
#include "json/field_value.h"
#include "json/parse.h"
#include "json/text_place.h"
#include "text/text.h"
#include "time_zone.h"

#include <string.h>

/* Where we are, from the inside out; a JSON Pointer is made of it only when something is wrong. */
struct place {
    const struct place *parent;
    const char *name; /* NULL: an item */
    size_t index;
};

struct reader {
    struct arena *arena;
    struct violations *violations;
    enum status status; /* sticky */
    bool is_stored; /* a record that was judged before: what the table does not have is left out */
};

/* Outermost first (RFC 6901: ~ is ~0, / is ~1). The depth is that of the text: 16 at most. */
static void print_place(const struct place *place, struct buffer *pointer)
{
    if (!place)
        return;
    print_place(place->parent, pointer);
    buffer_char(pointer, '/');
    if (!place->name) {
        buffer_int(pointer, (int64_t)place->index);
        return;
    }
    for (const char *at = place->name; *at; at++) {
        if (*at == '~')
            buffer_text(pointer, "~0");
        else if (*at == '/')
            buffer_text(pointer, "~1");
        else
            buffer_char(pointer, *at);
    }
}

/* Unset without memory, which the reader remembers. */
static struct slice pointer_of(struct reader *reader, const struct place *place)
{
    struct buffer pointer = { 0 };
    print_place(place, &pointer);
    const struct slice where =
        pointer.has_failed ? SLICE_UNSET : arena_copy(reader->arena, buffer_as_slice(&pointer));
    buffer_release(&pointer);
    if (!slice_is_set(where))
        reader->status = STATUS_NO_MEMORY;
    return where;
}

static void violate(struct reader *reader, const struct place *place, enum reason code,
                    const struct expected *expected)
{
    if (reader->violations->count == VIOLATIONS_MAX) {
        reader->violations->is_truncated = true;
        return;
    }
    const struct slice where = pointer_of(reader, place);
    if (!slice_is_set(where))
        return;
    violations_add(reader->violations, VIOLATION_BODY, where, code, expected);
}

static bool accept(struct reader *reader, const struct place *place, struct field_verdict verdict)
{
    if (verdict.has_no_memory)
        reader->status = STATUS_NO_MEMORY;
    else if (verdict.code != REASON_NONE)
        violate(reader, place, verdict.code, &verdict.expected);
    return !verdict.has_no_memory && verdict.code == REASON_NONE;
}

static void *allocate(struct reader *reader, size_t size)
{
    void *memory = arena_alloc(reader->arena, size);
    if (!memory)
        reader->status = STATUS_NO_MEMORY;
    return memory;
}

/* What the row of the field says of its kind of fault. */
static void violate_field(struct reader *reader, const struct field *field,
                          const struct place *place, enum reason code)
{
    const struct field_verdict verdict = field_value_refused(field, code);
    violate(reader, place, code, &verdict.expected);
}

/* The checks of a composed or truth value; texts and integers are checked with their type. */
static bool check_value(struct reader *reader, const struct field *field, const struct place *place,
                        const void *value)
{
    enum reason code = field->check ? field->check(value) : REASON_NONE;
    return accept(reader, place, field_value_refused(field, code));
}

/* What is stored was judged when it came. A value that is refused is zero, like every other. */
static void check_years(struct reader *reader, const struct field *field, const struct place *place,
                        void *value)
{
    if (reader->is_stored || (field->type != FIELD_INSTANT && field->type != FIELD_DATE))
        return;
    const struct dated dated = { .place = VIOLATION_BODY, .where = pointer_of(reader, place) };
    if (!slice_is_set(dated.where) ||
        accept(reader, place, field_value_years(field, value, dated, reader->violations)))
        return;
    memset(value, 0, field->type == FIELD_INSTANT ? sizeof(int64_t) : sizeof(struct date));
}

static void read_text(struct reader *reader, const struct field *field, const json_t *json,
                      const struct place *place, void *ret_value)
{
    if (!json_is_string(json)) {
        violate_field(reader, field, place, REASON_TYPE);
        return;
    }
    struct slice text = { json_string_value(json), json_string_length(json) };
    if (!accept(reader, place, field_value_from_text(field, text, reader->arena, ret_value)))
        return;
    check_years(reader, field, place, ret_value);
    if (field->type != FIELD_TEXT)
        return;
    /* The tree dies before the request does. */
    struct slice *value = ret_value;
    *value = arena_copy(reader->arena, *value);
    if (!slice_is_set(*value))
        reader->status = STATUS_NO_MEMORY;
}

/* TEXTS and IDS. */
static void read_list(struct reader *reader, const struct field *field, const json_t *json,
                      const struct place *place, void *ret_value)
{
    size_t size = field_value_item_size(field), count = json_array_size(json);
    struct field item = field_value_item(field);
    char *items = allocate(reader, count * size);
    if (!items)
        return;
    unsigned before = reader->violations->count;
    for (size_t i = 0; i < count; i++) {
        struct place at = { place, NULL, i };
        unsigned count_before = reader->violations->count;
        read_text(reader, &item, json_array_get(json, i), &at, items + i * size);
        /* An item that was refused is zero, and zeros are not repetitions. */
        if (reader->violations->count == count_before && field_value_is_repeated(field, items, i))
            violate(reader, &at, REASON_DUPLICATE_ITEM, NULL);
    }
    if (reader->violations->count == before)
        *(struct field_list *)ret_value = (struct field_list){ items, count };
}

static void read_enums(struct reader *reader, const struct field *field, const json_t *json,
                       const struct place *place, uint64_t *ret_value)
{
    struct field item = field_value_item(field);
    uint64_t mask = 0;
    unsigned before = reader->violations->count;
    for (size_t i = 0; i < json_array_size(json); i++) {
        struct place at = { place, NULL, i };
        int index = -1;
        read_text(reader, &item, json_array_get(json, i), &at, &index);
        if (index < 0)
            continue;
        if (mask & UINT64_C(1) << index)
            violate(reader, &at, REASON_DUPLICATE_ITEM, NULL);
        mask |= UINT64_C(1) << index;
    }
    if (reader->violations->count == before)
        *ret_value = mask;
}

/* No reals: 0.1 would come back as 0.10000000000000001. Texts: as in a field of several lines. */
static void judge_any(struct reader *reader, json_t *json, const struct place *place)
{
    static const struct field exact = { .type = FIELD_INT, .min = -FIELD_INT_MAX };
    int64_t number = 0;
    if (json_is_real(json))
        violate_field(reader, &exact, place, REASON_TYPE);
    if (json_is_integer(json))
        accept(reader, place, field_value_from_int(&exact, json_integer_value(json), &number));
    const struct slice text = { json_string_value(json), json_string_length(json) };
    if (json_is_string(json) && !text_is_visible(text, true))
        violate(reader, place, REASON_CHARACTER_INVALID, NULL);
    for (size_t i = 0; i < json_array_size(json); i++)
        judge_any(reader, json_array_get(json, i), &(struct place){ place, NULL, i });
    const char *name;
    json_t *member;
    json_object_foreach(json, name, member)
        judge_any(reader, member, &(struct place){ place, name, 0 });
}

static void read_any(struct reader *reader, const struct field *field, json_t *json,
                     const struct place *place, struct slice *ret_value)
{
    unsigned before = reader->violations->count;
    judge_any(reader, json, place);
    if (reader->violations->count != before)
        return;
    size_t size = json_dumpb(json, NULL, 0, JSON_COMPACT | JSON_ENCODE_ANY);
    char *text = allocate(reader, size + 1);
    if (!text)
        return;
    json_dumpb(json, text, size, JSON_COMPACT | JSON_ENCODE_ANY);
    struct slice value = { text, size }; /* what is JSON stays so: its signs compose with nothing */
    if (text_compose(reader->arena, value, &value) != STATUS_OK)
        reader->status = STATUS_NO_MEMORY;
    else if (check_value(reader, field, place, &value))
        *ret_value = value;
}

static void read_object(struct reader *reader, const struct fields *fields, json_t *json,
                        const struct place *place, void *ret_input);

/* Tables are as deep as their author made them, and the text at most 16 levels. */
static void read_objects(struct reader *reader, const struct field *field, const json_t *json,
                         const struct place *place, struct field_list *ret_value)
{
    size_t count = json_array_size(json);
    char *items = allocate(reader, count * field->of->size);
    if (!items)
        return;
    for (size_t i = 0; i < count; i++) {
        struct place at = { place, NULL, i };
        void *item = items + i * field->of->size;
        unsigned before = reader->violations->count;
        read_object(reader, field->of, json_array_get(json, i), &at, item);
        if (reader->violations->count == before)
            check_value(reader, field, &at, item);
    }
    *ret_value = (struct field_list){ items, count };
}

static const struct field *find_field(const struct fields *fields, const char *name)
{
    for (const struct field *field = fields->fields; field->name; field++) {
        if (strcmp(field->name, name) == 0)
            return field;
    }
    return NULL;
}

/* The words of the selector that have a variant here, as bits. */
static uint64_t variants_taken(const struct field *field, const struct field *selector)
{
    uint64_t taken = 0;
    for (unsigned i = 0; selector->words->codes[i]; i++) {
        if (vocabulary_takes(selector->only, (int)i) && field->variants->of[i])
            taken |= UINT64_C(1) << i;
    }
    return taken;
}

/* `json` is the value, NULL when it is absent; `object` is the object around it, which names the
 * variant. */
static void read_variant(struct reader *reader, const struct fields *fields,
                         const struct field *field, const json_t *object, json_t *json,
                         const struct place *place, void *ret_value)
{
    const struct field *selector = find_field(fields, field->variants->selector);
    const json_t *word = json_object_get(object, selector->name);
    const struct slice text = { json_string_value(word), json_string_length(word) };
    const int choice = json_is_string(word) ? field_value_index(selector, text) : -1;
    if (choice < 0)
        return;
    const struct fields *variant = field->variants->of[choice];
    if (!variant)
        violate(reader, &(struct place){ place->parent, selector->name, 0 }, REASON_ENUM,
                &(struct expected){ .type = VALUE_CODE,
                                    .words = selector->words,
                                    .only = variants_taken(field, selector) });
    else
        read_object(reader, variant, json, place, ret_value);
}

static void read_array(struct reader *reader, const struct field *field, const json_t *json,
                       const struct place *place, void *ret_value)
{
    if (!json_is_array(json)) {
        violate_field(reader, field, place, REASON_TYPE);
        return;
    }
    if (!accept(reader, place, field_value_count(field, json_array_size(json))))
        return;
    if (field->type == FIELD_OBJECTS)
        read_objects(reader, field, json, place, ret_value);
    else if (field->type == FIELD_ENUMS)
        read_enums(reader, field, json, place, ret_value);
    else
        read_list(reader, field, json, place, ret_value);
}

static void read_value(struct reader *reader, const struct field *field, json_t *json,
                       const struct place *place, void *ret_value)
{
    switch (field->type) {
    case FIELD_TEXT:
    case FIELD_ID:
    case FIELD_DATE:
    case FIELD_ENUM:
    case FIELD_INSTANT:
        read_text(reader, field, json, place, ret_value);
        return;
    case FIELD_INT:
        if (!json_is_integer(json))
            violate_field(reader, field, place, REASON_TYPE);
        else
            accept(reader, place, field_value_from_int(field, json_integer_value(json), ret_value));
        return;
    case FIELD_BOOL: {
        bool value = json_is_true(json);
        if (!json_is_boolean(json))
            violate_field(reader, field, place, REASON_TYPE);
        else if (check_value(reader, field, place, &value))
            *(bool *)ret_value = value;
        return;
    }
    case FIELD_ENUMS:
    case FIELD_OBJECTS:
    case FIELD_TEXTS:
    case FIELD_IDS:
        read_array(reader, field, json, place, ret_value);
        return;
    case FIELD_OBJECT: {
        unsigned before = reader->violations->count;
        read_object(reader, field->of, json, place, ret_value);
        if (reader->violations->count == before)
            check_value(reader, field, place, ret_value);
        return;
    }
    case FIELD_JSON:
        read_any(reader, field, json, place, ret_value);
        return;
    case FIELD_VARIANT:
        break; /* by the object around it */
    }
}

/* Since there were so many violations; beyond the most that are kept, all that comes was. */
static bool has_refused(const struct reader *reader, unsigned before)
{
    return reader->violations->count != before || before == VIOLATIONS_MAX;
}

static void read_member(struct reader *reader, const struct field *field, uint64_t bit,
                        json_t *json, const struct place *place, void *input)
{
    struct given *given = input;
    if (reader->is_stored && (json_is_null(json) || (field->flags & FIELD_READ_ONLY)))
        return;
    if (field->flags & FIELD_READ_ONLY) {
        violate(reader, place, REASON_READ_ONLY_FIELD, NULL);
        return;
    }
    const unsigned before = reader->violations->count;
    given->present |= bit;
    if (field->type == FIELD_VARIANT)
        return;
    if (json_is_null(json) && (field->flags & FIELD_NULLABLE))
        given->null |= bit;
    else if (json_is_null(json))
        violate(reader, place, REASON_NULL_NOT_ALLOWED, NULL);
    else
        read_value(reader, field, json, place, (char *)input + field->offset);
    if (!reader->is_stored && has_refused(reader, before))
        given->null |= bit;
}

/* Violations come in the order of the table, unknown members last. NULL reads as {}. */
static void read_object(struct reader *reader, const struct fields *fields, json_t *json,
                        const struct place *place, void *ret_input)
{
    if (json && !json_is_object(json)) {
        static const struct expected object = { .type = VALUE_OBJECT };
        bool is_null = place && json_is_null(json);
        violate(reader, place, is_null ? REASON_NULL_NOT_ALLOWED : REASON_TYPE, &object);
        return;
    }
    size_t known = 0;
    for (unsigned i = 0; fields->fields[i].name; i++) {
        const struct field *field = &fields->fields[i];
        struct place at = { place, field->name, 0 };
        json_t *member = json_object_get(json, field->name);
        if (member) {
            known++;
            read_member(reader, field, UINT64_C(1) << i, member, &at, ret_input);
        } else if (field->flags & FIELD_REQUIRED) {
            violate(reader, &at, REASON_REQUIRED, NULL);
        }
        if (field->type == FIELD_VARIANT)
            read_variant(reader, fields, field, json, member, &at,
                         (char *)ret_input + field->offset);
    }
    if (reader->is_stored || known == json_object_size(json))
        return;
    const char *name;
    json_t *member;
    json_object_foreach(json, name, member)
    {
        if (!find_field(fields, name))
            violate(reader, &(struct place){ place, name, 0 }, REASON_UNKNOWN_FIELD, NULL);
    }
}

enum reason fields_read_body(const struct fields *fields, struct slice sent, struct arena *arena,
                             void *ret_input, struct violations *violations,
                             enum status *ret_status)
{
    const struct slice body = parse_body(sent);
    memset(ret_input, 0, fields->size);
    json_t *root;
    size_t offset = 0;
    enum reason reason = parse_text(body, PARSE_WITH_NUL, &root, &offset, ret_status);
    struct reader reader = { .arena = arena, .violations = violations };
    violations_begin(violations, arena);
    if (reason != REASON_NONE)
        *ret_status = text_place_violate(body, offset, reason, violations);
    if (reason != REASON_NONE || *ret_status != STATUS_OK)
        return reason;
    read_object(&reader, fields, root, NULL, ret_input);
    json_decref(root);
    *ret_status = reader.status;
    return REASON_NONE;
}

bool fields_read_record(const struct fields *fields, struct slice text, struct arena *arena,
                        void *ret_record)
{
    struct violations ignored = { .count = VIOLATIONS_MAX };
    enum status status = STATUS_OK;
    json_t *root;
    memset(ret_record, 0, fields->size);
    if (parse_text(text, PARSE_WITHOUT_NUL, &root, NULL, &status) != REASON_NONE ||
        status != STATUS_OK)
        return false;
    struct reader reader = { .arena = arena, .violations = &ignored, .is_stored = true };
    bool is_object = json_is_object(root);
    read_object(&reader, fields, root, NULL, ret_record);
    json_decref(root);
    return is_object && reader.status == STATUS_OK;
}
