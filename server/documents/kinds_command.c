/* SPDX-License-Identifier: EUPL-1.2 */
#include "documents/kinds_command.h"

#include "documents/paper_kind.h"

#include <stdio.h>
#include <stdlib.h>

enum { POINTER_SIZE = 256 };

static const char *const kind_names[] = {
    [TOLD_TEXT] = "text",      [TOLD_DAY] = "day",       [TOLD_INT] = "number",
    [TOLD_BOOL] = "yes-or-no", [TOLD_OBJECT] = "object", [TOLD_LIST] = "list",
    [TOLD_TEXTS] = "texts",
};

/* Items of a list are "*". */
static void print_shape(const char *kind, const char *above, const struct told_shape *shape)
{
    for (size_t i = 0; i < shape->count; i++) {
        const struct told_member *member = &shape->members[i];
        char pointer[POINTER_SIZE];
        snprintf(pointer, sizeof pointer, "%s/%s", above, member->name);
        printf("%s %s %s%s\n", kind, pointer, kind_names[member->kind],
               member->is_needed ? " needed" : "");
        if (member->kind == TOLD_LIST)
            snprintf(pointer, sizeof pointer, "%s/%s/*", above, member->name);
        if (member->shape)
            print_shape(kind, pointer, member->shape);
    }
}

int kinds_command_run(const struct config *config, const struct command_line *line)
{
    (void)config, (void)line;
    for (size_t i = 0; paper_kinds[i]; i++)
        print_shape(paper_kinds[i]->name, "", paper_kinds[i]->shape);
    return ferror(stdout) ? EXIT_FAILURE : EXIT_SUCCESS;
}
