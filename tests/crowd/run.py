#!/usr/bin/env python3
# SPDX-License-Identifier: EUPL-1.2
"""Crowds: who is slow, who asks for too much, and whether the others are served meanwhile.

    tests/crowd/run.py [PART OF A NAME…]

What is judged is who is served, and by whom he is overtaken, not milliseconds: machines are busy. One loop, small budgets.
Nothing but 2xx, 429 and 503 is answered, and the last two say when to come again. Ends with `N passed, N failed`."""

import asyncio
import json
import pathlib
import sys
import time

TESTS = pathlib.Path(__file__).resolve().parent.parent
sys.path[:0] = [str(TESTS), str(TESTS / "fault"), str(TESTS / "scenario")]

import limits  # noqa: E402
import support  # noqa: E402
from harness.runner import Suite, announces, expect, expect_equal  # noqa: E402
from served import key_of, metrics, restart  # noqa: E402
from wire import Connection, Still, request, wait_until  # noqa: E402

suite = Suite("crowd")
KIB = 1024
SETTINGS = {
    "CLEA_HTTP_LOOPS": "1", "CLEA_LIMITS_CONNECTIONS": "200", "CLEA_LIMITS_TENANT_WAITING": "64", "CLEA_LIMITS_WAIT_MS": "3000",
    "CLEA_LIMITS_BODY_MEMORY_BYTES": str(512 * KIB), "CLEA_LIMITS_ANSWER_MEMORY_BYTES": str(16 * 1024 * KIB),
}
FLOOD = 64
# Two segments of lists are under way, the answers of others are being written down, and one was first: not the whole flood.
OVERTAKEN = 6 * 8
BIG = b'{"birth_name":"' + b"A" * (60 * KIB) + b'"}'


def must_be_fair(answers, *good):
    """Only these, and 503 with a time to come again."""
    wrong = [answer for answer in answers if answer.status not in (*good, 503) or not answer.says_when]
    expect(not wrong, f"{len(wrong)} of {len(answers)} answers: {wrong[:3]}")


async def flood(port, data, connections, answers, is_over):
    """Each connection asks again as soon as it is answered; every answer goes to the list, in order."""
    async def go():
        connection = Connection(port)
        while not is_over.is_set():
            answer = await connection.ask(data)
            answers.append(answer)
            if answer.status == 503:
                await asyncio.sleep(0.05)
        connection.close()

    return asyncio.gather(*(go() for _ in range(connections)))


async def during(port, data, connections, ask_others):
    """(answers of the flood, what the others' coroutine gave)"""
    answers, is_over = [], asyncio.Event()
    running = await flood(port, data, connections, answers, is_over)
    try:
        while len(answers) < connections:  # it is under way
            await asyncio.sleep(0.01)
        found = await asyncio.wait_for(ask_others(answers), 60)
    finally:
        is_over.set()
        await running
    return answers, found


async def ask_in_turn(port, requests, flooding):
    """[(answer, how many of the flood were served meanwhile)]"""
    connection, found = Connection(port), []
    for data in requests:
        before = len(flooding)
        answer = await connection.ask(data)
        found.append((answer, sum(1 for one in flooding[before:] if one.status == 200)))
    connection.close()
    return found


# --- one tenant asks for much ---


