/* SPDX-License-Identifier: EUPL-1.2 */
#include "api/access.h"

#include "name.h"

#include <stdio.h>
#include <string.h>

const char *const relation_names[] = {
    "ANY",  "OWN",      "FORMER", "TRAINED",           "NETWORK", "COMMISSION", "SAT_IN",
    "SELF", "NATIONAL", "FUNDED", "TRAINED_ELSEWHERE", "UNLED",   NULL
};
NAMES_END_WITH(relation_names, RELATION_BITS);

static const struct {
    const char *name;
    enum object_kind kind;
} collections[] = {
#define COLLECTION(name, kind) { name, KIND_##kind },
#define ACCESS(kind, role, reading, changing)
#include "api/access.def"
#undef COLLECTION
#undef ACCESS
};

/* The relations of the table by their short names. */
enum {
    NOBODY = RELATION_NOBODY,
    ANY = RELATION_ANY,
    OWN = RELATION_OWN,
    FORMER = RELATION_FORMER,
    TRAINED = RELATION_TRAINED,
    NETWORK = RELATION_NETWORK,
    COMMISSION = RELATION_COMMISSION,
    SAT_IN = RELATION_SAT_IN,
    SELF = RELATION_SELF,
    NATIONAL = RELATION_NATIONAL,
    FUNDED = RELATION_FUNDED,
    TRAINED_ELSEWHERE = RELATION_TRAINED_ELSEWHERE,
    UNLED = RELATION_UNLED,
};

static const struct {
    unsigned reading, changing;
} rows[KIND_COUNT][ROLE_COUNT] = {
#define COLLECTION(name, kind)
#define ACCESS(kind, role, reading, changing)                                                      \
    [KIND_##kind][ROLE_BIT_##role] = { (reading), (changing) },
#include "api/access.def"
#undef COLLECTION
#undef ACCESS
};

static bool find(struct slice name, enum object_kind *ret_kind)
{
    for (size_t i = 0; i < sizeof collections / sizeof collections[0]; i++) {
        if (slice_is(name, collections[i].name)) {
            *ret_kind = collections[i].kind;
            return true;
        }
    }
    return false;
}

/* The n-th text between the slashes; empty behind the last. */
static struct slice member_of(const char *path, unsigned n)
{
    while (n > 0 && *path) {
        path += 1 + strcspn(path + 1, "/");
        n--;
    }
    return *path ? (struct slice){ path + 1, strcspn(path + 1, "/") } : SLICE("");
}

bool access_kind(const struct operation *operation, enum object_kind *ret_kind)
{
    const char *path = operation->path;
    const struct slice first = member_of(path, 1), second = member_of(path, 3);
    char both[80];
    *ret_kind = KIND_SERVICE;
    if (!slice_is(member_of(path, 0), "v1") || first.size == 0)
        return true;
    snprintf(both, sizeof both, "%.*s/%.*s", (int)first.size, first.at, (int)second.size,
             second.at);
    return find(slice_of(both), ret_kind) || find(first, ret_kind);
}

static bool changes(const struct operation *operation)
{
    return (operation->flags & OPERATION_COMMAND) != 0;
}

unsigned access_roles(const struct operation *operation)
{
    const bool is_for_all_readers =
        operation->roles && !changes(operation) && !(operation->flags & OPERATION_RESTRICTED);
    return is_for_all_readers ? operation->roles | ROLES_READ_ALL : operation->roles;
}

bool access_lets_in(const struct operation *operation, const struct principal *principal)
{
    const unsigned needed = operation_permission(operation);
    return (principal->roles & access_roles(operation)) != 0 &&
           (principal->permissions & needed) == needed;
}

unsigned access_relations(const struct operation *operation, unsigned role_bit)
{
    enum object_kind kind;
    if (!operation->roles)
        return RELATION_ANY;
    if (!access_kind(operation, &kind) || !(access_roles(operation) & 1u << role_bit))
        return RELATION_NOBODY;
    const unsigned relations =
        changes(operation) ? rows[kind][role_bit].changing : rows[kind][role_bit].reading;
    return operation->flags & OPERATION_TRAINING
               ? relations
               : relations & ~(unsigned)RELATION_TRAINED_ELSEWHERE;
}

unsigned access_reaching(const struct operation *operation, unsigned roles, unsigned relations)
{
    unsigned reaching = 0;
    for (unsigned bit = 0; bit < ROLE_COUNT; bit++) {
        if ((roles & 1u << bit) && (access_relations(operation, bit) & relations))
            reaching |= 1u << bit;
    }
    return reaching;
}

bool access_is_whole(const struct operation *operation, const char **ret_role)
{
    for (unsigned bit = 0; bit < ROLE_COUNT; bit++) {
        *ret_role = role_names[bit];
        if ((access_roles(operation) & 1u << bit) && !access_relations(operation, bit))
            return false;
    }
    return true;
}
