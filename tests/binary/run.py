#!/usr/bin/env python3
# SPDX-License-Identifier: EUPL-1.2
"""The program as its operator meets it. `tests/binary/run.py PART` runs only tests whose name contains PART.
Ends with `N passed, N failed`."""

import sys

import command_line
import manners
import operate
import release
import start
import told
from support import Instance, Suite


def main():
    suite = Suite("binary")
    suite.tests = [test for module in (command_line, release, operate, start, manners, told) for test in module.suite.tests]
    with Instance(is_durable=True) as instance:
        suite.run(sys.argv[1:], instance=instance)
    return suite.finish()


if __name__ == "__main__":
    sys.exit(main())
