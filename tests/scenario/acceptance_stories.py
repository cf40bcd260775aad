# SPDX-License-Identifier: EUPL-1.2
"""Acceptance scenarios that no other file tells: see README.md beside this file."""

from referential_stories import TREE, grid, simulate, statuses_of
from story import Journey, Session, expect_equal, story
from commission_stories import HELD, submitted


@story
def every_threshold_at_below_and_above(world):
    """18: for each sub-domain, one criterion less than its threshold is not enough, exactly as many are."""
    evaluator = world.organisms[0].evaluator
    for domain in TREE["domains"]:
        for subdomain in domain["subdomains"]:
            count, percentage = len(subdomain["criteria"]), subdomain["validation"]["min_pct"]
            required = -(-percentage * count // 100)
            for validated in (required - 1, required, min(required + 1, count)):
                found = simulate(evaluator, grid(world, {subdomain["code"]: validated})).must(200)
                wanted = "VALIDATED" if validated >= required else "NOT_VALIDATED"
                expect_equal(statuses_of(found)[subdomain["code"]], wanted, f"{subdomain['code']}: {validated} of {count}")


@story
def the_order_of_acts_has_a_code_each(world):
    """16: before the information, before the sitting, in the future."""
    world.set_today("2026-02-01")
    journey = Journey(world).open("2026-01-05")
    journey.refused("INVALID_STATE", "START_PRIOR", "2026-01-06", {"held_on": "2026-01-06"})
    journey.event("RECORD_INFORMATION", "2026-01-08", {"has_consent": True}, to="INFORMED")
    journey.refused("INFORMATION_REQUIRED", "START_PRIOR", "2026-01-07", {"held_on": "2026-01-07"})
    journey.refused("DATE_IN_FUTURE", "START_PRIOR", "2026-02-02", {"held_on": "2026-02-02"})
    journey.event("START_PRIOR", "2026-01-14", {"held_on": "2026-01-20"}, to="PRIOR_IN_PROGRESS")
    results = {"results": journey.grid(journey.missing_codes())}
    journey.refused("RESULT_BEFORE_SITTING", "RECORD_RESULTS", "2026-01-19", results)
    journey.event("RECORD_RESULTS", "2026-01-20", results)


@story
def an_evaluation_ends_in_three_ways(world):
    """20: by expiry, by the organism, by the candidate's withdrawal: three states, three histories."""
    world.set_today("2021-07-05")
    journeys = [Journey(world).informed("2021-01-05").prior("2021-01-14", fails=("2",)) for _ in range(3)]
    for journey in journeys:
        journey.restitution("2021-01-14", to="PARTIAL").trained("2021-01-20", ["2"], "2021-02-02", "2021-06-30")
        journey.event("START_FINAL", "2021-07-01", {"held_on": "2021-07-01"}, to="FINAL_IN_PROGRESS")
    completed, withdrawn, expired = journeys
    completed.results("2021-07-01").event("COMPLETE_FINAL", "2021-07-01", to="FINAL_COMPLETED")
    withdrawn.event("WITHDRAW", "2021-07-05", {"requested_on": "2021-07-05"}, to="WITHDRAWN")
    world.set_today("2026-06-01")
    operator = world.key("SYSTEM", None, ["ADMINISTRATOR"], None)
    world.flush()
    operator.post("/v1/jobs/expiry/runs", key=False).must(200)
    expect_equal(expired.read()["state"], "EXPIRED")
    expect_equal([journey.history()[-1] for journey in journeys], ["COMPLETE_FINAL", "WITHDRAW", "EXPIRE"])


@story
def what_is_done_twice_is_refused(world):
    """26, 35: an act that has been done is not done again."""
    world.set_today("2026-07-01")
    journey = Journey(world).informed("2026-01-05").prior("2026-01-14", fails=("2",)).restitution("2026-01-14", to="PARTIAL")
    proof = {"written_proof_on": "2026-03-01"}
    journey.event("ABANDON", "2026-03-02", proof, to="ABANDONED")
    journey.refused("INVALID_STATE", "ABANDON", "2026-03-03", proof)
    journey.event("RESUME", "2026-04-01", to="PARTIAL")
    journey.refused("INVALID_STATE", "RESUME", "2026-04-02")


@story
def a_file_is_not_sent_twice(world):
    """35: not while it waits, is on an agenda or is certified."""
    journey = submitted(world)
    journey.refused("INVALID_STATE", "SUBMIT_FILE", HELD)
    session = Session(world, HELD).put(journey)
    journey.refresh().refused("INVALID_STATE", "SUBMIT_FILE", HELD)
    session.convene(HELD).attend(EMPLOYER1="PRESENT", EMPLOYEE1="PRESENT").open()
    session.vote(journey, EMPLOYER1="FOR", EMPLOYEE1="FOR").decide(journey, "CERTIFIED").close().sign()
    expect_equal(journey.refresh().state, "CERTIFIED")
    journey.refused("INVALID_STATE", "SUBMIT_FILE", HELD)


@story
def a_file_that_was_replaced_goes_on_no_agenda(world):
    """T18: recalled and sent again, the candidacy has another file; the first is of no agenda any more."""
    journey = submitted(world)
    session = Session(world, HELD)
    first = journey.file()["id"]
    journey.event("RECALL_FILE", HELD, to="JURY_READY").submit(HELD)
    session.secretary.post(f"{session.path}/agenda", {"file_id": first}).must_refuse("FILE_SUPERSEDED", 409)
    session.put(journey)


@story
def who_voted_was_there(world):
    """Leaving early is an act of its own: presence is not taken back from under a vote."""
    journey = submitted(world)
    session = Session(world, HELD).put(journey).convene(HELD).attend(EMPLOYER1="PRESENT", EMPLOYEE1="PRESENT").open()
    session.vote(journey, EMPLOYER1="FOR")
    absent = {"attendance": [{"member_id": session.member_id("EMPLOYER1"), "presence": "ABSENT"}]}
    refused = session.secretary.put(f"{session.path}/attendance", absent).must_refuse("JUROR_IS_COUNTED", 409)
    way = next(reason["resolve_with"] for reason in refused.body["reasons"] if reason["code"] == "JUROR_IS_COUNTED")
    expect_equal(way, None, "the secretary is not shown what the juror or a chair alone may do")
    session.juror("EMPLOYER1").post(f"{session.path}/departures", {"member_id": session.member_id("EMPLOYER1")}).must(201)
