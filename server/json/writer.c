/* SPDX-License-Identifier: EUPL-1.2 */
#include "json/writer.h"

#include "id_text.h"

#include <assert.h>

void writer_init(struct writer *writer, struct buffer *buffer)
{
    *writer = (struct writer){ .buffer = buffer };
}

/* What separates a value, or a key, from what was written before it. */
static void separate(struct writer *writer)
{
    if (writer->is_after_key) {
        writer->is_after_key = false;
        return;
    }
    if (writer->depth > 0 && writer->has_member[writer->depth])
        buffer_char(writer->buffer, ',');
    writer->has_member[writer->depth] = true;
}

void writer_open(struct writer *writer, char bracket)
{
    assert(writer->depth < WRITER_DEPTH_MAX);
    separate(writer);
    buffer_char(writer->buffer, bracket);
    writer->has_member[++writer->depth] = false;
}

void writer_close(struct writer *writer, char bracket)
{
    assert(writer->depth > 0 && !writer->is_after_key);
    writer->depth--;
    buffer_char(writer->buffer, bracket);
}

void writer_key(struct writer *writer, const char *name)
{
    assert(!writer->is_after_key);
    separate(writer);
    buffer_char(writer->buffer, '"');
    buffer_text(writer->buffer, name);
    buffer_append(writer->buffer, "\":", 2);
    writer->is_after_key = true;
}

/* Only what RFC 8259 asks for; everything else, U+2028 too, travels as it is. */
static bool must_escape(unsigned char c)
{
    return c < 0x20 || c == '"' || c == '\\';
}

static void escape(struct buffer *buffer, unsigned char c)
{
    static const char hex[] = "0123456789abcdef";
    static const char short_forms[] = {
        ['"'] = '"', ['\\'] = '\\', ['\n'] = 'n', ['\r'] = 'r', ['\t'] = 't',
    };
    buffer_char(buffer, '\\');
    if (short_forms[c]) {
        buffer_char(buffer, short_forms[c]);
        return;
    }
    buffer_append(buffer, "u00", 3);
    buffer_char(buffer, hex[c >> 4]);
    buffer_char(buffer, hex[c & 0x0F]);
}

/* Runs of plain characters are copied whole. */
static void quote(struct buffer *buffer, struct slice text)
{
    buffer_char(buffer, '"');
    size_t start = 0;
    for (size_t i = 0; i < text.size; i++) {
        unsigned char c = (unsigned char)text.at[i];
        if (!must_escape(c))
            continue;
        buffer_append(buffer, text.at + start, i - start);
        escape(buffer, c);
        start = i + 1;
    }
    buffer_append(buffer, text.at + start, text.size - start);
    buffer_char(buffer, '"');
}

void writer_string(struct writer *writer, struct slice text)
{
    if (!slice_is_set(text)) {
        writer_null(writer);
        return;
    }
    separate(writer);
    quote(writer->buffer, text);
}

void writer_text(struct writer *writer, const char *text)
{
    writer_string(writer, slice_of(text));
}

void writer_int(struct writer *writer, int64_t number)
{
    separate(writer);
    buffer_int(writer->buffer, number);
}

void writer_bool(struct writer *writer, bool value)
{
    writer_raw(writer, value ? SLICE("true") : SLICE("false"));
}

void writer_null(struct writer *writer)
{
    writer_raw(writer, SLICE("null"));
}

void writer_raw(struct writer *writer, struct slice json)
{
    separate(writer);
    buffer_slice(writer->buffer, slice_is_set(json) ? json : SLICE("null"));
}

void writer_json(struct writer *writer, struct slice json)
{
    bool is_in_string = false;
    size_t begin = 0;
    if (!slice_is_set(json)) {
        writer_null(writer);
        return;
    }
    separate(writer);
    for (size_t i = 0; i < json.size; i++) {
        const char c = json.at[i];
        if (is_in_string && c == '\\') {
            i++;
        } else if (c == '"') {
            is_in_string = !is_in_string;
        } else if (!is_in_string && (c == ' ' || c == '\n' || c == '\t' || c == '\r')) {
            buffer_slice(writer->buffer, (struct slice){ json.at + begin, i - begin });
            begin = i + 1;
        }
    }
    buffer_slice(writer->buffer, (struct slice){ json.at + begin, json.size - begin });
}

void writer_id(struct writer *writer, struct id id)
{
    if (!id_is_set(id)) {
        writer_null(writer);
        return;
    }
    char text[ID_TEXT_SIZE];
    id_print(id, text);
    writer_text(writer, text);
}

void writer_date(struct writer *writer, struct date date)
{
    if (!date_is_set(date)) {
        writer_null(writer);
        return;
    }
    char text[DATE_TEXT_SIZE];
    date_print(date, text);
    writer_text(writer, text);
}

static void print_digits(int64_t number, int count, char *ret_digits)
{
    for (int i = count - 1; i >= 0; i--, number /= 10)
        ret_digits[i] = (char)('0' + number % 10);
}

void writer_instant(struct writer *writer, int64_t unix_ms)
{
    enum { DAY_MS = 24 * 60 * 60 * 1000 };
    static const int64_t first_day = -719162, last_day = 2932896; /* 0001-01-01, 9999-12-31 */
    int64_t days = unix_ms / DAY_MS, ms = unix_ms % DAY_MS;
    if (ms < 0) {
        ms += DAY_MS;
        days--;
    }
    if (days < first_day || days > last_day) {
        writer_null(writer);
        return;
    }
    char text[] = "YYYY-MM-DDThh:mm:ss.mmmZ";
    date_print(date_add_days((struct date){ 1970, 1, 1 }, (int)days), text);
    text[10] = 'T';
    print_digits(ms / 3600000, 2, text + 11);
    print_digits(ms / 60000 % 60, 2, text + 14);
    print_digits(ms / 1000 % 60, 2, text + 17);
    print_digits(ms % 1000, 3, text + 20);
    writer_text(writer, text);
}
