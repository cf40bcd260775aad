# SPDX-License-Identifier: EUPL-1.2
"""Who sees what of a candidate before he consents, and of a candidacy after it was transferred: every operation is asked.

The walk takes its operations from the contract. One that it cannot ask, because it names something else, is listed in NOT_ABOUT: a
new operation about a candidate or a candidacy is asked by itself, or stops the walk.
"""

import json
import re

from harness.client import Client
from harness.second_server import SecondServer
from story import Journey, Session, expect, expect_equal, story

DAY = "2026-01-14"
LATER = "2026-02-10"
WHO = ("counsellor", "evaluator", "trainer", "referent")
# Each member of a candidate holds something of its own, which stands nowhere else.
CANARIES = {
    "birth_name": "Kanarinom", "usage_name": "Kanariusage", "first_name_1": "Kanariprenom", "first_name_2": "Kanaribis",
    "first_name_3": "Kanariter", "sex": "M", "birth_year": 1931, "birth_month": 11, "birth_day": 29, "birth_commune_insee": "80021",
    "birth_commune_label": "Kanariville", "birth_country_code": "100", "birth_country_label": "Kanaripays",
    "email": "kanari@kanari.example", "phone": "+33 6 39 98 01 02", "address_line_1": "1 rue Kanari", "address_line_2": "Kanari étage",
    "postal_code": "80097", "city": "Kanaricity", "employment_status": "EMPLOYEE", "branch_idcc": "9173",
    "employer_siret": "81234567800009", "region": "Wallis-et-Futuna",
}
LOUD = [str(value) for value in CANARIES.values() if len(str(value)) > 4]
# Operations whose address names nothing of a candidate, and lists that are nobody's.
NOT_ABOUT = re.compile(r"/v1/(networks|memberships|organisms|sites|habilitations|quality-certificates|persons|affiliations|referentials|methods|"
                       r"evaluation-methods|commissions|members|sessions|agenda-items|verifications|vocabularies|problems|communes|countries|"
                       r"jobs|sandbox|issuer|credential-status|invariants|me|link-requests|api-keys|access-log|audit|logins|invitations|staff)\b|^/(?!v1/)")


def contract_reads():
    """(path, parameters of it) of every GET of the contract that may be about a candidate."""
    for path, item in sorted(Client.contract.document["paths"].items()):
        if "get" in item and not NOT_ABOUT.search(path):
            yield path, re.findall(r"{(\w+)}", path)


def siret():
    from harness.world import siret as valid
    return valid(4711)


def canaries(world):
    number = next(world.numbers)
    from harness.world import _letters
    return {name: value + _letters(number) if name in ("birth_name", "usage_name", "first_name_1") else value
            for name, value in (CANARIES | {"employer_siret": siret()}).items()}


def things(world, journey, **more):
    """The ids that a path may hold, by its parameter."""
    holder = journey.organism.referent
    found = {"candidacy_id": [journey.id, journey.reference], "candidate_id": [journey.candidate["id"], journey.candidate["reference"]]}
    evaluations = holder.get(f"{journey.path}/evaluations").must(200)["data"]
    paths = holder.get(f"{journey.path}/paths").must(200)["data"]
    found["evaluation_id"] = [item["id"] for item in evaluations]
    found["path_id"] = [item["id"] for item in paths]
    found["module_id"] = [module["id"] for item in paths for module in item["modules"]]
    found["sitting_id"] = [sitting["id"] for item in evaluations for sitting in item["sittings"]]
    found["appointment_id"] = [item["id"] for item in more.pop("appointments", holder).get(
        f"/v1/appointments?candidate_id={journey.candidate['id']}").must(200)["data"]]
    for name, list_ in (("portfolio_id", f"{journey.path}/portfolios"), ("funding_id", f"{journey.path}/funding"),
                        ("appeal_id", f"{journey.path}/appeals"), ("consent_id", f"{journey.path}/funder-consents"),
                        ("evidence_id", f"{journey.path}/evidences")):
        found[name] = [item["id"] for item in holder.get(list_).must(200)["data"]]
    certifier = world.certifier
    found["decision_id"] = [event["data"]["decision_id"] for event in certifier.get(f"{journey.path}/history").must(200)["data"]
                            if "decision_id" in event["data"]]
    found["funder_id"] = [item["id"] for item in certifier.get("/v1/funders").must(200)["data"]]
    found["file_id"] = [item["id"] for item in certifier.get("/v1/files").must(200)["data"] if item["candidacy_id"] == journey.id]
    found["certificate_id"] = [item["id"] for item in certifier.get(f"/v1/certificates?candidacy_id={journey.id}").must(200)["data"]]
    found["certificate_duplicate_id"] = [mark["id"] for id_ in found["certificate_id"]
                                         for mark in certifier.get(f"/v1/certificates/{id_}").must(200)["duplicates"]]
    return found | more


