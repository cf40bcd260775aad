/* SPDX-License-Identifier: EUPL-1.2 */
#include "api/giving.h"

/* The roles of the table by their short names. */
enum {
    NOBODY = 0,
#define ROLE(name) name = ROLE_##name,
#include "api/role.def"
#undef ROLE
};

static const struct {
    const char *scope;
    unsigned givers[GIVING_COUNT];
} rows[ROLE_COUNT] = {
#define GIVING(role, scope, function, mandate, key, login)                                         \
    [ROLE_BIT_##role] = { #scope, { (function), (mandate), (key), (login) } },
#include "api/giving.def"
#undef GIVING
};

unsigned giving_givers(enum giving what, unsigned role_bit)
{
    return rows[role_bit].givers[what];
}

const char *giving_scope(unsigned role_bit)
{
    return rows[role_bit].scope;
}

unsigned giving_givers_of(enum giving what, unsigned given)
{
    unsigned givers = ROLES_ANY;
    for (unsigned bit = 0; bit < ROLE_COUNT; bit++) {
        if (given >> bit & 1)
            givers &= rows[bit].givers[what];
    }
    return givers;
}

bool giving_may(enum giving what, unsigned caller_roles, unsigned given)
{
    for (unsigned bit = 0; bit < ROLE_COUNT; bit++) {
        if (given >> bit & 1 && !(rows[bit].givers[what] & caller_roles))
            return false;
    }
    return true;
}
