/* SPDX-License-Identifier: EUPL-1.2 */
/* Text, aligned for a terminal. */
#include "engine/sheet.h"

#include "json/scan.h"

/* A column; what is longer is cut. */
enum { WIDTH_MOST = 60 };

static bool begins_sign(char c)
{
    return ((unsigned char)c & 0xc0) != 0x80;
}

static unsigned count_signs(struct slice text)
{
    unsigned count = 0;
    for (size_t i = 0; i < text.size; i++)
        count += begins_sign(text.at[i]);
    return count;
}

static struct slice say_for_text(struct sheet *sheet, unsigned i)
{
    buffer_clear(&sheet->cell);
    sheet_say(sheet, i, &sheet->cell);
    for (size_t at = 0; at < sheet->cell.size; at++) {
        const unsigned char c = (unsigned char)sheet->cell.at[at];
        if (c < 0x20 || c == 0x7f) /* what would move the cursor, or worse */
            sheet->cell.at[at] = ' ';
    }
    return buffer_as_slice(&sheet->cell);
}

static void widen(struct column *column, unsigned width)
{
    if (width > WIDTH_MOST)
        width = WIDTH_MOST;
    if (width > column->width)
        column->width = width;
}

void sheet_measure_text(struct sheet *sheet)
{
    for (unsigned i = 0; i < sheet->count; i++)
        widen(&sheet->columns[i], count_signs(say_for_text(sheet, i)));
}

/* Cut, or filled up to its column unless it ends the line. */
static void write_aligned(struct sheet *sheet, unsigned i, struct slice text)
{
    const unsigned width = sheet->columns[i].width;
    const bool is_cut = count_signs(text) > width;
    const unsigned kept = is_cut ? width - 1 : width;
    unsigned signs = 0;
    size_t end = 0;
    for (; end < text.size; end++) {
        if (begins_sign(text.at[end]) && signs++ == kept) {
            signs--;
            break;
        }
    }
    buffer_append(sheet->buffer, text.at, end);
    if (is_cut) {
        buffer_text(sheet->buffer, "…");
        signs++;
    }
    for (; signs < width && i + 1 < sheet->count; signs++)
        buffer_char(sheet->buffer, ' ');
    buffer_text(sheet->buffer, i + 1 < sheet->count ? "  " : "\n");
}

void sheet_begin_text(struct sheet *sheet)
{
    for (unsigned i = 0; i < sheet->count; i++)
        widen(&sheet->columns[i], (unsigned)strlen(sheet->columns[i].name));
    for (unsigned i = 0; i < sheet->count; i++)
        write_aligned(sheet, i, slice_of(sheet->columns[i].name));
}

void sheet_write_text_row(struct sheet *sheet)
{
    for (unsigned i = 0; i < sheet->count; i++)
        write_aligned(sheet, i, say_for_text(sheet, i));
}

/* How many, and how one goes on: "# 50, cursor=AB…". */
void sheet_end_text(struct sheet *sheet)
{
    struct slice cursor = sheet_next_cursor(sheet->page);
    buffer_text(sheet->buffer, "# ");
    buffer_int(sheet->buffer, (int64_t)sheet->row_count);
    if (!slice_is(cursor, "null")) {
        buffer_text(sheet->buffer, ", cursor=");
        scan_say(cursor, sheet->buffer);
    }
    buffer_char(sheet->buffer, '\n');
}
