# SPDX-License-Identifier: EUPL-1.2
"""server/run as the user of a machine meets it, in a tree of its own: the scripts, the programs of the release, and a build
that has nothing to do."""

import contextlib
import os
import pathlib
import pwd
import re
import shutil
import signal
import socket
import stat
import subprocess
import tempfile
import threading
import time

from support import Client, RELEASE, ROOT, Suite, announces, build_release, expect, expect_equal, free_port

suite = Suite("operate")
ORDINARY = "nobody"


class Tree:
    """A copy of what server/run needs, whose owner is this user (the caller when not said)."""

    def __init__(self, user=None):
        build_release()
        self.user = pwd.getpwnam(user) if user else pwd.getpwuid(os.geteuid())
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="clea-tree-"))
        release = self.folder / "build" / "release"
        release.mkdir(parents=True)
        (self.folder / "server").mkdir()
        for name in ("run", "prepare.sh", "cluster.sh"):
            shutil.copy2(ROOT / "server" / name, self.folder / "server" / name)
        for name in ("clea-server", "clea-sandbox", "clea-documents"):
            shutil.copy2(RELEASE / name, release / name)
        (release / "build.ninja").write_text("build all: phony\n")
        self.slow = self.folder / "slow"  # commands that take their time
        self.slow.mkdir()
        self.var = self.folder / "var"
        self.port = free_port()
        if user:
            subprocess.run(["chown", "-R", f"{self.user.pw_uid}:{self.user.pw_gid}", self.folder], check=True)
        else:
            self.folder.chmod(0o755)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.run("--stop")
        for line in (self.var / "clea-server.conf").read_text().splitlines() if (self.var / "clea-server.conf").exists() else []:
            if found := re.match(r"conninfo = host='(/run/[^']+)'", line):
                shutil.rmtree(found[1], ignore_errors=True)
        shutil.rmtree(self.folder)

    def start(self, *arguments, **environment):
        clean = {name: value for name, value in os.environ.items() if not name.startswith(("PG", "CLEA_", "XDG_"))}
        as_user = {} if self.user.pw_uid == os.geteuid() else {"user": self.user.pw_uid, "group": self.user.pw_gid, "extra_groups": []}
        return subprocess.Popen([self.folder / "server" / "run", *arguments], env=clean | {"HOME": str(self.folder)} | environment,
                                cwd=self.folder, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
                                **as_user)

    def run(self, *arguments, **environment):
        """(exit code, output)"""
        process = self.start(*arguments, **environment)
        output = process.communicate(timeout=180)[0]
        return process.returncode, output

    def serve(self, *arguments, **environment):
        code, output = self.run("--detach", f"--port={self.port}", "--candidacies=1", *arguments, **environment)
        expect_equal(code, 0, output[-3000:])
        return output

    def pid(self):
        return int((self.var / "server.pid").read_text())

    def drawn(self):
        """The document of a certificate of the demonstration, as whoever draws beside the server made it."""
        token = next(line.split()[1] for line in (self.var / "demo-tokens").read_text().splitlines() if line.startswith("CERTIFIER "))
        certifier = Client(f"http://127.0.0.1:{self.port}", token)
        code, output = self.run("--scenario", "CERTIFIED")
        expect_equal(code, 0, output)
        candidacy = re.search(r"^CERTIFIED ([0-9a-f-]{36}) ", output, re.M)[1]
        number = certifier.post("/v1/certificates", {"candidacy_id": candidacy}).must(200, 201)["number"]
        end = time.monotonic() + 30
        while (reply := certifier.get(f"/v1/certificates/{number}/document")).status == 503 and time.monotonic() < end:
            time.sleep(0.2)
        expect(reply.status == 200 and reply.raw.startswith(b"%PDF-"), f"{reply} {(self.var / 'documents.log').read_text()[-2000:]}")
        return int((self.var / "documents.pid").read_text())

    def advised(self, output):
        """What the script advises to look at the instance with, run as it stands."""
        command = re.search(r"^ +(build/release/clea-server doctor.*)$", output, re.M)
        expect(command, f"no doctor is advised: {output}")
        clean = {name: value for name, value in os.environ.items() if not name.startswith(("PG", "CLEA_"))}
        as_user = {} if self.user.pw_uid == os.geteuid() else {"user": self.user.pw_uid, "group": self.user.pw_gid, "extra_groups": []}
        return subprocess.run(["bash", "-c", command[1]], cwd=self.folder, env=clean, capture_output=True, text=True, **as_user)


