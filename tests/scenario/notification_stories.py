# SPDX-License-Identifier: EUPL-1.2
"""A candidate is told what a commission decided: an act of its own, from which the time to appeal runs (3.4, decision 48)."""

import uuid

from appeal_stories import REASONS, refused, refusal, send_appeal
from commission_stories import HELD, submitted
from story import Session, expect, expect_equal, story, together

LETTER = "Lettre de décision du 20 février 2026"


def send_notification(journey, client=None, **members):
    body = {"decision_id": members.pop("decision_id", None) or refusal(journey), "notified_on": HELD, "channel": "REGISTERED_LETTER",
            "document": LETTER} | members
    return (client or journey.client("referent")).post(f"{journey.path}/notifications", {key: value for key, value in body.items() if value is not None})


def listed(journey, client=None):
    return (client or journey.client("referent")).get(f"{journey.path}/notifications").must(200)["data"]


def decided(world, outcome, **members):
    """(journey, id of the decision that is in effect)."""
    journey = submitted(world)
    choice = {"CERTIFIED": "FOR", "REFUSED": "AGAINST", "DEFERRED": "ABSTAIN"}[outcome]
    session = Session(world, HELD).put(journey).convene(HELD).attend(EMPLOYER1="PRESENT", EMPLOYEE1="PRESENT").open()
    session.vote(journey, EMPLOYER1=choice, EMPLOYEE1=choice)
    decision = session.send_decision(journey, outcome, **members).must(200, 201)
    session.close().sign()
    return journey, decision["id"]


@story
def the_time_to_appeal_runs_from_the_notification(world):
    """And from nothing while the candidate was not told."""
    journey, untold = refused(world), refused(world)
    world.set_today("2026-02-20")
    told = send_notification(journey, notified_on="2026-02-18").must(201)
    expect_equal((told["notified_on"], told["channel"], told["document"], told["outcome"], told["appeal_by_date"], told["corrects_id"]),
                 ("2026-02-18", "REGISTERED_LETTER", LETTER, "REFUSED", "2026-04-18", None))
    expect_equal((told["notified_by"], told["acting_org_id"]), (journey.organism.person("REFERENT"), journey.organism.id))
    expect_equal(listed(journey), [told.body])
    world.set_today("2027-06-01")
    late = send_appeal(journey, filed_on="2026-04-19").must_refuse("APPEAL_TOO_LATE", 409)
    expect_equal(late.details("APPEAL_TOO_LATE")["limit_date"], "2026-04-18")
    send_appeal(journey, filed_on="2026-04-18").must(201)
    send_appeal(untold, filed_on="2027-06-01").must(201)


@story
def every_decision_in_effect_is_told_once(world):
    for outcome, members, appeal_by in (("CERTIFIED", {}, None), ("REFUSED", REASONS, "2026-04-10"),
                                        ("DEFERRED", {"request_text": "Une pièce manque."}, None)):
        journey, decision = decided(world, outcome, **members)
        made = send_notification(journey, world.commission.secretary, decision_id=decision, channel="EMAIL").must(201)
        expect_equal((made["outcome"], made["appeal_by_date"], made["acting_org_id"]), (outcome, appeal_by, None))
        for client in (world.commission.secretary, journey.client("referent")):
            send_notification(journey, client, decision_id=decision).must_refuse("ALREADY_NOTIFIED", 409)


@story
def what_is_not_signed_is_not_told(world):
    journey = submitted(world)
    session = Session(world, HELD).put(journey).convene(HELD).attend(EMPLOYER1="PRESENT", EMPLOYEE1="PRESENT").open()
    session.vote(journey, EMPLOYER1="FOR", EMPLOYEE1="FOR")
    decision = session.send_decision(journey, "CERTIFIED").must(200, 201)["id"]
    send_notification(journey, world.commission.secretary, decision_id=decision).must_refuse("DECISION_NOT_IN_EFFECT", 409)
    send_notification(journey, decision_id=decision).must_refuse("REFERENCE_UNKNOWN", 422)  # the organism does not know of it
    session.close().sign()
    send_notification(journey, decision_id=decision).must(201)
    other = submitted(world)
    session = Session(world, HELD).put(other).convene(HELD).attend(EMPLOYER1="PRESENT", EMPLOYEE1="PRESENT").open()
    skipped = session.send_decision(other, "NOT_EXAMINED", reasons="Faute de temps").must(200, 201)["id"]
    session.close().sign()
    send_notification(other, world.commission.secretary, decision_id=skipped).must_refuse("DECISION_NOT_IN_EFFECT", 409)


