/* SPDX-License-Identifier: EUPL-1.2 */
/* An identifier as the 16 bytes of its UUID. The domain only ever compares ids; it never makes
 * them. */
#ifndef ID_H
#define ID_H

#include <stdbool.h>
#include <string.h>

struct id {
    unsigned char bytes[16]; /* all zero = none */
};

static inline bool id_equals(struct id a, struct id b)
{
    return memcmp(a.bytes, b.bytes, sizeof a.bytes) == 0;
}

static inline bool id_is_set(struct id a)
{
    static const struct id none;
    return !id_equals(a, none);
}

#endif
