# SPDX-License-Identifier: EUPL-1.2
"""Whose word a vote is (decision 35): the secretary may write it down, its juror alone makes it count; the chair decides."""

from commission_stories import HELD, opened, submitted
from harness.second_server import SecondServer
from story import Session, expect, expect_equal, story, together


def written_down(world, choice="FOR"):
    """One file: the chair voted, the vote of the vice-chair was written down, and the chair decided."""
    journey = submitted(world)
    session = opened(world, journey).record(journey, EMPLOYEE1=choice).vote(journey, EMPLOYER1=choice)
    outcome, grounds = {"FOR": ("CERTIFIED", {}), "AGAINST": ("REFUSED", {"reasons": "Non démontré", "domain_codes": ["2"]})}[choice]
    return session.decide(journey, outcome, **grounds), journey


def vote_of(session, journey, label="EMPLOYEE1"):
    return session.votes(journey)[session.member_id(label)]


@story
def the_secretary_alone_certifies_nobody(world):
    """With the key of the secretary alone: plan, agenda, convocation, attendance; no opening, no vote that counts by itself, no decision."""
    journey = submitted(world)
    session = Session(world, HELD).put(journey).convene("2026-02-01").attend(EMPLOYER1="PRESENT", EMPLOYEE1="PRESENT")
    alone = session.secretary
    session.refused("ROLE_NOT_ALLOWED", "OPEN", who=alone, status=403)
    session.send_vote(journey, "EMPLOYER1", "FOR", client=alone).must_refuse("SESSION_NOT_OPEN", 409)
    session.open()
    session.record(journey, EMPLOYER1="FOR", EMPLOYEE1="FOR")
    for label in ("EMPLOYER1", "EMPLOYEE1"):
        vote = vote_of(session, journey, label)
        expect_equal((vote["standing"], vote["cast_by"], vote["is_awaited"]), ("RECORDED", None, True))
        expect(vote["recorded_by"], "nobody wrote it down")
    session.send_decision(journey, "CERTIFIED", who=alone).must_refuse("ROLE_NOT_ALLOWED", 403)
    session.send_decision(journey, "NOT_EXAMINED", who=alone, reasons="Faute de temps").must_refuse("ROLE_NOT_ALLOWED", 403)
    session.send_contest(journey, "EMPLOYER1", client=alone).must_refuse("ROLE_NOT_ALLOWED", 403)
    session.decide(journey, "CERTIFIED")
    session.refused("ROLE_NOT_ALLOWED", "CLOSE", who=alone, status=403)
    session.close()
    alone.post(f"{session.path}/minutes/signatures", {}).must_refuse("ROLE_NOT_ALLOWED", 403)
    expect_equal(journey.read()["state"], "ON_AGENDA")
    session.send_contest(journey, "EMPLOYEE1", reason="Je n'étais pas d'accord").must(200)
    expect_equal(session.read().state, "OPEN", "what was decided on the secretary's word alone falls")


@story
def who_presides_this_session_runs_it(world):
    """A chair's key of the same commission is not enough: it is this session's chair or vice-chair, and present."""
    journey = submitted(world)
    session = Session(world, HELD).put(journey).convene("2026-02-01")
    session.attend(EMPLOYER1="PRESENT", EMPLOYEE1="PRESENT", EMPLOYER2="PRESENT", EMPLOYEE2="PRESENT")
    session.refused("NOT_PRESIDING", "OPEN", who=session.juror("EMPLOYER2"))
    session.event("OPEN", who=session.juror("EMPLOYEE1"))
    session.vote(journey, EMPLOYER1="FOR", EMPLOYEE1="FOR", EMPLOYER2="FOR", EMPLOYEE2="FOR")
    session.send_decision(journey, "CERTIFIED", who=session.juror("EMPLOYEE2")).must_refuse("NOT_PRESIDING", 409)
    session.send_decision(journey, "CERTIFIED", who=session.juror("EMPLOYEE1")).must(201)
    session.refused("NOT_PRESIDING", "CLOSE", who=session.juror("EMPLOYER2"))
    for label, is_allowed in (("EMPLOYER1", True), ("EMPLOYEE1", True), ("EMPLOYEE2", False)):
        answers = session.juror(label).get(f"{session.path}/allowed-events").must(200)["data"]
        expect_equal([(answer["event"], answer["is_allowed"]) for answer in answers], [("CLOSE", is_allowed)], label)
    session.event("CLOSE", who=session.juror("EMPLOYEE1")).sign()
    expect_equal(journey.read()["state"], "CERTIFIED")
    absent = Session(world, HELD).convene("2026-02-01").attend(EMPLOYER2="PRESENT", EMPLOYEE1="PRESENT")
    absent.refused("NOT_PRESIDING", "OPEN")
    absent.event("OPEN", who=absent.juror("EMPLOYEE1"))


