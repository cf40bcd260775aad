# SPDX-License-Identifier: EUPL-1.2
"""Networks, organisms, sites, people."""

import uuid

from story import together
from support import NOBODY, Suite, same, siret

suite = Suite("registry")
test = suite.test


def told(made):
    """What the certifier recorded, as those who are not the nation read it."""
    return made | {"former_names": None, "redacted_fields": ["former_names"]}


@test
def two_networks_never_have_the_same_name(world):
    for name in ("Réseau A", "RESEAU A", "réseau  a", "Réseau-À"):
        refused = world.certifier.post("/v1/networks", {"name": name}).must_refuse("ALREADY_RECORDED", 409)
        same(refused.details("ALREADY_RECORDED"), {"id": world.network_a["id"], "pointer": "/name"})
    same(world.certifier.post("/v1/networks", {"name": "", "status": "ACTIVE", "x": 1}).must(422).errors,
         {"/name": "MIN_LENGTH", "/status": "READ_ONLY_FIELD", "/x": "UNKNOWN_FIELD"})
    world.manager_a.post("/v1/networks", {"name": "Réseau C"}).must_refuse("ROLE_NOT_ALLOWED", 403)
    world.auditor.get(f"/v1/networks/{NOBODY}").must(404)


@test
def what_is_one_in_a_register_is_one_however_many_ask_at_once(world):
    """Another case, other accents, twelve at once: one record, which all are told of."""
    for path in ("/v1/networks", "/v1/funders"):
        spelt = ["Écoles réunies", "ECOLES REUNIES", "écoles-réunies", "Ecoles  Réunies"] * 3
        replies = together(*[lambda name=name: world.certifier.clone().post(path, {"name": name}) for name in spelt])
        same(sorted(reply.status for reply in replies), [201] + [409] * 11)
        made = next(reply for reply in replies if reply.status == 201)
        same({reply.details("ALREADY_RECORDED")["id"] for reply in replies if reply.status == 409}, {made["id"]})
        other = world.certifier.post(path, {"name": "Écoles parties"}).must(201)
        world.certifier.patch(f"{path}/{other['id']}", {"name": "ECOLES REUNIES"}, version=other["version"]).must_refuse("ALREADY_RECORDED", 409)
        # The same one may be spelt better.
        world.certifier.patch(f"{path}/{made['id']}", {"name": made["name"].upper() + "."}, version=made["version"]).must(200)
    method = {"name": "Entretien unique", "referential_code": "CLEA-SOCLE", "modality": "ON_SITE", "sitting_count": 2, "branch_idcc": "1987"}
    replies = together(*[lambda: world.certifier.clone().post("/v1/evaluation-methods", method) for _ in range(12)])
    same(sorted(reply.status for reply in replies), [200] * 11 + [201])
    same(len({reply["id"] for reply in replies}), 1)
    world.certifier.post("/v1/evaluation-methods", method | {"sitting_count": 3}).must(201)
    closed = replies[0].body
    world.certifier.patch(f"/v1/evaluation-methods/{closed['id']}", {"status": "CLOSED"}, version=closed["version"]).must(200)
    world.certifier.post("/v1/evaluation-methods", method).must(201)  # what was closed is another one


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
    same(world.referent_b.get(f"/v1/organisms/{made['reference']}").must(200).body, told(made))
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
    same(changed.body, told(made) | {"city": "Roubaix", "region": None, "version": 2})
    referent.patch(path, {"city": "X"}, version=1).must_refuse("VERSION_MISMATCH", 412)
    referent.patch(path, {"city": "X"}, version=changed.headers["ETag"]).must(200)
    referent.patch(path, {"status": "CLOSED"}, version=3).must_refuse("ROLE_NOT_ALLOWED", 403)
    world.referent_b.patch(path, {"city": "X"}, version=3).must_refuse("ACT_OF_ANOTHER", 403)
    world.counsellor_a.patch(path, {"city": "X"}, version=3).must_refuse("ROLE_NOT_ALLOWED", 403)
    same(world.certifier.patch(path, {"status": "CLOSED"}, version=3).must(200)["status"], "CLOSED")
    same(world.certifier.patch(path, {"name": None}, version=4).must(422).errors, {"/name": "NULL_NOT_ALLOWED"})


@test
def sites_are_recorded_by_their_organism_and_its_network(world):
    path = f"/v1/organisms/{world.organism_a['id']}/sites"
    for number, who in enumerate((world.referent_a, world.manager_a, world.certifier)):
        made = who.post(path, {"name": f"Centre {number}", "insee_code": "2A004"}).must(201)
        same(world.referent_b.get(made.headers["Location"]).must(200).body, told(made.body))
    for who, code in ((world.referent_b, "ACT_OF_ANOTHER"), (world.manager_b, "ACT_OF_ANOTHER"), (world.counsellor_a, "ROLE_NOT_ALLOWED")):
        who.post(path, {"name": "Centre"}).must_refuse(code, 403)
    # The same again answers the first.
    same(world.certifier.post(path, {"name": f"Centre {number}", "insee_code": "2A004"}).must(200)["id"], made["id"])
    same(len(world.auditor.get(f"/v1/organisms/{world.organism_a['reference']}/sites").must(200)["data"]), 3)
    world.auditor.get(f"/v1/organisms/{NOBODY}/sites").must(404)


