# SPDX-License-Identifier: EUPL-1.2
"""Who a person is: what is compared, who may be the same, and that nobody is followed twice unnoticed (decision 37)."""

import itertools

from story import Journey, expect, expect_equal, story, together

TODAY = "2026-02-10"
CONSENT = {"has_consent": True}
UNKNOWN = {  # each part that may be unknown, and what else goes with it
    "sex": ("sex",), "day": ("birth_day",), "month": ("birth_month", "birth_day"),
    "place": ("birth_commune_insee", "birth_country_code"), "commune": ("birth_commune_insee",),
}


def without(identity, *parts):
    erased = {field for part in parts for field in UNKNOWN[part]}
    return {name: value for name, value in identity.items() if name not in erased}


def inform(journey, counsellor=None, **data):
    return (counsellor or journey.organism.counsellor).post(f"{journey.path}/events", {
        "event": "RECORD_INFORMATION", "occurred_on": TODAY, "expected_version": 1, "data": CONSENT | data})


def contact(world, organism, identity):
    made = organism.counsellor.post("/v1/candidates", identity).must(201).body
    return Journey(world, organism, candidate=made).open(TODAY)


def alike(made):
    """Of whom nothing known tells the record apart, among those that may be the same person."""
    return [found["candidate_id"] for found in made["possible_duplicates"] if found["is_alike"]]


def codes(reply):
    return sorted(error["code"] for error in reply["errors"])


@story
def whoever_may_be_the_same_is_told(world):
    """The README's block run twice: the second is told at the creation and refused at the information."""
    here = world.organisms[0]
    world.set_today(TODAY)
    identity = without(world.identity(), "day", "month")
    first = here.counsellor.post("/v1/candidates", identity).must(201)
    expect_equal(alike(first), [])
    one = Journey(world, here, candidate=first.body).open(TODAY)
    second = here.counsellor.post("/v1/candidates", identity).must(201)
    expect_equal([found["reference"] for found in second["possible_duplicates"] if found["is_alike"]], [first["reference"]])
    expect_equal(here.counsellor.get(f"/v1/candidates/{second['id']}/possible-duplicates").must(200)["data"], second["possible_duplicates"])
    two = Journey(world, here, candidate=second.body).open(TODAY)
    inform(one).must(201)
    refused = inform(two).must_refuse("POSSIBLE_DUPLICATE", 409)
    details = refused.details("POSSIBLE_DUPLICATE")
    expect_equal((details["found_count"], details["candidate_ids"]), (1, [first["id"]]))
    inform(two, is_distinct=False).must_refuse("POSSIBLE_DUPLICATE", 409)
    inform(two, is_distinct=True).must(201)
    said = [event for event in here.referent.get(f"{two.path}/history").must(200)["data"] if event["event"] == "RECORD_INFORMATION"]
    expect_equal(said[0]["data"]["is_distinct"], True, "kept in the history")
    third = here.counsellor.post("/v1/candidates", identity).must(201)
    expect_equal(set(alike(third)), {first["id"], second["id"]})


# One name as people and machines write it: case, marks in whatever order, composed or not, hyphens, apostrophes and blanks of every kind.
WRITTEN = (
    ("Zoé-Anne", ("Zoé Anne", "ZOE ANNE", "zoe-anne", "ZoéAnne", "Zoe\u0301-Anne", "Zoé\u2011Anne", "Zoé\u00a0Anne", "Zoé\u2013Anne")),
    ("Thu\u1ea1\u0302n", ("Thua\u0323\u0302n", "Thua\u0302\u0323n", "Thuân", "Thuan", "THUAN")),  # marks of two classes
    ("Nue\u0308\u0301l", ("Nue\u0301\u0308l", "Nuél", "Nuel")),  # of one class: NFC keeps their order
    ("D’Artagnan", ("D'Artagnan", "D\u02bcArtagnan", "DArtagnan", "D Artagnan")),
    ("Œnone", ("Oenone", "OENONE")),
)


