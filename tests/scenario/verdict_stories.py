# SPDX-License-Identifier: EUPL-1.2
"""Attendance, recusals and votes of four jurors, all there are, through the API: what opens and what is decided is what a model written from
the rules alone says, and so is what the simulation tells beforehand (3.3, 3.4, decision 13)."""

import itertools

from commission_stories import HELD, submitted
from story import Session, expect, expect_equal, story

JURORS = ("EMPLOYER1", "EMPLOYER2", "EMPLOYEE1", "EMPLOYEE2")
CHOICES = ("FOR", "AGAINST", "ABSTAIN")
MEMBERS = {"CERTIFIED": {}, "REFUSED": {"reasons": "Domaine 3 non démontré", "domain_codes": ["3"]}, "DEFERRED": {"request_text": "Une pièce manque."}}


# The model. It knows labels and the rules of the page, and nothing of the server.

def colleges(voters):
    return sum(label.startswith("EMPLOYER") for label in voters), sum(label.startswith("EMPLOYEE") for label in voters)


def hindrances(attending, recused, minimum):
    """Why a session with one file does not open, whoever presides."""
    employers, employees = colleges(attending - recused)
    if min(employers, employees) < minimum:
        return {"QUORUM_NOT_MET"}
    return set() if employers == employees else {"PARITY_BROKEN"}


def verdict(votes, is_proposal):
    """What these votes give; None: a proposal to defer that is lost."""
    ayes, nays = (sum(choice == wanted for choice in votes) for wanted in ("FOR", "AGAINST"))
    if is_proposal:
        return "DEFERRED" if 2 * ayes > len(votes) else None
    return "CERTIFIED" if 2 * ayes > len(votes) else "REFUSED" if 2 * nays > len(votes) else "DEFERRED"


def subsets(items):
    return (set(chosen) for size in range(len(items) + 1) for chosen in itertools.combinations(items, size))


# The server.

def attend(session, attending):
    session.attend(**{label: "REMOTE" if label.endswith("2") else "PRESENT" for label in attending})


def recuse(session, journey, wanted, known):
    """Each juror says it himself, and takes it back."""
    attend(session, JURORS)
    for label in wanted - known:
        session.juror(label).post(f"{session.item(journey)}/step-downs", {"member_id": session.member_id(label), "reason": "Voisin", "is_recusal": True}).must(201)
    for label in known - wanted:
        session.juror(label).delete(f"{session.item(journey)}/step-downs/{session.member_id(label)}").must(204)


def opening(session, presiding):
    """The codes of the refusal of an opening; none when it would open."""
    reply = session.juror(presiding).post(f"{session.path}/events?dry_run=true", {"event": "OPEN", "occurred_on": HELD})
    return set() if reply.status == 201 else set(reply.must(409).reasons)


def labels(session, member_ids):
    return {label for label in JURORS if session.member_id(label) in member_ids}


def compare_opening(session, journey, attending, recused, minimum):
    what = f"{sorted(attending)} without {sorted(recused)}, {minimum} a college"
    expected = hindrances(attending, recused, minimum)
    for presiding in attending & {"EMPLOYER1", "EMPLOYEE1"}:  # who is absent does not sit, and finds no session
        expect_equal(opening(session, presiding), expected, what)
    told = session.secretary.get(f"{session.path}/simulation").must(200)
    if not attending & {"EMPLOYER1", "EMPLOYEE1"}:
        expected = expected | {"NOT_PRESIDING"}
    [file] = told["data"]
    voters = attending - recused
    employers, employees = colleges(voters)
    standing = ("VOTERS_MISSING" if min(employers, employees) < minimum else "DECIDABLE" if employers == employees else "STEP_DOWNS_NEEDED")
    expect_equal(({reason["code"] for reason in told["opening_reasons"]}, told["can_open"]), (expected, not expected), what)
    expect_equal((file["standing"], labels(session, file["voter_member_ids"])), (standing, voters), what)
    proposed = labels(session, file["proposed_step_down_member_ids"])
    if standing == "STEP_DOWNS_NEEDED":
        expect_equal((len(proposed), hindrances(attending, recused | proposed, minimum)), (abs(employers - employees), set()), what)
    else:
        expect_equal(proposed, set(), what)


