/* SPDX-License-Identifier: EUPL-1.2 */
/* Whose request it is, behind proxies: what a listed proxy tells of the address that asked it. */
#ifndef FORWARDED_H
#define FORWARDED_H

#include "api/address_range.h"
#include "http/http.h"

struct forwarding {
    struct address_ranges proxies; /* whose word is taken; none: nobody's */
    enum http_header header; /* in which they tell it, and no other: X-Forwarded-For, Forwarded */
};

/* The address of the peer; where that is a listed proxy, the one that it names last, and so on from
 * hop to hop: the first that is no listed proxy. What stands before it anybody may have written. A
 * hop that cannot be read ends the walk, so that the proxy that told it counts as the caller. */
struct slice forwarded_peer(const struct forwarding *forwarding, const struct http_call *call);

#endif
