# SPDX-License-Identifier: EUPL-1.2
"""A commission and a network are closed by the certifier, once nothing waits there, and opened again."""

from commission_stories import HELD, submitted
from story import Journey, Session, expect, expect_equal, story, together, within_a_second


def change(world, path, client=None, **members):
    version = world.certifier.get(path).must(200)["version"]
    return (client or world.certifier).patch(path, members, version=version)


def branch(world):
    """A commission of its own, to which a candidacy is sent by name."""
    number = f"{7000 + next(world.numbers) % 2000}"
    made = world.make("/v1/commissions", {"kind": "BRANCH", "name": "Une branche", "idcc": number, "referential_code": world.referential.code})
    return made, f"/v1/commissions/{made['id']}", number


@story
def a_commission_is_closed_when_nothing_waits_there(world):
    made, path, number = branch(world)
    secretary = world.key("COMMISSION", made["id"], ["SECRETARY"], None)
    world.flush()
    change(world, path, client=secretary, status="CLOSED").must_refuse("ROLE_NOT_ALLOWED", 403)
    planned = secretary.post(f"{path}/sessions", {"held_on": HELD}).must(201)
    refused = change(world, path, status="CLOSED").must_refuse("COMMISSION_BUSY", 409)
    expect_equal(refused["reasons"][0]["details"]["pointer"], "/status")
    secretary.post(f"/v1/sessions/{planned['id']}/events", {"event": "CANCEL", "expected_version": planned["version"], "data": {"reason": "x"}}).must(200, 201)
    journey = submitted(world)
    named = {"commission_id": made["id"], "reason": "La commission ne peut pas se réunir."}
    override = world.certifier.post(f"{journey.path}/commission-overrides", named).must(201)
    change(world, path, status="CLOSED").must_refuse("COMMISSION_BUSY", 409)  # its file waits there now
    world.certifier.post(f"{journey.path}/commission-overrides",
                         {"commission_id": world.commission.id, "reason": "Elle se réunit de nouveau."}).must(201)
    closed = change(world, path, status="CLOSED").must(200)
    expect_equal((closed["status"], override["commission_id"]), ("CLOSED", made["id"]))
    secretary.get("/v1/me").must(401, 403)  # its people have nothing to open there
    other = submitted(world)
    world.certifier.post(f"{other.path}/commission-overrides", named).must(409, 422)
    change(world, path, name="Une branche fermée").must(200)
    # Another one has its branch meanwhile.
    rival = world.make("/v1/commissions", {"kind": "BRANCH", "name": "La suivante", "idcc": number, "referential_code": world.referential.code})
    refused = change(world, path, status="ACTIVE").must_refuse("ALREADY_RECORDED", 409)
    expect_equal((refused.details("ALREADY_RECORDED")["id"], refused.details("ALREADY_RECORDED")["pointer"]), (rival["id"], "/status"))
    change(world, f"/v1/commissions/{rival['id']}", status="CLOSED").must(200)
    expect_equal(change(world, path, status="ACTIVE").must(200)["status"], "ACTIVE")
    secretary.get("/v1/me").must(200)


@story
def a_commission_closes_and_a_session_is_planned_at_once(world):
    """One of the two finds what the other did: no session is left in a closed commission."""
    seen = set()
    for _ in range(6):
        made, path, _ = branch(world)
        secretary, certifier = world.key("COMMISSION", made["id"], ["SECRETARY"], None), world.certifier.clone()
        world.flush()
        secretary.get("/v1/me").must(200)
        certifier.get("/v1/me").must(200)
        planned, closed = together(lambda: secretary.post(f"{path}/sessions", {"held_on": HELD}),
                                   lambda: certifier.patch(path, {"status": "CLOSED"}, version=made["version"]))
        expect(planned.status in (201, 401, 403, 409) and closed.status in (200, 409), f"{planned} and {closed}")
        expect((planned.status == 201) != (closed.status == 200), f"{planned} and {closed}")
        seen.add(closed.status)


@story
def a_network_is_closed_when_nobody_is_a_member_any_more(world):
    network_id = world.network()
    path = f"/v1/networks/{network_id}"
    manager = world.key("NETWORK", network_id, ["NETWORK_MANAGER"], None)
    world.flush()
    change(world, path, client=manager, status="CLOSED").must_refuse("ROLE_NOT_ALLOWED", 403)
    expect_equal(change(world, path, client=manager, name=f"Réseau {next(world.numbers)} ter").must(200)["status"], "ACTIVE")
    organism = world.organism()
    membership = world.join(network_id, organism)
    refused = change(world, path, status="CLOSED").must_refuse("NETWORK_HAS_MEMBERS", 409)
    expect_equal(refused["reasons"][0]["details"]["pointer"], "/status")
    asked = manager.post(f"{path}/memberships", {"organism_id": world.organism().id, "valid_from": world.today or "2026-06-01"}).must(202)
    ended = membership["valid_from"]
    world.certifier.patch(f"/v1/memberships/{membership['id']}", {"valid_to": ended}, version=membership["version"]).must(200)
    name = f"Réseau {next(world.numbers)} fermé"
    closed = change(world, path, status="CLOSED", name=name).must(200)
    expect_equal((closed["status"], closed["name"]), ("CLOSED", name))
    within_a_second(lambda: manager.get("/v1/me").must(401, 403))
    # Nobody becomes a member of it: neither by asking, nor by an answer to what was asked before.
    organism.referent.post(f"{path}/memberships", {"organism_id": organism.id, "valid_from": asked["valid_from"]}).must_refuse("SCOPE_NOT_ACTIVE", 409)
    world.certifier.post(f"/v1/link-requests/{asked['id']}/events",
                         {"event": "GRANT", "expected_version": asked["version"], "data": {"reason": "x"}}).must_refuse("SCOPE_NOT_ACTIVE", 409)
    expect_equal(change(world, path, status="ACTIVE").must(200)["status"], "ACTIVE")
    within_a_second(lambda: manager.get("/v1/me").must(200))
