# SPDX-License-Identifier: EUPL-1.2
"""Many certificates in one request: all whom a session certified, or those that are named; each for itself, or all or none."""

import uuid

from issuing import race
from story import Session, expect, expect_equal, story, together
from certificate_stories import certified, issue
from commission_stories import HELD, submitted


def batch(world, client=None, query="", **body):
    return (client or world.certifier).post(f"/v1/certificate-batches{query}", body)


def counts(reply):
    return tuple(reply[f"{outcome}_count"] for outcome in ("issued", "existing", "refused"))


def problem_without_request(problem):
    return {name: value for name, value in problem.items() if name != "request_id"}


@story
def a_session_s_certificates_are_issued_at_once(world):
    """Those whom it certified, and nobody else; numbers follow one another, and asking again changes nothing."""
    journeys = [submitted(world) for _ in range(4)]
    session = Session(world, HELD).put(*journeys).convene("2026-02-01").attend(EMPLOYER1="PRESENT", EMPLOYEE1="PRESENT").open()
    for journey in journeys[:3]:
        session.vote(journey, EMPLOYER1="FOR", EMPLOYEE1="FOR").decide(journey, "CERTIFIED")
    session.vote(journeys[3], EMPLOYER1="ABSTAIN", EMPLOYEE1="ABSTAIN").decide(journeys[3], "DEFERRED", request_text="Joindre le livret")
    session.close()
    early = batch(world, session_id=session.id).must(200)
    expect_equal((counts(early), {row["problem"]["code"] for row in early["data"]}), ((0, 0, 3), {"INVALID_STATE"}), "before the signatures")
    session.sign("EMPLOYER1")
    expect_equal(counts(batch(world, session_id=session.id).must(200)), (0, 0, 3), "after one signature")
    session.sign("EMPLOYEE1")
    made = batch(world, session_id=session.id).must(200)
    expect_equal((counts(made), made["has_more"]), ((3, 0, 0), False))
    expect_equal({row["candidacy_id"] for row in made["data"]}, {journey.id for journey in journeys[:3]})
    numbers = sorted(int(row["number"].split("-")[2]) for row in made["data"])
    expect_equal(numbers, list(range(numbers[0], numbers[0] + 3)), "no gap")
    for row in made["data"]:
        read = world.certifier.get(f"/v1/certificates/{row['certificate_id']}").must(200)
        expect_equal((read["number"], read["candidacy_id"], read["session_id"], row["outcome"], row["problem"]),
                     (row["number"], row["candidacy_id"], session.id, "ISSUED", None))
    again = batch(world, session_id=session.id).must(200)
    expect_equal((counts(again), [row["number"] for row in again["data"]]), ((0, 3, 0), [row["number"] for row in made["data"]]))
    next_one = issue(world, certified(world)).must(201)
    expect_equal(int(next_one["number"].split("-")[2]), numbers[-1] + 1, "none was drawn in vain")


@story
def each_is_issued_for_itself_with_the_problem_of_the_act_of_one(world):
    ready, done, gone, early = certified(world), certified(world), certified(world), submitted(world)
    there = issue(world, done).must(201)
    world.annul(issue(world, gone).must(201))
    unknown = str(uuid.uuid4())
    reply = batch(world, candidacy_ids=[early.id, ready.id, unknown, done.id, gone.id]).must(200)
    expect_equal([(row["candidacy_id"], row["outcome"]) for row in reply["data"]], [
        (early.id, "REFUSED"), (ready.id, "ISSUED"), (unknown, "REFUSED"), (done.id, "EXISTING"), (gone.id, "REFUSED")])
    expect_equal(counts(reply), (1, 1, 3))
    expect_equal((reply["data"][3]["certificate_id"], reply["data"][3]["number"]), (there["id"], there["number"]))
    for row in reply["data"]:
        if row["outcome"] == "REFUSED":
            alone = world.certifier.post("/v1/certificates", {"candidacy_id": row["candidacy_id"]})
            expect_equal(problem_without_request(row["problem"]), problem_without_request(alone.body), "the same problem")
            expect_equal((row["problem"]["status"], row["problem"]["request_id"]), (alone.status, reply.headers["X-Request-Id"]))
    expect_equal(counts(batch(world, candidacy_ids=[ready.id]).must(200)), (0, 1, 0))


