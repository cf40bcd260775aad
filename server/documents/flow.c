/* SPDX-License-Identifier: EUPL-1.2 */
#include "documents/flow.h"

#include "documents/filling.h"
#include "documents/setting.h"
#include "documents/text_block.h"

#include <stdlib.h>

/* Lines of a paragraph that do not stand alone on a sheet. */
enum { LEAST_LINES = 2, FIRST_SHEETS = 4 };
/* What sums of heights are off by. */
#define NOTHING 0.01
/* A last sheet that is filled to less than this part of it is better done without, for letters not
 * smaller than this. */
#define LITTLE      0.4
#define LEAST_SCALE 0.87
#define SCALE_STEP  0.97

/* A sheet while it is filled: the head of a table that goes on, then the text. */
struct page {
    struct filling repeated, text;
};

/* The whole of it, from the first sheet to the last. */
struct spread {
    struct fonts *fonts;
    const struct flow *flow;
    struct arena *arena;
    struct setting *settings; /* of each block, as if no sheet ended */
    struct page *pages;       /* in the arena */
    size_t count, capacity;
    double scale;
    double used;              /* of the sheet that is filled */
    const struct block *last; /* placed last on any sheet; NULL = none */
    bool has_failed;          /* for want of memory */
};

static double room_of(const struct spread *s)
{
    return (s->count == 1 ? s->flow->body : s->flow->next_body).height;
}

static struct page *page_of(const struct spread *s)
{
    return &s->pages[s->count - 1];
}

static bool is_empty(const struct spread *s)
{
    return page_of(s)->text.count == 0;
}

static bool begin_page(struct spread *s)
{
    if (s->count == s->capacity) {
        const size_t capacity = s->capacity ? 2 * s->capacity : FIRST_SHEETS;
        struct page *pages =
            arena_grow(s->arena, s->pages, s->capacity * sizeof *pages, capacity * sizeof *pages);
        if (!pages) {
            s->has_failed = true;
            return false;
        }
        s->pages = pages;
        s->capacity = capacity;
    }
    s->pages[s->count++] = (struct page){ { s->arena }, { s->arena } };
    s->used = 0;
    return true;
}

/* --- how much room --- */

static const struct block *block_at(const struct spread *s, size_t i)
{
    return &s->flow->blocks[i];
}

static unsigned line_count(const struct spread *s, size_t i)
{
    return (unsigned)pango_layout_get_line_count(s->settings[i].texts[0]);
}

static bool is_breakable(const struct spread *s, size_t i)
{
    const struct block *block = block_at(s, i);
    return block->kind == BLOCK_TEXT && block->style->lines == 0 &&
           line_count(s, i) >= 2 * LEAST_LINES;
}

/* What a block takes of a sheet at least: its first lines, or all of it. */
static double least_of(const struct spread *s, size_t i)
{
    return is_breakable(s, i) ? text_block_part_height(s->settings[i].texts[0], 0, LEAST_LINES)
                              : s->settings[i].height;
}

/* From a block to the last one that it stays together with. */
static double needed(const struct spread *s, size_t i)
{
    double height = 0;
    while (block_at(s, i)->keeps_next && i + 1 < s->flow->count)
        height += s->settings[i++].height;
    return height + least_of(s, i);
}

static double repeated_height(const struct spread *s, const struct block *head)
{
    for (size_t i = 0; i < s->flow->count; i++) {
        if (block_at(s, i) == head ||
            (block_at(s, i)->is_head && block_at(s, i)->table == head->table))
            return s->settings[i].height;
    }
    return 0;
}

/* The sheet is full: on to the next one, below the head of the table whose rows go on. */
static bool turn(struct spread *s, size_t next)
{
    const struct block *block = block_at(s, next);
    if (!begin_page(s))
        return false;
    const bool goes_on = block->kind == BLOCK_ROW && !block->is_head && block->table->head &&
                         s->last && s->last->table == block->table;
    if (goes_on) {
        filling_put(&page_of(s)->repeated, *block->table->head);
        s->used = repeated_height(s, block->table->head);
    }
    return true;
}

/* --- placing --- */

