# SPDX-License-Identifier: EUPL-1.2
"""Does an answer fit the contract?

    from check import Contract
    contract = Contract(ROOT / "openapi.yaml")
    contract.check("GET", "/v1/candidates/0190…", 200, headers, body)     raises ContractError

What was seen is added to build/tests/contract-seen.txt when the process ends; run.py tells what is declared and was
never seen, in build/tests/contract-unseen.txt.

Answers are held to more than clients may rely on: a member that is not described is an error here. Needs Debian's
python3-jsonschema (4.10), python3-fastjsonschema and python3-yaml.
"""

import atexit
import copy
import datetime
import json
import pathlib
import pickle
import re
import sys
import threading
import urllib.parse

import fastjsonschema
import jsonschema
import yaml

sys.path[:0] = [str(pathlib.Path(__file__).resolve().parent)]
sys.path.append(str(pathlib.Path(__file__).resolve().parent.parent))
from kept import kept, key_of  # noqa: E402
from plain import plain  # noqa: E402
from seen import answers  # noqa: E402

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
SEEN = ROOT / "build/tests/contract-seen.txt"
METHODS = ("get", "post", "put", "patch", "delete")
# What the protocol itself may answer to any request: the response `default`.
PROTOCOL = {405, 406, 408, 411, 413, 414, 415, 417, 429, 431, 500, 501, 503, 504, 505}
PROBLEM = "application/problem+json"
UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
INSTANT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z")

formats = jsonschema.FormatChecker(formats=())


@formats.checks("uuid")
def is_uuid(value):
    return not isinstance(value, str) or UUID.fullmatch(value) is not None


@formats.checks("date", raises=ValueError)
def is_date(value):
    return not isinstance(value, str) or (len(value) == 10 and bool(datetime.date.fromisoformat(value)))


@formats.checks("date-time", raises=ValueError)
def is_instant(value):
    """Exactly three decimals, in UTC: the one form that the server writes."""
    if not isinstance(value, str):
        return True
    return INSTANT.fullmatch(value) is not None and bool(datetime.datetime.fromisoformat(value[:-1]))


def is_sound(check):
    """A format as a compiled schema wants it: true or false."""

    def asked(value):
        try:
            return check(value)
        except ValueError:
            return False

    return asked


QUICK_FORMATS = {"uuid": is_sound(is_uuid), "date": is_sound(is_date), "date-time": is_sound(is_instant)}


class Often:
    """A validator that is compiled when it was asked for a third time."""

    def __init__(self, schema):
        self.schema, self.asked, self.compiled = schema, 0, None

    def takes(self, body):
        self.asked += 1
        if self.asked < 3:
            return False
        self.compiled = self.compiled or fastjsonschema.compile(self.schema(), formats=QUICK_FORMATS)
        try:
            self.compiled(body)
        except fastjsonschema.JsonSchemaValueException:
            return False
        return True


class ContractError(AssertionError):
    """An answer that the contract does not describe."""


def closed(schema):
    """The schema, with every described object refusing members that are not described."""
    if isinstance(schema, list):
        return [closed(item) for item in schema]
    if not isinstance(schema, dict):
        return schema
    copied = {key: closed(value) for key, value in schema.items()}
    if isinstance(copied.get("properties"), dict) and "$ref" not in copied:
        copied.setdefault("additionalProperties", False)
    return copied


# A body that is the file itself: it has no members, and its example would say nothing.
FILE = {"type": "string", "format": "binary"}


def bodies_of(operation):
    """{media type: its content} of what the operation may be sent."""
    return operation.get("requestBody", {}).get("content", {})


def described_bodies(operation):
    """The same without files: what has a schema to be held to."""
    return {kind: content for kind, content in bodies_of(operation).items() if content["schema"] != FILE}


def takes_file(operation):
    return len(described_bodies(operation)) < len(bodies_of(operation))


