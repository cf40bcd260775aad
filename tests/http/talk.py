# SPDX-License-Identifier: EUPL-1.2
"""Whom this suite asks, and how: requests written as they are, one operation of each kind."""

import json
import pathlib
import sys

HERE = pathlib.Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parent / "fault"), str(HERE.parent / "scenario"), str(HERE.parent)]

from harness.journey import Journey  # noqa: E402
from harness.runner import expect  # noqa: E402
from support import Raw  # noqa: E402

seen_headers = set()


class Talk:
    """One connection, opened again when the server has closed it."""

    def __init__(self, instance):
        self.instance, self.raw = instance, None

    def ask(self, method, path, headers=None, body=None):
        """Headers as they are given, blanks and all; None leaves one out."""
        data = json.dumps(body).encode() if isinstance(body, (dict, list)) else body
        lines = [f"{method} {path} HTTP/1.1", "Host: here"]
        lines += [f"{name}: {value}" for name, value in (headers or {}).items() if value is not None]
        if data is not None:
            lines.append(f"Content-Length: {len(data)}")
        text = "\r\n".join(lines).encode() + b"\r\n\r\n" + (data or b"")
        for _ in (1, 2):
            if self.raw is None:
                self.raw = Raw(self.instance)
            self.raw.send(text)
            reply = self.raw.reply(is_head=method == "HEAD")
            if reply is not None:
                break
            self.raw = None
        expect(reply is not None, f"no answer to {text[:300]!r}")
        if reply.headers.get("connection") == "close":
            self.raw = None
        seen_headers.update(reply.headers)
        reply.asked = f"{method} {path} {headers}"
        return reply


def must(reply, status, code=None):
    expect(reply.status == status and (code is None or code in reply.body.decode()), f"wanted {status} {code}: {reply.asked} -> {reply}")
    return reply


class Kinds:
    """One operation of each kind, with who asks it."""

    def __init__(self, instance, world):
        self.instance, self.talk = instance, Talk(instance)
        organism = world.organisms[0]
        self.journey = Journey(world).informed("2026-01-05")
        self.candidate = "/v1/candidates/" + self.journey.candidate["id"]
        for _ in range(8):
            world.candidate(organism)
        self.funding = "/v1/funding/" + self.journey.client("referent").post(f"{self.journey.path}/funding", {
            "step": "PRIOR", "funder_type": "CPF", "amount_cents": 45000, "vat_rate_bp": 2000}).must(201)["id"]
        self.appointment = "/v1/appointments/" + organism.counsellor.post("/v1/appointments", {
            "candidate_id": self.journey.candidate["id"], "kind": "OTHER", "duration_minutes": 60,
            "starts_at": "2026-03-30T09:00:00+02:00"}).must(201)["id"]
        self.token = {"Authorization": f"Bearer {organism.counsellor.token}"}
        self.referent = {"Authorization": f"Bearer {self.journey.client('referent').token}"}
        self.evaluator = {"Authorization": f"Bearer {self.journey.client('evaluator').token}"}
        self.views = [(self.candidate, self.token), (self.journey.path, self.token), (self.funding, self.referent)]
        self.lists = [("/v1/candidates", self.token), ("/v1/candidacies", self.token)]
        self.calendars = [("/v1/appointments.ics", self.token), ("/v1/deadlines.ics", self.token)]
        self.fixed = [(path, {}) for path in (
            "/v1", "/v1/problems", "/v1/problems/NOT_FOUND", "/v1/vocabularies", "/v1/vocabularies/candidacy-states", "/openapi.json",
            "/openapi.yaml")]
        self.tagged = self.views + self.fixed
        self.reads = self.tagged + self.lists + self.calendars

    def writes(self):
        """(method, path, who, body), each of which may be done and is done dry."""
        yield "PATCH", f"{self.candidate}?dry_run=true", self.token, {"city": "Lille"}
        yield "PATCH", f"{self.funding}?dry_run=true", self.referent, {"amount_cents": 200}
        yield "DELETE", f"{self.funding}?dry_run=true", self.referent, None
        yield "POST", f"{self.journey.path}/events?dry_run=true", self.evaluator, {"event": "START_PRIOR", "data": {"held_on": "2026-01-14"}}
        yield "POST", "/v1/candidates/searches", self.token, {"birth_name": "Nobody"}

    def look(self, path, who, headers=None):
        """The status and headers; the body of the contract is long."""
        return self.get(path, who, headers, "HEAD" if path.startswith("/openapi") else "GET")

    def get(self, path, who, headers=None, method="GET"):
        return self.talk.ask(method, path, who | (headers or {}))