def nothing_is_wrong(tree, output):
    """By the doctor, who leaves no errors in the log of PostgreSQL."""
    doctor = tree.advised(output)
    expect("\n0 faults found" in doctor.stdout and doctor.returncode == 0, doctor.stdout[-3000:])
    errors = [line for line in (tree.var / "cluster/postgresql.log").read_text().splitlines() if "ERROR" in line]
    expect_equal(errors, [], "errors in the log")


def mode_of(path):
    return stat.S_IMODE(os.stat(path).st_mode)


def is_private(tree):
    """Nothing in var/ is open to others, but the way through it for the user of PostgreSQL."""
    expect(mode_of(tree.var) in (0o700, 0o750), oct(mode_of(tree.var)))
    for path in tree.var.iterdir():
        if path.name not in ("lock", "cluster"):
            expect_equal(oct(mode_of(path)), oct(0o600), path.name)
    expect_equal(mode_of(tree.var / "cluster" / "data") & 0o077, 0)


def has_ended(pid):
    """A process that its parent has not asked about yet runs no more, but still has its folder."""
    try:
        return (pathlib.Path("/proc") / str(pid) / "stat").read_text().rpartition(")")[2].split()[0] in "ZX"
    except (FileNotFoundError, ProcessLookupError):
        return True


@suite.test
def an_ordinary_user_has_an_instance_of_their_own():
    with Tree(ORDINARY if os.geteuid() == 0 else None) as tree:
        output = tree.serve()
        is_private(tree)
        expect_equal(os.stat(f"/proc/{tree.pid()}").st_uid, tree.user.pw_uid)
        nothing_is_wrong(tree, output)
        Client(f"http://127.0.0.1:{tree.port}").get("/readyz").must(200)
        pid, draws = tree.pid(), tree.drawn()
        expect_equal(os.stat(f"/proc/{draws}").st_uid, tree.user.pw_uid)
        is_private(tree)
        expect_equal(tree.run("--stop")[0], 0)
        expect(has_ended(pid) and has_ended(draws), "the server, or what draws, still runs")


@suite.test
def without_the_sandbox_nothing_is_invented():
    """A real instance holds the référentiels and nobody, and no key works."""
    with Tree() as tree:
        output = tree.serve(CLEA_SANDBOX_ENABLED="false")
        expect(not (tree.var / "demo-tokens").exists() and "keys create" in output and "demo" not in output, output)
        Client(f"http://127.0.0.1:{tree.port}").get("/readyz").must(200)
        host = re.search(r"host='([^']+)'", (tree.var / "clea-server.conf").read_text())[1]
        counted = subprocess.run(["psql", "-XqtA", "-F", " ", f"host={host} dbname=clea user=postgres", "-c", """
            select (select count(*) from referential_version) > 0, (select is_sandbox from sandbox_clock),
                   (select count(*) from api_key) + (select count(*) from person) + (select count(*) from organism)
                   + (select count(*) from candidate) + (select count(*) from commune)"""], capture_output=True, text=True, check=True)
        expect_equal(counted.stdout.strip(), "t f 0")
        code, said = tree.run("--scenario", "CONTACT")
        expect(code == 1 and "not a sandbox" in said, said)
        seeded = subprocess.run([tree.folder / "build/release/clea-sandbox", "seed", "--demo", "--config", tree.var / "clea-server.conf"],
                                capture_output=True, text=True,
                                env={name: value for name, value in os.environ.items() if not name.startswith(("PG", "CLEA_"))})
        expect(seeded.returncode == 1 and "not a sandbox" in seeded.stderr + seeded.stdout, seeded.stderr)


