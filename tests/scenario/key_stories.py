# SPDX-License-Identifier: EUPL-1.2
"""Keys: who makes them, what they open, and that they end with what they rest on."""

from harness.client import Client
from story import expect, expect_equal, story, within_a_second

MAKE = "/v1/api-keys"


def made(world, by, person=None, roles=("COUNSELLOR",), **members):
    body = {"label": "Essai", "roles": list(roles)} | ({"person_id": person} if person else {}) | members
    reply = by.post(MAKE, body).must(201)
    return reply, Client(world.instance.base_url, reply["key"])


@story
def a_referent_gives_keys_to_the_people_and_systems_of_the_organism(world):
    here, there = world.organisms[:2]
    reply, client = made(world, here.referent, here.person("COUNSELLOR"))
    expect_equal(client.get("/v1/me").must(200)["roles"], ["COUNSELLOR"])
    read = here.referent.get(f"{MAKE}/{reply['id']}").must(200)
    expect_equal((read["key"], read["prefix"], read["status"]), (None, reply["key"][:14], "ACTIVE"))
    here.referent.post(MAKE, {"label": "x", "roles": ["EVALUATOR"], "person_id": here.person("COUNSELLOR")}).must_refuse("FUNCTION_NOT_HELD", 409)
    here.referent.post(MAKE, {"label": "x", "roles": ["COUNSELLOR"], "scope_id": there.id}).must_refuse("ACT_OF_ANOTHER", 403)
    here.referent.post(MAKE, {"label": "x", "roles": ["SECRETARY"]}).must_refuse("VALIDATION_FAILED", 422)
    here.counsellor.post(MAKE, {"label": "x", "roles": ["COUNSELLOR"]}).must_refuse("ROLE_NOT_ALLOWED", 403)
    there.referent.get(f"{MAKE}/{reply['id']}").must(404)
    there.referent.post(f"{MAKE}/{reply['id']}/events", {"event": "REVOKE"}).must(404)


@story
def a_key_is_shown_once(world):
    referent, body = world.organisms[0].referent, {"label": "Une fois", "roles": ["COUNSELLOR"]}
    first, again = (referent.post(MAKE, body, key="une-fois") for _ in range(2))
    expect(first.must(201)["key"], "the first answer has no key")
    expect_equal((again.status, again.headers.get("Idempotency-Replayed"), again["key"], again["id"]), (201, "true", None, first["id"]))
    stored = world.instance.sql("select count(*) from idempotency_record where body like '%" + first["key"][10:] + "%'")
    expect_equal(stored, [["0"]], "the key lies in the database")
    expect_equal(referent.post(MAKE + "?dry_run=true", body).must(201)["key"], None)


@story
def a_secretary_makes_no_key_of_a_juror(world):
    """3.2: who has seen it would vote. The operator alone makes and rotates it; the secretary ends it."""
    secretary, juror = world.commission.secretary, world.commission.members["EMPLOYER1"]["person_id"]
    body = {"label": "x", "roles": ["JUROR"], "person_id": juror}
    for client, more in ((secretary, {}), (world.certifier, {"scope": "COMMISSION", "scope_id": world.commission.id})):
        refused = client.post(MAKE, body | more).must_refuse("ACT_OF_ANOTHER", 403).details("ACT_OF_ANOTHER")
        expect_equal((refused["whose"], refused["pointer"]), ("OPERATOR", "/roles"))
    made(world, secretary, roles=["SECRETARY"])
    client = world.key("COMMISSION", world.commission.id, ["JUROR"], juror)
    world.flush()
    client.get("/v1/me").must(200)
    key = next(row["id"] for row in client.get("/v1/me/credentials").must(200)["data"] if row["is_this"])
    secretary.post(f"{MAKE}/{key}/events", {"event": "ROTATE"}).must_refuse("ACT_OF_ANOTHER", 403)
    secretary.post(f"{MAKE}/{key}/events", {"event": "REVOKE"}).must(201)
    within_a_second(lambda: client.get("/v1/me").must_refuse("KEY_REVOKED", 401))


@story
def nobody_makes_keys_of_the_certifier_over_http(world):
    body = {"label": "x", "roles": ["COUNSELLOR"], "scope": "CERTIFIER", "scope_id": world.organisms[0].id}
    world.certifier.post(MAKE, body).must_refuse("VALIDATION_FAILED", 422)
    world.certifier.post(MAKE, {"label": "x", "roles": ["CERTIFIER"]}).must_refuse("VALIDATION_FAILED", 422)


