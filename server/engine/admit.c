/* Between who asks and what is asked: whether it may be asked now. All of this is known from the
 * head, so that nobody sends a body in vain. */
#include "engine/flight.h"

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
        const struct id who = limit_is_of_tenant(limits[i]) ? flight_tenant(flight) : asks;
        if (limits[i] != LIMIT_NONE && !flight_takes(flight, limits[i], who))
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
