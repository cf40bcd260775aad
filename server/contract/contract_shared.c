/* SPDX-License-Identifier: EUPL-1.2 */
/* Parts are known by their text. Of several that are called alike, the one that stands most often
 * has the bare name; the others bear the name of the first place where they stand. */
#include "contract/contract_shared.h"

#include "contract/contract_text.h"

#include <stdio.h>
#include <stdlib.h>

enum { PARTS_MAX = 8192, WORDS_MAX = 256, KEY_SIZE = 128, GAIN_MIN = 40 };

struct part {
    enum shared_kind kind;
    char name[KEY_SIZE / 2], key[KEY_SIZE];
    const char *place;
    char *text;
    size_t size;
    unsigned count;
    bool is_shared;
};

static struct {
    struct part *parts; /* by the digest of their text; a part without text is free */
    const struct part *order[PARTS_MAX];
    unsigned count;
    const struct vocabulary *words[WORDS_MAX];
    char word_names[WORDS_MAX][KEY_SIZE];
    unsigned words_count;
    const char *place;
    bool has_chosen;
} shared;

static const char *const folders[SHARED_KINDS] = { "schemas", "parameters", "x-access" };

void shared_enter(const char *place)
{
    shared.place = place;
}

/* --- parts --- */

static unsigned digest(struct slice text)
{
    unsigned sum = 2166136261u;
    for (size_t i = 0; i < text.size; i++)
        sum = (sum ^ (unsigned char)text.at[i]) * 16777619u;
    return sum;
}

/* The part of this text, or the free one where it would stand; NULL when there is no room. */
static struct part *find(enum shared_kind kind, struct slice name, struct slice text)
{
    if (!shared.parts)
        shared.parts = calloc(PARTS_MAX, sizeof *shared.parts);
    if (!shared.parts || shared.count >= PARTS_MAX / 2)
        return NULL;
    for (unsigned i = digest(text) % PARTS_MAX;; i = (i + 1) % PARTS_MAX) {
        struct part *part = &shared.parts[i];
        if (!part->text ||
            (part->kind == kind && part->size == text.size && strlen(part->name) == name.size &&
             memcmp(part->name, name.at, name.size) == 0 &&
             memcmp(part->text, text.at, text.size) == 0))
            return part;
    }
}

static void count(enum shared_kind kind, struct slice name, struct slice text)
{
    struct part *part = find(kind, name, text);
    if (!part)
        return;
    part->count++;
    if (part->text)
        return;
    part->text = malloc(text.size);
    if (!part->text)
        return;
    memcpy(part->text, text.at, text.size);
    part->size = text.size;
    part->kind = kind;
    part->place = shared.place;
    snprintf(part->name, sizeof part->name, "%.*s", (int)name.size, name.at);
    shared.order[shared.count++] = part;
}

size_t shared_open(struct writer *writer)
{
    writer_open(writer, '{');
    return writer->buffer->size - 1;
}

void shared_close(struct writer *writer, size_t start, enum shared_kind kind, struct slice name)
{
    writer_close(writer, '}');
    struct buffer *buffer = writer->buffer;
    if (buffer->has_failed)
        return;
    const struct slice text = { buffer->at + start, buffer->size - start };
    if (!shared.has_chosen) {
        count(kind, name, text);
        return;
    }
    const struct part *part = find(kind, name, text);
    if (!part || !part->is_shared)
        return;
    char reference[2 * KEY_SIZE];
    snprintf(reference, sizeof reference, "{\"$ref\":\"#/components/%s/%s\"}", folders[kind],
             part->key);
    buffer->size = start;
    buffer_text(buffer, reference);
}

/* --- which --- */

/* Bytes that are saved where it is referred to, less those of where it is said. */
static bool is_worth(const struct part *part)
{
    const size_t reference =
        strlen("{\"$ref\":\"#/components//\"}") + strlen(folders[part->kind]) + strlen(part->name);
    const size_t said = part->size + strlen(part->name) + strlen("\"\":,");
    return part->count > 1 && part->count * part->size > part->count * reference + said + GAIN_MIN;
}

static bool is_most_frequent(const struct part *part)
{
    for (unsigned i = 0; i < shared.count; i++) {
        const struct part *other = shared.order[i];
        if (other == part || other->kind != part->kind || strcmp(other->name, part->name) != 0)
            continue;
        if (other->count > part->count || (other->count == part->count && other < part))
            return false;
    }
    return true;
}

void shared_choose(void)
{
    for (unsigned i = 0; i < shared.count; i++) {
        struct part *part = &shared.parts[shared.order[i] - shared.parts];
        part->is_shared = is_worth(part);
        if (!part->place || is_most_frequent(part))
            snprintf(part->key, sizeof part->key, "%s", part->name);
        else
            snprintf(part->key, sizeof part->key, "%s.%.60s", part->name, part->place);
        for (char *c = part->key; *c; c++)
            *c = *c == ' ' ? '-' : *c;
    }
    shared.has_chosen = true;
}

