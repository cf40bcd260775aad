# SPDX-License-Identifier: EUPL-1.2
"""The day of a sitting: put right among its neighbours, where results rest on it too; and in whose zone it is told."""

from day_stories import PARIS, TAHITI, clock
from story import Journey, expect, expect_equal, story

INFORMED, FIRST, SECOND, TODAY = "2026-01-05", "2026-01-12", "2026-01-16", "2026-01-20"


def sittings(journey):
    return sorted(journey.open_evaluation()["sittings"], key=lambda one: one["held_on"])


def started(world, on=FIRST):
    world.set_today(TODAY)
    return Journey(world).informed(INFORMED).start_prior(on)


def moved(journey, sitting, day, **told):
    return {"sitting_id": sitting["id"], "held_on": day, "reason": "Faute de frappe"} | told


def limits(refused, code):
    details = refused.details(code)
    return details["date"], details["limit_date"], details["pointer"]


@story
def the_day_of_a_sitting_is_put_right_though_results_rest_on_it(world):
    """Before the results of its evaluator, behind the information; the history has both days."""
    journey = started(world, "2026-01-14").results("2026-01-16", only=["1.1.1"])
    [held] = sittings(journey)
    late = journey.refused("DATE_AFTER_NEXT_ACT", "CORRECT_SITTING", TODAY, moved(journey, held, "2026-01-17"))
    expect_equal(limits(late, "DATE_AFTER_NEXT_ACT"), ("2026-01-17", "2026-01-16", "/data/held_on"))
    expect_equal(late.body["reasons"][0]["resolve_with"]["event"], "CORRECT_DATE")  # of those results, by whoever recorded them
    early = journey.refused("INFORMATION_REQUIRED", "CORRECT_SITTING", TODAY, moved(journey, held, "2026-01-04"))
    expect_equal(early.details("INFORMATION_REQUIRED")["limit_date"], INFORMED)
    journey.refused("NOTHING_CHANGED", "CORRECT_SITTING", TODAY, moved(journey, held, "2026-01-14"))
    journey.event("CORRECT_SITTING", TODAY, moved(journey, held, FIRST))
    expect_equal(sittings(journey), [held | {"held_on": FIRST}])
    told = [one for one in journey.client("referent").every(f"{journey.path}/events") if one["event"] == "CORRECT_SITTING"][-1]
    expect_equal((told["data"]["held_on"], told["data"]["previous"]["held_on"]), (FIRST, "2026-01-14"))
    # What a wrong day blocked goes on: results of the day that it was.
    blocked = journey.refused("RESULT_BEFORE_SITTING", "RECORD_RESULTS", "2026-01-11", {"results": journey.grid(["1.1.1"])})
    expect_equal(blocked.body["reasons"][0]["resolve_with"]["event"], "CORRECT_SITTING")
    journey.event("CORRECT_SITTING", TODAY, moved(journey, sittings(journey)[0], "2026-01-11"))
    journey.event("RECORD_RESULTS", "2026-01-11", {"results": journey.grid(journey.missing_codes())})
    journey.event("COMPLETE_PRIOR", TODAY)
    expect_equal(journey.read()["cycle_start_date"], "2026-01-11")
    [kept] = [one for one in world.certifier.get("/v1/invariants").must(200)["data"] if one["number"] == 25]
    expect_equal(kept["violation_count"], 0, kept)


@story
def a_sitting_stays_between_those_beside_it(world):
    journey = started(world)
    journey.event("ADD_SITTING", TODAY, {"held_on": SECOND})
    first, second = sittings(journey)
    late = journey.refused("DATE_AFTER_NEXT_ACT", "CORRECT_SITTING", TODAY, moved(journey, first, "2026-01-17"))
    expect_equal(limits(late, "DATE_AFTER_NEXT_ACT"), ("2026-01-17", SECOND, "/data/held_on"))
    expect_equal(late.body["reasons"][0]["resolve_with"]["event"], "CORRECT_SITTING")
    early = journey.refused("DATE_BEFORE_PREVIOUS_ACT", "CORRECT_SITTING", TODAY, moved(journey, second, "2026-01-11"))
    expect_equal(limits(early, "DATE_BEFORE_PREVIOUS_ACT"), ("2026-01-11", FIRST, "/data/held_on"))
    journey.refused("SITTING_ALREADY_RECORDED", "CORRECT_SITTING", TODAY, moved(journey, second, FIRST))
    journey.event("CORRECT_SITTING", TODAY, moved(journey, second, FIRST, starts_at=f"{FIRST}T14:00:00+01:00"))
    expect_equal([one["held_on"] for one in sittings(journey)], [FIRST, FIRST])


