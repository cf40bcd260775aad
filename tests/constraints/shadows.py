"""Which rule of the server stands before a constraint of the schema that is not in server/api/constraint.def, so that no
request meets the constraint itself.

Most are told by the catalogue and the contract together (run.py). Here stand the others, by name:

    seen(operation, code)   the server refuses earlier, with this code: the suites must have seen it (suite `gates`)
    database()              no statement of the server does this at all: tests/proof/database does it in SQL, and is refused
    upsert()                the statement that inserts changes the row that is there (`on conflict`)
    server(why)             the server writes it, and the assertion of this sentence is all there is
"""

# The operations that write a table from a body: (operationId, what leads to its members, a body that works but for the
# one member). None: the example of the contract.
WRITERS = {
    "adjustment": [("recordAdjustments", "", None)],
    "affiliation": [("createAffiliation", "", None), ("changeAffiliation", "", None)],
    "agenda_item": [("putFileOnAgenda", "", None)],
    "appeal": [("fileAppeal", "", None)],
    "appointment": [("planAppointment", "", None), ("changeAppointment", "", None)],
    "attendance": [("recordAttendance", "/attendance/0", None)],
    "candidacy": [("openCandidacy", "", None)],
    "candidate": [("createCandidate", "", None), ("changeCandidate", "", None)],
    "certificate": [("issueCertificate", "", None)],
    "certificate_duplicate": [("issueDuplicate", "", None)],
    "commission": [("createCommission", "", None)],
    "commission_member": [("addCommissionMember", "", None), ("changeCommissionMember", "", None)],
    "decision": [("recordDecision", "", None)],
    "evaluation": [("recordCandidacyEvent", "/data", {"event": "START_PRIOR", "data": {}})],
    "evaluation_method": [("createEvaluationMethod", "", None)],
    "evidence_note": [("saveResults", "/results/0", None)],
    "file": [("recordCandidacyEvent", "/data", {"event": "SUBMIT_FILE", "data": {}})],
    "funding": [("recordFunding", "", None), ("changeFunding", "", None)],
    "habilitation_spell": [("recordHabilitationEvent", "", None)],
    "habilitation": [("createHabilitation", "", None)],
    "invitation": [("createInvitation", "", None)],
    "link_request": [("createMembership", "", None), ("createAffiliation", "", None), ("addCommissionMember", "", None)],
    "minutes_signature": [("signMinutes", "", None)],
    "network": [("createNetwork", "", None)],
    "network_membership": [("createMembership", "", None), ("changeMembership", "", None)],
    "organism": [("createOrganism", "", None), ("changeOrganism", "", None)],
    "path": [("recordCandidacyEvent", "/data", {"event": "PROPOSE_PATH", "data": {
        "planned_start_date": "2026-03-02", "planned_end_date": "2026-06-30", "modules": []}})],
    "path_module": [("recordCandidacyEvent", "/data/modules/0", {"event": "PROPOSE_PATH", "data": {
        "planned_start_date": "2026-03-02", "planned_end_date": "2026-06-30", "modules": [
            {"domain_code": "2", "hours": 20, "trainer_id": "01900000-0000-7000-8000-000000000001"}]}})],
    "person": [("createPerson", "", None)],
    "portfolio": [("issuePortfolio", "", None)],
    "quality_certificate": [("createQualityCertificate", "", None), ("changeQualityCertificate", "", None)],
    "referential_version": [("createReferentialVersion", "", None), ("replaceReferentialDraft", "", None)],
    "restitution": [("recordCandidacyEvent", "/data", {"event": "RECORD_RESTITUTION", "data": {}})],
    "session": [("planSession", "", None), ("changeSession", "", None)],
    "site": [("createSite", "", None)],
    "sitting": [("addSitting", "", None), ("recordCandidacyEvent", "/data", {"event": "ADD_SITTING", "data": {}}),
                ("recordCandidacyEvent", "/data", {"event": "START_PRIOR", "data": {}})],
    "staff_function": [("giveStaffFunction", "", None), ("changeStaffFunction", "", None)],
    "step_down": [("stepDown", "", None)],
    "transfer_request": [("requestTransfer", "", None), ("offerTransfer", "", None)],
    "vote": [("castVote", "", None)],
}
# No body leads here: what the server keeps about itself, and what follows from acts on other tables.
WITHOUT_BODY = {"access_log", "api_key", "audit", "candidacy_access", "candidate_access", "candidate_known", "former_owner", "candidacy_event", "commune", "country", "cycle_person", "event_text",
                "file_document",
                "idempotency_record", "login", "minutes", "reference_counter", "sandbox_clock", "subdomain_voiding", "subdomain_voiding_lift",
                "transfer_request_route"}


