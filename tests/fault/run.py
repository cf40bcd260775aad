#!/usr/bin/env python3
"""Faults: bad input, malformed HTTP, databases and clients that go away, load, crashes. Ends with `N passed, N failed`.

    tests/fault/run.py [PART…]       only tests whose name contains one of these

The environment makes it longer: CLEA_TEST_LOAD_S (20), CLEA_TEST_KILLS (4)."""

import os
import sys

import support  # first: it finds the harness
import bad_acts
import bad_input
import cursors
import kill
import load
import malformed
import meetings
import outage
import protocol
import revocation
import uploading
from support import Suite

MODULES = (protocol, cursors, bad_input, bad_acts, malformed, meetings, outage)


def run_load(total, wanted):
    """A load instance is only worth its start when one of its tests is wanted."""
    if not any(total.wants(function.__name__, wanted) for function in load.suite.tests):
        return
    instance, world = support.start(load.ORGANISMS)
    try:
        for function in load.suite.tests:
            total.test(function)
        total.run(wanted, instance=instance, world=world, seconds=float(os.environ.get("CLEA_TEST_LOAD_S", "20")))
        total.tests.clear()
    finally:
        total.one("the server ends well after the load", instance.stop)


def run_revocation(total, wanted):
    """Servers of several loops, and an instance of their own: their listeners are killed and frozen."""
    if not any(total.wants(function.__name__, wanted) for function in revocation.suite.tests):
        return
    instance, world = support.start(settings={"CLEA_HTTP_LOOPS": str(revocation.LOOPS)})
    try:
        for function in revocation.suite.tests:
            total.test(function)
        total.run(wanted, instance=instance, world=world)
        total.tests.clear()
    finally:
        total.one("the server ends well after the revocations", instance.stop)


def main():
    wanted = sys.argv[1:]
    total = Suite("fault")
    instance, world = support.start(settings=outage.SETTINGS)
    try:
        support.load_contract(instance)
        for module in MODULES:
            print(f"# {module.suite.title}", flush=True)
            for function in module.suite.tests:
                total.test(function)
            total.run(wanted, instance=instance, world=world)
            total.tests.clear()
    finally:
        total.one("the server ends well", instance.stop)
    support.Client.contract = None  # what follows is about outcomes, and has its own instances
    run_load(total, wanted)
    run_revocation(total, wanted)
    for function in uploading.suite.tests + kill.suite.tests:
        total.test(function)
    total.run(wanted, kills=int(os.environ.get("CLEA_TEST_KILLS", "4")))
    return total.finish()


if __name__ == "__main__":
    sys.exit(main())
