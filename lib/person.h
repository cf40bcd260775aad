/* SPDX-License-Identifier: EUPL-1.2 */
/* Persons as the separation rules see them (3.3, A16): humans, not accounts. One human may have
 * several records (two accounts, two organisms); human_id is what all of them share. */
#ifndef PERSON_H
#define PERSON_H

#include "calendar.h"
#include "id.h"
#include "policy.h"

#include <stdbool.h>
#include <stddef.h>

struct person {
    struct id id;       /* the record that acts; unset = nobody named */
    struct id human_id; /* unset = the record is the human */
};

static inline bool person_is_set(struct person a)
{
    return id_is_set(a.id) || id_is_set(a.human_id);
}

/* The same human, whatever the record. Nobody is the same as anybody. */
static inline bool person_is_same(struct person a, struct person b)
{
    if (!person_is_set(a) || !person_is_set(b))
        return false;
    return id_equals(id_is_set(a.human_id) ? a.human_id : a.id,
                     id_is_set(b.human_id) ? b.human_id : b.id);
}

/* A period of days, both included; an unset `to` has no end. */
struct spell {
    struct date from;
    struct date to;
};

bool spell_contains(struct spell spell, struct date day);

enum affiliation_role {
    AFFILIATION_COUNSELLOR,
    AFFILIATION_EVALUATOR,
    AFFILIATION_TRAINER,
    AFFILIATION_REFERENT,
    AFFILIATION_EMPLOYEE
};

/* A person's dated function in an organism. */
struct affiliation {
    struct person person;
    struct id org_id;
    enum affiliation_role role;
    struct spell spell;
};

bool affiliations_allow(const struct affiliation *affiliations, size_t count, struct person person,
                        struct id org_id, enum affiliation_role role, struct date day);

/* What an organism may do, by itself or through its network (A28). The caller gives one entry a
 * habilitation that the organism can invoke for the certification at hand; the period of a
 * network's habilitation is already cut to the membership. */
enum activity {
    ACTIVITY_EVALUATION,
    ACTIVITY_TRAINING,
    ACTIVITY_TRAINING_QUALITY /* quality certificate, A27 */
};

struct habilitation {
    struct id org_id; /* who may act */
    enum activity activity;
    struct spell spell;
    const struct spell *suspensions; /* A29; a withdrawal ends `spell` instead */
    int suspension_count;
};

bool habilitations_allow(const struct habilitation *habilitations, size_t count, struct id org_id,
                         enum activity activity, struct date day);

/* A27: which of the two lets an organism train on a day. */
enum activity training_activity(const struct policy *policy, struct date day);
/* HABILITATION, QUALITY_CERTIFICATE: what an activity rests on. NULL-terminated. */
extern const char *const ground_names[];
/* By value, NULL-terminated. A quality certificate is no activity that one asks for: it has no
 * name. */
extern const char *const activity_names[];
extern const char *const affiliation_role_names[];
/* The name for an activity: an element of ground_names. */
const char *const *activity_ground(enum activity activity);

#endif
