# SPDX-License-Identifier: EUPL-1.2
"""Who was evaluated stays who is decided on and certified, and two people of one name are two."""

from certificate_stories import issue
from commission_stories import HELD, submitted
from hands_stories import me
from harness.client import Client
from harness.second_server import SecondServer
from harness.world import REGION, siret
from identity_stories import TODAY, contact, inform
from story import Journey, Session, expect, expect_equal, story, together

SOMEBODY_ELSE = {"birth_name": "Zzautrui", "first_name_1": "Noé", "birth_year": 1971, "birth_month": 1, "birth_day": 2}
# A change of one member, and whether it makes another person of who was evaluated.
CHANGES = (
    ({"birth_name": "Zzautrui"}, ["birth_name"]), ({"first_name_1": "Noé"}, ["first_name_1"]),
    ({"birth_year": 1971}, ["birth_year"]), ({"birth_month": 1}, ["birth_month"]), ({"birth_day": 2}, ["birth_day"]),
    ({"birth_commune_insee": "59009", "birth_commune_label": None}, ["birth_commune_insee"]),
    ({"birth_commune_insee": "99352", "birth_commune_label": "Alger", "birth_country_code": None, "birth_country_label": None},
     ["birth_commune_insee", "birth_country_code"]),
    ({"first_name_2": "Yacine"}, ["first_name_2"]),
    ("SPELT", []), ({"first_name_1": "Lou Anne"}, []), ({"usage_name": "Zzusage"}, []), ({"first_name_3": "Ida"}, []),
    ({"city": "Arras"}, []), ({"birth_commune_label": None}, []),
)


def evaluated(world, **identity):
    """Whose results were given back, and nothing was sent."""
    world.set_today(TODAY)
    return Journey(world, **identity).informed("2026-01-05").prior("2026-01-14").restitution("2026-01-14", to="JURY_READY")


def correct(client, journey, **members):
    path = f"/v1/candidates/{journey.candidate['id']}"
    return client.patch(path, members, version=client.get(path).must(200)["version"])


def opened(world, journey):
    """A session with the votes given: only the decision is missing."""
    session = Session(world, HELD).put(journey).convene("2026-02-01")
    return session.attend(EMPLOYER1="PRESENT", EMPLOYEE1="PRESENT").open().vote(journey, EMPLOYER1="FOR", EMPLOYEE1="FOR")


@story
def nobody_is_certified_for_who_was_evaluated(world):
    """Changed by a certifier or by the organism, before the file is sent, while it waits or once the votes are given."""
    rogue, other = world.eyes()
    for who, moment in ((rogue, opened), (None, opened), (rogue, None), (None, None)):
        journey = evaluated(world, birth_name="Zzévaluée", first_name_1="Lou-Anne", birth_year=1988, birth_month=6, birth_day=15)
        hand = who or journey.organism.counsellor
        if moment:
            journey.submit("2026-01-20")
            session = opened(world, journey)
        other_name = world.identity()["birth_name"]
        correct(hand, journey, **SOMEBODY_ELSE | {"birth_name": other_name}).must(200)
        if not moment:
            journey.refresh().submit("2026-01-20")
            session = opened(world, journey)
        [line] = session.juror("EMPLOYER1").get(f"{session.path}/agenda").must(200)["data"]
        names = ["birth_day", "birth_month", "birth_name", "birth_year", "first_name_1"]
        expect_equal(line["identity_changes"], names)
        expect_equal(session.juror("EMPLOYER1").get(f"/v1/files/{line['file_id']}").must(200)["identity_changes"], names)
        refused = session.send_decision(journey, "CERTIFIED").must_refuse("IDENTITY_UNCONFIRMED", 409)
        expect_equal(refused.details("IDENTITY_UNCONFIRMED"), {"names": names})
        if who:  # whoever changed it does not say that it is right
            world.state_identity(journey.candidate["id"], rogue).must(201)
            session.send_decision(journey, "CERTIFIED").must_refuse("IDENTITY_UNCONFIRMED", 409)
        statement = world.state_identity(journey.candidate["id"], other).must(201)
        session.decide(journey, "CERTIFIED")
        session.close().sign()
        note = {"candidacy_id": journey.id, "note": "Jugement"}
        issue(world, journey).must_refuse("IDENTITY_CHANGED", 409)
        if not who:
            other.post("/v1/certificates", note).must_refuse("CONFIRMER_IS_ASKER", 409)
        made = world.certifier.post("/v1/certificates", note).must(201)
        expect(made["statement_id"] and statement, made)
        expect_equal(made["holder"]["birth_name"], other_name)


