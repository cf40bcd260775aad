# SPDX-License-Identifier: EUPL-1.2
"""What a session could decide, asked beforehand, is what then happens: generated sessions through the API."""

import random

from commission_stories import HELD, submitted
from recusal_stories import declare, newcomer
from story import Session, expect_equal, story

COLLEGES = {"EMPLOYER1": "EMPLOYER", "EMPLOYER2": "EMPLOYER", "EMPLOYEE1": "EMPLOYEE", "EMPLOYEE2": "EMPLOYEE"}


def simulated(session, client=None):
    return (client or session.secretary).get(f"{session.path}/simulation").must(200)


def by_item(simulation):
    return {file["agenda_item_id"]: file for file in simulation["data"]}


def codes(told):
    return [reason["code"] for reason in told["opening_reasons"]]


@story
def a_session_is_simulated_before_it_is_convened(world):
    """Members without alternates until attendance is recorded; what is missing, and who could come."""
    commission = world.other_commission(per_college=1)
    world.set_today("2026-01-05")
    person = world.person()
    world.flush()
    alternate = world.certifier.post(f"/v1/commissions/{commission.id}/members", {
        "person_id": person, "college": "EMPLOYEE", "mandate_from": "2026-01-05", "is_alternate": True, "reason": "Suppléant désigné."}).must(201)
    world.flush()
    session = Session(world, HELD, commission=commission)
    told = simulated(session)
    expect_equal((told["state"], told["is_attendance_recorded"], told["can_open"], told["data"]), ("PLANNED", False, True, []))
    expect_equal(sorted(told["invited_member_ids"]), sorted(session.member_id(label) for label in ("EMPLOYER1", "EMPLOYEE1")))
    session.convene("2026-01-05").attend(EMPLOYER1="PRESENT", EMPLOYEE1="ABSENT")
    told = simulated(session)
    expect_equal((told["is_attendance_recorded"], told["can_open"], codes(told)), (True, False, ["QUORUM_NOT_MET"]))
    [reason] = told["opening_reasons"]
    expect_equal(" " in reason["message"], True, "the reason is told in words")
    expect_equal(reason["resolve_with"]["href"], f"{session.path}/attendance", "with the call that helps")
    world.set_today(HELD)
    session.refused("QUORUM_NOT_MET", "OPEN")
    expect_equal(alternate["id"] in told["invited_member_ids"], False)


@story
def what_is_missing_is_said_file_by_file(world):
    journey = submitted(world, organism=newcomer(world))
    session = Session(world, HELD, min_per_college=2).put(journey).convene("2026-02-01")
    declare(session, journey, "EMPLOYEE2").must(201)
    session.attend(EMPLOYER1="PRESENT", EMPLOYEE1="PRESENT", EMPLOYEE2="PRESENT")
    file = by_item(simulated(session))[session.items[journey.id]]
    expect_equal((file["standing"], file["missing_employer_count"], file["missing_employee_count"]), ("VOTERS_MISSING", 1, 1))
    expect_equal((file["recused_member_ids"], session.member_id("EMPLOYER2") in file["available_member_ids"],
                  session.member_id("EMPLOYEE2") in file["available_member_ids"]), ([session.member_id("EMPLOYEE2")], True, False))


@story
def the_chair_alternates(world):
    """Suggested from the last session that was opened: who was vice-chair chairs, and the other way round; the secretary names them."""
    commission = world.other_commission()
    world.set_today(HELD)
    world.flush()

    def suggested(session):
        told = simulated(session)
        return [told[name] for name in ("last_session_id", "suggested_chair_member_id", "suggested_vice_chair_member_id")]

    first = Session(world, HELD, commission=commission)
    expect_equal(suggested(first), [None, None, None])
    first.convene(HELD).attend(EMPLOYER1="PRESENT", EMPLOYEE1="PRESENT").open()
    second = Session(world, HELD, commission=commission, chair="EMPLOYEE2", vice_chair="EMPLOYER2")
    expect_equal(suggested(second), [first.id, first.member_id("EMPLOYEE1"), first.member_id("EMPLOYER1")])
    second.convene(HELD).attend(EMPLOYER2="PRESENT", EMPLOYEE2="PRESENT").open()
    third = Session(world, HELD, commission=commission)
    expect_equal(suggested(third), [second.id, second.member_id("EMPLOYER2"), second.member_id("EMPLOYEE2")])
    third.attend(EMPLOYER1="PRESENT", EMPLOYEE1="PRESENT", EMPLOYER2="ABSENT", EMPLOYEE2="ABSENT")
    expect_equal(suggested(third), [second.id, second.member_id("EMPLOYER1"), second.member_id("EMPLOYEE1")])
    third.event("CANCEL", reason="Salle indisponible")
    fourth = Session(world, HELD, commission=commission)
    expect_equal(suggested(fourth)[0], second.id, "a session that was not held is not the last one")


