# SPDX-License-Identifier: EUPL-1.2
"""Candidates, candidacies and what hangs on them."""

import files
from act import Act, act, new_key
from harness.event import event_body
from stages import DAY, PRIOR_DAY, Stage, at, fresh, informed, prior, partial, proposed, training, ready_for_final, final, jury_ready, submitted


def event(operation_variant, stage, who=None):
    """The event of this name on a candidacy at that stage; data: a function of the journey."""

    def register(data):
        def make(world):
            journey = stage(world)
            return event_act(journey, operation_variant, data(journey), who(world) if who else None)

        act("recordCandidacyEvent", operation_variant)(make)
        return make

    return register


def event_act(journey, name, data, client=None):
    from harness.journey import ACTORS

    body = {"event": name, "occurred_on": at(journey), "data": data}
    # A trainer sees nothing of a path that has ended.
    return Act(client or journey.client(ACTORS[name]), "POST", f"{journey.path}/events", body, journey.version,
               reader=journey.organism.referent if ACTORS.get(name) == "trainer" else None)


certifier = lambda world: world.certifier  # noqa: E731

event("RECORD_INFORMATION", fresh)(lambda journey: {"has_consent": True})
event("CORRECT_CONTACT", informed)(lambda journey: {"opened_on": "2026-01-03", "reason": "Mauvais jour"})
event("START_PRIOR", informed)(lambda journey: {"held_on": PRIOR_DAY, "place": "Lille", "starts_at": f"{PRIOR_DAY}T09:00:00+01:00",
                                                "ends_at": f"{PRIOR_DAY}T12:00:00+01:00", "modality": "ON_SITE",
                                                "site_id": Stage.site_of(journey)})
event("ADD_SITTING", prior)(lambda journey: {"held_on": PRIOR_DAY, "starts_at": f"{PRIOR_DAY}T14:00:00+01:00",
                                             "ends_at": f"{PRIOR_DAY}T16:00:00+01:00", "site_id": Stage.site_of(journey),
                                             "evaluator_id": journey.organism.person("EVALUATOR")})
event("CORRECT_SITTING", prior)(lambda journey: {
    "sitting_id": Stage.sitting_of(journey), "place": "Arras", "modality": "MIXED", "site_id": Stage.site_of(journey),
    "starts_at": f"{PRIOR_DAY}T09:30:00+01:00", "ends_at": f"{PRIOR_DAY}T12:00:00+01:00", "reason": "Mauvais lieu"})
event("CANCEL_SITTING", prior)(lambda journey: {"sitting_id": Stage.sitting_of(journey), "reason": "Mauvais jour"})
event("RECORD_RESULTS", prior)(lambda journey: {"results": journey.grid(journey.world.referential.criteria[:2])})
event("COMPLETE_PRIOR", Stage.graded)(lambda journey: {})
event("RECORD_RESTITUTION", Stage.completed)(lambda journey: {"modality": "ON_SITE", "synthesis": "Deux domaines manquent."})
event("CORRECT_RESTITUTION", partial)(lambda journey: {
    "evaluation_id": journey.evaluations()[0]["id"], "modality": "REMOTE", "synthesis": "Deux domaines manquent.", "reason": "Faute de frappe"})
event("PROPOSE_PATH", partial)(lambda journey: {"planned_start_date": DAY, "planned_end_date": "2026-06-30", "modules": journey.modules(
    ["2", "3"], planned_start_date=DAY, planned_end_date="2026-05-30", title="Module", training_org_id=journey.organism.id)})
event("ACCEPT_PATH", proposed)(lambda journey: {"proof": "formulaire signé"})
event("CORRECT_DATE", proposed)(lambda journey: {
    "corrects_id": Stage.event_of(journey, "PROPOSE_PATH"), "happened_on": PRIOR_DAY, "reason": "Mauvais jour"})
event("DECLINE_PATH", proposed)(lambda journey: {"reason": "Trop loin"})
event("REOPEN_PATH", Stage.declined)(lambda journey: {"reason": "Mauvais dossier"})
event("RECORD_ATTENDANCE", training)(lambda journey: {"module_id": Stage.module_of(journey), "attended_minutes": 180})
event("CORRECT_ATTENDANCE", Stage.attended)(lambda journey: {
    "attendance_id": Stage.attendance_of(journey), "attended_minutes": 180, "reason": "Feuille d’émargement relue", "overrun_reason": "Aucun"})
