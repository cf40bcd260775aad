#!/usr/bin/env python3
# SPDX-License-Identifier: EUPL-1.2
"""64 clients of 24 organisms at once for a while, under the sanitizers.

    tests/fault/load.py [SECONDS]

No failure that is not announced, nothing acknowledged that is not there, invariants hold."""

import os
import sys
import time

import support
import audit
import invariants
import traffic
from support import Suite, expect

suite = Suite("load")
CLIENTS, ORGANISMS = 64, 24


def run(instance, world, seconds):
    world.set_today(traffic.TODAY)
    started = time.monotonic()
    clients = traffic.Traffic(instance, world, CLIENTS)
    time.sleep(seconds)
    record = clients.finish()
    elapsed = time.monotonic() - started
    total = sum(counts["ok"] for counts in record["counts"].values())
    print(f"# {CLIENTS} clients of {len(world.organisms)} organisms, {elapsed:.0f} s, {len(record['journeys'])} candidacies,"
          f" {total / elapsed:.0f} answers a second under the sanitizers")
    print(traffic.table(record), flush=True)
    return record


@suite.test
def many_clients_at_once(instance, world, seconds):
    record = run(instance, world, seconds)
    expect(not record["failures"], "\n".join(record["failures"][:10]))
    busy = {operation: counts["busy"] for operation, counts in record["counts"].items() if counts["busy"]}
    expect(not busy, f"503 though nothing was broken: {busy}")
    unknown = sum(counts["unknown"] for counts in record["counts"].values())
    expect(unknown == 0, f"{unknown} requests without an answer though nothing was killed")
    expect(len(record["journeys"]) >= CLIENTS, f"only {len(record['journeys'])} candidacies")
    expect(not (lost := audit.losses(instance, record)), f"{len(lost)} lost: {lost[:5]}")
    expect(not (more := audit.surplus(instance, record)), f"{len(more)} done otherwise than told: {more[:5]}")
    expect(not (other := audit.replays(instance, world, record)), f"{len(other)} replays differ: {other[:3]}")
    invariants.check(instance)


def main():
    seconds = float(sys.argv[1]) if len(sys.argv) > 1 else float(os.environ.get("CLEA_TEST_LOAD_S", "60"))
    instance, world = support.start(ORGANISMS)
    try:
        suite.run(instance=instance, world=world, seconds=seconds)
    finally:
        suite.one("the server ends well", instance.stop)
    return suite.finish()


if __name__ == "__main__":
    sys.exit(main())
