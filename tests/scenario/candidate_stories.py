# SPDX-License-Identifier: EUPL-1.2
"""Two records of one candidate: what looks alike, the merge, and where the old identifier leads (A37)."""

import uuid

from annulment_stories import issue
from certificate_stories import certified
from harness.client import Client
from story import Journey, expect, expect_equal, story, together

TODAY = "2026-02-10"


def merge(world, survivor, duplicate, client=None, **options):
    return world.end("candidates", survivor["id"], {"duplicate_id": duplicate["id"]}, client=client, **options)


def active(world, *candidates):
    for candidate in candidates:
        expect_equal(world.certifier.get(f"/v1/candidates/{candidate['id']}").must(200)["status"], "ACTIVE")


@story
def what_was_the_duplicates_is_the_survivors(world):
    """Two organisms, two records, one person: candidacy, certificate, access and the candidate's key follow."""
    here, there = world.organisms[0], world.organisms[1]
    world.set_today(TODAY)
    journey = certified(world)
    certificate = issue(world, journey).must(201)
    duplicate, survivor = journey.candidate, world.candidate(there)
    key = world.key("CANDIDATE", duplicate["id"], ["CANDIDATE"], None)
    world.flush()
    journey.refresh()
    version = journey.version
    there.referent.get(f"/v1/candidates/{duplicate['id']}").must(404)
    here.referent.get(f"/v1/candidates/{survivor['id']}").must(404)
    reply = merge(world, survivor, duplicate).must(200)
    expect_equal((reply["id"], reply["birth_name"], reply["status"]), (survivor["id"], survivor["birth_name"], "ACTIVE"))
    expect_equal(reply["version"], survivor["version"] + 1)
    after = journey.read()
    expect_equal((after["candidate_id"], after["version"], after["state"]), (survivor["id"], version + 2, "CERTIFIED"))  # and that it is another identity
    expect_equal(world.certifier.get(f"/v1/certificates/{certificate['id']}").must(200)["candidate_id"], survivor["id"])
    here.referent.get(f"/v1/candidates/{survivor['id']}").must(200)
    listed = world.certifier.get(f"/v1/candidacies?candidate_id={survivor['id']}").must(200)["data"]
    expect_equal([candidacy["id"] for candidacy in listed], [journey.id])
    key.get(f"/v1/candidacies/{journey.id}").must(200)
    seen = [candidate["id"] for candidate in here.referent.get("/v1/candidates").must(200)["data"]]
    expect(duplicate["id"] not in seen and survivor["id"] in seen, "the list shows the record that ended")


@story
def a_candidacy_goes_on_after_the_merge(world):
    """Its version has moved: what was read before is stale, and the way is open from the next one."""
    organism = world.organisms[0]
    world.set_today(TODAY)
    journey = Journey(world, organism).informed("2026-01-05")
    survivor = world.candidate(organism)
    merge(world, survivor, journey.candidate).must(200)
    data = {"held_on": "2026-01-14"}
    journey.send("START_PRIOR", "2026-01-14", data).must_refuse("VERSION_MISMATCH", 412)
    journey.refresh().event("START_PRIOR", "2026-01-14", data, to="PRIOR_IN_PROGRESS")
    again = Journey(world, organism, candidate=survivor).open("2026-02-10")
    again.refused("CANDIDACY_ALREADY_OPEN", "RECORD_INFORMATION", TODAY, {"has_consent": True})


