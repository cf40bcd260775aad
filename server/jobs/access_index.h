/* SPDX-License-Identifier: EUPL-1.2 */
/* Enters what is new in the access log into its index (access_log_by_named), many lines at once,
 * which costs each of them a fraction; until then it lies in a list that every search reads too. In
 * one loop; safe under several instances, which take turns. */
#ifndef ACCESS_INDEX_H
#define ACCESS_INDEX_H

#include "db/pool.h"

#include <stdint.h>

struct access_index {
    struct pool *pool; /* NULL = it never runs */
    int64_t due_ms;    /* monotonic; 0 = at once */
    bool is_running;
};

void access_index_turn(struct access_index *index, int64_t now_ms);

#endif
