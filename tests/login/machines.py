# SPDX-License-Identifier: EUPL-1.2
"""A partner's system signs in by client credentials (private_key_jwt) and is bound to its partner by a code, once: it is then what a key
of the partner would be."""

import threading

from binding import House, accept, invite, newcomer, person, within_a_second
from support import Client, expect, expect_equal, suite


def system(instance, identities, **members):
    """As it comes in earnest: the provider knows it by an assertion that it signed."""
    return Client(instance.base_url, identities.token_of_system())


def unknown_system(instance, identities, name):
    """Another one, of a provider that gives systems a subject of their own as it does people (Keycloak)."""
    return Client(instance.base_url, identities.token(sub=f"service-{name}", client_id=name))


def offer(**members):
    return {"partner_scope": "ORGANISM", "roles": ["COUNSELLOR"], "label": "Logiciel de gestion"} | members


def bound_system(instance, identities, who, name, **members):
    client = unknown_system(instance, identities, name)
    return client, accept(client, invite(who, **offer(**members)).must(201)["invitation_code"]).must(201)


@suite.test
def a_system_is_bound_to_its_partner_by_a_code_and_ends_within_a_second(instance, identities):
    world = House.of(instance)
    here, there = world.organisms
    client = system(instance, identities)
    client.get("/v1/me").must_refuse("LOGIN_UNBOUND", 403)
    made = invite(here.referent, **offer()).must(201).body
    expect_equal((made["partner_scope"], made["partner_id"], made["roles"], made["permissions"], made["label"]),
                 ("ORGANISM", here.id, ["COUNSELLOR"], ["READ", "WRITE"], "Logiciel de gestion"))
    login = accept(client, made["invitation_code"]).must(201).body
    expect_equal((login["person_id"], login["candidate_id"], login["partner_id"], login["roles"]), (None, None, here.id, ["COUNSELLOR"]))
    me = client.get("/v1/me").must(200).body
    expect_equal((me["credential"], me["credential_id"], me["person"], me["scope"], me["scope_id"], me["roles"], me["functions"]),
                 ("LOGIN", login["id"], None, "ORGANISM", here.id, ["COUNSELLOR"], []))
    candidate = client.post("/v1/candidates", world.identity()).must(201)
    here.counsellor.get(f"/v1/candidates/{candidate['id']}").must(200)
    there.counsellor.get(f"/v1/candidates/{candidate['id']}").must(404)
    client.get("/v1/api-keys").must_refuse("ROLE_NOT_ALLOWED", 403)
    # Listed, for the organism whichever side invited it, and for nobody else's.
    expect(login["id"] in [item["id"] for item in here.referent.get(f"/v1/logins?partner_id={here.id}").must(200)["data"]], "not listed")
    expect_equal(there.referent.get(f"/v1/logins?partner_id={here.id}").must(200)["data"], [])
    there.referent.delete(f"/v1/logins/{login['id']}", version=1).must(404)
    here.counsellor.delete(f"/v1/logins/{login['id']}", version=1).must_refuse("ROLE_NOT_ALLOWED", 403)
    here.referent.delete(f"/v1/logins/{login['id']}", version=1).must(204)
    within_a_second(lambda: client.get("/v1/me"), "LOGIN_UNBOUND")
    told = instance.sql(f"select action, outcome, credential_id from audit where object_id in ('{login['id']}', '{candidate['id']}')")
    expect(["createCandidate", "ACCEPTED", login["id"]] in told, f"the audit tells what it did: {told}")
    expect(any(row[:2] == ["endLogin", "ACCEPTED"] for row in told), f"the audit tells of the end: {told}")
    accept(client, made["invitation_code"]).must_refuse("INVITATION_INVALID", 409)  # a code works once


@suite.test
def who_may_not_make_the_key_invites_no_system(instance, identities):
    world = House.of(instance)
    here, there = world.organisms
    invite(here.counsellor, **offer()).must_refuse("ROLE_NOT_ALLOWED", 403)
    invite(here.referent, **offer(partner_id=there.id)).must_refuse("ACT_OF_ANOTHER", 403)
    invite(here.referent, **offer(partner_scope="NETWORK", roles=["NETWORK_MANAGER"])).must_refuse("ROLE_NOT_ALLOWED", 403)
    invite(here.referent, **offer(partner_scope="CERTIFIER")).must_refuse("ENUM", 422)
    invite(here.referent, **offer(roles=["SECRETARY"])).must_refuse("ENUM", 422)
    invite(here.referent, partner_scope="ORGANISM").must_refuse("REQUIRED", 422)
    invite(here.referent, **offer(person_id=here.person("COUNSELLOR"))).must_refuse("ONLY_ONE_ALLOWED", 422)
    invite(here.referent, person_id=here.person("COUNSELLOR"), label="x").must_refuse("FIELD_NOT_APPLICABLE", 422)
    invite(world.certifier, **offer()).must_refuse("REQUIRED", 422)  # it has no partner of its own
    invite(world.certifier, **offer(partner_id="01900000-0000-7000-8000-000000000001")).must_refuse("REFERENCE_UNKNOWN", 422)
    made = here.referent.post("/v1/api-keys", {"label": "lecture", "roles": ["REFERENT"]}).must(201)
    without_keys = Client(instance.base_url, made["key"])
    refused = invite(without_keys, **offer()).must_refuse("PERMISSION_MISSING", 403)
    expect_equal(refused.details("PERMISSION_MISSING")["permission"], "KEYS")


