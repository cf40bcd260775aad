/* SPDX-License-Identifier: EUPL-1.2 */
/* Who is slow: a body that trickles, an answer that nobody takes. Each holds memory, and is cut
 * below a pace; where that memory is short, the slowest gives way to whoever finds none. */
#ifndef SLOW_H
#define SLOW_H

#include "client.h"

#include <stdbool.h>

enum {
    PACE_LOOK_MS = 1000,
};

/* Once a second: cuts whoever is too slow; how many were cut. */
unsigned slow_look(struct http_server *server);
/* Whether somebody has to be looked at. */
bool slow_is_looked_at(const struct http_server *server);
/* `asks` finds no room: of those that hold memory of `whose` (http_call.payers; NULL: anybody's),
 * the slowest one is cut, unless all of them have just begun. Its memory is there at the next try.
 */
void slow_senders_give_way(struct client *asks, const void *whose);
void slow_takers_give_way(struct client *asks, const void *whose);

#endif
