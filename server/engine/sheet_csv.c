/* CSV (RFC 4180). */
#include "engine/sheet.h"

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

/* What a spreadsheet takes for a formula, and runs, when it comes from a stranger. */
static bool looks_like_formula(struct slice text)
{
    return text.size > 0 && is_among("=+-@\t\r\n", text.at[0]);
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

static void write_csv_text(struct buffer *buffer, struct slice text)
{
    const bool is_formula = looks_like_formula(text);
    if (!is_formula && !needs_quotes(text)) {
        buffer_slice(buffer, text);
        return;
    }
    buffer_char(buffer, '"');
    if (is_formula)
        buffer_char(buffer, '\'');
    for (size_t i = 0; i < text.size; i++) {
        if (text.at[i] == '"')
            buffer_char(buffer, '"');
        buffer_char(buffer, text.at[i]);
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
            write_csv_text(sheet->buffer, buffer_as_slice(&sheet->cell));
    }
    buffer_text(sheet->buffer, "\r\n");
}