@story
def a_name_is_the_same_however_it_is_written(world):
    """A certain match where every part is known, a possible one where a part is not."""
    here = world.organisms[0]
    world.set_today(TODAY)
    for first, others in WRITTEN:
        for member in ("first_name_1", "birth_name"):
            identity = world.identity() | {member: first}
            if member == "birth_name":
                identity["first_name_1"] = world.identity()["birth_name"].split()[1]
            made = here.counsellor.post("/v1/candidates", identity).must(201)
            for other in others:
                known = here.counsellor.post("/v1/candidates", identity | {member: other}).must_refuse("DUPLICATE_CANDIDATE", 409)
                expect_equal(known.details("DUPLICATE_CANDIDATE")["candidate_id"], made["id"], f"{first} and {other}")
            inform(Journey(world, here, candidate=made.body).open(TODAY)).must(201)
            part = here.counsellor.post("/v1/candidates?dry_run=true", identity | {member: others[-1], "birth_day": None}).must(201)
            expect_equal(alike(part), [made["id"]], f"{first} and {others[-1]}, a part unknown")


@story
def an_initial_may_stand_for_any_name_that_begins_so(world):
    """What an initial stands for is not known, so it tells nobody apart: at the creation, at the information, and of a correction."""
    here = world.organisms[0]
    world.set_today(TODAY)
    identity = world.identity() | {"first_name_1": "Jean-Pierre"}
    one = contact(world, here, identity)
    inform(one).must(201)
    for initials in ("J.", "J.-P.", "Jean-P.", "J.-Pierre"):
        made = here.counsellor.post("/v1/candidates?dry_run=true", identity | {"first_name_1": initials}).must(201)
        told = here.counsellor.post("/v1/candidates", identity | {"first_name_1": initials, "birth_day": 1 + identity["birth_day"] % 28}).must(201)
        expect_equal(alike(told), [], "another day of birth")
        path = f"/v1/candidates/{told['id']}"
        here.counsellor.patch(path, {"birth_day": identity["birth_day"]}, version=1).must(200)
        expect(one.candidate["id"] in alike(made), f"{initials}: {made['possible_duplicates']}")
        two = Journey(world, here, candidate=told.body).open(TODAY)
        inform(two).must_refuse("POSSIBLE_DUPLICATE", 409)
    for others in ("P.", "Jean", "J.-M.", "Jean-Paul"):
        made = here.counsellor.post("/v1/candidates", identity | {"first_name_1": others}).must(201)
        expect(one.candidate["id"] not in alike(made), f"{others}: {made['possible_duplicates']}")
    # Whatever stands between the words, and whatever marks the initial bears.
    for initials in ("Jean\u2011P.", "Jean\u00a0P", "Jean\u2013P.", "J\u0302.-Pierre"):
        identity = world.identity() | {"first_name_1": "Jean-Pierre"}
        one = contact(world, here, identity)
        inform(one).must(201)
        made = here.counsellor.post("/v1/candidates?dry_run=true", identity | {"first_name_1": initials}).must(201)
        expect_equal(alike(made), [one.candidate["id"]], ascii(initials))
    # The other way round, and by a correction of who is followed.
    identity = world.identity() | {"first_name_1": "É."}
    short = contact(world, here, identity)
    inform(short).must(201)
    whole = here.counsellor.post("/v1/candidates", identity | {"first_name_1": "Elodie"}).must(201)
    expect_equal(alike(whole), [short.candidate["id"]])
    apart = contact(world, here, identity | {"first_name_1": "Zoé"})
    inform(apart).must(201)
    path = f"/v1/candidates/{apart.candidate['id']}"
    version = here.counsellor.get(path).must(200)["version"]
    here.counsellor.patch(path, {"first_name_1": "Emma"}, version=version).must_refuse("POSSIBLE_DUPLICATE", 409)
    here.counsellor.patch(path, {"first_name_1": "Emma", "is_distinct": True}, version=version).must(200)


