# SPDX-License-Identifier: EUPL-1.2
"""Appeals against a refusal of the commission, up to another examination by other jurors (3.4, 9.3, E5.40)."""

import uuid

from harness.event import event_body
from story import Journey, Session, expect, expect_equal, story, together
from commission_stories import HELD, submitted
from certificate_stories import issue

REASONS = {"reasons": "Domaine 3 non démontré", "domain_codes": ["3"]}
AGAIN = "Un juré connaissait le candidat."
GROUNDS = "Le domaine 3 a été mal apprécié."


def refused(world, **options):
    journey = submitted(world, **options)
    Session(world, HELD).held(journey, "REFUSED", **REASONS)
    expect_equal(journey.refresh().state, "PARTIAL")
    return journey


def refusal(journey):
    """As the candidate finds it in his history."""
    found = [item["data"]["decision_id"] for item in journey.client("referent").get(f"{journey.path}/history").must(200)["data"]
             if item["event"] == "REFUSE"]
    return found[-1]


def send_appeal(journey, client=None, **members):
    body = {"decision_id": members.pop("decision_id", None) or refusal(journey), "filed_on": HELD, "grounds": GROUNDS} | members
    return (client or journey.client("referent")).post(f"{journey.path}/appeals", {"proof": "Lettre signée"} | body)


def send_event(world, appeal, event, client=None, **members):
    body = event_body(event, **({"occurred_on": HELD, "expected_version": appeal["version"]} | members))
    return (client or world.certifier).post(f"/v1/appeals/{appeal['id']}/events", body)


def admitted(world, journey):
    return send_event(world, send_appeal(journey).must(201), "DECLARE_ADMISSIBLE").must(201)["resource"]


def reexamined(world):
    journey = refused(world)
    ready = admitted(world, journey)
    send_event(world, ready, "REEXAMINE").must_refuse("REASON_REQUIRED", 409)
    appeal = send_event(world, ready, "REEXAMINE", reason=AGAIN).must(201)["resource"]
    expect_equal((appeal["state"], appeal["settled_on"], appeal["reason"]), ("REEXAMINE", HELD, AGAIN))
    expect_equal(journey.refresh().state, "SUBMITTED")
    return journey


OTHERS = {"EMPLOYER2": "PRESENT", "EMPLOYEE2": "PRESENT"}


def second_session(world, journey):
    return Session(world, HELD, chair="EMPLOYER2", vice_chair="EMPLOYEE2").put(journey).convene(HELD)


@story
def an_appeal_leads_to_other_jurors_and_the_certificate(world):
    """E9.78: refused, appealed, examined again, certified."""
    journey = refused(world)
    expect_equal(journey.missing_domains(), ["3"])
    appeal = send_appeal(journey).must(201)
    expect_equal((appeal["state"], appeal["filed_on"], appeal["decision_id"], appeal["grounds"]), ("FILED", HELD, refusal(journey), GROUNDS))
    expect_equal((appeal["filed_by"], appeal["acting_org_id"]), (journey.organism.person("REFERENT"), journey.organism.id))
    appeal = send_event(world, appeal, "DECLARE_ADMISSIBLE").must(201)["resource"]
    expect_equal((appeal["state"], appeal["admissible_on"], appeal["settled_on"]), ("ADMISSIBLE", HELD, None))
    send_event(world, appeal, "REEXAMINE", reason=AGAIN).must(201)["resource"]
    expect_equal((journey.refresh().state, journey.missing_domains()), ("SUBMITTED", []), "the refusal voids nothing any more")
    last = journey.organism.referent.get(f"{journey.path}/events").must(200)["data"][-1]
    expect_equal((last["event"], last["data"]), ("REEXAMINE", {"appeal_id": appeal["id"], "decision_id": appeal["decision_id"]}))
    session = second_session(world, journey).attend(**OTHERS).open()
    session.vote(journey, EMPLOYER2="FOR", EMPLOYEE2="FOR")
    session.send_decision(journey, "CERTIFIED", who=session.juror("EMPLOYER2")).must(200, 201)
    session.close().sign("EMPLOYER2", "EMPLOYEE2")
    expect_equal(journey.read()["state"], "CERTIFIED")
    issue(world, journey).must(201)
    expect_equal([event for event in journey.history() if event in ("REFUSE", "REEXAMINE", "CERTIFY")],
                 ["REFUSE", "REEXAMINE", "CERTIFY"], "the refusal stays in the history")


