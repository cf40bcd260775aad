-- SPDX-License-Identifier: EUPL-1.2
-- Who may do what with which table. What the roles of tenants may, those of the nation may too (95_national.sql); what only the
-- nation does is granted to it alone.

grant select on schema_migration, schema_file, setting, sandbox_clock, service_mode, network, organism, site, network_membership, person,
    affiliation, referential_version, habilitation, habilitation_spell, evaluation_method, candidate, commission,
    commission_member, candidacy_state, candidacy_transition, candidacy, candidacy_access, cycle_person, evaluation,
    sitting, evidence_note, event_text, restitution, portfolio, path, path_module, file, file_document, candidacy_event,
    subdomain_voiding, evaluation_result, session_transition, session, agenda_item, attendance, step_down, vote,
    decision, minutes, minutes_signature, decision_notification, certificate, certificate_duplicate, certificate_handover, appeal_transition, appeal,
    subdomain_voiding_lift, referential_subdomain, appointment_transition, appointment, funding,
    expiring_candidacy, transfer_request_transition, transfer_request, transfer_request_route, quality_certificate,
    candidate_word, candidate_distinct, evidence, habilitation_act
    to clea_app, clea_read, clea_auditor;
grant select on document, credential to clea_read, clea_auditor;
grant select on credential_key, credential_list to clea_read;
grant select on evidence_part to clea_read; -- the server reads no piece where it writes

grant select on idempotency_record, adjustment to clea_app, clea_read;
grant select on audit to clea_app, clea_auditor;
grant select on annulment_request, identity_statement to clea_national, clea_national_read, clea_auditor;
grant select on access_log to clea_national, clea_auditor; -- the others: accesses_of()

grant select on reference_counter to clea_national_read, clea_auditor; -- invariants

-- Nothing is granted that no statement of the server needs (tests/proof/database).
grant insert on organism, site, person, habilitation, evaluation_method, candidate, candidacy, evaluation, sitting, evidence_note,
    event_text, restitution, portfolio, path, path_module, file, file_document, candidacy_event, subdomain_voiding, session,
    agenda_item, attendance, step_down, vote, decision, minutes, minutes_signature, decision_notification, certificate_handover, appeal, appointment, funding, adjustment,
    transfer_request, habilitation_act to clea_app;

grant insert on network, referential_version, habilitation_spell, commission, certificate, certificate_duplicate, annulment_request, identity_statement,
    subdomain_voiding_lift, quality_certificate to clea_national;

grant update on organism, network_membership, person, affiliation, candidate, commission_member, candidacy, evaluation, evidence_note,
    path, path_module, file, session, agenda_item, attendance, vote, decision, appointment, funding, adjustment,
    transfer_request to clea_app;

grant update (held_on, modality, place, site_id, starts_at, ends_at, time_zone) on sitting to clea_app; -- corrected
grant update (modality, synthesis, given_on, given_by) on restitution to clea_app;

grant update on referential_version, habilitation, habilitation_spell, certificate, appeal, quality_certificate to clea_national;

grant update (state, ended_on, decision_note) on habilitation to clea_app; -- a request taken back

grant update (state, settled_on, settled_by, settled_with, refusal_reason, version) on annulment_request to clea_national;

grant update (state, settled_on, settled_by, reason, withdraw_proof) on appeal to clea_app; -- withdrawn
grant update (grounds, proof, filed_on) on appeal to clea_app; -- corrected

grant update (name, status) on evaluation_method to clea_app;

grant update (siret, name, address, postal_code, city, insee_code, time_zone, status) on site to clea_app;

grant delete on sitting, evidence_note, step_down, funding to clea_app;

grant insert on evidence, evidence_part to clea_app;
grant update (state, removed_at, removed_by, removal_reason) on evidence to clea_app;
grant delete on idempotency_record, evidence_part to clea_national;
grant select (evidence_id, number, loose_since) on evidence_part to clea_national;

grant update (today, instant) on sandbox_clock to clea_national;
grant update (mode, reason, ends_at, set_at, set_by_id) on service_mode to clea_national;
grant select on service_mode to clea_documents;

-- What constraints, defaults and generated columns call.
grant execute on function current_scope(), current_scope_id(), current_day(), reference_check_digits(text), reference_is_valid(text), referential_item_codes(text),
    referential_subdomain_codes(text), referential_item_subdomains(text) to clea_app, clea_read, clea_auditor;
