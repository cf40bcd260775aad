/* SPDX-License-Identifier: EUPL-1.2 */
/* Who is named to run a session: members of its commission, of different colleges, each with a
 * mandate on its day. */
#ifndef SESSION_CHAIRS_H
#define SESSION_CHAIRS_H

#include "api/operation.h"
#include "session.h"

struct chair {
    struct id member_id;
    enum college college;
    struct spell mandate;
};

/* The members of the commission, whatever their mandates. */
struct chairs {
    struct chair *members;
    unsigned count;
};

void chairs_read(struct exchange *x, struct row *row, struct chairs *chairs);
/* A college, or -1: nobody is named, or it is refused there. NOT_IN_FORCE of a member whose mandate
 * does not cover that day, REFERENCE_UNKNOWN of anybody else. */
int chairs_college(struct exchange *x, const struct chairs *chairs, const char *pointer,
                   struct id member_id, struct date day);
/* SAME_COLLEGE_SIGNATURES, at whom the body names. */
void chairs_check_colleges(struct exchange *x, int chair, int vice_chair);

#endif