@story
def a_day_that_is_told_is_a_day_that_was(world):
    journey, other = refused(world), refused(world)
    world.set_today("2026-02-20")
    send_notification(journey, notified_on="2026-02-21").must_refuse("DATE_IN_FUTURE", 409)
    send_notification(journey, notified_on="2026-02-09").must_refuse("DATE_BEFORE_PREVIOUS_ACT", 409)
    expect_equal(send_notification(journey, notified_on="2099-01-01").must(422).errors, {"/notified_on": "DATE_OUT_OF_RANGE"})
    expect_equal(send_notification(journey, notified_on="2026-02-30").must(422).errors, {"/notified_on": "DATE_INVALID"})
    expect_equal(send_notification(journey, channel="PIGEON").must(422).errors, {"/channel": "ENUM"})
    expect_equal(journey.client("referent").post(f"{journey.path}/notifications", {}).must(422).errors,
                 {"/decision_id": "REQUIRED", "/channel": "REQUIRED", "/document": "REQUIRED"})
    expect_equal(send_notification(journey, appeal_by_date="2026-04-20").must(422).errors, {"/appeal_by_date": "READ_ONLY_FIELD"})
    expect_equal(send_notification(journey, decision_id=str(uuid.uuid4())).must(422).errors, {"/decision_id": "REFERENCE_UNKNOWN"})
    expect_equal(send_notification(journey, decision_id=refusal(other)).must(422).errors, {"/decision_id": "REFERENCE_UNKNOWN"})
    expect_equal(listed(journey), [])
    expect_equal(send_notification(journey, notified_on=None).must(201)["notified_on"], "2026-02-20", "today when absent")


@story
def a_record_is_corrected_and_never_shortens_the_time(world):
    journey = refused(world)
    world.set_today("2026-03-20")
    first = send_notification(journey, notified_on="2026-02-18").must(201)
    mend = {"corrects_id": first["id"], "correction_reason": "Pli non distribué, remis en main propre.", "channel": "IN_PERSON"}
    unsaid = send_notification(journey, notified_on="2026-03-02", **(mend | {"correction_reason": None})).must(422)
    expect_equal(unsaid.errors, {"/correction_reason": "REQUIRED"})
    earlier = send_notification(journey, notified_on="2026-02-17", **mend).must_refuse("NOTIFIED_EARLIER", 409)
    expect_equal(earlier.details("NOTIFIED_EARLIER")["limit_date"], "2026-02-18")
    expect_equal(send_notification(journey, correction_reason="Pourquoi").must(422).errors, {"/corrects_id": "REQUIRED"})
    expect_equal(send_notification(journey, **(mend | {"corrects_id": str(uuid.uuid4())})).must(422).errors, {"/corrects_id": "REFERENCE_UNKNOWN"})
    second = send_notification(journey, notified_on="2026-03-02", **mend).must(201)
    expect_equal((second["corrects_id"], second["appeal_by_date"]), (first["id"], "2026-05-02"))
    send_notification(journey, notified_on="2026-03-03", **mend).must_refuse("ALREADY_NOTIFIED", 409)  # the first stands no more
    send_notification(journey, notified_on="2026-03-03", **(mend | {"corrects_id": second["id"]})).must(201)
    expect_equal([item["notified_on"] for item in listed(journey)], ["2026-02-18", "2026-03-02", "2026-03-03"], "all of them stay")
    world.set_today("2026-06-01")
    expect_equal(send_appeal(journey, filed_on="2026-05-04").must_refuse("APPEAL_TOO_LATE", 409).details("APPEAL_TOO_LATE")["limit_date"], "2026-05-03")
    send_appeal(journey, filed_on="2026-05-03").must(201)


