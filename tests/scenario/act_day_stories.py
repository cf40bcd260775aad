# SPDX-License-Identifier: EUPL-1.2
"""The day of each act beside those before and behind it: none is recorded on a day that contradicts another, a day that was typed wrongly is
put right, and what was taken back bounds nothing."""

import datetime

from story import Journey, Session, expect, expect_equal, story

TODAY = "2026-11-30"
INFORMED, HELD, GIVEN, PROPOSED, ANSWERED = "2026-06-05", "2026-06-20", "2026-06-21", "2026-06-25", "2026-07-01"
ATTENDED, CLOSED, FINAL, SENT = "2026-07-11", "2026-07-21", "2026-07-23", "2026-07-27"


def before(day):
    return (datetime.date.fromisoformat(day) - datetime.timedelta(days=1)).isoformat()


def partial(world):
    return Journey(world).informed(INFORMED).prior(HELD, fails=("2",)).restitution(GIVEN, to="PARTIAL")


def proposed(world):
    return partial(world).propose(PROPOSED, ["2"], ATTENDED, "2026-12-15")


def training(world):
    journey = proposed(world).accept(ANSWERED)
    return journey.event("RECORD_ATTENDANCE", ATTENDED, {"module_id": module(journey), "attended_minutes": 60})


def ready(world):
    return training(world).close_modules(CLOSED).event("CLOSE_PATH", CLOSED, to="FINAL_READY")


def whole(world):
    return Journey(world).informed(INFORMED).prior(HELD).restitution(GIVEN, to="JURY_READY")


def sent(world):
    return whole(world).submit(SENT)


def recalled(world, on="2026-08-22"):
    return sent(world).event("RECALL_FILE", on, to="JURY_READY")


def deferred(world):
    journey = sent(world)
    Session(world, TODAY).held(journey, "DEFERRED", request_text="Une pièce manque.")
    return journey.refresh()


def module(journey):
    return journey.live_path()["modules"][0]["id"]


def told(journey, name):
    """The last event of that name."""
    return [one for one in journey.client("referent").every(f"{journey.path}/events") if one["event"] == name][-1]


def right(journey, name, day):
    return {"corrects_id": told(journey, name)["id"], "happened_on": day, "reason": "Faute de frappe"}


# What follows what: from where, the act, the day that it does not precede, its data.
FOLLOWS = (
    (lambda world: Journey(world).informed(INFORMED), "START_PRIOR", INFORMED, lambda journey: {"held_on": HELD}),
    (ready, "START_FINAL", CLOSED, lambda journey: {"held_on": FINAL}),
    (training, "CLOSE_MODULE", ATTENDED, lambda journey: {"module_id": module(journey)}),
    (training, "INTERRUPT_PATH", ATTENDED, lambda journey: {"reason": "Déménagement"}),
    (recalled, "SUBMIT_FILE", "2026-08-22", lambda journey: {}),
    (deferred, "ANSWER_COMPLEMENT", TODAY, lambda journey: {"answer": "Voici."}),
    (partial, "WITHDRAW", GIVEN, lambda journey: {"requested_on": GIVEN}),
    (training, "ABANDON", ATTENDED, lambda journey: {"written_proof_on": ATTENDED}),
    (sent, "WITHDRAW", SENT, lambda journey: {"requested_on": SENT}),
    (proposed, "CANCEL", PROPOSED, lambda journey: {"reason": "ERROR"}),
)


@story
def no_act_lies_before_one_that_stands_behind_it(world):
    """At both sides of each bound; the refusal leads to the correction of whichever day is wrong."""
    world.set_today(TODAY)
    for make, event, bound, data in FOLLOWS:
        journey = make(world)
        who = world.certifier if event == "CANCEL" else None
        refused = journey.refused("DATE_BEFORE_PREVIOUS_ACT", event, before(bound), data(journey), who=who)
        details = refused.details("DATE_BEFORE_PREVIOUS_ACT")
        expect_equal((details["date"], details["limit_date"], details["pointer"]), (before(bound), bound, "/occurred_on"), event)
        journey.event(event, bound, data(journey), who=who)
    journey = partial(world)
    late = journey.refused("DATE_BEFORE_PREVIOUS_ACT", "ABANDON", TODAY, {"written_proof_on": HELD})
    expect_equal(late.details("DATE_BEFORE_PREVIOUS_ACT"), {"date": HELD, "limit_date": GIVEN, "pointer": "/data/written_proof_on"})