@story
def every_attendance_and_every_recusal_is_as_the_rules_say(world):
    """Sixteen attendances, sixteen recusals, both minimums: quorum and parity per file, at the opening and in the simulation."""
    journey = submitted(world)
    seen = 0
    session = Session(world, HELD).put(journey).convene(HELD)
    for minimum in (1, 2):
        session.secretary.patch(session.path, {"min_per_college": minimum}, version=session.read().version).must(200)
        known = set()
        for recused in subsets(JURORS):
            if minimum == 2 and len(recused) > 1:
                continue  # one college is short then, whoever comes
            recuse(session, journey, recused, known)
            known = recused
            for attending in subsets(JURORS):
                attend(session, attending)
                compare_opening(session, journey, attending, recused, minimum)
                seen += 1
        recuse(session, journey, set(), known)
    expect_equal(seen, 256 + 5 * 16)


def decides(session, journey, outcome, is_proposal, presiding):
    body = {"outcome": outcome, "is_proposal_to_defer": is_proposal} | MEMBERS[outcome]
    return session.juror(presiding).post(f"{session.item(journey)}/decision?dry_run=true", body)


def compare_votes(session, journey, voters):
    """Every vote of these voters, one ballot at a time, and every outcome that could be asked for; by who may judge the file."""
    cast, count = {}, 0
    presiding = next(label for label in ("EMPLOYER1", "EMPLOYEE1") if label in voters)
    if "EMPLOYER1" not in voters:
        decides(session, journey, "CERTIFIED", False, "EMPLOYER1").must_refuse("JUROR_NOT_INDEPENDENT", 409)
    for choices in itertools.product(CHOICES, repeat=len(voters)):
        for label, choice in zip(voters, choices):
            if cast.get(label) == choice:
                continue
            if len(cast) < len(voters):
                decides(session, journey, "CERTIFIED", False, presiding).must_refuse("VOTES_MISSING", 409)
            session.send_vote(journey, label, choice).must(200)
            cast[label] = choice
        for outcome, is_proposal in (*((outcome, False) for outcome in MEMBERS), ("DEFERRED", True)):
            reply = decides(session, journey, outcome, is_proposal, presiding)
            what = f"{choices} -> {outcome}{' as proposed' if is_proposal else ''}"
            if verdict(choices, is_proposal) == outcome:
                expect_equal(reply.status, 201, f"{what}: {reply}")
                expect_equal((reply["voter_count"], reply["for_count"], reply["against_count"], reply["abstain_count"]),
                             (len(voters), *(choices.count(choice) for choice in CHOICES)), what)
            else:
                expect(reply.status == 409 and "NO_MAJORITY" in reply.reasons, f"{what}: {reply}")
            count += 1
    return count


@story
def every_vote_gives_what_the_rules_say(world):
    """Of every attendance and recusal that opens: 81 votes of two and two, 9 of each one and one, and all outcomes of each."""
    count = 0
    for recused in (set(), {"EMPLOYER1", "EMPLOYEE2"}, {"EMPLOYER2", "EMPLOYEE2"}):
        journey = submitted(world)
        session = Session(world, HELD).put(journey).convene(HELD)
        recuse(session, journey, recused, set())
        session.open()
        voters = [label for label in JURORS if label not in recused]
        for label in recused:
            session.send_vote(journey, label, "FOR").must_refuse("VOTER_NOT_ALLOWED", 409)
        count += compare_votes(session, journey, voters)
    expect_equal(count, 4 * (81 + 9 + 9))


@story
def what_is_decided_is_what_the_last_votes_give(world):
    """Not dry: one session of each outcome, through minutes and signatures, and the minutes count the same votes."""
    for choices in (("FOR", "FOR", "FOR", "AGAINST"), ("AGAINST", "AGAINST", "AGAINST", "ABSTAIN"), ("FOR", "FOR", "AGAINST", "AGAINST")):
        journey = submitted(world)
        session = Session(world, HELD).put(journey).convene(HELD)
        attend(session, JURORS)
        session.open().vote(journey, **dict(zip(JURORS, choices)))
        outcome = verdict(choices, False)
        session.decide(journey, outcome, **MEMBERS[outcome]).close().sign()
        [file] = session.minutes()["content"]["files"]
        expect_equal((file["outcome"], file["for_count"], file["against_count"], file["abstain_count"]),
                     (outcome, *(choices.count(choice) for choice in CHOICES)))
        expect_equal(journey.read()["state"], {"CERTIFIED": "CERTIFIED", "REFUSED": "PARTIAL", "DEFERRED": "DEFERRED"}[outcome])
