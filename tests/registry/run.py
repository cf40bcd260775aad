#!/usr/bin/env python3
"""The registry over HTTP: networks, organisms, people, habilitations, methods, référentiels, and what the server says of
itself. Every answer is held to the contract. Ends with `N passed, N failed`."""

import copy
import json
import pathlib
import sys
import uuid

TESTS = pathlib.Path(__file__).resolve().parent.parent
sys.path[:0] = [str(TESTS), str(TESTS / "scenario"), str(TESTS / "contract")]
from check import Contract  # noqa: E402
from harness.client import Client  # noqa: E402
from harness.event import event_body  # noqa: E402
from harness.key import digest, new_key  # noqa: E402
from harness.runner import Suite  # noqa: E402
from harness.world import siret  # noqa: E402
from instance import ROOT, Instance  # noqa: E402

suite = Suite("registry")
test = suite.test
NOBODY = "0190a5d2-3c4e-7000-8000-000000000001"
SOCLE = json.loads((ROOT / "server" / "data" / "referential-clea-socle.json").read_text())


def same(found, wanted):
    if found != wanted:
        raise AssertionError(f"wanted {wanted!r}, found {found!r}")


class World:
    """An instance with two networks and two organisms; organism A is a member of network A from 2026 on."""

    def __init__(self, instance):
        self.instance, self.number = instance, 0
        self.public = Client(instance.base_url)
        self.certifier = self.client("CERTIFIER", ["CERTIFIER"])
        self.auditor = self.client("AUDITOR", ["AUDITOR"])
        self.network_a, self.network_b = (self.new("/v1/networks", {"name": f"Réseau {n}"}) for n in "AB")
        self.organism_a, self.organism_b = (self.organism(f"Organisme {n}") for n in "AB")
        self.manager_a, self.manager_b = (self.client("NETWORK", ["NETWORK_MANAGER"], n["id"])
                                          for n in (self.network_a, self.network_b))
        self.referent_a, self.referent_b = (self.client("ORGANISM", ["REFERENT"], o["id"])
                                            for o in (self.organism_a, self.organism_b))
        self.counsellor_a = self.client("ORGANISM", ["COUNSELLOR"], self.organism_a["id"])
        self.new(f"/v1/networks/{self.network_a['id']}/memberships",
                 {"organism_id": self.organism_a["id"], "valid_from": "2026-01-01", "valid_to": "2030-06-30"})

    def client(self, scope, roles, scope_id=None, person_id=None):
        key = new_key()
        quoted = ["null" if value is None else f"'{value}'" for value in (person_id, scope_id)]
        self.instance.sql(
            "insert into api_key (id, hash, prefix, person_id, scope, scope_id, roles, is_sandbox) values "
            f"('{uuid.uuid4()}', decode('{digest(key)}', 'hex'), '{key[:14]}', {quoted[0]}, '{scope}', {quoted[1]}, "
            f"'{{{','.join(roles)}}}', true)")
        return Client(self.instance.base_url, key)

    def new(self, path, body, by=None):
        return (by or self.certifier).post(path, body).must(201).body

    def organism(self, name, **more):
        self.number += 1
        return self.new("/v1/organisms", {"siret": siret(self.number), "name": name} | more)

    def person(self, by=None, **more):
        return self.new("/v1/persons", {"last_name": "Moreau", "first_name": "Camille"} | more, by)

    def clock(self, day):
        self.certifier.put("/v1/sandbox/clock", {"today": day}).must(200)


# What the server says of itself


@test
def probes_and_versions_need_no_key(world):
    same(world.public.get("/livez").must(200).body, {"status": "ok"})
    same(world.public.get("/readyz").must(200)["checks"], [{"name": "database", "status": "ok"}])
    same(world.public.get("/version").must(200)["is_sandbox"], True)
    world.public.get("/v1").must(200)
    world.public.get("/v1/me").must_refuse("CREDENTIALS_REQUIRED", 401)


@test
def me_tells_scope_roles_and_person(world):
    me = world.referent_a.get("/v1/me").must(200)
    same((me["scope"], me["scope_reference"], me["scope_name"], me["roles"], me["person"]),
         ("ORGANISM", world.organism_a["reference"], "Organisme A", ["REFERENT"], None))
    person = world.person()
    me = world.client("NETWORK", ["NETWORK_MANAGER"], world.network_a["id"], person["id"]).get("/v1/me").must(200)
    same((me["scope_name"], me["person"]["last_name"]), ("Réseau A", "Moreau"))


