/* SPDX-License-Identifier: EUPL-1.2 */
/* Guards about organisms, persons and the candidate. */
#include "guard_predicates.h"

static struct date day_of_evaluation_act(const struct question *q)
{
    if (q->asked->event == EVENT_CORRECT_CONTACT)
        return q->data->contact_on;
    return q->asked->event == EVENT_OPEN_CONTACT ? q->asked->occurred_on : q->data->sitting_date;
}

/* T1, T3, T13, A28, A29: habilitated on the date of the act, not of the entry */
bool guard_organism_not_habilitated(const struct question *q, struct reason_detail *detail)
{
    if (sitting_keeps_day(q))
        return true;
    detail->date = day_of_evaluation_act(q);
    detail->id = q->asked->acting_org_id;
    return habilitations_allow(q->facts->habilitations, q->facts->habilitation_count,
                               q->asked->acting_org_id, ACTIVITY_EVALUATION,
                               day_of_evaluation_act(q));
}

static bool person_is_affiliated(const struct question *q, struct person person, struct id org_id,
                                 enum affiliation_role role, struct date day,
                                 struct reason_detail *detail)
{
    detail->id = person.id;
    detail->date = day;
    return affiliations_allow(q->facts->affiliations, q->facts->affiliation_count, person, org_id,
                              role, day);
}

/* S3, A38 */
bool guard_counsellor_not_affiliated(const struct question *q, struct reason_detail *detail)
{
    return person_is_affiliated(q, q->data->counsellor, q->asked->acting_org_id,
                                AFFILIATION_COUNSELLOR, q->asked->occurred_on, detail);
}

/* T3, T5, A36, A38: on the day of the sitting, or of an act that plans none */
bool guard_evaluator_not_affiliated(const struct question *q, struct reason_detail *detail)
{
    const struct sitting *named = named_sitting(q); /* its evaluator stays who it is */
    const struct date day =
        date_is_set(q->data->sitting_date) ? q->data->sitting_date : q->asked->occurred_on;
    return sitting_keeps_day(q) ||
           person_is_affiliated(q, named != NULL ? named->evaluator : q->data->evaluator,
                                q->asked->acting_org_id, AFFILIATION_EVALUATOR, day, detail);
}

/* Of what the act records, or of what it corrects: as it stands, where no other day is told. */
static struct date day_of_restitution(const struct question *q)
{
    const int found = candidacy_find_evaluation(q->now, q->data->evaluation_id);
    if (q->asked->event != EVENT_CORRECT_RESTITUTION)
        return q->asked->occurred_on;
    if (date_is_set(q->data->given_on) || found < 0)
        return q->data->given_on;
    return q->now->evaluations[found].restituted_on;
}

/* T6, T16, A38: whoever gives results back holds one of the functions that may; a correction that
 * names nobody leaves who it was */
bool guard_person_not_affiliated(const struct question *q, struct reason_detail *detail)
{
    if (q->asked->event == EVENT_CORRECT_RESTITUTION && !person_is_set(q->data->evaluator))
        return true;
    static const enum affiliation_role roles[] = { AFFILIATION_EVALUATOR, AFFILIATION_COUNSELLOR,
                                                   AFFILIATION_REFERENT };
    bool is_affiliated = false;
    for (unsigned i = 0; i < sizeof roles / sizeof roles[0]; i++)
        is_affiliated |= person_is_affiliated(q, q->data->evaluator, q->asked->acting_org_id,
                                              roles[i], day_of_restitution(q), detail);
    return is_affiliated;
}

/* Beside evaluators: who may enter the act for them, as the table has it. */
static unsigned other_actors(enum candidacy_event event)
{
    switch (event) {
    case EVENT_RECORD_RESULTS:
    case EVENT_COMPLETE_PRIOR:
    case EVENT_COMPLETE_FINAL:
        return 0;
    case EVENT_RECORD_RESTITUTION:
    case EVENT_CORRECT_RESTITUTION:
        return ACTOR_COUNSELLOR | ACTOR_REFERENT;
    default:
        return ACTOR_REFERENT;
    }
}

struct person candidacy_evaluating_hand(const struct candidacy_command *asked)
{
    const unsigned functions = ACTOR_EVALUATOR | other_actors(asked->event);
    if ((functions & asked->hand.functions) == ACTOR_EVALUATOR)
        return asked->hand.person;
    return (struct person){ 0 };
}

struct person candidacy_judging_hand(const struct candidacy_command *asked)
{
    switch (asked->event) {
    case EVENT_RECORD_RESTITUTION:
    case EVENT_CORRECT_RESTITUTION:
        return asked->hand.person;
    default:
        return candidacy_evaluating_hand(asked);
    }
}

