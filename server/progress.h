/* SPDX-License-Identifier: EUPL-1.2 */
/* What long work tells its operator on standard error. On a terminal: one line that is rewritten.
 * Elsewhere (a file, a journal): one line per step, and for steps without a name one when all are
 * done. Each line begins with the name of the program. */
#ifndef PROGRESS_H
#define PROGRESS_H

#include <stdatomic.h>
#include <stdint.h>

struct progress {
    const char *what;
    unsigned total;
    atomic_uint done;
    int64_t started_ms;
    atomic_llong shown_ms;
};

/* `what` outlives the work: "migrations", "candidacies". */
void progress_begin(struct progress *progress, const char *what, unsigned total);
/* One more is done, or (with a name) is being done. From any thread. NULL: nobody is told. */
void progress_step(struct progress *progress, const char *name);
void progress_end(struct progress *progress);

/* A line of its own, whatever is in progress. No line feed at its end. */
void progress_note(const char *format, ...) __attribute__((format(printf, 1, 2)));

#endif
