# SPDX-License-Identifier: EUPL-1.2
"""An HTTP client as a partner would write it: one kept connection, a token, JSON. Standard library only."""

import http.client
import json
import os
import pathlib
import sys
import time
import urllib.parse
import uuid

sys.path.append(str(pathlib.Path(__file__).resolve().parents[2]))
from kept import kept, key_of  # noqa: E402
from seen import answers, refusals, server_errors, shown  # noqa: E402

from .recorder import Recorder  # noqa: E402

NOT_GIVEN = object()


class Unexpected(AssertionError):
    """The server answered something else than the story says."""


class Reply:
    def __init__(self, method, path, status, headers, raw):
        self.method, self.path, self.status, self.headers, self.raw = method, path, status, headers, raw
        kind = (headers.get("Content-Type") or "").split(";")[0]
        self.body = json.loads(raw) if raw and kind.endswith(("/json", "+json")) else None

    def __getitem__(self, member):
        if not isinstance(self.body, dict) or member not in self.body:
            raise Unexpected(f"{self} has no member {member!r}")
        return self.body[member]

    def __repr__(self):
        return f"{self.method} {self.path} -> {self.status} {self.raw[:1500].decode('utf-8', 'replace')}"

    @property
    def code(self):
        return self.body.get("code") if isinstance(self.body, dict) else None

    @property
    def reasons(self):
        """Codes of all guards that said no."""
        return [reason["code"] for reason in (self.body or {}).get("reasons", [])]

    @property
    def errors(self):
        """{pointer, parameter or header: code} of a 400 or 422."""
        found = {}
        for error in (self.body or {}).get("errors", []):
            found[error.get("pointer", error.get("parameter", error.get("header")))] = error["code"]
        return found

    def details(self, code):
        for reason in (self.body or {}).get("reasons", []):
            if reason["code"] == code:
                return reason["details"]
        raise Unexpected(f"no reason {code} in {self}")

    def must(self, *statuses):
        """Returns itself when the status is one of these."""
        if self.status not in statuses:
            raise Unexpected(f"wanted {' or '.join(map(str, statuses))}: {self}")
        return self

    def must_refuse(self, code, status=None):
        """A problem document that gives this code, as its own or as one of its reasons."""
        if self.status < 400 or (status is not None and self.status != status):
            raise Unexpected(f"wanted {status or 'a refusal'} {code}: {self}")
        if code != self.code and code not in self.reasons and code not in self.errors.values():
            raise Unexpected(f"wanted the code {code}: {self}")
        if code == "REASON_REQUIRED" and code in self.reasons and not self.details(code).get("pointer"):
            raise Unexpected(f"a reason is asked for and not where it belongs: {self}")
        return self


def told_well(reply):
    """What holds of every answer, whatever was asked: a text says its charset, a refusal leads to its page, and nothing is suggested twice."""
    kind = reply.headers.get("Content-Type") or ""
    if kind.startswith("text/") and "charset=utf-8" not in kind:
        raise Unexpected(f"a text without a charset ({kind}): {reply}")
    if reply.status >= 400 and isinstance(reply.body, dict) and "code" in reply.body:
        page = f'</problems/{reply.code.lower().replace("_", "-")}>; rel="help"'
        if reply.headers.get("Link") != page:
            raise Unexpected(f"does not lead to {page} but to {reply.headers.get('Link')}: {reply}")
    for error in reply.body.get("errors", []) if isinstance(reply.body, dict) and reply.status >= 400 else []:
        places = [(row["code"], row["label"]) for row in error.get("params", {}).get("suggestions", [])]
        if len(places) != len(set(places)):
            raise Unexpected(f"suggested twice: {reply}")


# A kept connection that rests for longer is closed by the server at a moment that nobody knows.
RESTS_S = 60