@story
def a_permission_that_a_key_lacks_is_named(world):
    here = world.organisms[0]
    _, reader = made(world, here.referent, here.person("REFERENT"), ["REFERENT"], permissions=["READ"])
    reader.get("/v1/candidates").must(200)
    for reply, permission in ((reader.post("/v1/candidates", world.identity()), "WRITE"), (reader.get(MAKE), "KEYS")):
        reply.must_refuse("PERMISSION_MISSING", 403)
        expect_equal(reply.details("PERMISSION_MISSING")["permission"], permission)
    _, maker = made(world, here.referent, here.person("REFERENT"), ["REFERENT"], permissions=["READ", "KEYS"])
    maker.post(MAKE, {"label": "x", "roles": ["REFERENT"], "permissions": ["WRITE"]}).must_refuse("PERMISSION_MISSING", 403)


@story
def a_key_is_used_from_its_addresses_only(world):
    here = world.organisms[0].referent
    _, near = made(world, here, allowed_from=["127.0.0.0/8", "2001:db8::/32"])
    near.get("/v1/me").must(200)
    _, far = made(world, here, allowed_from=["192.0.2.0/24"])
    far.get("/v1/me").must_refuse("NETWORK_NOT_ALLOWED", 403)
    for wrong in ("192.0.2.1/24", "192.0.2.0/33", "1.2.3", "::/129", "x"):
        here.post(MAKE, {"label": "x", "roles": ["COUNSELLOR"], "allowed_from": [wrong]}).must_refuse("VALIDATION_FAILED", 422)


@story
def a_key_ends_with_what_it_rests_on(world):
    """C17: the function of its person."""
    here = world.organisms[0]
    person = world.person()
    function = world.affiliate(person, here.id, "COUNSELLOR")
    reply, client = made(world, here.referent, person)
    client.get("/v1/me").must(200)
    world.certifier.patch(f"/v1/affiliations/{function['id']}", {"valid_to": "2016-01-01"}, version=function["version"]).must(200)
    within_a_second(lambda: client.get("/v1/me").must_refuse("FUNCTION_ENDED", 401))
    expect_equal(here.referent.get(f"{MAKE}/{reply['id']}").must(200)["status"], "ENDED")


@story
def nobody_makes_a_key_for_an_organism_that_is_suspended(world):
    organism = world.organism()
    world.flush()
    body = {"label": "x", "roles": ["COUNSELLOR"], "scope": "ORGANISM", "scope_id": organism.id}
    reply, client = made(world, world.certifier, **{name: body[name] for name in ("scope", "scope_id")})
    version = world.certifier.get(f"/v1/organisms/{organism.id}").must(200)["version"]
    world.certifier.patch(f"/v1/organisms/{organism.id}", {"status": "SUSPENDED"}, version=version).must(200)
    within_a_second(lambda: client.get("/v1/me").must_refuse("FUNCTION_ENDED", 401))
    world.certifier.post(MAKE, body).must_refuse("SCOPE_NOT_ACTIVE", 409)
    world.certifier.post("/v1/invitations", {"partner_scope": "ORGANISM", "partner_id": organism.id, "roles": ["COUNSELLOR"], "label": "x"}
                         ).must_refuse("SCOPE_NOT_ACTIVE", 409)
    expect_equal(world.certifier.get(f"{MAKE}/{reply['id']}").must(200)["status"], "ENDED")