void shared_write(struct writer *writer, enum shared_kind kind)
{
    for (unsigned i = 0; i < shared.count; i++) {
        const struct part *part = shared.order[i];
        if (part->kind != kind || !part->is_shared)
            continue;
        writer_key(writer, part->key);
        writer_raw(writer, (struct slice){ part->text, part->size });
    }
}

/* --- closed lists --- */

static bool ends_with(struct slice text, const char *end)
{
    const size_t size = strlen(end);
    return text.size >= size && memcmp(text.at + text.size - size, end, size) == 0;
}

/* Vocabularies are called by their plural, types by the singular. */
static struct slice singular(struct slice name, const char **ret_end)
{
    *ret_end = ends_with(name, "ies") ? "yCode" : "Code";
    const size_t cut = ends_with(name, "ies")                                   ? 3
                       : ends_with(name, "statuses") || ends_with(name, "sses") ? 2
                       : ends_with(name, "s") && !ends_with(name, "ss")         ? 1
                                                                                : 0;
    return (struct slice){ name.at, name.size - cut };
}

/* "candidacy-states" is CandidacyStateCode. */
static void print_words_name(const struct vocabulary *words, char ret_name[KEY_SIZE])
{
    const char *end;
    const struct slice name = singular(slice_of(words->name), &end);
    size_t size = 0;
    bool is_first = true;
    for (size_t i = 0; i < name.size && size < KEY_SIZE - 8; i++) {
        const char c = name.at[i];
        if (c != '-')
            ret_name[size++] = (char)(is_first && c >= 'a' && c <= 'z' ? c - 'a' + 'A' : c);
        is_first = c == '-';
    }
    snprintf(ret_name + size, KEY_SIZE - size, "%s", end);
}

static void write_words_ref(struct writer *writer, const struct vocabulary *words)
{
    unsigned i = 0;
    while (i < shared.words_count && shared.words[i] != words)
        i++;
    if (i == shared.words_count) {
        if (i == WORDS_MAX)
            abort(); /* more closed lists than this file has room for: a bug of ours */
        shared.words[i] = words;
        print_words_name(words, shared.word_names[i]);
        shared.words_count++;
    }
    write_ref_member(writer, "schemas", shared.word_names[i]);
}

static bool is_whole(const struct vocabulary *words, uint64_t only)
{
    for (int i = 0; words->codes[i]; i++) {
        if (!vocabulary_takes(only, i))
            return false;
    }
    return true;
}

void shared_write_enum(struct writer *writer, const struct vocabulary *words, uint64_t only,
                       bool is_nullable)
{
    if (is_whole(words, only)) {
        if (!is_nullable) {
            write_words_ref(writer, words);
            return;
        }
        writer_key(writer, "anyOf");
        writer_open(writer, '[');
        writer_open(writer, '{');
        write_words_ref(writer, words);
        writer_close(writer, '}');
        writer_raw(writer, SLICE("{\"type\":\"null\"}"));
        writer_close(writer, ']');
        return;
    }
    writer_key(writer, "type");
    writer_raw(writer, is_nullable ? SLICE("[\"string\",\"null\"]") : SLICE("\"string\""));
    writer_key(writer, "enum");
    writer_open(writer, '[');
    for (int i = 0; words->codes[i]; i++) {
        if (vocabulary_takes(only, i))
            writer_text(writer, words->codes[i]);
    }
    if (is_nullable)
        writer_null(writer);
    writer_close(writer, ']');
}

void shared_write_words(struct writer *writer)
{
    for (unsigned i = 0; i < shared.words_count; i++) {
        writer_key(writer, shared.word_names[i]);
        writer_open(writer, '{');
        write_text(writer, "description", shared.words[i]->title.en);
        write_text(writer, "type", "string");
        writer_key(writer, "enum");
        writer_open(writer, '[');
        for (const char *const *code = shared.words[i]->codes; *code; code++)
            writer_text(writer, *code);
        writer_close(writer, ']');
        write_text(writer, "x-vocabulary", shared.words[i]->name);
        writer_close(writer, '}');
    }
}

const char *shared_conflict(bool (*is_taken)(const void *context, const char *name),
                            const void *context)
{
    for (unsigned i = 0; i < shared.words_count; i++) {
        if (is_taken(context, shared.word_names[i]))
            return shared.word_names[i];
        for (unsigned before = 0; before < i; before++) {
            if (strcmp(shared.word_names[before], shared.word_names[i]) == 0)
                return shared.word_names[i];
        }
    }
    return NULL;
}

void shared_end(void)
{
    for (unsigned i = 0; i < shared.count; i++)
        free(shared.order[i]->text);
    free(shared.parts);
    memset(&shared, 0, sizeof shared);
}