class Client:
    """One token, one connection; not to be shared by threads (see clone())."""

    contract = None  # checks every reply when the suite has loaded one
    recorder = None  # hears every reply when examples are recorded
    rehearsal = None  # when set, every write is first run dry and must answer the same (C1)

    def __init__(self, base_url, token=None, timeout_s=30):
        self.base_url, self.token, self.timeout_s = base_url, token, timeout_s
        self.address = urllib.parse.urlsplit(base_url).netloc
        self.connection, self.used_at = None, 0.0
        self.roles = None  # of the token, where whoever made it says so

    def clone(self):
        """The same caller on a connection of its own."""
        twin = Client(self.base_url, self.token, self.timeout_s)
        twin.roles = self.roles
        return twin

    def close(self):
        if self.connection:
            self.connection.close()
            self.connection = None

    def send(self, method, path, body=NOT_GIVEN, headers=None, raw=None, checks=True):
        """body: anything JSON can say; raw: bytes instead of it. Headers win over the usual ones; None removes one."""
        data = raw if raw is not None else None if body is NOT_GIVEN else json.dumps(body).encode()
        wanted = {"Accept": "application/json"}
        if self.token:
            wanted["Authorization"] = f"Bearer {self.token}"
        if data is not None:
            wanted["Content-Type"] = "application/json"
        wanted.update(headers or {})
        wanted = {name: value for name, value in wanted.items() if value is not None}
        rehearsed = None
        # A server of its own beside the instance counts requests, or is set otherwise: what is asked there is asked once.
        if Client.rehearsal is not None and checks and raw is None and self.base_url == Client.rehearsal.instance.base_url:
            rehearsed = Client.rehearsal.dry(self, method, path, body, headers)
        if time.monotonic() - self.used_at > RESTS_S:
            self.close()
        self.used_at = time.monotonic()
        is_safe_again = method in ("GET", "HEAD", "OPTIONS", "PUT") or "Idempotency-Key" in wanted
        for attempt in (1, 2):
            is_reused = self.connection is not None
            try:
                if not self.connection:
                    self.connection = http.client.HTTPConnection(self.address, timeout=self.timeout_s)
                try:
                    self.connection.request(method, path, data, wanted)
                except BrokenPipeError:
                    if raw is None:
                        raise
                    # Refused by its head: the answer is there, though not all of the body was taken.
                answer = self.connection.getresponse()
                reply = Reply(method, path, answer.status, answer.headers, answer.read())
                break
            except (ConnectionError, http.client.BadStatusLine, http.client.CannotSendRequest):
                # A kept connection may be closed at any moment: only what may be repeated is.
                self.close()
                if attempt == 2 or not is_reused or not is_safe_again:
                    raise
            except BaseException:
                self.close()
                raise
        server_errors.note(method, path, reply.status, reply.raw)
        if reply.status >= 400:
            refusals.note(method, path, reply.body, None if "Clea-Function" in wanted else self.roles)
        if self.token:
            shown.note(self.base_url, method, path, reply.status, reply.headers, reply.raw, reply.code)
        if Client.contract is None or not checks:  # otherwise the contract notes it, with its operation
            answers.note(None, reply.status, reply.body)
        if Client.contract is not None and checks:
            request = body if isinstance(body, dict) else None
            Client.contract.check(method, path, reply.status, dict(reply.headers.items()), reply.body, request)
        if Client.recorder is not None and checks:
            Client.recorder.note(self, method, path, wanted, data, body, reply)
        if checks:
            told_well(reply)
        if rehearsed is not None:
            Client.rehearsal.compare(rehearsed, reply)
        return reply

    def get(self, path, **options):
        return self.send("GET", path, **options)

    def every(self, path):
        """All items of a list, however many pages it has: what the other tests made is in it too."""
        joint, items, cursor = "&" if "?" in path else "?", [], None
        while True:
            page = self.get(f"{path}{joint}limit=200" + (f"&cursor={cursor}" if cursor else "")).must(200)
            items += page["data"]
            cursor = page["page"]["next_cursor"]
            if cursor is None:
                return items

    def post(self, path, body=NOT_GIVEN, key=None, headers=None, **options):
        """Every POST carries an Idempotency-Key; key=False for none."""
        wanted = {} if key is False else {"Idempotency-Key": key or str(uuid.uuid4())}
        return self.send("POST", path, body, headers=wanted | (headers or {}), **options)

    def put(self, path, body=NOT_GIVEN, **options):
        return self.send("PUT", path, body, **options)

    def patch(self, path, body=NOT_GIVEN, version=None, headers=None, **options):
        wanted = {} if version is None else {"If-Match": f'"{version}"' if isinstance(version, int) else version}
        return self.send("PATCH", path, body, headers=wanted | (headers or {}), **options)

    def delete(self, path, version=None, headers=None, **options):
        wanted = {} if version is None else {"If-Match": f'"{version}"' if isinstance(version, int) else version}
        return self.send("DELETE", path, headers=wanted | (headers or {}), **options)


def load_contract(instance):
    """From now on every reply of every client is held to the contract that the server prints (that it is the
    published one is another test's business)."""
    sys.path.append(str(pathlib.Path(__file__).resolve().parents[2] / "contract"))
    from check import Contract

    with kept("openapi", key_of(instance.binary), lambda place: place.write_text(instance.command("openapi").stdout, encoding="utf-8")) as printed:
        Client.contract = Contract(printed)
    if os.environ.get("CLEA_TEST_EXAMPLES"):
        Client.recorder = Recorder(os.environ["CLEA_TEST_EXAMPLES"], Client.contract)
    return Client.contract