@story
def a_closed_person_has_nothing_that_opens(world):
    world.set_today("2026-02-10")
    here, there = world.organisms[:2]
    person = here.referent.post("/v1/persons", {"last_name": "Parti", "first_name": "Jean"}).must(201)["id"]
    function = here.referent.post(f"/v1/persons/{person}/affiliations", {"role": "COUNSELLOR", "valid_from": "2026-01-01"}).must(201)
    coming = here.referent.post(f"/v1/persons/{person}/affiliations", {"role": "TRAINER", "valid_from": "2026-05-01"}).must(201)
    reply, client = made(world, here.referent, person)
    asked = there.referent.post(f"/v1/persons/{person}/affiliations", {"role": "TRAINER", "valid_from": "2026-02-10"}).must(202)
    invited = here.referent.post("/v1/invitations", {"person_id": person}).must(201)
    client.get("/v1/me").must(200)
    path = f"/v1/persons/{person}/closures"
    here.referent.post(path, {"reason": "x"}).must_refuse("ROLE_NOT_ALLOWED", 403)
    world.certifier.post(path, {"reason": "x"}).must_refuse("PRECONDITION_REQUIRED", 428)
    world.certifier.post(path, {"reason": "x"}, headers={"If-Match": '"9"'}).must_refuse("VERSION_MISMATCH", 412)
    closed = world.end("persons", person, {"reason": "A quitté ses fonctions."}, "closures").must(201)
    expect_equal(closed["closed_on"], "2026-02-10")
    within_a_second(lambda: client.get("/v1/me").must_refuse("FUNCTION_ENDED", 401))
    read = world.certifier.get(f"/v1/persons/{person}").must(200)
    expect_equal((read["status"], read["closed_on"], read["closed_reason"]), ("CLOSED", "2026-02-10", "A quitté ses fonctions."))
    expect_equal(here.referent.get(f"/v1/persons/{person}").must(200)["closed_reason"], None)
    for id_, last in ((function["id"], "2026-02-10"), (coming["id"], "2026-04-30")):
        expect_equal(world.certifier.get(f"/v1/affiliations/{id_}").must(200)["valid_to"], last)
    expect_equal(there.referent.get(f"/v1/link-requests/{asked['id']}").must(200)["state"], "LAPSED")
    expect_equal(here.referent.get(f"/v1/invitations/{invited['id']}").must(200)["status"], "REVOKED")
    expect_equal(here.referent.get(f"{MAKE}/{reply['id']}").must(200)["status"], "ENDED")
    # And nothing is given to it again.
    world.end("persons", person, {"reason": "x"}, "closures").must_refuse("PERSON_NOT_ACTIVE", 409)
    here.referent.post(MAKE, {"label": "x", "roles": ["COUNSELLOR"], "person_id": person}).must_refuse("PERSON_NOT_ACTIVE", 409)
    for who in (here.referent, there.referent, world.certifier):
        who.post(f"/v1/persons/{person}/affiliations", {"role": "EVALUATOR", "valid_from": "2026-02-10", "reason": "x"}
                 | ({"organism_id": here.id} if who is world.certifier else {})).must_refuse("PERSON_NOT_ACTIVE", 409)
    world.certifier.post("/v1/invitations", {"person_id": person}).must_refuse("REFERENCE_UNKNOWN", 422)
    other = here.referent.post("/v1/persons", {"last_name": "Parti", "first_name": "Jean"}).must(201)["id"]
    for one, duplicate in ((other, person), (person, other)):
        world.end("persons", one, {"duplicate_id": duplicate}).must_refuse("PERSON_NOT_ACTIVE", 409)


@story
def what_is_not_active_gets_no_staff(world):
    """Nobody is given a function that would wait for the day on which a funder is active again."""
    world.set_today("2026-02-10")
    person = world.organisms[0].referent.post("/v1/persons", {"last_name": "Attend", "first_name": "Anne"}).must(201)["id"]
    funder = world.make("/v1/funders", {"name": f"Financeur {next(world.numbers)}"})
    given = {"role": "FUNDER", "scope_id": funder["id"], "valid_from": "2026-02-10", "reason": "x"}
    changed = world.certifier.patch(f"/v1/funders/{funder['id']}", {"status": "SUSPENDED"}, version=funder["version"]).must(200)
    world.certifier.post(f"/v1/persons/{person}/staff-functions", given).must_refuse("SCOPE_NOT_ACTIVE", 409)
    world.certifier.patch(f"/v1/funders/{funder['id']}", {"status": "ACTIVE"}, version=changed["version"]).must(200)
    world.certifier.post(f"/v1/persons/{person}/staff-functions", given).must(201)


@story
def two_keys_work_while_one_takes_the_place_of_the_other(world):
    referent = world.organisms[0].referent
    reply, old = made(world, referent)
    events = f"{MAKE}/{reply['id']}/events"
    turned = referent.post(events, {"event": "ROTATE"}).must(201)["resource"]
    new = Client(world.instance.base_url, turned["key"])
    for client in (old, new):
        client.get("/v1/me").must(200)
    referent.post(events, {"event": "ROTATE"}).must_refuse("KEY_ROTATED", 409)
    referent.post(f"{MAKE}/{turned['id']}/events", {"event": "ROTATE"}).must_refuse("KEYS_OVERLAP", 409)
    referent.post(events, {"event": "REVOKE"}).must(201)
    within_a_second(lambda: old.get("/v1/me").must_refuse("KEY_REVOKED", 401))
    new.get("/v1/me").must(200)
    referent.post(events, {"event": "REVOKE"}).must_refuse("INVALID_STATE", 409)
    referent.post(f"{MAKE}/{turned['id']}/events", {"event": "ROTATE", "data": {"overlap_hours": 0}}).must(201)


@story
def an_expired_key_and_a_key_where_a_person_signs_in_are_told_so(world):
    here = world.organisms[0]
    reply, client = made(world, here.referent, here.person("COUNSELLOR"))
    client.get("/v1/me").must(200)
    client.post("/v1/invitations/acceptances", {"invitation_code": "0" * 26}).must_refuse("SIGN_IN_REQUIRED", 401)
    world.instance.sql(f"update api_key set expires_at = clock_timestamp() - interval '1 second' where id = '{reply['id']}'")
    within_a_second(lambda: client.get("/v1/me").must_refuse("KEY_EXPIRED", 401))
