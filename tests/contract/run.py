#!/usr/bin/env python3
# SPDX-License-Identifier: EUPL-1.2
"""The contract by itself: is it the server's, is it sound, does the server answer as it says?
Ends with `N passed, N failed`.

    tests/contract/run.py [PART…]     only tests whose names contain one of these"""

import copy
import itertools
import json
import os
import pathlib
import re
import subprocess
import sys
import urllib.error
import urllib.request

HERE = pathlib.Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parent / "scenario"), str(HERE.parent)]
from addresses import texts_in_addresses  # noqa: E402
from corrected import faults as uncorrected  # noqa: E402
from check import Contract, ContractError, described_bodies, tell_coverage  # noqa: E402
from harness.runner import Suite, expect  # noqa: E402
from instance import ROOT, Instance  # noqa: E402
import examples  # noqa: E402
import released  # noqa: E402
from seen import server_errors  # noqa: E402
from sweep import Sweep  # noqa: E402

suite = Suite("contract")
test = suite.test


def none(found):
    expect(not found, "\n".join(map(str, found)))


def refuses(action, words):
    try:
        action()
    except ContractError as error:
        expect(words in str(error), f"refused for another reason: {error}")
        return
    raise AssertionError(f"accepted: {words}")


# The document


@test
def the_committed_contract_is_the_printed_one(world):
    printed = world.instance.command("openapi").stdout
    expect(printed == (ROOT / "openapi.yaml").read_text(), "run: build/dev/clea-server openapi > openapi.yaml")


@test
def the_linter_finds_nothing(world):
    environment = os.environ | {"REDOCLY_TELEMETRY": "off", "REDOCLY_SUPPRESS_UPDATE_NOTICE": "true", "CI": "true"}
    done = subprocess.run(
        [ROOT / "tests/node_modules/.bin/redocly", "lint", "--config", ROOT / "tests/contract/redocly.yaml",
         "--format", "stylish", ROOT / "openapi.yaml"],
        env=environment, stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=120,
    )
    expect(done.returncode == 0, done.stdout[-6000:] + done.stderr[-2000:])


@test
def every_member_that_a_body_takes_is_put_right_or_it_is_told_why_not(world):
    none(uncorrected(Contract(is_recorded=False).document))


def spoilt(body, path=""):
    """The body with one thing wrong: a member gone, one more, or of another type."""
    if isinstance(body, dict):
        yield f"{path}: one more", body | {"not_in_the_contract": 1}
        for name in body:
            yield f"{path}/{name}: gone", {key: value for key, value in body.items() if key != name}
            for why, worse in [*spoilt(body[name], f"{path}/{name}"),
                               *((f"{path}/{name}: {wrong!r}", wrong) for wrong in ([], 7.5, None, "2026-02-30"))]:
                yield why, body | {name: worse}
    elif isinstance(body, list) and body:
        yield from ((why, [worse, *body[1:]]) for why, worse in spoilt(body[0], f"{path}/0"))


@test
def the_quick_check_of_answers_takes_nothing_that_the_slow_one_refuses(world):
    contract, lax, tried, known = Contract(is_recorded=False), [], 0, set()
    for (method, template), operation in contract.operations.items():
        for status, reply in operation["responses"].items():
            for kind, content in reply.get("content", {}).items():
                if not kind.endswith("json") or json.dumps(content["schema"]) in known:
                    continue
                known.add(json.dumps(content["schema"]))
                for example in list(map(contract.resolved, content.get("examples", {}).values()))[:1]:
                    # Each seventh of what can be wrong: five ways a member, so that each way comes everywhere.
                    for why, body in [("as it is", example["value"]), *itertools.islice(spoilt(example["value"]), 0, None, 7)]:
                        tried += 1
                        errors = contract.errors_of(content["schema"], body)  # compiled from the third on
                        slow = contract.slow_errors_of(content["schema"], body)
                        if bool(errors) != bool(slow):
                            lax.append(f"{method} {template} {status} {why}: {slow}")
    none(lax[:20])
    expect(tried > 1000, f"{tried} bodies")