@story
def an_old_identifier_leads_to_the_survivor(world):
    here, there = world.organisms[0], world.organisms[1]
    world.set_today(TODAY)
    journey = Journey(world, here).informed("2026-01-05")
    old, survivor = journey.candidate, world.candidate(there)
    alone = world.candidate(here)
    merge(world, survivor, old).must(200)
    location = f"/v1/candidates/{survivor['id']}"
    for name in (old["id"], old["reference"]):
        for reply in (here.referent.get(f"/v1/candidates/{name}"),
                      here.referent.patch(f"/v1/candidates/{name}", {"city": "Lille"}, version=1)):
            expect_equal((reply.must(308).headers["Location"], reply.raw), (location, b""))
    dry = here.referent.patch(f"/v1/candidates/{old['id']}?dry_run=true", {"city": "Lille"}, version=1).must(308)
    expect_equal(dry.headers["Location"], location + "?dry_run=true", "a dry run must not become a real one")
    possible = here.referent.get(f"/v1/candidates/{old['id']}/possible-duplicates").must(308)
    expect_equal(possible.headers["Location"], location + "/possible-duplicates")
    there.referent.get(f"/v1/candidates/{old['id']}").must(308)
    stranger = world.organism()
    world.organisms.remove(stranger)
    world.flush()
    for name in (old["id"], old["reference"]):
        stranger.referent.get(f"/v1/candidates/{name}").must(404)
        stranger.referent.patch(f"/v1/candidates/{name}", {"city": "Lille"}, version=1).must(404)
    # Without a candidacy that went along, the organism that entered the record has nothing more of it.
    merge(world, survivor, alone).must(200)
    stranger.referent.get(f"/v1/candidates/{alone['id']}").must(404)
    # A merge of a merge: one step, not two.
    last = world.candidate(there)
    merge(world, last, survivor).must(200)
    for candidate in (old, alone, survivor):
        expect_equal(here.referent.get(f"/v1/candidates/{candidate['id']}").must(308).headers["Location"],
                     f"/v1/candidates/{last['id']}")
    expect_equal(journey.read()["candidate_id"], last["id"])


@story
def one_candidate_has_one_live_candidacy(world):
    here, there = world.organisms[0], world.organisms[1]
    world.set_today(TODAY)
    one, two = Journey(world, here).informed("2026-01-05"), Journey(world, there).informed("2026-01-06")
    reply = merge(world, one.candidate, two.candidate).must_refuse("CANDIDACY_ALREADY_OPEN", 409)
    expect_equal(reply.reasons, ["CANDIDACY_ALREADY_OPEN"])
    expect("doublon" in reply["detail"] and "transfert" not in reply["detail"], "what whoever merges can do")
    expect_equal(reply["reasons"][0]["resolve_with"], {"method": "POST", "href": f"{two.path}/events", "event": "CANCEL"})
    expect_equal(reply.details("CANDIDACY_ALREADY_OPEN"),
                 {"referential_code": "CLEA-SOCLE", "candidacy_ids": [one.id, two.id]})
    active(world, one.candidate, two.candidate)
    expect_equal((one.read()["version"], two.read()["version"]), (one.version, two.version))
    two.event("WITHDRAW", TODAY, {"requested_on": TODAY}, to="WITHDRAWN")
    merge(world, one.candidate, two.candidate).must(200)


@story
def one_candidate_is_certified_once(world):
    """And all reasons at once."""
    one, two = certified(world), certified(world)
    reply = merge(world, one.candidate, two.candidate).must_refuse("ALREADY_CERTIFIED", 409)
    expect_equal(reply.details("ALREADY_CERTIFIED")["candidacy_ids"], [one.id, two.id])
    ended = world.candidate()
    merge(world, two.candidate, ended).must(200)
    third = Journey(world, world.organisms[0]).informed(TODAY)
    merge(world, one.candidate, ended).must_refuse("CANDIDATE_NOT_ACTIVE", 409)
    merge(world, third.candidate, two.candidate).must(200)
    fourth = Journey(world, world.organisms[1]).informed(TODAY)
    merge(world, one.candidate, fourth.candidate).must(200)
    reply = merge(world, third.candidate, one.candidate).must(409)
    expect_equal(sorted(reply.reasons), ["ALREADY_CERTIFIED", "CANDIDACY_ALREADY_OPEN"])
    reply = merge(world, two.candidate, one.candidate).must_refuse("CANDIDATE_NOT_ACTIVE", 409)
    expect_equal(reply.details("CANDIDATE_NOT_ACTIVE"), {"candidate_id": two.candidate["id"], "status": "MERGED",
                                                               "survivor_id": third.candidate["id"]})


