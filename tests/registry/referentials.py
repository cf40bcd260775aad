# SPDX-License-Identifier: EUPL-1.2
"""Référentiels: drafts, their faults, one version after the other."""

import copy
import json

from support import ROOT, Suite, event_body, same

suite = Suite("registry")
test = suite.test
SOCLE = json.loads((ROOT / "server" / "data" / "referential-clea-socle.json").read_text())


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
         {"/code": "REFERENCE_UNKNOWN", "/valid_to": "RANGE", "/domains/3/code": "ITEM_CODE_INVALID"})
    unknown = draft("2031")
    unknown["domains"][0]["colour"] = "red"
    same(world.certifier.post("/v1/referentials/CLEA-SOCLE/versions", unknown).must(422).errors,
         {"/domains/0/colour": "UNKNOWN_FIELD"})
    world.certifier.post("/v1/referentials/CLEA-SOCLE/versions", draft("2018")).must_refuse("ALREADY_RECORDED", 409)
    world.referent_a.post("/v1/referentials/CLEA-SOCLE/versions", draft("2031")).must_refuse("ROLE_NOT_ALLOWED", 403)


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
