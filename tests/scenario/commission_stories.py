# SPDX-License-Identifier: EUPL-1.2
"""Commission, votes, minutes: scenarios 36 to 42 of the domain, and what a refusal or a deferral does."""

import hashlib
import json

from story import Journey, Session, expect, expect_equal, statuses, story, together

HELD = "2026-02-10"


def submitted(world, on="2026-01-20", today=HELD, organism=None, **identity):
    """The direct route, up to the file in the hands of the commission."""
    world.set_today(today)
    journey = Journey(world, organism, **identity).informed("2026-01-05").prior("2026-01-14")
    return journey.restitution("2026-01-14", to="JURY_READY").submit(on)


def opened(world, *journeys, **presences):
    """A session on HELD, open, with these files."""
    session = Session(world, HELD).put(*journeys).convene("2026-02-01")
    return session.attend(**(presences or {"EMPLOYER1": "PRESENT", "EMPLOYEE1": "PRESENT"})).open()


@story
def the_commission_sees_the_file_and_nobody_changes_it(world):
    journey = submitted(world)
    file = journey.file()
    expect_equal((file["candidacy_id"], file["commission_id"], file["is_direct_route"]),
                 (journey.id, world.commission.id, True))
    seen = world.commission.secretary.get(f"/v1/files/{file['id']}").must(200)
    expect_equal((seen["candidate"]["birth_name"], seen["submitted_on"]), (journey.candidate["birth_name"], "2026-01-20"))
    expect_equal((seen["version"], seen.headers["ETag"].split(".")[0].strip('"')), (journey.version, str(journey.version)))
    expect(any(document["evaluation_id"] for document in seen["documents"]), f"no attestation among {seen['documents']}")
    journey.refused("RESULTS_FROZEN", "RECORD_RESULTS", "2026-01-21", {"results": journey.grid(["2.4.1"])})
    journey.refused("INVALID_STATE", "SUBMIT_FILE", "2026-01-21")


@story
def a_file_goes_to_the_competent_commission(world):
    world.set_today(HELD)
    journey = Journey(world, region="Bretagne").informed("2026-01-05").prior("2026-01-14").restitution("2026-01-14", to="JURY_READY")
    journey.refused("COMMISSION_NOT_COMPETENT", "SUBMIT_FILE", "2026-01-20")
    journey.refused("COMMISSION_NOT_COMPETENT", "SUBMIT_FILE", "2026-01-20", {"commission_id": world.commission.id})


@story
def whoever_lives_nowhere_has_no_commission_and_that_is_said(world):
    world.set_today(HELD)
    journey = Journey(world, region=None).informed("2026-01-05").prior("2026-01-14").restitution("2026-01-14", to="JURY_READY")
    refused = journey.refused("COMMISSION_NOT_COMPETENT", "SUBMIT_FILE", "2026-01-20")
    [reason] = refused.body["reasons"]
    expect_equal((reason["details"]["names"], reason["resolve_with"]),
                 (["region"], {"method": "PATCH", "href": f"/v1/candidates/{journey.candidate['id']}", "event": None}))
    expect("région" in reason["message"], reason)


@story
def a_file_that_was_sent_stays_where_it_is(world):
    """Whoever moves has another commission for what is sent later: neither for a file that waits, nor for one that was deferred."""
    journey, deferred = submitted(world), submitted(world)
    session = Session(world, HELD).held(deferred, "DEFERRED", request_text="Joindre le livret")
    for moved in (journey, deferred):
        path = f"/v1/candidates/{moved.candidate['id']}"
        version = moved.organism.counsellor.get(path).must(200)["version"]
        moved.organism.counsellor.patch(path, {"region": "Bretagne"}, version=version).must(200)
    deferred.refresh().event("ANSWER_COMPLEMENT", HELD, {"answer": "Livret joint"}, to="SUBMITTED")
    expect_equal([one.file()["commission_id"] for one in (journey, deferred)], [session.commission.id] * 2)
    Session(world, HELD).put(journey, deferred)
    # Back with the organism, it is sent as any other.
    recalled = submitted(world)
    recalled.event("RECALL_FILE", HELD, to="JURY_READY")
    version = recalled.organism.counsellor.get(f"/v1/candidates/{recalled.candidate['id']}").must(200)["version"]
    recalled.organism.counsellor.patch(f"/v1/candidates/{recalled.candidate['id']}", {"region": "Bretagne"}, version=version).must(200)
    recalled.refresh().refused("COMMISSION_NOT_COMPETENT", "SUBMIT_FILE", HELD)