@story
def nothing_is_told_before_consent_nor_of_strangers(world):
    here, there = world.organisms[0], world.organisms[1]
    world.set_today(TODAY)
    identity = without(world.identity(), "day")
    one = contact(world, here, identity)
    inform(one).must(201)
    made = there.counsellor.post("/v1/candidates", identity).must(201)
    expect_equal(alike(made), [], "another organism's")
    two = Journey(world, there, candidate=made.body).open(TODAY)
    refused = there.counsellor.post(f"{two.path}/events", {
        "event": "RECORD_INFORMATION", "occurred_on": TODAY, "data": {"has_consent": False}}).must_refuse("CONSENT_MISSING", 409)
    expect("POSSIBLE_DUPLICATE" not in str(refused.body), "told before the consent")
    details = inform(two).must_refuse("POSSIBLE_DUPLICATE", 409).details("POSSIBLE_DUPLICATE")
    expect_equal((details["found_count"], details.get("candidate_ids")), (1, None), "who it is stays the other's")


@story
def a_whole_identity_settles_who_strangers_are(world):
    """Whoever may be a stranger's candidate is told what is unknown of him, and where to complete it: then he is, or is not."""
    here, there = world.organisms[0], world.organisms[1]
    world.set_today(TODAY)
    way = lambda reply: reply.body["reasons"][0].get("resolve_with")  # noqa: E731
    for same in (True, False):
        identity = world.identity()
        theirs = contact(world, here, identity)
        inform(theirs).must(201)
        ours = contact(world, there, without(identity, "day", "place"))
        refused = inform(ours).must_refuse("POSSIBLE_DUPLICATE", 409)
        expect_equal(refused.details("POSSIBLE_DUPLICATE")["names"], ["birth_day", "birth_commune_insee"])
        path = f"/v1/candidates/{ours.candidate['id']}"
        expect_equal((way(refused)["method"], way(refused)["href"]), ("PATCH", path))
        whole = {name: identity[name] for name in ("birth_day", "birth_commune_insee")}
        if same:
            told = there.counsellor.patch(path, whole, version=1).must_refuse("DUPLICATE_CANDIDATE", 409)
            expect_equal(told.details("DUPLICATE_CANDIDATE"), {"candidate_id": theirs.candidate["id"]})
            there.counsellor.post("/v1/candidacies", {"candidate_id": theirs.candidate["id"], "referential_code": "CLEA-SOCLE",
                                                      "occurred_on": TODAY}).must(201)
        else:
            there.counsellor.patch(path, whole | {"birth_day": 1 + whole["birth_day"] % 28}, version=1).must(200)
            inform(ours).must(201)
    # What is unknown of the other one nobody here can complete.
    identity = world.identity()
    inform(contact(world, here, without(identity, "day"))).must(201)
    refused = inform(contact(world, there, identity)).must_refuse("POSSIBLE_DUPLICATE", 409)
    expect_equal((refused.details("POSSIBLE_DUPLICATE").get("names"), way(refused)), (None, None))


@story
def a_part_that_differs_tells_two_apart(world):
    """No known part differs: that alone is a possible match."""
    here = world.organisms[0]
    world.set_today(TODAY)
    identity = without(world.identity(), "sex")
    inform(contact(world, here, identity)).must(201)
    other = {"birth_name": "Quelqu'un d'Autre", "first_name_1": "Maud", "birth_year": 1951,
             "birth_month": 1 + identity["birth_month"] % 12, "birth_day": 1 + identity["birth_day"] % 28, "birth_commune_insee": "62041"}
    for field, value in other.items():
        changed = identity | {field: value}
        made = here.counsellor.post("/v1/candidates", changed).must(201)
        expect_equal(alike(made), [], field)
        inform(Journey(world, here, candidate=made.body).open(TODAY)).must(201)
    abroad = without(identity, "place") | {"birth_country_code": "352"}
    expect_equal(alike(here.counsellor.post("/v1/candidates", abroad).must(201)), [], "another country")
    france = without(identity, "commune")
    expect(alike(here.counsellor.post("/v1/candidates", france).must(201)), "France, and nobody knows where")


