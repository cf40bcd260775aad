#!/usr/bin/env python3
# SPDX-License-Identifier: EUPL-1.2
"""Faults under which times count: databases, clients and keys that go away, load. What they do stands in tests/fault;
this suite runs alone. Ends with `N passed, N failed`.

    tests/strain/run.py [PART…]       only tests whose name contains one of these

The environment makes it longer: CLEA_TEST_LOAD_S (20)."""

import os
import pathlib
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "fault"))
import support  # first: it finds the harness
import load
import outage
import revocation
from support import Suite


def run_outages(total, wanted):
    """On the instance whose limits are short."""
    if not any(total.wants(function.__name__, wanted) for function in outage.suite.tests):
        return
    instance, world = support.start(settings=outage.SETTINGS)
    try:
        support.load_contract(instance)
        for function in outage.suite.tests:
            total.test(function)
        total.run(wanted, instance=instance, world=world)
        total.tests.clear()
    finally:
        total.one("the server ends well after the outages", instance.stop)


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
    total = Suite("strain")
    run_outages(total, wanted)
    support.Client.contract = None  # what follows is about outcomes, and has its own instances
    run_load(total, wanted)
    run_revocation(total, wanted)
    return total.finish()


if __name__ == "__main__":
    sys.exit(main())
