# SPDX-License-Identifier: EUPL-1.2
"""Things with events, one in each state that can be reached, and a right body for each event: for allowed.py."""

import datetime
import re
import uuid

import files
from candidacy_acts import transfer_request
from commission_acts import certificate, decided, file_appeal, planned_with_file, planned_with_hour
from harness.event import event_body
from harness.journey import Journey
from harness.session import Session
from instance import ROOT
from national_acts import active, asked_function, draft, habilitation, membership, retraction, tree, versions
from stages import DAY, PRIOR_DAY, Stage, final, fresh, informed, jury_ready, partial, prior, proposed, ready_for_final, submitted, training

NOWHERE = str(uuid.uuid4())
# The acts whose day can be put right.
DATED = set(re.findall(r"^DATED\((\w+),", (ROOT / "lib/act_order.def").read_text(), re.M))


class Thing:
    """path, state as it should be, the vocabulary of its events, who asks, and the data of each event."""

    def __init__(self, path, state, events, callers, data, version=None, day=DAY, own_state=lambda event: True):
        self.path, self.state, self.events, self.callers = path, state, events, callers
        self._data, self._version, self.day, self.is_own_state = data, version, day, own_state

    def data(self, event, client=None):
        """client: who may do it, as far as is said; some bodies are right for one and wrong for another."""
        data = self._data(event) if callable(self._data) else self._data.get(event)
        return (data(client) if callable(data) else data) or {}

    def head(self, event):
        return {"occurred_on": self.day} if self.day else {}

    def version(self):
        return self._version

    def __str__(self):
        return f"{self.events} {self.state}"


class People:
    """A caller of each role; made once, as everything they see is the first organism's."""

    def __init__(self, world):
        network = world.network()
        world.join(network, world.organisms[0])
        chair, juror = (world.commission.members[label]["person_id"] for label in ("EMPLOYER1", "EMPLOYEE1"))
        here = world.organisms[0]
        self.callers = {
            "certifier": world.certifier, "auditor": world.auditor,
            "counsellor": here.counsellor, "evaluator": here.evaluator, "trainer": here.trainer, "referent": here.referent,
            "another referent": world.organisms[1].referent,
            "network manager": world.key("NETWORK", network, ["NETWORK_MANAGER"], world.person()),
            "secretary": world.commission.secretary,
            "chair": world.key("COMMISSION", world.commission.id, ["CHAIR"], chair),
            "juror": world.key("COMMISSION", world.commission.id, ["JUROR"], juror),
            "administrator": world.key("SYSTEM", None, ["ADMINISTRATOR"], world.person()),
        }
        world.flush()

    @staticmethod
    def of(world):
        if "_people" not in world.__dict__:
            world.__dict__["_people"] = People(world)
        return dict(world.__dict__["_people"].callers)


def callers(world, candidate=None):
    """With the candidate in person, where the thing is about one."""
    found = People.of(world)
    if candidate:
        found["candidate"] = world.key("CANDIDATE", candidate["id"], ["CANDIDATE"], None)
        world.flush()
    return found


# Candidacies


def agreed(world, journey, owner):
    """Another organism, which takes the file if it can be offered."""
    holder, to = (next(item for item in world.organisms if (item.id == owner) is is_owner) for is_owner in (True, False))
    offer = journey.offer(to, DAY, holder.referent)
    if offer.status == 201:
        to.referent.post(f"/v1/transfer-requests/{offer['id']}/events", {
            "event": "ACCEPT", "expected_version": offer["version"], "data": {}}).must(201)
    return to


def spare_sitting(journey):
    """One that no result rests on: the last one."""
    return Stage.sitting_of(journey) if journey.state.endswith("_IN_PROGRESS") and journey.open_evaluation()["sittings"] else NOWHERE


def beside_day(day, days):
    return (datetime.date.fromisoformat(day) + datetime.timedelta(days)).isoformat()


