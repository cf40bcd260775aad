#include "api/constraint.h"

#include <string.h>

static const struct {
    const char *constraint;
    enum reason reason;
} map[] = {
    { "candidacy_transition_legal", REASON_INVALID_STATE },
    { "candidacy_event_legal", REASON_INVALID_STATE },
    { "session_transition_legal", REASON_INVALID_STATE },
    { "evaluation_candidacy_closed", REASON_INVALID_STATE },
    { "candidacy_one_live", REASON_CANDIDACY_ALREADY_OPEN },
    { "candidacy_one_certified", REASON_ALREADY_CERTIFIED },
    { "certificate_one_live", REASON_CERTIFICATE_EXISTS },
    { "certificate_one_per_candidacy", REASON_CERTIFICATE_EXISTS },
    { "candidate_one_identity", REASON_DUPLICATE_CANDIDATE },
    { "appointment_one_initial", REASON_APPOINTMENT_ALREADY_PLANNED },
    { "appointment_transition_legal", REASON_INVALID_STATE },
    { "candidate_merge_of_active", REASON_CANDIDATE_NOT_ACTIVE },
    { "candidacy_candidate_active", REASON_CANDIDATE_NOT_ACTIVE },
    { "candidacy_information_has_consent", REASON_CONSENT_MISSING },
    { "candidacy_version_pinned", REASON_NO_ACTIVE_REFERENTIAL },
    { "sitting_evaluator_is_trainer", REASON_EVALUATOR_IS_TRAINER },
    { "path_module_trainer_is_evaluator", REASON_TRAINER_IS_EVALUATOR },
    { "person_merge_keeps_separation", REASON_MERGE_BREAKS_SEPARATION },
    { "evaluation_results_frozen", REASON_RESULTS_FROZEN },
    { "sitting_evaluation_open", REASON_RESULTS_FROZEN },
    { "evaluation_grid_complete", REASON_GRID_INCOMPLETE },
    { "evaluation_result_in_scope", REASON_CRITERION_OUT_OF_SCOPE },
    { "sitting_before_deadline", REASON_EVALUATION_AFTER_DEADLINE },
    { "file_snapshot_fixed", REASON_FILE_LOCKED },
    { "agenda_item_one_live_agenda", REASON_FILE_ALREADY_ON_AGENDA },
    { "agenda_item_session_locked", REASON_SESSION_LOCKED },
    { "attendance_session_locked", REASON_SESSION_LOCKED },
    { "step_down_session_locked", REASON_SESSION_LOCKED },
    { "session_fixed", REASON_SESSION_LOCKED },
    { "agenda_item_session_full", REASON_SESSION_FULL },
    { "agenda_item_session_open", REASON_SESSION_NOT_OPEN },
    { "vote_session_open", REASON_SESSION_NOT_OPEN },
    { "decision_session_open", REASON_SESSION_NOT_OPEN },
    { "vote_member_present", REASON_VOTER_NOT_ALLOWED },
    { "vote_member_stepped_down", REASON_VOTER_NOT_ALLOWED },
    { "vote_attendance", REASON_VOTER_NOT_ALLOWED },
    { "decision_parity", REASON_PARITY_BROKEN },
    { "decision_quorum", REASON_QUORUM_NOT_MET },
    { "decision_majority", REASON_NO_MAJORITY },
    { "decision_reasons", REASON_REASON_REQUIRED },
    { "minutes_signature_one_per_college", REASON_SAME_COLLEGE_SIGNATURES },
    { "session_signed_by_both_colleges", REASON_SAME_COLLEGE_SIGNATURES },
    { "referential_version_no_overlap", REASON_REFERENTIAL_OVERLAP },
    { "referential_version_immutable", REASON_REFERENTIAL_IMMUTABLE },
    { "referential_version_one_label", REASON_ALREADY_RECORDED },
    { "network_one_name", REASON_ALREADY_RECORDED },
    { "organism_one_siret", REASON_ALREADY_RECORDED },
    { "network_membership_no_overlap", REASON_PERIOD_OVERLAP },
    { "affiliation_no_overlap", REASON_PERIOD_OVERLAP },
    { "habilitation_no_overlap", REASON_PERIOD_OVERLAP },
    { "quality_certificate_no_overlap", REASON_PERIOD_OVERLAP },
    { "habilitation_spell_no_overlap", REASON_PERIOD_OVERLAP },
    { "commission_one_per_region", REASON_ALREADY_RECORDED },
    { "commission_one_per_branch", REASON_ALREADY_RECORDED },
    { "commission_member_no_overlap", REASON_PERIOD_OVERLAP },
    { "commission_member_one_human", REASON_PERIOD_OVERLAP },
    { "vote_juror_independent", REASON_JUROR_NOT_INDEPENDENT },
    { "vote_before_decision", REASON_INVALID_STATE },
    { "decision_one_per_item", REASON_INVALID_STATE },
    { "minutes_one_per_session", REASON_INVALID_STATE },
    { "minutes_signature_pk", REASON_ALREADY_SIGNED },
    { "minutes_signature_by_chair", REASON_SIGNER_NOT_ALLOWED },
    { "appeal_one_per_decision", REASON_APPEAL_EXISTS },
    { "appeal_of_refusal", REASON_DECISION_NOT_APPEALABLE },
    { "appeal_transition_legal", REASON_INVALID_STATE },
    { "transfer_request_transition_legal", REASON_INVALID_STATE },
    { "transfer_request_from_contact", REASON_INVALID_STATE },
    { "transfer_request_one_pending", REASON_TRANSFER_ALREADY_REQUESTED },
    { "transfer_request_has_file", REASON_NO_CANDIDACY_ELSEWHERE },
    { "transfer_request_of_another", REASON_CANDIDACY_HELD_HERE },
    { "evaluation_annulment", REASON_EVALUATION_NOT_ANNULLABLE },
    { "certificate_from_signed_decision", REASON_SESSION_NOT_SIGNED },
    { "idempotency_record_one_use", REASON_IDEMPOTENCY_IN_PROGRESS },
};

enum reason constraint_reason(const char *constraint)
{
    for (unsigned i = 0; i < sizeof map / sizeof map[0]; i++) {
        if (strcmp(constraint, map[i].constraint) == 0)
            return map[i].reason;
    }
    return REASON_NONE;
}

const char *constraint_name(unsigned index)
{
    return index < sizeof map / sizeof map[0] ? map[index].constraint : NULL;
}
