# SPDX-License-Identifier: EUPL-1.2
"""Both routes to the certificate, its uniqueness, its public verification, and who sees what."""

import re
import uuid

from story import Journey, Session, expect, expect_equal, story, together
from commission_stories import HELD, submitted


def certified(world, **identity):
    journey = submitted(world, **identity)
    Session(world, HELD).held(journey)
    return journey


def issue(world, journey, client=None):
    return (client or world.certifier).post("/v1/certificates", {"candidacy_id": journey.id})


@story
def direct_certification(instance, world):
    """Scenario 1: no training, votes 2/2, certificate the same day."""
    world.set_today("2026-02-10")
    journey = Journey(world).informed("2026-01-05").prior("2026-01-14").restitution("2026-01-14", to="JURY_READY")
    journey.submit("2026-01-20")
    session = Session(world, "2026-02-10").put(journey).convene("2026-02-01")
    session.attend(EMPLOYER1="PRESENT", EMPLOYEE1="PRESENT").open().vote(journey, EMPLOYER1="FOR", EMPLOYEE1="FOR")
    session.decide(journey, "CERTIFIED").close()
    issue(world, journey).must_refuse("INVALID_STATE", 409)
    session.sign()
    expect_equal(journey.read()["state"], "CERTIFIED")
    certificate = issue(world, journey).must(201)
    expect_equal((certificate["decision_on"], certificate["issued_on"], certificate["status"]), ("2026-02-10", "2026-02-10", "ISSUED"))
    expect(certificate["number"].startswith("CLEA-2026-"), certificate["number"])
    expect_equal(certificate["holder"]["birth_name"], journey.candidate["birth_name"])
    expect_equal(journey.organism.referent.get(f"{journey.path}/paths").must(200)["data"], [], "no path ever existed")
    expect_equal(journey.missing_domains(), [])


@story
def from_the_gaps_to_the_certificate(world):
    """The other route, whole: gaps, path, final evaluation, commission, certificate, verification by anybody."""
    world.set_today("2026-10-06")
    journey = Journey(world).informed("2026-01-05").prior("2026-01-14", "2026-01-15", fails=("2", "3.2"))
    journey.restitution("2026-01-15", to="PARTIAL")
    journey.organism.referent.post(f"{journey.path}/portfolios", {"issued_on": "2026-01-16"}).must(201)
    journey.refresh().trained("2026-01-20", ["2", "3"], "2026-02-02", "2026-06-30").final("2026-07-01", "2026-07-02")
    journey.restitution("2026-07-02", to="JURY_READY").submit("2026-07-06")
    Session(world, "2026-10-06").held(journey)
    certificate = issue(world, journey).must(201)
    expect_equal((certificate["decision_on"], certificate["referential_code"]), ("2026-10-06", "CLEA-SOCLE"))
    found = world.public.get(f"/v1/verifications/{certificate['verification_code']}").must(200)
    expect_equal((found["status"], found["number"], found["decision_on"]), ("VALID", certificate["number"], "2026-10-06"))


@story
def anybody_may_verify_and_learns_little(world):
    journey = certified(world, birth_name="’Zzverif", first_name_1="Élie-Anaïs")
    certificate = issue(world, journey).must(201)
    code = certificate["verification_code"]
    expect(re.fullmatch("[0-9A-HJKMNP-TV-Z]{26}", code), code)
    reply = world.public.get(f"/v1/verifications/{code}").must(200)
    expect_equal(set(reply.body), {"number", "status", "title", "referential_code", "decision_on", "annulled_on", "holder_initials"})
    expect_equal(reply["holder_initials"], "É. Z.", "letters, whatever sign a name begins with")
    expect(b"Zzverif" not in reply.raw and "Anaïs".encode() not in reply.raw, reply)
    expect_equal(world.public.get(f"/v1/verifications/{code.lower()}").must(200).body, reply.body, "small letters")
    expect_equal(world.public.get(f"/v/{code}").must(200).body, reply.body, "the short address")
    other = code[:-1] + ("0" if code[-1] != "0" else "1")
    world.public.get(f"/v1/verifications/{other}").must(404)
    world.public.get(f"/v1/verifications/{certificate['number']}", checks=False).must(400, 404)
    world.public.get("/v1/verifications/x", checks=False).must(400, 404)
    world.public.get(f"/v1/certificates/{certificate['id']}").must(401)


