# SPDX-License-Identifier: EUPL-1.2
"""psql for checks. It stays connected from one question to the next: to start it costs more than most questions do."""

import os
import re
import subprocess
import tempfile
import threading
import uuid

PROGRAM = "/usr/lib/postgresql/15/bin/psql"
# What it leaves behind in its session: whoever asks next would be somebody else, or in the midst of something.
LEAVES_TRACES = re.compile(r"(^|;)\s*(begin|start|set|reset|prepare|listen|declare|\\)|\b(set_config|temp|temporary|pg_advisory_lock|setval)\b", re.I | re.M)
LOST = re.compile(r"server closed the connection|connection to server was lost|terminating connection|server terminated abnormally")


class PsqlError(Exception):
    """What psql complained of."""


def started(environment, role, database, **streams):
    return subprocess.Popen([PROGRAM, "-XqtA", "-v", "ON_ERROR_STOP=1", "-F", "\x1f", "-R", "\x1e", "-U", role, "-d", database, "-f", "-"],
                            env=environment | {"PGOPTIONS": "-c client_min_messages=warning -c jit=off"}, **streams)


def run(script, environment, role, database):
    """A script in a session of its own: what it printed, and what it complained of."""
    psql = started(environment, role, database, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    return psql.communicate(script, timeout=600)


class Psql:
    """One process, one connection."""

    def __init__(self, environment, role, database):
        self.errors = tempfile.TemporaryFile()
        self.process = started(environment, role, database, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=self.errors, bufsize=0)

    def _say(self, text):
        view = memoryview(text.encode())
        while view:
            view = view[self.process.stdin.write(view):]

    def ask(self, query):
        """The rows as lists of text (NULL = ''), of all its queries one behind the other. psql shows at once what a query gave, and
        holds back what \\echo says: the end is marked by a query."""
        mark = f"{uuid.uuid4().hex}\n".encode()
        # A long query waits until psql has read it, which may wait until its rows are read.
        writer = threading.Thread(target=self._ask, args=(query, mark), daemon=True)
        writer.start()
        output = bytearray()
        while not output.endswith(mark):
            part = os.read(self.process.stdout.fileno(), 1 << 16)
            if not part:
                break
            output += part
        writer.join()
        if not output.endswith(mark):
            self.close()
            self.errors.seek(0)
            raise PsqlError(self.errors.read().decode(errors="replace").strip())
        text = output[:-len(mark)].decode()
        if not text:
            return []
        return [line.split("\x1f") for line in text.removesuffix("\n").removesuffix("\x1e").split("\x1e")]

    def _ask(self, query, mark):
        try:
            self._say(f"{query}\n;\nselect '{mark.decode().strip()}';\n")
        except BrokenPipeError:
            pass  # it ended in the midst: what it says tells why

    def begin(self, query):
        """Sends a query without waiting for its rows."""
        self._say(query)

    def close(self):
        self.process.stdin.close()
        try:
            self.process.wait(timeout=20)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        self.process.stdout.close()


class Sessions:
    """Those that nobody asks at the moment, by role and database."""

    def __init__(self, environment):
        self.environment = environment
        self.lock = threading.Lock()
        self.idle = {}

    def ask(self, query, role, database):
        while True:
            with self.lock:
                idle = self.idle.get((role, database))
                session, is_new = (idle.pop(), False) if idle else (Psql(self.environment, role, database), True)
            try:
                rows = session.ask(query)
            except PsqlError as error:
                # It was connected to a server that has gone since: nothing was asked of it.
                if not is_new and LOST.search(str(error)):
                    continue
                raise
            if LEAVES_TRACES.search(query):
                session.close()
            else:
                with self.lock:
                    self.idle.setdefault((role, database), []).append(session)
            return rows

    def close(self):
        with self.lock:
            sessions, self.idle = [one for some in self.idle.values() for one in some], {}
        for session in sessions:
            session.close()
