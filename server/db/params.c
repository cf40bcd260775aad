/* SPDX-License-Identifier: EUPL-1.2 */
#include "db/params.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "log.h"

/* Each parameter is the text form of an array (PostgreSQL manual, 8.15.6): elements that may hold
 * anything are quoted, with a backslash before each quote and backslash; NULL is the bare word.
 *
 * Items come one after the other, arrays want their elements side by side: elements are kept as
 * they come, and put in their places once, when all of them are known. */

enum { FIRST_CAPACITY = 512 };

struct element {
    unsigned char parameter;
    uint32_t size;
};

/* A binder and a statement that disagree: nothing that such a program writes can be trusted. */
static _Noreturn void stop(const struct params *params, const char *name, const char *why)
{
    log_fields(LOG_ERROR, why, LOG_TEXT("statement", params->statement->name),
               LOG_TEXT("parameter", name));
    abort();
}

static unsigned place_of(const struct params *params, const char *name)
{
    const struct statement *statement = params->statement;
    unsigned at = params->cursor;
    if (at < statement->parameter_count && strcmp(statement->parameters[at], name) == 0)
        return at;
    for (at = 0; at < statement->parameter_count; at++) {
        if (strcmp(statement->parameters[at], name) == 0)
            return at;
    }
    stop(params, name, "a statement has no such parameter");
}

/* Room for an element of at most `size` bytes; NULL when there is none. */
static char *reserve(struct params *params, size_t size)
{
    size_t needed = params->size + sizeof(struct element) + size;
    if (params->has_failed)
        return NULL;
    if (needed > params->capacity) {
        size_t capacity = params->capacity ? params->capacity * 2 : FIRST_CAPACITY;
        while (capacity < needed)
            capacity *= 2;
        params->elements = arena_grow(params->arena, params->elements, params->capacity, capacity);
        params->capacity = params->elements ? capacity : 0;
        params->has_failed = !params->elements || size > UINT32_MAX;
    }
    return params->has_failed ? NULL : params->elements + params->size + sizeof(struct element);
}

static unsigned take_name(struct params *params, const char *name)
{
    if (params->item_count == 0) /* the first name begins the first item by itself */
        params->item_count = 1;
    unsigned at = place_of(params, name);
    uint64_t bit = UINT64_C(1) << at;
    if (params->bound & bit)
        stop(params, name, "a parameter was given twice");
    params->bound |= bit;
    params->cursor = at + 1;
    return at;
}

/* What reserve() has given is an element of `size` bytes now. */
static void keep(struct params *params, const char *name, size_t size)
{
    unsigned at = take_name(params, name);
    struct element element = { .parameter = (unsigned char)at, .size = (uint32_t)size };
    memcpy(params->elements + params->size, &element, sizeof element);
    params->size += sizeof element + size;
    params->sizes[at] += (uint32_t)size;
}

static void add(struct params *params, const char *name, const char *text, size_t size)
{
    char *at = reserve(params, size);
    if (at) {
        memcpy(at, text, size);
        keep(params, name, size);
    } else {
        take_name(params, name);
    }
}

/* A short item would be padded with NULL by unnest(), silently. */
static void check_item(const struct params *params)
{
    const struct statement *statement = params->statement;
    for (unsigned i = 0; params->item_count > 0 && i < statement->parameter_count; i++) {
        if (!(params->bound >> i & 1))
            stop(params, statement->parameters[i], "a parameter was left out");
    }
}

void params_init(struct params *params, const struct statement *statement, struct arena *arena)
{
    assert(statement->parameter_count <= PARAMS_MAX);
    *params = (struct params){ .statement = statement, .arena = arena };
}

void params_null(struct params *params, const char *name)
{
    add(params, name, "NULL", 4);
}

void params_id(struct params *params, const char *name, struct id id)
{
    char text[ID_TEXT_SIZE];
    if (!id_is_set(id)) {
        params_null(params, name);
        return;
    }
    id_print(id, text);
    add(params, name, text, ID_TEXT_SIZE - 1);
}

