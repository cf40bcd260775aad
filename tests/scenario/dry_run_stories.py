# SPDX-License-Identifier: EUPL-1.2
"""Dry runs: the same answer as the real call, and nothing written, not even an audit row or a number."""

from story import Journey, expect, expect_equal, story


def rows(world):
    tables = ("candidate", "candidacy", "candidacy_event", "evaluation", "sitting", "idempotency_record", "audit")
    return world.instance.sql("select " + ", ".join(f"(select count(*) from {table})" for table in tables))


@story
def a_dry_run_answers_as_the_call_would(world):
    world.set_today("2026-12-31")
    journey = Journey(world).informed("2026-01-05")
    evaluator = journey.organism.evaluator
    body = {"event": "START_PRIOR", "occurred_on": "2026-01-14", "data": {"held_on": "2026-01-14"}}
    before = rows(world)
    dry = evaluator.post(f"{journey.path}/events?dry_run=true", body).must(201)
    expect_equal(dry.headers.get("Dry-Run"), "true")
    expect_equal(dry.body["resource"]["state"], "PRIOR_IN_PROGRESS")
    refused = evaluator.post(f"{journey.path}/events?dry_run=true", body | {"event": "COMPLETE_PRIOR", "data": {}})
    refused.must_refuse("INVALID_STATE", 409)
    expect_equal(refused.headers.get("Dry-Run"), "true")
    expect_equal(rows(world), before)
    evaluator.post(f"{journey.path}/events?dry_run=maybe", body).must(400)
    real = evaluator.post(f"{journey.path}/events", body).must(201)
    expect("Dry-Run" not in real.headers, "a real call says that it was dry")
    expect_equal(real.body["resource"]["state"], dry.body["resource"]["state"])


@story
def a_dry_run_meets_what_only_the_commit_would(world):
    """The candidacy made by a dry run has its event: the constraints that wait for the commit were asked."""
    world.set_today("2026-12-31")
    counsellor = world.organisms[0].counsellor
    before = rows(world)
    made = counsellor.post("/v1/candidates?dry_run=true", {"birth_name": "Provisoire", "first_name_1": "Rien"}).must(201)
    counsellor.get(f"/v1/candidates/{made.body['id']}").must(404)
    expect_equal(rows(world), before)