QUERIES = {
    "/v1/candidacies": ("candidate_id={candidate_id}", "state=CERTIFIED,FINAL_READY,IN_TRAINING,CONTACT", "referential_code=CLEA-SOCLE",
                        "deadline_date_from=2000-01-01"),
    "/v1/candidacies/{candidacy_id}": (f"at={DAY}", f"at={LATER}"),
    "/v1/candidacies/{candidacy_id}/allowed-events": ("explain=true",),
    "/v1/files": ("status=SUBMITTED",),
    "/v1/transfer-requests": ("candidacy_id={candidacy_id}",),
    "/v1/appointments": ("candidate_id={candidate_id}",),
    "/v1/certificates": ("candidacy_id={candidacy_id}",),
    "/v1/deadlines": ("state=PARTIAL,IN_TRAINING",),
}
NEEDED = {"/v1/candidacies/{candidacy_id}/separation-check": "person_id={person_id}"}


def addresses(found, person_id):
    """Every address that the contract makes of these things."""
    skipped = []
    for path, names in contract_reads():
        if any(name not in found for name in names):
            skipped.append(path)
            continue
        made = [path]
        for name in names:
            made = [address.replace("{" + name + "}", value) for address in made for value in found[name]]
        values = {name: (ids or ["-"])[0] for name, ids in found.items()} | {"person_id": person_id}
        for address in made:
            if path in NEEDED:
                yield f"{address}?{NEEDED[path].format(**values)}"
                continue
            yield address
            for query in QUERIES.get(path, ()):
                yield f"{address}?{query.format(**values)}"
    expect_equal(skipped, [], "reads that nobody asks: name what they are about")


def plain(reply):
    """What was answered, but for what is of the request alone."""
    raw = reply.raw
    if reply.status >= 400 and reply.body:
        raw = json.dumps({name: value for name, value in reply.body.items() if name not in ("request_id", "instance")}).encode()
    if isinstance(reply.body, dict) and reply.body.get("data") == [] and reply.body.get("page", {}).get("next_cursor"):
        # Of changes, nobody's: how far everybody has come.
        return reply.status, None, json.dumps(reply.body | {"page": reply.body["page"] | {"next_cursor": None}}).encode()
    return reply.status, reply.headers.get("ETag"), raw


def looks(world, organism, found):
    """What an organism is answered, through each of its people."""
    said = {}
    for who in WHO:
        client = getattr(organism, who)
        for address in addresses(found, organism.person(who)):
            said[who, "GET", address] = client.get(address)
        for body in ({"name": found["words"]}, {"reference": found["candidate_id"][1]}, {"birth_name": found["words"]}):
            said[who, "POST", json.dumps(body)] = client.post("/v1/candidates/searches", body, key=False)
        patch = f"/v1/candidates/{found['candidate_id'][0]}?dry_run=true"
        for version in (1, 2, 3, 9):
            for body in ({"birth_month": 2}, {"phone": "+33 6 39 98 00 00"}, {"birth_name": "Autrenom"}):
                said[who, f"PATCH {version}", json.dumps(body)] = client.patch(patch, body, version=version)
        for event in ("RECORD_INFORMATION", "START_PRIOR", "WITHDRAW", "CLOSE_MODULE", "TRANSFER", "SUBMIT_FILE"):
            said[who, "POST", event] = client.post(f"/v1/candidacies/{found['candidacy_id'][0]}/events?dry_run=true",
                                                   {"event": event, "occurred_on": LATER, "data": {}})
    return said


