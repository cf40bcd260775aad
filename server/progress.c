/* SPDX-License-Identifier: EUPL-1.2 */
#include "progress.h"

#include "clock.h"

#include <errno.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <unistd.h>

enum {
    REWRITE_MS = 100,     /* on a terminal */
    REMIND_MS = 30 * 1000 /* elsewhere: work without names that goes on for long */
};

#define ERASE "\r\033[K"

static atomic_bool is_line_open; /* the last line on the terminal has no end yet */

static bool is_terminal(void)
{
    return isatty(STDERR_FILENO) == 1;
}

/* In one piece, so that threads do not mix their lines. */
static void write_line(bool is_rewritten, const char *format, va_list arguments)
{
    char text[2048];
    vsnprintf(text, sizeof text, format, arguments);
    const bool erases = atomic_exchange(&is_line_open, is_rewritten);
    fprintf(stderr, "%s%s: %s%s", erases ? ERASE : "", program_invocation_short_name, text,
            is_rewritten ? "" : "\n");
    fflush(stderr);
}

static void rewrite(const char *format, ...) __attribute__((format(printf, 1, 2)));

static void rewrite(const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    write_line(true, format, arguments);
    va_end(arguments);
}

void progress_note(const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    write_line(false, format, arguments);
    va_end(arguments);
}

void progress_begin(struct progress *progress, const char *what, unsigned total)
{
    progress->what = what;
    progress->total = total;
    atomic_init(&progress->done, 0);
    progress->started_ms = clock_monotonic_ms();
    atomic_init(&progress->shown_ms, progress->started_ms);
}

/* Of several threads, one shows it. */
static bool is_due(struct progress *progress, int64_t period_ms)
{
    const int64_t now_ms = clock_monotonic_ms();
    long long shown_ms = atomic_load(&progress->shown_ms);
    return now_ms - shown_ms >= period_ms &&
           atomic_compare_exchange_strong(&progress->shown_ms, &shown_ms, now_ms);
}

void progress_step(struct progress *progress, const char *name)
{
    if (!progress)
        return;
    const unsigned done = atomic_fetch_add(&progress->done, 1) + 1;
    if (is_terminal()) {
        if (name || is_due(progress, REWRITE_MS))
            rewrite("%s %u/%u%s%s", progress->what, done, progress->total, name ? " " : "",
                    name ? name : "");
    } else if (name || is_due(progress, REMIND_MS)) {
        progress_note("%s %u/%u%s%s", progress->what, done, progress->total, name ? " " : "",
                      name ? name : "");
    }
}

void progress_end(struct progress *progress)
{
    const int64_t ms = clock_monotonic_ms() - progress->started_ms;
    progress_note("%s %u/%u done in %lld.%lld s", progress->what, atomic_load(&progress->done),
                  progress->total, (long long)(ms / 1000), (long long)(ms % 1000 / 100));
}
