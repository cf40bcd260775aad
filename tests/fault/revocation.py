# SPDX-License-Identifier: EUPL-1.2
"""What ends a principal is seen everywhere within a second: on every loop of two servers, and when the connection that
hears of it is killed or frozen meanwhile. Guessed keys cost the database next to nothing."""

import contextlib
import json
import os
import signal
import socket
import threading
import time

from harness.client import Client
from harness.key import new_key
from harness.second_server import SecondServer
from support import Suite, expect

LOOPS = 4
CONNECTIONS = 24  # to each server: the kernel deals them out to its loops
LIMIT_S = 1.0
LISTENERS = "select pid from pg_stat_activity where application_name = 'clea-server listener'"

suite = Suite("revocation")


def await_listeners(instance, count=2):
    end = time.monotonic() + 10
    while len(pids := [int(row[0]) for row in instance.sql(LISTENERS)]) != count:
        expect(time.monotonic() < end, f"{len(pids)} connections listen, not {count}")
        time.sleep(0.05)
    return pids


class Everywhere:
    """One caller on many connections to both servers, warm: every loop remembers who he is."""

    def __init__(self, clients):
        self.clients = clients
        expect({reply.status for reply in self.ask()} == {200}, "the key works everywhere before")

    def ask(self):
        return [client.get("/v1/me", checks=False) for client in self.clients]

    def until(self, status):
        """Seconds until every connection has answered so, and each that once did went on to do so."""
        begin, waiting = time.monotonic(), list(self.clients)
        while waiting:
            waiting = [client for client in waiting if client.get("/v1/me", checks=False).status != status]
            expect(time.monotonic() - begin < 5, f"{len(waiting)} connections still answer otherwise")
        took = time.monotonic() - begin
        again = {reply.status for reply in self.ask()}
        expect(again == {status}, f"it flickers: {again}")
        return took


@contextlib.contextmanager
def two_servers(instance, client):
    with SecondServer(instance, CLEA_HTTP_LOOPS=str(LOOPS)) as second:
        await_listeners(instance)
        time.sleep(0.3)  # and have heard the database once
        yield Everywhere([Client(base, client.token) for base in
                          (instance.base_url, f"http://127.0.0.1:{second.port}") for _ in range(CONNECTIONS)])


def revoke(instance, client):
    """By the database: what is tried here is who hears of it."""
    from harness.key import digest
    rows = instance.sql(f"update api_key set status = 'REVOKED', revoked_at = clock_timestamp() where hash = '\\x{digest(client.token)}' returning 1")
    expect(len(rows) == 1, "there is such a key")


def spare(world, role="COUNSELLOR"):
    """Somebody whom nobody misses."""
    client = world.staff(world.organisms[0], f"SPARE{next(world.numbers)}", role)
    world.flush()
    return client


@suite.test
def revocation_is_seen_on_every_loop_of_two_servers(instance, world):
    client = spare(world)
    with two_servers(instance, client) as everywhere:
        revoke(instance, client)
        took = everywhere.until(401)
        print(f"# seen by {2 * LOOPS} loops after {took * 1000:.0f} ms")
        expect(took < LIMIT_S, f"a revoked key works for {took:.2f} s")


def begin_slowly(instance, client, body):
    """A creation whose head is there, and of whose body nothing but a first blank."""
    head = (f"POST /v1/candidates HTTP/1.1\r\nHost: slow.example\r\nAuthorization: Bearer {client.token}\r\nIdempotency-Key: slow-{time.monotonic_ns()}\r\n"
            f"Content-Type: application/json\r\nContent-Length: {len(body) + 1}\r\n\r\n").encode()
    sock = socket.create_connection(("127.0.0.1", instance.port), timeout=15)
    sock.sendall(head + b" ")
    return sock


def status_of(sock, rest):
    with sock:
        sock.sendall(rest)
        return int(sock.recv(4096).split(b" ", 2)[1])


