/* SPDX-License-Identifier: EUPL-1.2 */
/* What the operator reads: one line per event on standard error, as JSON (or as text for a
 * terminal). Never a name, a contact, a token, a body or the value of a query: ids, codes and
 * numbers only. Thread-safe: each line leaves in a single write(2). */
#ifndef LOG_H
#define LOG_H

#include "slice.h"

#include <stdbool.h>
#include <stdint.h>

enum log_level { LOG_ERROR, LOG_WARNING, LOG_INFO, LOG_DEBUG };
enum log_format { LOG_JSON, LOG_PLAIN };
enum log_kind { LOG_KIND_TEXT, LOG_KIND_NUMBER, LOG_KIND_FLAG };

/* A line holds LOG_LINE_MAX bytes at most; fields that do not fit are left out and "is_cut" says
 * so. */
enum { LOG_LINE_MAX = 4096 };

struct log_field {
    const char *key;
    enum log_kind kind;
    struct slice text; /* unset = null */
    int64_t number;
};

#define LOG_TEXT(name, value)                                                                      \
    ((struct log_field){ .key = (name), .kind = LOG_KIND_TEXT, .text = slice_of(value) })
#define LOG_SLICE(name, value)                                                                     \
    ((struct log_field){ .key = (name), .kind = LOG_KIND_TEXT, .text = (value) })
#define LOG_NUMBER(name, value)                                                                    \
    ((struct log_field){ .key = (name), .kind = LOG_KIND_NUMBER, .number = (value) })
#define LOG_FLAG(name, value)                                                                      \
    ((struct log_field){ .key = (name), .kind = LOG_KIND_FLAG, .number = (value) })

/* log_fields(LOG_INFO, "request", LOG_TEXT("operation", id), LOG_NUMBER("status", 200)) */
#define log_fields(level, message, ...)                                                            \
    log_event((level), (message), (const struct log_field[]){ __VA_ARGS__ },                       \
              sizeof((const struct log_field[]){ __VA_ARGS__ }) / sizeof(struct log_field))

/* Before any thread starts. Without it: LOG_INFO, JSON. */
void log_configure(enum log_level level, enum log_format format);
/* May be called at any time (SIGHUP). */
void log_set_level(enum log_level level);
bool log_is_on(enum log_level level);
void log_event(enum log_level level, const char *message, const struct log_field *fields,
               size_t count);
/* The line itself, without writing it; for tests and for log_event(). Returns its size, newline
 * included. */
size_t log_line(enum log_format format, enum log_level level, int64_t real_time_ms,
                const char *message, const struct log_field *fields, size_t count,
                char ret_line[LOG_LINE_MAX]);

#endif
