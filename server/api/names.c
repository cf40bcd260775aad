/* SPDX-License-Identifier: EUPL-1.2 */
#include "api/names.h"

#include "id_text.h"

#include <stdlib.h>

enum { UUID_TEXT = 36, DEPTH_MAX = 32, FIRST_IDS = 16 };

/* Where the reader is: in an object, or in a list below one. */
struct place {
    const struct view *view; /* of the object, or of the items */
    struct slice key; /* the member that is being read; of a list, the one that it stands at */
    bool is_list;
    bool is_row;         /* an object in a list, or the whole */
    bool tells_whose;    /* a row that names a candidate */
    size_t first_object; /* of a row: how many were named before it */
};

struct reader {
    struct names *names;
    const struct names_of *of;
    struct slice json;
    size_t at;
    unsigned depth; /* of the place that is read; beyond DEPTH_MAX nothing is known of views */
    struct place places[DEPTH_MAX];
};

void names_init(struct names *names, struct arena *arena)
{
    *names = (struct names){ .arena = arena };
}

static void append(struct names *names, struct name_list *list, struct id id)
{
    /* Row after row names the same file: most repetitions are one place apart. */
    if (list->count && id_equals(list->ids[list->count - 1], id))
        return;
    if (list->count == list->capacity) {
        size_t capacity = list->capacity ? list->capacity * 2 : FIRST_IDS;
        struct id *ids = arena_grow(names->arena, list->ids, list->capacity * sizeof *ids,
                                    capacity * sizeof *ids);
        if (!ids) {
            names->has_failed = true;
            return;
        }
        list->ids = ids;
        list->capacity = capacity;
    }
    list->ids[list->count++] = id;
}

void names_add(struct names *names, enum named named, struct id id)
{
    if (named != NAMED_NOBODY && id_is_set(id))
        append(names, &names->lists[named], id);
}

static void tell_from(struct names *names, size_t first)
{
    const struct name_list *objects = &names->lists[NAMED_OBJECT];
    for (size_t i = first; i < objects->count; i++)
        append(names, &names->told, objects->ids[i]);
}

void names_tell_all(struct names *names, struct id candidate)
{
    names_add(names, NAMED_CANDIDATE, candidate);
    if (id_is_set(candidate))
        tell_from(names, 0);
}

bool names_hold_person(const struct names *names)
{
    return names->lists[NAMED_CANDIDATE].count || names->lists[NAMED_PERSON].count;
}

/* --- reading --- */

static struct place *top(struct reader *reader)
{
    return &reader->places[reader->depth < DEPTH_MAX ? reader->depth : DEPTH_MAX - 1];
}

/* The view of what a member holds: said by its own view, or, on top of an answer, by the operation.
 */
static const struct view *view_below(const struct reader *reader, const struct place *place)
{
    const struct names_of *of = reader->of;
    const bool is_top = reader->depth == 1;
    if (is_top && of->embedded_name && slice_is(place->key, of->embedded_name))
        return of->embedded_view;
    if (is_top && of->is_list)
        return slice_is(place->key, "data") ? of->view : NULL;
    for (const struct member *m = place->view ? place->view->members : NULL; m && m->name; m++) {
        if (slice_is(place->key, m->name))
            return m->of;
    }
    return NULL;
}

static void open(struct reader *reader, bool is_list)
{
    struct place below = { .is_list = is_list,
                           .first_object = reader->names->lists[NAMED_OBJECT].count };
    if (reader->depth == 0) {
        below.view = reader->of->is_list ? NULL : reader->of->view;
        below.is_row = !is_list;
    } else if (top(reader)->is_list) {
        below.is_row = !is_list;
        below.view = top(reader)->view;
        below.key = top(reader)->key;
    } else {
        below.view = view_below(reader, top(reader));
        below.key = top(reader)->key;
    }
    if (!is_list)
        below.key = SLICE_UNSET;
    reader->depth++;
    *top(reader) = below; /* of what is too deep the last one stands for all */
}

static void close(struct reader *reader)
{
    if (reader->depth == 0)
        return;
    if (reader->depth < DEPTH_MAX && top(reader)->tells_whose)
        tell_from(reader->names, top(reader)->first_object);
    reader->depth--;
}

