# SPDX-License-Identifier: EUPL-1.2
"""Two days of which one does not precede the other, of whatever may be changed: a change of one of them is judged on both, as the record
would be. What has two days, the contract says; a new one is asked for its maker here."""

import re

from harness.client import Client
from quality_certificate_stories import record as quality_certificate
from story import Journey, expect, expect_equal, story

FIRST, LAST, TODAY = "2026-03-01", "2026-09-30", "2026-06-01"
# How a first and a last day are called, whatever stands before or behind.
PAIRS = (("_from", "_to"), ("_from", "_until"), ("starts_", "ends_"), ("begins_", "ends_"), ("_start_", "_end_"))
# What is decided by other rules than the order of both: the hours of a session, which end when it is closed.
APART = {("changeSession", "starts_at", "ends_at")}


def resolved(document, schema):
    while "$ref" in schema:
        found = document
        for part in schema["$ref"].removeprefix("#/").split("/"):
            found = found[part]
        schema = found
    return schema


def members(document, schema):
    schema = resolved(document, schema)
    found = dict(schema.get("properties", {}))
    for choice in schema.get("allOf", []) + schema.get("oneOf", []) + schema.get("anyOf", []):
        found |= members(document, choice)
    return found


def is_day(document, schema):
    schema = resolved(document, schema)
    return schema.get("format") in ("date", "date-time") or any(is_day(document, choice) for choice in schema.get("anyOf", []))


def days(document, holder):
    schema = resolved(document, holder).get("content", {}).get("application/json", {}).get("schema", {})
    return {name for name, schema in members(document, schema).items() if is_day(document, schema)}


def pairs(document):
    """(operation, first, last, those that it changes) of each change of one day of two."""
    for methods in document["paths"].values():
        operation = methods.get("patch", {})
        changed = days(document, operation.get("requestBody", {}))
        known = changed | days(document, operation.get("responses", {}).get("200", {}))
        for first in sorted(known):
            for begin, end in PAIRS:
                last = re.sub(re.escape(begin) + ("$" if begin.startswith("_") and not begin.endswith("_") else ""), end, first)
                if last != first and last in known and {first, last} & changed:
                    yield operation["operationId"], first, last, {first, last} & changed


def affiliation(world):
    organism, person = world.organism(), world.person()
    return world.certifier, f"/v1/affiliations/{world.affiliate(person, organism.id, 'COUNSELLOR', FIRST, LAST)['id']}"


def staff_function(world):
    asked = {"role": "CERTIFIER", "valid_from": TODAY, "valid_to": LAST, "reason": "Nommé."}
    return world.certifier, f"/v1/staff-functions/{world.make(f'/v1/persons/{world.person()}/staff-functions', asked)['id']}"


def membership(world):
    return world.certifier, f"/v1/memberships/{world.join(world.network(), world.organism(), FIRST, LAST)['id']}"


def certificate(world):
    made = quality_certificate(world, world.organism(), valid_from=FIRST, valid_to=LAST).must(201)
    return world.certifier, f"/v1/quality-certificates/{made['id']}"


def member(world):
    commission = world.other_commission()
    asked = {"person_id": world.person(), "college": "EMPLOYER", "mandate_from": TODAY, "mandate_to": LAST, "reason": "Désigné."}
    return world.certifier, f"/v1/members/{world.make(f'/v1/commissions/{commission.id}/members', asked)['id']}"


def funding(world):
    journey = Journey(world).informed(FIRST)
    asked = {"step": "PRIOR", "funder_type": "CPF", "amount_cents": 100, "valid_from": FIRST, "valid_to": LAST}
    referent = journey.client("referent")
    return referent, f"/v1/funding/{referent.post(f'{journey.path}/funding', asked).must(201)['id']}"


MAKERS = {"changeAffiliation": affiliation, "changeStaffFunction": staff_function, "changeMembership": membership,
          "changeQualityCertificate": certificate, "changeCommissionMember": member, "changeFunding": funding}


@story
def a_day_of_two_is_moved_beside_the_other(world):
    """Each alone, beyond the other as it stands: refused where it was sent, with the day that it may be; up to it, taken."""
    world.set_today(TODAY)
    found = [pair for pair in pairs(Client.contract.document) if pair[:3] not in APART]
    expect_equal({name for name, *_ in found}, set(MAKERS), "what has two days")
    asked = 0
    for name, first, last, changed in found:
        client, path = MAKERS[name](world)
        world.flush()
        version = 1 if "/members/" in path else client.get(path).must(200)["version"]
        # Two days before the first one takes it back: an end on the day before says that it never held.
        for member_, day, limit in ((last, "2026-02-27", "min"), (first, "2026-10-01", "max")):
            if member_ not in changed:
                continue
            asked += 1
            reply = client.patch(f"{path}?dry_run=true", {member_: day}, version=version).must(422)
            expect_equal(reply.errors, {f"/{member_}": "RANGE"}, f"{name} {member_}")
            expect(limit in next(iter(reply["errors"]))["params"], f"{name} {member_}: {reply['errors']}")
    expect(asked >= 8, f"{asked} only: {found}")
