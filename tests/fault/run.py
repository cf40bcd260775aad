#!/usr/bin/env python3
"""Faults: bad input, malformed HTTP, databases and clients that go away, load, crashes. Ends with `N passed, N failed`.

    tests/fault/run.py [PART…]       only tests whose name contains one of these

The environment makes it longer: CLEA_TEST_LOAD_S (20), CLEA_TEST_KILLS (4)."""

import sys

import support
import bad_input
import malformed
import protocol
from support import Suite


def main():
    wanted = [part.replace(" ", "_") for part in sys.argv[1:]]
    total = Suite("fault")
    instance, world = support.start()
    try:
        for module in (protocol, bad_input, malformed):
            print(f"# {module.suite.title}", flush=True)
            for name in ("passed", "failed", "failures"):
                setattr(module.suite, name, getattr(total, name))
            module.suite.run(wanted, instance=instance, world=world)
            total.passed, total.failed = module.suite.passed, module.suite.failed
    finally:
        total.one("the server ends well", instance.stop)
    return total.finish()


if __name__ == "__main__":
    sys.exit(main())