/* A list of candidates does not say which of them an object beside it is of. */
static void tell_row(struct reader *reader)
{
    unsigned at = reader->depth;
    if (at == 0 || at >= DEPTH_MAX || top(reader)->is_list)
        return;
    while (at > 1 && !reader->places[at].is_row)
        at--;
    reader->places[at].tells_whose = reader->places[at].is_row;
}

/* Behind the opening quote: up to the closing one, as it is written, and behind it. */
static struct slice read_string(struct reader *reader)
{
    const struct slice json = reader->json;
    const size_t begin = reader->at;
    size_t end = begin;
    while (end < json.size && json.at[end] != '"')
        end += json.at[end] == '\\' && end + 1 < json.size ? 2 : 1;
    reader->at = end < json.size ? end + 1 : end;
    return (struct slice){ json.at + begin, end - begin };
}

static bool is_key(struct reader *reader)
{
    const struct slice json = reader->json;
    size_t at = reader->at;
    while (at < json.size && (json.at[at] == ' ' || json.at[at] == '\n'))
        at++;
    return at < json.size && json.at[at] == ':' && !top(reader)->is_list;
}

static enum named named_at(const struct place *place)
{
    if (slice_is(place->key, "id"))
        return named_by_view(place->view);
    return named_by_member(place->key);
}

static void take_string(struct reader *reader)
{
    struct slice text = read_string(reader);
    struct id id;
    if (is_key(reader))
        top(reader)->key = text;
    else if (text.size == UUID_TEXT && id_parse(text, &id)) {
        const enum named named = named_at(top(reader));
        names_add(reader->names, named, id);
        if (named == NAMED_CANDIDATE)
            tell_row(reader);
    }
}

void names_join(struct names *names, const struct names *others)
{
    names->has_failed |= others->has_failed;
    for (int kind = 0; kind < NAMED_COUNT; kind++)
        for (size_t i = 0; i < others->lists[kind].count; i++)
            names_add(names, (enum named)kind, others->lists[kind].ids[i]);
}

void names_read(struct names *names, struct slice json, const struct names_of *of)
{
    struct reader reader = { .names = names, .of = of, .json = json };
    while (reader.at < json.size) {
        switch (json.at[reader.at++]) {
        case '"':
            take_string(&reader);
            break;
        case '{':
            open(&reader, false);
            break;
        case '[':
            open(&reader, true);
            break;
        case '}':
        case ']':
            close(&reader);
            break;
        default:
            break;
        }
    }
}

/* --- writing --- */

static int compare(const void *a, const void *b)
{
    return memcmp(a, b, sizeof(struct id));
}

static void make_unique(struct name_list *list)
{
    size_t kept = 0;
    if (list->count > 1)
        qsort(list->ids, list->count, sizeof list->ids[0], compare);
    for (size_t i = 0; i < list->count; i++) {
        if (kept == 0 || !id_equals(list->ids[kept - 1], list->ids[i]))
            list->ids[kept++] = list->ids[i];
    }
    list->count = kept;
}

static struct slice print(struct names *names, const struct name_list *list)
{
    if (list->count == 0)
        return SLICE("{}");
    /* A comma behind each but the last, two braces, a NUL. */
    char *text = arena_alloc(names->arena, list->count * (UUID_TEXT + 1) + 2);
    if (!text) {
        names->has_failed = true;
        return SLICE_UNSET;
    }
    size_t size = 0;
    for (size_t i = 0; i < list->count; i++) {
        text[size++] = i ? ',' : '{';
        id_print(list->ids[i], text + size);
        size += UUID_TEXT;
    }
    text[size++] = '}';
    return (struct slice){ text, size };
}

struct slice names_print(struct names *names, enum named named)
{
    make_unique(&names->lists[named]);
    return print(names, &names->lists[named]);
}

struct slice names_print_loose(struct names *names)
{
    struct name_list *objects = &names->lists[NAMED_OBJECT], *told = &names->told;
    struct name_list loose = { 0 };
    make_unique(objects);
    make_unique(told);
    for (size_t i = 0, t = 0; i < objects->count; i++) {
        while (t < told->count && compare(&told->ids[t], &objects->ids[i]) < 0)
            t++;
        if (t == told->count || !id_equals(told->ids[t], objects->ids[i]))
            append(names, &loose, objects->ids[i]);
    }
    return print(names, &loose);
}
