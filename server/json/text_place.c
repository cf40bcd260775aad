/* SPDX-License-Identifier: EUPL-1.2 */
#include "json/text_place.h"

#include "buffer.h"
#include "json/parse.h"

#include <jansson.h>

/* What is open at a place: an object with the name of its member, or an array with a number. */
struct level {
    bool is_array;
    size_t index;
    struct slice name; /* as it is written, with its quotes; unset = none was read yet */
};

/* Deeper than any text that is read to its end. */
struct levels {
    struct level at[PARSE_DEPTH_MAX + 2];
    unsigned count;
};

/* Behind the string that begins at `at`, or the end of the text. */
static size_t end_of_string(struct slice text, size_t at)
{
    for (size_t i = at + 1; i < text.size; i++) {
        if (text.at[i] == '\\')
            i++;
        else if (text.at[i] == '"')
            return i + 1;
    }
    return text.size;
}

static void open_level(struct levels *levels, bool is_array)
{
    if (levels->count < sizeof levels->at / sizeof levels->at[0])
        levels->at[levels->count++] = (struct level){ .is_array = is_array };
}

static void read_sign(struct levels *levels, char sign)
{
    struct level *level = levels->count > 0 ? &levels->at[levels->count - 1] : NULL;
    if (sign == '{' || sign == '[')
        open_level(levels, sign == '[');
    else if (level && (sign == '}' || sign == ']'))
        levels->count--;
    else if (level && sign == ',' && level->is_array)
        level->index++;
    else if (level && sign == ',')
        level->name = SLICE_UNSET;
}

static void read_levels(struct slice text, struct levels *ret_levels)
{
    for (size_t i = 0; i < text.size;) {
        if (text.at[i] != '"') {
            read_sign(ret_levels, text.at[i++]);
            continue;
        }
        const size_t end = end_of_string(text, i);
        struct level *level = ret_levels->count > 0 ? &ret_levels->at[ret_levels->count - 1] : NULL;
        if (level && !level->is_array && !slice_is_set(level->name))
            level->name = (struct slice){ text.at + i, end - i };
        i = end;
    }
}

/* False: a name that is not whole, or no text. */
static bool print_name(struct slice written, struct buffer *pointer)
{
    json_t *name = json_loadb(written.at, written.size, JSON_DECODE_ANY, NULL);
    const bool is_name = json_is_string(name);
    if (is_name)
        buffer_char(pointer, '/');
    for (const char *at = is_name ? json_string_value(name) : ""; *at; at++) {
        if (*at == '~' || *at == '/') /* RFC 6901 */
            buffer_text(pointer, *at == '~' ? "~0" : "~1");
        else
            buffer_char(pointer, *at);
    }
    json_decref(name);
    return is_name;
}

static void print_pointer(const struct levels *levels, struct buffer *pointer)
{
    for (unsigned i = 0; i < levels->count; i++) {
        const struct level *level = &levels->at[i];
        if (level->is_array) {
            buffer_char(pointer, '/');
            buffer_int(pointer, (int64_t)level->index);
        } else if (!slice_is_set(level->name) || !print_name(level->name, pointer)) {
            return;
        }
    }
}

/* From 1: of the last sign that was read. */
static struct expected count_lines(struct slice text)
{
    struct expected place = { .line = 1 };
    for (size_t i = 0; i < text.size; i++) {
        if (text.at[i] == '\n') {
            place.line++;
            place.column = 0;
        } else if (((unsigned char)text.at[i] & 0xc0) != 0x80) {
            place.column++;
        }
    }
    place.column += place.column == 0; /* nothing was read of the line */
    return place;
}

enum status text_place_violate(struct slice text, size_t offset, enum reason code,
                               struct violations *violations)
{
    struct levels levels = { .count = 0 };
    struct buffer pointer = { 0 };
    text.size = offset < text.size ? offset : text.size;
    const struct expected place = count_lines(text);
    read_levels(text, &levels);
    print_pointer(&levels, &pointer);
    const struct slice where =
        arena_copy(violations->arena, pointer.size ? buffer_as_slice(&pointer) : SLICE(""));
    const bool is_there = !pointer.has_failed && slice_is_set(where);
    buffer_release(&pointer);
    if (is_there)
        violations_add(violations, VIOLATION_BODY, where, code, &place);
    return is_there ? STATUS_OK : STATUS_NO_MEMORY;
}
