# SPDX-License-Identifier: EUPL-1.2
"""What the fixtures made is there to be read, through each operation that only reads it."""

from commission_acts import decided, drafted, duplicate_handovers, planned_with_file
from national_acts import draft, habilitation, membership as membership_body, versions
from stages import DAY, training

TESTS = []


def test(function):
    TESTS.append(function)
    return function


def read(client, *paths):
    for path in paths:
        client.get(path).must(200)


@test
def what_hangs_on_a_candidacy_is_read(world):
    journey = training(world)
    referent, evaluation, path = journey.client("referent"), journey.evaluations()[0], journey.live_path()
    portfolio = referent.post(f"{journey.path}/portfolios", {"issued_on": DAY}).must(201)
    read(referent, f"/v1/evaluations/{evaluation['id']}", f"/v1/evaluations/{evaluation['id']}/sittings", f"/v1/paths/{path['id']}",
         f"/v1/paths/{path['id']}/modules", f"/v1/portfolios/{portfolio['id']}", f"{journey.path}/portfolios",
         f"{journey.path}/separation-check?person_id={journey.organism.person('TRAINER')}")


@test
def what_the_certifier_keeps_is_read(world):
    network, person = world.network(), world.person()
    membership = world.make(f"/v1/networks/{network}/memberships", membership_body(world))
    affiliation = world.affiliate(person, world.organisms[1].id, "COUNSELLOR")
    read(world.certifier, f"/v1/networks/{network}", f"/v1/memberships/{membership['id']}", f"/v1/affiliations/{affiliation['id']}",
         f"/v1/habilitations/{habilitation(world)['id']}", f"/v1/commissions/{world.commission.id}",
         f"/v1/commissions/{world.commission.id}/members", "/v1/sandbox/clock", "/v1/service-mode", versions(draft(world)) + "/1/validation")


@test
def what_happens_in_a_session_is_read(world):
    session = decided(world)
    item = session.item(session.journey)
    read(session.secretary, f"/v1/commissions/{session.commission.id}/sessions", f"{session.path}/attendance",
         f"{session.path}/allowed-events", f"{item}/votes", f"{session.path}/parity", f"{session.path}/simulation", f"{session.path}/agenda")
    session = planned_with_file(world).convene("2026-02-01")
    read(session.juror("EMPLOYER1"), f"{session.path}/pack")
    read(session.secretary, f"{session.path}/convocations")
    session, path = drafted(world)
    read(session.secretary, path, f"{session.path}/rectifications", f"{session.path}/minutes")
