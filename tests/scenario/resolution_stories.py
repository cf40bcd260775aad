# SPDX-License-Identifier: EUPL-1.2
"""And now what? A refusal names the call that helps, and that call does help."""

from commission_stories import opened, submitted
from story import Journey, expect, expect_equal, story


def way_out(reply, code):
    return next(reason["resolve_with"] for reason in reply.body["reasons"] if reason["code"] == code)


@story
def an_incomplete_grid_leads_to_the_results(world):
    world.set_today("2026-12-31")
    journey = Journey(world).informed("2026-01-05")
    journey.event("START_PRIOR", "2026-01-14", {"held_on": "2026-01-14"}, to="PRIOR_IN_PROGRESS")
    evaluator = journey.organism.evaluator
    refused = journey.refused("GRID_INCOMPLETE", "COMPLETE_PRIOR", "2026-01-14")
    way = way_out(refused, "GRID_INCOMPLETE")
    expect_equal(way, {"method": "POST", "href": f"/v1/candidacies/{journey.id}/events", "event": "RECORD_RESULTS"})
    codes = refused.details("GRID_INCOMPLETE")["criterion_codes"]
    results = [{"criterion_code": code, "status": "VALIDATED"} for code in codes]
    evaluator.send(way["method"], way["href"], {"event": way["event"], "occurred_on": "2026-01-14", "data": {"results": results}},
                   headers={"Idempotency-Key": f"way-{journey.id}"}).must(201)
    journey.refresh().event("COMPLETE_PRIOR", "2026-01-14", to="PRIOR_COMPLETED")


@story
def an_incomplete_identity_leads_to_the_candidate(world):
    world.set_today("2026-12-31")
    journey = Journey(world, birth_year=None, birth_month=None, birth_day=None).open("2026-01-05")
    refused = journey.refused("IDENTITY_INCOMPLETE", "RECORD_INFORMATION", "2026-01-05", {"has_consent": True})
    way = way_out(refused, "IDENTITY_INCOMPLETE")
    expect_equal((way["method"], way["event"]), ("PATCH", None))
    counsellor = journey.organism.counsellor
    version = counsellor.get(way["href"]).must(200)["version"]
    counsellor.patch(way["href"], {"birth_year": 1980}, version=version).must(200)
    journey.event("RECORD_INFORMATION", "2026-01-05", {"has_consent": True}, to="INFORMED")


@story
def what_may_happen_says_it_beforehand(world):
    """The same ways out, asked for instead of run into."""
    world.set_today("2026-12-31")
    journey = Journey(world).informed("2026-01-05")
    journey.event("START_PRIOR", "2026-01-14", {"held_on": "2026-01-14"}, to="PRIOR_IN_PROGRESS")
    events = journey.organism.evaluator.get(f"{journey.path}/allowed-events?explain=true").must(200)["data"]
    completion = next(event for event in events if event["event"] == "COMPLETE_PRIOR")
    guards = {guard["code"]: guard for guard in completion["guards"] if guard["answer"] == "UNMET"}
    expect_equal(guards["GRID_INCOMPLETE"]["resolve_with"]["event"], "RECORD_RESULTS")
    met = [guard for guard in completion["guards"] if guard["answer"] != "UNMET"]
    expect_equal([guard["resolve_with"] for guard in met], [None] * len(met))


@story
def a_stranger_to_the_organism_leads_to_his_affiliation(world):
    world.set_today("2026-12-31")
    journey = Journey(world).informed("2026-01-05")
    stranger = world.person()
    ask = lambda who: journey.refused("EVALUATOR_NOT_AFFILIATED", "START_PRIOR", "2026-01-14", {"evaluator_id": stranger}, who=who)  # noqa: E731
    expect_equal(way_out(ask("evaluator"), "EVALUATOR_NOT_AFFILIATED"), None)  # who gives no functions reads whose it is
    expect_equal(way_out(ask("referent"), "EVALUATOR_NOT_AFFILIATED"),
                 {"method": "POST", "href": f"/v1/persons/{stranger}/affiliations", "event": None})


def follow(session, client, way, body):
    """The call that a refusal of a session names, with what it asks for."""
    expect_equal(way["event"], None)
    return client.send(way["method"], way["href"], body, headers={"If-Match": "*", "Idempotency-Key": f"way-{session.id}-{len(way['href'])}"})


