# SPDX-License-Identifier: EUPL-1.2
"""Référentiels, networks, organisms, persons, habilitations, commissions: what the certifier and referents keep."""

import copy
import json

from act import Act, act, new_key
from harness.event import event_body
from harness.world import ALWAYS, DATA, siret
from stages import DAY

TREE = json.loads((DATA / "referential-clea-socle.json").read_text())


def tree(version, **changes):
    body = copy.deepcopy(TREE)
    for member in ("code", "listed_counts"):
        body.pop(member, None)
    body["domains"] = body["domains"][:1]
    for member in ("declared_counts", "sources", "notes"):  # sources are free JSON
        body.pop(member, None)
    return body | {"version": version, "valid_from": "2026-01-01", "valid_to": None} | changes


def code(world):
    return f"ACTES-{next(world.numbers)}"


def versions(name):
    return f"/v1/referentials/{name}/versions"


@act("createReferentialVersion")
def create_version(world):
    return Act(world.certifier, "POST", versions(code(world)), tree("1"))


def draft(world):
    name = code(world)
    world.certifier.post(versions(name), tree("1")).must(201)
    return name


@act("replaceReferentialDraft")
def replace_draft(world):
    name = draft(world)
    return Act(world.certifier, "PUT", versions(name) + "/1", tree("1", title="Autre titre"), 1, True)


@act("recordReferentialEvent", "ACTIVATE")
def activate(world):
    return Act(world.certifier, "POST", versions(draft(world)) + "/1/events", {"event": "ACTIVATE"}, 1)


def active(world):
    name = draft(world)
    world.certifier.post(versions(name) + "/1/events", {"event": "ACTIVATE"}).must(201)
    return name


@act("recordReferentialEvent", "END")
def end_version(world):
    return Act(world.certifier, "POST", versions(active(world)) + "/1/events", event_body("END", last_day="2030-01-01"), 2)


@act("recordReferentialEvent", "RETIRE")
def retire(world):
    return Act(world.certifier, "POST", versions(active(world)) + "/1/events", event_body("RETIRE", last_day="2030-01-01"), 2)


@act("createFunder")
def create_funder(world):
    return Act(world.certifier, "POST", "/v1/funders", {"name": f"Financeur {next(world.numbers)}"})


@act("changeFunder")
def change_funder(world):
    made = world.make("/v1/funders", {"name": f"Financeur {next(world.numbers)}"})
    return Act(world.certifier, "PATCH", f"/v1/funders/{made['id']}", {"name": f"Autre financeur {next(world.numbers)}"}, made["version"], True)


@act("createNetwork")
def create_network(world):
    return Act(world.certifier, "POST", "/v1/networks", {"name": f"Réseau {next(world.numbers)}"})


@act("changeNetwork")
def change_network(world):
    return Act(world.certifier, "PATCH", f"/v1/networks/{world.network()}", {"name": f"Autre réseau {next(world.numbers)}"}, 1, True)


def organism(world):
    number = next(world.numbers)
    return world.make("/v1/organisms", {"siret": siret(number), "name": f"Organisme {number}", "region": "Bretagne"})


def membership(world):
    return {"organism_id": organism(world)["id"], "valid_from": DAY, "valid_to": "2027-12-31", "reason": "Convention signée"}


@act("createMembership", "granted")
def create_membership(world):
    return Act(world.certifier, "POST", f"/v1/networks/{world.network()}/memberships", membership(world), reads=("/v1/link-requests?limit=200",))


@act("createMembership", "asked")
def ask_membership(world):
    network = world.network()
    manager = world.key("NETWORK", network, ["NETWORK_MANAGER"], world.person())
    world.flush()
    return Act(manager, "POST", f"/v1/networks/{network}/memberships", membership(world))


def asked_function(world):
    """A function of somebody who works elsewhere: the request, and the key by which he answers it."""
    here, there = world.organisms[0], world.organisms[1]
    person = world.person()
    world.affiliate(person, there.id, "TRAINER")
    himself = world.key("ORGANISM", there.id, ["TRAINER"], person)
    world.flush()
    asked = here.referent.post(f"/v1/persons/{person}/affiliations", {"role": "EMPLOYEE", "valid_from": DAY}).must(202)
    return here.referent, himself, asked.body


