# SPDX-License-Identifier: EUPL-1.2
"""Databases that stop, freeze or hang up; clients that leave or crawl; a server that is told to stop."""

import contextlib
import json
import os
import signal
import subprocess
import threading
import uuid

from support import Client, Raw, Suite, announces, content, expect, expect_equal, nothing_written, time, wait_for

suite = Suite("outages")
PATH = "/v1/candidates"

# Short, so that the tests are; the order of the three stays that of the defaults.
SETTINGS = {
    "CLEA_HTTP_HEADER_TIMEOUT_S": "3",
    "CLEA_HTTP_BODY_TIMEOUT_S": "4",
    "CLEA_DATABASE_STATEMENT_TIMEOUT_MS": "2500",
    "CLEA_DATABASE_DEADLINE_MS": "4000",
}


@contextlib.contextmanager
def locked(instance, table="candidate"):
    """Somebody holds a lock under which the table can be read and not written."""
    holder = subprocess.Popen(
        ["/usr/lib/postgresql/15/bin/psql", "-XqtA", "-U", "postgres", "-d", "clea"],
        env=instance.environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    holder.stdin.write(f"begin; lock table {table} in share mode; select 'held';\n")
    holder.stdin.flush()
    expect_equal(holder.stdout.readline().strip(), "held")
    try:
        yield
    finally:
        with contextlib.suppress(OSError):
            holder.stdin.close()  # psql ends, its transaction is rolled back
        holder.wait()
        holder.stdout.close()


@contextlib.contextmanager
def away(instance, go):
    """The database is away inside, whatever happens."""
    go()
    try:
        yield
    finally:
        instance.start_database()


def waiting_writers(instance):
    return int(instance.sql("select count(*) from pg_stat_activity where usename = 'clea_app' and wait_event_type = 'Lock'")[0][0])


class Later:
    """A request in a thread of its own."""

    def __init__(self, call):
        self.reply = self.error = None
        self.thread = threading.Thread(target=self._run, args=(call,))
        self.started = time.monotonic()
        self.thread.start()

    def _run(self, call):
        try:
            self.reply = call()
        except Exception as error:  # noqa: BLE001
            self.error = error
        self.seconds = time.monotonic() - self.started

    def wait(self):
        self.thread.join(60)
        expect(not self.thread.is_alive(), "no answer after 60 s")
        expect(self.error is None, f"no answer: {self.error!r}")
        return self.reply


def create(world, body, key):
    return world.organisms[0].counsellor.clone().post(PATH, body, key=key)


def rows(instance, body):
    return int(instance.sql(f"select count(*) from candidate where birth_name = '{body['birth_name']}'")[0][0])


def until_served(world, body, key, timeout_s=30):
    """Repeats the request until it is no longer refused; what is in between must be announced refusals."""
    end = time.monotonic() + timeout_s
    while (reply := create(world, body, key)).status in (503, 504):
        expect(reply.headers["Retry-After"], f"503 without Retry-After: {reply}")
        expect(time.monotonic() < end, f"still refused after {timeout_s} s: {reply}")
        time.sleep(0.1)
    return reply


@suite.test
@announces("the database is killed")
def the_database_is_killed_in_mid_request(instance, world):
    body, key = world.identity(), str(uuid.uuid4())
    before = content(instance)
    with locked(instance):
        asked = Later(lambda: create(world, body, key))
        wait_for(lambda: waiting_writers(instance) > 0, about="the write to reach the lock")
        with away(instance, instance.kill_database):
            reply = asked.wait().must_refuse("DATABASE_UNAVAILABLE", 503)
            expect(reply.headers["Retry-After"], "no Retry-After")
            read = world.organisms[0].counsellor.clone().get(PATH).must(503)
            expect(read.headers["Retry-After"], "no Retry-After")
    expect_equal(content(instance), before, "nothing of it is there")
    until_served(world, body, key).must(201)
    expect_equal(rows(instance, body), 1)
    world.organisms[0].counsellor.get(PATH).must(200)


@suite.test
@announces("the database is stopped")
def the_database_is_stopped_politely(instance, world):
    body, key = world.identity(), str(uuid.uuid4())
    with away(instance, instance.stop_database):
        started = time.monotonic()
        create(world, body, key).must_refuse("DATABASE_UNAVAILABLE", 503)
        expect(time.monotonic() - started < 5, "it took long to say that the database is away")
        expect_equal(instance.readiness(), 503, "readiness while the database is away")
    until_served(world, body, key).must(201)
    wait_for(lambda: instance.readiness() == 200, about="readiness")
    expect_equal(rows(instance, body), 1)


@contextlib.contextmanager
def commits_wait(instance):
    """A commit is written, and told to nobody: it waits for a standby that never comes."""
    def turn(setting):
        instance.sql(f"alter system {setting}")
        instance.sql("select pg_reload_conf()")
    turn("set synchronous_standby_names = 'nobody'")
    try:
        yield
    finally:
        with contextlib.suppress(Exception):  # this command waits too, until the next one is read
            turn("reset synchronous_standby_names")


def at_their_commit(instance):
    return [row[0] for row in instance.sql("select pid from pg_stat_activity where usename like 'clea\\_%' and wait_event = 'SyncRep'")]


@suite.test
@announces("the connection is lost during the commit")
def a_commit_of_which_nobody_knows_is_told_as_such(instance, world):
    """What was asked for may have been recorded: the caller hears that, and the same key tells. A write that only waited is another matter."""
    body, key = world.identity(), str(uuid.uuid4())
    with commits_wait(instance):
        asked = Later(lambda: create(world, body, key))
        wait_for(lambda: at_their_commit(instance), about="the commit to wait")
        for pid in at_their_commit(instance):
            instance.sql(f"select pg_terminate_backend({pid})")
        reply = asked.wait().must_refuse("OUTCOME_UNKNOWN", 503)
        expect(reply.headers["Retry-After"], "no Retry-After")
        expect("Idempotency-Key" in reply.body["hint"], reply)
    expect_equal(rows(instance, body), 1, "it was recorded")
    until_served(world, body, key).must(201)
    expect_equal(rows(instance, body), 1, "done once, though it was unknown in between")


@suite.test
@announces("the database hangs up")
def the_database_hangs_up(instance, world):
    bodies = [(world.identity(), str(uuid.uuid4())) for _ in range(6)]
    with locked(instance):
        asked = [Later(lambda body=body, key=key: create(world, body, key)) for body, key in bodies]
        wait_for(lambda: waiting_writers(instance) > 0, about="the write to reach the lock")
        instance.sql("select pg_terminate_backend(pid) from pg_stat_activity where usename like 'clea\\_%'")
    for one in asked:
        one.wait().must(201, 503)
    for body, key in bodies:
        until_served(world, body, key).must(201)
        expect_equal(rows(instance, body), 1)


@suite.test
@announces("a lock outlasts the statement")
def the_database_takes_too_long(instance, world):
    body, key = world.identity(), str(uuid.uuid4())
    with nothing_written(instance):
        with locked(instance):
            asked = Later(lambda: create(world, body, key))
            reply = asked.wait().must(503, 504)
        expect(reply.headers["Retry-After"], "no Retry-After")
        expect(asked.seconds < 15, f"{asked.seconds:.1f} s")
    until_served(world, body, key).must(201)
    expect_equal(rows(instance, body), 1)


@suite.test
@announces("the database is frozen")
def the_database_freezes(instance, world):
    body, key = world.identity(), str(uuid.uuid4())
    pids = [int(pid) for pid in instance._cluster("cluster_processes").split()]
    expect(len(pids) > 3, f"only {pids} to freeze")
    for pid in pids:
        os.kill(pid, signal.SIGSTOP)
    try:
        asked = Later(lambda: create(world, body, key))
        reply = asked.wait().must(503, 504)
        expect(reply.headers["Retry-After"], "no Retry-After")
        expect(asked.seconds < 15, f"{asked.seconds:.1f} s")
    finally:
        for pid in pids:
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGCONT)
    until_served(world, body, key).must(201)
    expect_equal(rows(instance, body), 1, "done once, though it was unknown in between")