@story
def who_voted_on_the_refusal_votes_no_more(world):
    journey = reexamined(world)
    session = second_session(world, journey)
    agenda = session.secretary.get(f"{session.path}/agenda").must(200)["data"]
    expect_equal({recusal["member_id"]: recusal["links"] for recusal in agenda[0]["recusals"] if recusal["links"][0]["kind"] != "AFFILIATED"},
                 {session.member_id(label): [{"kind": "VOTED_BEFORE", "organism_id": None}] for label in ("EMPLOYER1", "EMPLOYEE1")})
    session.attend(EMPLOYER1="PRESENT", EMPLOYEE1="PRESENT", **OTHERS).open()
    session.send_vote(journey, "EMPLOYER1", "FOR").must_refuse("JUROR_NOT_INDEPENDENT", 409)
    session.vote(journey, EMPLOYER2="FOR", EMPLOYEE2="FOR")
    session.send_decision(journey, "CERTIFIED", who=session.juror("EMPLOYER2")).must(200, 201)
    session.close().sign("EMPLOYER2", "EMPLOYEE2")
    expect_equal(journey.read()["state"], "CERTIFIED")


@story
def a_refusal_after_another_examination_is_a_decision_of_its_own(world):
    """Refused twice: the second refusal may be appealed in its turn."""
    journey = reexamined(world)
    session = second_session(world, journey).attend(**OTHERS).open().vote(journey, EMPLOYER2="AGAINST", EMPLOYEE2="AGAINST")
    session.send_decision(journey, "REFUSED", who=session.juror("EMPLOYER2"), reasons="Toujours pas", domain_codes=["3", "5"]).must(200, 201)
    session.close().sign("EMPLOYER2", "EMPLOYEE2")
    expect_equal((journey.refresh().state, journey.missing_domains()), ("PARTIAL", ["3", "5"]))
    second = send_appeal(journey).must(201)
    listed = journey.organism.referent.get(f"{journey.path}/appeals").must(200)["data"]
    expect_equal([item["state"] for item in listed], ["REEXAMINE", "FILED"])
    rejected = send_event(world, second, "REJECT", reason="Aucun élément nouveau").must(201)["resource"]
    expect_equal((rejected["state"], rejected["reason"], rejected["admissible_on"]), ("REJECTED", "Aucun élément nouveau", None))
    expect_equal(journey.refresh().state, "PARTIAL")


@story
def an_appeal_that_is_upheld_or_rejected_changes_nothing(world):
    journey = refused(world)
    before = journey.read().body
    appeal = admitted(world, journey)
    send_event(world, appeal, "UPHOLD").must_refuse("REASON_REQUIRED", 409)
    upheld = send_event(world, appeal, "UPHOLD", reason="Le jury a bien jugé.").must(201)["resource"]
    expect_equal((upheld["state"], upheld["settled_on"], upheld["reason"]), ("UPHELD", HELD, "Le jury a bien jugé."))
    other = refused(world)
    appeal = admitted(world, other)
    send_event(world, appeal, "REJECT").must_refuse("REASON_REQUIRED", 409)
    send_event(world, appeal, "REJECT", reason="Non fondé").must(201)["resource"]
    expect_equal((journey.read().body, journey.missing_domains(), other.missing_domains()), (before, ["3"], ["3"]))
    for event in ("DECLARE_ADMISSIBLE", "UPHOLD", "REEXAMINE", "REJECT"):
        send_event(world, upheld, event, reason="Encore").must_refuse("INVALID_STATE", 409)