def drawn(world, draw, journeys):
    """A session with its attendance, recusals and step-downs, as they fall."""
    session = Session(world, HELD).put(*journeys).convene("2026-02-01")
    for journey in journeys:
        for label in COLLEGES:
            if draw.random() < 0.2:
                declare(session, journey, label).must(201)
            elif draw.random() < 0.1:
                session.step_down(journey, label).must(201)
    present = [label for label in COLLEGES if draw.random() < 0.75]
    return session.attend(**{label: draw.choice(("PRESENT", "REMOTE")) for label in present})


def decide_once(session, journey, voters, recused, chairs):
    """By a chair who may judge the file; where none may, by one of its voters and nobody else."""
    for label in chairs:
        if label in recused:
            session.send_decision(journey, "CERTIFIED", who=session.juror(label)).must_refuse("JUROR_NOT_INDEPENDENT", 409)
    fit = [label for label in chairs if label not in recused]
    replies = [session.send_decision(journey, "CERTIFIED", who=session.juror(label)) for label in fit[:1] or voters]
    expect_equal([reply.status for reply in replies].count(201), 1, f"{fit or voters}: {replies}")


def happens_as_said(world, draw, journeys):
    session = drawn(world, draw, journeys)
    told = simulated(session)
    presiding = session.juror(next((label for label in ("EMPLOYER1", "EMPLOYEE1")
                                    if session.member_id(label) in told["invited_member_ids"]), "EMPLOYER1"))
    reply = session.send("OPEN", who=presiding)
    expect_equal(reply.status == 201, told["can_open"], f"{reply}")
    if not told["can_open"]:
        known = {reason["code"]: reason for reason in told["opening_reasons"]}
        for reason in reply["reasons"]:
            said = {name: value for name, value in reason["details"].items() if name != "pointer"}
            expect_equal((known[reason["code"]]["message"], known[reason["code"]]["details"]), (reason["message"], said), "as the refusal says it")
        expect_equal(len(known), len(reply["reasons"]))
        for file in told["data"]:
            for member_id in file["proposed_step_down_member_ids"]:
                label = next(label for label in COLLEGES if session.member_id(label) == member_id)
                session.juror(label).post(f"/v1/agenda-items/{file['agenda_item_id']}/step-downs", {"member_id": member_id}).must(201)
        again = simulated(session)
        expect_equal({file["standing"] for file in again["data"]} <= {"DECIDABLE", "VOTERS_MISSING"}, True, "the step-downs are enough")
        expect_equal(session.send("OPEN", who=presiding).status == 201, again["can_open"], "with the step-downs")
        told = again
    if not told["can_open"]:
        session.event("CANCEL", reason="Manque de votants")
        return False
    files = by_item(told)
    for journey in journeys:
        file = files[session.items[journey.id]]
        expect_equal(file["standing"], "DECIDABLE", "an open session decides each of its files")
        voters = [label for label in COLLEGES if session.member_id(label) in file["voter_member_ids"]]
        for label in COLLEGES:
            vote = session.send_vote(journey, label, "FOR")
            expect_equal(vote.status == 200, label in voters, f"{label}: {vote}")
        decide_once(session, journey, voters, {label for label in COLLEGES if session.member_id(label) in file["recused_member_ids"]},
                    [label for label in ("EMPLOYER1", "EMPLOYEE1") if session.member_id(label) in told["invited_member_ids"]])
    return True


@story
def what_was_simulated_happens(world):
    """Attendance, recusals and step-downs drawn at random: what is told is what the opening, the votes and the decisions do."""
    draw, opened = random.Random(20260210), 0
    organism = newcomer(world)
    for _ in range(12):
        journeys = [submitted(world, organism=organism) for _ in range(draw.choice((1, 2)))]
        opened += happens_as_said(world, draw, journeys)
    expect_equal(3 <= opened <= 11, True, f"{opened} of 12 opened: nothing was told apart")