@test
def a_version_that_is_needed_is_said_to_be(world):
    """Where 428 is answered, If-Match is required, or expected_version of the body takes its place; elsewhere it is said wherever 412 is.
    That 412 and 428 are answered there and nowhere else, tests/acts shows."""
    contract, wrong, required = Contract(is_recorded=False), [], 0
    for (method, template), operation in contract.operations.items():
        refs = {parameter.get("$ref", "").rpartition("/")[2] for parameter in operation.get("parameters", [])} & {"IfMatch", "IfMatchOrVersion", "IfMatchOptional"}
        body = contract.resolved(operation.get("requestBody", {}).get("content", {}).get("application/json", {}).get("schema", {}))
        body = json.dumps([body, *map(contract.resolved, body.get("oneOf", []) + body.get("anyOf", []))])
        wanted = {"IfMatchOrVersion"} if '"expected_version"' in body else {"IfMatch"}
        if "428" not in operation["responses"]:
            wanted = {"IfMatchOptional"} if "412" in operation["responses"] else set()
        required += wanted == {"IfMatch"}
        if refs != wanted:
            wrong.append(f"{method} {template}: {refs}, wanted {wanted}")
    none(wrong)
    parameters = contract.document["components"]["parameters"]
    expect(parameters["IfMatch"].get("required") and not parameters["IfMatchOrVersion"].get("required") and required > 10, f"{required}")


@test
def every_operation_says_what_it_is(world):
    missing = []
    for (method, template), operation in world.contract.operations.items():
        name = operation["operationId"]
        missing += [f"{name}: no {key}" for key in ("summary", "description", "tags") if not operation.get(key)]
        missing += [f"{name}: no example of {kind}" for kind, content in described_bodies(operation).items() if not content.get("examples")]
        for status, reply in operation["responses"].items():
            content = reply.get("content", {}).get("application/json") if status.startswith("2") else None
            if content is not None and not content.get("examples"):
                missing.append(f"{name}: no example of {status}")
    none(missing)


@test
def every_tag_has_a_sentence(world):
    none([tag["name"] for tag in world.contract.document["tags"] if tag["description"] == tag["name"]])


def members(schemas):
    for name, schema in schemas.items():
        for member, described in schema.get("properties", {}).items():
            yield f"{name}.{member}", described


@test
def every_member_is_described(world):
    schemas = world.contract.document["components"]["schemas"]
    own = {"Violation.code", "Refusal.code", "Problem.code"}
    none([name for name, schema in members(schemas)
          if "description" not in schema and "$ref" not in schema and name not in own])


@test
def names_are_snake_case(world):
    schemas = world.contract.document["components"]["schemas"]
    wrong = [name for name, _ in members(schemas) if not is_snake(name.split(".", 1)[1])]
    wrong += [parameter["name"] for operation in world.contract.operations.values()
              for parameter in operation.get("parameters", [])
              if parameter.get("in") in ("query", "path") and not is_snake(parameter["name"])]
    none(wrong)


def is_snake(name):
    return name.isascii() and name == name.lower() and name.replace("_", "").isalnum()


@test
def an_event_body_is_chosen_by_its_event(world):
    contract = world.contract
    schema = {"$ref": "#/components/schemas/CandidacyEventBody"}
    good = {"event": "RECORD_INFORMATION", "data": {"has_consent": True}}
    expect(not contract.errors_of(schema, good, is_request=True), "a right body is refused")
    for bad in ({"event": "RECORD_INFORMATION"}, {"event": "START_PRIOR", "data": {"has_consent": True}},
                {"event": "OPEN_CONTACT"}, {}):
        expect(contract.errors_of(schema, bad, is_request=True), f"a wrong body is accepted: {bad}")


# The checker: it must be able to say no


def some(contract):
    """An operation that answers with a version, an example of it, and its headers."""
    operation = contract.operations["GET", "/v1/candidates/{candidate_id}"]
    body = copy.deepcopy(contract.document["components"]["examples"]["getCandidate.200"]["value"])
    return operation, body, {"Content-Type": "application/json", "X-Request-Id": "x"}


@test
def the_checker_accepts_what_fits(world):
    contract = Contract(is_recorded=False)
    operation, body, headers = some(contract)
    contract.check("get", "/v1/candidates/CAN-2026-000001-17?x=1", 200, headers, body)
    contract.check("HEAD", "/v1/candidates/{candidate_id}", 304, headers, None)
    expect((operation["operationId"], "200") in contract.seen, "it was not recorded")
    expect((operation["operationId"], "200") not in contract.unseen(), "it is still unseen")
    expect((operation["operationId"], "412") in contract.unseen(), "what nobody saw is not told")


