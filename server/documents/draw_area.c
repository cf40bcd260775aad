/* SPDX-License-Identifier: EUPL-1.2 */
#include "documents/draw_area.h"

#include "documents/ornament.h"
#include "documents/picture.h"
#include "documents/qr.h"
#include "documents/setting.h"
#include "documents/text_block.h"

#include <stdio.h>
#include <stdlib.h>

#define LEAST_SCALE 0.75
#define SCALE_STEP  0.96
/* What sums of heights are off by. */
#define NOTHING 0.01

static const struct color black = { 0.11, 0.11, 0.13 }, grey = { 0.36, 0.37, 0.40 };

/* --- measuring --- */

unsigned draw_area_lacks(struct fonts *fonts, const struct block *block, struct slice *ret_text)
{
    const size_t count = setting_cell_count(block);
    for (size_t i = 0; i < count; i++) {
        const struct cell cell = setting_cell(block, i);
        const unsigned lacking = fonts_lack(fonts, cell.style->face, cell.text);
        if (lacking) {
            *ret_text = cell.text;
            return lacking;
        }
    }
    return 0;
}

static void release_settings(struct setting *settings, size_t count)
{
    while (count > 0)
        setting_release(&settings[--count]);
}

/* All blocks at one scale; ret_height is that of all of them. False: one of them cannot be set so
 * small, or so large. */
static bool set_blocks(const struct pen *pen, const struct area *area, double scale,
                       struct setting *settings, double *ret_height)
{
    *ret_height = 0;
    for (size_t i = 0; i < area->count; i++) {
        if (!setting_make(pen->fonts, &area->blocks[i], area->width, scale, &settings[i])) {
            release_settings(settings, i);
            return false;
        }
        *ret_height += settings[i].height;
    }
    return true;
}

/* The largest scale at which everything has room, with the settings at it; 0 = there is none, and
 * nothing to release. */
static double set_area(const struct pen *pen, const struct area *area, struct setting *settings,
                       double *ret_height)
{
    const double least = area->least_scale > 0 ? area->least_scale : LEAST_SCALE;
    const double most = area->scale > 0 ? area->scale : 1;
    for (double scale = most; scale >= least; scale *= SCALE_STEP) {
        if (!set_blocks(pen, area, scale, settings, ret_height))
            continue;
        if (*ret_height <= area->height + NOTHING)
            return scale;
        release_settings(settings, area->count);
    }
    return 0;
}

static struct slice longest_text(const struct area *area)
{
    struct slice longest = { 0 };
    for (size_t i = 0; i < area->count; i++) {
        const size_t count = setting_cell_count(&area->blocks[i]);
        for (size_t k = 0; k < count; k++) {
            const struct slice text = setting_cell(&area->blocks[i], k).text;
            longest = text.size > longest.size ? text : longest;
        }
    }
    return longest;
}

/* --- drawing --- */

/* A block in its place. */
struct place {
    const struct area *area;
    const struct block *block;
    const struct setting *setting;
    double scale, y;
};

static struct color color_of(const struct pen *pen, enum ink ink)
{
    return ink == INK_ACCENT ? pen->layout->accent : ink == INK_QUIET ? grey : black;
}

static double place_of(enum align align, double room)
{
    return align == ALIGN_LEFT ? 0 : align == ALIGN_CENTER ? room / 2 : room;
}

static void begin(const struct pen *pen, const struct area *area, const char *tag)
{
    if (!area->is_apart)
        cairo_tag_begin(pen->cairo, tag, NULL);
}

static void end(const struct pen *pen, const struct area *area, const char *tag)
{
    if (!area->is_apart)
        cairo_tag_end(pen->cairo, tag);
}

/* In an attribute of a tag a text stands between quotes, with a backslash before what would end
 * them. Addresses longer than this lead nowhere, and are read all the same. */
static bool link_attributes(struct slice link, char *ret_text, size_t size)
{
    size_t at = (size_t)snprintf(ret_text, size, "uri='");
    for (size_t i = 0; i < link.size; i++) {
        if (at + 4 > size)
            return false;
        if (link.at[i] == '\'' || link.at[i] == '\\')
            ret_text[at++] = '\\';
        ret_text[at++] = link.at[i];
    }
    ret_text[at++] = '\'';
    ret_text[at] = '\0';
    return true;
}