@story
def a_record_that_ended_takes_nothing_more(world):
    world.set_today(TODAY)
    ended, survivor, other = world.candidate(), world.candidate(), world.candidate()
    merge(world, survivor, ended).must(200)
    for pair in ((ended, other), (other, ended)):
        reply = merge(world, *pair).must_refuse("CANDIDATE_NOT_ACTIVE", 409)
        expect_equal(reply.details("CANDIDATE_NOT_ACTIVE"), {"candidate_id": ended["id"], "status": "MERGED", "survivor_id": survivor["id"]})
    opening = {"candidate_id": ended["id"], "referential_code": "CLEA-SOCLE", "occurred_on": TODAY}
    world.organisms[0].counsellor.post("/v1/candidacies", opening).must_refuse("CANDIDATE_NOT_ACTIVE", 409)


def members_named(name):
    """(operationId, method, path, where) of each parameter and member of the contract of that name."""
    document = Client.contract.document
    for path, methods in document["paths"].items():
        for method, operation in methods.items():
            if not isinstance(operation, dict) or "operationId" not in operation:
                continue
            if name in [parameter.get("name") for parameter in operation.get("parameters", [])] and "{" not in path:
                yield operation["operationId"], method, path, "query"
            schema = operation.get("requestBody", {}).get("content", {}).get("application/json", {}).get("schema", {}).get("$ref", "")
            if schema and name in document["components"]["schemas"][schema.rsplit("/", 1)[1]].get("properties", {}):
                yield operation["operationId"], method, path, "body"


MADE = {
    "openCandidacy": {"referential_code": "CLEA-SOCLE", "occurred_on": TODAY},
    "planAppointment": {"kind": "OTHER", "starts_at": f"{TODAY}T18:00:00+01:00", "duration_minutes": 60},
    "createInvitation": {},
}


@story
def a_record_that_was_merged_is_followed(world):
    """By its identifier and its reference, wherever the contract takes one: what is asked for is found by that of the survivor, and what
    would be made is refused with it."""
    world.set_today(TODAY)
    organism = world.organisms[0]
    journey = Journey(world, organism).informed("2026-01-05")
    ended, kept = world.candidate(), journey.candidate
    organism.counsellor.post("/v1/appointments", MADE["planAppointment"] | {"candidate_id": ended["id"]}).must(201)
    merge(world, kept, ended).must(200)
    asked = set()
    for operation, method, path, where in members_named("candidate_id"):
        asked.add(operation)
        if where == "query":
            answers = [organism.referent.get(f"{path}?candidate_id={who['id']}").must(200) for who in (ended, kept)]
            old, new = ((reply.body or {}).get("data", reply.raw) for reply in answers)
            expect_equal(old, new, operation)
            continue
        refused = organism.referent.post(path, MADE[operation] | {"candidate_id": ended["id"]}).must_refuse("CANDIDATE_NOT_ACTIVE", 409)
        expect_equal(refused.details("CANDIDATE_NOT_ACTIVE"), {"pointer": "/candidate_id", "candidate_id": ended["id"], "status": "MERGED",
                                                               "survivor_id": kept["id"]}, operation)
        expect_equal(refused["reasons"][0]["resolve_with"], {"method": "GET", "href": f"/v1/candidates/{kept['id']}", "event": None})
    expect_equal(asked, {"listCandidacies", "listAppointments", "readAppointmentCalendar", "listInvitations", "listLogins"} | set(MADE))
    found = [organism.referent.get(f"/v1/{what}?candidate_id={ended['id']}").must(200)["data"] for what in ("candidacies", "appointments")]
    expect_equal([[item["candidate_id"] for item in items] for items in found], [[kept["id"]], [kept["id"]]])
    for reference in (ended["reference"], kept["reference"]):
        rows = organism.counsellor.post("/v1/candidates/searches", {"reference": reference}).must(200)["data"]
        expect_equal([row["id"] for row in rows], [kept["id"]])


