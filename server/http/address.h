/* SPDX-License-Identifier: EUPL-1.2 */
/* An address to listen on; private to server/http. */
#ifndef HTTP_ADDRESS_H
#define HTTP_ADDRESS_H

#include <netinet/in.h>
#include <stdbool.h>
#include <stdint.h>
#include <sys/socket.h>

struct address {
    union {
        struct sockaddr any;
        struct sockaddr_in v4;
        struct sockaddr_in6 v6;
    };
    socklen_t size;
};

/* IPv4 or IPv6, numeric. */
bool address_parse(const char *text, uint16_t port, struct address *ret_address);

#endif
