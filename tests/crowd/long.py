#!/usr/bin/env python3
# SPDX-License-Identifier: EUPL-1.2
"""What a crowd costs in memory, of the release build: nobody, 256 and 5,000 connections whatever they do, and ten seconds after they left.

    tests/crowd/long.py

A few minutes. Ends with `N passed, N failed`."""

import asyncio
import pathlib
import resource
import sys
import time

TESTS = pathlib.Path(__file__).resolve().parent.parent
sys.path[:0] = [str(TESTS), str(TESTS / "scenario")]

from harness.runner import Suite, expect, expect_equal  # noqa: E402
from instance import Instance  # noqa: E402
from release_build import RELEASE, build_release  # noqa: E402
from wire import Connection, Still, request  # noqa: E402

suite = Suite("crowd, long")
MB = 1e6
IDLE_MB, AT_256_MB, AT_5000_MB, LEFT_BEHIND = 20, 36, 128, 1.3
CROWD, PAUSE_S = 5000, 10
BODY = b'{"birth_name":"' + b"A" * (60 * 1024) + b'"}'


def resident_mb(instance):
    for line in pathlib.Path(f"/proc/{instance.process.pid}/status").read_text().splitlines():
        if line.startswith("VmRSS:"):
            return int(line.split()[1]) * 1024 / MB
    raise AssertionError("no VmRSS")


async def ask_and_stay(port, data, count):
    """So many kept connections, each of which has asked once."""
    connections = []
    for start in range(0, count, 50):
        some = [Connection(port) for _ in range(min(50, count - start))]
        answers = await asyncio.gather(*(connection.ask(data) for connection in some))
        expect_equal({answer.status for answer in answers}, {200})
        connections += some
    return connections


def others_are_served(instance, token):
    answer = asyncio.run(Connection(instance.port).ask(request("GET", "/v1/me", token)))
    expect_equal(answer.status, 200)


@suite.test
def nobody_costs_little(instance):
    time.sleep(2)
    idle = resident_mb(instance)
    print(f"# idle {idle:.1f} MB")
    expect(idle <= IDLE_MB, f"{idle:.1f} MB")


@suite.test
def a_few_hundred_cost_little(instance, token):
    async def go():
        connections = await ask_and_stay(instance.port, request("GET", "/v1/candidacies", token), 256)
        seen = resident_mb(instance)
        for connection in connections:
            connection.close()
        return seen

    seen = asyncio.run(go())
    print(f"# 256 connections {seen:.1f} MB")
    expect(seen <= AT_256_MB, f"{seen:.1f} MB")


def rest(instance, token):
    """Each has asked once, and stays."""
    async def go():
        connections = await ask_and_stay(instance.port, request("GET", "/v1/candidacies", token), CROWD)
        seen = resident_mb(instance)
        for connection in connections:
            connection.close()
        return seen

    return asyncio.run(go())


def stand_still(data, count=CROWD):
    """Each has sent this, and neither sends nor reads any more."""
    def play(instance, token):
        standing = []
        try:
            for _ in range(count):
                standing.append(Still(instance.port, data(token)))
            time.sleep(1)
            seen = resident_mb(instance)
            others_are_served(instance, token)
        finally:
            for one in standing:
                one.close()
        return seen

    return play


PLAYS = {
    "rest after a list": rest,
    "half a head": stand_still(lambda token: request("GET", "/v1/me", token, X_Filling="x" * 6000)[:-10]),
    "half a body": stand_still(lambda token: request("POST", "/v1/candidates", token, BODY)[:-1000]),
    "a body without a key": stand_still(lambda token: request("POST", "/v1/candidates", None, BODY)[:-1000]),
    "the contract, unread": stand_still(lambda token: request("GET", "/openapi.json") * 20),
    "many lists, unread": stand_still(lambda token: request("GET", "/v1/candidacies?limit=200", token) * 20),
}


@suite.test
def five_thousand_fit_whatever_they_do(instance, token):
    idle = resident_mb(instance)
    told = []
    for name, play in PLAYS.items():
        seen = play(instance, token)
        time.sleep(PAUSE_S)
        left = resident_mb(instance)
        told.append((name, seen, left))
        print(f"# {CROWD} x {name}: {seen:.1f} MB, {PAUSE_S} s later {left:.1f} MB", flush=True)
        others_are_served(instance, token)
    for name, seen, left in told:
        expect(seen <= AT_5000_MB, f"{name}: {seen:.1f} MB")
        expect(left <= LEFT_BEHIND * idle, f"{name}: {left:.1f} MB stay, {idle:.1f} were there before")


def main():
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (min(hard, 20000), hard))
    build_release()
    instance = Instance(is_durable=True, binary=RELEASE / "clea-server", settings={
        "CLEA_JOBS_EXPIRY_PERIOD_S": "0", "CLEA_HTTP_LOOPS": "2", "CLEA_LOG_LEVEL": "warning"})
    try:
        instance.start()
        suite.run(sys.argv[1:], instance=instance, token=instance.tokens["REFERENT"])
    finally:
        suite.one("the server ends well", instance.stop)
    return suite.finish()


if __name__ == "__main__":
    sys.exit(main())
