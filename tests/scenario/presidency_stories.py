# SPDX-License-Identifier: EUPL-1.2
"""Who runs a session, who leaves it and who signs it: nobody alone silences a juror, decides what he may not judge, locks what was decided,
or picks the jury (3.2, 3.4, A19, decisions 34 and 35)."""

from appeal_stories import GROUNDS, HELD, refusal, refused as refused_file, send_appeal, send_event
from commission_stories import opened, submitted
from recusal_stories import declare, recusals
from story import Journey, Session, expect, expect_equal, story

ALL = dict.fromkeys(("EMPLOYER1", "EMPLOYER2", "EMPLOYEE1", "EMPLOYEE2"), "PRESENT")
OTHERS = ("EMPLOYER1", "EMPLOYER2", "EMPLOYEE1")


def attendance(session, *labels, presence="PRESENT"):
    return session.secretary.put(f"{session.path}/attendance", {"attendance": [
        {"member_id": session.member_id(label), "presence": presence} for label in labels]})


def leave(session, label, by=None, **members):
    client = session.secretary if by == "SECRETARY" else session.juror(by or label)
    return client.post(f"{session.path}/departures", {"member_id": session.member_id(label)} | members)


def juror_line(session, label):
    lines = [line for line in session.minutes()["content"]["jurors"] if line["member_id"] == session.member_id(label)]
    return lines[0] if lines else None


def jurors_key(world, label):
    """The only key of a member, which is a juror's."""
    member = world.commission.members[label]
    key = world.key("COMMISSION", world.commission.id, ["JUROR"], member["person_id"])
    world.flush()
    return key


@story
def nobody_makes_a_juror_absent_once_the_session_is_open(world):
    """Whatever the juror did: left out of the list, or named absent in it."""
    deeds = {"nothing": lambda s, j: None, "voted": lambda s, j: s.vote(j, EMPLOYEE2="AGAINST"),
             "was written down": lambda s, j: s.record(j, EMPLOYEE2="FOR"),
             "contested": lambda s, j: s.record(j, EMPLOYEE2="FOR").send_contest(j, "EMPLOYEE2", reason="Je n’ai pas voté ainsi.").must(200),
             "confirmed": lambda s, j: s.record(j, EMPLOYEE2="FOR").vote(j, EMPLOYEE2="FOR"),
             "stepped down": lambda s, j: s.step_down(j, "EMPLOYEE2").must(201),
             "declared a recusal": lambda s, j: declare(s, j, "EMPLOYEE2").must(201)}
    for deed, does in deeds.items():
        journey = submitted(world)
        session = opened(world, journey, **ALL)
        does(session, journey)
        for sent in (attendance(session, *OTHERS), attendance(session, *ALL, presence="ABSENT")):
            refused = sent.must_refuse("JUROR_IS_COUNTED", 409)
            expect(session.member_id("EMPLOYEE2") in refused.details("JUROR_IS_COUNTED")["member_ids"], f"{deed}: {refused}")
        session.juror("EMPLOYEE2").get(session.path).must(200)
        attendance(session, *ALL).must(200)
        session.secretary.post(f"{session.path}/departures", {"member_id": session.member_id("EMPLOYEE2")}).must_refuse("ROLE_NOT_ALLOWED", 403)
        if deed == "contested":
            session.vote(journey, EMPLOYER1="FOR", EMPLOYER2="FOR", EMPLOYEE1="FOR")
            session.send_decision(journey, "CERTIFIED").must_refuse("VOTES_MISSING", 409)
            session.vote(journey, EMPLOYEE2="AGAINST").decide(journey, "CERTIFIED")
        else:
            session.send_decision(journey, "NOT_EXAMINED", reasons="Faute de temps").must(201)
        session.close()
        expect_equal(juror_line(session, "EMPLOYEE2")["presence"], "PRESENT", deed)


