# SPDX-License-Identifier: EUPL-1.2
"""What every file of stories begins with."""

from harness.client import Unexpected
from harness.journey import Journey, statuses
from harness.runner import Suite, expect, expect_equal
from harness.session import Session

suite = Suite("scenario")
story = suite.test

__all__ = ["Journey", "Session", "Unexpected", "expect", "expect_equal", "statuses", "story", "suite", "together", "within_a_second"]


def within_a_second(claim):
    """What ends a principal is told to every loop: until then the claim may be untrue."""
    import time

    deadline = time.monotonic() + 1
    while True:
        try:
            return claim()
        except AssertionError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.05)


def together(*calls):
    """Runs the calls at the same moment, in threads; returns their replies in order."""
    import threading

    barrier = threading.Barrier(len(calls))
    replies = [None] * len(calls)

    def run(place, call):
        barrier.wait()
        try:
            replies[place] = call()
        except Exception as error:  # noqa: BLE001  told by the story's own thread
            replies[place] = error

    threads = [threading.Thread(target=run, args=(place, call)) for place, call in enumerate(calls)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for reply in replies:
        if isinstance(reply, Exception):
            raise reply
    return replies
