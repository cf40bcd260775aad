/* SPDX-License-Identifier: EUPL-1.2 */
/* A small blocking HTTP/1.1 client for our own server on 127.0.0.1: one connection, kept alive. */
#ifndef SEED_CLIENT_H
#define SEED_CLIENT_H

#include "buffer.h"
#include "slice.h"
#include "status.h"

#include <stdint.h>

struct seed_client {
    uint16_t port;
    int fd; /* -1 = not connected */
    struct buffer request, reply;
};

struct seed_request {
    const char *method, *path;
    const char *token;
    const char *key;   /* Idempotency-Key; NULL = none */
    struct slice body; /* JSON; unset = none */
};

void seed_client_init(struct seed_client *client, uint16_t port);
void seed_client_release(struct seed_client *client);
/* The status and the body, which lives until the next call; 0 when there was no answer. A 503 is
 * tried again for some seconds, and so is a connection that the server has closed: give every
 * command a key. */
int seed_client_call(struct seed_client *client, const struct seed_request *request,
                     struct slice *ret_body);

#endif