@story
def a_session_held_before_the_answer_does_not_take_the_file(world):
    world.set_today(TODAY)
    journey = deferred(world)
    journey.event("ANSWER_COMPLEMENT", TODAY, {"answer": "Voici."}, to="SUBMITTED")
    session = Session(world, "2026-07-28")
    refused = session.secretary.post(f"{session.path}/agenda", {"file_id": journey.file()["id"]}).must_refuse("DATE_BEFORE_PREVIOUS_ACT", 409)
    expect_equal(refused.details("DATE_BEFORE_PREVIOUS_ACT")["limit_date"], TODAY)


@story
def what_was_taken_back_bounds_nothing(world):
    """A submission that was recalled: the restitution that it was recalled for is put right."""
    world.set_today(TODAY)
    journey = whole(world).submit("2026-06-22").event("RECALL_FILE", "2026-07-22", to="JURY_READY")
    [evaluation] = journey.evaluations()
    journey.event("CORRECT_RESTITUTION", TODAY, {"evaluation_id": evaluation["id"], "given_on": "2026-06-25", "reason": "Relu",
                                                 "person_id": journey.organism.person("COUNSELLOR")})
    journey.refused("ACT_NOT_CORRECTED", "CORRECT_DATE", TODAY, right(journey, "SUBMIT_FILE", "2026-06-26"))


# Each act that is dated: from where, its day, the day before which it cannot be, where it may be told to have been, what blocks it then.
DATED = (
    (lambda world: Journey(world).open(INFORMED).event("RECORD_INFORMATION", TODAY, {"has_consent": True}), "RECORD_INFORMATION", INFORMED),
    (lambda world: partial(world).propose(TODAY, ["2"], ATTENDED, "2026-12-15"), "PROPOSE_PATH", GIVEN),
    (lambda world: proposed(world).event("ACCEPT_PATH", TODAY, {"proof": "lettre"}), "ACCEPT_PATH", PROPOSED),
    (lambda world: proposed(world).event("DECLINE_PATH", TODAY), "DECLINE_PATH", PROPOSED),
    (lambda world: training(world).event("INTERRUPT_PATH", TODAY, {"reason": "x"}), "INTERRUPT_PATH", ATTENDED),
    (lambda world: training(world).close_modules(TODAY), "CLOSE_MODULE", ATTENDED),
    (lambda world: training(world).close_modules(CLOSED).event("CLOSE_PATH", TODAY), "CLOSE_PATH", CLOSED),
    (lambda world: ready(world).event("START_FINAL", TODAY, {"held_on": FINAL}), "START_FINAL", CLOSED),
    (lambda world: whole(world).submit(TODAY), "SUBMIT_FILE", GIVEN),
    (lambda world: recalled(world, TODAY), "RECALL_FILE", SENT),
    (lambda world: Journey(world).informed(INFORMED).start_prior(HELD).results(TODAY), "RECORD_RESULTS", HELD),
    (lambda world: Journey(world).informed(INFORMED).prior(HELD, entered=TODAY), "COMPLETE_PRIOR", TODAY),
)