event("CLOSE_MODULE", training)(lambda journey: {"module_id": Stage.module_of(journey)})
event("REOPEN_MODULE", Stage.trained)(lambda journey: {"module_id": Stage.module_of(journey), "reason": "Mauvais module"})
event("CHANGE_TRAINER", training)(lambda journey: {"module_id": Stage.module_of(journey), "trainer_id": Stage.other_trainer(journey)})
event("INTERRUPT_PATH", training)(lambda journey: {"reason": "Déménagement"})
event("CLOSE_PATH", Stage.trained)(lambda journey: {})
event("START_FINAL", ready_for_final)(lambda journey: {"held_on": DAY, "site_id": Stage.site_of(journey), "domain_codes": ["2", "3"]})
event("COMPLETE_FINAL", final)(lambda journey: {})
event("SUBMIT_FILE", jury_ready)(lambda journey: {"commission_id": journey.world.commission.id})
event("ANSWER_COMPLEMENT", Stage.deferred)(lambda journey: {"answer": "Voici la pièce."})
event("RECALL_FILE", submitted)(lambda journey: {"reason": "Pièce oubliée"})
event("WITHDRAW", informed)(lambda journey: {"requested_on": PRIOR_DAY})
event("ABANDON", informed)(lambda journey: {"written_proof_on": PRIOR_DAY})
event("RESUME", Stage.abandoned)(lambda journey: {"reason": "Il est revenu"})
event("CANCEL", informed, who=certifier)(lambda journey: {"reason": "ERROR"})
event("TRANSFER", lambda world: informed(world).offered(world.organisms[1], PRIOR_DAY))(lambda journey: {"to_org_id": journey.world.organisms[1].id, "consent_on": PRIOR_DAY})
event("ANNUL_EVALUATION", partial, who=certifier)(lambda journey: {"evaluation_id": journey.evaluations()[0]["id"], "reason": "ERROR"})


@act("createCandidate")
def create_candidate(world):
    return Act(world.organisms[0].counsellor, "POST", "/v1/candidates", world.identity(
        email="a@example.fr", phone="0320000000", city="Lille", postal_code="59000", usage_name="Nom", first_name_2="Lou",
        employer_siret=None, branch_idcc="1486"))


@act("changeCandidate")
def change_candidate(world):
    made = world.candidate()
    return Act(world.organisms[0].counsellor, "PATCH", f"/v1/candidates/{made['id']}",
               {"city": "Arras", "email": "b@example.fr", "birth_year": 1985}, made["version"], True)


@act("stateIdentity")
def state_identity(world):
    return Act(world.certifier, "POST", f"/v1/candidates/{world.candidate()['id']}/identity-statements", {"note": "Acte de naissance."})


@act("stateIdentity", "of two")
def state_identity_of_two(world):
    return Act(world.certifier, "POST", f"/v1/candidates/{world.candidate()['id']}/identity-statements",
               {"note": "Acte de naissance.", "other_id": world.candidate()["id"]})


@act("mergeCandidates")
def merge_candidates(world):
    survivor, duplicate = world.candidate(), world.candidate()
    world.state_identity(survivor["id"], other_id=duplicate["id"]).must(201)
    return Act(world.certifier, "POST", f"/v1/candidates/{survivor['id']}/merges", {"duplicate_id": duplicate["id"], "reason": "Doublon"},
               survivor["version"], True)


def appointment(world):
    return world.organisms[0].counsellor.post("/v1/appointments", appointment_body(world)).must(201).body


def appointment_body(world):
    return {"candidate_id": world.candidate()["id"], "kind": "INFORMATION", "starts_at": "2026-02-20T09:30:00+01:00",
            "duration_minutes": 60, "counsellor_id": world.organisms[0].person("COUNSELLOR"), "place": "Lille"}


@act("planAppointment")
def plan_appointment(world):
    return Act(world.organisms[0].counsellor, "POST", "/v1/appointments", appointment_body(world) | {
        "site_id": Stage.site(world.organisms[0])})


@act("changeAppointment")
def change_appointment(world):
    made = appointment(world)
    return Act(world.organisms[0].counsellor, "PATCH", f"/v1/appointments/{made['id']}",
               {"place": "Arras", "counsellor_id": world.organisms[0].person("COUNSELLOR")},
               made["version"], True)


