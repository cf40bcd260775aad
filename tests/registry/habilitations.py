# SPDX-License-Identifier: EUPL-1.2
"""Habilitations: asked for, granted, renewed, ended."""

from support import NOBODY, Suite, event_body, same

suite = Suite("registry")
test = suite.test

EVALUATE = {"activity": "EVALUATION", "referential_code": "CLEA-SOCLE", "valid_from": "2026-02-01", "valid_to": "2028-12-31"}


def allowed(world, organism, code, *days):
    path = f"/v1/organisms/{organism['id']}/habilitation-status?activity=EVALUATION&referential_code={code}"
    return [world.referent_b.get(f"{path}&on={day}").must(200)["is_habilitated"] for day in days]


@test
def a_request_is_seen_by_its_holder_and_the_certifier(world):
    made = world.referent_a.post("/v1/habilitations", EVALUATE | {"activity": "TRAINING"}).must(201)
    same((made["state"], made["holder_kind"], made["organism_id"]), ("REQUESTED", "ORGANISM", world.organism_a["id"]))
    address = made.headers["Location"]
    for who, status in ((world.referent_a, 200), (world.certifier, 200), (world.referent_b, 404), (world.manager_a, 404)):
        who.get(address).must(status)
    world.referent_a.post(address + "/events", {"event": "GRANT"}).must_refuse("ROLE_NOT_ALLOWED", 403)


@test
def nobody_asks_for_another_or_grants_himself(world):
    post = world.referent_a.post
    post("/v1/habilitations", EVALUATE | {"organism_id": world.organism_b["id"]}).must_refuse("ACT_OF_ANOTHER", 403)
    post("/v1/habilitations", EVALUATE | {"network_id": world.network_a["id"]}).must_refuse("ACT_OF_ANOTHER", 403)
    post("/v1/habilitations", EVALUATE | {"state": "GRANTED"}).must_refuse("ROLE_NOT_ALLOWED", 403)
    same(post("/v1/habilitations", EVALUATE | {"valid_to": "2026-01-01"}).must(422).errors, {"/valid_to": "RANGE"})
    world.counsellor_a.post("/v1/habilitations", EVALUATE).must_refuse("ROLE_NOT_ALLOWED", 403)
    post = world.certifier.post
    same(post("/v1/habilitations", EVALUATE).must(422).errors, {"/organism_id": "REQUIRED"})
    same(post("/v1/habilitations", EVALUATE | {"organism_id": NOBODY, "referential_code": "NONE"}).must(422).errors,
         {"/organism_id": "REFERENCE_UNKNOWN", "/referential_code": "REFERENCE_UNKNOWN"})
    same(post("/v1/habilitations", EVALUATE | {"organism_id": world.organism_b["id"],
                                               "network_id": world.network_a["id"]}).must(422).errors,
         {"/network_id": "ONLY_ONE_ALLOWED"})


@test
def a_request_ends_for_both_sides(world):
    """Refused with a reason, or taken back by who asked, and asked again; a grant recorded beside it blocks nobody for ever."""
    asked = EVALUATE | {"referential_code": "CLEA-NUMERIQUE", "activity": "TRAINING"}

    def request():
        made = world.referent_b.post("/v1/habilitations", asked).must(201)
        return made["id"], f"/v1/habilitations/{made['id']}"

    def allowed_events(who, path):
        return [row["event"] for row in who.get(path + "/allowed-events").must(200)["data"] if row["is_allowed"]]

    number, path = request()
    for other in ({}, {"valid_from": "2031-01-01", "valid_to": "2031-12-31"}):
        refused = world.referent_b.post("/v1/habilitations", asked | other).must_refuse("HABILITATION_ALREADY_REQUESTED", 409)
        same(refused.details("HABILITATION_ALREADY_REQUESTED"), {"id": number})
    same((allowed_events(world.referent_b, path), allowed_events(world.certifier, path)), (["RETRACT"], ["GRANT", "REFUSE"]))
    for who in (world.referent_a, world.manager_a):  # nobody else knows of it
        who.post(path + "/events", {"event": "RETRACT"}).must(404)
        who.get(path + "/allowed-events").must(404)
    world.counsellor_a.post(path + "/events", {"event": "RETRACT"}).must_refuse("ROLE_NOT_ALLOWED", 403)
    world.referent_b.post(path + "/events", event_body("REFUSE", note="x")).must_refuse("ROLE_NOT_ALLOWED", 403)
    world.certifier.post(path + "/events", {"event": "RETRACT"}).must_refuse("ROLE_NOT_ALLOWED", 403)
    world.certifier.post(path + "/events", {"event": "REFUSE"}).must_refuse("REASON_REQUIRED", 409)
    back = world.referent_b.post(path + "/events", event_body("RETRACT", note="trop tôt")).must(201)["resource"]
    same((back["state"], back["decision_note"], [act["note"] for act in back["acts"]]), ("RETRACTED", "trop tôt", ["trop tôt"]))
    same(world.referent_b.post(path + "/events", {"event": "RETRACT"}).must_refuse("INVALID_STATE", 409)["allowed_events"], [])
    world.referent_a.get(path).must(404)

    number, path = request()
    world.new("/v1/habilitations", asked | {"organism_id": world.organism_b["id"], "state": "GRANTED"})
    world.certifier.post(path + "/events", {"event": "GRANT"}).must_refuse("PERIOD_OVERLAP", 409)
    refused = world.certifier.post(path + "/events", event_body("REFUSE", note="déjà accordée")).must(201)["resource"]
    same((refused["state"], refused["decision_note"]), ("REFUSED", "déjà accordée"))
    same(world.referent_b.get(path).must(200)["decision_note"], "déjà accordée")
    request()