@story
def the_day_of_an_act_is_put_right_among_its_neighbours(world):
    world.set_today(TODAY)
    for make, name, bound in DATED:
        journey = make(world)
        who = "evaluator" if name in ("RECORD_RESULTS", "COMPLETE_PRIOR") else None
        if name == "COMPLETE_PRIOR":
            journey.event("CORRECT_DATE", TODAY, right(journey, "RECORD_RESULTS", HELD), who=who)
            bound = HELD
        code = "BEFORE_CONTACT" if name == "RECORD_INFORMATION" else "DATE_BEFORE_PREVIOUS_ACT"
        early = journey.refused(code, "CORRECT_DATE", TODAY, right(journey, name, before(bound)), who=who)
        expect_equal(early.details(code), {"date": before(bound), "limit_date": bound, "pointer": "/data/happened_on"}, name)
        same = journey.refused("NOTHING_CHANGED", "CORRECT_DATE", TODAY, right(journey, name, TODAY), who=who)
        expect_equal(same.details("NOTHING_CHANGED")["pointer"], "/data/happened_on")
        wordless = {key: value for key, value in right(journey, name, bound).items() if key != "reason"}
        journey.refused("REASON_REQUIRED", "CORRECT_DATE", TODAY, wordless, who=who)
        act = told(journey, name)
        journey.event("CORRECT_DATE", TODAY, right(journey, name, bound), who=who)
        kept = told(journey, "CORRECT_DATE")
        expect_equal(kept["data"], {"corrects_id": act["id"], "event": name, "previous_on": TODAY, "happened_on": bound}, name)
        expect_equal((kept["texts"], told(journey, name)["occurred_on"]), ({"reason": "Faute de frappe"}, TODAY))
        ahead = journey.refused("DATE_IN_FUTURE", "CORRECT_DATE", TODAY, right(journey, name, "2026-12-01"), who=who)
        expect_equal(ahead.details("DATE_IN_FUTURE")["pointer"], "/data/happened_on")


@story
def what_a_wrong_day_blocked_goes_on_once_it_is_right(world):
    world.set_today(TODAY)
    journey = Journey(world).open(INFORMED).event("RECORD_INFORMATION", "2026-11-11", {"has_consent": True})
    evaluator = {"evaluator_id": journey.organism.person("EVALUATOR")}
    blocked = journey.refused("INFORMATION_REQUIRED", "START_PRIOR", TODAY, {"held_on": HELD} | evaluator, who="referent")
    expect_equal(blocked.body["reasons"][0]["resolve_with"]["event"], "CORRECT_DATE")
    journey.event("CORRECT_DATE", TODAY, right(journey, "RECORD_INFORMATION", "2026-06-11"), who="counsellor")
    expect_equal(journey.read()["information_on"], "2026-06-11")
    journey.start_prior(HELD)
    late = journey.refused("DATE_AFTER_NEXT_ACT", "CORRECT_DATE", TODAY, right(journey, "RECORD_INFORMATION", "2026-06-22"), who="counsellor")
    expect_equal(late.details("DATE_AFTER_NEXT_ACT")["limit_date"], HELD)
    refused = journey.send("CORRECT_DATE", TODAY, right(journey, "RECORD_INFORMATION", INFORMED), who="evaluator").must(403)
    expect_equal(refused.code, "ROLE_NOT_ALLOWED")
    journey = proposed(world).event("ACCEPT_PATH", TODAY, {"proof": "lettre"})
    attended = {"module_id": module(journey), "attended_minutes": 60}
    blocked = journey.refused("DATE_BEFORE_PREVIOUS_ACT", "RECORD_ATTENDANCE", "2026-07-02", attended, who="referent")
    expect_equal(blocked.body["reasons"][0]["resolve_with"]["event"], "CORRECT_DATE")
    journey.event("CORRECT_DATE", TODAY, right(journey, "ACCEPT_PATH", "2026-06-30"))
    journey.event("RECORD_ATTENDANCE", "2026-07-02", attended)
    late = journey.refused("DATE_AFTER_NEXT_ACT", "CORRECT_DATE", TODAY, right(journey, "ACCEPT_PATH", "2026-07-03"))
    expect_equal(late.details("DATE_AFTER_NEXT_ACT")["limit_date"], "2026-07-02")
    [kept] = [one for one in world.certifier.get("/v1/invariants").must(200)["data"] if one["number"] == 25]
    expect_equal(kept["violation_count"], 0, kept)