@test
def every_problem_is_in_the_catalogue(world):
    problems = world.public.get("/v1/problems").must(200)["data"]
    same(len({problem["code"] for problem in problems}), len(problems))
    for problem in problems:
        same([member for member, value in problem.items() if not value and not member.startswith("hint_")], [])
    same(world.public.get("/v1/problems/GRID_INCOMPLETE").must(200)["type"], "urn:problem-type:clea:grid-incomplete")
    world.public.get("/v1/problems/NO_SUCH_THING").must(404)


@test
def vocabularies_have_labels_in_both_languages(world):
    for vocabulary in world.public.get("/v1/vocabularies").must(200)["data"]:
        same(world.public.get(f"/v1/vocabularies/{vocabulary['name']}").must(200).body, vocabulary)
        codes = [term["code"] for term in vocabulary["terms"]]
        same(len(set(codes)), len(codes))
        same([term for term in vocabulary["terms"] if not (term["label_fr"] and term["label_en"])], [])
    world.public.get("/v1/vocabularies/none").must(404)


@test
def vocabularies_know_every_state_that_the_database_knows(world):
    for name, query in (("candidacy-states", "select state from candidacy_state"),):
        terms = {term["code"] for term in world.public.get(f"/v1/vocabularies/{name}").must(200)["terms"]}
        same(terms, {row[0] for row in world.instance.sql(query)} - {"NONE"})


@test
def the_clock_is_set_by_the_certifier_and_given_back(world):
    world.auditor.put("/v1/sandbox/clock", {"today": "2027-01-31"}).must_refuse("ROLE_NOT_ALLOWED", 403)
    same(world.certifier.put("/v1/sandbox/clock", {"today": "2027-01-31"}).must(200)["effective_date"], "2027-01-31")
    same(world.referent_a.get("/v1/me").must(200)["today"], "2027-01-31")
    clock = world.certifier.put("/v1/sandbox/clock", {"today": None}).must(200)
    same((clock["today"], clock["is_real"]), (None, True))
    same(world.certifier.put("/v1/sandbox/clock", {}).must(422).errors, {"/today": "REQUIRED"})
    same(world.certifier.put("/v1/sandbox/clock", {"today": "2027-02-30"}).must(422).errors, {"/today": "DATE_INVALID"})


# Référentiels


def label(version):
    return f"/v1/referentials/CLEA-SOCLE/versions/{version}"


@test
def the_known_versions_are_seeded_as_published(world):
    versions = {(v["code"], v["version"]): v for v in world.public.get("/v1/referentials").must(200)["data"]}
    same({key: (v["status"], v["item_count"], v["subdomain_count"]) for key, v in versions.items()}, {
        ("CLEA-SOCLE", "2015"): ("RETIRED", 85, 20),
        ("CLEA-SOCLE", "2018"): ("ACTIVE", 107, 28),
        ("CLEA-NUMERIQUE", "2018"): ("ACTIVE", 4, 4)})
    tree = world.public.get(label("2018")).must(200)
    same([[c["code"] for s in d["subdomains"] for c in s["criteria"]] for d in tree["domains"]],
         [[c["code"] for s in d["subdomains"] for c in s["criteria"]] for d in SOCLE["domains"]])
    same(tree["domains"][0]["subdomains"][0]["validation"], SOCLE["domains"][0]["subdomains"][0]["validation"])
    same(world.public.get(label("2018"), headers={"If-None-Match": tree.headers["ETag"]}).status, 304)
    old = world.public.get(label("2015")).must(200)
    same([len(d["subdomains"]) for d in old["domains"]], [5, 5, 4, 4, 3, 3, 4])  # what has no criteria is told too


@test
def seeding_again_changes_nothing(world):
    before = world.instance.sql("select * from referential_version order by id")
    world.instance.command("seed", environment={"CLEA_DATABASE_MIGRATOR_CONNINFO": "user=postgres"})
    same(world.instance.sql("select * from referential_version order by id"), before)


def draft(version, **changes):
    return copy.deepcopy(SOCLE) | {"version": version, "valid_from": f"{version}-01-01"} | changes


