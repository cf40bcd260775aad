# SPDX-License-Identifier: EUPL-1.2
"""Shared by the fault tests: one instance, what the database holds, raw sockets."""

import contextlib
import json
import pathlib
import re
import socket
import sys
import time
import urllib.error

TESTS = pathlib.Path(__file__).resolve().parent.parent
for folder in (TESTS, TESTS / "scenario"):
    if str(folder) not in sys.path:
        sys.path.insert(0, str(folder))

from harness.client import Client, load_contract  # noqa: E402
from harness.runner import Suite, announces, expect, expect_equal  # noqa: E402
from harness.world import World  # noqa: E402
from instance import Instance, InstanceError  # noqa: E402
from seen import answers, server_errors  # noqa: E402

ORIGINS = ("https://app.example", "https://autre.example")

# Refusals leave traces here, and nowhere else: who tried what, who read what, how often somebody unknown came, and the day on which
# a key was last used (which is noted some time after its request).
LOGS = ("audit", "access_log", "refused_caller", "api_key_use")

CONTENT = """
select c.relname,
       (xpath('/row/n/text()', query_to_xml(format('select count(*) as n from public.%I', c.relname), false, true, '')))[1]::text,
       coalesce((xpath('/row/d/text()', query_to_xml(format(
           'select md5(string_agg(t::text, chr(10) order by t::text)) as d from public.%I t', c.relname), false, true, '')))[1]::text, '')
from pg_class c where c.relkind in ('r', 'p') and not c.relispartition and c.relnamespace = 'public'::regnamespace order by 1;
"""


def content(instance):
    """{table: (rows, digest)} of everything but the logs."""
    return {row[0]: (int(row[1]), row[2]) for row in instance.sql(CONTENT) if row[0] not in LOGS}


@contextlib.contextmanager
def nothing_written(instance):
    before = content(instance)
    expect(sum(rows for rows, _ in before.values()) > 0, "the checker sees no rows at all")
    yield
    after = content(instance)
    changed = {name: (before[name][0], after[name][0]) for name in before if before[name] != after[name]}
    expect(not changed, f"the refusal wrote: {changed}")


def start(world_organisms=2, settings=None):
    """(instance, world): a sandbox that serves, with base data. Nothing moves by itself: the sweep would close the old
    files that these tests hold still."""
    fixed = {"CLEA_HTTP_ORIGINS": ", ".join(ORIGINS), "CLEA_JOBS_EXPIRY_PERIOD_S": "0"}
    instance = Instance(is_durable=True, settings=fixed | (settings or {}), seed=())
    try:
        instance.start_database()
        instance.prepare()
        instance.start_server()
        world = World(instance).bootstrap(world_organisms)
    except BaseException:
        instance.stop()
        raise
    return instance, world


class RawReply:
    def __init__(self, status, headers, body):
        self.status, self.headers, self.body = status, headers, body

    def __repr__(self):
        return f"{self.status} {self.body[:160]!r}"


class Raw:
    """A socket on which anything may be written."""

    def __init__(self, instance, timeout_s=10):
        self.socket = socket.create_connection(("127.0.0.1", instance.port), timeout=timeout_s)
        self.buffer = b""
        self.is_closed = False

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.socket.close()

    def send(self, data):
        with contextlib.suppress(BrokenPipeError, ConnectionResetError):
            self.socket.sendall(data)

    def _receive(self):
        try:
            piece = self.socket.recv(65536)
        except ConnectionResetError:
            piece = b""
        if not piece:
            self.is_closed = True
        self.buffer += piece
        return bool(piece)

    def reply(self, is_head=False):
        """The next reply, or None when the server closed without one."""
        while b"\r\n\r\n" not in self.buffer:
            if not self._receive():
                return None
        head, _, rest = self.buffer.partition(b"\r\n\r\n")
        lines = head.decode("latin-1").split("\r\n")
        status = int(lines[0].split()[1])
        headers = {}
        for line in lines[1:]:
            name, _, value = line.partition(":")
            headers.setdefault(name.strip().lower(), value.strip())
        length = 0 if is_head or status in (204, 304) or status < 200 else int(headers.get("content-length", 0))
        while len(rest) < length:
            self.buffer = rest
            if not self._receive():
                break
            rest = self.buffer
        self.buffer = rest[length:]
        server_errors.note("a request on", "a socket", status, rest[:length])
        with contextlib.suppress(ValueError):
            answers.note(None, status, json.loads(rest[:length]))
        return RawReply(status, headers, rest[:length])

    def replies(self, patience_s=1.0):
        """Every reply until the server closes or is silent for so long."""
        found = []
        self.socket.settimeout(patience_s)
        try:
            while (reply := self.reply()) is not None:
                if reply.status >= 200:
                    found.append(reply)
        except TimeoutError:
            pass
        return found


def wait_for(condition, timeout_s=20, about="it"):
    end = time.monotonic() + timeout_s
    while not condition():
        expect(time.monotonic() < end, f"{about} did not happen within {timeout_s} s")
        time.sleep(0.05)


__all__ = ["Client", "Instance", "InstanceError", "LOGS", "ORIGINS", "Raw", "Suite", "announces", "content", "expect", "expect_equal", "load_contract",
           "nothing_written", "re", "start", "time", "urllib", "wait_for"]
