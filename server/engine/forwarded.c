/* SPDX-License-Identifier: EUPL-1.2 */
#include "engine/forwarded.h"

#include "http/header.h"

#include <string.h>
#include <strings.h>

/* Takes the last element off a list. Commas in quotes are none of its business: what the nearest
 * proxy wrote stands behind the last one, whatever others have opened and not closed before it. */
static struct slice take_last(struct slice *rest)
{
    const char *comma = memrchr(rest->at, ',', rest->size);
    const size_t first = comma ? (size_t)(comma - rest->at) + 1 : 0;
    const struct slice last = { rest->at + first, rest->size - first };
    rest->size = comma ? first - 1 : 0;
    return header_trim(last);
}

/* The value of `for` in an element of Forwarded (RFC 7239, 4), without its quotes. */
static struct slice for_of(struct slice element)
{
    static const char name[] = "for=";
    const size_t size = sizeof name - 1;
    while (element.size) {
        const char *end = memchr(element.at, ';', element.size);
        const size_t part_size = end ? (size_t)(end - element.at) : element.size;
        struct slice part = header_trim((struct slice){ element.at, part_size });
        element.at += end ? part_size + 1 : part_size;
        element.size -= end ? part_size + 1 : part_size;
        if (part.size <= size || strncasecmp(part.at, name, size) != 0)
            continue;
        part = (struct slice){ part.at + size, part.size - size };
        if (part.size >= 2 && part.at[0] == '"' && part.at[part.size - 1] == '"')
            part = (struct slice){ part.at + 1, part.size - 2 };
        return part;
    }
    return SLICE_UNSET;
}

/* "192.0.2.7:80" and "[2001:db8::1]:80" without the port and the brackets. */
static struct slice without_port(struct slice node)
{
    const char *colon = memchr(node.at, ':', node.size);
    const char *bracket = memchr(node.at, ']', node.size);
    if (node.size && node.at[0] == '[' && bracket)
        return (struct slice){ node.at + 1, (size_t)(bracket - node.at) - 1 };
    if (colon && !memchr(colon + 1, ':', node.size - (size_t)(colon + 1 - node.at)))
        return (struct slice){ node.at, (size_t)(colon - node.at) };
    return node;
}

/* False: there is none, or it names no address ("unknown", "_hidden"). */
static bool next_hop(enum http_header header, struct slice *rest, struct arena *arena,
                     struct slice *ret_peer)
{
    char text[ADDRESS_TEXT_SIZE];
    if (!slice_is_set(*rest) || rest->size == 0)
        return false;
    struct slice node = take_last(rest);
    if (header == HTTP_FORWARDED)
        node = for_of(node);
    if (!slice_is_set(node) || !address_print(without_port(node), text))
        return false;
    const struct slice hop = arena_copy(arena, slice_of(text));
    if (slice_is_set(hop))
        *ret_peer = hop;
    return slice_is_set(hop);
}

struct slice forwarded_peer(const struct forwarding *forwarding, const struct http_call *call)
{
    struct slice peer = call->peer, rest = call->headers[forwarding->header];
    while (forwarding->proxies.count && address_ranges_allow(&forwarding->proxies, peer) &&
           next_hop(forwarding->header, &rest, call->arena, &peer))
        continue;
    return peer;
}
