/* SPDX-License-Identifier: EUPL-1.2 */
/* Which flights ask for their rows by the same statements. */
#include "engine/flight.h"

#include "engine/list.h"
#include "sql.h"

bool load_knows_holder(const struct flight *flight)
{
    return slice_is_set(flight->x.principal.scope);
}

static bool serves_askers(const struct statement *statement)
{
    return !statement || statement->serves_askers;
}

bool load_reply_serves_askers(const struct reply *reply)
{
    return serves_askers(reply->statement) && serves_askers(reply->embedded.statement);
}

/* All that it asks for is asked in its own name, item by item. */
bool load_asks_by_items(const struct flight *flight)
{
    const struct exchange *x = &flight->x;
    const struct load *lists[] = { exchange_loads(x), x->extra_loads };
    const struct reply *reply = exchange_reply(x);
    bool serves = load_knows_holder(flight);
    for (unsigned list = 0; list < 2; list++) {
        for (const struct load *l = lists[list]; l && l->statement; l++)
            serves = serves && l->statement->serves_askers;
    }
    if (x->operation->flags & OPERATION_COMMAND)
        return serves && SQL_idempotency_find.serves_askers;
    return serves && load_reply_serves_askers(reply);
}

bool load_may_share(const struct flight *a, const struct flight *b)
{
    if (load_knows_holder(a) != load_knows_holder(b))
        return false;
    if (!load_knows_holder(a))
        return true;
    return a->x.operation == b->x.operation && a->x.extra_loads == b->x.extra_loads &&
           a->x.is_other == b->x.is_other && list_statement(a) == list_statement(b) &&
           ((a->x.brings ^ b->x.brings) & (BRINGS_KEPT | BRINGS_BESIDE)) == 0 &&
           (load_asks_by_items(a) || flight_sees_as(a, b));
}
