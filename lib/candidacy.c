/* SPDX-License-Identifier: EUPL-1.2 */
/* Facts derived from the snapshot of a candidacy. */
#include "candidacy.h"

#include "name.h"

#include <string.h>

const char *const candidacy_state_names[] = {
    [CANDIDACY_NONE] = "NONE",
    [CANDIDACY_CONTACT] = "CONTACT",
    [CANDIDACY_INFORMED] = "INFORMED",
    [CANDIDACY_PRIOR_IN_PROGRESS] = "PRIOR_IN_PROGRESS",
    [CANDIDACY_PRIOR_COMPLETED] = "PRIOR_COMPLETED",
    [CANDIDACY_PARTIAL] = "PARTIAL",
    [CANDIDACY_PATH_PROPOSED] = "PATH_PROPOSED",
    [CANDIDACY_IN_TRAINING] = "IN_TRAINING",
    [CANDIDACY_FINAL_READY] = "FINAL_READY",
    [CANDIDACY_FINAL_IN_PROGRESS] = "FINAL_IN_PROGRESS",
    [CANDIDACY_FINAL_COMPLETED] = "FINAL_COMPLETED",
    [CANDIDACY_JURY_READY] = "JURY_READY",
    [CANDIDACY_SUBMITTED] = "SUBMITTED",
    [CANDIDACY_ON_AGENDA] = "ON_AGENDA",
    [CANDIDACY_DEFERRED] = "DEFERRED",
    [CANDIDACY_CERTIFIED] = "CERTIFIED",
    [CANDIDACY_EXPIRED] = "EXPIRED",
    [CANDIDACY_WITHDRAWN] = "WITHDRAWN",
    [CANDIDACY_ABANDONED] = "ABANDONED",
    [CANDIDACY_CANCELLED] = "CANCELLED",
    NULL,
};
NAMES_END_WITH(candidacy_state_names, CANDIDACY_STATE_COUNT);

const char *const evaluation_kind_names[] = {
    [EVALUATION_PRIOR] = "PRIOR",
    [EVALUATION_FINAL] = "FINAL",
    NULL,
};
NAMES_END_WITH(evaluation_kind_names, EVALUATION_KIND_COUNT);
const char *const path_status_names[] = {
    [PATH_STATUS_PROPOSED] = "PROPOSED",       [PATH_STATUS_ACCEPTED] = "ACCEPTED",
    [PATH_STATUS_DECLINED] = "DECLINED",       [PATH_STATUS_CLOSED] = "CLOSED",
    [PATH_STATUS_INTERRUPTED] = "INTERRUPTED", NULL,
};
NAMES_END_WITH(path_status_names, PATH_STATUS_COUNT);
const char *const module_status_names[] = {
    [MODULE_OPEN] = "OPEN",
    [MODULE_DONE] = "DONE",
    [MODULE_WAIVED] = "WAIVED",
    NULL,
};
NAMES_END_WITH(module_status_names, MODULE_STATUS_COUNT);

struct date candidacy_deadline(struct date cycle_start, const struct policy *policy)
{
    return date_add_years(cycle_start, policy->cycle_years);
}

bool evaluation_counts(const struct evaluation *evaluation)
{
    return evaluation->statuses != NULL && date_is_set(evaluation->completed_on) &&
           !evaluation->is_annulled;
}

/* What a question "and if it were not so?" leaves out; unset = nothing. */
struct but_for {
    struct id decision_id, evaluation_id;
};

/* Takes away what refusals, but for the one left out, voided between the evaluations number - 1 and
 * number; behind the last one, whatever comes later too. */
static uint64_t without_voided(const struct candidacy *candidacy, int number,
                               const struct but_for *but_for, uint64_t validated)
{
    for (int v = 0; v < candidacy->voiding_count; v++) {
        const struct voiding *voiding = &candidacy->voidings[v];
        const bool is_here = number == candidacy->evaluation_count
                                 ? voiding->after_evaluations >= number
                                 : voiding->after_evaluations == number;
        if (voiding->is_lifted || (id_is_set(but_for->decision_id) &&
                                   id_equals(voiding->decision_id, but_for->decision_id)))
            continue;
        if (is_here)
            validated &= ~voiding->subdomains;
    }
    return validated;
}

