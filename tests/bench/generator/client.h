/* SPDX-License-Identifier: EUPL-1.2 */
/* Connections that ask what the plan says, and judge every reply. */
#ifndef CLIENT_H
#define CLIENT_H

#include "plan.h"

#include <stdint.h>

enum { CLIENT_BUFFER = 1 << 19, CLIENT_COMPLAINTS = 5, CLIENT_COMPLAINT_SIZE = 400 };

struct connection {
    int fd;
    bool is_busy, is_conditional; /* conditional: it was sent with an entity tag */
    struct kind *kind;
    struct target *target;
    uint64_t intended_us;
    size_t received;
    char *buffer;
};

struct clients {
    struct plan *plan;
    int port, epoll_fd;
    unsigned count, busy_count;
    struct connection *items;
    uint64_t random, key; /* state of the generator; number of the next Idempotency-Key */
    char run[32];         /* what those keys begin with */
    bool is_measured;     /* replies count from now on */
    uint64_t wrong, reconnected, acknowledged; /* acknowledged: commands */
    unsigned complaint_count;
    char complaints[CLIENT_COMPLAINTS][CLIENT_COMPLAINT_SIZE];
};

uint64_t now_us(void);
double clients_random(struct clients *clients); /* in (0, 1] */
void clients_open(struct clients *clients);
/* A request of the plan on a connection that is not busy; timed from `intended_us`. */
void client_ask(struct clients *clients, struct connection *connection, uint64_t intended_us);
/* What came in. True: the reply is whole, and the connection not busy any more. */
bool client_receive(struct clients *clients, struct connection *connection);

#endif
