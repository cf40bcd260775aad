# SPDX-License-Identifier: EUPL-1.2
"""`clea-server serve` under a service manager: what it tells, what it does when it is asked to read its settings again, and that it falls
silent when one of its loops is stuck. The manager is a socket of this test."""

import contextlib
import ctypes
import json
import os
import pathlib
import re
import signal
import socket
import time

from support import Client, Suite, announces, expect, expect_equal, free_port

suite = Suite("manners")
WATCHDOG_S = 0.9
LOOPS = 2
SETTINGS = "[http]\norigins = {origins}\n[log]\nlevel = {level}\n[limits]\nevidence_bytes = {bytes}\nrequests_per_minute = {often}\n{more}\n"
BEFORE = {"origins": "https://before.example", "level": "error", "bytes": 2048, "often": 70000, "more": ""}


class Managed:
    """A server with a manager that listens, on a file of settings."""

    def __init__(self, instance, name, **environment):
        self.instance, self.name = instance, name
        self.heard = []
        self.socket = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        self.socket.bind(f"\0clea-manners-{os.getpid()}-{name}")
        self.settings = instance.folder / f"{name}.conf"
        self.log = instance.folder / f"{name}.log"
        self.write()
        self.port = free_port()
        self.base = f"http://127.0.0.1:{self.port}"
        settings = {"CLEA_HTTP_PORT": str(self.port), "CLEA_ADMIN_PORT": "0", "CLEA_HTTP_LOOPS": str(LOOPS), "CLEA_CONFIG": str(self.settings),
                    "NOTIFY_SOCKET": f"@clea-manners-{os.getpid()}-{name}"} | environment
        # What this test changes comes from the file alone.
        kept = {key: value for key, value in instance.environment.items() if not key.startswith("CLEA_LIMITS_REQUESTS")}
        before, instance.environment = instance.environment, kept
        try:
            with open(self.log, "wb") as log:
                self.process = instance.spawn(settings, log)
        finally:
            instance.environment = before

    def write(self, **members):
        self.settings.write_text(SETTINGS.format(**BEFORE | members))
        self.settings.chmod(0o644)

    def hear(self, wait_s):
        self.socket.settimeout(max(wait_s, 0.001))
        with contextlib.suppress(TimeoutError):
            message = self.socket.recv(4096).decode()
            self.heard.append(message)
            return message
        return ""

    def await_word(self, word, limit_s=30):
        end = time.monotonic() + limit_s
        while time.monotonic() < end:
            message = self.hear(end - time.monotonic())
            if word in message:
                return message
        raise AssertionError(f"{word} was not told, but {self.heard[-5:]}\n{self.log.read_text()[-2000:]}")

    def reload(self):
        """The message with which it says that it is done."""
        self.process.send_signal(signal.SIGHUP)
        told = self.await_word("RELOADING=1")
        since = int(re.search(r"^MONOTONIC_USEC=(\d+)$", told, re.M)[1])
        expect(0 <= time.monotonic_ns() // 1000 - since < 10_000_000, told)
        return self.await_word("READY=1")

    def lines(self, message):
        return [json.loads(line) for line in self.log.read_text().splitlines() if f'"msg":"{message}"' in line]

    def allowed(self, origin):
        return Client(self.base).get("/v1", headers={"Origin": origin}).headers.get("access-control-allow-origin")

    def stop(self):
        self.process.terminate()
        self.await_word("STOPPING=1")
        expect_equal(self.process.wait(40), 0, self.log.read_text()[-2000:])


@contextlib.contextmanager
def managed(instance, name, **environment):
    server = Managed(instance, name, **environment)
    try:
        yield server
        server.stop()
    finally:
        if server.process.poll() is None:
            server.process.kill()
            server.process.wait()
        server.socket.close()


@suite.test
def it_says_when_it_is_ready_and_that_it_ends(instance):
    with managed(instance, "ready") as server:
        told = server.await_word("READY=1")
        expect(f"STATUS=serving on 127.0.0.1:{server.port}" in told, told)
        Client(server.base).get("/readyz").must(200)
        expect(not any("WATCHDOG" in message for message in server.heard), "nobody asked for a watchdog")


@suite.test
@announces("a server without its database is not ready")
def it_says_that_its_database_is_away(instance):
    with managed(instance, "away") as server:
        server.await_word("READY=1")
        instance.stop_database()
        try:
            server.await_word("the database is out of reach")
        finally:
            instance.start_database()
        server.await_word("STATUS=serving on")
    instance.await_ready()


@suite.test
def what_may_change_changes_on_sighup(instance):
    with managed(instance, "reload") as server:
        server.await_word("READY=1")
        key = instance.tokens["COUNSELLOR"]
        told = Client(server.base, key).get("/v1/me").must(200)
        expect(told["roles"], "a caller")
        expect_equal(server.allowed("https://before.example"), "https://before.example")
        expect_equal((server.allowed("https://after.example"), server.lines("request")), (None, []), "lines of requests at level error")
        server.write(origins="https://after.example", level="info", often=3)
        server.reload()
        expect_equal((server.allowed("https://before.example"), server.allowed("https://after.example")), (None, "https://after.example"))
        expect(server.lines("request") and server.lines("settings reloaded"), "the level of the log")
        answers = [Client(server.base, key).get("/v1/me").status for _ in range(9)]
        expect(429 in answers, f"the limit: {answers}")
        expect(not server.lines("a setting waits for a restart"), "nothing else was changed")


@suite.test
def what_may_not_change_waits_and_is_said(instance):
    with managed(instance, "waits") as server:
        server.await_word("READY=1")
        server.write(level="info", more="connections = 77\n[database]\nconninfo = user=clea_app password=told-to-nobody\n[policy]\ndeferral_days = 61")
        server.reload()
        expect_equal(sorted(line["setting"] for line in server.lines("a setting waits for a restart")),
                     ["database.conninfo", "limits.connections", "policy.deferral_days"])
        expect("told-to-nobody" not in server.log.read_text(), "a secret in the log")


@suite.test
def a_file_that_is_wrong_is_refused_and_the_old_settings_hold(instance):
    with managed(instance, "wrong") as server:
        server.await_word("READY=1")
        server.write(origins="https://after.example", bytes="many", more="colour = blue")
        told = server.reload()
        expect("the settings were not reloaded: " in told and "limits.evidence_bytes is \"many\"" in told, told)
        said = [line["why"] for line in server.lines("settings not reloaded")]
        expect(len(said) == 2 and any("unknown key limits.colour" in why for why in said), f"{said}")
        expect_equal(server.allowed("https://before.example"), "https://before.example")
        server.settings.unlink()
        expect("cannot read" in server.reload(), "a file that is gone")
        server.write(origins="https://after.example")
        expect("not reloaded" not in server.reload(), "what is mended is taken, and nothing is held against it")
        expect_equal(server.allowed("https://after.example"), "https://after.example")


@suite.test
def many_at_once_are_one_after_the_other(instance):
    with managed(instance, "many") as server:
        server.await_word("READY=1")
        for number in range(40):
            server.write(origins=f"https://n{number}.example")
            server.process.send_signal(signal.SIGHUP)
            time.sleep(0.003 * (number % 3))
        server.reload()
        end = time.monotonic() + 10
        while server.allowed("https://n39.example") != "https://n39.example":
            expect(time.monotonic() < end, "the last one holds")
            time.sleep(0.05)


# The watchdog


def threads(pid, name):
    found = [int(task.name) for task in pathlib.Path(f"/proc/{pid}/task").iterdir() if (task / "comm").read_text().strip() == name]
    return sorted(found)


class Stuck:
    """One thread of a process stands still, and no other: as a debugger holds it."""

    SEIZE, INTERRUPT, DETACH = 0x4206, 0x4207, 17

    def __init__(self, thread):
        self.libc, self.thread = ctypes.CDLL(None, use_errno=True), thread

    def __enter__(self):
        for word in (self.SEIZE, self.INTERRUPT):
            self.libc.ptrace.argtypes = [ctypes.c_long, ctypes.c_int, ctypes.c_void_p, ctypes.c_void_p]
            expect(self.libc.ptrace(word, self.thread, None, None) == 0, os.strerror(ctypes.get_errno()))
        os.waitpid(self.thread, 0x40000000)  # __WALL

    def __exit__(self, *_):
        self.libc.ptrace(self.DETACH, self.thread, None, None)


@suite.test
@announces("a thread that stands still answers nobody")
def a_loop_that_is_stuck_silences_the_watchdog(instance):
    with managed(instance, "stuck", WATCHDOG_USEC=str(int(WATCHDOG_S * 1e6))) as server:
        server.await_word("READY=1")
        loops = threads(server.process.pid, "loop")
        expect_equal(len(loops), LOOPS)
        for thread in [*loops, server.process.pid]:
            end = time.monotonic() + 1.5 * WATCHDOG_S
            while time.monotonic() < end:  # alive: it is told in time, again and again
                server.await_word("WATCHDOG=1", WATCHDOG_S)
            with Stuck(thread):
                server.hear(0.01)
                time.sleep(WATCHDOG_S / 3 + 0.25)  # what was on its way
                while server.hear(0.01):
                    pass
                expect("WATCHDOG=1" not in server.hear(2 * WATCHDOG_S), f"thread {thread} of {loops} stands still, and all is said to be well")
            server.await_word("WATCHDOG=1", 10)
        expect_equal(len(server.lines("a loop is stuck")), LOOPS)


# Its lines


@suite.test
def journald_reads_a_priority_before_each_line(instance):
    """The stream that JOURNAL_STREAM names by device and inode is that of the log: then, and only then."""
    def lines(name, stream):
        log = instance.folder / f"{name}.log"
        log.touch()
        about = log.stat()
        names = {"ours": f"{about.st_dev}:{about.st_ino}", "another": f"{about.st_dev}:{about.st_ino + 1}"}
        with managed(instance, name, JOURNAL_STREAM=names[stream], CLEA_LOG_LEVEL="info") as server:
            server.await_word("READY=1")
            server.write(bytes="many")
            server.reload()
        return log.read_text().splitlines()

    told = lines("journal", "ours")
    levels = {"error": "<3>", "warning": "<4>", "info": "<6>", "debug": "<7>"}
    for line in told:
        expect_equal(line[:3], levels[json.loads(line[3:])["level"]], line)
    expect({line[:3] for line in told} >= {"<3>", "<6>"}, "hardly a level")
    expect(all(line[0] == "{" for line in lines("no-journal", "another")), "a prefix where nobody takes it away")