def hold(reply, candidate_ids):
    """Members of a candidate in an object of a reply, wherever it stands, that are not withheld."""
    def walk(value):
        if isinstance(value, dict):
            if value.get("id") in candidate_ids or value.get("candidate_id") in candidate_ids:
                yield from (name for name in CANARIES if value.get(name) is not None)
            for inner in value.values():
                yield from walk(inner)
        elif isinstance(value, list):
            for inner in value:
                yield from walk(inner)
    return list(walk(reply.body))


def nothing_leaks(said, candidate, words):
    for (who, method, address), reply in said.items():
        text = reply.raw.decode("utf-8", "replace") + repr(reply.headers)
        for word in words:
            expect(word not in text, f"{who} {method} {address} tells {word}: {text[:400]}")
        expect_equal(hold(reply, {candidate["id"]}), [], f"{who} {method} {address}")


@story
def before_his_consent_an_organism_knows_that_a_candidate_exists(world):
    """A37, C10: the identity leads to a record of others; until he consents it shows its reference, through no door more."""
    world.set_today(LATER)
    here, there = world.organisms[0], world.organisms[1]
    identity = canaries(world)
    held = Journey(world, here, **identity).informed(DAY)
    twin = there.counsellor.post("/v1/candidates", {name: identity[name] for name in identity if name not in ("email", "phone", "city")})
    expect_equal(twin.must_refuse("DUPLICATE_CANDIDATE", 409).details("DUPLICATE_CANDIDATE"), {"candidate_id": held.candidate["id"]})
    there.counsellor.get(f"/v1/candidates/{held.candidate['id']}").must(404)
    contact = Journey(world, there, candidate=held.candidate).open(LATER)
    there.counsellor.post("/v1/appointments", {"candidate_id": held.candidate["id"], "kind": "INFORMATION", "duration_minutes": 60,
                                               "starts_at": f"{LATER}T14:00:00+01:00"}).must(201)
    seen = there.referent.get(f"/v1/candidates/{held.candidate['id']}").must(200)
    expect_equal({name: value for name, value in seen.body.items() if value is not None and name != "redacted_fields"},
                 {"id": held.candidate["id"], "reference": held.candidate["reference"]})
    expect_equal(sorted(seen["redacted_fields"]), sorted(set(seen.body) - {"id", "reference", "redacted_fields"}))
    expect_equal(seen.headers.get("ETag"), None, "the version tells that the record was corrected")
    found = things(world, contact, words=identity["birth_name"], request_id=[])
    said = looks(world, there, found)
    nothing_leaks(said, held.candidate, LOUD + [identity["birth_name"]])
    for (who, method, address), reply in said.items():
        if method.startswith("PATCH"):
            expect(reply.status == 403 or reply.reasons == ["CANDIDATE_HELD_ELSEWHERE"], f"{who} {address}: {reply}")
    # What is corrected elsewhere changes nothing of it.
    version = here.referent.get(f"/v1/candidates/{held.candidate['id']}").must(200)["version"]
    here.referent.patch(f"/v1/candidates/{held.candidate['id']}", {"email": "kanari2@kanari.example", "birth_month": 12},
                        version=version).must(200)
    again = looks(world, there, found)
    for key, reply in said.items():
        if key[2].endswith("/accesses"):  # who read the contact: these reads themselves
            continue
        expect_equal(plain(again[key]), plain(reply), f"{key} after a correction elsewhere")
    expect_equal(there.referent.post("/v1/candidates/searches", {"name": identity["birth_name"]}, key=False).must(200)["data"], [])
    # With his consent he is known; where he was known first he stays so.
    held.event("WITHDRAW", LATER, {"requested_on": LATER}, to="WITHDRAWN")
    contact.event("RECORD_INFORMATION", LATER, {"has_consent": True}, to="INFORMED")
    expect_equal(there.referent.get(f"/v1/candidates/{held.candidate['id']}").must(200)["email"], "kanari2@kanari.example")


