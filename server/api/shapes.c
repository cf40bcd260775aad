/* SPDX-License-Identifier: EUPL-1.2 */
#include "api/shapes.h"

#include <stdlib.h>

const struct referential *shapes_find(const struct shapes *shapes, struct id version_id)
{
    for (unsigned i = 0; i < shapes->count; i++) {
        if (id_equals(shapes->items[i].version_id, version_id))
            return shapes->items[i].referential;
    }
    return NULL;
}

const struct referential *shapes_keep(struct shapes *shapes, struct id version_id,
                                      struct slice text)
{
    struct referential *referential =
        shapes->count < SHAPES_MAX ? malloc(sizeof *referential) : NULL;
    if (!referential || !referential_parse(text.at, text.size, referential)) {
        free(referential);
        return NULL;
    }
    shapes->items[shapes->count++] = (struct shape){ version_id, referential };
    return referential;
}

void shapes_release(struct shapes *shapes)
{
    for (unsigned i = 0; i < shapes->count; i++)
        free(shapes->items[i].referential);
    shapes->count = 0;
}
