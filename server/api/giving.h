/* SPDX-License-Identifier: EUPL-1.2 */
/* Who may give what to whom: functions, and the keys and logins that have them (giving.def). */
#ifndef GIVING_H
#define GIVING_H

#include "api/role.h"

enum giving {
    GIVING_FUNCTION, /* at once to people of the giver's own, else asked for */
    GIVING_MANDATE,  /* always asked for, of whomever */
    GIVING_KEY,
    GIVING_LOGIN,
    GIVING_COUNT
};

/* Who gives that to somebody with that role (a bit number): a set of roles. */
unsigned giving_givers(enum giving what, unsigned role_bit);
/* Who gives that to somebody with every one of these roles: sets of roles. */
unsigned giving_givers_of(enum giving what, unsigned given);
/* The scope in which functions of that role are; NULL = nobody gives it. */
const char *giving_scope(unsigned role_bit);
/* Whether a caller of these roles may give that for every one of `given`: a set of roles. */
bool giving_may(enum giving what, unsigned caller_roles, unsigned given);

#endif