def day_put_right(world, journey):
    """Of the latest act of theirs that may have been on the day before or after; of none, where there is no such act."""
    acts = [row for row in reversed(world.certifier.every(f"{journey.path}/events")) if row["event"] in DATED]

    def data(client):
        for act in acts if client else ():
            for days in (-1, 1):
                body = {"corrects_id": act["id"], "happened_on": beside_day(act["occurred_on"], days), "reason": "x"}
                if client.post(f"{journey.path}/events?dry_run=true", {"event": "CORRECT_DATE", "data": body}, checks=False).status == 201:
                    return body
        return {"corrects_id": NOWHERE, "happened_on": DAY, "reason": "x"}

    return data


def candidacy_data(world, journey, is_wanted=True):
    path = journey.live_path() if journey.state in ("PATH_PROPOSED", "IN_TRAINING", "FINAL_READY") else None
    modules = sorted((path or {"modules": []})["modules"], key=lambda item: item["status"] != "OPEN")
    module = modules[0]["id"] if modules else NOWHERE
    done = journey.evaluations() if journey.state not in ("CONTACT", "INFORMED") else []
    missing = journey.missing_domains() if journey.state == "PARTIAL" else ["2"]
    owner = world.certifier.get(journey.path).must(200)["owner_org_id"]
    named = next(organism for organism in world.organisms if organism.id == owner).person
    scope = world.referential.of("2") if journey.state == "FINAL_IN_PROGRESS" else world.referential.criteria[:1]
    return {
        "RECORD_INFORMATION": {"has_consent": True, "counsellor_id": named("COUNSELLOR")},
        "START_PRIOR": {"held_on": DAY, "evaluator_id": named("EVALUATOR")},
        "CORRECT_CONTACT": {"opened_on": beside_day(journey.read()["opened_on"], -1), "reason": "x"}, "REOPEN_PATH": {"reason": "x"},
        "ADD_SITTING": {"starts_at": f"{DAY}T17:00:00+01:00", "evaluator_id": named("EVALUATOR")},
        "CORRECT_SITTING": {"sitting_id": spare_sitting(journey), "place": "Salle du haut", "reason": "x"}, "CANCEL_SITTING": {"sitting_id": spare_sitting(journey), "reason": "x"},
        "CORRECT_RESTITUTION": {"evaluation_id": next((item["id"] for item in reversed(done) if item["status"] == "RESTITUTED"), NOWHERE), "synthesis": "Autre synthèse.", "reason": "x"},
        "REOPEN_MODULE": {"module_id": modules[-1]["id"] if modules else NOWHERE, "reason": "x"},
        "RECORD_RESULTS": {"results": journey.grid(scope[:1]), "evaluator_id": named("EVALUATOR")},
        "COMPLETE_PRIOR": {"evaluator_id": named("EVALUATOR")}, "RECORD_RESTITUTION": {"person_id": named("COUNSELLOR")},
        "PROPOSE_PATH": {"planned_start_date": DAY, "planned_end_date": "2026-06-30", "modules": journey.modules(missing)},
        "ACCEPT_PATH": {"proof": "formulaire signé"}, "DECLINE_PATH": {"reason": "x"}, "RECORD_ATTENDANCE": {"module_id": module, "attended_minutes": 60},
        "CORRECT_ATTENDANCE": {"attendance_id": Stage.attendance_of(journey) or NOWHERE, "attended_minutes": 60, "reason": "x"},
        "CORRECT_DATE": day_put_right(world, journey),
        "CLOSE_MODULE": {"module_id": module}, "CHANGE_TRAINER": {"module_id": module, "trainer_id": Stage.other_trainer(journey)},
        "CLOSE_PATH": {}, "START_FINAL": {"held_on": DAY, "evaluator_id": named("EVALUATOR")},
        "COMPLETE_FINAL": {"evaluator_id": named("EVALUATOR")}, "SUBMIT_FILE": {}, "ANSWER_COMPLEMENT": {"answer": "x"},
        "INTERRUPT_PATH": {"reason": "x"}, "WITHDRAW": {"requested_on": DAY}, "ABANDON": {"written_proof_on": DAY},
        "TRANSFER": {"to_org_id": (agreed(world, journey, owner) if is_wanted else world.organisms[1]).id, "consent_on": DAY},
        "CANCEL": {"reason": "ERROR"},
        "ANNUL_EVALUATION": {"evaluation_id": done[0]["id"] if done else NOWHERE, "reason": "ERROR"},
    }