@story
def who_entered_a_candidate_keeps_what_it_entered(world):
    """Another organism follows him with his consent: what is corrected there is not told to the one that only entered him."""
    world.set_today(LATER)
    here, there = world.organisms[0], world.organisms[1]
    candidate = world.candidate(here, city="Villepremière")
    path = f"/v1/candidates/{candidate['id']}"
    Journey(world, there, candidate=candidate).open(DAY).event("RECORD_INFORMATION", DAY, {"has_consent": True})
    before = here.referent.get(path).must(200)
    version = there.referent.get(path).must(200)["version"]
    there.referent.patch(path, {"city": "Villeseconde", "phone": "+33 6 39 98 77 66"}, version=version).must(200)
    after = here.referent.get(path).must(200)
    expect_equal((plain(after), after["city"]), (plain(before), "Villepremière"))
    found = here.referent.post("/v1/candidates/searches", {"birth_name": candidate["birth_name"]}, key=False).must(200)["data"]
    expect_equal([item["id"] for item in found], [candidate["id"]])
    for version in (1, 2, 3):  # C18: the reason, and never "stale"
        expect_equal(here.referent.patch(path, {"city": "Ailleurs"}, version=version).must_refuse("CANDIDATE_HELD_ELSEWHERE", 409).reasons,
                     ["CANDIDATE_HELD_ELSEWHERE"])
    here.referent.patch(path, {"city": "Ailleurs"}, headers={"If-Match": "*"}).must_refuse("PRECONDITION_REQUIRED", 428)


def acts_of_the_new_owner(world, journey):
    """All that a candidacy can go through after its transfer, and the candidate with it."""
    owner, version = journey.organism, None
    path = f"/v1/candidates/{journey.candidate['id']}"
    owner.referent.post(f"{journey.path}/portfolios", {}).must(201)
    journey.refresh().event("ACCEPT_PATH", LATER, {"proof": "NOUVEAUMOT"})
    owner.referent.post(f"{journey.path}/funding", {"step": "PRIOR", "funder_type": "OPCO", "agreement_number": "NOUVEAUMOT",
                                                    "amount_cents": 99}).must(201)
    owner.referent.put(f"{journey.path}/adjustments", {"has_adjustments": True, "need": "NOUVEAUMOT"}, headers={"If-Match": '"1"'}).must(204)
    journey.refresh()
    for module in journey.live_path()["modules"]:
        journey.event("CLOSE_MODULE", LATER, {"module_id": module["id"]}, who="referent")
    journey.event("CLOSE_PATH", LATER, to="FINAL_READY")
    journey.event("START_FINAL", LATER, {"held_on": LATER})
    final = owner.referent.get(f"{journey.path}/evaluations").must(200)["data"][-1]
    owner.evaluator.patch(f"/v1/evaluations/{final['id']}/results", {
        "results": [{"criterion_code": code, "status": "VALIDATED"} for code in journey.missing_codes()]}, version=journey.version).must(200)
    journey.refresh().event("COMPLETE_FINAL", LATER)
    journey.event("RECORD_RESTITUTION", LATER, {"synthesis": "NOUVEAUMOT"}, to="JURY_READY")
    version = owner.referent.get(path).must(200)["version"]
    owner.referent.patch(path, {"email": "nouveaumot@kanari.example", "phone": "+33 6 39 98 55 44", "city": "NOUVEAUMOT",
                                "usage_name": "Nouveaumot"}, version=version).must(200)
    journey.refresh().submit(LATER)
    Session(world, LATER).held(journey)
    world.certifier.post("/v1/certificates", {"candidacy_id": journey.id}).must(201)
    return journey.refresh()


