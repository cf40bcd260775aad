# SPDX-License-Identifier: EUPL-1.2
"""Sessions, votes, minutes, certificates, appeals."""

import itertools

from act import Act, act
from harness.event import event_body
from harness.session import Session
from candidacy_acts import himself
from stages import SESSION_DAY, jury_ready, opened, submitted

branches = itertools.count()
REASONS = {"reasons": "Domaine 3 non démontré", "domain_codes": ["3"]}


@act("planSession")
def plan_session(world):
    commission = world.commission
    return Act(commission.secretary, "POST", f"/v1/commissions/{commission.id}/sessions", {
        "held_on": SESSION_DAY, "place": "Lille", "modality": "ON_SITE", "chair_member_id": commission.members["EMPLOYER1"]["id"],
        "vice_chair_member_id": commission.members["EMPLOYEE1"]["id"], "capacity": 10})


@act("changeSession")
def change_session(world):
    session = Session(world, SESSION_DAY)
    return Act(session.secretary, "PATCH", session.path, {"place": "Arras", "capacity": 12,
                                                          "chair_member_id": session.member_id("EMPLOYER2")}, session.version, True)


def session_event(name, make, who=None):
    @act("recordSessionEvent", name)
    def fixture(world):
        session = make(world).read()
        body = {"event": name, "occurred_on": session.held_on}
        if name == "CANCEL":
            body["data"] = {"reason": "Grève"}
        sender = session.chair if name in ("OPEN", "CLOSE") else session.secretary
        return Act(sender, "POST", f"{session.path}/events", body, session.version)


def decided(world, outcome="CERTIFIED", choice="FOR", **members):
    journey = submitted(world)
    session = opened(world, journey).vote(journey, EMPLOYER1=choice, EMPLOYEE1=choice).decide(journey, outcome, **members)
    session.journey = journey
    return session


def planned_with_file(world):
    return Session(world, SESSION_DAY).put(submitted(world))


def planned_with_hour(world):
    """Nobody is convened without one."""
    session = planned_with_file(world)
    session.set_hour()
    return session


session_event("CONVENE", planned_with_hour)
session_event("OPEN", lambda world: planned_with_file(world).convene("2026-02-01").attend(EMPLOYER1="PRESENT", EMPLOYEE1="PRESENT"))
session_event("CLOSE", decided)
session_event("CANCEL", planned_with_file)


@act("putFileOnAgenda")
def put_file(world):
    journey = submitted(world)
    session = Session(world, SESSION_DAY)
    return Act(session.secretary, "POST", f"{session.path}/agenda", {"file_id": journey.file()["id"]})


@act("removeFileFromAgenda")
def remove_file(world):
    journey = submitted(world)
    session = Session(world, SESSION_DAY).put(journey)
    return Act(session.secretary, "POST", f"{session.item(journey)}/removals", {"reason": "Incomplet"}, reads=(f"{session.path}/agenda?with_removed=true",))


@act("orderAgenda")
def order_agenda(world):
    session = Session(world, SESSION_DAY).put(submitted(world), submitted(world)).read()
    first, second = session.items.values()
    return Act(session.secretary, "PUT", f"{session.path}/agenda-order", {"agenda_item_ids": [second, first]}, session.version, True,
               reads=(f"{session.path}/agenda",))


@act("recordAttendance")
def record_attendance(world):
    session = planned_with_file(world).convene("2026-02-01")
    return Act(session.secretary, "PUT", f"{session.path}/attendance",
               {"attendance": [{"member_id": session.member_id("EMPLOYER1"), "presence": "PRESENT"}]})


def open_session(world):
    journey = submitted(world)
    session = opened(world, journey)
    return session, journey


@act("stepDown")
def step_down(world):
    journey = submitted(world)
    session = Session(world, SESSION_DAY).put(journey).convene("2026-02-01").attend(
        EMPLOYER1="PRESENT", EMPLOYEE1="PRESENT", EMPLOYER2="PRESENT", EMPLOYEE2="PRESENT").open()
    return Act(session.juror("EMPLOYER2"), "POST", f"{session.item(journey)}/step-downs",
               {"member_id": session.member_id("EMPLOYER2"), "reason": "Lié à l'organisme"}, reads=(f"{session.path}/agenda",))


@act("stepDown", "recusal")
def recuse(world):
    session = planned_with_file(world).convene("2026-02-01")
    item = next(iter(session.items.values()))
    return Act(session.juror("EMPLOYER2"), "POST", f"/v1/agenda-items/{item}/step-downs",
               {"member_id": session.member_id("EMPLOYER2"), "reason": "Voisin du candidat", "is_recusal": True}, reads=(f"{session.path}/agenda",))


