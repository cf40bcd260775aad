/* SPDX-License-Identifier: EUPL-1.2 */
/* In which layout an answer is asked for, by Accept and by parameters, and given. */
#include "engine/flight.h"

#include <sodium.h>
#include <stdio.h>

/* The words that a parameter takes, as a vocabulary; NULL when memory is short. */
static const struct vocabulary *words_of(struct arena *arena, const char *const *codes,
                                         unsigned count)
{
    struct vocabulary *words = arena_alloc(arena, sizeof *words);
    struct label *labels = arena_alloc(arena, (count + 1) * sizeof *labels);
    if (!words || !labels)
        return NULL;
    for (unsigned i = 0; i < count; i++)
        labels[i] = (struct label){ codes[i], codes[i] }; /* a code is all there is to say */
    words->codes = codes;
    words->labels = labels;
    return words;
}

static void violate(struct flight *flight, const char *name, const char *const *codes,
                    unsigned count)
{
    const struct expected one_of = {
        .type = VALUE_CODE,
        .cause = REASON_ENUM,
        .words = words_of(flight->x.arena, codes, count),
    };
    violations_add(&flight->x.violations, VIOLATION_PARAMETER, slice_of(name),
                   REASON_PARAMETER_INVALID, one_of.words ? &one_of : NULL);
}

/* --- format --- */

static unsigned find_word(const char *const *words, struct slice text)
{
    unsigned i = 0;
    while (words[i] && !slice_is(text, words[i]))
        i++;
    return i;
}

void layout_read_format(struct flight *flight, struct slice value)
{
    const unsigned format = find_word(layout_format_names, value);
    if (format == FORMATS)
        violate(flight, "format", layout_format_names, FORMATS);
    else
        flight->layout.format = (enum format)format;
}

void layout_read_separator(struct flight *flight, struct slice value)
{
    static const char *const separators[] = { "comma", "semicolon", NULL };
    const unsigned separator = find_word(separators, value);
    if (!separators[separator])
        violate(flight, "separator", separators, 2);
    flight->layout.is_split_by_semicolon = separator == 1;
}

void layout_read_mark(struct flight *flight, struct slice value)
{
    static const struct expected truth = { .type = VALUE_BOOLEAN, .cause = REASON_TYPE };
    flight->layout.has_mark = slice_is(value, "true");
    if (!flight->layout.has_mark && !slice_is(value, "false"))
        violations_add(&flight->x.violations, VIOLATION_PARAMETER, SLICE("bom"),
                       REASON_PARAMETER_INVALID, &truth);
}

const char *layout_choose(struct flight *flight)
{
    const struct slice accept = flight->call->headers[HTTP_ACCEPT];
    struct layout *layout = &flight->layout;
    for (unsigned i = 1; slice_is_set(accept) && i < FORMATS; i++) {
        if (accept_weight(accept, layout_media_types[i]) >
            accept_weight(accept, layout_media_types[layout->format]))
            layout->format = (enum format)i;
    }
    return layout_media_types[layout->format];
}

/* The names of a comma list one by one; of an empty one a name that is empty. */
static bool next_name(struct slice list, size_t *from, struct slice *ret_name)
{
    if (*from > list.size)
        return false;
    const char *begin = list.at ? list.at + *from : "";
    const size_t left = list.size - *from;
    const char *comma = left ? memchr(begin, ',', left) : NULL;
    *ret_name = (struct slice){ begin, comma ? (size_t)(comma - begin) : left };
    *from += ret_name->size + 1;
    return true;
}

/* --- members --- */

static int find_member(const struct view *view, struct slice name)
{
    for (int i = 0; view->members[i].name; i++) {
        if (slice_is(name, view->members[i].name))
            return i;
    }
    return -1;
}

static bool is_asked(const struct layout *layout, unsigned member)
{
    for (unsigned i = 0; i < layout->member_count; i++) {
        if (layout->members[i] == member)
            return true;
    }
    return false;
}

static void violate_members(struct flight *flight, const struct view *view)
{
    const char **codes = arena_alloc(flight->x.arena, (view_size(view) + 1) * sizeof *codes);
    unsigned count = 0;
    for (const struct member *m = view->members; codes && m->name; m++) {
        if (!(m->flags & MEMBER_WITHHOLDS))
            codes[count++] = m->name;
    }
    flight->x.has_failed |= !codes;
    if (codes)
        violate(flight, "fields", codes, count);
}