@story
def whoever_was_refused_is_not_told_to_wait_for_signatures(world):
    journey = submitted(world)
    Session(world, HELD).held(journey, "REFUSED", reasons="Livret vide", domain_codes=["3"])
    expect_equal([reason["code"] for reason in issue(world, journey).must(409).body["reasons"]], ["INVALID_STATE"])


@story
def one_certificate(world):
    """Scenario 44: requests at the same moment."""
    journey = certified(world)
    replies = together(*(lambda: issue(world, journey, world.certifier.clone()) for _ in range(4)))
    numbers = {reply["number"] for reply in replies if reply.status in (200, 201)}
    expect_equal(len(numbers), 1, "numbers")
    expect_equal([reply.status for reply in replies].count(201), 1, "made")
    for reply in replies:
        if reply.status not in (200, 201):
            reply.must_refuse("CERTIFICATE_EXISTS", 409)
    again = issue(world, journey)
    expect_equal((again.must(200, 409).status == 409 or again["number"] in numbers), True)
    listed = world.certifier.get(f"/v1/certificates?candidacy_id={journey.id}").must(200)["data"]
    expect_equal([item["number"] for item in listed], list(numbers))


@story
def numbers_have_no_gap(world):
    numbers = []
    for _ in range(2):
        numbers.append(issue(world, certified(world)).must(201)["number"])
        refused = submitted(world)
        issue(world, refused).must_refuse("INVALID_STATE", 409)
    counts = [int(number.split("-")[2]) for number in numbers]
    expect_equal(counts[1], counts[0] + 1)


@story
def a_duplicate_changes_nothing(world):
    """Scenario 45."""
    journey = certified(world)
    certificate = issue(world, journey).must(201)
    world.set_today("2027-06-01")
    path = f"/v1/certificates/{certificate['id']}/duplicates"
    for ordinal, reason in ((1, {"reason": "LOST"}), (2, {"reason": "OTHER", "note": "Exemplaire remis à un tiers."})):
        duplicate = world.certifier.post(path, reason).must(201)
        expect_equal((duplicate["number"], duplicate["decision_on"], duplicate["mark"], duplicate["issued_on"], duplicate["reason"], duplicate["note"]),
                     (certificate["number"], "2026-02-10", f"DUPLICATA n° {ordinal}", "2027-06-01", reason["reason"], reason.get("note")))
    now = world.certifier.get(f"/v1/certificates/{certificate['number']}").must(200)
    expect_equal((now["number"], now["issued_on"], [(mark["mark"], mark["reason"]) for mark in now["duplicates"]]),
                 (certificate["number"], "2026-02-10", [("DUPLICATA n° 1", "LOST"), ("DUPLICATA n° 2", "OTHER")]))
    expect_equal(now["version"], certificate["version"] + 2, "what shows its duplicates moves with them")
    expect_equal(world.certifier.post(path, {}).must(422).errors, {"/reason": "REQUIRED"})
    expect_equal(world.certifier.post(path, {"reason": "OTHER"}).must(422).errors, {"/note": "REQUIRED"})
    world.certifier.post(path, {"reason": "SOLD"}).must_refuse("ENUM", 422)


@story
def duplicates_are_counted_without_a_gap(world):
    """Twelve at the same moment, and an annulment among others: each has its own number, and none comes after the annulment."""
    certificate, doomed = (issue(world, certified(world)).must(201) for _ in range(2))

    def duplicate(of):
        return world.certifier.clone().post(f"/v1/certificates/{of['id']}/duplicates", {"reason": "LOST"})

    replies = together(*(lambda: duplicate(certificate) for _ in range(12)))
    expect_equal([reply.status for reply in replies], [201] * 12)
    expect_equal(sorted(reply["ordinal"] for reply in replies), list(range(1, 13)))
    asked = world.ask_annulment(doomed).must(201)
    replies = together(*(lambda: duplicate(doomed) for _ in range(4)), lambda: world.answer_annulment(asked), *(lambda: duplicate(doomed) for _ in range(4)))
    expect_equal(replies[4].status, 201, replies[4])
    made = [reply for reply in replies[:4] + replies[5:] if reply.status == 201]
    for reply in replies[:4] + replies[5:]:
        if reply.status != 201:
            reply.must_refuse("CERTIFICATE_ANNULLED", 409)
    expect_equal(sorted(reply["ordinal"] for reply in made), list(range(1, len(made) + 1)))
    now = world.certifier.get(f"/v1/certificates/{doomed['id']}").must(200)
    expect_equal((now["status"], len(now["duplicates"])), ("ANNULLED", len(made)))


