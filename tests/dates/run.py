#!/usr/bin/env python3
# SPDX-License-Identifier: EUPL-1.2
"""Every date and every instant that a client may send, found in the contract, with every date that nobody means: year 1,
1899, 9999, 29 February, behind the horizon, tomorrow, before the contact, nothing. Ends with `N passed, N failed`.

    tests/dates/run.py [PART…]     only operations or variants whose name contains one of these

The commands are those of tests/acts, each by its fixture, sent dry. What is answered depends on the kind of the field:
ACTS tells what was done, WRITINGS what the candidate wrote, every other field what is planned."""

import copy
import pathlib
import sys

HERE = pathlib.Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parent / "acts"), str(HERE.parent / "scenario"), str(HERE.parent)]

from harness.client import load_contract  # noqa: E402
from harness.runner import Suite, expect, expect_equal  # noqa: E402
from harness.world import World  # noqa: E402
from instance import Instance  # noqa: E402
from act import REGISTER  # noqa: E402
import candidacy_acts  # noqa: E402,F401
import commission_acts  # noqa: E402,F401
import identity_acts  # noqa: E402,F401
import national_acts  # noqa: E402,F401
from mutations import at  # noqa: E402
from stages import DAY, partial  # noqa: E402

ACTS = {"occurred_on", "issued_on", "filed_on", "opened_on"}
WRITINGS = {"requested_on", "written_proof_on", "consent_on"}
SITTINGS = {"held_on", "starts_at"}
OF_A_CANDIDACY = {"recordCandidacyEvent", "addSitting", "requestTransfer", "issuePortfolio"}
# Not planned, and yet ahead: how long something holds. Every other date ahead is planned (x-planned), and nearer than the horizon.
LASTS = {"valid_from", "valid_to", "mandate_from", "mandate_to", "last_day", "expires_at", "answer_by_date"}
# When it was, which is on or before a day that is known: told by the rule of its act.
PAST = {"given_on", "happened_on", "notified_on", "handed_on"}
MENDED = {("draftRectification", "/starts_at"): "on the day that the minutes have"}
# The clock of a sandbox goes anywhere, within its own years.
FREE = {"setSandboxClock"}

NEVER = {"year 1": "0001-01-01", "1899": "1899-12-31", "9999": "9999-12-31"}  # for whatever a client sends
HORIZON, BEHIND = "2036-02-10", "2036-02-11"  # ten years after DAY
PLANNED, BEHIND_PLANNED = "2028-02-10", "2028-02-11"  # policy.planning_months after DAY
TOMORROW, NO_DAY, LEAP_DAY, BEFORE_CONTACT = "2026-02-11", "2027-02-29", "2028-02-29", "2024-02-29"


class Schemas:
    """The dates of a body, with what hangs on the name of an event resolved."""

    def __init__(self, document):
        self.document = document

    def resolve(self, schema):
        while "$ref" in schema:
            schema = self.document["components"]["schemas"][schema["$ref"].rsplit("/", 1)[1]]
        return schema

    def dates(self, schema, body, pointer=""):
        """(pointer, its schema) of every field that a client may send."""
        schema = self.resolve(schema)
        if schema.get("format") in ("date", "date-time") and not schema.get("readOnly"):
            yield pointer, schema
        mapping = schema.get("discriminator", {}).get("mapping")
        if mapping:
            yield from self.dates({"$ref": mapping[body["event"]]}, body, pointer)
        for name, member in schema.get("properties", {}).items():
            inside = body.get(name) if isinstance(body, dict) else None
            yield from self.dates(member, inside if inside is not None else {}, f"{pointer}/{name}")
        if isinstance(body, list) and body and "items" in schema:
            yield from self.dates(schema["items"], body[0], f"{pointer}/0")


def set_at(body, pointer, value):
    copied = copy.deepcopy(body)
    holder = copied
    for step in pointer.split("/")[1:-1]:
        holder = holder[int(step)] if isinstance(holder, list) else holder.setdefault(step, {})
    holder, key = at(copied, pointer)
    holder[key] = value
    return copied


def codes(reply):
    return {reply.code, *reply.reasons, *reply.errors.values()}


