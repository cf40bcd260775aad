/* SPDX-License-Identifier: EUPL-1.2 */
/* What the operations of the registry (networks, organisms, people, habilitations) share. */
#ifndef REGISTRY_H
#define REGISTRY_H

#include "api/operation.h"

/* A row of SQL_organism_load. */
struct registry_organism {
    struct id id; /* unset = there is none */
    int64_t version;
    bool is_member; /* of the network that asks, today */
    bool has_referent;
};

/* A row of SQL_holder_load: which of the things that were named exist. */
struct registry_holder {
    bool has_organism, has_network, has_referential;
};

void registry_read_holder(struct row *row, struct registry_holder *ret_holder);
void registry_read_organism(struct row *row, struct registry_organism *ret_organism);
/* Whether the caller may write what belongs to this organism, by how he stands to it and what the
 * role matrix says of that: its own people, its network's until it has had a referent, the
 * certifier. The one place of it; else ORGANISM_HAS_REFERENT, or ACT_OF_ANOTHER at the pointer
 * (NULL: of the whole). */
bool registry_admits(struct exchange *x, const struct registry_organism *organism,
                     const char *pointer);
/* Whether a period that ended on the first day ends later, or never, on the second: it binds people
 * for days for which nobody was asked. */
/* What somebody did last in a function. */
struct exercise {
    const char *pointer; /* of the last day */
    const char *member,
        *address;   /* what it is told by, if by anything: "session_id", "/v1/sessions/" */
    struct id id;   /* unset: told by its day alone */
    struct date on; /* unset: nothing was done */
};
/* Of a row with what exercise_of() says: used_id, used_on. */
void registry_read_exercise(struct row *row, struct exercise *ret_exercise);
/* A function does not end before what was done in it: FUNCTION_IN_USE. */
void registry_refuse_in_use(struct exchange *x, struct date last, const struct exercise *exercise);
bool registry_is_longer(struct date before, struct date after);
/* RANGE at /valid_to when it comes before valid_from. */
void registry_check_period(struct exchange *x, struct date valid_from, struct date valid_to);
/* The same of the last day of a link that ends (PATCH): it may be the day before the first one, and
 * the link then holds on no day: it was taken back. */
void registry_check_end(struct exchange *x, const char *pointer, struct date first,
                        struct date last);
#define REGISTRY_END_DOC                                                                           \
    " The day before the first one takes it back, at once also on its first day: it then holds "   \
    "on no day, and what was done in it stays."

/* How something was called before its name was corrected: for the certifier and the auditors, whose
 * statements ask former_names() for it. */
#define FORMER_NAMES(its_view)                                                                     \
    {                                                                                              \
        "former_names", MEMBER_OBJECTS,                                                            \
            .of = &(its_view), .hidden_from = ROLES_ANY & ~(unsigned)ROLES_READ_ALL,               \
            .doc = "How it was called before it was corrected, the last one first."                \
    }
extern const struct view former_name_view; /* of what has one name */

/* SIGNATURE_AWAITED while minutes of this session (unset: of none) await the signature of whoever
 * is to end. */
void registry_refuse_awaited(struct exchange *x, struct id session_id);

#endif
