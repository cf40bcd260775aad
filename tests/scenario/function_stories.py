# SPDX-License-Identifier: EUPL-1.2
"""People act in one function at a time: staff functions and who gives them, and what a key makes of Clea-Function."""

from story import expect_equal, story


def give(who, person_id, role, valid_from="2026-01-01", **members):
    return who.post(f"/v1/persons/{person_id}/staff-functions", {"role": role, "valid_from": valid_from} | members)


@story
def staff_functions_are_given_by_whom_they_serve(world):
    world.set_today("2026-03-02")
    person, network, commission = world.person(), world.network(), world.commission
    made = give(world.certifier, person, "NETWORK_MANAGER", scope_id=network).must(201).body
    expect_equal((made["scope"], made["scope_id"], made["valid_to"]), ("NETWORK", network, None))
    give(world.certifier, person, "NETWORK_MANAGER", scope_id=network, valid_from="2027-01-01").must_refuse("PERIOD_OVERLAP", 409)
    give(world.certifier, person, "SECRETARY").must_refuse("REQUIRED", 422)
    give(world.certifier, person, "CERTIFIER", scope_id=network).must_refuse("UNKNOWN_FIELD", 422)
    give(world.certifier, person, "SECRETARY", scope_id=network).must_refuse("REFERENCE_UNKNOWN", 422)
    give(world.certifier, person, "CERTIFIER", valid_to="2025-12-31").must_refuse("RANGE", 422)
    give(world.certifier, person, "CERTIFIER", valid_from="2026-03-02", reason="Lettre de mission").must(201)
    # A commission gives its own functions, and asks whoever is not its own (staff_link_stories).
    give(commission.secretary, person, "SECRETARY", valid_from="2026-03-01").must_refuse("LINK_BEFORE_CONSENT", 409)
    give(commission.secretary, person, "CERTIFIER").must_refuse("ROLE_NOT_ALLOWED", 403)
    give(world.organisms[0].referent, person, "SECRETARY").must_refuse("ROLE_NOT_ALLOWED", 403)
    path = f"/v1/staff-functions/{made['id']}"
    expect_equal(len(world.certifier.get(f"/v1/persons/{person}/staff-functions").must(200)["data"]), 2)
    expect_equal(commission.secretary.get(f"/v1/persons/{person}/staff-functions").must(200)["data"], [], "of others")
    commission.secretary.get(path).must(404)
    commission.secretary.patch(path, {"valid_to": "2026-06-30"}, version=1).must(404)
    world.certifier.patch(path, {"valid_to": "2025-01-01"}, version=1).must_refuse("RANGE", 422)
    ended = world.certifier.patch(path, {"valid_to": "2026-06-30"}, version=1).must(200)
    expect_equal((ended["valid_to"], ended["version"]), ("2026-06-30", 2))
    give(world.certifier, person, "NETWORK_MANAGER", scope_id=network, valid_from="2026-07-01", reason="Lettre de mission").must(201)


def named(client, function_id):
    return {"headers": {"Clea-Function": function_id}}


@story
def a_key_acts_for_its_scope_or_in_the_function_that_is_named(world):
    """With the header it has the roles of that function alone; without it, those of its person in its scope."""
    world.set_today("2026-03-02")
    organism, person = world.organisms[0], world.person()
    held = {role: world.affiliate(person, organism.id, role)["id"] for role in ("COUNSELLOR", "TRAINER")}
    client = world.key("ORGANISM", organism.id, ["COUNSELLOR", "TRAINER"], person)
    world.flush()
    me = client.get("/v1/me").must(200).body
    expect_equal((sorted(me["roles"]), me["function_id"]), (["COUNSELLOR", "TRAINER"], None))
    expect_equal({f["id"] for f in me["functions"]}, set(held.values()))
    for role, function_id in held.items():
        me = client.get("/v1/me", **named(client, function_id)).must(200).body
        expect_equal((me["roles"], me["function_id"]), ([role], function_id))
    client.post("/v1/candidates", world.identity()).must(201)
    client.post("/v1/candidates", world.identity(), **named(client, held["TRAINER"])).must_refuse("ROLE_NOT_ALLOWED", 403)
    client.post("/v1/candidates", world.identity(), **named(client, held["COUNSELLOR"])).must(201)
    stranger = world.affiliate(world.person(), organism.id, "REFERENT")["id"]
    refused = client.get("/v1/candidates", **named(client, stranger)).must_refuse("FUNCTION_NOT_YOURS", 403)
    expect_equal({f["id"] for f in refused.details("FUNCTION_NOT_YOURS")["functions"]}, set(held.values()))
    client.get("/v1/candidates", **named(client, "COUNSELLOR")).must_refuse("HEADER_INVALID", 400)
    # The day after its last day a function is nobody's, and the key has one role less.
    world.certifier.patch(f"/v1/affiliations/{held['TRAINER']}", {"valid_to": "2026-03-02"}, version=1).must(200)
    world.set_today("2026-03-03")
    expect_equal(client.get("/v1/me").must(200)["roles"], ["COUNSELLOR"])
    client.get("/v1/me", **named(client, held["TRAINER"])).must_refuse("FUNCTION_NOT_YOURS", 403)
