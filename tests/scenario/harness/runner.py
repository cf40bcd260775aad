# SPDX-License-Identifier: EUPL-1.2
"""Collects test functions whose names are sentences, runs them one after the other, counts.

The last line is `N passed, N failed`; tests/run reads it."""

import contextlib
import pathlib
import sys
import time
import traceback

sys.path.append(str(pathlib.Path(__file__).resolve().parents[2]))
from seen import refusals, server_errors  # noqa: E402

SOME = 10


class Suite:
    def __init__(self, title):
        self.title = title
        self.tests = []
        self.passed = self.failed = 0
        self.failures = []
        self.asked, self.met = set(), set()  # parts of names

    def test(self, function):
        self.tests.append(function)
        return function

    def take_share(self, place, count):
        """Of those collected, what stands in each so-many-th module, from `place` on, 0 to count - 1."""
        modules = list(dict.fromkeys(test.__module__ for test in self.tests))
        self.tests = [test for test in self.tests if test.__module__ in modules[place::count]]

    def wants(self, name, parts):
        """Whether a test of this name is one of those that are asked for by parts of their names; of no parts, all are. A blank is as
        good as an underscore. A part that stands in no name is a failure in the end."""
        met = {part for part in parts if part.replace(" ", "_") in name.replace(" ", "_")}
        self.asked.update(parts)
        self.met.update(met)
        return bool(met) or not parts

    def run(self, wanted=(), after_some=None, **arguments):
        """wanted: parts of names, all when empty. after_some(stories, **arguments): behind each SOME tests and behind the last,
        told which ones ran since; its failure fails the test before it."""
        chosen = [function for function in self.tests if self.wants(function.__name__, wanted)]
        ran = []
        for function, next_one in zip(chosen, [*chosen[1:], None]):
            ran.append(function.__name__.replace("_", " "))
            is_due = len(ran) == SOME or not next_one
            self.one(function.__name__, lambda: self._call(function, (after_some if is_due else None), ran, arguments),
                     module=function.__module__)
            if is_due:
                ran = []

    @staticmethod
    def _call(function, after, ran, arguments):
        names = function.__code__.co_varnames[: function.__code__.co_argcount]
        why = getattr(function, "announces", None)
        with server_errors.announced(why) if why else contextlib.nullcontext():
            function(**{name: arguments[name] for name in names})
        if after:
            after(", ".join(ran), **arguments)

    def one(self, name, call, module=""):
        started = time.monotonic()
        title = (module + ": " if module and module != "__main__" else "") + name.replace("_", " ")
        server_errors.take()  # what came between two tests belongs to none
        try:
            call()
            server_errors.check()
            refusals.check()
        except Exception as error:  # noqa: BLE001  # a test may fail in any way
            self.failed += 1
            self.failures.append(title)
            print(f"not ok {title}")
            print("".join("#   " + line + "\n" for line in _explain(error).splitlines()), end="")
        else:
            self.passed += 1
            print(f"ok {title} ({(time.monotonic() - started) * 1000:.0f} ms)")
        sys.stdout.flush()

    def finish(self):
        for part in sorted(self.asked - self.met):
            self.failed += 1
            self.failures.append(f"no test is named {part!r}")
            print(f"not ok no test is named {part!r}")
        for failure in self.failures:
            print(f"# failed: {failure}")
        print(f"{self.passed} passed, {self.failed} failed")
        return 1 if self.failed or not self.passed else 0


def _explain(error):
    """The assertion and the lines of the tests that led to it."""
    frames = [frame for frame in traceback.extract_tb(error.__traceback__) if "/tests/" in frame.filename]
    places = "".join(f"\n  {frame.filename.rsplit('/tests/', 1)[1]}:{frame.lineno} {frame.line}" for frame in frames)
    return f"{type(error).__name__}: {error}{places}"


def announces(why):
    """For a test that breaks something: 5xx are part of what it tests."""

    def mark(function):
        function.announces = why
        return function

    return mark


def expect(condition, message):
    if not condition:
        raise AssertionError(message)


def expect_equal(got, wanted, about=""):
    if got != wanted:
        raise AssertionError(f"{about + ': ' if about else ''}got {got!r}, wanted {wanted!r}")