@story
def an_appeal_needs_a_result_and_is_made_once(world):
    """E5.40: a result exists, does not exist, is already under review."""
    journey = submitted(world)
    unknown = str(uuid.uuid4())
    expect_equal(send_appeal(journey, decision_id=unknown).must(422).errors, {"/decision_id": "REFERENCE_UNKNOWN"})
    session = Session(world, HELD).put(journey).convene(HELD).attend(EMPLOYER1="PRESENT", EMPLOYEE1="PRESENT").open()
    session.vote(journey, EMPLOYER1="AGAINST", EMPLOYEE1="AGAINST")
    decision = session.send_decision(journey, "REFUSED", **REASONS).must(200, 201)
    send_appeal(journey, decision_id=decision["id"]).must_refuse("REFERENCE_UNKNOWN", 422)  # not told before the minutes are signed
    session.close().sign()
    expect_equal(refusal(journey), decision["id"])
    clients = [journey.organism.referent.clone() for _ in range(2)]
    first, second = together(*(lambda client=client: send_appeal(journey, client, decision_id=decision["id"]) for client in clients))
    expect_equal(sorted((first.status, second.status)), [201, 409], "two at once")
    (first if first.status == 409 else second).must_refuse("APPEAL_EXISTS")
    send_appeal(journey).must_refuse("APPEAL_EXISTS", 409)
    other = refused(world)
    expect_equal(send_appeal(other, decision_id=decision["id"]).must(422).errors, {"/decision_id": "REFERENCE_UNKNOWN"})


@story
def only_a_refusal_is_appealed(world):
    journey = submitted(world)
    session = Session(world, HELD).put(journey).convene(HELD).attend(EMPLOYER1="PRESENT", EMPLOYEE1="PRESENT").open()
    session.vote(journey, EMPLOYER1="FOR", EMPLOYEE1="FOR")
    decision = session.send_decision(journey, "CERTIFIED").must(200, 201)
    session.close().sign()
    send_appeal(journey, decision_id=decision["id"]).must_refuse("DECISION_NOT_APPEALABLE", 409)


@story
def two_months_to_appeal(world):
    journey, late = refused(world), refused(world)
    for told in (journey, late):
        told.client("referent").post(f"{told.path}/notifications", {"decision_id": refusal(told), "channel": "EMAIL", "document": "Lettre"}).must(201)
    world.set_today("2026-04-10")
    send_appeal(journey, filed_on="2026-04-11").must_refuse("DATE_IN_FUTURE", 409)
    send_appeal(journey, filed_on="2026-02-09").must_refuse("DATE_BEFORE_PREVIOUS_ACT", 409)
    send_appeal(journey, filed_on="2026-04-10").must(201)
    world.set_today("2026-04-11")
    reply = send_appeal(late, filed_on="2026-04-11").must_refuse("APPEAL_TOO_LATE", 409)
    expect_equal(reply.details("APPEAL_TOO_LATE")["limit_date"], "2026-04-10")
    expect_equal(late.organism.referent.get(f"{late.path}/appeals").must(200)["data"], [])


@story
def bad_input_names_the_field(world):
    journey = refused(world)
    path = f"{journey.path}/appeals"
    post = journey.organism.referent.post
    expect_equal(post(path, {}).must(422).errors, {"/decision_id": "REQUIRED", "/grounds": "REQUIRED"})
    expect_equal(send_appeal(journey, grounds="").must(422).errors, {"/grounds": "MIN_LENGTH"})
    expect_equal(send_appeal(journey, filed_on="2026-02-30").must(422).errors, {"/filed_on": "DATE_INVALID"})
    expect_equal(send_appeal(journey, state="UPHELD").must(422).errors, {"/state": "READ_ONLY_FIELD"})
    # A refusal is appealed once: whoever does it for the candidate says by what one sees that the candidate wants it.
    expect_equal(send_appeal(journey, proof=None).must(422).errors, {"/proof": "REQUIRED"})
    dry = post(f"{path}?dry_run=true", {"decision_id": refusal(journey), "grounds": GROUNDS, "proof": "Lettre signée"}).must(201)
    world.certifier.get(f"/v1/appeals/{dry['id']}").must(404)
    appeal = send_appeal(journey).must(201)
    events = f"/v1/appeals/{appeal['id']}/events"
    send_event(world, appeal, "DECIDE").must_refuse("ENUM", 422)
    world.certifier.post(events, event_body("REJECT", reason="x")).must_refuse("PRECONDITION_REQUIRED", 428)
    send_event(world, appeal, "DECLARE_ADMISSIBLE", expected_version=9).must_refuse("VERSION_MISMATCH", 412)
    send_event(world, appeal, "DECLARE_ADMISSIBLE", occurred_on="2026-02-11").must_refuse("DATE_IN_FUTURE", 409)
    send_event(world, appeal, "DECLARE_ADMISSIBLE", occurred_on="2026-02-09").must_refuse("DATE_BEFORE_PREVIOUS_ACT", 409)
    expect_equal(send_event(world, appeal, "UPHOLD").must_refuse("INVALID_STATE", 409).body["allowed_events"], ["DECLARE_ADMISSIBLE", "REJECT"])
    send_event(world, {"id": str(uuid.uuid4()), "version": 1}, "UPHOLD").must(404)
    journey.refresh().refused("ENUM", "REEXAMINE", HELD, who=world.certifier, status=422)


