/* SPDX-License-Identifier: EUPL-1.2 */
/* CSV (RFC 4180). */
#include "engine/sheet.h"

#include "text/text.h"

#include <stdio.h>

static char separator_of(const struct sheet *sheet)
{
    return sheet->out->layout->is_split_by_semicolon ? ';' : ',';
}

void sheet_begin_csv(struct sheet *sheet)
{
    if (sheet->out->layout->has_mark)
        buffer_text(sheet->buffer, "\xef\xbb\xbf");
    for (unsigned i = 0; i < sheet->count; i++) {
        if (i > 0)
            buffer_char(sheet->buffer, separator_of(sheet));
        buffer_text(sheet->buffer, sheet->columns[i].name);
    }
    buffer_text(sheet->buffer, "\r\n");
}

static bool is_among(const char *signs, char c)
{
    return c != '\0' && strchr(signs, c) != NULL;
}

/* A spreadsheet that splits at another sign than ours, or at every line, begins a cell there. */
static bool begins_cell(struct slice text, size_t at)
{
    return at == 0 || is_among(",;\t\r\n", text.at[at - 1]);
}

/* Signs that spreadsheets, some after an East Asian input method, take for those of a formula: = +
 * -
 * @ in full width and in the small form, and the minus of mathematics. */
enum { WIDE_SIGN_BYTES = 3 };
static const char wide_signs[] = "\uff1d\uff0b\uff0d\uff20\ufe66\ufe62\ufe63\ufe6b\u2212";

/* Bytes of the sign that a formula begins with; 0 = there is none here. */
static size_t sign_at(struct slice text, size_t at)
{
    const struct slice rest = { text.at + at, text.size - at };
    if (is_among(at == 0 ? "=+-@\t\r\n" : "=+-@\t", rest.at[0]))
        return 1;
    char sign[WIDE_SIGN_BYTES + 1] = "";
    if (rest.size < WIDE_SIGN_BYTES || ((unsigned char)rest.at[0] & 0xf0) != 0xe0)
        return 0;
    memcpy(sign, rest.at, WIDE_SIGN_BYTES);
    return strstr(wide_signs, sign) ? WIDE_SIGN_BYTES : 0;
}

/* Bytes of the blank or quote before `at` that spreadsheets pass over; 0 = something else is there.
 */
static size_t blank_before(struct slice text, size_t at)
{
    if (is_among(" \"'", text.at[at - 1]))
        return 1;
    size_t size = 1;
    while (size < at && size < 4 && ((unsigned char)text.at[at - size] & 0xc0) == 0x80)
        size++;
    const struct slice last = { text.at + at - size, size };
    return text_is_blank(last) ? size : 0;
}

/* What a spreadsheet takes for a formula, and runs, when it comes from a stranger: where a cell
 * begins, blanks and quotes before it or not. Bytes of its sign; 0 = it is none. */
static size_t formula_at(struct slice text, size_t at)
{
    const size_t sign = sign_at(text, at);
    size_t blank;
    while (sign && !begins_cell(text, at) && (blank = blank_before(text, at)) > 0)
        at -= blank;
    return begins_cell(text, at) ? sign : 0;
}

static bool has_formula(struct slice text)
{
    for (size_t i = 0; i < text.size; i++) {
        if (formula_at(text, i))
            return true;
    }
    return false;
}

static bool needs_quotes(struct slice text)
{
    if (text.size == 0) /* which is not nothing */
        return true;
    for (size_t i = 0; i < text.size; i++) {
        /* Either separator: whoever reads it with the other one sees the same cells. */
        if (is_among(",;\"\r\n\t", text.at[i]))
            return true;
    }
    return text.at[0] == ' ' || text.at[text.size - 1] == ' ';
}

/* An apostrophe in front makes a text of it; within JSON, which is read as such, the sign is
 * written as JSON may write any sign. */
static void write_defused(struct buffer *buffer, struct slice sign, bool is_json)
{
    char text[8];
    if (is_json) {
        snprintf(text, sizeof text, "\\u%04x", text_character_at(sign));
        buffer_text(buffer, text);
        return;
    }
    buffer_char(buffer, '\'');
    buffer_slice(buffer, sign);
}

/* `is_json`: of its signs those within strings only may be written in another way. */
static void write_csv_text(struct buffer *buffer, struct slice text, bool is_json)
{
    bool is_quoted = !is_json, is_escaped = false;
    if (!needs_quotes(text) && !has_formula(text)) {
        buffer_slice(buffer, text);
        return;
    }
    buffer_char(buffer, '"');
    for (size_t i = 0; i < text.size; i++) {
        const char c = text.at[i];
        if (is_json && c == '"' && !is_escaped)
            is_quoted = !is_quoted;
        is_escaped = c == '\\' && !is_escaped;
        const size_t sign = is_quoted ? formula_at(text, i) : 0;
        if (sign) {
            write_defused(buffer, (struct slice){ text.at + i, sign }, is_json);
            i += sign - 1;
            continue;
        }
        if (c == '"')
            buffer_char(buffer, '"');
        buffer_char(buffer, c);
    }
    buffer_char(buffer, '"');
}

void sheet_write_csv_row(struct sheet *sheet)
{
    for (unsigned i = 0; i < sheet->count; i++) {
        const struct slice value = sheet->cells[i];
        if (i > 0)
            buffer_char(sheet->buffer, separator_of(sheet));
        if (!slice_is_set(value) || slice_is(value, "null"))
            continue;
        buffer_clear(&sheet->cell);
        sheet_say(sheet, i, &sheet->cell);
        if (value.at[0] == '-') /* a number: no text begins so */
            buffer_slice(sheet->buffer, value);
        else
            write_csv_text(sheet->buffer, buffer_as_slice(&sheet->cell),
                           is_among("[{", value.at[0]));
    }
    buffer_text(sheet->buffer, "\r\n");
}
