# SPDX-License-Identifier: EUPL-1.2
"""What is typed can be read: every member that a body takes stands in some answer, and a text that was sent is found again
by who sent it."""

import copy
import json
import re
import uuid

import mutations

# Members that no answer repeats under their name, and where what they say is instead.
NOT_ANSWERED = {
    "is_atomic": "how several are issued, which their outcomes show",
    "candidacy_ids": "candidacy_id of each outcome",
    "agenda_item_ids": "the agenda, line by line",
    "attendance_id": "the data of the history",
    "attendance": "the list of attendance itself",
    "answer_code": "a secret, shown to whom it was made for and never again",
    "duplicate_id": "the duplicate is moved, and its address leads to the record that was kept",
    "expected_version": "a precondition, not a fact",
    "files": "the mends of the rectification",
    "happened_on": "occurred_on of the act that was corrected, and the data of the history",
    "has_consent": "consent_on, and the data of the history",
    "is_distinct": "a statement on two records: the data of the history, and the trace of a change",
    "is_recusal": "is_declared, among the recusals of the agenda item",
    "jurors": "the mends of the rectification",
    "last_day": "valid_to of the version",
    "proof": "answer_proof of the path, and the texts of the history",
    "member_ids": "the convocations",
    "overlap_hours": "expires_at of the key that was rotated",
    "reasons": "outcome_reasons of the agenda item",
    "results": "the grid: its criteria",
    "sitting_id": "the sitting is cancelled and stands nowhere; the data of the history",
    "to_org_id": "owner_org_id, and the data of the history",
    "written_proof_on": "the data of the history",
}
# Texts that no reading repeats, and why.
TOLD_ONCE = {
    ("openSightByCode", "/reason"): "the answer says it; the same",
    ("openSight", "/reason"): "the answer says it; it is kept for whoever asks the certifier why a record was opened",
}
# Acts that store nothing.
STORES_NOTHING = {"simulateReferentialVersion", "searchCandidates"}
MARKED, MARKED_AT_LEAST = {}, 50  # texts that were typed; fewer are a sign that the walk has lost its way
FREE_TEXT = 100  # of a text that takes as many characters, anything can be typed


def refers(contract, schema):
    return contract.resolved(schema) if "$ref" in schema else schema


def variants(contract, schema):
    """The schemas that stand behind one: itself, or each of a choice."""
    schema = refers(contract, schema)
    chosen = [part for key in ("oneOf", "anyOf", "allOf") for part in schema.get(key, ())]
    return [found for part in chosen for found in variants(contract, part)] or [schema]


def members(contract, schema, seen=()):
    """(name, its schema) of every member, however deep."""
    for variant in variants(contract, schema):
        key = json.dumps(variant, sort_keys=True)
        if key in seen:
            continue
        for name, member in (variant.get("properties") or {}).items():
            yield name, member
            yield from members(contract, member, (*seen, key))
        if isinstance(variant.get("items"), dict):
            yield from members(contract, variant["items"], (*seen, key))


def content(item):
    return [part["schema"] for kind, part in (item.get("content") or {}).items() if kind.endswith("json")]


def answered(contract):
    """Every name that a successful reading shows."""
    return {name for (method, _), operation in contract.operations.items() if method == "GET"
            for status, reply in operation["responses"].items() if status.startswith("2")
            for schema in content(reply) for name, _ in members(contract, schema)}


def every_member_taken_is_answered(contract):
    names = answered(contract)
    lost = {f"{operation['operationId']}: {name}" for operation in contract.operations.values()
            for schema in content(operation.get("requestBody", {})) for name, _ in members(contract, schema)
            if name not in names and name not in NOT_ANSWERED}
    assert not lost, f"{len(lost)} members are taken and in no answer:\n" + "\n".join(sorted(lost))
    idle = NOT_ANSWERED.keys() - {name for operation in contract.operations.values()
                                  for schema in content(operation.get("requestBody", {})) for name, _ in members(contract, schema)}
    assert not idle, f"listed, and no body takes them: {idle}"


# By HTTP


def is_free_text(contract, schema):
    for variant in variants(contract, schema):
        kinds = variant.get("type")
        kinds = kinds if isinstance(kinds, list) else [kinds]
        if "string" in kinds and not {"enum", "format", "pattern"} & variant.keys() and variant.get("maxLength", 0) >= FREE_TEXT:
            return True
    return False