static void place(struct spread *s, const struct block *block, double height)
{
    filling_put(&page_of(s)->text, *block);
    s->used += height;
    s->last = block->kind == BLOCK_SPACE ? s->last : block;
}

/* As many of the lines from `first` on as the sheet has room for, so that neither those nor the
 * rest stand alone; 0 = it has none. */
static unsigned lines_that_fit(const struct spread *s, size_t i, unsigned first)
{
    PangoLayout *set = s->settings[i].texts[0];
    const unsigned left = line_count(s, i) - first;
    const double room = room_of(s) - s->used + NOTHING;
    unsigned fit = 0;
    while (fit < left && text_block_part_height(set, first, fit + 1) <= room)
        fit++;
    if (fit < left && left - fit < LEAST_LINES)
        fit = left > LEAST_LINES ? left - LEAST_LINES : 0;
    return fit < LEAST_LINES && fit < left ? 0 : fit;
}

/* A paragraph, its lines on as many sheets as it takes. False: no sheet holds two of them. */
static bool place_lines(struct spread *s, size_t i)
{
    const unsigned count = line_count(s, i);
    for (unsigned first = 0; first < count;) {
        const unsigned fit = lines_that_fit(s, i, first);
        if (fit == 0 && is_empty(s))
            return false;
        if (fit == 0) {
            if (!turn(s, i))
                return true;
            continue;
        }
        struct block part = *block_at(s, i);
        part.first_line = first;
        part.line_count = fit;
        part.goes_on = first + fit < count;
        place(s, &part, text_block_part_height(s->settings[i].texts[0], first, fit));
        s->last = block_at(s, i);
        first += fit;
        if (part.goes_on && !turn(s, i))
            return true;
    }
    return true;
}

/* False: no sheet has room for it. */
static bool place_block(struct spread *s, size_t i)
{
    const double height = s->settings[i].height;
    const struct block *block = block_at(s, i);
    if (block->kind == BLOCK_SPACE && (is_empty(s) || s->used + height > room_of(s)))
        return true;
    if (!is_empty(s) && s->used + needed(s, i) > room_of(s) + NOTHING) {
        const bool fits_next = needed(s, i) <= s->flow->next_body.height;
        const bool fits_here = s->used + least_of(s, i) <= room_of(s);
        if ((fits_next || !fits_here) && !turn(s, i))
            return true;
    }
    if (s->used + height <= room_of(s) + NOTHING) {
        place(s, block, height);
        return true;
    }
    return is_breakable(s, i) && place_lines(s, i);
}

/* --- from pages to sheets --- */

/* A line that stands on a sheet beside its text: what comes again, and numbers. */
static struct area aside(struct spread *s, struct area area, const struct text_style *style,
                         struct slice text)
{
    struct filling filling = { s->arena };
    filling_text(&filling, NULL, style, text);
    s->has_failed |= filling.has_failed;
    area.is_apart = true;
    return filling_area(&filling, area);
}

static struct slice foot_of(const struct spread *s, size_t page)
{
    const struct slice text = s->flow->foot_text;
    return s->count == 1 ? text
                         : arena_print(s->arena, "%.*s – page\u00a0%zu sur\u00a0%zu",
                                       (int)text.size, text.at, page + 1, s->count);
}

static struct area repeated_area(const struct spread *s, const struct page *page)
{
    struct area area = s->flow->next_body;
    area.is_apart = true;
    area.scale = area.least_scale = s->scale;
    area.height = repeated_height(s, &page->repeated.blocks[0]);
    return filling_area(&page->repeated, area);
}

static struct area text_area(struct spread *s, size_t number)
{
    const struct page *page = &s->pages[number];
    struct area area = number == 0 ? s->flow->body : s->flow->next_body;
    if (page->repeated.count) {
        const double height = repeated_height(s, &page->repeated.blocks[0]);
        area.top += height;
        area.height -= height;
    }
    area.scale = area.least_scale = s->scale;
    s->has_failed |= page->text.has_failed || page->repeated.has_failed;
    return filling_area(&page->text, area);
}