@story
def every_combination_of_unknown_parts_meets(world):
    """Two informations at once: one is recorded and the other is told, whatever is unknown of the one or the other."""
    here, there = world.organisms[0], world.organisms[1]
    world.set_today(TODAY)
    subsets = [(), ("sex",), ("day",), ("month",), ("place",), ("commune",), ("sex", "month", "place")]
    for ours, theirs in itertools.product(subsets, subsets):
        if not ours and not theirs:
            continue  # a certain match, which has one record
        identity = world.identity()
        one = contact(world, here, without(identity, *ours))
        reply = there.counsellor.post("/v1/candidates", without(identity, *theirs))
        two = Journey(world, there, candidate=reply.must(201).body).open(TODAY)
        replies = together(lambda: inform(one, here.counsellor.clone()), lambda: inform(two, there.counsellor.clone()))
        expect_equal(sorted(reply.status for reply in replies), [201, 409], f"{ours} and {theirs}: {replies}")
        next(reply for reply in replies if reply.status == 409).must_refuse("POSSIBLE_DUPLICATE", 409)


@story
def two_creations_at_once_see_each_other(world):
    """Of two records that may be one person's the later one names the earlier, at least; of a whole identity there is one."""
    here = world.organisms[0]
    world.set_today(TODAY)
    for ours, theirs in itertools.product([(), ("sex",), ("month",), ("place",)], repeat=2):
        identity = world.identity()
        replies = together(lambda: here.counsellor.clone().post("/v1/candidates", without(identity, *ours)),
                           lambda: here.counsellor.clone().post("/v1/candidates", without(identity, *theirs)))
        if not ours and not theirs:
            expect_equal(sorted(reply.status for reply in replies), [201, 409], f"{replies}")
            continue
        seen = sorted(len(alike(reply.must(201))) for reply in replies)
        # Two that share a commit are made before either is asked about, and each names the other.
        expect(seen in ([0, 1], [1, 1]), f"{ours} and {theirs}: {seen}")


@story
def a_correction_makes_nobody_a_second_time(world):
    """Who is followed becomes nobody else who is followed, unless somebody says that they are two."""
    here, there = world.organisms[0], world.organisms[1]
    world.set_today(TODAY)
    identity = without(world.identity(), "day")
    inform(contact(world, here, identity)).must(201)
    typo = contact(world, there, identity | {"birth_name": identity["birth_name"] + "x"})
    inform(typo).must(201)
    path = f"/v1/candidates/{typo.candidate['id']}"
    right = {"birth_name": identity["birth_name"]}
    refused = there.counsellor.patch(path, right, version=1).must_refuse("POSSIBLE_DUPLICATE", 409)
    details = refused.details("POSSIBLE_DUPLICATE")
    expect_equal((details["found_count"], details.get("candidate_ids")), (1, None), "how many, and who is another organism's stays unnamed")
    there.counsellor.patch(path, right | {"is_distinct": True}, version=1).must(200)
    there.counsellor.patch(path, {"city": "Lens"}, version=2).must(200)
    free = here.counsellor.post("/v1/candidates", identity | {"birth_name": "Nobody"}).must(201)
    here.counsellor.patch(f"/v1/candidates/{free['id']}", right, version=1).must(200)  # nobody follows this one
    kept = there.counsellor.patch(path, {"birth_year": None, "birth_month": None}, version=3).must_refuse("IDENTITY_INCOMPLETE", 409)
    expect_equal(kept.details("IDENTITY_INCOMPLETE")["names"], ["birth_year"])


@story
def a_file_cancelled_as_an_error_follows_nobody(world):
    here = world.organisms[0]
    world.set_today(TODAY)
    identity = without(world.identity(), "sex")
    one, two = contact(world, here, identity), contact(world, here, identity)
    inform(one).must(201)
    inform(two).must_refuse("POSSIBLE_DUPLICATE", 409)
    world.certifier.post(f"{one.path}/events", {"event": "CANCEL", "occurred_on": TODAY, "data": {"reason": "ERROR"}}).must(201)
    inform(two).must(201)


