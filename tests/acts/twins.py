# SPDX-License-Identifier: EUPL-1.2
"""Two doors to one decision give one answer; and a write that row-level security lets touch nothing says why."""

import uuid

from harness.journey import Journey
from harness.runner import expect, expect_equal
from stages import DAY, PRIOR_DAY, Stage, informed, prior

TESTS = []


def test(function):
    TESTS.append(function)
    return function


def answer(reply):
    """What the two doors have in common: members of a body stand under /data in an event."""
    if reply.status < 300:
        return reply.status // 100
    errors = {pointer.removeprefix("/data"): code for pointer, code in reply.errors.items()}
    reasons = [(reason["code"], {name: value for name, value in reason["details"].items() if name != "pointer"}, reason["resolve_with"])
               for reason in reply.body.get("reasons", [])]
    return reply.status, reply.code, errors, reasons


def compare(journey, event, body, door):
    """door: the call of the other door with this body."""
    through_event = journey.client("evaluator").post(f"{journey.path}/events?dry_run=true", {"event": event, "data": body})
    through_door = door(body)
    expect_equal(answer(through_door), answer(through_event), f"{event} with {body}")
    return through_door


def bodies_of_sittings(journey):
    organism, right = journey.organism, {"held_on": PRIOR_DAY, "starts_at": f"{PRIOR_DAY}T17:00:00+01:00", "site_id": Stage.site_of(journey)}
    yield right
    yield right | {"evaluator_id": organism.person("EVALUATOR")}
    yield right | {"evaluator_id": str(uuid.uuid4())}
    yield right | {"evaluator_id": journey.world.organisms[1].person("EVALUATOR")}
    yield right | {"evaluator_id": organism.person("TRAINER")}
    yield right | {"site_id": str(uuid.uuid4())}
    yield right | {"site_id": Stage.site(journey.world.organisms[1])}
    yield right | {"starts_at": f"{PRIOR_DAY}T12:00:00+01:00", "ends_at": f"{PRIOR_DAY}T09:00:00+01:00"}
    yield right | {"held_on": "2014-01-14"}
    yield right | {"held_on": "2014-01-14", "starts_at": None}
    yield {"held_on": PRIOR_DAY, "place": "Arras"}  # recorded already, elsewhere
    yield right | {"modality": "SOMEWHERE"}
    yield right | {"no_such_member": 1}


@test
def a_sitting_through_both_doors(world):
    """POST /v1/evaluations/{id}/sittings and the event ADD_SITTING."""
    journey = prior(world)
    door = f"/v1/evaluations/{journey.open_evaluation()['id']}/sittings?dry_run=true"
    codes = set()
    for body in bodies_of_sittings(journey):
        reply = compare(journey, "ADD_SITTING", body, lambda body: journey.client("evaluator").post(door, body))
        codes.add(reply.status)
    expect_equal(codes, {201, 409, 422}, "answers: these bodies see too little")


@test
def a_sitting_of_an_organism_that_may_not_evaluate(world):
    organism = world.organism(evaluation=("2015-01-01", PRIOR_DAY))  # its last day
    world.flush()
    journey = Journey(world, organism).informed("2026-01-05").start_prior(PRIOR_DAY)
    door = f"/v1/evaluations/{journey.open_evaluation()['id']}/sittings?dry_run=true"
    compare(journey, "ADD_SITTING", {"held_on": DAY}, lambda body: journey.client("evaluator").post(door, body)).must_refuse(
        "ORGANISM_NOT_HABILITATED", 409)


@test
def results_through_both_doors(world):
    """PATCH /v1/evaluations/{id}/results and the event RECORD_RESULTS."""
    journey = prior(world)
    door = f"/v1/evaluations/{journey.open_evaluation()['id']}/results?dry_run=true"
    codes = world.referential.criteria[:2]
    right, codes_seen = {"results": journey.grid(codes)}, set()
    for body in (right, right | {"evaluator_id": str(uuid.uuid4())}, right | {"evaluator_id": journey.organism.person("TRAINER")},
                 {"results": journey.grid([codes[0], codes[0]])}, {"results": [{"criterion_code": "99.9.9", "status": "VALIDATED"}]},
                 {"results": []}, {}, right | {"no_such_member": 1}):
        reply = compare(journey, "RECORD_RESULTS", body,
                        lambda body: journey.client("evaluator").patch(door, body, version=journey.version))
        codes_seen.add(reply.status)
    expect(codes_seen >= {200, 409, 422}, f"answers: {codes_seen}: these bodies see too little")


@test
def the_history_through_both_doors(world):
    journey = prior(world)
    referent = journey.client("referent")
    expect_equal(referent.get(f"{journey.path}/events").must(200).body, referent.get(f"{journey.path}/history").must(200).body)


@test
def correcting_a_candidate_whom_another_organism_holds(world):
    """Visible by the contact, and not theirs to change: a refusal, however often it is tried, and no stale version."""
    contact = Stage.meeting(world)
    candidate = contact.client("counsellor").get(f"/v1/candidates/{contact.candidate['id']}").must(200)
    version = world.organisms[0].counsellor.get(f"/v1/candidates/{candidate['id']}").must(200)["version"]
    for tag, refusal in ((f'"{version}"', ("CANDIDATE_HELD_ELSEWHERE", 409)), ("*", ("PRECONDITION_REQUIRED", 428))):
        for query in ("", "?dry_run=true"):
            contact.client("counsellor").send("PATCH", f"/v1/candidates/{candidate['id']}{query}", {"city": "Arras"},
                                              headers={"If-Match": tag}).must_refuse(*refusal)
    expect_equal(contact.client("counsellor").get(f"/v1/candidates/{candidate['id']}").must(200).body, candidate.body)
    world.organisms[0].counsellor.patch(f"/v1/candidates/{candidate['id']}", {"city": "Arras"}, version=version).must(200)


@test
def a_former_owner_corrects_nothing(world):
    journey = informed(world)
    journey.offered(world.organisms[1], PRIOR_DAY).event("TRANSFER", PRIOR_DAY, {"to_org_id": world.organisms[1].id, "consent_on": PRIOR_DAY})
    journey.client("counsellor").patch(f"/v1/candidates/{journey.candidate['id']}", {"city": "Arras"},
                                       version=journey.candidate["version"]).must_refuse("CANDIDATE_HELD_ELSEWHERE", 409)


@test
def a_candidacy_for_nobody(world):
    """The contract's own example names a candidate that does not exist."""
    for query in ("", "?dry_run=true"):
        reply = world.organisms[0].counsellor.post(f"/v1/candidacies{query}", {"candidate_id": str(uuid.uuid4())}).must(422)
        expect_equal(reply.errors, {"/candidate_id": "REFERENCE_UNKNOWN"})