static struct sheet sheet_of(struct spread *s, size_t number)
{
    const struct flow *flow = s->flow;
    const struct page *page = &s->pages[number];
    size_t count = 0;
    struct area *areas = arena_alloc(s->arena, (flow->first_count + 4) * sizeof *areas);
    if (!areas) {
        s->has_failed = true;
        return (struct sheet){ 0 };
    }
    if (number > 0)
        areas[count++] = aside(s, flow->head, flow->head_style, flow->head_text);
    areas[count++] = aside(s, flow->foot, flow->foot_style, foot_of(s, number));
    if (page->repeated.count)
        areas[count++] = repeated_area(s, page);
    for (size_t i = 0; number == 0 && i < flow->first_count; i++)
        areas[count++] = flow->first[i];
    areas[count++] = text_area(s, number);
    return (struct sheet){ flow->width, flow->height, ORNAMENT_NONE, areas, count };
}

static enum status cut(struct spread *s, const struct sheet **ret_sheets, size_t *ret_count)
{
    struct sheet *sheets = arena_alloc(s->arena, s->count * sizeof *sheets);
    for (size_t i = 0; sheets && i < s->count; i++)
        sheets[i] = sheet_of(s, i);
    *ret_sheets = sheets;
    *ret_count = s->count;
    return sheets && !s->has_failed ? STATUS_OK : STATUS_NO_MEMORY;
}

/* How high everything is. False: a text cannot be set, the one of the block that *ret_at is. */
static bool measure(struct spread *s, size_t *ret_at)
{
    for (size_t i = 0; i < s->flow->count; i++) {
        if (setting_make(s->fonts, block_at(s, i), s->flow->body.width, s->scale, &s->settings[i]))
            continue;
        *ret_at = i;
        return false;
    }
    return true;
}

static enum status fill(struct spread *s, struct draw_fault *ret_fault)
{
    size_t at = 0;
    bool fits = measure(s, &at) && begin_page(s);
    for (size_t i = 0; fits && i < s->flow->count && !s->has_failed; i++) {
        fits = place_block(s, i);
        at = i;
    }
    if (fits || s->has_failed)
        return s->has_failed ? STATUS_NO_MEMORY : STATUS_OK;
    *ret_fault =
        (struct draw_fault){ DRAW_TEXT_TOO_LONG, 0, setting_cell(block_at(s, at), 0).text };
    return STATUS_FAILED;
}

static void release(struct spread *s)
{
    for (size_t i = 0; s->settings && i < s->flow->count; i++)
        setting_release(&s->settings[i]);
    free(s->settings);
    s->settings = NULL;
}

/* Everything on as many sheets as it takes at this scale; to be released in any case. */
static enum status spread_at(struct spread *s, double scale, struct draw_fault *ret_fault)
{
    *s = (struct spread){ .fonts = s->fonts, .flow = s->flow, .arena = s->arena, .scale = scale };
    s->settings = calloc(s->flow->count + 1, sizeof *s->settings);
    return s->settings ? fill(s, ret_fault) : STATUS_NO_MEMORY;
}

/* A little smaller, where that leaves no sheet behind with a few lines on it. */
static enum status spread_well(struct spread *s, struct draw_fault *ret_fault)
{
    enum status status = spread_at(s, 1, ret_fault);
    const size_t count = s->count;
    bool is_better = status != STATUS_OK || count < 2 || s->used > room_of(s) * LITTLE;
    for (double scale = SCALE_STEP; !is_better && status == STATUS_OK && scale > LEAST_SCALE;
         scale *= SCALE_STEP) {
        release(s);
        status = spread_at(s, scale, ret_fault);
        is_better = s->count < count;
    }
    if (is_better || status != STATUS_OK)
        return status;
    release(s);
    return spread_at(s, 1, ret_fault);
}

enum status flow_sheets(struct fonts *fonts, const struct flow *flow, struct arena *arena,
                        const struct sheet **ret_sheets, size_t *ret_count,
                        struct draw_fault *ret_fault)
{
    struct spread s = { .fonts = fonts, .flow = flow, .arena = arena };
    enum status status = spread_well(&s, ret_fault);
    if (status == STATUS_OK)
        status = cut(&s, ret_sheets, ret_count);
    release(&s);
    return status;
}