def seen(operation, code):
    return "seen", operation, code


def database():
    return "database", None, None


def upsert():
    return "upsert", None, None


def server(why):
    return "server", why, None


SHADOWS = {
    # What two members of a body say together.
    "adjustment_need_of_some": seen("recordAdjustments", "FIELD_NOT_APPLICABLE"),
    "commission_competence": seen("createCommission", "REQUIRED"),
    "evaluation_method_one_holder": seen("createEvaluationMethod", "REQUIRED"),
    "funding_module_of_step": seen("recordFunding", "FIELD_NOT_APPLICABLE"),
    "habilitation_one_holder": seen("createHabilitation", "REQUIRED"),
    "path_module_attended_most": seen("recordCandidacyEvent", "HOURS_BEYOND_MODULE"),
    "session_two_chairs": seen("planSession", "SAME_COLLEGE_SIGNATURES"),
    # An act on what another act has fixed: the decision refuses it by the state.
    "agenda_item_settled": seen("recordDecision", "FILE_DECIDED"),
    "candidacy_certificate_annulled_once": seen("recordCertificateEvent", "CERTIFICATE_ANNULLED"),
    "evaluation_scope": seen("recordCandidacyEvent", "DOMAIN_ALREADY_VALIDATED"),
    "session_every_item_decided": seen("recordSessionEvent", "ITEMS_UNDECIDED"),
    # The body names both ends; a load reads them together.
    "appointment_candidacy_of_candidate": seen("planAppointment", "REFERENCE_UNKNOWN"),
    # Keys of what the server makes or has read in the same transaction.
    "agenda_item_of_file": server("contains the primary key"),
    "referential_version_of_code": server("contains the primary key"),
    "referential_version_code": seen("createReferentialVersion", "PATTERN"),
    "referential_version_not_empty": server("an activation is decided on the findings of the same document"),
    "referential_version_status": server("drafts are inserted, and events lead on by the machine of versions"),
    "adjustment_pk": upsert(),
    "attendance_pk": upsert(),
    "evidence_note_pk": upsert(),
    "vote_one_per_member": upsert(),
    "vote_author": server("the standing is written with its author in one act"),
    "vote_recorder": server("the standing is written with who wrote it down in one act"),
    "vote_contested": server("a reason is written with the contest"),
    "vote_cast_by": server("the person of the key that calls"),
    "vote_recorded_by": server("the person of the key that calls"),
    "vote_cast_by_juror": server("a vote is the juror's own only when the key is the juror's"),
    "vote_reversal_by_juror": server("the key of the juror alone decides on it"),
    "vote_reversal_one_minutes": server("a second one finds the minutes fallen and the session open"),
    "vote_reversal_decision": server("the decision is read in the same statement"),
    "vote_reversal_minutes": server("the minutes are read in the same statement"),
    "vote_reversal_person": server("the person of the key that calls"),
    "vote_reversal_session": server("copied from the decision"),
    "vote_reversal_vote": server("the vote is read with the session"),
    "session_reopened_by_reversal": server("the minutes fall in the same act"),
    "sandbox_clock_pk": server("the only row is there from the migration on, and no statement inserts another"),
    "candidacy_referential_version": server("the version is read with the code of the candidacy"),
    "certificate_decision": server("the decision is read from the candidacy"),
    "commission_member_of_college": server("contains the primary key"),
    "file_of_commission": server("contains the primary key"),
    "minutes_signature_member": server("the member is read from the session with its college"),
    "setting_pk": server("no statement writes settings"),
    "decision_votes": server("votes are counted by the statement that decides"),
    "decision_counts_votes": server("votes are counted by the statement that decides"),
    "event_text_members": server("a row is written only when something was typed"),
    "event_text_pk": server("the event is made in the same act"),
    "evaluation_results_length": server("results are printed over those that were read"),
    "minutes_signature_same_text": server("the digest is copied from the minutes"),
    "candidacy_opened_by_certifier": server("written from the role of the caller, which the policy reads too"),
    "candidate_birth_day_of_month": seen("createCandidate", "REQUIRED"),
    "candidate_birth_month_of_year": seen("createCandidate", "REQUIRED"),
    "candidate_merged_by_certifier": server("the operation is the certifier's alone"),
    "staff_function_role_of_scope": server("the scope is written from the role"),
    "staff_function_scope_id": seen("giveStaffFunction", "REQUIRED"),
    "staff_function_person": server("the person is loaded, and no person is deleted"),
    "invitation_one_guest": seen("createInvitation", "ONE_REQUIRED"),
    "invitation_person": seen("createInvitation", "REFERENCE_UNKNOWN"),
    "invitation_candidate": seen("createInvitation", "REFERENCE_UNKNOWN"),
    "invitation_code_digest": server("the server hashes what it draws"),
    "invitation_one_code": server("128 bits of chance"),
    "invitation_invited_by": server("the person of the caller"),
    "invitation_settled": server("one statement writes both"),
    "invitation_status": server("the server writes it"),
    "login_digest": server("the server hashes what was verified"),
    "login_issuer": server("an issuer of the settings"),
    "login_subject": server("a verified token names no longer one"),
    "login_person": server("the person of the invitation"),
    "login_candidate": server("the candidate of the invitation"),
    "login_invitation": server("the invitation is updated in the same act"),
    "login_one_of_invitation": server("an invitation is accepted once, by the statement that binds"),
    "login_one_holder": server("the one guest of the invitation"),
    "login_fixed": database(),
    "person_split_by_certifier": server("the operation is the certifier's alone"),
    "transfer_request_settled_by": server("who may settle is decided from the same row"),
    "certificate_annulled_with_candidacy": server("one act writes both"),
    "candidacy_certified_by_signed_decision": server("CERTIFY is written by the second signature alone"),
    "candidacy_state_has_event": database(),
    "step_down_before_decision": seen("stepDown", "FILE_DECIDED"),
    "attendance_before_decision": seen("recordAttendance", "JUROR_HAS_VOTED"),
    "invitation_settled_once": database(),
    "invitation_accepted_by_login": database(),
    "candidacy_cycle_has_prior": server("the cycle begins with the prior evaluation that is completed in the same act"),
    # No statement of the server changes these columns.
    "agenda_item_fixed": database(),
    "appeal_fixed": server("no statement changes its decision or its filing"),
    "appointment_root_fixed": server("no statement changes its organism or candidate"),
    "candidacy_deadline_fixed": database(),
    "candidacy_root_fixed": database(),
    "candidacy_version_fixed": database(),
    "candidate_merge_fixed": server("a merged record is refused by its status: CANDIDATE_NOT_ACTIVE"),
    "certificate_fixed": server("no statement changes a number, a holder or a decision"),
    "certificate_kept": server("no statement deletes certificates"),
    "decision_fixed": database(),
    "evaluation_root_fixed": database(),
    "file_snapshot_fixed": server("no statement changes what was sent"),
    "api_key_fixed": database(),
    "api_key_not_revived": database(),
    "log_credential_known": server("the credential is the one by which the caller was known"),
    "funding_root_fixed": server("no statement changes its candidacy or its recording"),
    "quality_certificate_fixed": database(),
    "affiliation_fixed": database(),
    "commission_member_fixed": database(),
    "link_request_consent": server("the state in which a request begins is decided from the same function"),
    "link_request_fixed": database(),
    "link_request_granted_why": seen("createMembership", "REASON_REQUIRED"),
    "link_request_linked": server("the link is named where the request is accepted or granted"),
    "link_request_one_link": server("the link is made in the same act"),
    "link_request_one_code": server("128 bits of chance"),
    "link_request_parties": server("each operation that asks for a link says its kind"),
    "link_request_settled": server("the day is written with the state"),
    "link_request_settled_by": server("who may answer is decided from the same row"),
    "link_request_term": server("the last day to answer is counted from the day of the request"),
    "network_membership_consent": database(),
    "network_membership_fixed": database(),
    "person_created_by": server("written from the scope of the caller"),
    "person_created_by_fixed": database(),
    "transfer_request_of_own_file": server("the file and who holds it are read in the same act, which is refused to anybody else"),
    "transfer_request_agreed": server("the day is written with the state"),
    "transfer_request_asked": server("the kind is that of the operation, which writes what belongs to it"),
    "transfer_request_offered": server("the kind is that of the operation, which writes what belongs to it"),
    "transfer_request_fixed": server("no statement changes who asks for what"),
}