@act("recordAppointmentEvent", "RESCHEDULE")
def reschedule(world):
    made = appointment(world)
    return Act(world.organisms[0].counsellor, "POST", f"/v1/appointments/{made['id']}/events",
               event_body("RESCHEDULE", starts_at="2026-02-25T14:00:00+01:00"), made["version"])


@act("recordAppointmentEvent", "CANCEL")
def cancel_appointment(world):
    made = appointment(world)
    return Act(world.organisms[0].counsellor, "POST", f"/v1/appointments/{made['id']}/events",
               event_body("CANCEL", reason="Malade"), made["version"])


@act("openCandidacy")
def open_candidacy(world):
    return Act(world.organisms[0].counsellor, "POST", "/v1/candidacies", {"candidate_id": world.candidate()["id"],
                                                                          "referential_code": "CLEA-SOCLE", "occurred_on": DAY},
               others={"CERTIFIER": (world.certifier, {"organism_id": world.organisms[0].id})})


@act("openCandidacy", "by the certifier")
def open_by_certifier(world):
    return Act(world.certifier, "POST", "/v1/candidacies", {"candidate_id": world.candidate()["id"], "occurred_on": DAY,
                                                            "organism_id": world.organisms[0].id})


@act("addSitting")
def add_sitting(world):
    journey = prior(world)
    return Act(journey.organism.evaluator, "POST", f"/v1/evaluations/{journey.open_evaluation()['id']}/sittings",
               {"held_on": PRIOR_DAY, "starts_at": f"{PRIOR_DAY}T14:00:00+01:00", "ends_at": f"{PRIOR_DAY}T16:00:00+01:00",
                "site_id": Stage.site_of(journey), "evaluator_id": journey.organism.person("EVALUATOR")})


@act("saveResults")
def save_results(world):
    journey = prior(world)
    return Act(journey.organism.evaluator, "PATCH", f"/v1/evaluations/{journey.open_evaluation()['id']}/results",
               {"results": journey.grid(["2.4.1"]), "evaluator_id": journey.organism.person("EVALUATOR")}, journey.version, True)


@act("issuePortfolio")
def issue_portfolio(world):
    journey = partial(world)
    return Act(journey.organism.referent, "POST", f"{journey.path}/portfolios", {"issued_on": DAY})


def funding(world):
    journey = training(world)
    return journey, {"step": "MODULE", "funder_type": "CPF", "amount_cents": 45000, "vat_rate_bp": 2000, "funded_minutes": 600,
                     "module_id": Stage.module_of(journey), "valid_from": DAY, "valid_to": "2026-12-31", "agreement_number": "A-1"}


@act("recordFunding")
def record_funding(world):
    journey, body = funding(world)
    return Act(journey.organism.referent, "POST", f"{journey.path}/funding", body)


@act("addEvidence")
def add_evidence(world):
    journey = informed(world)
    return Act(journey.organism.referent, "POST", f"{journey.path}/evidences", file=(files.pdf(), files.PDF),
               others={"CANDIDATE": (himself(world, journey), {})})


@act("recordEvidenceEvent", "REMOVE")
def remove_evidence(world):
    made = add_evidence(world).send(new_key()).must(201)
    client = world.organisms[0].referent
    # By the worker's hand: both sides see it from then on.
    world.instance.sql(f"update evidence set state = 'CLEAN', scanned_at = clock_timestamp() where id = '{made['id']}'", role="clea_documents")
    return Act(client, "POST", f"/v1/evidences/{made['id']}/events", {"event": "REMOVE", "data": {"reason": "Fichier d’une autre personne"}}, made["version"] + 1, True)


def himself(world, journey):
    client = world.key("CANDIDATE", journey.candidate["id"], ["CANDIDATE"], None)
    world.flush()
    return client


@act("recordFunderConsent")
def record_funder_consent(world):
    journey = training(world)
    return Act(journey.organism.referent, "POST", f"{journey.path}/funder-consents",
               {"funder_id": new_funder(world), "given_on": DAY, "proof": "Formulaire signé."},
               others={"CANDIDATE": (himself(world, journey), {"given_on": None, "proof": None})})


