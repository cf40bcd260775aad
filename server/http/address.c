/* SPDX-License-Identifier: EUPL-1.2 */
#include "http/address.h"

#include "http/http.h"

#include <arpa/inet.h>
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

bool address_parse(const char *text, uint16_t port, struct address *ret_address)
{
    struct address address = { 0 };
    if (inet_pton(AF_INET, text, &address.v4.sin_addr) == 1) {
        address.v4.sin_family = AF_INET;
        address.v4.sin_port = htons(port);
        address.size = sizeof address.v4;
    } else if (inet_pton(AF_INET6, text, &address.v6.sin6_addr) == 1) {
        address.v6.sin6_family = AF_INET6;
        address.v6.sin6_port = htons(port);
        address.size = sizeof address.v6;
    } else {
        return false;
    }
    *ret_address = address;
    return true;
}

/* SO_REUSEADDR, so that connections of a server that has just ended are no obstacle; not
 * SO_REUSEPORT, with which a server of the same user that listens would be none either. */
bool http_port_is_free(const char *text, uint16_t port, char *ret_why, size_t why_size)
{
    struct address address;
    const int yes = 1;
    if (!address_parse(text, port, &address)) {
        snprintf(ret_why, why_size, "not a numeric address: %s", text);
        return false;
    }
    const int fd = socket(address.any.sa_family, SOCK_STREAM | SOCK_CLOEXEC, 0);
    const bool is_free = fd >= 0 &&
                         setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes) == 0 &&
                         (address.any.sa_family != AF_INET6 ||
                          setsockopt(fd, IPPROTO_IPV6, IPV6_V6ONLY, &yes, sizeof yes) == 0) &&
                         bind(fd, &address.any, address.size) == 0;
    if (!is_free)
        snprintf(ret_why, why_size, "port %d of %s: %s", port, text,
                 errno == EADDRINUSE ? "taken by another program; stop it, or choose another port"
                 : errno == EACCES   ? "ports below 1024 are root's; choose another, a proxy in "
                                       "front has 443"
                                     : strerrordesc_np(errno));
    if (fd >= 0)
        close(fd);
    return is_free;
}
