# SPDX-License-Identifier: EUPL-1.2
"""The invariants asked of the server: who may, which ones, and that a broken one is named."""

import invariants
from story import Journey, Session, expect_equal, story


@story
def thirty_rules_are_answered(world):
    world.set_today("2026-12-31")
    Journey(world).informed("2026-01-05").prior("2026-01-14", fails=("2",)).restitution("2026-01-14", to="PARTIAL")
    report = invariants.ask(world)
    expect_equal([entry["number"] for entry in report["data"]], list(range(1, 31)))
    expect_equal({entry["number"] for entry in report["data"] if entry["status"] == "NOT_CHECKED"}, {23, 27, 29, 30})
    expect_equal([entry["number"] for entry in report["data"] if entry["status"] == "NOT_CHECKED" and not entry["why_not_checked"]], [])
    english = world.certifier.get("/v1/invariants?numbers=7,13", headers={"Accept-Language": "en"}).must(200).body
    expect_equal([entry["number"] for entry in english["data"]], [7, 13])
    expect_equal(english["data"][0]["title"], "What is validated is not lost within the cycle")


@story
def a_broken_row_is_named(world):
    """Behind the server's back, on a database that is mended afterwards."""
    world.set_today("2026-12-31")
    journey = Journey(world).informed("2026-01-05").prior("2026-01-14", fails=("2",)).restitution("2026-01-14", to="PARTIAL")
    tamper = "set session_replication_role = replica; update candidacy set last_activity_on = last_activity_on, state = '{}' where id = '{}';"
    world.instance.sql(tamper.format("IN_TRAINING", journey.id))
    try:
        report = world.auditor.get("/v1/invariants").must(200).body
    finally:
        world.instance.sql(tamper.format("PARTIAL", journey.id))
    broken = {entry["number"]: entry for entry in report["data"] if entry["status"] == "BROKEN"}
    expect_equal(set(broken), {24})
    expect_equal({sample["id"] for sample in broken[24]["samples"]}, {journey.id})
    expect_equal(report["is_whole"], False)
    invariants.ask(world)


@story
def a_session_convened_after_its_day_is_named(world):
    """As above; 25 looks at more than candidacies."""
    world.set_today("2026-12-31")
    session = Session(world, "2026-12-30").convene("2026-12-30")
    tamper = "set session_replication_role = replica; update session set convened_on = '{}' where id = '{}';"
    world.instance.sql(tamper.format("2026-12-31", session.id))
    try:
        report = world.auditor.get("/v1/invariants?numbers=25").must(200).body
    finally:
        world.instance.sql(tamper.format("2026-12-30", session.id))
    expect_equal([{sample["id"] for sample in entry["samples"]} for entry in report["data"]], [{session.id}])
    invariants.ask(world)


@story
def only_who_answers_for_all_may_ask(world):
    organism = world.organisms[0]
    organism.referent.get("/v1/invariants").must_refuse("ROLE_NOT_ALLOWED", 403)
    world.commission.secretary.get("/v1/invariants").must_refuse("ROLE_NOT_ALLOWED", 403)
    world.public.get("/v1/invariants").must(401)
    world.certifier.get("/v1/invariants?numbers=31").must_refuse("PARAMETER_INVALID", 400)
    world.certifier.get("/v1/invariants?numbers=x").must(400)