@act("undoStepDown")
def undo_step_down(world):
    made = step_down(world)
    made.send().must(201)
    return Act(made.client, "DELETE", f"{made.path}/{made.body['member_id']}")


@act("recordDeparture")
def record_departure(world):
    session, journey = open_session(world)
    return Act(session.juror("EMPLOYEE1"), "POST", f"{session.path}/departures",
               {"member_id": session.member_id("EMPLOYEE1"), "agenda_item_id": session.items[journey.id]})


@act("castVote")
def cast_vote(world):
    session, journey = open_session(world)
    return Act(session.juror("EMPLOYER1"), "PUT", f"{session.item(journey)}/votes/{session.member_id('EMPLOYER1')}", {"choice": "FOR"})


@act("castVote", "recorded")
def record_vote(world):
    session, journey = open_session(world)
    return Act(session.secretary, "PUT", f"{session.item(journey)}/votes/{session.member_id('EMPLOYER1')}", {"choice": "FOR"})


@act("castVote", "confirmed")
def confirm_vote(world):
    session, journey = open_session(world)
    session.record(journey, EMPLOYER1="FOR")
    return Act(session.juror("EMPLOYER1"), "PUT", f"{session.item(journey)}/votes/{session.member_id('EMPLOYER1')}", {"choice": "FOR"})


def recorded_and_decided(world):
    session, journey = open_session(world)
    return session.record(journey, EMPLOYEE1="FOR").vote(journey, EMPLOYER1="FOR").decide(journey, "CERTIFIED"), journey


@act("castVote", "changed after the decision")
def change_vote(world):
    session, journey = recorded_and_decided(world)
    return Act(session.juror("EMPLOYEE1"), "PUT", f"{session.item(journey)}/votes/{session.member_id('EMPLOYEE1')}", {"choice": "AGAINST"})


def contest(variant, make):
    @act("contestVote", variant)
    def fixture(world):
        session, journey = make(world)
        return Act(session.juror("EMPLOYEE1"), "POST", f"{session.item(journey)}/votes/{session.member_id('EMPLOYEE1')}/contest",
                   {"reason": "Je n'ai pas voté ainsi."}, reads=(f"{session.item(journey)}/votes",))


def recorded(world):
    session, journey = open_session(world)
    return session.record(journey, EMPLOYEE1="FOR"), journey


def recorded_and_closed(world):
    session, journey = recorded_and_decided(world)
    return session.close(), journey


contest("undecided", recorded)
contest("decided", recorded_and_decided)
contest("closed", recorded_and_closed)


def decision(variant, choice, **members):
    @act("recordDecision", variant)
    def make(world):
        session, journey = open_session(world)
        session.vote(journey, EMPLOYER1=choice, EMPLOYEE1=choice)
        return Act(session.juror("EMPLOYER1"), "POST", f"{session.item(journey)}/decision", {"outcome": variant} | members)


decision("CERTIFIED", "FOR")
decision("REFUSED", "AGAINST", **REASONS)
decision("DEFERRED", "ABSTAIN", request_text="Une pièce manque.")


@act("withdrawDecision")
def withdraw_decision(world):
    session, journey = open_session(world)
    session.decide(journey, "NOT_EXAMINED", reasons="Faute de temps")
    return Act(session.juror("EMPLOYER1"), "POST", f"{session.item(journey)}/decision-withdrawals", {"reason": "Mauvais dossier"},
               reads=(f"{session.path}/agenda",))


@act("changeDecision")
def change_decision(world):
    session = decided(world, "DEFERRED", "ABSTAIN", request_text="Une pièce manque.").read()
    return Act(session.juror("EMPLOYER1"), "PATCH", f"{session.item(session.journey)}/decision", {"request_text": "Le livret manque."}, session.version, True)


@act("changeFile")
def change_file(world):
    journey = decided(world, "DEFERRED", "ABSTAIN", request_text="Une pièce manque.").close().sign().journey
    journey.refresh().event("ANSWER_COMPLEMENT", SESSION_DAY, {"answer": "La voici."})
    return Act(journey.client("referent"), "PATCH", f"/v1/files/{journey.file()['id']}", {"answer_text": "Le livret est joint."}, journey.version, True)


@act("signMinutes", "first")
def sign_first(world):
    session = decided(world).close()
    return Act(session.juror("EMPLOYER1"), "POST", f"{session.path}/minutes/signatures", {})