@story
def who_leaves_early_says_so_and_what_was_voted_stays(world):
    first, second, third = submitted(world), submitted(world), submitted(world)
    session = opened(world, first, second, third, **ALL)
    session.vote(first, EMPLOYER1="FOR", EMPLOYER2="FOR", EMPLOYEE1="FOR", EMPLOYEE2="AGAINST").decide(first, "CERTIFIED")
    session.vote(second, EMPLOYEE2="AGAINST")
    for stranger in ("EMPLOYER1", "EMPLOYER2"):
        of_juror = leave(session, "EMPLOYEE2", by=stranger).must_refuse("ACT_OF_ANOTHER", 403)
        expect_equal(of_juror.details("ACT_OF_ANOTHER"), {"whose": "JUROR_OR_CHAIR"})
    left = leave(session, "EMPLOYEE2", by="EMPLOYEE1").must(201)
    expect_equal((left["member_id"], left["agenda_item_id"], left["left_item_ids"]),
                 (session.member_id("EMPLOYEE2"), session.items[second.id], [session.items[third.id]]), "on the second the vote stands")
    leave(session, "EMPLOYEE2").must_refuse("ALREADY_RECORDED", 409)
    listed = {row["member_id"]: row for row in session.secretary.get(f"{session.path}/attendance").must(200)["data"]}
    expect_equal((listed[session.member_id("EMPLOYEE2")]["presence"], listed[session.member_id("EMPLOYEE2")]["left_at"]), ("PRESENT", left["left_at"]))
    session.vote(second, EMPLOYER1="FOR", EMPLOYER2="FOR", EMPLOYEE1="FOR").decide(second, "CERTIFIED")
    session.vote(third, EMPLOYER1="FOR", EMPLOYER2="FOR", EMPLOYEE1="FOR")
    session.send_decision(third, "CERTIFIED").must_refuse("PARITY_BROKEN", 409)
    leave(session, "EMPLOYER2", agenda_item_id=session.items[third.id]).must(201)  # has voted on it: that stays
    session.send_decision(third, "CERTIFIED").must_refuse("PARITY_BROKEN", 409)
    session.step_down(third, "EMPLOYER2").must(201)
    session.decide(third, "CERTIFIED").close()
    told = session.minutes()["content"]
    expect_equal([(row["member_id"], row["position"]) for row in told["departures"]],
                 [(session.member_id("EMPLOYEE2"), 2), (session.member_id("EMPLOYER2"), 3)])
    expect_equal([file["against_count"] for file in told["files"]], [1, 1, 0])
    expect(told["opened_at"] and told["closed_at"], told)
    session.sign()


@story
def who_is_not_there_does_not_leave(world):
    journey = submitted(world)
    session = opened(world, journey, **ALL | {"EMPLOYER2": "ABSENT", "EMPLOYEE2": "ABSENT"})
    refused = leave(session, "EMPLOYEE2", by="EMPLOYEE1").must_refuse("VOTER_NOT_ALLOWED", 409)
    expect_equal(refused.details("VOTER_NOT_ALLOWED")["id"], session.member_id("EMPLOYEE2"))
    leave(session, "EMPLOYEE1").must(201)