@story
def of_several_at_once_one_is_recorded(world):
    journey = refused(world)
    decision = refusal(journey)
    clients = [journey.organism.referent.clone() for _ in range(3)] + [world.commission.secretary.clone() for _ in range(3)]
    replies = together(*(lambda client=client: send_notification(journey, client, decision_id=decision) for client in clients))
    expect_equal(sorted(reply.status for reply in replies), [201] + 5 * [409])
    for reply in replies:
        if reply.status == 409:
            reply.must_refuse("ALREADY_NOTIFIED")
    [first] = listed(journey)
    mend = {"corrects_id": first["id"], "correction_reason": "Erreur de saisie", "channel": "EMAIL"}
    replies = together(*(lambda client=client: send_notification(journey, client, decision_id=decision, **mend) for client in clients))
    expect_equal(sorted(reply.status for reply in replies), [201] + 5 * [409])
    expect_equal(len(listed(journey)), 2)


def untold(client, **query):
    address = "/v1/files?limit=200&" + "&".join(f"{name}={value}" for name, value in query.items())
    return {row["candidacy_id"]: row["notification_due_on"] for row in client.get(address).must(200)["data"]}


@story
def files_that_are_late_are_found(world):
    journey, other = refused(world), decided(world, "DEFERRED", request_text="Une pièce manque.")[0]
    pending = submitted(world)
    readers = (journey.client("referent"), world.commission.secretary, world.certifier)
    for client in readers:
        found = untold(client, notification_due_to="2026-02-25")
        expect_equal((found.get(journey.id), found.get(other.id), pending.id in found), ("2026-02-25", "2026-02-25", False))
        expect(not {journey.id, other.id} & set(untold(client, notification_due_to="2026-02-24")), "it is due on the fifteenth day")
    [file] = [row for row in readers[0].get("/v1/files?status=DECIDED").must(200)["data"] if row["candidacy_id"] == journey.id]
    file = readers[0].get(f"/v1/files/{file['id']}").must(200)
    expect_equal(file["notification_due_on"], "2026-02-25")
    send_notification(journey).must(201)
    for client in readers:
        found = untold(client, notification_due_to="2030-01-01")
        expect_equal((journey.id in found, found.get(other.id)), (False, "2026-02-25"))
    found = untold(world.certifier, notification_due_to="2030-01-01", commission_id=world.commission.id)
    expect_equal((journey.id in found, other.id in found), (False, True))
    journey.client("referent").get("/v1/files?notification_due_to=demain").must_refuse("PARAMETER_INVALID", 400)


@story
def who_tells_and_who_reads(world):
    journey, other = refused(world), refused(world)
    himself = world.key("CANDIDATE", journey.candidate["id"], ["CANDIDATE"], None)
    world.flush()
    for client in (journey.organism.counsellor, himself, world.certifier, world.auditor):
        send_notification(journey, client).must_refuse("ROLE_NOT_ALLOWED", 403)
    stranger = world.organisms[1]
    send_notification(journey, stranger.referent).must(404)
    made = send_notification(journey).must(201).body
    for client in (himself, journey.organism.counsellor, world.commission.secretary, world.certifier, world.auditor):
        expect_equal(listed(journey, client), [made])
    stranger.referent.get(f"{journey.path}/notifications").must(404)
    moved = {"to_org_id": stranger.id, "consent_on": HELD}
    send_notification(other).must(201)
    other.offered(stranger, HELD).event("TRANSFER", HELD, moved, to="PARTIAL")
    again = {"corrects_id": listed(other)[0]["id"], "correction_reason": "Erreur de saisie"}
    send_notification(other, **again).must_refuse("OUT_OF_SCOPE", 403)
    send_notification(other, stranger.referent, **again).must(201)
    expect_equal((len(listed(other)), len(listed(other, stranger.referent))), (1, 2), "the former owner reads what was there that day")
