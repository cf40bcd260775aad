# SPDX-License-Identifier: EUPL-1.2
"""People of the certifier who sign in: nobody makes oneself a second one, none of them takes another one's login; the operator does, with everything."""

from binding import House, accept, invite, newcomer, operator, within_a_second
from support import expect_equal, suite


def today(world):
    return world.certifier.get("/v1/me").must(200)["today"]


@suite.test
def a_person_of_ones_own_making_is_no_second_certifier(instance, identities):
    """Invented, invited, accepted with another subject: whoever does it alone stays one, also with two of them."""
    world = House.of(instance)
    made = []
    for _ in range(2):
        id_ = world.person()
        world.certifier.post(f"/v1/persons/{id_}/staff-functions", {"role": "CERTIFIER", "valid_from": today(world)}).must(201)
        client = newcomer(instance, identities)
        login = accept(client, invite(world.certifier, person_id=id_).must(201)["invitation_code"]).must(201)
        made.append((login["id"], id_))
    head = world.certifier.get("/v1/me").must(200)["person"]["id"]
    [[key]] = instance.sql(f"select id from api_key where person_id = '{head}' and scope = 'CERTIFIER' limit 1")
    three = [*made, (key, head)]
    apart = lambda one, other: instance.sql(f"select credentials_are_apart('{one[0]}', '{one[1]}', '{other[0]}', '{other[1]}', false)")[0][0]
    expect_equal({apart(one, other) for one in three for other in three}, {"f"})


@suite.test
def a_login_at_the_certifiers_is_no_colleagues_to_end(instance, identities):
    world = House.of(instance)
    id_ = world.person()
    given = world.certifier.post(f"/v1/persons/{id_}/staff-functions", {"role": "CERTIFIER", "valid_from": today(world)}).must(201)
    world.certifier.patch(f"/v1/staff-functions/{given['id']}?dry_run=true", {"valid_to": today(world)}, version=1).must(200)
    client = newcomer(instance, identities)
    login = accept(client, invite(world.certifier, person_id=id_).must(201)["invitation_code"]).must(201)
    refused = (world.certifier.delete(f"/v1/logins/{login['id']}", version=login["version"]),
               world.certifier.patch(f"/v1/staff-functions/{given['id']}", {"valid_to": today(world)}, version=1),
               invite(world.certifier, person_id=id_), world.end("persons", id_, {}, "closures"))
    for reply in refused:
        expect_equal(reply.must_refuse("ACT_OF_ANOTHER", 403).details("ACT_OF_ANOTHER")["whose"], "COLLEAGUE")
    client.post("/v1/persons", {"last_name": "Moreau", "first_name": "Camille"}).must(201)  # acts today, and is dismissed today
    expect_equal(operator(instance, "end", "--person-id", id_).returncode, 0)
    within_a_second(lambda: client.get("/v1/me"), "LOGIN_UNBOUND")
    now = world.certifier.get(f"/v1/staff-functions/{given['id']}").must(200)
    expect_equal(now["valid_to"], today(world))
    world.end("persons", id_, {}, "closures").must(201)  # who comes in no more is anybody's record
