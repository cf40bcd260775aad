# SPDX-License-Identifier: EUPL-1.2
"""The commission of a file is resolved by rule; the certifier may name another, with a reason (A30)."""

import itertools
import uuid

from commission_stories import HELD, submitted
from story import Journey, Session, expect, expect_equal, story, together

WHY = "La commission de la région ne peut pas siéger cette année."
branches = itertools.count(7001)


def another_commission(world):
    made = world.new_commission(region=None, per_college=1, kind="BRANCH", idcc=str(next(branches)))
    world.flush()
    return made


def path_of(journey):
    return f"{journey.path}/commission-overrides"


def name(journey, commission_id, client=None, reason=WHY):
    return (client or journey.world.certifier).post(path_of(journey), {"commission_id": commission_id, "reason": reason})


def listed(journey, client=None):
    return (client or journey.world.certifier).get(path_of(journey)).must(200)["data"]


def ready(world):
    world.set_today(HELD)
    return Journey(world).informed("2026-01-05").prior("2026-01-14").restitution("2026-01-14", to="JURY_READY")


@story
def what_is_sent_goes_where_the_certifier_says(world):
    """And says why, on the file and on the agenda; a commission that is named in the body must be that one."""
    journey, other = ready(world), another_commission(world)
    made = name(journey, other.id).must(201)
    expect_equal((made["commission_id"], made["reason"], made["ended_on"], made["end_reason"]), (other.id, WHY, None, None))
    expect_equal(listed(journey, journey.client("referent")), [made.body])
    journey.refresh().refused("COMMISSION_NOT_COMPETENT", "SUBMIT_FILE", HELD, {"commission_id": world.commission.id})
    journey.refresh().submit(HELD)
    file = journey.client("referent").get(f"/v1/files/{journey.file()['id']}").must(200)
    expect_equal((file["commission_id"], file["override_reason"]), (other.id, WHY))
    other.secretary.get(f"/v1/files/{file['id']}").must(200)
    world.commission.secretary.get(f"/v1/files/{file['id']}").must_refuse("NOT_FOUND", 404)
    session = Session(world, HELD, commission=other).put(journey)
    [item] = session.secretary.get(f"{session.path}/agenda").must(200)["data"]
    expect_equal(item["override_reason"], WHY)
    plain = submitted(world)
    expect_equal(plain.client("referent").get(f"/v1/files/{plain.file()['id']}").must(200)["override_reason"], None)


@story
def a_file_that_waits_is_sent_again_as_it_was(world):
    journey, other = submitted(world), another_commission(world)
    before = world.commission.secretary.get(f"/v1/files/{journey.file()['id']}").must(200)
    name(journey, other.id).must(201)
    world.commission.secretary.get(f"/v1/files/{before['id']}").must_refuse("NOT_FOUND", 404)
    after = other.secretary.get(f"/v1/files/{journey.file()['id']}").must(200)
    for member in ("candidacy_id", "submitted_on", "acting_org_id", "is_direct_route", "snapshot", "status"):
        expect_equal(after[member], before[member], member)
    expect_equal([(document["kind"], document["title"]) for document in after["documents"]],
                 [(document["kind"], document["title"]) for document in before["documents"]])
    expect_equal((after["commission_id"], after["ordinal"], after["override_reason"]), (other.id, before["ordinal"] + 1, WHY))
    expect_equal(journey.client("referent").get(f"/v1/files/{before['id']}").must(200)["status"], "WITHDRAWN")
    # It is decided there, and certified.
    Session(world, HELD, commission=other).held(journey)
    expect_equal(journey.read()["state"], "CERTIFIED")
    name(journey, world.commission.id).must_refuse("FILE_DECIDED", 409)


@story
def a_naming_that_was_ended_by_mistake_is_made_again_where_the_file_waits(world):
    """Ended, it lets the rule hold for what is sent from then on; named again, or with better words, nothing is sent twice."""
    journey, other = submitted(world), another_commission(world)
    first = name(journey, other.id, reason="La région").must(201)
    name(journey, other.id).must_refuse("COMMISSION_ALREADY_COMPETENT", 409)
    world.certifier.post(f"{path_of(journey)}/{first['id']}/ends", {"reason": "Faute de frappe."}).must(201)
    before = journey.file()
    made = name(journey, other.id).must(201)
    expect_equal((made["commission_id"], made["reason"], made["ended_on"]), (other.id, WHY, None))
    expect_equal(journey.file(), before)
    Session(world, HELD, commission=other).held(journey)
    expect_equal(journey.read()["state"], "CERTIFIED")


