# SPDX-License-Identifier: EUPL-1.2
"""What papers show is drawable from the door on: every text of every paper comes from fields that take nothing that no font has."""

import json

from harness.client import Client
from paper import SAMPLES, Suite, expect, expect_equal, program, sample

suite = Suite("printed")
# Numbers, codes, words of a list, days and times, ids, digests, and what the server words itself.
OF_THE_SERVER = {
    "number", "reference", "candidacy_reference", "session_reference", "commission_reference", "rectifies_reference", "verification_code",
    "sha256", "rectifies_sha256", "annul_reason", "sex", "birth_commune_insee", "birth_country_code", "outcome", "college", "presence",
    "modality", "standing", "choice", "status", "kind", "pointer", "domain_codes", "domain_code", "step_downs", "recorded_by", "replaces",
    "deadline_date", "answer_by_date", "planned_start_date", "planned_end_date", "valid_until", "signatories/role", "documents/title",
}
ENDINGS_OF_THE_SERVER = ("_on", "_id", "_at", "_at_local")
# Judged by their own rule, which takes nothing but ASCII (server/api/checks.h).
OF_ASCII = {"organism/email", "organism/phone", "candidate/postal_code", "holder/postal_code"}
VERSION = ("createReferentialVersion", "replaceReferentialDraft")
COMMISSION, SESSION = ("createCommission", "changeCommission"), ("planSession", "changeSession")
CANDIDATE = ("createCandidate", "changeCandidate")
PEOPLE = {"first_name": ("createPerson", "changePerson", "draftRectification"), "last_name": ("createPerson", "changePerson", "draftRectification")}
# Where each of the others is typed, by the end of its path, the longest first: the operations, and the members.
TYPED = {
    "title": (VERSION, "title"), "domains/title": (VERSION, "title"), "subdomains/title": (VERSION, "title"), "domain_title": (VERSION, "title"),
    "missing_domains/title": (VERSION, "title"), "domains/code": (VERSION, "code"), "subdomains/code": (VERSION, "code"),
    "missing_domains/code": (VERSION, "code"), "referential_code": (VERSION, "code"), "referential_version": (VERSION, "version"),
    "modules/title": (("recordCandidacyEvent",), "title"), "synthesis": (("recordCandidacyEvent",), "synthesis"),
    "commission_name": (COMMISSION, "name"), "commission/name": (COMMISSION, "name"), "organism/name": (("createOrganism", "changeOrganism"), "name"),
    "place": ((*SESSION, "draftRectification"), "place"), "reasons": (("recordDecision", "draftRectification"), "reasons"),
    "request_text": (("recordDecision", "draftRectification"), "request_text"), "reason": (("draftRectification",), "reason"),
    # Of what may be mended (server/api/commissions/rectification_draft.c): the texts are the longest.
    "mends/was": (("draftRectification",), "place", "reasons", "request_text"), "mends/becomes": (("draftRectification",), "place", "reasons", "request_text"),
    "stand_in_reason": (("nameStandIn",), "reason"),
    "signatories/name": (PEOPLE["last_name"], "last_name", "first_name"),
} | {name: (operations, name) for name, operations in PEOPLE.items()} | {
    f"{whose}/{name}": (CANDIDATE, name) for whose in ("holder", "candidate")
    for name in ("birth_name", "usage_name", "first_name_1", "first_name_2", "first_name_3", "birth_commune_label", "birth_country_label",
                 "address_line_1", "address_line_2", "city")}


def texts(told, path=()):
    if isinstance(told, dict):
        for name, value in told.items():
            yield from texts(value, (*path, name.removeprefix("training_") if name == "training_organism" else name))
    elif isinstance(told, list):
        for value in told:
            yield from texts(value, path)
    elif isinstance(told, str):
        yield "/".join(path), told


def ends(path):
    """The path, its last two names, its last one."""
    names = path.split("/")
    return ["/".join(names[place:]) for place in range(len(names))]


def is_of_the_server(path):
    return bool({*ends(path)} & (OF_THE_SERVER | OF_ASCII)) or path.endswith(ENDINGS_OF_THE_SERVER)