@story
def births_are_days_and_places_that_exist(world):
    """Of a new record, and of the one that a merge patch makes (RFC 7396)."""
    counsellor = world.organisms[0].counsellor
    world.set_today(TODAY)
    birth = {"birth_year": 1988, "birth_month": 1, "birth_day": 31, "birth_commune_insee": "59350", "birth_country_code": "100"}
    cases = [
        ({"birth_month": 2}, "/birth_month", "DATE_INVALID"),
        ({"birth_year": None}, "/birth_year", "BIRTH_DATE_INCOMPLETE"),
        ({"birth_month": None}, "/birth_month", "BIRTH_DATE_INCOMPLETE"),
        ({"birth_country_code": "352"}, "/birth_country_code", "BIRTHPLACE_MISMATCH"),
        ({"birth_commune_insee": "99352"}, "/birth_commune_insee", "BIRTHPLACE_MISMATCH"),
        ({"birth_commune_insee": "99352", "birth_country_code": "100"}, "/birth_country_code", "BIRTHPLACE_MISMATCH"),
        ({"birth_commune_insee": "99352", "birth_country_code": "352", "birth_postal_code": "59000"}, "/birth_postal_code",
         "BIRTHPLACE_MISMATCH"),
    ]
    for change, pointer, code in cases:
        made = counsellor.post("/v1/candidates", world.identity() | birth).must(201)
        refused = counsellor.patch(f"/v1/candidates/{made['id']}", change, version=1).must(422)
        expect_equal([(error["pointer"], error["code"]) for error in refused["errors"]], [(pointer, code)], str(change))
        new = {name: value for name, value in (world.identity() | birth | change).items() if value is not None}
        expect_equal(codes(counsellor.post("/v1/candidates", new).must(422)), [code])
    made = counsellor.post("/v1/candidates", without(world.identity(), "day")).must(201)
    counsellor.patch(f"/v1/candidates/{made['id']}", {"birth_day": 28}, version=1).must(200)  # the month is stored
    moved = {"birth_commune_insee": "99352", "birth_country_code": "352"}
    counsellor.patch(f"/v1/candidates/{made['id']}", moved, version=2).must(200)
    for day in ({"birth_year": 2099}, {"birth_year": 2026, "birth_month": 2, "birth_day": 11}, {"birth_year": 2026, "birth_month": 3}):
        new = without(world.identity(), "month") | {"birth_year": 2026} | day
        counsellor.post("/v1/candidates", new).must_refuse("BIRTH_IN_FUTURE", 409)
        counsellor.patch(f"/v1/candidates/{made['id']}", {"birth_month": None, "birth_day": None} | day, version=3).must_refuse(
            "BIRTH_IN_FUTURE", 409)
    counsellor.post("/v1/candidates", without(world.identity(), "month") | {"birth_year": 1899}).must(422)


