/* SPDX-License-Identifier: EUPL-1.2 */
#include "documents/finish.h"

#include <qpdf/qpdf-c.h>
#include <stdbool.h>

/* --- XMP --- */

static void xmp_text(struct buffer *xmp, struct slice text)
{
    static const struct {
        char c;
        const char *entity;
    } entities[] = { { '&', "&amp;" }, { '<', "&lt;" }, { '>', "&gt;" } };
    for (size_t i = 0; i < text.size; i++) {
        const char *entity = NULL;
        for (size_t k = 0; k < sizeof entities / sizeof entities[0]; k++)
            entity = text.at[i] == entities[k].c ? entities[k].entity : entity;
        if (entity)
            buffer_text(xmp, entity);
        else
            buffer_char(xmp, text.at[i]);
    }
}

static void write_xmp(struct buffer *xmp, const struct layout *layout)
{
    char day[DATE_TEXT_SIZE];
    date_print(layout->made_on, day);
    buffer_text(xmp, "<?xpacket begin=\"\ufeff\" id=\"W5M0MpCehiHzreSzNTczkc9d\"?>\n"
                     "<x:xmpmeta xmlns:x=\"adobe:ns:meta/\">\n"
                     "<rdf:RDF xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\">\n"
                     "<rdf:Description rdf:about=\"\" xmlns:dc=\"http://purl.org/dc/elements/1.1/\""
                     " xmlns:xmp=\"http://ns.adobe.com/xap/1.0/\">\n"
                     "<dc:title><rdf:Alt><rdf:li xml:lang=\"x-default\">");
    xmp_text(xmp, layout->title);
    buffer_text(xmp, "</rdf:li></rdf:Alt></dc:title>\n<dc:creator><rdf:Seq><rdf:li>");
    xmp_text(xmp, layout->author);
    buffer_text(xmp, "</rdf:li></rdf:Seq></dc:creator>\n<dc:identifier>");
    xmp_text(xmp, layout->subject);
    buffer_text(xmp, "</dc:identifier>\n<dc:language><rdf:Bag><rdf:li>fr-FR</rdf:li></rdf:Bag>"
                     "</dc:language>\n<xmp:CreateDate>");
    buffer_text(xmp, day);
    buffer_text(xmp, "T00:00:00Z</xmp:CreateDate>\n</rdf:Description>\n</rdf:RDF>\n</x:xmpmeta>\n"
                     "<?xpacket end=\"r\"?>");
}

static bool add_metadata(qpdf_data pdf, qpdf_oh root, const struct layout *layout)
{
    struct buffer xmp = { 0 };
    write_xmp(&xmp, layout);
    if (xmp.has_failed) {
        buffer_release(&xmp);
        return false;
    }
    const qpdf_oh stream = qpdf_oh_new_stream(pdf);
    const qpdf_oh none = qpdf_oh_new_null(pdf);
    qpdf_oh_replace_stream_data(pdf, stream, (const unsigned char *)xmp.at, xmp.size, none, none);
    const qpdf_oh about = qpdf_oh_get_dict(pdf, stream);
    qpdf_oh_replace_key(pdf, about, "/Type", qpdf_oh_new_name(pdf, "/Metadata"));
    qpdf_oh_replace_key(pdf, about, "/Subtype", qpdf_oh_new_name(pdf, "/XML"));
    qpdf_oh_replace_key(pdf, root, "/Metadata", stream);
    buffer_release(&xmp);
    return true;
}

/* --- figures --- */

enum { DEPTH_MAX = 32 };

/* The words for the figures of a layout, in reading order: which is next. */
struct words {
    const struct layout *layout;
    size_t area, block; /* area: of all sheets, one after the other */
};

/* NULL: there is none behind it. What runs over several sheets has its figures before the text. */
static const struct area *area_at(const struct layout *layout, size_t number)
{
    if (layout->flow)
        return number < layout->flow->first_count ? &layout->flow->first[number] : NULL;
    for (size_t i = 0; i < layout->count; i++) {
        if (number < layout->sheets[i].count)
            return &layout->sheets[i].areas[number];
        number -= layout->sheets[i].count;
    }
    return NULL;
}