@contextlib.contextmanager
def user_of_the_server():
    """Made by the script where it is not there, and then removed by us."""
    was_there = subprocess.run(["getent", "passwd", "clea"], capture_output=True).returncode == 0
    try:
        yield "clea"
    finally:
        if not was_there:
            subprocess.run(["userdel", "clea"], check=False, capture_output=True)


@suite.test
def the_server_of_root_is_another_user_who_may_do_little():
    if os.geteuid() != 0:
        print("# not tried, for it takes root")
        return
    with user_of_the_server() as name, Tree() as tree:
        output = tree.serve()
        user = pwd.getpwnam(name)
        is_private(tree)
        told = pathlib.Path(f"/proc/{tree.pid()}/status").read_text()
        expect(re.search(rf"^Uid:(\t{user.pw_uid}){{4}}$", told, re.M), told)
        draws = pathlib.Path(f"/proc/{tree.drawn()}/status").read_text()
        expect(re.search(rf"^Uid:(\t{user.pw_uid}){{4}}$", draws, re.M), draws)
        nothing_is_wrong(tree, output)
        # The same user asks PostgreSQL for more, and is refused; and finds nothing in var/.
        host = re.search(r"host='([^']+)'", (tree.var / "clea-server.conf").read_text())[1]

        def connect(role):
            return subprocess.run(["setpriv", f"--reuid={name}", f"--regid={name}", "--clear-groups", "psql", "-XqtA", "-c", "select 1",
                                   f"host={host} dbname=clea user={role}"], capture_output=True, text=True, cwd="/").returncode

        expect_equal({role: connect(role) == 0 for role in ("clea_app", "clea_read", "clea_national", "clea_national_read", "clea_documents", "clea_migrator",
                                                                        "postgres")},
                     {"clea_app": True, "clea_read": True, "clea_national": True, "clea_national_read": True, "clea_documents": True,
                      "clea_migrator": False, "postgres": False})
        seen = subprocess.run(["setpriv", f"--reuid={name}", f"--regid={name}", "--clear-groups", "ls", tree.var], capture_output=True)
        expect(seen.returncode != 0, "the user of the server reads var/")
        # Others do not even reach the socket.
        refused = subprocess.run(["setpriv", f"--reuid={ORDINARY}", "--clear-groups", "ls", host], capture_output=True)
        expect(refused.returncode != 0, "anybody reads the folder of the socket")
        code, output = tree.run("--scenario", "CONTACT")
        expect(code == 0 and re.search(r"^CONTACT [0-9a-f-]{36} ", output, re.M), output)
        # Where root may not trace others (a container), it finds its processes all the same.
        stopped = subprocess.run(["setpriv", "--bounding-set=-sys_ptrace", "--inh-caps=-sys_ptrace", tree.folder / "server" / "run",
                                  "--stop"], capture_output=True, text=True)
        expect_equal(stopped.returncode, 0, stopped.stderr)
        expect(not (tree.var / "server.pid").exists() and not (tree.var / "cluster/data/postmaster.pid").exists(), stopped.stderr)