@story
def spelling_and_what_was_unknown_make_nobody_else(world):
    """Each member changed alone: what is told, and whether the certificate goes on as it did."""
    for change, names in CHANGES:
        journey = evaluated(world, birth_name=f"{world.identity()['birth_name']} Évaluée", first_name_1="Lou-Anne", first_name_2="Amine", birth_year=1980,
                            birth_month=6, birth_day=15)
        journey.submit("2026-01-20")
        spelt = {"birth_name": journey.candidate["birth_name"].upper().replace(" ", "-")}
        correct(journey.organism.counsellor, journey, **(spelt if change == "SPELT" else change)).must(200)
        file = journey.organism.referent.get(f"/v1/files/{journey.file()['id']}").must(200)
        expect_equal(file["identity_changes"], names, str(change))


@story
def an_unknown_part_is_filled_in_once(world):
    """What is known when the file is sent is kept then: filled in before, it does not change behind."""
    journey = evaluated(world, birth_month=None, birth_day=None)
    correct(journey.organism.counsellor, journey, birth_month=3).must(200)
    journey.refresh().submit("2026-01-20")
    told = lambda: journey.organism.referent.get(f"/v1/files/{journey.file()['id']}").must(200)["identity_changes"]  # noqa: E731
    expect_equal(told(), [])
    correct(journey.organism.counsellor, journey, birth_day=4).must(200)
    expect_equal(told(), [])
    correct(journey.organism.counsellor, journey, birth_month=5).must(200)
    expect_equal(told(), ["birth_month"])


# Of one birth name, first name, sex, day and place: what tells two apart, and what does not.
PEOPLE = (
    ({"first_name_2": "Amine"}, {"first_name_2": "Yacine"}, True), ({"first_name_2": "Amine"}, {}, False),
    ({"first_name_2": "Amine", "first_name_3": "Ali"}, {"first_name_2": "Ali"}, False),
    ({"first_name_2": "Amine", "first_name_3": "Ali"}, {"first_name_2": "Yacine", "first_name_3": "Ali"}, True),
    ({"first_name_2": "Amine", "first_name_3": "Ali"}, {"first_name_2": "Amine", "first_name_3": "Saïd"}, True),
    ({"first_name_2": "A."}, {"first_name_2": "Amine"}, False), ({"first_name_2": "Amine"}, {"first_name_2": "AMINE"}, False),
)
ABROAD = {"birth_commune_insee": "99350", "birth_country_code": None, "birth_country_label": None}
TOWNS = (({"birth_commune_label": "Casablanca"}, {"birth_commune_label": "Fès"}, True),
         ({"birth_commune_label": "Casablanca"}, {"birth_commune_label": "CASABLANCA"}, False),
         ({"birth_commune_label": "Casablanca"}, {"birth_commune_label": None}, False))


