/* SPDX-License-Identifier: EUPL-1.2 */
/* YAML has many ways to misread a plain word (no, 1e3, 2026-01-14): what is not plainly a word is
 * quoted, and JSON's quoting is YAML's. */
#include "contract/contract_yaml.h"

#include <assert.h>
#include <string.h>

enum { WIDTH = 100, FOLD_FROM = 88, FLOW_MAX = 88 };

struct yaml {
    struct buffer *buffer;
    const char *at; /* next character of the JSON text, which ends with a NUL */
};

static char peek(struct yaml *yaml)
{
    while (*yaml->at == ' ' || *yaml->at == '\n' || *yaml->at == '\t' || *yaml->at == '\r')
        yaml->at++;
    return *yaml->at;
}

static bool take(struct yaml *yaml, char c)
{
    if (peek(yaml) != c)
        return false;
    yaml->at++;
    return true;
}

static void indent(struct yaml *yaml, unsigned depth)
{
    for (unsigned i = 0; i < depth; i++)
        buffer_append(yaml->buffer, "  ", 2);
}

/* By hand: functions of the C library are held by the sanitizers to look at all that follows, up to
 * the end of the document, each time. */
static bool ends_scalar(char c)
{
    switch (c) {
    case ',':
    case ']':
    case '}':
    case ' ':
    case '\n':
    case '\t':
    case '\r':
    case '\0':
        return true;
    default:
        return false;
    }
}

/* A string with its quotes, or a number, true, false, null. */
static struct slice take_scalar(struct yaml *yaml)
{
    bool is_text = peek(yaml) == '"';
    const char *start = yaml->at++;
    if (is_text) {
        for (; *yaml->at != '"'; yaml->at++) {
            assert(*yaml->at);
            yaml->at += *yaml->at == '\\';
        }
        yaml->at++;
    } else {
        while (!ends_scalar(*yaml->at))
            yaml->at++;
    }
    return (struct slice){ start, (size_t)(yaml->at - start) };
}

/* In capitals or not. */
static bool is_word(struct slice text, const char *word)
{
    size_t same = 0;
    while (same < text.size && (text.at[same] | ' ') == word[same])
        same++;
    return same == text.size && word[same] == '\0';
}

static bool is_reserved(struct slice text)
{
    static const char *const words[] = {
        "true", "false", "null", "yes", "no", "on", "off", "y", "n"
    };
    for (unsigned i = 0; i < sizeof words / sizeof words[0]; i++) {
        if (is_word(text, words[i]))
            return true;
    }
    return false;
}

static bool is_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/* The inside of a JSON string that may stand without quotes: no escapes, nothing that YAML reads
 * otherwise. */
static bool is_plain(struct slice text, bool is_flow)
{
    if (text.size == 0 || !(is_letter(text.at[0]) || strchr("/$_", text.at[0])) ||
        is_reserved(text))
        return false;
    for (size_t i = 0; i < text.size; i++) {
        char c = text.at[i], next = i + 1 < text.size ? text.at[i + 1] : ' ';
        if (c == '\\' || (is_flow && strchr(",[]{}", c)) || (c == ':' && next == ' ') ||
            (c == ' ' && (next == '#' || next == ' ')))
            return false;
    }
    return true;
}

static struct slice unquoted(struct slice scalar)
{
    return (struct slice){ scalar.at + 1, scalar.size - 2 };
}

static void print_scalar(struct yaml *yaml, struct slice scalar, bool is_flow)
{
    bool is_bare = scalar.at[0] == '"' && is_plain(unquoted(scalar), is_flow);
    buffer_slice(yaml->buffer, is_bare ? unquoted(scalar) : scalar);
}

/* Text worth folding: long or of several lines, and such that its lines can be broken at single
 * spaces. */
static bool is_foldable(struct slice text)
{
    bool has_lines = memmem(text.at, text.size, "\\n", 2) != NULL;
    if (text.size < FOLD_FROM && !has_lines)
        return false;
    char before = ' ';
    for (size_t i = 0; i < text.size; i++) {
        char c = text.at[i];
        if (c == '\\') {
            c = text.at[++i];
            if (!strchr("n\"\\", c))
                return false;
            c = c == 'n' ? '\n' : c;
        }
        if ((c == ' ' && (before == ' ' || before == '\n')) || (c == '\n' && before == ' '))
            return false;
        before = c;
    }
    return before != ' ' && before != '\n';
}

static size_t word_size(struct slice text)
{
    size_t size = 0;
    while (size < text.size && text.at[size] != ' ' &&
           !(text.at[size] == '\\' && text.at[size + 1] == 'n'))
        size += text.at[size] == '\\' ? 2 : 1;
    return size;
}

