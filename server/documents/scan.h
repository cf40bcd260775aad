/* SPDX-License-Identifier: EUPL-1.2 */
/* A scanner at work: a command that reads a file from its standard input and says by how it ends
 * what it thinks of it. */
#ifndef SCAN_H
#define SCAN_H

#include "slice.h"

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

enum { SCAN_FINDING_SIZE = 200, SCAN_FAULT_SIZE = 160 };

enum scan_verdict { SCAN_CLEAN, SCAN_FOUND, SCAN_FAILED };

struct scan {
    pid_t pid;
    int input, output; /* -1 = closed */
    int64_t deadline_ms;
    char finding[SCAN_FINDING_SIZE + 1]; /* its first line, in ASCII */
    size_t finding_size;
    bool has_line;
    char fault[SCAN_FAULT_SIZE]; /* of SCAN_FAILED */
};

/* False: scan->fault says why it does not begin; there is nothing to end. */
bool scan_begin(struct scan *scan, char *const words[], int timeout_s);
/* Bytes of the file. A scanner that wants no more of them has made up its mind: they are passed
 * over. False: its time is up. */
bool scan_feed(struct scan *scan, struct slice bytes);
/* `is_whole`: all of the file was fed; else it is ended, whatever it thinks. */
enum scan_verdict scan_end(struct scan *scan, bool is_whole);

#endif
