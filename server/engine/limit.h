/* SPDX-License-Identifier: EUPL-1.2 */
/* How often somebody may ask, each limit of its own: a bucket of tokens for each credential,
 * address, login or tenant that asks, filled again as time passes. One table of the whole process,
 * whatever loop runs the request; of several instances each has its own
 * (server/guide/operators.md). */
#ifndef LIMIT_H
#define LIMIT_H

#include "api/operation.h"
#include "id.h"
#include "reason.h"

#include <stdbool.h>
#include <stdint.h>

struct limit_answer {
    enum limit limit;
    bool is_allowed;
    unsigned most,
        left; /* tokens of a full bucket, and of this one now; most 0 = there is no limit */
    unsigned window_s; /* in which as many come back */
    unsigned full_s;   /* until it is full again */
    unsigned wait_s;   /* until there is a token; 0 when there was one */
};

/* Takes a token of whoever asks, or of what is asked about. `often` is that of the setting, in the
 * limit's own window (a minute, or an hour); 0 = no limit. */
struct limit_answer limit_take(enum limit limit, struct id asks, unsigned often, int64_t now_ms);
/* The same of what many ask about; who finds no token there is given a place in its line, so many
 * of which come up in a window. It is paid for when it is given, and kept for an hour behind its
 * time (wait_s): whatever others ask meanwhile, whoever comes then is let through. One place for
 * each `asks`; none when the line is a day long, or nowhere is room to note it. */
struct limit_answer limit_line(enum limit limit, struct id about, struct id asks, unsigned often,
                               int64_t now_ms);
/* The place that was given, before anything is taken: let through when its time has come, which
 * ends it; most 0 = there is none. */
struct limit_answer limit_place(enum limit limit, struct id asks, unsigned often, int64_t now_ms);
/* A token is given back, when `is_owed`; the work is the same when it is not. */
void limit_give(enum limit limit, struct id asks, unsigned often, bool is_owed, int64_t now_ms);
/* "identity", for the headers. */
const char *limit_name(enum limit limit);
/* Of what more keys must not bring more, all keys and people of one tenant share a bucket: the
 * limit of what one of them may take out of it. LIMIT_NONE: everybody has a bucket of his own. */
enum limit limit_own(enum limit limit);
/* How often one of a tenant may what the tenant may so often. */
unsigned limit_half(unsigned often);
/* What is answered to whom has no token left. */
enum reason limit_reason(enum limit limit);

#endif
