/* Roles of the people and systems that call (domain page 3.2) and the scopes in which they see
 * data. */
#ifndef ROLE_H
#define ROLE_H

#include "id.h"
#include "slice.h"

enum role {
    ROLE_COUNSELLOR = 1 << 0,      /* conseiller            */
    ROLE_EVALUATOR = 1 << 1,       /* évaluateur            */
    ROLE_TRAINER = 1 << 2,         /* formateur             */
    ROLE_REFERENT = 1 << 3,        /* référent CléA         */
    ROLE_NETWORK_MANAGER = 1 << 4, /* responsable de réseau */
    ROLE_SECRETARY = 1 << 5,       /* secrétariat de commission */
    ROLE_JUROR = 1 << 6,           /* juré                  */
    ROLE_CHAIR = 1 << 7,           /* (vice-)président de séance */
    ROLE_CERTIFIER = 1 << 8,       /* certificateur         */
    ROLE_CANDIDATE = 1 << 9,       /* candidat              */
    ROLE_FUNDER = 1 << 10,         /* financeur             */
    ROLE_AUDITOR = 1 << 11,        /* auditeur              */
    ROLE_ADMINISTRATOR = 1 << 12,  /* exploitant            */
};

enum { ROLE_COUNT = 13 };

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
};

#endif
