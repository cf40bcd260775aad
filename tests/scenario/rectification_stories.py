# SPDX-License-Identifier: EUPL-1.2
"""Rectifying minutes: what was written in signed minutes is mended beside them, never an outcome nor a vote (3.4)."""

import hashlib
import json
import uuid

from appeal_stories import REASONS
from commission_stories import HELD, submitted
from story import Session, expect, expect_equal, story, together

WHY = "Le greffe s'est trompé."


def signed(world, outcome="CERTIFIED", presences=None, modality="ON_SITE", **members):
    """A signed session with one file; EMPLOYER2 is there and stepped down, EMPLOYEE2 was absent."""
    journey = submitted(world)
    choice = {"CERTIFIED": "FOR", "REFUSED": "AGAINST", "DEFERRED": "ABSTAIN"}[outcome]
    session = Session(world, HELD, modality=modality).put(journey).convene(HELD)
    session.attend(**(presences or {"EMPLOYER1": "PRESENT", "EMPLOYEE1": "PRESENT", "EMPLOYER2": "PRESENT", "EMPLOYEE2": "ABSENT"}))
    if not presences:
        session.step_down(journey, "EMPLOYER2").must(201)
    session.open().vote(journey, EMPLOYER1=choice, EMPLOYEE1=choice).decide(journey, outcome, **members)
    session.close().sign()
    session.journey = journey
    return session


def send_draft(session, client=None, **members):
    return (client or session.secretary).post(f"{session.path}/rectifications", {"reason": WHY} | members)


def address(session, draft):
    return f"{session.path}/rectifications/{draft['id']}"


def sign(session, draft, *labels):
    for label in labels or ("EMPLOYER1", "EMPLOYEE1"):
        reply = session.juror(label).post(f"{address(session, draft)}/signatures", {}).must(201)
    return reply.body


def listed(session):
    return session.secretary.get(f"{session.path}/rectifications").must(200)["data"]


def digest(reply):
    """Of the content, byte for byte as it stands in the answer."""
    raw = reply.raw.decode()
    at = raw.index('"content":') + len('"content":')
    _, end = json.JSONDecoder().raw_decode(raw[at:])
    return hashlib.sha256(raw[at:at + end].encode()).hexdigest()


def line(session, content, label):
    [found] = [juror for juror in content["jurors"] if juror["member_id"] == session.member_id(label)]
    return found


@story
def what_is_not_said_stays_as_it_is(world):
    """Each member alone, in a session of words that none of them begins with: nothing else is mended by it."""
    session = signed(world, presences={"EMPLOYER1": "REMOTE", "EMPLOYEE1": "REMOTE", "EMPLOYER2": "ABSENT", "EMPLOYEE2": "ABSENT"}, modality="REMOTE")
    juror = {"member_id": session.member_id("EMPLOYER1")}
    for pointer, said in (("/place", {"place": "Salle des fêtes"}), ("/modality", {"modality": "MIXED"}),
                          ("last_name", {"jurors": [juror | {"last_name": "Lefèvre"}]}), ("first_name", {"jurors": [juror | {"first_name": "Anaïs"}]}),
                          ("presence", {"jurors": [juror | {"presence": "PRESENT"}]})):
        draft = send_draft(session, **said).must(201)
        [mend] = draft["mends"]
        expect(mend["pointer"].endswith(pointer), draft["mends"])
        session.secretary.post(f"{address(session, draft)}/withdrawals", {"reason": "Essai"}).must(201)
    send_draft(session, jurors=[juror]).must_refuse("NOTHING_TO_RECTIFY")