@story
def a_former_owner_reads_the_day_of_the_transfer(world):
    """Decision 40, C10: whatever the new owner does, every answer to the former one stays the same, to the byte."""
    world.set_today(LATER)
    here, there = world.organisms[0], world.organisms[1]
    identity = canaries(world) | {"region": "Hauts-de-France"}
    journey = Journey(world, here, **identity).informed(DAY).prior(DAY, fails=("2", "3.2")).restitution(DAY, to="PARTIAL")
    here.referent.post(f"{journey.path}/portfolios", {"issued_on": DAY}).must(201)
    here.referent.post(f"{journey.path}/funding", {"step": "PRIOR", "funder_type": "OPCO", "agreement_number": "ANCIEN",
                                                   "amount_cents": 45000}).must(201)
    journey.refresh().propose(DAY, ["2", "3"], DAY, LATER, trainer=None)
    before = {name: here.referent.get(address).must(200).body for name, address in (
        ("candidacy", journey.path), ("results", f"/v1/evaluations/{journey.evaluations()[0]['id']}/results"),
        ("candidate", f"/v1/candidates/{journey.candidate['id']}"), ("summary", f"{journey.path}/summary"),
        ("evaluations", f"{journey.path}/evaluations"), ("paths", f"{journey.path}/paths"), ("portfolios", f"{journey.path}/portfolios"),
        ("funding", f"{journey.path}/funding"))}
    here.counsellor.post("/v1/appointments", {"candidate_id": journey.candidate["id"], "kind": "OTHER", "duration_minutes": 60,
                                              "starts_at": f"{LATER}T15:00:00+01:00"}).must(201)
    request = here.referent.post(f"{journey.path}/transfer-offers", {"to_org_id": there.id, "consent_on": LATER}).must(201)
    there.referent.post(f"/v1/transfer-requests/{request['id']}/events", {
        "event": "ACCEPT", "expected_version": request["version"], "data": {}}).must(201)
    journey.event("TRANSFER", LATER, {"to_org_id": there.id, "consent_on": LATER})
    journey.organism = there
    found = things(world, journey, words=identity["birth_name"], request_id=[request["id"]], appointments=here.referent)
    found["funding_id"] = [item["id"] for item in before["funding"]["data"]]
    said = looks(world, here, found)
    # It sees all that it saw, as it was.
    for name, address in (("results", f"/v1/evaluations/{journey.evaluations()[0]['id']}/results"),
                          ("candidate", f"/v1/candidates/{journey.candidate['id']}"), ("funding", f"{journey.path}/funding"),
                          ("portfolios", f"{journey.path}/portfolios")):
        told = here.referent.get(address).must(200).body
        expect_equal(told | {"version": None}, before[name] | {"version": None}, f"{name} after the transfer")
    seen = here.referent.get(journey.path).must(200)
    expect_equal((seen["owner_org_id"], seen["version"], seen["state"]), (there.id, journey.version, journey.state))
    acts_of_the_new_owner(world, journey)
    expect_equal(there.referent.get(journey.path).must(200)["state"], "CERTIFIED")
    for key, reply in looks(world, here, found).items():
        expect_equal(plain(reply), plain(said[key]), f"{key} after acts of the new owner")
        expect("NOUVEAUMOT" not in reply.raw.decode().upper(), f"{key} tells what came later")
    # What came to be later is not there for it; the list of all has nothing new either.
    later = things(world, journey)
    old = {id_ for ids in found.values() for id_ in ids}
    for name, address in (("evaluation_id", "/v1/evaluations/{}"), ("path_id", "/v1/paths/{}"), ("file_id", "/v1/files/{}"),
                          ("certificate_id", "/v1/certificates/{}"), ("portfolio_id", "/v1/portfolios/{}"), ("funding_id", "/v1/funding/{}")):
        fresh = [id_ for id_ in later[name] if id_ not in old]
        expect(fresh or name == "path_id", f"the new owner made no {name}: the walk sees too little")
        for id_ in fresh:
            if name != "funding_id":
                here.referent.get(address.format(id_)).must(404)
    events = there.referent.every(f"{journey.path}/events")
    told = here.referent.every(f"{journey.path}/events")
    expect_equal([event["event"] for event in told], [event["event"] for event in events][:len(told)])
    expect_equal(told[-1]["event"], "TRANSFER")
    # It writes nothing.
    for event in ("WITHDRAW", "ABANDON"):
        journey.send(event, LATER, {}, who=here.referent, expected_version=seen["version"]).must_refuse("OUT_OF_SCOPE", 403)


