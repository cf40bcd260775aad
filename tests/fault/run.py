#!/usr/bin/env python3
"""Faults: bad input, malformed HTTP, databases and clients that go away, load, crashes. Ends with `N passed, N failed`.

    tests/fault/run.py [PART…]       only tests whose name contains one of these

The environment makes it longer: CLEA_TEST_LOAD_S (20), CLEA_TEST_KILLS (4)."""

import sys

import support  # first: it finds the harness
import bad_input
import malformed
import outage
import protocol
from support import Suite

MODULES = (protocol, bad_input, malformed, outage)


def main():
    wanted = [part.replace(" ", "_") for part in sys.argv[1:]]
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
    return total.finish()


if __name__ == "__main__":
    sys.exit(main())
