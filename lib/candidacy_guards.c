/* The list of guards and the one switch that calls their predicates. */
#include "guard_predicates.h"

static const struct guard_info infos[GUARD_COUNT] = {
#define GUARD(name, reason, kind, reads)                                                           \
    [GUARD_##name] = { #name, REASON_##reason, GUARD_##kind, reads },
#include "candidacy_guards.def"
#undef GUARD
};

const struct guard_info *guard_info(enum guard guard)
{
    return &infos[guard];
}

static bool predicate(enum guard guard, const struct question *q, struct reason_detail *detail)
{
    switch (guard) {
    case GUARD_DATE_IN_FUTURE:
        return guard_date_in_future(q, detail);
    case GUARD_SITTING_IN_FUTURE:
        return guard_sitting_in_future(q, detail);
    case GUARD_DATE_BEFORE_PREVIOUS_ACT:
        return guard_date_before_previous_act(q, detail);
    case GUARD_ORGANISM_NOT_HABILITATED:
        return guard_organism_not_habilitated(q, detail);
    case GUARD_CONSENT_MISSING:
        return guard_consent_missing(q);
    case GUARD_COUNSELLOR_NOT_AFFILIATED:
        return guard_counsellor_not_affiliated(q, detail);
    case GUARD_IDENTITY_INCOMPLETE:
        return guard_identity_incomplete(q, detail);
    case GUARD_CANDIDACY_ALREADY_OPEN:
        return guard_candidacy_already_open(q);
    case GUARD_ALREADY_CERTIFIED:
        return guard_already_certified(q);
    case GUARD_REENTRY_NEEDS_CERTIFIER:
        return guard_reentry_needs_certifier(q);
    case GUARD_INFORMATION_REQUIRED:
        return guard_information_required(q, detail);
    case GUARD_NO_ACTIVE_REFERENTIAL:
        return guard_no_active_referential(q, detail);
    case GUARD_EVALUATOR_NOT_AFFILIATED:
        return guard_evaluator_not_affiliated(q, detail);
    case GUARD_EVALUATOR_IS_TRAINER:
        return guard_evaluator_is_trainer(q, detail);
    case GUARD_RESULT_BEFORE_SITTING:
        return guard_result_before_sitting(q, detail);
    case GUARD_CRITERION_NOT_IN_REFERENTIAL:
        return guard_criterion_not_in_referential(q, detail);
    case GUARD_CRITERION_OUT_OF_SCOPE:
        return guard_criterion_out_of_scope(q, detail);
    case GUARD_NOT_ASSIGNED_EVALUATOR:
        return guard_not_assigned_evaluator(q, detail);
    case GUARD_GRID_INCOMPLETE:
        return guard_grid_incomplete(q, detail);
    case GUARD_NO_SITTING:
        return guard_no_sitting(q);
    case GUARD_SITTINGS_TOO_MANY:
        return guard_sittings_too_many(q, detail);
    case GUARD_RESTITUTION_BEFORE_EVALUATION:
        return guard_restitution_before_evaluation(q, detail);
    case GUARD_PATH_DOMAIN_ALREADY_VALIDATED:
        return guard_path_domain_already_validated(q, detail);
    case GUARD_PATH_EMPTY:
        return guard_path_empty(q);
    case GUARD_PATHS_TOO_MANY:
        return guard_paths_too_many(q, detail);
    case GUARD_PATH_INCOMPLETE:
        return guard_path_incomplete(q, detail);
    case GUARD_TRAINING_ORGANISM_NOT_ALLOWED:
        return guard_training_organism_not_allowed(q, detail);
    case GUARD_TRAINER_NOT_AFFILIATED:
        return guard_trainer_not_affiliated(q, detail);
    case GUARD_TRAINER_IS_EVALUATOR:
        return guard_trainer_is_evaluator(q, detail);
    case GUARD_PATH_BEYOND_DEADLINE:
        return guard_path_beyond_deadline(q, detail);
    case GUARD_PROOF_MISSING:
        return guard_proof_missing(q);
    case GUARD_DEADLINE_PASSED:
        return guard_deadline_passed(q, detail);
    case GUARD_DEADLINE_PASSED_ON_CLOSING:
        return guard_deadline_passed_on_closing(q, detail);
    case GUARD_DEADLINE_PASSED_AND_GRACE:
        return guard_deadline_passed_and_grace(q, detail);
    case GUARD_DEADLINE_PASSED_ON_DIRECT_ROUTE:
        return guard_deadline_passed_on_direct_route(q, detail);
    case GUARD_MODULE_NOT_IN_PATH:
        return guard_module_not_in_path(q);
    case GUARD_MODULE_CLOSED:
        return guard_module_closed(q);
    case GUARD_WAIVER_REASON_REQUIRED:
        return guard_waiver_reason_required(q);
    case GUARD_MODULES_OPEN:
        return guard_modules_open(q, detail);
    case GUARD_PATH_WHOLLY_WAIVED:
        return guard_path_wholly_waived(q);
    case GUARD_PATH_NOT_CLOSED:
        return guard_path_not_closed(q);
    case GUARD_FINAL_BEFORE_TRAINING_END:
        return guard_final_before_training_end(q, detail);
    case GUARD_EVALUATION_AFTER_DEADLINE:
        return guard_evaluation_after_deadline(q, detail);
    case GUARD_DOMAIN_ALREADY_VALIDATED:
        return guard_domain_already_validated(q, detail);
    case GUARD_DOMAINS_MISSING:
        return guard_domains_missing(q, detail);
    case GUARD_DOMAINS_MISSING_WITHOUT_REFUSAL:
        return guard_domains_missing_without_refusal(q, detail);
    case GUARD_FILE_INCOMPLETE:
        return guard_file_incomplete(q, detail);
    case GUARD_CDC_IDENTITY_INCOMPLETE:
        return guard_cdc_identity_incomplete(q, detail);
    case GUARD_COMMISSION_NOT_COMPETENT:
        return guard_commission_not_competent(q, detail);
    case GUARD_SESSION_NOT_OF_COMMISSION:
        return guard_session_not_of_commission(q);
    case GUARD_SESSION_LOCKED:
        return guard_session_locked(q);
    case GUARD_FILE_ALREADY_ON_AGENDA:
        return guard_file_already_on_agenda(q);
    case GUARD_SESSION_FULL:
        return guard_session_full(q, detail);
    case GUARD_REASON_REQUIRED:
        return guard_reason_required(q);
    case GUARD_SESSION_NOT_OPEN:
        return guard_session_not_open(q);
    case GUARD_PARITY_BROKEN:
        return guard_parity_broken(q, detail);
    case GUARD_QUORUM_NOT_MET:
        return guard_quorum_not_met(q, detail);
    case GUARD_JUROR_NOT_INDEPENDENT:
        return guard_juror_not_independent(q, detail);
    case GUARD_NO_MAJORITY:
        return guard_no_majority(q, detail);
    case GUARD_REFUSAL_REASON_REQUIRED:
        return guard_refusal_reason_required(q);
    case GUARD_ANSWER_MISSING:
        return guard_answer_missing(q);
    case GUARD_RESULTS_FROZEN:
        return guard_results_frozen(q);
    case GUARD_FILE_ON_AGENDA:
        return guard_file_on_agenda(q);
    case GUARD_DEADLINE_NOT_PASSED:
        return guard_deadline_not_passed(q, detail);
    case GUARD_GRACE_NOT_PASSED:
        return guard_grace_not_passed(q, detail);
    case GUARD_DIRECT_ROUTE_NOT_PASSED:
        return guard_direct_route_not_passed(q, detail);
    case GUARD_REQUEST_NOT_DATED:
        return guard_request_not_dated(q, detail);
    case GUARD_TOO_EARLY:
        return guard_too_early(q, detail);
    case GUARD_TRANSFER_CONSENT_MISSING:
        return guard_transfer_consent_missing(q, detail);
    case GUARD_RECEIVER_NOT_HABILITATED:
        return guard_receiver_not_habilitated(q, detail);
    case GUARD_EVALUATION_IN_PROGRESS:
        return guard_evaluation_in_progress(q);
    case GUARD_EVALUATION_NOT_ANNULLABLE:
        return guard_evaluation_not_annullable(q, detail);
    case GUARD_NONE:
    case GUARD_COUNT:
        break;
    }
    return true;
}

bool guard_holds(enum guard guard, const struct candidacy *now,
                 const struct candidacy_command *asked, const struct policy *policy,
                 struct reason_detail *ret_detail)
{
    const struct question question = {
        .now = now,
        .asked = asked,
        .data = &asked->data,
        .facts = asked->facts,
        .session = asked->facts->session,
        .policy = policy,
    };
    *ret_detail = (struct reason_detail){ 0 };
    return predicate(guard, &question, ret_detail);
}
