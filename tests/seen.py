"""What the suites saw of the server, for the suite `gates` that judges all of them together; and the rule that holds in
every suite: a 5xx that no test has announced fails the test during which it came.

    with server_errors.announced("the database is away"):
        …                                           5xx are part of what is tested here

    answers.note("createCandidate", 409, body)      by whoever knows which operation a reply belongs to

Answers are written to the file that CLEA_TEST_SEEN names (tests/run sets it, one a suite) when the process ends."""

import atexit
import contextlib
import os
import threading


class ServerErrors:
    def __init__(self):
        self.lock = threading.Lock()
        self.announcements = 0
        self.found = []

    @contextlib.contextmanager
    def announced(self, why):
        """why: for whoever reads the test."""
        assert why, "an announcement says why"
        with self.lock:
            self.announcements += 1
        try:
            yield
        finally:
            with self.lock:
                self.announcements -= 1

    def note(self, method, path, status, text=b""):
        if status not in (500, 502, 503, 504):  # 501 and 505 are told to a client that asks for what there is not
            return
        with self.lock:
            if self.announcements == 0:
                shown = text.decode("utf-8", "replace") if isinstance(text, bytes) else str(text)
                self.found.append(f"{method} {path} -> {status} {shown[:300]}")

    def take(self):
        """Those since the last call that nobody announced."""
        with self.lock:
            found, self.found = self.found, []
        return found

    def check(self):
        found = self.take()
        if found:
            raise AssertionError(f"{len(found)} server errors that no test announced:\n  " + "\n  ".join(found[:20]))


def codes_of(body):
    """Every code that a problem document names."""
    if not isinstance(body, dict):
        return []
    reasons = [reason.get("code") for reason in body.get("reasons", []) if isinstance(reason, dict)]
    errors = [error.get("code") for error in body.get("errors", []) if isinstance(error, dict)]
    return [code for code in [body.get("code"), *reasons, *errors] if isinstance(code, str)]


class Answers:
    def __init__(self):
        self.lock = threading.Lock()
        self.seen = set()  # (operationId or "-", status, code or "-")
        path = os.environ.get("CLEA_TEST_SEEN")
        if path:
            atexit.register(self.save, path)

    def note(self, operation, status, body=None):
        codes = codes_of(body) if status >= 400 else []
        with self.lock:
            self.seen.update((operation or "-", status, code) for code in codes or ["-"])

    def save(self, path):
        with open(path, "a", encoding="utf-8") as out:
            out.write("".join(f"{operation} {status} {code}\n" for operation, status, code in sorted(self.seen)))


server_errors = ServerErrors()
answers = Answers()
