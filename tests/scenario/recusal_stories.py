# SPDX-License-Identifier: EUPL-1.2
"""Who does not vote on a file: by every link with it, from the day it is on the agenda, and by one's own word (3.3)."""

from commission_stories import HELD, opened, submitted
from story import Journey, Session, expect, expect_equal, story

WHY = "Le candidat est mon voisin."
ALL = dict.fromkeys(("EMPLOYER1", "EMPLOYER2", "EMPLOYEE1", "EMPLOYEE2"), "PRESENT")


def newcomer(world):
    """An organism that no juror of an earlier story belongs to."""
    organism = world.organism()
    world.flush()
    return organism


def line(session, journey, client=None):
    items = (client or session.secretary).get(f"{session.path}/agenda").must(200)["data"]
    return next(item for item in items if item["candidacy_id"] == journey.id)


def recusals(session, journey, client=None):
    return {recusal["member_id"]: recusal for recusal in line(session, journey, client)["recusals"]}


def declare(session, journey, label, client=None, reason=WHY):
    body = {"member_id": session.member_id(label), "is_recusal": True} | ({"reason": reason} if reason else {})
    return (client or session.juror(label)).post(f"{session.item(journey)}/step-downs", body)


@story
def the_agenda_says_who_is_recused(world):
    """On the day the file is put on it, before anybody is convened: why is told to the secretary, the chairs and the juror alone."""
    organism, linked = world.organism(), world.person()
    world.set_today("2026-01-05")
    world.affiliate(linked, organism.id, "EMPLOYEE")
    member = world.member(world.commission, "EMPLOYER5", "EMPLOYER", linked)
    world.flush()
    journey, elsewhere = submitted(world, organism=organism), submitted(world, organism=newcomer(world))
    session = Session(world, HELD)
    put = session.send_agenda(journey).must(201)
    expect_equal([recusal["member_id"] for recusal in put["recusals"]], [member["id"]], "said by the very answer")
    session.items[journey.id] = put["id"]
    session.put(elsewhere)
    told = recusals(session, journey)[member["id"]]
    expect_equal(told, {"member_id": member["id"], "is_declared": False, "reason": None,
                        "links": [{"kind": "AFFILIATED", "organism_id": organism.id}]})
    expect_equal(recusals(session, elsewhere), {})
    session.convene("2026-02-01")
    juror = world.key("COMMISSION", world.commission.id, ["JUROR"], world.commission.members["EMPLOYEE2"]["person_id"])
    himself = world.key("COMMISSION", world.commission.id, ["JUROR"], linked)
    world.flush()
    expect_equal(recusals(session, journey, juror)[member["id"]]["links"], [], "another juror is not told why")
    expect_equal(recusals(session, journey, himself)[member["id"]]["links"], told["links"])
    session.attend(EMPLOYER1="PRESENT", EMPLOYER5="PRESENT", EMPLOYEE1="PRESENT", EMPLOYEE2="PRESENT")
    session.refused("PARITY_BROKEN", "OPEN")
    file = session.secretary.get(f"{session.path}/parity").must(200)["data"][0]
    expect_equal((file["dependent_member_ids"], file["proposed_step_down_member_ids"]), ([member["id"]], [session.member_id("EMPLOYEE2")]))
    session.step_down(journey, "EMPLOYEE2").must(201)
    session.open()
    session.send_vote(journey, "EMPLOYER5", "FOR").must_refuse("JUROR_NOT_INDEPENDENT", 409)
    session.vote(journey, EMPLOYER1="FOR", EMPLOYEE1="FOR").decide(journey, "CERTIFIED")
    session.vote(elsewhere, EMPLOYER1="FOR", EMPLOYER5="FOR", EMPLOYEE1="FOR", EMPLOYEE2="FOR").decide(elsewhere, "CERTIFIED")
    session.close()
    written = {file["agenda_item_id"]: file for file in session.minutes()["content"]["files"]}[session.items[journey.id]]
    expect_equal((written["recusals"], written["step_downs"]),
                 ([{"member_id": member["id"], "is_declared": False}], [session.member_id("EMPLOYEE2")]))
    session.sign()
    expect_equal(journey.read()["state"], "CERTIFIED")


