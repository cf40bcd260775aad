/* SPDX-License-Identifier: EUPL-1.2 */
/* The role matrix: role by operation by relation of the caller to what the operation is about.
 * Default deny: a role that an operation names without a row of access.def stops the process at
 * start. */
#ifndef ACCESS_H
#define ACCESS_H

#include "api/operation.h"

#include <stdbool.h>

enum object_kind {
    KIND_SERVICE, /* about nobody */
    KIND_CANDIDACY,
    KIND_ACCESS_LOG,   /* who was shown what of a candidacy */
    KIND_NOTIFICATION, /* of the decisions on a candidacy */
    KIND_EVIDENCE,     /* files beside a candidacy */
    KIND_HANDOVER,     /* of certificates */
    KIND_STAND_IN,     /* who signs minutes in the place of a chair */
    KIND_OVERRIDE,     /* of the commission that examines a candidacy */
    KIND_CANDIDATE,
    KIND_APPOINTMENT,
    KIND_TRANSFER_REQUEST,
    KIND_LINK_REQUEST,
    KIND_SESSION,
    KIND_COMMISSION,
    KIND_MEMBER,
    KIND_AFFILIATION,
    KIND_IDENTITY, /* keys, functions beside organisms, invitations, logins */
    KIND_PERSON,   /* people: who they are */
    KIND_REGISTRY,
    KIND_COUNT
};

/* How a caller stands to an object; sets of them are `unsigned`. */
enum relation {
    RELATION_NOBODY = 0,
    RELATION_ANY = 1 << 0,        /* none is needed beside the role */
    RELATION_OWN = 1 << 1,        /* of his organism, network or commission */
    RELATION_FORMER = 1 << 2,     /* of his organism until a transfer: as it was that day */
    RELATION_TRAINED = 1 << 3,    /* a candidate whom he trains: an accepted path, until its end */
    RELATION_NETWORK = 1 << 4,    /* of an organism of his network */
    RELATION_COMMISSION = 1 << 5, /* sent to his commission */
    RELATION_SAT_IN = 1 << 6,     /* on the agenda of a session that he sits in */
    RELATION_SELF = 1 << 7,       /* his own file */
    RELATION_NATIONAL = 1 << 8,   /* everybody's */
    RELATION_FUNDED = 1 << 9,     /* of a candidate whom he pays for, and who consents */
    RELATION_TRAINED_ELSEWHERE = 1 << 10, /* a candidate of another organism, whom he trains for his
                                             own: of operations that are OPERATION_TRAINING alone */
    RELATION_UNLED = 1 << 11, /* of an organism of his network that has had no referent: until then
                                 somebody has to set it up, from then on it is its own */
};
#define RELATIONS_ALL ((1u << RELATION_BITS) - 1)
enum { RELATION_BITS = 12 };

extern const char *const relation_names[RELATION_BITS + 1]; /* by bit number; NULL-terminated */

/* Of an operation's path; false when no COLLECTION names its first member. */
bool access_kind(const struct operation *operation, enum object_kind *ret_kind);
/* Every role that may ask, those that read all included. */
unsigned access_roles(const struct operation *operation);
/* Whether somebody may ask for it at all, by roles and permissions. */
bool access_lets_in(const struct operation *operation, const struct principal *principal);
/* In which relations that role (a bit number) may ask for the operation; RELATION_NOBODY = not at
 * all. Of an operation without roles, which needs no key: RELATION_ANY. */
unsigned access_relations(const struct operation *operation, unsigned role_bit);
/* Which of these roles may act on an object to which the caller stands in these relations: the
 * other roles of the same credential lend them nothing. */
unsigned access_reaching(const struct operation *operation, unsigned roles, unsigned relations);
/* Each role of the operation has a relation. ret_role: the first one without. */
bool access_is_whole(const struct operation *operation, const char **ret_role);

#endif