@story
def what_was_written_is_mended_beside_the_minutes(world):
    """Names, times, place, presence, modality; the minutes stay, byte for byte, and their digest is named."""
    session = signed(world)
    before = session.minutes()
    expect_equal(before["rectification_ids"], [])
    draft = send_draft(session, place="Visioconférence", modality="MIXED", starts_at=f"{HELD}T09:30:00+01:00", jurors=[
        {"member_id": session.member_id("EMPLOYER1"), "last_name": "Lefèvre", "presence": "REMOTE"},
        {"member_id": session.member_id("EMPLOYER2"), "presence": "ABSENT"}]).must(201)
    expect_equal((draft["state"], draft["reference"], draft["ordinal"], draft["reason"], draft["signatures"]), ("DRAFTED", None, 1, WHY, []))
    expect_equal((draft["rectifies_reference"], draft["rectifies_sha256"]), (before["reference"], before["sha256"]))
    expect_equal(draft["content"]["rectifies"], {"reference": before["reference"], "sha256": before["sha256"]})
    expect_equal(draft["sha256"], digest(draft))
    read = session.secretary.get(address(session, draft)).must(200)
    expect_equal(read.body, draft.body)
    mended = draft["content"]["minutes"]
    expect_equal((mended["place"], mended["modality"], mended["starts_at"]), ("Visioconférence", "MIXED", f"{HELD}T08:30:00.000Z"))
    expect_equal((line(session, mended, "EMPLOYER1")["last_name"], line(session, mended, "EMPLOYER1")["presence"]), ("Lefèvre", "REMOTE"))
    expect_equal(line(session, mended, "EMPLOYER2")["presence"], "ABSENT")
    told = {mend["pointer"]: (mend["was"], mend["becomes"]) for mend in draft["mends"]}
    expect_equal(len(told), 6, "members that are mended")
    expect_equal(told["/place"], (session.place, "Visioconférence"))
    # Nothing else has moved: put back what was, and it is the minutes that were signed.
    back = json.loads(json.dumps(mended))
    for pointer, (was, _) in told.items():
        *way, last = pointer.strip("/").split("/")
        at = back
        for step in way:
            at = at[int(step)] if isinstance(at, list) else at[step]
        at[last] = was
    expect_equal(back, before["content"], "what is not mended")
    done = sign(session, draft)
    expect_equal((done["state"], len(done["signatures"]), done["sha256"]), ("SIGNED", 2, draft["sha256"]))
    expect(done["reference"].startswith("PV-") and done["reference"] != before["reference"], done["reference"])
    after = session.minutes()
    expect_equal((after["content"], after["sha256"], after["signatures"], after["reference"]),
                 (before["content"], before["sha256"], before["signatures"], before["reference"]))
    expect_equal((digest(after), after["rectification_ids"]), (before["sha256"], [draft["id"]]))
    expect_equal(session.journey.read()["state"], "CERTIFIED")


@story
def a_second_one_builds_on_the_first(world):
    session = signed(world)
    first = sign(session, send_draft(session, place="Arras").must(201))
    send_draft(session, place="Arras").must_refuse("NOTHING_TO_RECTIFY", 409)
    second = send_draft(session, place="Lens").must(201)
    expect_equal((second["rectifies_reference"], second["rectifies_sha256"], second["ordinal"]), (first["reference"], first["sha256"], 2))
    expect_equal([(mend["was"], mend["becomes"]) for mend in second["mends"]], [("Arras", "Lens")])
    second = sign(session, second, "EMPLOYEE1", "EMPLOYER1")
    expect_equal(session.minutes()["rectification_ids"], [first["id"], second["id"]])
    expect_equal([item["state"] for item in listed(session)], ["SIGNED", "SIGNED"])