@suite.test
@announces("a flood beyond what waits is told to come again: 503")
def lists_of_one_tenant_are_overtaken_by_lists_of_another(instance, world):
    """A turn each: behind what has left already, and one more turn of the flood, comes the other's."""
    flooding, other = (key_of(organism.referent) for organism in world.organisms[:2])
    wanted = request("GET", "/v1/candidacies", flooding)
    answers, found = asyncio.run(during(
        instance.port, wanted, FLOOD, lambda seen: ask_in_turn(instance.port, [request("GET", "/v1/candidacies", other)] * 10, seen)))
    must_be_fair(answers, 200)
    expect_equal({answer.status for answer, _ in found}, {200})
    overtaken = sorted(count for _, count in found)
    print(f"# {len(answers)} lists of the flood; the other tenant's were overtaken by {overtaken}")
    expect(overtaken[len(overtaken) // 2] <= OVERTAKEN, f"the other tenant waits behind the flood: {overtaken}")


@suite.test
@announces("a flood beyond what waits is told to come again: 503")
def writes_and_reads_pass_a_flood_of_lists(instance, world):
    flooding, other = world.organisms[0].referent, world.organisms[1].counsellor
    bodies = [json.dumps(world.identity()).encode() for _ in range(10)]
    requests = [data for body in bodies for data in (request("POST", "/v1/candidates", key_of(other), body),
                                                     request("GET", "/v1/me", key_of(other)))]
    answers, found = asyncio.run(during(instance.port, request("GET", "/v1/candidacies?limit=200", key_of(flooding)), FLOOD,
                                        lambda seen: ask_in_turn(instance.port, requests, seen)))
    must_be_fair(answers, 200)
    expect_equal([answer.status for answer, _ in found], [201, 200] * 10)


@suite.test
@announces("a flood beyond what waits is told to come again: 503")
def the_invariants_keep_nobody_waiting(instance, world):
    """One at a time, in a lane of their own: few wait, the others are told so, and everybody else goes on."""
    other = world.organisms[1]
    bodies = [json.dumps(world.identity()).encode() for _ in range(5)]
    requests = [data for body in bodies for data in (request("POST", "/v1/candidates", key_of(other.counsellor), body),
                                                     request("GET", "/v1/candidacies", key_of(other.referent)),
                                                     request("GET", "/v1/organisms", key_of(world.auditor)))]
    answers, found = asyncio.run(during(instance.port, request("GET", "/v1/invariants", key_of(world.certifier)), 16,
                                        lambda seen: ask_in_turn(instance.port, requests, seen)))
    must_be_fair(answers, 200)
    expect(any(answer.status == 503 for answer in answers), "nobody was told to come again")
    expect_equal([answer.status for answer, _ in found], [201, 200, 200] * 5)
    expect(metrics(instance)['clea_shed_total{lane="national_heavy"}'] > 0, "not in the metrics")


# --- who is slow ---


@suite.test
def who_does_not_read_is_cut_and_costs_nothing(instance, world):
    before = metrics(instance)
    readers = [Still(instance.port, request("GET", "/openapi.json") * 20) for _ in range(100)]  # beyond what a kernel keeps
    try:
        for _ in range(3):
            world.organisms[0].referent.get("/v1/me").must(200)
        grown = metrics(instance)["process_resident_memory_bytes"] - before["process_resident_memory_bytes"]
        expect(grown < 32 * 1024 * KIB, f"100 readers of the contract cost {grown / 1e6:.0f} MB")
        expect(wait_until(lambda: all(reader.is_cut() for reader in readers), 20), "some are still there")
        expect(metrics(instance)['clea_http_cut_total{why="slow"}'] >= 100, "not in the metrics")
    finally:
        for reader in readers:
            reader.close()


@suite.test
@announces("there is no room for so many bodies: 503")
def slow_bodies_leave_room_for_others(instance, world):
    """Large ones fill their budget and no more; who has no key sends none at all; small ones always pass."""
    head = request("POST", "/v1/candidates", key_of(world.organisms[0].counsellor), BIG)[: -len(BIG)]
    stranger = Still(instance.port, request("POST", "/v1/candidates", None, BIG)[: -len(BIG)])
    expect(stranger.text().startswith(b"HTTP/1.1 401 "), "asked for a body by nobody")
    senders = [Still(instance.port, head + BIG[:2000]) for _ in range(30)]
    try:
        expect(wait_until(lambda: metrics(instance)["clea_http_bodies_refused_total"] > 0, 10), "there is room for all")
        held = metrics(instance)['clea_http_held_bytes{what="bodies"}']
        expect(0 < held <= 512 * KIB + 64 * KIB, f"{held} bytes are held")
        world.candidate(world.organisms[1])
        refused = [sender for sender in senders if sender.is_cut()]
        expect(refused, "nobody was refused")
        text = refused[0].text()
        expect(text.startswith(b"HTTP/1.1 503 ") and b"Retry-After:" in text and b"TEMPORARY_REDUCED_CAPACITY" in text, text[:300])
        expect(wait_until(lambda: all(sender.is_cut() for sender in senders), 20), "some are still sending")
        expect(any(sender.text().startswith(b"HTTP/1.1 408 ") for sender in senders), "nobody was told that he is late")
        expect(wait_until(lambda: metrics(instance)['clea_http_held_bytes{what="bodies"}'] == 0, 5), "bodies are held for nobody")
    finally:
        for sender in [stranger, *senders]:
            sender.close()


def bodies_held(instance):
    return metrics(instance)['clea_http_held_bytes{what="bodies"}']


def head_of_big(client):
    return request("POST", "/v1/candidates", key_of(client), BIG)[: -len(BIG)]


@suite.test
def slow_bodies_of_one_tenant_leave_room_for_large_ones_of_others(instance, world):
    """A quarter of the room is a tenant's."""
    first, second = (organism.counsellor for organism in world.organisms[:2])
    senders = [Still(instance.port, head_of_big(first) + BIG[:2000]) for _ in range(30)]
    try:
        expect(wait_until(lambda: sum(sender.is_cut() for sender in senders) >= 28, 5), "one tenant sends more than its share")
        held = bodies_held(instance)
        expect(0 < held <= 128 * KIB, f"{held} bytes are held for one tenant")
        answer = asyncio.run(Connection(instance.port).ask(request("POST", "/v1/candidates", key_of(second), BIG)))
        expect_equal(answer.status, 422)
    finally:
        for sender in senders:
            sender.close()
    expect(wait_until(lambda: bodies_held(instance) == 0, 5), "bodies are held for nobody")


def addresses(count):
    return [f"127.0.5.{place + 1}" for place in range(count)]


@suite.test
@announces("a flood beyond what waits is told to come again: 503")
def strangers_who_take_nothing_leave_room_for_keys(instance, world):
    """From however many addresses: together they hold a quarter of what answers may."""
    before = restart(instance, CLEA_LIMITS_ANSWER_MEMORY_BYTES=str(1024 * KIB), CLEA_HTTP_SLOWEST_BYTES_PER_S="0")
    wanted = request("GET", "/v1/referentials/CLEA-SOCLE/versions/2018")
    readers = [Still(instance.port, wanted * 40, source=source) for source in addresses(60)]
    try:
        held, known = [], world.organisms[0].referent
        for _ in range(20):
            held.append(metrics(instance)['clea_http_held_bytes{what="answers"}'])
            known.get("/v1/me").must(200)
            time.sleep(0.1)
        expect(0 < max(held) <= 256 * KIB + 64 * KIB, f"{max(held)} bytes are held for callers without a key")
    finally:
        for reader in readers:
            reader.close()
        restart(instance, **before)


@suite.test
@announces("there is no room for so many bodies: 503")
def slow_bodies_of_strangers_leave_room_for_keys(instance, world):
    """What needs no key takes no more than its members may be, and all such bodies together a quarter of the room."""
    def head(length):
        return request("POST", "/v1/verifications", None, b"")[:-4].replace(b"Content-Length: 0", f"Content-Length: {length}".encode()) + b"\r\n\r\n"

    long = Still(instance.port, head(65000))
    expect(long.text().startswith(b"HTTP/1.1 413 "), "a long body is waited for")
    long.close()
    lost = request("POST", "/v1/nowhere", None, BIG)[: -len(BIG)] + BIG[:2000]
    senders = [Still(instance.port, lost, source=source) for source in addresses(20)]
    senders += [Still(instance.port, head(4000) + b"{", source=source) for source in addresses(120)]
    try:
        expect(wait_until(lambda: sum(sender.is_cut() for sender in senders) >= 100, 5), "strangers send more than their share")
        held = bodies_held(instance)
        expect(0 < held <= 128 * KIB, f"{held} bytes are held for callers without a key")
        answer = asyncio.run(Connection(instance.port).ask(
            request("POST", "/v1/candidates", key_of(world.organisms[0].counsellor), BIG)))
        expect_equal(answer.status, 422)
    finally:
        for sender in senders:
            sender.close()
    expect(wait_until(lambda: bodies_held(instance) == 0, 5), "bodies are held for nobody")


@suite.test
def who_sends_slowly_is_cut_earlier_when_room_is_short(instance, world):
    """Fast enough while there is room; with half of it taken a large body comes in half a minute or not at all."""
    first, second = (organism.counsellor for organism in world.organisms[:2])

    def send(*clients):
        return [Still(instance.port, head_of_big(client)) for client in clients]

    def seconds_of(senders, count):
        for _ in range(count * 2):
            for sender in senders:
                sender.send(b"A" * 750)
            time.sleep(0.5)
        return [sender.is_cut() for sender in senders]

    for clients, is_cut in (((first, second), False), ((first, first, second, second, world.certifier), True)):
        senders = send(*clients)
        try:
            expect_equal(seconds_of(senders, 8), [is_cut] * len(senders))
        finally:
            for sender in senders:
                sender.close()
        expect(wait_until(lambda: bodies_held(instance) == 0, 5), "bodies are held for nobody")


@suite.test
@announces("so much is held already for whom it is asked: 503")
def the_slowest_gives_way_to_who_finds_no_room(instance, world):
    """Nobody is cut for his pace here: answers that strangers do not take, bodies of theirs that trickle, and large ones of a tenant."""
    body = b'{"code":"' + b"0" * 26 + b'"}'
    verify = request("POST", "/v1/verifications", None, body + b" " * (4000 - len(body)))
    slow = verify.partition(b"\r\n\r\n")[0] + b"\r\n\r\n{"
    wanted = request("GET", "/v1/referentials/CLEA-SOCLE/versions/2018")
    client = world.organisms[0].counsellor
    cases = {
        "answers": ([(wanted * 40, source) for source in addresses(60)], wanted, (200,)),
        "bodies": ([(slow, source) for source in addresses(120)], verify, (200, 422)),
        "large ones": ([(head_of_big(client), "127.0.0.1")] * 30, request("POST", "/v1/candidates", key_of(client), BIG), (422,)),
    }
    for name, (data, asked, good) in cases.items():
        before = restart(instance, CLEA_LIMITS_ANSWER_MEMORY_BYTES=str(1024 * KIB), CLEA_HTTP_SLOWEST_BYTES_PER_S="0")
        still = [Still(instance.port, piece, source=source) for piece, source in data]
        answers = []

        def is_served():
            answers.append(asyncio.run(Connection(instance.port, source="127.0.6.1").ask(asked)))
            return answers[-1].status in good

        try:
            expect(any(not is_served() for _ in range(40)), f"{name}: there is room for all")  # answers are made as fast as the machine is
            expect(wait_until(is_served, 240), f"{name}: {len(answers)} times refused, last {answers[-1]}")
            must_be_fair(answers, *good)
        finally:
            for reader in still:
                reader.close()
            restart(instance, **before)


@suite.test
def who_rests_longest_gives_way(instance, world):
    """A connection more than there may be, and one more again: each finds a place."""
    async def go():
        resting = []
        for _ in range(260):
            connection = await Connection(instance.port).open()
            resting.append((await connection.ask(request("GET", "/livez"))).status)
            kept.append(connection)
        return resting

    kept = []
    expect_equal(set(asyncio.run(go())), {200})
    world.organisms[0].referent.get("/v1/me").must(200)
    expect(metrics(instance)['clea_http_cut_total{why="rest"}'] >= 50, "nobody gave way")


HALF_A_HEAD = request("GET", "/livez", Connection="close", X_Filling="x" * 3000)[:-10]
NEWCOMERS = 30


def newcomers_are_served(instance, sources):
    """Each comes anew, and asks once."""
    async def go():
        return [(await asyncio.wait_for(Connection(instance.port, source).ask(request("GET", "/livez", Connection="close")), 20)).status
                for source in sources]

    expect_equal(set(asyncio.run(go())), {200}, "newcomers")


@suite.test
def half_heads_of_one_address_keep_nobody_out(instance, world):
    """More than there may be connections, and none is late yet: whoever comes from elsewhere is served, and so is who has half a head
    elsewhere; the crowd gives way, its oldest first. Of a crowd from many addresses too."""
    before = restart(instance, CLEA_HTTP_HEADER_TIMEOUT_S="600")
    few = [Still(instance.port, HALF_A_HEAD, source=f"127.0.1.{place}") for place in (1, 2, 3)]
    crowds = {"one address": lambda place: "127.0.0.9", "many": lambda place: f"127.0.2.{place % 250 + 1}"}
    try:
        for name, source in crowds.items():
            crowd = [Still(instance.port, HALF_A_HEAD, source=source(place)) for place in range(400)]
            try:
                newcomers_are_served(instance, ["127.0.0.1"] * NEWCOMERS + [f"127.0.3.{place + 1}" for place in range(NEWCOMERS)])
                expect(sum(one.is_cut() for one in crowd) >= 200, f"{name}: the crowd stays")
                expect(not any(one.is_cut() for one in crowd[-50:]), f"{name}: not the oldest give way")
                expect(name == "many" or not any(one.is_cut() for one in few), "half a head of another address gives way to the crowd")
            finally:
                for one in crowd:
                    one.close()
            if name == "one address":
                first = few.pop()
                first.send(b"\r\n\r\n")
                expect(first.text().startswith(b"HTTP/1.1 200 "), "who took his time is served")
                first.close()
        expect(metrics(instance)['clea_http_cut_total{why="head"}'] >= 400, "not in the metrics")
    finally:
        for one in few:
            one.close()
        restart(instance, **before)


@suite.test
@announces("a flood beyond what can be served is told to come again: 503")
def a_flood_is_answered_or_told_to_come_again(instance, world):
    """More than there is room for, of everything: nobody is left without an answer, and afterwards nothing waits."""
    paths = ["/v1/candidacies", "/v1/me", "/v1/organisms", "/v1/deadlines"]

    async def go():
        is_over, answers = asyncio.Event(), []
        running = [await flood(instance.port, request("GET", path, key_of(organism.referent)), 20, answers, is_over)
                   for path in paths for organism in world.organisms[:2]]
        await asyncio.sleep(2)
        is_over.set()
        await asyncio.gather(*running)
        return answers

    started = time.monotonic()
    answers = asyncio.run(go())
    must_be_fair(answers, 200)
    good = sum(1 for answer in answers if answer.status == 200)
    print(f"# {good} answers and {len(answers) - good} refusals in {time.monotonic() - started:.1f} s")
    expect(good > 100, f"only {good} were served")
    world.organisms[0].referent.get("/v1/me").must(200)
    found = metrics(instance)
    waiting = {name: value for name, value in found.items() if name.startswith("clea_db_pool_waiting") and value}
    expect(not waiting, f"after the flood: {waiting}")
    remembered, asked = (found[f'clea_credential_lookups_total{{answer="{answer}"}}'] for answer in ("remembered", "asked"))
    expect(remembered > asked, f"of {remembered + asked:.0f} credentials shown only {remembered:.0f} were remembered")


def main():
    instance, world = support.start(2, SETTINGS)
    try:
        suite.tests = limits.suite.tests + suite.tests
        suite.run(sys.argv[1:], instance=instance, world=world)
    finally:
        suite.one("the server ends well", instance.stop)
    return suite.finish()


if __name__ == "__main__":
    sys.exit(main())