def on_agenda(world):
    journey = submitted(world)
    Session(world, DAY).put(journey)
    return journey.refresh()


def before_the_session(world):
    """It has opened, and nothing is signed yet."""
    journey = submitted(world)
    Session(world, DAY).put(journey).convene(DAY).attend(**ATTENDING).open()
    return journey.refresh()


def heard(world, outcome, **members):
    journey = submitted(world)
    Session(world, DAY).held(journey, outcome, **members)
    return journey.refresh()


def expired(world):
    """The sweep takes whatever is due: it comes before the others are made."""
    journey = partial(world)
    world.set_today("2031-01-15")
    while world.certifier.post("/v1/jobs/expiry/runs").must(200)["has_more"]:
        pass
    world.set_today(DAY)
    return journey.refresh()


def cancelled(world):
    journey = informed(world)
    world.certifier.post(f"{journey.path}/events", {"event": "CANCEL", "data": {"reason": "ERROR"}}).must(201)
    return journey.refresh()


def transferred(world):
    journey = informed(world).offered(world.organisms[1], DAY)
    journey.event("TRANSFER", DAY, {"to_org_id": world.organisms[1].id, "consent_on": DAY})
    return journey


def beside(reach, organism=None):
    """A new contact of somebody of whom there is a file already."""
    def make(world):
        held = reach(world)
        return Journey(world, organism and organism(world), candidate=held.candidate).open(DAY)
    return make


def ended_by_fraud(world):
    journey = informed(world)
    world.certifier.post(f"{journey.path}/events", {"event": "CANCEL", "data": {"reason": "FRAUD"}}).must(201)
    return journey


def sittings_planned(*days):
    """None of them has come, and the first was taken back."""
    def make(world):
        journey = informed(world).start_prior(PRIOR_DAY)
        first = {"sitting_id": Stage.sitting_of(journey), "reason": "x"}
        for day in days:
            journey.event("ADD_SITTING", DAY, {"held_on": day})
        return journey.event("CANCEL_SITTING", DAY, first)
    return make


def two_sittings(reach):
    return lambda world: reach(world).event("ADD_SITTING", DAY, {"held_on": DAY})


CANDIDACIES = {
    "CONTACT, certified here": beside(lambda world: heard(world, "CERTIFIED")), "CONTACT, followed here": beside(informed),
    "CONTACT, fraud here": beside(ended_by_fraud), "CONTACT, of others": beside(informed, lambda world: world.organisms[1]),
    "PRIOR_IN_PROGRESS, planned": sittings_planned("2026-02-20", "2026-03-10", "2026-03-01"),
    "PRIOR_IN_PROGRESS, without a sitting": sittings_planned(),
    "PRIOR_IN_PROGRESS, graded and planned": lambda world: Stage.graded(world).event("ADD_SITTING", DAY, {"held_on": "2026-02-20"}),
    "PRIOR_IN_PROGRESS, two sittings": two_sittings(Stage.graded), "INFORMED, wanted by nobody": informed,
    "EXPIRED": expired, "CONTACT": fresh, "INFORMED": informed, "PRIOR_IN_PROGRESS": prior,
    "PRIOR_IN_PROGRESS, graded": Stage.graded, "PRIOR_COMPLETED": Stage.completed, "PARTIAL": partial, "PATH_PROPOSED": proposed,
    "IN_TRAINING": training, "IN_TRAINING, attended": Stage.attended,
    "FINAL_READY, attended": lambda world: Stage.attended(world).close_modules(DAY).event("CLOSE_PATH", DAY, to="FINAL_READY"), "IN_TRAINING, closed": Stage.trained, "FINAL_READY": ready_for_final, "FINAL_IN_PROGRESS": final,
    "FINAL_COMPLETED": lambda world: final(world).event("COMPLETE_FINAL", DAY), "JURY_READY": jury_ready, "SUBMITTED": submitted,
    "ON_AGENDA": on_agenda, "ON_AGENDA, opened": before_the_session, "DEFERRED": lambda world: heard(world, "DEFERRED", request_text="Joindre le livret"),
    "CERTIFIED": lambda world: heard(world, "CERTIFIED"),
    "WITHDRAWN": lambda world: informed(world).event("WITHDRAW", DAY, {"requested_on": DAY}),
    "ABANDONED": Stage.abandoned, "CANCELLED": cancelled, "INFORMED, elsewhere": transferred,
}


