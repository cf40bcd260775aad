/* The scanning of evidence: a process beside the one that draws, so that neither waits for the
 * other. */
#ifndef SCAN_WORK_H
#define SCAN_WORK_H

#include "config.h"
#include "scanner.h"

#include <sys/types.h>

struct scan_work {
    const struct config *config;
    struct scanner scanner; /* no words = none */
    struct store *store;    /* NULL = out of reach */
    bool ends_when_empty;
};

/* Forks the process, which works until it is told to end (SIGTERM), or nothing waits; it ends with
 * this one. What else the parent holds is given up there by `forget`. -1 = it could not. */
pid_t scan_work_start(struct scan_work *work, void (*forget)(void *context), void *context);
/* Tells it to end, unless that comes by itself, and waits. */
void scan_work_stop(const struct scan_work *work, pid_t pid);

#endif
