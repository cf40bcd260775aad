# SPDX-License-Identifier: EUPL-1.2
"""The order of days (9.5, invariant 25): whatever sets a day asks for the days that it rests on, by every door; and what a correction
moves stays among its neighbours."""

import datetime

from harness.journey import ACTORS
from story import Journey, expect_equal, story

TODAY = "2026-06-01"
INFORMED, HELD, RESULTS, COMPLETED, GIVEN = "2026-01-05", "2026-01-14", "2026-01-16", "2026-01-19", "2026-01-20"
PROPOSED, ANSWERED, AGAIN, CLOSED = "2026-01-22", "2026-01-26", "2026-02-02", "2026-03-30"


def before(day, count=1):
    return (datetime.date.fromisoformat(day) - datetime.timedelta(days=count)).isoformat()


def emptied(journey, on):
    """The only sitting of the evaluation in progress was cancelled."""
    sitting = journey.open_evaluation()["sittings"][0]["id"]
    return journey.event("CANCEL_SITTING", on, {"sitting_id": sitting, "reason": "Mauvais jour"})


def completed(world):
    journey = Journey(world).informed(INFORMED).start_prior(HELD).results(RESULTS, ("2", "3"))
    return journey.event("COMPLETE_PRIOR", COMPLETED, to="PRIOR_COMPLETED")


def partial(world):
    return completed(world).restitution(GIVEN, to="PARTIAL")


def path(journey):
    return {"planned_start_date": AGAIN, "planned_end_date": "2026-05-29", "modules": journey.modules(["2", "3"])}


@story
def a_day_is_asked_for_at_both_sides_of_each_bound(world):
    """Each act that sets a day, sent dry on the day before its bound, on it and behind it; then what was taken is looked at."""
    world.set_today(TODAY)

    def declined(world):
        journey = partial(world)
        return journey.event("PROPOSE_PATH", PROPOSED, path(journey)).event("DECLINE_PATH", ANSWERED, to="PARTIAL")

    def ready(world):
        journey = partial(world)
        journey.event("PROPOSE_PATH", PROPOSED, path(journey)).accept(ANSWERED).close_modules(CLOSED)
        return journey.event("CLOSE_PATH", CLOSED, to="FINAL_READY")

    def in_final(world):
        return ready(world).event("START_FINAL", CLOSED, {"held_on": CLOSED})

    informed = lambda world: Journey(world).informed(INFORMED)  # noqa: E731
    recalled = lambda world: restored(world).submit(TODAY).event("RECALL_FILE", TODAY, to="JURY_READY")  # noqa: E731
    restored = lambda world: Journey(world).informed(INFORMED).prior(HELD).restitution(HELD, to="JURY_READY")  # noqa: E731
    steps = (
        (informed, "START_PRIOR", INFORMED, "INFORMATION_REQUIRED", lambda day: {"held_on": day}),
        (lambda world: emptied(informed(world).start_prior(HELD), HELD), "ADD_SITTING", INFORMED, "INFORMATION_REQUIRED", lambda day: {"held_on": day}),
        (lambda world: informed(world).start_prior(HELD), "ADD_SITTING", HELD, "DATE_BEFORE_PREVIOUS_ACT",
         lambda day: {"held_on": day, "starts_at": f"{day}T14:00:00Z"}),
        (lambda world: informed(world).start_prior(HELD).results(RESULTS), "COMPLETE_PRIOR", RESULTS, "DATE_BEFORE_PREVIOUS_ACT", None),
        (completed, "RECORD_RESTITUTION", COMPLETED, "RESTITUTION_BEFORE_EVALUATION", None),
        (partial, "PROPOSE_PATH", GIVEN, "DATE_BEFORE_PREVIOUS_ACT", path),
        (declined, "PROPOSE_PATH", ANSWERED, "DATE_BEFORE_PREVIOUS_ACT", path),
        (ready, "START_FINAL", CLOSED, "FINAL_BEFORE_TRAINING_END", lambda day: {"held_on": day}),
        (lambda world: emptied(in_final(world), CLOSED), "ADD_SITTING", CLOSED, "FINAL_BEFORE_TRAINING_END", lambda day: {"held_on": day}),
        (recalled, "SUBMIT_FILE", TODAY, "DATE_BEFORE_PREVIOUS_ACT", None),
    )
    for make, event, bound, code, data in steps:
        journey = make(world)
        is_day = data is not None and data is not path
        for day, is_early in ((before(bound), True), (bound, False)):
            told = path(journey) if data is path else data(day) if data else {}
            on = "2026-04-01" if is_day else day
            reply = journey.client(ACTORS[event]).post(f"{journey.path}/events?dry_run=true", {"event": event, "occurred_on": on, "data": told})
            if not is_early:
                reply.must(201)
                continue
            reply.must_refuse(code, 409)
            expect_equal({name: reply.details(code)[name] for name in ("date", "limit_date")}, {"date": day, "limit_date": bound}, event)
        journey.event(event, TODAY if is_day else bound, path(journey) if data is path else data(bound) if data else {})
    [kept] = [one for one in world.certifier.get("/v1/invariants").must(200)["data"] if one["number"] == 25]
    expect_equal(kept["violation_count"], 0, kept)


