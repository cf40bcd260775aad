# SPDX-License-Identifier: EUPL-1.2
"""Sittings: the same one recorded twice is one, and a mistaken one is cancelled as long as nothing rests on it."""

from story import Journey, expect, expect_equal, story

DAY, LATER, TODAY = "2026-01-14", "2026-01-16", "2026-01-20"


def started(world):
    world.set_today(TODAY)
    return Journey(world).informed("2026-01-05").start_prior(DAY)


def sittings(journey):
    return journey.open_evaluation()["sittings"]


def door(journey):
    return f"/v1/evaluations/{journey.open_evaluation()['id']}/sittings"


@story
def the_same_sitting_twice_is_one(world):
    """Whoever asks again is answered by the first; what differs is told, and nothing of it is dropped in silence."""
    journey = started(world)
    evaluator, path = journey.organism.evaluator, door(journey)
    body = {"held_on": LATER, "modality": "REMOTE", "place": "Lille"}
    first = evaluator.post(path, body).must(201)
    again = evaluator.post(path, body).must(200)
    expect_equal(again.body, first.body, "the second answer")
    expect_equal(len(sittings(journey.refresh())), 2, "sittings")
    recorded = next(one["id"] for one in sittings(journey) if one["held_on"] == LATER)
    for other in ({"place": "Arras"}, {"modality": "ON_SITE"}, {"place": None}):
        refused = evaluator.post(path, body | other).must_refuse("SITTING_ALREADY_RECORDED", 409)
        expect_equal(refused.details("SITTING_ALREADY_RECORDED"), {"id": recorded, "pointer": "/starts_at"})
    expect_equal(journey.refused("SITTING_ALREADY_RECORDED", "ADD_SITTING", LATER, body).details("SITTING_ALREADY_RECORDED"),
                 {"id": recorded, "pointer": "/data/starts_at"})
    evaluator.post(path, body | {"starts_at": f"{LATER}T14:00:00+01:00"}).must(201)  # its afternoon
    colleague = world.staff(journey.organism, "SECOND", "EVALUATOR")
    world.flush()
    colleague.post(path, body).must(201)  # who sits beside
    expect_equal(len(sittings(journey)), 4, "sittings")


@story
def a_mistaken_sitting_is_cancelled_with_a_reason(world):
    """A slip of the year keeps the evaluation open, until it is taken back; the history keeps both."""
    journey = started(world)
    journey.event("ADD_SITTING", TODAY, {"held_on": "2027-01-16"})
    mistaken = sittings(journey)[-1]
    journey.event("ADD_SITTING", TODAY, {"held_on": LATER}).results(LATER)
    refused = journey.refused("SITTING_TO_COME", "COMPLETE_PRIOR", TODAY)
    expect_equal(refused.details("SITTING_TO_COME"), {"id": mistaken["id"], "date": "2027-01-16", "limit_date": TODAY})
    expect_equal(next(reason["resolve_with"] for reason in refused["reasons"]), {
        "method": "POST", "href": f"{journey.path}/events", "event": "CANCEL_SITTING"})
    asked = journey.organism.evaluator.get(f"{journey.path}/allowed-events").must(200)["data"]
    guards = [guard["code"] for event in asked if event["event"] == "COMPLETE_PRIOR" for guard in event["guards"]]
    expect_equal(sorted(guards), sorted(set(guards)), "a guard that is listed twice")
    wrong = {"sitting_id": mistaken["id"]}
    refused = journey.refused("REASON_REQUIRED", "CANCEL_SITTING", TODAY, wrong)
    expect_equal(refused.details("REASON_REQUIRED"), {"pointer": "/data/reason"})
    journey.refused("SITTING_NOT_IN_EVALUATION", "CANCEL_SITTING", TODAY, {"sitting_id": journey.id, "reason": "x"})
    journey.event("CANCEL_SITTING", TODAY, wrong | {"reason": "Erreur d’année"}, to="PRIOR_IN_PROGRESS")
    expect_equal([one["held_on"] for one in sittings(journey)], [DAY, LATER])
    told = journey.organism.referent.get(f"{journey.path}/history").must(200)["data"][-1]
    expect_equal(told["data"], {"sitting_id": mistaken["id"], "held_on": "2027-01-16", "evaluator_id": mistaken["evaluator_id"]})
    expect("Erreur d’année" in str(told), told)
    journey.refused("SITTING_NOT_IN_EVALUATION", "CANCEL_SITTING", TODAY, wrong | {"reason": "encore"})