@story
def a_merge_is_asked_for_rightly(world):
    world.set_today(TODAY)
    one, two = world.candidate(), world.candidate()
    for body, pointer, code in (({}, "/duplicate_id", "REQUIRED"), ({"duplicate_id": None}, "/duplicate_id", "NULL_NOT_ALLOWED"),
                                ({"duplicate_id": 3}, "/duplicate_id", "TYPE"),
                                ({"duplicate_id": str(uuid.uuid4())}, "/duplicate_id", "REFERENCE_UNKNOWN"),
                                ({"duplicate_id": one["id"]}, "/duplicate_id", "SAME_RECORD"),
                                ({"duplicate_id": two["id"], "reason": None}, "/reason", "NULL_NOT_ALLOWED"),
                                ({"duplicate_id": two["id"], "reason": ""}, "/reason", "MIN_LENGTH"),
                                ({"duplicate_id": two["id"], "why": "?"}, "/why", "UNKNOWN_FIELD")):
        expect_equal(world.end("candidates", one["id"], body).must(422).errors, {pointer: code})
    right, at_version = {"duplicate_id": one["id"], "reason": "Doublon"}, {"If-Match": f'"{one["version"]}"'}
    expect_equal(world.certifier.post(f"/v1/candidates/{one['reference']}/merges", right, headers=at_version).must(422).errors,
                 {"/duplicate_id": "SAME_RECORD"})
    world.end("candidates", str(uuid.uuid4()), {"duplicate_id": two["id"]}).must(404)
    right = {"duplicate_id": two["id"], "reason": "Doublon"}
    world.certifier.post(f"/v1/candidates/{one['id']}/merges", right).must_refuse("PRECONDITION_REQUIRED", 428)
    world.certifier.post(f"/v1/candidates/{one['id']}/merges", right, headers={"If-Match": '"9"'}).must_refuse("VERSION_MISMATCH", 412)
    expect_equal(world.certifier.post(f"/v1/candidates/{one['id']}/merges", {"duplicate_id": two["id"]}, headers=at_version).must(422).errors,
                 {"/reason": "REQUIRED"})
    for client in (world.organisms[0].counsellor, world.organisms[0].referent, world.auditor, world.commission.secretary):
        merge(world, one, two, client).must(403)
    active(world, one, two)
    dry = world.certifier.post(f"/v1/candidates/{one['id']}/merges?dry_run=true", right, headers=at_version).must(200)
    expect_equal((dry["id"], dry["version"]), (one["id"], one["version"] + 1))
    active(world, one, two)
    key = str(uuid.uuid4())
    first, second = merge(world, one, two, key=key).must(200), merge(world, one, two, key=key).must(200)
    expect_equal((second.headers["Idempotency-Replayed"], second.body), ("true", first.body))
    merge(world, one, two).must_refuse("CANDIDATE_NOT_ACTIVE", 409)
    # Why is read again, there and where it went on.
    three = world.candidate()
    world.end("candidates", three["id"], {"duplicate_id": one["id"], "reason": "Trouvée au fichier"}).must(200)
    path = f"/v1/candidates/{three['id']}/merges"
    told = world.certifier.get(path).must(200)["data"]
    expect_equal([(row["candidate_id"], row["reference"], row["reason"], row["merged_on"]) for row in told],
                 [(one["id"], one["reference"], "Trouvée au fichier", TODAY), (two["id"], two["reference"], "Même personne, saisie deux fois.", TODAY)])
    expect_equal(world.auditor.get(path).must(200)["data"], told)
    world.organisms[0].referent.get(path).must(403)


@story
def two_merges_at_once_never_cross(world):
    """A into B and B into A: one of them wins, and nobody points at himself."""
    world.set_today(TODAY)
    for _ in range(5):
        one, two = world.candidate(), world.candidate()
        world.state_identity(one["id"], other_id=two["id"]).must(201)
        world._stated |= {(one["id"], two["id"]), (two["id"], one["id"])}
        replies = together(lambda: merge(world, one, two, world.certifier.clone()), lambda: merge(world, two, one, world.certifier.clone()))
        [won, lost] = sorted(replies, key=lambda reply: reply.status)
        expect(won.status == 200 and lost.status in (409, 412), str(replies))
        world.certifier.get(f"/v1/candidates/{replies[0].body.get('id') or replies[1]['id']}").must(200)