@story
def what_comes_back_is_seen_as_it_is(world):
    """There and back: the organism that holds the file again sees it whole, and the other one the day on which it left."""
    world.set_today(LATER)
    here, there = world.organisms[0], world.organisms[1]
    journey = Journey(world, here).informed(DAY)
    journey.offered(there, LATER).event("TRANSFER", LATER, {"to_org_id": there.id, "consent_on": LATER})
    journey.organism = there
    journey.event("START_PRIOR", LATER, {"held_on": LATER}).results(LATER).event("COMPLETE_PRIOR", LATER)
    expect_equal(here.referent.get(f"{journey.path}/evaluations").must(200)["data"], [])
    journey.offered(here, LATER).event("TRANSFER", LATER, {"to_org_id": here.id, "consent_on": LATER})
    journey.organism = here
    expect_equal(len(here.referent.get(f"{journey.path}/evaluations").must(200)["data"]), 1)
    seen = there.referent.get(journey.path).must(200)
    journey.restitution(LATER)
    expect_equal(plain(there.referent.get(journey.path)), plain(seen))
    expect_equal(there.referent.get(f"/v1/candidates/{journey.candidate['id']}").must(200)["birth_name"], journey.candidate["birth_name"])


@story
def no_file_is_pushed_on_anybody(world):
    """C9: a transfer is asked for by who takes the file, or offered to him and accepted; nothing else moves it."""
    world.set_today(DAY)
    here, there, third = world.organisms[0], world.organisms[1], world.organism()
    world.flush()
    journey = Journey(world, here).informed(DAY)
    data = {"to_org_id": there.id, "consent_on": DAY}
    told = journey.refused("TRANSFER_NOT_AGREED", "TRANSFER", DAY, data)
    expect_equal(told.details("TRANSFER_NOT_AGREED")["id"], there.id)
    journey.refused("TRANSFER_NOT_AGREED", "TRANSFER", DAY, data, who=world.certifier)
    offer = journey.offer(there, DAY).must(201)
    expect_equal({name: offer[name] for name in ("kind", "direction", "state", "requesting_org_id", "offering_org_id", "candidacy_id")},
                 {"kind": "OFFER", "direction": "SENT", "state": "PENDING", "requesting_org_id": there.id, "offering_org_id": here.id,
                  "candidacy_id": journey.id})
    journey.refused("TRANSFER_NOT_AGREED", "TRANSFER", DAY, data)  # offered is not agreed
    path = f"/v1/transfer-requests/{offer['id']}"

    def answer(event, client, version=1, **members):
        return client.post(f"{path}/events", {"event": event, "expected_version": version, "data": members})

    # Neither the sender nor a third one agrees in its place; who is asked learns nothing of the file yet.
    answer("ACCEPT", here.referent).must_refuse("ACT_OF_ANOTHER", 403)
    answer("ACCEPT", third.referent).must_refuse("NOT_FOUND", 404)
    answer("GRANT", there.referent, reason="x").must_refuse("ROLE_NOT_ALLOWED", 403)
    received = there.referent.get(path).must(200)
    expect_equal((received["direction"], received["candidacy_id"]), ("RECEIVED", None))
    there.referent.get(journey.path).must(404)
    there.referent.get(f"/v1/candidates/{journey.candidate['id']}").must(404)
    expect_equal([item["id"] for item in there.referent.get("/v1/transfer-requests?direction=RECEIVED&state=PENDING").must(200)["data"]
                  if item["kind"] == "OFFER"], [offer["id"]])
    journey.offer(third, DAY).must_refuse("TRANSFER_ALREADY_OFFERED", 409)
    answer("DECLINE", there.referent).must_refuse("REASON_REQUIRED", 409)
    answer("DECLINE", there.referent, reason="Complet.").must(201)
    journey.refused("TRANSFER_NOT_AGREED", "TRANSFER", DAY, data)
    # Accepted, taken back again: nothing moves; accepted: it goes there, and nowhere else.
    offer = journey.offer(there, DAY).must(201)
    path = f"/v1/transfer-requests/{offer['id']}"
    answer("ACCEPT", there.referent).must(201)
    answer("RETRACT", here.referent, 2).must(201)
    journey.refused("TRANSFER_NOT_AGREED", "TRANSFER", DAY, data)
    offer = journey.offer(there, DAY).must(201)
    path = f"/v1/transfer-requests/{offer['id']}"
    expect_equal(answer("ACCEPT", there.referent).must(201)["resource"]["agreed_on"], DAY)
    journey.refused("TRANSFER_NOT_AGREED", "TRANSFER", DAY, data | {"to_org_id": third.id})
    journey.event("TRANSFER", DAY, data)
    expect_equal((there.referent.get(path).must(200)["state"], there.referent.get(path)["candidacy_id"]), ("ACCEPTED", journey.id))
    # Bad offers.
    other = Journey(world, here).informed(DAY)
    expect_equal(other.offer(here, DAY).must_refuse("VALIDATION_FAILED", 422).errors, {"/to_org_id": "SAME_RECORD"})
    unknown = here.referent.post(f"{other.path}/transfer-offers", {"to_org_id": other.id, "consent_on": DAY})
    expect_equal(unknown.must_refuse("VALIDATION_FAILED", 422).errors, {"/to_org_id": "REFERENCE_UNKNOWN"})
    other.offer(there, "2026-01-15").must_refuse("DATE_IN_FUTURE", 409)
    other.offer(there, "2026-01-13").must_refuse("BEFORE_CONTACT", 409)
    there.referent.post(f"{other.path}/transfer-offers", {"to_org_id": there.id, "consent_on": DAY}).must_refuse("NOT_FOUND", 404)
    here.referent.post(f"{journey.path}/transfer-offers", {"to_org_id": third.id, "consent_on": DAY}).must_refuse("OUT_OF_SCOPE", 403)