@story
def what_is_on_an_agenda_or_decided_stays(world):
    other = another_commission(world)
    journey = submitted(world)
    session = Session(world, HELD).put(journey)
    name(journey, other.id).must_refuse("FILE_ON_AGENDA", 409)
    session.convene(HELD).attend(EMPLOYER1="PRESENT", EMPLOYEE1="PRESENT").open()
    session.vote(journey, EMPLOYER1="ABSTAIN", EMPLOYEE1="ABSTAIN").decide(journey, "DEFERRED", request_text="Une pièce manque.").close().sign()
    name(journey, other.id).must_refuse("FILE_DECIDED", 409)
    journey.refresh().event("ANSWER_COMPLEMENT", HELD, {"answer": "La voici."}, to="SUBMITTED")
    name(journey, other.id).must_refuse("FILE_DECIDED", 409)
    expect_equal(listed(journey), [])
    over = ready(world)
    over.event("WITHDRAW", HELD, {"requested_on": HELD}, to="WITHDRAWN")
    name(over, other.id).must_refuse("INVALID_STATE", 409)


@story
def it_holds_until_it_is_ended_replaced_or_its_commission_closes(world):
    journey, other, third = ready(world), another_commission(world), another_commission(world)
    first = name(journey, other.id).must(201)
    name(journey, other.id).must_refuse("COMMISSION_ALREADY_COMPETENT", 409)
    second = name(journey, third.id, reason="La branche se récuse.").must(201)
    told = listed(journey)
    expect_equal([(item["id"], item["end_reason"]) for item in told], [(first["id"], "La branche se récuse."), (second["id"], None)])
    end = f"{path_of(journey)}/{second['id']}/ends"
    world.certifier.post(f"{path_of(journey)}/{first['id']}/ends", {"reason": "x"}).must_refuse("OVERRIDE_ENDED", 409)
    ended = world.certifier.post(end, {"reason": "La région siège de nouveau."}).must(201)
    expect_equal((ended["end_reason"], ended["ended_on"] is None), ("La région siège de nouveau.", False))
    world.certifier.post(end, {"reason": "x"}).must_refuse("OVERRIDE_ENDED", 409)
    name(journey, world.commission.id).must_refuse("COMMISSION_ALREADY_COMPETENT", 409)
    journey.refresh().submit(HELD)
    expect_equal(journey.file()["commission_id"], world.commission.id)
    closing = ready(world)
    name(closing, third.id).must(201)
    world.instance.sql(f"update commission set status = 'CLOSED' where id = '{third.id}'")
    closing.refresh().submit(HELD)
    expect_equal(closing.file()["commission_id"], world.commission.id)
    name(ready(world), third.id).must_refuse("COMMISSION_NOT_COMPETENT", 409)


@story
def the_certifier_alone_and_with_a_reason(world):
    journey, other = ready(world), another_commission(world)
    for client in (journey.client("referent"), world.commission.secretary, world.commission.members["EMPLOYER1"]["client"], world.auditor):
        name(journey, other.id, client).must_refuse("ROLE_NOT_ALLOWED", 403)
    refused = world.certifier.post(path_of(journey), {"commission_id": other.id}).must_refuse("REQUIRED", 422)
    expect_equal(refused.errors, {"/reason": "REQUIRED"})
    expect_equal(name(journey, str(uuid.uuid4())).must_refuse("REFERENCE_UNKNOWN", 422).errors, {"/commission_id": "REFERENCE_UNKNOWN"})
    other.secretary.get(path_of(journey)).must_refuse("NOT_FOUND", 404)

    expect_equal(listed(journey), [])


@story
def naming_and_putting_on_an_agenda_at_once(world):
    """One of them comes first, and the other is told so: never a file of one commission on the agenda of another."""
    other = another_commission(world)
    seen = set()
    for _ in range(6):
        journey = submitted(world)
        session = Session(world, HELD)
        file = journey.file()["id"]
        named, put = together(lambda: name(journey, other.id, world.certifier.clone()),
                              lambda: session.secretary.clone().post(f"{session.path}/agenda", {"file_id": file}))
        expect(sorted((named.status, put.status)) in ([201, 409], [201, 422]), f"{named} {put}")
        seen.add(named.status)
        expect_equal(journey.read()["state"], "SUBMITTED" if named.status == 201 else "ON_AGENDA")
    replies = together(*(lambda: name(journey_, other.id, world.certifier.clone()) for journey_ in [ready(world)] * 4))
    expect_equal(sorted(reply.status for reply in replies), [201, 409, 409, 409])