@story
def a_file_needs_a_whole_identity(world):
    world.set_today(HELD)
    journey = Journey(world, sex=None, birth_commune_insee=None, birth_commune_label=None).informed("2026-01-05")
    journey.prior("2026-01-14").restitution("2026-01-14", to="JURY_READY")
    reply = journey.refused("IDENTITY_INCOMPLETE", "SUBMIT_FILE", "2026-01-20")
    expect("sex" in str(reply.details("IDENTITY_INCOMPLETE")), reply.details("IDENTITY_INCOMPLETE"))
    message = next(reason["message"] for reason in reply["reasons"] if reason["code"] == "IDENTITY_INCOMPLETE")
    expect("sexe" in message, message)


@story
def parity_at_the_opening(world):
    """Scenario 36."""
    journey = submitted(world)
    session = Session(world, HELD).put(journey).convene("2026-02-01")
    session.attend(EMPLOYER1="PRESENT", EMPLOYER2="PRESENT", EMPLOYEE1="PRESENT")
    session.refused("PARITY_BROKEN", "OPEN")
    parity = session.secretary.get(f"{session.path}/parity").must(200)
    expect_equal((parity["data"][0]["employer_voter_count"], parity["data"][0]["employee_voter_count"], parity["data"][0]["has_parity"]),
                 (2, 1, False))
    session.step_down(journey, "EMPLOYER2").must(201)
    session.open()
    other = submitted(world)
    session = Session(world, HELD).put(other).convene("2026-02-01").attend(EMPLOYER1="PRESENT")
    session.refused("QUORUM_NOT_MET", "OPEN")
    session.attend(EMPLOYER1="PRESENT", EMPLOYEE2="REMOTE").open()


@story
def a_minimum_of_two_a_college(world):
    journey = submitted(world)
    session = Session(world, HELD, min_per_college=2).put(journey).convene("2026-02-01")
    session.attend(EMPLOYER1="PRESENT", EMPLOYEE1="PRESENT")
    session.refused("QUORUM_NOT_MET", "OPEN")
    session.attend(EMPLOYER1="PRESENT", EMPLOYER2="PRESENT", EMPLOYEE1="PRESENT", EMPLOYEE2="REMOTE").open()
    session.vote(journey, EMPLOYER1="FOR", EMPLOYER2="FOR", EMPLOYEE1="FOR", EMPLOYEE2="AGAINST").decide(journey, "CERTIFIED")
    session.close().sign()
    expect_equal(journey.read()["state"], "CERTIFIED")


@story
def a_session_opens_on_its_day_and_its_agenda_locks(world):
    journey, late = submitted(world, today="2026-02-09"), submitted(world, today="2026-02-09")
    session = Session(world, HELD).put(journey)
    session.refused("INVALID_STATE", "OPEN", "2026-02-09")
    session.convene("2026-02-01").attend(EMPLOYER1="PRESENT", EMPLOYEE1="PRESENT")
    session.refused("SESSION_TOO_EARLY", "OPEN", "2026-02-09")
    world.set_today(HELD)
    session.open()
    session.send_agenda(late).must_refuse("SESSION_LOCKED", 409)
    session.remove(journey).must_refuse("SESSION_LOCKED", 409)
    session.refused("INVALID_STATE", "CANCEL", reason="trop tard")


