#!/usr/bin/env python3
# SPDX-License-Identifier: EUPL-1.2
"""The routes to a certificate as the server publishes them (Arazzo), followed by a program that knows nothing but them and the
contract: Redocly respect. Ends with `N passed, N failed`."""

import json
import os
import pathlib
import subprocess
import sys
import tempfile

import yaml

HERE = pathlib.Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parent / "scenario"), str(HERE.parent)]

from harness.client import Client, load_contract  # noqa: E402
from harness.runner import Suite, expect, expect_equal  # noqa: E402
from instance import ROOT, Instance, read_tokens  # noqa: E402

suite = Suite("workflows")
REDOCLY = ROOT / "tests/node_modules/.bin/redocly"
ROLES = ("COUNSELLOR", "EVALUATOR", "TRAINER", "REFERENT", "SECRETARY", "CHAIR", "VICE_CHAIR", "CERTIFIER")
ROUTES = {"allDomainsAtOnce": "Delattre", "byTrainingPath": "Delaunay"}


def redocly(folder, *arguments):
    environment = os.environ | {"REDOCLY_TELEMETRY": "off", "REDOCLY_SUPPRESS_UPDATE_NOTICE": "true", "CI": "true"}
    return subprocess.run([REDOCLY, *arguments], cwd=folder, env=environment, stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=240)


def without_examples(part):
    if isinstance(part, dict):
        return {name: without_examples(value) for name, value in part.items() if not (name == "examples" and isinstance(value, dict))}
    return [without_examples(value) for value in part] if isinstance(part, list) else part


def contract_of(workflows, contract):
    """What the routes call. Redocly reads the whole contract anew at each step, of which the rest and its examples are nine tenths."""
    called = {step["operationId"].rpartition(".")[2] for workflow in workflows["workflows"] for step in workflow["steps"] if "operationId" in step}
    paths = {path: {method: operation for method, operation in item.items() if not isinstance(operation, dict) or operation.get("operationId") in called}
             for path, item in contract["paths"].items()}
    paths = {path: item for path, item in paths.items() if any(isinstance(operation, dict) and "operationId" in operation for operation in item.values())}
    expect_equal({operation["operationId"] for item in paths.values() for operation in item.values() if isinstance(operation, dict)}, called)
    return without_examples(contract | {"paths": paths})


def follow(instance, folder, tokens, route, birth_name, name="arazzo.yaml"):
    """What respect found: (its status, what it said)."""
    inputs = {"birth_name": birth_name} | {role.lower(): tokens[role] for role in ROLES}
    done = redocly(folder, "respect", name, "--workflow", route, "--server", f"clea={instance.base_url}", "--input", json.dumps(inputs))
    return done.returncode, done.stdout + done.stderr


@suite.test
def what_is_served_is_what_is_printed(instance, public, folder):
    served = public.get("/arazzo.yaml", headers={"Accept": "*/*"}).must(200)
    expect_equal(served.raw.decode(), (folder / "arazzo.yaml").read_text())
    links = {link["rel"]: link["href"] for link in public.get("/v1").must(200)["links"]}
    expect_equal(links["workflows"], "/arazzo.yaml")


@suite.test
def the_linter_finds_nothing(folder):
    done = redocly(folder, "lint", "arazzo.yaml", "--extends", "recommended-strict")
    expect(done.returncode == 0, done.stdout[-4000:] + done.stderr[-2000:])


@suite.test
def each_route_ends_with_a_certificate(instance, folder, tokens):
    document = yaml.safe_load((folder / "arazzo.yaml").read_text())
    expect_equal({workflow["workflowId"] for workflow in document["workflows"]}, set(ROUTES))
    for route, birth_name in ROUTES.items():
        status, said = follow(instance, folder, tokens, route, birth_name)
        expect(status == 0, f"{route}: {said[-6000:]}")
        [[certified]] = instance.sql("select count(*) from certificate c join candidacy f on f.id = c.candidacy_id join candidate p"
                                     f" on p.id = f.candidate_id where p.birth_name = '{birth_name}'")
        expect_equal(certified, "1", route)


@suite.test
def a_call_that_is_left_out_is_noticed(instance, folder, tokens):
    """The same route without the consent of the candidate: what follows is refused, and respect says so."""
    document = yaml.safe_load((folder / "arazzo.yaml").read_text())
    for workflow in document["workflows"]:
        workflow["steps"] = [step for step in workflow["steps"] if step["stepId"] != "inform"]
    (folder / "without.yaml").write_text(yaml.safe_dump(document, sort_keys=False, allow_unicode=True))
    status, said = follow(instance, folder, tokens, "allDomainsAtOnce", "Delahaye", "without.yaml")
    expect(status != 0 and "startPrior" in said, said[-3000:])


def main():
    with tempfile.TemporaryDirectory() as name, Instance() as instance:
        folder = pathlib.Path(name)
        load_contract(instance)
        for document in ("openapi", "arazzo"):
            (folder / f"{document}.yaml").write_text(instance.command(document).stdout)
        workflows, contract = (yaml.load((folder / f"{document}.yaml").read_text(), yaml.CSafeLoader) for document in ("arazzo", "openapi"))
        (folder / "openapi.yaml").write_text(json.dumps(contract_of(workflows, contract), ensure_ascii=False))
        suite.run(sys.argv[1:], instance=instance, public=Client(instance.base_url), folder=folder, tokens=read_tokens(instance.tokens_path))
    return suite.finish()


if __name__ == "__main__":
    sys.exit(main())
