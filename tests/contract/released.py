# SPDX-License-Identifier: EUPL-1.2
"""The contract beside that of the last release."""

import copy
import json
import pathlib
import re
import tempfile

import changes
from harness.runner import expect

TESTS = []


def test(function):
    TESTS.append(function)
    return function


def changes_since(before, after):
    with tempfile.TemporaryDirectory() as folder:
        return changes.judged(changes.compared(before, after, pathlib.Path(folder)), (changes.ROOT / "CHANGELOG.md").read_text())


@test
def nothing_breaks_a_client_since_the_last_release_and_each_change_has_a_line(world):
    last = changes.released()
    if last is None:
        print("# there is no history here: changes since the last release are not judged")
        return
    name, document, is_release = last
    breaking, untold = changes_since(document, world.contract.printed)
    if not is_release:
        print(f"# {len(breaking)} changes since {name} would break a client; there is no release yet")
    expect(not (breaking and is_release), f"breaks clients of {name} (server/guide/partners.md):\n" + "\n".join(breaking[:40]))
    expect(not untold, f"since {name}, and in no line of CHANGELOG.md (in backquotes, under Unreleased): {untold}")


def part_of(contract, places):
    """The contract of these addresses alone, with the schemas that they lead to."""
    paths, components = {place: contract["paths"][place] for place in places}, contract["components"]
    schemas, waiting = {}, [paths, {kind: parts for kind, parts in components.items() if kind not in ("schemas", "examples", "responses")}]
    while waiting:
        for name in set(re.findall(r'"#/components/schemas/([^"/]+)', json.dumps(waiting.pop()))) - set(schemas):
            schemas[name] = components["schemas"][name]
            waiting.append(schemas[name])
    for name in re.findall(r'"#/components/schemas/([^"/]+)', json.dumps(components["responses"])):
        schemas.setdefault(name, components["schemas"][name])
    return contract | {"paths": paths, "components": components | {"schemas": schemas}}


@test
def a_change_that_breaks_a_client_is_seen(world):
    """Each way of breaking one, done to a part of the contract of today."""
    before = part_of(world.contract.printed, ("/v1/candidates", "/v1/candidates/{candidate_id}", "/v1/organisms/{organism_id}", "/v1/appointments"))

    def altered(change):
        after = copy.deepcopy(before)
        change(after)
        return changes_since(before, after)

    def schema(document, name):
        return document["components"]["schemas"][name]

    def gone(document):
        del document["paths"]["/v1/candidates/{candidate_id}"]["patch"]

    def narrower(document):
        schema(document, "NewCandidate")["properties"]["first_name_1"]["maxLength"] = 3

    def needed(document):
        schema(document, "NewCandidate")["required"].append("email")

    def member_gone(document):
        del schema(document, "Candidate")["properties"]["reference"]

    def another_type(document):
        schema(document, "Candidate")["properties"]["birth_year"] = {"type": "string"}

    def perhaps_null(document):
        schema(document, "Organism")["properties"]["name"]["type"] = ["string", "null"]

    def perhaps_absent(document):
        schema(document, "Candidate")["required"].remove("reference")

    def word_gone(document):
        schema(document, "ModalityCode")["enum"].remove("REMOTE")

    for change in (gone, narrower, needed, member_gone, another_type, perhaps_null, perhaps_absent, word_gone):
        breaking, _ = altered(change)
        expect(breaking, f"{change.__name__} is taken for harmless")

    def grown(document):
        schema(document, "Candidate")["properties"]["a_new_member"] = {"type": "string"}

    expect(altered(grown) == ([], ["a_new_member"]), altered(grown))
    expect(altered(lambda document: None) == ([], []), "nothing is taken for something")
