/* SPDX-License-Identifier: EUPL-1.2 */
/* Between who asks and what is asked: whether it may be asked now. Who comes too often is known
 * from the head, so that nobody sends a body in vain; what is asked for costs its budget once it is
 * all there. */
#include "engine/flight.h"

/* Of what a tenant may ask so often, one person or system takes a half at most, with whatever key:
 * the others go on. The own first: who has none left takes none of everybody's. A candidate is the
 * whole of his tenant. */
static bool takes_of_tenant(struct flight *flight, enum limit limit)
{
    const struct principal *principal = &flight->x.principal;
    const struct id one =
        id_is_set(principal->human_id) ? principal->human_id : principal->credential_id;
    return (slice_is(principal->scope, "CANDIDATE") ||
            flight_takes(flight, limit_own(limit), one)) &&
           flight_takes(flight, limit, flight_tenant(flight));
}

/* A credential; without one the address; of a token whose login is nobody's yet, its subject. */
static struct id who_asks(const struct flight *flight)
{
    struct id asks = flight->x.principal.credential_id;
    if (id_is_set(asks))
        return asks;
    if (!flight->login)
        return flight_address(flight);
    memcpy(asks.bytes, flight->lookup, sizeof asks.bytes);
    return asks;
}

static bool is_limited(const struct operation *operation)
{
    return operation->roles != 0 || !operation_is_static(operation);
}

/* Before anything is read: what is malformed costs a token too. */
static bool take_token(struct flight *flight)
{
    const bool has_credential = id_is_set(flight->x.principal.credential_id) || flight->login;
    return !is_limited(flight->x.operation) ||
           flight_takes(flight, has_credential ? LIMIT_REQUESTS : LIMIT_ADDRESS, who_asks(flight));
}

/* That of the operation is shared, with a whole tenant for the most part: a body that never comes,
 * and one that the server has not read, spend nothing of it. */
bool admit_spend(struct flight *flight)
{
    const enum limit limit = flight->x.operation->limit;
    const bool owes = flight->owes_budget;
    flight->owes_budget = false;
    if (!owes || limit == LIMIT_NONE || !is_limited(flight->x.operation))
        return true;
    return limit_own(limit) ? takes_of_tenant(flight, limit)
                            : flight_takes(flight, limit, who_asks(flight));
}

void flight_want_body(struct flight *flight)
{
    flight->wants_body = true;
    if (!flight->is_in_head)
        http_go_on(flight->call);
}

enum step admit(struct flight *flight)
{
    if (flight->is_asked_again) { /* it was admitted by its head */
        flight->is_asked_again = false;
        return STEP_INPUT;
    }
    if (!take_token(flight))
        return flight_refuse(flight, REASON_QUOTA_EXCEEDED);
    if (!operation_is_static(flight->x.operation) && !lane_admits(flight))
        return flight_refuse(flight, REASON_TEMPORARY_REDUCED_CAPACITY);
    flight->is_admitted = flight->owes_budget = true;
    if (!lane_takes_in(flight, 0))
        return flight_refuse(flight, REASON_TEMPORARY_REDUCED_CAPACITY);
    if (flight->is_whole || flight->x.operation->intake)
        return STEP_INPUT;
    flight_want_body(flight);
    return STEP_WAITS;
}
