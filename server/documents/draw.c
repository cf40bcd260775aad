/* From the blocks of a layout to the operators of a page. */
#include "documents/draw.h"

#include "documents/ornament.h"
#include "documents/qr.h"
#include "documents/text_block.h"

#include <cairo-pdf.h>
#include <stdio.h>

#define LEAST_SCALE 0.75
#define SCALE_STEP  0.96

static const struct color black = { 0.11, 0.11, 0.13 }, grey = { 0.36, 0.37, 0.40 };

struct pen {
    struct fonts *fonts;
    const struct layout *layout;
    cairo_t *cairo;
    struct draw_fault *fault;
};

static enum status blame(const struct pen *pen, enum draw_fault_kind kind, unsigned character,
                         struct slice text)
{
    *pen->fault = (struct draw_fault){ kind, character, text };
    return STATUS_FAILED;
}

/* --- measuring --- */

static bool measure_block(const struct pen *pen, const struct block *block, double width,
                          double scale, double *ret_height)
{
    *ret_height = block->height * (block->kind == BLOCK_CODE ? 1 : scale);
    if (block->kind != BLOCK_TEXT)
        return true;
    PangoLayout *set = text_block_set(pen->fonts, block, width, scale);
    if (!set)
        return false;
    *ret_height = text_block_height(set);
    g_object_unref(set);
    return true;
}

/* The text that cannot be set at all at this scale, or one with a height when all of them can. */
static const struct block *measure_area(const struct pen *pen, const struct area *area,
                                        double scale, double *ret_height)
{
    *ret_height = 0;
    for (size_t i = 0; i < area->count; i++) {
        double height;
        if (!measure_block(pen, &area->blocks[i], area->width, scale, &height))
            return &area->blocks[i];
        *ret_height += height;
    }
    return NULL;
}

/* The largest scale at which everything has room; 0 = there is none. */
static double scale_of(const struct pen *pen, const struct area *area, double *ret_height)
{
    const double least = area->least_scale > 0 ? area->least_scale : LEAST_SCALE;
    for (double scale = 1; scale >= least; scale *= SCALE_STEP) {
        if (!measure_area(pen, area, scale, ret_height) && *ret_height <= area->height)
            return scale;
    }
    return 0;
}

static struct slice longest_text(const struct area *area)
{
    struct slice longest = { 0 };
    for (size_t i = 0; i < area->count; i++) {
        if (area->blocks[i].text.size > longest.size)
            longest = area->blocks[i].text;
    }
    return longest;
}

/* --- drawing --- */

static struct color color_of(const struct pen *pen, enum ink ink)
{
    return ink == INK_ACCENT ? pen->layout->accent : ink == INK_QUIET ? grey : black;
}