@story
def what_is_planned_ahead_is_planned_in_any_order(world):
    """Sittings are recorded in the order in which they were held; of those to come none is the act before another."""
    journey = started(world)
    for day in ("2026-12-01", "2026-12-08", "2026-12-04", TODAY):
        journey.event("ADD_SITTING", TODAY, {"held_on": day})
    refused = journey.refused("DATE_BEFORE_PREVIOUS_ACT", "ADD_SITTING", TODAY, {"held_on": LATER})
    expect_equal(refused.details("DATE_BEFORE_PREVIOUS_ACT"), {"date": LATER, "limit_date": TODAY, "pointer": "/data/held_on"})
    world.set_today("2026-12-04")
    refused = journey.refused("DATE_BEFORE_PREVIOUS_ACT", "ADD_SITTING", "2026-12-04", {"held_on": "2026-12-02"})
    expect_equal(refused.details("DATE_BEFORE_PREVIOUS_ACT"), {"date": "2026-12-02", "limit_date": "2026-12-04",
                                                                     "pointer": "/data/held_on"})


@story
def what_results_rest_on_stays(world):
    journey = started(world)
    only = {"sitting_id": sittings(journey)[0]["id"], "reason": "Mauvais jour"}
    journey.event("CANCEL_SITTING", TODAY, only)
    journey.refused("NO_SITTING", "COMPLETE_PRIOR", TODAY)
    journey.event("ADD_SITTING", DAY, {"held_on": DAY}).results(DAY)
    only["sitting_id"] = sittings(journey)[0]["id"]
    refused = journey.refused("SITTING_IN_USE", "CANCEL_SITTING", TODAY, only)
    expect_equal(refused.details("SITTING_IN_USE"), {"date": DAY, "id": only["sitting_id"], "pointer": "/data/sitting_id"})
    journey.event("ADD_SITTING", TODAY, {"held_on": "2026-01-19"})
    journey.refused("SITTING_IN_USE", "CANCEL_SITTING", TODAY, only)
    journey.event("CANCEL_SITTING", TODAY, {"sitting_id": sittings(journey)[1]["id"], "reason": "N’a pas eu lieu"})
    journey.event("COMPLETE_PRIOR", TODAY, to="PRIOR_COMPLETED")
    journey.refused("INVALID_STATE", "CANCEL_SITTING", TODAY, only)


@story
def who_evaluated_by_mistake_may_train(world):
    """The separation of evaluators and trainers looks at sittings that were held, by the rules and in the database."""
    journey = started(world)
    organism = journey.organism
    both = world.person()
    for role in ("EVALUATOR", "TRAINER"):
        world.affiliate(both, organism.id, role)
    journey.event("ADD_SITTING", LATER, {"held_on": LATER, "evaluator_id": both}, who="referent")
    mistaken = next(one for one in sittings(journey) if one["evaluator_id"] == both)
    journey.event("CANCEL_SITTING", TODAY, {"sitting_id": mistaken["id"], "reason": "Autre évaluatrice"}, who="referent")
    journey.results(DAY, fails=("2",)).event("COMPLETE_PRIOR", TODAY, to="PRIOR_COMPLETED").restitution(TODAY, to="PARTIAL")
    journey.propose(TODAY, ["2"], "2026-02-02", "2026-06-30", trainer=both)