/* True: the link is open, and to be ended. */
static bool begin_link(const struct pen *pen, const struct block *block)
{
    char attributes[512];
    const bool has_link =
        slice_is_set(block->link) && link_attributes(block->link, attributes, sizeof attributes);
    if (has_link)
        cairo_tag_begin(pen->cairo, CAIRO_TAG_LINK, attributes);
    return has_link;
}

static void end_link(const struct pen *pen, bool has_link)
{
    if (has_link)
        cairo_tag_end(pen->cairo, CAIRO_TAG_LINK);
}

/* To the left of the first line of a text. */
static void draw_marker(const struct pen *pen, const struct place *at)
{
    const double size = at->block->style->size * at->scale;
    const double middle = at->y + size * at->block->style->leading / 2;
    if (at->block->first_line > 0)
        return;
    if (at->block->marker == MARKER_DOT) {
        color_use(pen->cairo, pen->layout->accent);
        cairo_new_sub_path(pen->cairo);
        cairo_arc(pen->cairo, at->area->left + at->block->indent + 6, middle, size * 0.13, 0,
                  2 * G_PI);
        cairo_fill(pen->cairo);
    } else if (at->block->marker == MARKER_BOX) {
        color_use(pen->cairo, black);
        cairo_set_line_width(pen->cairo, 0.8);
        cairo_rectangle(pen->cairo, at->area->left + at->block->indent + 0.5, middle - 5, 10, 10);
        cairo_stroke(pen->cairo);
    }
}

/* A text of several sheets is one paragraph: its parts are spans of it. */
static void draw_text(const struct pen *pen, const struct place *at)
{
    const struct block *block = at->block;
    const char *tag = block->tag ? block->tag : "P";
    const double x = at->area->left + setting_indent(block, at->scale);
    if (block->first_line == 0)
        begin(pen, at->area, tag);
    if (block->line_count)
        begin(pen, at->area, "Span");
    const bool has_link = begin_link(pen, block);
    draw_marker(pen, at);
    color_use(pen->cairo, color_of(pen, block->style->ink));
    if (block->line_count) {
        text_block_draw_part(pen->cairo, at->setting->texts[0], block->first_line,
                             block->line_count, x, at->y);
    } else {
        cairo_move_to(pen->cairo, x, at->y);
        pango_cairo_show_layout(pen->cairo, at->setting->texts[0]);
    }
    end_link(pen, has_link);
    if (block->line_count)
        end(pen, at->area, "Span");
    if (!block->goes_on)
        end(pen, at->area, tag);
}

static enum status draw_code(const struct pen *pen, const struct place *at)
{
    const struct block *block = at->block;
    const double room = at->area->width - block->height;
    begin(pen, at->area, "Figure");
    const bool has_link = begin_link(pen, block);
    const enum status status =
        qr_draw(pen->cairo, block->text, at->area->left + place_of(block->align, room), at->y,
                block->height);
    end_link(pen, has_link);
    end(pen, at->area, "Figure");
    return status == STATUS_OK ? status : pen_blame(pen, DRAW_TEXT_TOO_LONG, 0, block->text);
}

static void draw_picture(const struct pen *pen, const struct place *at)
{
    double width, height;
    picture_fit(at->block->picture, at->block->width, at->block->height, &width, &height);
    const double room = at->area->width - width;
    begin(pen, at->area, "Figure");
    picture_draw(pen->cairo, at->block->picture, at->area->left + place_of(at->block->align, room),
                 at->y, width, height);
    end(pen, at->area, "Figure");
}

static void draw_rule(const struct pen *pen, const struct place *at)
{
    const double room = at->area->width - at->block->width;
    color_use(pen->cairo, pen->layout->accent);
    cairo_set_line_width(pen->cairo, 0.7);
    cairo_move_to(pen->cairo, at->area->left + place_of(at->block->align, room),
                  at->y + at->setting->height / 2);
    cairo_rel_line_to(pen->cairo, at->block->width, 0);
    cairo_stroke(pen->cairo);
}

