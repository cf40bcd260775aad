/* SPDX-License-Identifier: EUPL-1.2 */
/* Scorings of versions of référentiels that a loop has read. One that was activated never changes
 * (referential_version_immutable of the schema), so each is fetched and parsed once. */
#ifndef SHAPES_H
#define SHAPES_H

#include "id.h"
#include "referential.h"
#include "slice.h"

enum { SHAPES_MAX = 64 };

struct shapes {
    struct shape {
        struct id version_id;
        struct referential *referential;
    } items[SHAPES_MAX];
    unsigned count;
};

/* NULL when it is not known. What is known stays until shapes_release(). */
const struct referential *shapes_find(const struct shapes *shapes, struct id version_id);
/* The text of its `shape`, parsed and kept. NULL when it does not parse, or cannot be kept: memory,
 * or there are as many as are kept. */
const struct referential *shapes_keep(struct shapes *shapes, struct id version_id,
                                      struct slice text);
void shapes_release(struct shapes *shapes);

#endif