def printed_members():
    """{(operation, member)} of all that bodies may hold: whether papers may show it; False where one of several of that name may not."""
    found = {}

    def walk(schema, place, seen):
        name = schema.get("$ref", "").rpartition("/")[2]
        if name in seen:
            return
        schema = Client.contract.document["components"]["schemas"][name] if name else schema
        for member, inner in schema.get("properties", {}).items():
            is_text = "string" in inner.get("type", ()) and "format" not in inner and "enum" not in inner
            if is_text or inner.get("x-printed"):
                found[place, member] = found.get((place, member), True) and bool(inner.get("x-printed"))
            walk(inner, place, {*seen, name})
        for inner in (*([schema["items"]] if "items" in schema else ()), *schema.get("oneOf", ()), *schema.get("anyOf", ()), *schema.get("allOf", ())):
            walk(inner, place, {*seen, name})

    for one in Client.contract.operations.values():
        if "requestBody" in one and "$ref" not in one["requestBody"]:
            walk(one["requestBody"]["content"].get("application/json", {}).get("schema", {}), one["operationId"], set())
    return found


def told_here(works):
    """What the papers of the sandbox say, and the samples of every kind (kinds.py holds them against the program)."""
    functions = {"RESTITUTION": "restitution_told", "PORTFOLIO": "portfolio_told", "PATH_PROPOSAL": "path_told", "MINUTES": "minutes_told",
                 "RECTIFYING_MINUTES": "rectification_told", "DECISION": "decision_told", "CERTIFICATE": "certificate_told"}
    for kind, function in functions.items():
        for [row] in works.instance.sql(f"select {function}(subject_id) from document where kind = '{kind}' limit 20"):
            yield kind, json.loads(row)
    for [kind, row] in works.instance.sql("select kind, told from document where told is not null limit 100"):
        yield kind, json.loads(row)
    for path in SAMPLES.glob("*.json"):
        yield path.stem.partition("-")[0], sample(path.stem)


def read_by_papers(works):
    """{path: kind} of every text that a paper reads, as the program has it (clea-documents kinds): in a sample or not."""
    rows = [row.split() for row in program(works.folder, "kinds").stdout.decode().splitlines()]
    found = {}
    for kind, pointer, what, *_ in rows:
        if what in ("text", "texts"):
            names = [name.removeprefix("training_") if name == "training_organism" else name for name in pointer.split("/")[1:] if name != "*"]
            found.setdefault("/".join(names), kind)
    expect(len(found) > 100, f"hardly any text: {found}")
    return found


@suite.test
def every_text_of_every_paper_comes_from_a_field_of_papers(works):
    seen = read_by_papers(works)
    for kind, told in told_here(works):
        for path, _ in texts(told):
            seen.setdefault(path, kind)
    typed = {path: next((TYPED[end] for end in ends(path) if end in TYPED), None) for path in seen if not is_of_the_server(path)}
    expect_equal(sorted(f"{seen[path]} {path}" for path, where in typed.items() if not where), [], "texts of papers that nobody says the origin of")
    expect_equal(sorted(set(TYPED) - {end for path in typed for end in ends(path)}), [], "what no paper shows")
    members = printed_members()
    wrong = sorted({f"{name} {member}" for operations, *names in typed.values() for name in operations for member in names
                    if not members.get((name, member))})
    expect_equal(wrong, [], "fields that papers show, and that take what no paper shows")


@suite.test
def what_is_typed_where_it_is_mended_is_drawable_too(works):
    """Whoever mends minutes, or words a decision or a path, writes what a paper shows; and a site may be where a session is held."""
    found = {where for where, is_printed in printed_members().items() if is_printed}
    wanted = {("draftRectification", name) for name in ("last_name", "first_name", "place", "reason", "reasons", "request_text")}
    wanted |= {("recordDecision", "reasons"), ("recordDecision", "request_text"), ("planSession", "place"), ("changeSession", "place"),
               ("createSite", "name"), ("changeSite", "name"), ("createOrganism", "name"), ("changeOrganism", "name"),
               ("recordCandidacyEvent", "synthesis"), ("recordCandidacyEvent", "title"),
               ("createCandidate", "address_line_1"), ("changeCandidate", "city")}
    expect_equal(sorted(wanted - found), [], "members that papers show, and that take what no paper shows")