static uint64_t validated_but_for(const struct candidacy *candidacy, const struct but_for *but_for)
{
    uint64_t validated = 0;
    if (candidacy->referential == NULL)
        return 0;
    for (int i = 0; i < candidacy->evaluation_count; i++) {
        const struct evaluation *evaluation = &candidacy->evaluations[i];
        validated = without_voided(candidacy, i, but_for, validated);
        if (evaluation_counts(evaluation) && !id_equals(evaluation->id, but_for->evaluation_id))
            validated |= referential_validated(candidacy->referential, evaluation->statuses);
    }
    return without_voided(candidacy, candidacy->evaluation_count, but_for, validated);
}

uint64_t candidacy_validated_subdomains(const struct candidacy *candidacy)
{
    return validated_but_for(candidacy, &(struct but_for){ 0 });
}

void candidacy_subdomain_statuses(const struct candidacy *candidacy,
                                  char ret_statuses[REFERENTIAL_MAX_SUBDOMAINS + 1])
{
    const struct referential *referential = candidacy->referential;
    const int count = referential != NULL ? referential->subdomain_count : 0;
    const uint64_t validated = candidacy_validated_subdomains(candidacy);
    for (int s = 0; s < count; s++) {
        ret_statuses[s] = RESULT_NONE;
        for (int i = 0; i < candidacy->evaluation_count; i++)
            if (evaluation_counts(&candidacy->evaluations[i]) &&
                candidacy->evaluations[i].statuses[s] != RESULT_NONE)
                ret_statuses[s] = RESULT_NOT_VALIDATED;
        if ((validated >> s & 1) != 0)
            ret_statuses[s] = RESULT_VALIDATED;
    }
    ret_statuses[count] = '\0';
}

void candidacy_domain_statuses(const struct candidacy *candidacy,
                               char ret_statuses[REFERENTIAL_MAX_DOMAINS + 1])
{
    char statuses[REFERENTIAL_MAX_SUBDOMAINS + 1];
    ret_statuses[0] = '\0';
    if (candidacy->referential == NULL)
        return;
    candidacy_subdomain_statuses(candidacy, statuses);
    referential_score_domains(candidacy->referential, statuses, ret_statuses);
}

uint32_t candidacy_missing_domains(const struct candidacy *candidacy)
{
    if (candidacy->referential == NULL)
        return 0;
    return referential_missing_domains(candidacy->referential,
                                       candidacy_validated_subdomains(candidacy));
}

uint32_t candidacy_missing_without(const struct candidacy *candidacy, struct id decision_id)
{
    return referential_missing_domains(
        candidacy->referential,
        validated_but_for(candidacy, &(struct but_for){ .decision_id = decision_id }));
}

const struct voiding *candidacy_find_voiding(const struct candidacy *candidacy,
                                             struct id decision_id)
{
    for (int i = candidacy->voiding_count - 1; i >= 0; i--)
        if (id_equals(candidacy->voidings[i].decision_id, decision_id) &&
            !candidacy->voidings[i].is_lifted)
            return &candidacy->voidings[i];
    return NULL;
}

uint32_t candidacy_missing_revoided(const struct candidacy *candidacy, struct id decision_id,
                                    uint64_t voided)
{
    return referential_missing_domains(
        candidacy->referential,
        validated_but_for(candidacy, &(struct but_for){ .decision_id = decision_id }) & ~voided);
}

uint32_t candidacy_missing_after_annulment(const struct candidacy *candidacy,
                                           struct id evaluation_id)
{
    return referential_missing_domains(
        candidacy->referential,
        validated_but_for(candidacy, &(struct but_for){ .evaluation_id = evaluation_id }));
}

bool candidacy_is_direct_route(const struct candidacy *candidacy)
{
    for (int i = 0; i < candidacy->evaluation_count; i++)
        if (candidacy->evaluations[i].kind == EVALUATION_FINAL &&
            evaluation_counts(&candidacy->evaluations[i]))
            return false;
    return true;
}

bool candidacy_may_get_portfolio(const struct candidacy *candidacy)
{
    char statuses[REFERENTIAL_MAX_DOMAINS + 1];
    candidacy_domain_statuses(candidacy, statuses);
    return strchr(statuses, RESULT_VALIDATED) != NULL;
}

static bool is_among(const struct person *persons, int count, struct person person)
{
    for (int i = 0; i < count; i++)
        if (person_is_same(persons[i], person))
            return true;
    return false;
}

struct date candidacy_validated_on(const struct candidacy *candidacy)
{
    struct date last = { 0 };
    for (int i = 0; i < candidacy->evaluation_count; i++)
        if (evaluation_counts(&candidacy->evaluations[i]) &&
            date_is_after(candidacy->evaluations[i].completed_on, last))
            last = candidacy->evaluations[i].completed_on;
    return last;
}

