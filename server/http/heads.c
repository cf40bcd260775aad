/* SPDX-License-Identifier: EUPL-1.2 */
#include "heads.h"

#include "client.h"

#include <string.h>

unsigned heads_place(const struct sockaddr *address)
{
    unsigned char host[8] = { 0 };
    uint64_t hash = UINT64_C(0xcbf29ce484222325); /* FNV-1a */
    if (address->sa_family == AF_INET) {
        struct sockaddr_in v4;
        memcpy(&v4, address, sizeof v4);
        memcpy(host, &v4.sin_addr, 4);
    } else if (address->sa_family == AF_INET6) {
        struct sockaddr_in6 v6;
        memcpy(&v6, address, sizeof v6);
        const bool is_v4 = IN6_IS_ADDR_V4MAPPED(&v6.sin6_addr);
        memcpy(host, &v6.sin6_addr.s6_addr[is_v4 ? 12 : 0], is_v4 ? 4 : sizeof host);
    }
    for (size_t i = 0; i < sizeof host; i++)
        hash = (hash ^ host[i]) * UINT64_C(0x100000001b3);
    return (unsigned)((hash ^ hash >> 32) % HEAD_PLACES);
}

void heads_add(struct heads *heads, struct client *client)
{
    struct head_place *place = &heads->places[client->place];
    client->earlier = place->last;
    client->later = NULL;
    if (place->last)
        place->last->later = client;
    else
        place->first = client;
    place->last = client;
    place->count++;
}

void heads_remove(struct heads *heads, struct client *client)
{
    struct head_place *place = &heads->places[client->place];
    if (client->earlier)
        client->earlier->later = client->later;
    else
        place->first = client->later;
    if (client->later)
        client->later->earlier = client->earlier;
    else
        place->last = client->earlier;
    place->count--;
}

struct client *heads_of_greediest(const struct heads *heads, unsigned share)
{
    const struct head_place *greediest = NULL;
    for (unsigned i = 0; i < HEAD_PLACES; i++) {
        if (heads->places[i].count > (greediest ? greediest->count : share))
            greediest = &heads->places[i];
    }
    return greediest ? greediest->first : NULL;
}