@test
def faults_of_a_draft_come_with_their_pointers(world):
    bad = draft("2031")
    first, second, third = (bad["domains"][i]["subdomains"][0] for i in range(3))
    first["criteria"][1]["code"] = first["criteria"][0]["code"]
    second["validation"]["mandatory_criteria"] = ["9.9.9"]
    third["validation"] = {"min_validated": 90}
    bad["listed_counts"]["criteria"] = 106
    same(world.certifier.post("/v1/referentials/CLEA-SOCLE/versions", bad).must(422).errors, {
        "/domains/1/subdomains/0/validation/mandatory_criteria/0": "REFERENCE_UNKNOWN",
        "/domains/2/subdomains/0/validation": "THRESHOLD_OUT_OF_RANGE",
        "/domains/0/subdomains/0/criteria/1/code": "CODE_DUPLICATED",
        "/listed_counts/criteria": "RANGE"})
    odd = draft("2031", valid_to="2030-12-31", code="OTHER")
    odd["domains"][3]["code"] = "a b"
    same(world.certifier.post("/v1/referentials/CLEA-SOCLE/versions", odd).must(422).errors,
         {"/code": "REFERENCE_UNKNOWN", "/valid_to": "RANGE", "/domains/3/code": "PATTERN"})
    unknown = draft("2031")
    unknown["domains"][0]["colour"] = "red"
    same(world.certifier.post("/v1/referentials/CLEA-SOCLE/versions", unknown).must(422).errors,
         {"/domains/0/colour": "UNKNOWN_FIELD"})
    world.certifier.post("/v1/referentials/CLEA-SOCLE/versions", draft("2018")).must_refuse("ALREADY_RECORDED", 409)
    world.referent_a.post("/v1/referentials/CLEA-SOCLE/versions", draft("2031")).must_refuse("ROLE_NOT_ALLOWED", 403)
    world.certifier.post("/v1/referentials/CLEA-SOCLE/versions", draft("2031"), key=False).must_refuse(
        "IDEMPOTENCY_KEY_REQUIRED", 400)


@test
def an_incomplete_draft_is_kept_and_cannot_be_activated(world):
    body = draft("2029")
    del body["listed_counts"]
    body["domains"][0]["subdomains"][0]["criteria"] = []
    del body["domains"][0]["subdomains"][1]["validation"]
    kept = world.new("/v1/referentials/CLEA-SOCLE/versions", body)
    same((kept["item_count"], kept["listed_counts"]["criteria"]), (101, 105))
    refused = world.certifier.post(label("2029") + "/events", {"event": "ACTIVATE"}).must(409)
    same(refused.reasons, ["SUBDOMAIN_WITHOUT_CRITERIA", "THRESHOLD_MISSING", "REFERENTIAL_OVERLAP"])  # 2018 has no last day
    same(refused.details("THRESHOLD_MISSING"), {"pointer": "/domains/0/subdomains/1/validation", "code": "1.2"})


@test
def one_version_follows_another(world):
    events = label("2018") + "/events"
    world.new("/v1/referentials/CLEA-SOCLE/versions", draft("2032"))
    world.certifier.post(label("2032") + "/events", {"event": "ACTIVATE"}).must_refuse("REFERENTIAL_OVERLAP", 409)
    same(world.certifier.post(events, {"event": "ACTIVATE"}).must_refuse("INVALID_STATE", 409)["allowed_events"],
         ["END", "RETIRE"])
    same(world.certifier.post(events, {"event": "END"}).must(422).errors, {"/data/last_day": "REQUIRED"})
    same(world.certifier.post(events, event_body("END", last_day="2020-01-01")).must(422).errors, {"/data/last_day": "RANGE"})
    world.certifier.post(events, event_body("END", last_day="2031-12-31", expected_version=9)).must(412)
    ended = world.certifier.post(events, event_body("END", last_day="2031-12-31", expected_version=1)).must(201)["resource"]
    same((ended["status"], ended["valid_to"]), ("ACTIVE", "2031-12-31"))
    world.certifier.post(label("2032") + "/events", {"event": "ACTIVATE"}).must(201)
    same(world.public.get("/v1/referentials?code=CLEA-SOCLE&status=ACTIVE").must(200)["data"][0]["version"], "2032")
    world.certifier.post(label("2032") + "/events", event_body("RETIRE", last_day="2031-01-01")).must(422)
    world.certifier.post(label("1999") + "/events", {"event": "RETIRE"}).must(404)


# Networks, organisms, sites


@test
def two_networks_never_have_the_same_name(world):
    world.certifier.post("/v1/networks", {"name": "Réseau A"}).must_refuse("ALREADY_RECORDED", 409)
    same(world.certifier.post("/v1/networks", {"name": "", "status": "ACTIVE", "x": 1}).must(422).errors,
         {"/name": "MIN_LENGTH", "/status": "READ_ONLY_FIELD", "/x": "UNKNOWN_FIELD"})
    world.manager_a.post("/v1/networks", {"name": "Réseau C"}).must_refuse("ROLE_NOT_ALLOWED", 403)
    world.auditor.get(f"/v1/networks/{NOBODY}").must(404)