@story
def wording_of_a_refusal_and_of_a_deferral(world):
    session = signed(world, "REFUSED", **REASONS)
    [item] = session.minutes()["content"]["files"]
    draft = send_draft(session, files=[{"agenda_item_id": item["agenda_item_id"], "reasons": "Le domaine 3 n'est pas démontré."}]).must(201)
    [mended] = draft["content"]["minutes"]["files"]
    expect_equal(mended, item | {"reasons": "Le domaine 3 n'est pas démontré."})
    send_draft(session, place="Arras").must_refuse("RECTIFICATION_PENDING", 409)
    session.secretary.post(f"{address(session, draft)}/withdrawals", {"reason": "Trop tôt."}).must(201)
    refused = send_draft(session, files=[{"agenda_item_id": item["agenda_item_id"], "request_text": "Une pièce."}]).must_refuse(
        "FIELD_NOT_APPLICABLE", 422)
    expect_equal(refused.errors, {"/files/0/request_text": "FIELD_NOT_APPLICABLE"})
    deferred = signed(world, "DEFERRED", request_text="Une piece manque.")
    [item] = deferred.minutes()["content"]["files"]
    draft = send_draft(deferred, files=[{"agenda_item_id": item["agenda_item_id"], "request_text": "Une pièce manque."}]).must(201)
    expect_equal([mend["pointer"] for mend in draft["mends"]], ["/files/0/request_text"])


@story
def no_outcome_no_vote_nor_who_took_part(world):
    """What would change them is refused, and named."""
    session = signed(world, "REFUSED", **REASONS)
    [item] = session.minutes()["content"]["files"]
    before = session.read().version
    for member in set(item) - {"agenda_item_id", "reasons", "request_text", "domain_codes", "answer_by_date", "position", "file_id",
                               "candidacy_reference"}:
        reply = send_draft(session, place="Arras", files=[{"agenda_item_id": item["agenda_item_id"], member: item[member]}])
        expect_equal(reply.must_refuse("READ_ONLY_FIELD", 422).errors, {f"/files/0/{member}": "READ_ONLY_FIELD"})
    for member in ("held_on", "chair_member_id", "vice_chair_member_id", "min_per_college", "closed_on"):
        reply = send_draft(session, place="Arras", **{member: "x"})
        expect_equal(reply.errors, {f"/{member}": "READ_ONLY_FIELD"})
    presences = [("EMPLOYER1", "ABSENT"), ("EMPLOYEE1", "ABSENT"), ("EMPLOYEE2", "PRESENT"), ("EMPLOYEE2", "REMOTE")]
    for label, presence in presences:
        reply = send_draft(session, place="Arras", jurors=[{"member_id": session.member_id(label), "presence": presence}])
        expect_equal(reply.must_refuse("RECTIFICATION_CHANGES_VOTERS", 422).errors, {"/jurors/0/presence": "RECTIFICATION_CHANGES_VOTERS"}, label)
    stranger = {"member_id": str(uuid.uuid4()), "last_name": "Autre"}
    twice = {"member_id": session.member_id("EMPLOYER1"), "last_name": "Autre"}
    reply = send_draft(session, jurors=[stranger, twice, twice])
    expect_equal(reply.errors, {"/jurors/0/member_id": "REFERENCE_UNKNOWN", "/jurors/2/member_id": "DUPLICATE_ITEM"})
    reply = send_draft(session, starts_at="2026-01-02T09:30:00+01:00")
    expect_equal(reply.errors, {"/starts_at": "DAY_OF_START_DIFFERS"})
    send_draft(session, place=session.place).must_refuse("NOTHING_TO_RECTIFY", 409)
    expect_equal((session.read().version, listed(session)), (before, []), "nothing came of any of them")