def answer(client, asked, event):
    return client.post(f"/v1/link-requests/{asked['id']}/events", {"event": event, "expected_version": asked["version"]})


@test
def memberships_of_one_pair_never_overlap(world):
    path, member = f"/v1/networks/{world.network_a['id']}/memberships", world.organism("Organisme M")["id"]
    world.clock("2026-01-01")
    person = world.person()["id"]  # a consent is a person's
    world.new(f"/v1/persons/{person}/affiliations", {"role": "REFERENT", "organism_id": member, "valid_from": "2026-01-01", "reason": "Nommé"})
    referent = world.client("ORGANISM", ["REFERENT"], member, person)
    asked = world.manager_a.post(path, {"organism_id": member, "valid_from": "2026-01-01"}).must(202)
    made = answer(referent, asked, "ACCEPT").must(201)["resource"]
    world.manager_a.post(path, {"organism_id": member, "valid_from": "2026-05-01"}).must_refuse("PERIOD_OVERLAP", 409)
    world.manager_b.post(path, {"organism_id": member, "valid_from": "2026-05-01"}).must_refuse("ACT_OF_ANOTHER", 403)
    same(world.manager_a.post(path, {"organism_id": NOBODY, "valid_from": "2026-05-01"}).must(422).errors,
         {"/organism_id": "REFERENCE_UNKNOWN"})
    same(world.manager_a.post(path, {"organism_id": member, "valid_from": "2026-05-01",
                                     "valid_to": "2026-04-30"}).must(422).errors, {"/valid_to": "RANGE"})
    world.certifier.post(f"/v1/networks/{NOBODY}/memberships",
                         {"organism_id": member, "valid_from": "2026-05-01"}).must(404)
    address = f"/v1/memberships/{made['link_id']}"
    world.manager_a.patch(address, {"valid_to": "2025-12-30"}, version=1).must(422)
    world.manager_b.patch(address, {"valid_to": "2026-12-31"}, version=1).must(403)
    same(world.manager_a.patch(address, {"valid_to": "2026-12-31"}, version=1).must(200)["version"], 2)
    answer(referent, world.manager_a.post(path, {"organism_id": member, "valid_from": "2027-01-01"}).must(202), "ACCEPT").must(201)
    world.clock(None)


# People


@test
def only_the_certifier_says_that_two_records_are_one_human(world):
    first = world.person(world.referent_a)
    same((first["human_id"], first["redacted_fields"]), (None, ["human_id", "merged_into_id", "closed_reason", "merge_reason", "merged_on", "merged_by", "former_names"]))
    again = {"last_name": "Moreau", "first_name": "Camille", "human_id": first["id"]}
    world.referent_a.post("/v1/persons", again).must_refuse("ROLE_NOT_ALLOWED", 403)
    second = world.new("/v1/persons", again)
    same(second["human_id"], first["id"])
    same(world.new("/v1/persons", again | {"human_id": second["id"]})["human_id"], first["id"])  # the human, not the record
    same(world.certifier.post("/v1/persons", again | {"human_id": NOBODY}).must(422).errors,
         {"/human_id": "REFERENCE_UNKNOWN"})
    world.counsellor_a.post("/v1/persons", {"last_name": "A", "first_name": "B"}).must_refuse("ROLE_NOT_ALLOWED", 403)
    candidate = world.new("/v1/candidates", {"birth_name": "Moreau", "first_name_1": "Lou"}, by=world.counsellor_a)["id"]
    world.client("CANDIDATE", ["CANDIDATE"], candidate).get("/v1/persons").must_refuse("ROLE_NOT_ALLOWED", 403)


@test
def an_affiliation_is_the_business_of_its_organism(world):
    person = world.person(world.referent_a)
    path = f"/v1/persons/{person['id']}/affiliations"
    at_b = {"role": "TRAINER", "valid_from": "2026-06-01", "organism_id": world.organism_b["id"]}
    world.clock("2026-06-01")
    made = world.referent_a.post(path, {"role": "EVALUATOR", "valid_from": "2026-01-01"}).must(201)
    world.referent_a.post(path, {"role": "EVALUATOR", "valid_from": "2026-06-01"}).must_refuse("PERIOD_OVERLAP", 409)
    for who in (world.referent_a, world.manager_a, world.manager_b):
        who.post(path, at_b).must_refuse("ACT_OF_ANOTHER", 403)
    world.manager_a.post(path, at_b | {"organism_id": world.organism_a["id"]}).must(201)  # of one's own people
    himself = world.client("ORGANISM", ["EVALUATOR"], world.organism_a["id"], person["id"])
    answer(himself, world.referent_b.post(path, at_b).must(202), "ACCEPT").must(201)
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
    same(world.referent_a.patch(address, {"valid_to": "2025-12-30"}, version=1).must(422).errors, {"/valid_to": "RANGE"})
    same(world.referent_a.patch(address, {"valid_to": "2026-12-31"}, version=1).must(200)["valid_to"], "2026-12-31")
    world.clock(None)
    world.referent_a.patch(address, {"valid_to": None}, version=1).must_refuse("VERSION_MISMATCH", 412)
