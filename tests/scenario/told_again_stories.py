# SPDX-License-Identifier: EUPL-1.2
"""What a commission mends is told again: a session that moves, words that are rectified, a file that is sent elsewhere (3.4, A30)."""

from appeal_stories import GROUNDS, REASONS, refusal, send_appeal
from certificate_stories import issue
from commission_stories import HELD, submitted
from competence_stories import another_commission, name, path_of, ready
from notification_stories import send_notification
from rectification_stories import send_draft, sign, signed
from story import Session, expect, expect_equal, story

LATER = "2026-03-10"


def convocations(session):
    return session.secretary.get(f"{session.path}/convocations").must(200)["data"]


def outdated(session):
    listed = session.secretary.get(f"/v1/commissions/{session.commission.id}/sessions").must(200)["data"]
    [line] = [line for line in listed if line["id"] == session.id]
    read = session.secretary.get(session.path).must(200)["outdated_convocation_count"]
    expect_equal(line["outdated_convocation_count"], read, "of the list")
    return read


def move(session, **members):
    return session.secretary.patch(session.path, members, version=session.read().version).must(200)


def line_of(session):
    """agenda_item_id of its one file."""
    [line] = session.minutes()["content"]["files"]
    return line["agenda_item_id"]


def file_of(journey):
    """Decided or not."""
    return next(line for line in journey.client("referent").every("/v1/files") if line["candidacy_id"] == journey.id)


def due(client, to="2035-12-31"):
    return {line["id"] for line in client.get(f"/v1/files?notification_due_to={to}&limit=200").must(200)["data"]}


def last_event(journey, client=None):
    return (client or journey.client("referent")).get(f"{journey.path}/history?limit=200").must(200)["data"][-1]


# --- a session that moves ---

@story
def a_convened_session_that_moves_is_convened_again(world):
    """By whatever its members were told: day, beginning, zone, place, way of sitting; back again, and nobody is in the wrong."""
    journey = submitted(world)
    session = Session(world, LATER, starts_at=f"{LATER}T09:00:00+01:00").put(journey).convene(HELD)
    told = convocations(session)
    count = len(told)
    expect(count >= 4 and not any(line["is_outdated"] for line in told), str(told))
    expect_equal({(line["edition"], line["held_on"], line["place"], line["modality"]) for line in told}, {(1, LATER, "Lille", "ON_SITE")})
    expect_equal(outdated(session), 0)
    before = session.secretary.get(session.path).must(200)
    for members in ({"held_on": "2026-03-12", "starts_at": "2026-03-12T09:00:00+01:00"}, {"starts_at": f"{LATER}T10:00:00+01:00"},
                    {"place": "Arras"}, {"modality": "REMOTE"}, {"time_zone": "Indian/Reunion"}):
        move(session, **members)
        expect_equal((outdated(session), {line["is_outdated"] for line in convocations(session)}), (count, {True}), str(members))
        move(session, **({member: before[member] for member in members} | {"held_on": LATER, "starts_at": before["starts_at"]}))
        expect_equal((outdated(session), {line["is_outdated"] for line in convocations(session)}), (0, {False}), str(members))
    move(session, capacity=12)
    expect_equal(outdated(session), 0, "what nobody was told of")
    session.refused("ALREADY_CONVENED", "CONVENE", HELD)


@story
def a_session_opens_when_its_convocations_say_where_it_is(world):
    """Told beforehand, by a dry run, and by the refusal alike: whom to convene again, and where that is seen."""
    session = Session(world, HELD).put(submitted(world)).convene(HELD).attend(EMPLOYER1="PRESENT", EMPLOYEE1="PRESENT")
    move(session, place="Arras, salle 3")
    members = sorted(line["member_id"] for line in convocations(session))
    refused = session.refused("MEMBERS_TO_CONVENE", "OPEN")
    expect_equal(sorted(refused.details("MEMBERS_TO_CONVENE")["member_ids"]), members)
    expect_equal(refused["reasons"][0]["resolve_with"], {"method": "GET", "href": f"{session.path}/convocations", "event": None})
    dry = session.chair.post(f"{session.path}/events?dry_run=true", {"event": "OPEN", "occurred_on": HELD, "expected_version": session.read().version})
    dry.must_refuse("MEMBERS_TO_CONVENE", 409)
    asked = {one["event"]: one for one in session.chair.get(f"{session.path}/allowed-events").must(200)["data"]}["OPEN"]
    expect_equal((asked["is_allowed"], [guard["code"] for guard in asked["guards"] if guard["answer"] == "UNMET"]), (False, ["MEMBERS_TO_CONVENE"]))
    session.event("CONVENE", HELD, member_ids=members[:1])
    expect_equal(sorted(session.refused("MEMBERS_TO_CONVENE", "OPEN").details("MEMBERS_TO_CONVENE")["member_ids"]), members[1:])
    session.event("CONVENE", HELD)
    session.open()