/* Whom the act names as one who evaluates, or gives results back: corrections name nobody. A
 * counsellor who gives results back is no evaluator for that, and may train afterwards (A17). */
static struct person named_evaluator(const struct question *q)
{
    switch (q->asked->event) {
    case EVENT_START_PRIOR:
    case EVENT_START_FINAL:
    case EVENT_ADD_SITTING:
    case EVENT_RECORD_RESULTS:
    case EVENT_COMPLETE_PRIOR:
    case EVENT_COMPLETE_FINAL:
    case EVENT_RECORD_RESTITUTION:
        return q->data->evaluator;
    default:
        return (struct person){ 0 };
    }
}

static bool may_evaluate(const struct question *q, struct person person,
                         struct reason_detail *detail)
{
    detail->id = person.id;
    return !candidacy_has_trainer(q->now, person);
}

/* S6, A16: persons, both directions, any domain of the cycle; whoever acts, and whoever is named */
bool guard_evaluator_is_trainer(const struct question *q, struct reason_detail *detail)
{
    return may_evaluate(q, candidacy_judging_hand(q->asked), detail) &&
           may_evaluate(q, named_evaluator(q), detail);
}

static struct date proposed_start(const struct question *q, const struct proposed_module *module)
{
    return date_is_set(module->planned_start) ? module->planned_start : q->asked->occurred_on;
}

/* T10: who acts on the module, else who is in charge of it. */
static struct person acting_trainer(const struct question *q)
{
    const struct module *module = named_module(q);
    if (person_is_set(q->data->trainer) || module == NULL)
        return q->data->trainer;
    return module->trainer;
}

/* Those of the path that is proposed again. */
static bool trainers_do_not_evaluate(const struct question *q, struct reason_detail *detail)
{
    for (int i = 0; q->now->path != NULL && i < q->now->path->module_count; i++)
        if (candidacy_has_evaluator(q->now, q->now->path->modules[i].trainer)) {
            detail->id = q->now->path->modules[i].trainer.id;
            return false;
        }
    return true;
}

/* S6, T7, T9, T10 */
bool guard_trainer_is_evaluator(const struct question *q, struct reason_detail *detail)
{
    if (q->asked->event == EVENT_REOPEN_PATH)
        return trainers_do_not_evaluate(q, detail);
    if (q->asked->event != EVENT_PROPOSE_PATH) {
        detail->id = acting_trainer(q).id;
        return !candidacy_has_evaluator(q->now, acting_trainer(q));
    }
    for (int i = 0; i < q->data->module_count; i++)
        if (candidacy_has_evaluator(q->now, q->data->modules[i].trainer)) {
            detail->modules |= module_bit(i);
            detail->id = q->data->modules[i].trainer.id;
        }
    return detail->modules == 0;
}

/* A38; a proposed module may still be without a trainer */
bool guard_trainer_not_affiliated(const struct question *q, struct reason_detail *detail)
{
    if (q->asked->event != EVENT_PROPOSE_PATH) {
        const struct module *module = named_module(q);
        return module == NULL ||
               person_is_affiliated(q, q->data->trainer, module->training_org_id,
                                    AFFILIATION_TRAINER, q->asked->occurred_on, detail);
    }
    for (int i = 0; i < q->data->module_count; i++) {
        const struct proposed_module *module = &q->data->modules[i];
        if (!person_is_set(module->trainer))
            continue;
        struct reason_detail found = { 0 };
        if (person_is_affiliated(q, module->trainer, module->training_org_id, AFFILIATION_TRAINER,
                                 proposed_start(q, module), &found)) {
            continue;
        }
        found.modules = detail->modules | module_bit(i);
        *detail = found;
    }
    return detail->modules == 0;
}

/* Modules on both sides of the policy's day may lack one thing each: then both are named. */
static void name_ground(struct reason_detail *detail, const char *const *ground)
{
    if (detail->names == ground)
        return;
    detail->names = detail->name_count > 0 ? ground_names : ground;
    detail->name_count = detail->name_count > 0 ? 2 : 1;
}

/* T7: on the start date of each module */
bool guard_training_organism_not_allowed(const struct question *q, struct reason_detail *detail)
{
    for (int i = 0; i < q->data->module_count; i++) {
        const struct proposed_module *module = &q->data->modules[i];
        const struct date day = proposed_start(q, module);
        const enum activity needed = training_activity(q->policy, day);
        if (habilitations_allow(q->facts->habilitations, q->facts->habilitation_count,
                                module->training_org_id, needed, day))
            continue;
        name_ground(detail, activity_ground(needed));
        detail->modules |= module_bit(i);
        detail->id = module->training_org_id;
        detail->date = day;
    }
    return detail->modules == 0;
}

