/* SPDX-License-Identifier: EUPL-1.2 */
/* Connections whose head is not whole yet, by where they come from; private to server/http. A
 * place is an address, of IPv6 its /64: what one host can have as many of as it likes. */
#ifndef HTTP_HEADS_H
#define HTTP_HEADS_H

#include <sys/socket.h>

struct client;

enum { HEAD_PLACES = 1024 };

struct heads {
    struct head_place {
        struct client *first, *last; /* in the order of their coming */
        unsigned count;
    } places[HEAD_PLACES];
};

/* A number below HEAD_PLACES. Two addresses that share one share what is theirs. */
unsigned heads_place(const struct sockaddr *address);
void heads_add(struct heads *heads, struct client *client);
void heads_remove(struct heads *heads, struct client *client);
/* Of the place that has the most, whoever came first; NULL when none has more than `share`. */
struct client *heads_of_greediest(const struct heads *heads, unsigned share);

#endif