def raw_post(world, body, key):
    text = json.dumps(body)
    return (f"POST {PATH} HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer {world.organisms[0].counsellor.token}\r\n"
            f"Content-Type: application/json\r\nIdempotency-Key: {key}\r\n"
            f"Content-Length: {len(text.encode())}\r\n\r\n{text}").encode()


@suite.test
def the_client_leaves_while_its_request_waits(instance, world):
    left = [(world.identity(), str(uuid.uuid4())) for _ in range(10)]
    with locked(instance):
        for body, key in left:
            with Raw(instance) as raw:
                raw.send(raw_post(world, body, key))
                time.sleep(0.05)
        wait_for(lambda: waiting_writers(instance) > 0, about="the write to reach the lock")
    for body, key in left:
        until_served(world, body, key).must(201)
        expect_equal(rows(instance, body), 1, "the retry after a lost answer")


@suite.test
def the_client_leaves_in_mid_body(instance, world):
    with nothing_written(instance):
        for cut in (1, 40, 200):
            text = raw_post(world, world.identity(), uuid.uuid4())
            with Raw(instance) as raw:
                raw.send(text[:-cut])
                time.sleep(0.05)
        world.organisms[0].counsellor.get(PATH).must(200)


@suite.test
def a_slow_head_is_cut_off(instance, world):
    with Raw(instance, timeout_s=0.4) as slow:
        started = time.monotonic()
        text = iter(b"GET /v1/candidates HTTP/1.1\r\nHost: a\r\n" + b"X-A: b\r\n" * 99)
        reply = None
        while not slow.is_closed and time.monotonic() - started < 12:
            slow.send(bytes([next(text)]))
            try:
                reply = slow.reply() or reply
            except TimeoutError:
                pass
            world.organisms[0].counsellor.get(PATH).must(200)
        expect(slow.is_closed, "a byte now and then holds a connection for ever")
        expect(time.monotonic() - started < 8, f"after {time.monotonic() - started:.1f} s only")
        expect(reply is None or reply.status == 408, reply)