def texts_of(contract, schema, body, pointer=""):
    """Pointers of the free texts that a body of this schema may hold, in the objects that it has."""
    for variant in variants(contract, schema):
        if not fits(contract, variant, body):
            continue
        if isinstance(body, list) and body and isinstance(variant.get("items"), dict):
            yield from texts_of(contract, variant["items"], body[0], f"{pointer}/0")
        for name, member in (variant.get("properties") or {}).items() if isinstance(body, dict) else ():
            if is_free_text(contract, member):
                yield f"{pointer}/{name}"
            elif name in body:
                yield from texts_of(contract, member, body[name], f"{pointer}/{name}")


def fits(contract, variant, body):
    """Of a choice by event only the schema of the body's own event."""
    for name, member in (variant.get("properties") or {}).items() if isinstance(body, dict) else ():
        for said in variants(contract, member):
            if "const" in said and body.get(name) != said["const"]:
                return False
    return True


def marked(act, contract):
    """The body with a text of its own in every place that takes one, and {text: pointer}. A text that this act refuses is left out."""
    template, operation = contract.find(act.method, act.path)
    body, marks = copy.deepcopy(act.body), {}
    schemas = content(operation.get("requestBody", {}))
    pointers = dict.fromkeys(pointer for schema in schemas for pointer in texts_of(contract, schema, body))
    for pointer in pointers if operation["operationId"] not in STORES_NOTHING else ():
        text = f"Typed in {pointer.replace('/', ' ').strip()} {uuid.uuid4().hex[:12]}"
        tried = copy.deepcopy(body)
        holder, key = mutations.at(tried, pointer)
        holder[key] = text
        if act.send(body=tried, with_version=True, query=("&" if "?" in act.path else "?") + "dry_run=true").status < 300:
            body, marks[text] = tried, pointer
    return body, marks


class Crawl:
    """Every address of the contract that what is known leads to, from round to round."""

    ROUNDS = 3

    def __init__(self, contract, clients):
        self.contract, self.clients = contract, clients
        self.ids, self.asked, self.read = {}, set(), []

    def take(self, path, body):
        """What an answer, and the address that gave it, tell of other addresses."""
        template, _ = self.contract.find("GET", path)
        for variable, value in zip((template or "").split("/"), path.split("?")[0].split("/")):
            if variable.startswith("{"):
                self.know(variable[1:-1], value)
        for name in ("code", "version") if isinstance(body, dict) else ():
            if isinstance(body.get(name), str):
                self.know(name, body[name])
        self.collect(body, path.split("?")[0].split("/")[-1])

    def know(self, variable, value):
        """In the order in which they became known: the nearest first."""
        self.ids.setdefault(variable, {})[value] = True

    def collect(self, body, collection):
        if isinstance(body, list):
            for item in body[:20]:
                self.collect(item, collection)
        if not isinstance(body, dict):
            return
        for name, value in body.items():
            if name.endswith("_id") and isinstance(value, str):
                self.know(name, value)
            if name == "id" and isinstance(value, str):
                for _, variable in self.children(collection):
                    self.know(variable, value)
            self.collect(value, collection if name in ("data", "resource") else name)

    def children(self, collection):
        for method, template in self.contract.operations:
            found = re.fullmatch(rf"/v1/{re.escape(collection)}/\{{(\w+)\}}", template)
            if found and method == "GET":
                yield template, found.group(1)

    def addresses(self):
        for method, template in self.contract.operations:
            variables = re.findall(r"\{(\w+)\}", template)
            if method != "GET" or not variables or any(variable not in self.ids for variable in variables):
                continue
            paths = [template]
            for variable in variables:
                paths = [path.replace(f"{{{variable}}}", value) for path in paths for value in list(self.ids[variable])[:8]]
            yield from (path for path in paths if path not in self.asked)

    def run(self, marks):
        """The texts that were not found."""
        lost = set(marks)
        for _ in range(self.ROUNDS):
            for path in list(self.addresses()):
                self.asked.add(path)
                for client in self.clients:
                    reply = client.get(path)
                    if reply.status == 200:
                        lost -= {text for text in lost if text in reply.raw.decode("utf-8", "replace")}
                        self.take(path, reply.body)
                if not lost:
                    return lost
        return lost


def what_was_typed_is_read_again(act, contract):
    reader = act.reader or act.client
    crawl = Crawl(contract, [reader])
    for path in (act.path, *act.reads):
        crawl.take(path, None)
    crawl.take(act.reply.headers.get("Location") or act.path, act.reply.body)
    told = "".join(reader.get(path).raw.decode("utf-8", "replace") for path in act.reads)
    marks = {text: pointer for text, pointer in act.marks.items() if text not in told and (act.operation, pointer) not in TOLD_ONCE}
    lost = crawl.run(marks) if marks else ()
    assert not lost, f"typed and not found in {len(crawl.asked)} readings: {sorted(act.marks[text] for text in lost)}"