@story
def two_people_of_one_name_are_two(world):
    """Twins, and namesakes born abroad, in one organism and in another; raced, as many are recorded as there are people."""
    here, there = world.organisms[0], world.organisms[1]
    world.set_today(TODAY)
    for one, two, is_apart in PEOPLE + tuple((ABROAD | a, ABROAD | b, apart) for a, b, apart in TOWNS):
        identity = world.identity(first_name_1="Mohamed")
        first = here.counsellor.post("/v1/candidates", identity | one).must(201)
        for organism in (here, there):
            made = organism.counsellor.post("/v1/candidates?dry_run=true", identity | two)
            if is_apart:
                made.must(201)
            else:
                expect_equal(made.must_refuse("DUPLICATE_CANDIDATE", 409).details("DUPLICATE_CANDIDATE"), {"candidate_id": first["id"]})
        made = together(*[lambda body=two: there.counsellor.clone().post("/v1/candidates", identity | body) for _ in range(4)],
                        *[lambda body=one: here.counsellor.clone().post("/v1/candidates", identity | body) for _ in range(2)])
        expect_equal(sorted(reply.status for reply in made), [201] * is_apart + [409] * (6 - is_apart), str((one, two)))
    identity = world.identity(first_name_1="Mohamed")
    made = together(*[lambda name=name: here.counsellor.clone().post("/v1/candidates", identity | {"first_name_2": name})
                     for name in ("Amine", "Yacine", "Saïd") for _ in range(3)])
    expect_equal(sorted(reply.status for reply in made), [201] * 3 + [409] * 6)
    for reply in made:
        if reply.status == 409:
            reply.must_refuse("DUPLICATE_CANDIDATE", 409)


@story
def whoever_is_the_same_in_every_part_is_stated_to_be_another(world):
    """Recorded without one part, stated by one of the certifier, and made whole by somebody else: then certified like anybody."""
    here = world.organisms[0]
    rogue, other = world.eyes()
    world.set_today(TODAY)
    identity = world.identity()
    first = here.counsellor.post("/v1/candidates", identity).must(201)
    here.counsellor.post("/v1/candidates", identity).must_refuse("DUPLICATE_CANDIDATE", 409)
    lacking = {name: value for name, value in identity.items() if name != "sex"}
    two = contact(world, here, lacking)
    inform(two, is_distinct=True).must(201)
    whole = {"sex": identity["sex"], "is_distinct": True}
    for client in (here.counsellor, here.referent, rogue):
        refused = correct(client, two, **whole).must_refuse("DUPLICATE_CANDIDATE", 409)
        expect("deux personnes" in refused.body["reasons"][0]["message"] and "is_distinct" in str(refused.body), refused)
    path = f"/v1/candidates/{two.candidate['id']}/identity-statements"
    rogue.post(path, {"note": "x", "is_distinct": True}).must(422)
    stated = world.state_identity(two.candidate["id"], rogue, other_id=first["id"], is_distinct=True).must(201)
    expect_equal(stated["is_distinct"], True)
    correct(rogue, two, **whole).must_refuse("CONFIRMER_IS_ASKER", 409)
    correct(here.counsellor, two, **whole).must(200)
    # And nobody is a third one, nor is the statement one that they are the same.
    here.counsellor.post("/v1/candidates", identity).must_refuse("DUPLICATE_CANDIDATE", 409)
    version = other.get(f"/v1/candidates/{first['id']}").must(200)["version"]
    other.post(f"/v1/candidates/{first['id']}/merges", {"duplicate_id": two.candidate["id"], "reason": "Doublon"},
               headers={"If-Match": f'"{version}"'})
    expect_equal(stated["stated_by"], me(rogue))


@story
def first_names_written_in_one_are_alike(world):
    """Lou-Anne, and Lou whose second first name is Anne: told at the creation, and refused when the second is followed."""
    here = world.organisms[0]
    world.set_today(TODAY)
    for one, two in ((("Lou-Anne",), ("Lou", "Anne")), (("Lou", "Anne"), ("Lou-Anne",)), (("Lou", "Anne", "Ida"), ("Lou Anne Ida",)),
                     (("Lou-Anne-Ida",), ("Lou", "Anne", "Ida")), (("Lou-Anne", "Zoé"), ("Lou", "Anne", "Zoé"))):
        identity = world.identity()
        names = lambda written: {f"first_name_{at + 1}": name for at, name in enumerate(written)}  # noqa: E731
        first = contact(world, here, identity | names(one))
        inform(first).must(201)
        second = contact(world, here, identity | names(two))
        alike = {row["reference"]: row["is_alike"] for row in second.candidate["possible_duplicates"]}
        expect_equal(alike.get(first.candidate["reference"]), True, str((one, two)))
        inform(second).must_refuse("POSSIBLE_DUPLICATE", 409)