@story
def all_of_them_or_none(world):
    first, second, early = certified(world), certified(world), submitted(world)
    unknown = str(uuid.uuid4())
    refused = batch(world, candidacy_ids=[first.id, early.id, second.id], is_atomic=True).must_refuse("INVALID_STATE", 409)
    expect_equal([(reason["code"], reason["details"]["candidacy_id"]) for reason in refused.body["reasons"]],
                 [("INVALID_STATE", early.id), ("SESSION_NOT_SIGNED", early.id)])
    expect_equal(batch(world, candidacy_ids=[first.id, unknown], is_atomic=True).must(422).errors, {"/candidacy_ids/1": "REFERENCE_UNKNOWN"})
    expect_equal(world.certifier.get(f"/v1/certificates?candidacy_id={first.id}").must(200)["data"], [], "nothing was issued")
    made = batch(world, candidacy_ids=[first.id, second.id], is_atomic=True).must(200)
    expect_equal(counts(made), (2, 0, 0))
    expect_equal(counts(batch(world, candidacy_ids=[first.id, second.id], is_atomic=True).must(200)), (0, 2, 0))


@story
def many_are_asked_for_rightly(world):
    journeys = [certified(world), certified(world)]
    ids = [journey.id for journey in journeys]
    for client in (journeys[0].organism.referent, world.commission.secretary, world.auditor):
        batch(world, client, candidacy_ids=ids).must_refuse("ROLE_NOT_ALLOWED", 403)
    expect_equal(batch(world).must(422).errors, {"/session_id": "ONE_REQUIRED"})
    expect_equal(batch(world, session_id=str(uuid.uuid4()), candidacy_ids=ids).must(422).errors, {"/candidacy_ids": "FIELD_NOT_APPLICABLE"})
    expect_equal(batch(world, session_id=str(uuid.uuid4())).must(422).errors, {"/session_id": "REFERENCE_UNKNOWN"})
    expect_equal(batch(world, candidacy_ids=[]).must(422).errors, {"/candidacy_ids": "MIN_LENGTH"})
    expect_equal(batch(world, candidacy_ids=[str(uuid.uuid4()) for _ in range(201)]).must(422).errors, {"/candidacy_ids": "TOO_MANY_ITEMS"})
    expect_equal(counts(batch(world, candidacy_ids=[str(uuid.uuid4()) for _ in range(200)]).must(200)), (0, 0, 200))
    expect_equal(set(batch(world, candidacy_ids=[ids[0], ids[0]]).must(422).errors.values()), {"DUPLICATE_ITEM"})
    dry = batch(world, query="?dry_run=true", candidacy_ids=ids).must(200)
    expect_equal((counts(dry), {row["number"].split("-")[2] for row in dry["data"]}), ((2, 0, 0), {"000000"}))
    expect_equal(world.certifier.get(f"/v1/certificates?candidacy_id={ids[0]}").must(200)["data"], [], "after a dry run")
    key = {"Idempotency-Key": str(uuid.uuid4())}
    made = world.certifier.post("/v1/certificate-batches", {"candidacy_ids": ids}, headers=key).must(200)
    again = world.certifier.post("/v1/certificate-batches", {"candidacy_ids": ids}, headers=key).must(200)
    expect_equal((again.body, again.headers["Idempotency-Replayed"]), (made.body, "true"))


@story
def whoever_asks_at_once_one_certificate_a_decision(world):
    """Crossed batches, batches of the session and acts of one, all at the same moment."""
    journeys = [submitted(world) for _ in range(5)]
    session = Session(world, HELD).held(journeys)
    ids = [journey.id for journey in journeys]
    calls = [lambda client, ids=ids[turn:] + ids[:turn]: batch(world, client, candidacy_ids=ids) for turn in range(5)]
    calls += [lambda client: batch(world, client, session_id=session.id, is_atomic=True) for _ in range(3)]
    calls += [lambda client, id_=id_: client.post("/v1/certificates", {"candidacy_id": id_}) for id_ in ids]
    replies = together(*[lambda call=call: call(world.certifier.clone()) for call in calls])
    expect_equal([reply.status for reply in replies if reply.status not in (200, 201)], [])
    made = sum(reply["issued_count"] for reply in replies[:8]) + [reply.status for reply in replies[8:]].count(201)
    expect_equal(made, 5, "made")
    numbers = sorted(row["number"] for id_ in ids for row in world.certifier.get(f"/v1/certificates?candidacy_id={id_}").must(200)["data"])
    places = [int(number.split("-")[2]) for number in numbers]
    expect_equal(places, list(range(places[0], places[0] + 5)), "numbers")


@story
def both_signatures_and_many_who_ask_at_once(world):
    """The short version of `tests/long issue`."""
    for _ in range(3):
        race(world, 12)
    expect(True, "told by the race itself")