@story
def who_files_their_own_appeal_files_it_today(world):
    """A letter has a day of its own, which its proof shows; one's own word is of today, or the time to appeal has no end."""
    journey, other = refused(world), refused(world)
    himself = world.key("CANDIDATE", journey.candidate["id"], ["CANDIDATE"], None)
    world.flush()
    world.set_today("2026-05-04")
    expect_equal(send_appeal(journey, himself, proof=None, filed_on="2026-04-10").must(422).errors, {"/filed_on": "FIELD_NOT_APPLICABLE"})
    send_appeal(journey, himself, proof=None, filed_on="2026-05-04").must(201)
    expect_equal(send_appeal(other, filed_on="2026-04-10").must(201)["filed_on"], "2026-04-10", "by a letter")


@story
def who_files_who_reads_who_settles(world):
    journey, other = refused(world), refused(world)
    himself = world.key("CANDIDATE", journey.candidate["id"], ["CANDIDATE"], None)
    world.flush()
    for client in (journey.organism.counsellor, world.commission.secretary, world.certifier):
        send_appeal(journey, client).must_refuse("ROLE_NOT_ALLOWED", 403)
    stranger = world.organisms[1]
    send_appeal(journey, stranger.referent).must(404)
    send_appeal(other, himself).must(404)
    appeal = send_appeal(journey, himself, proof=None).must(201)
    expect_equal((appeal["filed_by"], appeal["acting_org_id"], appeal["proof"]), (None, None, None))
    path = f"/v1/appeals/{appeal['id']}"
    for client in (himself, journey.organism.referent, world.commission.secretary, world.certifier, world.auditor):
        expect_equal(client.get(path).must(200)["state"], "FILED")
        expect_equal(len(client.get(f"{journey.path}/appeals").must(200)["data"]), 1)
    stranger.referent.get(path).must(404)
    stranger.referent.get(f"{journey.path}/appeals").must(404)
    for client in (himself, journey.organism.referent, world.commission.secretary):
        send_event(world, appeal, "DECLARE_ADMISSIBLE", client).must_refuse("ROLE_NOT_ALLOWED", 403)
    moved = {"to_org_id": stranger.id, "consent_on": HELD}
    other.offered(stranger, HELD).event("TRANSFER", HELD, moved, to="PARTIAL")
    send_appeal(other).must_refuse("OUT_OF_SCOPE", 403)
    send_appeal(other, stranger.referent).must(201)