@story
def a_chair_who_may_not_judge_a_file_neither_decides_nor_words_it(world):
    """By a link or by his own word; against the vote of all others, by any outcome."""
    journey, other = submitted(world), submitted(world)
    session = opened(world, journey, other, **ALL)
    declare(session, journey, "EMPLOYER1").must(201)
    session.step_down(journey, "EMPLOYEE2").must(201)
    session.vote(journey, EMPLOYER2="AGAINST", EMPLOYEE1="AGAINST")
    grounds = {"reasons": "Domaine 3 non démontré", "domain_codes": ["3"]}
    for outcome, words in (("NOT_EXAMINED", {"reasons": "Faute de temps"}), ("REFUSED", grounds)):
        refused = session.send_decision(journey, outcome, **words).must_refuse("JUROR_NOT_INDEPENDENT", 409)
        expect_equal(refused.details("JUROR_NOT_INDEPENDENT")["member_ids"], [session.member_id("EMPLOYER1")], outcome)
    vice_chair = session.juror("EMPLOYEE1")
    session.send_decision(journey, "NOT_EXAMINED", who=vice_chair, reasons="Faute de temps").must_refuse("FILE_VOTED", 409)
    session.send_decision(journey, "REFUSED", who=vice_chair, **grounds).must(201)
    version = session.read().version
    session.chair.patch(f"{session.item(journey)}/decision", {"domain_codes": ["1"]}, version=version).must_refuse("JUROR_NOT_INDEPENDENT", 409)
    vice_chair.patch(f"{session.item(journey)}/decision", {"domain_codes": ["2", "3"]}, version=version).must(200)
    # Neither of them may judge the other file: of its voters the one with the longest mandate decides.
    for label in ("EMPLOYER1", "EMPLOYEE1"):
        declare(session, other, label).must(201)
    session.vote(other, EMPLOYER2="FOR", EMPLOYEE2="FOR")
    for label in ("EMPLOYER1", "EMPLOYEE1"):
        session.send_decision(other, "CERTIFIED", who=session.juror(label)).must_refuse("JUROR_NOT_INDEPENDENT", 409)
    answers = [session.send_decision(other, "CERTIFIED", who=session.juror(label)) for label in ("EMPLOYER2", "EMPLOYEE2")]
    expect_equal(sorted(answer.status for answer in answers), [201, 409], answers)
    session.close().sign()
    draft = {"reason": "Motifs à préciser.", "files": [{"agenda_item_id": session.items[journey.id], "reasons": "Autrement"}]}
    drafted = session.juror("EMPLOYER1").post(f"{session.path}/rectifications", draft)
    drafted.must_refuse("JUROR_NOT_INDEPENDENT", 409)
    session.juror("EMPLOYEE1").post(f"{session.path}/rectifications", draft).must(201)


@story
def votes_that_were_given_are_told_of_a_file_that_was_not_examined(world):
    journey = submitted(world)
    session = opened(world, journey, **ALL).vote(journey, EMPLOYER2="AGAINST", EMPLOYEE1="AGAINST")
    session.decide(journey, "NOT_EXAMINED", reasons="Pièce manquante").close()
    [file] = session.minutes()["content"]["files"]
    expect_equal(file["cast_votes"], {"for_count": 0, "against_count": 2, "abstain_count": 0})