@story
def chairs_are_of_two_colleges(world):
    body = {"held_on": HELD, "chair_member_id": world.commission.members["EMPLOYER1"]["id"],
            "vice_chair_member_id": world.commission.members["EMPLOYER2"]["id"]}
    world.set_today("2026-02-01")
    refused = world.commission.secretary.post(f"/v1/commissions/{world.commission.id}/sessions", body) \
        .must_refuse("SAME_COLLEGE_SIGNATURES", 409)
    expect_equal(refused.details("SAME_COLLEGE_SIGNATURES"), {"pointer": "/vice_chair_member_id"})
    later = body | {"held_on": "2026-09-10", "vice_chair_member_id": None}
    later["chair_member_id"] = world.member(world.commission, "EMPLOYEE9", "EMPLOYEE")["id"]
    world.flush()
    short = f"/v1/members/{later['chair_member_id']}"
    secretary = world.commission.secretary
    secretary.patch(short, {"mandate_to": "2026-06-30"}, version=secretary.get(f"/v1/commissions/{world.commission.id}/members")
                    .must(200)["data"][-1]["version"]).must(200)
    refused = world.commission.secretary.post(f"/v1/commissions/{world.commission.id}/sessions", later).must(422)
    expect_equal(refused.errors, {"/chair_member_id": "NOT_IN_FORCE"})


@story
def a_file_leaves_the_agenda_with_a_reason(world):
    journey = submitted(world)
    session = Session(world, HELD).put(journey)
    session.remove(journey, reason=None).must_refuse("REASON_REQUIRED", 409)
    expect_equal(journey.read()["state"], "ON_AGENDA")
    removed = session.remove(journey).must(201)
    expect_equal((removed["id"], removed["removed_on"], removed["removed_reason"]), (session.item(journey).rsplit("/", 1)[1], HELD, "Pièce manquante"))
    expect_equal(journey.read()["state"], "SUBMITTED")
    agenda = f"{session.path}/agenda"
    expect_equal([item["removed_reason"] for item in session.secretary.get(f"{agenda}?with_removed=true").must(200)["data"]], ["Pièce manquante"])
    expect_equal(session.secretary.get(agenda).must(200)["data"], [])
    Session(world, HELD).put(journey)


@story
def a_cancelled_session_gives_its_files_back(world):
    journey, other = submitted(world), submitted(world)
    session = Session(world, HELD).put(journey, other).convene("2026-02-01")
    session.refused("REASON_REQUIRED", "CANCEL")
    session.event("CANCEL", reason="Salle indisponible")
    expect_equal((session.state, journey.read()["state"], other.read()["state"]), ("CANCELLED", "SUBMITTED", "SUBMITTED"))
    Session(world, HELD).put(journey, other)


@story
def a_session_has_a_capacity(world):
    first, second = submitted(world), submitted(world)
    session = Session(world, HELD, capacity=1).put(first)
    session.send_agenda(second).must_refuse("SESSION_FULL", 409)
    expect_equal(second.read()["state"], "SUBMITTED")
    session.secretary.patch(session.path, {"capacity": 2}, version=session.read().version).must(200)
    session.put(second)
    refused = session.secretary.patch(session.path, {"capacity": 1}, version=session.read().version).must_refuse("SESSION_FULL", 409)
    expect_equal(refused.details("SESSION_FULL"), {"pointer": "/capacity", "expected_count": 1, "found_count": 2})
    expect("autre séance" not in refused["detail"] and "2" in refused["detail"], refused["detail"])


@story
def two_agendas(world):
    """Scenario 40: two secretaries, one file, at the same moment."""
    for _ in range(3):
        journey = submitted(world)
        file = journey.file()["id"]
        sessions = [Session(world, HELD) for _ in range(2)]
        replies = together(*(lambda session=session: session.secretary.clone().post(f"{session.path}/agenda", {"file_id": file})
                             for session in sessions))
        expect_equal(sorted(reply.status for reply in replies), [201, 409])
        next(reply for reply in replies if reply.status == 409).must_refuse("FILE_ALREADY_ON_AGENDA", 409)
        lines = [session.secretary.get(f"{session.path}/agenda").must(200)["data"] for session in sessions]
        expect_equal(sorted(len(one) for one in lines), [0, 1])