@test
def a_creation_is_replayed_with_its_key(world):
    key = str(uuid.uuid4())
    first, again = (world.certifier.post("/v1/networks", {"name": "Réseau R"}, key=key).must(201) for _ in range(2))
    same((again.body, again.headers["Idempotency-Replayed"], again.headers["Location"]),
         (first.body, "true", f"/v1/networks/{first['id']}"))
    world.certifier.post("/v1/networks", {"name": "Réseau S"}, key=key).must_refuse("IDEMPOTENCY_KEY_REUSED", 422)


@test
def an_organism_is_found_by_part_of_its_name(world):
    made = world.organism("Formation Été", region="Bretagne", website="https://exemple.fr", time_zone="Indian/Reunion")
    for query in ("?q=ete", "?region=Bretagne", f"?siret={made['siret']}&status=ACTIVE"):
        same([o["id"] for o in world.referent_b.get("/v1/organisms" + query).must(200)["data"]], [made["id"]])
    same(world.referent_b.get(f"/v1/organisms/{made['reference']}").must(200).body, made)
    world.referent_b.get(f"/v1/organisms/{made['reference'][:-2]}00").must_refuse("REFERENCE_INVALID", 400)
    world.referent_b.get("/v1/organisms?colour=red").must_refuse("UNKNOWN_PARAMETER", 400)
    world.certifier.post("/v1/organisms", {"siret": made["siret"], "name": "X"}).must_refuse("ALREADY_RECORDED", 409)
    same(world.certifier.post("/v1/organisms", {"siret": "12345678901234", "name": None, "website": "javascript:x",
                                                "email": "a", "time_zone": "Mars/X"}).must(422).errors,
         {"/siret": "SIRET_INVALID", "/name": "NULL_NOT_ALLOWED", "/website": "URL_NOT_ALLOWED", "/email": "MIN_LENGTH",
          "/time_zone": "ENUM"})


@test
def a_merge_patch_changes_what_it_names_and_nothing_else(world):
    made = world.organism("Organisme P", city="Lille", region="Bretagne")
    referent = world.client("ORGANISM", ["REFERENT"], made["id"])
    path = f"/v1/organisms/{made['id']}"
    referent.patch(path, {"city": "Roubaix"}).must_refuse("PRECONDITION_REQUIRED", 428)
    changed = referent.patch(path, {"city": "Roubaix", "region": None}, version=1).must(200)
    same(changed.body, made | {"city": "Roubaix", "region": None, "version": 2})
    referent.patch(path, {"city": "X"}, version=1).must_refuse("VERSION_MISMATCH", 412)
    referent.patch(path, {"city": "X"}, version=changed.headers["ETag"]).must(200)
    referent.patch(path, {"status": "CLOSED"}, version=3).must_refuse("ROLE_NOT_ALLOWED", 403)
    world.referent_b.patch(path, {"city": "X"}, version=3).must_refuse("ROLE_NOT_ALLOWED", 403)
    world.counsellor_a.patch(path, {"city": "X"}, version=3).must_refuse("ROLE_NOT_ALLOWED", 403)
    same(world.certifier.patch(path, {"status": "CLOSED"}, version=3).must(200)["status"], "CLOSED")
    same(world.certifier.patch(path, {"name": None}, version=4).must(422).errors, {"/name": "NULL_NOT_ALLOWED"})


@test
def sites_are_recorded_by_their_organism_and_its_network(world):
    path = f"/v1/organisms/{world.organism_a['id']}/sites"
    for who in (world.referent_a, world.manager_a, world.certifier):
        made = who.post(path, {"name": "Centre", "insee_code": "2A004"}).must(201)
        same(world.referent_b.get(made.headers["Location"]).must(200).body, made.body)
    for who in (world.referent_b, world.manager_b, world.counsellor_a):
        who.post(path, {"name": "Centre"}).must_refuse("ROLE_NOT_ALLOWED", 403)
    same(len(world.auditor.get(f"/v1/organisms/{world.organism_a['reference']}/sites").must(200)["data"]), 3)
    world.auditor.get(f"/v1/organisms/{NOBODY}/sites").must(404)


