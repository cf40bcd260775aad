# SPDX-License-Identifier: EUPL-1.2
"""What may happen, and if not, why not (C3): a candidacy in each of the nineteen states, in both languages, held to what the
events really answer."""

import json
import pathlib
import uuid

from harness.journey import ACTORS
from story import Journey, Session, expect, expect_equal, story

TODAY = "2026-06-30"
PAGES = pathlib.Path(__file__).resolve().parents[2] / "build" / "tests"


def informed(world):
    return Journey(world).informed("2026-01-05")


def partial(world):
    return informed(world).prior("2026-01-14", fails=("2",)).restitution("2026-01-14", to="PARTIAL")


def ready(world):
    return informed(world).prior("2026-01-14").restitution("2026-01-14", to="JURY_READY")


def submitted(world):
    return ready(world).submit("2026-01-20")


def trained(world):
    return partial(world).trained("2026-02-01", ["2"], "2026-02-01", "2026-03-31")


def on_agenda(world):
    journey = submitted(world)
    Session(world, TODAY).put(journey)
    return journey


def heard(world, outcome, **members):
    journey = submitted(world)
    Session(world, TODAY).held(journey, outcome, **members)
    return journey


def expired(world):
    journey = partial(world)
    world.set_today("2031-01-15")
    while world.certifier.post("/v1/jobs/expiry/runs").must(200)["has_more"]:
        pass  # what other stories left is overdue too
    world.set_today(TODAY)
    return journey


def cancelled(world):
    journey = informed(world)
    world.certifier.post(f"{journey.path}/events", {"event": "CANCEL", "data": {"reason": "ERROR"}}).must(201)
    return journey


# How a candidacy comes to stand in each state.
STATES = {
    "CONTACT": lambda world: Journey(world).open("2026-01-05"),
    "INFORMED": informed,
    "PRIOR_IN_PROGRESS": lambda world: informed(world).start_prior("2026-01-14"),
    "PRIOR_COMPLETED": lambda world: informed(world).prior("2026-01-14"),
    "PARTIAL": partial,
    "PATH_PROPOSED": lambda world: partial(world).propose("2026-02-01", ["2"], "2026-02-01", "2026-03-31"),
    "IN_TRAINING": lambda world: partial(world).propose("2026-02-01", ["2"], "2026-02-01", "2026-03-31").accept("2026-02-01"),
    "FINAL_READY": trained,
    "FINAL_IN_PROGRESS": lambda world: trained(world).event("START_FINAL", "2026-04-01", {"held_on": "2026-04-01"}),
    "FINAL_COMPLETED": lambda world: trained(world).final("2026-04-01"),
    "JURY_READY": ready,
    "SUBMITTED": submitted,
    "ON_AGENDA": on_agenda,
    "DEFERRED": lambda world: heard(world, "DEFERRED", request_text="Joindre le livret"),
    "CERTIFIED": lambda world: heard(world, "CERTIFIED"),
    "EXPIRED": expired,
    "WITHDRAWN": lambda world: informed(world).event("WITHDRAW", "2026-02-01", {"requested_on": "2026-02-01"}),
    "ABANDONED": lambda world: informed(world).event("ABANDON", "2026-02-01", {"written_proof_on": "2026-02-01"}),
    "CANCELLED": cancelled,
}


def bodies(world, journey):
    """One body that could be right for each event of the door."""
    nowhere = str(uuid.uuid4())
    paths = world.certifier.get(f"{journey.path}/paths").must(200)["data"]
    module = next((module["id"] for path in paths if path["status"] == "ACCEPTED" for module in path["modules"]), nowhere)
    return {
        "RECORD_INFORMATION": {"has_consent": True}, "START_PRIOR": {"held_on": TODAY}, "ADD_SITTING": {"held_on": TODAY},
        "CORRECT_CONTACT": {"opened_on": journey.read()["opened_on"], "reason": "x"}, "REOPEN_PATH": {"reason": "x"},
        "CORRECT_SITTING": {"sitting_id": nowhere, "reason": "x"}, "CANCEL_SITTING": {"sitting_id": nowhere, "reason": "x"},
        "CORRECT_RESTITUTION": {"evaluation_id": nowhere, "reason": "x"}, "REOPEN_MODULE": {"module_id": module, "reason": "x"},
        "RECORD_RESULTS": {"results": [{"criterion_code": "1.1.1", "status": "VALIDATED"}]}, "COMPLETE_PRIOR": {},
        "RECORD_RESTITUTION": {}, "PROPOSE_PATH": {"planned_start_date": TODAY, "planned_end_date": TODAY, "modules": journey.modules(["2"])},
        "ACCEPT_PATH": {"proof": "x"}, "DECLINE_PATH": {}, "RECORD_ATTENDANCE": {"module_id": nowhere, "attended_minutes": 60},
        "CORRECT_ATTENDANCE": {"attendance_id": nowhere, "attended_minutes": 60, "reason": "x"},
        "CORRECT_DATE": {"corrects_id": nowhere, "happened_on": TODAY, "reason": "x"},
        "CLOSE_MODULE": {"module_id": nowhere}, "CHANGE_TRAINER": {"module_id": nowhere, "trainer_id": journey.organism.person("TRAINER")},
        "CLOSE_PATH": {}, "START_FINAL": {"held_on": TODAY}, "COMPLETE_FINAL": {}, "SUBMIT_FILE": {}, "ANSWER_COMPLEMENT": {"answer": "x"},
        "INTERRUPT_PATH": {"reason": "x"}, "RECALL_FILE": {}, "WITHDRAW": {"requested_on": TODAY}, "ABANDON": {"written_proof_on": TODAY},
        "RESUME": {}, "TRANSFER": {"to_org_id": world.organisms[1].id, "consent_on": TODAY}, "CANCEL": {"reason": "ERROR"},
        "ANNUL_EVALUATION": {"evaluation_id": nowhere, "reason": "ERROR"},
    }


