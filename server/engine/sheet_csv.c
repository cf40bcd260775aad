/* CSV (RFC 4180). */
#include "engine/sheet.h"

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

/* What a spreadsheet takes for a formula, and runs, when it comes from a stranger: where a cell
 * begins, blanks and quotes before it or not. */
static bool is_formula_at(struct slice text, size_t at)
{
    if (!is_among(at == 0 ? "=+-@\t\r\n" : "=+-@\t", text.at[at]))
        return false;
    while (!begins_cell(text, at) && is_among(" \"'", text.at[at - 1]))
        at--;
    return begins_cell(text, at);
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
static void write_defused(struct buffer *buffer, char sign, bool is_json)
{
    char text[8];
    snprintf(text, sizeof text, is_json ? "\\u%04x" : "'%c", (unsigned)sign);
    buffer_text(buffer, text);
}

/* `is_json`: of its signs those within strings only may be written in another way. */
static void write_csv_text(struct buffer *buffer, struct slice text, bool is_json)
{
    bool is_quoted = !is_json, is_escaped = false;
    if (!needs_quotes(text) && !is_formula_at(text, 0)) {
        buffer_slice(buffer, text);
        return;
    }
    buffer_char(buffer, '"');
    for (size_t i = 0; i < text.size; i++) {
        const char c = text.at[i];
        if (is_json && c == '"' && !is_escaped)
            is_quoted = !is_quoted;
        is_escaped = c == '\\' && !is_escaped;
        if (is_quoted && is_formula_at(text, i)) {
            write_defused(buffer, c, is_json);
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