@story
def who_is_convened_again_has_a_paper_that_replaces_the_first(world):
    session = Session(world, LATER).put(submitted(world)).convene(HELD)
    papers = [f"{session.path}/convocations/{line['member_id']}/document" for line in convocations(session)]
    expect(session.secretary.get(papers[0]).status in (200, 503), "the first paper")
    move(session, place="Arras, salle 3")
    for paper in papers:
        session.secretary.get(paper).must_refuse("CONVOCATION_OUTDATED", 409)
    one = convocations(session)[0]["member_id"]
    session.event("CONVENE", HELD, member_ids=[one])
    expect_equal(outdated(session), len(papers) - 1, "the others still hold the old one")
    session.event("CONVENE", HELD)
    told = convocations(session)
    expect_equal({(line["edition"], line["place"], line["is_outdated"]) for line in told}, {(2, "Arras, salle 3", False)})
    expect_equal(outdated(session), 0)
    expect(session.secretary.get(papers[0]).status in (200, 503), "the second paper")
    session.refused("ALREADY_CONVENED", "CONVENE", HELD)
    session.event("CANCEL", HELD, reason="Quorum impossible.")
    session.secretary.get(papers[0]).must_refuse("CONVOCATION_OUTDATED", 409)
    expect_equal({line["is_outdated"] for line in convocations(session)}, {True})
    expect_equal(outdated(session), 0, "nobody is convened to it any more")


@story
def nothing_is_done_to_a_session_before_it_was_planned(world):
    world.set_today("2026-02-01")
    session = Session(world, HELD)
    expect_equal(session.secretary.get(session.path).must(200)["planned_on"], "2026-02-01")
    refused = session.refused("DATE_BEFORE_PREVIOUS_ACT", "CONVENE", "2026-01-31")
    expect_equal(refused.details("DATE_BEFORE_PREVIOUS_ACT")["limit_date"], "2026-02-01")
    session.refused("DATE_BEFORE_PREVIOUS_ACT", "CANCEL", "2026-01-31", reason="Trop tôt.")
    session.convene("2026-02-01")
    world.set_today("2026-03-01")
    Session(world, HELD).convene("2026-01-20")  # recorded when it was over


@story
def an_agenda_has_no_gaps(world):
    journeys = [submitted(world) for _ in range(4)]
    session = Session(world, HELD).put(*journeys)
    session.remove(journeys[1]).must(201)
    journeys[2].refresh().event("CANCEL", HELD, {"reason": "ERROR"}, who=world.certifier, to="CANCELLED")
    agenda = session.secretary.get(f"{session.path}/agenda").must(200)["data"]
    expect_equal([(line["candidacy_id"], line["position"]) for line in agenda], [(journeys[0].id, 1), (journeys[3].id, 2)])
    session.put(submitted(world))
    expect_equal([line["position"] for line in session.secretary.get(f"{session.path}/agenda").must(200)["data"]], [1, 2, 3])


@story
def a_deferral_is_answered_by_the_deadline_of_the_candidacy(world):
    journey = submitted(world)
    deadline = journey.read()["deadline_date"]
    session = Session(world, HELD).put(journey).convene(HELD).attend(EMPLOYER1="PRESENT", EMPLOYEE1="PRESENT").open()
    session.vote(journey, EMPLOYER1="ABSTAIN", EMPLOYEE1="ABSTAIN")
    for day in ("2031-01-15", HELD):
        refused = session.send_decision(journey, "DEFERRED", request_text="Une pièce manque.", answer_by_date=day).must_refuse("RANGE", 422)
        expect_equal(refused.errors, {"/answer_by_date": "RANGE"})
        expect_equal(refused.body["errors"][0].get("params", {}).get("max", deadline), deadline)
    session.send_decision(journey, "DEFERRED", request_text="Une pièce manque.", answer_by_date=deadline).must(201)


