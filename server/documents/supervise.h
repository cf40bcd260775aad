/* SPDX-License-Identifier: EUPL-1.2 */
/* Processes that work, and one that starts them again when a fault has ended one: the libraries
 * that draw read what people wrote, and none of their faults is the end of the work. */
#ifndef SUPERVISE_H
#define SUPERVISE_H

#include <stdbool.h>

enum { SUPERVISED_MOST = 80 };

struct supervised {
    int (*work)(void *context);
    void *context;
    int dies_by; /* the signal that it gets when this process is gone */
};

/* Runs each work() in a process of its own, and again, a second later, whenever a signal has killed
 * that. Ends when all have ended; told to end (SIGTERM, SIGINT), it tells them, and so it does when
 * one ends badly. The exit code is that of the first that did, or of success. This process has no
 * other children. */
int supervise(const struct supervised *works, unsigned count);
/* For the work: whether it is to end soon. */
bool supervise_is_ending(void);

#endif