@test
def the_checker_prefers_the_literal_path(world):
    _, operation = Contract(is_recorded=False).find("POST", "/v1/candidates/searches")
    expect(operation["operationId"] == "searchCandidates", operation["operationId"])


@test
def the_checker_refuses_what_does_not_fit(world):
    contract = Contract(is_recorded=False)
    _, body, headers = some(contract)
    address = "/v1/candidates/0190e0c0-0000-7000-8000-000000000001"

    def changed(**changes):
        return {name: value for name, value in (body | changes).items() if value is not changed}

    refuses(lambda: contract.check("GET", address, 418, headers, body), "does not declare")
    refuses(lambda: contract.check("GET", address, 409, headers, body), "does not declare")
    refuses(lambda: contract.check("GET", "/v1/nothing", 200, headers, body), "no such operation")
    refuses(lambda: contract.check("GET", address, 200, headers, changed(extra=1)), "extra")
    refuses(lambda: contract.check("GET", address, 200, headers, changed(version=changed)), "version")
    refuses(lambda: contract.check("GET", address, 200, headers, changed(version="1")), "version")
    refuses(lambda: contract.check("GET", address, 200, headers, changed(status="SOMETHING")), "SOMETHING")
    refuses(lambda: contract.check("GET", address, 200, headers, changed(id="1")), "uuid")
    refuses(lambda: contract.check("GET", address, 200, headers, changed(created_at="2026-01-14T09:30:00Z")), "date-time")
    refuses(lambda: contract.check("GET", address, 200, {"Content-Type": "application/json"}, body), "x-request-id")
    refuses(lambda: contract.check("GET", address, 200, headers | {"Content-Type": "text/html"}, body), "text/html")
    refuses(lambda: contract.check("GET", address, 404, headers, body), "application/json")
    evidence = contract.document["components"]["examples"]["addEvidence.201"]["value"]
    refuses(lambda: contract.check("POST", "/v1/candidacies/x/evidences", 201, headers | {"Location": "x", "ETag": "x"}, evidence, {"title": "JSON"}),
            "the contract forbids the request")
    refuses(lambda: contract.check("GET", address, 404, headers | {"Content-Type": "application/problem+json"}, {"status": 404}),
            "required")


# The server


@test
def the_server_serves_the_same_document_twice(world):
    status, headers, served = world.call("GET", "/openapi.json")
    expect(status == 200 and headers["Content-Type"] == "application/json", f"{status} {headers}")
    expect(json.loads(served) == world.contract.printed, "JSON and YAML differ")
    status, headers, served = world.call("GET", "/openapi.yaml")
    expect(status == 200, status)
    expect(served.decode() == (ROOT / "openapi.yaml").read_text(), "the YAML served is not the file")


@test
def open_operations_answer_as_described(world):
    wrong = []
    for (method, template), operation in world.contract.operations.items():
        if method != "GET" or operation.get("security") != [] or "{" in template:
            continue
        wrong += world.checked(method, template)
        wrong += world.checked(method, template + "?no_such_parameter=1")
    none(wrong)


@test
def every_operation_refuses_strangers_as_described(world):
    """401 wherever a key is needed, and never anything else than a problem document."""
    wrong = []
    for (method, template), operation in world.contract.operations.items():
        if operation.get("security") == []:
            continue
        address = template
        for parameter in operation.get("parameters", []):
            if parameter.get("in") == "path":
                value = "00000000-0000-7000-8000-000000000001" if parameter["name"].endswith("_id") else "x"
                address = address.replace("{%s}" % parameter["name"], value)
        wrong += world.checked(method, address, expected=401)
        wrong += world.checked(method, address, expected=401, token="clea_test_nonsense")
    none(wrong)


@test
def protocol_refusals_are_problem_documents(world):
    none(world.checked("DELETE", "/v1/candidates", expected=405) + world.checked("GET", "/v1/nothing", expected=404)
         + world.checked("GET", "/v1", headers={"Accept": "text/html"}, expected=406))


# Every operation, asked wrongly


@test
def without_a_role_it_is_forbidden(world):
    none(list(world.sweep.without_a_role()))


@test
def an_unknown_parameter_is_refused_everywhere(world):
    none(list(world.sweep.with_an_unknown_parameter()))


@test
def an_unknown_member_is_refused_everywhere(world):
    none(list(world.sweep.with_an_unknown_member()))


@test
def garbage_is_refused_everywhere(world):
    none(list(world.sweep.with_a_body_that_is_none()))