@act("signMinutes", "second")
def sign_second(world):
    session = decided(world).close()
    session.send_signature("EMPLOYER1").must(201)
    return Act(session.juror("EMPLOYEE1"), "POST", f"{session.path}/minutes/signatures", {})


@act("nameStandIn")
def name_stand_in(world):
    journey = submitted(world)
    session = Session(world, SESSION_DAY).put(journey).convene("2026-02-01").attend(
        EMPLOYER1="PRESENT", EMPLOYEE1="PRESENT", EMPLOYER2="PRESENT", EMPLOYEE2="PRESENT").open()
    session.vote(journey, EMPLOYER1="FOR", EMPLOYEE1="FOR", EMPLOYER2="FOR", EMPLOYEE2="FOR").decide(journey, "CERTIFIED").close()
    return Act(session.secretary, "POST", f"{session.path}/stand-ins",
               {"member_id": session.member_id("EMPLOYEE2"), "reason": "La vice-présidente est souffrante."}, reads=(f"{session.path}/stand-ins",),
               others={"CERTIFIER": (world.certifier, {})})


MENDS = {"reason": "La séance s'est tenue à distance.", "modality": "REMOTE", "place": "Visioconférence"}


@act("draftRectification")
def draft_rectification(world):
    session = decided(world).close().sign()
    return Act(session.secretary, "POST", f"{session.path}/rectifications", MENDS,
               reads=(f"{session.path}/minutes",))


def drafted(world, *signers):
    """(session, path of its draft), signed by these."""
    session = decided(world).close().sign()
    path = f"{session.path}/rectifications"
    path += "/" + session.secretary.post(path, MENDS).must(201)["id"]
    for label in signers:
        session.juror(label).post(f"{path}/signatures", {}).must(201)
    return session, path


@act("signRectification", "first")
def sign_rectification_first(world):
    session, path = drafted(world)
    return Act(session.juror("EMPLOYER1"), "POST", f"{path}/signatures", {}, reads=(path,))


@act("signRectification", "second")
def sign_rectification_second(world):
    session, path = drafted(world, "EMPLOYER1")
    return Act(session.juror("EMPLOYEE1"), "POST", f"{path}/signatures", {}, reads=(path,))


@act("withdrawRectification")
def withdraw_rectification(world):
    session, path = drafted(world, "EMPLOYER1")
    return Act(session.secretary, "POST", f"{path}/withdrawals", {"reason": "Le lieu était juste."}, reads=(path,))


def certified(world):
    return decided(world).close().sign().journey


@act("issueCertificate")
def issue_certificate(world):
    return Act(world.certifier, "POST", "/v1/certificates", {"candidacy_id": certified(world).id})


def certificate(world):
    return world.certifier.post("/v1/certificates", {"candidacy_id": certified(world).id}).must(201)


@act("issueCertificates", "of a session")
def issue_of_session(world):
    return Act(world.certifier, "POST", "/v1/certificate-batches",
               {"session_id": decided(world).close().sign().id})


@act("issueCertificates", "by id")
def issue_by_id(world):
    return Act(world.certifier, "POST", "/v1/certificate-batches", {"candidacy_ids": [certified(world).id, certified(world).id], "is_atomic": True})


@act("issueDuplicate")
def issue_duplicate(world):
    return Act(world.certifier, "POST", f"/v1/certificates/{certificate(world)['id']}/duplicates",
               {"reason": "OTHER", "note": "Déclaration de perte"})


def duplicate_handovers(world):
    made = issue_duplicate(world).send().must(201)
    return f"/v1/certificates/{made['certificate_id']}/duplicates/{made['id']}/handovers", made["issued_on"]


@act("recordDuplicateHandover")
def record_duplicate_handover(world):
    path, issued_on = duplicate_handovers(world)
    return Act(world.commission.secretary, "POST", path, {"handed_on": issued_on, "channel": "POST"})


@act("recordHandover")
def record_handover(world):
    return Act(world.commission.secretary, "POST", f"/v1/certificates/{certificate(world)['id']}/handovers",
               {"handed_on": SESSION_DAY, "channel": "TRACKED_POST", "tracking_number": "1A00012345678"})


@act("recordHandover", "corrected")
def correct_handover(world):
    first = record_handover(world)
    made = first.send().must(201)
    first.body = {"handed_on": SESSION_DAY, "channel": "IN_PERSON", "corrects_id": made["id"], "correction_reason": "Erreur de saisie"}
    first.others = {"CERTIFIER": (world.certifier, {})}
    return first


