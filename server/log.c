/* SPDX-License-Identifier: EUPL-1.2 */
/* Log lines: built on the stack, written at once. */
#include "log.h"

#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

static const char *const level_names[] = {
    [LOG_ERROR] = "error", [LOG_WARNING] = "warning", [LOG_INFO] = "info", [LOG_DEBUG] = "debug"
};
/* journald reads a priority from a leading <N>. */
static const char *const journal_prefixes[] = {
    [LOG_ERROR] = "<3>", [LOG_WARNING] = "<4>", [LOG_INFO] = "<6>", [LOG_DEBUG] = "<7>"
};

static atomic_int current_level = LOG_INFO;
static enum log_format current_format = LOG_JSON;
static bool is_under_journal;

enum { TAIL_RESERVE = 24 }; /* room for "is_cut" and the end of the line */

/* A line under construction; what passes the limit sets is_cut and writes nothing more. */
struct line {
    char *at;
    size_t size, limit;
    bool is_cut;
};

static void put(struct line *line, const char *at, size_t size)
{
    if (line->is_cut || size > line->limit - line->size) {
        line->is_cut = true;
        return;
    }
    memcpy(line->at + line->size, at, size);
    line->size += size;
}

static void put_text(struct line *line, const char *text)
{
    put(line, text, strlen(text));
}

static void put_number(struct line *line, int64_t number)
{
    char digits[24];
    const int size = snprintf(digits, sizeof digits, "%lld", (long long)number);
    put(line, digits, (size_t)size);
}

/* JSON string. Bytes above 127 pass as they are: our texts are UTF-8. */
static void put_quoted(struct line *line, struct slice text)
{
    put(line, "\"", 1);
    for (size_t i = 0; i < text.size; i++) {
        const unsigned char c = (unsigned char)text.at[i];
        char escape[8];
        if (c == '"' || c == '\\')
            put(line, (char[]){ '\\', (char)c }, 2);
        else if (c < 0x20 || c == 0x7f) {
            const int size = snprintf(escape, sizeof escape, "\\u%04x", c);
            put(line, escape, (size_t)size);
        } else
            put(line, text.at + i, 1);
    }
    put(line, "\"", 1);
}

static void put_value(struct line *line, const struct log_field *field)
{
    switch (field->kind) {
    case LOG_KIND_TEXT:
        if (slice_is_set(field->text))
            put_quoted(line, field->text);
        else
            put_text(line, "null");
        break;
    case LOG_KIND_NUMBER:
        put_number(line, field->number);
        break;
    case LOG_KIND_FLAG:
        put_text(line, field->number ? "true" : "false");
        break;
    }
}

static void put_time(struct line *line, int64_t real_time_ms)
{
    const time_t seconds = (time_t)(real_time_ms / 1000);
    struct tm parts;
    char text[40];
    gmtime_r(&seconds, &parts);
    size_t size = strftime(text, sizeof text, "%Y-%m-%dT%H:%M:%S", &parts);
    size += (size_t)snprintf(text + size, sizeof text - size, ".%03dZ", (int)(real_time_ms % 1000));
    put(line, text, size);
}

static void put_json(struct line *line, enum log_level level, int64_t real_time_ms,
                     const char *message)
{
    put_text(line, "{\"ts\":\"");
    put_time(line, real_time_ms);
    put_text(line, "\",\"level\":\"");
    put_text(line, level_names[level]);
    put_text(line, "\",\"msg\":");
    put_quoted(line, slice_of(message));
}

static void put_plain(struct line *line, enum log_level level, int64_t real_time_ms,
                      const char *message)
{
    put_time(line, real_time_ms);
    put_text(line, " ");
    put_text(line, level_names[level]);
    put_text(line, " ");
    put_text(line, message);
}

size_t log_line(enum log_format format, enum log_level level, int64_t real_time_ms,
                const char *message, const struct log_field *fields, size_t count,
                char ret_line[LOG_LINE_MAX])
{
    struct line line = { .at = ret_line, .limit = LOG_LINE_MAX - TAIL_RESERVE };
    const bool is_json = format == LOG_JSON;
    bool has_cut = false;
    (is_json ? put_json : put_plain)(&line, level, real_time_ms, message);
    if (line.is_cut) { /* a message that long: keep the line well-formed */
        line.size = 0;
        line.is_cut = false;
        has_cut = true;
        (is_json ? put_json : put_plain)(&line, level, real_time_ms, "(message too long)");
    }
    for (size_t i = 0; i < count; i++) {
        const size_t before = line.size;
        put_text(&line, is_json ? ",\"" : " ");
        put_text(&line, fields[i].key);
        put_text(&line, is_json ? "\":" : "=");
        put_value(&line, &fields[i]);
        if (line.is_cut) { /* leave out the whole field */
            line.size = before;
            line.is_cut = false;
            has_cut = true;
        }
    }
    line.limit = LOG_LINE_MAX;
    if (has_cut)
        put_text(&line, is_json ? ",\"is_cut\":true" : " is_cut=true");
    put_text(&line, is_json ? "}\n" : "\n");
    return line.size;
}

static bool stderr_is_journal(void)
{
    const char *stream = secure_getenv("JOURNAL_STREAM");
    struct stat about;
    char ours[64];
    if (!stream || fstat(STDERR_FILENO, &about) != 0)
        return false;
    snprintf(ours, sizeof ours, "%llu:%llu", (unsigned long long)about.st_dev,
             (unsigned long long)about.st_ino);
    return strcmp(ours, stream) == 0;
}

void log_configure(enum log_level level, enum log_format format)
{
    current_format = format;
    is_under_journal = stderr_is_journal();
    log_set_level(level);
}

void log_set_level(enum log_level level)
{
    atomic_store_explicit(&current_level, (int)level, memory_order_relaxed);
}

bool log_is_on(enum log_level level)
{
    return (int)level <= atomic_load_explicit(&current_level, memory_order_relaxed);
}

void log_event(enum log_level level, const char *message, const struct log_field *fields,
               size_t count)
{
    if (!log_is_on(level))
        return;
    enum { PREFIX_SIZE = 3 };
    char line[PREFIX_SIZE + LOG_LINE_MAX];
    struct timespec now;
    clock_gettime(CLOCK_REALTIME, &now);
    const int64_t now_ms = (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
    memcpy(line, journal_prefixes[level], PREFIX_SIZE);
    const size_t size =
        log_line(current_format, level, now_ms, message, fields, count, line + PREFIX_SIZE);
    /* A log that cannot be written must never stop the server: the result is ignored on purpose. */
    const ssize_t written = is_under_journal ? write(STDERR_FILENO, line, PREFIX_SIZE + size)
                                             : write(STDERR_FILENO, line + PREFIX_SIZE, size);
    (void)written;
}
