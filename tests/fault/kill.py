#!/usr/bin/env python3
# SPDX-License-Identifier: EUPL-1.2
"""kill -9 of the server and of PostgreSQL under load: nothing acknowledged is lost, nothing is done twice or by halves.

    tests/fault/kill.py [KILLS]     20 when not said

The control is a server that answers before the commit: the same test must catch it losing, or it proves nothing."""

import os
import pathlib
import random
import signal
import sys
import time

import support
import audit
import invariants
import traffic
from release_build import build_variant
from support import Suite, announces, expect

suite = Suite("crashes")
CLIENTS, ORGANISMS = 64, 20
CHANCE = random.Random(20260114)


def kill_one(instance, number):
    """Every second one is the database, with all its processes at once."""
    if number % 2:
        instance.kill_server()
        instance.start_server()
        return "server"
    instance.kill_database()
    time.sleep(CHANCE.random() / 2)
    instance.start_database()
    instance.await_ready(60)
    return "database"


def crash(instance, world, kills, ends_when=None):
    world.set_today(traffic.TODAY)
    clients = traffic.Traffic(instance, world, CLIENTS)
    try:
        for number in range(kills):
            time.sleep(0.7 + 1.3 * CHANCE.random())
            kill_one(instance, number)
    finally:
        time.sleep(0.5)
        record = clients.finish()
    print(f"# {kills} kills, {len(record['journeys'])} candidacies; unknown outcomes that were asked again:"
          f" {record['resolved']['replayed']} had been done, {record['resolved']['done']} had not")
    print(traffic.table(record), flush=True)
    return record


@suite.test
@announces("database and server are killed")
def nothing_acknowledged_is_lost(kills):
    instance, world = support.start(ORGANISMS)
    try:
        record = crash(instance, world, kills)
        unknown = sum(counts["unknown"] for counts in record["counts"].values())
        expect(len(record["acknowledged"]) > 50 * kills, f"only {len(record['acknowledged'])} acknowledgements: not a load")
        expect(unknown > 0, "no kill ever met a request: the test saw nothing")
        expect(not (lost := audit.losses(instance, record)), f"{len(lost)} of {len(record['acknowledged'])} lost: {lost[:5]}")
        expect(not record["failures"], f"{len(record['failures'])}:\n" + "\n".join(record["failures"][:10]))
        expect(not (more := audit.surplus(instance, record)), f"{len(more)} done otherwise than told: {more[:5]}")
        expect(not (other := audit.replays(instance, world, record)), f"{len(other)} replays differ: {other[:3]}")
        invariants.check(instance)
        print(f"# {len(record['acknowledged'])} acknowledged, 0 lost")
    finally:
        instance.stop()


def build_control():
    return build_variant("answers_before_commit", sorted((pathlib.Path(__file__).parent / "controls").glob("*.sed")))


def hold_the_log(instance):
    """What commits without waiting is written by the WAL writer, a page as soon as it is full; what the system has been given survives a
    kill of processes. A power cut would take it: so the WAL writer is stopped, and nothing else has a reason to write meanwhile."""
    walwriter = int(instance.sql("select pid from pg_stat_activity where backend_type = 'walwriter'")[0][0])
    os.kill(walwriter, signal.SIGSTOP)


@suite.test
@announces("the database is killed")
def a_server_that_answers_too_early_is_caught():
    control = build_control()
    instance, world = support.start(ORGANISMS)  # base data by a server that keeps its word
    try:
        world.set_today(traffic.TODAY)
        instance.stop_server()
        for setting in ("wal_buffers = '64MB'", "bgwriter_lru_maxpages = 0", "checkpoint_timeout = '1h'", "autovacuum = off"):
            instance.sql(f"alter system set {setting}")
        instance.stop_database()
        instance.start_database()
        hold_the_log(instance)
        instance.binary = control
        instance.start_server()
        traffic.GIVE_UP_S = 8  # some of what this server has answered it never ends
        clients = traffic.Traffic(instance, world, CLIENTS)
        for _ in range(2):
            time.sleep(1.5)
            kill_one(instance, 0)  # the database: what was answered and not yet on the disk is gone
            hold_the_log(instance)
        time.sleep(0.5)
        record = clients.finish()
        lost = audit.losses(instance, record, may_lose_all=True)
        print(f"# control: {len(lost)} of {len(record['acknowledged'])} acknowledged rows lost, {len(record['failures'])} clients noticed")
    finally:
        traffic.GIVE_UP_S = 90
        instance.stop()
    expect(lost, "a server that answers before the commit was not caught losing: this test can see nothing")


def main():
    kills = int(sys.argv[1]) if len(sys.argv) > 1 else int(os.environ.get("CLEA_TEST_KILLS", "20"))
    suite.run(kills=kills)
    return suite.finish()


if __name__ == "__main__":
    sys.exit(main())
