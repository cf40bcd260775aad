# SPDX-License-Identifier: EUPL-1.2
"""A whole instance for tests: private PostgreSQL, migrated, seeded, and the sandbox server of the dev build,
or of the build that CLEA_BUILD names.

    from instance import Instance
    with Instance() as instance:
        instance.base_url, instance.tokens["COUNSELLOR"]

Python's standard library only. The cluster is the one of server/run (server/cluster.sh). Everything lives in one
temporary folder, removed at the end.
"""

import atexit
import datetime
import os
import pathlib
import pwd
import shlex
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
import urllib.error
import urllib.request

from kept import kept, key_of
from psql import Psql, PsqlError, Sessions
from seen import shown

ROOT = pathlib.Path(__file__).resolve().parent.parent
BUILD = pathlib.Path(os.environ.get("CLEA_BUILD", ROOT / "build" / "dev")).resolve()
BINARY = BUILD / "clea-server"

SANITIZER = {
    "ASAN_OPTIONS": "abort_on_error=0:detect_leaks=1:strict_string_checks=1:detect_stack_use_after_return=1",
    "UBSAN_OPTIONS": "print_stacktrace=1:halt_on_error=1",
    "LSAN_OPTIONS": "exitcode=23",
}


SOME_DEMONSTRATION = ("--demo", "--candidacies", "12")
MIGRATOR = {"CLEA_DATABASE_MIGRATOR_CONNINFO": "user=postgres"}
# The seeds of many suites: their clusters are made once and copied. Others begin with the first of these.
OFTEN = ((), SOME_DEMONSTRATION)


class InstanceError(Exception):
    """The instance does not do what it was asked; the message ends with the tail of the logs."""


def free_port():
    """A port of 127.0.0.1 that nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def not_root():
    """How a server is started by root: nothing is served as root. PostgreSQL's user may reach its socket."""
    if os.geteuid() != 0:
        return {}
    user = pwd.getpwnam("postgres")
    return {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}


def tail(path, lines=25):
    try:
        return "\n".join(pathlib.Path(path).read_text(errors="replace").splitlines()[-lines:])
    except OSError as error:
        return f"({error.strerror}: {path})"


