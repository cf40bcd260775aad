# SPDX-License-Identifier: EUPL-1.2
"""What is told of a candidate of others before the record is open: the reference, and nothing else (decision 34). Every answer about
four candidates who differ in what the rules ask of them is the same."""

import json
import re

from certificate_stories import certified
from harness.client import Client
from story import Journey, expect, expect_equal, story

DAY = "2026-12-31"
# Acts whose address names a candidacy or a candidate, beside the examples of the contract.
MORE = {
    "/v1/candidacies/{candidacy_id}/events": [
        {"event": event, "data": data} for event, data in (
            ("RECORD_INFORMATION", {"has_consent": True}), ("RECORD_INFORMATION", {"has_consent": False}),
            ("RECORD_INFORMATION", {"has_consent": True, "is_distinct": True}), ("START_PRIOR", {}), ("WITHDRAW", {"requested_on": DAY}),
            ("ABANDON", {}), ("TRANSFER", {}), ("SUBMIT_FILE", {}))],
    "/v1/candidacies/{candidacy_id}/transfer-requests": [{"consent_on": DAY}],
    "/v1/candidates/{candidate_id}": [{"birth_year": 1961}, {"phone": "+33 6 39 98 00 00"}, {"birth_name": "Autrenom"}],
}
BODIES = {"/v1/invitations": "candidate_id", "/v1/appointments": "candidate_id", "/v1/candidacies": "candidate_id"}


def candidates(world):
    """{what is true of whom: a journey of the organism that entered the candidate}"""
    here = world.organisms[0]
    done = certified(world)
    world.set_today(DAY)
    known = world.identity()
    half = {name: value for name, value in known.items() if name not in ("birth_day", "birth_commune_insee", "birth_commune_label")}
    Journey(world, here, candidate=here.counsellor.post("/v1/candidates", half).must(201).body).informed(DAY)
    alike = Journey(world, here, candidate=here.counsellor.post("/v1/candidates", known).must(201).body)
    return {"entered": Journey(world, here), "followed": Journey(world, here).informed(DAY), "certified": done, "alike": alike,
            "half known": Journey(world, here, birth_year=None, birth_month=None, birth_day=None)}


def operations():
    """(method, path, bodies) of all that names a candidacy or a candidate and nothing else."""
    contract = Client.contract.document
    for path, item in sorted(contract["paths"].items()):
        names = set(re.findall(r"{(\w+)}", path))
        for method, operation in item.items():
            if method not in ("get", "post", "put", "patch", "delete"):
                continue
            if path in BODIES and method == "post":
                yield "POST", path, [{}]
            elif names and names <= {"candidacy_id", "candidate_id"}:
                content = operation.get("requestBody", {}).get("content", {})
                example = next((media["example"] for media in content.values() if "example" in media), {})
                yield method.upper(), path, [example, *MORE.get(path, ())] if content else [None]


def plain(reply, secrets):
    """What was answered, without what is each candidate's own, or each request's."""
    text = json.dumps(reply.body, sort_keys=True) if reply.body is not None else ""
    for number, secret in enumerate(secrets):
        text = text.replace(secret, f"<{number}>")
    text = re.sub(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", "<id>", text)
    text = re.sub(r"\b[A-Z]{3,4}-\d{4}-\d{6}-\d{2}\b", "<reference>", text)
    text = re.sub(r"\d{4}-\d\d-\d\dT[\d:.]+Z", "<instant>", text)
    return reply.status, re.sub(r'"(request_id|instance)": "[^"]*"', r'"\1": ""', text)


def answers(there, contact):
    """{(who, method, path, body): what is answered} to the people of an organism whose contact it is."""
    said = {}
    ids = {"candidacy_id": contact.id, "candidate_id": contact.candidate["id"]}
    secrets = (contact.id, contact.candidate["id"], contact.reference, contact.candidate["reference"])
    for who in ("counsellor", "referent"):
        client = getattr(there, who)
        for method, path, bodies in operations():
            address = path.format(**ids)
            for body in bodies:
                if body is None or method == "GET":
                    reply = client.send(method, address + ("?dry_run=true" if method != "GET" else ""), headers={"If-Match": '"1"'})
                else:
                    if path in BODIES:
                        body = body | {BODIES[path]: contact.candidate["id"]}
                    kind = "application/merge-patch+json" if method == "PATCH" else "application/json"
                    reply = client.send(method, f"{address}?dry_run=true", body, headers={
                        "If-Match": '"1"', "Idempotency-Key": f"told-{len(said)}-{contact.id}", "Content-Type": kind})
                said[who, method, path, json.dumps(body | dict.fromkeys(BODIES.values(), "") if isinstance(body, dict) and body else str(body))] = plain(reply, secrets)
    return said


@story
def nothing_is_told_of_a_candidate_of_others_before_the_record_is_open(world):
    there = world.organism()
    world.flush()
    found = candidates(world)
    contacts = {what: Journey(world, there, candidate=journey.candidate).open(DAY) for what, journey in found.items()}
    said = {what: answers(there, contact) for what, contact in contacts.items()}
    expect(len(said["entered"]) > 80, f"{len(said['entered'])} answers: the walk has lost its way")
    differ = [(question, what, said["entered"][question], answer) for what, told in said.items()
              for question, answer in told.items() if answer != said["entered"][question]]
    expect_equal(differ[:3], [], f"{len(differ)} answers tell one candidate of others from another")
    informing = contacts["certified"].send("RECORD_INFORMATION", DAY, {"has_consent": True})
    expect_equal(informing.reasons, ["SIGHT_NOT_ACCEPTED"])
    # Once it is open, each is told.
    told = {}
    for what, contact in contacts.items():
        world.certifier.post(f"{contact.path}/sights", {"reason": "Accord écrit du candidat."}).must(201)
        told[what] = contact.send("RECORD_INFORMATION", DAY, {"has_consent": True}).reasons
    expect_equal(told, {"entered": [], "followed": ["CANDIDACY_ALREADY_OPEN"], "certified": ["ALREADY_CERTIFIED"],
                        "alike": ["POSSIBLE_DUPLICATE"], "half known": ["IDENTITY_INCOMPLETE"]})
