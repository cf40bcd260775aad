/* SPDX-License-Identifier: EUPL-1.2 */
#include "documents/filling.h"

enum { FIRST_BLOCKS = 16 };

/* Room for one block more. */
static bool grow(struct filling *filling)
{
    if (filling->count < filling->capacity)
        return true;
    const size_t capacity = filling->capacity ? 2 * filling->capacity : FIRST_BLOCKS;
    struct block *blocks = arena_alloc(filling->arena, capacity * sizeof *blocks);
    if (!blocks)
        return false;
    if (filling->count)
        memcpy(blocks, filling->blocks, filling->count * sizeof *blocks);
    filling->blocks = blocks;
    filling->capacity = capacity;
    return true;
}

void filling_put(struct filling *filling, struct block block)
{
    if ((block.kind == BLOCK_TEXT || block.kind == BLOCK_CODE) && !slice_is_set(block.text))
        filling->has_failed = true;
    for (size_t i = 0; block.kind == BLOCK_ROW && i < block.table->count; i++)
        filling->has_failed |= !slice_is_set(block.cells[i].text);
    if (grow(filling))
        filling->blocks[filling->count++] = block;
    else
        filling->has_failed = true;
}

void filling_text(struct filling *filling, const char *tag, const struct text_style *style,
                  struct slice text)
{
    filling_put(filling, (struct block){ BLOCK_TEXT, .tag = tag, .style = style, .text = text });
}

void filling_space(struct filling *filling, double height)
{
    filling_put(filling, (struct block){ BLOCK_SPACE, .height = height });
}

void filling_rule(struct filling *filling, double width, double height)
{
    filling_put(filling, (struct block){ BLOCK_RULE, .height = height, .width = width,
                                         .align = ALIGN_CENTER });
}

struct area filling_area(const struct filling *filling, struct area area)
{
    area.blocks = filling->blocks;
    area.count = filling->count;
    return area;
}
