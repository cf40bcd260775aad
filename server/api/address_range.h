/* SPDX-License-Identifier: EUPL-1.2 */
/* Networks that a credential may be used from: "192.0.2.0/24", "2001:db8::/32", "192.0.2.7". */
#ifndef ADDRESS_RANGE_H
#define ADDRESS_RANGE_H

#include "reason.h"
#include "slice.h"

#include <stdbool.h>

enum { ADDRESS_RANGES_MAX = 16, ADDRESS_BYTES = 16, ADDRESS_TEXT_SIZE = 46 };

struct address_range {
    unsigned char bytes[ADDRESS_BYTES]; /* of IPv4 the first four */
    unsigned char bits;                 /* of them that count */
    bool is_v6;
};

struct address_ranges {
    unsigned count; /* 0 = from anywhere */
    struct address_range items[ADDRESS_RANGES_MAX];
};

/* False when it is none, or has bits behind those that count. An address alone is a network of one.
 */
bool address_range_parse(struct slice text, struct address_range *ret_range);
/* "{192.0.2.0/24,2001:db8::/32}" as PostgreSQL prints an array; false when one of them is none, or
 * there are too many. Unset reads as none. */
bool address_ranges_from_array(struct slice text, struct address_ranges *ret_ranges);
/* "192.0.2.0/24, 2001:db8::/32" as a setting has them; the same. */
bool address_ranges_from_list(const char *text, struct address_ranges *ret_ranges);
/* An address in the one spelling that it has, IPv4 within IPv6 as IPv4; false when it is none. */
bool address_print(struct slice text, char ret_text[ADDRESS_TEXT_SIZE]);
/* The part of an address that one host does not choose: of IPv6 the network of 64 bits, in which it
 * calls itself as it likes; of IPv4 all of it. False when it is no address. */
bool address_host_print(struct slice text, char ret_text[ADDRESS_TEXT_SIZE]);
/* Of an address that cannot be read: only when any address will do. */
bool address_ranges_allow(const struct address_ranges *ranges, struct slice address);

/* For the .check of a field: ADDRESS_RANGE_INVALID. */
enum reason check_address_range(const void *slice);

#endif
