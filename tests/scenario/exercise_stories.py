# SPDX-License-Identifier: EUPL-1.2
"""A function, a mandate and a membership end no earlier than what was done in them: one rule, which the day tells."""

import concurrent.futures
import time
import uuid

from commission_stories import HELD, opened, submitted
from psql import Psql
from story import Journey, expect, expect_equal, story

TODAY = "2026-06-30"
FUNCTIONS = {"EVALUATOR": "2026-01-14", "COUNSELLOR": "2026-01-16", "TRAINER": "2026-02-10"}


def refused_before(client, path, member, day, version):
    """Not on the day before, and on the day itself it may end."""
    before = f"{day[:-2]}{int(day[-2:]) - 1:02d}"
    reply = client.patch(path, {member: before}, version=version).must_refuse("FUNCTION_IN_USE", 409)
    told = reply.details("FUNCTION_IN_USE")
    expect_equal((told["pointer"], told["date"]), (f"/{member}", day), str(reply))
    expect_equal(client.patch(f"{path}?dry_run=true", {member: before}, version=version).must(409).code, reply.code)
    client.patch(f"{path}?dry_run=true", {member: day}, version=version).must(200)
    return reply


def of_role(world, person, role):
    return next(row for row in world.certifier.get(f"/v1/persons/{person}/affiliations").must(200)["data"] if row["role"] == role)


@story
def functions_in_an_organism_end_no_earlier_than_their_acts(world):
    """The sitting of an evaluator, what a counsellor gave back, the hours of a trainer, whoever of them is looked at."""
    world.set_today(TODAY)
    organism = world.organism()
    world.flush()
    journey = Journey(world, organism).informed("2026-01-05").prior("2026-01-14", fails=("2",)).restitution("2026-01-16", to="PARTIAL")
    journey.propose("2026-01-20", ("2",), "2026-02-02", "2026-06-30").accept("2026-01-22")
    module = journey.live_path()["modules"][0]["id"]
    journey.event("RECORD_ATTENDANCE", "2026-02-10", {"module_id": module, "attended_minutes": 180})
    for role, day in FUNCTIONS.items():
        held = of_role(world, organism.person(role), role)
        for client in (organism.referent, world.certifier):
            refused_before(client, f"/v1/affiliations/{held['id']}", "valid_to", day, held["version"])
    # Whoever has given the module away has taught in it all the same.
    other = world.person()
    world.affiliate(other, organism.id, "TRAINER")
    journey.event("CHANGE_TRAINER", "2026-02-12", {"module_id": module, "trainer_id": other})
    held = of_role(world, organism.person("TRAINER"), "TRAINER")
    refused_before(organism.referent, f"/v1/affiliations/{held['id']}", "valid_to", "2026-02-10", held["version"])
    # Who has done nothing in it may end it when he likes.
    unused = of_role(world, other, "TRAINER")
    organism.referent.patch(f"/v1/affiliations/{unused['id']}", {"valid_to": "2026-02-13"}, version=unused["version"]).must(200)


@story
def staff_functions_end_no_earlier_than_what_was_changed_in_them(world):
    """Of a network, a commission and the certifier; who only read, and whoever was refused, did nothing."""
    world.set_today("2026-01-02")
    network = world.network()
    held = []
    for scope, scope_id, role in (("NETWORK", network, "NETWORK_MANAGER"), ("COMMISSION", world.commission.id, "SECRETARY"), ("CERTIFIER", None, "CERTIFIER")):
        person = world.person()
        body = {"role": role, "valid_from": "2026-01-02", "reason": "Nomination."} | ({"scope_id": scope_id} if scope_id else {})
        function = world.certifier.post(f"/v1/persons/{person}/staff-functions", body).must(201)["id"]
        client = world.key(scope, scope_id, [role], person)
        held.append((client, f"/v1/staff-functions/{function}", client if role == "CERTIFIER" else world.certifier))
    world.flush()
    world.set_today("2026-03-10")
    for number, (client, path, ends) in enumerate(held):
        somebody = {"last_name": "Lemaire", "first_name": "Ana" + "bcd"[number]}
        client.get("/v1/me").must(200)
        client.post("/v1/persons?dry_run=true", somebody).must(201)
        client.post("/v1/persons", somebody | {"last_name": ""}).must(422)
        version = world.certifier.get(path).must(200)["version"]
        ends.patch(f"{path}?dry_run=true", {"valid_to": "2026-03-01"}, version=version).must(200)
        client.post("/v1/persons", somebody).must(201)
        refused_before(ends, path, "valid_to", "2026-03-10", version)