@suite.test
def a_subject_is_of_somebody_or_of_a_partner(instance, identities):
    world = House.of(instance)
    here, there = world.organisms
    client, login = bound_system(instance, identities, world.certifier, "erp", partner_id=there.id)
    expect_equal(client.get("/v1/me").must(200)["scope_id"], there.id)
    expect(login["id"] in [item["id"] for item in there.referent.get("/v1/logins").must(200)["data"]], "its own partner does not see it")
    # The same system for another partner, or as a person.
    accept(client, invite(here.referent, **offer()).must(201)["invitation_code"]).must_refuse("LOGIN_BOUND", 409)
    somebody, _ = person(world, (here, "COUNSELLOR"))
    code = invite(world.certifier, person_id=somebody).must(201)["invitation_code"]
    accept(client, code).must_refuse("LOGIN_BOUND", 409)
    someone = newcomer(instance, identities)
    accept(someone, code).must(201)
    accept(someone, invite(here.referent, **offer()).must(201)["invitation_code"]).must_refuse("LOGIN_OF_INVITER", 409)
    accept(someone, invite(there.referent, **offer()).must(201)["invitation_code"]).must_refuse("LOGIN_BOUND", 409)
    there.referent.delete(f"/v1/logins/{login['id']}", version=1).must(204)  # invited by the certifier, ended by the partner
    within_a_second(lambda: client.get("/v1/me"), "LOGIN_UNBOUND")


@suite.test
def two_codes_at_once_bind_a_system_once(instance, identities):
    world = House.of(instance)
    here, there = world.organisms
    client = unknown_system(instance, identities, "double")
    somebody, _ = person(world, (here, "COUNSELLOR"))
    codes = [invite(here.referent, **offer()).must(201)["invitation_code"], invite(there.referent, **offer()).must(201)["invitation_code"]]
    person_client = Client(instance.base_url, identities.token(sub="service-double"))
    codes.append(invite(world.certifier, person_id=somebody).must(201)["invitation_code"])
    replies, barrier = [], threading.Barrier(len(codes))

    def race(who, code):
        barrier.wait()
        replies.append(accept(who, code))

    racers = [threading.Thread(target=race, args=pair) for pair in zip((client, client.clone(), person_client), codes)]
    for racer in racers:
        racer.start()
    for racer in racers:
        racer.join()
    expect_equal(sorted(reply.status for reply in replies), [201, 409, 409], [str(reply) for reply in replies])


@suite.test
def what_a_system_may_is_what_was_offered_and_what_its_token_says(instance, identities):
    world = House.of(instance)
    here = world.organisms[0]
    reader, _ = bound_system(instance, identities, here.referent, "statistics", permissions=["READ"])
    reader.get("/v1/candidates").must(200)
    reader.post("/v1/candidates", world.identity()).must_refuse("PERMISSION_MISSING", 403)
    writer, _ = bound_system(instance, identities, here.referent, "narrow")
    narrowed = Client(instance.base_url, identities.token(sub="service-narrow", client_id="narrow", scope="clea:read"))
    writer.post("/v1/candidates", world.identity()).must(201)
    narrowed.post("/v1/candidates", world.identity()).must_refuse("PERMISSION_MISSING", 403)


@suite.test
def a_suspended_organism_has_no_system_that_opens(instance, identities):
    world = House.of(instance)
    organism = world.organism()
    world.flush()
    client, login = bound_system(instance, identities, organism.referent, "suspended")
    client.get("/v1/candidates").must(200)
    version = world.certifier.get(f"/v1/organisms/{organism.id}").must(200)["version"]
    world.certifier.patch(f"/v1/organisms/{organism.id}", {"status": "SUSPENDED"}, version=version).must(200)
    within_a_second(lambda: client.get("/v1/candidates"), "FUNCTION_ENDED")
    invite(world.certifier, **offer(partner_id=organism.id)).must_refuse("SCOPE_NOT_ACTIVE", 409)
    world.certifier.post("/v1/api-keys", {"label": "x", "scope": "ORGANISM", "scope_id": organism.id,
                                          "roles": ["COUNSELLOR"]}).must_refuse("SCOPE_NOT_ACTIVE", 409)
