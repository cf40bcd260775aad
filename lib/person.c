/* SPDX-License-Identifier: EUPL-1.2 */
/* Who may act on a day: affiliations of persons, habilitations of organisms. */
#include "person.h"

bool spell_contains(struct spell spell, struct date day)
{
    return date_is_set(day) && !date_is_before(day, spell.from) &&
           (!date_is_set(spell.to) || !date_is_after(day, spell.to));
}

bool affiliations_allow(const struct affiliation *affiliations, size_t count, struct person person,
                        struct id org_id, enum affiliation_role role, struct date day)
{
    for (size_t i = 0; i < count; i++) {
        const struct affiliation *affiliation = &affiliations[i];
        if (affiliation->role == role && id_equals(affiliation->org_id, org_id) &&
            person_is_same(affiliation->person, person) && spell_contains(affiliation->spell, day))
            return true;
    }
    return false;
}

static bool habilitation_is_suspended(const struct habilitation *habilitation, struct date day)
{
    for (int i = 0; i < habilitation->suspension_count; i++)
        if (spell_contains(habilitation->suspensions[i], day))
            return true;
    return false;
}

bool habilitations_allow(const struct habilitation *habilitations, size_t count, struct id org_id,
                         enum activity activity, struct date day)
{
    for (size_t i = 0; i < count; i++) {
        const struct habilitation *habilitation = &habilitations[i];
        if (habilitation->activity == activity && id_equals(habilitation->org_id, org_id) &&
            spell_contains(habilitation->spell, day) &&
            !habilitation_is_suspended(habilitation, day))
            return true;
    }
    return false;
}

enum activity training_activity(const struct policy *policy, struct date day)
{
    const bool is_by_quality = policy->training_rule == TRAINING_BY_QUALITY_CERTIFICATE &&
                               !date_is_before(day, policy->training_quality_from);
    return is_by_quality ? ACTIVITY_TRAINING_QUALITY : ACTIVITY_TRAINING;
}

const char *const activity_names[] = { "EVALUATION", "TRAINING", NULL };
const char *const affiliation_role_names[] = { "COUNSELLOR", "EVALUATOR", "TRAINER",
                                               "REFERENT",   "EMPLOYEE",  NULL };
const char *const ground_names[] = { "HABILITATION", "QUALITY_CERTIFICATE", NULL };

const char *const *activity_ground(enum activity activity)
{
    return &ground_names[activity == ACTIVITY_TRAINING_QUALITY];
}