@story
def jurors_vote_for_themselves(world):
    journey = submitted(world)
    session = Session(world, HELD).put(journey).convene("2026-02-01").attend(EMPLOYER1="PRESENT", EMPLOYEE1="PRESENT")
    session.send_vote(journey, "EMPLOYER1", "FOR").must_refuse("SESSION_NOT_OPEN", 409)
    session.open()
    other = session.send_vote(journey, "EMPLOYEE1", "FOR", client=session.juror("EMPLOYER1")).must_refuse("ACT_OF_ANOTHER", 403)
    expect_equal(other.details("ACT_OF_ANOTHER")["whose"], "JUROR_OR_SECRETARY")
    session.send_vote(journey, "EMPLOYER2", "FOR").must_refuse("VOTER_NOT_ALLOWED", 409)
    session.send_vote(journey, "EMPLOYER1", "PERHAPS").must_refuse("ENUM", 422)
    session.send_decision(journey, "CERTIFIED").must_refuse("VOTES_MISSING", 409)
    session.vote(journey, EMPLOYER1="AGAINST", EMPLOYEE1="FOR").vote(journey, EMPLOYER1="FOR")
    session.send_vote(journey, "EMPLOYEE1", "FOR", client=session.secretary).must_refuse("VOTE_IS_OWN", 409)
    other = session.send_vote(journey, "EMPLOYEE1", "FOR", client=session.juror("EMPLOYER1")).must_refuse("ACT_OF_ANOTHER", 403)
    expect_equal(other.details("ACT_OF_ANOTHER")["whose"], "JUROR")
    session.decide(journey, "CERTIFIED")
    session.send_vote(journey, "EMPLOYER1", "AGAINST").must_refuse("FILE_DECIDED", 409)
    session.step_down(journey, "EMPLOYER1").must_refuse("FILE_DECIDED", 409)
    session.send_decision(journey, "CERTIFIED").must_refuse("FILE_DECIDED", 409)
    expect_equal(journey.read()["state"], "ON_AGENDA", "nothing happens before the minutes are signed")


@story
def who_voted_and_left_does_not_come_back(world):
    """But by the juror's own word; nobody is made absent meanwhile."""
    journey = submitted(world)
    session = opened(world, journey)
    juror, path = session.juror("EMPLOYER1"), f"{session.item(journey)}/step-downs/{session.member_id('EMPLOYER1')}"
    session.vote(journey, EMPLOYER1="FOR")
    session.step_down(journey, "EMPLOYER1").must(201)
    present = [{"member_id": session.member_id("EMPLOYEE1"), "presence": "PRESENT"}]
    session.secretary.put(f"{session.path}/attendance", {"attendance": present}).must_refuse("JUROR_IS_COUNTED", 409)
    session.secretary.delete(path).must_refuse("VOTE_IS_OWN", 409)
    juror.delete(path).must(204)
    session.vote(journey, EMPLOYEE1="FOR").decide(journey, "CERTIFIED")


@story
def the_outcome_is_that_of_the_votes(world):
    tie, refused, for_ = submitted(world), submitted(world), submitted(world)
    session = opened(world, tie, refused, for_)
    session.vote(tie, EMPLOYER1="FOR", EMPLOYEE1="AGAINST")
    session.vote(refused, EMPLOYER1="AGAINST", EMPLOYEE1="AGAINST")
    session.vote(for_, EMPLOYER1="FOR", EMPLOYEE1="FOR")
    reasons = {"reasons": "Preuves insuffisantes", "domain_codes": ["2"]}
    session.send_decision(tie, "CERTIFIED").must_refuse("NO_MAJORITY", 409)
    session.send_decision(tie, "REFUSED", **reasons).must_refuse("NO_MAJORITY", 409)
    session.send_decision(tie, "DEFERRED").must_refuse("REQUEST_REQUIRED", 409)
    session.send_decision(refused, "CERTIFIED").must_refuse("NO_MAJORITY", 409)
    session.send_decision(refused, "REFUSED").must_refuse("REASON_REQUIRED", 409)
    session.send_decision(refused, "REFUSED", reasons="Parce que").must_refuse("REFUSED_DOMAINS_REQUIRED", 409)
    session.send_decision(refused, "REFUSED", reasons="Parce que", domain_codes=["9"]).must_refuse("REFERENCE_UNKNOWN", 422)
    session.send_decision(for_, "REFUSED", **reasons).must_refuse("NO_MAJORITY", 409)
    session.decide(tie, "DEFERRED", request_text="Préciser le contexte").decide(refused, "REFUSED", **reasons)
    session.refused("ITEMS_UNDECIDED", "CLOSE")
    session.decide(for_, "CERTIFIED").close().sign()
    expect_equal([journey.read()["state"] for journey in (tie, refused, for_)], ["DEFERRED", "PARTIAL", "CERTIFIED"])


