/* SPDX-License-Identifier: EUPL-1.2 */
#include "documents/text_block.h"

#include <stdbool.h>

/* Steps in which a text becomes smaller. */
#define STEP 0.97
/* A text that may have several lines keeps to fewer as long as it is not smaller than this. */
#define FEWER_LINES 0.72

static const PangoAlignment alignments[] = {
    [ALIGN_LEFT] = PANGO_ALIGN_LEFT,
    [ALIGN_CENTER] = PANGO_ALIGN_CENTER,
    [ALIGN_RIGHT] = PANGO_ALIGN_RIGHT,
};

static PangoAttrList *attributes_of(const struct text_style *style, double size)
{
    PangoAttrList *attributes = pango_attr_list_new();
    if (style->tracking != 0)
        pango_attr_list_insert(attributes, pango_attr_letter_spacing_new(
                                               (int)(style->tracking / 1000 * size * PANGO_SCALE)));
    /* The italic joins "es" at the end of a word to one letter with a tail, which few can read. */
    pango_attr_list_insert(
        attributes, pango_attr_font_features_new(style->features ? style->features : "clig=0"));
    /* Lines stand at one distance, whichever fonts their letters come from. */
    const double leading = (style->leading > 0 ? style->leading : 1.2) * size;
    pango_attr_list_insert(attributes,
                           pango_attr_line_height_new_absolute((int)(leading * PANGO_SCALE)));
    /* A name is broken between its words or not at all. */
    pango_attr_list_insert(attributes, pango_attr_insert_hyphens_new(FALSE));
    return attributes;
}

/* "1er": its letters small and raised, as every printer sets them. */
static void raise_ordinals(PangoAttrList *attributes, struct slice text, double size)
{
    static const char first[] = "1er";
    for (size_t i = 0; i + sizeof first - 1 <= text.size; i++) {
        const char *at = text.at + i, *behind = at + sizeof first - 1;
        const bool begins = i == 0 || !(g_ascii_isalnum(at[-1]) || at[-1] == '-');
        const bool ends = behind == text.at + text.size || !g_ascii_isalnum(*behind);
        if (!begins || !ends || memcmp(at, first, sizeof first - 1) != 0)
            continue;
        PangoAttribute *raised[] = { pango_attr_rise_new((int)(size * 0.33 * PANGO_SCALE)),
                                     pango_attr_scale_new(0.65),
                                     /* so that the line is no higher for it */
                                     pango_attr_line_height_new_absolute(PANGO_SCALE) };
        for (size_t k = 0; k < sizeof raised / sizeof raised[0]; k++) {
            raised[k]->start_index = (guint)i + 1;
            raised[k]->end_index = (guint)(i + sizeof first - 1);
            pango_attr_list_insert(attributes, raised[k]);
        }
    }
}

/* A text and how it looks. */
struct looks {
    const struct text_style *style;
    struct slice text;
};

static PangoLayout *set_in(struct fonts *fonts, struct looks looks, double width, double size)
{
    const struct text_style *style = looks.style;
    PangoLayout *set = fonts_layout(fonts, style->face, size, looks.text);
    PangoAttrList *attributes = attributes_of(style, size);
    raise_ordinals(attributes, looks.text, size);
    pango_layout_set_attributes(set, attributes);
    pango_attr_list_unref(attributes);
    pango_layout_set_width(set, (int)(width * PANGO_SCALE));
    pango_layout_set_wrap(set, style->breaks_words ? PANGO_WRAP_WORD_CHAR : PANGO_WRAP_WORD);
    pango_layout_set_alignment(set, alignments[style->align]);
    return set;
}

static bool fits(PangoLayout *set, double width, unsigned lines)
{
    PangoRectangle logical;
    pango_layout_get_extents(set, NULL, &logical);
    return logical.width <= (int)(width * PANGO_SCALE) &&
           (lines == 0 || pango_layout_get_line_count(set) <= (int)lines);
}

/* The largest size that fits into so many lines, not below `least`. */
static PangoLayout *largest(struct fonts *fonts, struct looks looks, double width, unsigned lines,
                            double most, double least)
{
    for (double size = most; size >= least; size *= STEP) {
        PangoLayout *set = set_in(fonts, looks, width, size);
        if (fits(set, width, lines))
            return set;
        g_object_unref(set);
    }
    return NULL;
}

PangoLayout *text_block_set(struct fonts *fonts, const struct text_style *style, struct slice text,
                            double width, double scale)
{
    const struct looks looks = { style, text };
    const double most = style->size * scale;
    const double least = style->least_size > 0 ? style->least_size * scale : most;
    PangoLayout *set = NULL;
    for (unsigned lines = 1; !set && lines < style->lines; lines++) {
        const double small = most * FEWER_LINES;
        set = largest(fonts, looks, width, lines, most, small > least ? small : least);
    }
    return set ? set : largest(fonts, looks, width, style->lines, most, least);
}

double text_block_height(PangoLayout *set)
{
    PangoRectangle logical;
    pango_layout_get_extents(set, NULL, &logical);
    return (double)logical.height / PANGO_SCALE;
}

/* --- some of its lines --- */

/* The lines from `first` on, at most `count`: where each stands, from the top of the first. */
struct lines {
    PangoLayoutIter *at;
    unsigned left;
    int top; /* in units of pango */
};

static struct lines lines_of(PangoLayout *set, unsigned first, unsigned count)
{
    struct lines lines = { pango_layout_get_iter(set), count, 0 };
    for (unsigned i = 0; i < first && pango_layout_iter_next_line(lines.at); i++) {
    }
    pango_layout_iter_get_line_yrange(lines.at, &lines.top, NULL);
    return lines;
}

double text_block_part_height(PangoLayout *set, unsigned first, unsigned count)
{
    struct lines lines = lines_of(set, first, count);
    int bottom = lines.top;
    while (lines.left-- > 0) {
        pango_layout_iter_get_line_yrange(lines.at, NULL, &bottom);
        if (!pango_layout_iter_next_line(lines.at))
            break;
    }
    pango_layout_iter_free(lines.at);
    return (double)(bottom - lines.top) / PANGO_SCALE;
}

void text_block_draw_part(cairo_t *cairo, PangoLayout *set, unsigned first, unsigned count,
                          double x, double y)
{
    struct lines lines = lines_of(set, first, count);
    while (lines.left-- > 0) {
        PangoRectangle logical;
        pango_layout_iter_get_line_extents(lines.at, NULL, &logical);
        const int baseline = pango_layout_iter_get_baseline(lines.at) - lines.top;
        cairo_move_to(cairo, x + (double)logical.x / PANGO_SCALE,
                      y + (double)baseline / PANGO_SCALE);
        pango_cairo_show_layout_line(cairo, pango_layout_iter_get_line_readonly(lines.at));
        if (!pango_layout_iter_next_line(lines.at))
            break;
    }
    pango_layout_iter_free(lines.at);
}