def candidacies(world):
    for state, reach in CANDIDACIES.items():
        journey = reach(world)
        yield Thing(journey.path, state.split(",")[0], "candidacy-events", callers(world, journey.candidate), candidacy_data(world, journey, "nobody" not in state))


# Sessions

ATTENDING = {"EMPLOYER1": "PRESENT", "EMPLOYEE1": "PRESENT"}


def sessions(world):
    alternate = world._link(f"/v1/commissions/{world.commission.id}/members", {
        "person_id": world.person(), "college": "EMPLOYER", "mandate_from": None, "is_alternate": True}, "mandate_from")["id"]
    planned = planned_with_file(world)
    convened = planned_with_file(world).convene("2026-02-01")
    attended = planned_with_file(world).convene("2026-02-01").attend(**ATTENDING)
    early = Session(world, "2026-02-20").convene(DAY)
    opened = planned_with_file(world).convene("2026-02-01").attend(**ATTENDING).open()
    closed = decided(world).close()
    ended = planned_with_file(world).event("CANCEL", reason="Grève")
    for session in (planned, planned_with_hour(world), convened, attended, early, opened, decided(world), closed, decided(world).close().sign(), ended):
        session.read()
        # Convened again, for whoever was not told yet.
        data = {"CANCEL": {"reason": "Grève"}} | ({"CONVENE": {"member_ids": [alternate]}} if session.state == "CONVENED" else {})
        yield Thing(session.path, session.state, "session-events", callers(world), data, session.version)


# What the certifier keeps


def habilitations(world):
    data = {"GRANT": {"valid_from": "2026-01-01"}, "SUSPEND": {"note": "x"}, "RENEW": {"valid_to": "2031-12-31"}, "WITHDRAW": {"note": "x"},
            "REFUSE": {"note": "x"}}
    made = [habilitation(world, state="REQUESTED"), habilitation(world), habilitation(world, valid_to=None)]
    refused = habilitation(world, state="REQUESTED")
    made.append(world.certifier.post(f"/v1/habilitations/{refused['id']}/events",
                                     event_body("REFUSE", occurred_on=DAY, note="x")).must(201)["resource"])
    taken_back = retraction(world)
    made.append(taken_back.client.post(taken_back.path, taken_back.body).must(201)["resource"])
    for event in ("SUSPEND", "WITHDRAW", "END"):
        held = habilitation(world)
        made.append(world.certifier.post(f"/v1/habilitations/{held['id']}/events",
                                         event_body(event, occurred_on=DAY, note="x")).must(201)["resource"])
    for item in made:
        yield Thing(f"/v1/habilitations/{item['id']}", item["state"], "habilitation-events", callers(world), data, item["version"])


def referentials(world):
    data = {"END": {"last_day": "2030-01-01"}}
    holed = tree("1")
    holed["domains"][0]["subdomains"][0]["criteria"] = []
    lacking = draft(world)
    world.certifier.put(versions(lacking) + "/1", holed, headers={"If-Match": '"1"'}).must(200)
    over = draft(world)
    world.certifier.put(versions(over) + "/1", tree("1", valid_to="2026-01-31"), headers={"If-Match": '"1"'}).must(200)
    world.certifier.post(versions(over) + "/1/events", {"event": "ACTIVATE"}).must(201)
    retired = active(world)
    world.certifier.post(versions(retired) + "/1/events", event_body("RETIRE", last_day=DAY)).must(201)
    for code in (draft(world), lacking, active(world), over, retired):
        path = f"{versions(code)}/1"
        item = world.certifier.get(path).must(200)
        yield Thing(path, item["status"], "referential-events", callers(world), data, item["row_version"], day=None)


