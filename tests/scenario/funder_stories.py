# SPDX-License-Identifier: EUPL-1.2
"""A funder reads how far the candidates are for whom it pays, while they consent, and nothing else (domain page 3.2)."""

from harness.client import Client
from story import Journey, expect, expect_equal, story, within_a_second

DAY = "2026-03-02"
RESULTS = ("summary", "evaluations", "paths", "history", "events", "diff", "allowed-events", "portfolios", "separation-check", "appeals",
           "adjustments", "accesses", "funder-consents")


def funder(world, name):
    """(its record, a client of its system)"""
    made = world.make("/v1/funders", {"name": f"{name} {next(world.numbers)}"})
    key = world.certifier.post("/v1/api-keys", {"scope": "FUNDER", "scope_id": made["id"], "roles": ["FUNDER"],
                                                "label": "Extranet", "permissions": ["READ"]}).must(201)
    return made, Client(world.instance.base_url, key["key"])


def pays(journey, made, **members):
    body = {"step": "PRIOR", "funder_type": "OPCO", "funder_id": made["id"]} | members
    return journey.organism.referent.post(f"{journey.path}/funding", body).must(201).body


def consent(journey, made, who=None, **members):
    who = who or journey.organism.counsellor
    return who.post(f"{journey.path}/funder-consents", {"funder_id": made["id"], "proof": "Formulaire signé."} | members)


def opened(world):
    world.set_today(DAY)
    return Journey(world).open(DAY)


def sees(client, journey):
    listed = journey.id in [row["id"] for row in client.get("/v1/candidacies").must(200)["data"]]
    read = client.get(journey.path)
    expect_equal(listed, read.status == 200, "the list and the candidacy agree")
    expect(read.status in (200, 404), read)
    return listed


@story
def a_funder_reads_with_a_funding_and_a_consent_and_not_with_one_of_them(world):
    journey = opened(world)
    made, client = funder(world, "OPCO")
    _, other = funder(world, "Région")
    expect(not sees(client, journey), "nothing binds them")
    paid = pays(journey, made)
    expect(not sees(client, journey), "nobody has consented")
    given = consent(journey, made).must(201).body
    expect_equal((given["is_own"], given["given_on"], given["withdrawn_on"]), (False, DAY, None))
    expect(sees(client, journey) and not sees(other, journey), "the funder that is named, and no other")
    read = client.get(journey.path).must(200).body
    expect_equal((read["state"], read["reference"]), ("CONTACT", journey.reference))
    expect("end_reason" in read["redacted_fields"] and read["end_reason"] is None, read)
    expect_equal(client.get(f"/v1/candidacies/{journey.reference}").must(200)["id"], journey.id)
    consent(journey, made).must_refuse("CONSENT_STANDS", 409)
    # Withdrawn, and given again.
    journey.organism.counsellor.delete(f"/v1/funder-consents/{given['id']}", version=1).must(204)
    expect(not sees(client, journey), "the consent was withdrawn")
    journey.organism.counsellor.delete(f"/v1/funder-consents/{given['id']}", version=2).must_refuse("CONSENT_WITHDRAWN", 409)
    consent(journey, made).must(201)
    expect(sees(client, journey), "another consent")
    # The funding goes to another one: it is nobody's business any more.
    journey.organism.referent.patch(f"/v1/funding/{paid['id']}", {"funder_id": None}, version=paid["version"]).must(200)
    expect(not sees(client, journey), "no funding names it")
    listed = journey.organism.referent.get(f"{journey.path}/funder-consents").must(200)["data"]
    expect_equal([item["withdrawn_on"] for item in listed], [DAY, None])


@story
def a_funder_reads_no_result_no_identity_and_no_other_money(world):
    journey = opened(world)
    made, client = funder(world, "OPCO")
    own = pays(journey, made, amount_cents=45000, agreement_number="A-1")
    other = journey.organism.referent.post(f"{journey.path}/funding", {"step": "FINAL", "funder_type": "SELF", "amount_cents": 1}).must(201)
    consent(journey, made).must(201)
    expect_equal([row["id"] for row in client.get(f"{journey.path}/funding").must(200)["data"]], [own["id"]])
    expect_equal(client.get(f"/v1/funding/{own['id']}").must(200)["amount_cents"], 45000)
    client.get(f"/v1/funding/{other['id']}").must(404)
    read = [line for line in journey.organism.referent.get(f"{journey.path}/accesses").must(200)["data"] if line["scope"] == "FUNDER"]
    expect(read and all(line["scope_name"] == made["name"] for line in read), f"who read is told by name: {read}")
    for what in RESULTS:
        client.get(f"{journey.path}/{what}").must_refuse("ROLE_NOT_ALLOWED", 403)
    client.get(f"/v1/candidates/{journey.candidate['id']}").must_refuse("ROLE_NOT_ALLOWED", 403)
    client.get("/v1/candidates").must_refuse("ROLE_NOT_ALLOWED", 403)
    client.post("/v1/candidacies", {"candidate_id": journey.candidate["id"]}).must_refuse("ROLE_NOT_ALLOWED", 403)
    client.get("/v1/organisms").must(200)
    # The other walls, alone: what a statement forgets is closed to a funder.
    for table in ("evaluation", "candidacy_event", "candidate", "event_text", "funder_consent", "file", "certificate", "appeal", "path"):
        rows = world.instance.sql(f"begin; set local role clea_app; select scope_set('FUNDER', '{made['id']}');"
                                  f" select 'seen' from {table} limit 1; commit;")
        expect(["seen"] not in rows, f"row-level security shows a funder {table}")