@story
def candidates_are_found_by_their_words(world):
    """In any order, over the name at birth, the name in use and the given names, by the beginning of each."""
    here, there = world.organisms[0], world.organisms[1]
    identity = world.identity(birth_name="D’Aubigné-Ouvrard", usage_name="Xérès Vautrin", first_name_1="Maëlle-Lou", first_name_2="Ysoline")
    made = here.counsellor.post("/v1/candidates", identity).must(201)
    birth = {name: identity[name] for name in ("birth_year", "birth_month", "birth_day", "birth_commune_insee")}

    def found(organism=here, **criteria):
        return made["id"] in [one["id"] for one in organism.counsellor.post("/v1/candidates/searches", criteria).must(200)["data"]]

    for name in ("aubigne", "d'aubigne", "daubig", "ouvr maell", "maëlle d’aubigné", "MAELLELOU", "lou yso", "vautrin xer",
                 "daubigneouvrard", "ysoline vautrin lou", "D’Aubigné Ouvrard"):
        expect(found(name=name), f"{name} finds nothing")
        expect(found(name=name, **birth), f"{name} with the birth finds nothing")
        expect(not found(there, name=name), f"{name} finds another organism's")
    for criteria in ({"name": "ubigne"}, {"name": "maelle durand"}, {"name": "vautrin", "birth_day": identity["birth_day"] % 28 + 1},
                     {"name": "vautrin", "birth_country_code": "352"}, {"birth_name": "Aubigné"}):
        expect(not found(**criteria), f"{criteria} finds it")
    expect(found(birth_name="d'aubigne ouvrard", first_name_1="maelle lou"), "the whole names")
    expect(found(name="vautrin", birth_country_code="100"), "by its country")
    listed = world.certifier.post("/v1/candidates/searches", {"name": "vautrin xeres"}).must(200)["data"]
    expect_equal([one["id"] for one in listed], [made["id"]], "the certifier's search")
    here.counsellor.patch(f"/v1/candidates/{made['id']}", {"usage_name": None}, version=1).must(200)
    expect(not found(name="vautrin"), "a word that is gone")
    for criteria, pointer, code in (({}, "/name", "ONE_REQUIRED"), ({"name": "--"}, "/name", "NAME_INVALID"),
                                    ({"name": " "}, "/name", "MIN_LENGTH")):
        errors = here.counsellor.post("/v1/candidates/searches", criteria).must(422)["errors"]
        expect_equal([(error["pointer"], error["code"]) for error in errors], [(pointer, code)])


@story
def a_second_contact_is_the_first(world):
    """Also when six come at once; a file that goes on is another matter."""
    here = world.organisms[0]
    world.set_today(TODAY)
    for _ in range(3):
        candidate = world.candidate(here)
        body = {"candidate_id": candidate["id"], "occurred_on": TODAY}
        replies = together(*[lambda: here.counsellor.clone().post("/v1/candidacies", body) for _ in range(6)])
        expect_equal(sorted(reply.status for reply in replies), [200] * 5 + [201], f"{replies}")
        expect_equal(len({reply["id"] for reply in replies}), 1)
    again = here.referent.post("/v1/candidacies", body).must(200)
    expect_equal((again["id"], again["state"], again["version"]), (replies[0]["id"], "CONTACT", 1))
    there = world.organisms[1].counsellor.post("/v1/candidacies", body).must(201)
    expect(there["id"] != again["id"], "another organism has its own")


@story
def a_merged_record_is_still_its_person(world):
    """What was recorded of the duplicate leads to the record that was kept."""
    here, there = world.organisms[0], world.organisms[1]
    world.set_today(TODAY)
    identity = world.identity()
    duplicate = here.counsellor.post("/v1/candidates", identity).must(201)
    kept = here.counsellor.post("/v1/candidates", identity | {"sex": "M" if identity["sex"] == "F" else "F"}).must(201)
    world.end("candidates", kept["id"], {"duplicate_id": duplicate["id"]}).must(200)
    refused = there.counsellor.post("/v1/candidates", identity).must_refuse("DUPLICATE_CANDIDATE", 409)
    expect_equal(refused.details("DUPLICATE_CANDIDATE"), {"candidate_id": kept["id"]})


@story
def the_same_appointment_is_the_first(world):
    here = world.organisms[0]
    world.set_today(TODAY)
    for kind in ("INFORMATION", "OTHER"):
        candidate = world.candidate(here)
        body = {"candidate_id": candidate["id"], "kind": kind, "starts_at": "2026-03-15T09:30:00.123+01:00", "duration_minutes": 60}
        replies = together(*[lambda: here.counsellor.clone().post("/v1/appointments", body) for _ in range(6)])
        expect_equal(sorted(reply.status for reply in replies), [200] * 5 + [201], f"{kind}: {replies}")
        expect_equal(len({reply["id"] for reply in replies}), 1)
    later = here.counsellor.post("/v1/appointments", body | {"starts_at": "2026-03-16T09:30:00+01:00"}).must(201)
    expect(later["id"] != replies[0]["id"], "another day is another appointment")
    for other in ({"duration_minutes": 90}, {"modality": "REMOTE"}, {"place": "Salle 2"}, {"time_zone": "Indian/Reunion"}):
        refused = here.counsellor.post("/v1/appointments", body | other).must_refuse("APPOINTMENT_ALREADY_PLANNED", 409)
        expect_equal(refused.body["reasons"][0]["resolve_with"]["href"], f"/v1/appointments/{replies[0]['id']}", "nothing is dropped in silence")