@test
def the_published_problems_are_those_of_the_registry(world):
    """A row LATER(…) is no problem of this server yet."""
    _, _, text = world.call("GET", "/v1/problems")
    published = {problem["code"] for problem in json.loads(text)["data"]}
    registry = "".join(file.read_text() for file in sorted((ROOT / "lib").glob("reason*.def")))
    expect(published == set(re.findall(r"^REASON\((\w+),", registry, re.M)), "the catalogue differs from lib/reason.def")
    later = set(re.findall(r"^LATER\((\w+),", registry, re.M))
    contract = (ROOT / "openapi.yaml").read_text()
    named = sorted(code for code in later if re.search(rf"\b{code}\b", contract))
    expect(not (later & published) and not named, f"published already: {later & published} {named}")


@test
def no_address_holds_a_text_about_a_person(world):
    none(texts_in_addresses(world.contract))


@test
def a_version_is_asked_for_wherever_it_is_needed(world):
    none(list(world.sweep.without_a_version()))


@test
def any_version_is_the_certifiers_word(world):
    none(list(world.sweep.with_any_version()))


# The last word of the address of a post that ends something for good.
ENDINGS = {"merges", "closures", "ends", "withdrawals", "removals"}
# Ends once, and a second one is told so: it has no version that anybody reads.
WITHOUT_VERSION = {"endCommissionOverride", "withdrawRectification", "removeFileFromAgenda"}


@test
def what_ends_something_says_why_and_of_which_version(world):
    wrong, seen = [], set()
    for (method, template), operation in world.contract.operations.items():
        if method == "POST" and template.rpartition("/")[2] in ENDINGS:
            seen.add(name := operation["operationId"])
            schema = world.contract.resolved(operation["requestBody"]["content"]["application/json"]["schema"])
            if "reason" not in schema.get("required", []) and "needed" not in schema["properties"].get("reason", {}).get("description", ""):
                wrong.append(f"{name}: no reason is needed")
            if ("428" in operation["responses"]) == (name in WITHOUT_VERSION):
                wrong.append(f"{name}: If-Match")
    expect(seen >= WITHOUT_VERSION | {"mergeCandidates", "mergePersons", "closePerson"}, sorted(seen))
    none(wrong)


@test
def an_id_that_is_none_is_told_in_words_about_addresses(world):
    none(list(world.sweep.with_an_id_that_is_none()))


@test
def a_coded_body_is_refused_everywhere(world):
    none(list(world.sweep.with_a_coded_body()))


@test
def a_body_of_another_type_is_refused_with_the_types_that_are_taken(world):
    none(list(world.sweep.with_a_body_of_another_type()))


@test
def a_parameter_comes_once_unless_it_is_a_list(world):
    none(list(world.sweep.with_a_parameter_twice()))


@test
def what_is_not_there_is_not_found(world):
    none(list(world.sweep.on_what_is_not_there()))


@test
def lists_may_be_empty(world):
    none(list(world.sweep.lists_of_nothing()))


for function in examples.TESTS + released.TESTS:
    test(function)


class World:
    def __init__(self, instance):
        self.contract = Contract()
        self.instance = instance
        self.sweep = Sweep(self)

    def call(self, method, path, token=None, headers=None, body=None):
        request = urllib.request.Request(self.instance.base_url + path, method=method, headers=headers or {})
        if body is not None:
            request.data = body
        if token:
            request.add_header("Authorization", f"Bearer {token}")
        try:
            with urllib.request.urlopen(request, timeout=10) as reply:
                status, headers, text = reply.status, reply.headers, reply.read()
        except urllib.error.HTTPError as error:
            status, headers, text = error.code, error.headers, error.read()
        server_errors.note(method, path, status, text)
        return status, headers, text

    def checked(self, method, path, expected=None, **options):
        status, headers, text = self.call(method, path, **options)
        is_json = "json" in headers.get("Content-Type", "")
        try:
            self.contract.check(method, path, status, headers, json.loads(text) if is_json else text.decode() or None)
        except ContractError as error:
            return [error]
        return [] if expected in (None, status) else [f"{method} {path}: {status}, expected {expected}: {text[:300]}"]


def main():
    instance = Instance(seed=())
    try:
        instance.start()
        world = World(instance)
        suite.run(sys.argv[1:], world=world)
        tell_coverage(world.contract)
    finally:
        suite.one("the server ends well", instance.stop)
    return suite.finish()


if __name__ == "__main__":
    sys.exit(main())
