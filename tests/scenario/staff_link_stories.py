# SPDX-License-Identifier: EUPL-1.2
"""Functions beside organisms are links too (decision 34): asked by one side, accepted by the person, granted by the certifier."""

from consent_stories import manager_of, send, somebody, waiting
from story import expect, expect_equal, story

TODAY = "2026-02-10"
LATER = "2026-02-20"


def give(who, person, role, valid_from=TODAY, **members):
    return who.post(f"/v1/persons/{person}/staff-functions", {"role": role, "valid_from": valid_from} | members)


def held(world, person):
    return world.certifier.get(f"/v1/persons/{person}/staff-functions").must(200)["data"]


@story
def a_network_makes_nobody_its_manager_who_did_not_accept(world):
    world.set_today(TODAY)
    here, network = world.organism(), world.network()
    manager = manager_of(world, network)
    person, himself = somebody(world, here)
    asked = give(manager, person, "NETWORK_MANAGER", reason="Remplacement").must(202).body
    expect_equal((asked["kind"], asked["role"], asked["network_id"], asked["person_id"], asked["message"], asked["link_id"]),
                 ("FUNCTION", "NETWORK_MANAGER", network, person, "Remplacement", None))
    expect_equal(held(world, person), [])
    give(manager, person, "NETWORK_MANAGER").must_refuse("LINK_ALREADY_REQUESTED", 409)
    give(manager, person, "NETWORK_MANAGER", valid_from="2026-02-09").must_refuse("LINK_BEFORE_CONSENT", 409)
    # Not by who asks, not even with a key that he gave; nor by anybody else.
    impostor = world.key("NETWORK", network, ["NETWORK_MANAGER"], None)
    world.flush()
    send(impostor, asked, "ACCEPT").must(403)
    send(here.referent, asked, "ACCEPT").must(404)
    expect_equal(waiting(himself), [asked["id"]])
    world.set_today(LATER)
    accepted = send(himself, asked, "ACCEPT").must(201)["resource"]
    made, = held(world, person)
    expect_equal((made["id"], made["role"], made["scope_id"], made["valid_from"]), (accepted["link_id"], "NETWORK_MANAGER", network, LATER))
    # It ends by who gave it alone, and gets longer with the consent of the person.
    path = f"/v1/staff-functions/{made['id']}"
    manager.patch(path, {"valid_to": "2026-06-30"}, version=1).must(200)
    manager.patch(path, {"valid_to": "2026-07-01"}, version=2).must_refuse("LINK_LONGER", 409)
    world.certifier.patch(path, {"valid_to": None}, version=2).must_refuse("LINK_LONGER", 409)


@story
def a_commission_gives_its_own_people_a_function_at_once_and_asks_others(world):
    world.set_today(TODAY)
    commission, here = world.commission, world.organism()
    own = commission.secretary.post("/v1/persons", {"last_name": "Amar", "first_name": "Paul"}).must(201)["id"]
    made = give(commission.secretary, own, "SECRETARY", valid_from="2026-01-01").must(201).body
    expect_equal((made["scope"], made["scope_id"], made["valid_from"]), ("COMMISSION", commission.id, "2026-01-01"))
    give(commission.secretary, own, "SECRETARY").must_refuse("PERIOD_OVERLAP", 409)
    person, himself = somebody(world, here)
    asked = give(commission.secretary, person, "SECRETARY").must(202).body
    declined = send(himself, asked, "DECLINE", reason="Pas le temps").must(201)["resource"]
    expect_equal((declined["state"], declined["reason"], held(world, person)), ("DECLINED", "Pas le temps", []))
    # With a code, when the person has no other way in.
    asked = give(commission.secretary, person, "SECRETARY").must(202).body
    code = world.certifier.post(f"/v1/link-requests/{asked['id']}/codes").must(201)["answer_code"]
    told = world.public.post("/v1/link-answers", {"answer_code": code, "event": "ACCEPT"}).must(201)
    expect_equal((told["role"], told["begins_on"]), ("SECRETARY", TODAY))
    expect_equal([item["role"] for item in held(world, person)], ["SECRETARY"])


@story
def the_certifier_grants_a_staff_function_with_a_reason(world):
    world.set_today(TODAY)
    here, network = world.organism(), world.network()
    person, _ = somebody(world, here)
    give(world.certifier, person, "CERTIFIER").must_refuse("REASON_REQUIRED", 409)
    give(world.certifier, person, "CERTIFIER", valid_from="2026-02-09", reason="x").must_refuse("LINK_BEFORE_CONSENT", 409)
    made = give(world.certifier, person, "CERTIFIER", reason="Lettre de mission").must(201).body
    told = world.instance.sql(f"select state, reason from link_request where link_id = '{made['id']}'")
    expect_equal(told, [["GRANTED", "Lettre de mission"]])
    asked = give(manager_of(world, network), person, "NETWORK_MANAGER").must(202).body
    granted = send(world.certifier, asked, "GRANT", reason="Constaté").must(201)["resource"]
    expect_equal(granted["state"], "GRANTED")
    expect_equal(sorted(item["role"] for item in held(world, person)), ["CERTIFIER", "NETWORK_MANAGER"])
    # A person whom the certifier recorded and who does nothing elsewhere needs nobody.
    give(world.certifier, world.person(), "CERTIFIER", valid_from="2026-01-01").must(201)


@story
def a_function_beside_organisms_binds_as_one_in_them_does(world):
    """Whoever is a network's manager is not taken by an organism without being asked, though the certifier recorded him."""
    world.set_today(TODAY)
    here, network, person = world.organism(), world.network(), world.person()
    give(world.certifier, person, "NETWORK_MANAGER", scope_id=network).must(201)
    world.flush()
    asked = here.referent.post(f"/v1/persons/{person}/affiliations", {"role": "EVALUATOR", "valid_from": TODAY}).must(202)
    expect_equal(asked["state"], "PENDING")


@story
def no_statement_makes_a_staff_function_without_its_request(world):
    person, network = world.person(), world.network()
    for scope, of in (("NETWORK", f"'{network}'"), ("ORGANISM", f"'{world.organisms[0].id}'")):
        try:
            world.instance.sql(f"begin; set local role clea_app; select scope_set('{scope}', {of});"
                               " insert into staff_function (id, person_id, scope, scope_id, role, valid_from)"
                               f" values (gen_random_uuid(), '{person}', 'NETWORK', '{network}', 'NETWORK_MANAGER', '2026-01-01'); commit;")
        except Exception as error:  # noqa: BLE001  whatever says no
            expect("permission denied" in str(error) or "accepted" in str(error), error)
        else:
            raise AssertionError(f"{scope} makes a manager by itself")
    expect_equal(held(world, person), [])