def listed(client, journey, language="fr"):
    reply = client.get(f"{journey.path}/allowed-events?explain=true", headers={"Accept-Language": language}).must(200)
    return {event["event"]: event for event in reply["data"]}, reply


def trains(world, journey):
    """From the acceptance of a path until its end."""
    paths = world.certifier.get(f"{journey.path}/paths").must(200)["data"] if world.certifier.get(journey.path).must(200)["state"] == "IN_TRAINING" else []
    modules = [module for path in paths if path["status"] == "ACCEPTED" for module in path["modules"]]
    return any(module["trainer_id"] == journey.organism.person("TRAINER") for module in modules)


def compare(world, journey, state):
    """Each event of the door, run dry by who usually asks, beside what was said of it to the same person."""
    for event, data in bodies(world, journey).items():
        client = journey.client(ACTORS[event]) if event in ACTORS else world.certifier
        if ACTORS.get(event) == "trainer" and not trains(world, journey):
            client = journey.client("referent")  # who trains nobody sees nothing; the event is nobody's then
        said = listed(client, journey)[0].get(event)
        dry = client.post(f"{journey.path}/events?dry_run=true", {"event": event, "occurred_on": TODAY, "data": data})
        about = f"{event} from {state}: said {said}, was {dry}"
        if said is None:
            expect(dry.status == 409, about)
            continue
        unmet = {guard["code"] for guard in said["guards"] if guard["answer"] == "UNMET"}
        met = {guard["code"] for guard in said["guards"] if guard["answer"] == "MET"}
        open_ = {guard["code"] for guard in said["guards"] if guard["answer"] == "NEEDS_DATA"}
        expect_equal(said["is_allowed"], not unmet, about)
        expect("INVALID_STATE" not in dry.reasons, about)
        expect(unmet <= set(dry.reasons), about)
        expect(not set(dry.reasons) & (met - open_ - unmet), about)
        expect(dry.status == 201 or set(dry.reasons) <= unmet | open_ or dry.status == 422, about)


@story
def nineteen_states_explain_themselves(world):
    world.set_today(TODAY)
    pages = {"fr": {}, "en": {}}
    for state, reach in STATES.items():
        journey = reach(world)
        expect_equal(world.certifier.get(journey.path).must(200)["state"], state)
        messages = {}
        for language, page in pages.items():
            events, reply = listed(world.certifier, journey, language)
            expect_equal((reply["state"], reply["on_date"]), (state, TODAY))
            page[state] = [{"event": name, "is_allowed": event["is_allowed"], "guards": [
                {key: guard[key] for key in ("code", "answer", "message", "details", "resolve_with")} for guard in event["guards"]]}
                for name, event in events.items()]
            messages[language] = [guard["message"] for event in events.values() for guard in event["guards"]]
            expect(all(messages[language]), f"{state}: a guard without words")
        expect_equal(len(messages["fr"]), len(messages["en"]))
        expect(all(french != english for french, english in zip(messages["fr"], messages["en"])), f"{state}: two languages, one text")
        compare(world, journey, state)
    PAGES.mkdir(parents=True, exist_ok=True)
    for language, page in pages.items():
        expect_equal(len(page), 19)
        (PAGES / f"allowed-events.{language}.json").write_text(json.dumps(page, ensure_ascii=False, indent=1) + "\n")


@story
def nobody_is_told_of_what_he_may_not_ask(world):
    """The list is that of the caller's roles; the certifier reads everybody's."""
    world.set_today(TODAY)
    journey = STATES["IN_TRAINING"](world)
    trainer, _ = listed(journey.organism.trainer, journey)
    expect("CLOSE_MODULE" in trainer and "TRANSFER" not in trainer and "CANCEL" not in trainer, str(list(trainer)))
    everybody, _ = listed(world.certifier, journey)
    expect({"CLOSE_MODULE", "TRANSFER", "CANCEL", "EXPIRE"} <= set(everybody), str(list(everybody)))
    for event in everybody.values():
        told = [guard["message"] for guard in event["guards"] if guard["code"] == "ROLE_NOT_ALLOWED"]
        expect(event["roles"] or (len(told) == 1 and "autre acte" in told[0] and "Adressez" not in told[0]), str(event))
    world.organisms[1].trainer.get(f"{journey.path}/allowed-events").must(404)
