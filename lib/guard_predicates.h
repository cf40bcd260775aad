/* What the predicates of the candidacy machine share: the question asked of each, and small
 * comparisons. Private to the guards; everybody else calls guard_holds(). */
#ifndef GUARD_PREDICATES_H
#define GUARD_PREDICATES_H

#include "candidacy_guards.h"

/* What every predicate looks at. */
struct question {
    const struct candidacy *now;
    const struct candidacy_command *asked;
    const struct event_data *data;
    const struct facts *facts;
    const struct session_facts *session; /* may be NULL */
    const struct policy *policy;
};

/* True when date <= limit, or the limit is not known; says both dates otherwise. */
static inline bool is_by(struct date date, struct date limit, struct reason_detail *detail)
{
    if (!date_is_set(limit) || !date_is_after(date, limit))
        return true;
    detail->date = date;
    detail->limit = limit;
    return false;
}

/* True when date >= limit, or either is not known. */
static inline bool is_from(struct date date, struct date limit, struct reason_detail *detail)
{
    if (!date_is_set(date) || !date_is_set(limit) || !date_is_before(date, limit))
        return true;
    detail->date = date;
    detail->limit = limit;
    return false;
}

static inline bool names_are_empty(const char *const *names, size_t count,
                                   struct reason_detail *detail)
{
    detail->names = names;
    detail->name_count = count;
    return count == 0;
}

/* In a detail's set of modules. The last bit stands for its module and for every later one, so that
 * the set is empty only when no module is meant. */
static inline uint64_t module_bit(int module)
{
    return UINT64_C(1) << (module < PATH_MAX_MODULES ? module : PATH_MAX_MODULES - 1);
}

static inline const struct module *named_module(const struct question *q)
{
    const int found = path_find_module(q->now->path, q->data->module_id);
    return found < 0 ? NULL : &q->now->path->modules[found];
}

/* Each is true when there is nothing to object; *detail is zeroed before. */
bool guard_date_in_future(const struct question *q, struct reason_detail *detail);
bool guard_sitting_in_future(const struct question *q, struct reason_detail *detail);
bool guard_date_before_previous_act(const struct question *q, struct reason_detail *detail);
bool guard_organism_not_habilitated(const struct question *q, struct reason_detail *detail);
bool guard_consent_missing(const struct question *q);
bool guard_counsellor_not_affiliated(const struct question *q, struct reason_detail *detail);
bool guard_identity_incomplete(const struct question *q, struct reason_detail *detail);
bool guard_candidacy_already_open(const struct question *q);
bool guard_already_certified(const struct question *q);
bool guard_reentry_needs_certifier(const struct question *q);
bool guard_information_required(const struct question *q, struct reason_detail *detail);
bool guard_no_active_referential(const struct question *q, struct reason_detail *detail);
bool guard_evaluator_not_affiliated(const struct question *q, struct reason_detail *detail);
bool guard_evaluator_is_trainer(const struct question *q, struct reason_detail *detail);
bool guard_result_before_sitting(const struct question *q, struct reason_detail *detail);
bool guard_criterion_not_in_referential(const struct question *q, struct reason_detail *detail);
bool guard_criterion_out_of_scope(const struct question *q, struct reason_detail *detail);
bool guard_not_assigned_evaluator(const struct question *q, struct reason_detail *detail);
bool guard_grid_incomplete(const struct question *q, struct reason_detail *detail);
bool guard_no_sitting(const struct question *q);
bool guard_sittings_too_many(const struct question *q, struct reason_detail *detail);
bool guard_restitution_before_evaluation(const struct question *q, struct reason_detail *detail);
bool guard_path_domain_already_validated(const struct question *q, struct reason_detail *detail);
bool guard_path_empty(const struct question *q);
bool guard_paths_too_many(const struct question *q, struct reason_detail *detail);
bool guard_path_incomplete(const struct question *q, struct reason_detail *detail);
bool guard_training_organism_not_allowed(const struct question *q, struct reason_detail *detail);
bool guard_trainer_not_affiliated(const struct question *q, struct reason_detail *detail);
bool guard_trainer_is_evaluator(const struct question *q, struct reason_detail *detail);
bool guard_path_beyond_deadline(const struct question *q, struct reason_detail *detail);
bool guard_proof_missing(const struct question *q);
bool guard_deadline_passed(const struct question *q, struct reason_detail *detail);
bool guard_deadline_passed_on_closing(const struct question *q, struct reason_detail *detail);
bool guard_deadline_passed_and_grace(const struct question *q, struct reason_detail *detail);
bool guard_deadline_passed_on_direct_route(const struct question *q, struct reason_detail *detail);
bool guard_module_not_in_path(const struct question *q);
bool guard_module_closed(const struct question *q);
bool guard_waiver_reason_required(const struct question *q);
bool guard_modules_open(const struct question *q, struct reason_detail *detail);
bool guard_path_wholly_waived(const struct question *q);
bool guard_path_not_closed(const struct question *q);
bool guard_final_before_training_end(const struct question *q, struct reason_detail *detail);
bool guard_evaluation_after_deadline(const struct question *q, struct reason_detail *detail);
bool guard_domain_already_validated(const struct question *q, struct reason_detail *detail);
bool guard_domains_missing(const struct question *q, struct reason_detail *detail);
bool guard_domains_missing_without_refusal(const struct question *q, struct reason_detail *detail);
bool guard_file_incomplete(const struct question *q, struct reason_detail *detail);
bool guard_cdc_identity_incomplete(const struct question *q, struct reason_detail *detail);
bool guard_commission_not_competent(const struct question *q, struct reason_detail *detail);
bool guard_session_not_of_commission(const struct question *q);
bool guard_session_locked(const struct question *q);
bool guard_file_already_on_agenda(const struct question *q);
bool guard_session_full(const struct question *q, struct reason_detail *detail);
bool guard_reason_required(const struct question *q);
bool guard_session_not_open(const struct question *q);
bool guard_parity_broken(const struct question *q, struct reason_detail *detail);
bool guard_quorum_not_met(const struct question *q, struct reason_detail *detail);
bool guard_juror_not_independent(const struct question *q, struct reason_detail *detail);
bool guard_no_majority(const struct question *q, struct reason_detail *detail);
bool guard_refusal_reason_required(const struct question *q);
bool guard_answer_missing(const struct question *q);
bool guard_results_frozen(const struct question *q);
bool guard_file_on_agenda(const struct question *q);
bool guard_deadline_not_passed(const struct question *q, struct reason_detail *detail);
bool guard_grace_not_passed(const struct question *q, struct reason_detail *detail);
bool guard_direct_route_not_passed(const struct question *q, struct reason_detail *detail);
bool guard_request_not_dated(const struct question *q, struct reason_detail *detail);
bool guard_too_early(const struct question *q, struct reason_detail *detail);
bool guard_transfer_consent_missing(const struct question *q, struct reason_detail *detail);
bool guard_receiver_not_habilitated(const struct question *q, struct reason_detail *detail);
bool guard_evaluation_in_progress(const struct question *q);
bool guard_evaluation_not_annullable(const struct question *q, struct reason_detail *detail);

#endif