/* T2 */
bool guard_consent_missing(const struct question *q, struct reason_detail *detail)
{
    static const char *const missing[] = { "has_consent" };
    return names_are_empty(missing, q->data->has_consent ? 0 : 1, detail);
}

/* T8: the candidate accepts, or somebody on his behalf with proof */
bool guard_proof_missing(const struct question *q, struct reason_detail *detail)
{
    static const char *const missing[] = { "proof" };
    const bool is_proved = q->data->has_proof || (q->asked->actors & ACTOR_CANDIDATE) != 0;
    return names_are_empty(missing, is_proved ? 0 : 1, detail);
}

/* Decision 34: of a candidate of others nothing is told before the record is open, and no consent
 * is stated; guard_sight_not_accepted says so in the place of all these. */
static bool is_told(const struct question *q)
{
    return q->data->has_consent && !q->facts->own.needs_sight;
}

/* T2, A35 */
bool guard_identity_incomplete(const struct question *q, struct reason_detail *detail)
{
    return q->facts->own.needs_sight ||
           names_are_empty(q->facts->own.missing_identity, q->facts->own.missing_identity_count,
                           detail);
}

/* T17, A35 */
bool guard_cdc_identity_incomplete(const struct question *q, struct reason_detail *detail)
{
    return names_are_empty(q->facts->own.missing_cdc_identity,
                           q->facts->own.missing_cdc_identity_count, detail);
}

/* Decision 16: what happened elsewhere is told after consent, not before */
bool guard_candidacy_already_open(const struct question *q, struct reason_detail *detail)
{
    detail->id = q->facts->own.live_here_id;
    return !is_told(q) || !q->facts->own.has_live_candidacy;
}

bool guard_already_certified(const struct question *q, struct reason_detail *detail)
{
    detail->id = q->facts->own.certified_here_id;
    return !is_told(q) || !q->facts->own.is_certified;
}

/* T30, scenario 46: after fraud a new candidacy is the certifier's to open */
bool guard_reentry_needs_certifier(const struct question *q, struct reason_detail *detail)
{
    (void)detail;
    return !is_told(q) || !q->facts->own.has_fraud || q->now->is_opened_by_certifier;
}

/* T2, decision 37: nobody is followed twice unnoticed; told after consent too */
bool guard_possible_duplicate(const struct question *q, struct reason_detail *detail)
{
    detail->found = q->facts->own.alike_count;
    detail->candidate_ids = q->facts->own.alike_ids;
    detail->candidate_id_count = q->facts->own.alike_id_count;
    detail->names = q->facts->own.unknown_identity;
    detail->name_count = q->facts->own.unknown_identity_count;
    return !is_told(q) || q->data->is_distinct || q->facts->own.alike_count == 0;
}

/* Decision 34: whoever knows a candidate by the number only does not say alone that he consents */
bool guard_sight_not_accepted(const struct question *q, struct reason_detail *detail)
{
    (void)detail;
    return !q->facts->own.needs_sight;
}

/* Dated, and not after the act. A date to come is refused as such (guard_date_in_future). */
static bool is_written(const struct question *q, struct reason_detail *detail)
{
    return date_is_set(q->data->written_on) &&
           (date_is_after(q->data->written_on, q->asked->today) ||
            is_by(q->data->written_on, q->asked->occurred_on, detail));
}

/* T26: the candidate's own act is his request */
bool guard_request_not_dated(const struct question *q, struct reason_detail *detail)
{
    return (q->asked->actors & ACTOR_CANDIDATE) != 0 || is_written(q, detail);
}

/* T31 */
bool guard_transfer_consent_missing(const struct question *q, struct reason_detail *detail)
{
    static const char *const missing[] = { "consent_on" };
    return names_are_empty(missing, date_is_set(q->data->written_on) ? 0 : 1, detail) &&
           is_written(q, detail);
}

/* T31: both organisms */
bool guard_transfer_not_agreed(const struct question *q, struct reason_detail *detail)
{
    detail->id = q->data->to_org_id;
    return q->data->is_agreed;
}

/* T31: on the day of the transfer */
bool guard_receiver_not_habilitated(const struct question *q, struct reason_detail *detail)
{
    detail->date = q->asked->occurred_on;
    detail->id = q->data->to_org_id;
    return habilitations_allow(q->facts->habilitations, q->facts->habilitation_count,
                               q->data->to_org_id, ACTIVITY_EVALUATION, q->asked->occurred_on);
}
