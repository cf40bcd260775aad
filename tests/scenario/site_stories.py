# SPDX-License-Identifier: EUPL-1.2
"""Sites are found by where they are, and by whose they are."""

from story import expect, expect_equal, story

PLACES = {
    "Nord": {"postal_code": "59000", "city": "Lille", "insee_code": "59350"}, "Bastia": {"postal_code": "20200", "city": "Bastia", "insee_code": "2B033"},
    "Ajaccio": {"postal_code": "20000", "city": "Ajaccio"}, "Corte": {"postal_code": "20250", "city": "Corte"},
    "Saint-Denis": {"postal_code": "97400", "city": "Saint-Denis"}, "Nouméa": {"city": "Nouméa", "insee_code": "98818"}, "Nulle part": {},
    # Of another département than its post office: the commune tells.
    "Lisière": {"postal_code": "21340", "city": "Change", "insee_code": "71085"},
}
DEPARTMENTS = {"59": ["Nord"], "2B": ["Bastia", "Corte"], "2A": ["Ajaccio"], "974": ["Saint-Denis"], "988": ["Nouméa"], "71": ["Lisière"], "21": []}


def names(client, path, **query):
    asked = "&".join(f"{name}={value}" for name, value in query.items())
    return sorted(site["name"] for site in client.every(f"{path}?{asked}" if asked else path))


@story
def sites_are_found_by_where_they_are(world):
    organism, other = world.organism(), world.organism()
    path = f"/v1/organisms/{organism.id}/sites"
    made = {name: world.make(path, {"name": name} | place) for name, place in PLACES.items()}
    world.make(f"/v1/organisms/{other.id}/sites", {"name": "Ailleurs"} | PLACES["Nord"])
    closed = world.certifier.patch(f"/v1/sites/{made['Corte']['id']}", {"status": "CLOSED"}, version=1).must(200)
    reader = world.organisms[0].counsellor
    whose = {"organism_id": organism.id}
    expect_equal(names(reader, "/v1/sites", **whose), sorted(PLACES))
    for department, found in DEPARTMENTS.items():
        expect_equal(names(reader, "/v1/sites", department=department, **whose), sorted(found), department)
        expect_equal(names(reader, path, department=department), sorted(found), department)
        expect(set(found) <= set(names(reader, "/v1/sites", department=department)), f"{department}, whosever they are")
    expect_equal(names(reader, path, insee_code="59350"), ["Nord"])
    expect({"Nord", "Ailleurs"} <= set(names(reader, "/v1/sites", insee_code="59350")), "of both organisms")
    expect_equal(names(reader, "/v1/sites", insee_code="59350", organism_id=other.id), ["Ailleurs"])
    expect_equal(names(reader, path, status="CLOSED"), ["Corte"])
    expect_equal(names(reader, "/v1/sites", department="2B", status="ACTIVE", **whose), ["Bastia"])
    # It moves with the site.
    world.certifier.patch(f"/v1/sites/{closed['id']}", {"postal_code": "59000"}, version=closed["version"]).must(200)
    expect_equal((names(reader, path, department="2B"), names(reader, path, department="59")), (["Bastia"], ["Corte", "Nord"]))
    for wrong in ("1", "2C", "591", "ab", "0590"):
        refused = reader.get(f"/v1/sites?department={wrong}", checks=False).must(400)
        expect_equal(refused.errors, {"department": "PARAMETER_INVALID"}, wrong)
        if len(wrong) in (2, 3):  # else its length is told
            expect("2A ou 2B" in str(refused.body) or "2A or 2B" in str(refused.body), f"{wrong}: {refused}")
    reader.get(f"{path}?organism_id={other.id}", checks=False).must(400)