bool candidacy_has_evaluator(const struct candidacy *candidacy, struct person person)
{
    for (int i = 0; i < candidacy->evaluation_count; i++)
        for (int s = 0; s < candidacy->evaluations[i].sitting_count; s++)
            if (person_is_same(candidacy->evaluations[i].sittings[s].evaluator, person))
                return true;
    return is_among(candidacy->evaluators, candidacy->evaluator_count, person);
}

bool candidacy_has_trainer(const struct candidacy *candidacy, struct person person)
{
    return is_among(candidacy->trainers, candidacy->trainer_count, person);
}

const struct evaluation *candidacy_open_evaluation(const struct candidacy *candidacy)
{
    for (int i = candidacy->evaluation_count - 1; i >= 0; i--) {
        const struct evaluation *evaluation = &candidacy->evaluations[i];
        if (!date_is_set(evaluation->completed_on) && !evaluation->is_annulled)
            return evaluation;
    }
    return NULL;
}

int candidacy_find_evaluation(const struct candidacy *candidacy, struct id evaluation_id)
{
    for (int i = 0; i < candidacy->evaluation_count; i++)
        if (id_is_set(evaluation_id) && id_equals(candidacy->evaluations[i].id, evaluation_id))
            return i;
    return -1;
}

const struct evaluation *candidacy_completed_evaluation_but(const struct candidacy *candidacy,
                                                            struct id evaluation_id)
{
    for (int i = candidacy->evaluation_count - 1; i >= 0; i--) {
        const struct evaluation *evaluation = &candidacy->evaluations[i];
        if (evaluation_counts(evaluation) && !id_equals(evaluation->id, evaluation_id))
            return evaluation;
    }
    return NULL;
}

const struct evaluation *candidacy_completed_evaluation(const struct candidacy *candidacy)
{
    return candidacy_completed_evaluation_but(candidacy, (struct id){ { 0 } });
}

void evaluation_is_built_upon(struct evaluation *evaluation, struct date proposed_on)
{
    if (date_is_set(evaluation->restituted_on) && !date_is_set(evaluation->built_upon_on) &&
        !date_is_before(proposed_on, evaluation->restituted_on))
        evaluation->built_upon_on = proposed_on;
}

const struct sitting *evaluation_find_sitting(const struct evaluation *evaluation, struct id id)
{
    if (evaluation == NULL || !id_is_set(id))
        return NULL;
    for (int i = 0; i < evaluation->sitting_count; i++)
        if (id_equals(evaluation->sittings[i].id, id))
            return &evaluation->sittings[i];
    return NULL;
}

struct date evaluation_last_sitting(const struct evaluation *evaluation)
{
    struct date last = { 0 };
    for (int i = 0; i < evaluation->sitting_count; i++)
        if (date_is_after(evaluation->sittings[i].date, last))
            last = evaluation->sittings[i].date;
    return last;
}

uint64_t evaluation_scope(const struct evaluation *evaluation,
                          const struct referential *referential)
{
    return evaluation->scope != 0 ? evaluation->scope : referential_all_subdomains(referential);
}

int path_find_module(const struct path *path, struct id module_id)
{
    if (path == NULL || !id_is_set(module_id))
        return -1;
    for (int i = 0; i < path->module_count; i++)
        if (id_equals(path->modules[i].id, module_id))
            return i;
    return -1;
}

struct date candidacy_patience(const struct candidacy *candidacy, const struct policy *policy,
                               bool is_sweep)
{
    const struct date last = is_sweep ? candidacy->entered_on : candidacy->last_activity_on;
    if (!date_is_set(last))
        return last;
    if (!is_sweep)
        return date_add_days(last, policy->abandon_days);
    switch (candidacy->state) {
    case CANDIDACY_CONTACT:
        return date_add_days(last, policy->contact_days);
    case CANDIDACY_INFORMED:
    case CANDIDACY_PRIOR_IN_PROGRESS:
        return date_add_months(last, policy->idle_months);
    default:
        return (struct date){ 0 };
    }
}

bool candidacy_state_is_terminal(enum candidacy_state state)
{
    return state >= CANDIDACY_CERTIFIED;
}

const char *candidacy_state_name(enum candidacy_state state)
{
    return candidacy_state_names[state];
}

bool candidacy_state_from_name(const char *name, size_t size, enum candidacy_state *ret_state)
{
    const int found = name_find(candidacy_state_names, name, size);
    if (found <= CANDIDACY_NONE)
        return false;
    *ret_state = (enum candidacy_state)found;
    return true;
}
