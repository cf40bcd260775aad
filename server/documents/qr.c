/* SPDX-License-Identifier: EUPL-1.2 */
#include "documents/qr.h"

#include <qrencode.h>

enum { QUIET_MODULES = 4 };

enum status qr_draw(cairo_t *cairo, struct slice text, double left, double top, double side)
{
    QRcode *code =
        QRcode_encodeData((int)text.size, (const unsigned char *)text.at, 0, QR_ECLEVEL_M);
    if (!code)
        return STATUS_FAILED;
    const double module = side / (code->width + 2 * QUIET_MODULES);
    cairo_rectangle(cairo, left, top, side, side);
    cairo_set_source_rgb(cairo, 1, 1, 1);
    cairo_fill(cairo);
    /* A row at a time, dark modules side by side as one: no seams between them. */
    for (int row = 0; row < code->width; row++) {
        const unsigned char *modules = code->data + row * code->width;
        for (int first = 0; first < code->width; first++) {
            int end = first;
            while (end < code->width && (modules[end] & 1))
                end++;
            if (end > first)
                cairo_rectangle(cairo, left + (first + QUIET_MODULES) * module,
                                top + (row + QUIET_MODULES) * module, (end - first) * module,
                                module);
            first = end;
        }
    }
    cairo_set_source_rgb(cairo, 0, 0, 0);
    cairo_fill(cairo);
    QRcode_free(code);
    return STATUS_OK;
}