@story
def a_commission_may_defer_by_majority(world):
    """Decision 13: the vote is on a proposal to defer."""
    journey = submitted(world)
    session = opened(world, journey).vote(journey, EMPLOYER1="FOR", EMPLOYEE1="FOR")
    session.decide(journey, "DEFERRED", request_text="Revoir le domaine 3", is_proposal_to_defer=True).close().sign()
    expect_equal(journey.read()["state"], "DEFERRED")


@story
def a_refusal_voids_the_domains_it_names(world):
    journey = submitted(world)
    deadline = journey.deadline
    Session(world, HELD).held(journey, "REFUSED", reasons="Domaines 2 et 5 non démontrés", domain_codes=["2", "5"])
    expect_equal((journey.read()["state"], journey.read()["deadline_date"]), ("PARTIAL", deadline), "the deadline never moves")
    expect_equal(journey.missing_domains(), ["2", "5"])
    journey.refresh()
    journey.refused("PATH_DOMAIN_ALREADY_VALIDATED", "PROPOSE_PATH", HELD, {
        "planned_start_date": HELD, "planned_end_date": "2026-06-30", "modules": journey.modules(["2", "3", "5"])})
    world.set_today("2026-09-30")
    journey.trained("2026-02-11", ["2", "5"], "2026-02-12", "2026-06-30")
    journey.event("START_FINAL", "2026-07-01", {"held_on": "2026-07-01"}, to="FINAL_IN_PROGRESS")
    expect_equal(sorted(journey.missing_codes()), sorted(world.referential.of("2", "5")), "all of the named domains again")
    journey.results("2026-07-01").event("COMPLETE_FINAL", "2026-07-01", to="FINAL_COMPLETED")
    journey.restitution("2026-07-01", to="JURY_READY").submit("2026-07-02")
    expect_equal(journey.file()["is_direct_route"], False)
    Session(world, "2026-09-30").held(journey)
    expect_equal(journey.read()["state"], "CERTIFIED")


@story
def a_refusal_after_the_deadline_expires(world):
    world.set_today("2021-03-15")
    journey = Journey(world).informed("2021-03-15").prior("2021-03-15").restitution("2021-03-15", to="JURY_READY")
    journey.submit("2021-03-15")
    world.set_today("2026-04-01")
    Session(world, "2026-04-01").held(journey, "REFUSED", reasons="Non démontré", domain_codes=["1"])
    expect_equal(journey.read()["state"], "EXPIRED")


@story
def a_deferral_and_its_answer(world):
    """Scenario 39."""
    journey = submitted(world)
    before = statuses(journey.summary())
    Session(world, HELD).held(journey, "DEFERRED", request_text="Joindre le livret")
    now = journey.read()
    expect_equal((now["state"], now["answer_by_date"]), ("DEFERRED", "2026-04-11"), "60 days")
    journey.refresh()
    world.set_today("2026-03-03")
    journey.refused("ANSWER_MISSING", "ANSWER_COMPLEMENT", "2026-03-03", {})
    journey.event("ANSWER_COMPLEMENT", "2026-03-03", {"answer": "Livret joint"}, to="SUBMITTED")
    expect_equal(statuses(journey.summary()), before, "results are unchanged")
    expect_equal(journey.file()["answered_on"], "2026-03-03")
    Session(world, "2026-03-03").held(journey)
    expect_equal(journey.read()["state"], "CERTIFIED")
    expect_equal(journey.read()["answer_by_date"], None, "nothing is awaited any more")