@story
def a_merge_and_a_consent_at_once(world):
    """Load, then save: two candidacies of one person never both live, whoever comes first."""
    here, there = world.organisms[0], world.organisms[1]
    world.set_today(TODAY)
    for _ in range(5):
        live, contact = Journey(world, here).informed(TODAY), Journey(world, there).open(TODAY)
        consent = {"event": "RECORD_INFORMATION", "occurred_on": TODAY, "expected_version": contact.version,
                   "data": {"has_consent": True}}
        merged, informed = together(
            lambda: merge(world, live.candidate, contact.candidate, world.certifier.clone()),
            lambda: there.counsellor.clone().post(f"{contact.path}/events", consent))
        expect_equal(sorted((merged.status in (409,), informed.status in (409, 412))), [False, True], f"{merged} {informed}")
        expect_equal(sorted((merged.status, informed.status))[0] in (200, 201), True)


@story
def a_merge_and_an_opening_at_once(world):
    """No candidacy stays behind on the record that ended."""
    organism = world.organisms[0]
    world.set_today(TODAY)
    for _ in range(5):
        survivor, duplicate = world.candidate(), world.candidate()
        opening = {"candidate_id": duplicate["id"], "referential_code": "CLEA-SOCLE", "occurred_on": TODAY}
        merged, opened = together(lambda: merge(world, survivor, duplicate, world.certifier.clone()),
                                  lambda: organism.counsellor.clone().post("/v1/candidacies", opening))
        merged.must(200)
        if opened.status == 201:
            expect_equal(organism.referent.get(f"/v1/candidacies/{opened['id']}").must(200)["candidate_id"], survivor["id"])
        else:
            opened.must_refuse("CANDIDATE_NOT_ACTIVE", 409)


def planned(organism, candidate, kind, hour, **other):
    body = {"candidate_id": candidate["id"], "kind": kind, "starts_at": f"{TODAY}T{hour}:00:00+01:00", "duration_minutes": 60}
    return organism.counsellor.clone().post("/v1/appointments", body | other)


@story
def a_merge_makes_no_twins_of_appointments(world):
    """What one organism planned for both records is refused by name, of every kind; other appointments follow the candidate."""
    here = world.organisms[0]
    world.set_today(TODAY)
    for kind, hours in (("INFORMATION", (18, 19)), ("RESTITUTION", (18, 18)), ("OTHER", (19, 19))):
        kept, ended = world.candidate(), world.candidate()
        mine, moved = (planned(here, who, kind, hour).must(201) for who, hour in zip((kept, ended), hours))
        other = planned(here, ended, "OTHER", 20).must(201)
        refused = merge(world, kept, ended).must_refuse("APPOINTMENT_ALREADY_PLANNED", 409)
        expect_equal(refused.details("APPOINTMENT_ALREADY_PLANNED"), {"id": mine["id"], "appointment_ids": [mine["id"], moved["id"]]})
        expect_equal(refused["reasons"][0]["resolve_with"], {"method": "GET", "href": f"/v1/appointments/{moved['id']}", "event": None})
        active(world, kept, ended)
        here.counsellor.post(f"/v1/appointments/{moved['id']}/events", {"event": "CANCEL", "expected_version": moved["version"],
                                                                         "data": {"reason": "Deux fiches d'une personne"}}).must(201)
        merge(world, kept, ended).must(200)
        for row in (moved, other):
            expect_equal(here.counsellor.get(f"/v1/appointments/{row['id']}").must(200)["candidate_id"], kept["id"])


@story
def an_invitation_ends_with_the_record(world):
    """Its code would bind a login to a record that is none any more."""
    organism = world.organisms[0]
    world.set_today(TODAY)
    kept, journey = world.candidate(), Journey(world, organism).informed(TODAY)
    ended = journey.candidate
    invited = organism.referent.post("/v1/invitations", {"candidate_id": ended["id"]}).must(201)
    merge(world, kept, ended).must(200)
    expect_equal(organism.referent.get(f"/v1/invitations/{invited['id']}").must(200)["status"], "REVOKED")
    organism.referent.post("/v1/invitations", {"candidate_id": kept["id"]}).must(201)