@story
def a_membership_ends_no_earlier_than_what_rests_on_it(world):
    """A member that may evaluate through its network alone has done so; one that may itself leaves when it likes."""
    world.set_today(TODAY)
    network = world.network()
    world.habilitate("EVALUATION", "2025-01-01", None, network_id=network)
    for own, day in ((None, "2026-01-14"), (("2025-01-01", None), None)):
        organism = world.organism(evaluation=own)
        membership = world.join(network, organism)
        Journey(world, organism).informed("2026-01-05").prior("2026-01-14")
        path, version = f"/v1/memberships/{membership['id']}", membership["version"]
        manager = world.key("NETWORK", network, ["NETWORK_MANAGER"], world.person())
        world.flush()
        for client in (organism.referent, manager, world.certifier):
            if day:
                refused_before(client, path, "valid_to", day, version)
            else:
                client.patch(f"{path}?dry_run=true", {"valid_to": "2026-01-05"}, version=version).must(200)


# What somebody does at the same moment, as its own transaction leaves it before the commit: it holds the function, and the row is there.
ACTS = {
    "affiliation": "insert into sitting select (jsonb_populate_record(s, jsonb_build_object('id', '{made}', 'held_on', '{day}'))).* from sitting s"
                   " where s.evaluator_id = (select person_id from affiliation where id = '{id}') limit 1",
    "commission_member": "insert into attendance select (jsonb_populate_record(a, jsonb_build_object('member_id', '{id}'))).* from attendance a"
                         " join session s on s.id = a.session_id where s.id = '{made}' and a.presence = 'PRESENT' limit 1",
    "staff_function": "insert into audit (scope, scope_id, person_id, roles, action, object_kind, outcome, acted_on)"
                      " select scope, scope_id, person_id, array[role], 'x', 'x', 'ACCEPTED', '{day}' from staff_function where id = '{id}'",
    "network_membership": "insert into sitting select (jsonb_populate_record(s, jsonb_build_object('id', '{made}', 'held_on', '{day}'))).* from sitting s"
                          " where s.acting_org_id = (select organism_id from network_membership where id = '{id}') limit 1",
}
TAKEN_BACK = ("delete from sitting where id = '{made}'", "delete from attendance where member_id = '{id}' and session_id = '{made}'",
              "delete from audit where action = 'x'")
WAITING = "select count(*) from pg_stat_activity where wait_event_type = 'Lock' and query ~ 'update {table}'"


def meeting(world, table, id_, day, made, end):
    """The answer to the end of a function that is decided while somebody acts in it."""
    session = Psql(world.instance.environment, "postgres", "clea")
    session.ask(f"begin; set local session_replication_role = replica; select from {table} where id = '{id_}' for share;"
                f" {ACTS[table].format(id=id_, day=day, made=made)}")
    with concurrent.futures.ThreadPoolExecutor() as pool:
        ending = pool.submit(end)
        deadline = time.monotonic() + 5
        while not ending.done() and world.instance.sql(WAITING.format(table=table)) == [["0"]] and time.monotonic() < deadline:
            time.sleep(0.01)
        expect(not ending.done(), f"{table}: it did not wait for the act: {ending}")
        session.ask("commit")
        session.close()
        return ending.result()


@story
def an_end_and_an_act_that_come_at_once_meet(world):
    """Whichever kind it is: decided before anything was done, and written after it, it is refused as a late comer would be."""
    world.set_today("2026-01-02")
    network = world.network()
    world.habilitate("EVALUATION", "2025-01-01", None, network_id=network)
    organism = world.organism(evaluation=None)
    membership = world.join(network, organism)["id"]
    person = world.person()
    function = world.certifier.post(f"/v1/persons/{person}/staff-functions", {
        "role": "NETWORK_MANAGER", "scope_id": network, "valid_from": "2026-01-02", "reason": "Nomination."}).must(201)["id"]
    world.flush()
    world.set_today(TODAY)
    Journey(world, organism).informed("2026-01-05").prior("2026-01-14")
    journey = submitted(world)
    session = opened(world, journey)
    juror = world.other_commission().members["EMPLOYEE2"]["id"]  # of whom nothing is known yet
    evaluator = of_role(world, organism.person("EVALUATOR"), "EVALUATOR")["id"]
    world.set_today(TODAY)
    for table, address, id_, member, day, ends_on in (
            ("affiliation", "affiliations", evaluator, "valid_to", "2026-02-20", "2026-02-19"),
            ("commission_member", "members", juror, "mandate_to", HELD, "2026-02-09"),
            ("staff_function", "staff-functions", function, "valid_to", "2026-02-20", "2026-02-19"),
            ("network_membership", "memberships", membership, "valid_to", "2026-02-24", "2026-02-23")):
        path = f"/v1/{address}/{id_}"
        version = int(world.instance.sql(f"select version from {table} where id = '{id_}'")[0][0])
        made = session.id if table == "commission_member" else str(uuid.uuid4())
        reply = meeting(world, table, id_, day, made, lambda path=path, member=member, ends_on=ends_on, version=version: world.certifier.patch(
            path, {member: ends_on}, version=version))
        world.instance.sql("begin; set local session_replication_role = replica; " + "; ".join(
            statement.format(id=id_, made=made) for statement in TAKEN_BACK) + "; commit")
        expect_equal(reply.must_refuse("FUNCTION_IN_USE", 409).details("FUNCTION_IN_USE")["date"], day, f"{table}: {reply}")