# --- words that are rectified ---

@story
def rectified_words_are_those_of_the_decision(world):
    """For the commission, the organism and the candidate; what was signed first stays in the minutes."""
    session = signed(world, "REFUSED", **REASONS)
    journey = session.journey
    before = session.minutes()
    sign(session, send_draft(session, files=[{"agenda_item_id": line_of(session), "reasons": "Le domaine 3 n’est pas démontré."}]).must(201))
    world.flush()
    event = last_event(journey)
    expect_equal((event["event"], event["from_state"], event["to_state"], event["person_id"]), ("RECTIFY_DECISION", "PARTIAL", "PARTIAL", None))
    expect_equal(event["texts"]["reasons"], "Le domaine 3 n’est pas démontré.")
    expect_equal((event["data"]["decision_id"], event["data"]["rectification_id"]),
                 (refusal(journey), session.minutes()["rectification_ids"][0]))
    file = journey.client("referent").get(f"/v1/files/{file_of(journey)['id']}").must(200)
    expect_equal((file["outcome_reasons"], file["rectified_on"] is None), ("Le domaine 3 n’est pas démontré.", False))
    [item] = session.secretary.get(f"{session.path}/agenda").must(200)["data"]
    expect_equal((item["outcome_reasons"], item["rectified_on"]), (file["outcome_reasons"], file["rectified_on"]))
    expect_equal((session.minutes()["content"], session.minutes()["sha256"]), (before["content"], before["sha256"]))
    # What changes nothing of a decision tells nobody anything.
    other = signed(world)
    sign(other, send_draft(other, place="Arras").must(201))
    expect_equal(last_event(other.journey)["event"], "CERTIFY")


@story
def rectified_words_are_told_again_and_open_the_time_to_appeal_anew(world):
    session = signed(world, "REFUSED", **REASONS)
    journey = session.journey
    file = file_of(journey)["id"]
    expect(file in due(world.commission.secretary), "to be told")
    first = send_notification(journey, notified_on=HELD).must(201)
    expect_equal((first["appeal_by_date"], first["rectification_id"]), ("2026-04-10", None))
    expect(file not in due(world.commission.secretary), "told")
    world.set_today("2026-04-20")
    send_appeal(journey, filed_on="2026-04-20").must_refuse("APPEAL_TOO_LATE", 409)
    draft = sign(session, send_draft(session, files=[{"agenda_item_id": line_of(session), "reasons": "Autre motif."}]).must(201))
    expect(file in due(world.commission.secretary) and file in due(journey.client("referent")), "to be told again")
    mend = {"corrects_id": first["id"], "correction_reason": "Autre jour."}
    expect_equal(send_notification(journey, notified_on="2026-04-20", **mend).must(422).errors, {"/corrects_id": "REFERENCE_UNKNOWN"})
    send_notification(journey, notified_on="2026-04-19").must_refuse("DATE_BEFORE_PREVIOUS_ACT", 409)
    second = send_notification(journey, notified_on="2026-04-20").must(201)
    expect_equal((second["appeal_by_date"], second["rectification_id"], second["corrects_id"]), ("2026-06-20", draft["id"], None))
    send_notification(journey, notified_on="2026-04-20").must_refuse("ALREADY_NOTIFIED", 409)
    expect(file not in due(world.commission.secretary), "told again")
    world.set_today("2026-06-21")
    send_appeal(journey, filed_on="2026-06-21").must_refuse("APPEAL_TOO_LATE", 409)
    send_appeal(journey, filed_on="2026-06-20", grounds=GROUNDS).must(201)


@story
def until_they_are_told_the_time_to_appeal_does_not_run(world):
    session = signed(world, "REFUSED", **REASONS)
    send_notification(session.journey, notified_on=HELD).must(201)
    world.set_today("2026-04-20")
    sign(session, send_draft(session, files=[{"agenda_item_id": line_of(session), "reasons": "Autre motif."}]).must(201))
    world.set_today("2026-09-01")
    send_appeal(session.journey, filed_on="2026-09-01").must(201)