def link_request_event(name, who, **members):
    @act("recordLinkRequestEvent", name)
    def make(world):
        asker, himself, asked = asked_function(world)
        client = {"asker": asker, "other": himself, "certifier": world.certifier}[who]
        return Act(client, "POST", f"/v1/link-requests/{asked['id']}/events", event_body(name, **members), asked["version"], True)


link_request_event("ACCEPT", "other", reason="Entendu")
link_request_event("GRANT", "certifier", reason="Accord écrit")
link_request_event("DECLINE", "other", reason="Non")
link_request_event("RETRACT", "asker", reason="Erreur")


@act("giveLinkCode")
def give_code(world):
    return Act(world.certifier, "POST", f"/v1/link-requests/{asked_function(world)[2]['id']}/codes")


@act("answerByLinkCode", "ACCEPT")
def answer_by_code(world, event="ACCEPT"):
    """The code is the credential: whatever else is sent as one is not looked at."""
    code = give_code(world).send().must(201)["answer_code"]
    return Act(world.certifier, "POST", "/v1/link-answers", {"answer_code": code, "event": event, "reason": "Entendu"},
               reads=("/v1/link-requests?limit=200",))


@act("answerByLinkCode", "DECLINE")
def decline_by_code(world):
    return answer_by_code(world, "DECLINE")


@act("changeMembership")
def change_membership(world):
    made = world.make(f"/v1/networks/{world.network()}/memberships", membership(world) | {"valid_to": None})
    return Act(world.certifier, "PATCH", f"/v1/memberships/{made['id']}", {"valid_to": "2027-12-31"}, made["version"], True)


@act("createOrganism")
def create_organism(world):
    number = next(world.numbers)
    return Act(world.certifier, "POST", "/v1/organisms", {"siret": siret(number), "name": f"Organisme {number}", "region": "Bretagne",
                                                          "postal_code": "35000", "city": "Rennes", "branch_idcc": "1486"})


@act("changeOrganism")
def change_organism(world):
    made = organism(world)
    return Act(world.certifier, "PATCH", f"/v1/organisms/{made['id']}", {"city": "Brest", "name": "Autre"}, made["version"], True)


@act("createSite")
def create_site(world):
    return Act(world.certifier, "POST", f"/v1/organisms/{organism(world)['id']}/sites", {"name": "Centre", "postal_code": "59000"})


@act("changeSite")
def change_site(world):
    made = create_site(world).send(new_key()).must(201)
    return Act(world.certifier, "PATCH", f"/v1/sites/{made['id']}", {"name": "Autre centre", "address": "1 rue Neuve", "status": "CLOSED"},
               made["version"], True)


@act("createPerson")
def create_person(world):
    return Act(world.certifier, "POST", "/v1/persons", {"last_name": "Moreau", "first_name": "Camille", "human_id": world.person()})


@act("createAffiliation", "at once")
def create_affiliation(world):
    person = world.person()
    return Act(world.certifier, "POST", f"/v1/persons/{person}/affiliations", {
        "organism_id": world.organisms[1].id, "role": "COUNSELLOR", "valid_from": "2026-01-01", "valid_to": "2027-12-31",
        "reason": "Embauche"}, reads=(f"/v1/link-requests?person_id={person}",))


@act("createAffiliation", "asked")
def ask_affiliation(world):
    person = world.person()
    world.affiliate(person, world.organisms[1].id, "TRAINER")
    return Act(world.organisms[0].referent, "POST", f"/v1/persons/{person}/affiliations", {
        "role": "COUNSELLOR", "valid_from": DAY, "valid_to": "2027-12-31", "reason": "Renfort"})


@act("changeAffiliation")
def change_affiliation(world):
    made = world.affiliate(world.person(), world.organisms[1].id, "COUNSELLOR")
    return Act(world.certifier, "PATCH", f"/v1/affiliations/{made['id']}", {"valid_to": "2027-12-31"}, made["version"], True)


