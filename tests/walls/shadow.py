# SPDX-License-Identifier: EUPL-1.2
"""Two tenants and one shadow: the same random history of A, once where B only exists and once where B attacks him between any two of
A's requests, with every act that can name what is A's. A's answers are the same, byte for byte, once ids, references, numbers of
requests and instants, which no two runs share, are replaced by the order in which they first appear."""

import random
import re
import sys
import time

from harness.client import Client
from harness.world import World
from instance import Instance

TODAY = "2026-02-10"
NAMELESS = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}|[A-Z]{2,4}-\d{4}-\d{6,}-\d{2}")
# Two acts may fall into one millisecond in one run and not in the other: which instants are equal says nothing.
INSTANT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z")
QUIET = {"CLEA_JOBS_EXPIRY_PERIOD_S": "0"}


# A tag holds a digest of all that is shown, ids and instants too.
DIGEST = re.compile(r'"(\d+)\.[0-9a-f]{16}"')


class Transcript:
    """What A was answered, without what no two runs share."""

    def __init__(self):
        self.names, self.lines = {}, []

    def add(self, reply):
        def named(found):
            return self.names.setdefault(found.group(0), f"<{len(self.names)}>")
        headers = " ".join(f"{name}={reply.headers[name]}" for name in ("ETag", "Location", "Content-Type", "Allow") if reply.headers.get(name))
        headers = DIGEST.sub(r'"\1"', headers)
        text = f"{reply.method} {reply.path} -> {reply.status} {headers} {reply.raw.decode('utf-8', 'replace')}"
        self.lines.append(NAMELESS.sub(named, INSTANT.sub("<instant>", text)))
        return reply


class Tenant:
    """One history of A: its own organism, so that histories do not meet."""

    def __init__(self, world, number):
        self.world, self.number = world, number
        self.organism = world.organism()
        world.organisms.pop()  # of nobody else's business
        world.flush()
        self.transcript = Transcript()
        self.candidates, self.candidacies, self.ids = [], [], [self.organism.id, *self.organism.people.values()]

    def ask(self, who, method, path, body=None):
        client = self.organism.clients[who]
        reply = client.send(method, path, body) if body is not None else client.send(method, path)
        self.transcript.add(reply)
        if isinstance(reply.body, dict):
            self.ids += [value for key, value in reply.body.items() if (key == "id" or key.endswith("_id")) and isinstance(value, str)]
        return reply

    def act(self, chance):
        """One random request of A."""
        choice = chance.choice(("candidate", "candidacy", "inform", "start", "restitute", "withdraw", "correct", "read", "list", "search",
                                "people", "history", "allowed", "staff"))
        candidacy = chance.choice(self.candidacies) if self.candidacies else None
        candidate = chance.choice(self.candidates) if self.candidates else None
        if choice == "candidate" or not candidate:
            number = len(self.candidates)
            reply = self.ask("COUNSELLOR", "POST", "/v1/candidates", {
                "birth_name": f"Histoire {_letters(self.number)} {_letters(number)}", "first_name_1": "Anaïs", "sex": "F", "birth_year": 1980,
                "birth_month": 2, "birth_day": 3, "birth_commune_insee": "59350", "birth_country_code": "100", "email": "a@example.org"})
            self.candidates.append(reply["id"])
        elif choice == "candidacy" or not candidacy:
            reply = self.ask("COUNSELLOR", "POST", "/v1/candidacies", {"candidate_id": candidate})
            if reply.status == 201:
                self.candidacies.append(reply["id"])
        elif choice in ("inform", "start", "restitute", "withdraw"):
            who, event, data = {"inform": ("COUNSELLOR", "RECORD_INFORMATION", {"has_consent": True}), "start": ("EVALUATOR", "START_PRIOR", {}),
                                "restitute": ("EVALUATOR", "RECORD_RESTITUTION", {}),
                                "withdraw": ("REFERENT", "WITHDRAW", {"requested_on": TODAY})}[choice]
            self.ask(who, "POST", f"/v1/candidacies/{candidacy}/events", {"event": event, "data": data})
        elif choice == "correct":
            etag = self.ask("COUNSELLOR", "GET", f"/v1/candidates/{candidate}").headers.get("ETag")
            reply = self.organism.clients["COUNSELLOR"].send("PATCH", f"/v1/candidates/{candidate}", {"phone": f"+3320000{chance.randrange(9999):04d}"},
                                                             headers={"If-Match": etag})
            self.transcript.add(reply)
        else:
            path = {"read": f"/v1/candidacies/{candidacy}", "list": "/v1/candidacies?limit=50", "search": "/v1/candidates?q=histoire&limit=50",
                    "people": f"/v1/organisms/{self.organism.id}", "history": f"/v1/candidacies/{candidacy}/history",
                    "allowed": f"/v1/candidacies/{candidacy}/allowed-events", "staff": "/v1/me"}[choice]
            self.ask(chance.choice(("REFERENT", "COUNSELLOR", "EVALUATOR", "TRAINER")), "GET", path)