def hand_over(client, certificate, **members):
    return client.post(f"/v1/certificates/{certificate['id']}/handovers", {"channel": "IN_PERSON"} | members)


@story
def a_certificate_is_handed_over_once(world):
    """By who did it, whoever that is of the three; corrected by another record, and nothing is erased."""
    journey = certified(world)
    certificate = issue(world, journey).must(201)
    expect_equal((certificate["issued_on"], certificate["handed_over_on"], certificate["handover_due_on"]), (HELD, None, "2026-03-12"))
    world.set_today("2026-02-20")
    referent, secretary = journey.organism.referent, world.commission.secretary
    made = hand_over(referent, certificate, handed_on="2026-02-18").must(201)
    expect_equal((made["handed_on"], made["channel"], made["handed_by"], made["acting_scope"], made["acting_org_id"], made["corrects_id"]),
                 ("2026-02-18", "IN_PERSON", journey.organism.person("REFERENT"), "ORGANISM", journey.organism.id, None))
    now = referent.get(f"/v1/certificates/{certificate['number']}").must(200)
    expect_equal((now["handed_over_on"], now["handover_due_on"], now["version"] > certificate["version"]), ("2026-02-18", None, True))
    for client in (referent, secretary, world.certifier):
        refused = hand_over(client, certificate).must_refuse("ALREADY_HANDED_OVER", 409)
        expect_equal(refused.details("ALREADY_HANDED_OVER"), {"id": made["id"], "pointer": "/corrects_id"})
    path = f"/v1/certificates/{certificate['id']}/handovers"
    corrected = hand_over(secretary, certificate, channel="TRACKED_POST", tracking_number="1A0001", handed_on="2026-02-17",
                          corrects_id=made["id"], correction_reason="Envoyé par la commission.").must(201)
    expect_equal((corrected["tracking_number"], corrected["acting_scope"], corrected["acting_org_id"]), ("1A0001", "COMMISSION", None))
    hand_over(world.certifier, certificate, corrects_id=made["id"], correction_reason="x").must_refuse("ALREADY_HANDED_OVER", 409)
    expect_equal([(row["id"], row["corrects_id"], row["handed_on"]) for row in world.certifier.get(path).must(200)["data"]],
                 [(made["id"], None, "2026-02-18"), (corrected["id"], made["id"], "2026-02-17")])
    [listed] = referent.get(f"/v1/certificates?candidacy_id={journey.id}").must(200)["data"]
    expect_equal((listed["handed_over_on"], listed["handover_due_on"]), ("2026-02-17", None), "what the list of the candidacy's file says")
    standing = corrected["id"]
    for number in range(14):
        standing = hand_over(world.certifier, certificate, corrects_id=standing, correction_reason=f"Essai {number}").must(201)["id"]
    for number in range(2):
        standing = hand_over(world.certifier, certificate, corrects_id=standing, correction_reason=f"Encore {number}").must(201)["id"]
    beyond = hand_over(world.certifier, certificate, corrects_id=standing, correction_reason="x").must_refuse("RECORDS_TOO_MANY", 409)
    expect_equal(beyond.details("RECORDS_TOO_MANY"), {"bound": "HANDOVERS", "limit": 16})
    # Another side has its own count.
    hand_over(referent, certificate, corrects_id=standing, correction_reason="Remis ici.").must(201)


