# SPDX-License-Identifier: EUPL-1.2
"""Examples: of everything, and such as the schemas and the registry of refusals say."""

import json
import pathlib

from check import described_bodies
from harness.runner import expect
from seen import codes_of
from unseen import UNSEEN

# Not recorded yet: the stories of tests/scenario meet them (server/guide/front-ends.md). The list only shrinks.
UNRECORDED = set((pathlib.Path(__file__).parent / "unrecorded.txt").read_text().split())
TESTS = []


def test(function):
    TESTS.append(function)
    return function


@test
def examples_fit_their_schemas(world):
    contract, wrong = world.contract, []
    for operation in contract.operations.values():
        for content in described_bodies(operation).values():
            wrong += [f"{name}: {error}" for name, value in examples_of(contract, content)
                      for error in contract.errors_of(content["schema"], value, is_request=True)]
        for reply in operation["responses"].values():
            for kind, content in reply.get("content", {}).items():
                wrong += [f"{name}: {error}" for name, value in examples_of(contract, content) if kind.endswith("json") and "schema" in content
                          for error in contract.errors_of(content["schema"], value)]
    expect(not wrong, "\n".join(sorted(set(wrong))))


@test
def every_problem_has_an_example_that_is_what_the_registry_says(world):
    """Of each code a refusal that was answered, in both languages; what no suite meets is left out, and so is what was not recorded yet."""
    examples, wrong = world.contract.document["components"]["examples"], []
    _, _, text = world.call("GET", "/v1/problems")
    for problem in json.loads(text)["data"]:
        code = problem["code"]
        for language, key in (("fr", code), ("en", f"{code}.en")):
            example = examples.get(key, {}).get("value")
            if example is None:
                wrong += [f"{key}: no example"] if code not in UNSEEN and code not in UNRECORDED else []
                continue
            if code in UNRECORDED:
                wrong.append(f"{key} has an example: take it off the list")
            # Of a violation the document is that of all violations; of a reason beside others that of the first.
            if example["code"] == code and (example["type"], example["status"], example["title"], example.get("hint")) != (
                    problem["type"], problem["status"], problem[f"title_{language}"], problem[f"hint_{language}"]):
                wrong.append(f"{key}: {example}")
            if code not in codes_of(example):
                wrong.append(f"{key}: shows {codes_of(example)}")
    expect(not wrong, f"{len(wrong)}:\n" + "\n".join(wrong))
    strange = [name for name in examples if name.split(".")[0].isupper() and name.split(".")[0] not in world.contract.reasons]
    expect(not strange, f"examples of no code: {strange}")


def examples_of(contract, content):
    """(its name, the body) of each example of a media type."""
    for name, example in content.get("examples", {}).items():
        yield name, contract.resolved(example)["value"]
