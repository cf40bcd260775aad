"""What papers show is drawable from the door on: every text of every paper comes from fields that take nothing that no font has."""

import json

from harness.client import Client
from paper import Suite, expect, expect_equal

suite = Suite("printed")
KINDS = ("CERTIFICATE", "DUPLICATE", "ANNULMENT")
# Numbers, codes, words of a list, and roles that the server words itself.
OF_THE_SERVER = {"number", "verification_code", "annul_reason", "holder/sex", "holder/birth_commune_insee", "holder/birth_country_code",
                 "signatories/role", "decision_on", "issued_on", "annulled_on", "duplicate/issued_on"}
CANDIDATE = ("createCandidate", "changeCandidate")
VERSION = ("createReferentialVersion", "replaceReferentialDraft")
# Where each of the others is typed: the operations, and the member.
TYPED = {
    "title": (VERSION, "title"), "referential_code": (VERSION, "code"), "referential_version": (VERSION, "version"),
    "commission_name": (("createCommission", "changeCommission"), "name"),
    "signatories/name": (("createPerson", "changePerson"), "last_name", "first_name"),
} | {f"holder/{name}": (CANDIDATE, name) for name in ("birth_name", "usage_name", "first_name_1", "first_name_2", "first_name_3",
                                                      "birth_commune_label", "birth_country_label")}


def texts(told, path=()):
    if isinstance(told, dict):
        for name, value in told.items():
            yield from texts(value, (*path, name))
    elif isinstance(told, list):
        for value in told:
            yield from texts(value, path)
    elif isinstance(told, str):
        yield "/".join(path), told


def operation(name):
    return next(one for one in Client.contract.operations.values() if one["operationId"] == name)


def schema_of(name):
    schema = operation(name)["requestBody"]["content"]["application/json"]["schema"]
    return Client.contract.document["components"]["schemas"][schema["$ref"].rsplit("/", 1)[1]]["properties"]


@suite.test
def every_text_of_a_paper_comes_from_a_field_of_papers(works):
    seen = set()
    certificate = works.ids()[0]
    for kind in KINDS:
        told = f"certificate_told('{certificate}')"
        if kind == "DUPLICATE":
            told += " || jsonb_build_object('duplicate', jsonb_build_object('ordinal', 1, 'issued_on', current_date))"
        if kind == "ANNULMENT":
            told += " || jsonb_build_object('annulled_on', current_date, 'annul_reason', 'ERROR')"
        [[row]] = works.instance.sql(f"select {told}")
        seen |= {path for path, _ in texts(json.loads(row))}
    expect_equal(sorted(seen - OF_THE_SERVER - TYPED.keys()), [], "texts of papers that nobody says the origin of")
    expect({"title", "commission_name", "signatories/name", "holder/birth_name"} <= seen, str(seen))
    wrong = [f"{name} {member}" for operations, *members in TYPED.values() for name in operations for member in members
             if not schema_of(name)[member].get("x-printed")]
    expect_equal(wrong, [], "fields that papers show, and that take what no paper shows")


@suite.test
def what_is_typed_where_it_is_mended_is_drawable_too(works):
    """Whoever mends minutes, or words a decision or a path, writes what a paper shows."""
    found = set()

    def walk(schema, place):
        schema = schema if "$ref" not in schema else Client.contract.document["components"]["schemas"][schema["$ref"].rsplit("/", 1)[1]]
        for name, member in schema.get("properties", {}).items():
            if member.get("x-printed"):
                found.add((place, name))
            walk(member, place)
        walk(schema["items"], place) if "items" in schema else None
        for choice in schema.get("oneOf", []):
            walk(choice, place)

    for one in Client.contract.operations.values():
        if "requestBody" in one and "$ref" not in one["requestBody"]:
            walk(one["requestBody"]["content"].get("application/json", {}).get("schema", {}), one["operationId"])
    wanted = {("draftRectification", name) for name in ("last_name", "first_name", "place", "reason", "reasons", "request_text")}
    wanted |= {("recordDecision", "reasons"), ("recordDecision", "request_text"), ("planSession", "place"), ("changeSession", "place"),
               ("createSite", "name"), ("changeSite", "name"), ("createOrganism", "name"), ("changeOrganism", "name"),
               ("recordCandidacyEvent", "synthesis"), ("recordCandidacyEvent", "title"),
               ("createCandidate", "address_line_1"), ("changeCandidate", "city")}
    expect_equal(sorted(wanted - found), [], "members that papers show, and that take what no paper shows")