@story
def a_file_that_was_not_examined_goes_back(world):
    journey, other = submitted(world), submitted(world)
    session = opened(world, journey, other).vote(other, EMPLOYER1="FOR", EMPLOYEE1="FOR").decide(other, "CERTIFIED")
    session.decide(journey, "NOT_EXAMINED", reasons="Faute de temps").close()
    expect_equal(journey.read()["state"], "ON_AGENDA")
    session.sign()
    expect_equal((journey.read()["state"], other.read()["state"]), ("SUBMITTED", "CERTIFIED"))
    Session(world, HELD).held(journey)


@story
def a_remote_session(world):
    """Scenario 42: remote counts as present, and the minutes say so."""
    journey = submitted(world)
    session = Session(world, HELD, modality="MIXED").held(journey, presences={"EMPLOYER1": "PRESENT", "EMPLOYEE1": "REMOTE"})
    content = session.minutes()["content"]
    presences = {juror["member_id"]: juror["presence"] for juror in content["jurors"]}
    expect_equal((content["modality"], presences[session.member_id("EMPLOYEE1")], presences[session.member_id("EMPLOYER1")]),
                 ("MIXED", "REMOTE", "PRESENT"))
    expect_equal(journey.read()["state"], "CERTIFIED")


@story
def a_juror_steps_down(world):
    """A link with an organism of the file: no vote on it, and the other college gives one up too."""
    organism, commission = world.organisms[0], world.commission
    world.set_today("2026-01-05")  # from which his mandate is
    linked = world.person()
    world.affiliate(linked, organism.id, "EMPLOYEE")
    world.member(commission, "EMPLOYER3", "EMPLOYER", linked)
    world.flush()
    elsewhere = submitted(world, organism=world.organisms[1])
    journey = submitted(world, organism=organism)
    session = Session(world, HELD).put(journey, elsewhere).convene("2026-02-01")
    session.attend(EMPLOYER1="PRESENT", EMPLOYER3="PRESENT", EMPLOYEE1="PRESENT", EMPLOYEE2="PRESENT")
    session.refused("PARITY_BROKEN", "OPEN")
    session.step_down(journey, "EMPLOYER3").must(201)  # as well as by the link
    session.refused("PARITY_BROKEN", "OPEN")
    session.step_down(journey, "EMPLOYEE2", client=session.juror("EMPLOYEE1")).must_refuse("ACT_OF_ANOTHER", 403)
    session.step_down(journey, "EMPLOYEE2").must(201)
    session.open()
    session.send_vote(journey, "EMPLOYER3", "FOR").must_refuse("VOTER_NOT_ALLOWED", 409)
    session.vote(journey, EMPLOYER1="FOR", EMPLOYEE1="FOR").decide(journey, "CERTIFIED")
    session.vote(elsewhere, EMPLOYER1="FOR", EMPLOYER3="FOR", EMPLOYEE1="AGAINST", EMPLOYEE2="FOR").decide(elsewhere, "CERTIFIED")
    session.close()
    files = {file["file_id"]: file for file in session.minutes()["content"]["files"]}
    found = files[session.secretary.get(f"{session.path}/agenda").must(200)["data"][0]["file_id"]]
    expect_equal((found["voter_count"], found["for_count"], len(found["step_downs"])), (2, 2, 2))
    session.sign()
    expect_equal((journey.read()["state"], elsewhere.read()["state"]), ("CERTIFIED", "CERTIFIED"))


@story
def an_evaluator_does_not_sit_where_his_organism_has_a_file(world):
    """The hard rule: not even on the files of others."""
    organism = world.organism()
    world.set_today("2026-01-05")
    world.member(world.commission, "EMPLOYEE3", "EMPLOYEE", organism.person("EVALUATOR"))
    world.flush()
    journey, other = submitted(world, organism=organism), submitted(world)
    session = Session(world, HELD).put(journey, other).convene("2026-02-01")
    session.attend(EMPLOYER1="PRESENT", EMPLOYEE3="PRESENT")
    reply = session.refused("JUROR_NOT_INDEPENDENT", "OPEN")
    expect(session.member_id("EMPLOYEE3") in str(reply.body), f"nobody is named: {reply}")
    session.attend(EMPLOYER1="PRESENT", EMPLOYEE3="ABSENT", EMPLOYEE1="PRESENT").open()