@story
def what_the_commission_has_in_hand_is_corrected_no_more(world):
    world.set_today(TODAY)
    journey = sent(world)
    held = journey.refused("ACT_DECIDED_UPON", "CORRECT_DATE", TODAY, right(journey, "COMPLETE_PRIOR", GIVEN), who="evaluator")
    expect_equal(held.details("ACT_DECIDED_UPON")["pointer"], "/data/corrects_id")
    journey.event("CORRECT_DATE", TODAY, right(journey, "SUBMIT_FILE", GIVEN))
    expect_equal(journey.file()["submitted_on"], GIVEN)
    journey.event("RECALL_FILE", TODAY, to="JURY_READY")
    journey.event("CORRECT_DATE", TODAY, right(journey, "COMPLETE_PRIOR", GIVEN), who="evaluator")
    [evaluation] = journey.evaluations()
    expect_equal(evaluation["completed_on"], GIVEN)
    journey = deferred(world)
    journey.refused("INVALID_STATE", "CORRECT_DATE", TODAY, right(journey, "SUBMIT_FILE", GIVEN))
    journey.event("ANSWER_COMPLEMENT", TODAY, {"answer": "Voici."}, to="SUBMITTED")
    journey.refused("ACT_DECIDED_UPON", "CORRECT_DATE", TODAY, right(journey, "SUBMIT_FILE", GIVEN))
    expect(journey.state == "SUBMITTED", journey.state)


@story
def guards_and_sweep_agree_on_the_day_after_the_deadline(world):
    """By the clock of Paris, before the sweep has come by: whatever an expired candidacy refuses."""
    world.set_today(TODAY)
    journeys = [(make(world), event, data) for make, event, data in (
        (partial, "PROPOSE_PATH", lambda journey: {"planned_start_date": "2031-06-21", "planned_end_date": "2031-06-21",
                                                   "modules": journey.modules(["2"])}),
        (proposed, "DECLINE_PATH", lambda journey: {}),
        (training, "RECORD_ATTENDANCE", lambda journey: {"module_id": module(journey), "attended_minutes": 60}),
        (whole, "SUBMIT_FILE", lambda journey: {}),
    )]
    world.set_today("2031-06-20")
    world.certifier.put("/v1/sandbox/clock", {"instant": "2031-06-20T22:30:00Z"}).must(200)
    for journey, event, data in journeys:
        refused = journey.send(event, "2031-06-20", data(journey)).must_refuse("DEADLINE_PASSED", 409)
        expect_equal(refused.details("DEADLINE_PASSED")["limit_date"], "2031-06-20", event)


@story
def what_is_only_told_anew_bounds_no_end_and_no_return(world):
    """T27, T28: patience begins with what was done, and whoever comes back follows the abandonment, whatever was entered beside it."""
    world.set_today(TODAY)
    journey = partial(world)
    [evaluation] = journey.evaluations()
    journey.event("CORRECT_RESTITUTION", TODAY, {"evaluation_id": evaluation["id"], "synthesis": "Autre synthèse.", "reason": "Relu"})
    expect_equal(journey.read()["last_activity_on"], GIVEN)
    expect_equal(journey.client("referent").get(f"{journey.path}?at={TODAY}").must(200)["last_activity_on"], GIVEN)
    last = (datetime.date.fromisoformat(GIVEN) + datetime.timedelta(days=180)).isoformat()
    world.set_today("2027-01-10")
    early = journey.refused("TOO_EARLY", "ABANDON", last)
    expect_equal(early.details("TOO_EARLY")["limit_date"], last)
    journey.event("CORRECT_RESTITUTION", "2027-01-10", {"evaluation_id": evaluation["id"], "synthesis": "Encore une.", "reason": "Relu"})
    gone = (datetime.date.fromisoformat(last) + datetime.timedelta(days=1)).isoformat()
    journey.event("ABANDON", gone)
    late = journey.refused("DATE_BEFORE_PREVIOUS_ACT", "RESUME", last)
    expect_equal(late.details("DATE_BEFORE_PREVIOUS_ACT")["limit_date"], gone)
    expect_equal(late.body["reasons"][0]["resolve_with"], None)
    journey.event("RESUME", gone, to="PARTIAL")
    world.set_today(TODAY)


@story
def a_day_that_was_put_right_moves_the_last_activity(world):
    world.set_today(TODAY)
    journey = partial(world).propose(TODAY, ["2"], "2026-12-01", "2026-12-15")
    expect_equal(journey.read()["last_activity_on"], TODAY)
    journey.event("CORRECT_DATE", TODAY, right(journey, "PROPOSE_PATH", PROPOSED))
    expect_equal(journey.read()["last_activity_on"], PROPOSED)
