# SPDX-License-Identifier: EUPL-1.2
"""Every operation, asked wrongly in every way that its contract declares: no role, a parameter or a member that does
not exist, no body or garbage for one, nothing there, no version. Each answer must be the declared one and fit."""

import json
import secrets
import urllib.parse

import files
from check import bodies_of, takes_file
from keys import Everybody

NOBODY_ID = "00000000-0000-7000-8000-000000000001"


def sent_to(operation):
    """(media type, body) that the operation takes: its example, or a sound file of the first of its types; else (None, None)."""
    if takes_file(operation):
        kind = next(iter(bodies_of(operation)))
        return kind, files.SOUND[kind]()
    if bodies_of(operation):
        body = dict(bodies_of(operation)["application/json"]["example"])
        body.pop("expected_version", None)  # If-Match says it, where it is said
        return "application/json", json.dumps(body).encode()
    return None, None


def headers_of(kind, **others):
    return {"Idempotency-Key": secrets.token_hex(8)} | ({"Content-Type": kind} if kind else {}) | others


class Sweep:
    """ask(method, path, token, headers, body) -> errors, after the answer was checked."""

    def __init__(self, world):
        self.world = world
        self.everybody = Everybody(world.instance)
        self.nobody = self.everybody.nobody

    def asked(self):
        """All but what needs a token of an identity provider and no role: tests/login asks that."""
        for key, operation in self.world.contract.operations.items():
            if "x-roles" in operation or operation.get("security") == []:
                yield key, operation

    def closed_operations(self):
        for (method, template), operation in self.asked():
            if operation.get("security") != []:
                yield method, template, operation

    def address(self, template, operation, query):
        """With ids of nothing, and the parameters that must be there."""
        for parameter in operation.get("parameters", []):
            if parameter.get("in") == "path":
                value = NOBODY_ID if parameter["name"].endswith("_id") else "x"
                template = template.replace("{%s}" % parameter["name"], value)
            elif parameter.get("in") == "query" and parameter.get("required"):
                query += ("&" if query else "?") + urllib.parse.urlencode({parameter["name"]: parameter["example"]})
        return template + query

    def ask(self, method, template, operation, expected, token=None, query="", body=None, version='"1"'):
        kind, data = sent_to(operation) if body is None else ("application/json", json.dumps(body).encode())
        headers = headers_of(kind)
        if version and self.takes(operation, "IfMatch"):
            headers["If-Match"] = version
        return self.world.checked(
            method, self.address(template, operation, query), expected=expected, token=token or self.everybody.token(operation),
            headers=headers, body=data,
        )

    @staticmethod
    def takes(operation, component):
        refs = [parameter.get("$ref", "").rpartition("/")[2] for parameter in operation.get("parameters", [])]
        return component in refs or f"{component}OrVersion" in refs

    def without_a_role(self):
        for method, template, operation in self.closed_operations():
            yield from self.ask(method, template, operation, 403, token=self.nobody)

    def with_an_unknown_parameter(self):
        for method, template, operation in self.closed_operations():
            yield from self.ask(method, template, operation, 400, query="?no_such_parameter=1")

    def with_an_unknown_member(self):
        for method, template, operation in self.closed_operations():
            if "requestBody" in operation:  # to one that takes a file, JSON is of the wrong type whatever it says
                yield from self.ask(method, template, operation, 415 if takes_file(operation) else 422, body={"no_such_member": 1})

    def with_a_body_that_is_none(self):
        """Not JSON, or no file; and anything at all where no body is described."""
        for (method, template), operation in self.asked():
            token, expected = self.everybody.token(operation), 415 if takes_file(operation) else 400
            for body in ("garbage", '{"garbage":', '{"no_such_member":1}'):
                if body.endswith("}") and "requestBody" in operation:
                    continue
                headers = headers_of("application/json", **({"If-Match": '"1"'} if self.takes(operation, "IfMatch") else {}))
                yield from self.world.checked(method, self.address(template, operation, ""), expected=expected, token=token,
                                              headers=headers, body=body.encode())

    def without_a_version(self):
        for method, template, operation in self.closed_operations():
            if "428" in operation["responses"]:
                yield from self.ask(method, template, operation, 428, version=None)

    def with_any_version(self):
        """"*" is the certifier's word, of what is to be deleted."""
        for method, template, operation in self.closed_operations():
            if "428" in operation["responses"] and self.takes(operation, "IfMatch"):
                is_his = method == "DELETE" and "CERTIFIER" in operation["x-roles"]
                yield from self.ask(method, template, operation, 404 if is_his else 428, version="*",
                                    token=self.everybody.tokens["CERTIFIER"] if is_his else None)

    def refused(self, method, address, operation, code, headers=None, body=None):
        """What is wrong with the answer, which must be the refusal of this code; its headers."""
        kind, data = sent_to(operation) if body is None else ("application/json", body)
        wanted = headers_of(kind, **{"If-Match": '"1"'}) | (headers or {})
        token = self.everybody.token(operation)
        status, answered, text = self.world.call(method, address, token=token, headers=wanted, body=data)
        found = json.loads(text) if "json" in answered.get("Content-Type", "") else {}
        codes = [found.get("code"), *(error["code"] for error in found.get("errors", []))]
        return [] if code in codes else [f"{method} {address}: no {code} in {status} {text[:300]}"], answered

    def with_an_id_that_is_none(self):
        for (method, template), operation in self.asked():
            if "_id}" not in template:
                continue
            first = template.index("_id}")
            name = template[template.rindex("{", 0, first) + 1:first + 3]
            for value in ("xyz", "%20", NOBODY_ID[:-1], NOBODY_ID + "0"):
                address = self.address(template.replace("{%s}" % name, value), operation, "")
                yield from self.refused(method, address, operation, "PATH_INVALID")[0]

    def with_a_coded_body(self):
        for (method, template), operation in self.asked():
            errors, headers = self.refused(method, self.address(template, operation, ""), operation, "CODING_UNSUPPORTED",
                                           {"Content-Encoding": "gzip"}, b"x")
            yield from errors
            if headers.get("Accept-Encoding") != "identity":
                yield f"{method} {template}: 415 without Accept-Encoding"

    def with_a_body_of_another_type(self):
        names = {"POST": "Accept-Post", "PATCH": "Accept-Patch", "PUT": "Accept"}
        for (method, template), operation in self.asked():
            if "requestBody" not in operation:
                continue
            errors, headers = self.refused(method, self.address(template, operation, ""), operation, "MEDIA_TYPE_UNSUPPORTED",
                                           {"Content-Type": "text/plain"})
            yield from errors
            if sorted((headers.get(names[method]) or "").split(", ")) != sorted(bodies_of(operation)):
                yield f"{method} {template}: {names[method]} is {headers.get(names[method])}"

    def with_a_parameter_twice(self):
        """A list may come in several; nothing else may."""
        shared = {"DryRun": ("dry_run", "true", "false"), "Limit": ("limit", "1", "2"), "Cursor": ("cursor", "x", "y")}
        for (method, template), operation in self.asked():
            pairs = [pair for component, pair in shared.items() if self.takes(operation, component)]
            pairs += [(parameter["name"], "x", "y") for parameter in operation.get("parameters", []) if parameter.get("in") == "query"]
            lists = {parameter["name"] for parameter in operation.get("parameters", []) if parameter.get("explode") is False}
            for name, first, second in pairs:
                address = self.address(template, operation, "").partition("?")[0] + f"?{name}={first}&{name}={second}"
                errors, _ = self.refused(method, address, operation, "PARAMETER_REPEATED")
                if bool(errors) != (name in lists):
                    yield f"{method} {address}: {errors or 'a list may not be repeated'}"

    def on_what_is_not_there(self):
        for method, template, operation in self.closed_operations():
            if "_id}" not in template:
                continue
            yield from self.ask(method, template, operation, 404)

    def lists_of_nothing(self):
        for method, template, operation in self.closed_operations():
            is_list = any(self.takes(operation, name) for name in ("Limit", "Cursor"))
            if method == "GET" and is_list and "{" not in template:
                yield from self.ask(method, template, operation, 200)
                yield from self.ask(method, template, operation, 400, query="?limit=0")
                yield from self.ask(method, template, operation, 400, query="?cursor=nonsense")

    def schema_of(self, operation, status):
        content = operation["responses"].get(status, {}).get("content", {}).get("application/json", {})
        name = content.get("schema", {}).get("$ref", "").rsplit("/", 1)[-1]
        return self.world.contract.document["components"]["schemas"].get(name, {}).get("properties", {})
