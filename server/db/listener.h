/* SPDX-License-Identifier: EUPL-1.2 */
/* One connection that listens: a thread of its own tells what the database notifies, within
 * milliseconds, and how sure it is to have heard everything.
 *
 * LISTEN belongs to a session: the connection must reach the primary directly, not through a pooler
 * of transactions, and not a standby. Lost, it comes back by itself (back-off 50 ms … 2 s). */
#ifndef LISTENER_H
#define LISTENER_H

#include "slice.h"
#include "status.h"

#include <stddef.h>
#include <stdint.h>

/* All are called in the thread of the listener, one after the other. */
struct listener_options {
    const char *conninfo; /* libpq string; outlives the listener */
    const char *channel;  /* a name that needs no quotes */
    const char *query;    /* asked once it listens, each time it is connected */
    void *owner;
    void (*on_listening)(void *owner); /* from here on nothing is missed; then come the rows */
    void (*on_row)(void *owner, struct slice value); /* the first column of a row of the query */
    void (*on_rows_end)(void *owner);
    void (*on_notice)(void *owner, struct slice payload);
    /* The database has answered: what was committed before `asked_ms` (monotonic) has been told. */
    void (*on_heard)(void *owner, int64_t asked_ms);
    void (*on_lost)(void *owner); /* after on_listening only */
};

struct listener;

/* NULL with ret_why: no thread, or the string is not one of libpq's. Whether the database can be
 * reached is another matter, and logged. */
struct listener *listener_start(const struct listener_options *options, char *ret_why,
                                size_t why_size);
/* Ends the thread; on_lost has been called when it returns. NULL is accepted. */
void listener_stop(struct listener *listener);

#endif