def annulment_requests(world):
    data = {"REFUSE": {"reason": "Rien d’établi"}}
    asker, confirmer = world.eyes()
    people = callers(world) | {"asker": asker, "confirmer": confirmer}

    def asked():
        return world.ask_annulment(certificate(world)).must(201).body

    made = [asked(), *(world.answer_annulment(asked(), event, **data.get(event, {})).must(201)["resource"] for event in ("CONFIRM", "REFUSE"))]
    for item in made:
        yield Thing(f"/v1/annulment-requests/{item['id']}", item["state"], "annulment-request-events", people, data, item["version"], day=None)


# Appointments, appeals, transfer requests


def appointments(world):
    data = {"CANCEL": {"reason": "Malade"}, "RESCHEDULE": {"starts_at": "2026-02-25T14:00:00+01:00"}}
    counsellor = world.organisms[0].counsellor

    def planned(day):
        return counsellor.post("/v1/appointments", {"candidate_id": world.candidate()["id"], "kind": "INFORMATION", "duration_minutes": 60,
                                                    "starts_at": f"{day}T14:00:00+01:00"}).must(201).body

    world.set_today("2026-02-01")
    past = planned("2026-02-02")
    world.set_today(DAY)
    made = [past, planned(DAY), planned("2026-02-20")]
    for event, day in (("DONE", DAY), ("MISSED", DAY), ("CANCEL", "2026-02-20")):
        made.append(counsellor.post(f"/v1/appointments/{planned(day)['id']}/events", event_body(event, **data.get(event, {}))).must(201)["resource"])
    for item in made:
        yield Thing(f"/v1/appointments/{item['id']}", item["state"], "appointment-events", callers(world), data, item["version"], day=None)


def appeals(world):
    data = {"REJECT": {"reason": "Hors délai"}, "UPHOLD": {"reason": "Fondée"}, "REEXAMINE": {"reason": "Pièce nouvelle"}, "WITHDRAW": {"reason": "Renonce", "proof": "Lettre"}}

    def filed(*events, is_by_himself=False):
        act = file_appeal(world)
        made = act.send(str(uuid.uuid4()), client=act.others["CANDIDATE"][0] if is_by_himself else None).must(201).body
        for event in events:
            made = (world.organisms[0].referent if event == "WITHDRAW" else world.certifier).post(f"/v1/appeals/{made['id']}/events", event_body(
                event, occurred_on=DAY, expected_version=made["version"], **data.get(event, {}))).must(201)["resource"]
        return made

    busy = filed("DECLARE_ADMISSIBLE")
    candidacy = world.certifier.get(f"/v1/candidacies/{busy['candidacy_id']}").must(200)
    world.organisms[0].referent.post(f"/v1/candidacies/{candidacy['id']}/events", event_body(
        "PROPOSE_PATH", occurred_on=DAY, planned_start_date=DAY, planned_end_date="2026-06-30", modules=[
            {"domain_code": "3", "planned_minutes": 600, "trainer_id": world.organisms[0].person("TRAINER")}])).must(201)
    for item in (filed(), filed("DECLARE_ADMISSIBLE"), busy, filed("REJECT"), filed("DECLARE_ADMISSIBLE", "UPHOLD"),
                 filed("DECLARE_ADMISSIBLE", "REEXAMINE"), filed("WITHDRAW"), filed("DECLARE_ADMISSIBLE", is_by_himself=True)):
        candidate = world.certifier.get(f"/v1/candidacies/{item['candidacy_id']}").must(200)["candidate_id"]
        yield Thing(f"/v1/appeals/{item['id']}", item["state"], "appeal-events", callers(world, {"id": candidate}), data, item["version"])


def transfer_requests(world):
    data = {"DECLINE": {"reason": "Non."}, "GRANT": {"reason": "Organisme silencieux."}}
    here, there = world.organisms[0].referent, world.organisms[1].counsellor
    made = [transfer_request(world)[1].body]
    for client, event in ((there, "RETRACT"), (here, "DECLINE")):
        _, request = transfer_request(world)
        made.append(client.post(f"/v1/transfer-requests/{request['id']}/events", event_body(
            event, expected_version=request["version"], **data.get(event, {}))).must(201)["resource"])
    for item in made:
        yield Thing(f"/v1/transfer-requests/{item['id']}", item["state"], "transfer-request-events", callers(world), data, item["version"], day=None)


