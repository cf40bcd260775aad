/* SPDX-License-Identifier: EUPL-1.2 */
/* What clients are asked to leave: a row of a table (an operation, a field, a member of a view)
 * points at one. Every answer of the operation then says since when and until when (RFC 9745, RFC
 * 8594), and so does the contract. server/guide/partners.md. */
#ifndef DEPRECATION_H
#define DEPRECATION_H

#include "calendar.h"

struct deprecation {
    struct date since;   /* the release that announced it */
    struct date sunset;  /* the first day on which it may be gone: a year later at least */
    const char *instead; /* what takes its place, as one sentence of the contract */
};

#endif
