# SPDX-License-Identifier: EUPL-1.2
"""Whoever receives, evaluates or trains somebody is shown by name to him and to those who work with him; by an id to the others."""

from harness.client import Client
from story import Journey, Session, expect, expect_equal, story

TODAY = "2026-06-01"
WHO = ("counsellor", "evaluator", "trainer")
AS_IT_WAS_SEALED = {"AttestedSitting"}  # what is sealed says what was sealed


def views():
    """Schemas of answers that name such a person by an id."""
    document = Client.contract.document
    answers, left = set(), []
    for methods in document["paths"].values():
        for operation in methods.values():
            if isinstance(operation, dict) and "responses" in operation:
                left.append(operation["responses"])
    while left:
        item = left.pop()
        if isinstance(item, list):
            left += item
        elif isinstance(item, dict):
            _, _, kind, name = item.get("$ref", "#///").split("/")
            if kind == "schemas" and name not in answers:
                answers.add(name)
                left.append(document["components"]["schemas"][name])
            elif kind == "responses":
                left.append(document["components"]["responses"][name])
            left += item.values()
    return {name: document["components"]["schemas"][name].get("properties", {}) for name in answers}


@story
def no_answer_shows_an_id_without_the_name(world):
    found = 0
    for schema, members in views().items():
        for who in WHO:
            if f"{who}_id" in members and schema not in AS_IT_WAS_SEALED:
                expect(f"{who}_name" in members, f"{schema} has {who}_id and no {who}_name")
                found += 1
    expect(found >= 6, f"{found} of them only: {sorted(views())}")


def shown(client, journey):
    """{member: names} of what this caller is shown of the people."""
    candidacy = client.get(journey.path).must(200)
    [path] = client.get(f"{journey.path}/paths").must(200)["data"]
    evaluation = client.get(f"{journey.path}/evaluations").must(200)["data"][0]
    return {
        "candidacy": candidacy["counsellor_name"],
        "path": {module["trainer_name"] for module in path["modules"] or [{"trainer_name": None}]},
        "modules": {module["trainer_name"] for module in client.get(f"/v1/paths/{path['id']}/modules").must(200, 403).body.get("data", [])},
        "evaluation": {sitting["evaluator_name"] for sitting in evaluation["sittings"]},
        "sittings": {sitting["evaluator_name"] for sitting in client.get(f"/v1/evaluations/{evaluation['id']}/sittings").must(200, 403).body.get("data", [])},
    }


@story
def a_candidate_knows_who_receives_evaluates_and_trains_him(world):
    world.set_today(TODAY)
    journey = Journey(world).informed("2026-01-05").prior("2026-01-14", fails=("2",)).restitution("2026-01-14", to="PARTIAL")
    journey.trained("2026-01-20", ["2"], "2026-02-02", "2026-03-30").final("2026-04-02").restitution("2026-04-02", to="JURY_READY")
    here = journey.organism
    himself = world.key("CANDIDATE", journey.candidate["id"], ["CANDIDATE"], None)
    network = world.network()
    world.join(network, here)
    manager = world.key("NETWORK", network, ["NETWORK_MANAGER"], world.person())
    world.flush()
    names = {who: person["first_name"] + " " + person["last_name"]
             for who in WHO for person in [world.certifier.get(f"/v1/persons/{here.person(who.upper())}").must(200)]}
    told = {"candidacy": names["counsellor"], "path": {names["trainer"]}, "modules": {names["trainer"]},
            "evaluation": {names["evaluator"]}, "sittings": {names["evaluator"]}}
    for client in (himself, here.referent, here.evaluator, world.certifier):
        expect_equal(shown(client, journey), told)
    appointment = here.counsellor.post("/v1/appointments", {
        "candidate_id": journey.candidate["id"], "kind": "OTHER", "starts_at": "2026-06-20T09:30:00+02:00", "duration_minutes": 60}).must(201)
    expect_equal(himself.get(f"/v1/appointments/{appointment['id']}").must(200)["counsellor_name"], names["counsellor"])
    # Who judges or counts has the ids, and no names.
    journey.submit("2026-05-01")
    Session(world, "2026-06-20").put(journey)
    commission = world.commission
    for client in (manager, commission.secretary):
        found = shown(client, journey)
        expect(found["candidacy"] is None and found["path"] == found["evaluation"] == {None} and found["modules"] | found["sittings"] <= {None}, found)
