/* SPDX-License-Identifier: EUPL-1.2 */
/* The operations of the contract, one table per resource, in the order in which the contract prints
 * them. */
#include "api/operation.h"

extern const struct operation candidate_operations[];
extern const struct operation candidate_search_operations[];
extern const struct operation appointment_operations[];
extern const struct operation appointment_event_operations[];
extern const struct operation appointment_feed_operations[];
extern const struct operation candidate_merge_operations[];
extern const struct operation identity_statement_operations[];
extern const struct operation candidacy_operations[];
extern const struct operation candidacy_event_operations[];
extern const struct operation candidacy_diff_operations[];
extern const struct operation access_operations[];
extern const struct operation allowed_event_operations[];
extern const struct operation evaluation_operations[];
extern const struct operation sitting_operations[];
extern const struct operation result_operations[];
extern const struct operation attestation_operations[];
extern const struct operation path_operations[];
extern const struct operation funding_operations[];
extern const struct operation funder_operations[];
extern const struct operation funder_consent_operations[];
extern const struct operation adjustment_operations[];
extern const struct operation sight_code_operations[];
extern const struct operation sight_operations[];
extern const struct operation deadline_operations[];
extern const struct operation work_operations[];
extern const struct operation change_operations[];
extern const struct operation meta_operations[];
extern const struct operation problem_operations[];
extern const struct operation problem_page_operations[];
extern const struct operation docs_operations[];
extern const struct operation vocabulary_operations[];
extern const struct operation place_operations[];
extern const struct operation sandbox_operations[];
extern const struct operation service_mode_operations[];
extern const struct operation referential_operations[];
extern const struct operation referential_event_operations[];
extern const struct operation referential_draft_operations[];
extern const struct operation referential_finding_operations[];
extern const struct operation referential_simulation_operations[];
extern const struct operation network_operations[];
extern const struct operation membership_operations[];
extern const struct operation link_request_operations[];
extern const struct operation link_request_event_operations[];
extern const struct operation link_code_operations[];
extern const struct operation organism_operations[];
extern const struct operation site_operations[];
extern const struct operation person_operations[];
extern const struct operation affiliation_operations[];
extern const struct operation person_merge_operations[];
extern const struct operation person_closure_operations[];
extern const struct operation person_name_operations[];
extern const struct operation own_login_operations[];
extern const struct operation login_operations[];
extern const struct operation invitation_operations[];
extern const struct operation staff_function_operations[];
extern const struct operation api_key_operations[];
extern const struct operation api_key_event_operations[];
extern const struct operation method_operations[];
extern const struct operation habilitation_operations[];
extern const struct operation habilitation_event_operations[];
extern const struct operation habilitation_status_operations[];
extern const struct operation quality_certificate_operations[];
extern const struct operation commission_operations[];
extern const struct operation commission_override_operations[];
extern const struct operation commission_member_operations[];
extern const struct operation session_operations[];
extern const struct operation session_event_operations[];
extern const struct operation agenda_operations[];
extern const struct operation departure_operations[];
extern const struct operation preparation_operations[];
extern const struct operation stand_in_operations[];
extern const struct operation pack_operations[];
extern const struct operation file_operations[];
extern const struct operation attendance_operations[];
extern const struct operation step_down_operations[];
extern const struct operation simulation_operations[];
extern const struct operation vote_operations[];
extern const struct operation decision_operations[];
extern const struct operation minutes_operations[];
extern const struct operation rectification_operations[];
extern const struct operation certificate_operations[];
extern const struct operation certificate_batch_operations[];
extern const struct operation duplicate_operations[];
extern const struct operation evidence_operations[];
extern const struct operation evidence_event_operations[];
extern const struct operation evidence_queue_operations[];
extern const struct operation handover_operations[];
extern const struct operation annulment_request_operations[];
extern const struct operation annulment_request_event_operations[];
extern const struct operation document_operations[];
extern const struct operation document_queue_operations[];
extern const struct operation credential_operations[];
extern const struct operation issuer_operations[];
extern const struct operation credential_queue_operations[];
extern const struct operation verification_operations[];
extern const struct operation notification_operations[];
extern const struct operation verification_match_operations[];
extern const struct operation appeal_operations[];
extern const struct operation appeal_event_operations[];
extern const struct operation transfer_offer_operations[];
extern const struct operation transfer_request_operations[];
extern const struct operation transfer_request_event_operations[];
extern const struct operation invariant_operations[];
extern const struct operation job_operations[];

/* clang-format off */
const struct operation *const operation_tables[] = {
    candidate_operations,
    candidate_search_operations,
    appointment_operations,
    appointment_event_operations,
    appointment_feed_operations,
    candidate_merge_operations,
    identity_statement_operations,
    candidacy_operations,
    candidacy_event_operations,
    candidacy_diff_operations,
    access_operations,
    allowed_event_operations,
    evaluation_operations,
    sitting_operations,
    result_operations,
    attestation_operations,
    path_operations,
    funding_operations,
    funder_operations,
    funder_consent_operations,
    adjustment_operations,
    sight_operations,
    sight_code_operations,
    deadline_operations,
    work_operations,
    change_operations,
    meta_operations,
    problem_operations,
    problem_page_operations,
    docs_operations,
    vocabulary_operations,
    place_operations,
    sandbox_operations,
    service_mode_operations,
    referential_operations,
    referential_event_operations,
    referential_draft_operations,
    referential_finding_operations,
    referential_simulation_operations,
    network_operations,
    membership_operations,
    link_request_operations,
    link_request_event_operations,
    link_code_operations,
    organism_operations,
    site_operations,
    person_operations,
    affiliation_operations,
    person_merge_operations,
    person_closure_operations,
    person_name_operations,
    own_login_operations,
    login_operations,
    invitation_operations,
    staff_function_operations,
    api_key_operations,
    api_key_event_operations,
    method_operations,
    habilitation_operations,
    habilitation_event_operations,
    habilitation_status_operations,
    quality_certificate_operations,
    commission_operations,
    commission_override_operations,
    commission_member_operations,
    session_operations,
    session_event_operations,
    agenda_operations,
    departure_operations,
    stand_in_operations,
    preparation_operations,
    pack_operations,
    file_operations,
    attendance_operations,
    step_down_operations,
    simulation_operations,
    vote_operations,
    decision_operations,
    minutes_operations,
    rectification_operations,
    certificate_operations,
    certificate_batch_operations,
    duplicate_operations,
    evidence_operations,
    evidence_event_operations,
    evidence_queue_operations,
    handover_operations,
    annulment_request_operations,
    annulment_request_event_operations,
    document_operations,
    verification_operations,
    notification_operations,
    verification_match_operations,
    appeal_operations,
    appeal_event_operations,
    transfer_offer_operations,
    transfer_request_operations,
    transfer_request_event_operations,
    invariant_operations,
    document_queue_operations,
    credential_operations,
    issuer_operations,
    credential_queue_operations,
    job_operations,
    NULL,
};
/* clang-format on */