@story
def a_juror_confirms_with_the_same_choice(world):
    session, journey = written_down(world)
    session.send_contest(journey, "EMPLOYEE1", client=session.juror("EMPLOYER1")).must_refuse("ACT_OF_ANOTHER", 403)
    session.send_contest(journey, "EMPLOYER1").must_refuse("VOTE_NOT_AWAITED", 409)
    session.send_vote(journey, "EMPLOYEE1", "FOR").must(200)
    vote = vote_of(session, journey)
    expect_equal((vote["standing"], vote["is_awaited"], vote["cast_by"]),
                 ("CONFIRMED", False, world.commission.members["EMPLOYEE1"]["person_id"]))
    expect(vote["recorded_by"] and vote["answered_at"], vote)
    session.send_contest(journey, "EMPLOYEE1").must_refuse("VOTE_NOT_AWAITED", 409)
    session.send_vote(journey, "EMPLOYEE1", "AGAINST").must_refuse("FILE_DECIDED", 409)
    session.close()
    file = session.minutes()["content"]["files"][0]
    expect_equal([(item["member_id"], item["standing"]) for item in file["recorded_votes"]], [(session.member_id("EMPLOYEE1"), "CONFIRMED")])
    session.sign()
    expect_equal(journey.read()["state"], "CERTIFIED")


@story
def a_signature_of_the_college_answers_for_what_was_written_down(world):
    journey = submitted(world)
    session = opened(world, journey, EMPLOYER1="PRESENT", EMPLOYEE1="PRESENT", EMPLOYER2="PRESENT", EMPLOYEE2="PRESENT")
    session.vote(journey, EMPLOYER1="FOR", EMPLOYEE1="FOR").record(journey, EMPLOYER2="FOR", EMPLOYEE2="AGAINST").decide(journey, "CERTIFIED").close()
    session.sign("EMPLOYER1")
    expect_equal((vote_of(session, journey, "EMPLOYER2")["is_awaited"], vote_of(session, journey, "EMPLOYEE2")["is_awaited"]), (False, True))
    session.send_contest(journey, "EMPLOYER2").must_refuse("VOTE_NOT_AWAITED", 409)
    session.send_vote(journey, "EMPLOYER2", "AGAINST").must_refuse("SESSION_NOT_OPEN", 409)
    session.sign("EMPLOYEE1")
    expect_equal((journey.read()["state"], vote_of(session, journey, "EMPLOYEE2")["is_awaited"]), ("CERTIFIED", False))
    session.send_contest(journey, "EMPLOYEE2").must_refuse("VOTE_NOT_AWAITED", 409)


