/* SPDX-License-Identifier: EUPL-1.2 */
#include "json/scan.h"

static bool is_blank(char c)
{
    return c == ' ' || c == '\n' || c == '\r' || c == '\t';
}

static void skip(struct slice *rest, size_t size)
{
    *rest = (struct slice){ rest->at + size, rest->size - size };
}

static void skip_blanks(struct slice *rest)
{
    while (rest->size > 0 && is_blank(rest->at[0]))
        skip(rest, 1);
}

static bool take(struct slice *rest, char c)
{
    skip_blanks(rest);
    if (rest->size == 0 || rest->at[0] != c)
        return false;
    skip(rest, 1);
    return true;
}

bool scan_open(struct slice *rest, char bracket)
{
    return take(rest, bracket);
}

bool scan_more(struct slice *rest)
{
    (void)take(rest, ',');
    return rest->size > 0 && !take(rest, '}') && !take(rest, ']');
}

/* Behind the closing quote of the string that begins at `at`. */
static size_t end_of_string(struct slice text, size_t at)
{
    for (size_t i = at + 1; i < text.size; i++) {
        if (text.at[i] == '\\')
            i++;
        else if (text.at[i] == '"')
            return i + 1;
    }
    return text.size;
}

struct slice scan_key(struct slice *rest)
{
    const struct slice name = scan_value(rest);
    (void)take(rest, ':');
    return name.size < 2 ? SLICE("") : (struct slice){ name.at + 1, name.size - 2 };
}

struct slice scan_value(struct slice *rest)
{
    skip_blanks(rest);
    const struct slice text = *rest;
    unsigned depth = 0;
    size_t end = 0;
    while (end < text.size) {
        const char c = text.at[end];
        const bool closes = c == '}' || c == ']';
        if (depth == 0 && (closes || c == ',' || c == ':' || is_blank(c)))
            break;
        depth += c == '{' || c == '[';
        depth -= closes;
        end = c == '"' ? end_of_string(text, end) : end + 1;
        if (depth == 0 && (closes || c == '"'))
            break;
    }
    skip(rest, end);
    return (struct slice){ text.at, end };
}

static unsigned read_hex(struct slice text, size_t at)
{
    unsigned code = 0;
    for (size_t i = at; i < at + 4 && i < text.size; i++) {
        const char c = text.at[i];
        code = code * 16 + (unsigned)(c <= '9' ? c - '0' : (c | 0x20) - 'a' + 10);
    }
    return code;
}

static void say_code(unsigned code, struct buffer *buffer)
{
    if (code < 0x80) {
        buffer_char(buffer, (char)code);
        return;
    }
    if (code >= 0x10000) {
        buffer_char(buffer, (char)(0xf0 | code >> 18));
        buffer_char(buffer, (char)(0x80 | (code >> 12 & 0x3f)));
    } else if (code >= 0x800) {
        buffer_char(buffer, (char)(0xe0 | code >> 12));
    } else {
        buffer_char(buffer, (char)(0xc0 | code >> 6));
    }
    if (code >= 0x800)
        buffer_char(buffer, (char)(0x80 | (code >> 6 & 0x3f)));
    buffer_char(buffer, (char)(0x80 | (code & 0x3f)));
}

/* Behind the escape that begins at `at`. */
static size_t say_escape(struct slice text, size_t at, struct buffer *buffer)
{
    static const char meant[] = {
        ['b'] = '\b', ['f'] = '\f', ['n'] = '\n', ['r'] = '\r', ['t'] = '\t'
    };
    const unsigned char c = at + 1 < text.size ? (unsigned char)text.at[at + 1] : '\\';
    if (c != 'u') {
        buffer_char(buffer, c < sizeof meant && meant[c] ? meant[c] : (char)c);
        return at + 2;
    }
    unsigned code = read_hex(text, at + 2);
    at += 6;
    const bool is_first = code >= 0xd800 && code < 0xdc00;
    if (is_first && at + 6 <= text.size && text.at[at] == '\\' && text.at[at + 1] == 'u') {
        code = 0x10000 + ((code - 0xd800) << 10) + (read_hex(text, at + 2) - 0xdc00);
        at += 6;
    }
    say_code(code, buffer);
    return at;
}

void scan_say(struct slice string, struct buffer *buffer)
{
    const size_t end = string.size > 0 ? string.size - 1 : 0;
    const struct slice text = { string.at, end };
    size_t from = 1;
    for (size_t at = 1; at < end;) {
        if (text.at[at] != '\\') {
            at++;
            continue;
        }
        buffer_append(buffer, text.at + from, at - from);
        from = at = say_escape(text, at, buffer);
    }
    if (from < end)
        buffer_append(buffer, text.at + from, end - from);
}

void scan_compact(struct slice value, struct buffer *buffer)
{
    size_t from = 0;
    for (size_t at = 0; at < value.size;) {
        if (value.at[at] == '"') {
            at = end_of_string(value, at);
            continue;
        }
        if (is_blank(value.at[at])) {
            buffer_append(buffer, value.at + from, at - from);
            from = at + 1;
        }
        at++;
    }
    buffer_append(buffer, value.at + from, value.size - from);
}