@story
def no_end_of_one_person_locks_a_closed_session(world):
    """Neither the mandate nor the record ends while the signature is awaited; who cannot sign is replaced by one of the college."""
    journey = submitted(world)
    labels = {"EMPLOYER8": "EMPLOYER", "EMPLOYEE8": "EMPLOYEE", "EMPLOYEE9": "EMPLOYEE", "EMPLOYER9": "EMPLOYER"}
    for label, college in labels.items():
        world.member(world.commission, label, college)
    world.flush()
    session = Session(world, HELD, chair="EMPLOYER8", vice_chair="EMPLOYEE8").put(journey).convene("2026-02-01")
    session.attend(**dict.fromkeys(labels, "PRESENT")).open()
    session.vote(journey, **dict.fromkeys(labels, "FOR")).decide(journey, "CERTIFIED")
    stand_ins, person = f"{session.path}/stand-ins", world.commission.members["EMPLOYEE8"]["person_id"]
    named = {"member_id": session.member_id("EMPLOYEE9"), "reason": "La vice-présidente est décédée."}
    session.secretary.post(stand_ins, named).must_refuse("SIGNATURE_NOT_AWAITED", 409)
    session.close()
    session.send_signature("EMPLOYER8").must(201)

    def end_mandate(label):
        path = f"/v1/members/{session.member_id(label)}"
        rows = world.certifier.get(f"/v1/commissions/{world.commission.id}/members").must(200)["data"]
        version = next(row["version"] for row in rows if row["id"] == session.member_id(label))
        return world.certifier.patch(path, {"mandate_to": HELD}, version=version)

    for refused in (end_mandate("EMPLOYEE8"), world.end("persons", person, {"reason": "Décès."}, act="closures")):
        refused.must_refuse("SIGNATURE_AWAITED", 409)
        way = next(reason["resolve_with"] for reason in refused.body["reasons"] if reason["code"] == "SIGNATURE_AWAITED")
        expect_equal(way, {"method": "POST", "href": stand_ins, "event": None})
    session.secretary.post(stand_ins, {"member_id": named["member_id"]}).must(422)
    for label in ("EMPLOYEE8", "EMPLOYER8", "EMPLOYER9"):
        refused = session.secretary.post(stand_ins, named | {"member_id": session.member_id(label)})
        refused.must_refuse("SIGNER_NOT_ALLOWED" if label == "EMPLOYEE8" else "SIGNATURE_NOT_AWAITED", 409)
    session.send_signature("EMPLOYEE9").must_refuse("SIGNER_NOT_ALLOWED", 409)
    made = world.certifier.post(stand_ins, named).must(201)
    expect_equal((made["college"], made["in_place_of_member_id"]), ("EMPLOYEE", session.member_id("EMPLOYEE8")))
    world.end("persons", person, {"reason": "Décès."}, act="closures").must(201)
    session.send_signature("EMPLOYEE9").must(201)
    told = session.minutes()
    expect_equal([(row["member_id"], row["in_place_of_member_id"], row["stand_in_reason"]) for row in told["signatures"]],
                 [(session.member_id("EMPLOYER8"), None, None), (session.member_id("EMPLOYEE9"), session.member_id("EMPLOYEE8"), named["reason"])])
    expect_equal((journey.read()["state"], session.read().state), ("CERTIFIED", "SIGNED"))
    expect_equal(len(session.secretary.get(stand_ins).must(200)["data"]), 1)
    end_mandate("EMPLOYEE9").must(200)


@story
def who_is_named_to_chair_presides_with_the_key_of_a_juror(world):
    """The chair follows from the session; whoever is not of it does not preside with any key."""
    journey = submitted(world)
    chair, vice_chair, another = (jurors_key(world, label) for label in ("EMPLOYER1", "EMPLOYEE1", "EMPLOYER2"))
    session = Session(world, HELD).put(journey).convene("2026-02-01").attend(**ALL)
    session.refused("NOT_PRESIDING", "OPEN", who=another)

    def waits(client):
        return [row["events"] for row in client.get("/v1/work-queue?kind=SESSION").must(200)["data"] if row["id"] == session.id]

    expect_equal((waits(chair), waits(another)), ([["OPEN"]], []))
    session.event("OPEN", who=chair)
    session.vote(journey, **dict.fromkeys(ALL, "FOR"))
    session.send_decision(journey, "CERTIFIED", who=another).must_refuse("NOT_PRESIDING", 409)
    session.send_decision(journey, "CERTIFIED", who=chair).must(201)
    session.event("CLOSE", who=vice_chair)
    expect_equal((waits(chair), waits(vice_chair), waits(another)), ([["SIGN"]], [["SIGN"]], []))
    chair.post(f"{session.path}/minutes/signatures", {}).must(201)
    expect_equal((waits(chair), waits(vice_chair)), ([], [["SIGN"]]), "who has signed waits for nothing")
    vice_chair.post(f"{session.path}/minutes/signatures", {}).must(201)
    expect_equal(waits(vice_chair), [])


@story
def that_nobody_is_named_to_chair_is_said(world):
    session = Session(world, HELD, chair_member_id=None, vice_chair_member_id=None).put(submitted(world)).convene("2026-02-01").attend(**ALL)
    session.refused("CHAIR_NOT_NAMED", "OPEN")
    simulated = session.secretary.get(f"{session.path}/simulation").must(200)
    expect_equal((simulated["can_open"], [reason["code"] for reason in simulated["opening_reasons"]]), (False, ["CHAIR_NOT_NAMED"]))
    expect_equal(simulated["opening_reasons"][0]["resolve_with"]["href"], session.path)