@test
def the_life_of_a_habilitation_and_its_days(world):
    holder = world.organism("Organisme H")
    world.clock("2027-03-10")
    made = world.new("/v1/habilitations", EVALUATE | {"organism_id": holder["id"]})
    path = f"/v1/habilitations/{made['id']}/events"

    def event(event, on=None, **more):
        return world.certifier.post(path, event_body(event, occurred_on=on, **more))

    same(event("SUSPEND", note="x").must_refuse("INVALID_STATE", 409)["allowed_events"], ["GRANT", "REFUSE"])
    event("GRANT", "2027-03-11").must_refuse("DATE_IN_FUTURE", 409)
    event("GRANT", "2027-03-09").must_refuse("DATE_BEFORE_PREVIOUS_ACT", 409)
    event("GRANT", expected_version=7).must_refuse("VERSION_MISMATCH", 412)
    same(event("LIFT", valid_to="2029-01-01").must(422).errors, {"/data/valid_to": "UNKNOWN_FIELD"})
    granted = event("GRANT", valid_from="2026-01-01", note="accord").must(201)["resource"]
    same((granted["state"], granted["valid_from"], granted["granted_on"]), ("GRANTED", "2026-01-01", "2027-03-10"))
    same(world.referent_b.get(f"/v1/habilitations/{made['id']}").must(200)["decision_note"], None)
    same(allowed(world, holder, "CLEA-SOCLE", "2025-12-31", "2026-01-01", "2028-12-31", "2029-01-01"),
         [False, True, True, False])
    world.certifier.post("/v1/habilitations", EVALUATE | {"organism_id": holder["id"], "state": "GRANTED"}).must_refuse(
        "PERIOD_OVERLAP", 409)
    world.clock("2027-04-10")
    event("SUSPEND", "2027-04-01").must_refuse("REASON_REQUIRED", 409)
    event("SUSPEND", "2027-04-01", note="contrôle").must(201)["resource"]
    event("LIFT", "2027-03-31").must_refuse("DATE_BEFORE_PREVIOUS_ACT", 409)
    same(event("LIFT", "2027-04-05").must(201)["resource"]["suspensions"],
         [{"suspended_from": "2027-04-01", "suspended_to": "2027-04-04", "reason": "contrôle"}])
    same(allowed(world, holder, "CLEA-SOCLE", "2027-03-31", "2027-04-01", "2027-04-04", "2027-04-05"),
         [True, False, False, True])
    event("SUSPEND", "2027-04-04", note="x").must_refuse("DATE_BEFORE_PREVIOUS_ACT", 409)
    event("SUSPEND", note="x").must(201)["resource"]
    # On the very day it began: no day was suspended, and none is shown; what was told stays where it was told.
    lifted = event("LIFT", note="erreur").must(201)["resource"]
    same(lifted["suspensions"], [{"suspended_from": "2027-04-01", "suspended_to": "2027-04-04", "reason": "contrôle"}])
    same([(act["event"], act["occurred_on"], act["note"]) for act in lifted["acts"]],
         [("GRANT", "2027-03-10", "accord"), ("SUSPEND", "2027-04-01", "contrôle"), ("LIFT", "2027-04-05", None),
          ("SUSPEND", "2027-04-10", "x"), ("LIFT", "2027-04-10", "erreur")])
    strange = world.referent_b.get(f"/v1/habilitations/{made['id']}").must(200)
    same((strange["acts"], [spell["reason"] for spell in strange["suspensions"]]), ([], [None]))
    same(allowed(world, holder, "CLEA-SOCLE", "2027-04-10"), [True])
    world.clock("2027-05-10")
    event("WITHDRAW").must_refuse("REASON_REQUIRED", 409)
    same(event("WITHDRAW", note="fraude").must(201)["resource"]["ended_on"], "2027-05-10")
    same(allowed(world, holder, "CLEA-SOCLE", "2027-05-09", "2027-05-10"), [True, False])
    same(event("GRANT").must_refuse("INVALID_STATE", 409)["allowed_events"], [])
    world.clock(None)