@act("changePerson")
def change_person(world):
    return Act(world.certifier, "PATCH", f"/v1/persons/{world.person()}", {"last_name": "Vasseur", "first_name": "Irène"}, 1, True)


@act("mergePersons")
def merge_persons(world):
    survivor, duplicate = world.person(), world.person()
    return Act(world.certifier, "POST", f"/v1/persons/{survivor}/merges", {"duplicate_id": duplicate, "reason": "Deux comptes"}, 1, True,
               reads=(f"/v1/persons/{duplicate}",))


@act("createEvaluationMethod")
def create_method(world):
    return Act(world.certifier, "POST", "/v1/evaluation-methods", {
        "name": "Entretien", "referential_code": "CLEA-SOCLE", "modality": "ON_SITE", "sitting_count": 2, "network_id": world.network()})


@act("changeEvaluationMethod")
def change_method(world):
    made = create_method(world).send(new_key()).must(201)
    return Act(world.certifier, "PATCH", f"/v1/evaluation-methods/{made['id']}", {"name": "Entretien long", "status": "CLOSED"}, made["version"], True)


@act("createHabilitation")
def create_habilitation(world):
    return Act(world.certifier, "POST", "/v1/habilitations", {
        "activity": "EVALUATION", "referential_code": "CLEA-SOCLE", "organism_id": organism(world)["id"], "valid_from": "2026-01-01",
        "valid_to": "2028-12-31", "state": "GRANTED"})


@act("createHabilitation", "asked")
def ask_habilitation(world):
    return Act(world.certifier, "POST", "/v1/habilitations", {
        "activity": "EVALUATION", "referential_code": "CLEA-SOCLE", "organism_id": organism(world)["id"], "valid_from": "2026-01-01"})


def habilitation(world, **members):
    return world.make("/v1/habilitations", {
        "activity": "TRAINING", "referential_code": "CLEA-SOCLE", "organism_id": organism(world)["id"], "valid_from": "2025-01-01",
        "valid_to": "2028-12-31", "state": "GRANTED"} | members)


def habilitation_event(name, before=None, **members):
    @act("recordHabilitationEvent", name)
    def make(world):
        made = habilitation(world, **({"state": "REQUESTED"} if name in ("GRANT", "REFUSE") else {}))
        path = f"/v1/habilitations/{made['id']}/events"
        if before:
            made = world.certifier.post(path, before).must(201)["resource"]
        return Act(world.certifier, "POST", path, event_body(name, **members), made["version"])


habilitation_event("GRANT", occurred_on=DAY)
habilitation_event("SUSPEND", occurred_on=DAY, note="Enquête")
habilitation_event("LIFT", event_body("SUSPEND", occurred_on=DAY, note="Enquête"), occurred_on=DAY)
habilitation_event("WITHDRAW", occurred_on=DAY, note="Fraude")
habilitation_event("END", occurred_on=DAY, note="Fin")
@act("recordHabilitationEvent", "RETRACT")
def retraction(world):
    """By who asked: a request of an organism that nobody else asks for."""
    here = organism(world)["id"]
    person = world.person()
    world.affiliate(person, here, "REFERENT")
    himself = world.key("ORGANISM", here, ["REFERENT"], person)
    world.flush()
    made = himself.post("/v1/habilitations", {"activity": "TRAINING", "referential_code": "CLEA-SOCLE", "valid_from": "2026-01-01"}).must(201)
    return Act(himself, "POST", f"/v1/habilitations/{made['id']}/events", event_body("RETRACT", note="Trop tôt"), made["version"])


habilitation_event("REFUSE", occurred_on=DAY, note="Dossier incomplet")
habilitation_event("RENEW", occurred_on=DAY, valid_to="2031-12-31")


@act("createQualityCertificate")
def create_quality(world):
    return Act(world.certifier, "POST", f"/v1/organisms/{organism(world)['id']}/quality-certificates",
               {"number": "Q-1", "valid_from": "2026-01-01", "valid_to": "2028-12-31"})