class Field:
    def __init__(self, operation, act, pointer, schema):
        self.operation, self.act, self.pointer, self.schema = operation, act, pointer, schema
        self.name = pointer.rsplit("/", 1)[1]
        self.is_instant = schema["format"] == "date-time"
        self.wrong = []

    def ask(self, what, value, is_right):
        """value: a day, or None. is_right: of the reply."""
        if value is not None and self.is_instant:
            value += "T10:00:00Z"
        self.put(what, value, is_right)

    def put(self, what, value, is_right):
        query = ("&" if "?" in self.act.path else "?") + "dry_run=true"
        reply = self.act.send(query=query, with_version=True, body=set_at(self.act.body, self.pointer, value))
        if reply.status >= 500 or not is_right(reply) or not self.bounds_are_true(reply, value):
            self.wrong.append(f"{what} ({value}): {reply}")

    def bounds_are_true(self, reply, value):
        """What is told of the bounds is what refused it: that which was passed is among them, and none is a date of nobody's."""
        for error in reply.body.get("errors", []) if reply.status == 422 else []:
            if error.get("pointer") == self.pointer and error["code"] == "DATE_OUT_OF_RANGE":
                low, high, day = error["params"].get("min"), error["params"].get("max"), value[:10]
                if (low and high and low <= day <= high) or (high and high > "2300"):
                    return False
        return True

    def is_refused_at(self, *wanted):
        return lambda reply: reply.status == 422 and reply.errors.get(self.pointer) in (*wanted, "UNKNOWN_FIELD", "FIELD_NOT_APPLICABLE")

    def is_refused_ahead(self):
        """Or what does not go with the other days and hours of the body: what is read from the body alone is told first."""
        told, together = self.is_refused_at("DATE_OUT_OF_RANGE"), {"RANGE", "DAY_OF_START_DIFFERS", "REQUIRED"}
        return lambda reply: told(reply) or (reply.status == 422 and reply.errors and set(reply.errors.values()) <= together)

    def try_all(self):
        told = lambda reply: reply.status < 500  # noqa: E731
        refused = lambda reply: 400 <= reply.status < 500  # noqa: E731
        for what, day in NEVER.items():
            self.ask(what, day, self.is_refused_ahead() if what == "9999" else self.is_refused_at("DATE_OUT_OF_RANGE"))
        self.ask("29 February of a common year", NO_DAY, self.is_refused_at("DATE_INVALID"))
        if self.is_instant:
            self.put("the last hour of the calendar", "9999-12-31T23:00:00Z", self.is_refused_at("DATE_OUT_OF_RANGE"))
            self.put("the instant that is none", "1970-01-01T00:00:00Z", self.is_refused_at("DATE_OUT_OF_RANGE"))
        else:
            self.put("a number", 20260101, self.is_refused_at("TYPE"))
        is_nullable = "null" in (self.schema["type"] if isinstance(self.schema["type"], list) else [self.schema["type"]])
        self.put("nothing", None, told if is_nullable else self.is_refused_at("NULL_NOT_ALLOWED"))
        if self.operation in FREE:
            self.ask("far ahead", "2200-01-01", self.is_refused_at("DATE_OUT_OF_RANGE"))
            return self.wrong
        self.ask("behind the horizon", BEHIND, self.is_refused_ahead())
        if self.name in ACTS | WRITINGS:
            is_future = lambda reply: reply.status == 409 and "DATE_IN_FUTURE" in codes(reply)  # noqa: E731
            for day in (TOMORROW, LEAP_DAY, HORIZON):
                self.ask("ahead", day, is_future)
        elif self.schema.get("x-planned"):
            self.ask("what may be planned", PLANNED, told)
            for day in (BEHIND_PLANNED, HORIZON):
                self.ask("behind what may be planned", day, self.is_refused_ahead())
        elif self.name in LASTS | PAST or (self.operation, self.pointer) in MENDED:
            self.ask("the horizon", HORIZON, told)
            self.ask("29 February of a leap year", LEAP_DAY, told)
        else:
            self.wrong.append("neither of an act, nor planned, nor how long something holds")
        is_of_cycle = self.operation in OF_A_CANDIDACY and self.name != "opened_on" and self.name in ACTS | WRITINGS | SITTINGS | {"planned_start_date"}
        self.ask("before the contact", BEFORE_CONTACT, refused if is_of_cycle else told)
        return self.wrong


def body_schema(operation):
    content = operation.get("requestBody", {}).get("content", {})
    return next(iter(content.values()))["schema"] if content else None


