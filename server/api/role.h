/* SPDX-License-Identifier: EUPL-1.2 */
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

#define ROLES_ORGANISM (ROLE_COUNSELLOR | ROLE_EVALUATOR | ROLE_TRAINER | ROLE_REFERENT)
/* Who follows a candidacy from its beginning to its end: of what comes before and behind the
 * training a trainer has no part (3.2). */
#define ROLES_FOLLOWING  (ROLE_COUNSELLOR | ROLE_EVALUATOR | ROLE_REFERENT)
#define ROLES_COMMISSION (ROLE_SECRETARY | ROLE_JUROR | ROLE_CHAIR)
#define ROLES_READ_ALL   (ROLE_CERTIFIER | ROLE_AUDITOR)
/* Who judges a file, pays for it or counts it needs no names of those who received, evaluated and
 * trained the candidate: he does, and so do those who work with him (6.4). */
#define ROLES_WITHOUT_NAMES (ROLES_COMMISSION | ROLE_NETWORK_MANAGER | ROLE_FUNDER)
/* Who sees how far a candidate is, and no result (6.4): members with results are hidden from them.
 */
#define ROLES_WITHOUT_RESULTS (ROLE_NETWORK_MANAGER | ROLE_FUNDER)
#define ROLES_ANY             ((1u << ROLE_COUNT) - 1)

extern const char *const role_names[]; /* by bit number; NULL-terminated */

/* "{COUNSELLOR,REFERENT}" as PostgreSQL prints an array; unknown names are ignored. */
unsigned roles_from_array(struct slice text);

/* What a credential lets its holder do at all, whatever the roles: sets are `unsigned`. */
enum permission_bit { PERMISSION_BIT_READ, PERMISSION_BIT_WRITE, PERMISSION_BIT_KEYS };
enum permission {
    PERMISSION_READ = 1 << PERMISSION_BIT_READ,
    PERMISSION_WRITE = 1 << PERMISSION_BIT_WRITE,
    PERMISSION_KEYS = 1 << PERMISSION_BIT_KEYS, /* to give and to take keys */
};
#define PERMISSIONS_ALL (PERMISSION_READ | PERMISSION_WRITE | PERMISSION_KEYS)

extern const char *const permission_names[]; /* by bit number; NULL-terminated */
unsigned permissions_from_array(struct slice text);
/* "clea:read clea:write", as a token names them; words of others are ignored. */
unsigned permissions_from_words(struct slice text);

enum credential {
    CREDENTIAL_NONE,  /* everybody, or the process itself */
    CREDENTIAL_KEY,   /* api_key */
    CREDENTIAL_LOGIN, /* a token of an identity provider, and the login that its subject is bound to
                       */
};

extern const char *const credential_names[]; /* NULL-terminated */

/* Who calls: whatever the credential, one person or one partner's system, in one function. The
 * roles are those of that function alone; those of a key that names no function are what its person
 * is today in the scope that it rests on (engine/principal.h). */
struct principal {
    enum credential credential;
    struct id credential_id; /* of the key or the login; unset where there is none */
    struct id person_id;     /* unset for a system: its acts name their person (A38) */
    struct id human_id;      /* whose account the person is; unset for a system */
    struct id function_id;   /* affiliation, mandate, staff function or candidate; unset: of the key
                                as a whole */
    struct slice
        scope; /* ORGANISM NETWORK COMMISSION CANDIDATE FUNDER CERTIFIER AUDITOR SYSTEM PUBLIC */
    struct id scope_id; /* of the organism, network, commission or candidate */
    unsigned roles;
    unsigned admitted; /* those of them that the operation asks for, and by which it reaches its
                          rows; 0 outside a request: all */
    unsigned permissions;
    enum time_zone time_zone; /* of the organism or commission; of everybody else, Paris */
};

/* ORGANISM, NETWORK, COMMISSION, CANDIDATE or FUNDER: who sees what is his. Every other scope is of
 * the nation, and goes to the database as another role. */
bool scope_is_tenant(struct slice scope);
/* Who trains reads the candidacies that he trains, who sits in sessions the files of these: the
 * person by whom the scope is narrowed. Unset = everything of the scope; a system without a person,
 * nobody (an id that no person has). One other role of the scope is enough to see it all, if the
 * operation asks for that role. */
struct id principal_reach(const struct principal *principal);

#endif
