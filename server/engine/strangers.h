/* SPDX-License-Identifier: EUPL-1.2 */
/* Callers whom nobody knows (401): they cost no work of the database in their request, and are
 * counted by address and by the head of the key that they showed, minute by minute. One table a
 * loop, bounded; jobs/strangers.h writes it down. */
#ifndef STRANGERS_H
#define STRANGERS_H

#include "reason.h"
#include "slice.h"

#include <stdint.h>

enum {
    STRANGERS_MAX = 256,  /* counted one by one; whoever comes beyond is counted with the others */
    STRANGER_SLOTS = 512, /* a power of two */
    STRANGER_ADDRESS_SIZE = 48, /* an address as text, with the NUL behind it */
    STRANGER_PREFIX_SIZE = 15,  /* "clea_live_" and four characters, which its owner knows it by */
};

struct stranger {
    int64_t minute_s; /* Unix time of its beginning */
    char address[STRANGER_ADDRESS_SIZE];
    char key_prefix[STRANGER_PREFIX_SIZE];
    enum reason reason;
    uint64_t count; /* 0 = a free slot */
};

struct strangers {
    struct stranger slots[STRANGER_SLOTS];
    unsigned used;
};

/* authorization: the header as it came. Nothing of it is kept but the head of what looks like one
 * of our keys. */
void strangers_note(struct strangers *strangers, int64_t unix_ms, struct slice address,
                    struct slice authorization, enum reason reason);
/* The same, a number of times that was counted elsewhere. */
void strangers_add(struct strangers *strangers, const struct stranger *stranger);
void strangers_clear(struct strangers *strangers);

#endif
