/* The matrix of roles: for each operation and role, the relations of the caller to the thing that
 * is asked for in which the answer is not a denial. What stands here is printed in the contract
 * (x-access) and as a page (clea-server matrix), and tests/access asks every cell of it. The role
 * is refused by the engine (403), the relation by the tenant that every statement asks for, by
 * row-level security and by the reach of narrow functions (404). */
#ifndef ACCESS_H
#define ACCESS_H

#include "api/operation.h"

enum relation_bit {
#define RELATION(name, fr, en) RELATION_BIT_##name,
#include "api/access.def"
    RELATION_COUNT
};

enum { RELATIONS_ANY = (1 << RELATION_COUNT) - 1 };

extern const char *const relation_names[]; /* by bit number; NULL-terminated */
extern const char *const relation_docs[];

/* Roles that may ask it: those it names, and who reads all where it only reads. */
unsigned operation_roles(const struct operation *operation);
/* The relations in which one role may ask it; 0 = denied. */
unsigned access_relations(const struct operation *operation, enum role_bit role);
/* The roles that may ask it in this scope: a role counts where it can stand in a relation that it
 * is granted. Of an operation that nothing is known of, those it names. */
unsigned access_roles(const struct operation *operation, struct slice scope);
/* Is anything known of what it is about? False denies everybody. */
bool access_is_known(const struct operation *operation);

#endif