@story
def silence_lapses_and_the_certifier_may_grant(world):
    """Decision 34: 30 days to answer; the certifier agrees in place of who is silent, with a reason."""
    world.set_today(DAY)
    here, there = world.organisms[0], world.organisms[1]
    journey, other = Journey(world, here).informed(DAY), Journey(world, here).informed(DAY)
    silent, agreed = journey.offer(there, DAY).must(201), other.offer(there, DAY).must(201)
    world.set_today("2026-02-13")  # the thirtieth day is still in time
    world.certifier.post("/v1/jobs/expiry/runs").must(200)
    expect_equal(there.referent.get(f"/v1/transfer-requests/{silent['id']}").must(200)["state"], "PENDING")
    there.referent.post(f"/v1/transfer-requests/{agreed['id']}/events", {"event": "ACCEPT", "expected_version": 1, "data": {}}).must(201)
    world.set_today("2026-02-14")
    expect(world.certifier.post("/v1/jobs/expiry/runs").must(200)["lapsed_count"] >= 1, "nothing lapsed")
    lapsed = there.referent.get(f"/v1/transfer-requests/{silent['id']}").must(200)
    expect_equal((lapsed["state"], lapsed["settled_on"]), ("LAPSED", "2026-02-14"))
    expect_equal(there.referent.get(f"/v1/transfer-requests/{agreed['id']}").must(200)["state"], "AGREED")
    expect_equal(world.certifier.post("/v1/jobs/expiry/runs").must(200)["lapsed_count"], 0)
    # The organism that is asked has closed its doors: the certifier says that the file goes there.
    again = journey.offer(there, DAY).must(201)
    path = f"/v1/transfer-requests/{again['id']}/events"
    world.certifier.post(path, {"event": "GRANT", "expected_version": 1, "data": {}}).must_refuse("REASON_REQUIRED", 409)
    granted = world.certifier.post(path, {"event": "GRANT", "expected_version": 1, "data": {"reason": "Reprise des dossiers."}}).must(201)
    expect_equal([granted["resource"][name] for name in ("state", "agreed_reason", "reason")], ["AGREED", "Reprise des dossiers.", None])
    journey.event("TRANSFER", "2026-02-14", {"to_org_id": there.id, "consent_on": "2026-02-14"}, who=world.certifier)
    expect_equal(there.referent.get(journey.path).must(200)["owner_org_id"], there.id)