@story
def an_appeal_is_withdrawn_by_who_filed_it_or_the_candidate(world):
    """With a reason, until it is settled; an organism says by what one sees that the candidate wants it, and the candidate may still appeal."""
    journey, own, other = refused(world), refused(world), refused(world)
    referent = journey.organism.referent
    himself = {item.id: world.key("CANDIDATE", item.candidate["id"], ["CANDIDATE"], None) for item in (journey, own, other)}
    world.flush()
    filed = send_appeal(journey).must(201)
    send_event(world, filed, "WITHDRAW", referent, proof="Lettre signée").must_refuse("REASON_REQUIRED", 409)
    expect_equal(send_event(world, filed, "WITHDRAW", referent, reason="Il renonce").must(422).errors, {"/data/proof": "REQUIRED"})
    send_event(world, filed, "WITHDRAW", referent, reason="Il renonce", proof="x", expected_version=9).must_refuse("VERSION_MISMATCH", 412)
    for client in (world.certifier, world.commission.secretary, journey.organism.counsellor):
        refusal_ = send_event(world, filed, "WITHDRAW", client, reason="Il renonce", proof="x").must_refuse("ROLE_NOT_ALLOWED", 403)
        expect(set(refusal_.details("ROLE_NOT_ALLOWED")["roles"]) >= {"CANDIDATE", "REFERENT"}, refusal_)
    send_event(world, filed, "WITHDRAW", world.organisms[1].referent, reason="Il renonce", proof="x").must(404)
    send_event(world, filed, "WITHDRAW", himself[own.id], reason="Il renonce").must(404)
    gone = send_event(world, filed, "WITHDRAW", referent, reason="Il renonce", proof="Lettre signée").must(201)["resource"]
    expect_equal((gone["state"], gone["settled_on"], gone["reason"], gone["withdraw_proof"]), ("WITHDRAWN", HELD, "Il renonce", "Lettre signée"))
    for client in (himself[journey.id], world.certifier):
        expect_equal(client.get(f"/v1/appeals/{filed['id']}").must(200)["reason"], "Il renonce")
    for event, client in (("WITHDRAW", referent), ("DECLARE_ADMISSIBLE", world.certifier)):
        send_event(world, gone, event, client, reason="Encore", **({"proof": "x"} if event == "WITHDRAW" else {})).must_refuse("INVALID_STATE", 409)
    expect_equal(journey.refresh().state, "PARTIAL")
    # What the candidate filed the organism does not withdraw.
    filed = send_appeal(own, himself[own.id], proof=None).must(201)
    expect_equal(send_event(world, filed, "WITHDRAW", referent, reason="x", proof="x").must_refuse("ACT_OF_ANOTHER", 403).details("ACT_OF_ANOTHER"),
                 {"whose": "APPELLANT"})
    filed = send_event(world, filed, "DECLARE_ADMISSIBLE").must(201)["resource"]
    gone = send_event(world, filed, "WITHDRAW", himself[own.id], reason="J’y renonce").must(201)["resource"]
    expect_equal((gone["state"], gone["withdraw_proof"], gone["admissible_on"]), ("WITHDRAWN", None, HELD))
    # The candidate what an organism filed, which is in charge no more.
    filed, stranger = send_appeal(other).must(201), world.organisms[1]
    other.offered(stranger, HELD).event("TRANSFER", HELD, {"to_org_id": stranger.id, "consent_on": HELD}, to="PARTIAL")
    for client in (referent, stranger.referent):
        send_event(world, filed, "WITHDRAW", client, reason="x", proof="x").must_refuse("ACT_OF_ANOTHER", 403)
    clients = [himself[other.id], himself[other.id].clone()]
    replies = together(*(lambda client=client: send_event(world, filed, "WITHDRAW", client, reason="J’y renonce") for client in clients))
    expect_equal(sorted(reply.status for reply in replies), [201, 412], "two at once")