static const struct block *next_figure(struct words *words)
{
    const struct area *area;
    while ((area = area_at(words->layout, words->area)) != NULL) {
        while (!area->is_apart && words->block < area->count) {
            const struct block *block = &area->blocks[words->block++];
            if (block->kind == BLOCK_CODE || block->kind == BLOCK_PICTURE)
                return block;
        }
        words->area++;
        words->block = 0;
    }
    return NULL;
}

/* Down the tree of the structure, in its order. */
static void describe_figures(qpdf_data pdf, qpdf_oh element, struct words *words, unsigned depth)
{
    char text[256];
    if (depth == DEPTH_MAX)
        return;
    if (qpdf_oh_is_array(pdf, element)) {
        const int count = qpdf_oh_get_array_n_items(pdf, element);
        for (int i = 0; i < count; i++)
            describe_figures(pdf, qpdf_oh_get_array_item(pdf, element, i), words, depth + 1);
        return;
    }
    if (!qpdf_oh_is_dictionary(pdf, element))
        return;
    const struct block *figure = NULL;
    if (qpdf_oh_is_name_and_equals(pdf, qpdf_oh_get_key(pdf, element, "/S"), "/Figure"))
        figure = next_figure(words);
    if (figure) {
        snprintf(text, sizeof text, "%.*s", (int)figure->alt.size, figure->alt.at);
        qpdf_oh_replace_key(pdf, element, "/Alt", qpdf_oh_new_unicode_string(pdf, text));
    }
    if (qpdf_oh_has_key(pdf, element, "/K"))
        describe_figures(pdf, qpdf_oh_get_key(pdf, element, "/K"), words, depth + 1);
}

/* --- the file --- */

/* cairo 1.16 writes its dates without the letter that a date begins with. */
static void date_anew(qpdf_data pdf, struct date made_on)
{
    char text[32];
    const qpdf_oh about = qpdf_oh_get_key(pdf, qpdf_get_trailer(pdf), "/Info");
    snprintf(text, sizeof text, "D:%04d%02d%02d000000Z", made_on.year, made_on.month, made_on.day);
    qpdf_oh_replace_key(pdf, about, "/CreationDate", qpdf_oh_new_string(pdf, text));
    qpdf_oh_replace_key(pdf, about, "/ModDate", qpdf_oh_new_string(pdf, text));
}

static bool complete(qpdf_data pdf, const struct layout *layout)
{
    const qpdf_oh root = qpdf_get_root(pdf);
    qpdf_oh_replace_key(pdf, root, "/Lang", qpdf_oh_new_string(pdf, "fr-FR"));
    qpdf_oh_replace_key(pdf, root, "/MarkInfo", qpdf_oh_parse(pdf, "<< /Marked true >>"));
    qpdf_oh_replace_key(pdf, root, "/ViewerPreferences",
                        qpdf_oh_parse(pdf, "<< /DisplayDocTitle true >>"));
    date_anew(pdf, layout->made_on);
    describe_figures(pdf, qpdf_oh_get_key(pdf, root, "/StructTreeRoot"),
                     &(struct words){ layout, 0, 0 }, 0);
    return add_metadata(pdf, root, layout) && !qpdf_has_error(pdf);
}

static bool write_out(qpdf_data pdf, struct buffer *ret_pdf)
{
    if (qpdf_init_write_memory(pdf) & QPDF_ERRORS)
        return false;
    qpdf_set_deterministic_ID(pdf, QPDF_TRUE);
    /* Every object stands for itself: a seal is put over bytes that are found again. */
    qpdf_set_object_stream_mode(pdf, qpdf_o_disable);
    if (qpdf_write(pdf) & QPDF_ERRORS)
        return false;
    buffer_append(ret_pdf, (const char *)qpdf_get_buffer(pdf), qpdf_get_buffer_length(pdf));
    return !ret_pdf->has_failed;
}

enum status finish_pdf(const struct layout *layout, struct slice pdf, struct frame *frame,
                       struct buffer *ret_pdf)
{
    qpdf_data handle = qpdf_init();
    qpdf_silence_errors(handle);
    qpdf_set_suppress_warnings(handle, QPDF_TRUE);
    const bool is_done =
        !(qpdf_read_memory(handle, "drawing", pdf.at, pdf.size, NULL) & QPDF_ERRORS) &&
        frame_put(frame, layout, handle) == STATUS_OK && complete(handle, layout) &&
        write_out(handle, ret_pdf);
    qpdf_cleanup(&handle);
    return is_done ? STATUS_OK : STATUS_FAILED;
}