static void print_word(struct yaml *yaml, struct slice word)
{
    for (size_t i = 0; i < word.size; i++) {
        i += word.at[i] == '\\';
        buffer_char(yaml->buffer, word.at[i]);
    }
}

/* In a folded scalar one empty line is a line break, and a broken line is a space. */
static void print_folded(struct yaml *yaml, struct slice text, unsigned depth)
{
    buffer_text(yaml->buffer, ">-\n");
    indent(yaml, depth);
    size_t column = 2 * depth;
    bool is_start = true;
    while (text.size) {
        size_t size = word_size(text);
        if (!is_start && column + 1 + size > WIDTH) {
            buffer_char(yaml->buffer, '\n');
            indent(yaml, depth);
            column = 2 * depth;
        } else if (!is_start) {
            buffer_char(yaml->buffer, ' ');
            column++;
        }
        print_word(yaml, (struct slice){ text.at, size });
        column += size;
        is_start = false;
        text = (struct slice){ text.at + size, text.size - size };
        if (text.size && text.at[0] == ' ') {
            text = (struct slice){ text.at + 1, text.size - 1 };
            continue;
        }
        unsigned breaks = 0;
        for (; text.size && text.at[0] == '\\'; breaks++)
            text = (struct slice){ text.at + 2, text.size - 2 };
        for (unsigned i = 0; breaks && i <= breaks; i++)
            buffer_char(yaml->buffer, '\n');
        if (breaks) {
            indent(yaml, depth);
            column = 2 * depth;
            is_start = true;
        }
    }
}

/* Arrays of few scalars read better on one line. */
static bool fits_a_line(struct yaml look)
{
    const char *start = look.at;
    if (!take(&look, '['))
        return false;
    while (peek(&look) != ']') {
        if (peek(&look) == '[' || peek(&look) == '{')
            return false;
        take_scalar(&look);
        take(&look, ',');
    }
    return look.at - start <= FLOW_MAX;
}

static void print_line(struct yaml *yaml)
{
    take(yaml, '[');
    buffer_char(yaml->buffer, '[');
    while (!take(yaml, ']')) {
        print_scalar(yaml, take_scalar(yaml), true);
        if (take(yaml, ','))
            buffer_append(yaml->buffer, ", ", 2);
    }
    buffer_append(yaml->buffer, "]\n", 2);
}

/* After "key:" (has_key) a block begins on the next line; after "- " its first entry stays on the
 * line. */
static void print_value(struct yaml *yaml, unsigned depth, bool has_key);

static void print_object(struct yaml *yaml, unsigned depth, bool has_key)
{
    take(yaml, '{');
    if (take(yaml, '}')) {
        buffer_text(yaml->buffer, has_key ? " {}\n" : "{}\n");
        return;
    }
    if (has_key)
        buffer_char(yaml->buffer, '\n');
    for (bool is_first = true; peek(yaml) != '}'; is_first = false) {
        if (!is_first || has_key)
            indent(yaml, depth);
        print_scalar(yaml, take_scalar(yaml), false);
        take(yaml, ':');
        buffer_char(yaml->buffer, ':');
        print_value(yaml, depth + 1, true);
        take(yaml, ',');
    }
    take(yaml, '}');
}

static void print_array(struct yaml *yaml, unsigned depth, bool has_key)
{
    take(yaml, '[');
    if (has_key)
        buffer_char(yaml->buffer, '\n');
    for (bool is_first = true; peek(yaml) != ']'; is_first = false) {
        if (!is_first || has_key)
            indent(yaml, depth);
        buffer_append(yaml->buffer, "- ", 2);
        print_value(yaml, depth + 1, false);
        take(yaml, ',');
    }
    take(yaml, ']');
}

static void print_value(struct yaml *yaml, unsigned depth, bool has_key)
{
    char c = peek(yaml);
    if (c == '{') {
        print_object(yaml, depth, has_key);
        return;
    }
    if (c == '[' && !fits_a_line(*yaml)) {
        print_array(yaml, depth, has_key);
        return;
    }
    if (has_key)
        buffer_char(yaml->buffer, ' ');
    if (c == '[') {
        print_line(yaml);
        return;
    }
    struct slice scalar = take_scalar(yaml);
    if (scalar.at[0] == '"' && is_foldable(unquoted(scalar)))
        print_folded(yaml, unquoted(scalar), depth);
    else
        print_scalar(yaml, scalar, false);
    buffer_char(yaml->buffer, '\n');
}

void yaml_print(struct buffer *buffer, struct slice json)
{
    struct buffer text = { 0 };
    buffer_slice(&text, json);
    buffer_char(&text, '\0');
    if (text.has_failed) {
        buffer->has_failed = true;
    } else {
        struct yaml yaml = { buffer, text.at };
        print_value(&yaml, 0, false);
    }
    buffer_release(&text);
}