@story
def what_is_contested_counts_as_not_cast(world):
    """Before the decision: nobody writes it down again, and the juror may still vote."""
    journey = submitted(world)
    session = opened(world, journey).record(journey, EMPLOYEE1="FOR").vote(journey, EMPLOYER1="FOR")
    session.record(journey, EMPLOYEE1="AGAINST").record(journey, EMPLOYEE1="FOR")
    session.send_vote(journey, "EMPLOYER1", "AGAINST", client=session.secretary).must_refuse("VOTE_IS_OWN", 409)
    before = session.read().version
    reply = session.send_contest(journey, "EMPLOYEE1", reason="Je n'ai pas voté").must(200)
    expect_equal((reply["standing"], reply["contest_reason"], reply["cast_by"]), ("CONTESTED", "Je n'ai pas voté", None))
    expect_equal(session.read().version, before, "no act of the session")
    session.send_vote(journey, "EMPLOYEE1", "FOR", client=session.secretary).must_refuse("VOTE_IS_OWN", 409)
    session.send_decision(journey, "CERTIFIED").must_refuse("VOTES_MISSING", 409)
    parity = session.secretary.get(f"{session.path}/parity").must(200)
    expect_equal(parity["data"][0]["vote_count"], 1)
    session.vote(journey, EMPLOYEE1="AGAINST")
    session.send_decision(journey, "CERTIFIED").must_refuse("NO_MAJORITY", 409)
    session.decide(journey, "DEFERRED", request_text="Préciser le contexte")
    session.close()
    [file] = session.minutes()["content"]["files"]
    expect_equal(file["recorded_votes"], [], "what stands was not written down by anybody else")
    expect_equal([(item["member_id"], item["choice"]) for item in file["taken_back"]], [(session.member_id("EMPLOYEE1"), "FOR")],
                 "what was written down, and contested")
    expect(file["taken_back"][0]["recorded_by"], file)


@story
def what_is_changed_before_the_decision_stands_in_the_minutes(world):
    """The secretary wrote FOR, the juror votes AGAINST, and then FOR: what had been written down is told, once."""
    journey, plain = submitted(world), submitted(world)
    session = opened(world, journey, plain).record(journey, EMPLOYEE1="AGAINST").vote(journey, EMPLOYER1="FOR")
    session.vote(journey, EMPLOYEE1="ABSTAIN").vote(journey, EMPLOYEE1="FOR").decide(journey, "CERTIFIED")
    session.record(plain, EMPLOYEE1="AGAINST").record(plain, EMPLOYEE1="FOR").vote(plain, EMPLOYEE1="FOR", EMPLOYER1="FOR").decide(plain, "CERTIFIED")
    session.close()
    told = {file["candidacy_reference"]: [item["choice"] for item in file["taken_back"]] for file in session.minutes()["content"]["files"]}
    expect_equal(told, {journey.reference: ["AGAINST"], plain.reference: []}, "who confirmed took nothing back")


@story
def a_decision_falls_with_a_contested_vote(world):
    """In the open session: the file is undecided again, and the outcome is that of the votes that are left."""
    session, journey = written_down(world)
    session.send_contest(journey, "EMPLOYEE1").must(200)
    agenda = session.secretary.get(f"{session.path}/agenda").must(200)["data"]
    expect_equal((session.read().state, agenda[0]["outcome"], agenda[0]["decided_on"]), ("OPEN", None, None))
    session.refused("ITEMS_UNDECIDED", "CLOSE")
    session.send_decision(journey, "CERTIFIED").must_refuse("VOTES_MISSING", 409)
    session.vote(journey, EMPLOYEE1="AGAINST")
    session.send_decision(journey, "CERTIFIED").must_refuse("NO_MAJORITY", 409)
    session.decide(journey, "DEFERRED", request_text="Préciser le contexte").close().sign()
    expect_equal(journey.read()["state"], "DEFERRED")


@story
def a_vote_changed_after_the_closing_opens_the_session_again(world):
    """Minutes and their first signature fall; nothing had taken effect; the next minutes name those they replace."""
    session, journey = written_down(world, "AGAINST")
    session.close()
    first = session.minutes()
    expect_equal((first["content"]["replaces"], first["content"]["files"][0]["recorded_votes"][0]["standing"]), ([], "RECORDED"))
    session.sign("EMPLOYER1")
    session.send_vote(journey, "EMPLOYEE1", "FOR").must(200)
    expect_equal((session.read().state, journey.read()["state"]), ("OPEN", "ON_AGENDA"))
    vote = vote_of(session, journey)
    expect_equal((vote["standing"], vote["recorded_by"]), ("OWN", None))
    session.secretary.get(f"{session.path}/minutes").must(404)
    session.send_signature("EMPLOYEE1").must_refuse("INVALID_STATE", 409)
    session.send_decision(journey, "REFUSED", reasons="Non démontré", domain_codes=["2"]).must_refuse("NO_MAJORITY", 409)
    session.decide(journey, "DEFERRED", request_text="Préciser le contexte").close()
    second = session.minutes()
    expect(second["reference"] != first["reference"], "minutes have a number of their own")
    expect_equal((second["content"]["replaces"], second["signatures"]), ([first["reference"]], []))
    expect_equal([taken["member_id"] for taken in second["content"]["files"][0]["reversals"]], [session.member_id("EMPLOYEE1")])
    session.sign()
    expect_equal((session.state, journey.read()["state"]), ("SIGNED", "DEFERRED"))