@story
def an_organism_picks_no_jury_by_naming_another(world):
    """A path that names a trainer elsewhere binds nobody until hours were told there; then the file, and of who trains there the session."""
    named = world.organism()
    world.set_today("2026-01-05")
    roles = {"EMPLOYER3": "TRAINER", "EMPLOYEE3": "REFERENT"}
    people = {label: world.person() for label in roles}
    for label, role in roles.items():
        world.affiliate(people[label], named.id, role, "2026-01-01")
        world.member(world.commission, label, label[:-1], people[label])
    trainer = world.key("ORGANISM", named.id, ["TRAINER"], people["EMPLOYER3"])
    world.flush()

    def trained(by_them):
        world.set_today(HELD)
        journey = Journey(world).informed("2026-01-05").prior("2026-01-06", fails=("2",)).restitution("2026-01-06", to="PARTIAL")
        journey.event("PROPOSE_PATH", "2026-01-07", {
            "planned_start_date": "2026-01-08", "planned_end_date": "2026-03-01",
            "modules": journey.modules(("2",), people["EMPLOYER3"], training_org_id=named.id)}, to="PATH_PROPOSED").accept("2026-01-08")
        [module] = journey.live_path()["modules"]
        if by_them:
            trainer.post(f"{journey.path}/events", {"event": "RECORD_ATTENDANCE", "occurred_on": "2026-01-09", "data": {
                "module_id": module["id"], "attended_minutes": 300}}).must(201)
        journey.refresh()
        journey.close_modules("2026-01-10", "referent")
        journey.event("CLOSE_PATH", "2026-01-10", who="referent", to="FINAL_READY").final("2026-01-12")
        return journey.restitution("2026-01-12", to="JURY_READY").submit("2026-01-13")

    for by_them in (False, True):
        journey = trained(by_them)
        session = Session(world, HELD).put(journey, submitted(world)).convene("2026-02-01")
        session.attend(**ALL, EMPLOYER3="PRESENT", EMPLOYEE3="PRESENT")
        own = {session.member_id(label) for label in (*ALL, *roles)}  # others may be of the organism in charge
        linked = {session.member_id(label) for label in roles} if by_them else set()
        expect_equal(set(recusals(session, journey)) & own, linked, f"told by them: {by_them}")
        excluded = session.secretary.get(f"{session.path}/parity").must(200)["excluded_member_ids"]
        expect_equal([member_id for member_id in excluded if member_id in own], [session.member_id("EMPLOYER3")] if by_them else [])
        if not by_them:
            session.open().vote(journey, **dict.fromkeys((*ALL, *roles), "FOR")).decide(journey, "CERTIFIED")


@story
def minutes_list_who_was_convened_and_who_came(world):
    journey = submitted(world)
    session = Session(world, HELD).put(journey)
    told = [session.member_id(label) for label in ("EMPLOYER1", "EMPLOYER2", "EMPLOYEE1")]
    session.set_hour()
    session.send("CONVENE", HELD, member_ids=told).must(201)
    attendance(session, "EMPLOYER1", "EMPLOYEE1", "EMPLOYEE2").must(200)
    never = world.member(world.commission, "EMPLOYER10", "EMPLOYER")  # marked absent by a slip, and never convened
    session.secretary.put(f"{session.path}/attendance", {"attendance": [
        {"member_id": session.member_id(label), "presence": "PRESENT"} for label in ("EMPLOYER1", "EMPLOYEE1", "EMPLOYEE2")]
        + [{"member_id": never["id"], "presence": "ABSENT"}]}).must(200)
    session.step_down(journey, "EMPLOYEE2").must(201)
    session.open().vote(journey, EMPLOYER1="FOR", EMPLOYEE1="FOR").decide(journey, "CERTIFIED").close()
    listed = {line["member_id"]: (line["presence"], line["is_convened"]) for line in session.minutes()["content"]["jurors"]}
    expect_equal(listed, {session.member_id("EMPLOYER1"): ("PRESENT", True), session.member_id("EMPLOYER2"): ("ABSENT", True),
                          session.member_id("EMPLOYEE1"): ("PRESENT", True), session.member_id("EMPLOYEE2"): ("PRESENT", False)})
    session.sign()
    draft = {"reason": "Le nom était mal écrit.", "jurors": [{"member_id": session.member_id("EMPLOYER2"), "last_name": "Lefèvre", "presence": "ABSENT"}]}
    session.secretary.post(f"{session.path}/rectifications", draft).must(201)


