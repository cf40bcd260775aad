/* SPDX-License-Identifier: EUPL-1.2 */
#include "documents/seal_pdf.h"

#include <qpdf/qpdf-c.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

/* Room for the CMS, in bytes: one certificate and a short chain. And for the four numbers of
 * /ByteRange, which are known when the file is. */
enum { CMS_ROOM = 8192, RANGE_ROOM = 64 };
#define RANGE_UNKNOWN "[ 0 1111111111 2222222222 3333333333 ]"

/* --- the field --- */

static qpdf_oh signature_of(qpdf_data pdf, struct slice certifier, int64_t now_s)
{
    static const char empty[CMS_ROOM];
    char text[256];
    const time_t now = (time_t)now_s;
    struct tm parts;
    const qpdf_oh signature =
        qpdf_oh_parse(pdf, "<< /Type /Sig /Filter /Adobe.PPKLite /SubFilter "
                           "/ETSI.CAdES.detached /ByteRange " RANGE_UNKNOWN " >>");
    gmtime_r(&now, &parts);
    strftime(text, sizeof text, "D:%Y%m%d%H%M%SZ", &parts);
    qpdf_oh_replace_key(pdf, signature, "/M", qpdf_oh_new_string(pdf, text));
    snprintf(text, sizeof text, "%.*s", (int)certifier.size, certifier.at);
    qpdf_oh_replace_key(pdf, signature, "/Name", qpdf_oh_new_unicode_string(pdf, text));
    qpdf_oh_replace_key(pdf, signature, "/Contents",
                        qpdf_oh_new_binary_string(pdf, empty, sizeof empty));
    return qpdf_make_indirect_object(pdf, signature);
}

static bool add_field(qpdf_data pdf, struct slice certifier, int64_t now_s)
{
    if (qpdf_get_num_pages(pdf) < 1 || qpdf_oh_has_key(pdf, qpdf_get_root(pdf), "/AcroForm"))
        return false;
    const qpdf_oh page = qpdf_get_page_n(pdf, 0);
    const qpdf_oh field = qpdf_make_indirect_object(
        pdf, qpdf_oh_parse(pdf, "<< /Type /Annot /Subtype /Widget /FT /Sig /T (Sceau) /F 132 "
                                "/Rect [ 0 0 0 0 ] >>"));
    qpdf_oh_replace_key(pdf, field, "/V", signature_of(pdf, certifier, now_s));
    qpdf_oh_replace_key(pdf, field, "/P", page);
    qpdf_oh annotations = qpdf_oh_get_key(pdf, page, "/Annots");
    if (!qpdf_oh_is_array(pdf, annotations)) {
        annotations = qpdf_oh_new_array(pdf);
        qpdf_oh_replace_key(pdf, page, "/Annots", annotations);
    }
    qpdf_oh_append_item(pdf, annotations, field);
    const qpdf_oh form = qpdf_oh_parse(pdf, "<< /SigFlags 3 >>"), fields = qpdf_oh_new_array(pdf);
    qpdf_oh_append_item(pdf, fields, field);
    qpdf_oh_replace_key(pdf, form, "/Fields", fields);
    qpdf_oh_replace_key(pdf, qpdf_get_root(pdf), "/AcroForm", form);
    return !qpdf_has_error(pdf);
}

/* --- the bytes --- */

static char *find(const struct buffer *pdf, const char *words)
{
    return memmem(pdf->at, pdf->size, words, strlen(words));
}

/* The hexadecimal text of /Contents: from its "<" to behind its ">". */
static bool find_contents(const struct buffer *pdf, size_t *ret_from, size_t *ret_to)
{
    char *at = find(pdf, "/Contents <0000000000000000");
    const size_t size = 2 * (size_t)CMS_ROOM + 2;
    if (!at)
        return false;
    *ret_from = (size_t)(at - pdf->at) + strlen("/Contents ");
    *ret_to = *ret_from + size;
    return *ret_to < pdf->size && pdf->at[*ret_to - 1] == '>';
}

static bool fill_range(struct buffer *pdf, size_t from, size_t to)
{
    char text[RANGE_ROOM];
    char *at = find(pdf, RANGE_UNKNOWN);
    const int room = (int)strlen(RANGE_UNKNOWN);
    const int size = snprintf(text, sizeof text, "[ 0 %zu %zu %zu", from, to, pdf->size - to);
    if (!at || size + 2 > room)
        return false;
    snprintf(text + size, sizeof text - (size_t)size, "%*s", room - size, " ]");
    memcpy(at, text, (size_t)room);
    return true;
}

static bool fill_contents(struct buffer *pdf, size_t from, struct slice cms)
{
    static const char digits[] = "0123456789abcdef";
    char *at = pdf->at + from + 1;
    if (cms.size > CMS_ROOM)
        return false;
    for (size_t i = 0; i < cms.size; i++) {
        *at++ = digits[(unsigned char)cms.at[i] >> 4];
        *at++ = digits[(unsigned char)cms.at[i] & 15];
    }
    return true;
}

static bool sign(const struct seal *seal, struct buffer *pdf)
{
    size_t from, to;
    struct buffer cms = { 0 };
    if (!find_contents(pdf, &from, &to) || !fill_range(pdf, from, to))
        return false;
    const bool is_signed =
        seal_sign(seal, (struct slice){ pdf->at, from },
                  (struct slice){ pdf->at + to, pdf->size - to }, &cms) == STATUS_OK &&
        fill_contents(pdf, from, buffer_as_slice(&cms));
    buffer_release(&cms);
    return is_signed;
}

static bool write_out(qpdf_data pdf, struct buffer *ret_pdf)
{
    if (qpdf_init_write_memory(pdf) & QPDF_ERRORS)
        return false;
    qpdf_set_deterministic_ID(pdf, QPDF_TRUE);
    qpdf_set_object_stream_mode(pdf, qpdf_o_disable);
    if (qpdf_write(pdf) & QPDF_ERRORS)
        return false;
    buffer_append(ret_pdf, (const char *)qpdf_get_buffer(pdf), qpdf_get_buffer_length(pdf));
    return !ret_pdf->has_failed;
}

enum status seal_pdf(const struct seal *seal, struct slice pdf, struct slice certifier,
                     int64_t now_s, struct buffer *ret_pdf)
{
    qpdf_data handle = qpdf_init();
    qpdf_silence_errors(handle);
    qpdf_set_suppress_warnings(handle, QPDF_TRUE);
    const bool is_written =
        !(qpdf_read_memory(handle, "drawing", pdf.at, pdf.size, NULL) & QPDF_ERRORS) &&
        add_field(handle, certifier, now_s) && write_out(handle, ret_pdf);
    qpdf_cleanup(&handle);
    return is_written && sign(seal, ret_pdf) ? STATUS_OK : STATUS_FAILED;
}
