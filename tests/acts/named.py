# SPDX-License-Identifier: EUPL-1.2
"""Whoever is named as having acted holds a function that may, in the organism that acts, on that day (A38): asked of every member
of a body that names a person, in an act that is right but for that name."""

import copy

from harness.runner import expect, expect_equal

PERSONS = ("counsellor_id", "evaluator_id", "person_id", "trainer_id")
# Members that name whom something is given to or asked of, and nobody who acted.
GIVEN = {
    "createApiKey": "a key rests on the functions of its person (FUNCTION_NOT_HELD)",
    "createInvitation": "a login is for whoever has a function, and is not the word of anybody",
    "addCommissionMember": "a mandate is asked of its person",
}
tried = set()


def schema_of(contract, operation, variant):
    """Of the members of an act: an event has a schema of its own."""
    name = "".join(word.capitalize() for word in variant.split("_"))
    if operation["operationId"] == "recordCandidacyEvent":
        return contract.resolved({"$ref": f"#/components/schemas/{name}"})
    [content] = list(operation["requestBody"]["content"].values())[:1]
    schema = content["schema"]
    return contract.resolved(schema) if "$ref" in schema else schema


def names(contract, schema, path=()):
    """Paths of the members that name a person."""
    for name, member in (schema.get("properties") or {}).items():
        if "$ref" in member:
            member = contract.resolved(member)
        if name in PERSONS and not member.get("readOnly"):
            yield (*path, name)
        items = member.get("items")
        if isinstance(items, dict):
            yield from names(contract, contract.resolved(items) if "$ref" in items else items, (*path, name))


def places(operation, contract, variant):
    if operation["operationId"] in GIVEN or "requestBody" not in operation:
        return []
    return list(names(contract, schema_of(contract, operation, variant)))


def nobody_acts_in_the_name_of_a_stranger(act, world, contract):
    [operation] = [operation for operation in contract.operations.values() if operation["operationId"] == act.operation]
    stranger = world.commission.members["EMPLOYER1"]["person_id"]
    for path in places(operation, contract, act.variant):
        body = copy.deepcopy(act.body)
        holders = [body["data"] if "data" in body and act.operation == "recordCandidacyEvent" else body]
        for step in path[:-1]:
            holders = [item for holder in holders for item in holder[step]]
        for holder in holders:
            holder[path[-1]] = stranger
        reply = act.send(query=("&" if "?" in act.path else "?") + "dry_run=true", with_version=True, body=body)
        expect_equal(reply.status, 409, f"{act.operation} {act.variant}: a stranger at {'/'.join(path)}: {reply}")
        expect(any(code.endswith("_NOT_AFFILIATED") for code in reply.reasons), f"a stranger at {'/'.join(path)}: {reply}")
        tried.add((act.operation, act.variant if act.operation == "recordCandidacyEvent" else "", "/".join(path)))


def every_name_was_tried(contract, acts):
    operations = {operation["operationId"]: operation for operation in contract.operations.values()}
    wanted = {(operation, variant if operation == "recordCandidacyEvent" else "", "/".join(path))
              for operation, variant in acts for path in places(operations[operation], contract, variant)}
    expect_equal(sorted(wanted - tried), [], "members that name a person, never tried with a stranger")
    expect(len(tried) >= 12, f"hardly any member names a person: {sorted(tried)}")