def link_requests(world):
    data = {"GRANT": {"reason": "Accord écrit"}}

    def thing(item):
        return Thing(f"/v1/link-requests/{item['id']}", item["state"], "link-request-events", callers(world), data, item["version"], day=None)

    for event in (None, "ACCEPT", "GRANT", "DECLINE", "RETRACT"):
        asker, himself, asked = asked_function(world)
        client = {"RETRACT": asker, "GRANT": world.certifier}.get(event, himself)
        yield thing(asked if event is None else client.post(f"/v1/link-requests/{asked['id']}/events", event_body(
            event, expected_version=asked["version"], **data.get(event, {}))).must(201)["resource"])
    # To the people who walk: as a person, and as the two sides of a membership.
    chair = world.commission.members["EMPLOYER1"]["person_id"]
    other, network = world.organisms[1].referent, world.network()
    yield thing(other.post(f"/v1/persons/{chair}/affiliations", {"role": "EMPLOYEE", "valid_from": "2026-03-01"}).must(202).body)
    yield thing(world.organisms[0].referent.post(f"/v1/networks/{network}/memberships", {
        "organism_id": world.organisms[0].id, "valid_from": DAY}).must(202).body)


def api_keys(world):
    """Of a system of the first organism, of somebody of it, of another one; rotated, and revoked."""
    here = world.organisms[0]
    callers_ = callers(world)

    def thing(made):
        item = world.certifier.get(f"/v1/api-keys/{made['id']}").must(200)
        return Thing(f"/v1/api-keys/{item['id']}", item["status"], "api-key-events", callers_, {}, item["version"], day=None)

    def made(client=None, **members):
        return (client or world.certifier).post("/v1/api-keys", {"roles": ["COUNSELLOR"], "label": "Logiciel"} | members).must(201).body

    of_system = {"scope": "ORGANISM", "scope_id": here.id}
    yield thing(made(**of_system))
    yield thing(made(**of_system | {"scope_id": world.organisms[1].id}))
    yield thing(made(here.referent, person_id=here.person("COUNSELLOR")))
    for event in ("ROTATE", "REVOKE"):
        item = made(**of_system)
        world.certifier.post(f"/v1/api-keys/{item['id']}/events", event_body(event, expected_version=item["version"])).must(201)
        yield thing(item)


def evidences(world):
    """Of the candidate, and of the organism: not looked at yet, and found clean; in a file that was sent; removed."""
    data = {"REMOVE": {"reason": "Fichier d’une autre personne"}}

    def thing(item, journey):
        item = journey.organism.referent.get(f"/v1/evidences/{item['id']}").must(200)
        return Thing(f"/v1/evidences/{item['id']}", item["state"], "evidence-events", callers(world, journey.candidate), data, item["version"], day=None)

    def added(journey, client, is_clean=True):
        item = client.send("POST", f"{journey.path}/evidences", raw=files.pdf(mark=uuid.uuid4().bytes.hex().encode()), headers={"Content-Type": files.PDF, "Idempotency-Key": str(uuid.uuid4())}).must(201)
        if is_clean:
            world.instance.sql(f"update evidence set state = 'CLEAN', scanned_at = clock_timestamp() where id = '{item['id']}'", role="clea_documents")
        return item

    journey = informed(world)
    himself = callers(world, journey.candidate)["candidate"]
    yield thing(added(journey, journey.organism.referent, False), journey)
    yield thing(added(journey, journey.organism.referent), journey)
    yield thing(added(journey, himself), journey)
    gone = added(journey, journey.organism.referent)
    journey.organism.referent.post(f"/v1/evidences/{gone['id']}/events", {"event": "REMOVE", "data": data["REMOVE"]},
                                   headers={"If-Match": f'"{gone["version"] + 1}"'}).must(201)
    yield thing(gone, journey)
    whole = jury_ready(world)
    sent = added(whole, whole.organism.referent)
    whole.refresh().event("SUBMIT_FILE", DAY)
    yield thing(sent, whole)


RESOURCES = {"candidacy": candidacies, "session": sessions, "habilitation": habilitations, "referential": referentials,
             "annulment request": annulment_requests, "appointment": appointments, "appeal": appeals, "transfer request": transfer_requests,
             "link request": link_requests, "api key": api_keys, "evidence": evidences}
