/* SPDX-License-Identifier: EUPL-1.2 */
/* From a layout to the file: its sheets, and what it says of itself. */
#include "documents/draw.h"

#include "documents/draw_area.h"
#include "documents/flow.h"
#include "documents/ornament.h"

#include <cairo-pdf.h>
#include <stdio.h>

/* --- sheets --- */

/* cairo 1.16 opens the content of a sheet with what it paints first, and a picture inside a tag
 * comes too late for that: its nesting is wrong then. The frame, which would be first, is put below
 * what is drawn here (frame.h): a dot as white as the sheet stands in for it. */
static void begin_content(cairo_t *cairo)
{
    cairo_set_source_rgb(cairo, 1, 1, 1);
    cairo_rectangle(cairo, 0, 0, 1, 1);
    cairo_fill(cairo);
}

static enum status draw_sheets(struct pen *pen, cairo_surface_t *surface,
                               const struct sheet *sheets, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        const struct sheet *sheet = &sheets[i];
        cairo_pdf_surface_set_size(surface, sheet->width, sheet->height);
        /* Not before: a new size throws away what was begun of an empty sheet. */
        if (i == 0)
            cairo_tag_begin(pen->cairo, "Document", NULL);
        if (sheet->ornament != ORNAMENT_NONE)
            begin_content(pen->cairo);
        if (slice_is_set(pen->layout->mark))
            ornament_mark(pen->cairo, sheet, pen->fonts, pen->layout->mark);
        for (size_t k = 0; k < sheet->count; k++) {
            const enum status status = draw_area(pen, &sheet->areas[k]);
            if (status != STATUS_OK)
                return status;
        }
        cairo_show_page(pen->cairo);
    }
    draw_area_end_table(pen);
    cairo_tag_end(pen->cairo, "Document");
    return STATUS_OK;
}

/* What no font has is told before anything is spread: a text of no width would have room. */
static enum status check_flow(const struct pen *pen, const struct flow *flow)
{
    struct slice text;
    for (size_t i = 0; i < flow->count; i++) {
        const unsigned lacking = draw_area_lacks(pen->fonts, &flow->blocks[i], &text);
        if (lacking)
            return pen_blame(pen, DRAW_CHARACTER_MISSING, lacking, text);
    }
    return STATUS_OK;
}

static enum status draw_all(struct pen *pen, cairo_surface_t *surface, struct arena *arena)
{
    const struct layout *layout = pen->layout;
    const struct sheet *sheets = layout->sheets;
    size_t count = layout->count;
    enum status status = STATUS_OK;
    if (layout->flow && (status = check_flow(pen, layout->flow)) == STATUS_OK)
        status = flow_sheets(pen->fonts, layout->flow, arena, &sheets, &count, pen->fault);
    if (status == STATUS_OK)
        status = draw_sheets(pen, surface, sheets, count);
    return status == STATUS_NO_MEMORY ? pen_blame(pen, DRAW_LIBRARY_FAILED, 0, SLICE_UNSET)
                                      : status;
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

enum status draw_pdf(struct fonts *fonts, const struct layout *layout, struct arena *arena,
                     struct buffer *ret_pdf, struct draw_fault *ret_fault)
{
    const double width = layout->flow ? layout->flow->width : layout->sheets[0].width;
    const double height = layout->flow ? layout->flow->height : layout->sheets[0].height;
    cairo_surface_t *surface = cairo_pdf_surface_create_for_stream(append, ret_pdf, width, height);
    cairo_pdf_surface_restrict_to_version(surface, CAIRO_PDF_VERSION_1_5);
    tell_about(surface, layout);
    struct pen pen = { fonts, layout, cairo_create(surface), ret_fault, NULL };
    enum status status = draw_all(&pen, surface, arena);
    cairo_surface_finish(surface);
    const cairo_status_t drawn = cairo_status(pen.cairo), written = cairo_surface_status(surface);
    if (status == STATUS_OK && (drawn != CAIRO_STATUS_SUCCESS || written != CAIRO_STATUS_SUCCESS))
        status = pen_blame(&pen, DRAW_LIBRARY_FAILED, 0, (struct slice){ 0 });
    cairo_destroy(pen.cairo);
    cairo_surface_destroy(surface);
    return status;
}
