#include "api/access.h"

#include <string.h>

enum kind {
    KIND_UNKNOWN,
    KIND_CANDIDACY,
    KIND_CANDIDATE,
    KIND_APPOINTMENT,
    KIND_TRANSFER,
    KIND_LINK,
    KIND_SESSION,
    KIND_COMMISSION,
    KIND_REGISTER,
    KIND_PERSON,
    KIND_FUNCTION,
    KIND_AFFILIATION,
    KIND_KEY,
    KIND_CALLER,
    KIND_SERVICE,
};

const char *const relation_names[] = {
#define RELATION(name, fr, en) [RELATION_BIT_##name] = #name,
#include "api/access.def"
    NULL,
};
const char *const relation_docs[] = {
#define RELATION(name, fr, en) [RELATION_BIT_##name] = en,
#include "api/access.def"
    NULL,
};

static const struct {
    const char *path;
    enum kind kind;
} abouts[] = {
#define ABOUT(path, kind) { path, KIND_##kind },
#include "api/access.def"
};

#define R(role)     (unsigned)ROLE_##role
#define B(relation) 1u << RELATION_BIT_##relation
static const struct {
    enum kind kind;
    unsigned roles, reads, writes;
} grants[] = {
#define GRANT(kind, roles, reads, writes) { KIND_##kind, roles, reads, writes },
#include "api/access.def"
};
static const struct {
    struct slice scope;
    unsigned relations;
} scopes[] = {
#define IN_SCOPE(scope, relations) { { #scope, sizeof #scope - 1 }, relations },
#include "api/access.def"
};
#undef R
#undef B

/* The longest beginning of its path that is whole members: "/v1/paths" does not begin
 * "/v1/pathsomething", and begins "/v1/deadlines.ics". */
static enum kind kind_of(const struct operation *operation)
{
    enum kind kind = KIND_UNKNOWN;
    size_t longest = 0;
    for (size_t i = 0; i < sizeof abouts / sizeof abouts[0]; i++) {
        const size_t size = strlen(abouts[i].path);
        const bool begins = strncmp(operation->path, abouts[i].path, size) == 0 &&
                            (operation->path[size] == '\0' || operation->path[size] == '/' ||
                             operation->path[size] == '.');
        if (begins && size > longest) {
            longest = size;
            kind = abouts[i].kind;
        }
    }
    return kind;
}

unsigned operation_roles(const struct operation *operation)
{
    const bool reads_all =
        operation->roles && !(operation->flags & (OPERATION_COMMAND | OPERATION_RESTRICTED));
    return operation->roles | (reads_all ? ROLES_READ_ALL : 0);
}

bool access_is_known(const struct operation *operation)
{
    return !operation->roles || kind_of(operation) != KIND_UNKNOWN;
}

unsigned access_relations(const struct operation *operation, enum role_bit role)
{
    const enum kind kind = kind_of(operation);
    const bool is_write = (operation->flags & OPERATION_COMMAND) != 0;
    unsigned relations = 0;
    if (!(operation_roles(operation) & 1u << role))
        return 0;
    for (size_t i = 0; i < sizeof grants / sizeof grants[0]; i++) {
        if (grants[i].kind == kind && (grants[i].roles & 1u << role))
            relations |= is_write ? grants[i].writes : grants[i].reads;
    }
    return relations;
}

static unsigned relations_in(struct slice scope)
{
    for (size_t i = 0; i < sizeof scopes / sizeof scopes[0]; i++) {
        if (slice_equals(scopes[i].scope, scope))
            return scopes[i].relations;
    }
    return 0;
}

unsigned access_roles(const struct operation *operation, struct slice scope)
{
    const unsigned relations = relations_in(scope);
    unsigned roles = 0;
    if (!access_is_known(operation))
        return operation_roles(operation);
    for (unsigned role = 0; role < ROLE_COUNT; role++) {
        if (access_relations(operation, (enum role_bit)role) & relations)
            roles |= 1u << role;
    }
    return roles;
}