@test
def a_habilitation_is_renewed_while_it_runs_and_ended(world):
    holder = world.organism("Organisme R")
    world.clock("2027-12-30")
    made = world.new("/v1/habilitations", EVALUATE | {"organism_id": holder["id"], "state": "GRANTED", "valid_to": "2027-12-31"})
    path = f"/v1/habilitations/{made['id']}/events"

    def event(event, **more):
        return world.certifier.post(path, event_body(event, **more))

    same(event("RENEW").must(422).errors, {"/data/valid_to": "REQUIRED"})
    same(event("RENEW", valid_to="2027-12-31").must(422).errors, {"/data/valid_to": "RANGE"})
    same(event("RENEW", valid_to="2029-12-31", valid_from="2026-01-01").must(422).errors, {"/data/valid_from": "UNKNOWN_FIELD"})
    world.referent_a.post(path, event_body("RENEW", valid_to="2029-12-31")).must_refuse("ROLE_NOT_ALLOWED", 403)
    world.clock("2028-01-01")
    lapsed = event("RENEW", valid_to="2029-12-31").must_refuse("HABILITATION_LAPSED", 409)
    same(lapsed["reasons"][0]["resolve_with"], {"method": "POST", "href": "/v1/habilitations", "event": None})
    # Decided in time, recorded later.
    renewed = event("RENEW", occurred_on="2027-12-31", valid_to="2029-12-31").must(201)["resource"]
    same((renewed["state"], renewed["valid_to"], renewed["ended_on"]), ("GRANTED", "2029-12-31", None))
    same(allowed(world, holder, "CLEA-SOCLE", "2027-12-31", "2028-01-01", "2029-12-31", "2030-01-01"), [True, True, True, False])
    # Another one follows it: it cannot be prolonged into that.
    world.new("/v1/habilitations", EVALUATE | {"organism_id": holder["id"], "state": "GRANTED", "valid_from": "2030-01-01",
                                               "valid_to": "2031-12-31"})
    event("RENEW", valid_to="2030-06-30").must_refuse("PERIOD_OVERLAP", 409)
    ended = event("END").must(201)["resource"]
    same((ended["state"], ended["ended_on"]), ("ENDED", "2028-01-01"))
    same(allowed(world, holder, "CLEA-SOCLE", "2027-12-31", "2028-01-01", "2029-12-31", "2030-01-01"), [True, False, False, True])
    same(event("RENEW", valid_to="2032-12-31").must_refuse("INVALID_STATE", 409)["allowed_events"], [])
    world.clock(None)


@test
def a_member_acts_under_its_network_while_it_is_a_member(world):
    world.new("/v1/habilitations", {"activity": "EVALUATION", "referential_code": "CLEA-NUMERIQUE", "state": "GRANTED",
                                    "valid_from": "2025-01-01", "network_id": world.network_a["id"]})
    same(allowed(world, world.organism_a, "CLEA-NUMERIQUE", "2025-12-31", "2026-01-01", "2030-06-30", "2030-07-01"),
         [False, True, True, False])
    same(allowed(world, world.organism_b, "CLEA-NUMERIQUE", "2026-01-01"), [False])
    status = world.referent_b.get(f"/v1/organisms/{world.organism_a['reference']}/habilitation-status"
                                  "?activity=EVALUATION&referential_code=CLEA-NUMERIQUE&on=2026-06-01").must(200)
    same((status["basis"]["holder_kind"], status["basis"]["network_id"]), ("NETWORK", world.network_a["id"]))
    path = f"/v1/organisms/{NOBODY}/habilitation-status"
    world.auditor.get(path + "?activity=EVALUATION&referential_code=CLEA-SOCLE").must(404)
    world.auditor.get(path + "?activity=FLYING&referential_code=CLEA-SOCLE").must_refuse("PARAMETER_INVALID", 400)