@test
def memberships_of_one_pair_never_overlap(world):
    path, member = f"/v1/networks/{world.network_a['id']}/memberships", world.organism("Organisme M")["id"]
    made = world.manager_a.post(path, {"organism_id": member, "valid_from": "2026-01-01"}).must(201)
    world.manager_a.post(path, {"organism_id": member, "valid_from": "2026-05-01"}).must_refuse("PERIOD_OVERLAP", 409)
    world.manager_b.post(path, {"organism_id": member, "valid_from": "2026-05-01"}).must_refuse("ROLE_NOT_ALLOWED", 403)
    same(world.manager_a.post(path, {"organism_id": NOBODY, "valid_from": "2026-05-01"}).must(422).errors,
         {"/organism_id": "REFERENCE_UNKNOWN"})
    same(world.manager_a.post(path, {"organism_id": member, "valid_from": "2026-05-01",
                                     "valid_to": "2026-04-30"}).must(422).errors, {"/valid_to": "RANGE"})
    world.certifier.post(f"/v1/networks/{NOBODY}/memberships",
                         {"organism_id": member, "valid_from": "2026-05-01"}).must(404)
    address = made.headers["Location"]
    world.manager_a.patch(address, {"valid_to": "2025-12-31"}, version=1).must(422)
    world.manager_b.patch(address, {"valid_to": "2026-12-31"}, version=1).must(403)
    same(world.manager_a.patch(address, {"valid_to": "2026-12-31"}, version=1).must(200)["version"], 2)
    world.manager_a.post(path, {"organism_id": member, "valid_from": "2027-01-01"}).must(201)


# People


@test
def only_the_certifier_says_that_two_records_are_one_human(world):
    first = world.person(world.referent_a)
    same((first["human_id"], first["redacted_fields"]), (None, ["human_id", "merged_into_id"]))
    again = {"last_name": "Moreau", "first_name": "Camille", "human_id": first["id"]}
    world.referent_a.post("/v1/persons", again).must_refuse("ROLE_NOT_ALLOWED", 403)
    second = world.new("/v1/persons", again)
    same(second["human_id"], first["id"])
    same(world.new("/v1/persons", again | {"human_id": second["id"]})["human_id"], first["id"])  # the human, not the record
    same(world.certifier.post("/v1/persons", again | {"human_id": NOBODY}).must(422).errors,
         {"/human_id": "REFERENCE_UNKNOWN"})
    world.counsellor_a.post("/v1/persons", {"last_name": "A", "first_name": "B"}).must_refuse("ROLE_NOT_ALLOWED", 403)
    world.client("CANDIDATE", ["CANDIDATE"], NOBODY).get("/v1/persons").must_refuse("ROLE_NOT_ALLOWED", 403)


@test
def an_affiliation_is_the_business_of_its_organism(world):
    person = world.person(world.referent_a)
    path = f"/v1/persons/{person['id']}/affiliations"
    at_b = {"role": "TRAINER", "valid_from": "2026-06-01", "organism_id": world.organism_b["id"]}
    made = world.referent_a.post(path, {"role": "EVALUATOR", "valid_from": "2026-01-01"}).must(201)
    world.referent_a.post(path, {"role": "EVALUATOR", "valid_from": "2026-06-01"}).must_refuse("PERIOD_OVERLAP", 409)
    for who in (world.referent_a, world.manager_a, world.manager_b):
        who.post(path, at_b).must_refuse("ROLE_NOT_ALLOWED", 403)
    world.referent_b.post(path, at_b).must(201)
    world.manager_a.post(path, at_b | {"organism_id": world.organism_a["id"]}).must(201)
    same(world.certifier.post(path, {"role": "TRAINER", "valid_from": "2026-06-01"}).must(422).errors,
         {"/organism_id": "REQUIRED"})
    world.referent_a.post(f"/v1/persons/{NOBODY}/affiliations", {"role": "TRAINER", "valid_from": "2026-06-01"}).must(404)
    seen = {who: len(who.get(path).must(200)["data"]) for who in
            (world.referent_a, world.referent_b, world.manager_a, world.manager_b, world.auditor)}
    same(list(seen.values()), [2, 1, 2, 0, 3])
    same([p["id"] for p in world.referent_a.get(
        f"/v1/persons?organism_id={world.organism_b['id']}").must(200)["data"]], [])  # who works elsewhere is not told
    address = made.headers["Location"]
    world.referent_b.get(address).must(404)
    world.referent_b.patch(address, {"valid_to": "2026-12-31"}, version=1).must(404)
    world.referent_a.patch(address, {"valid_to": "2026-12-31"}).must(428)
    same(world.referent_a.patch(address, {"valid_to": "2025-12-31"}, version=1).must(422).errors, {"/valid_to": "RANGE"})
    same(world.referent_a.patch(address, {"valid_to": "2026-12-31"}, version=1).must(200)["valid_to"], "2026-12-31")
    world.referent_a.patch(address, {"valid_to": None}, version=1).must_refuse("VERSION_MISMATCH", 412)


