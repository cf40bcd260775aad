#!/usr/bin/env python3
# SPDX-License-Identifier: EUPL-1.2
"""Both signatures of a session and many who ask for its certificate, at the same moment, again and again: one certificate a decision,
numbers without a gap, every effect once. Ends with `N passed, N failed`.

    tests/scenario/issuing.py [ROUNDS [REQUESTS]]     200 rounds of 50 requests beside the two signatures"""

import pathlib
import sys

HERE = pathlib.Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parent)]

from harness.client import load_contract  # noqa: E402
from harness.journey import Journey  # noqa: E402
from harness.runner import Suite, expect, expect_equal  # noqa: E402
from harness.session import Session  # noqa: E402
from harness.world import World  # noqa: E402
from instance import Instance  # noqa: E402
from story import together  # noqa: E402

HELD = "2026-02-10"
EARLY = {"INVALID_STATE", "SESSION_NOT_SIGNED"}


def numbers_of(world, journey):
    return [row["number"] for row in world.certifier.get(f"/v1/certificates?candidacy_id={journey.id}").must(200)["data"]]


def race(world, requests):
    """One file, closed and unsigned; two sign, and the others ask in every way. The number of its certificate."""
    world.set_today(HELD)
    journey = Journey(world).informed("2026-01-05").prior("2026-01-14").restitution("2026-01-14", to="JURY_READY").submit("2026-01-20")
    session = Session(world, HELD).put(journey).convene("2026-02-01").attend(EMPLOYER1="PRESENT", EMPLOYEE1="PRESENT").open()
    session.vote(journey, EMPLOYER1="FOR", EMPLOYEE1="FOR").decide(journey, "CERTIFIED").close()
    ways = [lambda client: client.post("/v1/certificates", {"candidacy_id": journey.id}),
            lambda client: client.post("/v1/certificate-batches", {"session_id": session.id}),
            lambda client: client.post("/v1/certificate-batches", {"candidacy_ids": [journey.id], "is_atomic": True})]
    calls = [lambda label=label: session.juror(label).clone().post(f"{session.path}/minutes/signatures", {}) for label in ("EMPLOYER1", "EMPLOYEE1")]
    clients = [world.certifier.clone() for _ in range(requests)]
    calls += [lambda way=ways[place % 3], client=client: way(client) for place, client in enumerate(clients)]
    replies = together(*calls)
    for client in clients:
        client.close()
    expect_equal(sorted({reply.status for reply in replies[:2]} | {201}), [201], "both signatures")
    made = 0
    for reply in replies[2:]:
        expect(reply.status < 500, str(reply))
        if reply.status == 409:
            expect(set(reply.reasons) <= EARLY, str(reply))
        elif "issued_count" in reply.body:
            made += reply["issued_count"]
            expect(all(row["outcome"] != "REFUSED" or row["problem"]["code"] in EARLY for row in reply["data"]), str(reply))
        else:
            made += reply.status == 201
    late = world.certifier.post("/v1/certificates", {"candidacy_id": journey.id}).must(200, 201)
    expect_equal(made + (late.status == 201), 1, "how many were made")
    expect_equal(numbers_of(world, journey), [late["number"]], "certificates of the decision")
    events = [row["event"] for row in journey.organism.referent.get(f"{journey.path}/events").must(200)["data"]]
    expect_equal(events.count("CERTIFY"), 1, "effects of the signatures")
    return int(late["number"].split("-")[2])


def main():
    rounds, requests = ([int(word) for word in sys.argv[1:3]] + [200, 50][len(sys.argv[1:3]):])
    suite, instance = Suite("issuing"), Instance(is_durable=True, seed=())
    numbers = []

    @suite.test
    def both_signatures_and_many_who_ask_at_once(world):
        for _ in range(rounds):
            numbers.append(race(world, requests))
        expect_equal(numbers, list(range(1, rounds + 1)), "numbers, one after the other")

    @suite.test
    def every_invariant_holds(world):
        report = world.certifier.get("/v1/invariants").must(200)
        expect_equal([row["number"] for row in report["data"] if row["status"] == "BROKEN"], [])

    @suite.test
    def postgresql_met_no_deadlock(world):
        expect_equal(pathlib.Path(world.instance.database_log).read_text().count("deadlock detected"), 0)

    try:
        load_contract(instance)
        instance.start()
        suite.run([], world=World(instance).bootstrap())
    finally:
        suite.one("the server ends well", instance.stop)
    return suite.finish()


if __name__ == "__main__":
    sys.exit(main())
