/* SPDX-License-Identifier: EUPL-1.2 */
/* What operations may know of the process they run in: set once before the loops start, read-only
 * afterwards. */
#ifndef PROCESS_H
#define PROCESS_H

#include "buffer.h"
#include "docs_files.h"

#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>

struct process {
    const char *version;
    bool is_sandbox;
    int migration_level;             /* of the binary, and of the database it started on */
    bool (*is_ready)(void *context); /* every loop has its database and none drains */
    void *context;
    /* The mode of the service, as the database told it last (api/service/service_mode.c). */
    atomic_bool is_read_only, is_drained;
    int64_t started_unix_ms;
    struct slice contract_json; /* printed once at start */
    struct slice contract_yaml;
    struct slice arazzo_yaml;
    struct docs_files docs; /* unset where none are installed */
};

extern struct process process;

#endif
