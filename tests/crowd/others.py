#!/usr/bin/env python3
# SPDX-License-Identifier: EUPL-1.2
"""How long the others wait while one caller floods: lists, the invariants, commands on one candidacy. Of the release build.

    tests/crowd/others.py                                   a server of its own, with the demonstration
    tests/crowd/others.py --base URL --tokens FILE          one that runs, as tests/bench/serve 100000 prints it

The others ask at a fixed pace, timed from when they meant to, first alone and then beside each flood. Their p99 stays within three times
what it is alone, or 25 ms, whichever is more; of three rounds the best counts, for machines are shared. Half a minute a round.
Ends with `N passed, N failed`."""

import argparse
import asyncio
import json
import pathlib
import sys
import time
import urllib.parse

TESTS = pathlib.Path(__file__).resolve().parent.parent
sys.path[:0] = [str(TESTS), str(TESTS / "scenario")]

from harness.runner import Suite, expect, expect_equal  # noqa: E402
from instance import Instance  # noqa: E402
from release_build import RELEASE, build_release  # noqa: E402
from wire import Connection, request  # noqa: E402

suite = Suite("others")
TIMES, LEAST_MS = 3, 25
ROUNDS, SECONDS, PER_SECOND, FLOOD = 3, 4, 50, 64


def tokens_by_role(path):
    """{role: [(token, scope id)]}"""
    found = {}
    for words in map(str.split, pathlib.Path(path).read_text().splitlines()):
        if len(words) >= 3:
            found.setdefault(words[0], []).append((words[1], words[2]))
    return found


async def flood(port, data, is_over, counts):
    """One connection that asks again as soon as it is answered, and as it is told when it shall come again."""
    connection = Connection(port)
    while not is_over.is_set():
        answer = await connection.ask(data)
        counts[answer.status] = counts.get(answer.status, 0) + 1
        if answer.status == 503:
            await asyncio.sleep(0.05)
    connection.close()


async def others(port, requests):
    """[ms], of requests that were to leave at a fixed pace: what came late because the one before was late waited as well."""
    connections = [await Connection(port).open() for _ in range(8)]
    begun, times, free = time.monotonic(), [], asyncio.Queue()
    for connection in connections:
        free.put_nowait(connection)

    async def ask(number):
        meant = begun + number / PER_SECOND
        await asyncio.sleep(max(0, meant - time.monotonic()))
        connection = await free.get()
        answer = await connection.ask(requests[number % len(requests)])
        free.put_nowait(connection)
        expect(answer.status in (200, 201), f"{answer}")
        times.append((time.monotonic() - meant) * 1000)

    await asyncio.gather(*(ask(number) for number in range(SECONDS * PER_SECOND)))
    for connection in connections:
        connection.close()
    return times


def p99(times):
    return sorted(times)[int(len(times) * 0.99)]


async def beside(port, flooding, requests):
    """(the others' p99, what the flood was answered)"""
    is_over, counts = asyncio.Event(), {}
    running = [asyncio.create_task(flood(port, flooding, is_over, counts)) for _ in range(FLOOD if flooding else 0)]
    await asyncio.sleep(0.5)
    try:
        times = await others(port, requests)
    finally:
        is_over.set()
        await asyncio.gather(*running)
    return p99(times), counts


def what_is_asked(port, tokens):
    """Of two organisms: {name of a flood: its request}, [requests of the others]"""
    def first(key):
        page = json.loads(asyncio.run(Connection(port).ask(request("GET", "/v1/candidacies?limit=1", key))).body)["data"]
        return page[0]["id"] if page else None

    found = {scope: (token, candidacy) for token, scope in tokens["REFERENT"] if (candidacy := first(token))}
    (flooding, mine), (token, candidacy) = list(found.values())[:2]
    body = b'{"event":"RECORD_INFORMATION","data":{"has_consent":true}}'
    floods = {
        "lists": request("GET", "/v1/candidacies?limit=200", flooding),
        "the invariants": request("GET", "/v1/invariants", tokens["CERTIFIER"][0][0]),
        "one candidacy": request("POST", f"/v1/candidacies/{mine}/events", flooding, body),
    }
    return floods, [request("GET", f"/v1/candidacies/{candidacy}", token), request("GET", "/v1/candidacies?limit=50", token),
                    request("GET", f"/v1/candidacies/{candidacy}/summary", token)]


@suite.test
def the_others_are_served_in_time(port, tokens):
    floods, requests = what_is_asked(port, tokens)
    best = {}
    for _ in range(ROUNDS):
        quiet, _ = asyncio.run(beside(port, None, requests))
        for name, data in floods.items():
            seen, counts = asyncio.run(beside(port, data, requests))
            expect(set(counts) <= {200, 409, 422, 429, 503}, f"{name}: {counts}")
            allowed = max(TIMES * quiet, LEAST_MS)
            print(f"# {name}: p99 of the others {seen:.1f} ms, {quiet:.1f} alone; the flood was answered {counts}", flush=True)
            best[name] = min(best.get(name, (1e9, 0)), (seen / allowed, seen))
    late = {name: f"{ms:.1f} ms" for name, (share, ms) in best.items() if share > 1}
    expect_equal(late, {})


def main():
    options = argparse.ArgumentParser()
    options.add_argument("--base")
    options.add_argument("--tokens")
    given = options.parse_args()
    if given.base:
        suite.run(port=urllib.parse.urlsplit(given.base).port, tokens=tokens_by_role(given.tokens))
        return suite.finish()
    build_release()
    instance = Instance(is_durable=True, binary=RELEASE / "clea-server", seed=("--demo", "--candidacies", "60"), settings={
        "CLEA_JOBS_EXPIRY_PERIOD_S": "0", "CLEA_LOG_LEVEL": "warning"})
    try:
        instance.start()
        suite.run(port=instance.port, tokens=tokens_by_role(instance.tokens_path))
    finally:
        suite.one("the server ends well", instance.stop)
    return suite.finish()


if __name__ == "__main__":
    sys.exit(main())