class Instance:
    """start() in full, or start_database(), prepare(), start_server() one by one."""

    def __init__(self, binary=BINARY, settings=None, seed=SOME_DEMONSTRATION, keep=None, is_durable=False):
        """settings: {"CLEA_…": "value"} for the server. seed: options of `seed`, None = no seed, and nothing is there before prepare();
        few candidacies by default, so that tests start fast.
        keep: leave the folder at the end (default: the environment's CLEA_TEST_KEEP).
        is_durable: every commit waits for the disk, for tests that claim durability or take times; for others it is time spent."""
        self.fsync = "on" if is_durable else "off"
        self.copying = threading.Lock()
        self.seeded = None  # what the cluster was copied with: options of `seed`
        self.binary = pathlib.Path(binary)
        self.seed = seed
        self.keep = bool(os.environ.get("CLEA_TEST_KEEP")) if keep is None else keep
        self.port = free_port()
        self.admin_port = free_port()
        self.base_url = f"http://127.0.0.1:{self.port}"
        self.admin_url = f"http://127.0.0.1:{self.admin_port}"
        self.tokens = {}
        self.process = None
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="clea-test-"))
        self.folder.chmod(0o711)  # the user postgres must get through
        self.log = self.folder / "server.log"
        self.tokens_path = self.folder / "tokens"
        located = self._cluster('printf "%s\\n" "$cluster_data" "$cluster_socket" "$cluster_log"').split("\n")
        self.data, self.socket, self.database_log = located[:3]
        self.environment = {
            name: value for name, value in os.environ.items() if not name.startswith(("PG", "CLEA_"))
        }
        self.environment |= SANITIZER | {
            "PGHOST": self.socket,
            "PGPORT": "5432",
            "PGDATABASE": "clea",
            "HOME": str(self.folder),
            "CLEA_HTTP_PORT": str(self.port),
            "CLEA_ADMIN_PORT": str(self.admin_port),
            "CLEA_SANDBOX_ENABLED": "true",
            "CLEA_LIMITS_IDENTITY_PER_MINUTE": "0",  # suites ask faster than people; sight_stories sets one
            "CLEA_LIMITS_GRANTS_PER_MINUTE": "0",  # the same; key_stories sets one
            "CLEA_LIMITS_CODES_PER_MINUTE": "0",  # the same; opening_stories sets one
            "CLEA_LIMITS_UPLOADS_PER_HOUR": "0",  # the same; evidence_stories sets one
            "CLEA_LIMITS_GUESSES_PER_HOUR": "0",  # the same; certificate_stories sets one
            "CLEA_LIMITS_LIKENESS_PER_HOUR": "0",  # the same; door_stories sets one
            "CLEA_LIMITS_REQUESTS_PER_MINUTE": "1000000",
            "CLEA_LIMITS_ADDRESS_PER_MINUTE": "1000000",
            "CLEA_LIMITS_WRONG_KEYS_PER_MINUTE": "1000000",
            "CLEA_LIMITS_WAIT_MS": "0",  # and on machines that are busy with other suites; crowd sets one
        }
        self.environment |= settings or {}
        self.sessions = Sessions(self.environment)
        atexit.register(self.stop)
        if threading.current_thread() is threading.main_thread() and signal.getsignal(signal.SIGTERM) == signal.SIG_DFL:
            signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # so that the above runs

    def __enter__(self):
        return self.start()

    def __exit__(self, *_):
        self.stop()

    # Whole

    def start(self):
        try:
            self.start_database()
            self.prepare()
            self.start_server()
        except BaseException:
            self.stop()
            raise
        return self

    def stop(self):
        """Server, PostgreSQL, folder. Safe to call twice. Raises when the server ended badly (a sanitizer spoke), and when its log or its
        metrics name somebody or hold a key."""
        atexit.unregister(self.stop)
        if not self.folder.exists():
            return
        try:
            overheard = list(shown.overheard(self))
            self.stop_server()
            if overheard:
                raise InstanceError("; ".join(overheard))
        finally:
            if self.keep:
                self._cluster("cluster_stop || cluster_kill")
                print(f"kept: {self.folder}")
            else:
                # What nobody will look at needs no last checkpoint.
                self._cluster("cluster_kill && cluster_destroy")
                shutil.rmtree(self.folder, ignore_errors=True)

    # Server

    def command(self, *arguments, check=True, environment=None):
        """Runs clea-server with a sub-command. Returns the finished process, with stdout and stderr as text."""
        return self._run(self.binary, *arguments, check=check, environment=environment)

    def sandbox(self, *arguments, check=True, environment=None):
        """The same of clea-sandbox, which lies beside it."""
        return self._run(self.binary.with_name("clea-sandbox"), *arguments, check=check, environment=environment)

    def _run(self, binary, *arguments, check, environment):
        done = subprocess.run(
            [self._reachable(binary), *arguments],
            env=self.environment | (environment or {}),
            cwd=self.folder,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            errors="replace",  # what was typed may come back as it was
            timeout=300,
            **(not_root() if "serve" in arguments else {}),
        )
        if check and done.returncode != 0:
            raise InstanceError(f"{binary.name} {' '.join(arguments)} ended with {done.returncode}:\n{done.stderr[-4000:]}")
        return done

    def spawn(self, environment, log):
        """A server of this instance, with more settings; its lines go to the open file."""
        return subprocess.Popen(
            [self._reachable(self.binary), "serve"],
            env=self.environment | environment,
            cwd=self.folder,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            **not_root(),
        )

    def _reachable(self, binary):
        """The binary itself, or a copy of it where the user of the server may not go."""
        if os.geteuid() != 0 or all(parent.stat().st_mode & 0o001 for parent in binary.parents):
            return str(binary)
        copy = self.folder / binary.name
        with self.copying:  # several commands may start at once: none runs what is half copied
            if not copy.exists() or copy.stat().st_mtime < binary.stat().st_mtime:
                shutil.copy2(binary, copy)
        return str(copy)

    def prepare(self):
        """Migrates and seeds, as far as the cluster was not copied; reads the tokens that the seed made."""
        if self.seeded is None:
            self.command("migrate", environment=MIGRATOR)
        if self.seed is not None and self.seed != self.seeded:
            self.sandbox("seed", *self.seed, "--tokens", str(self.tokens_path), environment=MIGRATOR)
        if self.tokens_path.exists():
            self.tokens = read_tokens(self.tokens_path)

    def start_server(self, timeout_s=60, is_ready_wanted=True):
        if self.process is not None and self.process.poll() is None:
            raise InstanceError("the server runs already")
        if not self.binary.exists():
            raise InstanceError(f"{self.binary} is not built: run tests/run, or cmake --preset dev && ninja -C build/dev")
        with open(self.log, "ab") as log:
            self.process = self.spawn({}, log)
        if is_ready_wanted:
            self.await_ready(timeout_s)

    def readiness(self):
        """Status of /readyz; 0 = no answer."""
        try:
            with urllib.request.urlopen(f"{self.base_url}/readyz", timeout=5) as reply:
                return reply.status
        except urllib.error.HTTPError as error:
            return error.code
        except OSError:
            return 0

    def await_ready(self, timeout_s=60):
        end = time.monotonic() + timeout_s
        while (status := self.readiness()) != 200:
            if self.process.poll() is not None:
                raise InstanceError(f"the server ended with {self.process.returncode}:\n{tail(self.log)}")
            if time.monotonic() > end:
                raise InstanceError(
                    f"not ready after {timeout_s} s (last status {status}):\n{tail(self.log)}\n{tail(self.database_log, 5)}"
                )
            time.sleep(0.05)

    def stop_server(self, timeout_s=40):
        """SIGTERM; the server must end by itself with 0. Nothing to do when it does not run."""
        process, self.process = self.process, None
        if process is None or (process.poll() is not None and process.returncode == -signal.SIGKILL):
            return
        if process.poll() is None:
            process.terminate()
        try:
            code = process.wait(timeout_s)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
            raise InstanceError(f"the server did not end within {timeout_s} s of SIGTERM:\n{tail(self.log)}") from None
        if code != 0:
            raise InstanceError(f"the server ended with {code}:\n{tail(self.log, 60)}")

    def kill_server(self):
        """kill -9, as a crash."""
        if self.process is not None:
            self.process.kill()
            self.process.wait()
            self.process = None

    # PostgreSQL

    def start_database(self):
        """A cluster of an instance with a seed is migrated from the start, and seeded when its seed is that of many."""
        if self.seed is not None and self.seeded is None:
            self._copy_one_that_is_prepared()
        self._cluster("cluster_start")

    def _copy_one_that_is_prepared(self):
        seed = self.seed if self.seed in OFTEN else OFTEN[0]
        programs = [self.binary.with_name(name) for name in ("clea-server", "clea-sandbox")]
        key = key_of(*programs, ROOT / "server" / "cluster.sh", ROOT / "tests" / "instance.py", datetime.date.today(), " ".join(seed))
        with kept("clusters", key, lambda place: Instance(programs[0], seed=None, keep=False).leave(place, seed)) as place:
            subprocess.run(["cp", "--archive", "--reflink=auto", place / "data", self.data], check=True)
            if (place / "tokens").exists() and seed == self.seed:
                shutil.copyfile(place / "tokens", self.tokens_path)
        self.seeded = seed

    def leave(self, place, seed):
        """Makes a cluster and moves what others copy to this folder."""
        try:
            self.start_database()
            self.command("migrate", environment=MIGRATOR)
            self.sandbox("seed", *seed, "--tokens", str(self.tokens_path), environment=MIGRATOR)
            self.stop_database()
            place.mkdir(mode=0o700)
            subprocess.run(["cp", "--archive", self.data, place / "data"], check=True)
            if self.tokens_path.exists():
                shutil.copyfile(self.tokens_path, place / "tokens")
        finally:
            self.stop()


    def stop_database(self):
        self.sessions.close()
        self._cluster("cluster_stop")

    def kill_database(self):
        """kill -9 of the postmaster and of every child at once, as a power cut."""
        self._cluster("cluster_kill")

    def sql(self, query, role="postgres", database="clea"):
        """Rows as lists of text (NULL = ''), for checks only: scenarios act over HTTP."""
        try:
            return self.sessions.ask(query, role, database)
        except PsqlError as error:
            raise InstanceError(f"psql: {error}") from None

    def sql_of_now(self, query, role="postgres", database="clea"):
        """A function that waits for the rows. They are those of the moment of this call, whatever is written meanwhile. Its transaction ends
        with the query, not when somebody comes for the rows: nothing behind it is told of as a change before."""
        session = Psql(self.environment, role, database)
        session.ask("begin isolation level repeatable read;\nselect 'taken'")

        def rows():
            try:
                return session.ask("")
            except PsqlError as error:
                raise InstanceError(f"psql: {error}") from None
            finally:
                session.close()

        session.begin(f"{query}\n;\nrollback;\n")
        return rows

    def _cluster(self, commands):
        script = (
            "set -u\n"
            f"cluster_parent={shlex.quote(str(self.folder))} cluster_fsync={self.fsync}\n"
            f". {shlex.quote(str(ROOT / 'server' / 'cluster.sh'))}\n"
            f"cluster_forget_environment\ncluster_locate || exit 1\n{commands}\n"
        )
        done = subprocess.run(
            ["bash", "-c", script], stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=300
        )
        if done.returncode != 0:
            raise InstanceError(f"cluster: {commands}: {done.stderr.strip()}")
        return done.stdout


def read_tokens(path):
    """{"COUNSELLOR": "clea_test_…"}: one role and its token a line; the first token of a role counts."""
    tokens = {}
    for line in pathlib.Path(path).read_text().splitlines():
        words = line.split()
        if len(words) >= 2 and not words[0].startswith("#"):
            tokens.setdefault(words[0], words[1])
    return tokens