@story
def what_was_not_examined_needs_no_word(world):
    journey = submitted(world)
    session = opened(world, journey).record(journey, EMPLOYEE1="FOR").decide(journey, "NOT_EXAMINED", reasons="Faute de temps").close()
    expect_equal(vote_of(session, journey)["is_awaited"], False)
    session.send_contest(journey, "EMPLOYEE1").must_refuse("VOTE_NOT_AWAITED", 409)
    session.sign()
    expect_equal(journey.read()["state"], "SUBMITTED")


@story
def each_juror_votes_in_person_where_the_certifier_wants_it(world):
    journey = submitted(world)
    session = opened(world, journey)
    with SecondServer(world.instance, CLEA_POLICY_RECORDED_VOTES="false") as stricter:
        session.send_vote(journey, "EMPLOYER1", "FOR", client=stricter.client(session.secretary)) \
            .must_refuse("RECORDED_VOTES_NOT_ALLOWED", 409)
        session.send_vote(journey, "EMPLOYER1", "FOR", client=stricter.client(session.juror("EMPLOYER1"))).must(200)


@story
def a_system_writes_down_no_vote(world):
    """Who writes a vote down is a person, and is named."""
    journey = submitted(world)
    session = opened(world, journey)
    system = world.key("COMMISSION", world.commission.id, ["SECRETARY"], None)
    world.flush()
    session.send_vote(journey, "EMPLOYER1", "FOR", client=system).must_refuse("ACT_OF_ANOTHER", 403)


@story
def a_contest_and_the_last_signature_race(world):
    """Either the contest comes first, and there is nothing to sign; or the signature, and there is nothing to contest."""
    seen = set()
    for _ in range(8):
        session, journey = written_down(world)
        session.close().sign("EMPLOYER1")
        signer, juror = session.juror("EMPLOYEE1").clone(), session.juror("EMPLOYEE1").clone()
        signature, contest = together(lambda: signer.post(f"{session.path}/minutes/signatures", {}),
                                      lambda: session.send_contest(journey, "EMPLOYEE1", client=juror))
        found = signature.status, contest.status
        seen.add(found)
        expect(found in ((201, 409), (409, 200)), f"{signature} and {contest}")
        state = session.read().state
        expect_equal((state, journey.read()["state"]), ("SIGNED", "CERTIFIED") if found[0] == 201 else ("OPEN", "ON_AGENDA"))
    print(f"# signature and contest: {sorted(seen)}")


@story
def a_contest_and_the_decision_race(world):
    for _ in range(8):
        journey = submitted(world)
        session = opened(world, journey).record(journey, EMPLOYEE1="FOR").vote(journey, EMPLOYER1="FOR")
        chair, juror = session.chair.clone(), session.juror("EMPLOYEE1").clone()
        decision, contest = together(lambda: session.send_decision(journey, "CERTIFIED", who=chair),
                                     lambda: session.send_contest(journey, "EMPLOYEE1", client=juror))
        contest.must(200)
        expect(decision.status in (201, 409), decision)
        agenda = session.secretary.get(f"{session.path}/agenda").must(200)["data"]
        expect_equal(agenda[0]["outcome"], None, "a decision stands on a contested vote")