# --- who is known elsewhere is not found by trying ---

TELLING = {"DUPLICATE_CANDIDATE", "POSSIBLE_DUPLICATE"}
DATES = ("birth_month", "birth_day")


def tried_by_creating(world, client, organism, known):
    return lambda guess: client.post("/v1/candidates?dry_run=true", known | guess)


def tried_by_correcting(world, client, organism, known):
    """Of somebody whom the organism follows, without ever being whole."""
    mine = contact(world, organism, world.identity(first_name_1=known["first_name_1"]))
    inform(mine).must(201)
    path = f"/v1/candidates/{mine.candidate['id']}"
    version = client.get(path).must(200)["version"]
    told = {name: known[name] for name in ("birth_name", "birth_year")} | {"sex": None}
    return lambda guess: client.patch(f"{path}?dry_run=true", told | guess, version=version)


def tried_by_informing(world, client, organism, known):
    mine = contact(world, organism, {name: known[name] for name in ("birth_name", "first_name_1", "birth_year")})
    path = f"/v1/candidates/{mine.candidate['id']}"

    def tried(guess):
        client.patch(path, guess, version=client.get(path).must(200)["version"]).must(200)
        return client.post(f"{mine.path}/events?dry_run=true", {
            "event": "RECORD_INFORMATION", "occurred_on": TODAY, "expected_version": mine.refresh().version, "data": {"has_consent": True}})
    return tried


DOORS = {"createCandidate": tried_by_creating, "changeCandidate": tried_by_correcting, "recordCandidacyEvent": tried_by_informing}


@story
def no_answer_about_who_is_known_is_given_more_often(instance, world):
    """Whatever operation may answer one of the two reasons: of one name and year the third guess is the last one, right or wrong; another
    name and another organism are not kept waiting."""
    operations = Client.contract.operations.values()
    telling = {operation["operationId"] for operation in operations if TELLING & set(operation.get("x-problem-codes", []))}
    expect_equal(telling, set(DOORS), "operations that may tell whether somebody is known, each tried below")
    world.set_today(TODAY)
    here, there = world.organisms[0], world.organisms[1]
    for name, door in DOORS.items():
        known = world.identity()
        inform(contact(world, there, known)).must(201)
        with SecondServer(instance, CLEA_LIMITS_LIKENESS_PER_HOUR="3") as server:
            client = server.client(here.counsellor)
            tried = door(world, client, here, known)
            guesses = [{"birth_month": known["birth_month"], "birth_day": 1 + (known["birth_day"] + by) % 28} for by in range(3)]
            answers = [tried(guess).status for guess in guesses]
            expect(429 not in answers, str((name, answers)))
            refused = tried({part: known[part] for part in DATES}).must_refuse("IDENTITY_TRIED", 429)
            expect(refused.headers.get("Retry-After"), refused)
            tried(guesses[0]).must_refuse("IDENTITY_TRIED", 429)
            client.post("/v1/candidates?dry_run=true", world.identity()).must(201)
            server.client(there.counsellor).post("/v1/candidates?dry_run=true", known).must_refuse("DUPLICATE_CANDIDATE", 409)


# --- names that people trust ---

LOOKALIKES = ("Escale Formation Pic\u0430rde", "\u0395scale Formation Picarde", "\U0001d404scale", "Esca\u217ce \u0421entre")


