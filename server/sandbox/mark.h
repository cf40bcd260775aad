/* SPDX-License-Identifier: EUPL-1.2 */
/* What a database remembers of its demonstration, in the table of settings, and the clock of its
 * sandbox. */
#ifndef SEED_MARK_H
#define SEED_MARK_H

#include "calendar.h"
#include "db/store.h"
#include "status.h"

#include <stdbool.h>
#include <stddef.h>

struct seed_mark {
    bool is_there, is_complete;
    unsigned candidacies, more_organisms;
    struct date today; /* the day it is told from: an interrupted seed goes on with the same days */
    struct date clock; /* what the clock of the sandbox was set to, and is set to again; unset = the
                          real day */
};

/* A database without a demonstration: is_there is false. */
bool seed_mark_read(struct store *store, struct seed_mark *ret_mark, char *ret_why,
                    size_t why_size) NODISCARD;
bool seed_mark_write(struct store *store, const struct seed_mark *mark, char *ret_why,
                     size_t why_size) NODISCARD;

/* Makes the database a sandbox, for good. Refused once it holds candidates: real people would get a
 * false calendar. */
bool sandbox_mark(struct store *store, char *ret_why, size_t why_size) NODISCARD;

/* The day the sandbox pretends it is, or unset. */
bool seed_clock_read(struct store *store, struct date *ret_clock, char *ret_why,
                     size_t why_size) NODISCARD;
/* The day of an instance whose clock says that. */
struct date seed_clock_day(struct date clock);

#endif