@story
def a_portfolio_is_not_older_than_what_it_names(world):
    world.set_today(TODAY)
    journey = partial(world)
    door = f"{journey.path}/portfolios"
    refused = journey.client("referent").post(door, {"issued_on": before(COMPLETED)}).must_refuse("DATE_BEFORE_PREVIOUS_ACT", 409)
    expect_equal(refused.details("DATE_BEFORE_PREVIOUS_ACT")["limit_date"], COMPLETED)
    journey.client("referent").post(door, {"issued_on": COMPLETED}).must(201)


@story
def the_day_and_the_person_of_a_restitution_are_corrected(world):
    """As the act itself, and among its neighbours; until the file is sent."""
    world.set_today(TODAY)
    journey = partial(world)
    evaluation = journey.evaluations()[0]["id"]
    evaluator, counsellor = journey.organism.person("EVALUATOR"), journey.organism.person("COUNSELLOR")

    def corrected(**told):
        return {"evaluation_id": evaluation, "reason": "Mauvaise date"} | told

    def shown():
        told = journey.client("referent").get(f"/v1/evaluations/{evaluation}/restitution").must(200)
        [whole] = [one for one in journey.evaluations() if one["id"] == evaluation]
        expect_equal((whole["restituted_on"], whole["restituted_by"]), (told["given_on"], told["given_by"]))
        return told["given_on"], told["given_by"]

    expect_equal(shown(), (GIVEN, counsellor))
    alone = journey.send("CORRECT_RESTITUTION", TODAY, corrected(given_on=COMPLETED)).must(422)
    expect_equal(alone.errors, {"/data/person_id": "REQUIRED"})
    early = journey.refused("RESTITUTION_BEFORE_EVALUATION", "CORRECT_RESTITUTION", TODAY, corrected(given_on=before(COMPLETED), person_id=evaluator))
    expect_equal(early.details("RESTITUTION_BEFORE_EVALUATION"), {"date": before(COMPLETED), "limit_date": COMPLETED, "pointer": "/data/given_on"})
    ahead = journey.refused("DATE_IN_FUTURE", "CORRECT_RESTITUTION", TODAY, corrected(given_on="2026-06-02", person_id=evaluator))
    expect_equal(ahead.details("DATE_IN_FUTURE")["pointer"], "/data/given_on")
    stranger = world.organisms[1].person("EVALUATOR")
    journey.refused("PERSON_NOT_AFFILIATED", "CORRECT_RESTITUTION", TODAY, corrected(person_id=stranger))
    same = journey.refused("NOTHING_CHANGED", "CORRECT_RESTITUTION", TODAY, corrected(given_on=GIVEN, person_id=counsellor))
    expect_equal(same.details("NOTHING_CHANGED")["pointer"], "/data/evaluation_id")
    journey.event("CORRECT_RESTITUTION", TODAY, corrected(given_on=COMPLETED, person_id=evaluator))
    expect_equal(shown(), (COMPLETED, evaluator))
    told = journey.client("referent").every(f"{journey.path}/events")[-1]["data"]
    expect_equal((told["given_on"], told["previous"]["given_on"], told["previous"]["person_id"]), (COMPLETED, GIVEN, counsellor))
    # What was built upon it since stands behind it.
    journey.event("PROPOSE_PATH", PROPOSED, path(journey))
    late = journey.refused("DATE_AFTER_NEXT_ACT", "CORRECT_RESTITUTION", TODAY, corrected(given_on="2026-01-23", person_id=evaluator))
    expect_equal(late.details("DATE_AFTER_NEXT_ACT"), {"date": "2026-01-23", "limit_date": PROPOSED, "pointer": "/data/given_on"})
    journey.event("CORRECT_RESTITUTION", TODAY, corrected(given_on=PROPOSED, person_id=counsellor))
    expect_equal(shown(), (PROPOSED, counsellor))


