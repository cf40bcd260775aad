/* SPDX-License-Identifier: EUPL-1.2 */
/* An area while it is filled with blocks, one below the other. */
#ifndef FILLING_H
#define FILLING_H

#include "arena.h"
#include "documents/layout.h"

struct filling {
    struct arena *arena;
    struct block *blocks; /* in the arena */
    size_t count, capacity;
    bool has_failed; /* a text was not there, for want of memory, or a block had no room */
};

void filling_put(struct filling *filling, struct block block);
void filling_text(struct filling *filling, const char *tag, const struct text_style *style,
                  struct slice text);
void filling_space(struct filling *filling, double height);
/* In the middle of the area. */
void filling_rule(struct filling *filling, double width, double height);
/* The area with what was put into it. */
struct area filling_area(const struct filling *filling, struct area area);

#endif