@story
def a_merge_and_an_appointment_at_once(world):
    """Neither stays behind on the record that ended, nor becomes a twin."""
    here = world.organisms[0]
    world.set_today(TODAY)
    for _ in range(5):
        kept, ended = world.candidate(), world.candidate()
        mine = planned(here, kept, "OTHER", 18).must(201)
        merged, twin = together(lambda: merge(world, kept, ended, world.certifier.clone()), lambda: planned(here, ended, "OTHER", 18))
        if merged.status == 200:
            twin.must_refuse("CANDIDATE_NOT_ACTIVE", 409)
            expect_equal([row["id"] for row in here.counsellor.get(f"/v1/appointments?candidate_id={kept['id']}").must(200)["data"]], [mine["id"]])
        else:
            merged.must_refuse("APPOINTMENT_ALREADY_PLANNED", 409)
            twin.must(201)


@story
def what_looks_alike_is_scored(world):
    """Equal and similar names, parts of the birth date, the commune; nothing below the threshold, oneself never."""
    organism = world.organism()
    world.organisms.remove(organism)
    world.flush()
    birth = {"birth_year": 1951, "birth_month": 7, "birth_day": 9, "birth_commune_insee": "62041"}
    make = lambda **changes: world.candidate(organism, **({"first_name_1": "Zoé", "birth_name": "Quéméneur"} | birth | changes))  # noqa: E731
    me = make()
    ask = lambda candidate=me, who=organism.counsellor: [  # noqa: E731
        (found["candidate_id"], found["score"], found["matched"])
        for found in who.get(f"/v1/candidates/{candidate['id']}/possible-duplicates").must(200)["data"]]
    expect_equal(ask(), [])
    typo = make(birth_name="QUEMENEURE")
    parts = make(birth_month=8, birth_day=10)
    make(birth_year=1960, birth_month=8, birth_day=10, birth_commune_insee="59350")  # the names alone: 50
    married = make(birth_name="Xiberras")
    expect_equal(ask(), [
        (typo["id"], 90, ["BIRTH_NAME_SIMILAR", "FIRST_NAME", "BIRTH_DAY", "BIRTH_YEAR", "BIRTH_COMMUNE", "BIRTH_MONTH"]),
        (parts["id"], 75, ["BIRTH_NAME", "FIRST_NAME", "BIRTH_YEAR", "BIRTH_COMMUNE"]),
        (married["id"], 70, ["FIRST_NAME", "BIRTH_DAY", "BIRTH_YEAR", "BIRTH_COMMUNE", "BIRTH_MONTH"])])
    expect_equal([id_ for id_, _, _ in ask(typo)][0], me["id"])
    # What is told at the creation is what the list says: of a name mistyped, of day and month and of the names in each other's place.
    for changes, first in (({"birth_name": "Quemmeneur"}, "BIRTH_NAME_SIMILAR"), ({"birth_month": 9, "birth_day": 7}, "BIRTH_NAME"),
                           ({"birth_name": "Zoé", "first_name_1": "Quéméneur"}, "NAMES_SWAPPED")):
        told = organism.counsellor.post("/v1/candidates?dry_run=true", {
            "birth_name": "Quéméneur", "first_name_1": "Zoé", "sex": "F"} | birth | changes).must(201)["possible_duplicates"]
        found = {row["candidate_id"]: row for row in told}
        expect(me["id"] in found and first in found[me["id"]]["matched"], f"{changes}: {told}")
    swapped = make(birth_name="Zoé", first_name_1="Quéméneur")
    expect_equal((swapped["id"], 95, ["NAMES_SWAPPED", "BIRTH_DAY", "BIRTH_YEAR", "BIRTH_COMMUNE", "BIRTH_MONTH"]) in ask(), True)
    expect_equal(organism.counsellor.get(f"/v1/candidates/{swapped['id']}/possible-duplicates").must(200)["data"], swapped["possible_duplicates"])
    merge(world, me, swapped).must(200)
    expect_equal(organism.referent.get(f"/v1/candidates/{me['reference']}/possible-duplicates").must(200)["data"][0]["reference"],
                 typo["reference"])
    merge(world, me, typo).must(200)
    expect_equal([id_ for id_, _, _ in ask()], [parts["id"], married["id"]], "a record that was merged")
    for number in range(12):
        make(birth_name="Quemeneur" + "abcdfghijklm"[number])  # not the name that was merged
    expect_equal(len(ask()), 10, "ten at most")