@story
def mistyped_domains_of_a_refusal_are_mended(world):
    """What was voided by mistake counts again, what should have been does not; as long as the candidate has not gone on from it."""
    session = signed(world, "REFUSED", **REASONS)
    journey = session.journey
    item = line_of(session)
    expect_equal(journey.missing_domains(), ["3"])
    send_draft(session, files=[{"agenda_item_id": item, "domain_codes": ["3"]}]).must_refuse("NOTHING_TO_RECTIFY", 409)
    expect_equal(send_draft(session, files=[{"agenda_item_id": item, "domain_codes": ["4", "99"]}]).must(422).errors,
                 {"/files/0/domain_codes/1": "REFERENCE_UNKNOWN"})
    send_draft(session, files=[{"agenda_item_id": item, "domain_codes": []}]).must(422)
    sign(session, send_draft(session, files=[{"agenda_item_id": item, "domain_codes": ["4", "5"]}]).must(201))
    world.flush()
    expect_equal((journey.refresh().state, journey.missing_domains()), ("PARTIAL", ["4", "5"]))
    expect_equal(last_event(journey)["data"]["domain_codes"], ["4", "5"])
    file = journey.client("referent").get(f"/v1/files/{file_of(journey)['id']}").must(200)
    expect_equal(file["refused_domain_codes"], ["4", "5"])
    # Twice, and an appeal lifts what stands.
    draft = send_draft(session, files=[{"agenda_item_id": item, "domain_codes": ["5"]}]).must(201)
    journey.propose("2026-02-10", ("4", "5"), "2026-02-11", "2026-06-01")
    for label in ("EMPLOYER1",):
        session.juror(label).post(f"{session.path}/rectifications/{draft['id']}/signatures", {}).must(201)
    refused = session.juror("EMPLOYEE1").post(f"{session.path}/rectifications/{draft['id']}/signatures", {})
    refused.must_refuse("DECISION_BUILT_UPON", 409)
    session.secretary.post(f"{session.path}/rectifications/{draft['id']}/withdrawals", {"reason": "Trop tard."}).must(201)
    late = send_draft(session, files=[{"agenda_item_id": item, "domain_codes": ["5"]}]).must_refuse("DECISION_BUILT_UPON", 409)
    expect_equal(late.details("DECISION_BUILT_UPON")["pointer"], "/files/0/domain_codes")
    other = signed(world)
    expect_equal(send_draft(other, files=[{"agenda_item_id": line_of(other), "domain_codes": ["3"], "answer_by_date": LATER}]).must(422).errors,
                 {"/files/0/domain_codes": "FIELD_NOT_APPLICABLE", "/files/0/answer_by_date": "FIELD_NOT_APPLICABLE"})


@story
def the_day_by_which_a_deferral_is_answered_is_mended(world):
    session = signed(world, "DEFERRED", request_text="Une pièce manque.", answer_by_date="2026-03-01")
    journey = session.journey
    item = line_of(session)
    expect_equal(journey.read()["answer_by_date"], "2026-03-01")
    for day in (HELD, "2031-01-15"):
        expect_equal(send_draft(session, files=[{"agenda_item_id": item, "answer_by_date": day}]).must(422).errors, {"/files/0/answer_by_date": "RANGE"})
    sign(session, send_draft(session, files=[{"agenda_item_id": item, "answer_by_date": "2026-05-01"}]).must(201))
    world.flush()
    expect_equal((journey.refresh().state, journey.read()["answer_by_date"]), ("DEFERRED", "2026-05-01"))
    expect_equal(last_event(journey)["data"]["answer_by_date"], "2026-05-01")
    # The words of a deferral that was answered are mended, and move nothing.
    journey.event("ANSWER_COMPLEMENT", HELD, {"answer": "La voici."}, to="SUBMITTED")
    sign(session, send_draft(session, files=[{"agenda_item_id": item, "answer_by_date": "2026-06-01"}]).must(201))
    expect_equal((journey.refresh().state, journey.read()["answer_by_date"]), ("SUBMITTED", None))


# --- a file that is sent elsewhere ---