def run_command(suite, world, schemas, operation, name, make):
    schema = body_schema(operation)
    if schema is None:
        return 0

    def one():
        act = make(world)
        fields = list(schemas.dates(schema, act.body or {}))
        wrong = []
        for pointer, found in fields:
            wrong += [f"{pointer}: {told}" for told in Field(operation["operationId"], act, pointer, found).try_all()]
        expect(not wrong, f"{len(wrong)} wrong answers:\n" + "\n".join(wrong))
        return len(fields)

    counted = []
    suite.one(name, lambda: counted.append(one()))
    return counted[0] if counted else 0


def has_dates(schemas, operation):
    """Without a fixture's body: the variants of an event are looked at one by one."""
    schema = body_schema(operation)
    if schema is None:
        return False
    resolved = schemas.resolve(schema)
    mapping = resolved.get("discriminator", {}).get("mapping")
    return any(True for event in mapping or [None] for _ in schemas.dates(schema, {"event": event}))


# Query parameters


def ask_queries(world, schemas, contract):
    """Every filter: what is no day, and what nobody means, is a 400 that says why; every other day is answered."""
    journey = partial(world)
    ids = {"candidacy_id": journey.id, "organism_id": journey.organism.id}
    askers = (journey.organism.referent, world.certifier, world.commission.secretary)
    no_days = {NO_DAY: "DATE_INVALID", "": "DATE_INVALID", "9999-12-31T23:00:00Z": "DATE_INVALID"}
    outside = dict.fromkeys((*NEVER.values(), BEHIND), "DATE_OUT_OF_RANGE")
    wrong, count = [], 0
    for (method, template), operation in contract.operations.items():
        parameters = [contract.resolved(one) for one in operation.get("parameters", [])]
        dated = [one["name"] for one in parameters
                 if one["in"] == "query" and schemas.resolve(one["schema"]).get("format") in ("date", "date-time")]
        required = {one["name"] for one in parameters if one.get("required")}
        headers = {"Accept": "text/calendar"} if template.endswith(".ics") else {}
        for name in dated:
            needed = "".join(f"&{other}={HORIZON if other.endswith('to') else '1900-01-01'}" for other in required & set(dated) - {name})
            needed += "&activity=EVALUATION&referential_code=CLEA-SOCLE" if "habilitation-status" in template else ""

            def ask(client, value):
                return client.send(method, f"{template.format(**ids)}?{name}={value}{needed}", headers=headers)

            asker = next((one for one in askers if ask(one, DAY).status == 200), None)
            if asker is None:
                wrong.append(f"{operation['operationId']}: nobody here may ask it")
                continue
            for value, cause in (no_days | outside | dict.fromkeys((LEAP_DAY, HORIZON, BEFORE_CONTACT))).items():
                reply = ask(asker, value)
                count += 1
                told = [(one.get("parameter"), one["code"], one["params"].get("cause")) for one in (reply.body or {}).get("errors", [])] \
                    if reply.status == 400 else None
                is_right = told == [(name, "PARAMETER_INVALID", cause)] if cause else reply.status in (200, 404)
                if not is_right:
                    wrong.append(f"{operation['operationId']} {name}={value}: {reply}")
    expect(not wrong, f"{len(wrong)} wrong answers:\n" + "\n".join(wrong))
    expect(count > 50, f"{count} queries")


def main():
    wanted = sys.argv[1:]
    suite = Suite("dates")
    instance = Instance(seed=(), settings={"CLEA_JOBS_EXPIRY_PERIOD_S": "0"})
    try:
        contract = load_contract(instance)
        instance.start_database()
        instance.prepare()
        instance.start_server()
        world = World(instance).bootstrap()
        world.set_today(DAY)
        world.certifier.is_system = True
        schemas = Schemas(contract.document)
        operations = {operation["operationId"]: operation for operation in contract.operations.values()}
        dated = {name for name, operation in operations.items() if has_dates(schemas, operation)}
        count = 0
        for (name, variant), make in REGISTER.items():
            called = f"{name} {variant}".strip()
            if name in dated and suite.wants(called, wanted):
                count += run_command(suite, world, schemas, operations[name], called, make)
        if not wanted:
            suite.one("every command with a date has a fixture",
                      lambda: expect_equal(sorted(dated - {name for name, _ in REGISTER}), []))
            suite.one("query parameters", lambda: ask_queries(world, schemas, contract))
        print(f"# {count} dates and instants of {len(dated)} commands")
    finally:
        suite.one("the server ends well", instance.stop)
    return suite.finish()


if __name__ == "__main__":
    sys.exit(main())