@suite.test
def of_two_starts_at_once_one_serves():
    """From the first moment to the last: while it prepares, while it starts the server, and when that runs."""
    with user_of_the_server(), Tree() as tree:
        # A server that takes its time to start, after the preparation: the moment in which both might pass.
        slow = tree.slow / "touch"
        slow.write_text('#!/bin/sh\nsleep 2\nexec /usr/bin/touch "$@"\n')
        slow.chmod(0o755)
        first = tree.start("--detach", f"--port={tree.port}", "--candidacies=1", PATH=f"{tree.slow}:{os.environ['PATH']}",
                           CLEA_HTTP_LISTEN="127.0.0.2")
        output = []
        reader = threading.Thread(target=lambda: output.append(first.communicate()[0]))
        reader.start()
        while not (tree.var / "lock").exists():
            time.sleep(0.01)
        time.sleep(0.2)
        told = set()
        while reader.is_alive():
            code, said = tree.run("--detach", f"--port={free_port()}", "--candidacies=1")
            why = re.search(r"server/run: (.*)", said)
            expect(code == 1 and why, f"a second start passed: {said}")
            told.add(re.sub(r"\d+", "N", why[1]))
            time.sleep(0.05)
        expect_equal(first.returncode, 0, output[0][-3000:])
        code, said = tree.run("--detach", f"--port={free_port()}")
        expect(code == 1 and "is running already" in said, said)
        expect("another server/run is preparing this folder" in told, told)
        expect(told <= {"another server/run is preparing this folder", "the server of this folder is running already (process N)"}, told)
        it_was_asked_where_it_listens(tree, output[0])


@suite.test
@announces("the server waits for the database that was killed")
def what_was_killed_comes_back_by_the_same_command():
    with Tree() as tree:
        tree.serve()
        postmaster = int((tree.var / "cluster/data/postmaster.pid").read_text().split()[0])
        server, draws = tree.pid(), int((tree.var / "documents.pid").read_text())
        # The server is gone; PostgreSQL runs and does not answer for a while, as after a crash that it goes over.
        os.kill(server, signal.SIGKILL)
        os.kill(postmaster, signal.SIGSTOP)
        start = tree.start("--detach", f"--port={tree.port}", "--candidacies=1")
        output = ""
        while "does not answer yet" not in output and (line := start.stdout.readline()):
            output += line
        os.kill(postmaster, signal.SIGCONT)
        output += start.communicate(timeout=180)[0]
        expect_equal(start.returncode, 0, output[-3000:])
        expect("does not answer yet" in output and "--fresh" not in output, output)
        expect_equal(int((tree.var / "cluster/data/postmaster.pid").read_text().split()[0]), postmaster)
        expect(has_ended(draws), "what drew for the server that was killed still runs")
        # PostgreSQL is gone, and the server is there.
        server = tree.pid()
        os.kill(postmaster, signal.SIGKILL)
        code, output = tree.run("--detach", f"--port={tree.port}")
        expect_equal(code, 0, output[-3000:])
        expect_equal(tree.pid(), server)
        end = time.monotonic() + 20
        while (reply := Client(f"http://127.0.0.1:{tree.port}").get("/readyz")).status != 200 and time.monotonic() < end:
            time.sleep(0.2)
        expect_equal(reply.status, 200)
        # What draws alone is gone.
        draws = int((tree.var / "documents.pid").read_text())
        os.kill(draws, signal.SIGKILL)
        code, output = tree.run("--detach", f"--port={tree.port}")
        expect_equal(code, 0, output[-3000:])
        expect_equal(tree.pid(), server)
        expect(tree.drawn() != draws, "nobody draws")
        is_private(tree)
        code, output = tree.run("--detach", f"--port={tree.port}")
        expect(code == 1 and "is running already" in output, output)


def it_was_asked_where_it_listens(tree, output):
    """By server/run, which waits until it is ready; and nobody else may listen there."""
    expect(f"http://127.0.0.2:{tree.port}" in output, output)
    Client(f"http://127.0.0.2:{tree.port}").get("/readyz").must(200)
    code, said = tree.run("--stop")
    expect_equal(code, 0, said)
    with socket.socket() as other:
        other.bind(("127.0.0.2", 0))
        other.listen()
        port = other.getsockname()[1]
        code, said = tree.run("--detach", f"--port={port}", CLEA_HTTP_LISTEN="127.0.0.2")
    expect(code == 1 and f"port {port} of 127.0.0.2 is taken" in said, said)