@story
def a_duplicate_is_handed_over_like_the_certificate(world):
    """Each paper once: neither stands for the other, and no record of one corrects that of another."""
    journey = certified(world)
    certificate = issue(world, journey).must(201)
    world.set_today("2026-02-20")
    address = f"/v1/certificates/{certificate['id']}"
    first, second = (world.certifier.post(f"{address}/duplicates", {"reason": "LOST"}).must(201) for _ in range(2))
    path, beside = (f"{address}/duplicates/{made['id']}/handovers" for made in (first, second))
    referent, secretary, sent = journey.organism.referent, world.commission.secretary, {"channel": "IN_PERSON"}
    expect_equal(referent.get(path).must(200)["data"], [])
    referent.post(path, sent | {"handed_on": "2026-02-19"}).must_refuse("DATE_BEFORE_PREVIOUS_ACT", 409)
    made = referent.post(path, sent).must(201)
    expect_equal((made["certificate_id"], made["certificate_duplicate_id"], made["handed_on"], made["acting_scope"]),
                 (certificate["id"], first["id"], "2026-02-20", "ORGANISM"))
    for client in (referent, secretary, world.certifier):
        client.post(path, sent).must_refuse("ALREADY_HANDED_OVER", 409)
    now = referent.get(address).must(200)
    expect_equal((now["handed_over_on"], now["handover_due_on"]), (None, "2026-03-12"), "the certificate itself is still to be handed over")
    expect_equal(hand_over(referent, certificate, handed_on="2026-02-11").must(201)["certificate_duplicate_id"], None)
    correction = sent | {"corrects_id": made["id"], "correction_reason": "Autre pièce."}
    for wrong in (f"{address}/handovers", beside):
        expect_equal(secretary.post(wrong, correction).must(422).errors, {"/corrects_id": "REFERENCE_UNKNOWN"})
    corrected = secretary.post(path, correction).must(201)
    secretary.post(beside, sent).must(201)
    expect_equal([[row["id"] for row in world.certifier.get(one).must(200)["data"]] for one in (path, f"{address}/handovers")][0],
                 [made["id"], corrected["id"]])
    expect_equal(len(world.certifier.get(f"{address}/handovers").must(200)["data"]), 1)
    other = issue(world, certified(world)).must(201)
    world.certifier.get(f"/v1/certificates/{other['id']}/duplicates/{first['id']}/handovers").must(404)
    world.certifier.post(f"/v1/certificates/{other['id']}/duplicates/{first['id']}/handovers", sent).must(404)
    world.annul(certificate)
    late = world.certifier.post(f"{address}/duplicates/{second['id']}/handovers", sent | {"handed_on": "2026-02-20"})
    late.must_refuse("ALREADY_HANDED_OVER", 409)


@story
def a_handing_over_is_recorded_rightly(world):
    journey, other = certified(world), certified(world)
    certificate = issue(world, journey).must(201)
    elsewhere = issue(world, other).must(201)
    referent = journey.organism.referent
    for client in (journey.organism.counsellor, world.commission.members["EMPLOYER1"]["client"], world.auditor):
        hand_over(client, certificate).must_refuse("ROLE_NOT_ALLOWED", 403)
    hand_over(world.organisms[1].referent, certificate).must(404)
    stranger = world.other_commission()
    world.flush()
    hand_over(stranger.secretary, certificate).must(404)
    hand_over(referent, {"id": str(uuid.uuid4())}).must(404)
    path = f"/v1/certificates/{certificate['id']}/handovers"
    expect_equal(referent.post(path, {}).must(422).errors, {"/channel": "REQUIRED"})
    hand_over(referent, certificate, channel="PIGEON").must_refuse("ENUM", 422)
    expect_equal(hand_over(referent, certificate, channel="TRACKED_POST").must(422).errors, {"/tracking_number": "REQUIRED"})
    expect_equal(hand_over(referent, certificate, tracking_number="1").must(422).errors, {"/tracking_number": "FIELD_NOT_APPLICABLE"})
    expect_equal(hand_over(referent, certificate, correction_reason="x").must(422).errors, {"/corrects_id": "REQUIRED"})
    strange = hand_over(other.organism.referent, elsewhere).must(201)
    expect_equal(hand_over(referent, certificate, corrects_id=strange["id"]).must(422).errors, {"/correction_reason": "REQUIRED"})
    expect_equal(hand_over(referent, certificate, corrects_id=strange["id"], correction_reason="x").must(422).errors,
                 {"/corrects_id": "REFERENCE_UNKNOWN"})
    hand_over(referent, certificate, handed_on="2026-02-09").must_refuse("DATE_BEFORE_PREVIOUS_ACT", 409)
    hand_over(referent, certificate, handed_on="2026-02-11").must_refuse("DATE_IN_FUTURE", 409)
    dry = referent.post(f"{path}?dry_run=true", {"channel": "POST"}).must(201)
    expect_equal((dry["channel"], referent.get(path).must(200)["data"]), ("POST", []))
    # After the annulment the paper may still be somewhere: what was handed over before is recorded, and nothing after.
    world.annul(certificate)
    expect_equal(world.certifier.get(f"/v1/certificates/{certificate['id']}").must(200)["handover_due_on"], None)
    world.set_today("2026-02-11")
    hand_over(referent, certificate).must_refuse("CERTIFICATE_ANNULLED", 409)
    hand_over(referent, certificate, handed_on=HELD).must(201)