@story
def broken_parity_leads_to_a_step_down(world):
    """Not to the attendance, which refuses whoever has voted."""
    journey = submitted(world)
    session = opened(world, journey, EMPLOYER1="PRESENT", EMPLOYEE1="PRESENT", EMPLOYER2="PRESENT", EMPLOYEE2="PRESENT")
    session.vote(journey, EMPLOYER1="FOR", EMPLOYEE1="FOR", EMPLOYER2="FOR", EMPLOYEE2="FOR").step_down(journey, "EMPLOYEE2")
    way = way_out(session.send_decision(journey, "CERTIFIED").must_refuse("PARITY_BROKEN", 409), "PARITY_BROKEN")
    follow(session, session.juror("EMPLOYER2"), way, {"member_id": session.member_id("EMPLOYER2"), "reason": "Parité"}).must(201)
    session.read()
    session.decide(journey, "CERTIFIED")


@story
def a_contested_vote_is_left_to_its_juror(world):
    """Contract, message and rule agree: what is contested counts as not cast, and every voter present votes or steps down. Nobody else
    is led to that vote: nor does anybody write another one down."""
    journey = submitted(world)
    session = opened(world, journey, EMPLOYER1="PRESENT", EMPLOYEE1="PRESENT")
    session.vote(journey, EMPLOYER1="FOR").record(journey, EMPLOYEE1="AGAINST").decide(journey, "DEFERRED", request_text="Préciser")
    session.send_contest(journey, "EMPLOYEE1").must(200)
    refused = session.send_decision(journey, "CERTIFIED").must_refuse("VOTES_MISSING", 409)
    details = refused.details("VOTES_MISSING")
    expect_equal((details["member_ids"], details["expected_count"], details["found_count"]), ([session.member_id("EMPLOYEE1")], 2, 1))
    expect("contest" in str(refused.body["reasons"]), f"{refused.body}")
    expect_equal(way_out(refused, "VOTES_MISSING"), None)
    session.read().vote(journey, EMPLOYEE1="FOR").decide(journey, "CERTIFIED")


@story
def whoever_may_not_give_a_vote_is_not_led_to_it(world):
    """The chair is led to the chair's own vote, and to nobody else's; the secretary to one that may be written down."""
    journey = submitted(world)
    session = opened(world, journey, EMPLOYER1="PRESENT", EMPLOYEE1="PRESENT")
    own = f"/votes/{session.member_id('EMPLOYER1')}"
    refused = session.send_decision(journey, "CERTIFIED").must_refuse("VOTES_MISSING", 409)  # by the chair, who has not voted
    expect(way_out(refused, "VOTES_MISSING")["href"].endswith(own), f"{refused.body}")
    follow(session, session.juror("EMPLOYER1"), way_out(refused, "VOTES_MISSING"), {"choice": "FOR"}).must(200)
    refused = session.send_decision(journey, "CERTIFIED").must_refuse("VOTES_MISSING", 409)
    expect_equal(way_out(refused, "VOTES_MISSING"), None)


@story
def a_day_that_is_not_ones_own_is_nobodys_way_out(world):
    """What the counsellor told is put right by the counsellor: the evaluator reads whose it is."""
    world.set_today("2026-12-31")
    journey = Journey(world).informed("2026-01-15")
    for who, may in (("evaluator", False), ("referent", True)):
        refused = journey.refused("INFORMATION_REQUIRED", "START_PRIOR", "2026-01-15", {"held_on": "2026-01-14"}, who=who)
        expect_equal((way_out(refused, "INFORMATION_REQUIRED") or {}).get("event"), "CORRECT_DATE" if may else None, who)
    journey.event("START_PRIOR", "2026-01-16", {"held_on": "2026-01-16"})
    journey.event("RECORD_RESULTS", "2026-01-20", {"results": journey.grid(journey.missing_codes())})
    journey.event("COMPLETE_PRIOR", "2026-01-20")
    for who, may in (("counsellor", False), ("referent", False), ("evaluator", True)):
        refused = journey.refused("RESTITUTION_BEFORE_EVALUATION", "RECORD_RESTITUTION", "2026-01-19", who=who)
        expect_equal((way_out(refused, "RESTITUTION_BEFORE_EVALUATION") or {}).get("event"), "CORRECT_DATE" if may else None, who)
    journey.restitution("2026-01-21", to="JURY_READY")
    refused = journey.refused("DATE_BEFORE_PREVIOUS_ACT", "SUBMIT_FILE", "2026-01-20")
    expect_equal(way_out(refused, "DATE_BEFORE_PREVIOUS_ACT")["event"], "CORRECT_RESTITUTION")
