/* SPDX-License-Identifier: EUPL-1.2 */
/* Requests of a demonstration to our own server: a body under construction, the last answer, a key
 * for every command so that an interrupted seed goes on where it was. Anything but a success is
 * told on stderr. */
#ifndef SEED_CALLER_H
#define SEED_CALLER_H

#include "json/document.h"
#include "json/writer.h"
#include "sandbox/client.h"

#include <stdbool.h>

struct seed_caller {
    struct seed_client client;
    struct buffer body;
    struct writer writer;
    const char *subject; /* whose keys: demo-12, session-2 …; NULL = no keys */
    unsigned *call_count;
    struct document *answer; /* of the last call; NULL when it had no body */
};

void seed_caller_init(struct seed_caller *caller, uint16_t port);
void seed_caller_release(struct seed_caller *caller);
/* The keys of what follows are "<subject>-<count>"; both are borrowed. */
void seed_caller_about(struct seed_caller *caller, const char *subject, unsigned *call_count);
/* A new body, its brace open; the call closes it. */
struct writer *seed_caller_body(struct seed_caller *caller);
/* POST or PUT of the body; GET without one. */
bool seed_caller_send(struct seed_caller *caller, const char *method, const char *path,
                      const char *token) NODISCARD;
bool seed_caller_get(struct seed_caller *caller, const char *path, const char *token) NODISCARD;
/* Sets the clock of the sandbox; unset: the real day. */
bool seed_caller_set_clock(struct seed_caller *caller, const char *token,
                           struct date today) NODISCARD;

#endif