@act("withdrawFunderConsent")
def withdraw_funder_consent(world):
    journey = training(world)
    made = journey.organism.referent.post(f"{journey.path}/funder-consents", {"funder_id": new_funder(world), "proof": "Formulaire."}).must(201)
    return Act(journey.organism.referent, "DELETE", f"/v1/funder-consents/{made['id']}", None, made["version"], True)


def new_funder(world):
    return world.make("/v1/funders", {"name": f"OPCO {next(world.numbers)}"})["id"]


@act("changeFunding")
def change_funding(world):
    journey, body = funding(world)
    made = journey.organism.referent.post(f"{journey.path}/funding", body).must(201)
    return Act(journey.organism.referent, "PATCH", f"/v1/funding/{made['id']}",
               {"amount_cents": 46000, "valid_from": DAY, "valid_to": "2026-11-30"}, made["version"], True)


@act("deleteFunding")
def delete_funding(world):
    journey, body = funding(world)
    made = journey.organism.referent.post(f"{journey.path}/funding", body).must(201)
    return Act(journey.organism.referent, "DELETE", f"/v1/funding/{made['id']}", None, made["version"], True)


@act("recordAdjustments")
def record_adjustments(world):
    journey = informed(world)
    return Act(journey.organism.referent, "PUT", f"{journey.path}/adjustments",
               {"has_adjustments": True, "need": "Gros caractères"}, 1, True)


@act("openSight")
def open_sight(world):
    contact = Stage.meeting(world)
    return Act(world.certifier, "POST", f"{contact.path}/sights", {"reason": "Accord écrit du candidat."})


@act("giveSightCode")
def give_sight_code(world):
    return Act(world.certifier, "POST", f"/v1/candidates/{Stage.meeting(world).candidate['id']}/sight-codes")


@act("openSightByCode")
def open_sight_by_code(world):
    """The code is the credential: whatever else is sent as one is not looked at."""
    contact = Stage.meeting(world)
    code = world.certifier.post(f"/v1/candidates/{contact.candidate['id']}/sight-codes").must(201)["answer_code"]
    return Act(world.certifier, "POST", "/v1/sight-answers",
               {"answer_code": code, "candidacy_reference": contact.reference, "reason": "Entendu"})


def shown_meeting(world):
    """A contact to which the record of the candidate is open."""
    contact = Stage.meeting(world)
    world.certifier.post(f"{contact.path}/sights", {"reason": "Accord écrit du candidat."}).must(201)
    return contact


@act("requestTransfer")
def request_transfer(world):
    contact = shown_meeting(world)
    return Act(contact.organism.counsellor, "POST", f"{contact.path}/transfer-requests", {"consent_on": DAY, "message": "Déménagé."})


def transfer_request(world):
    contact = shown_meeting(world)
    made = contact.organism.counsellor.post(f"{contact.path}/transfer-requests", {"consent_on": DAY}).must(201)
    return contact, made


@act("offerTransfer")
def offer_transfer(world):
    journey = informed(world)
    return Act(journey.organism.referent, "POST", f"{journey.path}/transfer-offers",
               {"to_org_id": world.organisms[1].id, "consent_on": PRIOR_DAY, "message": "Déménagé."})


def transfer_offer(world):
    return informed(world).offer(world.organisms[1], PRIOR_DAY).must(201)


@act("recordTransferRequestEvent", "ACCEPT")
def accept(world):
    made = transfer_offer(world)
    return Act(world.organisms[1].referent, "POST", f"/v1/transfer-requests/{made['id']}/events", {"event": "ACCEPT"}, made["version"], True)


@act("recordTransferRequestEvent", "GRANT")
def grant(world):
    made = transfer_offer(world)
    return Act(world.certifier, "POST", f"/v1/transfer-requests/{made['id']}/events",
               event_body("GRANT", reason="Organisme silencieux."), made["version"], True)


@act("recordTransferRequestEvent", "RETRACT")
def retract(world):
    contact, made = transfer_request(world)
    return Act(contact.organism.counsellor, "POST", f"/v1/transfer-requests/{made['id']}/events", {"event": "RETRACT"}, made["version"], True)


@act("recordTransferRequestEvent", "DECLINE")
def decline(world):
    _, made = transfer_request(world)
    return Act(world.organisms[0].referent, "POST", f"/v1/transfer-requests/{made['id']}/events",
               event_body("DECLINE", reason="Non."), made["version"], True)
