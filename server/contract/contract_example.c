/* SPDX-License-Identifier: EUPL-1.2 */
#include "contract/contract_example.h"

#include "contract/contract_text.h"
#include "examples.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { EXAMPLES_MAX = 4096, KEY_SIZE = 128 };

/* In the order of the files; found once, by the thread that starts the process. */
static struct example {
    struct slice key, value;
} examples[EXAMPLES_MAX];
static unsigned examples_count;

/* {"of":"KEY","value":…} */
static void read_line(struct slice line)
{
    static const char head[] = "{\"of\":\"", middle[] = "\",\"value\":";
    const char *key = line.at + strlen(head);
    const char *end = memmem(line.at, line.size, middle, strlen(middle));
    if (!end || memcmp(line.at, head, strlen(head)) != 0 || examples_count == EXAMPLES_MAX)
        abort(); /* a file of ours is not what the recorder writes */
    const char *value = end + strlen(middle);
    examples[examples_count++] =
        (struct example){ { key, (size_t)(end - key) },
                          { value, (size_t)(line.at + line.size - 1 - value) } };
}

static void read_once(void)
{
    if (examples_count)
        return;
    for (const struct embedded_text *file = embedded_examples; file->name; file++) {
        if (!strstr(file->name, ".jsonl"))
            continue;
        for (const char *at = file->text; *at;) {
            const size_t size = strcspn(at, "\n");
            read_line((struct slice){ at, size });
            at += size + (at[size] == '\n');
        }
    }
}

/* The key itself, or what stands behind it and a dot. */
static bool is_of(struct slice found, const char *key)
{
    const size_t size = strlen(key);
    return found.size >= size && memcmp(found.at, key, size) == 0 &&
           (found.size == size || found.at[size] == '.');
}

static void write_entry(struct writer *writer, struct slice key)
{
    char name[KEY_SIZE];
    snprintf(name, sizeof name, "%.*s", (int)key.size, key.at);
    writer_key(writer, name);
    write_ref(writer, "examples", name);
}

void example_write(struct writer *writer, const char *key)
{
    bool has_any = false;
    read_once();
    for (unsigned i = 0; i < examples_count; i++) {
        if (!is_of(examples[i].key, key))
            continue;
        if (!has_any) {
            writer_key(writer, "examples");
            writer_open(writer, '{');
        }
        has_any = true;
        write_entry(writer, examples[i].key);
    }
    if (has_any)
        writer_close(writer, '}');
}

void example_write_answer(struct writer *writer, const struct operation *o, int status)
{
    char key[KEY_SIZE];
    snprintf(key, sizeof key, "%s.%d", o->id, status);
    example_write(writer, key);
}

/* The status of the reason of this code; 0 = none is called so. */
static int status_of(struct slice key)
{
    for (enum reason reason = REASON_NONE + 1; reason < REASON_COUNT; reason++) {
        if (is_of(key, reason_info(reason)->code))
            return reason_info(reason)->status;
    }
    return 0;
}

void example_write_problems(struct writer *writer, bool (*is_wanted)(int status, int of), int of)
{
    bool has_any = false;
    read_once();
    for (unsigned i = 0; i < examples_count; i++) {
        const int status = status_of(examples[i].key);
        if (!status || !is_wanted(status, of))
            continue;
        if (!has_any) {
            writer_key(writer, "examples");
            writer_open(writer, '{');
        }
        has_any = true;
        write_entry(writer, examples[i].key);
    }
    if (has_any)
        writer_close(writer, '}');
}

void example_write_all(struct writer *writer)
{
    read_once();
    for (unsigned i = 0; i < examples_count; i++) {
        char name[KEY_SIZE];
        snprintf(name, sizeof name, "%.*s", (int)examples[i].key.size, examples[i].key.at);
        writer_key(writer, name);
        writer_open(writer, '{');
        writer_key(writer, "value");
        writer_raw(writer, examples[i].value);
        writer_close(writer, '}');
    }
}

/* --- of others --- */

/* examples/ID.json, or NULL. */
static const char *foreign_of(const struct operation *o)
{
    for (const struct embedded_text *file = embedded_examples; file->name; file++) {
        const size_t size = strlen(o->id);
        if (!strncmp(file->name, o->id, size) && !strcmp(file->name + size, ".json"))
            return file->text;
    }
    return NULL;
}

void example_write_foreign(struct writer *writer, const struct operation *o)
{
    const char *example = foreign_of(o);
    writer_key(writer, "schema");
    writer_raw(writer, SLICE("{\"type\":\"object\"}"));
    if (!example)
        return;
    writer_key(writer, "examples");
    writer_open(writer, '{');
    writer_key(writer, "reply");
    writer_open(writer, '{');
    writer_key(writer, "value");
    writer_raw(writer, slice_of(example));
    writer_close(writer, '}');
    writer_close(writer, '}');
}
