/* SPDX-License-Identifier: EUPL-1.2 */
/* What may change while the server serves: the settings that the table marks (is_live), as they
 * were read last. Everything else stays as it was at the start. */
#ifndef LIVE_H
#define LIVE_H

#include "config.h"

enum { LIVE_ORIGINS_MAX = 32 };

struct live {
    struct config config;
    bool is_own; /* the config is released with it */
    char *origins_text;
    const char *origins[LIVE_ORIGINS_MAX + 1];
};

/* Those of the start, which outlive it. NULL: out of memory. */
struct live *live_of(const struct config *started);
/* Reads the sources of the start again. NULL: one of them is wrong, and ret_why says the first
 * thing that is; all are in the log. */
struct live *live_read(const struct config *started, char *ret_why, size_t why_size);
/* What has changed since the start and may not while it serves goes to the log. */
void live_tell_what_waits(const struct live *live, const struct config *started);
void live_free(struct live *live);

#endif