@story
def the_hours_of_another_day_are_told_with_it(world):
    world.set_today(TODAY)
    journey = Journey(world).informed(INFORMED)
    journey.event("START_PRIOR", FIRST, {"starts_at": f"{FIRST}T09:00:00+01:00", "ends_at": f"{FIRST}T11:00:00+01:00"})
    [held] = sittings(journey)
    differs = journey.send("CORRECT_SITTING", TODAY, moved(journey, held, "2026-01-13", starts_at=f"{FIRST}T09:00:00+01:00")).must(422)
    expect_equal(differs.errors, {"/data/held_on": "DAY_OF_START_DIFFERS"})
    journey.event("CORRECT_SITTING", TODAY, moved(journey, held, "2026-01-13", starts_at="2026-01-13T09:00:00+01:00"))
    [held] = sittings(journey)
    expect_equal((held["held_on"], held["starts_at"], held["ends_at"]), ("2026-01-13", "2026-01-13T08:00:00.000Z", None))
    journey.event("CORRECT_SITTING", TODAY, moved(journey, held, FIRST))
    [held] = sittings(journey)
    expect_equal((held["held_on"], held["starts_at"]), (FIRST, None))


@story
def a_sitting_is_moved_to_a_day_on_which_it_could_be_held(world):
    organism = world.organism(evaluation=("2026-01-10", "2027-12-31"))
    world.flush()
    world.set_today(TODAY)
    journey = Journey(world, organism).informed("2026-01-10").start_prior(SECOND)
    [held] = sittings(journey)
    world.certifier.patch(f"/v1/affiliations/{affiliation(world, organism)}", {"valid_to": SECOND}, version=1).must(200)
    ended = journey.refused("EVALUATOR_NOT_AFFILIATED", "CORRECT_SITTING", TODAY, moved(journey, held, "2026-01-17"), who="referent")
    expect_equal(ended.details("EVALUATOR_NOT_AFFILIATED")["pointer"], "/data/held_on")
    journey.event("CORRECT_SITTING", TODAY, moved(journey, held, "2026-01-12"), who="referent")


def affiliation(world, organism):
    person = organism.person("EVALUATOR")
    return world.certifier.get(f"/v1/persons/{person}/affiliations").must(200)["data"][0]["id"]


@story
def a_place_abroad_has_a_clock_of_its_own(world):
    """What is held at a site is told in the zone of the site, unless another is said: sittings, and appointments."""
    organism = world.organisms[0]
    site = world.make(f"/v1/organisms/{organism.id}/sites", {"name": f"Papeete {next(world.numbers)}", "time_zone": TAHITI})
    world.set_today(TODAY)
    night = f"{SECOND}T07:00:00.000Z"  # still the 15th there
    with clock(world) as set_clock:
        set_clock("2026-01-20T12:00:00Z")
        journey = Journey(world).informed(INFORMED)
        journey.event("START_PRIOR", TODAY, {"site_id": site["id"], "starts_at": night})
        [held] = sittings(journey)
        expect_equal((held["held_on"], held["time_zone"]), ("2026-01-15", TAHITI))
        differs = journey.send("ADD_SITTING", TODAY, {"site_id": site["id"], "held_on": SECOND, "starts_at": night}).must(422)
        expect_equal(differs.errors, {"/data/held_on": "DAY_OF_START_DIFFERS"})
        journey.event("ADD_SITTING", TODAY, {"site_id": site["id"], "starts_at": "2026-01-17T07:00:00Z", "time_zone": PARIS})
        expect_equal(sittings(journey)[-1]["held_on"], "2026-01-17")
        # Hours that are told anew are those of the place where it was held.
        journey.event("CORRECT_SITTING", TODAY, {"sitting_id": held["id"], "starts_at": f"{SECOND}T08:00:00Z", "reason": "x"})
        expect_equal((sittings(journey)[0]["held_on"], sittings(journey)[0]["time_zone"]), ("2026-01-15", TAHITI))
        asked = {"candidate_id": world.candidate()["id"], "kind": "OTHER", "starts_at": "2026-02-10T20:00:00Z", "duration_minutes": 60}
        first = organism.counsellor.post("/v1/appointments", asked | {"site_id": site["id"]}).must(201)
        expect_equal(first["time_zone"], TAHITI)
        expect_equal(organism.counsellor.post("/v1/appointments", asked | {"site_id": site["id"]}).must(200)["id"], first["id"])
        asked["starts_at"] = "2026-02-11T20:00:00Z"
        expect_equal(organism.counsellor.post("/v1/appointments", asked | {"site_id": site["id"], "time_zone": PARIS}).must(201)["time_zone"], PARIS)
        asked["starts_at"] = "2026-02-12T20:00:00Z"
        expect(organism.counsellor.post("/v1/appointments", asked).must(201)["time_zone"] == PARIS, "the organism's")