@story
def a_confirmation_and_a_correction_race(world):
    """The secretary corrects what is written down while its juror confirms it: never a word that the juror did not say."""
    for _ in range(8):
        journey = submitted(world)
        session = opened(world, journey).record(journey, EMPLOYEE1="FOR")
        juror = session.juror("EMPLOYEE1").clone()
        together(lambda: session.send_vote(journey, "EMPLOYEE1", "FOR", client=juror).must(200),
                 lambda: session.send_vote(journey, "EMPLOYEE1", "AGAINST", client=session.secretary.clone()))
        vote = vote_of(session, journey)
        expect_equal(vote["choice"], "FOR")
        expect(vote["standing"] in ("OWN", "CONFIRMED"), vote)


@story
def parity_counts_who_may_vote(world):
    """A juror who is linked to the file is present, and counts for nothing: what the opening refuses is not told as quorum."""
    world.set_today(HELD)
    organism = world.organism()
    linked = world.person()
    world.affiliate(linked, organism.id, "EMPLOYEE")
    world.member(world.commission, "EMPLOYER4", "EMPLOYER", linked)
    world.member(world.commission, "EMPLOYEE4", "EMPLOYEE", organism.person("TRAINER"))
    world.flush()
    session = Session(world, HELD, chair="EMPLOYER4").put(submitted(world, organism=organism)).convene("2026-02-01")
    session.attend(EMPLOYER4="PRESENT", EMPLOYEE1="PRESENT")
    refused = session.refused("QUORUM_NOT_MET", "OPEN")
    expect_equal(refused.details("QUORUM_NOT_MET")["recused_count"], 1)
    expect("récusé" in str(refused.body), "recusal is why")
    told = session.secretary.get(f"{session.path}/parity").must(200)
    file = told["data"][0]
    expect_equal((file["has_quorum"], file["employer_voter_count"], file["voter_member_ids"], file["dependent_member_ids"]),
                 (False, 0, [session.member_id("EMPLOYEE1")], [session.member_id("EMPLOYER4")]))
    session.attend(EMPLOYER1="PRESENT", EMPLOYEE4="PRESENT")
    told = session.secretary.get(f"{session.path}/parity").must(200)
    expect_equal((told["has_quorum"], told["employee_voter_count"], told["excluded_member_ids"]), (False, 0, [session.member_id("EMPLOYEE4")]))


@story
def a_function_ends_no_earlier_than_what_was_done_in_it(world):
    """A mandate under a session in which its juror is present, an evaluator's affiliation under a sitting: named, and left until that day."""
    day_before = "2026-02-09"
    journey = submitted(world)
    session = opened(world, journey).vote(journey, EMPLOYEE1="FOR")
    member = session.member_id("EMPLOYEE1")
    [known] = [row for row in session.secretary.get(f"/v1/commissions/{world.commission.id}/members").must(200)["data"] if row["id"] == member]
    for client in (session.secretary, world.certifier):
        refused = client.patch(f"/v1/members/{member}", {"mandate_to": day_before}, version=known["version"]).must_refuse("FUNCTION_IN_USE", 409)
        told = refused.details("FUNCTION_IN_USE")  # the last one: of this world's jurors others may be later
        expect_equal((told["pointer"], told["date"] >= HELD), ("/mandate_to", True))
        expect_equal(refused["reasons"][0]["resolve_with"]["href"], f"/v1/sessions/{told['session_id']}")
        expect_equal(client.get(f"/v1/sessions/{told['session_id']}").must(200)["held_on"], told["date"])
    expect_equal(session.juror("EMPLOYEE1").get("/v1/me").must(200).status, 200)
    evaluator = journey.organism.person("EVALUATOR")
    [held] = [row for row in world.certifier.get(f"/v1/persons/{evaluator}/affiliations").must(200)["data"] if row["role"] == "EVALUATOR"]
    refused = world.certifier.patch(f"/v1/affiliations/{held['id']}", {"valid_to": "2026-01-13"}, version=held["version"]).must_refuse("FUNCTION_IN_USE", 409)
    expect(refused.details("FUNCTION_IN_USE")["evaluation_id"], str(refused))
    # On the last day of it, it ends, once the minutes are signed.
    session.secretary.patch(f"/v1/members/{member}?dry_run=true", {"mandate_to": told["date"]}, version=known["version"]).must_refuse("SIGNATURE_AWAITED", 409)
