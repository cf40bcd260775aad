"""And now what? A refusal names the call that helps, and that call does help."""

from story import Journey, expect_equal, story


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
    refused = journey.refused("EVALUATOR_NOT_AFFILIATED", "START_PRIOR", "2026-01-14", {"evaluator_id": stranger})
    expect_equal(way_out(refused, "EVALUATOR_NOT_AFFILIATED"),
                 {"method": "POST", "href": f"/v1/persons/{stranger}/affiliations", "event": None})