@story
def whoever_acted_for_the_candidate_is_recused(world):
    """The evaluator, the trainer and the counsellor of a file, though they have left its organism since."""
    organism = world.organism()
    people = {}
    world.set_today("2026-01-05")
    for role in ("EVALUATOR", "COUNSELLOR"):
        people[role] = world.person()
        link = world.affiliate(people[role], organism.id, role, "2026-01-01")
        people[role, "link"] = link
        organism.people[role] = people[role]
        organism.clients[role] = world.key("ORGANISM", organism.id, [role], people[role])
    world.flush()
    journey = submitted(world, organism=organism)
    labels = {"EVALUATOR": "EMPLOYER6", "COUNSELLOR": "EMPLOYEE6"}
    for role, label in labels.items():
        affiliation = world.certifier.get(f"/v1/affiliations/{people[role, 'link']['id']}").must(200)
        world.certifier.send("PATCH", f"/v1/affiliations/{affiliation['id']}", {"valid_to": "2026-02-05"},
                             headers={"If-Match": f'"{affiliation["version"]}"'}).must(200)
        world.member(world.commission, label, label[:-1], people[role])
    world.flush()
    session = Session(world, HELD).put(journey).convene("2026-02-01")
    told = recusals(session, journey)
    for role, kind in (("EVALUATOR", "EVALUATED"), ("COUNSELLOR", "COUNSELLED")):
        expect_equal(told[session.member_id(labels[role])]["links"], [{"kind": kind, "organism_id": None}])
    session.attend(EMPLOYER1="PRESENT", EMPLOYEE1="PRESENT", EMPLOYER6="PRESENT", EMPLOYEE6="PRESENT").open()
    for label in labels.values():
        session.send_vote(journey, label, "FOR").must_refuse("JUROR_NOT_INDEPENDENT", 409)
    session.vote(journey, EMPLOYER1="FOR", EMPLOYEE1="FOR").decide(journey, "CERTIFIED").close().sign()
    expect_equal(journey.read()["state"], "CERTIFIED")


def of_juror(reply, whose="JUROR"):
    """Nobody is sent to the secretary for what is refused to the secretary too."""
    expect_equal(reply.must_refuse("ACT_OF_ANOTHER", 403).details("ACT_OF_ANOTHER"), {"whose": whose})


@story
def a_juror_declares_a_recusal(world):
    """With a reason, before the session too; nobody declares it for him, and nobody else takes it back."""
    journey = submitted(world, organism=newcomer(world))
    session = Session(world, HELD).put(journey).convene("2026-02-01")
    path = f"{session.item(journey)}/step-downs/{session.member_id('EMPLOYER2')}"
    declare(session, journey, "EMPLOYER2", reason=None).must_refuse("REASON_REQUIRED", 409)
    declare(session, journey, "EMPLOYER2", client=session.secretary).must_refuse("RECUSAL_IS_OWN", 409)
    of_juror(declare(session, journey, "EMPLOYER2", client=session.juror("EMPLOYEE1")))
    said = declare(session, journey, "EMPLOYER2").must(201)
    expect_equal((said["is_recusal"], said["reason"]), (True, WHY))
    expect_equal(declare(session, journey, "EMPLOYER2").must(200).body, said.body)
    other = declare(session, journey, "EMPLOYER2", reason="Autre motif").must_refuse("ALREADY_RECORDED", 409)
    expect_equal((other.details("ALREADY_RECORDED"), other["reasons"][0]["resolve_with"]),
                 ({"id": session.member_id("EMPLOYER2"), "agenda_item_id": session.item(journey).rsplit("/", 1)[-1]},
                  {"method": "DELETE", "href": path, "event": None}))
    left = session.step_down(journey, "EMPLOYEE2", client=session.secretary).must(201)
    expect_equal(session.step_down(journey, "EMPLOYEE2", client=session.secretary).must(200).body, left.body)
    session.secretary.post(f"{session.item(journey)}/step-downs", {"member_id": session.member_id("EMPLOYEE2"), "reason": "Parti"}).must_refuse(
        "ALREADY_RECORDED", 409)
    session.secretary.delete(f"{session.item(journey)}/step-downs/{session.member_id('EMPLOYEE2')}").must(204)
    expect_equal(recusals(session, journey)[session.member_id("EMPLOYER2")],
                 {"member_id": session.member_id("EMPLOYER2"), "is_declared": True, "links": [], "reason": WHY}, "it stands as it was said first")
    expect_equal(line(session, journey)["step_downs"], [])
    session.secretary.delete(path).must_refuse("RECUSAL_IS_OWN", 409)
    of_juror(session.juror("EMPLOYEE1").delete(path))
    session.attend(**ALL)
    session.refused("PARITY_BROKEN", "OPEN")
    session.step_down(journey, "EMPLOYEE2", client=session.secretary).must(201)
    session.open()
    session.send_vote(journey, "EMPLOYER2", "FOR").must_refuse("VOTER_NOT_ALLOWED", 409)
    session.juror("EMPLOYER2").delete(path).must(204)
    expect_equal(recusals(session, journey), {})
    session.vote(journey, EMPLOYER1="FOR", EMPLOYEE1="FOR", EMPLOYER2="FOR")
    session.send_decision(journey, "CERTIFIED").must_refuse("PARITY_BROKEN", 409)
    declare(session, journey, "EMPLOYER2").must(201)  # a vote that was cast does not count any more
    session.decide(journey, "CERTIFIED")
    session.juror("EMPLOYER2").delete(path).must_refuse("FILE_DECIDED", 409)
    session.close()
    written = session.minutes()["content"]["files"][0]
    expect_equal((written["recusals"], written["voter_count"]), ([{"member_id": session.member_id("EMPLOYER2"), "is_declared": True}], 2))
    expect(WHY not in str(session.minutes().body), "the reason is the juror's, not that of the minutes")
    session.sign()


