/* SPDX-License-Identifier: EUPL-1.2 */
#include "api/role.h"

#include "candidacy_command.h"

#include <ctype.h>
#include <string.h>

const char *const role_names[] = {
#define ROLE(name) [ROLE_BIT_##name] = #name,
#include "api/role.def"
#undef ROLE
    NULL,
};

/* The roles of a caller go to the rules as they are: whom the rules name has one bit in both, and
 * SYSTEM, who never calls, has a bit that no role has. */
#define IS_ACTOR(name)                                                                             \
    _Static_assert((int)ROLE_##name == (int)ACTOR_##name, "one bit as role and as actor: " #name)
IS_ACTOR(COUNSELLOR);
IS_ACTOR(EVALUATOR);
IS_ACTOR(TRAINER);
IS_ACTOR(REFERENT);
IS_ACTOR(NETWORK_MANAGER);
IS_ACTOR(SECRETARY);
IS_ACTOR(JUROR);
IS_ACTOR(CHAIR);
IS_ACTOR(CERTIFIER);
IS_ACTOR(CANDIDATE);
#undef IS_ACTOR
_Static_assert(ROLE_COUNT < 30, "a set of roles has room for SYSTEM above every role");
_Static_assert((ROLES_ANY & ACTOR_SYSTEM) == 0, "no role is SYSTEM");

const char *const credential_names[] = {
    [CREDENTIAL_NONE] = "NONE",
    [CREDENTIAL_KEY] = "KEY",
    [CREDENTIAL_LOGIN] = "LOGIN",
    NULL,
};

const char *const permission_names[] = {
    [PERMISSION_BIT_READ] = "READ",
    [PERMISSION_BIT_WRITE] = "WRITE",
    [PERMISSION_BIT_KEYS] = "KEYS",
    NULL,
};

/* The members of "{A,B}" that have a name, as a set of the bits of their names. */
static unsigned set_from_array(struct slice text, const char *const names[])
{
    unsigned set = 0;
    const char *end = text.at + text.size;
    for (const char *at = text.at; at < end;) {
        while (at < end && (*at == '{' || *at == ',' || *at == '}'))
            at++;
        const char *start = at;
        while (at < end && *at != ',' && *at != '}')
            at++;
        struct slice name = { start, (size_t)(at - start) };
        for (unsigned i = 0; names[i]; i++) {
            if (slice_is(name, names[i]))
                set |= 1u << i;
        }
    }
    return set;
}

unsigned roles_from_array(struct slice text)
{
    return set_from_array(text, role_names);
}

unsigned permissions_from_array(struct slice text)
{
    return set_from_array(text, permission_names);
}

/* In small letters: scope words of a token are compared letter by letter (RFC 6749, 3.3). */
static bool is_permission(const char *word, const char *name)
{
    while (*name && *word == tolower((unsigned char)*name)) {
        word++;
        name++;
    }
    return !*name;
}

unsigned permissions_from_words(struct slice text)
{
    static const char prefix[] = "clea:";
    enum { PREFIX_SIZE = sizeof prefix - 1 };
    unsigned permissions = 0;
    const char *end = text.at + text.size;
    for (const char *at = text.at; at < end;) {
        const char *stop = memchr(at, ' ', (size_t)(end - at));
        const size_t size = (size_t)((stop ? stop : end) - at);
        for (unsigned i = 0; permission_names[i]; i++) {
            if (size == PREFIX_SIZE + strlen(permission_names[i]) &&
                memcmp(at, prefix, PREFIX_SIZE) == 0 &&
                is_permission(at + PREFIX_SIZE, permission_names[i]))
                permissions |= 1u << i;
        }
        at = stop ? stop + 1 : end;
    }
    return permissions;
}

bool scope_is_tenant(struct slice scope)
{
    return slice_is(scope, "ORGANISM") || slice_is(scope, "NETWORK") ||
           slice_is(scope, "COMMISSION") || slice_is(scope, "CANDIDATE") ||
           slice_is(scope, "FUNDER");
}

struct id principal_reach(const struct principal *principal)
{
    static const struct {
        const char *scope;
        unsigned wide; /* one of these sees all of the scope */
    } narrowed[] = {
        { "ORGANISM", ROLES_ORGANISM & ~ROLE_TRAINER },
        { "COMMISSION", ROLE_SECRETARY },
    };
    static const struct id nobody = { { 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff,
                                        0xff, 0xff, 0xff, 0xff, 0xff, 0xff } };
    const unsigned roles = principal->admitted ? principal->admitted : principal->roles;
    for (unsigned i = 0; i < sizeof narrowed / sizeof narrowed[0]; i++) {
        if (slice_is(principal->scope, narrowed[i].scope) && !(roles & narrowed[i].wide))
            return id_is_set(principal->person_id) ? principal->person_id : nobody;
    }
    return (struct id){ { 0 } };
}