@story
def who_was_convened_is_told_what_became_of_the_session(world):
    """Cancelled, or held without the juror: the session and the minutes, and no file."""
    absent = session = Session(world, HELD).put(submitted(world)).convene("2026-02-01")
    juror, own = session.juror("EMPLOYEE2"), f"{session.path}/convocations/{session.member_id('EMPLOYEE2')}/document"
    session.event("CANCEL", reason="Grève des transports")
    seen = juror.get(session.path).must(200)
    expect_equal((seen["state"], seen["cancel_reason"]), ("CANCELLED", "Grève des transports"))
    juror.get(own).must_refuse("CONVOCATION_OUTDATED", 409)
    for client in (juror, session.secretary):
        client.get(f"{session.path}/agenda/document").must_refuse("AGENDA_OUTDATED", 409)
    expect(session.id in [row["id"] for row in juror.get(f"/v1/commissions/{world.commission.id}/sessions?limit=100").must(200)["data"]], "in the list")
    journey = submitted(world)
    file = journey.file()["id"]
    absent = Session(world, HELD).put(journey).convene("2026-02-01").attend(EMPLOYER2="PRESENT", EMPLOYEE1="PRESENT", EMPLOYER1="PRESENT", EMPLOYEE2="ABSENT")
    absent.step_down(journey, "EMPLOYER2").must(201)
    absent.open().vote(journey, EMPLOYER1="FOR", EMPLOYEE1="FOR").decide(journey, "CERTIFIED").close().sign()
    for path in ("", "/minutes", "/attendance", "/convocations"):
        juror.get(f"{absent.path}{path}").must(200)
    juror.get(f"/v1/files/{file}").must(404)
    juror.get(f"{absent.item(journey)}/votes").must(404)
    expect_equal(juror.get(f"{absent.path}/agenda").must(200)["data"], [])


@story
def the_chair_who_was_left_out_is_told_why(world):
    journey = submitted(world)
    session = Session(world, HELD).put(journey).convene("2026-02-01").attend(EMPLOYER2="PRESENT", EMPLOYEE1="PRESENT")
    session.event("OPEN", who=session.juror("EMPLOYEE1"))
    session.refused("NOT_PRESIDING", "CLOSE", who=session.juror("EMPLOYER1"))


@story
def nobody_is_convened_without_an_hour(world):
    session = Session(world, HELD)
    world.set_today(HELD)
    refused = session.refused("START_NOT_SET", "CONVENE")
    expect_equal([reason["resolve_with"]["href"] for reason in refused.body["reasons"]], [session.path])
    session.convene("2026-02-01")


@story
def an_appeal_that_an_organism_withdrew_is_not_spent(world):
    """Of the candidate's own, or once the candidate withdrew: it is."""
    journey = refused_file(world)
    himself = world.key("CANDIDATE", journey.candidate["id"], ["CANDIDATE"], None)
    world.flush()
    filed = send_appeal(journey).must(201)
    send_appeal(journey, himself, proof=None).must_refuse("APPEAL_EXISTS", 409)
    send_event(world, filed, "WITHDRAW", journey.organism.referent, reason="Il renonce", proof="x").must(201)
    own = himself.post(f"{journey.path}/appeals", {"decision_id": refusal(journey), "grounds": GROUNDS}).must(201)
    send_event(world, own, "WITHDRAW", himself, reason="J’y renonce").must(201)
    send_appeal(journey).must_refuse("APPEAL_EXISTS", 409)