@story
def a_recusal_that_was_declared_holds_when_the_file_comes_back(world):
    """What forbids to judge a candidate does not end with a session: nobody has to say it twice, and no vote slips in."""
    journey = submitted(world, organism=newcomer(world))
    session = Session(world, HELD).put(journey).convene("2026-02-01")
    declare(session, journey, "EMPLOYER2").must(201)
    session.attend(EMPLOYER1="PRESENT", EMPLOYEE1="PRESENT").open().vote(journey, EMPLOYER1="ABSTAIN", EMPLOYEE1="ABSTAIN")
    session.decide(journey, "DEFERRED", request_text="Une pièce manque.").close().sign()
    journey.refresh().event("ANSWER_COMPLEMENT", HELD, {"answer": "La voici."}, to="SUBMITTED")
    later = Session(world, HELD).put(journey).convene(HELD)
    expect_equal(recusals(later, journey), {later.member_id("EMPLOYER2"): {
        "member_id": later.member_id("EMPLOYER2"), "is_declared": False, "reason": None,
        "links": [{"kind": "DECLARED_BEFORE", "organism_id": None}]}})
    later.attend(**ALL)
    later.refused("PARITY_BROKEN", "OPEN")
    later.step_down(journey, "EMPLOYEE2").must(201)
    later.open()
    later.send_vote(journey, "EMPLOYER2", "FOR").must_refuse("JUROR_NOT_INDEPENDENT", 409)
    later.vote(journey, EMPLOYER1="FOR", EMPLOYEE1="FOR").decide(journey, "CERTIFIED").close().sign()


@story
def who_stepped_down_may_still_declare_a_recusal(world):
    journey = submitted(world, organism=newcomer(world))
    session = opened(world, journey, **ALL)
    session.step_down(journey, "EMPLOYER2").must(201)
    session.step_down(journey, "EMPLOYEE2").must(201)
    declare(session, journey, "EMPLOYER2").must(201)
    expect_equal(list(recusals(session, journey)), [session.member_id("EMPLOYER2")])
    expect_equal([one["member_id"] for one in line(session, journey)["step_downs"]], [session.member_id("EMPLOYEE2")])
    session.step_down(journey, "EMPLOYER2", client=session.secretary).must_refuse("RECUSAL_IS_OWN", 409)
    session.vote(journey, EMPLOYER1="FOR", EMPLOYEE1="FOR").decide(journey, "CERTIFIED").close().sign()
