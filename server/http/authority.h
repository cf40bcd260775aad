/* SPDX-License-Identifier: EUPL-1.2 */
/* The authority of RFC 3986 as http uses it, host and port: the value of Host, and what stands in
 * a target that is written in full. */
#ifndef AUTHORITY_H
#define AUTHORITY_H

#include "slice.h"

#include <stdbool.h>

/* A name, an IPv4 address or an [IPv6 address], and perhaps a port (0 to 65535). No user, and no
 * empty host: http knows neither (RFC 9110, 4.2). */
bool authority_is_sound(struct slice authority);
/* "HTTP://host:80/path?query" is cut into its authority and what follows, which may be empty
 * (RFC 9112, 3.2.2). False: the target does not begin like that. */
bool authority_cut(struct slice target, struct slice *ret_authority, struct slice *ret_rest);

#endif
