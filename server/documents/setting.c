/* SPDX-License-Identifier: EUPL-1.2 */
#include "documents/setting.h"

#include "documents/text_block.h"

struct cell setting_cell(const struct block *block, size_t cell)
{
    return block->kind == BLOCK_ROW ? block->cells[cell]
                                    : (struct cell){ block->style, block->text };
}

size_t setting_cell_count(const struct block *block)
{
    return block->kind == BLOCK_ROW ? block->table->count : block->kind == BLOCK_TEXT;
}

double setting_indent(const struct block *block, double scale)
{
    return block->indent + (block->marker == MARKER_NONE ? 0 : MARKER_GAP * scale);
}

static double width_of(const struct block *block, size_t cell, double width, double scale)
{
    if (block->kind == BLOCK_ROW)
        return block->table->widths[cell] - 2 * CELL_GAP;
    return width - setting_indent(block, scale);
}

static double text_height(const struct block *block, PangoLayout *set)
{
    return block->line_count ? text_block_part_height(set, block->first_line, block->line_count)
                             : text_block_height(set);
}

/* From the highest of its texts. */
static double height_of(const struct block *block, const struct setting *setting, double scale)
{
    double height = 0;
    for (size_t i = 0; i < setting->count; i++) {
        const double text = text_height(block, setting->texts[i]);
        height = text > height ? text : height;
    }
    if (block->kind == BLOCK_ROW) {
        height += 2 * block->table->above;
        return height > block->table->least_height ? height : block->table->least_height;
    }
    if (block->kind == BLOCK_TEXT)
        return height;
    return block->height * (block->kind == BLOCK_SPACE || block->kind == BLOCK_RULE ? scale : 1);
}

bool setting_make(struct fonts *fonts, const struct block *block, double width, double scale,
                  struct setting *ret_setting)
{
    const size_t count = setting_cell_count(block);
    *ret_setting = (struct setting){ 0 };
    for (size_t i = 0; i < count; i++) {
        const struct cell cell = setting_cell(block, i);
        PangoLayout *set =
            text_block_set(fonts, cell.style, cell.text, width_of(block, i, width, scale), scale);
        if (!set) {
            setting_release(ret_setting);
            return false;
        }
        ret_setting->texts[ret_setting->count++] = set;
    }
    ret_setting->height = height_of(block, ret_setting, scale);
    return true;
}

void setting_release(struct setting *setting)
{
    while (setting->count > 0)
        g_object_unref(setting->texts[--setting->count]);
}