@story
def signed_minutes_alone_and_one_draft_at_a_time(world):
    journey = submitted(world)
    session = Session(world, HELD).put(journey).convene(HELD).attend(EMPLOYER1="PRESENT", EMPLOYEE1="PRESENT").open()
    session.vote(journey, EMPLOYER1="FOR", EMPLOYEE1="FOR").decide(journey, "CERTIFIED")
    send_draft(session, place="Arras").must_refuse("MINUTES_NOT_SIGNED", 409)
    session.close().sign("EMPLOYER1")
    send_draft(session, place="Arras").must_refuse("MINUTES_NOT_SIGNED", 409)
    session.sign("EMPLOYEE1")
    draft = send_draft(session, session.juror("EMPLOYEE1"), place="Arras").must(201)
    send_draft(session, place="Lens").must_refuse("RECTIFICATION_PENDING", 409)
    withdrawal = session.secretary.post(f"{address(session, draft)}/withdrawals", {"reason": "Lille était juste."}).must(201)
    expect_equal((withdrawal["state"], withdrawal["withdraw_reason"], withdrawal["reference"]), ("WITHDRAWN", "Lille était juste.", None))
    for act in ("withdrawals", "signatures"):
        session.juror("EMPLOYER1").post(f"{address(session, draft)}/{act}", {"reason": "x"} if act == "withdrawals" else {}).must_refuse(
            "RECTIFICATION_SETTLED", 409)
    next_one = send_draft(session, place="Lens").must(201)
    expect_equal((next_one["rectifies_sha256"], next_one["ordinal"]), (session.minutes()["sha256"], 2))
    expect_equal([item["state"] for item in listed(session)], ["WITHDRAWN", "DRAFTED"])
    expect_equal(session.minutes()["rectification_ids"], [])


@story
def it_is_signed_as_the_minutes_were(world):
    """By chair and vice-chair of the session, each once, of different colleges; who else asks is refused."""
    session = signed(world)
    draft = send_draft(session, place="Arras").must(201)
    path = f"{address(session, draft)}/signatures"
    session.secretary.post(path, {}).must_refuse("ROLE_NOT_ALLOWED", 403)
    session.juror("EMPLOYER2").post(path, {}).must_refuse("SIGNER_NOT_ALLOWED", 409)
    session.juror("EMPLOYER1").post(path, {"member_id": session.member_id("EMPLOYEE1")}).must_refuse("SIGNER_NOT_ALLOWED", 409)
    expect_equal(len(sign(session, draft, "EMPLOYER1")["signatures"]), 1)
    session.juror("EMPLOYER1").post(path, {}).must_refuse("ALREADY_SIGNED", 409)
    expect_equal(sign(session, draft, "EMPLOYEE1")["state"], "SIGNED")
    world.certifier.post(f"{session.path}/rectifications", {"reason": WHY, "place": "Lens"}).must_refuse("ROLE_NOT_ALLOWED", 403)
    session.secretary.get(f"{session.path}/rectifications/{uuid.uuid4()}").must_refuse("NOT_FOUND", 404)
    other = signed(world)
    other.secretary.get(f"{other.path}/rectifications/{draft['id']}").must_refuse("NOT_FOUND", 404)


@story
def twins_and_races_give_one_effect(world):
    session = signed(world)
    replies = together(*(lambda place=place: send_draft(session, session.secretary.clone(), place=place) for place in ("Arras", "Lens", "Douai", "Béthune")))
    expect_equal(sorted(reply.status for reply in replies), [201, 409, 409, 409])
    expect(all(reply.code == "RECTIFICATION_PENDING" for reply in replies if reply.status == 409), str(replies))
    [draft] = listed(session)
    key = str(uuid.uuid4())
    path = f"{address(session, draft)}/signatures"
    replies = together(*(lambda label=label: session.juror(label).clone().post(path, {}, key=f"{key}{label}")
                         for label in ("EMPLOYER1", "EMPLOYEE1", "EMPLOYER1", "EMPLOYEE1")))
    expect(all(reply.status in (201, 409) for reply in replies), str(replies))
    done = session.secretary.get(address(session, draft)).must(200)
    expect_equal((done["state"], len(done["signatures"])), ("SIGNED", 2))
    for _ in range(6):
        draft = send_draft(session, place=f"Salle {_}").must(201)
        sign(session, draft, "EMPLOYER1")
        replies = together(lambda: session.juror("EMPLOYEE1").clone().post(f"{address(session, draft)}/signatures", {}),
                           lambda: session.secretary.clone().post(f"{address(session, draft)}/withdrawals", {"reason": "Erreur"}))
        expect_equal(sorted(reply.status for reply in replies), [201, 409], str(replies))
        done = session.secretary.get(address(session, draft)).must(200)
        expect_equal(done["reference"] is not None, done["state"] == "SIGNED")