@suite.test
def a_body_that_comes_after_the_revocation_does_nothing(instance, world):
    """Who asks is known from the head; what he asks comes later, and by then he may be nobody any more."""
    body = json.dumps({"birth_name": "Lent", "first_name_1": "Éloi", "birth_year": 1981}).encode()
    client = spare(world)
    slow = begin_slowly(instance, client, body)
    time.sleep(0.7)
    expect(status_of(slow, body) == 201, "a slow body is taken from whoever still is somebody")
    for wait in (0.2, 1.5):
        client = spare(world)
        client.get("/v1/me").must(200)
        waiting = [begin_slowly(instance, client, body) for _ in range(2 * LOOPS)]
        time.sleep(0.3)
        revoke(instance, client)
        time.sleep(wait)
        expect({status_of(slow, body) for slow in waiting} == {401}, f"a key does something {wait} s after it was revoked")


@suite.test
def revocation_is_seen_while_the_listener_is_killed(instance, world):
    """Over and over: nothing is missed between two connections."""
    is_over = threading.Event()

    def kill():
        while not is_over.is_set():
            instance.sql("select pg_terminate_backend(pid) from (" + LISTENERS + ") as listener")
            time.sleep(0.02)

    for _ in range(3):
        client = spare(world)
        with two_servers(instance, client) as everywhere:
            is_over.clear()
            killer = threading.Thread(target=kill)
            killer.start()
            try:
                time.sleep(0.1)
                expect({reply.status for reply in everywhere.ask()} == {200}, "others are served meanwhile")
                revoke(instance, client)
                took = everywhere.until(401)
            finally:
                is_over.set()
                killer.join()
            expect(took < LIMIT_S, f"a revoked key works for {took:.2f} s")
            await_listeners(instance)


@suite.test
def revocation_is_seen_while_the_listener_is_frozen(instance, world):
    """Its connection is there and says nothing, as when a network is cut in the middle."""
    client = spare(world)
    with two_servers(instance, client) as everywhere:
        frozen = await_listeners(instance)
        for pid in frozen:
            os.kill(pid, signal.SIGSTOP)
        try:
            revoke(instance, client)
            took = everywhere.until(401)
        finally:
            for pid in frozen:
                os.kill(pid, signal.SIGCONT)
        print(f"# seen after {took * 1000:.0f} ms")
        expect(took < LIMIT_S, f"a revoked key works for {took:.2f} s")


@suite.test
def expiry_is_seen_to_the_moment(instance, world):
    from harness.key import digest
    client = spare(world)
    with two_servers(instance, client) as everywhere:
        instance.sql(f"update api_key set expires_at = clock_timestamp() + interval '1500 ms' where hash = '\\x{digest(client.token)}'")
        begin = time.monotonic()
        expect({reply.status for reply in everywhere.ask()} == {200}, "it works until then")
        time.sleep(max(0, 1.5 - (time.monotonic() - begin)))
        took = everywhere.until(401)
        expect(took < LIMIT_S, f"an expired key works for {took:.2f} s")


def questions(instance):
    """How often a key was looked for, once the counters have come to rest."""
    seen = None
    while True:
        now = int(instance.sql("select idx_scan from pg_stat_user_indexes where indexrelname = 'api_key_one_hash'")[0][0])
        if now == seen:
            return now
        seen = now
        time.sleep(1.2)


@suite.test
def guessed_keys_cost_the_database_next_to_nothing(instance, world):
    guesses, threads = 6000, 4
    known = world.organisms[0].counsellor.clone()
    known.get("/v1/me").must(200)
    await_listeners(instance, 1)
    before, begin = questions(instance), time.monotonic()

    def guess():
        client = Client(instance.base_url)
        for _ in range(guesses // threads):
            client.token = new_key()
            client.get("/v1/me", checks=False).must(401)

    workers = [threading.Thread(target=guess) for _ in range(threads)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    took = time.monotonic() - begin
    asked = questions(instance) - before
    known.get("/v1/me").must(200)
    print(f"# {guesses} guesses in {took:.1f} s, {asked} questions")
    # A connection tells the database's counters up to ten seconds late what it did: some of these
    # questions are those of the tests before, hence the share of a fiftieth on top.
    most = LOOPS * (20 + 10 * took) + guesses / 50
    expect(asked <= most and asked < guesses / 4, f"{guesses} guesses asked the database {asked} times")
    spare(world).get("/v1/me").must(200)  # a key made a moment ago


@suite.test
def a_key_works_at_once_after_it_was_made(instance, world):
    for _ in range(20):
        spare(world).get("/v1/me").must(200)