void params_text(struct params *params, const char *name, struct slice text)
{
    if (!slice_is_set(text)) {
        params_null(params, name);
        return;
    }
    char *at = reserve(params, 2 * text.size + 2);
    if (!at) {
        take_name(params, name);
        return;
    }
    size_t size = 0;
    at[size++] = '"';
    for (size_t i = 0; i < text.size; i++) {
        /* Text of PostgreSQL holds no NUL, and the literal would end there: refused rather than
         * cut. */
        if (text.at[i] == '\0')
            params->has_failed = true;
        if (text.at[i] == '"' || text.at[i] == '\\')
            at[size++] = '\\';
        at[size++] = text.at[i];
    }
    at[size++] = '"';
    keep(params, name, size);
}

void params_item(struct params *params)
{
    check_item(params);
    params->item_count++;
    params->bound = 0;
    params->cursor = 0;
    if (!params->statement->serves_askers)
        return;
    params_text(params, "asker_scope", params->asker.scope);
    params_id(params, "asker_scope_id", params->asker.scope_id);
    params_id(params, "asker_reach", params->asker.reach);
}

void params_date(struct params *params, const char *name, struct date date)
{
    char text[DATE_TEXT_SIZE];
    if (!date_is_set(date)) {
        params_null(params, name);
        return;
    }
    date_print(date, text);
    add(params, name, text, DATE_TEXT_SIZE - 1);
}

void params_int(struct params *params, const char *name, int64_t number)
{
    char text[24];
    int size = snprintf(text, sizeof text, "%lld", (long long)number);
    add(params, name, text, (size_t)size);
}

void params_int_or_null(struct params *params, const char *name, bool is_set, int64_t number)
{
    if (is_set)
        params_int(params, name, number);
    else
        params_null(params, name);
}

void params_bool(struct params *params, const char *name, bool value)
{
    add(params, name, value ? "t" : "f", 1);
}

void params_bytes(struct params *params, const char *name, const unsigned char *bytes, size_t size)
{
    static const char digits[] = "0123456789abcdef", prefix[] = "\"\\\\x";
    if (!bytes) {
        params_null(params, name);
        return;
    }
    char *at = reserve(params, sizeof prefix + 2 * size);
    if (!at) {
        take_name(params, name);
        return;
    }
    char *begin = at;
    memcpy(at, prefix, sizeof prefix - 1);
    at += sizeof prefix - 1;
    for (size_t i = 0; i < size; i++) {
        *at++ = digits[bytes[i] >> 4];
        *at++ = digits[bytes[i] & 15];
    }
    *at++ = '"';
    keep(params, name, (size_t)(at - begin));
}

void params_names(struct params *params, const char *name, uint64_t bits, const char *const *names)
{
    char list[1024];
    size_t size = 0;
    for (unsigned i = 0; names[i]; i++) {
        size_t length = strlen(names[i]);
        if (!(bits & (UINT64_C(1) << i)))
            continue;
        assert(size + length + 1 < sizeof list);
        if (size)
            list[size++] = ',';
        memcpy(list + size, names[i], length);
        size += length;
    }
    params_text(params, name, size ? (struct slice){ list, size } : (struct slice){ 0 });
}

/* A literal of n elements: two braces, a comma between elements, a NUL. */
static size_t room_of(const struct params *params, unsigned parameter)
{
    return params->sizes[parameter] + 2 + params->item_count;
}

bool params_finish(struct params *params)
{
    unsigned count = params->statement->parameter_count;
    assert(params->item_count > 0 || count == 0);
    check_item(params);
    if (params->has_failed)
        return false;
    size_t room = count * sizeof(char *);
    for (unsigned i = 0; i < count; i++)
        room += room_of(params, i);
    char *memory = arena_alloc(params->arena, room), *end[PARAMS_MAX];
    if (!memory)
        return false;
    params->literals = (const char **)(void *)memory;
    char *next = memory + count * sizeof(char *);
    for (unsigned i = 0; i < count; i++) {
        params->literals[i] = end[i] = next;
        next += room_of(params, i);
    }
    for (size_t at = 0; at < params->size;) {
        struct element element;
        memcpy(&element, params->elements + at, sizeof element);
        char **to = &end[element.parameter];
        **to = *to == params->literals[element.parameter] ? '{' : ',';
        ++*to;
        memcpy(*to, params->elements + at + sizeof element, element.size);
        *to += element.size;
        at += sizeof element + element.size;
    }
    for (unsigned i = 0; i < count; i++)
        memcpy(end[i], "}", 2);
    return true;
}