# Habilitations

EVALUATE = {"activity": "EVALUATION", "referential_code": "CLEA-SOCLE", "valid_from": "2026-02-01", "valid_to": "2028-12-31"}


def allowed(world, organism, code, *days):
    path = f"/v1/organisms/{organism['id']}/habilitation-status?activity=EVALUATION&referential_code={code}"
    return [world.referent_b.get(f"{path}&on={day}").must(200)["is_habilitated"] for day in days]


@test
def a_request_is_seen_by_its_holder_and_the_certifier(world):
    made = world.referent_a.post("/v1/habilitations", EVALUATE | {"activity": "TRAINING"}).must(201)
    same((made["state"], made["holder_kind"], made["organism_id"]), ("REQUESTED", "ORGANISM", world.organism_a["id"]))
    address = made.headers["Location"]
    for who, status in ((world.referent_a, 200), (world.certifier, 200), (world.referent_b, 404), (world.manager_a, 404)):
        who.get(address).must(status)
    world.referent_a.post(address + "/events", {"event": "GRANT"}).must_refuse("ROLE_NOT_ALLOWED", 403)


@test
def nobody_asks_for_another_or_grants_himself(world):
    post = world.referent_a.post
    post("/v1/habilitations", EVALUATE | {"organism_id": world.organism_b["id"]}).must_refuse("ROLE_NOT_ALLOWED", 403)
    post("/v1/habilitations", EVALUATE | {"network_id": world.network_a["id"]}).must_refuse("ROLE_NOT_ALLOWED", 403)
    post("/v1/habilitations", EVALUATE | {"state": "GRANTED"}).must_refuse("ROLE_NOT_ALLOWED", 403)
    same(post("/v1/habilitations", EVALUATE | {"valid_to": "2026-01-01"}).must(422).errors, {"/valid_to": "RANGE"})
    world.counsellor_a.post("/v1/habilitations", EVALUATE).must_refuse("ROLE_NOT_ALLOWED", 403)
    post = world.certifier.post
    same(post("/v1/habilitations", EVALUATE).must(422).errors, {"/organism_id": "REQUIRED"})
    same(post("/v1/habilitations", EVALUATE | {"organism_id": NOBODY, "referential_code": "NONE"}).must(422).errors,
         {"/organism_id": "REFERENCE_UNKNOWN", "/referential_code": "REFERENCE_UNKNOWN"})
    same(post("/v1/habilitations", EVALUATE | {"organism_id": world.organism_b["id"],
                                               "network_id": world.network_a["id"]}).must(422).errors,
         {"/network_id": "ONLY_ONE_ALLOWED"})


