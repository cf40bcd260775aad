#!/usr/bin/env python3
# SPDX-License-Identifier: EUPL-1.2
"""The walls between tenants, from the inside: what somebody could do who runs SQL as a role of the application, tried on every table
that the catalogue knows; who sees which row, against models written apart; and one tenant's answers with and without another one
that attacks him. Ends with `N passed, N failed`.

    tests/walls/run.py [--histories N] [--from N] [--seed N] [PART…]

N random histories of the two tenants (24), from a number on (0), of a seed (1); PART: only tests whose names contain one.
"""

import argparse
import pathlib
import sys

HERE = pathlib.Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parent), str(HERE.parent / "scenario")]

from harness.runner import Suite  # noqa: E402
from instance import Instance  # noqa: E402
import inside  # noqa: E402
import shadow  # noqa: E402
import third  # noqa: E402
import training  # noqa: E402


def main():
    options = argparse.ArgumentParser()
    options.add_argument("--histories", type=int, default=24)
    options.add_argument("--from", type=int, default=0, dest="first")
    options.add_argument("--seed", type=int, default=1)
    options.add_argument("parts", nargs="*")
    given = options.parse_args()
    suite = Suite("walls")
    if given.parts == ["shadow"]:
        shadow.run(suite, given)
        return suite.finish()
    inside.add_to(suite)
    training.add_to(suite)
    third.add_to(suite)  # the last: it breaks what the others look at
    instance = Instance(seed=("--demo", "--candidacies", "60"))
    try:
        instance.start_database()
        instance.prepare()
        suite.run(given.parts, instance=instance)
    finally:
        instance.stop()
    shadow.run(suite, given)
    return suite.finish()


if __name__ == "__main__":
    sys.exit(main())