@story
def a_candidate_consents_and_withdraws_without_anybody(world):
    journey = opened(world)
    made, client = funder(world, "OPCO")
    pays(journey, made)
    candidate = world.key("CANDIDATE", journey.candidate["id"], ["CANDIDATE"], None)
    world.flush()
    given = candidate.post(f"{journey.path}/funder-consents", {"funder_id": made["id"]}).must(201).body
    expect_equal((given["is_own"], given["proof"]), (True, None))
    expect(sees(client, journey), "the candidate has consented")
    candidate.delete(f"/v1/funder-consents/{given['id']}", version=1).must(204)
    expect(not sees(client, journey), "the candidate has withdrawn it")
    # Who writes it down for the candidate says what shows it.
    counsellor = journey.organism.counsellor
    counsellor.post(f"{journey.path}/funder-consents", {"funder_id": made["id"]}).must_refuse("REQUIRED", 422)
    consent(journey, made, given_on="2026-03-03").must_refuse("DATE_IN_FUTURE", 409)
    consent(journey, made, given_on="2026-03-01").must_refuse("BEFORE_CONTACT", 409)
    consent(journey, {"id": journey.id}).must_refuse("REFERENCE_UNKNOWN", 422)
    candidate.post(f"{journey.path}/funder-consents", {"funder_id": made["id"], "given_on": "2026-03-01"}).must_refuse("RANGE", 422)
    journey.organism.trainer.post(f"{journey.path}/funder-consents", {"funder_id": made["id"]}).must_refuse("ROLE_NOT_ALLOWED", 403)
    stranger = world.organisms[1]
    stranger.referent.get(f"/v1/funder-consents/{given['id']}").must(404)
    stranger.referent.delete(f"/v1/funder-consents/{given['id']}", version=2).must(404)
    client.delete(f"/v1/funder-consents/{given['id']}", version=2).must_refuse("ROLE_NOT_ALLOWED", 403)


@story
def only_the_certifier_makes_funders_and_their_keys(world):
    world.set_today(DAY)
    referent = world.organisms[0].referent
    referent.post("/v1/funders", {"name": "Nous"}).must_refuse("ROLE_NOT_ALLOWED", 403)
    made, client = funder(world, "France Travail")
    world.certifier.post("/v1/funders", {"name": made["name"]}).must_refuse("ALREADY_RECORDED", 409)
    referent.post("/v1/api-keys", {"scope": "FUNDER", "scope_id": made["id"], "roles": ["FUNDER"], "label": "x"}
                  ).must_refuse("ROLE_NOT_ALLOWED", 403)
    client.get("/v1/api-keys").must_refuse("ROLE_NOT_ALLOWED", 403)
    # A person of the funder: a function, and a key that rests on it.
    person = world.person()
    given = world.certifier.post(f"/v1/persons/{person}/staff-functions",
                                 {"role": "FUNDER", "scope_id": made["id"], "valid_from": DAY}).must(201)
    key = world.certifier.post("/v1/api-keys", {"scope": "FUNDER", "scope_id": made["id"], "person_id": person, "roles": ["FUNDER"],
                                                "label": "Conseiller"}).must(201)
    someone = Client(world.instance.base_url, key["key"])
    me = someone.get("/v1/me").must(200).body
    expect_equal((me["scope"], me["scope_id"], me["roles"], [f["id"] for f in me["functions"]]),
                 ("FUNDER", made["id"], ["FUNDER"], [given["id"]]))
    expect_equal(me["functions"][0]["scope_name"], made["name"])
    world.certifier.patch(f"/v1/funders/{made['id']}", {"status": "SUSPENDED"}, version=made["version"]).must(200)
    for who in (client, someone):
        within_a_second(lambda who=who: who.get("/v1/candidacies").must_refuse("FUNCTION_ENDED", 401))
