# SPDX-License-Identifier: EUPL-1.2
"""From the page of the identity provider to an act: the code flow of a browser, an invitation, and one function at a time."""

from binding import House, accept, act_as, invite, person
from support import Client, expect_equal, frozen_database, suite


@suite.test
def a_person_of_two_functions_signs_in_with_a_browser_and_acts_in_each(instance, identities):
    world = House.of(instance)
    here, there = world.organisms
    id_, held = person(world, (here, "COUNSELLOR"), (there, "TRAINER"))
    code = invite(world.certifier, person_id=id_).must(201)["invitation_code"]
    first = Client(instance.base_url, identities.token_of_person("two-functions"))
    first.get("/v1/me").must_refuse("LOGIN_UNBOUND", 403)
    accept(first, code).must(201)
    # Another sign-in, another token, the same person.
    client = Client(instance.base_url, identities.token_of_person("two-functions"))
    expect_equal(client.get("/v1/me").must(200)["person"]["id"], id_)
    told = client.get("/v1/candidates").must_refuse("FUNCTION_REQUIRED", 403).details("FUNCTION_REQUIRED")
    expect_equal({function["id"] for function in told["functions"]}, set(held.values()))
    counsellor, trainer = (act_as(client, held[role]) for role in ("COUNSELLOR", "TRAINER"))
    made = counsellor.post("/v1/candidates", world.identity()).must(201)
    counsellor.get(f"/v1/candidates/{made['id']}").must(200)
    trainer.post("/v1/candidates", world.identity()).must_refuse("ROLE_NOT_ALLOWED", 403)
    trainer.get(f"/v1/candidates/{made['id']}").must(404)


@suite.test
def a_front_end_that_asked_for_reading_only_reads(instance, identities):
    world = House.of(instance)
    id_, held = person(world, (world.organisms[0], "COUNSELLOR"))
    code = invite(world.certifier, person_id=id_).must(201)["invitation_code"]
    accept(Client(instance.base_url, identities.token_of_person("reader")), code).must(201)
    reader = Client(instance.base_url, identities.token_of_person("reader", scope="openid clea:read"))
    reader.get("/v1/candidates").must(200)
    reader.post("/v1/candidates", world.identity()).must_refuse("PERMISSION_MISSING", 403)
    nobody = Client(instance.base_url, identities.token_of_person("reader", scope="openid"))
    nobody.get("/v1/candidates").must_refuse("PERMISSION_MISSING", 403)


@suite.test
def the_name_of_a_person_who_is_bound_opens_nothing_to_a_forger(instance, identities):
    """The subject is known, so the database would know whom it means: it is not asked."""
    world = House.of(instance)
    id_, _ = person(world, (world.organisms[0], "COUNSELLOR"))
    client = Client(instance.base_url, identities.token(sub="known"))
    accept(client, invite(world.certifier, person_id=id_).must(201)["invitation_code"]).must(201)
    client.get("/v1/me").must(200)
    forged = identities.sign(identities.header(), identities.claims(sub="known"), "stranger:ES256")
    with frozen_database(instance):
        Client(instance.base_url, forged, timeout_s=5).get("/v1/me").must_refuse("TOKEN_INVALID", 401)