@story
def no_name_of_an_organisation_looks_like_another_one(world):
    """Letters of another script are refused whoever names what, with the letter; and the certifier's own name is nobody else's."""
    certifier, organism = world.certifier, world.organisms[0]
    doors = (
        lambda name: certifier.post("/v1/organisms", {"siret": siret(next(world.numbers)), "name": name, "region": REGION}),
        lambda name: certifier.post("/v1/networks", {"name": name}),
        lambda name: certifier.post("/v1/funders", {"name": name}),
        lambda name: organism.referent.post(f"/v1/organisms/{organism.id}/sites", {"name": name}),
        lambda name: certifier.patch(f"/v1/commissions/{world.commission.id}", {"name": name},
                                     version=certifier.get(f"/v1/commissions/{world.commission.id}").must(200)["version"]),
        lambda name: organism.referent.patch(f"/v1/organisms/{organism.id}", {"name": name},
                                             version=organism.referent.get(f"/v1/organisms/{organism.id}").must(200)["version"]),
    )
    for door in doors:
        for name in LOOKALIKES:
            refused = door(name).must(422)
            expect(refused.errors["/name"] in ("DENOMINATION_INVALID", "CHARACTER_NOT_DRAWN"), refused)
        for name in ("Certif’Pro", "CERTIF'PRO", "Certif Pro", "certif-pró"):
            expect_equal(door(name).must(422).errors, {"/name": "DENOMINATION_RESERVED"}, name)
    number = next(world.numbers)
    doors[1](f"Réseau n° {number} – Lille & Cie (59)").must(201)


@story
def what_keeps_a_name_from_being_one_is_said_rightly(world):
    """That a character looks like a letter of ours is said of letters alone, and in French nothing is in English."""
    counsellor = world.organisms[0].counsellor
    for character, resembles in (("王", False), ("2", False), ("<", False), ("(", False), (",", False), ("Ж", True), ("Ε", True)):
        for language, word in (("fr", "ressemble"), ("en", "look like")):
            refused = counsellor.post("/v1/candidates", world.identity(birth_name="Ab" + character), headers={"Accept-Language": language}).must(422)
            message = refused["errors"][0]["detail"]
            expect_equal(word in message, resembles, message)
            expect(language == "en" or not any(english in message for english in ("LETTER", "SIGN", "DIGIT", "CJK", "COMMA")), message)
    refused = counsellor.post("/v1/candidates", world.identity(birth_country_code="abc", birth_commune_insee=None)).must(422)
    expect_equal(refused.errors, {"/birth_country_code": "DIGITS_INVALID"})
    expect("chiffres" in refused["errors"][0]["detail"] and "3" in refused["errors"][0]["detail"], refused)


@story
def what_was_superseded_is_not_handed_over(world):
    """From the day of the duplicate with another identity on; what was handed over before may still be recorded."""
    journey = submitted(world, birth_name="Zzremplacée")
    Session(world, HELD).held(journey)
    certificate = issue(world, journey).must(201)
    path = f"/v1/certificates/{certificate['id']}"
    correct(world.certifier, journey, birth_name="Zzrectifiée").must(200)
    world.state_identity(journey.candidate["id"]).must(201)
    made = world.certifier.post(f"{path}/duplicates", {"reason": "IDENTITY_CORRECTED", "note": "Acte"}).must(201)
    refused = journey.organism.referent.post(f"{path}/handovers", {"channel": "IN_PERSON"}).must_refuse("CERTIFICATE_SUPERSEDED", 409)
    expect_equal(refused.details("CERTIFICATE_SUPERSEDED"), {"id": made["id"]})
    journey.organism.referent.post(f"{path}/duplicates/{made['id']}/handovers", {"channel": "IN_PERSON"}).must(201)
    expect_equal(world.certifier.get(path).must(200)["handover_due_on"], None)


@story
def whoever_receives_is_told_what_is_lacking(world):
    """A counsellor for an information, anybody of the staff for another appointment."""
    world.set_today(TODAY)
    candidate, stranger = world.candidate(), world.person()
    for kind, code in (("INFORMATION", "COUNSELLOR_NOT_AFFILIATED"), ("OTHER", "RECEIVER_NOT_AFFILIATED")):
        world.organisms[0].counsellor.post("/v1/appointments", {
            "candidate_id": candidate["id"], "counsellor_id": stranger, "kind": kind, "starts_at": "2026-03-20T09:00:00Z",
            "duration_minutes": 60, "modality": "ON_SITE"}).must_refuse(code, 409)
