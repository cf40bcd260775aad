# SPDX-License-Identifier: EUPL-1.2
"""The days of a session: its acts follow one another, and are done on the day that it is held."""

from commission_stories import HELD
from story import Session, expect, expect_equal, story


def dated_wrong(session, code, event, on, limit, **data):
    reply = session.refused(code, event, on, **data)
    expect_equal(reply.details(code), {"date": on, "limit_date": limit, "pointer": "/occurred_on"})
    asker = session.chair if event in ("OPEN", "CLOSE") else session.secretary
    dry = asker.post(f"{session.path}/events?dry_run=true", {"event": event, "occurred_on": on, "data": data})
    dry.must_refuse(code, 409)
    answers = asker.get(f"{session.path}/allowed-events").must(200)["data"]
    expect([guard for answer in answers if answer["event"] == event for guard in answer["guards"] if guard["code"] == code],
           f"{event} is not told of {code}")


@story
def the_acts_of_a_session_are_dated_in_order(world):
    world.set_today("2026-03-01")
    session = Session(world, HELD).attend(EMPLOYER1="PRESENT", EMPLOYEE1="PRESENT")
    dated_wrong(session, "DATE_AFTER_SESSION", "CONVENE", "2026-02-11", HELD)
    session.refused("DATE_IN_FUTURE", "CONVENE", "2026-03-02")
    for day in ("1900-01-01", "2025-02-09"):
        expect_equal(session.send("CONVENE", day).must(422).errors, {"/occurred_on": "DATE_OUT_OF_RANGE"}, day)
    session.convene("2026-02-01")
    dated_wrong(session, "DATE_BEFORE_PREVIOUS_ACT", "CANCEL", "2026-01-31", "2026-02-01", reason="Grève")
    dated_wrong(session, "SESSION_TOO_EARLY", "OPEN", "2026-02-09", HELD)
    dated_wrong(session, "DATE_AFTER_SESSION", "OPEN", "2026-02-11", HELD)
    session.open()
    dated_wrong(session, "DATE_BEFORE_PREVIOUS_ACT", "CLOSE", "2026-02-09", HELD)
    session.event("CLOSE", "2026-02-12").sign()


@story
def the_day_of_a_session_keeps_to_its_acts(world):
    """Not before it was convened; and with its zone, no longer once it is open."""
    world.set_today(HELD)
    session = Session(world, HELD).convene("2026-02-01").attend(EMPLOYER1="PRESENT", EMPLOYEE1="PRESENT")

    def change(**members):
        return session.secretary.patch(session.path, members, version=session.read().version)

    expect_equal(change(held_on="2026-01-31").must(422).errors, {"/held_on": "DAY_OF_START_DIFFERS"})  # it has its hour
    change(held_on="2026-01-31", starts_at="2026-01-31T09:00:00+01:00").must_refuse("DATE_BEFORE_PREVIOUS_ACT", 409)
    change(time_zone="Europe/Paris").must(200)
    session.open()
    change(time_zone="Indian/Reunion").must_refuse("SESSION_LOCKED", 409)
    change(place="Lille, salle 3").must(200)


@story
def a_session_is_not_planned_long_ago(world):
    world.set_today(HELD)
    path = f"/v1/commissions/{world.commission.id}/sessions?dry_run=true"
    world.commission.secretary.post(path, {"held_on": "2025-02-10"}).must(201)
    refused = world.commission.secretary.post(path, {"held_on": "2025-02-09"}).must(422)
    expect_equal(refused.errors, {"/held_on": "DATE_OUT_OF_RANGE"})
