/* Between who asks and what is asked: whether it may be asked now. All of this is known from the
 * head, so that nobody sends a body in vain. */
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

/* A token of each limit that holds for it, before anything is read: what is malformed costs one
 * too. REASON_NONE, or why it may not be asked now. */
static enum reason take_tokens(struct flight *flight)
{
    const struct operation *operation = flight->x.operation;
    struct id asks = flight->x.principal.credential_id;
    enum limit limits[] = { LIMIT_REQUESTS, operation->limit };
    if (operation->roles == 0 && operation_is_static(operation))
        return REASON_NONE;
    if (flight->login && !id_is_set(asks)) { /* whose login is nobody's yet */
        memcpy(asks.bytes, flight->lookup, sizeof asks.bytes);
    } else if (!id_is_set(asks)) {
        asks = flight_address(flight);
        limits[0] = LIMIT_ADDRESS;
    }
    for (unsigned i = 0; i < sizeof limits / sizeof limits[0]; i++) {
        const bool takes = limit_own(limits[i]) ? takes_of_tenant(flight, limits[i])
                                                : flight_takes(flight, limits[i], asks);
        if (!takes)
            return limit_reason(limits[i]);
    }
    return REASON_NONE;
}

void flight_want_body(struct flight *flight)
{
    flight->wants_body = true;
    if (!flight->is_in_head)
        http_go_on(flight->call);
}

enum step admit(struct flight *flight)
{
    const enum reason reason = take_tokens(flight);
    if (reason != REASON_NONE)
        return flight_refuse(flight, reason);
    if (!operation_is_static(flight->x.operation) && !lane_admits(flight))
        return flight_refuse(flight, REASON_TEMPORARY_REDUCED_CAPACITY);
    flight->is_admitted = true;
    if (!lane_takes_in(flight, 0))
        return flight_refuse(flight, REASON_TEMPORARY_REDUCED_CAPACITY);
    if (flight->is_whole || flight->x.operation->intake)
        return STEP_INPUT;
    flight_want_body(flight);
    return STEP_WAITS;
}
