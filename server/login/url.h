/* SPDX-License-Identifier: EUPL-1.2 */
/* Addresses of the settings, taken apart: enough to refuse what is not safe to ask. */
#ifndef LOGIN_URL_H
#define LOGIN_URL_H

#include "slice.h"

#include <stdbool.h>

enum { URL_MAX = 512 };

/* Borrowed from the text. */
struct url {
    bool is_https;     /* else http */
    struct slice host; /* [::1] with its brackets */
    unsigned port;
    struct slice path; /* from its slash on, query included; empty = none */
};

/* http or https, a host, perhaps a port, a path, a query; no user, no fragment, visible ASCII. */
bool url_parse(struct slice text, struct url *ret_url);
/* The machine itself, by number or as localhost. */
bool url_is_loopback(const struct url *url);
/* https, or nothing leaves the machine. */
bool url_is_private(const struct url *url);
bool url_has_origin_of(const struct url *url, const struct url *other);

#endif