@act("changeQualityCertificate")
def change_quality(world):
    made = world.make(f"/v1/organisms/{organism(world)['id']}/quality-certificates", {"number": "Q-1", "valid_from": "2026-01-01"})
    return Act(world.certifier, "PATCH", f"/v1/quality-certificates/{made['id']}", {"valid_to": "2027-12-31"}, made["version"], True)


@act("createCommission")
def create_commission(world):
    return Act(world.certifier, "POST", "/v1/commissions", {"kind": "BRANCH", "name": "Branche", "idcc": f"{next(world.numbers) % 10000:04d}",
                                                            "referential_code": "CLEA-SOCLE"})


@act("changeCommission")
def change_commission(world):
    made = create_commission(world).send(new_key()).must(201)
    return Act(world.certifier, "PATCH", f"/v1/commissions/{made['id']}", {"name": "Branche du commerce"}, made["version"], True)


@act("addCommissionMember", "at once")
def add_member(world):
    person = world.person()
    return Act(world.certifier, "POST", f"/v1/commissions/{world.commission.id}/members",
               {"person_id": person, "college": "EMPLOYER", "mandate_from": ALWAYS[0], "mandate_to": "2030-12-31", "reason": "Nommée"},
               reads=(f"/v1/link-requests?person_id={person}",))


@act("addCommissionMember", "asked")
def ask_member(world):
    return Act(world.commission.secretary, "POST", f"/v1/commissions/{world.commission.id}/members",
               {"person_id": world.person(), "college": "EMPLOYER", "mandate_from": DAY, "mandate_to": "2030-12-31", "reason": "Proposée"})


@act("changeCommissionMember")
def change_member(world):
    made = world.make(f"/v1/commissions/{world.commission.id}/members", {
        "person_id": world.person(), "college": "EMPLOYER", "mandate_from": ALWAYS[0]})
    return Act(world.commission.secretary, "PATCH", f"/v1/members/{made['id']}", {"mandate_to": "2030-12-31"}, made["version"], True)


@act("setSandboxClock")
def set_clock(world):
    return Act(world.certifier, "PUT", "/v1/sandbox/clock", {"today": world.today})


@act("setServiceMode")
def set_mode(world):
    operator = world.key("SYSTEM", None, ["ADMINISTRATOR"], None)
    world.flush()
    return Act(operator, "PUT", "/v1/service-mode", {"mode": "DRAIN", "reason": "Essai"}, reads=("/v1/service-mode",))


@act("runExpiry")
def run_expiry(world):
    return Act(world.certifier, "POST", "/v1/jobs/expiry/runs")


def api_key(world):
    return world.make("/v1/api-keys", {"scope": "ORGANISM", "scope_id": world.organisms[1].id, "roles": ["COUNSELLOR"], "label": "Logiciel"})


@act("createApiKey")
def create_key(world):
    return Act(world.certifier, "POST", "/v1/api-keys", {"scope": "ORGANISM", "scope_id": world.organisms[1].id, "roles": ["COUNSELLOR"],
                                                         "permissions": ["READ"], "allowed_from": ["127.0.0.0/8"], "label": "Logiciel"})


@act("createApiKey", "of a person")
def create_own_key(world):
    house = world.organisms[1]
    person = world.person()
    world.affiliate(person, house.id, "EVALUATOR", "2026-01-01")
    return Act(house.referent, "POST", "/v1/api-keys", {"roles": ["EVALUATOR"], "person_id": person, "label": "Poste"})


@act("recordApiKeyEvent", "ROTATE")
def rotate_key(world):
    made = api_key(world)
    return Act(world.certifier, "POST", f"/v1/api-keys/{made['id']}/events", event_body("ROTATE", overlap_hours=1), made["version"])


@act("recordApiKeyEvent", "REVOKE")
def revoke_key(world):
    made = api_key(world)
    return Act(world.certifier, "POST", f"/v1/api-keys/{made['id']}/events", {"event": "REVOKE"}, made["version"])