def pattern_of(template):
    """A template as a pattern; literal ones are tried before those with variables."""
    parts = [part if not part.startswith("{") else None for part in template.split("/")]
    pattern = "/".join("[^/]+" if part is None else re.escape(part) for part in parts)
    return re.compile(pattern), [part is None for part in parts]


# What they refuse stands in the thing that the event is about, and is pointed at there.
POINT_INTO_THE_THING = {"recordReferentialEvent"}


# What any operation may answer with, without saying so: who calls, with what, and whether it is there.
EVERYWHERE = {
    403: {"ROLE_NOT_ALLOWED", "PERMISSION_MISSING", "FUNCTION_REQUIRED", "FUNCTION_NOT_YOURS", "NO_FUNCTION", "LOGIN_UNBOUND", "NETWORK_NOT_ALLOWED"},
    404: {"NOT_FOUND"},
    409: {"IDEMPOTENCY_IN_PROGRESS"},
    412: {"VERSION_MISMATCH"},
}


# Operations that tell codes of reasons and nothing beside them, and why that is right.
BARE_REASONS = {"getContract"}  # lists all of them, and has them in examples
# Words for people, one of which stands beside a code.
EXPLAINED_BY = ("message", "detail", "detail_fr", "title", "label", "labels")


def reasons_in(body, codes, place="", holder=None):
    """(place, code, whether its object has words beside it) of every text in an answer that is the code of a reason."""
    if isinstance(body, dict):
        for name, value in body.items():
            yield from reasons_in(value, codes, f"{place}/{name}", body)
    elif isinstance(body, list):
        for value in body:
            yield from reasons_in(value, codes, f"{place}/-", None)
    elif isinstance(body, str) and body in codes:
        words = [holder.get(name) for name in EXPLAINED_BY] if holder else []
        yield place, body, any(words)


def read(path):
    """The document of a file: to read its YAML costs as much as a hundred requests."""
    def make(place):
        place.write_bytes(pickle.dumps(yaml.load(path.read_text(encoding="utf-8"), getattr(yaml, "CSafeLoader", yaml.SafeLoader))))

    with kept("contract", key_of(path), make) as place:
        return pickle.loads(place.read_bytes())