@story
def nobody_elses_candidates_are_shown(world):
    """A37: likeness is told among one's own candidates only."""
    here, there = world.organisms[0], world.organisms[1]
    world.set_today(TODAY)
    identity = world.identity(birth_name="Rozenblum", first_name_1="Ysé")
    mine = here.counsellor.post("/v1/candidates", identity).must(201).body
    theirs = there.counsellor.post("/v1/candidates", identity | {"birth_name": "Rozenblume"}).must(201).body
    path = f"/v1/candidates/{mine['id']}/possible-duplicates"
    expect_equal(here.counsellor.get(path).must(200)["data"], [])
    there.counsellor.get(path).must(404)
    expect_equal(world.certifier.get(path).must(200)["data"][0]["candidate_id"], theirs["id"])
    here.evaluator.get(path).must(403)
    world.commission.secretary.get(path).must(403)
    linked = Journey(world, here, candidate=theirs).open(TODAY)
    expect_equal(here.counsellor.get(path).must(200)["data"], [], "linked: of whom nothing is known but that he exists")
    linked.event("RECORD_INFORMATION", TODAY, {"has_consent": True})
    expect_equal([found["candidate_id"] for found in here.counsellor.get(path).must(200)["data"]], [theirs["id"]],
                 "with his consent: its own from now on")


@story
def a_corrected_identity_is_compared_by_its_new_names(world):
    """What a record is found and recognised by follows each correction, also of a part that is no name."""
    counsellor = world.organisms[0].counsellor
    identity = {"birth_name": "D'Aubigné-Œuvrard", "first_name_1": "Maël", "sex": "M", "birth_year": 1971, "birth_month": 3,
                "birth_day": 9, "birth_commune_insee": "62041"}

    def found(**criteria):
        return [one["id"] for one in counsellor.post("/v1/candidates/searches", criteria).must(200)["data"]]

    made = counsellor.post("/v1/candidates", identity).must(201)
    expect_equal(found(birth_name="daubigne oeuvrard", first_name_1="MAEL"), [made["id"]])
    counsellor.post("/v1/candidates", identity | {"birth_name": "D AUBIGNE OEUVRARD"}).must_refuse("DUPLICATE_CANDIDATE", 409)
    path = f"/v1/candidates/{made['id']}"
    counsellor.patch(path, {"birth_name": "Łyżwińska"}, version=1).must(200)
    expect_equal((found(name="lyzw"), found(birth_name="D'Aubigné-Œuvrard")), ([made["id"]], []))
    corrected = identity | {"birth_name": "Lyzwinska"}
    counsellor.post("/v1/candidates", corrected).must_refuse("DUPLICATE_CANDIDATE", 409)
    counsellor.patch(path, {"birth_day": 10}, version=2).must(200)
    counsellor.post("/v1/candidates", corrected | {"birth_day": 10}).must_refuse("DUPLICATE_CANDIDATE", 409)
    twin = counsellor.post("/v1/candidates", corrected).must(201)
    told = counsellor.post("/v1/candidates", corrected | {"birth_day": 10}).must_refuse("DUPLICATE_CANDIDATE", 409)
    for query in ("?dry_run=true", ""):
        refused = counsellor.patch(f"/v1/candidates/{twin['id']}{query}", {"birth_day": 10}, version=1)
        expect_equal(refused.must_refuse("DUPLICATE_CANDIDATE", 409)["reasons"], told["reasons"], "a correction and an entry")
    expect_equal(told.details("DUPLICATE_CANDIDATE"), {"candidate_id": made["id"]})
    counsellor.patch(path, {"sex": None}, version=3).must(200)
    counsellor.patch(f"/v1/candidates/{twin['id']}", {"birth_day": 10}, version=1).must(200)