@story
def an_expired_candidacy_is_examined_again(world):
    """The refusal fell after the five years; the file was in time."""
    world.set_today("2021-03-15")
    journey = Journey(world).informed("2021-03-15").prior("2021-03-15").restitution("2021-03-15", to="JURY_READY").submit("2021-03-15")
    world.set_today("2026-04-01")
    Session(world, "2026-04-01").held(journey, "REFUSED", **REASONS)
    expect_equal(journey.refresh().state, "EXPIRED")
    appeal = send_appeal(journey, filed_on="2026-04-01").must(201)
    appeal = send_event(world, appeal, "DECLARE_ADMISSIBLE", occurred_on="2026-04-01").must(201)["resource"]
    again = Journey(world, world.organisms[1], candidate=journey.candidate).informed("2026-04-01")
    refused = send_event(world, appeal, "REEXAMINE", occurred_on="2026-04-01", reason=AGAIN).must_refuse("CANDIDACY_ALREADY_OPEN", 409)
    # Only a contact asks for a transfer.
    expect_equal([reason["resolve_with"] for reason in refused.body["reasons"]], [None])
    again.event("WITHDRAW", "2026-04-01", {"requested_on": "2026-04-01"}, to="WITHDRAWN")
    send_event(world, appeal, "REEXAMINE", occurred_on="2026-04-01", reason=AGAIN).must(201)["resource"]
    expect_equal(journey.refresh().state, "SUBMITTED")
    session = Session(world, "2026-04-01", chair="EMPLOYER2", vice_chair="EMPLOYEE2").put(journey).convene("2026-04-01")
    session.attend(**OTHERS).open().vote(journey, EMPLOYER2="FOR", EMPLOYEE2="FOR")
    session.send_decision(journey, "CERTIFIED", who=session.juror("EMPLOYER2")).must(200, 201)
    session.close().sign("EMPLOYER2", "EMPLOYEE2")
    expect_equal(journey.read()["state"], "CERTIFIED")


@story
def what_went_on_since_the_refusal_comes_first(world):
    journey = refused(world)
    appeal = admitted(world, journey)
    world.set_today("2026-12-01")
    journey.propose("2026-02-11", ["3"], "2026-02-12", "2026-06-30")
    send_event(world, appeal, "REEXAMINE", reason=AGAIN).must_refuse("PATH_IN_PROGRESS", 409)
    asked = world.certifier.get(f"/v1/appeals/{appeal['id']}/allowed-events").must(200)
    expect_equal([(row["event"], row["is_allowed"], [guard["code"] for guard in row["guards"] if guard["answer"] == "UNMET"])
                  for row in asked["data"]],
                 [("UPHOLD", True, []), ("REEXAMINE", False, ["PATH_IN_PROGRESS"]), ("REJECT", True, []),
                  ("WITHDRAW", False, ["ROLE_NOT_ALLOWED"])])
    asked = journey.organism.referent.get(f"/v1/appeals/{appeal['id']}/allowed-events").must(200)
    expect_equal([(row["event"], row["is_allowed"]) for row in asked["data"]], [("WITHDRAW", True)])
    journey.refresh().accept("2026-02-11").close_modules("2026-06-30")
    send_event(world, appeal, "REEXAMINE", reason=AGAIN).must_refuse("PATH_IN_PROGRESS", 409)
    journey.event("CLOSE_PATH", "2026-06-30", to="FINAL_READY")
    journey.event("START_FINAL", "2026-07-01", {"held_on": "2026-07-01"}, to="FINAL_IN_PROGRESS")
    send_event(world, appeal, "REEXAMINE", reason=AGAIN).must_refuse("EVALUATION_IN_PROGRESS", 409)
    journey.results("2026-07-01").event("COMPLETE_FINAL", "2026-07-01", to="FINAL_COMPLETED").restitution("2026-07-01", to="JURY_READY")
    send_event(world, appeal, "REEXAMINE", reason=AGAIN).must_refuse("INVALID_STATE", 409)
    # Once nothing of it is left but a hole elsewhere, the file is not whole.
    gone = refused(world)
    appeal = admitted(world, gone)
    gone.event("ANNUL_EVALUATION", HELD, {"evaluation_id": gone.evaluations()[0]["id"], "reason": "ERROR"}, who=world.certifier, to="INFORMED")
    told = gone.organism.referent.get(f"{gone.path}/summary").must(200)
    expect_equal((told["is_direct_route"], told["missing_domain_codes"]), (None, None), "nothing is evaluated")
    gone.prior(HELD, fails=("5",)).restitution(HELD, to="PARTIAL")
    reply = send_event(world, appeal, "REEXAMINE", reason=AGAIN).must_refuse("DOMAINS_MISSING", 409)
    expect_equal(reply.details("DOMAINS_MISSING")["domain_codes"], ["5"])
    # A path is proposed by the organism, which is told so; the certifier is not sent where nobody lets him in.
    expect_equal([reason["resolve_with"] for reason in reply.body["reasons"] if reason["code"] == "DOMAINS_MISSING"], [None])