@test
def the_life_of_a_habilitation_and_its_days(world):
    holder = world.organism("Organisme H")
    world.clock("2027-03-10")
    made = world.new("/v1/habilitations", EVALUATE | {"organism_id": holder["id"]})
    path = f"/v1/habilitations/{made['id']}/events"

    def event(event, on=None, **more):
        return world.certifier.post(path, event_body(event, occurred_on=on, **more))

    same(event("SUSPEND", note="x").must_refuse("INVALID_STATE", 409)["allowed_events"], ["GRANT"])
    event("GRANT", "2027-03-11").must_refuse("DATE_IN_FUTURE", 409)
    event("GRANT", "2027-03-09").must_refuse("DATE_BEFORE_PREVIOUS_ACT", 409)
    event("GRANT", expected_version=7).must_refuse("VERSION_MISMATCH", 412)
    same(event("LIFT", valid_to="2029-01-01").must(422).errors, {"/data/valid_to": "UNKNOWN_FIELD"})
    granted = event("GRANT", valid_from="2026-01-01", note="accord").must(201)["resource"]
    same((granted["state"], granted["valid_from"], granted["granted_on"]), ("GRANTED", "2026-01-01", "2027-03-10"))
    same(world.referent_b.get(f"/v1/habilitations/{made['id']}").must(200)["decision_note"], None)
    same(allowed(world, holder, "CLEA-SOCLE", "2025-12-31", "2026-01-01", "2028-12-31", "2029-01-01"),
         [False, True, True, False])
    world.certifier.post("/v1/habilitations", EVALUATE | {"organism_id": holder["id"], "state": "GRANTED"}).must_refuse(
        "PERIOD_OVERLAP", 409)
    world.clock("2027-04-10")
    event("SUSPEND", "2027-04-01").must_refuse("REASON_REQUIRED", 409)
    event("SUSPEND", "2027-04-01", note="contrôle").must(201)["resource"]
    event("LIFT", "2027-03-31").must_refuse("DATE_BEFORE_PREVIOUS_ACT", 409)
    same(event("LIFT", "2027-04-05").must(201)["resource"]["suspensions"],
         [{"suspended_from": "2027-04-01", "suspended_to": "2027-04-04"}])
    same(allowed(world, holder, "CLEA-SOCLE", "2027-03-31", "2027-04-01", "2027-04-04", "2027-04-05"),
         [True, False, False, True])
    event("SUSPEND", "2027-04-04", note="x").must_refuse("DATE_BEFORE_PREVIOUS_ACT", 409)
    event("SUSPEND", note="x").must(201)["resource"]
    same(event("LIFT").must(201)["resource"]["suspensions"][1], {"suspended_from": "2027-04-10", "suspended_to": "2027-04-10"})
    world.clock("2027-05-10")
    event("WITHDRAW").must_refuse("REASON_REQUIRED", 409)
    same(event("WITHDRAW", note="fraude").must(201)["resource"]["ended_on"], "2027-05-10")
    same(allowed(world, holder, "CLEA-SOCLE", "2027-05-09", "2027-05-10"), [True, False])
    same(event("GRANT").must_refuse("INVALID_STATE", 409)["allowed_events"], [])
    world.clock(None)


@test
def a_habilitation_is_renewed_while_it_runs_and_ended(world):
    holder = world.organism("Organisme R")
    world.clock("2027-12-30")
    made = world.new("/v1/habilitations", EVALUATE | {"organism_id": holder["id"], "state": "GRANTED", "valid_to": "2027-12-31"})
    path = f"/v1/habilitations/{made['id']}/events"

    def event(event, **more):
        return world.certifier.post(path, event_body(event, **more))

    same(event("RENEW").must(422).errors, {"/data/valid_to": "REQUIRED"})
    same(event("RENEW", valid_to="2027-12-31").must(422).errors, {"/data/valid_to": "RANGE"})
    same(event("RENEW", valid_to="2029-12-31", valid_from="2026-01-01").must(422).errors, {"/data/valid_from": "UNKNOWN_FIELD"})
    world.referent_a.post(path, event_body("RENEW", valid_to="2029-12-31")).must_refuse("ROLE_NOT_ALLOWED", 403)
    world.clock("2028-01-01")
    lapsed = event("RENEW", valid_to="2029-12-31").must_refuse("HABILITATION_LAPSED", 409)
    same(lapsed["reasons"][0]["resolve_with"], {"method": "POST", "href": "/v1/habilitations", "event": None})
    # Decided in time, recorded later.
    renewed = event("RENEW", occurred_on="2027-12-31", valid_to="2029-12-31").must(201)["resource"]
    same((renewed["state"], renewed["valid_to"], renewed["ended_on"]), ("GRANTED", "2029-12-31", None))
    same(allowed(world, holder, "CLEA-SOCLE", "2027-12-31", "2028-01-01", "2029-12-31", "2030-01-01"), [True, True, True, False])
    # Another one follows it: it cannot be prolonged into that.
    world.new("/v1/habilitations", EVALUATE | {"organism_id": holder["id"], "state": "GRANTED", "valid_from": "2030-01-01",
                                               "valid_to": "2031-12-31"})
    event("RENEW", valid_to="2030-06-30").must_refuse("PERIOD_OVERLAP", 409)
    ended = event("END").must(201)["resource"]
    same((ended["state"], ended["ended_on"]), ("ENDED", "2028-01-01"))
    same(allowed(world, holder, "CLEA-SOCLE", "2027-12-31", "2028-01-01", "2029-12-31", "2030-01-01"), [True, False, False, True])
    same(event("RENEW", valid_to="2032-12-31").must_refuse("INVALID_STATE", 409)["allowed_events"], [])
    world.clock(None)


