#!/usr/bin/env python3
# SPDX-License-Identifier: EUPL-1.2
"""Every text that any operation takes, sent in every spelling: composed and not, with characters that nobody sees, blank, too
long, in another script. What is a text, and of which kind, the contract says; what the answer must be stands in the table
below, by kind. Ends with `N passed, N failed`.

    tests/fields/run.py [PART…]     only operations whose name contains one of these"""

import itertools
import pathlib
import re
import sys
import unicodedata
import urllib.parse

TESTS = pathlib.Path(__file__).resolve().parent.parent
sys.path[:0] = [str(TESTS), str(TESTS / "scenario"), str(TESTS / "contract")]
from harness.client import Client, load_contract  # noqa: E402
from harness.runner import Suite  # noqa: E402
from instance import Instance  # noqa: E402
from keys import Everybody  # noqa: E402
from sweep import NOBODY_ID  # noqa: E402

suite = Suite("fields")

# What the server says to a text that it does not take for its form, where a field has one of its own (a code, an address).
FORMS = {"PATTERN", "ITEM_CODE_INVALID", "REFERENTIAL_CODE_INVALID", "CODE_INVALID", "ADDRESS_RANGE_INVALID", "DIGITS_INVALID", "DEPARTMENT_INVALID", "DENOMINATION_INVALID", "INSEE_CODE_INVALID", "SIRET_INVALID", "POSTAL_CODE_INVALID", "EMAIL_INVALID", "PHONE_INVALID", "REFERENCE_INVALID", "URL_NOT_ALLOWED", "ENUM"}
# What a member needs beside it, to be taken at all.
BESIDE = {("post", "/v1/invitations", "/label"): {"partner_scope": "ORGANISM", "roles": ["REFERENT"], "partner_id": NOBODY_ID},
          ("put", "/v1/service-mode", "/reason"): {"mode": "READ_ONLY"}}
FREE, NAME = "free", "name"
LENGTH = {"MIN_LENGTH", "MAX_LENGTH"}

