/* SPDX-License-Identifier: EUPL-1.2 */
#include "plan.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void fail(const char *path, const char *why)
{
    fprintf(stderr, "generator: %s: %s\n", path, why);
    exit(2);
}

static char *read_whole(const char *path)
{
    FILE *file = fopen(path, "rb");
    long size = -1;
    if (file && fseek(file, 0, SEEK_END) == 0)
        size = ftell(file);
    if (size < 0)
        fail(path, "cannot be read");
    rewind(file);
    char *text = malloc((size_t)size + 1);
    if (!text || fread(text, 1, (size_t)size, file) != (size_t)size)
        fail(path, "cannot be read whole");
    text[size] = '\0';
    fclose(file);
    return text;
}

/* The next field of a line, "-" as the empty text; the line moves on. */
static char *next_field(char **line)
{
    char *field = strsep(line, "\t");
    if (!field)
        return "";
    return strcmp(field, "-") == 0 ? "" : field;
}

static void add_kind(struct plan *plan, char *line, const char *path)
{
    if (plan->kind_count == PLAN_KINDS)
        fail(path, "too many kinds");
    struct kind *kind = &plan->kinds[plan->kind_count++];
    kind->name = next_field(&line);
    kind->weight = (unsigned)strtoul(next_field(&line), NULL, 10);
    kind->status = (int)strtol(next_field(&line), NULL, 10);
    plan->weight_sum += kind->weight;
}

static void add_target(struct kind *kind, char *line, const char *path)
{
    if (kind->count == kind->size) {
        kind->size = kind->size ? 2 * kind->size : 256;
        kind->targets = realloc(kind->targets, kind->size * sizeof *kind->targets);
        if (!kind->targets)
            fail(path, "no memory");
    }
    struct target *target = &kind->targets[kind->count++];
    *target = (struct target){ .version = -1 };
    target->method = next_field(&line);
    target->path = next_field(&line);
    target->token = next_field(&line);
    target->needle = next_field(&line);
    const char *version = next_field(&line);
    if (*version)
        target->version = strtol(version, NULL, 10);
    target->body = next_field(&line);
    target->needle_size = strlen(target->needle);
    target->body_size = strlen(target->body);
}

void plan_read(struct plan *plan, const char *path)
{
    *plan = (struct plan){ .text = read_whole(path) };
    char *rest = plan->text, *line;
    while ((line = strsep(&rest, "\n"))) {
        const char *what = next_field(&line);
        if (strcmp(what, "kind") == 0)
            add_kind(plan, line, path);
        else if (strcmp(what, "target") == 0 && plan->kind_count > 0)
            add_target(&plan->kinds[plan->kind_count - 1], line, path);
        else if (*what)
            fail(path, "a line is neither a kind nor a target of one");
    }
    for (unsigned i = 0; i < plan->kind_count; i++) {
        if (plan->kinds[i].count == 0)
            fail(path, "a kind has no targets");
    }
    if (plan->weight_sum == 0)
        fail(path, "nothing has a weight");
}
