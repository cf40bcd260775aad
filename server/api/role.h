/* Roles of the people and systems that call (domain page 3.2) and the scopes in which they see
 * data. */
#ifndef ROLE_H
#define ROLE_H

#include "id.h"
#include "slice.h"
#include "time_zone.h"

#include <stdbool.h>

enum role_bit {
#define ROLE(name) ROLE_BIT_##name,
#include "api/role.def"
#undef ROLE
    ROLE_COUNT
};

/* Sets of roles are `unsigned`. */
enum role {
#define ROLE(name) ROLE_##name = 1 << ROLE_BIT_##name,
#include "api/role.def"
#undef ROLE
};

#define ROLES_ORGANISM   (ROLE_COUNSELLOR | ROLE_EVALUATOR | ROLE_TRAINER | ROLE_REFERENT)
#define ROLES_COMMISSION (ROLE_SECRETARY | ROLE_JUROR | ROLE_CHAIR)
#define ROLES_READ_ALL   (ROLE_CERTIFIER | ROLE_AUDITOR)
#define ROLES_ANY        ((1u << ROLE_COUNT) - 1)

extern const char *const role_names[]; /* by bit number; NULL-terminated */

/* "{COUNSELLOR,REFERENT}" as PostgreSQL prints an array; unknown names are ignored. */
unsigned roles_from_array(struct slice text);

/* Who calls: a person, or a partner's system, in one scope. */
struct principal {
    struct id key_id;
    struct id person_id; /* unset for a system: its acts name their person (A38) */
    struct slice scope;  /* ORGANISM NETWORK COMMISSION CANDIDATE CERTIFIER AUDITOR SYSTEM PUBLIC */
    struct id scope_id;  /* of the organism, network, commission or candidate */
    unsigned roles;
    enum time_zone time_zone; /* of the organism or commission; of everybody else, Paris */
};

/* ORGANISM, NETWORK, COMMISSION or CANDIDATE: who sees what is his. Every other scope is of the
 * nation, and goes to the database as another role. */
bool scope_is_tenant(struct slice scope);
/* Who trains reads the candidacies that he trains, who sits in sessions the files of these: the
 * person by whom the scope is narrowed. Unset = everything of the scope; a system without a person,
 * nobody (an id that no person has). One other role of the scope is enough to see it all. */
struct id principal_reach(const struct principal *principal);

#endif