# A spelling, what it makes of a text of `n` characters at most, and the codes that may be said, by the kind of the field; None:
# nothing is said of it.
SPELLINGS = [
    ("composed", lambda n: "é" * n, {FREE: FORMS | {None}, NAME: {None}}),
    # Twice as many characters as the field takes, before they are composed.
    ("not composed", lambda n: unicodedata.normalize("NFD", "é" * n), {FREE: FORMS | {None}, NAME: {None}}),
    ("between blanks", lambda n: " \u00a0" + "é" * n + "\u202f ", {FREE: FORMS | {None}, NAME: {None}}),
    ("one too long", lambda n: "é" * (n + 1), {FREE: {"MAX_LENGTH"}, NAME: {"MAX_LENGTH"}}),
    ("blank", lambda n: " \u00a0 ", {FREE: {"MIN_LENGTH"}, NAME: {"MIN_LENGTH"}}),
    ("empty", lambda n: "", {FREE: {"MIN_LENGTH"}, NAME: {"MIN_LENGTH"}}),
    ("Cyrillic", lambda n: "Ж" * n, {FREE: FORMS | {None}, NAME: {"NAME_INVALID"}}),
    ("Arabic", lambda n: "م" * n, {FREE: FORMS | {None}, NAME: {"NAME_INVALID"}}),
    ("a letter of no font", lambda n: "ꞛ" * n, {FREE: FORMS | {None}, NAME: {None}}),
    ("a sign of no font", lambda n: "🎈" * n, {FREE: FORMS | {None}, NAME: {"NAME_INVALID"}}),
    ("two scripts", lambda n: ("a" + "а" * n)[:n], {FREE: FORMS | LENGTH | {None}, NAME: {"NAME_INVALID"}}),
    ("digits", lambda n: "1" * n, {FREE: FORMS | {None}, NAME: {"NAME_INVALID"}}),
    ("signs", lambda n: "-" * n, {FREE: FORMS | {None}, NAME: {"NAME_INVALID"}}),
    ("an apostrophe", lambda n: ("’tHooft" + "é" * n)[:n], {FREE: FORMS | {None}, NAME: {None, "NAME_INVALID"}}),
]
# Of these, what no field takes that papers show (x-printed): no font has it.
UNDRAWN = {("Arabic", FREE), ("a letter of no font", FREE), ("a letter of no font", NAME), ("a sign of no font", FREE)}
HIDDEN = {
    "zero width space": "\u200b", "zero width joiner": "\u200d", "soft hyphen": "\u00ad", "byte order mark": "\ufeff",
    "left to right mark": "\u200e", "right to left override": "\u202e", "isolate": "\u2066", "control": "\u0007", "C1": "\u0085",
    "NUL": "\x00", "line separator": "\u2028", "private": "\ue000", "unassigned": "\u0378", "tag": "\U000e0041",
}
SPELLINGS += [(name, lambda n, sign=sign: ("é" * n)[:n // 2] + sign + ("é" * n)[n // 2:][1:],
               {FREE: {"CHARACTER_INVALID"}, NAME: {"CHARACTER_INVALID"}}) for name, sign in HIDDEN.items()]

# References and codes as keyboards, word processors and mail programs make them of the one that is meant, and what none of these makes.
TYPED = [(f"with {name}", lambda text, dash=dash: text.replace("-", dash)) for name, dash in {
    "hyphens": "\u2010", "no-break hyphens": "\u2011", "figure dashes": "\u2012", "en dashes": "\u2013", "em dashes": "\u2014",
    "bars": "\u2015", "minus signs": "\u2212", "full-width hyphens": "\uff0d"}.items()]
TYPED += [(f"between {name}", lambda text, blank=blank: blank + text.replace("-", f"{blank}-{blank}") + blank) for name, blank in {
    "blanks": " ", "no-break spaces": "\u00a0", "narrow spaces": "\u202f", "thin spaces": "\u2009", "ideographic spaces": "\u3000"}.items()]
TYPED += [("in small letters", str.lower), ("in small letters with dashes", lambda text: text.lower().replace("-", " \u2013 ")),
          ("with blanks for dashes", lambda text: text.replace("-", " ")), ("without dashes", lambda text: text.replace("-", ""))]
MISTYPED = [("cut", lambda text: text[:-1]), ("with a sign more", lambda text: text + "7"), ("with underscores", lambda text: text.replace("-", "_"))]
REFERENCE = "DOS-2026-000123-52"
REFERENCE_PATTERN = "^[^0-9A-Za-z]*([A-Za-z]"
# Codes of public registers (x-coded), by the characters that they have: as they are, and as people type them.
CODED = {14: "00000001800010", 5: "59350", 4: "1090", 3: "100", 11: "11755555555"}
AS_TYPED = [("as it is", str), ("between blanks", lambda text: f" {text} "), ("in groups", lambda text: f"{text[:3]} {text[3:]}".strip()),
            ("in groups with no-break spaces", lambda text: "\u00a0".join(text))]


class Contract:
    def __init__(self, document):
        self.document = document

    def resolved(self, schema):
        while "$ref" in schema:
            found = self.document
            for part in schema["$ref"].removeprefix("#/").split("/"):
                found = found[part]
            schema = found
        return schema

    def texts(self, schema, depth=0):
        """(pointer, schema, what wraps a value) of each text in a body, however deep."""
        schema = self.resolved(schema)
        for choice in schema.get("oneOf", []) + schema.get("anyOf", []) + schema.get("allOf", []):
            yield from self.texts(choice, depth)
        types = schema.get("type", [])
        types = types if isinstance(types, list) else [types]
        if depth > 12 or schema.get("readOnly"):
            return
        if "string" in types and not {"enum", "const", "format"} & schema.keys():
            yield "", schema, lambda value: value
        if "array" in types:
            for pointer, found, wrap in self.texts(schema["items"], depth + 1):
                yield f"/0{pointer}", found, lambda value, wrap=wrap: [wrap(value)]
        for name, member in schema.get("properties", {}).items():
            chosen = {other: self.resolved(of)["const"] for other, of in schema["properties"].items()
                      if "const" in self.resolved(of) and other != name}
            for pointer, found, wrap in self.texts(member, depth + 1):
                yield f"/{name}{pointer}", found, lambda value, name=name, wrap=wrap, chosen=chosen: chosen | {name: wrap(value)}

    def lists(self, schema, depth=0):
        """(pointer, schema, what wraps a value) of each list in a body, however deep."""
        schema = self.resolved(schema)
        for choice in schema.get("oneOf", []) + schema.get("anyOf", []) + schema.get("allOf", []):
            yield from self.lists(choice, depth)
        if depth > 12 or schema.get("readOnly"):
            return
        if "array" in schema.get("type", []):
            yield "", schema, lambda value: value
            for pointer, found, wrap in self.lists(schema["items"], depth + 1):
                yield f"/0{pointer}", found, lambda value, wrap=wrap: [wrap(value)]
        for name, member in schema.get("properties", {}).items():
            chosen = {other: self.resolved(of)["const"] for other, of in schema["properties"].items()
                      if "const" in self.resolved(of) and other != name}
            for pointer, found, wrap in self.lists(member, depth + 1):
                yield f"/{name}{pointer}", found, lambda value, name=name, wrap=wrap, chosen=chosen: chosen | {name: wrap(value)}

    def parameters(self, operation):
        for parameter in operation.get("parameters", []):
            parameter = self.resolved(parameter)
            schema = self.resolved(parameter["schema"])
            if parameter["name"] in ("cursor", "after"):  # nobody writes one
                continue
            if parameter["in"] == "query" and schema.get("type") == "string" and not {"enum", "format"} & schema.keys():
                yield parameter["name"], schema


    def references(self, operation):
        """The member of the address that may be a reference."""
        for parameter in operation.get("parameters", []):
            parameter = self.resolved(parameter)
            if parameter["in"] == "path" and any("pattern" in choice for choice in parameter["schema"].get("anyOf", [])):
                yield parameter["name"]


def kind_of(schema):
    return NAME if schema.get("x-civil-name") else FREE


class Asker:
    def __init__(self, instance, document):
        self.contract = Contract(document)
        # What is wrong with a body is said before anything is read.
        self.clients = {role: Client(instance.base_url, token) for role, token in Everybody(instance).tokens.items()}
        self.public = Client(instance.base_url, None)
        self.roles = {(path, method): operation.get("x-roles", []) for path, methods in document["paths"].items()
                      for method, operation in methods.items() if isinstance(operation, dict)}
        self.count = 0

    def clients_of(self, method, path):
        if not self.roles[path, method]:
            return [self.public]
        return [self.clients[role] for role in self.roles[path, method] if role in self.clients]

    def client(self, method, path):
        return self.clients_of(method, path)[0]

    def address(self, path):
        parts = ["x" if part.startswith("{") and not part.endswith("_id}") else NOBODY_ID if part.startswith("{") else part
                 for part in path.split("/")]
        return "/".join(parts)

    def said(self, reply, key, where):
        """The codes said of one place; nothing but a wish that is well formed gets further than its form."""
        if reply.status in (400, 422) and reply.body:
            return {error["code"] for error in reply.body.get("errors", []) if error.get(key) == where} or {None}
        if reply.status >= 500:
            raise AssertionError(f"{reply}")
        return {None}

    def body(self, method, path, wrap, pointer, text):
        query = "?dry_run=true" if path != "/v1/candidates/searches" else ""
        headers = {"If-Match": '"1"'} if method in ("patch", "put", "delete") else {}
        # Of an event that is for some of the roles only, the others hear that before what is wrong with its body.
        for client in self.clients_of(method, path):
            reply = client.send(method.upper(), self.address(path) + query,
                                BESIDE.get((method, path, pointer), {}) | wrap(text), headers=headers, checks=False)
            if reply.status != 403:
                break
        self.count += 1
        return self.said(reply, "pointer", pointer)

    def parameter(self, method, path, name, text):
        query = urllib.parse.urlencode({name: text})
        reply = self.client(method, path).send(method.upper(), f"{self.address(path)}?{query}", checks=False)
        self.count += 1
        return self.said(reply, "parameter", name)


    def member(self, path, name, text):
        reply = self.client("get", path).get(self.address(path.replace("{" + name + "}", urllib.parse.quote(text, safe=""))), checks=False)
        self.count += 1
        return {reply.code} if reply.code in ("PATH_INVALID", "REFERENCE_INVALID") else self.said(reply, "parameter", name)


def judge(wrong, told, name, schema, spelling, ask):
    longest, least = schema.get("maxLength", 200), schema.get("minLength", 0)
    label, make, expected = spelling
    kind = kind_of(schema)
    codes = {"CHARACTER_NOT_DRAWN"} | FORMS if schema.get("x-printed") and (label, kind) in UNDRAWN else expected[kind]
    if label in ("blank", "empty") and least == 0 or label == "two scripts" and longest < 2:
        return
    text = make(max(least, longest if label in ("one too long", "not composed") else min(longest, 400)))
    found = ask(text)
    told.update(found)
    if not found <= codes:
        wrong.append(f"{name}: {label}: {sorted(map(str, found))}, wanted {sorted(map(str, codes))}")


def walk(asker, document, parts):
    told, seen = set(), set()
    for path, methods in document["paths"].items():
        for method, operation in methods.items():
            if not isinstance(operation, dict) or "operationId" not in operation or operation.get("x-roles") is None:
                continue
            if not suite.wants(operation["operationId"], parts):
                continue
            body = operation.get("requestBody", {}).get("content", {}).get("application/json", {}).get("schema", {})
            texts = [(f"{operation['operationId']} {pointer}", schema,
                      lambda text, wrap=wrap, pointer=pointer: asker.body(method, path, wrap, pointer, text))
                     for pointer, schema, wrap in asker.contract.texts(body)]
            queries = [(f"{operation['operationId']} ?{name}", schema,
                        lambda text, name=name: asker.parameter(method, path, name, text))
                       for name, schema in asker.contract.parameters(operation)]
            if texts:
                suite.one(f"texts in the body of {operation['operationId']}", lambda: all_spellings(texts, told))
            if queries:
                suite.one(f"texts in the address of {operation['operationId']}", lambda: all_spellings_of_address(queries))
            seen.update(kind_of(schema) for _, schema, _ in texts)
    suite.one("a list that is empty is refused where the contract says so", lambda: all_lists(asker, document, parts))
    suite.one("what people type is read as they type it, in bodies and in addresses alike", lambda: all_typed(asker, document, parts))
    suite.one("codes of public registers are read as people type them", lambda: all_coded(asker, document, parts))
    suite.one("a text that has a form has its grammar in the contract", lambda: all_patterns(asker, document, parts))
    if not parts:
        suite.one("the walk saw what there is", lambda: saw(asker.count, told, seen))


def all_spellings(texts, told):
    wrong = []
    for (name, schema, ask), spelling in itertools.product(texts, SPELLINGS):
        judge(wrong, told, name, schema, spelling, ask)
    if wrong:
        raise AssertionError(f"{len(wrong)}:\n" + "\n".join(wrong[:40]))


def all_spellings_of_address(queries):
    """The same rules; a parameter has one code for all that is wrong with it."""
    wrong = []
    for (name, schema, ask), (label, make, expected) in itertools.product(queries, SPELLINGS):
        longest, least = schema.get("maxLength", 200), schema.get("minLength", 0)
        if label in ("blank", "empty") and least == 0 or label == "NUL":  # no address holds that: it is refused as a whole
            continue
        codes = {None if code is None else "PARAMETER_INVALID" for code in expected[FREE]}
        found = ask(make(max(least, longest)))
        if not found <= codes:
            wrong.append(f"{name}: {label}: {sorted(map(str, found))}, wanted {sorted(map(str, codes))}")
    if wrong:
        raise AssertionError(f"{len(wrong)}:\n" + "\n".join(wrong[:40]))


def all_lists(asker, document, parts):
    """minItems and MIN_LENGTH: neither without the other."""
    wrong, seen = [], {True: 0, False: 0}
    for path, methods in document["paths"].items():
        for method, operation in methods.items():
            if not isinstance(operation, dict) or not operation.get("x-roles") or not suite.wants(operation["operationId"], parts):
                continue
            body = operation.get("requestBody", {}).get("content", {}).get("application/json", {}).get("schema", {})
            for pointer, schema, wrap in asker.contract.lists(body):
                is_said = schema.get("minItems", 0) > 0
                seen[is_said] += 1
                if ("MIN_LENGTH" in asker.body(method, path, wrap, pointer, [])) != is_said:
                    wrong.append(f"{operation['operationId']} {pointer}: minItems {schema.get('minItems')}")
    if wrong or not parts and (seen[True] < 5 or seen[False] < 5):
        raise AssertionError(f"{seen}: {wrong}")


def all_typed(asker, document, parts):
    """A member that says so (x-typed), of its example; an address that takes a reference, of any. What is no reference and no code is
    told; what is one is not, however it was typed."""
    wrong, count = [], 0
    for path, methods in document["paths"].items():
        for method, operation in methods.items():
            if not isinstance(operation, dict) or not suite.wants(operation.get("operationId", ""), parts):
                continue
            if not operation.get("x-roles") and operation.get("security") != []:  # of who signs in
                continue
            body = operation.get("requestBody", {}).get("content", {}).get("application/json", {}).get("schema", {})
            asked = [(pointer, schema["examples"][0], lambda text, wrap=wrap, pointer=pointer: asker.body(method, path, wrap, pointer, text))
                     for pointer, schema, wrap in asker.contract.texts(body) if schema.get("x-typed")]
            asked += [(name, REFERENCE, lambda text, name=name: asker.member(path, name, text))
                      for name in asker.contract.references(operation) if method == "get"]
            for place, example, ask in asked:
                count += 1
                for label, make in [("as it is", str)] + TYPED:
                    if ask(make(example)) != {None}:
                        wrong.append(f"{operation['operationId']} {place}: {label}: {make(example)!r} is not taken")
                wrong += [f"{operation['operationId']} {place}: {label}: {make(example)!r} is taken" for label, make in MISTYPED
                          if ask(make(example)) == {None} and make(example) != example]
    if wrong:
        raise AssertionError(f"{len(wrong)}:\n" + "\n".join(wrong[:40]))
    if not parts and count < 20:
        raise AssertionError(f"{count} places only")


def all_coded(asker, document, parts):
    wrong, count = [], 0
    for path, methods in document["paths"].items():
        for method, operation in methods.items():
            if not isinstance(operation, dict) or not operation.get("x-roles") or not suite.wants(operation["operationId"], parts):
                continue
            body = operation.get("requestBody", {}).get("content", {}).get("application/json", {}).get("schema", {})
            asked = [(pointer, schema, lambda text, wrap=wrap, pointer=pointer: asker.body(method, path, wrap, pointer, text))
                     for pointer, schema, wrap in asker.contract.texts(body)]
            asked += [(name, schema, lambda text, name=name: asker.parameter(method, path, name, text))
                      for name, schema in asker.contract.parameters(operation)]
            for place, schema, ask in asked:
                if not schema.get("x-coded"):
                    continue
                code = CODED[schema["maxLength"]]
                for label, make in AS_TYPED + ([("in small letters", lambda text: "2a004")] if schema["maxLength"] == 5 and "insee" in place else []):
                    count += 1
                    if ask(make(code)) & (FORMS | LENGTH | {"PARAMETER_INVALID", "CHARACTER_INVALID"}):
                        wrong.append(f"{operation['operationId']} {place}: {label}: {make(code)!r} is not taken")
                if not ask(code + "59") & (FORMS | LENGTH | {"PARAMETER_INVALID"}):
                    wrong.append(f"{operation['operationId']} {place}: two digits more are taken")
    if wrong or not parts and count < 80:
        raise AssertionError(f"{count} questions, {len(wrong)} wrong:\n" + "\n".join(wrong[:40]))


def all_patterns(asker, document, parts):
    """pattern and refusal: neither without the other. What is refused is told what is admitted (PATTERN says it of nothing); every
    example is admitted, however it is typed."""
    wrong, count = [], 0
    for path, methods in document["paths"].items():
        for method, operation in methods.items():
            if not isinstance(operation, dict) or not operation.get("x-roles") or not suite.wants(operation["operationId"], parts):
                continue
            body = operation.get("requestBody", {}).get("content", {}).get("application/json", {}).get("schema", {})
            for pointer, schema, wrap in asker.contract.texts(body):
                name, pattern = f"{operation['operationId']} {pointer}", schema.get("pattern")
                text = "#" * max(schema.get("minLength", 1), 1)
                told = asker.body(method, path, wrap, pointer, text) & (FORMS - {"ENUM", "DENOMINATION_INVALID"})
                if bool(told) != (pattern is not None):
                    wrong.append(f"{name}: {text!r} is {told or 'taken'}, and the pattern {pattern}")
                if pattern is None:
                    continue
                count += 1
                if told == {"PATTERN"} and not pattern.startswith(REFERENCE_PATTERN):
                    wrong.append(f"{name}: nobody is told what is admitted")
                if re.search(pattern, text):
                    wrong.append(f"{name}: {pattern} admits {text!r}")
                for example in schema.get("examples", []):
                    for label, make in ([("as it is", str)] + TYPED if schema.get("x-typed") else AS_TYPED[:1]):
                        if not re.search(pattern, make(example)):
                            wrong.append(f"{name}: {pattern} does not admit {make(example)!r}, {label}")
    if wrong or not parts and count < 30:
        raise AssertionError(f"{count} texts with a form, {len(wrong)} wrong:\n" + "\n".join(wrong[:40]))


def saw(count, told, seen):
    missing = {"CHARACTER_INVALID", "CHARACTER_NOT_DRAWN", "NAME_INVALID", "MIN_LENGTH", "MAX_LENGTH", None} - told
    if count < 3000 or seen != {FREE, NAME} or missing:
        raise AssertionError(f"{count} questions, {seen}, never said: {missing}")
    print(f"# {count} questions asked")


def main():
    instance = Instance(seed=(), settings={"CLEA_JOBS_EXPIRY_PERIOD_S": "0"})
    try:
        document = load_contract(instance).document
        instance.start_database()
        instance.prepare()
        instance.start_server()
        walk(Asker(instance, document), document, sys.argv[1:])
    finally:
        suite.one("the server ends well", instance.stop)
    return suite.finish()


if __name__ == "__main__":
    sys.exit(main())