@story
def who_exists_is_not_guessed_by_the_thousand(instance, world):
    """C11: what could tell whether somebody is known is asked so often by one key, and no more; others are not kept waiting."""
    here, there = world.organisms[0], world.organisms[1]
    known = world.candidate(here)
    with SecondServer(instance, CLEA_LIMITS_IDENTITY_PER_MINUTE="10") as server:
        client, other = server.client(there.counsellor), server.client(here.counsellor)
        path = f"/v1/candidates/{known['id']}"
        asked = {
            "createCandidate": lambda: client.post("/v1/candidates?dry_run=true", world.identity()),
            "changeCandidate": lambda: client.patch(path + "?dry_run=true", {"city": "Lille"}, version=1),
            "listPossibleDuplicates": lambda: client.get(path + "/possible-duplicates"),
            "openCandidacy": lambda: client.post("/v1/candidacies?dry_run=true", {"candidate_id": known["id"]}),
        }
        first = asked["createCandidate"]().must(201)
        expect('"identity-own";q=5;w=60' in first.headers["RateLimit-Policy"].split(", "), first.headers["RateLimit-Policy"])
        expect('"identity-own";r=4;t=' in first.headers["RateLimit"], first.headers["RateLimit"])
        expect('"identity";r=9;t=' in first.headers["RateLimit"], "what all of the organism have")
        statuses = [asked["createCandidate"]().status for _ in range(6)]
        expect_equal(statuses[:4], [201] * 4)
        expect_equal(statuses[-1], 429)
        for name, ask in asked.items():
            refused = ask().must_refuse("RATE_LIMITED", 429)
            expect(1 <= int(refused.headers["Retry-After"]) <= 12, f"{name}: {refused.headers['Retry-After']}")
        searches = [client.post("/v1/candidates/searches", {"name": "Personne"}, key=False) for _ in range(30)]
        expect_equal(searches[0].status, 200, "searches have a bucket of their own")
        searches[-1].must_refuse("RATE_LIMITED", 429)
        other.post("/v1/candidates?dry_run=true", world.identity()).must(201)
        other.get(path).must(200)
        mate = server.client(there.referent)  # of the same organism, who has asked for nothing yet
        mate.post("/v1/candidates?dry_run=true", world.identity()).must(201)
        mate.post("/v1/candidates/searches", {"name": "Personne"}, key=False).must(200)