class Contract:
    def __init__(self, path=ROOT / "openapi.yaml", is_recorded=True):
        """is_recorded: what is seen counts for the coverage of the whole run."""
        self.printed = read(pathlib.Path(path))
        self.document = plain(self.printed)
        self.operations = {}  # (method, template) -> operation, its responses without references
        self.patterns = []
        for template, item in self.document["paths"].items():
            self.patterns.append((*pattern_of(template), template))
            for method in METHODS:
                if method in item:
                    operation = dict(item[method])
                    operation["responses"] = {
                        str(status): self.resolved(reply) for status, reply in operation["responses"].items()
                    }
                    self.operations[method.upper(), template] = operation
        self.patterns.sort(key=lambda pattern: pattern[1])
        strict = copy.deepcopy(self.document)
        strict["components"]["schemas"] = {
            name: closed(schema) for name, schema in self.document["components"]["schemas"].items()
        }
        self.strict = {"components": strict["components"]}
        self.strict_resolver = jsonschema.RefResolver("", strict)
        self.resolver = jsonschema.RefResolver("", self.document)
        self.reasons = set(self.document["components"]["schemas"]["ReasonCode"]["enum"])
        self.validators = {}
        self.quick = {}  # the same compiled, of what comes often
        self.lock = threading.RLock()
        self.seen = set()  # (operationId, status as text)
        self.is_recorded = is_recorded
        if is_recorded:
            atexit.register(self.save)

    def resolved(self, item):
        if "$ref" not in item:
            return item
        for name in item["$ref"].removeprefix("#/").split("/"):
            item = item_of(self.document, item, name)
        return item

    def find(self, method, path):
        """(template, operation), or (template, None) for a method that is not there, or (None, None)."""
        path = urllib.parse.urlsplit(path).path
        if method == "HEAD":
            method = "GET"
        found = None
        for pattern, _, template in self.patterns:
            if path == template or pattern.fullmatch(path):
                if (method, template) in self.operations:
                    return template, self.operations[method, template]
                found = found or template
        return found, None

    def errors_of(self, schema, body, is_request=False):
        """The compiled schema is twenty times faster and tells less: what it does not take is asked again."""
        with self.lock:
            quick = self.quick.setdefault((json.dumps(schema, sort_keys=True), is_request), Often(
                lambda: schema | {"components": self.document["components"]} if is_request else closed(schema) | self.strict))
            if quick.takes(body):
                return []
        return self.slow_errors_of(schema, body, is_request)

    def slow_errors_of(self, schema, body, is_request=False):
        key = (json.dumps(schema, sort_keys=True), is_request)
        with self.lock:  # a resolver keeps a stack
            if key not in self.validators:
                self.validators[key] = jsonschema.Draft202012Validator(
                    schema if is_request else closed(schema),
                    resolver=self.resolver if is_request else self.strict_resolver,
                    format_checker=None if is_request else formats,
                )
            errors = list(self.validators[key].iter_errors(body))
        return [f"/{'/'.join(map(str, error.absolute_path))}: {error.message[:300]}" for error in errors[:10]]

    def check(self, method, path, status, headers, body, request=None):
        """path: an address or a template. headers: any mapping. body: parsed JSON, or None when there is none.
        request: the body that was sent; when it was accepted, it must fit what the contract asks for."""
        method = method.upper()
        headers = {name.lower(): value for name, value in dict(headers).items()}
        template, operation = self.find(method, path)
        where = f"{method} {template or path} -> {status}"
        if self.is_recorded:
            answers.note(operation and operation["operationId"], status, body)
        if method == "OPTIONS" or (status == 308 and (operation is None or "308" not in operation["responses"])):
            return  # an address with a slash too many leads to the one without, whatever it is
        if operation is None:
            if status not in (400, 404, 405, 413, 414, 431, 501, 503, 505):
                raise ContractError(f"{where}: no such operation in the contract")
            self.check_problem(where, status, headers, body, method)
            return
        reply = operation["responses"].get(str(status))
        if reply is None and status in PROTOCOL:
            reply = operation["responses"].get("default")
        if reply is None:
            raise ContractError(f"{where}: the contract of {operation['operationId']} does not declare this status"
                                f" ({body.get('code') if isinstance(body, dict) else body})")
        with self.lock:
            self.seen.add((operation["operationId"], str(status)))
        for name in ("x-request-id", "location"):
            if name in {declared.lower() for declared in reply.get("headers", {})} and name not in headers:
                raise ContractError(f"{where}: the header {name} is missing")
        is_of_fields = "fields" in urllib.parse.parse_qs(urllib.parse.urlsplit(path).query)  # then the others are absent
        if method != "HEAD":
            self.check_body(where, reply, headers, body, is_of_fields)
        if operation["operationId"] not in POINT_INTO_THE_THING and status in (403, 409) and isinstance(body, dict) and isinstance(request, dict):
            self.check_pointers(where, operation, body, request)
        if isinstance(body, dict) and status in EVERYWHERE:
            self.check_codes(where, operation, body)
        if status < 300 and not is_of_fields:
            self.check_reasons(where, operation, body)
        if request is not None and status < 300 and "requestBody" in operation:
            schema = FILE if takes_file(operation) else bodies_of(operation)["application/json"]["schema"]
            errors = self.errors_of(schema, request, is_request=True)
            if errors:
                raise ContractError(f"{where}: accepted, but the contract forbids the request: " + "; ".join(errors))

    def check_codes(self, where, operation, body):
        """Every code of a refusal is one of those that the operation lists; the first of several gives the status."""
        listed = set(operation.get("x-problem-codes", ())).union(*EVERYWHERE.values())
        codes = {reason["code"] for reason in body.get("reasons", [])} | {body.get("code")}
        if codes - listed:
            raise ContractError(f"{where}: {operation['operationId']} does not list {sorted(codes - listed)}")

    def check_reasons(self, where, operation, body):
        """A reason is never told by its code alone: beside it stands what it means, for people."""
        bare = [(place, code) for place, code, is_explained in reasons_in(body, self.reasons)
                if not is_explained and operation["operationId"] not in BARE_REASONS]
        if bare:
            raise ContractError(f"{where}: {operation['operationId']} tells reasons by their codes alone: {bare[:5]}")

    def check_pointers(self, where, operation, body, request):
        """What a reason points at is a member that the operation takes."""
        for reason in body.get("reasons", []):
            pointer = reason["details"].get("pointer")
            if pointer is None:
                continue
            if not any(self.leads(kind["schema"], pointer.split("/")[1:], request) for kind in bodies_of(operation).values()):
                raise ContractError(f"{where}: {reason['code']} points at {pointer}, which {operation['operationId']} does not take")

    def leads(self, schema, names, request):
        schema = self.resolved(schema)
        if "discriminator" in schema:
            kind = schema["discriminator"]
            schema = self.resolved({"$ref": kind["mapping"][request[kind["propertyName"]]]})
        of = [self.resolved(part) for part in schema.get("allOf", schema.get("anyOf", schema.get("oneOf", [])))]
        if of:
            return any(self.leads(part, names, request) for part in of)
        if not names:
            return True
        if names[0].isdigit():
            return "items" in schema and self.leads(schema["items"], names[1:], request)
        return names[0] in schema.get("properties", {}) and self.leads(schema["properties"][names[0]], names[1:], request)

    def check_body(self, where, reply, headers, body, is_of_fields=False):
        if "content" not in reply:
            if body not in (None, "", b""):
                raise ContractError(f"{where}: a body where the contract has none")
            return
        kind = headers.get("content-type", "").split(";")[0].strip()
        if kind not in reply["content"]:
            raise ContractError(f"{where}: {kind or 'no type'}, the contract says {', '.join(reply['content'])}")
        is_held = kind.endswith(("/json", "+json")) and not (is_of_fields and kind != PROBLEM)
        errors = self.errors_of(reply["content"][kind]["schema"], body) if is_held else []
        if errors:
            raise ContractError(f"{where}: " + "; ".join(errors))

    def check_problem(self, where, status, headers, body, method):
        if method == "HEAD":
            return
        if headers.get("content-type", "").split(";")[0] != PROBLEM:
            raise ContractError(f"{where}: not a problem document")
        errors = self.errors_of({"$ref": "#/components/schemas/Problem"}, body)
        if errors or body["status"] != status:
            raise ContractError(f"{where}: " + "; ".join(errors or [f"status {body['status']} in the body"]))

    def declared(self):
        return {
            (operation["operationId"], status)
            for operation in self.operations.values()
            for status in operation["responses"]
            if status != "default"
        }

    def save(self):
        """Adds what was seen to what other processes saw."""
        if not self.seen:
            return
        SEEN.parent.mkdir(parents=True, exist_ok=True)
        with SEEN.open("a") as out:
            out.write("".join(f"{operation} {status}\n" for operation, status in sorted(self.seen)))

    def unseen(self):
        """Declared, and seen neither here nor by an earlier process of this run."""
        lines = SEEN.read_text().splitlines() if SEEN.exists() else []
        return sorted(self.declared() - self.seen - {tuple(line.split()) for line in lines})


def item_of(document, item, name):
    """One step of a reference; the first is from the top."""
    if isinstance(item, dict) and "$ref" in item:
        item = document
    return item[name]


def tell_coverage(contract):
    """Which declared answers no test of this run has seen. To be told, not yet to fail on; then the next run begins."""
    unseen, declared = contract.unseen(), contract.declared()
    path = SEEN.with_name("contract-unseen.txt")
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("".join(f"{operation} {status}\n" for operation, status in unseen))
    SEEN.unlink(missing_ok=True)
    print(f"# seen: {len(declared) - len(unseen)} of {len(declared)} declared answers; the others: {path.relative_to(ROOT)}")
