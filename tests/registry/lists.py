# SPDX-License-Identifier: EUPL-1.2
"""Evaluation methods, and how every list is walked: last, when there are rows in all of them."""

from support import Suite, same

suite = Suite("registry")
test = suite.test


@test
def methods_belong_to_a_network_or_a_branch(world):
    method = {"name": "Entretien", "referential_code": "CLEA-SOCLE", "modality": "ON_SITE", "sitting_count": 2,
              "instruments": ['Entretien, "oral"', "{grille}"]}
    made = world.manager_a.post("/v1/evaluation-methods", method).must(201)
    same((made["network_id"], made["instruments"]), (world.network_a["id"], method["instruments"]))
    same(world.referent_b.get(made.headers["Location"]).must(200).body, made.body)
    for more in ({"network_id": world.network_b["id"]}, {"branch_idcc": "0016"}):
        world.manager_a.post("/v1/evaluation-methods", method | more).must_refuse("ACT_OF_ANOTHER", 403)
    world.new("/v1/evaluation-methods", method | {"branch_idcc": "16"})
    same(world.certifier.post("/v1/evaluation-methods", method).must(422).errors, {"/network_id": "REQUIRED"})
    same(world.certifier.post("/v1/evaluation-methods",
                              method | {"branch_idcc": "16", "sitting_count": 51, "instruments": ["a", "a"]}).must(422).errors,
         {"/sitting_count": "RANGE", "/instruments/1": "DUPLICATE_ITEM"})
    same(len(world.auditor.get("/v1/evaluation-methods?branch_idcc=16").must(200)["data"]), 1)


@test
def a_branch_has_one_spelling(world):
    """917 and 0917 are one: of a commission, of an organism, of a candidate, in a list, and of a second commission."""
    made = world.new("/v1/commissions", {"kind": "BRANCH", "name": "Une branche", "idcc": "917", "referential_code": "CLEA-SOCLE"})
    same(made["idcc"], "0917")
    again = world.certifier.post("/v1/commissions", {"kind": "BRANCH", "name": "La même", "idcc": " 0917", "referential_code": "CLEA-SOCLE"})
    again.must_refuse("ALREADY_RECORDED", 409)
    for spelling in ("917", "0917", "00917"):
        found = world.auditor.get(f"/v1/commissions?idcc={spelling}")
        same([row["id"] for row in found.must(200)["data"]] if len(spelling) < 5 else found.status, [made["id"]] if len(spelling) < 5 else 400)
    organism = world.organism("Organisme à branche")
    same(world.certifier.patch(f"/v1/organisms/{organism['id']}", {"branch_idcc": "16"}, version=organism["version"]).must(200)["branch_idcc"], "0016")
    same(world.certifier.patch(f"/v1/commissions/{made['id']}", {"idcc": "91x"}, version=made["version"]).must(422).errors, {"/idcc": "DIGITS_INVALID"})


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