@suite.test
def a_slow_body_is_cut_off(instance, world):
    with nothing_written(instance), Raw(instance, timeout_s=0.4) as slow:
        text = raw_post(world, world.identity(), uuid.uuid4())
        head, _, body = text.partition(b"\r\n\r\n")
        slow.send(head + b"\r\n\r\n")
        started, reply = time.monotonic(), None
        for byte in body:
            if slow.is_closed:
                break
            slow.send(bytes([byte]))
            try:
                reply = slow.reply() or reply
            except TimeoutError:
                pass
        expect(slow.is_closed and time.monotonic() - started < 10, f"held for {time.monotonic() - started:.1f} s")
        expect(reply is None or reply.status == 408, reply)


@suite.test
def many_idle_connections_keep_nobody_out(instance, world):
    idle = [Raw(instance) for _ in range(300)]
    try:
        for one in idle[::3]:
            one.send(b"GET /v1/")
        world.organisms[0].counsellor.clone().get(PATH).must(200)
    finally:
        for one in idle:
            one.socket.close()


@suite.test
@announces("the server is stopped in mid request")
def a_stop_finishes_what_was_begun(instance, world):
    """SIGTERM under load: what waits is answered, what was acknowledged is there, the end is clean."""
    kept, acknowledged, unknown, stops = Raw(instance), [], [], threading.Event()
    kept.send(f"GET {PATH} HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer {world.organisms[0].counsellor.token}\r\n\r\n".encode())
    expect_equal(kept.reply().status, 200)
    bodies = [[world.identity() for _ in range(400)] for _ in range(4)]

    def work(mine):
        client = world.organisms[1].counsellor.clone()
        for body in mine:
            try:
                reply = client.post(PATH, body, key=False)
            except OSError:
                unknown.append(body)
                if stops.is_set():
                    return
                continue
            except Exception:  # noqa: BLE001  a connection closed in the middle of an exchange
                unknown.append(body)
                return
            if reply.status == 201:
                acknowledged.append(reply["id"])
            else:
                expect(reply.status == 503 and reply.headers["Retry-After"], reply)

    threads = [threading.Thread(target=work, args=(mine,)) for mine in bodies]
    for thread in threads:
        thread.start()
    time.sleep(0.3)
    body, key = world.identity(), str(uuid.uuid4())
    with locked(instance):
        asked = Later(lambda: create(world, body, key))
        wait_for(lambda: waiting_writers(instance) > 0, about="the write to reach the lock")
        stops.set()
        instance.process.send_signal(signal.SIGTERM)
        time.sleep(0.5)
    reply = asked.wait()
    expect(reply.status in (201, 503), reply)
    for thread in threads:
        thread.join(60)
    try:
        instance.process.wait(40)
        expect_equal(instance.process.returncode, 0, "exit status")
        expect_equal(kept.reply(), None, "a kept connection is closed")
    finally:
        kept.socket.close()
        instance.stop_server()
        instance.start_server()
    expect(acknowledged, "nothing was acknowledged before the stop")
    found = instance.sql(f"select count(*) from candidate where id in ({','.join(repr(id_) for id_ in acknowledged)})")
    expect_equal(int(found[0][0]), len(acknowledged), "acknowledged and there")
    until_served(world, body, key).must(201)
    expect_equal(rows(instance, body), 1)


@suite.test
def a_killed_server_starts_again_at_once(instance, world):
    made = world.candidate()
    instance.kill_server()
    started = time.monotonic()
    instance.start_server()
    expect(time.monotonic() - started < 10, "slow to come back")
    world.organisms[0].counsellor.get(f"{PATH}/{made['id']}").must(200)


__all__ = ["Client", "suite", "SETTINGS"]