@test
def a_member_acts_under_its_network_while_it_is_a_member(world):
    world.new("/v1/habilitations", {"activity": "EVALUATION", "referential_code": "CLEA-NUMERIQUE", "state": "GRANTED",
                                    "valid_from": "2025-01-01", "network_id": world.network_a["id"]})
    same(allowed(world, world.organism_a, "CLEA-NUMERIQUE", "2025-12-31", "2026-01-01", "2030-06-30", "2030-07-01"),
         [False, True, True, False])
    same(allowed(world, world.organism_b, "CLEA-NUMERIQUE", "2026-01-01"), [False])
    status = world.referent_b.get(f"/v1/organisms/{world.organism_a['reference']}/habilitation-status"
                                  "?activity=EVALUATION&referential_code=CLEA-NUMERIQUE&on=2026-06-01").must(200)
    same((status["basis"]["holder_kind"], status["basis"]["network_id"]), ("NETWORK", world.network_a["id"]))
    path = f"/v1/organisms/{NOBODY}/habilitation-status"
    world.auditor.get(path + "?activity=EVALUATION&referential_code=CLEA-SOCLE").must(404)
    world.auditor.get(path + "?activity=FLYING&referential_code=CLEA-SOCLE").must_refuse("PARAMETER_INVALID", 400)


# Methods and lists


@test
def methods_belong_to_a_network_or_a_branch(world):
    method = {"name": "Entretien", "referential_code": "CLEA-SOCLE", "modality": "ON_SITE", "sitting_count": 2,
              "instruments": ['Entretien, "oral"', "{grille}"]}
    made = world.manager_a.post("/v1/evaluation-methods", method).must(201)
    same((made["network_id"], made["instruments"]), (world.network_a["id"], method["instruments"]))
    same(world.referent_b.get(made.headers["Location"]).must(200).body, made.body)
    for more in ({"network_id": world.network_b["id"]}, {"branch_idcc": "16"}):
        world.manager_a.post("/v1/evaluation-methods", method | more).must_refuse("ROLE_NOT_ALLOWED", 403)
    world.new("/v1/evaluation-methods", method | {"branch_idcc": "16"})
    same(world.certifier.post("/v1/evaluation-methods", method).must(422).errors, {"/network_id": "REQUIRED"})
    same(world.certifier.post("/v1/evaluation-methods",
                              method | {"branch_idcc": "16", "sitting_count": 51, "instruments": ["a", "a"]}).must(422).errors,
         {"/sitting_count": "RANGE", "/instruments/1": "DUPLICATE_ITEM"})
    same(len(world.auditor.get("/v1/evaluation-methods?branch_idcc=16").must(200)["data"]), 1)


@test
def every_list_can_be_walked_forth_and_back(world):
    person = world.person(world.referent_a)
    for role in ("TRAINER", "EVALUATOR"):
        world.referent_a.post(f"/v1/persons/{person['id']}/affiliations", {"role": role, "valid_from": "2026-01-01"}).must(201)
    for path in ("/v1/networks", "/v1/organisms", "/v1/persons", "/v1/habilitations", "/v1/evaluation-methods",
                 "/v1/referentials", f"/v1/networks/{world.network_a['id']}/memberships",
                 f"/v1/organisms/{world.organism_a['id']}/sites", f"/v1/persons/{person['id']}/affiliations"):
        whole = [row["id"] for row in world.certifier.get(path).must(200)["data"]]
        assert len(whole) > 1, path
        walked, cursor, previous = [], "", None
        while cursor is not None:
            page = world.certifier.get(f"{path}?limit=1" + (f"&cursor={cursor}" if cursor else "")).must(200)
            walked += [row["id"] for row in page["data"]]
            cursor, previous = page["page"]["next_cursor"], page["page"]["prev_cursor"]
        same(walked, whole)
        same([row["id"] for row in world.certifier.get(f"{path}?limit=1&cursor={previous}").must(200)["data"]], whole[-2:-1])


# A server and its database


@test
def a_server_and_its_database_agree_on_being_a_sandbox(world):
    done = world.instance.command("serve", check=False, environment={"CLEA_SANDBOX_ENABLED": "false"})
    same(done.returncode, 1)
    assert "its database is" in done.stdout + done.stderr, done


def main():
    with Instance(seed=()) as instance:
        printed = instance.folder / "openapi.yaml"
        printed.write_text(instance.command("openapi").stdout)
        Client.contract = Contract(printed)
        suite.run(sys.argv[1:], world=World(instance))
    return suite.finish()


if __name__ == "__main__":
    sys.exit(main())