static double place(enum align align, double room)
{
    return align == ALIGN_LEFT ? 0 : align == ALIGN_CENTER ? room / 2 : room;
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

static void draw_text(const struct pen *pen, const struct block *block, PangoLayout *set, double x,
                      double y)
{
    char attributes[512];
    const bool has_link =
        slice_is_set(block->link) && link_attributes(block->link, attributes, sizeof attributes);
    color_use(pen->cairo, color_of(pen, block->style->ink));
    cairo_tag_begin(pen->cairo, block->tag ? block->tag : "P", NULL);
    if (has_link)
        cairo_tag_begin(pen->cairo, CAIRO_TAG_LINK, attributes);
    cairo_move_to(pen->cairo, x, y);
    pango_cairo_show_layout(pen->cairo, set);
    if (has_link)
        cairo_tag_end(pen->cairo, CAIRO_TAG_LINK);
    cairo_tag_end(pen->cairo, block->tag ? block->tag : "P");
}

static enum status draw_code(const struct pen *pen, const struct block *block, double x, double y)
{
    char attributes[512];
    const bool has_link =
        slice_is_set(block->link) && link_attributes(block->link, attributes, sizeof attributes);
    cairo_tag_begin(pen->cairo, block->tag ? block->tag : "Figure", NULL);
    if (has_link)
        cairo_tag_begin(pen->cairo, CAIRO_TAG_LINK, attributes);
    const enum status status = qr_draw(pen->cairo, block->text, x, y, block->height);
    if (has_link)
        cairo_tag_end(pen->cairo, CAIRO_TAG_LINK);
    cairo_tag_end(pen->cairo, block->tag ? block->tag : "Figure");
    return status == STATUS_OK ? status : blame(pen, DRAW_TEXT_TOO_LONG, 0, block->text);
}

static void draw_rule(const struct pen *pen, const struct block *block, double x, double y,
                      double height)
{
    color_use(pen->cairo, pen->layout->accent);
    cairo_set_line_width(pen->cairo, 0.7);
    cairo_move_to(pen->cairo, x, y + height / 2);
    cairo_rel_line_to(pen->cairo, block->width, 0);
    cairo_stroke(pen->cairo);
}

/* Draws a block below `y` and returns its height. */
static enum status draw_block(const struct pen *pen, const struct area *area,
                              const struct block *block, double scale, double *y)
{
    double height;
    enum status status = STATUS_OK;
    if (!measure_block(pen, block, area->width, scale, &height))
        return blame(pen, DRAW_TEXT_TOO_LONG, 0, block->text);
    if (block->kind == BLOCK_TEXT) {
        PangoLayout *set = text_block_set(pen->fonts, block, area->width, scale);
        draw_text(pen, block, set, area->left, *y);
        g_object_unref(set);
    } else if (block->kind == BLOCK_CODE) {
        const double room = area->width - block->height;
        status = draw_code(pen, block, area->left + place(block->align, room), *y);
    } else if (block->kind == BLOCK_RULE) {
        const double room = area->width - block->width;
        draw_rule(pen, block, area->left + place(block->align, room), *y, height);
    }
    *y += height;
    return status;
}

static enum status draw_area(const struct pen *pen, const struct area *area)
{
    double height, y = area->top;
    for (size_t i = 0; i < area->count; i++) {
        const struct block *block = &area->blocks[i];
        const unsigned lacking =
            block->kind == BLOCK_TEXT ? fonts_lack(pen->fonts, block->style->face, block->text) : 0;
        if (lacking)
            return blame(pen, DRAW_CHARACTER_MISSING, lacking, block->text);
    }
    const double scale = scale_of(pen, area, &height);
    if (scale <= 0)
        return blame(pen, DRAW_TEXT_TOO_LONG, 0, longest_text(area));
    if (area->stand != STAND_TOP)
        y += (area->height - height) / (area->stand == STAND_MIDDLE ? 2 : 1);
    for (size_t i = 0; i < area->count; i++) {
        const enum status status = draw_block(pen, area, &area->blocks[i], scale, &y);
        if (status != STATUS_OK)
            return status;
    }
    return STATUS_OK;
}

static enum status draw_sheets(const struct pen *pen, cairo_surface_t *surface)
{
    for (size_t i = 0; i < pen->layout->count; i++) {
        const struct sheet *sheet = &pen->layout->sheets[i];
        cairo_pdf_surface_set_size(surface, sheet->width, sheet->height);
        ornament_draw(pen->cairo, sheet, pen->layout->accent);
        if (slice_is_set(pen->layout->mark))
            ornament_mark(pen->cairo, sheet, pen->fonts, pen->layout->mark);
        for (size_t k = 0; k < sheet->count; k++) {
            const enum status status = draw_area(pen, &sheet->areas[k]);
            if (status != STATUS_OK)
                return status;
        }
        cairo_show_page(pen->cairo);
    }
    return STATUS_OK;
}

/* --- the file --- */

static cairo_status_t append(void *buffer, const unsigned char *at, unsigned size)
{
    buffer_append(buffer, (const char *)at, size);
    return ((struct buffer *)buffer)->has_failed ? CAIRO_STATUS_NO_MEMORY : CAIRO_STATUS_SUCCESS;
}

/* What the file says of itself. Its day is that of the document: the clock would make every
 * drawing another. */
static void tell_about(cairo_surface_t *surface, const struct layout *layout)
{
    char text[512];
    const struct {
        cairo_pdf_metadata_t what;
        struct slice text;
    } about[] = {
        { CAIRO_PDF_METADATA_TITLE, layout->title },
        { CAIRO_PDF_METADATA_AUTHOR, layout->author },
        { CAIRO_PDF_METADATA_SUBJECT, layout->subject },
        { CAIRO_PDF_METADATA_CREATOR, SLICE("clea-documents") },
    };
    for (size_t i = 0; i < sizeof about / sizeof about[0]; i++) {
        snprintf(text, sizeof text, "%.*s", (int)about[i].text.size,
                 about[i].text.at ? about[i].text.at : "");
        cairo_pdf_surface_set_metadata(surface, about[i].what, text);
    }
    date_print(layout->made_on, text);
    snprintf(text + strlen(text), sizeof text - strlen(text), "T00:00:00Z");
    cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_CREATE_DATE, text);
    cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_MOD_DATE, text);
}

enum status draw_pdf(struct fonts *fonts, const struct layout *layout, struct buffer *ret_pdf,
                     struct draw_fault *ret_fault)
{
    cairo_surface_t *surface = cairo_pdf_surface_create_for_stream(
        append, ret_pdf, layout->sheets[0].width, layout->sheets[0].height);
    cairo_pdf_surface_restrict_to_version(surface, CAIRO_PDF_VERSION_1_5);
    tell_about(surface, layout);
    struct pen pen = { fonts, layout, cairo_create(surface), ret_fault };
    cairo_tag_begin(pen.cairo, "Document", NULL);
    enum status status = draw_sheets(&pen, surface);
    cairo_tag_end(pen.cairo, "Document");
    cairo_surface_finish(surface);
    const cairo_status_t drawn = cairo_status(pen.cairo), written = cairo_surface_status(surface);
    if (status == STATUS_OK && (drawn != CAIRO_STATUS_SUCCESS || written != CAIRO_STATUS_SUCCESS))
        status = blame(&pen, DRAW_LIBRARY_FAILED, 0, (struct slice){ 0 });
    cairo_destroy(pen.cairo);
    cairo_surface_destroy(surface);
    return status;
}
