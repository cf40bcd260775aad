/* SPDX-License-Identifier: EUPL-1.2 */
/* If-Match and If-None-Match (RFC 9110, 13): read once, asked of what was loaded and of what is
 * about to be answered. */
#include "engine/flight.h"

#include "http/header.h"

void condition_read_headers(struct flight *flight)
{
    const struct slice *headers = flight->call->headers;
    flight->if_match = condition_read(headers[HTTP_IF_MATCH]);
    flight->if_none_match = condition_read(headers[HTTP_IF_NONE_MATCH]);
    if (flight->if_match == CONDITION_MALFORMED)
        violations_add(&flight->x.violations, VIOLATION_HEADER, SLICE("If-Match"),
                       REASON_HEADER_INVALID, 0);
    /* Of a read it only says what the caller has: he gets the whole answer. */
    if (flight->if_none_match == CONDITION_MALFORMED &&
        (flight->x.operation->flags & OPERATION_COMMAND))
        violations_add(&flight->x.violations, VIOLATION_HEADER, SLICE("If-None-Match"),
                       REASON_HEADER_INVALID, 0);
}

bool condition_is_missing(const struct flight *flight)
{
    const struct exchange *x = &flight->x;
    if (!(x->operation->flags & OPERATION_IF_MATCH) || x->expected_version)
        return false;
    /* "*" means whatever it is by now: that is the certifier's to say, of what is to go. */
    if (flight->if_match == CONDITION_ANY)
        return x->operation->method != METHOD_DELETE || !(x->principal.roles & ROLE_CERTIFIER);
    return flight->if_match == CONDITION_NONE;
}

bool condition_allows_write(const struct flight *flight)
{
    const struct exchange *x = &flight->x;
    const struct slice *headers = flight->call->headers;
    if (!operation_has_version(x->operation) || !x->version)
        return true;
    if (x->expected_version && x->expected_version != x->version)
        return false;
    if (flight->if_match == CONDITION_TAGS &&
        !condition_names_version(headers[HTTP_IF_MATCH], x->version, COMPARE_STRONGLY))
        return false;
    /* Only where the target itself has the version: a collection to which something is sent has
     * none.
     */
    if (!(x->operation->flags & OPERATION_IF_MATCH))
        return true;
    return flight->if_none_match != CONDITION_ANY &&
           (flight->if_none_match != CONDITION_TAGS ||
            !condition_names_version(headers[HTTP_IF_NONE_MATCH], x->version, COMPARE_WEAKLY));
}

bool condition_is_weak(const struct flight *flight)
{
    const struct slice value = flight->call->headers[HTTP_IF_MATCH];
    return flight->if_match == CONDITION_TAGS &&
           condition_names_version(value, flight->x.version, COMPARE_WEAKLY) &&
           !condition_names_version(value, flight->x.version, COMPARE_STRONGLY);
}

/* The tag of the answer without its quotes. */
static struct slice opaque_of(const struct flight *flight)
{
    return (struct slice){ flight->etag + 1, strlen(flight->etag) - 2 };
}

bool condition_allows_read(const struct flight *flight)
{
    if (!flight->etag[0] || flight->if_match != CONDITION_TAGS)
        return true;
    const struct slice value = flight->call->headers[HTTP_IF_MATCH];
    struct slice version = opaque_of(flight);
    const char *dot = memchr(version.at, '.', version.size);
    version.size = dot ? (size_t)(dot - version.at) : version.size;
    return condition_names(value, opaque_of(flight), COMPARE_STRONGLY) ||
           condition_names(value, version, COMPARE_STRONGLY);
}

bool condition_is_unchanged(const struct flight *flight)
{
    if (!flight->etag[0])
        return false;
    return flight->if_none_match == CONDITION_ANY ||
           (flight->if_none_match == CONDITION_TAGS &&
            condition_names(flight->call->headers[HTTP_IF_NONE_MATCH], opaque_of(flight),
                            COMPARE_WEAKLY));
}