@story
def no_appointment_becomes_its_twin(world):
    """Neither moved to the hour of another nor given to its counsellor; of several at once one is."""
    here = world.organisms[0]
    world.set_today(TODAY)
    body = {"candidate_id": world.candidate(here)["id"], "kind": "OTHER", "duration_minutes": 60}
    first, *others = [here.counsellor.post("/v1/appointments", body | {"starts_at": f"2026-03-{day}T09:30:00+01:00"}).must(201).body
                      for day in (15, 16, 17, 18)]
    move = lambda which, hour, client=here.counsellor: client.post(  # noqa: E731
        f"/v1/appointments/{which['id']}/events", {"event": "RESCHEDULE", "data": {"starts_at": hour}})
    refused = move(others[0], first["starts_at"]).must_refuse("APPOINTMENT_ALREADY_PLANNED", 409)
    expect_equal(refused.details("APPOINTMENT_ALREADY_PLANNED"), {"id": first["id"]})
    move(first, first["starts_at"]).must_refuse("NOTHING_CHANGED", 409)  # where it is: no twin of itself
    replies = together(*[lambda which=which: move(which, "2026-03-20T09:30:00+01:00", here.counsellor.clone()) for which in others])
    expect_equal(sorted(reply.status for reply in replies), [201, 409, 409], str(replies))
    for reply in replies:
        expect(reply.status == 201 or reply.details("APPOINTMENT_ALREADY_PLANNED")["id"] in {other["id"] for other in others}, str(reply))
    # Of somebody else at the same hour, until it is given to the same one.
    colleague = world.person()
    world.affiliate(colleague, here.id, "COUNSELLOR")
    theirs = here.counsellor.post("/v1/appointments", body | {"starts_at": first["starts_at"], "counsellor_id": colleague}).must(201)
    refused = here.counsellor.patch(f"/v1/appointments/{theirs['id']}", {"counsellor_id": first["counsellor_id"]}, version=1)
    expect_equal(refused.must_refuse("APPOINTMENT_ALREADY_PLANNED", 409).details("APPOINTMENT_ALREADY_PLANNED"), {"id": first["id"]})
    here.counsellor.patch(f"/v1/appointments/{theirs['id']}", {"place": "Lille"}, version=1).must(200)


@story
def who_is_held_elsewhere_is_corrected_there(world):
    """C18: the organism that entered a candidate corrects him no more once another one has his consent."""
    here, there = world.organisms[0], world.organisms[1]
    world.set_today(TODAY)
    candidate = world.candidate(here)
    path = f"/v1/candidates/{candidate['id']}"
    linked = Journey(world, there, candidate=candidate).open(TODAY)
    known = there.counsellor.patch(path, {"city": "Lens"}, version=1).must_refuse("CANDIDATE_HELD_ELSEWHERE", 409)
    here.counsellor.patch(path, {"city": "Arras"}, version=1).must(200)
    linked.event("RECORD_INFORMATION", TODAY, CONSENT)
    lost = here.counsellor.patch(path, {"city": "Lens"}, version=2).must_refuse("CANDIDATE_HELD_ELSEWHERE", 409)
    # Whoever merely entered him and whoever is in charge with his consent are told alike: the words claim no consent where there is none.
    expect_equal(*({name: value for name, value in reply.body.items() if name != "request_id"} for reply in (known, lost)))
    expect("tant qu’aucun ne le suit" in known["detail"], known["detail"])
    there.counsellor.patch(path, {"city": "Lille"}, version=2).must(200)
    expect_equal(world.certifier.patch(path, {"city": "Lens"}, version=3).must(200)["city"], "Lens", "as the refusal says")
    world.certifier.get(path).must(200)
