/* SPDX-License-Identifier: EUPL-1.2 */
/* The scanning of evidence: a process beside the one that draws, so that neither waits for the
 * other. */
#ifndef SCAN_WORK_H
#define SCAN_WORK_H

#include "config.h"
#include "scanner.h"

#include <stdbool.h>

struct scan_work {
    const struct config *config;
    struct scanner scanner; /* no words = none */
    struct store *store;    /* NULL = out of reach */
    bool ends_when_empty;
};

/* Without a scanner nothing is done as long as the operator wants evidence to wait for one. */
bool scan_work_is_needed(const struct scan_work *work);
/* Until it is told to end, or nothing waits (supervise.h). An exit code. */
int scan_work_run(struct scan_work *work);

#endif