void layout_read_members(struct flight *flight, struct slice value)
{
    const struct view *view = flight->x.operation->reply.view;
    unsigned char *members = arena_alloc(flight->x.arena, view_size(view) + 1);
    struct layout *layout = &flight->layout;
    flight->x.has_failed |= !members;
    layout->members = members;
    layout->is_of_members = members != NULL;
    struct slice name;
    for (size_t from = 0; members && next_name(value, &from, &name);) {
        const int found = find_member(view, name);
        if (found < 0 || (view->members[found].flags & MEMBER_WITHHOLDS)) {
            violate_members(flight, view);
            return;
        }
        if (!is_asked(layout, (unsigned)found))
            members[layout->member_count++] = (unsigned char)found;
    }
}

/* --- what rows point at --- */

static void violate_includes(struct flight *flight, const struct pointer *const *pointers,
                             unsigned count)
{
    const char **codes = arena_alloc(flight->x.arena, (count + 1) * sizeof *codes);
    flight->x.has_failed |= !codes;
    for (unsigned i = 0; codes && i < count; i++)
        codes[i] = pointers[i]->name;
    if (codes)
        violate(flight, "include", codes, count);
}

void layout_read_includes(struct flight *flight, struct slice value)
{
    const struct pointer *pointers[INCLUDES_MAX];
    const unsigned count = layout_pointers(flight->x.operation, pointers);
    struct layout *layout = &flight->layout;
    unsigned asked = 0;
    struct slice name;
    for (size_t from = 0; next_name(value, &from, &name);) {
        unsigned i = 0;
        while (i < count && !slice_is(name, pointers[i]->name))
            i++;
        if (i == count) {
            violate_includes(flight, pointers, count);
            return;
        }
        asked |= 1u << i;
    }
    layout->includes = arena_alloc(flight->x.arena, sizeof pointers);
    flight->x.has_failed |= !layout->includes;
    for (unsigned i = 0; layout->includes && i < count; i++) {
        if (asked & 1u << i)
            layout->includes[layout->include_count++] = pointers[i];
    }
}

/* --- the answer --- */

/* One version of a thing in another layout is another representation (9110, 8.8.1): its tag keeps
 * the version, which If-Match compares, and nothing else. */
void layout_mark_etag(struct flight *flight)
{
    static const unsigned char key[crypto_shorthash_KEYBYTES];
    const struct layout *layout = &flight->layout;
    unsigned char digest[crypto_shorthash_BYTES], said[ETAG_SIZE + 128];
    char hex[2 * sizeof digest + 1];
    const size_t size = strlen(flight->etag);
    if (!flight->etag[0] || layout_is_plain(layout))
        return;
    memcpy(said, flight->etag, size);
    said[size] = (unsigned char)layout->format;
    said[size + 1] = (unsigned char)(layout->has_mark | layout->is_split_by_semicolon << 1 |
                                     layout->is_of_members << 2);
    if (layout->member_count)
        memcpy(said + size + 2, layout->members, layout->member_count);
    crypto_shorthash(digest, said, size + 2 + layout->member_count, key);
    sodium_bin2hex(hex, sizeof hex, digest, sizeof digest);
    const char *dot = strchr(flight->etag, '.');
    const int kept = dot ? (int)(dot - flight->etag) : 1;
    snprintf(flight->etag + kept, sizeof flight->etag - (size_t)kept, "%s%s\"", dot ? "." : "",
             hex);
}

void layout_apply(struct flight *flight)
{
    const struct operation *operation = flight->x.operation;
    struct http_reply *reply = &flight->reply;
    struct buffer body = { 0 };
    if (!operation || flight->outcome.kind != OUTCOME_REPLY || layout_is_plain(&flight->layout))
        return;
    const struct slice json =
        slice_is_set(reply->shared) ? reply->shared : buffer_as_slice(&flight->body);
    struct laid_out out = {
        .layout = &flight->layout,
        .view = operation->reply.view,
        .is_list = (operation->flags & OPERATION_LIST) != 0,
        .is_begun = stream_is_open(flight),
        .goes_on = flight->stream && flight->stream->has_next,
        .row_count = flight->stream ? flight->stream->row_count : 0,
    };
    buffer_reserve(&body, json.size + 1);
    layout_write(&out, json, flight->x.arena, &body);
    buffer_release(&flight->body);
    flight->body = body;
    reply->shared = SLICE_UNSET;
    flight->prepared = NULL;
    if (flight->stream)
        flight->stream->shown_count = out.row_count;
}