@story
def what_is_late_to_hand_over_is_listed(world):
    """For each side its own; who handed it over has nothing left to do, nor who annulled."""
    late, done, gone = (certified(world) for _ in range(3))
    certificates = [issue(world, journey).must(201) for journey in (late, done, gone)]
    hand_over(done.organism.referent, certificates[1]).must(201)
    world.annul(certificates[2])

    def listed(client, day):
        found = client.get(f"/v1/certificates?limit=200&handover_due_to={day}").must(200)["data"]
        return {row["id"] for row in found} & {certificate["id"] for certificate in certificates}

    for client in (late.organism.referent, world.commission.secretary, world.certifier):
        expect_equal(listed(client, "2026-03-11"), set())
        expect_equal(listed(client, "2026-03-12"), {certificates[0]["id"]})
    by_commission = world.certifier.get(f"/v1/certificates?commission_id={world.commission.id}&handover_due_to=2026-03-12&limit=200").must(200)
    expect(certificates[0]["id"] in {row["id"] for row in by_commission["data"]}, "by its commission")


@story
def only_the_certifier_issues(world):
    journey = certified(world)
    for client in (journey.organism.referent, world.commission.secretary, world.commission.members["EMPLOYER1"]["client"], world.auditor):
        issue(world, journey, client).must_refuse("ROLE_NOT_ALLOWED", 403)
    world.certifier.post("/v1/certificates", {"candidacy_id": str(uuid.uuid4())}).must_refuse("REFERENCE_UNKNOWN", 422)


@story
def a_holder_is_not_certified_again(world):
    """Scenario 53."""
    journey = certified(world)
    issue(world, journey).must(201)
    again = Journey(world, candidate=journey.candidate).open("2026-02-10")
    again.refused("ALREADY_CERTIFIED", "RECORD_INFORMATION", "2026-02-10", {"has_consent": True})


@story
def organisms_networks_and_jurors_see_their_own(world):
    """Scenario 51."""
    network = world.network()
    member, stranger = world.organism(), world.organism()
    world.join(network, member)
    manager = world.key("NETWORK", network, ["NETWORK_MANAGER"], world.person())
    elsewhere = world.other_commission()
    world.flush()
    mine, theirs = submitted(world, organism=member), submitted(world, organism=stranger)
    for path in ("", "/summary", "/history", "/evaluations", "/paths", "/events"):
        stranger.referent.get(mine.path + path).must(404)
    stranger.evaluator.post(f"{mine.path}/events", {"event": "RECORD_RESTITUTION", "data": {}}).must(404)
    [evaluation], [other] = mine.evaluations(), theirs.evaluations()
    stranger.evaluator.get(f"/v1/evaluations/{evaluation['id']}/results").must(404)
    manager.get(mine.path).must(200)
    manager.get(theirs.path).must(404)
    manager.get(f"/v1/evaluations/{other['id']}/results").must(403, 404)
    manager.get(f"/v1/evaluations/{evaluation['id']}/results").must(403, 404)
    listed = {item["id"] for item in manager.every("/v1/candidacies")}
    expect(mine.id in listed and theirs.id not in listed, "the list of a network")
    file = mine.file()["id"]
    juror = world.commission.members["EMPLOYER1"]["client"]
    outsider = elsewhere.members["EMPLOYER1"]["client"]
    outsider.get(f"/v1/files/{file}").must(404)
    outsider.get(mine.path).must(404)
    stranger.referent.get(f"/v1/files/{file}").must(404)
    session = Session(world, HELD).put(mine)
    juror.get(f"/v1/files/{file}").must(200)
    outsider.get(session.path).must(404)
    elsewhere.secretary.post(f"{session.path}/agenda", {"file_id": theirs.file()["id"]}).must(404)
    stranger.referent.get(session.path).must(403)