@act("requestAnnulment")
def request_annulment(world):
    return Act(world.eyes()[0], "POST", f"/v1/certificates/{certificate(world)['id']}/annulment-requests",
               {"reason": "FRAUD", "grounds": "Une autre personne s’est présentée."})


def annulment_event(name, **data):
    @act("recordAnnulmentRequestEvent", name)
    def make(world):
        asked = request_annulment(world).send().must(201)
        return Act(world.eyes()[1], "POST", f"/v1/annulment-requests/{asked['id']}/events", event_body(name, **data), asked["version"], True)


annulment_event("CONFIRM")
annulment_event("REFUSE", reason="Rien d’établi")


def refused(world):
    journey = decided(world, "REFUSED", "AGAINST", **REASONS).close().sign().journey
    history = journey.client("referent").get(f"{journey.path}/history").must(200)["data"]
    return journey, [item["data"]["decision_id"] for item in history if item["event"] == "REFUSE"][-1]


def elsewhere(world):
    """Another commission of the same certification."""
    return world.certifier.post("/v1/commissions", {"kind": "BRANCH", "name": "Une branche", "idcc": str(1000 + next(branches)),
                                                    "referential_code": world.referential.code}).must(201)["id"]


@act("nameCommission")
def name_commission(world):
    journey = jury_ready(world)
    return Act(world.certifier, "POST", f"{journey.path}/commission-overrides", {"commission_id": elsewhere(world), "reason": "La commission ne peut pas se réunir."},
               reads=(f"{journey.path}/commission-overrides",))


@act("nameCommission", "of a file that waits")
def name_commission_of_file(world):
    journey = submitted(world)
    return Act(world.certifier, "POST", f"{journey.path}/commission-overrides", {"commission_id": elsewhere(world), "reason": "La commission ne peut pas se réunir."},
               reads=(f"{journey.path}/commission-overrides",))


@act("endCommissionOverride")
def end_override(world):
    named = name_commission(world)
    made = named.send().must(201)
    return Act(world.certifier, "POST", f"{named.path}/{made['id']}/ends", {"reason": "Elle se réunit de nouveau."}, reads=(named.path,))


@act("recordNotification")
def record_notification(world):
    journey, decision_id = refused(world)
    return Act(journey.client("referent"), "POST", f"{journey.path}/notifications",
               {"decision_id": decision_id, "notified_on": SESSION_DAY, "channel": "REGISTERED_LETTER", "document": "Lettre de décision"})


@act("recordNotification", "corrected")
def correct_notification(world):
    first = record_notification(world)
    made = first.send().must(201)
    first.body = first.body | {"channel": "IN_PERSON", "corrects_id": made["id"], "correction_reason": "Erreur de saisie"}
    return first


@act("fileAppeal")
def file_appeal(world):
    journey, decision_id = refused(world)
    return Act(journey.client("referent"), "POST", f"{journey.path}/appeals",
               {"decision_id": decision_id, "filed_on": SESSION_DAY, "grounds": "Mal apprécié.", "proof": "Lettre signée"},
               others={"CANDIDATE": (himself(world, journey), {})})


@act("changeAppeal")
def change_appeal(world):
    made = file_appeal(world).send().must(201)
    return Act(world.organisms[0].referent, "PATCH", f"/v1/appeals/{made['id']}", {"grounds": "Le domaine 3 a été mal apprécié.", "proof": "Lettre du candidat", "filed_on": SESSION_DAY},
               made["version"], True)


def appeal_event(name, before=(), **members):
    @act("recordAppealEvent", name)
    def make(world):
        made = file_appeal(world).send().must(201)
        path = f"/v1/appeals/{made['id']}/events"
        for event in before:
            made = world.certifier.post(path, event_body(event, occurred_on=SESSION_DAY, expected_version=made["version"])).must(201)["resource"]
        client = world.organisms[0].referent if name == "WITHDRAW" else world.certifier
        return Act(client, "POST", path, event_body(name, occurred_on=SESSION_DAY, **members), made["version"], True)


appeal_event("DECLARE_ADMISSIBLE")
appeal_event("REJECT", reason="Hors délai")
appeal_event("UPHOLD", ["DECLARE_ADMISSIBLE"], reason="Décision fondée")
appeal_event("REEXAMINE", ["DECLARE_ADMISSIBLE"], reason="Un juré connaissait le candidat")
appeal_event("WITHDRAW", ["DECLARE_ADMISSIBLE"], reason="Le candidat renonce", proof="Lettre signée")
