#!/usr/bin/env python3
# SPDX-License-Identifier: EUPL-1.2
"""Faults: bad input, malformed HTTP, acts that are not possible, crashes. Those under which times count are the suite `strain`. Ends with
`N passed, N failed`.

    tests/fault/run.py [PART…]       only tests whose name contains one of these

The environment makes it longer: CLEA_TEST_KILLS (4)."""

import os
import sys

import support  # first: it finds the harness
import bad_acts
import bad_input
import cursors
import kill
import maintenance
import malformed
import meetings
import protocol
import uploading
from support import Suite

MODULES = (protocol, cursors, bad_input, bad_acts, malformed, maintenance, meetings)


def main():
    wanted = sys.argv[1:]
    total = Suite("fault")
    instance, world = support.start()
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
    for function in uploading.suite.tests + kill.suite.tests:
        total.test(function)
    total.run(wanted, kills=int(os.environ.get("CLEA_TEST_KILLS", "4")))
    return total.finish()


if __name__ == "__main__":
    sys.exit(main())