@story
def a_correction_that_changes_nothing_is_none(world):
    world.set_today(TODAY)
    journey = Journey(world).informed(INFORMED).start_prior(HELD)
    wrong = {"sitting_id": journey.open_evaluation()["sittings"][0]["id"], "reason": "Relu"}
    for told in ({}, {"place": None}, {"modality": "ON_SITE"}):
        journey.refused("NOTHING_CHANGED", "CORRECT_SITTING", TODAY, wrong | told)
    journey.event("CORRECT_SITTING", TODAY, wrong | {"place": "Arras"})
    journey.refused("NOTHING_CHANGED", "CORRECT_SITTING", TODAY, wrong | {"place": "Arras"})
    journey.results(HELD, ("2",)).event("COMPLETE_PRIOR", HELD).restitution(HELD)
    journey.propose("2026-01-20", ["2"], "2026-02-02", "2026-05-30").accept("2026-01-20")
    module = journey.live_path()["modules"][0]
    same = journey.refused("NOTHING_CHANGED", "CHANGE_TRAINER", TODAY, {"module_id": module["id"], "trainer_id": module["trainer_id"]})
    expect_equal(same.details("NOTHING_CHANGED")["pointer"], "/data/trainer_id")


@story
def a_day_has_so_many_hours_and_no_more(world):
    """In all modules together, whatever the reason; a correction makes room."""
    world.set_today(TODAY)
    journey = partial(world)
    journey.event("PROPOSE_PATH", PROPOSED, path(journey)).accept(ANSWERED)
    first, second = (module["id"] for module in journey.live_path()["modules"])

    def attend(module, minutes, **data):
        return {"module_id": module, "attended_minutes": minutes, "overrun_reason": "Stage"} | data

    refused = journey.refused("HOURS_BEYOND_DAY", "RECORD_ATTENDANCE", "2026-02-03", attend(first, 1441), who="referent")
    expect_equal(refused.details("HOURS_BEYOND_DAY"), {"limit_minutes": 1440, "attended_minutes": 0, "left_minutes": 1440,
                                                       "pointer": "/data/attended_minutes"})
    journey.event("RECORD_ATTENDANCE", "2026-02-03", attend(first, 900), who="referent")
    refused = journey.refused("HOURS_BEYOND_DAY", "RECORD_ATTENDANCE", "2026-02-03", attend(second, 541), who="referent")
    expect_equal(refused.details("HOURS_BEYOND_DAY")["left_minutes"], 540)
    journey.event("RECORD_ATTENDANCE", "2026-02-04", attend(second, 541), who="referent")
    journey.event("RECORD_ATTENDANCE", "2026-02-03", attend(second, 540), who="referent")
    last = journey.client("referent").every(f"{journey.path}/events")[-1]["id"]
    correction = {"attendance_id": last, "reason": "Relu", "overrun_reason": "Stage"}
    journey.refused("HOURS_BEYOND_DAY", "CORRECT_ATTENDANCE", TODAY, correction | {"attended_minutes": 541}, who="referent")
    journey.event("CORRECT_ATTENDANCE", TODAY, correction | {"attended_minutes": 240}, who="referent")
    journey.event("RECORD_ATTENDANCE", "2026-02-03", attend(first, 300), who="referent")