@story
def minutes_are_what_was_signed(world):
    journey = submitted(world)
    session = opened(world, journey, **dict.fromkeys(("EMPLOYER1", "EMPLOYEE1", "EMPLOYER2", "EMPLOYEE2"), "PRESENT"))
    session.secretary.get(f"{session.path}/minutes").must(404)
    session.send_signature("EMPLOYER1").must_refuse("INVALID_STATE", 409)
    session.vote(journey, EMPLOYER1="FOR", EMPLOYEE1="FOR", EMPLOYER2="FOR", EMPLOYEE2="FOR").decide(journey, "CERTIFIED").close()
    minutes = session.minutes()
    text = minutes.raw.decode()
    start = text.index('"content":') + len('"content":')
    end = start + json.JSONDecoder().raw_decode(text[start:].lstrip())[1] + len(text[start:]) - len(text[start:].lstrip())
    expect_equal(hashlib.sha256(text[start:end].strip().encode()).hexdigest(), minutes["sha256"], "the digest of the content")
    expect(minutes["reference"].startswith("PV-2026-"), minutes["reference"])
    expect_equal([(file["outcome"], file["for_count"]) for file in minutes["content"]["files"]], [("CERTIFIED", 4)])
    session.send_signature("EMPLOYER2").must_refuse("SIGNER_NOT_ALLOWED", 409)
    session.secretary.post(f"{session.path}/minutes/signatures", {}).must_refuse("ROLE_NOT_ALLOWED", 403)
    session.sign("EMPLOYER1")
    expect_equal((session.state, journey.read()["state"]), ("CLOSED", "ON_AGENDA"), "one signature does nothing yet")
    session.send_signature("EMPLOYER1").must_refuse("ALREADY_SIGNED", 409)
    session.sign("EMPLOYEE1")
    expect_equal((session.state, journey.read()["state"]), ("SIGNED", "CERTIFIED"))
    signed = session.minutes()
    expect_equal((signed["content"], signed["sha256"]), (minutes["content"], minutes["sha256"]), "signing changes nothing")
    expect_equal(sorted(signature["college"] for signature in signed["signatures"]), ["EMPLOYEE", "EMPLOYER"])
    session.send_signature("EMPLOYEE1").must(409)


@story
def two_signatures_at_once_take_effect_once(world):
    journeys = [submitted(world) for _ in range(3)]
    session = opened(world, *journeys)
    for journey in journeys:
        session.vote(journey, EMPLOYER1="FOR", EMPLOYEE1="FOR").decide(journey, "CERTIFIED")
    session.close()
    replies = together(*(lambda label=label: session.juror(label).clone().post(f"{session.path}/minutes/signatures", {})
                         for label in ("EMPLOYER1", "EMPLOYEE1")))
    expect_equal([reply.status for reply in replies], [201, 201])
    expect_equal((session.read().state, [journey.read()["state"] for journey in journeys]), ("SIGNED", ["CERTIFIED"] * 3))


@story
def two_closings_write_one_pair_of_minutes(world):
    journey = submitted(world)
    session = opened(world, journey).vote(journey, EMPLOYER1="FOR", EMPLOYEE1="FOR").decide(journey, "CERTIFIED").read()
    body = {"event": "CLOSE", "occurred_on": HELD, "expected_version": session.version}
    replies = together(*(lambda: session.chair.clone().post(f"{session.path}/events", body) for _ in range(2)))
    expect_equal(sorted(reply.status for reply in replies)[0], 201)
    expect(sorted(reply.status for reply in replies)[1] in (409, 412), replies)
    session.minutes()


@story
def the_log_of_a_session_tells_everything(world):
    journey = submitted(world)
    Session(world, HELD).held(journey)
    expect_equal(journey.history(), ["OPEN_CONTACT", "RECORD_INFORMATION", "START_PRIOR", "RECORD_RESULTS", "COMPLETE_PRIOR",
                                     "RECORD_RESTITUTION", "SUBMIT_FILE", "PUT_ON_AGENDA", "CERTIFY"])