# Every door that takes an id of somebody else's: {id} is one of A's, {own} B's organism, {person} one of B's people.
ATTACKS = (
    ("GET", "/v1/candidacies/{id}", None), ("GET", "/v1/candidates/{id}", None), ("GET", "/v1/candidacies/{id}/history", None),
    ("GET", "/v1/candidacies/{id}/evaluations", None), ("GET", "/v1/persons/{id}", None), ("GET", "/v1/organisms/{id}", None),
    ("GET", "/v1/candidacies/{id}/accesses", None), ("GET", "/v1/candidates?q=histoire", None),
    ("PATCH", "/v1/candidates/{id}", {"phone": "+33199999999"}), ("PATCH", "/v1/organisms/{id}", {"name": "Pris"}),
    ("PATCH", "/v1/affiliations/{id}", {"valid_to": TODAY}), ("GET", "/v1/persons/{id}/affiliations", None),
    ("POST", "/v1/candidacies", {"candidate_id": "{id}"}),
    ("POST", "/v1/candidacies/{id}/events", {"event": "WITHDRAW", "data": {"requested_on": TODAY}}),
    ("POST", "/v1/candidacies/{id}/events", {"event": "TRANSFER", "data": {"to_org_id": "{own}", "consent_on": TODAY}}),
    ("POST", "/v1/candidacies/{id}/events", {"event": "START_PRIOR", "data": {"evaluator_id": "{person}"}}),
    ("POST", "/v1/persons/{id}/affiliations", {"organism_id": "{own}", "role": "EVALUATOR", "valid_from": "2015-01-01"}),
    ("POST", "/v1/persons/{person}/affiliations", {"organism_id": "{id}", "role": "REFERENT", "valid_from": "2015-01-01"}),
    ("POST", "/v1/organisms/{id}/sites", {"name": "Chez nous", "city": "Lille"}),
    ("POST", "/v1/appointments", {"candidate_id": "{id}", "kind": "INFORMATION", "starts_at": "2026-03-02T09:00:00Z", "duration_minutes": 30}),
    ("PUT", "/v1/candidacies/{id}/adjustments", {"has_adjustments": True, "need": "x"}),
    ("POST", "/v1/candidacies/{id}/funding", {"step": "PRIOR", "funder_type": "CPF"}),
    ("POST", "/v1/api-keys", {"scope": "ORGANISM", "scope_id": "{id}", "roles": ["REFERENT"], "label": "x"}),
    ("POST", "/v1/api-keys", {"person_id": "{id}", "roles": ["REFERENT"], "label": "x"}),
    ("POST", "/v1/invitations", {"person_id": "{id}"}), ("POST", "/v1/invitations", {"candidate_id": "{id}"}),
    ("POST", "/v1/invitations", {"partner_scope": "ORGANISM", "partner_id": "{id}", "roles": ["REFERENT"], "label": "x"}),
    ("POST", "/v1/candidacies/{id}/transfer-requests", {"consent_on": TODAY}),
    ("POST", "/v1/candidacies/{id}/transfer-offers", {"to_org_id": "{own}", "consent_on": TODAY}),
)


def attack(world, tenant, chance):
    hostile = world.organisms[0]
    method, path, body = chance.choice(ATTACKS)
    words = {"id": chance.choice(tenant.ids), "own": hostile.id, "person": hostile.person("REFERENT")}

    def filled(value):
        if isinstance(value, dict):
            return {key: filled(one) for key, one in value.items()}
        return value.format(**words) if isinstance(value, str) and "{" in value else value

    headers = {"If-Match": "*"} if method in ("PATCH", "PUT") else {}
    client = hostile.clients[chance.choice(sorted(hostile.clients))]
    arguments = (method, filled(path)) + ((filled(body),) if body else ())
    reply = client.send(*arguments, headers=headers, checks=False)
    if reply.status == 405 or {"UNKNOWN_FIELD", "REQUIRED", "ENUM", "TYPE"} & set(reply.errors.values()):
        raise AssertionError(f"no door at all, so nothing is tried: {reply} {reply.errors}")
    return reply


def history(world, number, seed, is_attacked):
    chance, hate = random.Random(f"{seed} {number}"), random.Random(f"hate {seed} {number}")
    tenant = Tenant(world, number)
    answered = []
    for _ in range(chance.randrange(10, 18)):
        tenant.act(chance)
        for _ in range(hate.randrange(1, 4) if is_attacked else 0):
            answered.append(attack(world, tenant, hate).status)
    return tenant.transcript.lines, answered


def compare(peaceful, attacked, number, seed):
    lines, _ = history(peaceful, number, seed, False)
    others, statuses = history(attacked, number, seed, True)
    for index, (one, other) in enumerate(zip(lines, others)):
        if one != other:
            raise AssertionError(f"history {number} of seed {seed}, answer {index}\n without B: {one[:1500]}\n with B:    {other[:1500]}")
    if len(lines) != len(others):
        raise AssertionError(f"history {number}: {len(lines)} and {len(others)} answers")
    return len(lines), statuses


def worlds(instances):
    for instance in instances:
        instance.start()
        world = World(instance).bootstrap(organisms=1)
        world.set_today(TODAY)
        yield world


def run(suite, given):
    if not suite.wants("shadow", given.parts):
        return
    instances = [Instance(seed=(), settings=QUIET) for _ in range(2)]
    Client.contract = None
    try:
        peaceful, attacked = worlds(instances)
        started, counts = time.monotonic(), {"answers": 0, "attacks": 0, "taken": 0}

        def all_histories():
            for number in range(given.first, given.first + given.histories):
                answers, statuses = compare(peaceful, attacked, number, given.seed)
                counts["answers"] += answers
                counts["attacks"] += len(statuses)
                counts["taken"] += sum(status < 300 for status in statuses)
            if counts["attacks"] < 2 * given.histories:
                raise AssertionError(f"hardly an attack: {counts}")

        suite.one(f"A is answered the same with and without B, {given.histories} histories", all_histories)
        print(f"# {counts['answers']} answers of A, {counts['attacks']} acts of B in between ({counts['taken']} of them 2xx), "
              f"{time.monotonic() - started:.0f} s")
        sys.stdout.flush()
    finally:
        for instance in instances:
            instance.stop()


def _letters(number):
    text = ""
    while number or not text:
        text = chr(ord("a") + number % 26) + text
        number //= 26
    return text.capitalize()
