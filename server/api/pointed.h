/* SPDX-License-Identifier: EUPL-1.2 */
/* What rows point at by their ids, and what a list may show of it beside its rows (include): the
 * names of people, organisms, places and commissions. Which member points at what is said by
 * pointed.def, by the name of the member; what is shown, and to whom, is that of the read of the
 * thing itself. */
#ifndef POINTED_H
#define POINTED_H

#include "api/operation.h"

enum pointed_kind {
    POINTED_CANDIDATE,
    POINTED_PERSON,
    POINTED_ORGANISM,
    POINTED_SITE,
    POINTED_COMMISSION,
    POINTED_NETWORK,
    POINTED_FUNDER,
    POINTED_KINDS,
};

enum { POINTED_MEMBERS = 8 };

struct pointed {
    const char *read; /* the operation that reads one */
    const char *name; /* of the schema of what is shown */
    const char *members[POINTED_MEMBERS];
    bool is_person; /* somebody, whom the access log names */
    /* Of the operation, once pointed_init() was called. */
    const struct operation *operation;
    struct view view;
    struct member shown[POINTED_MEMBERS + 2];
};

struct pointer {
    const char *member; /* of a view */
    const char *name;   /* as it is asked for */
    enum pointed_kind kind;
};

/* At start. False: an operation or a member is not there. */
bool pointed_init(void);
const struct pointed *pointed_of(enum pointed_kind kind);
/* The pointers of a view, in the order of its members: `most` of them. */
unsigned pointers_of(const struct view *view, const struct pointer **ret_pointers, unsigned most);

#endif