/* The ground of a row and the line below it. */
static void draw_row_ground(const struct pen *pen, const struct place *at, double width)
{
    const struct color accent = pen->layout->accent;
    const double bottom = at->y + at->setting->height;
    if (at->block->is_head || at->block->is_group) {
        color_use(pen->cairo, color_tint(accent, at->block->is_head ? 0.86 : 0.94));
        cairo_rectangle(pen->cairo, at->area->left, at->y, width, at->setting->height);
        cairo_fill(pen->cairo);
    }
    color_use(pen->cairo, color_tint(accent, at->block->is_head ? 0.2 : 0.72));
    cairo_set_line_width(pen->cairo, at->block->is_head ? 0.8 : 0.4);
    cairo_move_to(pen->cairo, at->area->left, bottom);
    cairo_rel_line_to(pen->cairo, width, 0);
    cairo_stroke(pen->cairo);
}

static void draw_row(struct pen *pen, const struct place *at)
{
    const struct table *table = at->block->table;
    double width = 0, x = at->area->left;
    for (size_t i = 0; i < table->count; i++)
        width += table->widths[i];
    if (!at->area->is_apart && !pen->table) {
        cairo_tag_begin(pen->cairo, "Table", NULL);
        pen->table = table;
    }
    draw_row_ground(pen, at, width);
    begin(pen, at->area, "TR");
    for (size_t i = 0; i < table->count; i++) {
        const bool is_name = at->block->is_head || (i == 0 && table->is_named);
        begin(pen, at->area, is_name ? "TH" : "TD");
        color_use(pen->cairo, color_of(pen, at->block->cells[i].style->ink));
        cairo_move_to(pen->cairo, x + CELL_GAP, at->y + table->above);
        pango_cairo_show_layout(pen->cairo, at->setting->texts[i]);
        end(pen, at->area, is_name ? "TH" : "TD");
        x += table->widths[i];
    }
    end(pen, at->area, "TR");
}

void draw_area_end_table(struct pen *pen)
{
    if (pen->table)
        cairo_tag_end(pen->cairo, "Table");
    pen->table = NULL;
}

static enum status draw_block(struct pen *pen, const struct place *at)
{
    const struct block *block = at->block;
    if (pen->table && !at->area->is_apart && block->kind != BLOCK_SPACE &&
        block->table != pen->table)
        draw_area_end_table(pen);
    switch (block->kind) {
    case BLOCK_TEXT:
        draw_text(pen, at);
        break;
    case BLOCK_CODE:
        return draw_code(pen, at);
    case BLOCK_PICTURE:
        draw_picture(pen, at);
        break;
    case BLOCK_RULE:
        draw_rule(pen, at);
        break;
    case BLOCK_ROW:
        draw_row(pen, at);
        break;
    case BLOCK_SPACE:
        break;
    }
    return STATUS_OK;
}

static enum status draw_set(struct pen *pen, const struct area *area,
                            const struct setting *settings, double scale, double height)
{
    double y = area->top;
    enum status status = STATUS_OK;
    if (area->stand != STAND_TOP)
        y += (area->height - height) / (area->stand == STAND_MIDDLE ? 2 : 1);
    for (size_t i = 0; i < area->count && status == STATUS_OK; i++) {
        status = draw_block(pen, &(struct place){ area, &area->blocks[i], &settings[i], scale, y });
        y += settings[i].height;
    }
    return status;
}

enum status draw_area(struct pen *pen, const struct area *area)
{
    double height;
    struct slice text;
    for (size_t i = 0; i < area->count; i++) {
        const unsigned lacking = draw_area_lacks(pen->fonts, &area->blocks[i], &text);
        if (lacking)
            return pen_blame(pen, DRAW_CHARACTER_MISSING, lacking, text);
    }
    struct setting *settings = area->count ? calloc(area->count, sizeof *settings) : NULL;
    if (!settings)
        return area->count ? pen_blame(pen, DRAW_LIBRARY_FAILED, 0, SLICE_UNSET) : STATUS_OK;
    const double scale = set_area(pen, area, settings, &height);
    const enum status status = scale > 0
                                   ? draw_set(pen, area, settings, scale, height)
                                   : pen_blame(pen, DRAW_TEXT_TOO_LONG, 0, longest_text(area));
    if (scale > 0)
        release_settings(settings, area->count);
    free(settings);
    return status;
}
