/* SPDX-License-Identifier: EUPL-1.2 */
#include "documents/frame.h"

#include "documents/ornament.h"

#include <cairo-pdf.h>
#include <stdio.h>
#include <stdlib.h>

void frame_release(struct frame *frame)
{
    buffer_release(&frame->content);
    *frame = (struct frame){ 0 };
}

static bool is_color(struct color one, struct color other)
{
    return one.red == other.red && one.green == other.green && one.blue == other.blue;
}

static bool is_of(const struct frame *frame, const struct sheet *sheet, struct color accent)
{
    return frame->content.size > 0 && frame->width == sheet->width &&
           frame->height == sheet->height && is_color(frame->accent, accent);
}

/* --- as cairo draws it --- */

static cairo_status_t append(void *buffer, const unsigned char *at, unsigned size)
{
    buffer_append(buffer, (const char *)at, size);
    return ((struct buffer *)buffer)->has_failed ? CAIRO_STATUS_NO_MEMORY : CAIRO_STATUS_SUCCESS;
}

static bool draw_alone(const struct sheet *sheet, struct color accent, struct buffer *ret_pdf)
{
    cairo_surface_t *surface =
        cairo_pdf_surface_create_for_stream(append, ret_pdf, sheet->width, sheet->height);
    cairo_t *cairo = cairo_create(surface);
    ornament_draw(cairo, sheet, accent);
    cairo_show_page(cairo);
    cairo_surface_finish(surface);
    const bool is_drawn = cairo_status(cairo) == CAIRO_STATUS_SUCCESS &&
                          cairo_surface_status(surface) == CAIRO_STATUS_SUCCESS;
    cairo_destroy(cairo);
    cairo_surface_destroy(surface);
    return is_drawn && !ret_pdf->has_failed;
}

/* The content of its page, as it stands there. */
static bool take_content(struct slice drawn, struct buffer *ret_content)
{
    unsigned char *at = NULL;
    size_t size = 0;
    qpdf_data pdf = qpdf_init();
    qpdf_silence_errors(pdf);
    qpdf_set_suppress_warnings(pdf, QPDF_TRUE);
    bool is_taken = !(qpdf_read_memory(pdf, "ornament", drawn.at, drawn.size, NULL) & QPDF_ERRORS);
    if (is_taken) {
        const qpdf_oh contents = qpdf_oh_get_key(pdf, qpdf_get_page_n(pdf, 0), "/Contents");
        is_taken =
            !(qpdf_oh_get_stream_data(pdf, contents, qpdf_dl_none, NULL, &at, &size) & QPDF_ERRORS);
    }
    if (is_taken)
        buffer_append(ret_content, (const char *)at, size);
    free(at);
    qpdf_cleanup(&pdf);
    return is_taken && !ret_content->has_failed;
}

static bool draw(struct frame *frame, const struct sheet *sheet, struct color accent)
{
    struct buffer drawn = { 0 };
    frame_release(frame);
    const bool is_drawn =
        draw_alone(sheet, accent, &drawn) && take_content(buffer_as_slice(&drawn), &frame->content);
    buffer_release(&drawn);
    if (!is_drawn)
        frame_release(frame);
    frame->width = sheet->width;
    frame->height = sheet->height;
    frame->accent = accent;
    return is_drawn;
}

/* --- in a file --- */

static qpdf_oh add_form(const struct frame *frame, qpdf_data pdf)
{
    char words[256];
    const qpdf_oh form = qpdf_oh_new_stream(pdf), about = qpdf_oh_get_dict(pdf, form);
    qpdf_oh_replace_stream_data(pdf, form, (const unsigned char *)frame->content.at,
                                frame->content.size, qpdf_oh_new_name(pdf, "/FlateDecode"),
                                qpdf_oh_new_null(pdf));
    snprintf(words, sizeof words, "[ 0 0 %.3f %.3f ]", frame->width, frame->height);
    qpdf_oh_replace_key(pdf, about, "/Type", qpdf_oh_new_name(pdf, "/XObject"));
    qpdf_oh_replace_key(pdf, about, "/Subtype", qpdf_oh_new_name(pdf, "/Form"));
    qpdf_oh_replace_key(pdf, about, "/BBox", qpdf_oh_parse(pdf, words));
    qpdf_oh_replace_key(pdf, about, "/Resources",
                        qpdf_oh_parse(pdf, "<< /ExtGState << /a0 << /CA 1 /ca 1 >> >> >>"));
    return form;
}

static void put_below(qpdf_data pdf, qpdf_oh page, qpdf_oh form)
{
    static const char words[] = "/Artifact BMC q /Ornament Do Q EMC\n";
    const qpdf_oh below = qpdf_oh_new_stream(pdf), none = qpdf_oh_new_null(pdf);
    const qpdf_oh contents = qpdf_oh_new_array(pdf);
    const qpdf_oh resources = qpdf_oh_get_key(pdf, page, "/Resources");
    qpdf_oh_replace_stream_data(pdf, below, (const unsigned char *)words, sizeof words - 1, none,
                                none);
    qpdf_oh_append_item(pdf, contents, below);
    qpdf_oh_append_item(pdf, contents, qpdf_oh_get_key(pdf, page, "/Contents"));
    qpdf_oh_replace_key(pdf, page, "/Contents", contents);
    if (!qpdf_oh_has_key(pdf, resources, "/XObject"))
        qpdf_oh_replace_key(pdf, resources, "/XObject", qpdf_oh_new_dictionary(pdf));
    qpdf_oh_replace_key(pdf, qpdf_oh_get_key(pdf, resources, "/XObject"), "/Ornament", form);
}

enum status frame_put(struct frame *frame, const struct layout *layout, qpdf_data pdf)
{
    for (size_t i = 0; i < layout->count && !layout->flow; i++) {
        const struct sheet *sheet = &layout->sheets[i];
        if (sheet->ornament == ORNAMENT_NONE)
            continue;
        if (!is_of(frame, sheet, layout->accent) && !draw(frame, sheet, layout->accent))
            return STATUS_FAILED;
        put_below(pdf, qpdf_get_page_n(pdf, i), add_form(frame, pdf));
    }
    return qpdf_has_error(pdf) ? STATUS_FAILED : STATUS_OK;
}