@story
def a_naming_stands_in_the_history_and_is_no_sending_of_the_organism(world):
    journey, other = submitted(world), another_commission(world)
    made = name(journey, other.id).must(201)
    event = last_event(journey)
    expect_equal((event["event"], event["data"]),
                 ("NAME_COMMISSION", {"override_id": made["id"], "commission_id": other.id, "file_id": journey.file()["id"]}))
    for turn in range(33):  # more often than an organism sends a file
        name(journey, (world.commission if turn % 2 == 0 else other).id, reason=f"Tour {turn}").must(201)
    standing = [line for line in world.certifier.get(path_of(journey)).must(200)["data"] if line["ended_on"] is None][0]
    world.certifier.post(f"{path_of(journey)}/{standing['id']}/ends", {"reason": "La règle suffit."}).must(201)
    event = last_event(journey)
    expect_equal((event["event"], event["data"]), ("END_NAMING", {"override_id": standing["id"], "commission_id": standing["commission_id"]}))
    journey.refresh().event("RECALL_FILE", HELD, to="JURY_READY")
    journey.submit(HELD)


@story
def who_names_another_commission_than_the_certifier_is_told_so(world):
    journey, other = ready(world), another_commission(world)
    name(journey, other.id).must(201)
    refused = journey.refresh().refused("COMMISSION_NOT_COMPETENT", "SUBMIT_FILE", HELD, {"commission_id": world.commission.id})
    [reason] = [reason for reason in refused.body["reasons"] if reason["code"] == "COMMISSION_NOT_COMPETENT"]
    expect("Le certificateur a désigné" in reason["message"], reason["message"])
    expect_equal(reason["resolve_with"]["href"], path_of(journey))
    plain = ready(world)
    refused = plain.refresh().refused("COMMISSION_NOT_COMPETENT", "SUBMIT_FILE", HELD, {"commission_id": other.id})
    [reason] = [reason for reason in refused.body["reasons"] if reason["code"] == "COMMISSION_NOT_COMPETENT"]
    expect("désigné" not in reason["message"], reason["message"])


# --- what is no longer due ---

@story
def who_holds_the_certificate_awaits_no_word_of_the_decision(world):
    journey = signed(world).journey
    file = file_of(journey)["id"]
    certificate = issue(world, journey).must(201)
    expect(file in due(world.commission.secretary), "issued, and not handed over")
    world.commission.secretary.post(f"/v1/certificates/{certificate['id']}/handovers", {"channel": "IN_PERSON"}).must(201)
    expect(file not in due(world.commission.secretary), "handed over")
    expect_equal(journey.client("referent").get(f"/v1/files/{file}").must(200)["notification_due_on"], None)


@story
def a_mandate_of_other_days_is_told_wherever_a_member_is_named(world):
    world.set_today("2026-02-01")
    secretary, short = world.commission.secretary, world.member(world.commission, "EMPLOYEE9", "EMPLOYEE")
    world.flush()
    members = secretary.get(f"/v1/commissions/{world.commission.id}/members").must(200)["data"]
    version = next(member["version"] for member in members if member["id"] == short["id"])
    secretary.patch(f"/v1/members/{short['id']}", {"mandate_to": "2026-06-30"}, version=version).must(200)
    later = {"chair_member_id": short["id"]}
    short_id, nobody = later["chair_member_id"], world.organisms[0].id
    session = Session(world, "2026-09-10", vice_chair="EMPLOYEE1")

    def patch(**members):
        return secretary.patch(session.path, members, version=session.read().version)

    for member_id, code in ((short_id, "NOT_IN_FORCE"), (nobody, "REFERENCE_UNKNOWN")):
        for name in ("chair_member_id", "vice_chair_member_id"):
            expect_equal(patch(**{name: member_id}).must(422).errors, {f"/{name}": code})
        present = {"attendance": [{"member_id": member_id, "presence": "PRESENT"}]}
        expect_equal(secretary.put(f"{session.path}/attendance", present).must(422).errors, {"/attendance/0/member_id": code})
        expect_equal(session.send("CONVENE", "2026-02-01", member_ids=[member_id]).must(422).errors, {"/data/member_ids/0": code})
    patch(held_on="2026-06-30", vice_chair_member_id=short_id).must(200)
    expect_equal(patch(held_on="2026-07-01").must(422).errors, {"/held_on": "NOT_IN_FORCE"})
